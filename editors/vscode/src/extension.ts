/** Starts the vaultlint server for Markdown, canvas and base files, and offers its commands. Nothing is linted here. */
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { commandOf, whyNotStarted } from "./settings";

const INSTALL = "How to install";
let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel("vaultlint", { log: true });
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("vaultlint.fixNote", fixNote),
    vscode.commands.registerCommand("vaultlint.explain", explain),
    vscode.commands.registerCommand("vaultlint.restart", restart),
    vscode.commands.registerCommand("vaultlint.showOutput", () => output?.show()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("vaultlint.command") || event.affectsConfiguration("vaultlint.enable")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("vaultlint");
  if (!settings.get<boolean>("enable", true)) {
    return;
  }
  const command = commandOf(settings.get("command"));
  const server: ServerOptions = { command: command.program, args: [...command.arguments] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "file", pattern: "**/*.{canvas,base}" },
      { scheme: "file", pattern: "**/vaultlint.toml" },
    ],
    outputChannel: output,
    initializationOptions: { locale: vscode.env.language },
  };
  client = new LanguageClient("vaultlint", "vaultlint", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const chosen = await vscode.window.showErrorMessage(whyNotStarted(error, command), INSTALL);
    if (chosen === INSTALL) {
      await vscode.commands.executeCommand("workbench.action.openWalkthrough", "vaultlint.vaultlint#start");
    }
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

/** The safe fixes of the open note, made by the server through its gate. */
async function fixNote(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.vaultlint", apply: "ifSingle" });
}

async function explain(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.showHover");
}
