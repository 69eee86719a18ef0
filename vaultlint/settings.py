"""The settings of a run, as frozen values.

These are the definitions that everything else derives from: `vaultlint.config` validates `vaultlint.toml` against them,
generates the JSON Schema and the documentation from their `help` texts, and the rules read them. They know nothing of
files. Each field's `help` is one sentence; `key` names the TOML key where it differs from the field's name with `_`
written `-`.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from vaultlint.values import frozen


def option(default: Any, help: str, **extra: Any) -> Any:
    """A dataclass field with its documentation; a mutable default is copied per instance.

    `extra` may hold `key` (the TOML key), `choices` (allowed values), `minimum`, `required`, `type` (what the strings
    in it are: `glob`, `regex`, `rule`, `gitignore`) and `key_type` (the same for the keys of a dict).
    """
    metadata = {"help": help, **extra}
    if isinstance(default, (list, dict, set)):
        return field(default_factory=lambda: type(default)(default), metadata=metadata)
    return field(default=default, metadata=metadata)


REASONS = ("引用", "解说", "延伸思考", "观点一致", "观点相悖", "同一事件", "上下游", "版本演进")
SECTIONS = ("摘要", "正文", "相关文档", "关联主题")
PROPERTY_TYPES = ("text", "list", "number", "checkbox", "date", "datetime", "tags", "aliases", "link", "url")


@frozen
class PropertyRule:
    """What one property of a note type must look like."""

    type: str | None = option(None, "The type of the value.", choices=PROPERTY_TYPES)
    required: bool = option(False, "The property must be there and not be empty.")
    values: tuple[str, ...] = option((), "The allowed values.")
    pattern: str | None = option(None, "A regular expression that the whole value must match.", type="regex")
    not_after_today: bool = option(False, "A date must not lie in the future.")
    stale_after: int | None = option(
        None, "The days after which a note is stale that was last looked through on this date.", minimum=1
    )
    to: tuple[str, ...] = option(
        (), "What links in the value must lead to: names of note types, folders (`people/`) or globs."
    )
    min: int | None = option(None, "The least number of values that a list must have.", minimum=0)
    max: int | None = option(None, "The largest number of values that a list may have.", minimum=1)
    unique: bool = option(False, "No two notes may have the same value, nor may a list have one twice.")


@frozen
class NoteType:
    """A kind of note: where it lives, and what it must have."""

    name: str = option("", "The name of the note type.", required=True)
    paths: tuple[str, ...] = option(
        (), "Globs of the notes that are of this type; the first type that a note fits wins.", type="glob"
    )
    where: dict[str, str] = option(
        {}, 'Properties, and the values that they have in notes of this type: `{ type = "book" }`; `*` is any value.'
    )
    tags: tuple[str, ...] = option((), "Tags of which a note of this type has one, or one below it.")
    sections: tuple[str, ...] = option(
        (),
        "Level-2 headings in their order; `?` at the end makes one optional, `|` separates accepted spellings, `{2,5}` "
        "says how often one must and may be there, and `A/B` is a heading `B` below the section `A`.",
    )
    other_sections: bool = option(True, "Level-2 headings besides `sections` are allowed.")
    forbidden_sections: tuple[str, ...] = option((), "Level-2 headings that a note of this type must not have.")
    parts: dict[str, tuple[str, ...]] = option(
        {}, "For a section, the bold lead-ins it must have; `|` separates accepted spellings."
    )
    properties: dict[str, PropertyRule] = option({}, "The properties of this note type.")
    other_properties: bool = option(True, "Properties besides `properties` are allowed.")
    filename: str | None = option(
        None, "A regular expression that the file name, without `.md`, must contain.", type="regex"
    )
    banned_filename: tuple[str, ...] = option(
        (), "Regular expressions that the file name must not contain.", type="regex"
    )
    folders: tuple[str, ...] = option((), "Globs of the folders that notes of this type may stand in.", type="glob")
    orphans: bool = option(True, "Notes of this type are reported by orphan-note.")
    off: tuple[str, ...] = option((), "Rules and categories that are not applied to this note type.", type="rule")


@frozen
class Relations:
    """How typed relations between documents are written."""

    section: str = option("相关文档", "The level-2 heading under which relations stand.")
    reasons: tuple[str, ...] = option(REASONS, "The allowed reasons.")
    symmetric: tuple[str, ...] = option(("观点一致", "观点相悖", "同一事件"), "Reasons that hold in both directions.")
    synonyms: dict[str, str] = option({}, "Spellings of a reason that the fix may replace.")
    reason_label: str = option("关联理由", "The label in front of the reason.")
    explanation_label: str = option("说明", "The label in front of the explanation.")
    separator: str = option("；", "What separates the parts of a relation.")
    colon: str = option("：", "What follows a label.")


@frozen
class Topics:
    """How topics are written, and which are good."""

    section: str = option("关联主题", "The level-2 heading under which topics stand.")
    folder: str = option("00-元语", "The folder of the topic notes.")
    banned: tuple[str, ...] = option((), "Topics that may not be used.")
    generic: tuple[str, ...] = option((), "Topics too general to stand alone.")
    synonyms: dict[str, str] = option({}, "Topic names and the name to use instead.")

    @property
    def prefix(self) -> str:
        """What the vault paths of the topic notes begin with. Without a folder that is `/`: no path begins so."""
        return self.folder.strip("/") + "/"

    def hold(self, path: str) -> bool:
        """Whether a vault path lies in the folder of the topic notes."""
        return path.startswith(self.prefix)


@frozen
class Pattern:
    """A rule of the vault's own."""

    name: str = option("", "The name of the rule, in kebab case.", required=True)
    pattern: str = option(
        "",
        "The regular expression (Python's `re`) that must not occur; `^` and `$` stand for the ends of a line.",
        type="regex",
        required=True,
    )
    message: str = option("", "What is wrong and what to do.")
    where: str = option(
        "text",
        "The part of a note that is searched.",
        choices=("text", "heading", "code", "link", "url", "property", "filename", "raw"),
    )
    paths: tuple[str, ...] = option((), "Globs of the notes that are searched; none means all.", type="glob")
    exclude_paths: tuple[str, ...] = option((), "Globs of notes that are left out.", type="glob")
    section: str | None = option(None, "Search only under this level-2 heading.")
    property: str | None = option(None, 'With `where = "property"`, the only property that is searched.')
    severity: str = option("warning", "The severity of its findings.", choices=("error", "warning", "info"))
    replacement: str | None = option(None, "What the unsafe fix puts in place of the match; `\\1` is the first group.")
    ignore_case: bool = option(False, "Upper and lower case are the same.")
    must_match: bool = option(False, "Turn the rule round: a note in which the pattern does not occur is at fault.")


@frozen
class Boundary:
    """A part of the vault that may not link to another one."""

    source: str = option("", "A glob of the notes that may not.", key="from", type="glob", required=True)
    target: str = option("", "A glob of the files that they may not link to.", key="not-to", type="glob", required=True)
    message: str = option("", "Why, or what to do instead.")


@frozen
class Lint:
    """Which rules run, and how strict they are."""

    select: tuple[str, ...] = option(
        ("default",), "Rules and categories that run; `default` and `all` are allowed.", type="rule"
    )
    extend_select: tuple[str, ...] = option((), "Rules that run besides those of `select`.", type="rule")
    ignore: tuple[str, ...] = option((), "Rules and categories that do not run.", type="rule")
    fixable: tuple[str, ...] = option(("all",), "Rules whose fixes may be applied.", type="rule")
    unfixable: tuple[str, ...] = option((), "Rules whose fixes are never applied.", type="rule")
    fail_on: str = option(
        "warning", "The lowest severity that makes the run fail.", choices=("error", "warning", "info", "never")
    )
    severity: dict[str, str] = option(
        {}, "Severity by rule or category.", choices=("error", "warning", "info"), key_type="rule"
    )
    per_path_ignores: dict[str, tuple[str, ...]] = option(
        {}, "For a glob, or `!` and a glob, the rules that do not apply there.", type="rule", key_type="glob"
    )


@frozen
class Settings:
    """All settings of a vault."""

    exclude: tuple[str, ...] = option(
        (), "gitignore patterns of what is not linted (links to it still resolve).", type="gitignore"
    )
    respect_gitignore: bool = option(True, "What git ignores is not linted.")
    language: str = option("auto", "The language of reports.", choices=("auto", "en", "zh"))
    sections: tuple[str, ...] = option(SECTIONS, "The sections of notes that no note type matches.")
    baseline: str = option(".vaultlint-baseline.json", "The baseline file, relative to the root.")
    cache_dir: str | None = option(
        None, "A folder inside the vault to remember results in, relative to the root; the user's own by default."
    )
    lint: Lint = option(Lint(), "Which rules run.")
    rules: dict[str, Any] = option({}, "Options of single rules: the option values by rule name.")
    note_types: tuple[NoteType, ...] = option((), "The kinds of notes.")
    relations: Relations = option(Relations(), "Typed relations.")
    topics: Topics = option(Topics(), "Topics.")
    patterns: tuple[Pattern, ...] = option((), "Rules of the vault's own.")
    boundaries: tuple[Boundary, ...] = option((), "Parts of the vault that may not link to others.")
