"""What is shown about what the mouse is over: a preview of a link's target, and pages of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.language import say, say_number, words
from vaultlint.lsp.places import backlinks, link_at
from vaultlint.markdown.layout import lay_out
from vaultlint.paths import is_note
from vaultlint.report.urls import rule_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding
    from vaultlint.lsp.world import Sight
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note

_MOST = 1500  # characters of a preview


def hover(
    sight: Sight, note: Note, offset: int, findings: Iterable[Finding], *, plain: bool = False
) -> tuple[str, int, int] | None:
    """What is to be said of what stands at an offset, and the bounds of that; None where there is nothing to say.

    It is Markdown, or with `plain` a text without marks of our own.
    """
    at = [each for each in findings if each.start <= offset <= max(each.end, each.start)]
    link = link_at(note, offset)
    parts = [_rule(finding, plain=plain) for finding in at]
    if link is not None:
        parts.insert(0, _target(sight, note, link, plain=plain))
    parts = [part for part in dict.fromkeys(parts) if part]
    if not parts:
        return None
    start, end = (link.start, link.end) if link else (at[0].start, at[0].end)
    return ("\n\n" if plain else "\n\n---\n\n").join(parts), start, end


def _rule(finding: Finding, *, plain: bool) -> str:
    """What a finding says, and the page of its rule, in the reader's language."""
    from vaultlint.rules import NAMES, rule_named
    from vaultlint.rules.prose import prose_of

    head = f"{finding.rule}: {finding.message}" if plain else f"**{finding.rule}**: {finding.message}"
    if finding.rule not in NAMES:
        return head
    prose = prose_of(rule_named(finding.rule))
    if plain:
        return f"{head}\n\n{prose.summary}\n\n{rule_url(finding.rule)}"
    return f"{head}\n\n{prose.summary}\n\n{prose.body}\n\n[{finding.rule}]({rule_url(finding.rule)})"


def _target(sight: Sight, note: Note, link: Link, *, plain: bool) -> str:
    """A preview of the section or block that a link opens, and how many notes link to the file."""
    target = sight.resolve(link, note.path).target
    if target is None:
        return words(say("Nothing in the vault is called `{name}`.", name=link.path))
    head = target if plain else f"**{target}**"
    if not is_note(target):
        return head
    preview = preview_of(sight, sight.reader.note(target), link.subpath)
    return "\n\n".join(part for part in (head, preview, linked(sight, target)) if part)


def linked(sight: Sight, path: str) -> str:
    """How many notes link to a note, as a sentence."""
    return words(say_number(backlinks(sight, path), "{n} note links here.", "{n} notes link here."))


def preview_of(sight: Sight, note: Note, subpath: str) -> str:
    """The text of a heading's section or of a block; of a whole note its first wanted section, or its beginning."""
    start, end = _bounds(sight, note, subpath)
    text = note.text[start:end].strip()
    return text if len(text) <= _MOST else text[:_MOST].rstrip() + " …"


def _bounds(sight: Sight, note: Note, subpath: str) -> tuple[int, int]:
    facts = sight.facts(note.path)
    if subpath.startswith("^"):
        wanted = subpath[1:].lower()
        block = next((each for each in note.block_ids if each.name.lower() == wanted), None)
        return _paragraph(note, block.start) if block else (note.body_start, len(note.text))
    heading = sight.find_heading(facts, subpath) if subpath and facts else None
    if heading is not None:
        following = [each.start for each in note.headings if each.start > heading.start and each.level <= heading.level]
        return heading.start, following[0] if following else len(note.text)
    layout = lay_out(note, sight.type_of(note).sections)
    first = layout.found[0][0] if layout.found and layout.found[0] else None
    return (first.start, first.end) if first else (note.body_start, len(note.text))


def _paragraph(note: Note, offset: int) -> tuple[int, int]:
    """The lines around an offset up to blank ones."""
    text = note.text
    start, end = text.rfind("\n\n", 0, offset), text.find("\n\n", offset)
    return max(start, note.body_start), end if end >= 0 else len(text)
