"""Which names fit what was typed: Chinese by any part of a name, others also by the initials of their words."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_WORD = lazy_regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]")


class Name(NamedTuple):
    """A name with the forms in which it is compared; `value` is what it stands for."""

    text: str
    folded: str
    initials: str
    value: str


def name_of(text: str, value: str = "") -> Name:
    """The name `text`, which stands for `value`, or for itself."""
    initials = "".join([word[0] for word in _WORD.findall(text)]) if not text.isdigit() else ""
    return Name(text, text.casefold(), initials.casefold(), value or text)


def fit(names: Iterable[Name], query: str, most: int, weight: Callable[[Name], int] | None = None) -> list[Name]:
    """At most `most` of the names, the best first: what begins so, then what contains it, then what it abbreviates.

    Among those that fit as well, the ones with the larger `weight` come first.
    """
    wanted = query.casefold().strip()
    heavy = weight or (lambda _: 0)
    if not wanted:
        return nsmallest(most, names, key=lambda name: (-heavy(name), len(name.text), name.text))
    short = wanted if 1 < len(wanted) <= 6 and wanted.isalnum() else "\0"
    found = [name for name in names if wanted in name.folded or name.initials.startswith(short)]
    return nsmallest(most, found, key=lambda name: (_rank(name, wanted), -heavy(name), len(name.text), name.text))


def _rank(name: Name, wanted: str) -> int:
    if name.folded == wanted:
        return 0
    if name.folded.startswith(wanted):
        return 1
    return 2 if wanted in name.folded else 3
