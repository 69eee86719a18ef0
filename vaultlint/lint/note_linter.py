"""Everything that is done with one note: parse, facts, the rules that look at one note only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

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
from vaultlint.lint.suppress import apply_suppressions
from vaultlint.markdown.generated import is_generated
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import STEPS, Draft, decode, parse_note
from vaultlint.markdown.suppressions import Suppression, find_suppressions
from vaultlint.rules import CATEGORY_OF
from vaultlint.rules.rule import Context
from vaultlint.values import frozen
from vaultlint.vault.facts import NoteFacts, facts_of
from vaultlint.vault.note_types import note_type_of
from vaultlint.vault.obsidian import ObsidianSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.finding import Problem
    from vaultlint.rules.rule import Rule

_NOTHING: frozenset[str] = frozenset()
_SEVERITIES = (None, *Severity)  # by their numbers: quicker than asking the class
_new = tuple.__new__  # what `Finding(…)` does, at half the cost
_CONFLICT = "conflict-marker"

# Rules about how a person writes: a drawing or a board is kept by its plugin, which minds every blank line.
_PERSONAL = {name for name, category in CATEGORY_OF.items() if category in ("sections", "format", "cjk")}
_PERSONAL |= {"missing-final-newline", "empty-link", "glued-url", "accidental-reference", "unclosed-fence"}


@frozen
class NoteResult:
    """What linting one note gives: its facts, the findings left after suppression, the suppressions and the used ones.

    `quiet` are findings that nobody is shown: what a rule holds for mere information, and nobody has asked for.
    Findings are kept as rows of plain values, which cross processes and are stored.
    """

    facts: NoteFacts
    rows: Sequence[Any] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[int] = frozenset()
    quiet: Sequence[Any] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings themselves."""
        return tuple([unpack_finding(row) for row in self.rows])

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal` between processes."""
        return self.facts.pack(), self.rows, [tuple(each) for each in self.suppressions], list(self.used), self.quiet

    @classmethod
    def unpack(cls, row: Sequence[Any]) -> NoteResult:
        """The result that `pack` packed."""
        facts, rows, suppressions, used, quiet = row
        return cls(NoteFacts.unpack(facts), rows, unpack_suppressions(suppressions), frozenset(used), quiet)


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
        return self.lint_all([(path, data)])[0]

    def lint_all(self, files: Sequence[tuple[str, bytes]]) -> list[NoteResult]:
        """The same for several notes, given by path and content.

        Each step, and each rule, is done for all of them before the next one: what has just run stands in the
        processor's caches, and nothing that runs does so a single time. That saves a fifth of the time.
        """
        works = [_Work(path, data) for path, data in files]
        self._each(works, self._begin)
        for step in STEPS:
            self._each(works, partial(_Work.parse, step=step))
        return self._lint(works)

    def lint_note(self, note: Note) -> NoteResult:
        """Run every note rule on a parsed note."""
        work = _Work(note.path)
        work.note = note
        return self._lint([work])[0]

    def _lint(self, works: Sequence[_Work]) -> list[NoteResult]:
        """Everything behind parsing."""
        for step in (_Work.read_structure, _Work.read_links, self._read_sections, self._take_facts, self._prepare):
            self._each(works, step)
        self._run_rules([work for work in works if work.result is None])
        self._each(works, self._finish)
        return [work.result for work in works if work.result is not None]

    def _each(self, works: Iterable[_Work], step: Callable[[_Work], None]) -> None:
        """Do a step for each note; one in which it fails is done with."""
        for work in works:
            if work.result is None:
                try:
                    step(work)
                except BaseException as error:
                    raise_unless_fault(error)
                    work.result = self._unread(work.path, error)

    def _unread(self, path: str, error: BaseException) -> NoteResult:
        """What is said of a note that a fault keeps from being read: nothing but that."""
        nothing = Note(path, "", 0, None, (), (), decodable=False)
        facts = facts_of(nothing, self.settings, note_type_of(self.settings, path).name, self.value_keys)
        fault = fault_in_reading(path, error)
        return NoteResult(facts, [pack_finding(fault)])

    def _begin(self, work: _Work) -> None:
        content, note = self.parsed.pop(work.path, (b"", None))
        if note is not None and content == work.data:
            work.note = note
        else:
            text, decodable = decode(work.data)
            work.draft = Draft(work.path, text, decodable=decodable)

    def _read_sections(self, work: _Work) -> None:
        note = work.note
        note_type = note_type_of(self.settings, note.path, note)
        work.context = Context(note, self.settings, note_type, self.obsidian, self.today)
        _ = work.context.relations, work.context.topics

    def _take_facts(self, work: _Work) -> None:
        context, type_name = work.context, work.context.note_type.name
        work.facts = facts_of(work.note, self.settings, type_name, self.value_keys, context.relations, context.topics)

    def _prepare(self, work: _Work) -> None:
        note = work.note
        work.suppressions = find_suppressions(note)
        # A shorter note cannot have so many. Where some are suppressed, those behind them count.
        work.most = self.most if self.most and len(note.text) > self.most and not work.suppressions else None
        off = self._off.get(work.context.note_type.name, _NOTHING) | self.selection.ignored_at(note.path)
        work.off = off | _PERSONAL if note.belongs_to_plugin else off
        work.regions = note.generated

    def _run_rules(self, works: Sequence[_Work]) -> None:
        """What the rules find in each note; where one of them fails, that is put to the note's faults."""
        readable = [work for work in works if work.note.decodable]
        for rule, severity in self._rules:
            name, triggers, check = rule.name, rule.triggers, rule.check
            options = self.selection.known_options.get(name) or self.selection.options(rule)
            if rule.when and not rule.when(self.settings, options):
                continue
            for work in works if name == "undecodable-file" else readable:
                if (triggers and not _occurs_one_of(triggers, work.note.text)) or name in work.off:
                    continue
                try:
                    found = check(work.note, work.context, options)
                    for first in found:  # seldom there is one
                        self._keep(work, rule, severity, [first, *islice(found, work.most)])
                        break
                except BaseException as error:
                    raise_unless_fault(error)
                    work.faults.append(fault_in_rule(work.path, name, error))

    def _keep(self, work: _Work, rule: Rule, severity: Severity, problems: list[Problem]) -> None:
        """Make findings of a rule's problems."""
        note = work.note
        for problem in bounded(problems, work.most) if work.most else problems:
            if work.off and problem.rule in work.off:
                continue
            if work.regions and is_generated(note.text, problem.start):
                continue
            work.locator = locator = work.locator or Locator(note.text, note.line_starts)
            is_quiet = problem.severity is Severity.INFO and not self.selection.shows_info(rule)
            found = work.quiet if is_quiet else work.findings
            found.append(make_finding(problem, note.path, rule.name, severity, locator, note.section_at))

    def _finish(self, work: _Work) -> None:
        findings, quiet, used = work.findings, work.quiet, set[int]()
        if work.note.conflicts:
            findings, quiet = _decided(work.note, findings), _decided(work.note, quiet)
        if work.suppressions:
            findings, used = apply_suppressions(findings, work.suppressions, CATEGORY_OF)
            quiet, _ = apply_suppressions(quiet, work.suppressions, CATEGORY_OF)
        rows = [pack_finding(finding) for finding in (*findings, *work.faults)]
        work.result = NoteResult(work.facts, rows, work.suppressions, frozenset(used), [*map(pack_finding, quiet)])


class _Work:
    """One note on its way: what is known of it so far, and in the end what linting it gave."""

    __slots__ = (
        *("path", "data", "draft", "note", "context", "facts", "suppressions", "most", "off", "regions"),
        *("findings", "quiet", "faults", "locator", "result"),
    )
    note: Note
    context: Context
    facts: NoteFacts
    suppressions: tuple[Suppression, ...]
    most: int | None
    off: frozenset[str]
    regions: tuple[tuple[int, int], ...]

    def __init__(self, path: str, data: bytes = b"") -> None:
        self.path, self.data = path, data
        self.draft: Draft | None = None
        self.findings: list[Finding] = []
        self.quiet: list[Finding] = []
        self.faults: list[Finding] = []
        self.locator: Locator | None = None
        self.result: NoteResult | None = None

    def parse(self, step: Callable[[Draft], None]) -> None:
        """Do a step of parsing, unless the note was parsed before."""
        draft = self.draft
        if draft is not None:
            step(draft)
            if step is STEPS[-1]:
                self.note, self.draft = draft.note, None

    def read_structure(self) -> None:
        """Have what nearly everything asks for ready."""
        note = self.note
        _ = note.sections, note.urls, note.opaque, note.line_starts

    def read_links(self) -> None:
        """Have the links ready."""
        _ = self.note.links


def _decided(note: Note, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a note in conflict, without fixes; of what is not decided only that it is not."""
    return [
        finding._replace(fix=None)
        for finding in findings
        if finding.rule == _CONFLICT or not note.is_undecided(finding.start, finding.end)
    ]


def _occurs_one_of(strings: tuple[str, ...], text: str) -> bool:
    """Whether one of `strings` occurs in `text`. The last character of one is found much faster than all of it."""
    for string in strings:  # noqa: SIM110 (a generator takes twice the time)
        if string[-1] in text and string in text:
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
    values = (
        path,
        start,
        end,
        rule,
        _SEVERITIES[severity],
        unpacked_sentence(message),
        _new(Location, location),
        _new(Location, end_location),
        fix and unpack_fix(fix),
        tuple([unpack_related(place) for place in related]),
        *rest,
    )
    return _new(Finding, values)
