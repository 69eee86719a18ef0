"""Did you mean: the files whose names, titles or aliases are nearest to a target that does not exist."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_note, name_of
from vaultlint.values import NamedTuple
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

_CUTOFF, _SHORT_CUTOFF, _SHORT = 60, 75, 6
_ELSEWHERE = 85  # the score of a file in another folder than the one written, if that exists
_FOLDER = 6.0  # what the folders as written count beside the likeness of names, which goes up to 100
_QUERIES = 200  # distinct targets in a run that are looked up; fewer in a large vault
_COMPARISONS = 1_000_000
_SHOWN = 3
_LEAST_SHARED = 3  # letters that two names have in common at their beginnings, and half of the longer one
_LETTERS_A_SLIP = 4  # in a name of so many letters one may be wrong
_DIGITS = lazy_regex(r"\d+")
_MEDIA = {
    "image": {"avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"},
    "audio": {"flac", "m4a", "mp3", "ogg", "wav", "3gp"},
    "video": {"mkv", "mov", "mp4", "ogv", "webm"},
}
_MATCHES = 12  # names that are compared by folder, too


class Near(NamedTuple):
    """A file with a near name; `same` says that only width, case, spaces or encoding differ.

    `score` says how like the nearest of its names is, up to 100, and `titled` that this is its title or an alias.
    """

    path: str
    same: bool
    score: float
    titled: bool = False


def folded(text: str) -> str:
    """The form in which near names are compared: width, case, percent encoding and HTML entities do not count."""
    return _all_folded([text])[0]


def _all_folded(texts: Iterable[str]) -> list[str]:
    """The same for many texts, which is quicker: no letter is composed with one in the next line."""
    decoded = [_decoded(text) if "%" in text or "&" in text or "\n" in text else text for text in texts]
    together = unicodedata.normalize("NFKC", "\n".join(decoded)).casefold().replace("_", " ")
    return [" ".join(text.split()) for text in together.split("\n")]


def _decoded(text: str) -> str:
    if "%" in text:
        from urllib.parse import unquote

        text = unquote(text)
    if "&" in text:
        from html import unescape

        text = unescape(text)
    return text.replace("\n", " ")


class Nearest:
    """The names of a vault's files and folders, to be asked for the nearest ones.

    `names` gives path, title and aliases of each linted note that has any, in path order.
    Who asks for many should ask for no more than `limit` different ones.
    """

    def __init__(self, files: Collection[str], names: Callable[[], Iterable[tuple[str, str, Sequence[str]]]]) -> None:
        self._paths, self._load_names = files, names
        self._memo: dict[tuple[str, bool], tuple[Near, ...]] = {}

    def find(self, link_path: str, *, embed: bool) -> tuple[Near, ...]:
        """At most three files, the nearest first."""
        key = (link_path, embed)
        if key not in self._memo:
            self._memo[key] = self._look_up(link_path, embed)
        return self._memo[key]

    def is_folder(self, path: str) -> bool:
        """Whether a link path is the path of a folder of the vault."""
        return fold(path.strip("./")) in self.folded_folders

    @cached_property
    def folders(self) -> frozenset[str]:
        """The vault paths of all folders in which, or below which, a file stands."""
        folders: set[str] = set()
        for path in self._paths:
            folder = path.rpartition("/")[0]
            while folder and folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(folders)

    @cached_property
    def folded_folders(self) -> frozenset[str]:
        """The same as they are compared."""
        return frozenset(map(fold, self.folders))

    @cached_property
    def limit(self) -> int:
        """How many different targets can be looked up in a reasonable time."""
        return max(20, min(_QUERIES, _COMPARISONS // (len(self._paths) + 1)))

    @cached_property
    def _notes(self) -> dict[str, list[str]]:
        names = _by_folded([(path, name_of(path)) for path in sorted(self._paths) if is_note(path)])
        titles = [(path, text) for path, title, aliases in self._load_names() for text in (title, *aliases) if text]
        for name, paths in _by_folded([(path, text) for path, text in titles if text != name_of(path)]).items():
            names[name] = [*dict.fromkeys((*names.get(name, ()), *paths))]
        return names

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        return _by_folded([(path, _stem(path)) for path in sorted(self._paths) if not is_note(path)])

    def _look_up(self, link_path: str, embed: bool) -> tuple[Near, ...]:
        from rapidfuzz import fuzz, process

        folder, _, name = link_path.replace("\\", "/").rstrip("/").rpartition("/")
        is_file = not is_note(name) and _extension(name) in self._extensions
        names = self._files if is_file or (embed and self._files and "." in name) else self._notes
        wanted = folded(_stem(name) if is_file or is_note(name) else name)
        if not any(character.isalpha() for character in wanted):  # one date is not meant for another
            return ()
        cutoff = _SHORT_CUTOFF if len(wanted) <= _SHORT else _CUTOFF
        rows = process.extract(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=_MATCHES)
        matches = [row for row in rows if is_plausible(wanted, row[0])]
        elsewhere = _ELSEWHERE if self.is_folder(folder) else 0
        found: dict[str, Near] = {}
        for match, score, _ in matches:
            for path in names[match]:
                if is_note(path) or _kind(path) == _kind(name):
                    titled = is_note(path) and folded(path.rpartition("/")[2][:-3]) != match
                    if score >= elsewhere or _likeness(folder, path):
                        found.setdefault(path, Near(path, match == wanted, score, titled))
        return tuple(sorted(found.values(), key=lambda near: _order(near, folder)))[:_SHOWN]

    @cached_property
    def _extensions(self) -> frozenset[str]:
        return frozenset(_extension(path) for path in self._paths if not is_note(path))


def _by_folded(rows: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Paths by the folded form of the texts beside them."""
    names: dict[str, list[str]] = {}
    for (path, _), name in zip(rows, _all_folded([text for _, text in rows]), strict=bool(rows)):
        names.setdefault(name, []).append(path)
    return names


def is_plausible(wanted: str, name: str) -> bool:
    """Whether somebody who wrote one folded name may have meant the other.

    They begin alike or differ in few letters. Not where their numbers differ: one date, one version or one
    time-stamped picture is not meant for another.
    """
    if wanted == name:
        return True
    if _DIGITS.findall(wanted) != _DIGITS.findall(name):
        return False
    shortest, longest = sorted((len(wanted), len(name)))
    if sorted(wanted.replace("-", " ").split()) == sorted(name.replace("-", " ").split()):
        return True
    shared = next((index for index, pair in enumerate(zip(wanted, name, strict=False)) if pair[0] != pair[1]), shortest)
    if shared >= _LEAST_SHARED and shared * 2 >= longest and shared * 5 >= shortest * 4:
        return True  # the one is nearly the beginning of the other
    words, others = wanted.split(), name.split()
    if len(words) == len(others) > 1:  # one word is not meant for another, be the names as long as they may
        return all(_is_slip(*pair) for pair in zip(words, others, strict=True))
    return _is_slip(wanted, name)


def _is_slip(written: str, meant: str) -> bool:
    """Whether few letters differ, in proportion."""
    from rapidfuzz.distance import OSA

    return OSA.distance(written, meant) <= max(1, max(len(written), len(meant)) // _LETTERS_A_SLIP)


def _kind(path: str) -> str:
    """The kind of a file: its medium, or its extension."""
    extension = _extension(path)
    return next((medium for medium, extensions in _MEDIA.items() if extension in extensions), extension)


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _extension(path: str) -> str:
    return path.rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""


def _likeness(folder: str, path: str) -> float:
    """Which share of the folders as written the path has."""
    written = set(folded(folder).split("/"))
    return len(written & set(folded(path).split("/")[:-1])) / len(written) if folder else 0.0


def _order(near: Near, folder: str) -> tuple[bool, float, str]:
    return not near.same, -round(near.score + _FOLDER * _likeness(folder, near.path)), near.path
