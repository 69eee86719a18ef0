"""What git's answers about a vault depend on, read without running git, so that it takes no time.

`git_stamps` tells whether git may say something else about renames than before. `Evidence` is a key of everything: the
commits that are asked about, the index, and the configuration, ignore and attribute files that git reads.
Where it cannot be told without git what decides an answer (submodules, replaced objects, revisions that are more than a
name), there is no key, and git is asked.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.disk.read import read_file, stamp_of
from vaultlint.git.locate import locate
from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.git.locate import Place
    from vaultlint.git.repository import Repository

_REVISION = lazy_regex(r"(?!-)([\w./-]+?)((?:[~^]\d*)*)")
_HASH = lazy_regex("[0-9a-f]{40}|[0-9a-f]{64}")
_OF_WORKTREE = lazy_regex("bisect|worktree|rewritten")  # references that each working tree has its own of
_PLACES = ("{}", "refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
_OWN = ("MERGE_HEAD", "config.worktree", "info/sparse-checkout")
_SHARED = ("config", "shallow", "info/exclude", "info/attributes", "info/grafts")
_OF_FOLDERS = (".gitignore", ".gitattributes")
_OF_USER = ("config", "ignore", "attributes")
_OF_SYSTEM = ("/etc/gitconfig", "/etc/gitattributes")
_PASSING = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_EDITOR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_REFLOG_ACTION")
_NAMING_FILES = ("core.excludesfile", "core.attributesfile")
_LARGEST = 256_000_000
_DEEPEST = 5  # references that name another one
_SUBMODULE = "160000"


def git_stamps(folder: str) -> list[list[int]]:
    """Sizes and times of the files in which git notes what it has done and what it ignores.

    They are those of the repository that holds `folder`; without one there are none.
    """
    place = locate(folder)
    if place is None:
        return []
    noted = [os.path.join(place.git_dir, name) for name in ("HEAD", "logs/HEAD", "index")]
    ignoring = [os.path.join(each, ".gitignore") for each in (folder, *_above(place))]
    return [list(stamp_of(file)) for file in (*noted, os.path.join(place.common, "info", "exclude"), *ignoring)]


def _above(place: Place) -> list[str]:
    """The folders that the vault lies in, from the repository's own."""
    names = place.prefix.split("/")[:-1]
    return [os.path.join(place.top, *names[:depth]) for depth in range(len(names))]


class Evidence:
    """What decides git's answers about the vault at `root` and the commit `ref`; `more` are further files."""

    def __init__(self, root: str, ref: str = "HEAD", more: Iterable[str] = ()) -> None:
        self._root, self._ref = root, ref
        self.place = locate(root)
        self.more = sorted(more)

    def parts(self) -> list[bytes] | None:
        """Bytes that differ where an answer may differ; None where that cannot be told."""
        place = self.place
        if place is None or _is_special(place):
            return None
        commits = [self._commit(place, name) for name in ("HEAD", self._ref)]
        if None in commits:
            return None
        about = (place, commits, self._ref, _program(), sorted(_variables()))
        return [repr(about).encode(errors="surrogatepass"), *map(_content, self._files(place))]

    def _files(self, place: Place) -> list[str]:
        """The files whose contents count."""
        return [
            os.environ.get("GIT_INDEX_FILE", ""),
            os.path.join(place.git_dir, "index"),
            *(os.path.join(place.git_dir, name) for name in _OWN),
            *(os.path.join(place.common, name) for name in _SHARED),
            *(os.path.join(folder, name) for folder in _above(place) for name in _OF_FOLDERS),
            *_of_user(),
            *_OF_SYSTEM,
            *self.more,
        ]

    def _commit(self, place: Place, revision: str) -> str | None:
        match = _REVISION.fullmatch(revision)
        if match is None or ".." in revision:
            return None
        if _HASH.fullmatch(match[1]):
            return match[1]
        if _OF_WORKTREE.search(match[1]):
            return None
        found = (_named(place, pattern.format(match[1])) for pattern in _PLACES)
        return next((commit for commit in found if commit), None)


def further_files(repository: Repository) -> list[str] | None:
    """The files besides the usual ones that decide git's answers, as git says; None where there are submodules."""
    from vaultlint.git.command import fields
    from vaultlint.vault.source import is_hidden

    found = []
    for row in fields(repository.git("ls-files", "-z", "--stage", "--", ".")):
        if row.startswith(_SUBMODULE):
            return None
        path = row.partition("\t")[2]
        folder, _, name = path.rpartition("/")
        if name in _OF_FOLDERS and is_hidden(folder):  # the others are listed with the vault
            found.append(os.path.join(repository.root, path))
    rows = iter(fields(repository.git("config", "--list", "--includes", "--show-origin", "-z")))
    for origin, entry in zip(rows, rows, strict=False):
        if not origin.startswith("file:"):
            continue
        file = os.path.join(repository.place.folder, origin.removeprefix("file:"))
        key, _, value = entry.partition("\n")
        found.append(file)
        if key in _NAMING_FILES or (key.startswith("include") and key.endswith(".path")):
            found.append(os.path.join(os.path.dirname(file), os.path.expanduser(value)))
    return sorted(set(found))


def _named(place: Place, name: str) -> str:
    """The hash that a reference holds; "" where there is none."""
    for _ in range(_DEEPEST):
        text = _text(os.path.join(place.git_dir if "/" not in name else place.common, name)).strip()
        if _HASH.fullmatch(text):
            return text
        if not text.startswith("ref: "):
            return _packed(place, name) if not text else ""
        name = text.removeprefix("ref: ")
    return ""


def _packed(place: Place, name: str) -> str:
    text = "\n" + _text(os.path.join(place.common, "packed-refs"))
    end = text.find(f" {name}\n")
    return text[text.rfind("\n", 0, end) + 1 : end] if end >= 0 else ""


def _is_special(place: Place) -> bool:
    """Whether references are kept otherwise, or objects replaced by others."""
    replaced = os.path.join(place.common, "refs", "replace")
    return (
        os.path.isdir(os.path.join(place.common, "reftable"))
        or (os.path.isdir(replaced) and bool(os.listdir(replaced)))
        or " refs/replace/" in _text(os.path.join(place.common, "packed-refs"))
    )


def _of_user() -> Iterator[str]:
    home = os.path.expanduser("~")
    folder = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    yield os.path.join(home, ".gitconfig")
    yield from (os.path.join(folder, "git", name) for name in _OF_USER)


def _variables() -> Iterator[tuple[str, str]]:
    """What the environment tells git."""
    for name, value in os.environ.items():
        if name.startswith("GIT") and not name.startswith(_PASSING):
            yield name, value


def _program() -> tuple[str, int, int]:
    """Which git runs, and when it was installed."""
    for folder in os.get_exec_path():
        path = os.path.join(folder, "git")
        try:
            status = os.stat(path)
        except OSError:
            continue
        return path, status.st_size, status.st_mtime_ns
    return "", 0, 0


def _text(path: str) -> str:
    return _content(path)[1:].decode(errors="surrogateescape")


def _content(path: str) -> bytes:
    """The bytes of a file behind a mark; b"" where there is none."""
    try:
        return b"+" + read_file(path, _LARGEST)
    except OSError:
        return b""
