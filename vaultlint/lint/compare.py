"""`--since` on the strength of the cache: of both trees only what may differ is judged.

A note that is the same in both trees, with the same findings of the vault rules, has the same findings in the end: they
are neither made nor loaded. What the vault rules found in the old tree is remembered for the next run.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vaultlint.git.changes import difference
from vaultlint.git.listing import list_vault
from vaultlint.git.repository import open_repository
from vaultlint.git.source import TreeSource
from vaultlint.lint.cache import Cache, Update
from vaultlint.lint.demote import demoted
from vaultlint.lint.engine import Run, final_findings, lint_entries, make_vault, vault_findings
from vaultlint.lint.incremental import Gathered, gather, stored_results
from vaultlint.lint.note_linter import NoteLinter, NoteResult, pack_finding, unpack_finding
from vaultlint.lint.since import Before, Compared, new_findings
from vaultlint.lint.unaffected import FORGOTTEN
from vaultlint.vault.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vaultlint.finding import Finding
    from vaultlint.settings import Settings
    from vaultlint.vault.source import Entry, Source

_SURROGATE = re.compile("[\ud800-\udfff]")
_BEFORE = "before"  # the name in the cache
Extra = dict[str, list["Finding"]]


@dataclass(frozen=True)
class Request:
    """What is to be compared: the vault in `root`, or its index if `staged`, with the merge base of `ref` and HEAD."""

    root: str
    ref: str
    staged: bool = False
    show_info: bool = False
    jobs: int | None = None
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True)
class Side:
    """One of the two trees: a run without findings, what its vault rules found, and the results of its notes."""

    run: Run
    extra: Extra
    results: dict[str, NoteResult]

    def with_findings(self, paths: Iterable[str]) -> Run:
        """The run with the findings at `paths`."""
        found: list[Finding] = []
        for path in sorted(paths):
            result, extra = self.results.get(path), self.extra.get(path, [])
            found += final_findings(self.run, path, result, extra) if result else extra
        found = sorted(demoted(found, self.run.vault), key=lambda finding: finding.sort_key)
        return replace(self.run, findings=tuple(found))


def check_since(source: Source, settings: Settings, cache: Cache, request: Request) -> Run | None:
    """Lint the vault in `source`; the run has those findings only that the older commit did not have.

    None where a file name is not UTF-8, and so cannot be a key of the cache.
    """
    entries = sorted(source.entries())
    if any(_SURROGATE.search(entry.path) for entry in entries):
        return None
    repository = open_repository(request.root)
    base = repository.merge_base(request.ref)
    compared = Compared(request.ref, base, difference(repository, base, staged=request.staged))
    gathered = _gather(source, settings, cache, entries, request)
    now, extra = gathered.run, vault_findings(gathered.run)
    before = Before(now, repository, TreeSource(repository, base), compared.differing)
    old, old_results = _old_vault(now, before, request.jobs)
    old_extra = _old_extra(old, _old_key(base, before, now, old.listing), cache)
    _store(cache, gathered)
    paths = old_results.keys() | (now.vault.notes.keys() - old.vault.notes.keys()) | _differing(extra, old_extra)
    fresh = {path: result.whole for path, result in gathered.fresh.items()}
    results = fresh | stored_results(now, cache, paths - fresh.keys())
    shared = {path: result for path, result in results.items() if path in old.vault.notes}
    return new_findings(
        Side(now, extra, results).with_findings(paths),
        Side(old, old_extra, shared | old_results).with_findings(paths),
        compared,
    )


def _gather(source: Source, settings: Settings, cache: Cache, entries: Sequence[Entry], request: Request) -> Gathered:
    show_info, jobs, progress = request.show_info, request.jobs, request.progress
    return gather(source, settings, cache, entries, show_info=show_info, jobs=jobs, progress=progress)


def _old_vault(now: Run, before: Before, jobs: int | None) -> tuple[Run, dict[str, NoteResult]]:
    """The old tree as a run without findings, and the results of the notes that are not there any more as they were."""
    linter, settings, obsidian = _linter(now), now.selection.settings, now.vault.obsidian
    listing = list_vault(before, settings, obsidian)
    notes = now.vault.notes
    unknown = [each for each in listing.notes if before.differing.touched(each.path) or each.path not in notes]
    results, unreadable = lint_entries(linter, before, unknown, jobs)
    facts = {each.path: notes[each.path] for each in listing.notes if each.path in notes}
    facts.update((path, result.facts) for path, result in results.items())
    vault = make_vault(before, settings, obsidian, linter, listing, facts, unreadable)
    return Run((), vault, listing, now.selection, linter=linter), results


def _linter(run: Run) -> NoteLinter:
    if run.linter is None:
        raise ValueError("this run has no linter")
    return run.linter


def _old_extra(old: Run, key: str, cache: Cache) -> Extra:
    """What the vault rules find in the old tree, remembered under `key`."""
    try:
        stored, rows = json.loads(cache.meta(_BEFORE) or b"[0, []]")
        if stored == key:
            return {path: [unpack_finding(row) for row in found] for path, found in rows}
    except (ValueError, TypeError):
        pass
    extra = vault_findings(old)
    rows = [(path, [pack_finding(finding) for finding in found]) for path, found in extra.items()]
    cache.store(Update({_BEFORE: json.dumps([key, rows], ensure_ascii=False).encode(errors="surrogatepass")}))
    return extra


def _old_key(base: str, before: Before, now: Run, listing: Listing) -> str:
    """A name that changes whenever the old tree may be judged otherwise under the same settings."""
    outside = [entry for entry in now.listing.notes if entry.path in before.outside]
    parts = (base, [entry.path for entry in listing.notes], listing.files, outside)
    return hashlib.blake2b(repr(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _differing(extra: Extra, old_extra: Extra) -> set[str]:
    """The paths at which the vault rules found something else than before."""
    return {path for path in extra.keys() | old_extra.keys() if extra.get(path, []) != old_extra.get(path, [])}


def _store(cache: Cache, gathered: Gathered) -> None:
    """Remember what was found out about the files of the disk; what was printed of them does not hold any more."""
    stamps = {path: stamp for path, stamp in gathered.stamps.items() if stamp.mtime}
    if not stamps:
        return
    fresh = {path: result for path, result in gathered.fresh.items() if path in stamps}
    meta = {"listing": b"", **FORGOTTEN}
    if cache.meta("started") is None:
        meta["started"] = str(cache.started).encode()
    cache.store(
        Update(
            meta,
            stamps=list(stamps.items()),
            facts=[result.facts for result in fresh.values()],
            own=((path, result.rest) for path, result in fresh.items()),
            unshown=list(fresh),
        )
    )
