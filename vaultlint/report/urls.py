"""Where a reader finds the documentation, and how a vault path is written in a URL."""

from __future__ import annotations

from functools import cache, lru_cache

from vaultlint.project import file_url
from vaultlint.rules import NAMES


@cache
def rule_url(name: str) -> str | None:
    """The page of a rule; None for the vault's own patterns, which have none."""
    return file_url(f"docs/rules/{name}.md") if name in NAMES else None


@lru_cache(maxsize=1024)
def path_uri(path: str) -> str:
    """A relative URI reference for a path: everything but letters, digits, `-._~` and `/` percent-encoded."""
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"))
