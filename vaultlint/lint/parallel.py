"""Linting notes in several processes.

Work crosses process boundaries as bytes, in chunks; the parent works too. On Linux the workers are forked, so that they
inherit the linter; elsewhere they are spawned and make their own.
"""

from __future__ import annotations

import marshal
import os
import queue
import select
import signal
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from vaultlint.lint.hashing import content_hash
from vaultlint.lint.limit import TimeUpError, check_time, limit_of_run, limit_worker, wait_for_workers
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.vault.source import Entry, Source


class Result(Protocol):
    """What linting a note gives."""

    def pack(self) -> Any:
        """Plain values, for `marshal`."""


class Linter(Protocol):
    """What lints single notes. It can go to another process."""

    @property
    def hashing(self) -> bool:
        """Whether outcomes carry the content's hash."""

    def lint_all(self, files: Sequence[tuple[str, bytes]]) -> Sequence[Result]:
        """Lint some notes, given by path and content."""


class Look(Protocol):
    """What has to be seen before anything is linted. One process looks; meanwhile the others prepare what they lint."""

    @property
    def paths(self) -> Sequence[str]:
        """The notes that are looked at: the same process lints them first."""

    def warm_up(self, path: str) -> None:
        """Have at hand what most notes need, as this one does."""

    def take(self) -> bytes:
        """Look; what tells the others what was seen."""

    def told(self, seen: bytes) -> None:
        """Go by what another process saw."""

    def prepare(self, paths: Sequence[str]) -> None:
        """Do what can be done with some notes before anything is seen."""


# Path, packed result or None, why there is none ("" for a file that vanished), and the hash of the content.
Outcome = tuple[str, Any, str, bytes]

_CHUNK, _LEAST = 128, 16  # notes that a process takes at once
_AHEAD = 640  # notes that a process prepares, at most
_TOGETHER, _MUCH = 64, 500_000  # notes that are linted step by step together, and bytes that are enough
_WORTHWHILE = 400  # below so many notes a second process costs more than it gains
_SHARING = 4  # the version of the format in which a value that occurs twice is one value afterwards
_PIPE = 1 << 20  # bytes that may be on their way: what some chunks give
_INDEX = struct.Struct("<I")


def lint_notes(
    linter: Linter,
    source: Source,
    entries: Sequence[Entry],
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    look: Look | None = None,
) -> Iterator[Outcome]:
    """Lint `entries`, in any order, with `jobs` processes (None: one a processor).

    A `linter` that needs a `look` takes it itself where it is not told what was seen.
    """
    jobs = jobs or available_processors()
    report = _counted(progress, len(entries))
    if jobs < 2 or len(entries) < _WORTHWHILE:
        yield from map(report, lint_some(linter, source, (entry.path for entry in entries)))
        return
    paths = [entry.path for entry in sorted(entries, key=lambda entry: -entry.size)]
    done = set()
    run = _forked if sys.platform == "linux" else _spawned
    for outcome in run(linter, source, paths, jobs, look):
        done.add(outcome[0])
        yield report(outcome)
    left = [entry.path for entry in entries if entry.path not in done]  # a worker that died has left its chunk undone
    yield from map(report, lint_some(linter, source, left))


def map_paths(
    work: Callable[[Sequence[str]], Iterable[Any]],
    paths: Sequence[str],
    jobs: int | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[tuple[str, Any]]:
    """What `work` gives for each path, in the order of `paths`; plain values, for `marshal`.

    It gets some of the paths at once. It sees what this process knows, but what it remembers is lost: it may run in
    forked processes. `meanwhile` is called in this one, when others are at work.
    """
    jobs = jobs or available_processors()
    if not is_shared(len(paths), jobs):
        meanwhile()
        for some in _in_chunks(paths):
            yield from zip(some, work(some), strict=True)
        return
    yield from zip(paths[:1], work(paths[:1]), strict=True)  # what is imported for it, all processes inherit
    chunks = _in_chunks(paths[1:])

    def done(number: int) -> tuple[int, list[tuple[str, Any]]]:
        return number, [*zip(chunks[number], work(chunks[number]), strict=True)]

    waiting: dict[int, Any] = {}
    following = 0

    def begin() -> bytes:
        meanwhile()
        return b""

    for number, rows in _fork(done, len(chunks), jobs, begin):
        waiting[number] = rows
        while following in waiting:
            yield from waiting.pop(following)
            following += 1
    for number in range(following, len(chunks)):  # a worker that died has left its chunk undone
        yield from waiting.get(number) or done(number)[1]


def is_shared(count: int, jobs: int | None) -> bool:
    """Whether `map_paths` shares so many paths out to several processes."""
    return count >= _WORTHWHILE and (jobs or available_processors()) > 1 and sys.platform == "linux"


def available_processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def lint_some(linter: Linter, source: Source, paths: Iterable[str]) -> Iterator[Outcome]:
    """Lint the notes at `paths`, as many together as is good; what cannot be read is an outcome too."""
    files: list[tuple[str, bytes]] = []
    size = 0
    for path in paths:
        check_time()
        try:
            data = source.read(path)
        except FileNotFoundError:
            yield path, None, "", b""
            continue
        except OSError as error:
            yield path, None, error.strerror or str(error), b""
            continue
        files.append((path, data))
        size += len(data)
        if len(files) == _TOGETHER or size > _MUCH:
            yield from _linted(linter, files)
            files, size = [], 0
    yield from _linted(linter, files)


def _linted(linter: Linter, files: Sequence[tuple[str, bytes]]) -> Iterator[Outcome]:
    for (path, data), result in zip(files, linter.lint_all(files), strict=True):
        yield path, result.pack(), "", content_hash(data) if linter.hashing else b""


def _counted(progress: Callable[[int, int], None] | None, total: int) -> Callable[[Outcome], Outcome]:
    done = 0

    def report(outcome: Outcome) -> Outcome:
        nonlocal done
        done += 1
        if progress and done % 64 == 0:
            progress(done, total)
        return outcome

    return report


def _in_chunks(paths: Sequence[str]) -> list[list[str]]:
    """The paths in chunks that become smaller, so that all processes end at the same time.

    Of notes the large ones come first, so that no process is left with one at the end.
    """
    chunks, start = [], 0
    while start < len(paths):
        size = max(_LEAST, min(_CHUNK, (len(paths) - start) // 8))
        chunks.append(list(paths[start : start + size]))
        start += size
    return chunks


def _forked(linter: Linter, source: Source, paths: list[str], jobs: int, look: Look | None) -> Iterator[Outcome]:
    middle = paths[len(paths) // 2]  # what is imported and compiled for it, all processes inherit
    if look is None:
        yield from lint_some(linter, source, [middle])
        paths.remove(middle)
    else:
        look.warm_up(middle)
    looked_at = {*look.paths} if look else set()
    own = _in_chunks([path for path in paths if path in looked_at])
    chunks = own + _in_chunks([path for path in paths if path not in looked_at])
    ahead = _Ahead(look, chunks, len(own)) if look else None
    begin = look.take if look else bytes
    for some in _fork(lambda number: [*lint_some(linter, source, chunks[number])], len(chunks), jobs, begin, ahead):
        yield from some


class _Ahead(NamedTuple):
    """What processes do before there is anything to be done with the chunks, of which the first ones are looked at."""

    look: Look
    chunks: list[list[str]]
    own: int

    def numbers(self, tasks: Iterator[int], told: int) -> Iterator[int]:
        """The numbers of chunks; those that come first are prepared until it is told what was seen."""
        taken: list[int] = []
        for number in tasks:
            taken.append(number)
            for start in range(0, len(self.chunks[number]), _LEAST):
                if not _has_come(told):
                    self.look.prepare(self.chunks[number][start : start + _LEAST])
            if _has_come(told) or sum(len(self.chunks[each]) for each in taken) >= _AHEAD:
                break
        with open(told, "rb") as pipe:
            seen = pipe.read()
        if seen:  # the process that looks is still alive
            self.look.told(seen)
            yield from taken
            yield from tasks


def _has_come(pipe: int) -> bool:
    """Whether something can be read, or nothing ever will."""
    return bool(select.select([pipe], [], [], 0)[0])


def _fork(
    done: Callable[[int], Any],
    count: int,
    jobs: int,
    begin: Callable[[], bytes],
    ahead: _Ahead | None = None,
) -> Iterator[Any]:
    """What `done` gives for each number below `count`, in any order; what a process that died was at is missing.

    The parent, when it has done what it begins with, and up to `jobs - 1` children take numbers from pipes; what these
    give comes back in another, as bytes. What the beginning gives is told to children that work `ahead`.
    """
    wait_for_workers()
    children: list[int] = []
    try:
        yield from _with_children(done, count, min(jobs, count), children, begin, ahead)
    finally:  # they have nobody to work for any more
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def _with_children(
    done: Callable[[int], Any],
    count: int,
    jobs: int,
    children: list[int],
    begin: Callable[[], bytes],
    ahead: _Ahead | None,
) -> Iterator[Any]:
    import fcntl
    import threading

    own_read, own_write = os.pipe()
    others_read, others_write = os.pipe()
    received: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threads = []
    tellers: list[int] = []
    for _ in range(jobs - 1):
        result_read, result_write = os.pipe()
        with suppress(OSError):  # a child need not wait until this process, which is at work itself, has time to read
            fcntl.fcntl(result_write, fcntl.F_SETPIPE_SZ, _PIPE)
        told, teller = os.pipe()
        tellers.append(teller)
        child = os.fork()
        if child == 0:
            for pipe in (own_write, others_write, result_read, *tellers):
                os.close(pipe)
            numbers = ahead.numbers(_tasks(others_read), told) if ahead else _tasks(others_read)
            _work(done, chain(numbers, _tasks(own_read)), result_write)
        os.close(result_write)
        os.close(told)
        children.append(child)
        threads.append(threading.Thread(target=_receive, args=(result_read, received), daemon=True))
    own = ahead.own if ahead else 0
    tasks = ((own_write, range(own)), (others_write, range(own, count)))
    for thread in (*threads, threading.Thread(target=_send_tasks, args=tasks, daemon=True)):
        thread.start()
    seen = begin()
    for teller in tellers:
        with suppress(BrokenPipeError), open(teller, "wb") as tell:
            tell.write(seen)
    for number in chain(_tasks(own_read), _tasks(others_read)):
        yield done(number)
        while not received.empty():
            yield _received(received)
    os.close(own_read)
    os.close(others_read)
    for thread in threads:
        thread.join()
        os.waitpid(children[0], 0)
        children.pop(0)
    while not received.empty():
        yield _received(received)


def _send_tasks(*tasks: tuple[int, range]) -> None:
    for pipe, numbers in tasks:
        os.write(pipe, b"".join(map(_INDEX.pack, numbers)))
        os.close(pipe)


def _tasks(pipe: int) -> Iterator[int]:
    """Chunk numbers from a pipe that all processes share; a read of four bytes is atomic."""
    while True:
        data = os.read(pipe, _INDEX.size)
        if len(data) < _INDEX.size:
            return
        yield _INDEX.unpack(data)[0]


def _work(done: Callable[[int], Any], numbers: Iterator[int], results: int) -> None:
    """The life of a forked child; it never returns."""
    status = 1
    try:
        limit_worker()
        with open(results, "wb") as pipe:
            for number in numbers:
                try:
                    data = b"\0" + marshal.dumps(done(number), _SHARING)
                except TimeUpError as error:
                    data = b"\1" + str(error).encode(errors="surrogatepass")
                pipe.write(_INDEX.pack(len(data)) + data)
        status = 0
    finally:
        os._exit(status)


def _receive(pipe: int, received: queue.SimpleQueue[bytes]) -> None:
    """Pass on the chunks of one child; one that it did not finish sending is left out."""
    with open(pipe, "rb") as file:
        while len(header := file.read(_INDEX.size)) == _INDEX.size:
            (size,) = _INDEX.unpack(header)
            data = file.read(size)
            if len(data) == size:
                received.put(data)


def _received(received: queue.SimpleQueue[bytes]) -> Any:
    """What a child has done; TimeUpError where it had no time left."""
    data = received.get()
    if data[:1] == b"\1":
        raise TimeUpError(data[1:].decode(errors="surrogatepass"))
    return marshal.loads(memoryview(data)[1:])


_worker: tuple[Linter, Source]


def _spawned(linter: Linter, source: Source, paths: list[str], jobs: int, _look: Look | None) -> Iterator[Outcome]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    os.environ["PYTHONSAFEPATH"] = "1"  # a new process looks for modules in the folder at hand first: maybe a vault's
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _start_worker, (linter, source, limit_of_run())) as pool:
        try:
            for data in pool.map(_spawned_chunk, _in_chunks(paths)):
                yield from marshal.loads(data)
        except BrokenProcessPool:
            return


def _start_worker(linter: Linter, source: Source, limit: tuple[float, float]) -> None:
    global _worker
    _worker = linter, source
    limit_worker(limit)


def _spawned_chunk(paths: list[str]) -> bytes:
    return marshal.dumps([*lint_some(*_worker, paths)], _SHARING)
