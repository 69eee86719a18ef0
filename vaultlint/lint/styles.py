"""Learning which styles a vault has, so that only what stands out from them is reported.

A note gives a row: which forms it keeps of each style that it shows. `learn` takes the rows of some hundred notes and
gives, for each style, the form that nearly all of them keep, or none. Both are pure; `lint.learning` looks at notes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vaultlint.lint.faults import raise_unless_fault
from vaultlint.markdown.generated import is_generated
from vaultlint.rules import RULES, rule_named
from vaultlint.rules.rule import AUTO, Context, Rule, Style
from vaultlint.settings import SECTIONS, NoteType, Settings
from vaultlint.values import NamedTuple, frozen
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.resolve import fold
from vaultlint.vault.unwritten import names_unwritten

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

LOOKED_AT = 300  # notes
_PERCENT = 95
_LEAST = 20  # notes that show a style, where not all were looked at: a few may agree by chance
_SECTIONED = "sections"  # whether a note has one of the sections that are asked for without configuration
_HARDLY = 5  # per cent of the notes
_UNWRITTEN = "broken-link.unwritten"
_FEW_UNWRITTEN, _MANY_UNWRITTEN = 5, 5  # links at least, and per cent at most, that lead nowhere before it is a habit
_NAMES = "inexact-case.style"  # the style that only a look at all files can judge

_BARE, _OTHERS = "[[]]", "[]()"  # what a note links: bare names, and the last part of other paths
# Styles by key, and the forms that a note keeps of those that it shows; besides, what it links.
Row = dict[str, list[str]]


class Learned(NamedTuple):
    """What was learned about one style: the form, or "" where there is none, and in how many notes of how many."""

    rule: str
    option: str
    form: str
    keeping: int
    showing: int


@frozen
class Styles:
    """The styles of a vault, by `rule.option`."""

    learned: Mapping[str, Learned] = field(default_factory=dict)
    looked_at: int = 0
    lacks_sections: bool = False  # hardly a note has any of the sections that are asked for without configuration

    @property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """What decides findings: each style that has a form, by `rule.option`, with it."""
        found = [(key, each.form) for key, each in self.learned.items() if each.form]
        return (*found, (_SECTIONED, "none" if self.lacks_sections else "some"))

    def pack(self) -> list[Any]:
        """Plain values, which can be stored."""
        return [[list(each) for each in self.learned.values()], self.looked_at, self.lacks_sections]

    @classmethod
    def unpack(cls, row: Sequence[Any]) -> Styles:
        """The styles that `pack` packed."""
        learned, looked_at, lacks_sections = row
        return cls(_by_key(Learned(*each) for each in learned), looked_at, lacks_sections)

    def form(self, rule: Rule, style: Style) -> str:
        """The form that was learned, or `auto` where there is none."""
        found = self.learned.get(_key(rule, style))
        return found.form if found and found.form else AUTO


NOTHING_LEARNED = Styles()


def resolve_options(rule: Rule, options: Any, named: bool, styles: Styles) -> Any:
    """`options` with `auto` replaced: by the strict form for a rule selected by name, else by what was learned."""
    given = {
        style.option: style.strict if named else styles.form(rule, style) for style in left_to_the_vault(rule, options)
    }
    return replace(options, **given) if given else options


def left_to_the_vault(rule: Rule, given: Any) -> list[Style]:
    """The styles of a rule that are to be learned, where `given` are the options in the settings, or None."""
    return [style for style in rule.styles if given is None or getattr(given, style.option) == AUTO]


def is_silent(rule: Rule, given: Any, styles: Styles) -> bool:
    """Whether a rule has nothing to report: all that it is about are styles that the vault lacks."""
    lacking = [style for style in left_to_the_vault(rule, given) if style.whole and styles.form(rule, style) == AUTO]
    return bool(rule.styles) and len(lacking) == len(rule.styles)


def chosen_for_look(paths: Iterable[str]) -> list[str]:
    """The notes that styles are learned from: all of a small vault, else those whose paths have the smallest hashes."""
    paths = list(paths)
    return paths if len(paths) <= LOOKED_AT else sorted(paths, key=_hash)[:LOOKED_AT]


def _hash(path: str) -> bytes:
    return hashlib.blake2b(path.encode(errors="surrogatepass"), digest_size=8).digest()


def style_rows(notes: Sequence[Note]) -> list[Row | None]:
    """What notes say about styles. Nothing, where a plugin writes one or it cannot be read; None of one at fault.

    A question is asked of all of them before the next one: see `NoteLinter.lint_all`.
    """
    rows: list[Row | None] = [{} for _ in notes]
    contexts = [Context(note, _SETTINGS, _NOTE_TYPE, _OBSIDIAN) for note in notes]
    asked = [index for index, note in enumerate(notes) if note.decodable and not note.belongs_to_plugin]
    for question in (*_questions(), _ask_links):
        for index in asked:
            row = rows[index]
            if row is not None:
                try:
                    question(contexts[index], row)
                except BaseException as error:  # the finding is made by those who lint the note
                    raise_unless_fault(error)
                    rows[index] = None
    return rows


def _ask_links(context: Context, row: Row) -> None:
    """What a note links, and whether it has one of the sections."""
    note = context.note
    links = [link for link in note.links if link.path and not link.embed and link.form != "reference"]
    bare = {link.path for link in links if names_unwritten(link)}
    if links:
        row[_BARE] = sorted(bare)
        row[_OTHERS] = sorted({link.path.rpartition("/")[2] for link in links if link.path not in bare})
    if any(heading.level == 2 and heading.text in SECTIONS for heading in note.headings):
        row[_SECTIONED] = []


_SETTINGS, _NOTE_TYPE, _OBSIDIAN = Settings(), NoteType(), ObsidianSettings()


@lru_cache(maxsize=1)
def _questions() -> list[Callable[[Context, Row], None]]:
    """What puts the forms that a note keeps of a style into its row, if it shows that style; one for each style."""
    return [
        _question(_key(rule, style), _asking(rule, style))
        for rule in (rule_named(rule.name) for rule in RULES if rule.styles)
        for style in rule.styles
        if _key(rule, style) not in (_NAMES, _UNWRITTEN)
    ]


def _question(key: str, kept: Callable[[Note, Context], list[str] | None]) -> Callable[[Context, Row], None]:
    def ask(context: Context, row: Row) -> None:
        forms = kept(context.note, context)
        if forms is not None:
            row[key] = forms

    return ask


def _asking(rule: Rule, style: Style) -> Callable[[Note, Context], list[str] | None]:
    if style.keeps is not None:
        keeps = style.keeps

        def by_itself(note: Note, _context: Context) -> list[str] | None:
            kept = keeps(note)
            return None if kept is None else list(style.forms) if kept else []

        return by_itself
    strict = [(form, _only(rule, style, form)) for form in style.forms]

    def by_rule(note: Note, context: Context) -> list[str] | None:
        if len(strict) == 1 and not style.shows(note):
            return None
        if rule.triggers and not any(trigger in note.text for trigger in rule.triggers):
            return None if len(strict) > 1 else list(style.forms)
        kept = [form for form, options in strict if not _breaks(rule, style, note, context, options)]
        return None if len(kept) == len(strict) > 1 else kept

    return by_rule


def _breaks(rule: Rule, style: Style, note: Note, context: Context, options: Any) -> bool:
    if style.places is not None:
        starts = style.places(note, options)
    else:
        starts = (problem.start for problem in rule.check(note, context, options))
    if not note.generated:
        return next(starts, None) is not None
    return any(not is_generated(note.text, start) for start in starts)


def _only(rule: Rule, style: Style, form: str) -> Any:
    """Options under which the rule is strict about one form of one style, and about nothing else."""
    return replace(rule.options(), **{style.option: form})


def _key(rule: Rule, style: Style) -> str:
    return f"{rule.name}.{style.option}"


def learn(rows: Iterable[Row], files: Iterable[str]) -> Styles:
    """The styles that `rows` show. `files` are all paths that links may lead to."""
    rows = list(rows)
    showing: Counter[str] = Counter()
    keeping: Counter[tuple[str, str]] = Counter()
    spelling = _spelling(tuple(files))
    unwritten = _Links()
    for row in rows:
        for key, forms in spelling.judged(row).items():
            showing[key] += 1
            keeping.update((key, form) for form in forms)
        unwritten.count(row, spelling)
    styles = [(rule, style) for rule in RULES for style in rule.styles]
    least = 1 if len(rows) < LOOKED_AT else _LEAST
    counted = [(rule, style) for rule, style in styles if _key(rule, style) != _UNWRITTEN]
    learned = [_learned(rule, style, showing, keeping, least) for rule, style in counted]
    learned.append(unwritten.learned)
    few = showing[_SECTIONED] * 100 < _HARDLY * len(rows)
    return Styles(_by_key(learned), len(rows), few)


def _by_key(learned: Iterable[Learned]) -> dict[str, Learned]:
    return {f"{each.rule}.{each.option}": each for each in learned}


def _learned(rule: Rule, style: Style, showing: Counter[str], keeping: Counter[tuple[str, str]], least: int) -> Learned:
    key = _key(rule, style)
    form = max(style.forms, key=lambda form: keeping[key, form])
    kept, shown = keeping[key, form], showing[key]
    enough = shown >= least and (kept * 100 >= shown * _PERCENT or (style.lone and shown - kept == 1))
    return Learned(rule.name, style.option, form if enough else "", kept, shown)


class _Links:
    """Counts links, and those among them that name a note yet to be written."""

    def __init__(self) -> None:
        self._all = self._unwritten = 0

    def count(self, row: Row, spelling: _Spelling) -> None:
        bare = row.get(_BARE, ())
        self._all += len(bare) + len(row.get(_OTHERS, ()))
        self._unwritten += len([name for name in bare if not spelling.knows(name)])

    @property
    def learned(self) -> Learned:
        """`info` where it is a habit, with the count of such links and of all."""
        habit = self._unwritten >= _FEW_UNWRITTEN and self._unwritten * 100 > _MANY_UNWRITTEN * self._all
        return Learned("broken-link", "unwritten", "info" if habit else "error", self._unwritten, self._all)


@lru_cache(maxsize=1)
def _spelling(files: tuple[str, ...]) -> _Spelling:
    """The same again as long as no file comes or goes: an open editor asks after each change."""
    return _Spelling(files)


class _Spelling:
    """Tells whether names are written as the files have them."""

    def __init__(self, files: Iterable[str]) -> None:
        self._names: dict[str, set[str]] = {}
        for path in files:
            name = path.rpartition("/")[2]
            for each in (name, name.removesuffix(".md")):
                self._names.setdefault(fold(each), set()).add(each)

    def knows(self, name: str) -> bool:
        """Whether a file has this name; what a template has yet to fill in counts as known."""
        return fold(name) in self._names or "{{" in name or "<%" in name

    def judged(self, row: Row) -> Row:
        """The row with the style of bare names in place of the names."""
        names = [name for name in row.get(_BARE, ()) if fold(name) in self._names]
        found = {key: forms for key, forms in row.items() if key not in (_BARE, _OTHERS)}
        if names:
            found[_NAMES] = ["strict"] if all(name in self._names[fold(name)] for name in names) else []
        return found
