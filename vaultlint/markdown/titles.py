"""How close a heading comes to the name of a section."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from vaultlint.lazy_regex import lazy_regex

_MIN_EDITED = 3  # a name of two characters with one of them changed is another word
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\ufe0f\u00ad"))
_MARKS = lazy_regex(r"\*\*|__|==|`")
_BRACKETS = lazy_regex(r"[(\[【][^()\[\]【】]*[)\]】]$")
_ENDING = ":;,.。；，、"
_HAN_DIGITS = "一二三四五六七八九十"
_NUMBER = lazy_regex(rf"^(?:\(?\d+(?:\.\d+)*[.、)]?|\(?[{_HAN_DIGITS}]+[.、)]|第[\d{_HAN_DIGITS}]+[章节])(?=.)")


@lru_cache(maxsize=4096)
def form_key(title: str) -> str:
    """A heading without what is only form: width, case, spaces, bold marks, punctuation at the end."""
    folded = unicodedata.normalize("NFKC", _MARKS.sub("", title)).translate(_INVISIBLE)
    return "".join(folded.split()).rstrip(_ENDING).lower()


@lru_cache(maxsize=4096)
def word_key(title: str) -> str:
    """`form_key` without numbering, emoji and punctuation."""
    return "".join(character for character in _NUMBER.sub("", form_key(title)) if character.isalnum())


def nearness(title: str, name: str) -> str | None:
    """How `title` differs from the section name `name`: "same", only in "form", in a "word" or character, or None."""
    if title == name:
        return "same"
    key, wanted = form_key(title), form_key(name)
    if abs(len(key) - len(wanted)) > 12 or not key:
        return None
    if key == wanted:
        return "form"
    bare, wanted = word_key(title), word_key(name)
    if wanted in (bare, word_key(_BRACKETS.sub("", key))):
        return "word"
    return "word" if len(wanted) >= _MIN_EDITED and one_edit_apart(bare, wanted) else None


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one character inserted, dropped, replaced, or two neighbours swapped make `one` into `other`."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or one == other:
        return False
    head = next((index for index, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) < len(long):
        return short[head:] == long[head + 1 :]
    return short[head + 1 :] == long[head + 1 :] or (
        short[head : head + 2] == long[head : head + 2][::-1] and short[head + 2 :] == long[head + 2 :]
    )
