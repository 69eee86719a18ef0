"""A run that does again only what has changed since the run that the cache remembers.

Facts and findings of a note by itself hold while its content does. The vault rules run again on the facts of the whole
vault whenever anything has changed. What was printed for a path holds while the note and the vault rules' findings
there are the same. So the findings of most notes are neither made nor loaded. Where a change concerns nothing that
other notes can see, not even the vault rules run: see `lint.unaffected`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vaultlint.finding import Finding
from vaultlint.lint.bounded import MOST_LISTED
from vaultlint.lint.cache import Cache, Stamp
from vaultlint.lint.demote import demoted
from vaultlint.lint.engine import Run, compared_properties, extra_findings, make_vault, vault_findings
from vaultlint.lint.hashing import content_hash
from vaultlint.lint.note_linter import Draw, Drawn, NoteLinter, NoteResult, pack_finding
from vaultlint.lint.parallel import lint_notes
from vaultlint.lint.selection import Selection
from vaultlint.lint.unaffected import Shape, is_alone, remembered, shape_of
from vaultlint.settings import Settings
from vaultlint.vault.facts import NoteFacts
from vaultlint.vault.listing import Listing, list_entries
from vaultlint.vault.obsidian import read_obsidian_settings
from vaultlint.vault.source import Entry, Source

_FEW = 1000  # rows that are looked up one by one; more are read in one go
_FEW_CHANGED = 50  # notes that are looked at by themselves first


@dataclass(frozen=True)
class Part:
    """What is known of one path: its findings as they are printed, or None where what was printed before holds."""

    path: str
    extra: bytes
    drawn: list[Drawn] | None


@dataclass(frozen=True)
class Incremental:
    """The outcome: a run without findings; `parts` are in path order.

    `alone` says that only the `fresh` notes by themselves were judged again, and that the run's vault holds no others.
    `meta` is what the cache has to remember if the run is complete.
    """

    run: Run
    parts: tuple[Part, ...]
    fresh: dict[str, NoteResult]
    stamps: dict[str, Stamp]
    gone: tuple[str, ...] = ()
    alone: bool = False
    meta: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Gathered:
    """A run without findings: the facts of all notes, of which the `fresh` ones were made just now."""

    run: Run
    fresh: dict[str, NoteResult]
    stamps: dict[str, Stamp]


class _Linted(NamedTuple):
    """Results of notes by path, what could not be read and why, and the hashes of the contents."""

    results: dict[str, NoteResult]
    unreadable: list[tuple[str, str]]
    hashes: dict[str, bytes]


@dataclass(frozen=True)
class _Begun:
    """What is known before any note is linted: `valid` are the paths whose stored facts hold."""

    source: Source
    listing: Listing
    linter: NoteLinter
    cache: Cache | None
    valid: set[str]
    hashes: dict[str, bytes]

    def lint(
        self, entries: Sequence[Entry], jobs: int | None, progress: Callable[[int, int], None] | None = None
    ) -> _Linted:
        return _lint(self.linter, self.source, entries, jobs, progress)

    def run(self, facts: Mapping[str, NoteFacts], unreadable: list[tuple[str, str]]) -> Run:
        """A run without findings over the notes that have `facts`."""
        selection, linter = self.linter.selection, self.linter
        vault = make_vault(self.source, selection.settings, linter.obsidian, linter, self.listing, facts, unreadable)
        failed = (*self.listing.unreadable, *(row for row in unreadable if row[1]))
        return Run((), vault, self.listing, selection, failed, linter=linter)

    def stamps(self, fresh: dict[str, bytes]) -> dict[str, Stamp]:
        """The stamps of the notes whose content was looked at; `fresh` are the hashes of those that were linted."""
        known = self.hashes | fresh
        return {
            entry.path: Stamp(entry.size, entry.mtime, entry.ctime, known[entry.path])
            for entry in self.listing.notes
            if entry.path in known
        }


def lint_incrementally(
    source: Source,
    settings: Settings,
    cache: Cache | None,
    entries: Sequence[Entry],
    drawing: Callable[[Selection], Draw],
    *,
    show_info: bool = False,
    reuse_shown: bool = True,
    marks: Sequence[Entry] = (),
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Incremental:
    """Lint the vault whose files are `entries`; `reuse_shown` says that what was printed before can be printed again.

    `drawing` makes what draws findings; `marks` are files that say what is excluded. Without a cache all is done.
    """
    begun = _begin(source, settings, cache, entries, drawing, show_info)
    shape = shape_of(getattr(source, "root", ""), entries, begun.listing, marks) if cache else None
    linted = _lint_few(begun)
    if shape and linted and reuse_shown and (alone := _alone(begun, shape, linted)):
        return alone
    gathered = _gather(begun, linted or _Linted({}, [], {}), jobs, progress)
    extra = vault_findings(gathered.run)
    parts = _parts(gathered.run, cache, gathered.fresh, extra, reuse_shown)
    kept = gathered.run.vault.notes.keys() | {part.path for part in parts}
    gone = tuple(cache.paths() - kept) if cache else ()
    meta = remembered(shape, gathered.run.vault, extra) if shape else {}
    return Incremental(gathered.run, parts, gathered.fresh, gathered.stamps, gone, meta=meta)


def gather(
    source: Source,
    settings: Settings,
    cache: Cache | None,
    entries: Sequence[Entry],
    drawing: Callable[[Selection], Draw] | None = None,
    *,
    show_info: bool = False,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Gathered:
    """The facts of the vault whose files are `entries`: those that the cache has, and those of the other notes."""
    begun = _begin(source, settings, cache, entries, drawing, show_info)
    return _gather(begun, _Linted({}, [], {}), jobs, progress)


def _begin(
    source: Source,
    settings: Settings,
    cache: Cache | None,
    entries: Sequence[Entry],
    drawing: Callable[[Selection], Draw] | None,
    show_info: bool,
) -> _Begun:
    selection = Selection(settings, show_info)
    obsidian = read_obsidian_settings(source)
    listing = list_entries(source, entries, settings, obsidian)
    linter = NoteLinter(selection, obsidian, datetime.date.today().isoformat(), compared_properties(selection))
    linter.hashing = cache is not None
    linter.draw = drawing(selection) if drawing else None
    linter.brief = cache is None
    linter.most = MOST_LISTED if drawing else None
    valid, hashes = cache.unchanged(source, listing.notes) if cache else (set(), {})
    return _Begun(source, listing, linter, cache, valid, hashes)


def _lint_few(begun: _Begun) -> _Linted | None:
    """The notes that have changed, where they are few; else None."""
    if len(begun.listing.notes) - len(begun.valid) > _FEW_CHANGED:
        return None
    return begun.lint([entry for entry in begun.listing.notes if entry.path not in begun.valid], 1)


def _alone(begun: _Begun, shape: Shape, linted: _Linted) -> Incremental | None:
    """The outcome where no note but those that were linted can have other findings than before; else None."""
    cache, fresh = begun.cache, linted.results
    if cache is None or linted.unreadable or begun.listing.unreadable:
        return None
    shown = {row.path: row.extra for row in cache.shown()}
    root = getattr(begun.source, "root", "")
    if not is_alone(cache, root, shape, shown, fresh):
        return None
    run = begun.run({path: result.facts for path, result in fresh.items()}, [])
    parts = tuple(
        Part(path, extra, _drawn(run, path, fresh[path], []) if path in fresh else None)
        for path, extra in shown.items()
    )
    return Incremental(run, parts, fresh, begun.stamps(linted.hashes), alone=True)


def _gather(begun: _Begun, done: _Linted, jobs: int | None, progress: Callable[[int, int], None] | None) -> Gathered:
    """The facts of all notes; some were linted before."""
    cache, valid = begun.cache, begun.valid
    facts = {path: NoteFacts(*row) for path, row in cache.facts() if path in valid} if cache and valid else {}
    known = facts.keys() | done.results.keys() | {path for path, _ in done.unreadable}
    linted = begun.lint([entry for entry in begun.listing.notes if entry.path not in known], jobs, progress)
    fresh = done.results | linted.results
    facts.update((path, result.facts) for path, result in fresh.items())
    unreadable = sorted(done.unreadable + linted.unreadable)
    return Gathered(begun.run(facts, unreadable), fresh, begun.stamps(done.hashes | linted.hashes))


def _lint(
    linter: NoteLinter,
    source: Source,
    entries: Sequence[Entry],
    jobs: int | None,
    progress: Callable[[int, int], None] | None,
) -> _Linted:
    results: dict[str, NoteResult] = {}
    unreadable: list[tuple[str, str]] = []
    hashes: dict[str, bytes] = {}
    for path, packed, reason, digest in lint_notes(linter, source, entries, jobs, progress):
        if packed is None:
            unreadable.append((path, reason))
        else:
            results[path] = NoteResult.unpack(packed)
            hashes[path] = digest
    return _Linted(results, sorted(unreadable), hashes)


def _parts(
    run: Run, cache: Cache | None, fresh: dict[str, NoteResult], extra: dict[str, list[Finding]], reuse_shown: bool
) -> tuple[Part, ...]:
    digests = _digests(run, extra)
    shown = {row.path: row.extra for row in cache.shown()} if cache and reuse_shown else {}
    paths = sorted({*run.vault.notes, *extra})
    again = {path for path in paths if path in fresh or shown.get(path) != digests.get(path, b"")}
    results = fresh | stored_results(run, cache, again - fresh.keys()) if cache else fresh
    return tuple(
        Part(
            path,
            digests.get(path, b""),
            _drawn(run, path, results.get(path), extra.get(path, [])) if path in again else None,
        )
        for path in paths
    )


def _drawn(run: Run, path: str, result: NoteResult | None, extra: list[Finding]) -> list[Drawn]:
    """Everything that is found at a path as it is printed, in order."""
    own: Sequence[Drawn] = ()
    found: Iterable[Finding] = extra
    if result is not None:
        found = extra_findings(run, path, result, extra) if extra or result.suppressions else ()
        if result.drawn is not None:
            own = result.drawn
        else:
            found = [*result.findings, *found]
    draw = run.linter.draw if run.linter else None
    if found and draw:
        own = [*own, *draw(demoted(found, run.vault), run.text_or_nothing)]
    return sorted(own) if len(own) > 1 else list(own)


def stored_results(run: Run, cache: Cache, paths: set[str]) -> dict[str, NoteResult]:
    """The results of notes that have not changed; a row that was damaged is made again."""
    notes = run.vault.notes
    wanted = paths & notes.keys()
    rows = cache.own(sorted(wanted) if len(wanted) < _FEW else None)
    found = {path: NoteResult.unpack((notes[path].pack(), *row)) for path, row in rows if path in wanted}
    linter = run.linter
    for path in wanted - found.keys():
        assert linter is not None
        found[path] = linter.lint(path, run.vault.source.read(path))
    return found


def _digests(run: Run, extra: dict[str, list[Finding]]) -> dict[str, bytes]:
    """For each path, a digest of what other notes decide there: findings of vault rules, headings that links name."""
    named: dict[str, list[str]] = {}
    for path, key in run.vault.heading_references:
        named.setdefault(path, []).append(key)
    digests = {path: _digest(findings) for path, findings in extra.items()}
    for path, keys in named.items():
        digests[path] = digests.get(path, b"") + content_hash("\n".join(sorted(keys)).encode(errors="surrogatepass"))
    return digests


def _digest(findings: Iterable[Finding]) -> bytes:
    """A digest of everything that can be seen of findings."""
    text = json.dumps([pack_finding(finding) for finding in findings], ensure_ascii=False)
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
