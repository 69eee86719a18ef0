"""Comments that suppress findings: where they go in a note, so that nothing else about it changes.

A comment goes to the end of its finding's line where that is plain text; else one for the whole note goes below the
properties, or to the note's end. Which of these holds is for the caller to try: see `cli.add_ignore`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits
from vaultlint.markdown.parse import parse_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultlint.finding import Finding
    from vaultlint.markdown.note import Note

WAYS = ("line", "top", "end")
_APART = ("fence", "indented-code", "code", "html", "table", "math", "display-math")  # where a comment would be text


def with_comments(path: str, data: bytes, findings: Sequence[Finding], reason: str, way: str) -> bytes:
    """The note with comments for all findings. `way` is one of `WAYS`: by line where that is possible, or by note."""
    note = parse_note(path, data)
    if note.text.encode() != data:  # bytes that are no text would be lost
        return data
    by_line: dict[int, set[str]] = {}
    by_note: set[str] = set()
    for finding in findings:
        if way == "line" and _has_room(note, finding):
            by_line.setdefault(finding.location.row, set()).add(finding.rule)
        else:
            by_note.add(finding.rule)
    edits = [_at_line(note, row, rules - by_note, reason) for row, rules in by_line.items() if rules - by_note]
    if by_note:
        comment = _comment("vaultlint-ignore-file", by_note, reason)
        edits.append(_at_end(note, comment) if way == "end" else _at_top(note, comment))
    return apply_edits(note.text, sorted(edits, key=lambda edit: edit.start)).encode()


def _has_room(note: Note, finding: Finding) -> bool:
    """Whether a comment at the end of the finding's line is a comment, and changes nothing else."""
    start, end = _line(note, finding.location.row)
    text = note.text[start:end]
    within = not note.frontmatter or start >= _behind_properties(note)
    plain = bool(text.strip()) and not text.endswith(("  ", "\\", "|")) and "^" not in text.rpartition(" ")[2]
    apart = any(span.start < end and span.end > start for span in note.spans_of(*_APART))
    one_line = finding.end > 0 and finding.location.row == finding.end_location.row
    blank = not note.text[finding.start : end].strip()  # the comment would take the place of blanks at the end
    return one_line and within and plain and not blank and not apart and not note.in_heading(start)


def _at_line(note: Note, row: int, rules: Iterable[str], reason: str) -> Edit:
    end = _line(note, row)[1]
    return Edit(end, end, f" {_comment('vaultlint-ignore', rules, reason)}")


def _at_top(note: Note, comment: str) -> Edit:
    start = _behind_properties(note)
    line = note.newline
    return Edit(start, start, f"{line if start else ''}{comment}{line}{'' if start else line}")


def _at_end(note: Note, comment: str) -> Edit:
    end, line = len(note.text), note.newline
    ended = note.text.endswith(("\n", "\r")) or not note.text
    return Edit(end, end, f"{'' if ended else line}{line}{comment}{line}")


def _behind_properties(note: Note) -> int:
    """Where the first line behind the properties begins; 0 without any."""
    if not note.frontmatter:
        return 0
    row = note.line_of(note.frontmatter.end)
    start = note.line_starts[row - 1]
    if start == note.frontmatter.end:
        return start
    return note.line_starts[row] if row < len(note.line_starts) else len(note.text)


def _line(note: Note, row: int) -> tuple[int, int]:
    """Where a line begins, and where its text ends."""
    start = note.line_starts[row - 1]
    end = note.line_starts[row] if row < len(note.line_starts) else len(note.text)
    return start, start + len(note.text[start:end].rstrip("\r\n"))


def _comment(mark: str, rules: Iterable[str], reason: str) -> str:
    return f"%% {mark} {', '.join(sorted(rules))}{f': {reason}' if reason else ''} %%"
