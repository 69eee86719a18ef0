"""Whether a value is of a property type: the types of Obsidian (58), and `link` and `url`.

What YAML 1.1 and 1.2 read differently (`no`, `on`, `012`, `12:30`), and numbers and checkboxes in quotes, count as
either: nobody who sees them in Obsidian would call them wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._dates import as_iso, is_date, is_datetime, is_iso_form
from vaultlint.rules.frontmatter._values import shown
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property, Scalar

_CHECKBOX = lazy_regex(r"true|false|yes|no|on|off", re.IGNORECASE)
_NUMBER = lazy_regex(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_LINK = lazy_regex(r"!?\[\[[^\[\]]+\]\]|!?\[[^\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_URL = lazy_regex(r"<?[A-Za-z][A-Za-z0-9+.-]*:\S+>?")
_NAMES = {
    "text": say("text"),
    "list": say("a list"),
    "number": say("a number"),
    "checkbox": say("`true` or `false`"),
    "date": say("a date in the form `YYYY-MM-DD`"),
    "datetime": say("a date and time in the form `YYYY-MM-DDTHH:MM`"),
    "tags": say("a list of tags"),
    "aliases": say("a list of names"),
    "link": say('a link in quotes, `"[[Note]]"`'),
    "url": say("a URL"),
}
_OBSIDIAN = {"multitext": "list"}
_EITHER = frozenset({"cssclasses", "cssclass"})  # Obsidian takes one value for a list of one (53)
_LISTS = frozenset({"list", "tags", "aliases", "link", "url"})


class Fault(NamedTuple):
    """A value of the wrong type: the value (None for the whole property), what is wrong, and a value that is right."""

    value: Scalar | None
    message: Message
    better: str | None = None


def type_faults(prop: Property, kind: str, *, strict: bool) -> Iterator[Fault]:
    """What is not as `kind` (a note type's or Obsidian's name of a type) asks in a property that is not empty.

    `strict` is for note types: there `list` wants a list and `date` no time of day. Obsidian itself takes both.
    """
    kind = _OBSIDIAN.get(kind, kind)
    if kind not in _NAMES:
        return
    expected = _NAMES[kind]
    key = shown(prop.key)
    if prop.shape == "map":
        yield Fault(None, say("`{key}` holds a map, not {expected}", key=key, expected=expected))
    elif prop.nested:
        yield Fault(None, say("`{key}` holds lists in a list, not {expected}", key=key, expected=expected))
    elif prop.shape == "list" and kind not in _LISTS:
        yield Fault(None, say("`{key}` is a list, not {expected}", key=key, expected=expected))
    elif prop.shape == "scalar" and prop.texts and kind == "list" and strict and prop.key not in _EITHER:
        yield Fault(
            prop.values[0],
            say("`{key}` is a single value, not a list: write `[…]` or one `- ` line for each", key=key),
        )
    else:
        for value in prop.values:
            text = value.text.strip()
            if text and value.type != "empty" and not has_placeholder(text) and not _fits(text, kind, strict):
                yield _fault(prop.key, value, kind)


def _fits(text: str, kind: str, strict: bool) -> bool:
    if kind == "number":
        return _NUMBER.fullmatch(text) is not None or text.lower().lstrip("+-") in (".inf", ".nan")
    if kind == "checkbox":
        return _CHECKBOX.fullmatch(text) is not None
    if kind == "date":
        return is_date(text) or (not strict and is_datetime(text))
    if kind == "datetime":
        return is_datetime(text)
    if kind == "link":
        return _LINK.fullmatch(text) is not None
    return kind != "url" or _URL.fullmatch(text) is not None


def _fault(key: str, value: Scalar, kind: str) -> Fault:
    is_day = kind in ("date", "datetime")
    if is_day and is_iso_form(value.text):
        return Fault(
            value,
            say("`{key}` is `{text}`, and there is no such day: correct the date", key=shown(key), text=value.text),
        )
    better = as_iso(value.text) if is_day else None
    if better is None:
        message = say(
            "`{key}` is `{text}`, not {expected}", key=shown(key), text=shown(value.text), expected=_NAMES[kind]
        )
        return Fault(value, message)
    message = say(
        "`{key}` is `{text}`, not {expected}: write `{better}`",
        key=shown(key),
        text=shown(value.text),
        expected=_NAMES[kind],
        better=better,
    )
    return Fault(value, message, better)
