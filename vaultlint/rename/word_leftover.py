"""What still has the old name of a tag or a property afterwards: bases, Obsidian's types, the settings."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from vaultlint.language import say
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault

_SETTINGS = ("vaultlint.toml", "pyproject.toml")


def word_leftovers(vault: Vault, name: str, kind: str) -> Iterator[str]:
    """Lines for a person. `name` is without `#` or `property:`; `kind` is `tag` or `property`."""
    found = [*_bases(vault, name, kind), *(_types(vault, name) if kind == "property" else ()), *_settings(vault, name)]
    if found:
        yield str(say("These still name {name} and were left as they are:", name=plain(name)))
        yield from (f"  {plain(place)}" for place in found)


def _bases(vault: Vault, name: str, kind: str) -> Iterator[str]:
    for path, board in vault.boards.items():
        text = vault.source.read(path).decode("utf-8", "replace") if board.named_rows else ""
        lines = {
            text.count("\n", 0, start) + 1
            for each, named, start, _ in board.named_rows
            if each == kind and _is_same(named.removeprefix("#"), name, kind)
        }
        yield from (f"{path}:{line}" for line in sorted(lines))


def _is_same(named: str, name: str, kind: str) -> bool:
    named, name = (unicodedata.normalize("NFC", each) for each in (named, name))
    if kind == "tag":
        named, name = named.casefold(), name.casefold()
        return named == name or named.startswith(name + "/")
    return named == name


def _types(vault: Vault, name: str) -> Iterator[str]:
    if name in vault.obsidian.property_types:
        yield ".obsidian/types.json"


def _settings(vault: Vault, name: str) -> Iterator[str]:
    word = re.compile(rf"(?<![\w-])#?{re.escape(name)}(?![\w-])")
    for path in _SETTINGS:
        try:
            text = vault.source.read(path).decode("utf-8", "replace")
        except OSError:
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            if word.search(line.partition(" #")[0]):
                yield f"{path}:{number}"
