"""Dates as people write them."""

from __future__ import annotations

import datetime
import unicodedata
from functools import lru_cache

from vaultlint.lazy_regex import lazy_regex

_ISO = lazy_regex(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = lazy_regex(
    r"(?:[Tt]|[ ]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?[ ]*(?:[Zz]|[-+][0-9]{2}:?(?:[0-9]{2})?)?"
)
_YEAR_FIRST = lazy_regex(
    r"([0-9]{4})[ ]*(?:年[ ]*([0-9]{1,2})[ ]*月[ ]*([0-9]{1,2})[ ]*[日号]?"
    r"|([-/.])[ ]*([0-9]{1,2})[ ]*\4[ ]*([0-9]{1,2})"
    r"|([0-9]{2})([0-9]{2}))"
)


def is_date(text: str) -> bool:
    """Whether a text is `YYYY-MM-DD` and there is such a day."""
    match = _ISO.fullmatch(text)
    return match is not None and _day(*match.groups()) is not None


def is_iso_form(text: str) -> bool:
    """Whether a text is written `YYYY-MM-DD`, be there such a day or not."""
    return _ISO.fullmatch(text) is not None


def is_datetime(text: str) -> bool:
    """Whether a text is a date, or a date with a time of day behind `T` or a space."""
    match = _ISO.match(text)
    if match is None or _day(*match.groups()) is None:
        return False
    time = _TIME.fullmatch(text, match.end())
    return match.end() == len(text) or (time is not None and int(time[1]) < 24 and int(time[2]) < 60)


def as_iso(text: str) -> str | None:
    """The date that `2025年1月2日`, `2025/1/2`, `2025.1.2` or `20250102` means as `YYYY-MM-DD`, or None."""
    match = _YEAR_FIRST.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    year, *rest = match.groups()
    month, day = (part for part in rest if part and part.isdigit())
    return _day(year, month, day)


def is_after(text: str, today: str) -> bool:
    """Whether an ISO date is after `today` everywhere on earth; where the author is, it may be tomorrow already."""
    return bool(today) and text[:10] > _tomorrow(today) and _ISO.match(text) is not None


@lru_cache(maxsize=4)
def _tomorrow(today: str) -> str:
    return (datetime.date.fromisoformat(today) + datetime.timedelta(days=1)).isoformat()


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
