"""How tags are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A tag without case and width."""
    return unicodedata.normalize("NFKC", name).casefold()
