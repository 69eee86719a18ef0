"""The language server: vaults that are open, texts that change, and what the editor is told without asking.

What the editor asks is in `features.py`. Nothing here takes long: work goes to the threads of a `Session`.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from vaultlint import __version__
from vaultlint.config.errors import ConfigError
from vaultlint.errors import VaultlintError
from vaultlint.language import language_of, say, speak, words
from vaultlint.lsp.diagnostics import diagnostics, mistakes
from vaultlint.lsp.documents import Document
from vaultlint.lsp.edits import EditMaker
from vaultlint.lsp.protocol import Protocol, RefusedError
from vaultlint.lsp.roots import root_of, root_of_file
from vaultlint.lsp.session import Session
from vaultlint.lsp.uris import file_of, uri_of, vault_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.config.errors import Mistake
    from vaultlint.finding import Finding
    from vaultlint.lsp.session import Judged

_THREADS = 4
_GRACE = 0.4  # seconds in which an editor that can ask for diagnostics has to ask, before it is told
_CONFIG = "vaultlint.toml"


class Server(LanguageServer):
    """One connection with an editor."""

    def __init__(self) -> None:
        super().__init__("vaultlint", __version__, protocol_cls=Protocol, max_workers=2)
        self.sessions: dict[str, Session] = {}
        self.threads = ThreadPoolExecutor(_THREADS, "answers")
        self.has_folders = False
        self.can_pull = self.has_pulled = False
        self.encoding: str = types.PositionEncodingKind.Utf16
        self.told: dict[str, Any] = {}  # what diagnostics were told last, by address
        self._progress: dict[str, int] = {}  # tenths that were told, by vault

    # Beginning and ending

    def begin(self, params: types.InitializeParams) -> None:
        """Take in what the editor can do, and open its folders."""
        options = params.initialization_options
        locale = params.locale or (options.get("locale") if isinstance(options, dict) else None)
        speak(language_of(locale if isinstance(locale, str) else None))
        capabilities = params.capabilities
        self.can_pull = bool(capabilities.text_document and capabilities.text_document.diagnostic)
        self.encoding = self.protocol.workspace.position_encoding or self.encoding
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        elif not folders and params.root_path:
            folders = [uri_of(params.root_path, "").rstrip("/")]
        self.has_folders = bool(folders)
        for uri in folders:
            self.open_folder(uri)

    def open_folder(self, uri: str) -> None:
        """Open the vault of a folder; where there is none, say so."""
        folder = file_of(uri)
        if folder is None:
            return
        try:
            self.open_root(root_of(folder))
        except (VaultlintError, OSError) as error:
            self.log(str(error), types.MessageType.Warning)

    def open_root(self, root: str) -> Session:
        """The session of a vault, begun if need be."""
        if root not in self.sessions:
            self.sessions[root] = Session(root, self, self.threads, wants_all=True)
            self.sessions[root].start()
        return self.sessions[root]

    async def close_folder(self, uri: str) -> None:
        """Close the vault of a folder."""
        folder = file_of(uri)
        for root in [root for root in self.sessions if folder in (root, os.path.realpath(root))]:
            session = self.sessions.pop(root)
            prefix = uri_of(root, "").rstrip("/") + "/"
            for told in [each for each in self.told if each.startswith(prefix)]:
                self.tell(told, [], None)
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
        return EditMaker(session.root, session.documents, self.encoding, self.client_capabilities)

    # Texts

    def opened(self, uri: str, version: int, text: str) -> None:
        """A text was opened; one that is open already is another one now."""
        found = self.session_at(uri)
        if found is not None:
            self._put(*found, Document(uri, version, text, self.encoding))

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text has changed; one that was not opened is passed over."""
        found = self.session_at(params.text_document.uri)
        document = found[0].documents.get(found[1]) if found else None
        if found is not None and document is not None:
            self._put(*found, document.changed(params.text_document.version, params.content_changes))

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
            self.tell(document.uri, mistakes(found).get(_CONFIG, []), document.version)

    def closed(self, uri: str) -> None:
        """A text was closed; one that was not opened is passed over."""
        found = self.session_at(uri)
        if found is not None and found[1] in found[0].documents:
            found[0].drop(found[1])

    # Telling: what a session calls

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
        self.tell(judged.document.uri, items, judged.document.version)

    def diagnostics_of(self, session: Session, path: str, judged: Judged) -> list[types.Diagnostic]:
        """The diagnostics of an open text."""
        reader, document = judged.look.sight.reader, judged.document

        def text_of(other: str) -> str:
            return document.text if other == path else reader.text(other)

        return diagnostics(session.root, judged.findings, self.encoding, text_of, document.places)

    def found(self, session: Session, path: str, findings: list[Finding]) -> None:
        """Tell the findings of a file that is not open."""
        uri = uri_of(session.root, path)
        if self.has_pulled or (not findings and uri not in self.told):
            return
        self.tell(uri, self.diagnostics_on_disk(session, findings), None)

    def diagnostics_on_disk(self, session: Session, findings: list[Finding]) -> list[types.Diagnostic]:
        """The diagnostics of a file that is not open."""
        look = session.look
        return diagnostics(session.root, findings, self.encoding, look.sight.reader.text if look else lambda _: "")

    def mistaken(self, session: Session, mistakes_found: Iterable[Mistake]) -> None:
        """Tell what is wrong with the settings, in their file."""
        by_file = mistakes(mistakes_found)
        for name in {*by_file, _CONFIG}:
            uri, document = uri_of(session.root, name), session.documents.get(name)
            if document is None and (by_file.get(name) or uri in self.told):
                self.tell(uri, by_file.get(name, []), None)

    def tell(self, uri: str, items: list[types.Diagnostic], version: int | None) -> None:
        """Publish the diagnostics of a file, unless that is what was told last."""
        known = (items, version)
        if self.told.get(uri) == known:
            return
        if items or version is not None:
            self.told[uri] = known
        else:
            self.told.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))

    def pulled(self) -> None:
        """The editor asks for diagnostics, so that it is not told them twice."""
        if self.can_pull and not self.has_pulled:
            self.has_pulled = True
            for uri in list(self.told):
                if not uri.endswith("/" + _CONFIG):
                    self.tell(uri, [], None)

    def refreshed(self, session: Session) -> None:
        """Let an editor that asks for diagnostics ask again."""
        self._end_progress(session)
        workspace = self.client_capabilities.workspace
        if self.has_pulled and workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            session.spawn(self._ask_to_ask())

    async def _ask_to_ask(self) -> None:
        try:
            await self.workspace_diagnostic_refresh_async(None)
        except Exception as error:  # what a client answers is its own affair
            self.log(str(error), types.MessageType.Debug)

    def progressed(self, session: Session, done: int, total: int) -> None:
        """Tell how far reading a vault for the first time has come."""
        window = self.client_capabilities.window
        if not (window and window.work_done_progress) or total < 200:
            return
        tenths = done * 10 // total
        if session.root not in self._progress:
            self._progress[session.root] = tenths
            session.spawn(self._begin_progress(session.root))
        elif tenths > self._progress[session.root]:
            self._progress[session.root] = tenths
            if session.root in self.work_done_progress.tokens:
                self.work_done_progress.report(session.root, types.WorkDoneProgressReport(percentage=tenths * 10))

    async def _begin_progress(self, token: str) -> None:
        await self.work_done_progress.create_async(token)
        title = words(say("Reading the vault"))
        self.work_done_progress.begin(token, types.WorkDoneProgressBegin(title=title, percentage=0))

    def _end_progress(self, session: Session) -> None:
        if self._progress.pop(session.root, None) is not None and session.root in self.work_done_progress.tokens:
            self.work_done_progress.end(session.root, types.WorkDoneProgressEnd())

    def failed(self, _session: Session, error: BaseException) -> None:
        """Write a fault to the editor's log."""
        self.log(str(error) if isinstance(error, VaultlintError) else repr(error), types.MessageType.Error)

    def log(self, message: str, kind: types.MessageType) -> None:
        """Write to the editor's log."""
        self.window_log_message(types.LogMessageParams(kind, message))

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002 (pygls calls it so)
        """Write what could not be understood to the log; nobody is disturbed."""
        if not isinstance(error, RefusedError):
            self.log(repr(error), types.MessageType.Warning)
