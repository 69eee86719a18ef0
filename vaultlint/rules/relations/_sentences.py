"""Comparing explanations."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The letters and digits of a text: without width, case, spaces, marks and punctuation."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())
