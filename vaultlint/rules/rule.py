"""What a rule is: a function that yields problems, with its metadata taken from a decorator and its docstring."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from vaultlint.cached import cached_property
from vaultlint.finding import Applicability, Problem, Severity
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from vaultlint.markdown.layout import Layout
    from vaultlint.markdown.note import Note
    from vaultlint.markdown.relation import Relation, Topic
    from vaultlint.settings import NoteType, Settings
    from vaultlint.vault.obsidian import ObsidianSettings


@frozen
class NoOptions:
    """The options of a rule that has none."""


AUTO = "auto"
STRICT = "strict"


@frozen
class StrictOptions:
    """The options of a rule about a style that has one form only."""

    style: str = option(
        AUTO,
        "`auto` reports only where at least 95 % of the vault's notes do without; `strict` always.",
        choices=(AUTO, STRICT),
    )


def _has_text(note: Note) -> bool:
    return note.body_start < len(note.text)


@frozen
class Style:
    """An option whose value `auto` stands for the form that nearly all notes of the vault have: see `lint.styles`.

    `forms` are the values that can be learned. A note rule is asked itself whether a note keeps a form: it does
    where the rule, told to be strict about that form, finds nothing. With one form, `shows` says which notes count;
    with several, those do in which some form is broken. `places`, where given, says in the place of the rule where it
    would report something, without messages and fixes, one place after the other: often the first one is enough.
    `keeps` says whether a note keeps the one form, None where the note has nothing to show. `strict` is the form that
    holds where the rule is selected by its name. With `whole` false the rule also has something to say where nothing is
    learned. With `lone` true a single note that breaks the form is no habit, however small the vault.
    """

    strict: str = STRICT
    forms: tuple[str, ...] = (STRICT,)
    option: str = "style"
    shows: Callable[[Note], bool] = _has_text
    keeps: Callable[[Note], bool | None] | None = None
    places: Callable[[Note, Any], Iterator[int]] | None = None
    whole: bool = True
    lone: bool = False


@frozen
class Rule:
    """A rule of the catalogue.

    `scope` is `note` (called with a note, its context and the options; its findings depend on nothing else), `link`
    (called with the facts of a note, a view of the vault that knows what was asked, and the options; its problems stand
    in that note) or the name of a kind of facts in `vault.kinds.KINDS` (called with all of that kind in the vault, and
    the options; its problems carry their path). `triggers`: a note rule is only called where one of these strings
    occurs in the text, and with `when` only where that finds something in the settings or the options. `default` says
    whether it belongs to `default`, `when_set` that it joins it where one of its options is set. `styles` are its
    options that are learned from the vault.
    """

    name: str
    category: str
    severity: Severity
    scope: str
    check: Callable[..., Iterator[Problem]]
    fix: Applicability | None
    default: bool
    options: type[Any]
    triggers: tuple[str, ...]
    page: str = field(repr=False)
    styles: tuple[Style, ...] = ()
    when_set: bool = False
    parts: tuple[Rule, ...] = ()  # the same rule where it looks at something else: see `note_rule`
    when: Callable[[Settings, Any], object] | None = None

    @property
    def summary(self) -> str:
        """The first sentence of the rule's page."""
        return " ".join(self.page.split("\n\n", 1)[0].split())

    def with_check(self, check: Callable[..., Iterator[Problem]]) -> Rule:
        """The same rule with another function."""
        return replace(self, check=check)

    def __reduce__(self) -> tuple[Callable[[str, str], Rule], tuple[str, str]]:
        """Rules go to other processes by their module and name: their functions cannot be pickled."""
        return _rule_of, (self.check.__module__, self.name)

    def example(self, which: str) -> str:
        """The content of the first code block under `## Bad` or `## Good` of the page, or ""."""
        match = re.search(rf"^## {which}\n+(`{{3,}})[^\n]*\n(.*?)^\1$", self.page, re.MULTILINE | re.DOTALL)
        return match[2] if match else ""


def _rule_of(module: str, name: str) -> Rule:
    rule: Rule = getattr(import_module(module), name.replace("-", "_"))
    return rule


def note_rule(
    category: str,
    *,
    severity: Severity = Severity.WARNING,
    fix: Applicability | None = None,
    default: bool = True,
    options: type[Any] = NoOptions,
    triggers: tuple[str, ...] = (),
    styles: tuple[Style, ...] = (),
    when_set: bool = False,
    parts: tuple[Callable[..., Iterator[Problem]], ...] = (),
    when: Callable[[Settings, Any], object] | None = None,
) -> Callable[[Callable[..., Iterator[Problem]]], Rule]:
    """Make a rule out of a function `(note, context, options)`; see `Rule`.

    `parts` are functions as `vault_rule` takes them, which say more under the same name and options.
    """
    make = _decorator("note", category, severity, fix, default, options, triggers, styles, when_set, when)
    return make if not parts else lambda function: _with_parts(make(function), parts)


def vault_rule(
    category: str,
    *,
    severity: Severity = Severity.WARNING,
    fix: Applicability | None = None,
    default: bool = True,
    options: type[Any] = NoOptions,
    styles: tuple[Style, ...] = (),
) -> Callable[[Callable[..., Iterator[Problem]]], Rule]:
    """Make a rule out of a function that looks beyond one note; its parameters say how far. See `Rule`.

    The names count. `(note, view, options)`: at one note and what its links lead to. `(KIND, options)`,
    where KIND is a key of `vault.kinds.KINDS`: at all facts of that kind.
    """
    return _decorator("", category, severity, fix, default, options, (), styles)


def _with_parts(rule: Rule, parts: tuple[Callable[..., Iterator[Problem]], ...]) -> Rule:
    return replace(rule, parts=tuple([replace(rule, scope=_scope_of(part), check=part, triggers=()) for part in parts]))


def _decorator(
    scope: str,
    category: str,
    severity: Severity,
    fix: Applicability | None,
    default: bool,
    options: type[Any],
    triggers: tuple[str, ...],
    styles: tuple[Style, ...] = (),
    when_set: bool = False,
    when: Callable[[Settings, Any], object] | None = None,
) -> Callable[[Callable[..., Iterator[Problem]]], Rule]:
    def make(function: Callable[..., Iterator[Problem]]) -> Rule:
        import inspect

        name = function.__name__.replace("_", "-")
        page = inspect.cleandoc(function.__doc__ or "")
        reach = scope or _scope_of(function)
        values = (name, category, severity, reach, function, fix, default, options, triggers, page, styles, when_set)
        return Rule(*values, when=when)

    return make


def _scope_of(function: Callable[..., Any]) -> str:
    """What a function looks at, by its parameters."""
    code = function.__code__
    parameters = code.co_varnames[: code.co_argcount]
    if parameters == ("note", "view", "options"):
        return "link"
    from vaultlint.vault.kinds import KINDS  # few rules need it

    if len(parameters) == 2 and parameters[0] in KINDS and parameters[1] == "options":
        return parameters[0]
    taken = ", ".join(parameters)
    raise TypeError(
        f"{function.__name__}({taken}): by the names of its parameters a vault rule is (note, view, options), "
        f"or one of {', '.join(KINDS)} and options"
    )


@frozen
class Context:
    """What a note rule may know besides the note: settings, the note's type, Obsidian's settings, today's date."""

    note: Note
    settings: Settings
    note_type: NoteType
    obsidian: ObsidianSettings
    today: str = ""  # ISO date

    @cached_property
    def layout(self) -> Layout:
        """How the note's headings fit the sections of its type."""
        from vaultlint.markdown.layout import lay_out

        return lay_out(self.note, self.note_type.sections)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The list items of the note's relation section."""
        from vaultlint.markdown.relation import read_relations

        return read_relations(self.note, self.settings.relations)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The list items of the note's topic section."""
        from vaultlint.markdown.relation import read_topics

        return read_topics(self.note, self.settings.topics.section)
