"""A run that does again only what has changed since the run that the cache remembers.

Facts and findings of a note by itself hold while its content does. The vault rules run again on the facts of the whole
vault whenever anything has changed. What was printed for a path holds while the note and the vault rules' findings
there are the same. So the findings of most notes are neither made nor loaded.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vaultlint.finding import Finding
from vaultlint.git.listing import list_entries
from vaultlint.git.stamps import git_stamps
from vaultlint.lint.bounded import MOST_LISTED
from vaultlint.lint.cache import Cache, Stamp, Verdict
from vaultlint.lint.demote import demoted
from vaultlint.lint.engine import Run, compared_properties, extra_findings, make_vault, vault_findings
from vaultlint.lint.hashing import Snapshot, content_hash
from vaultlint.lint.learning import with_styles
from vaultlint.lint.note_linter import Draw, Drawn, NoteLinter, NoteResult, pack_finding
from vaultlint.lint.outside import knowledge
from vaultlint.lint.parallel import lint_notes
from vaultlint.lint.sealed import OpenResult, SealingLinter
from vaultlint.lint.selection import Selection
from vaultlint.lint.unaffected import remembered
from vaultlint.settings import Settings
from vaultlint.vault.facts import NoteFacts
from vaultlint.vault.listing import Listing
from vaultlint.vault.obsidian import ObsidianSettings, read_obsidian_settings
from vaultlint.vault.source import Entry, Source
from vaultlint.vault.view import steps_of

_NO_FINDINGS = bytes(16)
_FEW = 1000  # rows that are looked up one by one; more are read in one go


@dataclass(frozen=True)
class Part:
    """A path whose findings are not printed as they were before."""

    path: str
    extra: bytes
    drawn: Sequence[Drawn]


@dataclass(frozen=True)
class Incremental:
    """The outcome: a run without findings. What was printed for other paths than those of `parts` still holds.

    `parts` are in path order; they are made while one goes through them, once. `partial` says that the run is about
    some notes only, and that all else is as the cache remembers it. `meta` is what the cache has to remember if the run
    is complete.
    """

    run: Run
    parts: Iterable[Part]
    fresh: dict[str, OpenResult]
    stamps: dict[str, Stamp]
    gone: tuple[str, ...] = ()
    partial: bool = False
    meta: Mapping[str, bytes] = field(default_factory=dict)
    verdicts: Sequence[Verdict] = ()


@dataclass(frozen=True)
class Gathered:
    """A run without findings: the facts of all notes, of which the `fresh` ones were made just now."""

    run: Run
    fresh: dict[str, OpenResult]
    stamps: dict[str, Stamp]


class _Linted(NamedTuple):
    """Results of notes by path, what could not be read and why, and the hashes of the contents."""

    results: dict[str, OpenResult]
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
    snapshot: Snapshot,
    drawing: Callable[[Selection], Draw],
    *,
    show_info: bool = False,
    reuse_shown: bool = True,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Incremental:
    """Lint the vault whose files are those of `snapshot`. Without a cache all is done.

    `drawing` makes what draws findings; `reuse_shown` says that what was printed before can be printed again.
    """
    setting = _setting(source, settings, cache, drawing, show_info, snapshot.entries)
    git = git_stamps(getattr(source, "root", "")) if cache else []
    done = _Linted({}, [], {})
    gathered = _gather(setting.begin(snapshot.entries), done, jobs, progress)
    extra = vault_findings(gathered.run)
    gone = _gone(gathered.run, cache, extra) if cache else set()
    parts, count = _parts(gathered.run, cache, gathered.fresh, extra, gone, reuse_shown)
    meta = remembered(snapshot) | knowledge(gathered.run, count, git) if cache else {}
    return Incremental(gathered.run, parts, gathered.fresh, gathered.stamps, tuple(gone), meta=meta)


def _gone(run: Run, cache: Cache, extra: Mapping[str, list[Finding]]) -> set[str]:
    """The paths of which nothing that is stored holds: no notes any more, or files of which nothing is said any more.

    A note that is left out now may still be a file with findings; its facts must go all the same.
    """
    notes = run.vault.notes.keys()
    return (cache.shown_paths() - notes - extra.keys()) | (cache.noted_paths() - notes)


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
    begun = _setting(source, settings, cache, drawing, show_info, entries).begin(entries)
    return _gather(begun, _Linted({}, [], {}), jobs, progress)


def _setting(
    source: Source,
    settings: Settings,
    cache: Cache | None,
    drawing: Callable[[Selection], Draw] | None,
    show_info: bool,
    entries: Sequence[Entry],
) -> _Setting:
    """With the styles of the vault. What the cache holds of runs with other styles is forgotten."""
    selection = Selection(settings, show_info)
    obsidian = read_obsidian_settings(source)
    selection = with_styles(selection, source, list_entries(source, entries, settings, obsidian), obsidian)
    if cache:
        cache.hold_only(repr((selection.styles.forms, selection.template_folders)).encode())
    return _Setting(source, settings, cache, drawing, selection)


@dataclass(frozen=True)
class _Setting:
    """What is known before the vault's files are looked at."""

    source: Source
    settings: Settings
    cache: Cache | None
    drawing: Callable[[Selection], Draw] | None
    selection: Selection

    def begin(self, entries: Sequence[Entry]) -> _Begun:
        """With all files of the vault."""
        obsidian = read_obsidian_settings(self.source)
        return self._begin(obsidian, list_entries(self.source, entries, self.settings, obsidian))

    def begin_with(self, changed: Sequence[Entry], snapshot: Snapshot) -> _Begun:
        """With those files only that have changed."""
        files = tuple([entry.path for entry in snapshot.entries])
        return self._begin(read_obsidian_settings(self.source), Listing(tuple(changed), files))

    def _begin(self, obsidian: ObsidianSettings, listing: Listing) -> _Begun:
        selection, cache = self.selection, self.cache
        linter = NoteLinter(selection, obsidian, datetime.date.today().isoformat(), compared_properties(selection))
        linter.hashing = cache is not None
        linter.draw = self.drawing(selection) if self.drawing else None
        linter.brief = cache is None
        linter.most = MOST_LISTED if self.drawing else None
        valid, hashes = cache.unchanged(self.source, listing.notes) if cache else (set(), {})
        return _Begun(self.source, listing, linter, cache, valid, hashes)


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
    results: dict[str, OpenResult] = {}
    unreadable: list[tuple[str, str]] = []
    hashes: dict[str, bytes] = {}
    for path, packed, reason, digest in lint_notes(SealingLinter(linter), source, entries, jobs, progress):
        if packed is None:
            unreadable.append((path, reason))
        else:
            results[path] = OpenResult.of(packed)
            hashes[path] = digest
    return _Linted(results, sorted(unreadable), hashes)


def _parts(
    run: Run,
    cache: Cache | None,
    fresh: dict[str, OpenResult],
    extra: dict[str, list[Finding]],
    gone: set[str],
    reuse_shown: bool,
) -> tuple[Iterator[Part], int]:
    """The paths that are not printed as before, and the number of all paths."""
    digests = _digests(run, extra) if cache else {}
    shown = {row.path: row.extra for row in cache.shown()} if cache and reuse_shown else {}
    paths = sorted({*run.vault.notes, *extra})
    again = {path for path in paths if path in fresh or path in gone or shown.get(path) != digests.get(path, b"")}
    if cache:
        again |= _pointing_to(again | gone, extra)
    stored = stored_results(run, cache, again - fresh.keys()) if cache else {}
    results = _Opened(fresh, stored)

    def parts() -> Iterator[Part]:
        for path in paths:
            if path in again:
                new = fresh.get(path)
                drawn = new.printed if new and path not in extra else None
                if drawn is None:
                    drawn = _drawn(run, path, results.get(path), extra.get(path, []))
                yield Part(path, digests.get(path, b""), drawn)
                if new:
                    new.drop_drawn()

    return parts(), len(paths)


def _pointing_to(paths: Collection[str], extra: Mapping[str, list[Finding]]) -> set[str]:
    """Where findings show a line and column in one of the notes at `paths`, which may be others than before."""
    return {
        path
        for path, findings in extra.items()
        if any(related.path in paths for finding in findings for related in finding.related)
    }


class _Opened(NamedTuple):
    """Results of notes: those that were found just now are opened when they are asked for."""

    fresh: Mapping[str, OpenResult]
    stored: Mapping[str, NoteResult]

    def get(self, path: str) -> NoteResult | None:
        found = self.fresh.get(path)
        return found.whole if found else self.stored.get(path)


def _drawn(run: Run, path: str, result: NoteResult | None, extra: list[Finding]) -> list[Drawn]:
    """Everything that is found at a path as it is printed, in order."""
    own: Sequence[Drawn] = ()
    found: Iterable[Finding] = extra
    if result is not None:
        own = result.drawn or ()
        found = extra_findings(run, path, result, extra) if extra or result.suppressions else ()
        found = [*result.waiting, *found]
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
    for _, link, resolution in run.vault.references:
        if link.subpath and resolution.target is not None:
            named.setdefault(resolution.target, []).extend(steps_of(link))
    digests = {path: _digest(findings) for path, findings in extra.items() if findings}
    for path, keys in named.items():
        digests[path] = digests.get(path, _NO_FINDINGS) + content_hash(
            "\n".join(sorted(keys)).encode(errors="surrogatepass")
        )
    return digests


def _digest(findings: Iterable[Finding]) -> bytes:
    """A digest of everything that can be seen of findings."""
    text = json.dumps([pack_finding(finding) for finding in findings], ensure_ascii=False)
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
