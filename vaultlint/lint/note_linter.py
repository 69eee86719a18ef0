"""Everything that is done with one note: parse, facts, the rules that look at one note only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from vaultlint.cached import cached_property
from vaultlint.finding import (
    Finding,
    Location,
    Severity,
    pack_fix,
    pack_related,
    unpack_fix,
    unpack_related,
)
from vaultlint.language import packed_sentence, unpacked_sentence
from vaultlint.lint.bounded import bounded
from vaultlint.lint.faults import fault_in_reading, fault_in_rule, raise_unless_fault
from vaultlint.lint.locate import Locator, make_finding
from vaultlint.lint.selection import Selection
from vaultlint.lint.suppress import Suppression, apply_suppressions, find_suppressions
from vaultlint.markdown.generated import generated_regions, is_generated
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import parse_note
from vaultlint.rules import CATEGORY_OF
from vaultlint.rules.rule import Context
from vaultlint.settings import NoteType
from vaultlint.vault.facts import NoteFacts, facts_of
from vaultlint.vault.note_types import note_type_of
from vaultlint.vault.obsidian import ObsidianSettings

_NOTHING: frozenset[str] = frozenset()
_CONFLICT = "conflict-marker"

# Rules about how a person writes: a drawing or a board is kept by its plugin, which minds every blank line.
_PERSONAL = {name for name, category in CATEGORY_OF.items() if category in ("sections", "format", "cjk")}
_PERSONAL |= {"missing-final-newline", "empty-link", "glued-url", "accidental-reference", "unclosed-fence"}


@dataclass(frozen=True)
class NoteResult:
    """What linting one note gives: its facts, the findings left after suppression, the suppressions and the used ones.

    Findings are kept as rows of plain values, which cross processes and are stored.
    """

    facts: NoteFacts
    rows: Sequence[Any] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[int] = frozenset()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings themselves."""
        return tuple([unpack_finding(row) for row in self.rows])

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal` between processes."""
        return self.facts.pack(), self.rows, [tuple(each) for each in self.suppressions], list(self.used)

    @classmethod
    def unpack(cls, row: Sequence[Any]) -> NoteResult:
        """The result that `pack` packed."""
        facts, rows, suppressions, used = row
        return cls(NoteFacts.unpack(facts), rows, unpack_suppressions(suppressions), frozenset(used))


def unpack_suppressions(rows: Iterable[Any]) -> tuple[Suppression, ...]:
    """The suppressions that `NoteResult.pack` packed."""
    return tuple(Suppression._make((tuple(names), *rest, tuple(starts))) for names, *rest, starts in rows)


class NoteLinter:
    """Lints single notes with fixed settings; made once per process."""

    def __init__(
        self, selection: Selection, obsidian: ObsidianSettings, today: str, value_keys: tuple[str, ...] = ()
    ) -> None:
        self.most: int | None = None  # findings of one rule in one note; None: all
        self.parsed: dict[str, tuple[bytes, Note]] = {}  # content and note of those that were parsed before
        self.selection = selection
        self.settings = replace(selection.settings, patterns=selection.patterns)
        self.obsidian = obsidian
        self.today = today
        self.value_keys = value_keys
        self._rules = [(rule, selection.severity(rule)) for rule in selection.rules if rule.scope == "note"]
        self._off = {
            note_type.name: frozenset(selection.names(note_type.off)) for note_type in self.settings.note_types
        }

    def __getstate__(self) -> dict[str, Any]:
        """What goes to a process that is spawned: not the parsed notes, which it parses as fast as it reads them."""
        return self.__dict__ | {"parsed": {}}

    def _parse(self, path: str, data: bytes) -> Note:
        content, note = self.parsed.pop(path, (b"", None))
        return note if note is not None and content == data else parse_note(path, data)

    def facts(self, path: str, data: bytes) -> NoteFacts:
        """Only the facts of a note, without running rules."""
        try:
            note = parse_note(path, data)
            return facts_of(note, self.settings, note_type_of(self.settings, path, note).name, self.value_keys)
        except BaseException as error:
            raise_unless_fault(error)
            return self._unread(path, error).facts

    def lint(self, path: str, data: bytes) -> NoteResult:
        """Parse the note at `path` and run every note rule on it."""
        try:
            note = self._parse(path, data)
        except BaseException as error:
            raise_unless_fault(error)
            return self._unread(path, error)
        return self.lint_note(note)

    def lint_note(self, note: Note) -> NoteResult:
        """Run every note rule on a parsed note."""
        try:
            return self._linted(note)
        except BaseException as error:
            raise_unless_fault(error)
            return self._unread(note.path, error)

    def _unread(self, path: str, error: BaseException) -> NoteResult:
        """What is said of a note that a fault keeps from being read: nothing but that."""
        nothing = Note(path, "", 0, None, (), (), (), (), (), decodable=False)
        facts = facts_of(nothing, self.settings, note_type_of(self.settings, path).name, self.value_keys)
        fault = fault_in_reading(path, error)
        return NoteResult(facts, [pack_finding(fault)])

    def _linted(self, note: Note) -> NoteResult:
        note_type = note_type_of(self.settings, note.path, note)
        context = Context(note, self.settings, note_type, self.obsidian, self.today)
        facts = facts_of(note, self.settings, note_type.name, self.value_keys, context.relations, context.topics)
        suppressions = find_suppressions(note)
        # A shorter note cannot have so many. Where some are suppressed, those behind them count.
        most = self.most if self.most and len(note.text) > self.most and not suppressions else None
        faults: list[Finding] = []
        findings = self._findings(note, note_type, context, most, faults)
        used: set[int] = set()
        if suppressions:
            findings, used = apply_suppressions(findings, suppressions, CATEGORY_OF)
        findings += faults
        rows = [pack_finding(finding) for finding in findings]
        return NoteResult(facts, rows, suppressions, frozenset(used))

    def _findings(
        self, note: Note, note_type: NoteType, context: Context, most: int | None, faults: list[Finding]
    ) -> list[Finding]:
        """What the rules find; where one of them fails, that is put to `faults`."""
        off = self._off.get(note_type.name, _NOTHING) | self.selection.ignored_at(note.path)
        if note.belongs_to_plugin:
            off |= _PERSONAL
        rules = [row for row in self._rules if row[0].name not in off] if off else self._rules
        if not note.decodable:
            rules = [row for row in rules if row[0].name == "undecodable-file"]
        path, text = note.path, note.text
        regions = generated_regions(text)
        findings: list[Finding] = []
        locator = None
        taken = most + 1 if most else None
        known_options = self.selection.known_options
        for rule, severity in rules:
            if rule.triggers and not _occurs_one_of(rule.triggers, text):
                continue
            try:
                options = known_options.get(rule.name) or self.selection.options(rule)
                problems = list(islice(rule.check(note, context, options), taken))
                if not problems:
                    continue  # as nearly always
                for problem in bounded(problems, most) if most else problems:
                    if off and problem.rule in off:
                        continue
                    if problem.severity is Severity.INFO and not self.selection.shows_info(rule):
                        continue
                    if regions and is_generated(text, problem.start):
                        continue
                    locator = locator or Locator(text, note.line_starts)
                    findings.append(make_finding(problem, path, rule.name, severity, locator, note.section_at))
            except BaseException as error:
                raise_unless_fault(error)
                faults.append(fault_in_rule(path, rule.name, error))
        return _decided(note, findings) if note.conflicts else findings


def _decided(note: Note, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a note in conflict, without fixes; of what is not decided only that it is not."""
    return [
        finding._replace(fix=None)
        for finding in findings
        if finding.rule == _CONFLICT or not note.is_undecided(finding.start, finding.end)
    ]


def _occurs_one_of(strings: tuple[str, ...], text: str) -> bool:
    """Whether one of `strings` occurs in `text`. One character is found much faster than several: it goes first."""
    for string in strings:  # noqa: SIM110 (a generator takes twice the time)
        if string[0] in text and string in text:
            return True
    return False


def pack_finding(finding: Finding) -> tuple[Any, ...]:
    """A finding as plain values."""
    fix = finding.fix
    return (
        *finding[:4],
        int(finding.severity),
        packed_sentence(finding.message),
        tuple(finding.location),
        tuple(finding.end_location),
        fix and pack_fix(fix),
        [pack_related(related) for related in finding.related],
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
        unpacked_sentence(message),
        Location(*location),
        Location(*end_location),
        fix and unpack_fix(fix),
        tuple(unpack_related(place) for place in related),
        *rest,
    )
