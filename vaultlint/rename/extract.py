"""Moving a section of a note into a note of its own; a link or an embed stays in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.footnotes import find_footnotes
from vaultlint.rename.follow import followed, fresh_path, resolvers
from vaultlint.rename.names import new_path, refuse_taken
from vaultlint.rename.recast import Recast, Stretch, refused
from vaultlint.rename.written import display_name
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Span
    from vaultlint.markdown.note import Note
    from vaultlint.rename.recast import Part
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.vault import Vault

Lines = tuple[int, int]
_BLANK = lazy_regex(r"[ \t]*(?:\r\n|\n|\r|\Z)")


def plan_extract(vault: Vault, path: str, subpath: str, new: str, texts: Texts, *, embed: bool = False) -> Recast:
    """Move the section under the heading `subpath` of the note at `path` to `new`, a name or path as for a rename.

    A folder, with `/` at its end, gets a note named as the heading. The heading goes with the section, and so do
    footnotes that only the section uses.
    """
    note = texts.note(path)
    target = new_path(path, new + subpath.rpartition("#")[2] if new.endswith("/") else new)
    refuse_taken(vault, "", target)
    start, end = _section(vault, note, subpath)
    carried, left = _footnotes(note, start, end)
    shape = Recast({target: (), path: (Stretch(path, 0, len(note.text)),)}, {}, texts.before)
    link = _link(vault, path, target, shape, embed=embed)
    rest = _rest(note, start, end, link, carried, left)
    moved: list[Part] = list(_without(note, start, end, left))
    while len(moved) > 1 and not _text(note, moved[-1]).strip():
        moved.pop()
    moved[-1] = _trimmed(note, moved[-1])
    for span in carried:
        moved += [note.newline, Stretch(path, *span)]
    adds = {path: ("link",)}
    return followed(vault, texts, Recast({target: tuple(moved), path: rest}, {}, texts.before, adds=adds))


def _section(vault: Vault, note: Note, subpath: str) -> tuple[int, int]:
    """The lines of a section: from its heading to the last one that is not blank before the next heading."""
    facts = vault.facts(note.path)
    index = facts.outline.find(subpath) if facts else None
    if index is None or subpath.startswith("^"):
        raise VaultlintError(
            str(say("{path} has no heading “{heading}”", path=plain(note.path), heading=plain(subpath)))
        )
    heading = note.headings[index]
    if heading.nested:
        why = str(say("this heading stands in a quote or a list and has no section"))
        raise refused(note.path, note.text, heading.start, why)
    later = (each.start for each in note.headings[index + 1 :] if each.level <= heading.level and not each.nested)
    start = _line_start(note, heading.start)
    limit = next((_line_start(note, each) for each in later), len(note.text))
    end = start + len(note.text[start:limit].rstrip())
    match = _BLANK.match(note.text, end)
    return start, match.end() if match else end


def _text(note: Note, part: Part) -> str:
    return part if isinstance(part, str) else note.text[part.start : part.end]


def _trimmed(note: Note, part: Part) -> Part:
    """A stretch up to the end of its last line that is not blank."""
    if isinstance(part, str):
        return part
    end = part.start + len(note.text[part.start : part.end].rstrip())
    match = _BLANK.match(note.text, end)
    return part._replace(end=min(match.end() if match else end, part.end))


def _line_start(note: Note, offset: int) -> int:
    return note.line_starts[note.line_of(offset) - 1]


def _link(vault: Vault, path: str, target: str, shape: Recast, *, embed: bool) -> str:
    """The link that stays, as Obsidian's settings write one."""
    _, after = resolvers(vault, shape)
    mark, name = "!" if embed else "", display_name(target)
    if not vault.obsidian.markdown_links:
        return f"{mark}[[{fresh_path(target, path, 'wiki', after)}]]"
    from vaultlint.rename.link_edits import destination

    return f"{mark}[{name}]({destination(fresh_path(target, path, 'markdown', after), False)})"


def _rest(note: Note, start: int, end: int, link: str, carried: list[Lines], left: list[Lines]) -> tuple[Part, ...]:
    """What stays of the note: the link as a paragraph of its own, and its own footnotes, but none that went."""
    text, line_end = note.text, note.newline
    row = note.line_of(start)
    is_first = row == 1 or start <= note.body_start
    above = "" if is_first else text[note.line_starts[row - 2] : start]
    before = line_end if above.strip() else ""
    ends = text[end - 1 : end] in ("\n", "\r")
    after = line_end if end < len(text) and not _BLANK.match(text, end) else ""
    parts: list[Part] = [Stretch(note.path, 0, start), before + link + (line_end if ends else "") + after]
    for lines in left:
        parts += ["" if ends else line_end, line_end, Stretch(note.path, *lines)]
    return (*parts, *_without(note, end, len(text), carried))


def _without(note: Note, start: int, end: int, gone: list[Lines]) -> Iterator[Stretch]:
    """The stretches of `start:end` between lines that go."""
    for low, high in gone:
        yield Stretch(note.path, start, low)
        start = high
    yield Stretch(note.path, start, end)


def _footnotes(note: Note, start: int, end: int) -> tuple[list[Lines], list[Lines]]:
    """The lines of footnotes that go with the section, and of those in it that stay with the note that uses them."""
    found = find_footnotes(note)
    inside = {use.name for use in found.uses if start <= use.start < end}
    outside = {use.name for use in found.uses if not start <= use.start < end}
    carried: list[Lines] = []
    left: list[Lines] = []
    for mark in found.definitions:
        is_inside = start <= mark.start < end
        if mark.name not in (outside if is_inside else inside):
            continue
        span = next((each for each in note.spans_of("footnote") if each.start == mark.start), None)
        if mark.name in (inside if is_inside else outside) or span is None or mark.start < start:
            raise refused(note.path, note.text, mark.start, str(say("this footnote is used in both parts of the note")))
        (left if is_inside else carried).append(_lines(note, span))
    return carried, left


def _lines(note: Note, span: Span) -> Lines:
    end = span.start + len(note.text[span.start : span.end].rstrip())
    match = _BLANK.match(note.text, end)
    return _line_start(note, span.start), match.end() if match else end
