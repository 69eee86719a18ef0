"""Whether a change of a few notes can be seen by anything but these notes themselves.

Who writes a paragraph changes no link, no heading and no property. Then what the vault rules found before still holds,
and neither the other notes' facts nor their findings have to be looked at. Where that is not certain, everything runs.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultlint.lint.hashing import listing_digest
from vaultlint.markdown.note import Heading, Link
from vaultlint.markdown.relation import Relation, Topic
from vaultlint.markdown.slips import Slip
from vaultlint.vault.facts import NoteFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from vaultlint.finding import Finding
    from vaultlint.lint.cache import Cache
    from vaultlint.lint.note_linter import NoteResult
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.source import Entry
    from vaultlint.vault.vault import Vault

_SHAPE, _VAULT = "shape", "vault"
FORGOTTEN = {_SHAPE: b""}  # for a run that stores facts, but not what the vault rules find


def _columns(fields: Sequence[str]) -> dict[int, str]:
    """Which columns hold offsets, and which line numbers."""
    offsets = {index: "offset" for index, name in enumerate(fields) if name.endswith(("start", "end"))}
    return offsets | {index: "line" for index, name in enumerate(fields) if name == "line"}


_BOUNDS = {1: "offset", 2: "offset"}  # of rows of a text with its start and end
_COLUMNS = {
    "aliases": _BOUNDS,
    "link_rows": _columns(Link._fields),
    "heading_rows": _columns(Heading._fields),
    "block_rows": _BOUNDS,
    "relation_rows": _columns(Relation._fields),
    "topic_rows": _columns(Topic._fields),
    "tag_line_rows": _columns(("start", "end")),  # `TagLine.line_end` is a text
    "slip_rows": _columns(Slip._fields),
}


class Shape(NamedTuple):
    """What else than the content of linted notes decides what vault rules find: files, and what git knows of renames.

    `others` are the files that are not linted; `git` says whether changes in a repository would be seen.
    """

    digest: bytes
    others: tuple[Entry, ...]
    git: bool


def shape_of(root: str, entries: Iterable[Entry], listing: Listing, marks: Sequence[Entry]) -> Shape:
    """The shape of the vault in the folder `root`; `marks` are files that say what is excluded."""
    linted = {entry.path for entry in listing.notes}
    others = (*(entry for entry in entries if entry.path not in linted), *marks)
    stamps = git_stamps(root)
    return Shape(listing_digest(others, ("\n".join(sorted(linted)), stamps)), others, bool(stamps))


def remembered(shape: Shape, vault: Vault, extra: Mapping[str, Sequence[Finding]]) -> dict[str, bytes]:
    """What the cache has to hold about a run that is complete: `extra` is what the vault rules found, by path."""
    involved = sorted({path for found in extra.values() for path in _named(found)})
    known = {"paths": len({*vault.notes, *extra}), "asked git": "renames" in vars(vault), "involved": involved}
    return {_SHAPE: shape.digest, _VAULT: json.dumps(known).encode()}


def is_alone(cache: Cache, root: str, shape: Shape, shown: Collection[str], fresh: Mapping[str, NoteResult]) -> bool:
    """Whether all that the cache remembers holds, besides what the `fresh` notes give by themselves.

    `shown` are the paths for which something was printed, or nothing had to be.
    """
    if cache.meta(_SHAPE) != shape.digest or cache.is_racy(shape.others):
        return False
    before = dict(cache.facts(sorted(fresh)))
    try:
        known = json.loads(cache.meta(_VAULT) or b"")
        alike = all(
            result.drawn is not None and _outline(before[path]) == _outline(result.facts.pack())
            for path, result in fresh.items()
        )
        complete = len(shown) == known["paths"] and fresh.keys() <= set(shown)
        apart = fresh.keys().isdisjoint(known["involved"])
        return alike and complete and apart and not (known["asked git"] and _may_be_renamed(root, shape, fresh.keys()))
    except (ValueError, TypeError, LookupError, AttributeError):  # somebody has damaged the cache
        return False


def _named(found: Iterable[Finding]) -> Iterator[str]:
    """The paths of all notes that findings stand in, point to or would change."""
    for finding in found:
        yield finding.path
        yield from [related.path for related in finding.related if related.path]
        yield from [edit.path for edit in (finding.fix.edits if finding.fix else ()) if edit.path]


def _outline(packed: Sequence[Any]) -> dict[str, Any]:
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


def _may_be_renamed(root: str, shape: Shape, paths: Collection[str]) -> bool:
    """Whether git could take one of the notes for a renamed one: it does so with files that HEAD does not have."""
    from vaultlint.git.renames import are_committed
    from vaultlint.git.repository import find_repository

    repository = find_repository(root)
    return repository is not None and not (shape.git and are_committed(repository, paths))


def git_stamps(folder: str) -> list[tuple[int, int]]:
    """Sizes and times of the files in which git notes what it has done, for the repository that holds `folder`."""
    while folder and not os.path.isdir(os.path.join(folder, ".git")):
        folder = os.path.dirname(folder) if folder != os.path.dirname(folder) else ""
    stamps = []
    for name in ("logs/HEAD", "index") if folder else ():
        try:
            status = os.stat(os.path.join(folder, ".git", name))
            stamps.append((status.st_size, status.st_mtime_ns))
        except OSError:
            stamps.append((0, 0))
    return stamps
