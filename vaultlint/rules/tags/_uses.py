"""The tags of a vault, where they stand."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


class Use(NamedTuple):
    """A tag in a note: `name` without `#`, which stands at `start:end`, unless it is written with escapes."""

    path: str
    name: str
    start: int
    end: int

    @property
    def is_plain(self) -> bool:
        """Whether the name stands in the note letter by letter."""
        return self.end - self.start == len(self.name)


def tag_uses(vault: Vault) -> Iterator[Use]:
    """All tags of the linted notes, in path and text order."""
    for path, note in vault.notes.items():
        for row in note.tag_rows:
            yield Use(path, *row)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A tag without case and width."""
    return unicodedata.normalize("NFKC", name).casefold()
