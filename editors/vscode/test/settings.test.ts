import { describe, expect, it } from "vitest";
import { commandOf, whyNotStarted } from "../src/settings";

describe("the command", () => {
  it("is a program and its arguments", () => {
    expect(commandOf(["uvx", "vaultlint", "server"])).toEqual({ program: "uvx", arguments: ["vaultlint", "server"] });
  });

  it.each([[[]], [[""]], [["vaultlint", 3]]])("must be a list of words: %j", (setting) => {
    expect(() => commandOf(setting)).toThrow("vaultlint.command");
  });
});

it("another fault is said as it is", () => {
  expect(whyNotStarted(new Error("exit 1"), { program: "vaultlint", arguments: [] })).toBe("vaultlint did not start: exit 1");
});
