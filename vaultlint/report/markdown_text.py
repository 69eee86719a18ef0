"""Pieces of Markdown that show text from notes as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ACTIVE = lazy_regex(r"[\\`*_\[\]<>|~$!=^]|&(?=[#\w])")
_MENTION = lazy_regex(r"([@#])(?=\w)")
_LISTED = 50  # items of a folded list; the rest is counted


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is, on one line, and GitHub notifies nobody."""
    return _MENTION.sub(r"\1<!-- -->", _ACTIVE.sub(r"\\\g<0>", plain(text)))


def code(text: str) -> str:
    """`text` as inline code; where it holds a backtick, as plain text."""
    return escaped(text) if "`" in text or not text.strip() else f"`{plain(text)}`"


def folded_list(title: str, items: Sequence[str]) -> Iterator[str]:
    """A folded list under its title, as one block; nothing for an empty one. The items are Markdown already."""
    if not items:
        return
    rows = "".join(f"- {item}\n" for item in items[:_LISTED])
    rest = f"- …and {len(items) - _LISTED:,} more\n" if len(items) > _LISTED else ""
    yield f"\n<details><summary>{title}</summary>\n\n{rows}{rest}\n</details>\n"
