/** The connection with `vaultlint server`, a program that the user has installed. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from "vscode-jsonrpc/node";
import type { CodeAction, Diagnostic, InitializeResult, PublishDiagnosticsParams, TextEdit, WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { pathOf, uriOf } from "./paths";

export interface Listener {
  /** The problems of one note have changed. */
  changed(path: string): void;
  /** The server has ended by itself. */
  ended(reason: string): void;
}

export class Server {
  readonly problems = new Map<string, readonly Diagnostic[]>();
  private readonly versions = new Map<string, number>();
  private stopping = false;

  private constructor(
    private readonly root: string,
    private readonly connection: MessageConnection,
    private readonly process: ChildProcessWithoutNullStreams | undefined,
    private readonly listener: Listener,
  ) {}

  /** Starts the program `command` in the vault's folder; throws where it is not there or does not answer. */
  static async start(command: readonly string[], root: string, language: string, listener: Listener): Promise<Server> {
    const [program, ...rest] = command;
    if (!program) throw new Error("no program is named in the settings");
    const process = spawn(program, rest, { cwd: root, windowsHide: true });
    await new Promise<void>((resolve, reject) => {
      process.once("error", reject);
      process.once("spawn", resolve);
    });
    const connection = createMessageConnection(new StreamMessageReader(process.stdout), new StreamMessageWriter(process.stdin));
    const server = await Server.over(connection, root, language, listener, process);
    process.once("exit", (code) => server.exited(`it ended with status ${code ?? "unknown"}`));
    return server;
  }

  /** Greets the server at the other end of `connection`. */
  static async over(connection: MessageConnection, root: string, language: string, listener: Listener, process?: ChildProcessWithoutNullStreams): Promise<Server> {
    const server = new Server(root, connection, process, listener);
    connection.onNotification("textDocument/publishDiagnostics", (found: PublishDiagnosticsParams) => server.take(found.uri, found.diagnostics));
    connection.onRequest("workspace/configuration", (asked: { items: unknown[] }) => asked.items.map(() => null));
    for (const quiet of ["client/registerCapability", "window/workDoneProgress/create", "workspace/diagnostic/refresh"]) connection.onRequest(quiet, () => null);
    connection.listen();
    const folder = { uri: pathToFileURL(root).href, name: "vault" };
    const capabilities = { general: { positionEncodings: ["utf-16"] }, textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: false }, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } } } } };
    await connection.sendRequest<InitializeResult>("initialize", { processId: null, rootUri: folder.uri, workspaceFolders: [folder], locale: language, capabilities });
    await connection.sendNotification("initialized", {});
    return server;
  }

  async open(path: string, text: string): Promise<void> {
    this.versions.set(path, 1);
    await this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri: this.uri(path), languageId: "markdown", version: 1, text } });
  }

  async change(path: string, text: string): Promise<void> {
    const version = (this.versions.get(path) ?? 0) + 1;
    if (version === 1) return this.open(path, text);
    this.versions.set(path, version);
    await this.connection.sendNotification("textDocument/didChange", { textDocument: { uri: this.uri(path), version }, contentChanges: [{ text }] });
  }

  async close(path: string): Promise<void> {
    if (this.versions.delete(path)) await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: this.uri(path) } });
  }

  /** The edits of all safe fixes of a note that is open, as the server's gate lets them pass. */
  async fixes(path: string): Promise<readonly TextEdit[]> {
    const uri = this.uri(path);
    const whole = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const actions = await this.connection.sendRequest<CodeAction[] | null>("textDocument/codeAction", { textDocument: { uri }, range: whole, context: { diagnostics: [], only: ["source.fixAll.vaultlint"] } });
    const edit = actions?.[0]?.edit;
    const listed = edit?.documentChanges?.flatMap((change) => ("textDocument" in change && change.textDocument.uri === uri ? (change.edits as TextEdit[]) : []));
    return listed ?? edit?.changes?.[uri] ?? [];
  }

  /** Moves a note and rewrites every link to it, on disk, through the server's writer; what it says of it. */
  async rename(path: string, to: string): Promise<string> {
    const said = await this.connection.sendRequest<{ message?: string } | null>("workspace/executeCommand", { command: "vaultlint.rename", arguments: [this.uri(path), to] });
    return said?.message ?? "";
  }

  /** The problems of the whole vault, by path. */
  async all(): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
    const report = await this.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
    const found = new Map<string, readonly Diagnostic[]>();
    for (const each of report.items) {
      const path = pathOf(this.root, each.uri);
      if (path !== undefined && each.kind === "full" && each.items.length > 0) found.set(path, each.items);
    }
    return found;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    try {
      await this.connection.sendRequest("shutdown");
      await this.connection.sendNotification("exit");
    } finally {
      this.connection.dispose();
      this.process?.kill();
    }
  }

  private uri(path: string): string {
    return uriOf(this.root, path);
  }

  private take(uri: string, found: readonly Diagnostic[]): void {
    const path = pathOf(this.root, uri);
    if (path === undefined) return;
    this.problems.set(path, found);
    this.listener.changed(path);
  }

  private exited(reason: string): void {
    if (!this.stopping) this.listener.ended(reason);
  }
}
