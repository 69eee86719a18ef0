"""Which notes have changed since the last complete run, and what of the change other notes can see.

Who writes a paragraph changes no link, no heading and no property. Then what the vault rules found before still holds,
and neither the other notes' facts nor their findings have to be looked at. Where something can be seen, `lint.nearby`
judges again what it concerns. Where that is not certain, everything runs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vaultlint.git.stamps import git_stamps
from vaultlint.lint.hashing import content_hash
from vaultlint.markdown.note import Heading, Link
from vaultlint.markdown.relation import Relation, Topic
from vaultlint.markdown.slips import Slip
from vaultlint.vault.facts import NoteFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vaultlint.lint.cache import Cache
    from vaultlint.lint.hashing import Snapshot
    from vaultlint.vault.source import Entry

_FEW_CHANGED = 50
_FILES, _AROUND = "files", "around"
FORGOTTEN = {_FILES: b""}  # for a run that stores facts, but not what the vault rules find


def _columns(fields: Sequence[str]) -> dict[int, str]:
    """Which columns hold offsets, and which line numbers."""
    offsets = {index: "offset" for index, name in enumerate(fields) if name.endswith(("start", "end"))}
    return offsets | {index: "line" for index, name in enumerate(fields) if name == "line"}


_BOUNDS = {1: "offset", 2: "offset"}  # of rows of a text with its start and end
_PATH, _SUBPATH, _LINK = Link._fields.index("path"), Link._fields.index("subpath"), Relation._fields.index("link")
_COLUMNS = {
    "aliases": _BOUNDS,
    "link_rows": _columns(Link._fields),
    "heading_rows": _columns(Heading._fields),
    "block_rows": _BOUNDS,
    "relation_rows": _columns(Relation._fields),
    "topic_rows": _columns(Topic._fields),
    "tag_line_rows": _columns(("start", "end")),  # `TagLine.line_end` is a text
    "slip_rows": _columns(Slip._fields),
    "tag_rows": _BOUNDS,
}


def changed_files(cache: Cache, snapshot: Snapshot) -> list[Entry] | None:
    """The files that are not as they were in the last complete run, or that may have changed behind its back.

    None where they are many, where files came or went, or where something else changed that the vault rules look at.
    """
    before, now = cache.meta(_FILES), snapshot.text.split("\n")
    if not before or len(now) != len(snapshot.entries) or cache.meta(_AROUND) != _around(snapshot):
        return None
    if cache.is_racy(snapshot.marks):
        return None
    known = set(before.decode(errors="replace").split("\n"))
    started = cache.last_start
    changed = [
        entry
        for entry, line in zip(snapshot.entries, now, strict=True)
        if line not in known or entry.mtime >= started or entry.ctime >= started
    ]
    paths = {line.rsplit("\t", 3)[0] for line in known.difference(now)}
    same = len(known) == len(now) and paths <= {entry.path for entry in changed}
    return changed if same and len(changed) <= _FEW_CHANGED else None


def remembered(snapshot: Snapshot) -> dict[str, bytes]:
    """What the cache has to hold about a run that is complete."""
    return {_FILES: snapshot.text.encode(), _AROUND: _around(snapshot)}


def _around(snapshot: Snapshot) -> bytes:
    """A digest of the files that leave notes out."""
    return content_hash(repr(tuple(snapshot.marks)).encode(errors="surrogatepass"))


def outline(packed: Sequence[Any]) -> dict[str, Any]:
    """Packed facts with each offset and line replaced by its rank in the note: what other notes can see of them."""
    facts = dict(zip(NoteFacts.__dataclass_fields__, json.loads(json.dumps(packed)), strict=True))
    tables: list[tuple[Any, dict[int, str]]] = [(facts[name], columns) for name, columns in _COLUMNS.items()]
    tables += [(rows, _BOUNDS) for rows in facts["values"].values()]
    tables.append(([facts["title_place"]], {0: "offset", 1: "offset"}))
    places = [(row, column, kind) for rows, columns in tables for row in rows for column, kind in columns.items()]
    ordered = sorted({(kind, row[column]) for row, column, kind in places})
    rank = {place: index for index, place in enumerate(ordered)}
    for row, column, kind in places:
        row[column] = rank[kind, row[column]]
    return facts


def sights(facts: NoteFacts) -> dict[str, Any]:
    """What other notes can see of a note, without places; by kind, as `lint.nearby` asks for it."""
    links = _without_places(facts.link_rows, "link_rows")
    relations = _without_places(facts.relation_rows, "relation_rows")
    targets = [links[row[_LINK]] if row[_LINK] >= 0 else None for row in facts.relation_rows]
    return {
        "names": (facts.title, _without_places(facts.aliases, "aliases"), facts.decodable, facts.type_name),
        "relations": [(row[1:], target) for row, target in zip(relations, targets, strict=True)],
        "pointers": sorted({(row[_PATH], row[_SUBPATH]) for row in facts.link_rows if row[_SUBPATH]}),
    }


def _without_places(rows: Sequence[Sequence[Any]], name: str) -> list[list[Any]]:
    places = _COLUMNS[name]
    return [[value for index, value in enumerate(row) if index not in places] for row in rows]


def may_be_renamed(root: str, paths: Collection[str]) -> bool:
    """Whether git could take one of the notes for a renamed one: it does so with files that HEAD does not have."""
    from vaultlint.git.renames import are_committed
    from vaultlint.git.repository import find_repository

    repository = find_repository(root)
    return repository is not None and not (git_stamps(root) and are_committed(repository, paths))
