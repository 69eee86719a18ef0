"""Places as lines and columns of UTF-8 bytes, and all edits of a fix as one: what reviewdog asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits
from vaultlint.report.places import Places

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.workspace.run import Run


class ByteColumns:
    """Reads a note only where a finding's own lines do not hold what is needed.

    Counts on from the last place, so that many findings in one long line do not cost its length each.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._places = Places(run.text_or_nothing)
        self._known = ("", 0, 0, 0)  # path, start of the line, an offset in it, and the bytes before that offset

    def range(self, finding: Finding, start: int, end: int) -> dict[str, Any]:
        """The range `start:end` of the finding's note."""
        return {"start": self._position(finding, start), "end": self._position(finding, end)}

    def merged_edit(self, finding: Finding) -> Edit | None:
        """One edit that does what all edits of the fix do, or None where other notes are edited too."""
        fix = finding.fix
        if fix is None or not fix.edits or any(edit.path not in ("", finding.path) for edit in fix.edits):
            return None
        if len(fix.edits) == 1:
            return fix.edits[0]
        start, end = min(edit.start for edit in fix.edits), max(edit.end for edit in fix.edits)
        shifted = [edit._replace(start=edit.start - start, end=edit.end - start, path="") for edit in fix.edits]
        return Edit(start, end, apply_edits(self._slice(finding, start, end), shifted))

    def _position(self, finding: Finding, offset: int) -> dict[str, int]:
        row, column = self._places.location(finding, "", offset)
        line = offset - column + 1
        path, known_line, known, size = self._known
        if (path, known_line) != (finding.path, line):
            known, size = line, 0
        between = self._slice(finding, min(known, offset), max(known, offset)).encode("utf-8", "surrogatepass")
        size += len(between) if offset >= known else -len(between)
        self._known = (finding.path, line, offset, size)
        return {"line": row, "column": size + 1}

    def _slice(self, finding: Finding, start: int, end: int) -> str:
        first = finding.source_start
        if first <= start and end <= first + len(finding.source):
            return finding.source[start - first : end - first]
        try:
            return self._run.text(finding.path)[start:end]
        except OSError:  # it vanished since it was linted
            return ""
