import { expect, it } from "vitest";
import { FileSystemAdapter, MarkdownView, notices, TFile } from "./obsidian";
import VaultlintPlugin from "../src/main";

function pluginWith(edits: unknown[], text: string) {
  const editor = { text, made: [] as unknown[], getValue: () => text, offsetToPos: (offset: number) => ({ line: 0, ch: offset }), transaction: (change: unknown) => editor.made.push(change) };
  const app = { vault: { adapter: new FileSystemAdapter("/vault") }, workspace: { onLayoutReady: () => undefined, updateOptions: () => undefined } };
  const plugin = new VaultlintPlugin(app as never, {} as never);
  Object.assign(plugin, { server: { change: () => Promise.resolve(), fixes: () => Promise.resolve(edits), all: () => Promise.resolve(new Map()) } });
  return { plugin, editor, view: new MarkdownView(new TFile("a.md"), editor) };
}

it("registers its commands, its view, the editor's lint and the command line", async () => {
  const { plugin } = pluginWith([], "");
  await plugin.onload();
  const { registered } = plugin as unknown as { registered: Record<string, unknown[]> };
  expect(registered["command"]).toEqual(["fix-note", "rename-note", "show-problems", "restart"]);
  expect(registered["view"]).toEqual(["vaultlint-problems"]);
  expect(registered["cli"]).toEqual(["vaultlint:check"]);
  expect(registered["extension"]).toHaveLength(1);
});

it("makes fixes in the editor, where they can be undone", async () => {
  const { plugin, editor, view } = pluginWith([{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, newText: "-" }], "* a");
  await plugin.fix(view as never);
  expect(editor.made).toEqual([{ changes: [{ from: { line: 0, ch: 0 }, to: { line: 0, ch: 3 }, text: "- a" }] }]);
});

it("says so where there is nothing to fix", async () => {
  const { plugin, editor, view } = pluginWith([], "- a");
  await plugin.fix(view as never);
  expect(editor.made).toEqual([]);
  expect(notices.at(-1)).toBe("Nothing to fix in this note.");
});
