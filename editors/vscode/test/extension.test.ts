import { beforeEach, describe, expect, it, vi } from "vitest";
import { asked, settings } from "./vscode";

const started: { command: unknown; options: unknown; stopped: boolean }[] = [];
let fault: Error | undefined;
vi.mock("vscode-languageclient/node", () => ({
  LanguageClient: class {
    private readonly self: (typeof started)[number];
    constructor(_id: string, _name: string, command: unknown, options: unknown) {
      this.self = { command, options, stopped: false };
    }
    start() {
      if (fault) return Promise.reject(fault);
      started.push(this.self);
      return Promise.resolve();
    }
    stop() {
      this.self.stopped = true;
      return Promise.resolve();
    }
  },
}));
const extension = await import("../src/extension");
const context = { subscriptions: [] as unknown[] };
const activate = () => extension.activate(context as never);

beforeEach(async () => {
  await extension.deactivate();
  started.length = 0;
  asked.commands.length = 0;
  asked.errors.length = 0;
  fault = undefined;
  Object.assign(settings, { enable: true, command: ["vaultlint", "server"] });
});

describe("the server", () => {
  it("is started with the command of the settings and the editor's language", async () => {
    await activate();
    expect(started).toHaveLength(1);
    expect(started[0]).toMatchObject({ command: { command: "vaultlint", args: ["server"] }, options: { initializationOptions: { locale: "zh-cn" } } });
  });

  it("is left alone where the settings say so", async () => {
    settings["enable"] = false;
    await activate();
    expect(started).toHaveLength(0);
  });

  it("is stopped before it is started again", async () => {
    await activate();
    await asked.registered.get("vaultlint.restart")?.();
    expect(started.map((each) => each.stopped)).toEqual([true, false]);
  });

  it("that is not installed is said, with a way to install it", async () => {
    fault = new Error("spawn vaultlint ENOENT");
    await activate();
    expect(asked.errors[0]).toContain("no program vaultlint");
    expect(asked.commands[0]).toEqual(["workbench.action.openWalkthrough", "vaultlint.vaultlint#start"]);
  });
});

describe("commands", () => {
  it("fix the open note through the server's own action", async () => {
    await activate();
    await asked.registered.get("vaultlint.fixNote")?.();
    expect(asked.commands).toContainEqual(["editor.action.codeAction", { kind: "source.fixAll.vaultlint", apply: "ifSingle" }]);
  });

  it("all exist that the manifest names", async () => {
    await activate();
    const manifest = (await import("../package.json")).default;
    expect([...asked.registered.keys()].sort()).toEqual(manifest.contributes.commands.map((each) => each.command).sort());
  });

  it("have words in both languages", async () => {
    const [manifest, english, chinese] = await Promise.all([import("../package.json"), import("../package.nls.json").then((words) => words.default), import("../package.nls.zh-cn.json").then((words) => words.default)]);
    const named = [...JSON.stringify(manifest.default).matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
    const keys = (words: object) => Object.keys(words).sort();
    expect(keys(english)).toEqual([...new Set(named)].sort());
    expect(keys(chinese)).toEqual(keys(english));
  });
});
