import { Modal, Setting, type App } from "obsidian";
import { words } from "./words";

/** Asks for the new path of a note. */
export class RenameModal extends Modal {
  private path: string;

  constructor(app: App, path: string, private readonly done: (path: string) => Promise<void>) {
    super(app);
    this.path = path;
  }

  onOpen(): void {
    this.setTitle(words().rename);
    new Setting(this.contentEl).setName(words().newPath).addText((text) => text.setValue(this.path).onChange((value) => (this.path = value)));
    new Setting(this.contentEl).addButton((button) =>
      button.setButtonText(words().doRename).setCta().onClick(async () => {
        this.close();
        await this.done(this.path);
      }),
    );
  }

  onClose(): void {
    this.contentEl.empty();
  }
}
