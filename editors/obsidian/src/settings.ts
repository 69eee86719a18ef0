import { PluginSettingTab, Setting, type App, type Plugin } from "obsidian";
import { words } from "./words";

export interface Settings {
  command: string;
}
export const DEFAULTS: Settings = { command: "vaultlint server" };

/** The words of a command; a part in double quotes is one word. */
export function splitCommand(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

export class VaultlintSettings extends PluginSettingTab {
  constructor(app: App, plugin: Plugin, private readonly settings: Settings, private readonly changed: () => Promise<void>) {
    super(app, plugin);
  }

  display(): void {
    this.containerEl.empty();
    new Setting(this.containerEl).setName(words().command).setDesc(words().commandText).addText((text) =>
      text.setValue(this.settings.command).onChange(async (value) => {
        this.settings.command = value;
        await this.changed();
      }),
    );
  }
}
