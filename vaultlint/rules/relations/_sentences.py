"""Comparing explanations."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """The letters and digits of a text: without width, case, spaces, marks and punctuation."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).lower() if character.isalnum())
