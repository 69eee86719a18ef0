"""The gate: what a fix changed in a note besides what it declared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import CHANGES
from vaultlint.fix.aspects import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.fix.reading import Reading

Changes = frozenset[str]


def undeclared_changes(before: Reading, after: Reading, declared: Changes) -> Changes:
    """The members of `CHANGES` in which two states of a note differ although `declared` does not name them."""
    if _same(before, after):
        return frozenset()
    changed = frozenset(name for name in CHANGES - declared if _differs(name, before, after, declared))
    if changed or declared:
        return changed | _lost_emphasis(before, after, declared) | _broken_frontmatter(before, after)
    # Every aspect alone is the same, but not the place where it stands in the text.
    return frozenset() if before.rendering.flow == after.rendering.flow else frozenset({"structure"})


def _same(before: Reading, after: Reading) -> bool:
    """Whether two states render alike and hold the same links, tags, block ids and properties: cheap looks first."""
    if before.head != after.head or before.marks != after.marks:
        return False
    return before.events == after.events or before.rendering == after.rendering


def _differs(name: str, before: Reading, after: Reading, declared: Changes) -> bool:
    aspect: Callable[[Reading, Changes], object] = ASPECTS[name]
    return aspect(before, declared) != aspect(after, declared)


def _lost_emphasis(before: Reading, after: Reading, declared: Changes) -> Changes:
    """A fix may declare that it changes emphasis, but loses some only where it changes the text, too."""
    if "emphasis" not in declared or "text" in declared:
        return frozenset()
    counts = [Counter(kind for kind, _ in reading.rendering.emphasis) for reading in (before, after)]
    return frozenset() if counts[0] <= counts[1] else frozenset({"emphasis"})


def _broken_frontmatter(before: Reading, after: Reading) -> Changes:
    """Properties that could be read must stay readable, whatever was declared."""
    was, now = before.note.frontmatter, after.note.frontmatter
    lost = was is not None and was.error is None and (now is None or now.error is not None)
    return frozenset({"properties"}) if lost else frozenset()
