"""`docs/configuration.md`, made from the settings' dataclasses: `python -m vaultlint.config.docs` writes it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from vaultlint.config import docs_chinese
from vaultlint.config.keys import Key, keys_of
from vaultlint.config.schema import json_schema
from vaultlint.config.write import toml_value
from vaultlint.disk.output import write_output
from vaultlint.language import speaking, spoken, translated
from vaultlint.rules import RULES
from vaultlint.settings import Boundary, Lint, NoteType, Pattern, PropertyRule, Relations, Settings, Topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NOTICE = "<!-- Written by `python -m vaultlint.config.docs` from vaultlint/settings.py: edit that. -->"
_HEAD = """\
vaultlint reads `vaultlint.toml` in the root of the vault, or the table `[tool.vaultlint]` of a `pyproject.toml` there.
The root is the nearest folder, upwards from the first path on the command line or from the working directory, that has
one of these files or a folder `.obsidian/`; else the root of the git repository; else the working directory.

No configuration is needed. Every key below has a default; unknown keys, names of rules that do not exist and values of
the wrong type are errors that name the key and its line. Keys that are not plain ASCII, such as `摘要`, may stand
without quotes; write the quotes if other tools read the file too.

- `vaultlint config` shows the settings in force, and where each of them comes from; `vaultlint config KEY` shows one.
- `vaultlint config --schema` prints a JSON Schema for editors; `vaultlint init` writes a `#:schema` line. Names
  of the vault's own patterns fit it, but for those that are one slip away from a rule's, such as `broken-lnk`.
- `--config FILE` reads another file; `--config 'lint.fail-on = "error"'` sets one key over the file.

Globs match whole paths inside the vault: `*` and `?` stay inside a folder, `**` crosses folders, `{a,b}` and `[…]`
choose. Regular expressions are those of Python's `re`, and match anywhere in the text unless they say otherwise. A
complete example is [llm-wiki.toml](examples/llm-wiki.toml)."""
_TABLES: tuple[tuple[str, type, str], ...] = (
    ("Top level", Settings, ""),
    ("lint", Lint, "Under `[lint]`."),
    (
        "note-types",
        NoteType,
        "Each `[[note-types]]` is a kind of note. The first one whose `paths` match a note is its type.",
    ),
    (
        "properties",
        PropertyRule,
        "Under `[note-types.properties]`, a table for each property: `title = { required = true }`.",
    ),
    ("relations", Relations, "Under `[relations]`."),
    ("topics", Topics, "Under `[topics]`."),
    ("patterns", Pattern, "Each `[[patterns]]` is a rule of the vault's own: see [patterns](rules/patterns.md)."),
    (
        "boundaries",
        Boundary,
        "Each `[[boundaries]]` is a border that no link may cross: see [forbidden-link](rules/forbidden-link.md).",
    ),
)
_NOUNS = {
    "string": "text",
    "boolean": "`true` or `false`",
    "integer": "whole number",
    "number": "number",
    "table": "table",
}
_RULES_TEXT = "The options of a rule stand in a table with its name, such as `[rules.topic-count]`."
_PLURALS = {"string": "texts", "integer": "whole numbers", "number": "numbers", "table": "tables"}
_TYPES = {"glob": "glob", "regex": "regular expression", "rule": "rule or category", "gitignore": "gitignore pattern"}


def page() -> str:
    """The content of `docs/configuration.md`."""
    chinese = spoken() == "zh"
    parts = [docs_chinese.NOTICE if chinese else _NOTICE, f"# {_said('Configuration')}"]
    parts.append(docs_chinese.HEAD if chinese else _HEAD)
    for title, table, text in _TABLES:
        head = _said(title) if table is Settings else title
        parts += [f"## {head}", *([_said(text)] if text else []), "\n".join(_rows(keys_of(table)))]
    parts += ["## rules", _said(_RULES_TEXT), "\n".join(_rule_rows())]
    return "\n\n".join(parts) + "\n"


def _said(text: str) -> str:
    """A text of the page in the language of the run."""
    return docs_chinese.WORDS[text] if spoken() == "zh" else text


def _heads(*names: str) -> str:
    return f"| {' | '.join(map(_said, names))} |"


def _rows(keys: Iterable[Key]) -> Iterator[str]:
    yield _heads("key", "value", "default", "meaning")
    yield "| --- | --- | --- | --- |"
    for key in keys:
        yield f"| `{key.name}` | {_kind(key)} | {_default(key)} | {_cell(translated(key.help))} |"


def _rule_rows() -> Iterator[str]:
    yield _heads("rule", "option", "value", "default", "meaning")
    yield "| --- | --- | --- | --- | --- |"
    for rule in sorted(RULES, key=lambda rule: rule.name):
        for key in keys_of(rule.options):
            link = f"[{rule.name}](rules/{rule.name}.md)"
            yield f"| {link} | `{key.name}` | {_kind(key)} | {_default(key)} | {_cell(translated(key.help))} |"


def _kind(key: Key) -> str:
    kind, item = key.shape.kind, key.shape.item
    if key.choices:
        choices = ", ".join(f"`{choice}`" for choice in key.choices)
        return f"{_said('table of')} {choices}" if kind == "map" else choices
    named = _TYPES.get(key.type, "")
    if kind == "list" and item:
        plural = "rules or categories" if key.type == "rule" else f"{named}s"
        return _said(f"list of {plural if named else _PLURALS.get(item.kind, 'lists')}")
    if kind == "map":
        return _said("table")
    return _said(named or _NOUNS.get(kind, kind))


def _default(key: Key) -> str:
    if key.required:
        return _said("required")
    if key.default is None or key.shape.kind == "table":
        return ""
    if not key.default and key.shape.kind in ("list", "map"):
        return _said("none")
    return _cell(f"`{toml_value(key.default)}`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def schema_text() -> str:
    """The JSON Schema as `#:schema` lines and SchemaStore fetch it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def main(
    path: str = "docs/configuration.md",
    schema: str = "docs/vaultlint.schema.json",
    chinese: str = "docs/zh/configuration.md",
) -> None:
    """Write the page in both languages, and the schema."""
    write_output(path, [page().encode()])
    with speaking("zh"):
        write_output(chinese, [page().encode()])
    write_output(schema, [schema_text().encode()])


if __name__ == "__main__":
    main(*sys.argv[1:])
