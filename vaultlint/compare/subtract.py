"""Which findings are new: the difference of two runs as multisets, by what a finding says, not where it stands."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.lint.identity import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from vaultlint.finding import Finding
    from vaultlint.lint.identity import Known

    Key = Callable[[Finding, Known], Hashable]

_NAMED = lazy_regex(r"[^\[\]()|#^]+")  # what may be the path of a link


def subtract(
    now: Iterable[Finding], before: Iterable[Finding], renamed: Mapping[str, str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of `now` that `before` did not have, and those of `before` that are gone.

    `renamed` maps the old paths of renamed files to their new ones. A finding is the same by rule, note and text at
    fault. Where several are alike they are paired off in rounds, the surest first, so that the one on the new line, or
    in the section where there was none, is the new one. A finding that stands for more of its faults than is left of
    the old ones is new, and what it grew from is not gone.
    """
    pairing = _Pairing(now, before)

    def note_of(known: Known) -> tuple[str, str]:
        return known.rule, renamed.get(known.path, known.path)

    def by_text(text_of: Callable[[str], str]) -> Key:
        return lambda _, known: (*note_of(known), text_of(known.text))

    pairing.match(
        lambda new, known: (known.rule, known.path, known.text, known.amount, new.section, _line(new)),
        lambda old, known: (*note_of(known), known.text, known.amount, old.section, _line(old)),
    )
    pairing.match(
        lambda new, known: (known.rule, known.path, known.text, new.section),
        lambda old, known: (*note_of(known), known.text, old.section),
    )
    keys = [by_text(str), by_text(rewriter(renamed))] if renamed else [by_text(str)]
    for key in keys:
        pairing.match(_by_text, key)
    for key in keys:
        pairing.keep(_by_text, key)
    return tuple(pairing.new), tuple(pairing.gone())


def _by_text(_: Finding, known: Known) -> Hashable:
    return known.rule, known.path, known.text


class _Pairing:
    """Findings that are still to be paired off: `new` ones, and how much of each old fault no new one has taken.

    A key is made of a finding and of one fault that it stands for.
    """

    def __init__(self, now: Iterable[Finding], before: Iterable[Finding]) -> None:
        now, before = list(now), list(before)
        shared = {id(finding) for finding in before} & {id(finding) for finding in now}
        self.new = [finding for finding in now if id(finding) not in shared]
        self._before = [finding for finding in before if id(finding) not in shared]
        self._old = [(number, known) for number, old in enumerate(self._before) for known in faults_of(old)]
        self._left = [known.amount for _, known in self._old]
        self._kept: set[int] = set()

    def match(self, new_key: Key, old_key: Key) -> None:
        """Take the new findings away for which enough is left of the old ones with the same keys."""
        if not self.new:
            return
        waiting: dict[Hashable, _Alike] = {}
        for index in reversed(range(len(self._old))):
            if self._left[index]:
                waiting.setdefault(self._key(old_key, index), _Alike([])).add(index, self._left[index])
        self.new = [new for new in self.new if not self._take(_wanted(new, new_key), waiting)]

    def keep(self, new_key: Key, old_key: Key) -> None:
        """Count the old findings as still there of which a new one has the same key, and more of it."""
        grown = {key for new in self.new for key in _wanted(new, new_key)}
        self._kept.update(number for index, (number, _) in enumerate(self._old) if self._key(old_key, index) in grown)

    def _key(self, old_key: Key, index: int) -> Hashable:
        number, known = self._old[index]
        return old_key(self._before[number], known)

    def _take(self, wanted: Counter[Hashable], waiting: Mapping[Hashable, _Alike]) -> bool:
        """Take what is wanted by each key from the old findings, or nothing where they have not so much."""
        if any(key not in waiting or waiting[key].total < amount for key, amount in wanted.items()):
            return False
        for key, amount in wanted.items():
            self._take_from(waiting[key], amount)
        return True

    def _take_from(self, alike: _Alike, amount: int) -> None:
        alike.total -= amount
        while amount:
            index = alike.waiting[-1]
            part = min(amount, self._left[index])
            self._left[index] -= part
            self._kept.add(self._old[index][0])
            amount -= part
            if not self._left[index]:
                alike.waiting.pop()

    def gone(self) -> Iterable[Finding]:
        """The old findings of which nothing is there any more."""
        return (old for number, old in enumerate(self._before) if number not in self._kept)


def _wanted(new: Finding, key: Key) -> Counter[Hashable]:
    """How much a new finding needs of the old ones, by their keys."""
    wanted: Counter[Hashable] = Counter()
    for known in faults_of(new):
        wanted[key(new, known)] += known.amount
    return wanted


@dataclass
class _Alike:
    """The numbers of old faults with the same key, the first one last, and how much is left of them together."""

    waiting: list[int]
    total: int = 0

    def add(self, index: int, amount: int) -> None:
        self.waiting.append(index)
        self.total += amount


def _line(finding: Finding) -> str:
    """The line or lines that a finding shows; line ends do not count, because git may turn them round."""
    return finding.source.replace("\r", "")


def rewriter(renamed: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts new paths and names in place of the old ones that a text at fault names."""
    names = dict(_names(renamed.items()))
    if not names:
        return str

    def today(match: re.Match[str]) -> str:
        path = match[0].removesuffix(".md")
        folder, slash, name = path.rpartition("/")
        return (names.get(path) or f"{folder}{slash}{names.get(name, name)}") + match[0][len(path) :]

    return lambda text: _NAMED.sub(today, text)


def _names(renamed: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for old, new in renamed:
        old, new = old.removesuffix(".md"), new.removesuffix(".md")
        yield old.rpartition("/")[2], new.rpartition("/")[2]
        yield old, new
