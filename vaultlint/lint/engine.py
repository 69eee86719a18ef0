"""A whole run: list the vault, lint its notes, build the vault, run the vault rules, suppress, sort."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vaultlint.finding import Finding, Problem, Severity
from vaultlint.git.listing import list_vault
from vaultlint.lint.bounded import bounded_by_rule
from vaultlint.lint.demote import demoted
from vaultlint.lint.faults import FAULT
from vaultlint.lint.learning import with_styles
from vaultlint.lint.locate import Locator, make_finding
from vaultlint.lint.note_linter import CATEGORY_OF, NoteLinter, NoteResult
from vaultlint.lint.parallel import lint_notes
from vaultlint.lint.selection import Selection
from vaultlint.lint.stopwatch import Stopwatch
from vaultlint.lint.suppress import Suppression, apply_suppressions, may_suppress
from vaultlint.lint.vault_rules import VaultRules, in_order
from vaultlint.markdown.conflicts import may_be_in_conflict
from vaultlint.markdown.generated import generated_regions, is_generated
from vaultlint.markdown.parse import decode, parse_text
from vaultlint.settings import Settings
from vaultlint.vault.facts import NoteFacts
from vaultlint.vault.kinds import KINDS, Around, Slice
from vaultlint.vault.listing import Listing
from vaultlint.vault.note_types import note_type_named, note_type_of
from vaultlint.vault.obsidian import ObsidianSettings, read_obsidian_settings
from vaultlint.vault.source import Entry, Source
from vaultlint.vault.vault import Vault
from vaultlint.vault.view import GIT, View

if TYPE_CHECKING:
    from vaultlint.lint.changes import Changes

Renames = Callable[[], Mapping[str, tuple[str, ...]]]
_Found = tuple[Problem, str, Severity]  # with the rule's name and its severity under the settings


@dataclass(frozen=True)
class Run:
    """The outcome of linting a vault: sorted findings, and what they are about."""

    findings: tuple[Finding, ...]
    vault: Vault
    listing: Listing
    selection: Selection
    unreadable: tuple[tuple[str, str], ...] = ()  # path and reason
    held_back: int = 0  # findings that a baseline knows
    outdated: int = 0  # findings that a baseline knows and that no longer occur
    texts: dict[str, str] = field(default_factory=dict)
    results: Mapping[str, NoteResult] = field(default_factory=dict)  # what linting each note gave
    linter: NoteLinter | None = None
    changes: Changes | None = None  # what an older commit is compared with

    def text(self, path: str) -> str:
        """The text of a note, read again from the vault's source where it is not at hand."""
        if path not in self.texts:
            self.texts[path] = decode(self.vault.source.read(path))[0]
        return self.texts[path]

    def text_or_nothing(self, path: str) -> str:
        """The text of a note; "" for what is no note, or has vanished since."""
        try:
            return self.text(path) if self.vault.is_linted(path) else ""
        except OSError:
            return ""


def lint_vault(
    source: Source,
    settings: Settings,
    *,
    show_info: bool = False,
    today: str | None = None,
    jobs: int | None = 1,
    progress: Callable[[int, int], None] | None = None,
    stopwatch: Stopwatch | None = None,
) -> Run:
    """Lint the whole vault in `source`.

    `today` is an ISO date, for rules about the future; `jobs` the number of processes (None: one a processor).
    `progress` is told how many notes are done, and of how many. A `stopwatch` measures the rules, in this process.
    """
    selection = Selection(settings, show_info, stopwatch)
    jobs = 1 if stopwatch else jobs
    obsidian = read_obsidian_settings(source)
    listing = list_vault(source, settings, obsidian)
    selection = with_styles(selection, source, listing, obsidian)
    linter = NoteLinter(selection, obsidian, today or datetime.date.today().isoformat(), compared_properties(selection))
    results, unreadable = lint_entries(linter, source, listing.notes, jobs, progress)
    return judge(source, selection, obsidian, listing, linter, results, unreadable)


def judge(
    source: Source,
    selection: Selection,
    obsidian: ObsidianSettings,
    listing: Listing,
    linter: NoteLinter,
    results: Mapping[str, NoteResult],
    unreadable: Iterable[tuple[str, str]] = (),
    load_renames: Renames | None = None,
) -> Run:
    """Build the vault from the notes' results, run the vault rules, and put all findings together.

    `load_renames` says what was renamed, in place of git.
    """
    facts = {path: result.facts for path, result in results.items()}
    vault = make_vault(source, selection.settings, obsidian, linter, listing, facts, unreadable, load_renames)
    run = Run((), vault, listing, selection, (*listing.unreadable, *(row for row in unreadable if row[1])))
    findings = list(demoted(_all_findings(run, results), vault))
    findings.sort(key=lambda finding: finding.sort_key)
    return replace(run, findings=tuple(findings), results=results, linter=linter)


def make_vault(
    source: Source,
    settings: Settings,
    obsidian: ObsidianSettings,
    linter: NoteLinter,
    listing: Listing,
    facts: Mapping[str, NoteFacts],
    unreadable: Iterable[tuple[str, str]] = (),
    load_renames: Renames | None = None,
) -> Vault:
    """The vault of the notes' facts; notes that vanished since they were listed are no files of it."""

    def load_facts(path: str) -> NoteFacts:
        try:
            return linter.facts(path, source.read(path))
        except OSError:  # what cannot be read cannot be judged
            return replace(linter.facts(path, b""), decodable=False)

    gone = {path for path, reason in unreadable if not reason}
    files = [path for path in listing.files if path not in gone] if gone else listing.files
    vault = Vault(
        facts,
        files,
        settings,
        obsidian,
        source,
        load_facts,
        load_renames or (lambda: renames_of(source)),
        listing.boards,
    )
    vault.asked_outside.update({GIT} if listing.asked_git else ())
    return vault


def renames_of(source: Source) -> Mapping[str, tuple[str, ...]]:
    """What git knows of renames in the vault, if `source` is a folder on disk."""
    root = getattr(source, "root", "")
    if not root:
        return {}
    from vaultlint.git.renames import renames

    return renames(root)


def compared_properties(selection: Selection) -> tuple[str, ...]:
    """The properties whose values the selected vault rules compare: `duplicate-title`'s, and those that are unique."""
    keys: set[str] = set()
    for note_type in selection.settings.note_types:
        keys.update(key for key, rule in note_type.properties.items() if rule.unique)
    for rule in selection.rules:
        if rule.scope == "titles":
            keys.update(getattr(selection.options(rule), "properties", ()))
    return tuple(sorted(keys))


def lint_entries(
    linter: NoteLinter,
    source: Source,
    entries: Sequence[Entry],
    jobs: int | None = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[dict[str, NoteResult], list[tuple[str, str]]]:
    """The results by path, and the notes that could not be read with the reason ("" for those that vanished)."""
    results: dict[str, NoteResult] = {}
    unreadable: list[tuple[str, str]] = []
    for path, packed, reason, _ in lint_notes(linter, source, entries, jobs, progress):
        if packed is None:
            unreadable.append((path, reason))
        else:
            results[path] = NoteResult.unpack(packed)
    return results, sorted(unreadable)


def _all_findings(run: Run, results: Mapping[str, NoteResult]) -> Iterator[Finding]:
    """The notes' own findings with those of the vault rules, then those about files that are not linted notes."""
    by_path = vault_findings(run)
    for path, result in results.items():
        yield from final_findings(run, path, result, by_path.pop(path, ()))
    for rest in by_path.values():
        yield from rest


def vault_findings(run: Run) -> dict[str, list[Finding]]:
    """What the vault rules find, by path."""
    vault, rules = run.vault, VaultRules(run.selection)
    view = View(vault)
    found: dict[str, list[tuple[str, Problem]]] = {}
    slices: dict[str, dict[str, Slice]] = {kind: {} for kind in KINDS}
    for path, note in (*vault.notes.items(), *vault.boards.items()):
        judged = rules.judge(note, view)
        vault.asked_outside.update(each for each in judged.asked if each[0] in "gh")
        if judged.problems:
            found[path] = list(judged.problems)
        for kind, piece in judged.slices.items():
            slices[kind][path] = piece
    for kind in KINDS:
        if rules.kinds[kind]:
            for path, rows in rules.survey(kind, whole(kind, vault, slices[kind])).items():
                found.setdefault(path, []).extend(rows)
    rank = {rule.name: index for index, rule in enumerate(run.selection.rules)}
    severity = {rule.name: run.selection.severity(rule) for rule in run.selection.rules} | {FAULT: Severity.ERROR}
    # Path by path, so that each note is read once and no text is kept.
    placed = (
        (path, _placed(run, path, [(problem, rule, severity[rule]) for rule, problem in in_order(rows, rank)]))
        for path, rows in found.items()
    )
    return {path: findings for path, findings in placed if findings}


def whole(kind: str, vault: Vault, slices: Mapping[str, Slice]) -> Around:
    """All facts of a kind."""
    around = (vault.files, list(vault.notes), list(vault.boards), vault.settings, vault.obsidian)
    return KINDS[kind].whole(*around, slices) if KINDS[kind].slice_of else KINDS[kind].whole(*around)


def final_findings(run: Run, path: str, result: NoteResult, extra: Iterable[Finding]) -> Iterator[Finding]:
    """A note's own findings and the `extra` ones of the vault rules after suppression, then unused suppressions."""
    yield from result.findings
    yield from extra_findings(run, path, result, extra)


def extra_findings(run: Run, path: str, result: NoteResult, extra: Iterable[Finding]) -> Iterator[Finding]:
    """The `extra` findings of the vault rules in a note after suppression, then unused suppressions."""
    if not result.suppressions:
        yield from extra
        return
    kept, used = apply_suppressions(extra, result.suppressions, CATEGORY_OF)
    yield from kept
    yield from _unused(run, path, result.suppressions, result.used | used)


def _placed(run: Run, path: str, found: Sequence[_Found]) -> list[Finding]:
    """The findings for problems at a path, without those of rules that are switched off there."""
    facts = run.vault.notes.get(path) or run.vault.boards.get(path)
    off = _switched_off(run.selection, path, facts)
    kept = [row for row in found if row[1] not in off] if off else found
    if path in run.vault.boards:  # what is written there is JSON or YAML: `rename` knows how, a fix does not
        kept = [(problem._replace(fix=None), rule, severity) for problem, rule, severity in kept]
    locator = _locator(run, path) if facts and kept else Locator("")
    section_at = facts.section_at if facts else _no_section
    if generated_regions(locator.text):
        kept = [row for row in kept if not is_generated(locator.text, row[0].start)]
    most = run.linter.most if run.linter else None
    if most and len(kept) > most and not may_suppress(locator.text):
        kept = list(bounded_by_rule(kept, most))
    if may_be_in_conflict(locator.text) and parse_text(path, locator.text).conflicts:
        kept = [(problem._replace(fix=None), rule, severity) for problem, rule, severity in kept]
    return [make_finding(problem, path, rule, severity, locator, section_at) for problem, rule, severity in kept]


def _switched_off(selection: Selection, path: str, facts: NoteFacts | None) -> frozenset[str]:
    """The rules that settings switch off at a path."""
    off = (
        note_type_named(selection.settings, facts.type_name).off
        if facts
        else note_type_of(selection.settings, path).off
    )
    return selection.ignored_at(path) | selection.names(off) if off else selection.ignored_at(path)


def _locator(run: Run, path: str) -> Locator:
    try:
        return Locator(run.texts.get(path) or decode(run.vault.source.read(path))[0])
    except OSError:
        return Locator("")


def _no_section(_offset: int) -> str:
    return ""


def _unused(
    run: Run, path: str, suppressions: tuple[Suppression, ...], used: frozenset[int] | set[int]
) -> Iterator[Finding]:
    """Findings about the suppressions themselves: see `rules/vaultlint`."""
    from vaultlint.rules.suppressions import judge_suppressions

    running = {*(rule.name for rule in run.selection.rules), *(pattern.name for pattern in run.selection.patterns)}
    own = {pattern.name for pattern in run.selection.settings.patterns}
    judged = judge_suppressions(suppressions, used, running, own)
    found = [
        (problem._replace(path=path), rule.name, run.selection.severity(rule))
        for rule, problem in judged
        if rule.name in running
    ]
    yield from _placed(run, path, found)
