"""tag-case."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.rules.tags._uses import folded
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Tags, Use


_COLOR = lazy_regex(r"[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}")  # `#FFF`: a tag for Obsidian, but not meant so


class _Step(NamedTuple):
    """One of the names that a nested tag is made of, at `start:end` of the tag."""

    above: str  # the names in front of it, folded
    name: str
    start: int
    end: int


class _Slip(NamedTuple):
    """A step, and how it is mostly written."""

    step: _Step
    right: str


@vault_rule("tags", fix=Applicability.UNSAFE)
def tag_case(tags: Tags, options: NoOptions) -> Iterator[Problem]:
    """One tag in two spellings that differ in case or width only: `#Reading` and `#reading`.

    Obsidian takes tags of different case for one, and shows whichever it has read first; other programs, and queries
    that compare texts, take them for two. Of a nested tag each name is compared by itself. Said once for each note and
    spelling; the spelling that the vault uses most often is the right one. What may be a colour (`#FFF`) is left alone.

    ## Fix

    Writes the commoner spelling, wherever the note has the other one. Unsafe: only you know which one is right.

    ## Bad

    ```md A.md
    A book. #reading
    ```

    ```md B.md
    Another book. #Reading
    ```

    ```md C.md
    A third one. #reading
    ```

    ## Good

    ```md A.md
    A book. #reading
    ```

    ```md B.md
    Another book. #reading
    ```

    ```md C.md
    A third one. #reading
    ```
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for name, times in Counter([use.name for use in tags]).items():
        for step in () if _COLOR.fullmatch(name) else _steps(name):
            key = (step.above, folded(step.name))
            if key not in counts:
                counts[key] = Counter()
            counts[key][step.name] += times
    common = {key: _commonest(spellings) for key, spellings in counts.items() if len(spellings) > 1}
    if common:
        yield from _problems(tags, common)


def _problems(tags: Tags, common: dict[tuple[str, str], str]) -> Iterator[Problem]:
    others: dict[tuple[str, str, str], list[tuple[Use, list[_Slip]]]] = {}
    for use in tags:
        slips = list(_slips(use.name, common))
        if slips:
            end = slips[-1].step.end
            others.setdefault((use.path, use.name[:end], _mended(use.name[:end], slips)), []).append((use, slips))
    for (path, name, right), places in others.items():
        use, slips = places[0]
        start, end = _place(use, slips[0].step, slips[-1].step)
        edits = tuple(
            Edit(*_place(use, step, step), said) for use, slips in places if use.is_plain for step, said in slips
        )
        changes = frozenset({"tags", "properties", "text"})
        fix = (
            Fix(say("write `{text}`", text=right), edits, Applicability.UNSAFE, changes)
            if all(use.is_plain for use, _ in places)
            else None
        )
        message = say(
            "the tag `#{name}` is written `#{right}` elsewhere: decide for one spelling", name=name, right=right
        )
        yield Problem(start, end, message, fix, path=path)


def _slips(name: str, common: dict[tuple[str, str], str]) -> Iterator[_Slip]:
    """The names in a tag that are mostly written otherwise."""
    for step in _steps(name):
        right = common.get((step.above, folded(step.name)), step.name)
        if step.name != right:
            yield _Slip(step, right)


def _mended(name: str, slips: list[_Slip]) -> str:
    for step, right in reversed(slips):
        name = name[: step.start] + right + name[step.end :]
    return name


def _steps(name: str) -> Iterator[_Step]:
    start, above = 0, ""
    for part in name.split("/"):
        yield _Step(above, part, start, start + len(part))
        start += len(part) + 1
        above = f"{above}{folded(part)}/"


def _commonest(spellings: Counter[str]) -> str:
    """The spelling used most; of two used as often, the one in lower case."""
    return min(spellings, key=lambda name: (-spellings[name], name != name.lower(), name))


def _place(use: Use, first: _Step, last: _Step) -> tuple[int, int]:
    return (use.start + first.start, use.start + last.end) if use.is_plain else (use.start, use.end)
