"""Who asked what: for each question (see `vault.view`) the files that asked it, or that can be found by it.

Questions are kept as numbers of 32 bits. Two with one number mean no more than that a file is judged without need.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

from vaultlint.workspace.seal import DamagedError, number_of
from vaultlint.workspace.store import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from vaultlint.workspace.store import Store

_BUCKETS = 128


class Index:
    """The questions of the files of one view; files are known by small numbers."""

    def __init__(self, store: Store, view: str) -> None:
        self._store = store
        self._ledger = number_of(f"{view}:index")
        self._buckets: dict[int, tuple[array[int], array[int]]] = {}

    def asking(self, questions: Iterable[int]) -> set[int]:
        """The files that asked one of the questions, which are given by their numbers."""
        found: set[int] = set()
        for number in questions:
            numbers, files = self._bucket(number % _BUCKETS)
            position = bisect_left(numbers, number)
            while position < len(numbers) and numbers[position] == number:
                found.add(files[position])
                position += 1
        return found

    def update(self, files: Mapping[int, tuple[Set[int], Set[int]]]) -> None:
        """Replace the questions of some files: those of before by those of now."""
        stale: dict[int, set[tuple[int, int]]] = {}
        new: dict[int, set[tuple[int, int]]] = {}
        for file, (before, now) in files.items():
            for rows, questions in ((stale, before - now), (new, now - before)):
                for number in questions:
                    rows.setdefault(number % _BUCKETS, set()).add((number, file))
        for bucket in stale.keys() | new.keys():
            rows_now = set(zip(*self._bucket(bucket), strict=True)) - stale.get(bucket, set()) | new.get(bucket, set())
            self._write(bucket, rows_now)

    def replace(self, files: Mapping[int, Iterable[int]]) -> None:
        """Make the index hold these files' questions only."""
        buckets: list[list[tuple[int, int]]] = [[] for _ in range(_BUCKETS)]
        for file, questions in files.items():
            for number in questions:
                buckets[number % _BUCKETS].append((number, file))
        for bucket, rows in enumerate(buckets):
            self._write(bucket, rows)

    def _write(self, bucket: int, rows: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(rows)
        numbers = array("I", [number for number, _ in ordered])
        files = array("I", [file for _, file in ordered])
        self._buckets[bucket] = numbers, files
        self._store.set_block(self._ledger, bucket, zlib.compress(numbers.tobytes() + files.tobytes(), 1))

    @guarded
    def _bucket(self, bucket: int) -> tuple[array[int], array[int]]:
        if bucket not in self._buckets:
            data = self._store.block(self._ledger, bucket)
            if data is None:
                raise DamagedError("a part of the index is missing")
            both = array("I", zlib.decompress(data))
            half = len(both) // 2
            self._buckets[bucket] = both[:half], both[half:]
        return self._buckets[bucket]


def question_number(question: str) -> int:
    """The number that stands for a question."""
    return zlib.crc32(question.encode(errors="surrogatepass"))
