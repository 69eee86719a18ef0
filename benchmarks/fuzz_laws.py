"""The laws of fixing, each on many notes at once: a vault costs as much to open for one note as for forty.

A law takes notes and habits, and gives the numbers of the notes that break it, and how. `markdown-it-py`, a parser that
has nothing to do with the one vaultlint uses, judges what the gate let through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from random import Random

from markdown_it import MarkdownIt

from vaultlint.finding import Applicability
from vaultlint.fix.choose import Policy, candidates
from vaultlint.fix.reading import Reading
from vaultlint.fix.rounds import fix_vault
from vaultlint.fix.settle import pass_gate
from vaultlint.lint.note_linter import NoteLinter
from vaultlint.lint.selection import Selection
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import parse_text
from vaultlint.rules import CATALOGUE, RULES
from vaultlint.settings import SECTIONS, Lint, Settings
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.source import MemorySource

TODAY = "2026-11-21"
PATH = "笔记.md"
OTHERS: dict[str, bytes | str] = {"其他.md": "# 标题\n\n见 [[笔记]]。\n", "A b.md": "a\n", "图.png": b""}
EVERYTHING = replace(Settings(), lint=Lint(select=("all",), severity={}))
# Sections of one's own, and rules by name: no look for styles, of which a vault of odd notes has none.
_CONFIGURED = replace(Settings(), sections=(*SECTIONS,))
LAYOUT = replace(_CONFIGURED, lint=Lint(select=("format",), ignore=("heading-marker-space",)))


@dataclass(frozen=True, eq=False)
class Habits:
    """How somebody has vaultlint set up: what all laws are tried under."""

    settings: Settings  # of the laws about all rules
    level: Applicability = Applicability.SAFE

    @classmethod
    def at_random(cls, dice: Random) -> Habits:
        """Habits with other styles; some take unsafe fixes, too."""
        options = {
            rule.name: replace(rule.options(), **{style.option: dice.choice(style.forms) for style in rule.styles})
            for rule in RULES
            if rule.styles
        }
        level = dice.choice((Applicability.SAFE, Applicability.SAFE, Applicability.UNSAFE))
        return cls(replace(STRICT.settings, rules=options), level)

    @cached_property
    def linter(self) -> NoteLinter:
        """What lints single notes."""
        return _linter(self.settings)


STRICT = Habits(replace(_CONFIGURED, lint=Lint(select=("all", *CATALOGUE), severity={})))
LEARNED = Habits(EVERYTHING)
_LAYOUT = Habits(LAYOUT)
_TYPOGRAPHY = Habits(replace(_CONFIGURED, lint=Lint(select=("format", "cjk"))))
Notes = tuple[str, ...]
Breaks = Iterator[tuple[int, object]]


class UnsettledError(Exception):
    """Some notes have faults, or never come to rest: their numbers, and how."""

    def __init__(self, notes: dict[int, object]) -> None:
        super().__init__(notes)
        self.notes = notes


@lru_cache(maxsize=8)
def fixed(texts: Notes, habits: Habits) -> Notes:
    """The notes with their fixes, as they come out of one vault."""
    numbers = {path_of(number): number for number in range(len(texts))}
    source = MemorySource({**OTHERS, **{path: texts[number].encode() for path, number in numbers.items()}})
    policy = Policy(habits.level, scope=frozenset(numbers))
    outcome = fix_vault(source, habits.settings, policy, show_info=True, today=TODAY)
    faults: dict[int, object] = {numbers[each.path]: each for each in outcome.restless}
    faults |= {numbers[each.path]: each for each in outcome.run.findings if each.rule == "internal-fault"}
    if faults:
        raise UnsettledError(faults)
    after = dict(enumerate(texts)) | {numbers[change.path]: change.after.decode() for change in outcome.changes}
    return tuple(after.values())


def path_of(number: int) -> str:
    """Where the note of that number stands in the vault."""
    return f"笔记 {number}.md" if number else PATH


def at_rest(texts: Notes, habits: Habits) -> Breaks:
    """A second run changes nothing."""
    once = fixed(texts, habits)
    yield from _unlike(once, fixed(once, habits))


def line_ends(texts: Notes, habits: Habits) -> Breaks:
    """Windows line ends make no difference."""
    windows = fixed(tuple(map(_windows, texts)), habits)
    for number, pair in _unlike(tuple(map(_windows, fixed(texts, habits))), windows):
        if "\n" in texts[number]:  # otherwise both have the same line ends
            yield number, pair


def offers(texts: Notes, habits: Habits) -> Breaks:
    """What is handed on as fixable passes the gate, each fix by itself."""
    for number, text in enumerate(texts):
        reading = Reading.of(PATH, text)
        for candidate in candidates(habits.linter.lint_note(reading.note).findings, Policy(Applicability.UNSAFE)):
            if candidate.is_local:
                _, refused, _ = pass_gate(reading, [candidate])
                if refused:
                    yield number, (candidate.rule, candidate.edits, refused[0][1])


def html(texts: Notes, _habits: Habits) -> Breaks:
    """Another parser shows the same before and after all fixes of layout."""
    after = fixed(texts, _LAYOUT)
    for number, text in enumerate(texts):
        if not _NOT_COMMONMARK.search(text) and _html(after[number]) != _html(text):
            yield number, (after[number], _html(text), _html(after[number]))


def letters(texts: Notes, _habits: Habits) -> Breaks:
    """No safe fix changes a letter or a digit."""
    after = fixed(texts, _TYPOGRAPHY)
    yield from _unlike(tuple(map(_letters, texts)), tuple(map(_letters, after)))


def one_by_one(texts: Notes, _habits: Habits) -> Breaks:
    """All rules of layout at once come to the same as one after the other."""
    before: Notes = ()
    after = texts
    while before != after:
        before = after
        for name, habits in _each_by_itself().items():
            wanted = [number for number, text in enumerate(after) if name in _rules_with_fixes(text)]
            if not wanted:
                continue
            made = dict(zip(wanted, fixed(tuple(after[number] for number in wanted), habits), strict=True))
            after = tuple(made.get(number, text) for number, text in enumerate(after))
    yield from _unlike(fixed(texts, _LAYOUT), after)


LAWS: tuple[Callable[[Notes, Habits], Breaks], ...] = (at_rest, line_ends, offers, html, letters, one_by_one)


def _unlike(wanted: Sequence[object], found: Sequence[object]) -> Breaks:
    for number, pair in enumerate(zip(wanted, found, strict=True)):
        if pair[0] != pair[1]:
            yield number, pair


def _windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def _linter(settings: Settings) -> NoteLinter:
    return NoteLinter(Selection(settings, show_info=True), ObsidianSettings(), TODAY)


@lru_cache(maxsize=1)
def _each_by_itself() -> dict[str, Habits]:
    rules = Selection(LAYOUT, show_info=True).rules
    return {rule.name: Habits(replace(_CONFIGURED, lint=Lint(select=(rule.name,)))) for rule in rules}


@lru_cache(maxsize=200)
def _rules_with_fixes(text: str) -> frozenset[str]:
    return frozenset(finding.rule for finding in _LAYOUT.linter.lint_note(_note(text)).findings if finding.fix)


@lru_cache(maxsize=200)
def _note(text: str) -> Note:
    return parse_text(PATH, text)


def _letters(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# Math, templates, footnotes, misplaced properties, line separators, wide spaces behind a tag: the other parser does not
# read them so.
_NOT_COMMONMARK = re.compile(r">[ \t]*[\u3000\u00a0]|\$|<%|\[\^|\u2028|\A\s+---|\[\[|<script")
_TAG_GAP = re.compile(r"\s*(</?(?:p|h\d|ul|ol|li|blockquote|pre|hr|table|thead|tbody|tr|t[hd])\b[^>]*>)\s*")


def _html(text: str) -> str:
    shown = _PARSER.render(text[_note(text).body_start :])
    shown = _TAG_GAP.sub(r"\1", shown)
    return re.sub(r"\s+", " ", shown)
