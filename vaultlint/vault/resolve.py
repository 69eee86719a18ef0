"""Which file a link opens, exactly as Obsidian does it (`docs/obsidian.md`, items 25–37)."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple


class Resolution(NamedTuple):
    """What a link path leads to.

    `target` is the vault path that Obsidian opens, or None. `candidates` are all files that answer to the name, the
    target first; more than one, with `exact` false, makes the link ambiguous. `exact` says that the link path is the
    whole vault path of the target (with or without `.md`) or a relative one. `escapes` says that it leads out of the vault.
    """

    target: str | None
    candidates: tuple[str, ...] = ()
    exact: bool = False
    escapes: bool = False


_NOTHING = Resolution(None)


def normalize(path: str) -> str:
    """Obsidian's `normalizePath`: `\\` to `/`, repeated and outer slashes dropped, no-break spaces to spaces, NFC (2)."""
    if path.isascii() and "\\" not in path and "//" not in path:
        return path.strip("/")
    path = path.replace("\\", "/").replace("\u00a0", " ").replace("\u202f", " ")
    while "//" in path:
        path = path.replace("//", "/")
    return unicodedata.normalize("NFC", path.strip("/"))


def fold(path: str) -> str:
    """The form in which names are compared: NFC and lower case (25, 34)."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).lower()


class Resolver:
    """Looks up link paths among the files of a vault."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_path: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in paths:
            folded = fold(path)
            self._by_path.setdefault(folded, []).append(path)
            self._by_name.setdefault(folded.rpartition("/")[2], []).append(path)
        self._memo: dict[tuple[str, str], Resolution] = {}

    def resolve(self, link_path: str, source: str) -> Resolution:
        """The file that `link_path`, written in the note `source`, opens. An empty path is the note itself (24)."""
        if not link_path:
            return Resolution(source, (source,), exact=True)
        folder = source.rpartition("/")[0]
        key = (link_path, folder)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._look_up(link_path, folder)
        return found

    def by_name(self, name: str) -> list[str]:
        """All files with this file name, compared as Obsidian does."""
        return self._by_name.get(fold(name), [])

    def _look_up(self, link_path: str, folder: str) -> Resolution:
        if link_path.startswith(("./", "../")) or link_path in (".", ".."):
            return self._relative(link_path, folder)
        if link_path.startswith("/"):
            return self._exact(normalize(link_path)) or _NOTHING
        path = normalize(link_path)
        if not path:
            return _NOTHING
        if "/../" in path or "/./" in path:
            return self._relative(link_path, "")
        found = self._exact(path)
        return found or self._by_suffix(path, folder)

    def _relative(self, link_path: str, folder: str) -> Resolution:
        """`./` and `../`: against the source's folder; the whole path must match (27).

        Whether Obsidian falls back to another note of that name on a miss is not known: the name is looked up too, so
        that no false alarm arises.
        """
        joined = posixpath.normpath(posixpath.join(folder, link_path.replace("\\", "/")))
        if joined == ".." or joined.startswith("../"):
            return Resolution(None, escapes=True)
        found = self._exact(normalize(joined))
        if found:
            return found
        name = joined.rpartition("/")[2]
        return self._by_suffix(normalize(name), folder) if name not in (".", "") else _NOTHING

    def _exact(self, path: str) -> Resolution | None:
        """An exact vault path wins over everything (29)."""
        for folded in _spellings(fold(path)):
            matches = self._by_path.get(folded)
            if matches:
                ordered = _exact_case_first(matches, path)
                return Resolution(ordered[0], ordered, exact=True)
        return None

    def _by_suffix(self, path: str, folder: str) -> Resolution:
        """Files whose path ends with the link path: the source's folder first, then the shortest path string (30–33)."""
        folded = fold(path)
        for spelling in _spellings(folded):
            named = self._by_name.get(spelling.rpartition("/")[2])
            if not named:
                continue
            matches = named if "/" not in spelling else [name for name in named if fold(name).endswith("/" + spelling)]
            if matches:
                prefix = folder + "/" if folder else ""
                ordered = tuple(sorted(matches, key=lambda name: (not name.startswith(prefix), len(name), name)))
                return Resolution(ordered[0], ordered)
        return _NOTHING


def _spellings(folded: str) -> tuple[str, ...]:
    """The names that are looked up: with a dot in the last segment the name itself first, then with `.md` (25, 26)."""
    if "." in folded.rpartition("/")[2]:
        return folded, folded + ".md"
    return (folded + ".md",)


def _exact_case_first(matches: list[str], path: str) -> tuple[str, ...]:
    if len(matches) == 1:
        return (matches[0],)
    wanted = (path, path + ".md")
    return tuple(sorted(matches, key=lambda name: (unicodedata.normalize("NFC", name) not in wanted, name)))
