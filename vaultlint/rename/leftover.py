"""What still holds the old path after a rename and is not rewritten, because it is no link: settings, bases, code."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from vaultlint.language import say
from vaultlint.markdown.parse import parse_text
from vaultlint.paths import is_note, stem
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.rename.plan import Plan
    from vaultlint.vault.vault import Vault

_SETTINGS = ("vaultlint.toml", "pyproject.toml")
_LARGEST = 1_000_000
_SHOWN = 20


def mentions(vault: Vault, plan: Plan, move: tuple[str, str]) -> Iterator[str]:
    """Lines for a person: where the old path of `move` still stands, files at their new paths."""
    places = list(_places(vault, plan, _pattern(move[0], is_folder=move[0] not in plan.moves)))
    if places:
        yield str(say("These still name {path}; they are no links and were left as they are:", path=plain(move[0])))
    for path, line in places[:_SHOWN]:
        yield f"  {plain(path)}:{line}"
    if len(places) > _SHOWN:
        yield str(say("  and {more} more", more=f"{len(places) - _SHOWN:,}"))


def _pattern(old: str, *, is_folder: bool) -> re.Pattern[str]:
    """The old path as a whole: a note with or without `.md`, a folder with what may follow it."""
    path = re.escape(stem(old)) + r"(?:\.md)?" if is_note(old) and "/" in old else re.escape(old)
    behind = r"(?![\w-])" if is_folder else r"(?![\w-]|\.\w)"
    wiki = rf"|\[\[{re.escape(stem(old).rpartition('/')[2])}(?=[\]|#])" if is_note(old) else ""
    return re.compile(rf"(?<![\w/.-]){path}{behind}{wiki}")


def _places(vault: Vault, plan: Plan, pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    for path in sorted({*vault.files, *_settings(vault)}):
        found = plan.moves.get(path, path)
        text = _text(vault, found)
        if not text or not pattern.search(text):
            continue
        note = parse_text(found, text) if is_note(path) else None
        if note is None and not path.endswith((".base", ".canvas", *_SETTINGS, ".json")):
            continue
        links = {range(link.start, link.end) for link in note.links} if note else set()
        lines = set()
        for match in pattern.finditer(text):
            at = match.start()
            if note is None or (note.is_opaque(at) and not any(at in link for link in links)):
                lines.add(text.count("\n", 0, at) + 1)
        yield from ((found, line) for line in sorted(lines))


def _settings(vault: Vault) -> Iterator[str]:
    """Settings files that Obsidian does not show; what it keeps of its windows is none."""
    yield from (name for name in _SETTINGS if vault.source.exists(name))
    folder = os.path.join(getattr(vault.source, "root", ""), ".obsidian")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if name.endswith(".json") and not name.startswith("workspace"):
            yield f".obsidian/{name}"


def _text(vault: Vault, path: str) -> str:
    if not path.endswith((".md", ".base", ".canvas", ".toml", ".json")):
        return ""
    try:
        data = vault.source.read(path)
    except OSError:
        return ""
    return data.decode("utf-8", "replace") if len(data) <= _LARGEST else ""
