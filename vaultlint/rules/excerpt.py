"""Short quotations for messages."""

from __future__ import annotations


def excerpt(text: str, length: int = 40) -> str:
    """`text` on one line, cut to `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
