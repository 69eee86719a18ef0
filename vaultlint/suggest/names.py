"""The names of notes, and where a text has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.vault.facts import NoteFacts

_LEAST = 2  # characters of a name; a single one is a letter or a particle far more often than a name
_INDEXES = ("readme", "index", "home", "目录", "索引")  # names of a note about its folder, which are words elsewhere
# Words that hold sentences together: a note may be called so, but who writes one does not think of that note.
_SAID = """\
a an the of to in on at by for from with and or not no is are be was were it its this that these those as if then
than so but into onto over under up down out off how what when where which who why can will may do does all any
each more most other some such only own same too very just here there now we you he she they
der die das und oder im am zu von mit für auf aus bei nach ist ein eine nicht
le la les de des du et ou un une en au aux est pour par sur dans
el los las del y o una es por para con que se il lo gli di da e em na os как что это на по не
"""
_PARTICLES = frozenset(_SAID.split())
# Letters of scripts that put spaces between words, and katakana: a name that begins or ends with one is a whole word.
_WORD = lazy_regex(
    r"[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u309f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
_HANGUL = lazy_regex("[\uac00-\ud7a3]")  # words begin behind a space, and end with particles
UNSHOWN = lazy_regex(r"[\[\]|\r\n]|%%")  # what cannot be shown in a wiki link


class Names:
    """The names of all notes, for finding the longest of them at a place of a text."""

    def __init__(self, notes: Iterable[NoteFacts]) -> None:
        self._targets: dict[str, list[str]] = {}
        for note in notes:
            for name in {_folded(name) for name in _names(note) if _is_telling(name) and can_be_linked(note.path)}:
                self._targets.setdefault(name, []).append(note.path)
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(self._targets, key=len, reverse=True):
            self._by_start.setdefault(name[:_LEAST], []).append(name)

    def found_in(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Start, end and notes of each name in `text`: the longest at its place, and never a part of another one."""
        folded, start = _folded(text), 0
        for at, key in enumerate(map(str.__add__, folded, folded[1:])):
            if at < start or key not in self._by_start:
                continue
            for name in self._by_start[key]:
                end = at + len(name)
                if folded.startswith(name, at) and _is_whole(folded, at, end) and _is_name(text[at:end], name):
                    start = end
                    yield at, end, tuple(self._targets[name])
                    break


def can_be_linked(path: str) -> bool:
    """Whether a wiki link can name the path."""
    return not UNSHOWN.search(path) and "#" not in path and "^" not in path


def _names(note: NoteFacts) -> Iterator[str]:
    yield note.name
    if note.title:
        yield note.title
    yield from (alias for alias, _, _ in note.aliases)


def _is_telling(name: str) -> bool:
    """Whether a name can be recognised in a text: long enough, with letters, and not what every folder has."""
    return len(name.strip()) >= _LEAST and any(map(str.isalpha, name)) and name.lower() not in _INDEXES


def _is_name(written: str, folded: str) -> bool:
    """Whether a text is meant as a name: `IT` is one where `it` is none."""
    return folded not in _PARTICLES or written.isupper()


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the text between is no part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _HANGUL.match(text[start]):
        return not _HANGUL.match(before)
    return not (_joins(before, text[start]) or _joins(text[end - 1], after))


def _joins(one: str, other: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    return bool(_WORD.match(one) and _WORD.match(other))


def _folded(text: str) -> str:
    """Lower case, character by character, so that positions stay."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
