"""The language server: vaults that are open, texts that change, and what the editor is told without asking.

What the editor asks is in `features.py`. Nothing here takes long: work goes to the threads of a `Session`.
"""

from __future__ import annotations

import asyncio
import json
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from vaultlint.config.errors import ConfigError
from vaultlint.errors import VaultlintError
from vaultlint.language import say, words
from vaultlint.lsp.diagnostics import diagnostics, json_of, mistakes, unwanted_by
from vaultlint.lsp.documents import Document
from vaultlint.lsp.given import MalformedError, given, known, range_in, rows_in
from vaultlint.lsp.positions import UTF16, encoding_of
from vaultlint.lsp.roots import root_of, root_of_file
from vaultlint.lsp.session import Session
from vaultlint.lsp.shapes import ERROR, LOG, WARNING
from vaultlint.lsp.uris import file_of, uri_of, vault_path
from vaultlint.lsp.wire import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.config.errors import Mistake
    from vaultlint.lsp.documents import Change
    from vaultlint.lsp.edits import EditMaker
    from vaultlint.lsp.session import Judged
    from vaultlint.lsp.shapes import Json
    from vaultlint.lsp.wire import Wire

    # Speaks, from now on, the language for an editor with this folder open and this locale.
    Heed = Callable[[str | None, str | None], None]

_THREADS = 4
_GRACE = 0.4  # seconds in which an editor that can ask for diagnostics has to ask, before it is told
_CONFIG = "vaultlint.toml"


class Server:
    """One connection with an editor."""

    def __init__(self, heed: Heed) -> None:
        self.heed = heed
        self.sessions: dict[str, Session] = {}
        self._roots: dict[str, str] = {}  # the vaults of the open folders
        self._loose: dict[str, Document] = {}  # open texts in no vault that is open, by address
        self.threads = ThreadPoolExecutor(_THREADS, "answers")
        self.capabilities: Json = {}  # what the editor can do
        self.has_folders = False
        self.can_pull = self.can_refresh = self.has_pulled = False
        self.encoding = UTF16
        self._unwanted: tuple[str, ...] = ()  # parts of diagnostics that the editor says it does not take
        self.told: dict[str, tuple[str, int | None]] = {}  # digests of what was told last, by address, with versions
        self._progress: dict[str, int] = {}  # tenths that were told, by vault
        self._begun: set[str] = set()  # vaults whose progress the editor shows
        self.wire: Wire

    # Beginning and ending

    def begin(self, params: Any) -> None:
        """Take in what the editor can do, and open its folders."""
        capabilities = known(params, "capabilities")
        self.capabilities = capabilities if isinstance(capabilities, dict) else {}
        self.can_refresh = known(capabilities, "workspace", "diagnostics", "refreshSupport") is True
        self.can_pull = known(capabilities, "textDocument", "diagnostic") is not None
        if not self.can_refresh and known(capabilities, "textDocument", "publishDiagnostics") is not None:
            self.can_pull = False  # it would not ask again when something has changed elsewhere: it is told
        self._unwanted = unwanted_by(capabilities)
        offered = known(capabilities, "general", "positionEncodings")
        self.encoding = encoding_of(offered if isinstance(offered, list) else ())
        folders = [given(str, folder, "uri") for folder in rows_in(params, "workspaceFolders")]
        root, path = known(params, "rootUri"), known(params, "rootPath")
        if not folders and isinstance(root, str):
            folders = [root]
        elif not folders and isinstance(path, str):
            folders = [uri_of(path, "").rstrip("/")]
        self.has_folders = bool(folders)
        locale = known(params, "locale") or known(params, "initializationOptions", "locale")
        self.heed(next(map(file_of, folders), None), locale if isinstance(locale, str) else None)
        for uri in folders:
            self.open_folder(uri)

    def open_folder(self, uri: str) -> None:
        """Open the vault of a folder; where there is none, say so."""
        folder = file_of(uri)
        if folder is None:
            return
        try:
            self._roots[folder] = root_of(folder)
            self.open_root(self._roots[folder])
        except (VaultlintError, OSError) as error:
            self.log(str(error), WARNING)

    def open_root(self, root: str) -> Session:
        """The session of a vault, begun if need be."""
        if root not in self.sessions:
            self.sessions[root] = Session(root, self, self.threads, self.encoding)
            self.sessions[root].start()
            self._sort_again(self._loose.values())
        return self.sessions[root]

    def _sort_again(self, documents: Iterable[Document]) -> None:
        """Find the vaults of open texts anew: nobody says again what they are."""
        for document in list(documents):
            self._loose.pop(document.uri, None)
            self._take(document)

    async def close_folder(self, uri: str) -> None:
        """Close the vault of a folder, unless another open folder is of that vault."""
        folder = file_of(uri) or ""
        root = self._roots.pop(folder, None) or self._roots.pop(os.path.realpath(folder), None)
        if root is None or root in self._roots.values() or root not in self.sessions:
            return
        session = self.sessions.pop(root)
        prefix = uri_of(root, "").rstrip("/") + "/"
        for told in [each for each in self.told if each.startswith(prefix)]:
            self.tell(told, b"[]", None)
        self._sort_again(session.documents.values())
        await session.close()

    async def end(self) -> None:
        """Close everything."""
        await asyncio.gather(*(session.close() for session in self.sessions.values()))
        self.sessions.clear()

    # Finding one's way

    def session_at(self, uri: str) -> tuple[Session, str] | None:
        """The vault that a file lies in, and its path there; None for a file in none."""
        file = file_of(uri)
        if file is None:
            return None
        found = [(session, vault_path(root, file)) for root, session in self.sessions.items()]
        inside = [(session, path) for session, path in found if path]
        if not inside and not self.has_folders:
            root = root_of_file(file)
            if root is not None:
                session = self.open_root(root)
                path = vault_path(root, file)
                return (session, path) if path else None
        return max(inside, key=lambda each: len(each[0].root), default=None)

    def edits(self, session: Session) -> EditMaker:
        """What makes edits for this editor."""
        from vaultlint.lsp.edits import EditMaker

        return EditMaker(session.root, session.documents, self.encoding, self.capabilities)

    # Texts

    def opened(self, uri: str, version: int, text: str) -> None:
        """A text was opened; one that is open already is another one now."""
        self._take(Document(uri, version, text, self.encoding))

    def _take(self, document: Document) -> None:
        found = self.session_at(document.uri)
        if found is not None:
            self._put(*found, document)
        elif file_of(document.uri) is not None:
            self._loose[document.uri] = document

    def changed(self, params: Any) -> None:
        """A text has changed; one that was not opened is passed over."""
        uri, version = given(str, params, "textDocument", "uri"), known(params, "textDocument", "version")
        changes: list[Change] = [
            (None if known(each, "range") is None else range_in(each, "range"), given(str, each, "text"))
            for each in rows_in(params, "contentChanges")
        ]
        found = self.session_at(uri)
        document = found[0].documents.get(found[1]) if found else self._loose.get(uri)
        if document is not None:
            self._loose.pop(uri, None)
            self._take(document.changed(version if isinstance(version, int) else document.version, changes))

    def _put(self, session: Session, path: str, document: Document) -> None:
        session.put(path, document)
        if path == _CONFIG:
            session.spawn(self._check_settings(session, document))

    async def _check_settings(self, session: Session, document: Document) -> None:
        """Tell what is wrong with settings that are being written."""
        from vaultlint.config.load import settings_from_text

        def look() -> tuple[Mistake, ...]:
            try:
                settings_from_text(document.text)
            except ConfigError as error:
                return error.mistakes
            return ()

        found = await session.in_thread(look)
        if session.documents.get(_CONFIG) is document:
            self.tell(document.uri, json_of(mistakes(found).get(_CONFIG, [])), document.version)

    def closed(self, uri: str) -> None:
        """A text was closed; one that was not opened is passed over."""
        self._loose.pop(uri, None)
        found = self.session_at(uri)
        if found is not None and found[1] in found[0].documents:
            found[0].drop(found[1])

    # Telling: what a session calls

    async def settled(self) -> None:
        """Wait until an editor that has asked for all findings has them."""
        await self.wire.settled("workspace/diagnostic")

    @property
    def wants_telling(self) -> bool:
        """Whether the editor is told, as it does not ask."""
        return not self.has_pulled

    def judged(self, session: Session, path: str, judged: Judged) -> None:
        """Tell the findings of an open text."""
        if self.has_pulled:
            return
        if self.can_pull:
            asyncio.get_running_loop().call_later(_GRACE, self._tell_late, session, path, judged)
        else:
            self._tell_judged(session, path, judged)

    def _tell_late(self, session: Session, path: str, judged: Judged) -> None:
        if not self.has_pulled and session.judged.get(path) is judged and not session.is_closed:
            self._tell_judged(session, path, judged)

    def _tell_judged(self, session: Session, path: str, judged: Judged) -> None:
        items = self.diagnostics_of(session, path, judged)
        self.tell(judged.document.uri, json_of(items), judged.document.version)

    def diagnostics_of(self, session: Session, path: str, judged: Judged) -> list[Json]:
        """The diagnostics of an open text."""
        reader, document = judged.look.sight.reader, judged.document

        def text_of(other: str) -> str:
            return document.text if other == path else reader.text(other)

        return self._wanted(diagnostics(session.root, judged.findings, self.encoding, text_of, document.places))

    def _wanted(self, items: list[Json]) -> list[Json]:
        for item in items if self._unwanted else ():
            for name in self._unwanted:
                item.pop(name, None)
        return items

    def drawn(self, items: bytes) -> bytes:
        """Diagnostics of a file that is not open, as JSON, with what the editor takes of them."""
        holds_more = any(b'"%s":' % name.encode() in items for name in self._unwanted)
        return json_of(self._wanted(json.loads(items))) if holds_more else items

    def found(self, session: Session, path: str, items: bytes) -> None:
        """Tell the diagnostics of a file that is not open, b"" for none."""
        uri = uri_of(session.root, path)
        if not self.has_pulled and (items or uri in self.told):
            self.tell(uri, self.drawn(items) or b"[]", None)

    def mistaken(self, session: Session, mistakes_found: Iterable[Mistake]) -> None:
        """Tell what is wrong with the settings, in their file."""
        by_file = mistakes(mistakes_found)
        for name in {*by_file, _CONFIG}:
            uri, document = uri_of(session.root, name), session.documents.get(name)
            if document is None and (by_file.get(name) or uri in self.told):
                self.tell(uri, json_of(by_file.get(name, [])), None)

    def tell(self, uri: str, items: bytes, version: int | None) -> None:
        """Publish the diagnostics of a file, unless that is what was told last."""
        told = digest_of(items), version
        if self.told.get(uri) == told:
            return
        if items != b"[]" or version is not None:
            self.told[uri] = told
        else:
            self.told.pop(uri, None)
        parts = (json_of(uri), b"" if version is None else b',"version":%d' % version, items)
        self.wire.send_raw(
            b'{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics",'
            b'"params":{"uri":%s%s,"diagnostics":%s}}' % parts
        )

    def pulled(self) -> None:
        """The editor asks for diagnostics, so that it is not told them twice."""
        if self.can_pull and not self.has_pulled:
            self.has_pulled = True
            for uri in list(self.told):
                if not uri.endswith("/" + _CONFIG):
                    self.tell(uri, b"[]", None)

    def refreshed(self, session: Session) -> None:
        """Let an editor that asks for diagnostics ask again."""
        self._end_progress(session)
        if self.has_pulled and self.can_refresh:
            session.spawn(self._ask_to_ask())

    async def _ask_to_ask(self) -> None:
        try:
            await self.wire.ask("workspace/diagnostic/refresh")
        except RefusedError as error:  # what a client answers is its own affair
            self.log(str(error), LOG)

    def progressed(self, session: Session, done: int, total: int) -> None:
        """Tell how far reading a vault for the first time has come."""
        if known(self.capabilities, "window", "workDoneProgress") is not True or total < 200:
            return
        root, tenths = session.root, done * 10 // total
        if root not in self._progress:
            self._progress[root] = tenths
            session.spawn(self._begin_progress(root))
        elif tenths > self._progress[root]:
            self._progress[root] = tenths
            if root in self._begun:
                self._report(root, {"kind": "report", "percentage": tenths * 10})

    async def _begin_progress(self, token: str) -> None:
        await self.wire.ask("window/workDoneProgress/create", {"token": token})
        if token in self._progress:
            self._begun.add(token)
            title = words(say("Reading the vault"))
            self._report(token, {"kind": "begin", "title": title, "percentage": 0})

    def _end_progress(self, session: Session) -> None:
        self._progress.pop(session.root, None)
        if session.root in self._begun:
            self._begun.discard(session.root)
            self._report(session.root, {"kind": "end"})

    def _report(self, token: str, value: Json) -> None:
        self.wire.notify("$/progress", {"token": token, "value": value})

    def failed(self, _session: Session, error: BaseException) -> None:
        """Write a fault to the editor's log."""
        self.fault(error)

    def fault(self, error: BaseException) -> None:
        """Write a fault, or what could not be understood, to the editor's log; nobody is disturbed."""
        if isinstance(error, MalformedError):
            self.log(str(error), LOG)
        elif not isinstance(error, RefusedError):
            self.log(str(error) if isinstance(error, VaultlintError) else repr(error), ERROR)

    def log(self, message: str, kind: int) -> None:
        """Write to the editor's log."""
        self.wire.notify("window/logMessage", {"type": kind, "message": message})


def digest_of(items: bytes) -> str:
    """What stands for diagnostics as JSON."""
    return blake2b(items, digest_size=8).hexdigest()
