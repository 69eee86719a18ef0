"""Where a vault's files come from: the disk, a git tree, or buffers over another source.

A source lists vault-relative paths with `/` separators and reads bytes. Everything behind it is pure.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
    """Buffers over another source: a buffer replaces the file at its path, or adds one; None removes it."""

    def __init__(self, base: Source, buffers: Mapping[str, bytes | None]) -> None:
        self.base = base
        self.buffers = dict(buffers)
        self.root: str = getattr(base, "root", "")  # the folder on disk, or ""

    def entries(self) -> Iterable[Entry]:
        """The files of `base` and the buffers, without what a buffer replaces or removes."""
        kept = [entry for entry in self.base.entries() if entry.path not in self.buffers]
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
    """The files below a folder. Symlinks that lead outside the vault or back into it are not followed (Obsidian 7)."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.ignore_files: tuple[Entry, ...] = ()  # the `.gitignore` files that the last listing saw

    def entries(self) -> Iterable[Entry]:
        """All files outside dot folders and `node_modules`, and the folders that cannot be listed."""
        found: list[Entry] = []
        ignoring: list[Entry] = []
        folders = [("", self.root)]
        real_root = os.path.realpath(self.root)
        while folders:
            prefix, folder = folders.pop()
            try:
                with os.scandir(folder) as children:
                    listed = list(children)
            except (FileNotFoundError, NotADirectoryError):  # vanished between listing and looking
                continue
            except OSError as error:
                found.append(Entry(prefix, error=error.strerror or str(error)))
                continue
            for child in listed:
                name = child.name
                if name[0] == "." and name != ".gitignore":
                    continue
                try:
                    if name == ".gitignore":
                        ignoring.append(_stamped(prefix + name, child))
                    elif child.is_file(follow_symlinks=False):
                        found.append(_stamped(prefix + name, child))
                    elif child.is_dir(follow_symlinks=False):
                        if name != "node_modules":
                            folders.append((f"{prefix}{name}/", child.path))
                    elif child.is_symlink():
                        self._add_symlink(child, prefix, real_root, found)
                except OSError:  # vanished between listing and looking, or a symlink to nothing
                    continue
        self.ignore_files = tuple(sorted(ignoring))
        return found

    def _add_symlink(self, child: os.DirEntry[str], prefix: str, real_root: str, found: list[Entry]) -> None:
        """A symlink to a file is a file of the vault, unless it leads back into the vault; folders are not followed."""
        if not child.is_file():
            return
        target = os.path.realpath(child.path)
        if target.startswith(real_root + os.sep):
            return
        found.append(_stamped(prefix + child.name, child))

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError where it cannot be read."""
        with open(self.absolute(path), "rb", buffering=0) as file:
            return file.read()

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""
        return os.path.isfile(self.absolute(path))

    def absolute(self, path: str) -> str:
        """The path on disk of a vault path."""
        return os.path.join(self.root, path)


def _stamped(path: str, child: os.DirEntry[str]) -> Entry:
    status = child.stat()
    return Entry(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def is_hidden(path: str) -> bool:
    """Whether a path lies in a dot folder or is a dot file: never indexed by Obsidian (3)."""
    return path.startswith(".") or "/." in path
