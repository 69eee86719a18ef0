"""A run that does again only what has changed since the run that the cache remembers.

Facts and findings of a note by itself hold while its content does. The vault rules run again on the facts of the whole
vault whenever anything has changed. What was printed for a path holds while the note and the vault rules' findings
there are the same. So the findings of most notes are neither made nor loaded.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vaultlint.finding import Finding
from vaultlint.lint.cache import Cache, Stamp
from vaultlint.lint.demote import demoted
from vaultlint.lint.engine import Run, compared_properties, extra_findings, make_vault, vault_findings
from vaultlint.lint.hashing import content_hash
from vaultlint.lint.note_linter import Draw, Drawn, NoteLinter, NoteResult, pack_finding
from vaultlint.lint.parallel import lint_notes
from vaultlint.lint.selection import Selection
from vaultlint.settings import Settings
from vaultlint.vault.facts import NoteFacts
from vaultlint.vault.listing import list_entries
from vaultlint.vault.obsidian import read_obsidian_settings
from vaultlint.vault.source import Entry, Source

_FEW = 1000  # rows that are looked up one by one; more are read in one go


@dataclass(frozen=True)
class Part:
    """What is known of one path: its findings as they are printed, or None where what was printed before holds."""

    path: str
    extra: bytes
    drawn: list[Drawn] | None


@dataclass(frozen=True)
class Incremental:
    """The outcome: a run without findings; `parts` are in path order."""

    run: Run
    parts: tuple[Part, ...]
    fresh: dict[str, NoteResult]
    stamps: dict[str, Stamp]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """A run without findings: the facts of all notes, of which the `fresh` ones were made just now."""

    run: Run
    fresh: dict[str, NoteResult]
    stamps: dict[str, Stamp]


def lint_incrementally(
    source: Source,
    settings: Settings,
    cache: Cache | None,
    entries: Sequence[Entry],
    drawing: Callable[[Selection], Draw],
    *,
    show_info: bool = False,
    reuse_shown: bool = True,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Incremental:
    """Lint the vault whose files are `entries`; `reuse_shown` says that what was printed before can be printed again.

    `drawing` makes what draws findings. Without a cache everything is done.
    """
    gathered = gather(source, settings, cache, entries, drawing, show_info=show_info, jobs=jobs, progress=progress)
    parts = _parts(gathered.run, cache, gathered.fresh, reuse_shown)
    kept = gathered.run.vault.notes.keys() | {part.path for part in parts}
    gone = tuple(cache.paths() - kept) if cache else ()
    return Incremental(gathered.run, parts, gathered.fresh, gathered.stamps, gone)


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
    selection = Selection(settings, show_info)
    obsidian = read_obsidian_settings(source)
    listing = list_entries(source, entries, settings, obsidian)
    linter = NoteLinter(selection, obsidian, datetime.date.today().isoformat(), compared_properties(selection))
    linter.hashing = cache is not None
    linter.draw = drawing(selection) if drawing else None
    linter.brief = cache is None
    valid, hashes = cache.unchanged(source, listing.notes) if cache else (set(), {})
    facts = {path: NoteFacts(*row) for path, row in cache.facts() if path in valid} if cache and valid else {}
    stale = [entry for entry in listing.notes if entry.path not in facts]
    fresh, unreadable, fresh_hashes = _lint(linter, source, stale, jobs, progress)
    facts.update((path, result.facts) for path, result in fresh.items())
    vault = make_vault(source, settings, obsidian, linter, listing, facts, unreadable)
    failed = (*listing.unreadable, *(row for row in unreadable if row[1]))
    run = Run((), vault, listing, selection, failed, linter=linter)
    known = hashes | fresh_hashes
    stamps = {
        entry.path: Stamp(entry.size, entry.mtime, entry.ctime, known[entry.path])
        for entry in listing.notes
        if entry.path in known
    }
    return Gathered(run, fresh, stamps)


def _lint(
    linter: NoteLinter,
    source: Source,
    entries: Sequence[Entry],
    jobs: int | None,
    progress: Callable[[int, int], None] | None,
) -> tuple[dict[str, NoteResult], list[tuple[str, str]], dict[str, bytes]]:
    results: dict[str, NoteResult] = {}
    unreadable: list[tuple[str, str]] = []
    hashes: dict[str, bytes] = {}
    for path, packed, reason, digest in lint_notes(linter, source, entries, jobs, progress):
        if packed is None:
            unreadable.append((path, reason))
        else:
            results[path] = NoteResult.unpack(packed)
            hashes[path] = digest
    return results, sorted(unreadable), hashes


def _parts(run: Run, cache: Cache | None, fresh: dict[str, NoteResult], reuse_shown: bool) -> tuple[Part, ...]:
    extra = vault_findings(run)
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
