"""Headings whose text changes, and the links that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.fix.edits import apply_edits
from vaultlint.markdown.subpath import find_heading, heading_key
from vaultlint.rename.written import heading_in_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.finding import Edit
    from vaultlint.rename.renaming import NewSubpath
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault

# The new texts of headings, by the path of their note and their number in it.
Headings = dict[str, dict[int, str]]


def changed_headings(vault: Vault, edits: Mapping[str, Iterable[Edit]]) -> Headings:
    """The headings to which edits of links give another name."""
    found: Headings = {}
    for path, changes in edits.items():
        note = vault.facts(path)
        for index, heading in enumerate(note.headings if note else ()):
            inside = [edit for edit in changes if heading.text_start <= edit.start and edit.end <= heading.text_end]
            text = apply_edits(heading.text, [_moved(edit, -heading.text_start) for edit in inside])
            if inside and heading_key(text) != heading_key(heading.text):
                found.setdefault(path, {})[index] = text
    return found


def _moved(edit: Edit, by: int) -> Edit:
    return edit._replace(start=edit.start + by, end=edit.end + by)


def follow_headings(vault: Vault, headings: Headings) -> NewSubpath:
    """The subpaths that links to these headings get."""

    def new_subpath(target: str, subpath: str) -> str | None:
        note = vault.facts(target) if target in headings and not subpath.startswith("^") else None
        return renamed_steps(note, subpath, headings[target]) if note else None

    return new_subpath


def renamed_steps(note: NoteFacts, subpath: str, names: Mapping[int, str]) -> str | None:
    """The subpath with every step that names one of the headings replaced, or None if none does."""
    keys, steps = [*note.heading_keys], subpath.split("#")
    if note.outline.find(subpath) is None:
        return None
    changed = False
    for position, step in enumerate(steps):
        index = find_heading(keys, "#".join(steps[: position + 1])) if heading_key(step) else None
        if index is not None and index in names:
            steps[position], changed = heading_in_link(names[index]), True
            keys[index] = (keys[index][0], heading_key(steps[position]))
    return "#".join(steps) if changed else None
