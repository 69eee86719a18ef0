"""Comparing explanations."""

from __future__ import annotations

import unicodedata

from vaultlint.lazy_regex import lazy_regex

_MARKS = lazy_regex(r"[\W_]+")


def fold(text: str) -> str:
    """The letters and digits of a text: without width, case, spaces, marks and punctuation."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())
