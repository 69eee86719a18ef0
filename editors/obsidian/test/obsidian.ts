/** As much of the app's interface as the plugin uses. */
export const notices: string[] = [];
export class Notice { constructor(text: string) { notices.push(text); } }
export class Component { registerDomEvent(): void {} }
export class TFile { constructor(readonly path: string) {} }
export class FileSystemAdapter { constructor(private readonly base: string) {} getBasePath(): string { return this.base; } }
export class MarkdownView { constructor(readonly file: TFile | null, readonly editor: unknown) {} save(): Promise<void> { return Promise.resolve(); } }
export class ItemView extends Component { contentEl = {}; icon = ""; app: unknown; constructor(_leaf: unknown) { super(); } addAction(): void {} }
export class Modal { contentEl = {}; constructor(readonly app: unknown) {} open(): void {} close(): void {} setTitle(): void {} }
export class PluginSettingTab { containerEl = {}; constructor(readonly app: unknown, _plugin: unknown) {} }
export class Setting {}
export class Plugin {
  readonly registered: Record<string, unknown[]> = { command: [], view: [], extension: [], cli: [] };
  constructor(readonly app: unknown) {}
  loadData(): Promise<unknown> { return Promise.resolve(null); }
  saveData(): Promise<void> { return Promise.resolve(); }
  addSettingTab(): void {}
  addCommand(command: { id: string }): void { this.registered["command"]?.push(command.id); }
  registerView(name: string): void { this.registered["view"]?.push(name); }
  registerEditorExtension(extension: unknown): void { this.registered["extension"]?.push(extension); }
  registerCliHandler(name: string): void { this.registered["cli"]?.push(name); }
}
export const editorInfoField = {};
export const getLanguage = (): string => "en";
