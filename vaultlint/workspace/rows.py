"""The findings of one file as bytes.

Findings that stand close to each other show the same lines, in a note of one long line two thousand characters each: a
finding's source is written as what it shares with the one before it, and the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.lint.note_linter import pack_finding, unpack_finding
from vaultlint.workspace.seal import of_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding

_SOURCE, _START = -3, -1  # where a row has the lines that are shown, and where these begin


def pack_findings(findings: Iterable[Finding]) -> bytes:
    """The findings of one file, as JSON without its path."""
    rows = []
    before, start = "", 0
    for finding in findings:
        row = list(pack_finding(finding)[1:])
        source, begins = row[_SOURCE], row[_START]
        skipped = begins - start
        shared = before[skipped:] if 0 <= skipped < len(before) else ""
        if shared and source.startswith(shared):
            row[_SOURCE] = [skipped, source[len(shared) :]]
        rows.append(row)
        before, start = source, begins
    return to_json(rows)


def unpack_findings(path: str, data: bytes) -> list[Finding]:
    """The findings of the file at `path` that `pack_findings` packed."""
    rows: list[list[Any]] = of_json(data)
    before = ""
    for row in rows:
        source = row[_SOURCE]
        if type(source) is list:
            source = row[_SOURCE] = before[source[0] :] + source[1]
        before = source
    return [unpack_finding((path, *row)) for row in rows]
