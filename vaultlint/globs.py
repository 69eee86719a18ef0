"""Globs over vault paths: `*` and `?` stay inside a folder, `**` crosses folders, `[…]` and `{a,b}` as usual.

They come from strangers' settings: whatever they say, a path is matched in time that grows with its length times the
glob's, or at worst with the square of the former. What stands between two stars is found at its first place and never
looked for again (an atomic group): a later place would leave less for the rest. So no star is tried against another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

MOST_ALTERNATIVES = 200  # of all braces of a glob together
STAR, CROSSING, FOLDERS = "[^/]*", ".*", "(?:.*/)?"
_LAZY = {CROSSING: ".*?", FOLDERS: "(?:.*?/)??"}


@lru_cache(maxsize=512)
def compile_glob(pattern: str) -> re.Pattern[str]:
    """The regular expression that matches whole vault paths; a pattern that ends with `/` matches all below it.

    `re.error` for a range that runs backwards, and for too many alternatives.
    """
    if pattern.endswith("/"):
        pattern += "**"
    plain = pattern.removeprefix("./").lstrip("/")
    return re.compile("|".join(f"(?:{joined(_pieces(each))})" for each in _expanded(plain)), re.DOTALL)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the globs matches `path`."""
    return any(compile_glob(pattern).match(path) for pattern in patterns)


def glob_of(path: str) -> str:
    """A glob that matches this path alone."""
    return re.sub(r"[*?\[{]", lambda match: f"[{match[0]}]", path)


def joined(pieces: Iterable[str]) -> str:
    """The regular expression for a whole text out of stars and expressions for one character each."""
    chunks, stars = [[""]], [""]
    for piece in pieces:
        if piece in (CROSSING, FOLDERS):
            if len(chunks[-1]) == 1 and not chunks[-1][0] and stars[-1]:  # two stars without anything in between
                stars[-1] = CROSSING if CROSSING in (piece, stars[-1]) else FOLDERS
            else:
                chunks.append([""])
                stars.append(piece)
        elif piece == STAR:
            chunks[-1].append("")
        else:
            chunks[-1][-1] += piece
    inner = zip(stars[:-1], chunks[:-1], strict=True)
    before = "".join(f"(?>{_LAZY.get(star, '')}{_chunk(parts)})" for star, parts in inner)
    return before + _LAZY.get(stars[-1], "") + _last(chunks[-1])


def _chunk(parts: list[str]) -> str:
    """What stands between two stars that cross folders, each part at its first place behind the one before."""
    return parts[0] + "".join(f"(?>[^/]*?{part})" for part in parts[1:])


def _last(parts: list[str]) -> str:
    """What stands behind the last star that crosses folders: its last part ends the text."""
    if len(parts) == 1:
        return parts[0] + r"\Z"
    return _chunk(parts[:-1]) + "[^/]*" + parts[-1] + r"\Z"


def _expanded(pattern: str) -> list[str]:
    """The pattern once for each choice among the alternatives in braces."""
    done = [""]
    for part in _braced(pattern):
        done = [before + each for before in done for each in part]
        if len(done) > MOST_ALTERNATIVES:
            raise re.error(f"it has more than {MOST_ALTERNATIVES} alternatives")
    return done


def _braced(pattern: str) -> Iterator[list[str]]:
    """The parts of the pattern: braces with their alternatives, and what stands between them."""
    start = index = 0
    while index < len(pattern):
        closing = -1
        if pattern[index] == "{":
            closing = pattern.find("}", index + 2)
        elif pattern[index] == "[":
            index = max(index, closing_bracket(pattern, index))
        if closing > 0:
            yield [pattern[start:index]]
            yield pattern[index + 1 : closing].split(",")
            start, index = closing + 1, closing
        index += 1
    yield [pattern[start:]]


def _pieces(pattern: str) -> Iterator[str]:
    index = 0
    while index < len(pattern):
        character = pattern[index]
        if character == "*":
            run = len(pattern) - index - len(pattern[index:].lstrip("*"))
            bounded = (index == 0 or pattern[index - 1] == "/") and pattern[index + run : index + run + 1] == "/"
            yield STAR if run == 1 else FOLDERS if run == 2 and bounded else CROSSING
            index += run + (run == 2 and bounded)
        elif character == "[" and (closing := closing_bracket(pattern, index)) > 0:
            yield bracket(pattern[index + 1 : closing])
            index = closing + 1
        else:
            yield "[^/]" if character == "?" else re.escape(character)
            index += 1


def closing_bracket(pattern: str, index: int) -> int:
    """Where the bracket that opens at `index` closes, or -1; a `]` that comes first is one of its characters."""
    first = index + 1 + (pattern[index + 1 : index + 2] in ("!", "^"))
    return pattern.find("]", first + 1)


def bracket(inner: str) -> str:
    """The expression for one character of those between brackets, which is never a `/`."""
    negated = inner[0] in "!^"
    body = inner[negated:]
    ranges, index = [], 0
    while index < len(body):
        if body[index + 1 : index + 2] == "-" and index + 2 < len(body):
            ranges.append(f"{re.escape(body[index])}-{re.escape(body[index + 2])}")
            index += 3
        else:
            ranges.append(re.escape(body[index]))
            index += 1
    return f"(?!/)[{'^' if negated else ''}{''.join(ranges)}]"
