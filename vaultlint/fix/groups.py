"""Notes that belong together because a fix edits several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def joined(groups: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """`groups` with those that share a note made one."""
    whole: list[frozenset[str]] = []
    for group in groups:
        for other in [other for other in whole if other & group]:
            whole.remove(other)
            group |= other
        whole.append(group)
    return tuple(sorted(whole, key=min))
