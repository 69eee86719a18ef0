"""What an editor tells: texts that are opened and change, files and folders that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.lsp.given import given, rows_in, uri_in

if TYPE_CHECKING:
    from vaultlint.lsp.server import Server


def opened(server: Server, params: Any) -> None:
    """A text was opened."""
    document = given(dict, params, "textDocument")
    server.opened(given(str, document, "uri"), given(int, document, "version"), given(str, document, "text"))


def changed(server: Server, params: Any) -> None:
    """A text has changed."""
    server.changed(params)


def closed(server: Server, params: Any) -> None:
    """A text was closed."""
    server.closed(uri_in(params))


def saved(server: Server, params: Any) -> None:
    """A text was saved."""
    _poke(server, [uri_in(params)])


def watched(server: Server, params: Any) -> None:
    """Files have changed on disk."""
    _poke(server, [given(str, change, "uri") for change in rows_in(params, "changes")])


def renamed(server: Server, params: Any) -> None:
    """Files were renamed."""
    _poke(server, [given(str, file, name) for file in rows_in(params, "files") for name in ("oldUri", "newUri")])


async def folders_changed(server: Server, params: Any) -> None:
    """Folders were opened or closed."""
    for folder in rows_in(params, "event", "removed"):
        await server.close_folder(given(str, folder, "uri"))
    for folder in rows_in(params, "event", "added"):
        server.has_folders = True
        server.open_folder(given(str, folder, "uri"))


def _poke(server: Server, uris: list[str]) -> None:
    for uri in uris:
        found = server.session_at(uri)
        if found is not None:
            found[0].poke({found[1]}, listed=True)
