"""Changing several files of a vault as one: journal first, then the files, then the journal is closed.

What was worked out from bytes that are no longer there is not written. An error, Ctrl-C or SIGTERM puts everything
back; after a kill or a power cut the next run does (`vaultlint.disk.recovery`). Paths are relative to the root.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.disk.interrupts import deferred_interrupts
from vaultlint.disk.journal import (
    Entry,
    Journal,
    begin,
    close,
    close_undone,
    digest_of,
    is_inside,
    make_folder,
    open_path,
)
from vaultlint.disk.lock import locked
from vaultlint.disk.put_back import made_for, place_of, present_bytes, put_back
from vaultlint.disk.temporary import (
    Temporary,
    flush_all,
    flush_folder,
    temporary_name,
    write_fresh,
    write_temporary,
)
from vaultlint.errors import VaultlintError
from vaultlint.language import say, translated

if TYPE_CHECKING:
    from vaultlint.disk.interrupts import Interrupts

_BATCH = 256  # temporary files that exist at the same time
PUT_BACK = "Interrupted: everything was put back, and nothing has changed."
CHANGED = "it changed while vaultlint was at work; run it again"


class Write(NamedTuple):
    """A file before (None: there is none) and after (None: it is removed); `before` are the bytes that were parsed."""

    path: str
    before: bytes | None
    after: bytes | None


class Failure(NamedTuple):
    """A file that was not written, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Transaction:
    """What changes: files at the paths that they have now, then `moves` (old path, new path), of folders, too.

    `command` is what the person asked for, for `undo --list`. Without `units` all is done or nothing; with them, each
    unit and each file in none of them stands for itself. `keep` says whether it can be undone later; `undoes` names the
    closed transaction that this one takes back.
    """

    command: str
    writes: tuple[Write, ...]
    moves: tuple[tuple[str, str], ...] = ()
    units: tuple[frozenset[str], ...] | None = None
    keep: bool = True
    undoes: str = ""


def commit(root: str, transaction: Transaction, finish: Callable[[], None] = lambda: None) -> tuple[Failure, ...]:
    """Carry out a transaction in the vault at `root`; what was not written is named.

    `finish` is called when all files are in place; if it raises, everything is put back and the error goes on.
    VaultlintError where no journal can be kept, or another run is writing (`BusyError`).
    """
    from vaultlint.disk.recovery import recover_locked

    folder = make_folder(root)
    with deferred_interrupts() as interrupts, locked(os.path.join(folder, "lock")):
        if os.path.lexists(open_path(root)):
            recover_locked(root)
        return _Work(root, transaction, interrupts).done(finish)


class _Unit(NamedTuple):
    """Writes that are made all or not at all, with their entries in the journal."""

    writes: tuple[Write, ...]
    entries: tuple[Entry, ...]


class _Work:
    """One transaction under way."""

    def __init__(self, root: str, transaction: Transaction, interrupts: Interrupts) -> None:
        self.root, self.transaction, self.interrupts = root, transaction, interrupts
        self.failures: list[Failure] = []

    def done(self, finish: Callable[[], None]) -> tuple[Failure, ...]:
        units = list(self._units())
        whole = self.transaction.units is None
        if (whole and self.failures) or not (units or self.transaction.moves):
            return self._failed()
        entries = tuple(entry for unit in units for entry in unit.entries)
        made = made_for(self.root, (*(entry.path for entry in entries), *(new for _, new in self.transaction.moves)))
        now = time.strftime("%Y-%m-%d %H:%M:%S")
        moves, undoes = self.transaction.moves, self.transaction.undoes
        journal = Journal(os.path.abspath(self.root), self.transaction.command, now, entries, moves, made, undoes)
        begin(journal)
        try:
            self._carry_out(units, journal)
            if whole and self.failures:
                self._take_back(journal)
                return self._failed()
            finish()
            self.interrupts.heed()
        except BaseException as error:
            self._take_back(journal)
            error.add_note(self._what_became())
            raise
        close(journal, keep=self.transaction.keep)
        return self._failed()

    def _what_became(self) -> str:
        if not self.failures:
            return translated(PUT_BACK)
        return str(
            say(
                "Interrupted: everything was put back, but for what was changed meanwhile: {path}",
                path=self._failed()[0].path,
            )
        )

    def _failed(self) -> tuple[Failure, ...]:
        return tuple(sorted(self.failures))

    def _take_back(self, journal: Journal) -> None:
        left = put_back(self.root, journal)
        self.failures += [
            Failure(path, str(say("its old content could not be put back: {reason}", reason=translated(reason))))
            for path, reason in left
        ]
        close_undone(journal, keep=bool(left))

    def _units(self) -> Iterator[_Unit]:
        """The units whose files are as they were parsed; the others fail."""
        for writes in _grouped(self.transaction):
            entries, problem = [], None
            for write in writes:
                try:
                    entries.append(self._entry(write))
                except OSError as error:
                    problem = Failure(write.path, error.strerror or str(error))
                    break
            if problem is None:
                yield _Unit(writes, tuple(entries))
            else:
                self._abandon(writes, problem)

    def _entry(self, write: Write) -> Entry:
        """The entry of a file in the journal; OSError where the file is not what was parsed, or not to be written."""
        if not is_inside(write.path):
            raise OSError(22, "it is no path inside the vault")
        file = place_of(self.root, write.path)
        if present_bytes(file) != write.before:
            raise OSError(11, "there is a file of that name already" if write.before is None else CHANGED)
        mode = stat.S_IMODE(os.stat(file).st_mode) if write.before is not None else 0
        after = None if write.after is None else digest_of(write.after)
        return Entry(write.path, write.before, after, mode, temporary_name())

    def _abandon(self, writes: tuple[Write, ...], problem: Failure) -> None:
        """Name every file of a unit; all but the culprit with the culprit's reason."""
        for write in writes:
            reason = f"{problem.path} could not be written: {problem.reason}"
            self.failures.append(problem if write.path == problem.path else Failure(write.path, reason))

    def _carry_out(self, units: list[_Unit], journal: Journal) -> None:
        for folder in journal.made:
            os.makedirs(os.path.join(self.root, folder), exist_ok=True)
        whole = self.transaction.units is None
        for batch in _batches(units):
            for unit, staged in self._staged(batch):
                self._put_in_place(unit, staged)
            if whole and self.failures:
                return
        self._move(journal)
        places = {os.path.dirname(place_of(self.root, journal.present(entry.path))) for entry in journal.entries}
        places.update(os.path.dirname(os.path.join(self.root, path)) for pair in journal.moves for path in pair)
        for folder in sorted(places):
            flush_folder(folder)

    def _staged(self, batch: list[_Unit]) -> Iterator[tuple[_Unit, list[Temporary | None]]]:
        """The units of a batch with their new bytes ready beside the files, flushed together."""
        ready: list[tuple[_Unit, list[Temporary | None]]] = []
        for unit in batch:
            self.interrupts.heed()
            staged: list[Temporary | None] = []
            try:
                for write, entry in zip(unit.writes, unit.entries, strict=True):
                    staged.append(_stage(place_of(self.root, write.path), write, entry))
            except OSError as error:
                problem = Failure(unit.writes[len(staged)].path, error.strerror or str(error))
                self._drop(unit, staged, problem)
            else:
                ready.append((unit, staged))
        failed = flush_all(each for _, staged in ready for each in staged if each)
        for unit, staged in ready:
            wrong = [index for index, each in enumerate(staged) if each and each in failed] if failed else []
            if wrong:
                reason = next(failed[each] for each in staged if each and each in failed)
                problem = Failure(unit.writes[wrong[0]].path, reason.strerror or str(reason))
                self._drop(unit, staged, problem)
            else:
                yield unit, staged

    def _drop(self, unit: _Unit, staged: list[Temporary | None], problem: Failure) -> None:
        for each in staged:
            if each:
                each.remove()
        self._abandon(unit.writes, problem)

    def _put_in_place(self, unit: _Unit, staged: list[Temporary | None]) -> None:
        """Put the new bytes of a unit in place; if one cannot be, the others get their old bytes back."""
        for index, (write, temporary) in enumerate(zip(unit.writes, staged, strict=True)):
            self.interrupts.heed()
            try:
                _replace(place_of(self.root, write.path), write, temporary)
            except OSError as error:
                self._drop(unit, staged, Failure(write.path, error.strerror or str(error)))
                part = Journal(self.root, "", "", unit.entries[:index])
                left = put_back(self.root, part)
                self.failures += [
                    Failure(
                        path, str(say("its old content could not be put back: {reason}", reason=translated(reason)))
                    )
                    for path, reason in left
                ]
                return

    def _move(self, journal: Journal) -> None:
        for old, new in journal.moves:
            self.interrupts.heed()
            source, target = os.path.join(self.root, old), os.path.join(self.root, new)
            place_of(self.root, os.path.dirname(new) or ".")
            if os.path.lexists(target) and not _is_same(source, target):
                raise VaultlintError(say("there is a file {new} already: choose another name", new=new))
            os.rename(source, target)


def _is_same(one: str, other: str) -> bool:
    """Whether two paths are one file, as on a disk that does not tell upper and lower case apart."""
    with contextlib.suppress(OSError):
        return os.path.samefile(one, other)
    return False


def _grouped(transaction: Transaction) -> Iterator[tuple[Write, ...]]:
    """The writes that are made all or not at all."""
    if transaction.units is None:
        if transaction.writes:
            yield transaction.writes
        return
    group_of = {path: index for index, group in enumerate(transaction.units) for path in group}
    units: dict[object, list[Write]] = {}
    for write in transaction.writes:
        units.setdefault(group_of.get(write.path, write.path), []).append(write)
    yield from map(tuple, units.values())


def _batches(units: list[_Unit]) -> Iterator[list[_Unit]]:
    batch: list[_Unit] = []
    for unit in units:
        batch.append(unit)
        if sum(len(each.writes) for each in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _stage(file: str, write: Write, entry: Entry) -> Temporary | None:
    """The new bytes beside the file that will hold them; None for a file that is removed."""
    if write.after is None:
        return None
    if write.before is None:
        return write_fresh(file, write.after, entry.mode or None, entry.temporary)
    return write_temporary(file, write.after, entry.temporary)


def _replace(file: str, write: Write, temporary: Temporary | None) -> None:
    if present_bytes(file) != write.before:
        raise OSError(11, CHANGED)
    if temporary is None:
        os.unlink(file)
    elif write.before is None:
        temporary.become()
    else:
        temporary.replace()
