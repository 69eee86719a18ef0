"""invalid-frontmatter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.globs import matches
from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.markdown.yaml_errors import yaml_error
from vaultlint.rules.frontmatter._blocks import looks_like_properties
from vaultlint.rules.frontmatter._full_width import full_width_keys
from vaultlint.rules.frontmatter._values import TEMPLATES, shown
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Frontmatter, YamlError
    from vaultlint.markdown.note import Note

_NESTED_PLACEHOLDER = lazy_regex(r"(?:\A|[\[,][ \t]*|-[ \t]+)(\{\{[^{}\n]*\}\})")
_HEAD = lazy_regex(r"\ufeff?---[ \t]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n)?(?=[ \t]*(?:[\r\n]|\Z))", re.DOTALL)
_MAX_HEAD = 4000
# What is wrong with the line at fault, in the order in which it is looked for, and what to do.
_ADVICE = (
    (lazy_regex(r"\t"), say("YAML allows no tabs in front of a key: use spaces")),
    (lazy_regex(r"[^:]*："), say("use `: ` in place of the full-width colon")),
    (lazy_regex(r"[^:]+:[ ]+!?\[\["), say("put the link in quotes")),
    (lazy_regex(r"[^:]+:[ ]+\{[{%]"), say("put the value in quotes")),
    (
        lazy_regex(r"""[^:]+:[ ]+"[^"]*"[^"]+"|[^:]+:[ ]+"[^"]*"[^\s#"]"""),
        say('put a value that holds `"` in single quotes'),
    ),
    (lazy_regex(r"[^:]+:[ ]+'[^']*'[^\s#']"), say("put a value that holds `'` in double quotes")),
    (lazy_regex(r"[^:]+:[ ]+[\"'][^\"']*$"), say("close the quotes")),
    (lazy_regex(r"[^:]+:[ ]+[^\"'\[{].*(?:: |:$)"), say("put a value that holds `: ` in quotes")),
    (lazy_regex(r"[^:]+:[ ]+[@`%&*!|>?]"), say("put a value that begins with a special character in quotes")),
    (lazy_regex(r"[^:\s]+:[^\s:/]"), say("write a space behind the colon")),
    (
        lazy_regex(r"[^\s:#-][^:]*$"),
        say("every line needs a `key: `; text that goes on in the next line must be indented"),
    ),
)


@frozen
class Options:
    """Options of invalid-frontmatter."""

    templates: tuple[str, ...] = option(
        TEMPLATES, "Globs of templates, in which `{{…}}` and `<% … %>` may stand.", type="glob"
    )


@note_rule("frontmatter", severity=Severity.ERROR, options=Options)
def invalid_frontmatter(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """Properties that are not valid YAML, are not `key: value` lines, or are never closed.

    Obsidian then shows "Invalid properties" or plain text, and the note has no title, no tags and no aliases. The place
    is the one at which YAML gives up; the fault is there or shortly before. Keys with a full-width colon are left to
    `full-width-key`. In templates, values that a plugin has yet to fill in may break YAML.

    ## Bad

    ```md
    ---
    title: "The "best" tools"
    ---
    ```

    ## Good

    ```md
    ---
    title: 'The "best" tools'
    ---
    ```
    """
    block = note.frontmatter
    if block is None:
        if note.text.startswith(("---", "\ufeff---")):
            yield from _unclosed(note)
    elif block.error is not None:
        if not full_width_keys(note) and not _in_template(note, block.error.start, options):
            yield _problem(note, block.error)
    elif note.text.find("{{", block.start, block.end) >= 0:
        yield from _nested_placeholders(note, block, options)


def _problem(note: Note, error: YamlError) -> Problem:
    advice = _advice(note, error)
    related: tuple[Related, ...] = ()
    if error.context >= 0 and note.line_of(error.context) < note.line_of(error.start):
        related = (Related(say("what YAML was reading begins here"), note.path, error.context, error.context + 1),)
    said = yaml_error(shown(error.message, 200))
    message = (
        say("the properties are not valid YAML: {error}; {advice}", error=said, advice=advice)
        if advice
        else say("the properties are not valid YAML: {error}", error=said)
    )
    return Problem(error.start, error.end, message, related=related)


def _advice(note: Note, error: YamlError) -> Message | None:
    """What to do about the line at fault or, where nothing is known of it, about the line where its trouble began."""
    for position in (error.start, error.context):
        if position >= 0:
            line = _line_at(note.text, position)
            for pattern, advice in _ADVICE:
                if pattern.match(line):
                    return advice
    return None


def _line_at(text: str, position: int) -> str:
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    return re.split(r"[\r\n]", text[start : start + 2000], maxsplit=1)[0]


def _in_template(note: Note, position: int, options: Options) -> bool:
    return has_placeholder(_line_at(note.text, position)) and matches(note.path, options.templates)


def _nested_placeholders(note: Note, block: Frontmatter, options: Options) -> Iterator[Problem]:
    """`key: {{date}}`: YAML reads a map in a map."""
    if matches(note.path, options.templates):
        return
    for prop in block.properties:
        if prop.nested:
            for match in _NESTED_PLACEHOLDER.finditer(note.text[prop.start : prop.end]):
                message = say("YAML reads `{written}` as a map in a map: put it in quotes", written=shown(match[1]))
                yield Problem(prop.start + match.start(1), prop.start + match.end(1), message)


def _unclosed(note: Note) -> Iterator[Problem]:
    match = _HEAD.match(note.text, 0, _MAX_HEAD)
    if match and looks_like_properties(match[1]):
        start = int(note.text[0] == "\ufeff")
        message = say(
            "these properties are not closed, so that Obsidian shows them as text: put `---` on the line below them"
        )
        yield Problem(start, start + 3, message, subject="not closed")
