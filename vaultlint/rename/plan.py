"""What a rename changes, worked out before anything is touched."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.language import say
from vaultlint.markdown.subpath import find_heading, heading_key
from vaultlint.paths import is_note
from vaultlint.rename.canvas import canvas_edits
from vaultlint.rename.headings import changed_headings, follow_headings, renamed_steps
from vaultlint.rename.link_edits import MisplacedError
from vaultlint.rename.renaming import Renaming
from vaultlint.rename.written import heading_in_link
from vaultlint.values import frozen
from vaultlint.vault.resolve import Resolver

if TYPE_CHECKING:
    from vaultlint.rename.headings import Headings
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault

_ROUNDS = 10
Edits = dict[str, tuple[Edit, ...]]


@frozen
class Plan:
    """What is to be done to a vault, and what every link means afterwards; the gate holds the edits to that.

    `moves` are files (old path → new path), `edits` those of notes and canvases, by the path that each has *before* the
    move, `before` the bytes that they were worked out from. A link opens what it did, moved or not; one that opened a
    key of `instead` opens its value (topics that are merged). With `may_drop`, edits may take whole links out. The
    notes in `removes` go; their bytes are in `before`. `own` are edits whose text the person gave (a heading's new
    name), by path: what links stand in it is theirs to say.
    """

    moves: Mapping[str, str]
    edits: Mapping[str, tuple[Edit, ...]]
    links: int  # how many links are written anew
    before: Mapping[str, bytes] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    may_drop: bool = False
    removes: tuple[str, ...] = ()
    own: Mapping[str, Edit] = field(default_factory=dict)

    def target(self, path: str) -> str:
        """What a link opens afterwards that opens `path` now."""
        path = self.instead.get(path, path)
        return self.moves.get(path, path)


def plan_move(vault: Vault, moves: Mapping[str, str], texts: Texts) -> Plan:
    """Move files, and rewrite every link that would otherwise open something else than before.

    `moves` maps the vault paths of files. Links that a new name would capture, and the moved notes' own links, are
    among those that are looked at.
    """
    return _plan(vault, renaming_of(vault, moves), texts)


def renaming_of(vault: Vault, moves: Mapping[str, str]) -> Renaming:
    """The renaming of files. Where a file moves that Obsidian does not link, links to it count nevertheless."""
    old, new = resolvers(vault, moves)
    return Renaming(moves, old, new)


def resolvers(vault: Vault, moves: Mapping[str, str], removes: Iterable[str] = ()) -> tuple[Resolver, Resolver]:
    """What finds the files that links open before `moves` and `removes`, and afterwards."""
    can_link = vault.obsidian.can_link
    after = (vault.files - moves.keys() - set(removes)) | set(moves.values())
    if all(can_link(path) for pair in moves.items() for path in pair):
        return vault.resolver, vault.resolver if after == vault.files else Resolver(sorted(filter(can_link, after)))
    return Resolver(sorted(vault.files)), Resolver(sorted(after))


def plan_heading(vault: Vault, path: str, old: str, new: str, texts: Texts) -> Plan:
    """Rename a heading of the note at `path` and every link that names it; `old` is a subpath (`A` or `A#B`)."""
    note = _facts(vault, path)
    texts.note(path)
    index = find_heading(note.heading_keys, old)
    if index is None:
        raise VaultlintError(say("{path} has no heading “{old}”", path=path, old=old))
    heading = note.headings[index]
    if not heading_key(heading_in_link(new)) or "\n" in new or "\r" in new:
        raise VaultlintError(
            say("the new heading is empty") if not new.strip() else say("no link can name the new heading")
        )
    _refuse_confusion(vault, note, index, new)
    own = {path: Edit(heading.text_start, heading.text_end, new)}
    return _plan(vault, Renaming({}, vault.resolver, vault.resolver), texts, own, {path: {index: new}})


def _refuse_confusion(vault: Vault, note: NoteFacts, index: int, new: str) -> None:
    """Raise if a link to one heading of the note would open another one of the same name."""
    keys = [*note.heading_keys]
    keys[index] = (keys[index][0], heading_key(new))
    links = ((link, each.path) for each in all_notes(vault) for link in each.links if link.subpath)
    subpaths = {link.subpath for link, path in links if vault.resolve(link, path).target == note.path}
    for subpath in sorted(subpaths):
        before = note.outline.find(subpath)
        if before is not None and find_heading(keys, renamed_steps(note, subpath, {index: new}) or subpath) != before:
            raise VaultlintError(
                say("{path} has a heading “{new}” already: links could not tell the two apart", path=note.path, new=new)
            )


def plan_block(vault: Vault, path: str, old: str, new: str, texts: Texts) -> Plan:
    """Rename a block id of the note at `path` and every link that names it; names without `^`."""
    note = _facts(vault, path)
    texts.note(path)
    if not new or any(not (character.isascii() and character.isalnum()) and character != "-" for character in new):
        raise VaultlintError(say("“{new}” is no block id: use Latin letters, digits and `-`", new=new))
    places = [(start, end) for name, start, end in note.block_rows if name.lower() == old.lower()]
    if not places:
        raise VaultlintError(say("{path} has no block ^{old}", path=path, old=old))
    if new.lower() != old.lower() and new.lower() in note.block_names:
        raise VaultlintError(say("{path} has a block ^{new} already", path=path, new=new))

    def new_subpath(target: str, subpath: str) -> str | None:
        return "^" + new if target == path and subpath.lower() == "^" + old.lower() else None

    edits, count = _edits(vault, Renaming({}, vault.resolver, vault.resolver, new_subpath), texts)
    edits[path] = (*edits.get(path, ()), *(Edit(start + 1, end, new) for start, end in places))
    return Plan({}, edits, count, texts.before)


def _plan(
    vault: Vault,
    renaming: Renaming,
    texts: Texts,
    own: Mapping[str, Edit] | None = None,
    names: Headings | None = None,
) -> Plan:
    """All edits of a renaming. A link in a heading gives that another name, too, so that it takes a few rounds."""
    own, named, headings = own or {}, names or {}, names or {}
    for _ in range(_ROUNDS):
        if headings:
            renaming = replace(renaming, new_subpath=follow_headings(vault, headings))
        edits, count = _edits(vault, renaming, texts)
        for path, edit in own.items():
            kept = (each for each in edits.get(path, ()) if each.end <= edit.start or each.start >= edit.end)
            edits[path] = (edit, *kept)
        found = changed_headings(vault, edits)
        found = {path: {**found.get(path, {}), **named.get(path, {})} for path in found.keys() | named.keys()}
        if found == headings:
            break
        headings = found
    return Plan(renaming.moves, edits, count, texts.before, own=own)


def _edits(vault: Vault, renaming: Renaming, texts: Texts) -> tuple[Edits, int]:
    """The edits of all links, and how many links they are for."""
    edits: Edits = {}
    count = 0
    for note in all_notes(vault):
        path = note.path
        try:
            found = list(renaming.edits(path, note.links, lambda path=path: texts.note(path)))  # type: ignore[misc]
        except MisplacedError as error:
            raise VaultlintError(
                say(
                    "nothing was renamed: {path}, {error}: write this link in a plainer way",
                    path=path,
                    error=str(error),
                )
            ) from None
        if found:
            count += len(found)
            edits[path] = tuple(edit for group in found for edit in group)
    for path, changes in canvases(vault, renaming, texts):
        count += len(changes)
        edits[path] = changes
    return edits, count


def canvases(vault: Vault, renaming: Renaming, texts: Texts) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """The edits of each canvas that has any."""
    for path in sorted(vault.files):
        if path.endswith(".canvas"):
            text = texts.data(path).decode("utf-8", "replace")
            found = canvas_edits(path, text, renaming) if "\ufffd" not in text else ()
            if found:
                yield path, found


def all_notes(vault: Vault) -> Iterator[NoteFacts]:
    """Every note of the vault, those that are not linted included."""
    for path in sorted(vault.files):
        facts = vault.facts(path) if is_note(path) else None
        if facts is not None:
            yield facts


def _facts(vault: Vault, path: str) -> NoteFacts:
    facts = vault.facts(path)
    if facts is None:
        raise VaultlintError(say("{path} is no note of this vault", path=path))
    return facts


def moves_of_folder(files: Iterable[str], old: str, new: str) -> dict[str, str]:
    """The moves of everything below the folder `old` when it becomes `new`."""
    prefix = old.rstrip("/") + "/"
    return {path: posixpath.join(new, path[len(prefix) :]) for path in sorted(files) if path.startswith(prefix)}
