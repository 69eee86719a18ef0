"""The lines of the relation and the topic section, read leniently: rules judge the form.

A relation is a list item with a wiki link, then `；关联理由：<reason>`, then `；说明：<sentence>`. Half-width separators and
stray spaces are accepted here, so that a rule can name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.note import Item, Link, Note, Section
    from vaultlint.settings import Relations


class Relation(NamedTuple):
    """One list item of the relation section.

    `link` is the index in `Note.links` of its first link, or -1. `reason` and `explanation` are None where their label is
    absent; their bounds then equal `end`. `start` is the list marker; `content_start` the item's text.
    """

    start: int
    end: int
    content_start: int
    link: int
    reason: str | None
    reason_start: int
    reason_end: int
    explanation: str | None
    explanation_start: int
    explanation_end: int
    line: int


class Topic(NamedTuple):
    """One list item of the topic section; `link` is the index in `Note.links` of its first link, or -1."""

    start: int
    end: int
    content_start: int
    link: int
    line: int


@lru_cache(maxsize=8)
def _label(label: str) -> re.Pattern[str]:
    """The label with whatever stands for its separator and colon: `；关联理由：`, `; 关联理由 :`."""
    return re.compile(rf"[\s；;，,。]*{re.escape(label)}\s*[：:]\s*")


def read_relations(note: Note, settings: Relations) -> tuple[Relation, ...]:
    """The list items of all relation sections of a note, nested ones left out."""
    if settings.section not in note.text:
        return ()
    relations = []
    for item, link in _section_items(note, settings.section):
        behind = note.links[link].end if link >= 0 else item.content_start
        reason = _label(settings.reason_label).search(note.text, behind, item.end)
        explanation = _label(settings.explanation_label).search(note.text, reason.end() if reason else behind, item.end)
        reason_place = (reason.end(), explanation.start() if explanation else item.end) if reason else (item.end, item.end)
        explanation_place = (explanation.end(), item.end) if explanation else (item.end, item.end)
        relations.append(
            Relation(
                item.start,
                item.end,
                item.content_start,
                link,
                note.text[slice(*reason_place)].strip(" \t；;") if reason else None,
                *reason_place,
                note.text[slice(*explanation_place)].strip() if explanation else None,
                *explanation_place,
                note.line_of(item.start),
            )
        )
    return tuple(relations)


def read_topics(note: Note, section: str) -> tuple[Topic, ...]:
    """The list items of all topic sections of a note, nested ones left out."""
    if section not in note.text:
        return ()
    return tuple(
        Topic(item.start, item.end, item.content_start, link, note.line_of(item.start))
        for item, link in _section_items(note, section)
    )


def _section_items(note: Note, title: str) -> Iterator[tuple[Item, int]]:
    for section in note.sections:
        if section.title == title:
            yield from _items_with_links(note, section)


def _items_with_links(note: Note, section: Section) -> Iterator[tuple[Item, int]]:
    """The items of a section, each with the index of its first link or -1."""
    links = [(index, link) for index, link in enumerate(note.links) if section.start <= link.start < section.end]
    for item in note.items:
        if section.start <= item.start < section.end and item.depth == 0:
            yield item, next((index for index, link in links if _holds(item, link)), -1)


def _holds(item: Item, link: Link) -> bool:
    return item.start <= link.start and link.end <= item.end
