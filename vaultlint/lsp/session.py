"""One vault that is open in the editor: when what is worked out, in which thread, and what is told.

- An open text is judged as soon as it has changed, in one of a few threads; only the latest text counts.
- When it is quiet for a moment, the engine (one thread) brings the vault up to date, and what concerns others is told.
- Requests are answered from the last look, and never wait for the engine, unless they are about the whole vault.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, TypeVar

from vaultlint.errors import VaultlintError
from vaultlint.lsp.engine import Engine
from vaultlint.lsp.source import LiveSource
from vaultlint.paths import is_note
from vaultlint.values import NamedTuple
from vaultlint.workspace.watched import is_watched

if TYPE_CHECKING:
    from collections.abc import Collection, Coroutine, Iterable
    from typing import Any

    from vaultlint.config.errors import Mistake
    from vaultlint.finding import Finding
    from vaultlint.lsp.documents import Document
    from vaultlint.lsp.engine import News
    from vaultlint.lsp.look import Look

ResultT = TypeVar("ResultT")
_QUIET = 0.1  # seconds without a further change before the vault is brought up to date
_LONGEST = 1.5  # seconds after which that is done even if changes go on
_PATIENCE = 2.0  # seconds
_CHUNK = 200  # files of which findings are told at a time
_WATCH_STEP = 50  # milliseconds
_RETRY = 2.0  # seconds after which a folder that has vanished is looked for again
CONFIGURATIONS = ("vaultlint.toml", "pyproject.toml")


class Judged(NamedTuple):
    """A text with its findings, and the look that they were made with."""

    document: Document
    look: Look
    findings: list[Finding]


class Listener(Protocol):
    """Who is told of news; all methods are called in the loop."""

    async def settled(self) -> None:
        """Wait until an editor that has asked for all findings has them."""

    @property
    def wants_telling(self) -> bool:
        """Whether findings of files that are not open are told as they come."""

    def judged(self, session: Session, path: str, judged: Judged) -> None:
        """An open text has been judged."""

    def found(self, session: Session, path: str, items: bytes) -> None:
        """The diagnostics of a file that is not open, as JSON; b"" for none."""

    def mistaken(self, session: Session, mistakes: Iterable[Mistake]) -> None:
        """What is wrong with the settings, nothing included."""

    def refreshed(self, session: Session) -> None:
        """The vault is up to date again, and something has changed."""

    def progressed(self, session: Session, done: int, total: int) -> None:
        """How many notes have been read the first time."""

    def failed(self, session: Session, error: BaseException) -> None:
        """A fault, which ends nothing."""


class Session:
    """A vault; `encoding` is that of positions."""

    def __init__(self, root: str, listener: Listener, threads: ThreadPoolExecutor, encoding: str) -> None:
        self.root, self._listener = root, listener
        self.documents: dict[str, Document] = {}
        self.live = LiveSource(root, self.documents)
        self.look: Look | None = None
        self.judged: dict[str, Judged] = {}
        self.begun = asyncio.Event()  # set when a note can be judged by itself
        self.seen = asyncio.Event()  # set when the names of all files are known
        self.known = asyncio.Event()  # set when all findings are known
        self.ready = asyncio.Event()  # set when the whole vault is known
        self._loop = asyncio.get_running_loop()
        self._threads = threads
        self._engine_thread = ThreadPoolExecutor(1, "vault")
        self.engine = Engine(root, self.live, encoding, self._tell_progress)
        self.told: set[str] = set()  # files of which findings were told that were not open
        self._judging: set[str] = set()
        self._touched: set[str] = set()
        self._listed = False
        self._settling: asyncio.Task[None] | None = None
        self._poked = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._usable = False
        self.is_closed = False

    # Running things

    def start(self) -> None:
        """Begin: read the settings, judge what is open, then take in the vault."""
        self.spawn(self._start())
        self.spawn(self._watch())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Let something run; what goes wrong is told, and ends nothing."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._is_done)

    def _is_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._listener.failed(self, error)

    async def in_engine(self, work: Callable[[], ResultT]) -> ResultT:
        """What `work` gives in the engine's thread."""
        return await self._loop.run_in_executor(self._engine_thread, work)

    async def in_thread(self, work: Callable[[], ResultT]) -> ResultT:
        """What `work` gives in one of the other threads."""
        return await self._loop.run_in_executor(self._threads, work)

    async def close(self) -> None:
        """End everything; what is known is stored."""
        self.is_closed = True
        self.engine.stop()
        for task in list(self._tasks):
            task.cancel()
        with suppress(Exception):
            await asyncio.wait_for(self.in_engine(self._end), 5)
        self._engine_thread.shutdown(wait=False, cancel_futures=True)

    def _end(self) -> None:
        self.engine.save()
        self.engine.close()

    async def _start(self) -> None:
        try:
            self._usable = await self.in_engine(self.engine.load_settings)
            self._listener.mistaken(self, self.engine.mistakes)
            self.look = await self.in_engine(self.engine.first_look)
            self.begun.set()
            if self._usable:
                self.judge_all()
            self.look = await self.in_engine(self.engine.second_look)
            self.seen.set()
            if self._usable:
                await self._bring_up_to_date(set(), listed=False)
        finally:
            for event in (self.begun, self.seen, self.known, self.ready):
                event.set()

    def _tell_progress(self, done: int, total: int) -> None:
        if not self.is_closed:
            self._loop.call_soon_threadsafe(self._listener.progressed, self, done, total)

    # Texts

    def put(self, path: str, document: Document) -> None:
        """A text was opened, or has changed."""
        self.documents[path] = document
        self.judge(path)
        self.poke({path})

    def drop(self, path: str) -> None:
        """A text was closed: what is on disk counts again."""
        self.documents.pop(path, None)
        self.judged.pop(path, None)
        self.poke({path})

    def judge_all(self) -> None:
        """Judge everything that is open."""
        for path in list(self.documents):
            self.judge(path)

    def judge(self, path: str) -> None:
        """Judge an open text, as soon as a thread is free."""
        if path not in self._judging and self.look is not None and is_note(path):
            self._judging.add(path)
            self.spawn(self._judge(path))

    async def _judge(self, path: str) -> None:
        try:
            while (document := self.documents.get(path)) is not None and not self.is_current(path):
                judged = await self._judged(path, document)
                if self.documents.get(path) is document:
                    self.judged[path] = judged
                    self._listener.judged(self, path, judged)
        finally:
            self._judging.discard(path)

    def is_current(self, path: str) -> bool:
        """Whether the findings of an open text are those of what it is now."""
        known = self.judged.get(path)
        return known is not None and known.document is self.documents.get(path) and known.look is self.look

    async def _judged(self, path: str, document: Document) -> Judged:
        look = self.look
        assert look is not None
        if not self._usable:
            return Judged(document, look, [])
        return Judged(document, look, await self.in_thread(lambda: look.findings(path, document.data)))

    async def findings_now(self, path: str) -> Judged | None:
        """The findings of an open text as it is now; None where it is not open, or nothing is known yet."""
        document = self.documents.get(path)
        if document is None or self.look is None:
            return None
        if not self.is_current(path):
            judged = await self._judged(path, document)
            if self.documents.get(path) is not document:
                return judged
            self.judged[path] = judged
        return self.judged.get(path)

    # The vault

    def poke(self, paths: Collection[str], *, listed: bool = False) -> None:
        """These files may have changed; with `listed`, files may have come or gone."""
        self._touched.update(paths)
        self._listed = self._listed or listed
        self._poked.set()
        if self._settling is None or self._settling.done():
            self.spawn(self._begin_settling())

    async def _begin_settling(self) -> None:
        if self._settling is None or self._settling.done():
            self._settling = asyncio.current_task()
            await self._settle()

    async def _settle(self) -> None:
        await self.ready.wait()
        while (self._touched or self._listed) and not self.is_closed:
            await self._quiet()
            touched, listed = self._touched, self._listed
            self._touched, self._listed = set(), False
            if any(path in CONFIGURATIONS or path.startswith(".obsidian/") for path in touched):
                listed = True
                await self._reload()
            if self._usable:
                await self._bring_up_to_date(touched, listed=listed)

    async def _quiet(self) -> None:
        """Wait until nothing has changed for a moment."""
        end = self._loop.time() + _LONGEST
        while self._loop.time() < end:
            self._poked.clear()
            try:
                await asyncio.wait_for(self._poked.wait(), _QUIET)
            except TimeoutError:
                return

    async def _reload(self) -> None:
        were_usable, self._usable = self._usable, await self.in_engine(self.engine.load_settings)
        self._listener.mistaken(self, self.engine.mistakes)
        if not (were_usable and self._usable):  # mended settings may be what they were, so that nothing else is new
            self.judged.clear()
            self.judge_all()

    async def _bring_up_to_date(self, touched: set[str], *, listed: bool) -> None:
        documents = dict(self.documents)
        try:
            news = await self.in_engine(lambda: self._news(touched, documents, listed=listed))
        except (VaultlintError, OSError) as error:
            self._listener.failed(self, error)
            return
        changed = news.stale is None or bool(news.stale)
        if not self.known.is_set():
            self.known.set()
            await self._let_out()
        if changed or touched:
            await self._tell(news, touched)
        await self.in_engine(lambda: self.engine.look_again(documents))
        if changed or self.look is None or self.look.rules is None:
            self.look = self.engine.look
            self.judge_all()
        else:
            self.look = self.engine.look or self.look
            for path in touched.intersection(documents):
                self.judge(path)
        if changed:
            self._listener.refreshed(self)

    async def _let_out(self) -> None:
        """Who waits for the findings is answered before more is worked out, unless that takes long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._listener.settled(), _PATIENCE)

    def _news(self, touched: set[str], documents: dict[str, Document], *, listed: bool) -> News:
        news = self.engine.refresh(touched, documents, listed=listed)
        self.engine.told()
        return news

    async def _tell(self, news: News, touched: set[str]) -> None:
        """Tell of files that are not open, unless the editor asks."""
        if not self._listener.wants_telling:
            return
        known = await self.in_engine(self.engine.paths) if news.stale is None else ()
        paths = sorted(self.told.union(known) if news.stale is None else news.stale | touched)
        for start in range(0, len(paths), _CHUNK):
            some = [path for path in paths[start : start + _CHUNK] if path not in self.documents or not is_note(path)]
            for path, items in await self.in_engine(lambda some=some: self.engine.drawn(some)):  # type: ignore[misc]
                if path not in self.documents or not is_note(path):
                    (self.told.add if items else self.told.discard)(path)
                    self._listener.found(self, path, items)

    # The disk

    async def _watch(self) -> None:
        """Look out for changes on disk: what clients say of them cannot be relied on."""
        import watchfiles

        prefix = self.root.rstrip(os.sep) + os.sep

        def path_of(file: str) -> str:
            return file.removeprefix(prefix).replace(os.sep, "/")

        while not self.is_closed:
            known = _folder_key(self.root)
            with suppress(OSError, RuntimeError):
                async for changes in watchfiles.awatch(
                    self.root,
                    watch_filter=lambda _, file: is_watched(path_of(file)),
                    step=_WATCH_STEP,
                    debounce=400,
                    rust_timeout=int(_RETRY * 1000),
                    yield_on_timeout=True,
                ):
                    if changes:
                        self.poke({path_of(file) for _, file in changes}, listed=True)
                    if _folder_key(self.root) != known:  # the folder is gone, or is another one
                        break
            await self._wait_for_folder()
            self.poke((), listed=True)

    async def _wait_for_folder(self) -> None:
        """Wait a moment, and longer while there is no folder."""
        was_there = True
        while not self.is_closed:
            await asyncio.sleep(_RETRY / 4)
            is_there = os.path.isdir(self.root)
            if is_there:
                return
            if was_there:
                was_there = False
                self.poke((), listed=True)


def _folder_key(root: str) -> tuple[int, int]:
    """Another value when the folder is another one; nothing is there where it is (0, 0)."""
    try:
        status = os.stat(root)
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino
