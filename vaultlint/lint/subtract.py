"""Which findings are new: the difference of two runs as multisets, by what a finding says, not where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultlint.finding import Finding
    from vaultlint.lint.engine import Run

Pairing = tuple[list["Finding"], list["Finding"]]


def subtract(now: Run, before: Run, renamed: Mapping[str, str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of `now` that `before` did not have, and those of `before` that are gone.

    `renamed` maps the old paths of renamed files to their new ones. Findings are paired off in rounds, the surest pairs
    first, so that of several alike the one on the new line is the new one.
    """
    shared = {id(finding) for finding in before.findings} & {id(finding) for finding in now.findings}
    left: Pairing = (
        [finding for finding in now.findings if id(finding) not in shared],
        [finding for finding in before.findings if id(finding) not in shared],
    )

    def today(path: str) -> str:
        return renamed.get(path, path)

    left = _pair_off(left, lambda new: (_key(new), new.source), lambda old: (_key(old, today), old.source))
    left = _pair_off(left, _key, lambda old: _key(old, today))
    if all(left):
        left = _pair_off(left, *_lenient_keys(now, before, renamed))
    return tuple(left[0]), tuple(left[1])


def _pair_off(left: Pairing, new_key: Callable[[Finding], Any], old_key: Callable[[Finding], Any]) -> Pairing:
    """What is left of the new and the old findings when those with equal keys have been paired off."""
    waiting: dict[Any, list[Finding]] = {}
    for old in reversed(left[1]):
        waiting.setdefault(old_key(old), []).append(old)
    rest = []
    for new in left[0]:
        alike = waiting.get(new_key(new))
        if alike:
            alike.pop()
        else:
            rest.append(new)
    gone = {id(old) for alike in waiting.values() for old in alike}
    return rest, [old for old in left[1] if id(old) in gone]


def _key(finding: Finding, today: Callable[[str], str] = str) -> tuple[str, str, str]:
    """Rule, path and identity; line ends do not count, because git may turn them round."""
    return finding.rule, today(finding.path), finding.identity.replace("\r", "")


def _lenient_keys(
    now: Run, before: Run, renamed: Mapping[str, str]
) -> tuple[Callable[[Finding], Any], Callable[[Finding], Any]]:
    """Keys that see through a section that got another heading, and through the new name of a renamed note."""
    was = {new: old for old, new in renamed.items()}
    rewrite = _rewriter(renamed)

    def subject(finding: Finding) -> str:
        return finding.identity.partition("\x1f")[2].replace("\r", "")

    def new_key(new: Finding) -> tuple[str, str, str, str]:
        section = _lasting(new.section, before, was.get(new.path, new.path))
        return new.rule, new.path, section, subject(new)

    def old_key(old: Finding) -> tuple[str, str, str, str]:
        path = renamed.get(old.path, old.path)
        return old.rule, path, _lasting(old.section, now, path), rewrite(subject(old))

    return new_key, old_key


def _lasting(section: str, other: Run, path: str) -> str:
    """The section, or "\\x1f" if the note at `path` of the other run has none of that title."""
    note = other.vault.notes.get(path)
    if note is None or not section or any(heading.text == section for heading in note.headings):
        return section
    return "\x1f"


def _rewriter(renamed: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts new paths and names, without `.md`, in place of the old ones."""
    names = dict(_names(renamed.items()))
    if not names:
        return str
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda match: names[match[0]], text)


def _names(renamed: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for old, new in renamed:
        old, new = old.removesuffix(".md"), new.removesuffix(".md")
        yield old.rpartition("/")[2], new.rpartition("/")[2]
        yield old, new
