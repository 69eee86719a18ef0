/** A thin client of the vaultlint server: nothing is linted here, and nothing is installed or downloaded. */
import { linter, type Diagnostic } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { editorInfoField, FileSystemAdapter, getLanguage, MarkdownView, Notice, Plugin, type CliData } from "obsidian";
import { asText, edited, inEditor } from "./problems";
import { RenameModal } from "./rename";
import { Server } from "./server";
import { DEFAULTS, splitCommand, VaultlintSettings, type Settings } from "./settings";
import { ProblemsView, VIEW } from "./view";
import { words } from "./words";

export default class VaultlintPlugin extends Plugin {
  settings: Settings = DEFAULTS;
  private server: Server | undefined;

  async onload(): Promise<void> {
    this.settings = Object.assign({}, DEFAULTS, (await this.loadData()) as Partial<Settings> | null);
    this.addSettingTab(new VaultlintSettings(this.app, this, this.settings, () => this.saveData(this.settings)));
    this.registerView(VIEW, (leaf) => new ProblemsView(leaf, () => this.running().all()));
    this.registerEditorExtension(linter((view) => this.lint(view), { delay: 300 }));
    this.addCommand({ id: "fix-note", name: words().fix, checkCallback: (checking) => this.withNote(checking, (view) => this.fix(view)) });
    this.addCommand({ id: "rename-note", name: words().rename, checkCallback: (checking) => this.withNote(checking, (view) => this.rename(view)) });
    this.addCommand({ id: "show-problems", name: words().showProblems, callback: () => void this.showProblems() });
    this.addCommand({ id: "restart", name: words().restart, callback: () => void this.restart() });
    this.registerCliHandler("vaultlint:check", "Print the findings of the vault", { path: { value: "<path>", description: "Only what lies below this path" } }, (params) => this.check(params));
    this.app.workspace.onLayoutReady(() => void this.restart());
  }

  onunload(): void {
    void this.server?.stop();
  }

  async restart(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
    const adapter = this.app.vault.adapter;
    if (!(adapter instanceof FileSystemAdapter)) return;
    try {
      this.server = await Server.start(splitCommand(this.settings.command), adapter.getBasePath(), getLanguage(), {
        changed: () => this.app.workspace.updateOptions(),
        ended: (reason) => new Notice(`${words().ended} ${reason}`),
      });
    } catch {
      new Notice(words().notRunning);
    }
  }

  private running(): Server {
    if (!this.server) throw new Error(words().notRunning);
    return this.server;
  }

  /** The problems of the note that an editor shows, after the server has seen its text. */
  private async lint(view: EditorView): Promise<Diagnostic[]> {
    const path = view.state.field(editorInfoField, false)?.file?.path;
    if (!path || !this.server) return [];
    await this.server.change(path, view.state.doc.toString());
    return inEditor(view.state.doc, this.server.problems.get(path) ?? []);
  }

  private withNote(checking: boolean, run: (view: MarkdownView) => Promise<void>): boolean {
    const view = this.app.workspace.getActiveViewOfType(MarkdownView);
    if (!view?.file) return false;
    if (!checking) run(view).catch((fault: unknown) => new Notice(fault instanceof Error ? fault.message : String(fault)));
    return true;
  }

  /** Makes the safe fixes in the editor, where they can be undone. */
  async fix(view: MarkdownView): Promise<void> {
    const { editor, file } = view;
    if (!file) return;
    const { Text } = await import("@codemirror/state");
    const before = editor.getValue();
    await this.running().change(file.path, before);
    const edits = await this.running().fixes(file.path);
    if (editor.getValue() !== before || edits.length === 0) {
      new Notice(words().nothing);
      return;
    }
    const after = edited(Text.of(before.split("\n")), edits);
    editor.transaction({ changes: [{ from: { line: 0, ch: 0 }, to: editor.offsetToPos(before.length), text: after }] });
    new Notice(words().fixed);
  }

  private async rename(view: MarkdownView): Promise<void> {
    const path = view.file?.path;
    if (!path) return;
    await view.save();
    new RenameModal(this.app, path, async (to) => {
      try {
        new Notice(await this.running().rename(path, to));
      } catch (fault) {
        new Notice(fault instanceof Error ? fault.message : String(fault));
      }
    }).open();
  }

  private async showProblems(): Promise<void> {
    const leaf = this.app.workspace.getRightLeaf(false);
    if (!leaf) return;
    await leaf.setViewState({ type: VIEW, active: true });
    await this.app.workspace.revealLeaf(leaf);
  }

  private async check(params: CliData): Promise<string> {
    return asText(await this.running().all(), params["path"] ?? "");
  }
}
