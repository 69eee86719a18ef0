"""Which findings are new: the difference of two runs as multisets, by what a finding says, not where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultlint.lint.identity import known_by

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from vaultlint.finding import Finding

    Key = Callable[[Finding], Hashable]

_NAMED = re.compile(r"[^\[\]()|#^]+")  # what may be the path of a link


def subtract(
    now: Iterable[Finding], before: Iterable[Finding], renamed: Mapping[str, str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of `now` that `before` did not have, and those of `before` that are gone.

    `renamed` maps the old paths of renamed files to their new ones. A finding is the same by rule, note and text at
    fault. Where several are alike they are paired off in rounds, the surest first, so that the one on the new line, or
    in the section where there was none, is the new one. A finding that stands for more of its fault than is left of the
    old ones is new.
    """
    pairing = _Pairing(now, before)

    def note_of(finding: Finding) -> tuple[str, str]:
        return finding.rule, renamed.get(finding.path, finding.path)

    rewritten = rewriter(renamed)
    pairing.match(
        lambda new: (new.rule, new.path, new.identity, new.section, _line(new)),
        lambda old: (*note_of(old), old.identity, old.section, _line(old)),
    )
    pairing.match(
        lambda new: (new.rule, new.path, known_by(new).text, new.section),
        lambda old: (*note_of(old), known_by(old).text, old.section),
    )
    pairing.match(lambda new: (new.rule, new.path, known_by(new).text), lambda old: (*note_of(old), known_by(old).text))
    if renamed:
        pairing.match(
            lambda new: (new.rule, new.path, known_by(new).text),
            lambda old: (*note_of(old), rewritten(known_by(old).text)),
        )
    return tuple(pairing.new), tuple(pairing.gone())


class _Pairing:
    """Findings that are still to be paired off: `new` ones, and how much of each old one no new one has taken."""

    def __init__(self, now: Iterable[Finding], before: Iterable[Finding]) -> None:
        now, before = list(now), list(before)
        shared = {id(finding) for finding in before} & {id(finding) for finding in now}
        self.new = [finding for finding in now if id(finding) not in shared]
        self._before = [finding for finding in before if id(finding) not in shared]
        self._left = [known_by(finding).amount for finding in self._before]
        self._taken: set[int] = set()

    def match(self, new_key: Key, old_key: Key) -> None:
        """Take the new findings away for which enough is left of the old ones with the same key."""
        if not self.new:
            return
        waiting: dict[Hashable, _Alike] = {}
        for index in reversed(range(len(self._before))):
            if self._left[index]:
                waiting.setdefault(old_key(self._before[index]), _Alike([])).add(index, self._left[index])
        self.new = [new for new in self.new if not self._take(known_by(new).amount, waiting.get(new_key(new)))]

    def _take(self, amount: int, alike: _Alike | None) -> bool:
        """Take `amount` from the old findings `alike`, or nothing where they have not so much."""
        if alike is None or alike.total < amount:
            return False
        alike.total -= amount
        while amount:
            index = alike.waiting[-1]
            part = min(amount, self._left[index])
            self._left[index] -= part
            self._taken.add(index)
            amount -= part
            if not self._left[index]:
                alike.waiting.pop()
        return True

    def gone(self) -> Iterable[Finding]:
        """The old findings of which no new one has taken anything."""
        return (old for index, old in enumerate(self._before) if index not in self._taken)


@dataclass
class _Alike:
    """The numbers of old findings with the same key, the first one last, and how much is left of them together."""

    waiting: list[int]
    total: int = 0

    def add(self, index: int, amount: int) -> None:
        self.waiting.append(index)
        self.total += amount


def _line(finding: Finding) -> str:
    """The line or lines that a finding shows; line ends do not count, because git may turn them round."""
    return finding.source.replace("\r", "")


def rewriter(renamed: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts new paths and names, without `.md`, in place of the old ones that a text at fault names."""
    names = dict(_names(renamed.items()))
    if not names:
        return str

    def today(match: re.Match[str]) -> str:
        path = match[0].removesuffix(".md")
        folder, slash, name = path.rpartition("/")
        return names.get(path) or f"{folder}{slash}{names.get(name, name)}"

    return lambda text: _NAMED.sub(today, text)


def _names(renamed: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for old, new in renamed:
        old, new = old.removesuffix(".md"), new.removesuffix(".md")
        yield old.rpartition("/")[2], new.rpartition("/")[2]
        yield old, new
