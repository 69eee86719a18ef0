"""What an editor asks about places, texts and the vault. Work is done in a session's threads.

What is dear to import is imported when it is first asked for: an editor waits for its first diagnostics.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from vaultlint.lsp.diagnostics import json_of
from vaultlint.lsp.given import given, known, position_in, range_in, rows_in, uri_in
from vaultlint.lsp.positions import Places
from vaultlint.lsp.server import digest_of
from vaultlint.lsp.shapes import COMPLETION_KINDS, SYMBOL_FILE, SYMBOL_STRING, beginning, without_none
from vaultlint.lsp.uris import uri_of
from vaultlint.paths import is_note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultlint.lsp import outline, places
    from vaultlint.lsp.choices import Choice
    from vaultlint.lsp.look import Look
    from vaultlint.lsp.server import Server
    from vaultlint.lsp.session import Judged, Session
    from vaultlint.lsp.shapes import Json, Location
    from vaultlint.markdown.note import Note

ResultT = TypeVar("ResultT")

# A place in a text


async def at_note(
    server: Server, params: Any, work: Callable[[Look, Note, int], ResultT], *, in_engine: bool = False
) -> tuple[Session, str, ResultT] | None:
    """What `work` gives for the look, the note and the offset that are asked about; None where there is no note."""
    uri = uri_in(params)
    position = position_in(params, "position") if known(params, "position") is not None else None
    found = server.session_at(uri)
    if found is None or not is_note(found[1]):
        return None
    session, path = found
    await (session.ready if in_engine else session.seen).wait()
    if session.look is None:
        return None
    look, document = session.look, session.documents.get(path)

    def answer() -> ResultT:
        note = look.sight.reader.note(path)
        lines = document.places if document and document.text == note.text else Places(note.text, server.encoding)
        return work(look, note, lines.offset(position) if position else 0)

    result = await (session.in_engine(answer) if in_engine else session.in_thread(answer))
    return session, path, result


async def at_place(
    server: Server, params: Any, work: Callable[[Look, Note, int], ResultT], *, in_engine: bool = False
) -> tuple[Session, str, ResultT] | None:
    """As `at_note`, for requests that have to say which place they are about."""
    position_in(params, "position")
    return await at_note(server, params, work, in_engine=in_engine)


async def judged_now(server: Server, uri: str) -> Judged | None:
    """The findings of an open note as it is now."""
    found = server.session_at(uri)
    return await found[0].findings_now(found[1]) if found and is_note(found[1]) else None


async def completion(server: Server, params: Any) -> Json:
    """What can be written here."""

    def work(look: Look, note: Note, at: int) -> tuple[list[Choice], Note]:
        from vaultlint.lsp.completion import complete

        return complete(look.sight, note, at), note

    found = await at_place(server, params, work)
    if found is None:
        return {"isIncomplete": True, "items": []}
    choices, note = found[2]
    lines = Places(note.text, server.encoding)
    return {"isIncomplete": True, "items": [_item(note, lines, *each) for each in enumerate(choices)]}


def _item(note: Note, lines: Places, index: int, choice: Choice) -> Json:
    return without_none(
        label=choice.label,
        kind=COMPLETION_KINDS[choice.kind],
        detail=choice.detail or None,
        sortText=f"{index:03}",
        filterText=note.text[choice.start : choice.end] or choice.label,
        textEdit={"range": lines.range(choice.start, choice.end), "newText": choice.insert},
    )


async def hovering(server: Server, params: Any) -> Json | None:
    """What is said about a place."""
    position_in(params, "position")
    judged = await judged_now(server, uri_in(params))
    findings = judged.findings if judged else []
    offered = known(server.capabilities, "textDocument", "hover", "contentFormat") or ("markdown",)
    kind = next((each for each in offered if each in ("markdown", "plaintext")), "markdown")

    def work(look: Look, note: Note, at: int) -> tuple[tuple[str, int, int] | None, Note]:
        from vaultlint.lsp.hover import hover

        return hover(look.sight, note, at, findings, plain=kind == "plaintext"), note

    found = await at_place(server, params, work)
    shown = found[2][0] if found else None
    if found is None or shown is None:
        return None
    (text, start, end), note = shown, found[2][1]
    return {
        "contents": {"kind": kind, "value": text},
        "range": Places(note.text, server.encoding).range(start, end),
    }


async def definition(server: Server, params: Any) -> Location | None:
    """Where a link leads."""

    def work(look: Look, note: Note, at: int) -> places.Place | None:
        from vaultlint.lsp.places import definition

        return definition(look.sight, note, at)

    found = await at_place(server, params, work)
    if found is None or found[2] is None:
        return None
    session, named = found[0], [found[2]]
    return (await session.in_thread(lambda: _locations(server, session, named)))[0]


async def references(server: Server, params: Any) -> list[Location]:
    """What names a note, heading, block or tag; asked of the engine, because it is about the whole vault."""
    declared = known(params, "context", "includeDeclaration") is True

    def work(look: Look, note: Note, at: int) -> list[places.Place]:
        from vaultlint.lsp.places import references

        session = server.session_at(uri_in(params))
        sight = session[0].engine.sight() if session else None
        return references(sight or look.sight, note, at, declared=declared)

    found = await at_place(server, params, work, in_engine=True)
    if found is None:
        return []
    session, _, named = found
    return await session.in_thread(lambda: _locations(server, session, named))


def _locations(server: Server, session: Session, named: list[places.Place]) -> list[Location]:
    """Places as locations; a file is read once for those that follow each other, and not kept."""
    read, uri, lines = None, "", Places("", server.encoding)
    found: list[Location] = []
    for place in named:
        path = place.path
        if read != (path, place.end > 0):  # of the beginning of a file nothing has to be read
            read = path, place.end > 0
            document, look = session.documents.get(path), session.look
            text = look.sight.reader.text(path) if look and place.end and not document else ""
            lines = document.places if document else Places(text, server.encoding)
            uri = document.uri if document else uri_of(session.root, path)
        found.append({"uri": uri, "range": lines.range(place.start, place.end)})
    return found


# A text


async def diagnostic(server: Server, params: Any) -> Json:
    """The diagnostics of an open note."""
    uri = uri_in(params)
    server.pulled()
    found = server.session_at(uri)
    if found is not None:
        await (found[0].begun if server.can_refresh else found[0].ready).wait()
    judged = await judged_now(server, uri)
    items = server.diagnostics_of(*found, judged) if found and judged else []
    result = digest_of(json_of(items))
    if known(params, "previousResultId") == result:
        return {"kind": "unchanged", "resultId": result}
    return {"kind": "full", "resultId": result, "items": items}


async def document_symbols(server: Server, params: Any) -> list[Json]:
    """The headings of a note as a tree."""

    def work(_look: Look, note: Note, _at: int) -> list[Json]:
        from vaultlint.lsp.outline import outline

        lines = Places(note.text, server.encoding)
        return [_symbol(part, lines) for part in outline(note)]

    found = await at_note(server, params, work)
    if found is None:
        return []
    if known(server.capabilities, "textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport") is True:
        return found[2]
    return list(_flat(found[2], given(str, params, "textDocument", "uri"), None))


def _flat(symbols: list[Json], uri: str, above: str | None) -> Iterator[Json]:
    """The same for an editor that takes no tree."""
    for each in symbols:
        place = {"uri": uri, "range": each["range"]}
        yield without_none(name=each["name"], kind=each["kind"], location=place, containerName=above)
        yield from _flat(each["children"], uri, each["name"])


def _symbol(part: outline.Part, lines: Places) -> Json:
    heading = part.heading
    return {
        "name": heading.text.strip() or "#" * heading.level,
        "kind": SYMBOL_STRING,
        "range": lines.range(part.start, part.end),
        "selectionRange": lines.range(heading.start, heading.end),
        "children": [_symbol(each, lines) for each in part.parts],
    }


async def folding(server: Server, params: Any) -> list[Json]:
    """What can be folded."""

    def work(_look: Look, note: Note, _at: int) -> list[Json]:
        from vaultlint.lsp.outline import folds

        return [
            {"startLine": note.line_of(start) - 1, "endLine": note.line_of(end) - 1, "kind": kind}
            for start, end, kind in folds(note)
        ]

    found = await at_note(server, params, work)
    most = known(server.capabilities, "textDocument", "foldingRange", "rangeLimit")
    return found[2][: most if isinstance(most, int) and most > 0 else None] if found else []


async def document_links(server: Server, params: Any) -> list[Json]:
    """The links of a note that open a file."""

    def work(look: Look, note: Note, _at: int) -> list[tuple[Any, str]]:
        from vaultlint.lsp.outline import targets

        lines = Places(note.text, server.encoding)
        return [(lines.range(link.start, link.end), path) for link, path in targets(look.sight, note)]

    found = await at_note(server, params, work)
    rows = found[2] if found else []
    return [{"range": place, "target": uri_of(found[0].root, path), "tooltip": path} for place, path in rows if found]


async def semantic_tokens(server: Server, params: Any) -> Json:
    """The links of a note, or of a range of it: those that open something, and those that do not."""
    asked_range = range_in(params, "range") if known(params, "range") is not None else None

    def work(look: Look, note: Note, _at: int) -> list[int]:
        from vaultlint.lsp.outline import tokens

        lines = Places(note.text, server.encoding)
        first, last = lines.span(asked_range) if asked_range else (0, len(note.text))
        data, row, column = [], 0, 0
        for start, end, opens in tokens(look.sight, note):
            if end <= first or start >= last:
                continue
            place = lines.range(start, end)
            line, character = place["start"]["line"], place["start"]["character"]
            if place["end"]["line"] != line:
                continue
            length = place["end"]["character"] - character
            data += [line - row, character - (column if line == row else 0), length, 0 if opens else 1, 0]
            row, column = line, character
        return data

    found = await at_note(server, params, work)
    return {"data": found[2] if found else []}


async def lenses(server: Server, params: Any) -> list[Json]:
    """How many notes link to this one."""

    def work(look: Look, note: Note, _at: int) -> str:
        from vaultlint.lsp.hover import linked

        return linked(look.sight, note.path)

    found = await at_note(server, params, work)
    return [{"range": beginning(), "command": {"title": found[2], "command": ""}}] if found else []


# The vault


async def workspace_symbols(server: Server, params: Any) -> list[Json]:
    """Names of notes that fit a query."""
    from vaultlint.lsp.outline import MOST_SYMBOLS, symbols

    query = known(params, "query")
    found: list[Json] = []
    for session in list(server.sessions.values()):
        await session.seen.wait()
        look = session.look
        if look is not None and isinstance(query, str):
            rows = await session.in_thread(lambda look=look: symbols(look.sight, query))  # type: ignore[misc]
            found += [_named(session, name, path) for name, path in rows]
    return found[:MOST_SYMBOLS]


def _named(session: Session, name: str, path: str) -> Json:
    return without_none(
        name=name,
        kind=SYMBOL_FILE,
        location={"uri": uri_of(session.root, path), "range": beginning()},
        containerName=path.rpartition("/")[0] or None,
    )


async def workspace_diagnostic(server: Server, params: Any) -> bytes:
    """The diagnostics of all files, those that the editor knows left out; as JSON, because there may be many."""
    server.pulled()
    rows = rows_in(params, "previousResultIds")
    told = {given(str, each, "uri"): given(str, each, "value") for each in rows}
    reports = bytearray()
    for session in list(server.sessions.values()):
        await session.known.wait()
        opened = {path: _opened(server, session, path) for path in session.judged}
        work = partial(_report, session.root, session.engine.all_drawn, server.drawn, opened, told, reports)
        await session.in_engine(work)
    for uri in told:
        at = server.session_at(uri)
        if at is not None and at[1] not in at[0].documents:
            reports += _full(uri, None, "", b"[]") + b","
    return b'{"items":[%s]}' % reports.removesuffix(b",")


Opened = tuple[str, int, "bytes | None"]


def _opened(server: Server, session: Session, path: str) -> Opened | None:
    """Address, version and diagnostics of an open note as it was judged last; None where it has changed since."""
    document, judged = session.documents.get(path), session.judged[path]
    if document is None or judged.document is not document:
        return None
    items = None if judged.look.rules is None else json_of(server.diagnostics_of(session, path, judged))
    return document.uri, document.version, items


def _report(
    root: str,
    stored: Callable[[], Iterable[tuple[str, bytes]]],
    drawn: Callable[[bytes], bytes],
    opened: Mapping[str, Opened | None],
    told: dict[str, str],
    reports: bytearray,
) -> None:
    """Report all files, and take them out of `told`; in the engine's thread, so that it comes before what may wait."""
    for path, kept in stored():
        uri, version, items = opened.get(path) or (uri_of(root, path), None, None)
        items = drawn(kept) if items is None else items
        result = digest_of(items)
        if told.pop(uri, None) == result:
            report = json_of({"kind": "unchanged", "uri": uri, "version": version, "resultId": result})
        else:
            report = _full(uri, version, result, items)
        reports += report + b","


def _full(uri: str, version: int | None, result: str, items: bytes) -> bytes:
    known = b'"resultId":"%s",' % result.encode() if result else b""
    at = b"null" if version is None else b"%d" % version
    return b'{"kind":"full","uri":%s,%s"version":%s,"items":%s}' % (json_of(uri), known, at, items)
