"""What editors ask, and the answers. Each feature is a small function; work is done in a session's threads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types

from vaultlint.errors import VaultlintError
from vaultlint.lsp import actions, hover, outline, places
from vaultlint.lsp.choices import MOST
from vaultlint.lsp.completion import complete
from vaultlint.lsp.fixing import Fixer
from vaultlint.lsp.moving import move_on_disk
from vaultlint.lsp.positions import Places
from vaultlint.lsp.protocol import RefusedError
from vaultlint.lsp.renaming import Named, edits_of, named_at, placeholder, plan_moves, rewritten
from vaultlint.lsp.server import Server
from vaultlint.lsp.uris import file_of, uri_of, vault_path
from vaultlint.paths import is_note

if TYPE_CHECKING:
    from vaultlint.lsp.choices import Choice
    from vaultlint.lsp.documents import Document
    from vaultlint.lsp.look import Look
    from vaultlint.lsp.session import Judged, Session
    from vaultlint.markdown.note import Note

ResultT = TypeVar("ResultT")
RENAME = "vaultlint.rename"
_KINDS = {
    "file": types.CompletionItemKind.File,
    "alias": types.CompletionItemKind.Reference,
    "heading": types.CompletionItemKind.Struct,
    "block": types.CompletionItemKind.Constant,
    "topic": types.CompletionItemKind.Module,
    "reason": types.CompletionItemKind.EnumMember,
    "property": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "tag": types.CompletionItemKind.Keyword,
    "callout": types.CompletionItemKind.Snippet,
    "section": types.CompletionItemKind.Class,
}


def make_server() -> Server:
    """A server with all its features."""
    server = Server()
    _texts(server)
    _files(server)
    _asked_about_a_place(server)
    _asked_about_a_text(server)
    _asked_about_the_vault(server)
    _changing(server)
    return server


# Texts and files


def _texts(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(ls: Server, params: types.InitializeParams) -> None:
        ls.begin(params)

    @server.feature(types.SHUTDOWN)
    async def shutdown(ls: Server, _params: Any = None) -> None:
        await ls.end()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        ls.opened(document.uri, document.version, document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        ls.changed(params)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        ls.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        _poke(ls, [params.text_document.uri])


def _poke(ls: Server, uris: list[str], *, listed: bool = True) -> None:
    for uri in uris:
        found = ls.session_at(uri)
        if found is not None:
            found[0].poke({found[1]}, listed=listed)


def _files(server: Server) -> None:
    anything = types.FileOperationRegistrationOptions(
        [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
    )

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        _poke(ls, [change.uri for change in params.changes])

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(_ls: Server, _params: types.DidChangeConfigurationParams) -> None:
        """Settings of a vault are in the vault."""

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            await ls.close_folder(folder.uri)
        for folder in params.event.added:
            ls.has_folders = True
            ls.open_folder(folder.uri)

    @server.feature(types.WORKSPACE_DID_RENAME_FILES, anything)
    def renamed(ls: Server, params: types.RenameFilesParams) -> None:
        _poke(ls, [uri for file in params.files for uri in (file.old_uri, file.new_uri)])

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, anything)
    async def will_rename(ls: Server, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        return await _will_rename(ls, params)


# A place in a text


async def _at(
    ls: Server, params: Any, work: Callable[[Look, Note, int], ResultT], *, in_engine: bool = False
) -> tuple[Session, str, ResultT] | None:
    """What `work` gives for the look, the note and the offset that are asked about; None where there is no note."""
    found = ls.session_at(params.text_document.uri)
    if found is None or found[0].look is None or not is_note(found[1]):
        return None
    session, path = found
    look, document = session.look, session.documents.get(path)
    assert look is not None

    def answer() -> ResultT:
        reader = look.sight.reader
        note = reader.note(path)
        position = getattr(params, "position", None)
        lines = document.places if document and document.text == note.text else Places(note.text, ls.encoding)
        return work(look, note, lines.offset(position) if position else 0)

    result = await (session.in_engine(answer) if in_engine else session.in_thread(answer))
    return session, path, result


def _location(ls: Server, session: Session, place: places.Place) -> types.Location:
    document, look = session.documents.get(place.path), session.look
    if document is not None:
        return types.Location(document.uri, document.places.range(place.start, place.end))
    text = look.sight.reader.text(place.path) if look and place.end else ""
    return types.Location(uri_of(session.root, place.path), Places(text, ls.encoding).range(place.start, place.end))


def _asked_about_a_place(server: Server) -> None:
    completing = types.CompletionOptions(trigger_characters=["[", "#", "^", "|", "：", ":", "!", "/", "-"])

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, completing)
    async def completion(ls: Server, params: types.CompletionParams) -> types.CompletionList:
        found = await _at(ls, params, lambda look, note, at: (complete(look.sight, note, at), note))
        if found is None:
            return types.CompletionList(is_incomplete=True, items=[])
        choices, note = found[2]
        lines = Places(note.text, ls.encoding)
        items = [_item(note, lines, index, choice) for index, choice in enumerate(choices[:MOST])]
        return types.CompletionList(is_incomplete=True, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovering(ls: Server, params: types.HoverParams) -> types.Hover | None:
        judged = await _judged(ls, params.text_document.uri)
        findings = judged.findings if judged else []
        found = await _at(ls, params, lambda look, note, at: (hover.hover(look.sight, note, at, findings), note))
        shown = found[2][0] if found else None
        if found is None or shown is None:
            return None
        (text, start, end), note = shown, found[2][1]
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
        return types.Hover(content, Places(note.text, ls.encoding).range(start, end))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(ls: Server, params: types.DefinitionParams) -> types.Location | None:
        found = await _at(ls, params, lambda look, note, at: places.definition(look.sight, note, at))
        return _location(ls, found[0], found[2]) if found and found[2] else None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(ls: Server, params: types.ReferenceParams) -> list[types.Location]:
        declared = params.context.include_declaration

        def work(look: Look, note: Note, at: int) -> list[places.Place]:
            session = ls.session_at(params.text_document.uri)
            sight = session[0].engine.sight() if session else None
            return places.references(sight or look.sight, note, at, declared=declared)

        found = await _at(ls, params, work, in_engine=True)
        if found is None:
            return []
        session, _, named = found
        return await session.in_thread(lambda: _locations(ls, session, named))

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(ls: Server, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        def work(look: Look, note: Note, at: int) -> tuple[Named, str, Note] | None:
            named = named_at(look.sight, note, at)
            return (named, placeholder(look.sight, named), note) if named else None

        found = await _at(ls, params, work)
        if found is None or found[2] is None:
            return None
        named, name, note = found[2]
        return types.PrepareRenamePlaceholder(Places(note.text, ls.encoding).range(named.start, named.end), name)


def _locations(ls: Server, session: Session, named: list[places.Place]) -> list[types.Location]:
    """Places as locations; each file is read once."""
    known: dict[str, Places] = {}
    found = []
    for place in named:
        document, look = session.documents.get(place.path), session.look
        if place.path not in known:
            text = look.sight.reader.text(place.path) if look else ""
            known[place.path] = document.places if document else Places(text, ls.encoding)
        uri = document.uri if document else uri_of(session.root, place.path)
        found.append(types.Location(uri, known[place.path].range(place.start, place.end)))
    return found


def _item(note: Note, lines: Places, index: int, choice: Choice) -> types.CompletionItem:
    return types.CompletionItem(
        label=choice.label,
        kind=_KINDS[choice.kind],
        detail=choice.detail or None,
        sort_text=f"{index:03}",
        filter_text=note.text[choice.start : choice.end] or choice.label,
        text_edit=types.TextEdit(lines.range(choice.start, choice.end), choice.insert),
    )


# A text


async def _judged(ls: Server, uri: str) -> Judged | None:
    found = ls.session_at(uri)
    return await found[0].findings_now(found[1]) if found and is_note(found[1]) else None


def _result_id(items: list[types.Diagnostic]) -> str:
    return blake2b(repr(items).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _asked_about_a_text(server: Server) -> None:
    pulling = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier="vaultlint", work_done_progress=False
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, pulling)
    async def pull(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        ls.pulled()
        found = ls.session_at(params.text_document.uri)
        if found is not None and found[0].look is None:
            await found[0].ready.wait()
        judged = await _judged(ls, params.text_document.uri)
        items = ls.diagnostics_of(*found, judged) if found and judged else []
        result = _result_id(items)
        if params.previous_result_id == result:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=result)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        found = await _at(ls, params, lambda _look, note, _at: (outline.outline(note), Places(note.text, ls.encoding)))
        return [_symbol(part, found[2][1]) for part in found[2][0]] if found else []

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folding(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        found = await _at(ls, params, lambda _look, note, _at: (list(outline.folds(note)), note))
        if found is None:
            return []
        rows, note = found[2]
        return [
            types.FoldingRange(note.line_of(start) - 1, note.line_of(end) - 1, kind=types.FoldingRangeKind(kind))
            for start, end, kind in rows
        ]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(ls: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        found = await _at(ls, params, lambda look, note, _at: (list(outline.targets(look.sight, note)), note))
        if found is None:
            return []
        session, _, (rows, note) = found
        lines = Places(note.text, ls.encoding)
        return [
            types.DocumentLink(lines.range(link.start, link.end), target=uri_of(session.root, path), tooltip=path)
            for link, path in rows
        ]

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    async def lenses(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
        found = await _at(ls, params, lambda look, note, _at: hover.linked(look.sight, note.path))
        start = types.Range(types.Position(0, 0), types.Position(0, 0))
        return [types.CodeLens(start, types.Command(found[2], ""))] if found else []


def _symbol(part: outline.Part, lines: Places) -> types.DocumentSymbol:
    heading = part.heading
    return types.DocumentSymbol(
        name=heading.text.strip() or "#" * heading.level,
        kind=types.SymbolKind.String,
        range=lines.range(part.start, part.end),
        selection_range=lines.range(heading.start, heading.end),
        children=[_symbol(each, lines) for each in part.parts],
    )


# The vault


def _asked_about_the_vault(server: Server) -> None:
    @server.feature(types.WORKSPACE_SYMBOL)
    async def symbols(ls: Server, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        found = []
        for session in ls.sessions.values():
            look = session.look
            if look is not None:
                rows = await session.in_thread(lambda look=look: outline.symbols(look.sight, params.query))  # type: ignore[misc]
                found += [_named(session, name, path) for name, path in rows]
        return found[: outline.MOST_SYMBOLS]

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def pull(ls: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        ls.pulled()
        known = {each.uri: each.value for each in params.previous_result_ids}
        items: list[Any] = []
        for session in list(ls.sessions.values()):
            await session.ready.wait()
            items += await session.in_engine(lambda session=session: _reports(ls, session, known))  # type: ignore[misc]
        told = {item.uri for item in items}
        gone = [uri for uri in known if uri not in told and (at := ls.session_at(uri)) and at[1] not in at[0].documents]
        items += [types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[]) for uri in gone]
        return types.WorkspaceDiagnosticReport(items)


def _reports(ls: Server, session: Session, known: dict[str, str]) -> list[Any]:
    """The reports of all files with findings, those whose findings are as the editor knows them without these."""
    found: list[Any] = []
    for path, findings in session.engine.findings(session.engine.paths()):
        document, judged = session.documents.get(path), session.judged.get(path)
        if document is not None and judged is not None and judged.document is document:
            uri, version, items = document.uri, document.version, ls.diagnostics_of(session, path, judged)
        else:
            uri, version, items = uri_of(session.root, path), None, ls.diagnostics_on_disk(session, findings)
        result = _result_id(items)
        if known.get(uri) == result:
            found.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, version=version, result_id=result))
        else:
            found.append(
                types.WorkspaceFullDocumentDiagnosticReport(uri=uri, version=version, items=items, result_id=result)
            )
    return found


def _named(session: Session, name: str, path: str) -> types.WorkspaceSymbol:
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    location = types.Location(uri_of(session.root, path), start)
    return types.WorkspaceSymbol(location, name, types.SymbolKind.File, container_name=path.rpartition("/")[0] or None)


# Changes


def _changing(server: Server) -> None:
    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll, actions.FIX_ALL])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    async def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        return await _actions(ls, params)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def formatting(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        judged = await _judged(ls, params.text_document.uri)
        found = ls.session_at(params.text_document.uri)
        if judged is None or found is None:
            return None
        session, path = found
        document = judged.document
        edits = await session.in_thread(lambda: Fixer(judged.look, path, document.text).layout())
        return ls.edits(session).text_edits(document.text, edits, document.places)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
        return await _rename(ls, params)

    @server.command(RENAME)
    async def rename_on_disk(ls: Server, *arguments: Any) -> dict[str, str]:
        return await _rename_on_disk(ls, list(arguments))


async def _actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    judged = await _judged(ls, params.text_document.uri)
    found = ls.session_at(params.text_document.uri)
    if judged is None or found is None:
        return []
    session, path = found
    document, look = judged.document, judged.look
    start, end = document.places.span(params.range)
    items = ls.diagnostics_of(session, path, judged)
    asked = {(each.code, repr(each.range)) for each in params.context.diagnostics}
    chosen = [
        finding
        for finding, item in zip(judged.findings, items, strict=True)
        if (finding.start <= end and finding.end >= start) or (item.code, repr(item.range)) in asked
    ]
    only = params.context.only
    if only is None and params.context.trigger_kind == types.CodeActionTriggerKind.Automatic:
        only = [actions.QUICK]
    rows = await session.in_thread(
        lambda: list(actions.actions(look, path, document.text, judged.findings, chosen, only))
    )
    by_finding = {id(finding): item for finding, item in zip(judged.findings, items, strict=True)}
    return [made for row in rows if (made := _action(ls, session, document, look, path, row, by_finding))]


def _action(
    ls: Server,
    session: Session,
    document: Document,
    look: Look,
    path: str,
    action: actions.Action,
    items: dict[int, types.Diagnostic],
) -> types.CodeAction | None:
    maker = ls.edits(session)
    if action.creates and not maker.may_create:
        return None
    texts = {each: document.text if each == path else look.sight.reader.text(each) for each in action.edits}
    edit = maker.workspace_edit({each: (texts[each], rows) for each, rows in action.edits.items()}, (), action.creates)
    item = items.get(id(action.finding)) if action.finding else None
    return types.CodeAction(
        title=action.title,
        kind=action.kind,
        diagnostics=[item] if item else None,
        is_preferred=action.is_preferred or None,
        edit=edit,
    )


async def _refusing(work: Awaitable[ResultT]) -> ResultT:
    """What `work` gives; an error that a person can do something about is the answer."""
    try:
        return await work
    except VaultlintError as error:
        raise RefusedError(str(error)) from None


async def _rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    found = await _at(ls, params, lambda look, note, at: named_at(look.sight, note, at))
    if found is None or found[2] is None:
        raise RefusedError(_nothing_to_rename())
    session, named = found[0], found[2]
    await session.ready.wait()
    documents = dict(session.documents)
    maker = ls.edits(session)

    def work() -> types.WorkspaceEdit:
        session.engine.catch_up(documents)
        edits, move = rewritten(session.engine.vault(), named, params.new_name)
        if move and not maker.may_rename:
            raise VaultlintError(_cannot_move())
        return maker.workspace_edit(edits, [move] if move else [])

    try:
        return await _refusing(session.in_engine(work))
    finally:
        session.poke({named.path})


def _nothing_to_rename() -> str:
    from vaultlint.language import say, words

    return words(say("There is nothing here that can be renamed."))


def _cannot_move() -> str:
    from vaultlint.language import say, words

    return words(
        say("This editor cannot rename files itself: use the command `vaultlint.rename`, or `vaultlint rename`.")
    )


async def _will_rename(ls: Server, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    moves: dict[Session, list[tuple[str, str]]] = {}
    for file in params.files:
        found, new = ls.session_at(file.old_uri), file_of(file.new_uri)
        path = vault_path(found[0].root, new) if found and new else None
        if found is not None and path:
            moves.setdefault(found[0], []).append((found[1], path))
    for session, pairs in moves.items():
        await session.ready.wait()
        documents = dict(session.documents)
        maker = ls.edits(session)

        def work(session: Session = session, pairs: list[tuple[str, str]] = pairs) -> types.WorkspaceEdit:
            session.engine.catch_up(documents)  # noqa: B023
            vault = session.engine.vault()
            return maker.workspace_edit(edits_of(vault, plan_moves(vault, pairs)))  # noqa: B023

        return await _refusing(session.in_engine(work))
    return None


async def _rename_on_disk(ls: Server, arguments: list[Any]) -> dict[str, str]:
    from vaultlint.language import say, words

    if len(arguments) != 2 or not all(isinstance(each, str) for each in arguments):
        raise RefusedError(words(say("`vaultlint.rename` takes the address of a file and its new path in the vault.")))
    uri, new = arguments
    found = ls.session_at(uri)
    if found is None:
        raise RefusedError(words(say("This file is in no vault that is open.")))
    session, path = found
    await session.ready.wait()
    documents = dict(session.documents)
    message = await _refusing(session.in_engine(lambda: move_on_disk(session.engine, path, new, documents)))
    session.poke({path}, listed=True)
    return {"message": message}
