"""Renaming what stands at an offset: what it is, the plan for it, and the plan as the editor's edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say, words
from vaultlint.lsp.places import thing_at
from vaultlint.paths import is_note, name_of
from vaultlint.rename.asked import plan_of, plan_word
from vaultlint.rename.gate import carried_out
from vaultlint.rename.plan import moves_of_folder, plan_block, plan_heading, plan_move
from vaultlint.rename.properties import PREFIX
from vaultlint.rename.recast_gate import carried_out as carried_out_words
from vaultlint.rename.texts import Texts
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultlint.finding import Edit
    from vaultlint.lsp.places import Thing
    from vaultlint.lsp.world import Sight
    from vaultlint.markdown.note import Note
    from vaultlint.rename.plan import Plan
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault

Move = tuple[str, str]


class Rewriting(NamedTuple):
    """For each file its text and the edits of that, by the path from before a move; and the file to move."""

    edits: Mapping[str, tuple[str, Sequence[Edit]]]
    move: Move | None = None


class Named(NamedTuple):
    """What is going to be renamed: `kind` as in `Thing`, the file it belongs to, its name, and where that stands."""

    kind: str
    path: str
    name: str
    start: int
    end: int


def named_at(sight: Sight, note: Note, offset: int) -> Named | None:
    """What a rename at an offset is about; None where there is nothing that can be renamed."""
    thing = thing_at(sight, note, offset)
    if thing is None:
        return None
    if thing.kind == "link":
        return _in_link(sight, note, thing, offset)
    if thing.kind == "heading":
        facts = sight.facts(note.path)
        subpath = _subpath_of(facts, thing.start) if facts else ""
        return Named("heading", note.path, subpath or thing.name, thing.start, thing.end)
    if thing.kind == "note":
        return Named("note", note.path, note.name, offset, offset)
    return Named(thing.kind, note.path, thing.name, thing.start, thing.end)


def _in_link(sight: Sight, note: Note, thing: Thing, offset: int) -> Named | None:
    """The target of a link, or the heading or block that it names, whichever the offset is at."""
    link = thing.link
    if link is None or not thing.path:
        return None
    hash_at = note.text.find("#", link.target_start, link.target_end)
    if not link.subpath or hash_at < 0 or offset <= hash_at:
        end = hash_at if hash_at >= 0 else link.target_end
        name = name_of(thing.path) if is_note(thing.path) else thing.path.rpartition("/")[2]
        return Named("note", thing.path, name, link.target_start, end)
    facts = sight.facts(thing.path)
    if facts is None:
        return None
    if link.subpath.startswith("^"):
        known = link.subpath[1:].lower() in facts.block_names
        return Named("block", thing.path, link.subpath[1:], hash_at + 2, link.target_end) if known else None
    index = facts.outline.find(link.subpath)
    return None if index is None else Named("heading", thing.path, link.subpath, hash_at + 1, link.target_end)


def placeholder(sight: Sight, named: Named) -> str:
    """The name that the editor shows to be changed."""
    if named.kind != "heading":
        return named.name
    facts = sight.facts(named.path)
    index = facts.outline.find(named.name) if facts else None
    return facts.headings[index].text if facts and index is not None else named.name


def _subpath_of(facts: NoteFacts, text_start: int) -> str | None:
    """A subpath that names the heading whose text begins at `text_start`, and no other one."""
    index = next((each for each, heading in enumerate(facts.headings) if heading.text_start == text_start), None)
    if index is None:
        return None
    steps = [facts.headings[index].text.replace("#", " ")]
    level = facts.headings[index].level
    for heading in reversed(facts.headings[: index + 1]):
        if facts.outline.find("#".join(steps)) == index:
            return "#".join(steps)
        if heading.level < level:
            steps.insert(0, heading.text.replace("#", " "))
            level = heading.level
    return "#".join(steps) if facts.outline.find("#".join(steps)) == index else None


def rewritten(vault: Vault, named: Named, new: str) -> Rewriting:
    """What another name changes, after the gate has passed it; VaultlintError where that cannot be."""
    if not new.strip():
        raise VaultlintError(words(say("A new name needs at least one character.")))
    if named.kind == "tag":
        return _of_words(vault, "#" + named.name, "#" + new.removeprefix("#"))
    if named.kind == "property":
        return _of_words(vault, PREFIX + named.name, PREFIX + new.removeprefix(PREFIX))
    texts = Texts(vault)
    if named.kind == "heading":
        return Rewriting(edits_of(vault, plan_heading(vault, named.path, named.name, new, texts)))
    if named.kind == "block":
        name = new.removeprefix("#").removeprefix("^")
        return Rewriting(edits_of(vault, plan_block(vault, named.path, named.name, name, texts)))
    plan, move = plan_of(vault, named.path, new)
    return Rewriting(edits_of(vault, plan), move)


def _of_words(vault: Vault, old: str, new: str) -> Rewriting:
    """The same for a tag or a property."""
    recast = plan_word(vault, old, new)
    carried_out_words(vault, recast)
    return Rewriting({path: (recast.text(path), edits) for path, edits in recast.edits.items() if edits})


def plan_moves(vault: Vault, moves: Iterable[Move]) -> Plan:
    """The plan for files and folders that the editor is about to move, or has the user agree to."""
    from vaultlint.rename.names import check_name, refuse_taken

    files: dict[str, str] = {}
    for old, new in moves:
        check_name(new)
        if old in vault.files:
            refuse_taken(vault, old, new)
            files[old] = new
        else:
            files.update(moves_of_folder(vault.files, old.rstrip("/") + "/", new.rstrip("/")))
    return plan_move(vault, files, Texts(vault))


def edits_of(vault: Vault, plan: Plan) -> Mapping[str, tuple[str, tuple[Edit, ...]]]:
    """For each file the text and its edits, after the gate has passed them; paths are those from before a move."""
    outcome = carried_out(vault, plan)
    return {path: (plan.before[path].decode(), plan.edits[path]) for path in outcome.after}
