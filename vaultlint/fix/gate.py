"""The gate: what a fix changed in a note besides what it declared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import CHANGES, named_characters
from vaultlint.fix.aspects import ASPECTS, texts
from vaultlint.markdown.rendering import GAP, shown
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.finding import Edit
    from vaultlint.fix.reading import Reading

Changes = frozenset[str]


class Exchange(NamedTuple):
    """The visible characters that edits take out of a text and put into it."""

    taken: str
    put: str

    @classmethod
    def of(cls, text: str, edits: Iterable[Edit]) -> Exchange:
        """What `edits` exchange in `text`."""
        made = set(edits)
        taken = "".join([text[edit.start : edit.end] for edit in made])
        return cls(shown(taken), shown("".join([edit.content for edit in made])))


def undeclared_changes(before: Reading, after: Reading, declared: Changes, exchange: Exchange | None = None) -> Changes:
    """The members of `CHANGES` in which two states of a note differ although `declared` does not name them.

    `exchange` is what the edits between the two take out and put in: where `text` is declared, only that may differ.
    """
    if _same(before, after):
        return frozenset()
    changed = frozenset(name for name in CHANGES - declared if _differs(name, before, after, declared))
    if exchange is not None and "text" in declared and not _is_explained(before, after, declared, exchange):
        changed |= {"text"}
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


def _is_explained(before: Reading, after: Reading, declared: Changes, exchange: Exchange) -> bool:
    """Whether the texts differ in nothing but what is exchanged, and the characters that are declared besides.

    No character may vanish or appear more often than the edits take it out or put it in, and all others must stand in
    the order they had. The words in links count or not, where links may change.
    """
    free = set(named_characters(declared))
    if declared & {"links", "embeds"}:
        free.add(GAP)  # words of a link and words beside it are not taken for neighbours
    taken, put = Counter(exchange.taken), Counter(exchange.put)
    exchanged = dict.fromkeys(map(ord, {*taken, *put, *free}))
    for old, new in zip(texts(before, declared), texts(after, declared), strict=True):
        was, now = Counter(old), Counter(new)
        counted = not any(each not in free for each in (was - now - taken) + (now - was - put))
        if counted and ("structure" in declared or old.translate(exchanged) == new.translate(exchanged)):
            return True
    return False


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
