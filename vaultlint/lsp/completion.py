"""What can be completed at an offset of a note: a pure function of the vault, the note and the offset."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.lsp.choices import MOST, Choice, tag_choices
from vaultlint.lsp.completing_links import link_choices
from vaultlint.lsp.completing_properties import property_choices
from vaultlint.lsp.matching import fit, name_of
from vaultlint.markdown.layout import lay_out

if TYPE_CHECKING:
    from vaultlint.lsp.world import Sight
    from vaultlint.markdown.note import Note

CALLOUTS = (
    *("note", "abstract", "info", "todo", "tip", "success", "question", "warning", "failure", "danger", "bug"),
    *("example", "quote"),
)
_LINK = lazy_regex(r"\[\[([^\[\]\r\n]*)$")
_TAG = lazy_regex(r"(?:^|[\s(（])#([^\s#!-/:-?@\[-^`{-~]*(?:/[^\s#]*)?)$")
_CALLOUT = lazy_regex(r"^[ \t]*(?:>[ \t]*)+\[!([\w-]*)$")
_SECTION = lazy_regex(r"^##[ \t]+(.*)$")


def complete(sight: Sight, note: Note, offset: int) -> list[Choice]:
    """At most `MOST` choices, the best first."""
    begin = note.text.rfind("\n", 0, offset) + 1
    begin = max(begin, note.text.rfind("\r", 0, offset) + 1)
    line = note.text[begin:offset]
    link = _LINK.search(line)
    if link and not _is_code(note, offset):
        return link_choices(sight, note, offset - len(link[1]), offset, line)[:MOST]
    if note.frontmatter is None or offset > note.frontmatter.end:
        return [] if _is_code(note, offset) else _in_body(sight, note, line, offset)[:MOST]
    return property_choices(sight, note, begin, offset)[:MOST]


def _is_code(note: Note, offset: int) -> bool:
    """Whether an offset lies in code or math, where nothing is a link."""
    kinds = ("fence", "code", "math", "display-math", "indented-code")
    return any(span.start < offset < span.end for span in note.spans_of(*kinds))


def _in_body(sight: Sight, note: Note, line: str, offset: int) -> list[Choice]:
    reason = _reason_typed(sight, note, line, offset)
    if reason is not None:
        reasons = [name_of(each) for each in sight.settings.relations.reasons]
        found = fit(reasons, reason, MOST)
        if not reason:
            found = reasons
        return [Choice(each.text, each.text, offset - len(reason), offset, "reason") for each in found]
    for pattern, choices in ((_CALLOUT, _callouts), (_SECTION, _sections), (_TAG, _tags)):
        match = pattern.search(line)
        if match:
            return choices(sight, note, match[1], offset)
    return []


def _reason_typed(sight: Sight, note: Note, line: str, offset: int) -> str | None:
    """What stands behind the label of a reason up to the offset; None where that is not what is being typed."""
    relations = sight.settings.relations
    label = line.rfind(relations.reason_label)
    if label < 0 or note.section_at(offset) != relations.section:
        return None
    behind = line[label + len(relations.reason_label) :]
    match = re.fullmatch(r"\s*[：:]\s*([^；;，,。\s]*)", behind)
    return match[1] if match else None


def _callouts(_sight: Sight, note: Note, typed: str, offset: int) -> list[Choice]:
    closed = note.text.startswith("]", offset)
    names = fit([name_of(each) for each in CALLOUTS], typed, MOST)
    return [
        Choice(each.text, each.text + ("" if closed else "] "), offset - len(typed), offset, "callout")
        for each in names
    ]


def _sections(sight: Sight, note: Note, typed: str, offset: int) -> list[Choice]:
    """The sections of the note's type that it does not have yet, in their order."""
    layout = lay_out(note, sight.type_of(note).sections)
    names = [name_of(layout.wanted[index].name) for index in layout.absent]
    wanted = typed.casefold()
    found = [each for each in names if wanted in each.folded]
    return [Choice(each.text, each.text, offset - len(typed), offset, "section") for each in found]


def _tags(sight: Sight, _note: Note, typed: str, offset: int) -> list[Choice]:
    return tag_choices(sight, typed, offset)
