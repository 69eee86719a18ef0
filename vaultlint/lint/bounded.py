"""A bound on the findings that are listed for one rule in one note: nobody reads the hundred-thousandth."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from vaultlint.language import say
from vaultlint.markdown.generated import generated_regions
from vaultlint.markdown.suppressions import may_suppress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.finding import Problem, Severity

MOST_LISTED = 5_000


def may_hide(text: str) -> bool:
    """Whether some of what is found in a text may not be shown at all: then the first ones are not enough to know."""
    return may_suppress(text) or bool(generated_regions(text))


def bounded(problems: Iterable[Problem], most: int) -> list[Problem]:
    """The first `most` problems; where there are more, the last one says so."""
    listed = list(islice(problems, most + 1))
    if len(listed) > most:
        listed.pop()
        said = say(
            "{message} (there are more; of one rule, {most} findings are listed in a note)",
            message=listed[-1].message,
            most=f"{most:,}",
        )
        listed[-1] = listed[-1]._replace(message=said)
    return listed


def bounded_by_rule(
    found: Iterable[tuple[Problem, str, Severity]], most: int
) -> Iterator[tuple[Problem, str, Severity]]:
    """The first `most` problems of each rule, whose name and severity stand beside them; a rule's stand together."""
    for _, group in groupby(found, itemgetter(1)):
        rows = list(group)
        problems = bounded([problem for problem, _, _ in rows], most)
        yield from ((problem, *row[1:]) for problem, row in zip(problems, rows, strict=False))
