"""A vault as git has it: the tree of a commit, the index, or only the tracked files of the disk."""

from __future__ import annotations

import os
import subprocess
import weakref
from typing import IO, TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.errors import VaultlintError
from vaultlint.git.command import GitError, command_line, environment, fields, filtering_environment, how_to_fetch
from vaultlint.language import say
from vaultlint.vault.source import DiskSource, Entry, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.git.repository import Repository

_FILES = ("100644", "100755", "100664")
_SUBMODULE = "160000"


class Blobs:
    """Reads blobs by their hash through one `git cat-file --batch`, started when the first one is wanted.

    They are those of a commit, or of the index: `of` is what `Repository.missing` takes. `oids` are those of the files
    by path; what git stores through a filter is given as it is on disk.
    """

    def __init__(self, repository: Repository, of: str, oids: Mapping[str, str]) -> None:
        self._repository = repository
        self._of = of
        self._oids = oids
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, path: str) -> bytes:
        """The content of the file at `path`; an error of the run where the repository does not have it.

        A note that is in the tree but cannot be read must not count as a note that was not there.
        """
        oid = self._oids[path]
        if oid in self._absent:
            raise VaultlintError(say("git does not have the object {oid}: {how}", oid=oid, how=how_to_fetch()))
        if path in self._filtered:
            return self._smudged(path, oid)
        asked, answers = self._pipes()
        asked.write(oid.encode() + b"\n")
        asked.flush()
        header = answers.readline().split()
        if len(header) != 3:
            raise VaultlintError(
                say("git does not have the object {oid}: the repository is damaged; see `git fsck`", oid=oid)
            )
        content = answers.read(int(header[2]))
        answers.read(1)  # the line end that closes an answer
        return content

    def _smudged(self, path: str, oid: str) -> bytes:
        """A file as git would write it to the disk."""
        place = self._repository.place
        command = command_line(("cat-file", "--filters", f"--path={place.prefix}{path}", oid))
        done = subprocess.run(
            command, cwd=place.folder, env=filtering_environment(place), capture_output=True, check=False
        )
        if done.returncode:
            raise VaultlintError(
                say(
                    "the filter that git stores `{path}` through failed, so that its older content cannot be "
                    "compared: see `git cat-file --filters --path={path} {oid}`",
                    path=path,
                    oid=oid,
                )
            )
        return done.stdout

    @cached_property
    def _filtered(self) -> frozenset[str]:
        return self._repository.filtered(self._oids)

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_process": None, "_owner": 0}

    @cached_property
    def _absent(self) -> frozenset[str]:
        """The hashes that a partial clone lacks; git would fetch them if it were asked for one."""
        return self._repository.missing(self._of)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None or self._owner != os.getpid():  # a forked worker must not share the pipes
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                command_line(("cat-file", "--batch")),
                cwd=self._repository.place.folder,
                env=environment(self._repository.place),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            weakref.finalize(self, _end, self._process)
        if self._process.stdin is None or self._process.stdout is None:
            raise GitError("git cat-file has no pipes")
        return self._process.stdin, self._process.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    process.wait()


class TreeSource:
    """The files of a commit, all `tracked`. Symlinks and submodules are left out: their content is not in the tree.

    `folder`, "" or with a `/` at its end, is where the commit has the vault, if not where it is today.
    """

    def __init__(self, repository: Repository, commit: str, folder: str | None = None) -> None:
        self.oids: dict[str, str] = {}
        self.tracked = self.oids
        self.blobs = Blobs(repository, commit, self.oids)
        self.symlinks: list[str] = []
        self.submodules: dict[str, str] = {}
        named = (commit,) if folder is None else ("--full-tree", f"{commit}:{folder.rstrip('/')}")
        for row in fields(repository.git("ls-tree", "-r", "-z", *named)):
            mode, _, rest = row.partition(" ")
            oid, _, path = rest.partition(" ")[2].partition("\t")
            if mode in _FILES:
                self.oids[path] = oid
            elif mode == "120000":
                self.symlinks.append(path)
            elif mode == _SUBMODULE:
                self.submodules[path + "/"] = oid

    def entries(self) -> Iterable[Entry]:
        """The files outside dot folders."""
        return [Entry(path) for path in self.oids if is_listed(path)]

    def read(self, path: str) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none."""
        if path not in self.oids:
            raise FileNotFoundError(path)
        return self.blobs.read(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""
        return path in self.oids


class _OnDisk:
    """What has a folder on disk: symlinks are as they are there."""

    def __init__(self, repository: Repository) -> None:
        self.disk = DiskSource(repository.root)
        self.root = repository.root

    @property
    def leading_out(self) -> frozenset[str]:
        """The symlinks that lead out of the vault."""
        return self.disk.leading_out

    @property
    def linked_folders(self) -> tuple[str, ...]:
        """The folders that are not looked into."""
        return self.disk.linked_folders


class WholeDisk(_OnDisk):
    """The disk, with what a sparse checkout leaves out of it as the index has that."""

    def __init__(self, repository: Repository, index: Index) -> None:
        super().__init__(repository)
        self._index = index
        self._blobs = Blobs(repository, "--indexed-objects", index.oids)

    def entries(self) -> Iterable[Entry]:
        """The files outside dot folders."""
        return [*self.disk.entries(), *(Entry(path) for path in sorted(self._index.left_out) if is_listed(path))]

    def read(self, path: str) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none."""
        return self._blobs.read(path) if path in self._index.left_out else self.disk.read(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""
        return path in self._index.left_out or self.disk.exists(path)


class TrackedSource(_OnDisk):
    """The tracked files of the disk: a link to a file that is not in git is broken for everybody else.

    Files of submodules are as they are on disk.
    """

    def __init__(self, repository: Repository) -> None:
        super().__init__(repository)
        self._index = self.tracked = Index(repository)
        self._files = WholeDisk(repository, self._index)
        self.disk = self._files.disk

    def entries(self) -> Iterable[Entry]:
        """The files outside dot folders."""
        return [entry for entry in self._files.entries() if entry.error or self._index.holds(entry.path)]

    def read(self, path: str) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none."""
        return self._files.read(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""
        return self._index.holds(path) and self._files.exists(path)

    @cached_property
    def not_in_git(self) -> frozenset[str]:
        """The files of the disk that git does not have."""
        return self._index.missing(self.disk.entries())


class IndexSource(_OnDisk):
    """What is staged. Files that are the same on disk are read there: it is faster, and the cache knows them."""

    def __init__(self, repository: Repository) -> None:
        super().__init__(repository)
        self._index = self.tracked = Index(repository)
        self.blobs = Blobs(repository, "--indexed-objects", self._index.oids)
        index, unstaged = self._index, repository.unstaged()
        for path, letter in unstaged.items():
            if letter == "A":
                index.oids.pop(path, None)
        self._differing = frozenset(unstaged) | index.left_out | index.unwatched | _with_other_line_ends(repository)

    def entries(self) -> Iterable[Entry]:
        """The files outside dot folders."""
        same = [
            entry
            for entry in self.disk.entries()
            if entry.path not in self._differing and self._index.holds(entry.path)
        ]
        return same + [Entry(path) for path in sorted(self._differing) if path in self._index.oids and is_listed(path)]

    def read(self, path: str) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none."""
        if path in self._differing and path in self._index.oids:
            return self.blobs.read(path)
        # settings need not be tracked to hold: Obsidian's folder often is not
        if self._index.holds(path) or is_hidden(path):
            return self.disk.read(path)
        raise FileNotFoundError(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""
        return path in self._index.oids or (self._index.holds(path) and self.disk.exists(path))

    @cached_property
    def not_in_git(self) -> frozenset[str]:
        """The files of the disk that git does not have."""
        return self._index.missing(self.disk.entries())


class Index:
    """What the index holds: the blobs of its files, of which a sparse checkout leaves some out, and its submodules.

    Of a file in conflict it has the version of one's own side. git does not look whether the `unwatched` files are the
    same on disk, because it was told so.
    """

    def __init__(self, repository: Repository) -> None:
        self.oids: dict[str, str] = {}
        self.submodules: dict[str, str] = {}
        told = set()
        for row in fields(repository.git("ls-files", "-z", "-v", "--stage", "--", ".")):
            meta, _, path = row.partition("\t")
            tag, mode, oid, stage = meta.split(" ")
            if mode in _FILES and (stage in "02" or path not in self.oids):
                self.oids[path] = oid
                if tag.upper() == "S" or tag.islower():
                    told.add((tag.upper(), path))
            elif mode == _SUBMODULE:
                self.submodules[path + "/"] = oid
        here = {path for _, path in told if os.path.lexists(os.path.join(repository.root, path))}
        self.left_out = frozenset(path for tag, path in told if tag == "S" and path not in here)
        self.unwatched = frozenset(here)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.holds(path)

    def holds(self, path: str) -> bool:
        """Whether git has a file at this path, or leaves it to a submodule."""
        return path in self.oids or path.startswith(tuple(self.submodules))

    def missing(self, entries: Iterable[Entry]) -> frozenset[str]:
        """The paths of `entries` that git does not have."""
        return frozenset(entry.path for entry in entries if not entry.error and not self.holds(entry.path))


def _with_other_line_ends(repository: Repository) -> frozenset[str]:
    """The files whose line ends git makes uniform when it takes them from the disk, so that the two differ."""
    try:
        converts = repository.git("config", "--get", "core.autocrlf").strip() in (b"true", b"input")
    except GitError:
        return frozenset()
    rows = fields(repository.git("ls-files", "-z", "--eol", "--", ".")) if converts else []
    parted = (row.partition("\t") for row in rows)
    return frozenset(path for info, _, path in parted if "w/mixed" in info and "i/mixed" not in info)


def is_listed(path: str) -> bool:
    """Whether a file counts as one of the vault, by its path."""
    return not is_hidden(path) and "node_modules/" not in path
