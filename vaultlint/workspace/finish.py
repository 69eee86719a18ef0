"""The findings of one file: its own and those of the vault rules, placed, suppressed and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Finding, Severity
from vaultlint.lint.bounded import bounded_by_rule
from vaultlint.lint.faults import FAULT
from vaultlint.lint.locate import Locator, make_finding
from vaultlint.lint.note_linter import NoteResult, unpack_finding
from vaultlint.lint.suppress import apply_suppressions
from vaultlint.lint.vault_rules import Found, in_order
from vaultlint.markdown.conflicts import may_be_in_conflict
from vaultlint.markdown.generated import generated_regions, is_generated
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.suppressions import Suppression, may_suppress
from vaultlint.paths import is_board
from vaultlint.rules import CATEGORY_OF
from vaultlint.vault.note_types import note_type_named, note_type_of

if TYPE_CHECKING:
    from vaultlint.lint.selection import Selection
    from vaultlint.vault.facts import NoteFacts


class Finisher:
    """Puts the findings of single files together. `read` gives a file's text, "" where it cannot be read."""

    def __init__(self, selection: Selection, read: Callable[[str], str], most: int | None) -> None:
        self._selection, self._read, self._most = selection, read, most
        self._rank = {rule.name: index for index, rule in enumerate(selection.rules)}
        self._quiet = {rule.name for rule in selection.rules if not selection.shows_info(rule)}
        self._severity = {rule.name: selection.severity(rule) for rule in selection.rules} | {FAULT: Severity.ERROR}

    def findings(
        self,
        path: str,
        facts: NoteFacts | None,
        own: NoteResult | None,
        problems: Iterable[Found],
        named: Collection[int] = (),
    ) -> list[Finding]:
        """The findings of the file at `path`.

        `own` is what linting it by itself gave, `problems` what the vault rules say of it, and `named` are the starts
        of its headings that links name.
        """
        ordered = [row for row in in_order(problems, self._rank) if not self._is_quiet(row)]
        extra = self._placed(path, facts, ordered) if ordered else []
        found = [*(own.findings if own else ()), *self._left(path, facts, own, extra)]
        found = [demoted(finding, facts, named) for finding in found] if named and facts else found
        found.sort(key=lambda finding: finding.sort_key)
        return found

    def quiet(
        self, path: str, facts: NoteFacts | None, own: NoteResult | None, problems: Iterable[Found]
    ) -> list[Finding]:
        """The findings of the file that nobody is shown."""
        ordered = [row for row in in_order(problems, self._rank) if self._is_quiet(row)]
        extra = self._placed(path, facts, ordered) if ordered else []
        if own and own.suppressions:
            extra, _ = apply_suppressions(extra, own.suppressions, CATEGORY_OF)
        return [*map(unpack_finding, own.quiet if own else ()), *extra]

    def _is_quiet(self, row: Found) -> bool:
        """Whether a rule itself holds a problem for mere information, and nobody has asked for that."""
        return row[1].severity is Severity.INFO and row[0] in self._quiet

    def _left(
        self, path: str, facts: NoteFacts | None, own: NoteResult | None, extra: list[Finding]
    ) -> Iterator[Finding]:
        """The `extra` findings after suppression, then those about suppressions that suppress nothing."""
        if own is None or not own.suppressions:
            yield from extra
            return
        kept, used = apply_suppressions(extra, own.suppressions, CATEGORY_OF)
        yield from kept
        yield from self._unused(path, facts, own.suppressions, own.used | used)

    def _placed(self, path: str, facts: NoteFacts | None, found: Sequence[Found]) -> list[Finding]:
        """The findings for problems at a path, without those of rules that are switched off there."""
        off = self._switched_off(path, facts)
        kept = [row for row in found if row[0] not in off] if off else list(found)
        locator = Locator(self._read(path)) if facts and kept else Locator("")
        if generated_regions(locator.text):
            kept = [row for row in kept if not is_generated(locator.text, row[1].start)]
        rows = [(problem, rule, self._severity[rule]) for rule, problem in kept]
        if self._most and len(rows) > self._most and not may_suppress(locator.text):
            rows = list(bounded_by_rule(rows, self._most))
        # what is written in a board is JSON or YAML: `rename` knows how, a fix does not
        if is_board(path):
            rows = [(problem._replace(fix=None), rule, severity) for problem, rule, severity in rows]
        elif may_be_in_conflict(locator.text) and (note := parse_text(path, locator.text)).conflicts:
            rows = [
                (problem._replace(fix=None), rule, severity)
                for problem, rule, severity in rows
                if not note.is_undecided(problem.start, problem.end)
            ]
        section_at = facts.section_at if facts else _no_section
        return [make_finding(problem, path, rule, severity, locator, section_at) for problem, rule, severity in rows]

    def _switched_off(self, path: str, facts: NoteFacts | None) -> frozenset[str]:
        """The rules that settings switch off at a path."""
        selection = self._selection
        settings = selection.settings
        off = note_type_named(settings, facts.type_name).off if facts else note_type_of(settings, path).off
        return selection.ignored_at(path) | selection.names(off) if off else selection.ignored_at(path)

    def _unused(
        self,
        path: str,
        facts: NoteFacts | None,
        suppressions: tuple[Suppression, ...],
        used: frozenset[int] | set[int],
    ) -> list[Finding]:
        """Findings about the suppressions themselves: see `rules/suppressions.py`."""
        from vaultlint.rules.suppressions import judge_suppressions

        selection = self._selection
        running = {*(rule.name for rule in selection.rules), *(pattern.name for pattern in selection.patterns)}
        own = {pattern.name for pattern in selection.settings.patterns}
        judged = judge_suppressions(suppressions, used, running, own)
        return self._placed(path, facts, [(rule.name, problem) for rule, problem in judged if rule.name in running])


def demoted(finding: Finding, facts: NoteFacts, named: Collection[int]) -> Finding:
    """The finding, its safe fix made unsafe where it changes a heading that a link names but not the link."""
    fix = finding.fix
    if (
        fix is not None
        and "headings" in fix.changes
        and fix.applicability is Applicability.SAFE
        and all(edit.path in ("", finding.path) for edit in fix.edits)
        and any(
            heading.start in named
            for heading in facts.headings
            if any(edit.start <= heading.end and heading.start <= edit.end for edit in fix.edits)
        )
    ):
        return finding._replace(fix=fix._replace(applicability=Applicability.UNSAFE))
    return finding


def _no_section(_offset: int) -> str:
    return ""
