"""What the server can do, and which function answers what."""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, Any

from vaultlint import __version__
from vaultlint.lsp import asking, changing, following
from vaultlint.lsp.given import known
from vaultlint.lsp.server import Server
from vaultlint.lsp.wire import Wire

if TYPE_CHECKING:
    from vaultlint.lsp.server import Heed
    from vaultlint.lsp.shapes import Json

_ANY_FILE = {"filters": [{"scheme": "file", "pattern": {"glob": "**/*"}}]}
_ABILITIES: Json = {
    "textDocumentSync": {"openClose": True, "change": 2, "save": True},
    "completionProvider": {"triggerCharacters": ["[", "#", "^", "|", "：", ":", "!", "/", "-"]},
    "hoverProvider": True,
    "definitionProvider": True,
    "referencesProvider": True,
    "renameProvider": {"prepareProvider": True},
    "diagnosticProvider": {
        "identifier": "vaultlint",
        "interFileDependencies": True,
        "workspaceDiagnostics": True,
        "workDoneProgress": False,
    },
    "documentSymbolProvider": True,
    "foldingRangeProvider": True,
    "documentLinkProvider": {"resolveProvider": False},
    "codeLensProvider": {"resolveProvider": False},
    "semanticTokensProvider": {
        "legend": {"tokenTypes": ["link", "unresolvedLink"], "tokenModifiers": []},
        "full": True,
        "range": True,
    },
    "codeActionProvider": {"codeActionKinds": [changing.QUICK, "source.fixAll", changing.FIX_ALL]},
    "documentFormattingProvider": True,
    "workspaceSymbolProvider": True,
    "executeCommandProvider": {"commands": [changing.RENAME]},
    "workspace": {
        "workspaceFolders": {"supported": True, "changeNotifications": True},
        "fileOperations": {"willRename": _ANY_FILE, "didRename": _ANY_FILE},
    },
}


def initialize(server: Server, params: Any) -> Json:
    """Begin; what the server can do."""
    server.begin(params)
    abilities = {"positionEncoding": server.encoding, **_ABILITIES}
    if known(params, "capabilities", "textDocument", "rename", "prepareSupport") is not True:
        abilities["renameProvider"] = True
    if known(params, "capabilities", "textDocument", "diagnostic") is not None and not server.can_pull:
        del abilities["diagnosticProvider"]
    return {"capabilities": abilities, "serverInfo": {"name": "vaultlint", "version": __version__}}


async def shutdown(server: Server, _params: Any) -> None:
    """Close all vaults."""
    await server.end()


_METHODS = {
    "initialize": initialize,
    "shutdown": shutdown,
    "textDocument/didOpen": following.opened,
    "textDocument/didChange": following.changed,
    "textDocument/didClose": following.closed,
    "textDocument/didSave": following.saved,
    "workspace/didChangeWatchedFiles": following.watched,
    "workspace/didRenameFiles": following.renamed,
    "workspace/didChangeWorkspaceFolders": following.folders_changed,
    "textDocument/completion": asking.completion,
    "textDocument/hover": asking.hovering,
    "textDocument/definition": asking.definition,
    "textDocument/references": asking.references,
    "textDocument/diagnostic": asking.diagnostic,
    "textDocument/documentSymbol": asking.document_symbols,
    "textDocument/foldingRange": asking.folding,
    "textDocument/documentLink": asking.document_links,
    "textDocument/codeLens": asking.lenses,
    "textDocument/semanticTokens/full": asking.semantic_tokens,
    "textDocument/semanticTokens/range": asking.semantic_tokens,
    "workspace/symbol": asking.workspace_symbols,
    "workspace/diagnostic": asking.workspace_diagnostic,
    "textDocument/codeAction": changing.code_actions,
    "textDocument/formatting": changing.formatting,
    "textDocument/prepareRename": changing.prepare,
    "textDocument/rename": changing.rename,
    "workspace/willRenameFiles": changing.will_rename,
    "workspace/executeCommand": changing.execute,
}


async def serve(stdin: IO[bytes], stdout: IO[bytes], heed: Heed) -> int:
    """Talk with one editor until it is gone, in the language that `heed` settles; the exit status."""
    server = Server(heed)
    server.wire = Wire({name: partial(answer, server) for name, answer in _METHODS.items()}, server.fault)
    status = await server.wire.run(stdin, stdout)
    await server.end()
    return status
