"""What a rename changes, worked out before anything is touched."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.markdown.note import Link
from vaultlint.markdown.subpath import find_heading, heading_key
from vaultlint.rename.written import display_name, heading_in_link, is_relative, link_path
from vaultlint.vault.resolve import Resolver
from vaultlint.vault.vault import is_note

if TYPE_CHECKING:
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault


@dataclass(frozen=True)
class Plan:
    """Files to move (old path → new path) and edits by the path that a note has *before* the move."""

    moves: Mapping[str, str]
    edits: Mapping[str, tuple[Edit, ...]]
    links: int  # how many links are written anew


Read = Callable[[str], str]


def plan_move(vault: Vault, moves: Mapping[str, str], read: Read) -> Plan:
    """Move files, and rewrite every link that would otherwise open something else than before.

    `moves` maps the vault paths of files; `read` gives the text of a note. Links that a new name would capture, and the
    moved notes' own links, are among those that are looked at.
    """
    taken = [new for old, new in moves.items() if new in vault.files and new not in moves]
    if taken:
        raise VaultlintError(f"there is a file {taken[0]} already: choose another name")
    resolver = Resolver(sorted((vault.files - moves.keys()) | set(moves.values())))
    edits: dict[str, tuple[Edit, ...]] = {}
    count = 0
    for note in all_notes(vault):
        found = list(_link_edits(vault, note, moves, resolver, read))
        if found:
            count += len(found)
            edits[note.path] = tuple(edit for group in found for edit in group)
    return Plan(moves, edits, count)


def all_notes(vault: Vault) -> Iterator[NoteFacts]:
    """Every note of the vault, those that are not linted included."""
    for path in sorted(vault.files):
        facts = vault.facts(path) if is_note(path) else None
        if facts is not None:
            yield facts


def _link_edits(
    vault: Vault, note: NoteFacts, moves: Mapping[str, str], resolver: Resolver, read: Read
) -> Iterator[list[Edit]]:
    new_source = moves.get(note.path, note.path)
    for link in note.links:
        target = vault.resolve(link, note.path).target
        if target is None or not link.path:
            continue
        new_target = moves.get(target, target)
        still = resolver.resolve(link.path, new_source)
        if still.target == new_target == target and (still.exact or not is_relative(link.path)):
            continue
        written = link_path(link.path, target, new_target, note.path, new_source, resolver)
        edits = []
        if written != link.path:
            edits.append(target_edit(read(note.path), link, written))
        if target != new_target:
            edits += display_edits(read(note.path), link, display_name(target), display_name(new_target))
        if edits:
            yield edits


def target_edit(text: str, link: Link, path: str) -> Edit:
    """Replace the path of a link; its subpath stays as it is written."""
    raw = text[link.target_start : link.target_end]
    cut = raw.find("#")
    end = link.target_start + (cut if cut >= 0 else len(raw))
    return Edit(link.target_start, end, encoded(text, link, path))


def encoded(text: str, link: Link, written: str) -> str:
    """`written` as it must stand in the text: percent-encoded spaces in Markdown links, escapes in quoted YAML."""
    if link.form != "wiki":
        pointed = text[link.target_start - 1 : link.target_start] == "<"
        return written if pointed else written.replace(" ", "%20")
    if link.key:
        quote = text[link.start : link.start + 1]
        if quote == '"':
            return written.replace("\\", "\\\\").replace('"', '\\"')
        if quote == "'":
            return written.replace("'", "''")
    return written


def display_edits(text: str, link: Link, old: str, new: str) -> list[Edit]:
    """Where the display text is the old file name, it becomes the new one."""
    if link.display is None or link.display.strip() != old or old == new or link.key:
        return []
    start = link.end - 2 - len(link.display) if link.form == "wiki" else link.start + 1 + link.embed
    if text[start : start + len(link.display)] != link.display:
        return []
    start += len(link.display) - len(link.display.lstrip())
    return [Edit(start, start + len(old), new)]


def plan_heading(vault: Vault, path: str, old: str, new: str, read: Read) -> Plan:
    """Rename a heading of the note at `path` and every link that names it; `old` is a subpath (`A` or `A#B`)."""
    note = _facts(vault, path)
    index = find_heading(note.heading_keys, old)
    if index is None:
        raise VaultlintError(f"{path} has no heading “{old}”")
    heading = note.headings[index]
    if not heading_in_link(new):
        raise VaultlintError("the new heading is empty")
    edits = {path: [Edit(heading.text_start, heading.text_end, new)]}
    count = 0
    for referrer in all_notes(vault):
        for link in referrer.links:
            if not link.subpath or link.subpath.startswith("^") or vault.resolve(link, referrer.path).target != path:
                continue
            steps = _renamed_steps(note, link.subpath, index, heading_in_link(new))
            if steps is not None:
                edits.setdefault(referrer.path, []).append(_subpath_edit(read(referrer.path), link, steps))
                count += 1
    return Plan({}, {place: tuple(found) for place, found in edits.items()}, count)


def _renamed_steps(note: NoteFacts, subpath: str, renamed: int, new: str) -> str | None:
    """The subpath with every step that names the heading number `renamed` replaced, or None if none does."""
    keys, steps = note.heading_keys, subpath.split("#")
    if note.outline.find(subpath) is None:
        return None
    changed = False
    for position in range(len(steps)):
        prefix = "#".join(steps[: position + 1])
        if heading_key(steps[position]) and find_heading(keys, prefix) == renamed:
            steps[position], changed = new, True
            keys = [*keys]
            keys[renamed] = (keys[renamed][0], heading_key(new))
    return "#".join(steps) if changed else None


def plan_block(vault: Vault, path: str, old: str, new: str, read: Read) -> Plan:
    """Rename a block id of the note at `path` and every link that names it; names without `^`."""
    note = _facts(vault, path)
    if not new or any(not (character.isascii() and character.isalnum()) and character != "-" for character in new):
        raise VaultlintError(f"“{new}” is no block id: use Latin letters, digits and `-`")
    places = [(start, end) for name, start, end in note.block_rows if name.lower() == old.lower()]
    if not places:
        raise VaultlintError(f"{path} has no block ^{old}")
    if new.lower() != old.lower() and new.lower() in note.block_names:
        raise VaultlintError(f"{path} has a block ^{new} already")
    edits = {path: [Edit(start + 1, end, new) for start, end in places]}
    count = 0
    for referrer in all_notes(vault):
        for link in referrer.links:
            if link.subpath.lower() == "^" + old.lower() and vault.resolve(link, referrer.path).target == path:
                edits.setdefault(referrer.path, []).append(_subpath_edit(read(referrer.path), link, "^" + new))
                count += 1
    return Plan({}, {place: tuple(found) for place, found in edits.items()}, count)


def _subpath_edit(text: str, link: Link, subpath: str) -> Edit:
    """Replace the subpath of a link; its path stays as it is written."""
    raw = text[link.target_start : link.target_end]
    return Edit(link.target_start + raw.find("#") + 1, link.target_end, encoded(text, link, subpath))


def _facts(vault: Vault, path: str) -> NoteFacts:
    facts = vault.facts(path)
    if facts is None:
        raise VaultlintError(f"{path} is no note of this vault")
    return facts


def moves_of_folder(files: Iterable[str], old: str, new: str) -> dict[str, str]:
    """The moves of everything below the folder `old` when it becomes `new`."""
    prefix = old.rstrip("/") + "/"
    return {path: posixpath.join(new, path[len(prefix) :]) for path in sorted(files) if path.startswith(prefix)}
