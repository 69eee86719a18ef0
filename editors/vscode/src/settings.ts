/** What the settings say: which program is the server, with which arguments. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The command of the setting `vaultlint.command`; throws where it names no program. */
export function commandOf(setting: unknown): Command {
  const words = Array.isArray(setting) ? setting.filter((word): word is string => typeof word === "string") : [];
  const [program, ...rest] = words;
  if (program === undefined || program.trim() === "" || words.length !== (setting as unknown[]).length) {
    throw new Error("vaultlint.command must be a list of words, the first of which is a program");
  }
  return { program, arguments: rest };
}

/** What to say when the server does not start. */
export function whyNotStarted(error: unknown, command: Command): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/ENOENT|not found/i.test(reason)) {
    return `There is no program ${command.program}. Install vaultlint, or name it in the setting vaultlint.command.`;
  }
  return `vaultlint did not start: ${reason}`;
}
