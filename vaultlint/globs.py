"""Globs over vault paths: `*` and `?` stay inside a folder, `**` crosses folders, `[…]` and `{a,b}` as usual."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=512)
def compile_glob(pattern: str) -> re.Pattern[str]:
    """The regular expression that matches whole vault paths; a pattern that ends with `/` matches all below it."""
    if pattern.endswith("/"):
        pattern += "**"
    return re.compile(_translate(pattern.removeprefix("./").lstrip("/")) + r"\Z", re.DOTALL)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the globs matches `path`."""
    return any(compile_glob(pattern).match(path) for pattern in patterns)


def _translate(pattern: str) -> str:
    out, index = [], 0
    while index < len(pattern):
        character = pattern[index]
        if pattern.startswith("**/", index) and (index == 0 or pattern[index - 1] == "/"):
            out.append("(?:.*/)?")
            index += 3
        elif pattern.startswith("**", index):
            out.append(".*")
            index += 2
        elif character in "[{" and _closing(pattern, index) > 0:
            end = _closing(pattern, index)
            out.append(_group(pattern[index + 1 : end], character))
            index = end + 1
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(character) or re.escape(character))
            index += 1
    return "".join(out)


def _closing(pattern: str, index: int) -> int:
    return pattern.find("]" if pattern[index] == "[" else "}", index + 2)


def _group(inner: str, opening: str) -> str:
    if opening == "{":
        return "(?:" + "|".join(_translate(part) for part in inner.split(",")) + ")"
    negated = inner[0] in "!^"
    body = inner[negated:].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^")
    return f"[{'^/' if negated else ''}{body}]"
