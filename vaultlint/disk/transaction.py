"""Changing several files of a vault as one: journal first, then the files, then the journal is closed.

What was worked out from bytes that are no longer there is not written. An error, a full disk, Ctrl-C or SIGTERM puts
everything back; after a kill or a power cut the next run does (`vaultlint.disk.recovery`). Paths are relative to the
root.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

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
from vaultlint.disk.put_back import made_for, place_of, present_bytes, put_back, remove_temporaries
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
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from vaultlint.disk.interrupts import Interrupts

PUT_BACK = "Interrupted: everything was put back, and nothing has changed."
CHANGED = "it changed while vaultlint was at work; run it again"


class Write(NamedTuple):
    """A file before (None: there is none) and after (None: it is removed); `before` are the bytes that were parsed."""

    path: str
    before: bytes | None
    after: bytes | None


@frozen
class Transaction:
    """What changes, as a whole or not at all: files at the paths that they have now, then `moves` (old, new path).

    `command` is what the person asked for, for `undo --list`. `keep` says whether it can be undone later; `undoes`
    names the closed transaction that this one takes back.
    """

    command: str
    writes: tuple[Write, ...]
    moves: tuple[tuple[str, str], ...] = ()
    keep: bool = True
    undoes: str = ""


def commit(root: str, transaction: Transaction, finish: Callable[[], None] = lambda: None) -> None:
    """Carry out a transaction in the vault at `root`.

    `finish` is called when all files are in place; if it raises, everything is put back and the error goes on.
    VaultlintError, with everything as it was, where that is not possible: no journal can be kept, another run is
    writing (`BusyError`), or a file cannot be written or is no longer what was parsed.
    """
    from vaultlint.disk.recovery import recover_locked

    folder = make_folder(root)
    with deferred_interrupts() as interrupts, locked(os.path.join(folder, "lock")):
        if os.path.lexists(open_path(root)):
            recover_locked(root)
        _Work(root, transaction, interrupts).do(finish)


class _FileError(Exception):
    """A file of the transaction cannot be written; the text says why."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(translated(error.strerror or str(error)))
        self.path = path

    def told(self) -> VaultlintError:
        return VaultlintError(say("nothing was changed: {path}: {reason}", path=self.path, reason=str(self)))

    def told_with(self, path: str, reason: str) -> VaultlintError:
        """The same, where the file at `path` could not be put back either."""
        return VaultlintError(
            say(
                "{path} could not be written ({reason}), and {other} was not put back ({why}): `vaultlint undo` tries "
                "it again",
                path=self.path,
                reason=str(self),
                other=path,
                why=translated(reason),
            )
        )


def changed_meanwhile(path: str) -> VaultlintError:
    """What is raised where a file is no longer what was parsed."""
    return _FileError(path, OSError(11, CHANGED)).told()


class _Work:
    """One transaction under way."""

    def __init__(self, root: str, transaction: Transaction, interrupts: Interrupts) -> None:
        self.root, self.transaction, self.interrupts = root, transaction, interrupts
        self.written = 0  # files that have their new bytes

    def do(self, finish: Callable[[], None]) -> None:
        if not (self.transaction.writes or self.transaction.moves):
            return
        journal = self._journal()
        begin(journal)
        try:
            self._carry_out(journal)
            finish()
            self.interrupts.heed()
        except BaseException as error:
            remove_temporaries(self.root, journal)
            left = put_back(self.root, replace(journal, entries=journal.entries[: self.written]))
            close_undone(journal, keep=bool(left))
            if isinstance(error, _FileError):
                raise (error.told_with(*left[0]) if left else error.told()) from None
            error.add_note(_what_became(left))
            raise
        close(journal, keep=self.transaction.keep)

    def _journal(self) -> Journal:
        """What is going to happen; VaultlintError where a file is not what was parsed, or is not to be written."""
        writes, moves = self.transaction.writes, self.transaction.moves
        try:
            entries = tuple(map(self._entry, writes))
        except _FileError as error:
            raise error.told() from None
        made = made_for(self.root, (*(write.path for write in writes), *(new for _, new in moves)))
        now = time.strftime("%Y-%m-%d %H:%M:%S")
        root = os.path.abspath(self.root)
        return Journal(root, self.transaction.command, now, entries, moves, made, self.transaction.undoes)

    def _entry(self, write: Write) -> Entry:
        with _naming(write.path):
            if not is_inside(write.path):
                raise OSError(22, "it is no path inside the vault")
            file = place_of(self.root, write.path)
            if present_bytes(file) != write.before:
                raise OSError(11, "there is a file of that name already" if write.before is None else CHANGED)
            mode = stat.S_IMODE(os.stat(file).st_mode) if write.before is not None else 0
        after = None if write.after is None else digest_of(write.after)
        return Entry(write.path, write.before, after, mode, temporary_name())

    def _carry_out(self, journal: Journal) -> None:
        """All new bytes are flushed to the disk before the first file is replaced: a full disk changes nothing."""
        for folder in journal.made:
            os.makedirs(os.path.join(self.root, folder), exist_ok=True)
        staged = list(self._staged(journal))
        for temporary, error in flush_all(filter(None, staged)).items():
            raise _FileError(self.transaction.writes[staged.index(temporary)].path, error)
        for write, temporary_or_none in zip(self.transaction.writes, staged, strict=True):
            self.interrupts.heed()
            with _naming(write.path):
                _replace(place_of(self.root, write.path), write, temporary_or_none)
            self.written += 1
        self._move(journal)
        places = {os.path.dirname(place_of(self.root, journal.present(entry.path))) for entry in journal.entries}
        places.update(os.path.dirname(os.path.join(self.root, path)) for pair in journal.moves for path in pair)
        for folder in sorted(places):
            flush_folder(folder)

    def _staged(self, journal: Journal) -> Iterator[Temporary | None]:
        """The new bytes of each file beside it."""
        for write, entry in zip(self.transaction.writes, journal.entries, strict=True):
            self.interrupts.heed()
            with _naming(write.path):
                yield _stage(place_of(self.root, write.path), write, entry)

    def _move(self, journal: Journal) -> None:
        for old, new in journal.moves:
            self.interrupts.heed()
            source, target = os.path.join(self.root, old), os.path.join(self.root, new)
            place_of(self.root, os.path.dirname(new) or ".")
            if os.path.lexists(target) and not _is_same(source, target):
                raise VaultlintError(say("there is a file {new} already: choose another name", new=new))
            os.rename(source, target)


@contextlib.contextmanager
def _naming(path: str) -> Iterator[None]:
    """What the system says here it says of the file at `path`."""
    try:
        yield
    except OSError as error:
        raise _FileError(path, error) from error


def _what_became(left: list[tuple[str, str]]) -> str:
    if not left:
        return translated(PUT_BACK)
    return str(say("Interrupted: everything was put back, but for what was changed meanwhile: {path}", path=left[0][0]))


def _is_same(one: str, other: str) -> bool:
    """Whether two paths are one file, as on a disk that does not tell upper and lower case apart."""
    with contextlib.suppress(OSError):
        return os.path.samefile(one, other)
    return False


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
