"""Which file a link opens, exactly as Obsidian does it (`docs/obsidian.md`, items 2, 25–37)."""

from __future__ import annotations

import posixpath
import unicodedata
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Resolution(NamedTuple):
    """What a link path leads to.

    `target` is the vault path that Obsidian opens, or None. `candidates` are all files that answer to the name, the
    shortest path first, so that the target may stand anywhere among them; more than one, with `exact` false, makes the
    link ambiguous. `exact` says that the link path is the whole vault path of the target (with or without `.md`) or a
    relative one. `escapes` says that it leads out of the vault.
    """

    target: str | None
    candidates: tuple[str, ...] = ()
    exact: bool = False
    escapes: bool = False


_NOTHING = Resolution(None)
_ESCAPES = Resolution(None, escapes=True)


def normalize(path: str) -> str:
    """Obsidian's `normalizePath`: `\\` to `/`, repeated and outer slashes dropped, plain spaces, NFC (2)."""
    if "\\" in path:
        path = path.replace("\\", "/")
    while "//" in path:
        path = path.replace("//", "/")
    path = path.strip("/")
    return path if path.isascii() else _composed(path)


def fold(path: str) -> str:
    """The form in which names are compared: NFC, no-break spaces as spaces, and lower case (2, 25, 34)."""
    return path.lower() if path.isascii() else _composed(path).lower()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ").replace("\u202f", " "))


class Resolver:
    """Looks up link paths among the files of a vault. Time stays linear even among ten thousand `README.md`."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)
        self._by_path: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        ordered = sorted(self._files, key=lambda path: (len(path), path))
        together = fold("\0".join(ordered)).split("\0")  # no letter is composed with one beyond, nor changes its case
        for path, folded in zip(ordered, together, strict=bool(ordered)):
            self._by_path.setdefault(folded, []).append(path)
            self._by_name.setdefault(folded.rpartition("/")[2], []).append(path)
        self._suffixes: dict[str, dict[str, list[str]]] = {}
        self._candidates: dict[str, _Candidates] = {}
        self._memo: dict[tuple[str, str], Resolution] = {}

    def resolve(self, link_path: str, source: str) -> Resolution:
        """The file that `link_path`, written in the note `source`, opens. An empty path is the note itself (24)."""
        if not link_path:
            return Resolution(source, (source,), exact=True)
        folder = source.rpartition("/")[0]
        key = (link_path, folder)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._as_written(link_path) or self._look_up(link_path, folder)
        return found

    def __len__(self) -> int:
        return len(self._files)

    def whole(self, path: str) -> Resolution:
        """The file at a whole vault path with its extension, as canvases name files; case and Unicode form apart."""
        if path in self._files:
            return Resolution(path, (path,), exact=True)
        matches = self._by_path.get(fold(path))
        return Resolution(matches[0], tuple(matches), exact=True) if matches else _NOTHING

    def by_name(self, name: str) -> list[str]:
        """All files with this file name, compared as Obsidian does, the shortest path first."""
        return self._by_name.get(fold(name), [])

    def _as_written(self, link_path: str) -> Resolution | None:
        """The common case: the link path is a vault path, letter by letter."""
        path = link_path + ".md"
        if link_path in self._files and "." in link_path.rpartition("/")[2]:
            path = link_path
        elif path not in self._files:
            return None
        return Resolution(path, (path,), exact=True)

    def _look_up(self, link_path: str, folder: str) -> Resolution:
        slashed = link_path.replace("\\", "/")
        if slashed.startswith(("./", "../")) or slashed in (".", ".."):
            return self._relative(slashed, folder)
        path = normalize(slashed)
        if slashed.startswith("/"):
            return self._exact(path) or _NOTHING
        if not path:
            return _NOTHING
        segments = path.split("/")
        if "." in segments or ".." in segments:
            from_root = self._relative(path, "")
            return from_root if from_root.target else self._relative(path, folder)
        if not any(name in self._by_name for name in _spellings(fold(segments[-1]))):
            return _NOTHING  # as for nearly all links that lead nowhere
        return self._exact(path) or self._by_suffix(path, folder)

    def _relative(self, path: str, folder: str) -> Resolution:
        """`./` and `../`: against the source's folder; the whole path must match (27)."""
        joined = posixpath.normpath(posixpath.join(folder, path))
        if joined == ".." or joined.startswith("../"):
            return _ESCAPES
        return self._exact(normalize(joined)) or _NOTHING

    def _exact(self, path: str) -> Resolution | None:
        """An exact vault path wins over everything (29); of names that differ by case only, the one written (9)."""
        for spelling in _spellings(fold(path)):
            matches = self._by_path.get(spelling)
            if matches:
                target = next((name for name in matches if _composed(name) in (path, path + ".md")), matches[0])
                return Resolution(target, tuple(matches), exact=True)
        return None

    def _by_suffix(self, path: str, folder: str) -> Resolution:
        """Files whose path ends with the link path, at a `/` (30)."""
        for spelling in _spellings(fold(path)):
            found = self._candidates.get(spelling)
            if found is None:
                found = self._candidates[spelling] = _Candidates(self._ending_with(spelling))
            if found.shortest:
                return Resolution(self._preferred(found, path, folder), found.shortest)
        return _NOTHING

    def _ending_with(self, spelling: str) -> list[str]:
        name = spelling.rpartition("/")[2]
        if name == spelling:
            return self._by_name.get(name, [])
        if name not in self._suffixes:
            self._suffixes[name] = _by_suffix_of(self._by_name.get(name, ()))
        return self._suffixes[name].get(spelling, [])

    def _preferred(self, found: _Candidates, path: str, folder: str) -> str:
        """The source's folder first, with what lies below it, then the shortest path string (31–33)."""
        if len(found.shortest) == 1:
            return found.shortest[0]
        below = found.below(folder) if folder else []
        nearest = below or found.shortest
        equals = takewhile(lambda name: len(name) == len(nearest[0]), nearest)
        return next((name for name in equals if name.endswith((path, path + ".md"))), nearest[0])


class _Candidates:
    """The files that answer to one name: by the length of their paths, and by path."""

    def __init__(self, shortest: Sequence[str]) -> None:
        self.shortest = tuple(shortest)
        self._sorted = sorted(shortest)

    def below(self, folder: str) -> list[str]:
        """Those in a folder or below it, the shortest path first."""
        low = bisect_left(self._sorted, folder + "/")
        high = bisect_left(self._sorted, folder + "0", low)  # `0` follows `/`
        return sorted(self._sorted[low:high], key=lambda path: (len(path), path))


def _by_suffix_of(paths: Iterable[str]) -> dict[str, list[str]]:
    """Paths, in their order, by each of their endings that starts behind a `/`, and by themselves; folded."""
    found: dict[str, list[str]] = {}
    for path in paths:
        rest = fold(path)
        while rest:
            found.setdefault(rest, []).append(path)
            rest = rest.partition("/")[2]
    return found


def _spellings(folded: str) -> tuple[str, ...]:
    """The names that are looked up: with a dot in the last segment the name itself first, then with `.md` (25, 26)."""
    if "." in folded.rpartition("/")[2]:
        return folded, folded + ".md"
    return (folded + ".md",)
