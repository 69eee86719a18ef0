"""Regular expressions that are compiled when they are first used.

There are some 400, which take a quarter of a second to compile: most runs start small, and most notes need few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

_USED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups")


class _LazyRegex(Generic[AnyStr]):
    """Becomes a regular expression: what a `re.Pattern` has is looked up once, and stays."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._uncompiled: tuple[AnyStr, int] = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name not in _USED:
            raise AttributeError(name)
        if name == "pattern":
            return self._uncompiled[0]  # other patterns are made of it
        compiled = re.compile(*self._uncompiled)
        vars(self).update({used: getattr(compiled, used) for used in _USED})
        return getattr(compiled, name)


def lazy_regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but a `match.re` is not the same object, and a mistake in `pattern` shows when it is used."""
    return cast("re.Pattern[AnyStr]", _LazyRegex(pattern, flags))
