"""Everything that is done with one note: parse, facts, the rules that look at one note only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from vaultlint.finding import Applicability, Edit, Finding, Fix, Location, Related, Severity
from vaultlint.globs import matches
from vaultlint.lint.locate import Locator, make_finding
from vaultlint.lint.selection import Selection
from vaultlint.lint.suppress import Suppression, apply_suppressions, find_suppressions
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import parse_note
from vaultlint.rules import RULES
from vaultlint.rules.rule import Context, Rule
from vaultlint.settings import NoteType, Settings
from vaultlint.vault.facts import NoteFacts, facts_of
from vaultlint.vault.obsidian import ObsidianSettings

CATEGORY_OF = {rule.name: rule.category for rule in RULES}


class NoteResult(NamedTuple):
    """What linting one note gives: its facts, the findings left after suppression, and the suppressions with the used ones."""

    facts: NoteFacts
    findings: tuple[Finding, ...]
    suppressions: tuple[Suppression, ...]
    used: frozenset[int]

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal` between processes or JSON in the cache."""
        return (
            self.facts.pack(),
            [pack_finding(finding) for finding in self.findings],
            [tuple(suppression) for suppression in self.suppressions],
            list(self.used),
        )

    @classmethod
    def unpack(cls, row: tuple[Any, ...]) -> NoteResult:
        facts, findings, suppressions, used = row
        return cls(
            NoteFacts.unpack(facts),
            tuple(unpack_finding(finding) for finding in findings),
            tuple(Suppression._make((tuple(names), *rest, tuple(starts))) for names, *rest, starts in suppressions),
            frozenset(used),
        )


def note_type_of(settings: Settings, path: str) -> NoteType:
    """The first note type whose globs match, or the type without a name that has the default sections."""
    for note_type in settings.note_types:
        if matches(path, note_type.paths):
            return note_type
    return NoteType(sections=settings.sections)


class NoteLinter:
    """Lints single notes with fixed settings; made once per process."""

    def __init__(
        self, selection: Selection, obsidian: ObsidianSettings, today: str, value_keys: tuple[str, ...] = ()
    ) -> None:
        self.hashing = False  # whether outcomes carry the content's hash, for the cache
        self.selection = selection
        self.settings = replace(selection.settings, patterns=selection.patterns)
        self.obsidian = obsidian
        self.today = today
        self.value_keys = value_keys
        self._rules = [
            (rule, selection.severity(rule), selection.options(rule))
            for rule in selection.rules
            if rule.scope == "note"
        ]
        self._off = {note_type.name: selection.names(note_type.off) for note_type in self.settings.note_types}

    def facts(self, path: str, data: bytes) -> NoteFacts:
        """Only the facts of a note, without running rules."""
        note = parse_note(path, data)
        return facts_of(note, self.settings, note_type_of(self.settings, path).name, self.value_keys)

    def lint(self, path: str, data: bytes) -> NoteResult:
        """Parse the note at `path` and run every note rule on it."""
        return self.lint_note(parse_note(path, data))

    def lint_note(self, note: Note) -> NoteResult:
        """Run every note rule on a parsed note."""
        note_type = note_type_of(self.settings, note.path)
        facts = facts_of(note, self.settings, note_type.name, self.value_keys)
        findings = self._findings(note, note_type)
        suppressions = find_suppressions(note)
        if suppressions:
            findings, used = apply_suppressions(findings, suppressions, CATEGORY_OF)
            return NoteResult(facts, tuple(findings), suppressions, frozenset(used))
        return NoteResult(facts, tuple(findings), (), frozenset())

    def _findings(self, note: Note, note_type: NoteType) -> list[Finding]:
        context = Context(note, self.settings, note_type, self.obsidian, self.today)
        off = self._off.get(note_type.name, set()) | self.selection.ignored_at(note.path)
        findings: list[Finding] = []
        locator = None
        for rule, severity, options in self._rules:
            if off and rule.name in off:
                continue
            if not note.decodable and rule.name != "undecodable-file":
                continue
            if rule.triggers and not any(trigger in note.text for trigger in rule.triggers):
                continue
            for problem in rule.check(note, context, options):
                if off and problem.rule in off:
                    continue
                locator = locator or Locator(note.text)
                findings.append(make_finding(problem, note.path, rule.name, severity, locator, note.section_at))
        return findings


def pack_finding(finding: Finding) -> tuple[Any, ...]:
    """A finding as plain values."""
    fix = finding.fix
    return (
        *finding[:4],
        int(finding.severity),
        finding.message,
        tuple(finding.location),
        tuple(finding.end_location),
        fix and (fix.message, [tuple(edit) for edit in fix.edits], int(fix.applicability), sorted(fix.changes)),
        [tuple(related) for related in finding.related],
        *finding[10:],
    )


def unpack_finding(row: Any) -> Finding:
    """The finding that `pack_finding` packed."""
    path, start, end, rule, severity, message, location, end_location, fix, related, *rest = row
    return Finding(
        path,
        start,
        end,
        rule,
        Severity(severity),
        message,
        Location(*location),
        Location(*end_location),
        fix and Fix(fix[0], tuple(Edit(*edit) for edit in fix[1]), Applicability(fix[2]), frozenset(fix[3])),
        tuple(Related(*place) for place in related),
        *rest,
    )


def rules_of(selection: Selection, scope: str) -> tuple[Rule, ...]:
    """The selected rules of one scope."""
    return tuple(rule for rule in selection.rules if rule.scope == scope)
