"""Text from notes and file names, made harmless for what a report is written in."""

from __future__ import annotations

from vaultlint.harmless import HARMFUL, MARK, plain

__all__ = ["escaped_json", "escaped_xml", "plain"]


def escaped_json(text: str) -> str:
    """JSON text with what is harmful to a terminal as `\\u` escapes, and with no mark of a log's command in it."""
    text = text.replace(MARK, "##\\u005b")
    return text if text.isprintable() else HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def escaped_xml(text: str) -> str:
    """XML text with no mark of a log's command in it."""
    return text.replace(MARK, "##&#91;")
