"""What completion offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lsp.index import frequent
from vaultlint.lsp.matching import fit, name_of
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.lsp.world import Sight

MOST = 100


class Choice(NamedTuple):
    """Something to complete with: what is shown, and what replaces `start:end` of the note.

    `kind` is `file`, `alias`, `heading`, `block`, `topic`, `reason`, `property`, `value`, `tag`, `callout` or
    `section`.
    """

    label: str
    insert: str
    start: int
    end: int
    kind: str
    detail: str = ""


def tag_choices(sight: Sight, typed: str, offset: int) -> list[Choice]:
    """The tags of the vault, the frequent ones first."""
    counts = dict(frequent(sight.index.tags))
    found = fit([name_of(tag) for tag in counts], typed, MOST, lambda name: counts[name.text])
    return [
        Choice(each.text, each.text, offset - len(typed), offset, "tag", f"× {counts[each.text]:,}") for each in found
    ]
