"""Text from notes and file names, made harmless for a terminal and a log."""

from __future__ import annotations

import re

from vaultlint.lazy_regex import lazy_regex

# Control characters, line and paragraph separators, marks that turn the direction of text, lone surrogates.
_HARMFUL = lazy_regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def plain(text: str) -> str:
    """`text` on one line, with what could move the cursor or hide text written as an escape such as `\\x1b`."""
    return text if text.isprintable() else _HARMFUL.sub(_escaped, text)


def escaped_json(text: str) -> str:
    """JSON text with those characters as `\\u` escapes."""
    return text if text.isprintable() else _HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHORT.get(match[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
