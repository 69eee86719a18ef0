/** As much of the editor's interface as the extension uses, recording what it is asked for. */
export const asked: { commands: [string, unknown][]; errors: string[]; registered: Map<string, () => unknown> } = { commands: [], errors: [], registered: new Map() };
export const settings: Record<string, unknown> = { enable: true, command: ["vaultlint", "server"] };

export const env = { language: "zh-cn" };
export const commands = {
  registerCommand: (name: string, run: () => unknown) => { asked.registered.set(name, run); return { dispose() {} }; },
  executeCommand: (name: string, argument: unknown) => { asked.commands.push([name, argument]); return Promise.resolve(); },
};
export const window = {
  createOutputChannel: () => ({ show() {}, dispose() {} }),
  showErrorMessage: (text: string, choice: string) => { asked.errors.push(text); return Promise.resolve(choice); },
};
export const workspace = {
  getConfiguration: () => ({ get: (name: string, otherwise?: unknown) => settings[name] ?? otherwise }),
  onDidChangeConfiguration: () => ({ dispose() {} }),
};
