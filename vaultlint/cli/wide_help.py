"""Help whose characters may be two columns wide, and whose lines may be broken where there is no space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from vaultlint.language import translated
from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.columns import columns, padded
from vaultlint.report.terminal_markdown import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST = 10
_LIMIT = lazy_regex(r"(\[|; )x>(=?)(\d+)\]$")  # how click says, behind the help of an option, that a number is limited


class WideFormatter(click.HelpFormatter):
    """Lays help out by columns of the terminal; headings end with a full-width colon."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage: behind a full-width colon stands no space."""
        super().write_usage(prog, args, translated("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """A heading."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, with a blank line between."""
        indent = " " * self.current_indent
        room = self.width - len(indent)
        paragraphs = [
            part.split("\n")[1:] if part.startswith("\b") else wrapped(part, room) for part in text.split("\n\n")
        ]
        self.write("\n".join("".join(f"{indent}{line}\n" for line in lines) for lines in paragraphs))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms, and beside them what they mean."""
        rows = list(rows)
        first = min(max(columns(term) for term, _ in rows), col_max) + col_spacing
        lead = " " * (self.current_indent + first)
        for term, text in rows:
            lines = wrapped(_LIMIT.sub(_limit, text), max(self.width - len(lead), _LEAST)) or [""]
            if columns(term) > first - col_spacing:
                self.write(f"{'':>{self.current_indent}}{term}\n{lead}{lines[0]}\n")
            else:
                self.write(f"{'':>{self.current_indent}}{padded(term, first)}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{lead}{line}\n" for line in lines[1:]))


def _limit(found: re.Match[str]) -> str:
    """The limit of a number in words."""
    before = "[" if found[1] == "[" else "；"
    return f"{before}{translated('at least' if found[2] else 'more than')} {found[3]}]"
