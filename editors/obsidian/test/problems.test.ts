import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { asText, edited, inEditor } from "../src/problems";
import { pathOf, uriOf } from "../src/paths";
import { splitCommand } from "../src/settings";

const document = Text.of(["# 茶 🍵 tea", "[[Nowhere]]"]);
const at = (line: number, from: number, to: number, code = "broken-link", severity = 1) => ({ range: { start: { line, character: from }, end: { line, character: to } }, code, severity: severity as 1 | 2 | 3, message: "wrong" });

describe("problems in the editor", () => {
  it("stand where the server says, behind Chinese and emoji", () => {
    const [found] = inEditor(document, [at(0, 7, 10)]);
    expect(document.sliceString(found?.from ?? 0, found?.to)).toBe("tea");
  });

  it("are sorted, and never reach beyond the text", () => {
    const found = inEditor(document, [at(9, 0, 5), at(1, 0, 400, "empty-link", 2)]);
    expect(found.map((each) => [each.from, each.to, each.severity])).toEqual([[11, 22, "warning"], [22, 22, "error"]]);
  });
});

it("edits are made from the end, so that none moves another", () => {
  const edits = [{ range: at(0, 2, 3).range, newText: "绿茶" }, { range: at(1, 2, 9).range, newText: "茶" }];
  expect(edited(document, edits)).toBe("# 绿茶 🍵 tea\n[[茶]]");
});

it("the command line has a line for each problem below a path", () => {
  const found = new Map([["b/x.md", [at(1, 2, 9)]], ["a.md", [at(0, 0, 1, "self-link", 2)]]]);
  expect(asText(found)).toBe("a.md:1:1: warning self-link: wrong\nb/x.md:2:3: error broken-link: wrong\n2 problems.");
  expect(asText(found, "b/")).toBe("b/x.md:2:3: error broken-link: wrong\n1 problem.");
});

it("paths go to addresses and back, whatever the Unicode form", () => {
  expect(pathOf("/v ault", uriOf("/v ault", "笔记/a#b.md"))).toBe("笔记/a#b.md");
  expect(pathOf("/vault", "file:///vault/caf%65%CC%81.md")).toBe("café.md");
  expect(pathOf("/vault", "file:///vaults/a.md")).toBeUndefined();
});

it("a command is split as a person would", () => {
  expect(splitCommand('"C:\\Program Files\\vaultlint" server')).toEqual(["C:\\Program Files\\vaultlint", "server"]);
});
