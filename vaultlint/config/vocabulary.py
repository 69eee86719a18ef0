"""Which properties hold one of a few words: those whose words repeat, and to which no new one came for long."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST, _LEAST = 12, 20  # different values, and notes that must have the property
_PER_VALUE, _USES, _USES_UNDATED = 5, 3, 5
_SLIP = 0.75  # how alike a value that occurs once must be to one that repeats
_DATES = 5  # so many different ages are a history

Dated = tuple[int | str | None, str]  # the age of the note, as something that can be sorted, and its value


def closed_values(rows: Sequence[Dated]) -> tuple[str, ...]:
    """The values that notes may have, the most frequent first; none where the list is open.

    Numbers, years, versions, ratings and the like are open whatever was seen. Where the ages of the notes are known,
    the later half must have brought nothing new; where they are not, every value must have been used often.
    """
    counts = Counter(text for _, text in rows)
    values = [text for text, count in counts.most_common() if count > 1 or not _is_slip(text, counts)]
    if not values or len(values) > _MOST or len(rows) < max(_LEAST, _PER_VALUE * len(values)):
        return ()
    if not all(map(_is_word, counts)):
        return ()
    ages = sorted((age, text) for age, text in rows if age is not None)
    dated = len(ages) == len(rows) and len({age for age, _ in ages}) >= _DATES
    if min(counts[text] for text in values) < (_USES if dated else _USES_UNDATED):
        return ()
    return tuple(values) if not dated or _newest(ages, values) < len(ages) / 2 else ()


def _newest(ages: Sequence[tuple[int | str, str]], values: Sequence[str]) -> int:
    """How many notes there were before the last of the values came."""
    seen = [text for _, text in ages]
    return max(seen.index(text) for text in values)


def _is_slip(text: str, counts: Counter[str]) -> bool:
    """Whether a value that occurs once is most likely one that repeats, misspelt."""
    return any(
        count > 1 and SequenceMatcher(None, text.casefold(), other.casefold()).ratio() >= _SLIP
        for other, count in counts.items()
    )


def _is_word(text: str) -> bool:
    """Whether a value is made of words: not of digits, stars or the like."""
    return any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
