"""What is wrong with a configuration: every mistake at once, each with its key and its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.harmless import plain
from vaultlint.language import say_number
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

KeyPath = tuple[str | int, ...]


class Mistake(NamedTuple):
    """One mistake; `line` and `column` are 1-based, 0 where there is none to tell."""

    origin: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = ":".join([self.origin, *(str(number) for number in (self.line, self.column) if number)])
        return plain(f"{place}: {self.message}")


class ConfigError(VaultlintError):
    """A configuration that cannot be used; `mistakes` are all that were found."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        head = say_number(len(self.mistakes), "the configuration has a mistake", "the configuration has {n} mistakes")
        super().__init__("\n".join([str(head), *(f"  {mistake}" for mistake in self.mistakes)]))


def dotted(path: KeyPath) -> str:
    """A key path as a person writes it: `note-types[2].properties.title`; entries of lists are counted from 1."""
    out = ""
    for part in path:
        if isinstance(part, int):
            out += f"[{part + 1}]"
        else:
            out += ("." if out else "") + (part if _is_bare(part) else f'"{part}"')
    return out


def _is_bare(key: str) -> bool:
    return bool(key) and all(character.isalnum() or character in "-_" for character in key)
