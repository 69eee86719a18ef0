"""Where a vault's files come from: the disk, a git tree, or buffers over another source.

A source lists vault-relative paths with `/` separators and reads bytes. Everything behind it is pure.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from vaultlint.disk.read import NOTE_LIMIT, SETTINGS_LIMIT, Folder
from vaultlint.disk.trusted import follows_symlinks
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_DECIDING = (
    ".gitignore",
    ".gitattributes",
)  # what git leaves out, and what it turns into something else


class Entry(NamedTuple):
    """A file of the vault. Size and times (nanoseconds) are 0 where the source does not know them.

    With an `error`, which says why, it is a folder that cannot be listed; its path ends in `/`.
    """

    path: str
    size: int = 0
    mtime: int = 0
    ctime: int = 0
    error: str = ""


class Source(Protocol):
    """What a vault is read from."""

    def entries(self) -> Iterable[Entry]:
        """All files outside dot folders, and the folders that cannot be listed, in any order."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError where it cannot be read."""

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""


class MemorySource:
    """Files held in memory, by path; for tests and for editors."""

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        self.files = {path: _encoded(data) if isinstance(data, str) else data for path, data in files.items()}

    def entries(self) -> Iterable[Entry]:
        """All files outside dot folders, with sizes in bytes and without times."""
        return [Entry(path, len(data)) for path, data in self.files.items() if not is_hidden(path)]

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises FileNotFoundError where there is none."""
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path."""
        return path in self.files


def _encoded(text: str) -> bytes:
    """UTF-8; a lone surrogate stands for the byte that `surrogateescape` turned into it."""
    return text.encode(errors="surrogateescape")


class OverlaySource:
    """Buffers over another source: a buffer replaces the file at its path, or adds one; None removes it.

    `listed` are the files of `base`, where they have been listed before.
    """

    def __init__(
        self, base: Source, buffers: Mapping[str, bytes | None], listed: Sequence[Entry] | None = None
    ) -> None:
        self.base, self.listed = base, listed
        self.buffers = dict(buffers)
        self.root: str = getattr(base, "root", "")  # the folder on disk, or ""

    @property
    def leading_out(self) -> frozenset[str]:
        """The symlinks of `base` that lead out of the vault; a buffer in the place of one is a note like others."""
        found: frozenset[str] = getattr(self.base, "leading_out", frozenset())
        return found.difference(self.buffers)

    @property
    def ignore_files(self) -> tuple[Entry, ...]:
        """What else decides the listing of `base`; AttributeError where it does not say. Buffers are no such files."""
        return self.base.ignore_files  # type: ignore[attr-defined, no-any-return]

    @property
    def linked_folders(self) -> tuple[str, ...]:
        """The folders that `base` does not look into."""
        found: tuple[str, ...] = getattr(self.base, "linked_folders", ())
        return found

    def entries(self) -> Iterable[Entry]:
        """The files of `base` and the buffers, without what a buffer replaces or removes."""
        listed = self.base.entries() if self.listed is None else self.listed
        if not self.buffers:
            return listed
        kept = [entry for entry in listed if entry.path not in self.buffers]
        return kept + [Entry(path, len(data)) for path, data in self.buffers.items() if data is not None]

    def read(self, path: str) -> bytes:
        """The buffer's bytes, or those of the file in `base`; raises FileNotFoundError where a buffer removes it."""
        if path not in self.buffers:
            return self.base.read(path)
        data = self.buffers[path]
        if data is None:
            raise FileNotFoundError(path)
        return data

    def exists(self, path: str) -> bool:
        """Whether there is a buffer at this path, or a file in `base` that none removes."""
        return self.buffers[path] is not None if path in self.buffers else self.base.exists(path)


class DiskSource:
    """The files below a folder, as Obsidian sees them: symlinks back into the vault are not followed (7).

    What a symlink out of the vault leads to is read with `follow` only: see `disk.trusted`. Otherwise such a file is
    one that links can name (`leading_out`), and such a folder is not looked into (`linked_folders`).
    """

    def __init__(self, root: str, *, follow: Callable[[], bool] = follows_symlinks) -> None:
        self.root = root
        self.ignore_files: tuple[Entry, ...] = ()  # what else decides what is looked at: `_DECIDING`, linked folders
        self.leading_out: frozenset[str] = frozenset()
        self.linked_folders: tuple[str, ...] = ()
        self.followed: tuple[str, ...] = ()  # the symlinks out of the vault that were followed; `/` behind a folder
        self._folder = Folder(root, follow=follow)

    def entries(self) -> Iterable[Entry]:
        """All files outside dot folders and `node_modules`, and the folders that cannot be listed."""
        self._folder.forget()
        walk = _Walk(self._folder)
        walk.run()
        self.leading_out, self.linked_folders = frozenset(walk.leading_out), tuple(sorted(walk.linked_folders))
        self.followed = tuple(walk.followed)
        self.ignore_files = tuple(sorted([*walk.ignoring, *map(Entry, self.linked_folders)]))
        return walk.found

    def take_over(self, other: DiskSource) -> None:
        """Know what `other` saw of the same folder when it listed the files."""
        self.ignore_files, self.leading_out = other.ignore_files, other.leading_out
        self.linked_folders, self.followed = other.linked_folders, other.followed

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError where it cannot be read, or is too large. Hidden files are settings."""
        return self._folder.read(path, SETTINGS_LIMIT if is_hidden(path) else NOTE_LIMIT)

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""
        return self._folder.is_file(path)


class _Walk:
    """One listing of a folder."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.found: list[Entry] = []
        self.ignoring: list[Entry] = []
        self.leading_out: list[str] = []
        self.linked_folders: list[str] = []
        self.followed: list[str] = []
        self._waiting = [("", folder.root)]
        self._followed: set[str] = set()

    def run(self) -> None:
        """List everything."""
        while self._waiting:
            prefix, folder = self._waiting.pop()
            try:
                with os.scandir(folder) as children:
                    listed = list(children)
            except (FileNotFoundError, NotADirectoryError):  # vanished between listing and looking
                continue
            except OSError as error:
                self.found.append(Entry(prefix, error=error.strerror or str(error)))
                continue
            for child in listed:
                try:
                    if child.name[0] != "." or child.name in _DECIDING:
                        self._add(child, prefix)
                except OSError:  # vanished between listing and looking, or a symlink to nothing
                    continue

    def _add(self, child: os.DirEntry[str], prefix: str) -> None:
        name = child.name
        if name in _DECIDING:
            self.ignoring.append(_stamped(prefix + name, child))
        elif child.is_file(follow_symlinks=False):
            self.found.append(_stamped(prefix + name, child))
        elif child.is_dir(follow_symlinks=False):
            if name != "node_modules":
                self._waiting.append((f"{prefix}{name}/", child.path))
        elif child.is_symlink():
            self._add_symlink(child, prefix)

    def _add_symlink(self, child: os.DirEntry[str], prefix: str) -> None:
        """A symlink out of the vault; one that leads back into it is passed over."""
        target, path = os.path.realpath(child.path), prefix + child.name
        if self.folder.holds(target):
            return
        if child.is_dir():
            if self.folder.real.startswith(target.rstrip(os.sep) + os.sep):  # the vault lies in it: a circle
                return
            if not self.folder.follow():
                self.linked_folders.append(path + "/")
            elif target not in self._followed:
                self._followed.add(target)
                self.followed.append(path + "/")
                self._waiting.append((path + "/", child.path))
        elif child.is_file():
            if self.folder.follow():
                self.found.append(_stamped(path, child))
                self.followed.append(path)
            else:
                self.found.append(_stamped(path, child, follow=False))
                self.leading_out.append(path)


def _stamped(path: str, child: os.DirEntry[str], *, follow: bool = True) -> Entry:
    status = child.stat(follow_symlinks=follow)
    return Entry(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def is_hidden(path: str) -> bool:
    """Whether a path lies in a dot folder or is a dot file: never indexed by Obsidian (3)."""
    return path.startswith(".") or "/." in path


def linked_folders(source: object) -> tuple[str, ...]:
    """The folders that symlinks out of the vault lead to, with a `/` at their ends, which nobody looks into."""
    found: tuple[str, ...] = getattr(source, "linked_folders", ())
    return found
