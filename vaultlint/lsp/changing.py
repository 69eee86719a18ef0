"""What an editor has changed: quick fixes, formatting, renames. What is written is proven by the gate before.

An editor makes the changes itself; only `vaultlint.rename` writes, for editors that cannot move files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.errors import VaultlintError
from vaultlint.language import say, words
from vaultlint.lsp.asking import at_place, judged_now
from vaultlint.lsp.given import given, known, range_in, rows_in, uri_in, words_in
from vaultlint.lsp.positions import Places
from vaultlint.lsp.shapes import AUTOMATIC, without_none
from vaultlint.lsp.uris import file_of, vault_path
from vaultlint.lsp.wire import RefusedError

if TYPE_CHECKING:
    from vaultlint.lsp import actions
    from vaultlint.lsp.documents import Document
    from vaultlint.lsp.look import Look
    from vaultlint.lsp.renaming import Named
    from vaultlint.lsp.server import Server
    from vaultlint.lsp.session import Session
    from vaultlint.lsp.shapes import Json, TextEdit
    from vaultlint.markdown.note import Note

RENAME = "vaultlint.rename"
QUICK, FIX_ALL = "quickfix", "source.fixAll.vaultlint"


async def code_actions(server: Server, params: Any) -> list[Json]:
    """What can be done about what stands in a range."""
    uri, asked_range = uri_in(params), range_in(params, "range")
    only = words_in(params, "context", "only") or None
    asked = {(str(each.get("code")), repr(each.get("range"))) for each in rows_in(params, "context", "diagnostics")}
    if not only and known(params, "context", "triggerKind") == AUTOMATIC:
        only = [QUICK]
    judged, found = await judged_now(server, uri), server.session_at(uri)
    if judged is None or found is None:
        return []
    session, path = found
    document, look = judged.document, judged.look
    start, end = document.places.span(asked_range)
    items = server.diagnostics_of(session, path, judged)
    chosen = [
        finding
        for finding, item in zip(judged.findings, items, strict=True)
        if (finding.start <= end and finding.end >= start) or (item["code"], repr(item["range"])) in asked
    ]
    by_finding = {id(finding): item for finding, item in zip(judged.findings, items, strict=True)}

    def work() -> list[Json]:
        from vaultlint.lsp.actions import actions

        rows = actions(look, path, document.text, judged.findings, chosen, only)
        return [made for row in rows if (made := _action(server, session, document, look, path, row, by_finding))]

    return await session.in_thread(work)


def _action(
    server: Server,
    session: Session,
    document: Document,
    look: Look,
    path: str,
    action: actions.Action,
    items: dict[int, Json],
) -> Json | None:
    maker = server.edits(session)
    if action.creates and not maker.may_create:
        return None
    texts = {each: document.text if each == path else look.sight.reader.text(each) for each in action.edits}
    edit = maker.workspace_edit({each: (texts[each], rows) for each, rows in action.edits.items()}, (), action.creates)
    item = items.get(id(action.finding)) if action.finding else None
    return without_none(
        title=action.title,
        kind=action.kind,
        diagnostics=[item] if item else None,
        isPreferred=action.is_preferred or None,
        edit=edit,
    )


async def formatting(server: Server, params: Any) -> list[TextEdit] | None:
    """Safe fixes of layout."""
    uri = uri_in(params)
    judged, found = await judged_now(server, uri), server.session_at(uri)
    if judged is None or found is None:
        return None
    session, path = found
    document = judged.document

    def work() -> list[TextEdit]:
        from vaultlint.lsp.fixing import Fixer

        edits = Fixer(judged.look, path, document.text).layout()
        return server.edits(session).text_edits(document.text, edits, document.places)

    return await session.in_thread(work)


def _named_at(look: Look, note: Note, at: int) -> Named | None:
    from vaultlint.lsp.renaming import named_at

    return named_at(look.sight, note, at)


async def prepare(server: Server, params: Any) -> Json | None:
    """What would be renamed here, and its name as it is."""

    def work(look: Look, note: Note, at: int) -> Json | None:
        from vaultlint.lsp.renaming import placeholder

        named = _named_at(look, note, at)
        if named is None:
            return None
        place = Places(note.text, server.encoding).range(named.start, named.end)
        return {"range": place, "placeholder": placeholder(look.sight, named)}

    found = await at_place(server, params, work)
    return found[2] if found else None


async def rename(server: Server, params: Any) -> Json:
    """Rename what stands at a place, with all that names it."""
    new = given(str, params, "newName")
    found = await at_place(server, params, _named_at)
    if found is None or found[2] is None:
        raise RefusedError(words(say("There is nothing here that can be renamed.")))
    session, named = found[0], found[2]
    await session.ready.wait()
    documents = dict(session.documents)
    maker = server.edits(session)

    def work() -> Json:
        from vaultlint.lsp.renaming import rewritten

        session.engine.catch_up(documents)
        edits, move = rewritten(session.engine.vault(), named, new)
        if move and not maker.may_rename:
            raise VaultlintError(_cannot_move())
        return maker.workspace_edit(edits, [move] if move else [])

    try:
        return await session.in_engine(work)
    finally:
        session.poke({named.path})


def _cannot_move() -> str:
    return words(
        say("This editor cannot rename files itself: use the command `vaultlint.rename`, or `vaultlint rename`.")
    )


async def will_rename(server: Server, params: Any) -> Json | None:
    """The edits that let links follow files that the editor is about to move."""
    moves: dict[Session, list[tuple[str, str]]] = {}
    for file in rows_in(params, "files"):
        found, new = server.session_at(given(str, file, "oldUri")), file_of(given(str, file, "newUri"))
        path = vault_path(found[0].root, new) if found and new else None
        if found is not None and path:
            moves.setdefault(found[0], []).append((found[1], path))
    parts = [await _moved(server, session, pairs) for session, pairs in moves.items()]
    return merged(parts)


async def _moved(server: Server, session: Session, pairs: list[tuple[str, str]]) -> Json:
    await session.ready.wait()
    documents = dict(session.documents)
    maker = server.edits(session)

    def work() -> Json:
        from vaultlint.lsp.renaming import edits_of, plan_moves

        session.engine.catch_up(documents)
        vault = session.engine.vault()
        return maker.workspace_edit(edits_of(vault, plan_moves(vault, pairs)))

    return await session.in_engine(work)


def merged(parts: list[Json]) -> Json | None:
    """Workspace edits of several vaults as one; None for none."""
    if len(parts) < 2:
        return parts[0] if parts else None
    if "changes" in parts[0]:
        return {"changes": {uri: edits for part in parts for uri, edits in part["changes"].items()}}
    return {"documentChanges": [change for part in parts for change in part["documentChanges"]]}


async def execute(server: Server, params: Any) -> Json:
    """Run a command: there is one, `vaultlint.rename`, which moves a file on disk."""
    if given(str, params, "command") != RENAME:
        raise RefusedError(words(say("There is no such command.")))
    arguments = known(params, "arguments")
    if not isinstance(arguments, list) or len(arguments) != 2 or not all(isinstance(each, str) for each in arguments):
        raise RefusedError(words(say("`vaultlint.rename` takes the address of a file and its new path in the vault.")))
    uri, new = arguments
    found = server.session_at(uri)
    if found is None:
        raise RefusedError(words(say("This file is in no vault that is open.")))
    session, path = found
    await session.ready.wait()
    documents = dict(session.documents)

    def work() -> str:
        from vaultlint.lsp.moving import move_on_disk

        return move_on_disk(session.engine, path, new, documents)

    message = await session.in_engine(work)
    session.poke({path}, listed=True)
    return {"message": message}
