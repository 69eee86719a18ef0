/** A view with the findings of the whole vault, note by note. */
import { ItemView, TFile, type WorkspaceLeaf } from "obsidian";
import type { Diagnostic } from "vscode-languageserver-protocol";
import { messageOf, ruleOf, severityOf } from "./problems";
import { words } from "./words";

export const VIEW = "vaultlint-problems";
const MOST = 500;

export class ProblemsView extends ItemView {
  constructor(leaf: WorkspaceLeaf, private readonly all: () => Promise<ReadonlyMap<string, readonly Diagnostic[]>>) {
    super(leaf);
    this.icon = "list-checks";
  }

  getViewType(): string {
    return VIEW;
  }

  getDisplayText(): string {
    return words().problems;
  }

  async onOpen(): Promise<void> {
    this.addAction("refresh-cw", words().refresh, () => void this.show());
    await this.show();
  }

  async show(): Promise<void> {
    const found = await this.all();
    this.contentEl.empty();
    let left = MOST;
    for (const [path, problems] of found) {
      if (left <= 0) break;
      this.contentEl.createDiv({ cls: "vaultlint-note", text: `${path} · ${problems.length}` });
      for (const problem of problems.slice(0, left)) this.row(path, problem);
      left -= problems.length;
    }
    if (found.size === 0) this.contentEl.createEl("p", { text: words().none });
  }

  private row(path: string, problem: Diagnostic): void {
    const row = this.contentEl.createEl("a", { cls: `vaultlint-problem mod-${severityOf(problem)}` });
    row.createEl("code", { cls: "vaultlint-rule", text: ruleOf(problem) });
    row.createSpan({ text: messageOf(problem) });
    this.registerDomEvent(row, "click", () => void this.go(path, problem.range.start.line));
  }

  private async go(path: string, line: number): Promise<void> {
    const file = this.app.vault.getAbstractFileByPath(path);
    if (file instanceof TFile) await this.app.workspace.getLeaf(false).openFile(file, { eState: { line } });
  }
}
