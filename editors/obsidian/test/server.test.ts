import { PassThrough } from "node:stream";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from "vscode-jsonrpc/node";
import { beforeEach, describe, expect, it } from "vitest";
import { Server } from "../src/server";
import { uriOf } from "../src/paths";

const ROOT = "/vault";
const said: [string, unknown][] = [];
const changed: string[] = [];
let far: MessageConnection;
let server: Server;

beforeEach(async () => {
  said.length = changed.length = 0;
  const [there, back] = [new PassThrough(), new PassThrough()];
  far = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  far.onRequest((method, params) => {
    said.push([method, params]);
    if (method === "textDocument/codeAction") return [{ title: "fix", edit: { documentChanges: [{ textDocument: { uri: uriOf(ROOT, "a.md"), version: 1 }, edits: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, newText: "-" }] }] } }];
    if (method === "workspace/diagnostic") return { items: [{ kind: "full", uri: uriOf(ROOT, "a.md"), version: null, items: [{ message: "m" }] }, { kind: "full", uri: "file:///elsewhere.md", version: null, items: [{ message: "m" }] }] };
    if (method === "workspace/executeCommand") return { message: "moved" };
    return method === "initialize" ? { capabilities: {} } : null;
  });
  far.onNotification((method, params) => void said.push([method, params]));
  far.listen();
  const near = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  server = await Server.over(near, ROOT, "zh", { changed: (path) => changed.push(path), ended: () => undefined });
});

describe("the connection", () => {
  it("greets with the vault's folder and the app's language", () => {
    expect(said[0]).toMatchObject(["initialize", { rootUri: "file:///vault", locale: "zh" }]);
  });

  it("opens a note once, then sends its changes with growing versions", async () => {
    await server.change("a.md", "one");
    await server.change("a.md", "two");
    await server.change("a.md", "three");
    await server.all();
    const versions = said.filter(([method]) => method.startsWith("textDocument/did")).map(([method, params]) => [method, (params as { textDocument: { version: number } }).textDocument.version]);
    expect(versions).toEqual([["textDocument/didOpen", 1], ["textDocument/didChange", 2], ["textDocument/didChange", 3]]);
  });

  it("keeps the problems that are published, of the vault only", async () => {
    const problem = { message: "m", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
    await far.sendNotification("textDocument/publishDiagnostics", { uri: uriOf(ROOT, "笔记.md"), diagnostics: [problem] });
    await far.sendNotification("textDocument/publishDiagnostics", { uri: "file:///etc/passwd", diagnostics: [problem] });
    await server.all();
    expect(changed).toEqual(["笔记.md"]);
  });

  it("asks for the fixes of the gate, the whole vault, and a rename on disk", async () => {
    expect(await server.fixes("a.md")).toHaveLength(1);
    expect([...(await server.all()).keys()]).toEqual(["a.md"]);
    expect(await server.rename("a.md", "b/c.md")).toBe("moved");
    expect(said.at(-1)).toEqual(["workspace/executeCommand", { command: "vaultlint.rename", arguments: ["file:///vault/a.md", "b/c.md"] }]);
  });
});

it("a program that is not there is an error, and no crash", async () => {
  await expect(Server.start(["/no/such/program"], "/tmp", "en", { changed: () => undefined, ended: () => undefined })).rejects.toThrow("ENOENT");
});
