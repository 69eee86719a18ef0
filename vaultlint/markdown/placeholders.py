"""What a template has yet to fill in."""

from __future__ import annotations


def has_placeholder(text: str) -> bool:
    """Whether a template plugin has yet to fill in something of `text`: `{{date}}`, `<% … %>`."""
    return ("{" in text and "{{" in text) or ("<" in text and "<%" in text)  # one character is found faster than two
