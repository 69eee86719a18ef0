"""gitignore patterns, as git reads them (gitignore(5)): which paths they leave out.

What lies in a folder that is left out is left out, and no pattern brings it back. The last pattern that matches
decides; those of a deeper file go before those of the files above it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.globs import CROSSING, FOLDERS, STAR, joined
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_POSIX = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "xdigit": "0-9a-fA-F",
}
_POSIX |= {"space": r"\s", "blank": r" \t", "punct": r"!-\/:-@\[-`{-~"}


class Pattern(NamedTuple):
    """One line: what it matches, whether it brings back, is about folders only, and looks at the name alone."""

    regex: re.Pattern[str]
    negated: bool
    only_folders: bool
    by_name: bool


class Ignored:
    """Which paths are left out by files of patterns, which are pairs of a folder ("" or `a/b/`) and lines."""

    def __init__(self, files: Iterable[tuple[str, Iterable[str]]]) -> None:
        read = ((folder, [found for line in lines if (found := read_pattern(line))]) for folder, lines in files)
        self._files = sorted(((folder, patterns[::-1]) for folder, patterns in read if patterns), reverse=True)
        self._folders: dict[str, bool] = {"": False}

    def __bool__(self) -> bool:
        return bool(self._files)

    def holds(self, path: str) -> bool:
        """Whether a vault path is left out; that of a folder ends with `/`."""
        if path.endswith("/"):
            return self._folder(path[:-1])
        return self._folder(path.rpartition("/")[0]) or self._judged(path, is_folder=False)

    def _folder(self, path: str) -> bool:
        known = self._folders.get(path)
        if known is None:
            known = self._folder(path.rpartition("/")[0]) or self._judged(path, is_folder=True)
            self._folders[path] = known
        return known

    def _judged(self, path: str, *, is_folder: bool) -> bool:
        name = path.rpartition("/")[2]
        for folder, patterns in self._files:
            if not path.startswith(folder):
                continue
            below = path[len(folder) :]
            for regex, negated, only_folders, by_name in patterns:
                if (is_folder or not only_folders) and regex.match(name if by_name else below):
                    return not negated
        return False


@lru_cache(maxsize=4096)
def read_pattern(line: str) -> Pattern | None:
    """The pattern in a line of a `.gitignore` file; None for blanks, comments and what matches nothing."""
    text = line.removesuffix("\r")
    while text.endswith(" ") and not text.endswith("\\ "):
        text = text[:-1]
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text[negated:]
    only_folders = text.endswith("/")
    text = text.removesuffix("/") if only_folders else text
    by_name = "/" not in text
    try:
        regex = re.compile(joined(_pieces(text.removeprefix("/"))), re.DOTALL)
    except re.error:
        return None
    return Pattern(regex, negated, only_folders, by_name) if text else None


def _pieces(text: str) -> Iterator[str]:
    index = 0
    while index < len(text):
        character = text[index]
        if character == "*":
            run = len(text) - index - len(text[index:].lstrip("*"))
            piece, width = _stars(text, index, run)
            yield piece
            index += width
        elif character == "[":
            piece, index = _bracket(text, index)
            yield piece
        elif character == "\\":
            if index + 1 == len(text):
                raise re.error("nothing is escaped")
            yield re.escape(text[index + 1])
            index += 2
        else:
            yield "[^/]" if character == "?" else re.escape(character)
            index += 1


def _stars(text: str, index: int, run: int) -> tuple[str, int]:
    """What a run of stars stands for, and how many characters it takes: two cross folders if they are a whole part."""
    before, behind = text[index - 1 : index], text[index + run : index + run + 1]
    if run < 2 or before not in ("", "/") or (index and not before) or behind not in ("", "/"):
        return STAR, run
    if behind:
        return FOLDERS, run + 1
    return (CROSSING, run) if before else (STAR, run)


def _bracket(text: str, index: int) -> tuple[str, int]:
    """The expression for one character of those in brackets, and the offset behind them."""
    members, position = [], index + 1
    negated = text[position : position + 1] in ("!", "^")
    position += negated
    first = position
    while position < len(text) and (text[position] != "]" or position == first):
        if (named := re.match(r"\[:(\w+):\]", text[position:])) and named[1] in _POSIX:
            members.append(_POSIX[named[1]])
            position += named.end()
            continue
        start, position = _member(text, position)
        if text[position : position + 1] == "-" and text[position + 1 : position + 2] not in ("", "]"):
            end, position = _member(text, position + 1)
            members.append(f"{re.escape(start)}-{re.escape(end)}")
        else:
            members.append(re.escape(start))
    if position >= len(text):
        raise re.error("a bracket is not closed")
    return f"(?!/)[{'^' if negated else ''}{''.join(members)}]", position + 1


def _member(text: str, position: int) -> tuple[str, int]:
    position += text[position] == "\\"
    if position >= len(text):
        raise re.error("a bracket is not closed")
    return text[position], position + 1
