"""The fast way to read properties: blocks of `key: value` lines and lists of values, of the plainest kind.

Nearly all blocks are like that, and YAML proper costs several times as much. `read_plain` gives None as soon as a line
is more than that; what it gives is exactly what YAML gives (`tests/test_frontmatter.py` proves it).
"""

from __future__ import annotations

import re

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import Property, Scalar

# Left out are the characters that YAML refuses and those it takes for line ends.
_ODD = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff"
_VALUE = rf"""(?:
        "((?>(?:[^"\\{_ODD}]++|\\["\\])*))"             # 2 a value in double quotes
        | (\w[^:\#{_ODD}]*+(?>(?::[^\s\#:{_ODD}][^:\#{_ODD}]*+)*))  # 3 a plain value
    )"""
_END = r"[ ]*+(?>(?:\r?\n)+)"
_LINE = lazy_regex(
    rf"""
    (\w[\w()（）./-]*+(?>(?:[ ][\w()（）./-]++)*))    # 1 the key
    :
    (?:[ ]++{_VALUE})?
    {_END}
    """,
    re.VERBOSE,
)
_ITEM = lazy_regex(rf"([ ]*+-)[ ]++{_VALUE}{_END}", re.VERBOSE)  # 1 what is the same in front of all values of a list
_ESCAPED = lazy_regex(r"\\(.)")
_MAX_KEY = 200
_new = tuple.__new__  # what `Scalar(…)` does, at a third of the cost
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
        start = match.end()
        if match.lastindex == 1 and text.startswith((" ", "-"), start, end):
            values, start = _list_at(text, start, end)
            if not values:
                return None
            ends = text.index("-", match.end()), values[-1].end
            found.append(Property(match[1], *match.span(1), *ends, "list", values))
        else:
            found.append(_property(match))
    return tuple(found)


def _list_at(text: str, start: int, end: int) -> tuple[tuple[Scalar, ...], int]:
    """The values of the list that begins at `start`, and where it ends."""
    values, mark = [], ""
    while match := _ITEM.match(text, start, end):
        if mark not in ("", match[1]):
            break  # it is further in or out, and what that means is for YAML to say
        mark, start = match[1], match.end()
        values.append(_scalar(match))
    return tuple(values), start


def _property(match: re.Match[str]) -> Property:
    key_start, key_end = match.span(1)
    value = _scalar(match) if match.lastindex != 1 else _new(Scalar, ("", "empty", key_end + 1, key_end + 1, ""))
    return _new(Property, (match[1], key_start, key_end, value.start, value.end, "scalar", (value,), False))


def _scalar(match: re.Match[str]) -> Scalar:
    if match.lastindex == 2:
        written = match[2]
        text = _ESCAPED.sub(r"\1", written) if "\\" in written else written
        return _new(Scalar, (text, "text", match.start(2) - 1, match.end(2) + 1, '"'))
    written = match[3].rstrip(" ")
    start = match.start(3)
    return _new(Scalar, (written, plain_type(written), start, start + len(written), ""))
