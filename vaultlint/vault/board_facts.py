"""What is known of a canvas or a base: the facts of a note that has no prose, with what only these have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.language import Sentence, packed_sentence, unpacked_sentence
from vaultlint.values import NamedTuple
from vaultlint.vault.facts import NoteFacts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.markdown.elements import Link


class BoardFault(NamedTuple):
    """What is wrong with the form of a canvas or a base, and where."""

    message: Sentence
    start: int
    end: int


class Named(NamedTuple):
    """Something that a base names exactly: `kind` is `view` (its own), `folder`, `tag` or `property`."""

    kind: str
    name: str
    start: int
    end: int


def board_facts(
    path: str, links: Iterable[Link] = (), named: Iterable[Named] = (), faults: Iterable[BoardFault] = ()
) -> NoteFacts:
    """The facts of the canvas or base at `path`."""
    return NoteFacts(
        path=path,
        type_name="",
        title="",
        title_place=(0, 0),
        aliases=(),
        link_rows=tuple(map(tuple, links)),
        heading_rows=(),
        block_rows=(),
        footnotes=(),
        relation_rows=(),
        topic_rows=(),
        tag_line_rows=(),
        values={},
        named_rows=tuple(map(tuple, named)),
        fault_rows=tuple([(packed_sentence(each.message), *each[1:]) for each in faults]),
    )


def named_in(facts: NoteFacts, kind: str) -> list[Named]:
    """What a base names of one kind, in text order."""
    return [Named(*row) for row in facts.named_rows if row[0] == kind]


def faults_of(facts: NoteFacts) -> list[BoardFault]:
    """What is wrong with the form of a canvas or a base."""
    return [BoardFault(unpacked_sentence(message), *place) for message, *place in facts.fault_rows]
