"""Where a reader finds the documentation, and how a vault path is written in a URL."""

from __future__ import annotations

from functools import cache, lru_cache

from vaultlint.language import spoken
from vaultlint.project import file_url
from vaultlint.rules import NAMES

RULE_FOLDERS = {"en": "docs/rules", "zh": "docs/zh/rules"}  # language → where its pages of rules lie in the repository


def rule_url(name: str) -> str | None:
    """The page of a rule, in the language of the run; None for the vault's own patterns, which have none."""
    return _page_url(name, spoken())


@cache
def _page_url(name: str, language: str) -> str | None:
    return file_url(f"{RULE_FOLDERS[language]}/{name}.md") if name in NAMES else None


@lru_cache(maxsize=1024)
def path_uri(path: str) -> str:
    """A relative URI reference for a path: everything but letters, digits, `-._~` and `/` percent-encoded."""
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"))
