"""Boundaries: parts of a vault that may not link to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.globs import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.settings import Boundary


def crossed(boundaries: Sequence[Boundary], source: str, target: str) -> Boundary | None:
    """The first boundary that a link from the file at `source` to the one at `target` crosses, or None."""
    for boundary in boundaries:
        if source != target and matches(source, (boundary.source,)) and matches(target, (boundary.target,)):
            return boundary
    return None
