"""Linting notes in several processes.

Work crosses process boundaries as bytes, in chunks; the parent works too. On Linux the workers are forked, so that they
inherit the linter; elsewhere they are spawned and make their own.
"""

from __future__ import annotations

import marshal
import os
import queue
import signal
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from vaultlint.lint.hashing import content_hash
from vaultlint.lint.limit import TimeUpError, check_time, limit_of_run, limit_worker, wait_for_workers

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


# Path, packed result or None, why there is none ("" for a file that vanished), and the hash of the content.
Outcome = tuple[str, Any, str, bytes]

_CHUNK, _LEAST = 128, 16  # notes that a process takes at once
_TOGETHER, _MUCH = 64, 500_000  # notes that are linted step by step together, and bytes that are enough
_WORTHWHILE = 400  # below so many notes a second process costs more than it gains
_MARSHAL_VERSION = 2  # later ones look for values that occur twice, which takes half as long again
_INDEX = struct.Struct("<I")


def lint_notes(
    linter: Linter,
    source: Source,
    entries: Sequence[Entry],
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Outcome]:
    """Lint `entries`, in any order, with `jobs` processes (None: one a processor)."""
    jobs = jobs or available_processors()
    report = _counted(progress, len(entries))
    if jobs < 2 or len(entries) < _WORTHWHILE:
        yield from map(report, lint_some(linter, source, (entry.path for entry in entries)))
        return
    by_size = sorted(entries, key=lambda entry: -entry.size)
    first = by_size.pop(len(by_size) // 2).path  # what is imported and compiled for it, all processes inherit
    yield from map(report, lint_some(linter, source, [first]))
    chunks = _in_chunks([entry.path for entry in by_size])
    run = _forked if sys.platform == "linux" else _spawned
    done = {first}
    for outcome in run(linter, source, chunks, min(jobs, len(chunks))):
        done.add(outcome[0])
        yield report(outcome)
    left = [entry.path for entry in entries if entry.path not in done]  # a worker that died has left its chunk undone
    yield from map(report, lint_some(linter, source, left))


def map_paths(
    work: Callable[[Sequence[str]], Iterable[Any]],
    paths: Sequence[str],
    jobs: int | None = None,
    worthwhile: int = _WORTHWHILE,
) -> Iterator[tuple[str, Any]]:
    """What `work` gives for each path, in the order of `paths`; plain values, for `marshal`.

    It gets some of the paths at once. It sees what this process knows, but what it remembers is lost: it may run in
    forked processes, if there are as many paths as are `worthwhile`.
    """
    jobs = jobs or available_processors()
    if not is_shared(len(paths), jobs, worthwhile):
        for some in _in_chunks(paths):
            yield from zip(some, work(some), strict=True)
        return
    yield from zip(paths[:1], work(paths[:1]), strict=True)  # what is imported for it, all processes inherit
    chunks = _in_chunks(paths[1:])

    def rows_of(number: int) -> list[tuple[str, Any]]:
        return [*zip(chunks[number], work(chunks[number]), strict=True)]

    def done(number: int) -> bytes:
        return marshal.dumps((number, rows_of(number)), _MARSHAL_VERSION)

    waiting: dict[int, Any] = {}
    following = 0
    for data in _fork(done, len(chunks), min(jobs, len(chunks))):
        number, rows = marshal.loads(data)
        waiting[number] = rows
        while following in waiting:
            yield from waiting.pop(following)
            following += 1
    for number in range(following, len(chunks)):  # a worker that died has left its chunk undone
        yield from waiting.get(number) or rows_of(number)


def is_shared(count: int, jobs: int | None, worthwhile: int = _WORTHWHILE) -> bool:
    """Whether `map_paths` shares so many paths out to several processes."""
    return count >= worthwhile and (jobs or available_processors()) > 1 and sys.platform == "linux"


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


def _lint_chunk(linter: Linter, source: Source, paths: list[str]) -> bytes:
    return marshal.dumps([*lint_some(linter, source, paths)], _MARSHAL_VERSION)


def _forked(linter: Linter, source: Source, chunks: list[list[str]], jobs: int) -> Iterator[Outcome]:
    for data in _fork(lambda number: _lint_chunk(linter, source, chunks[number]), len(chunks), jobs):
        yield from marshal.loads(data)


def _fork(done: Callable[[int], bytes], count: int, jobs: int) -> Iterator[bytes]:
    """What `done` gives for each number below `count`, in any order; what a process that died was at is missing.

    The parent and `jobs - 1` children take numbers from one pipe; bytes come back in another.
    """
    wait_for_workers()
    children: list[int] = []
    try:
        yield from _with_children(done, count, jobs, children)
    finally:  # they have nobody to work for any more
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def _with_children(done: Callable[[int], bytes], count: int, jobs: int, children: list[int]) -> Iterator[bytes]:
    import threading

    tasks_read, tasks_write = os.pipe()
    os.set_blocking(tasks_write, True)
    received: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threads = []
    for _ in range(jobs - 1):
        result_read, result_write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(tasks_write)
            os.close(result_read)
            _work(done, tasks_read, result_write)
        os.close(result_write)
        children.append(child)
        threads.append(threading.Thread(target=_receive, args=(result_read, received), daemon=True))
    for thread in threads:
        thread.start()
    sender = threading.Thread(target=_send_tasks, args=(tasks_write, count), daemon=True)
    sender.start()
    for number in _tasks(tasks_read):
        yield done(number)
        while not received.empty():
            yield _received(received)
    os.close(tasks_read)
    for thread in threads:
        thread.join()
        os.waitpid(children[0], 0)
        children.pop(0)
    while not received.empty():
        yield _received(received)


def _send_tasks(pipe: int, count: int) -> None:
    os.write(pipe, b"".join(_INDEX.pack(index) for index in range(count)))
    os.close(pipe)


def _tasks(pipe: int) -> Iterator[int]:
    """Chunk numbers from the pipe that all processes share; a read of four bytes is atomic."""
    while True:
        data = os.read(pipe, _INDEX.size)
        if len(data) < _INDEX.size:
            return
        yield _INDEX.unpack(data)[0]


def _work(done: Callable[[int], bytes], tasks: int, results: int) -> None:
    """The life of a forked child; it never returns."""
    status = 1
    try:
        limit_worker()
        with open(results, "wb") as pipe:
            for number in _tasks(tasks):
                try:
                    data = b"\0" + done(number)
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


def _received(received: queue.SimpleQueue[bytes]) -> bytes:
    """What a child has done; TimeUpError where it had no time left."""
    data = received.get()
    if data[:1] == b"\1":
        raise TimeUpError(data[1:].decode(errors="surrogatepass"))
    return data[1:]


_worker: tuple[Linter, Source]


def _spawned(linter: Linter, source: Source, chunks: list[list[str]], jobs: int) -> Iterator[Outcome]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    os.environ["PYTHONSAFEPATH"] = "1"  # a new process looks for modules in the folder at hand first: maybe a vault's
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _start_worker, (linter, source, limit_of_run())) as pool:
        try:
            for data in pool.map(_spawned_chunk, chunks):
                yield from marshal.loads(data)
        except BrokenProcessPool:
            return


def _start_worker(linter: Linter, source: Source, limit: tuple[float, float]) -> None:
    global _worker
    _worker = linter, source
    limit_worker(limit)


def _spawned_chunk(paths: list[str]) -> bytes:
    return _lint_chunk(*_worker, paths)
