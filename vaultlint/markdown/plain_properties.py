"""The fast way to read properties: blocks that hold nothing but `key: value` lines of the plainest kind.

Nearly all blocks are like that, and YAML proper costs several times as much. `read_plain` gives None as soon as a line
is more than that; what it gives is exactly what YAML gives (`tests/test_frontmatter.py` proves it).
"""

from __future__ import annotations

import re

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import Property, Scalar

# Left out are the characters that YAML refuses and those it takes for line ends.
_ODD = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff"
_LINE = lazy_regex(
    rf"""
    (\w[\w()（）./-]*+(?>(?:[ ][\w()（）./-]++)*))    # 1 the key
    :
    (?:[ ]++(?:
        "([^"\\{_ODD}]*+)"                              # 2 a value in double quotes, without escapes
        | (\w[^:\#{_ODD}]*+(?>(?::[^\s\#:{_ODD}][^:\#{_ODD}]*+)*))  # 3 a plain value
    ))?
    [ ]*+(?>(?:\r?\n)+)
    """,
    re.VERBOSE,
)
_MAX_KEY = 200
_NOT_TEXT = lazy_regex(
    r"(?P<empty>~|null|Null|NULL|)"
    r"|(?P<checkbox>true|True|TRUE|false|False|FALSE)"
    r"|(?P<number>[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<datetime>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ ]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]*)?)?"
    r"[ ]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?)?)"
)


def plain_type(value: str) -> str:
    """The type of a value without quotes, by YAML 1.2 (`no`, `on` and `12:30` are text) plus dates; see `Scalar`."""
    match = _NOT_TEXT.fullmatch(value)
    return match.lastgroup or "text" if match else "text"


def read_plain(text: str, start: int, end: int) -> tuple[Property, ...] | None:
    """The properties in `text[start:end]`, or None where YAML proper is needed. Offsets are those of `text`."""
    found = []
    match_line = _LINE.match
    while start < end:
        match = match_line(text, start, end)
        if match is None or match.end(1) - start > _MAX_KEY:
            return None
        found.append(_property(match))
        start = match.end()
    return tuple(found)


def _property(match: re.Match[str]) -> Property:
    new = tuple.__new__  # what `Scalar(…)` does, at a third of the cost
    key_start, key_end = match.span(1)
    if match.lastindex == 2:
        start, end = match.start(2) - 1, match.end(2) + 1
        value = new(Scalar, (match[2], "text", start, end, '"'))
    elif match.lastindex == 3:
        written = match[3].rstrip(" ")
        start = match.start(3)
        end = start + len(written)
        value = new(Scalar, (written, plain_type(written), start, end, ""))
    else:
        start = end = key_end + 1
        value = new(Scalar, ("", "empty", start, end, ""))
    return new(Property, (match[1], key_start, key_end, start, end, "scalar", (value,), False))
