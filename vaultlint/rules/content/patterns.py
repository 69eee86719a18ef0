"""patterns: the vault's own rules."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import CHANGES, Applicability, Edit, Fix, Problem, Severity
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.rules.content._literals import needed_literals
from vaultlint.rules.content._places import Hit, Searched, section_bounds
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.settings import Pattern

_LITERAL_PLACES = ("text", "heading", "code", "raw")  # what is searched there stands in the note letter by letter
_CHANGES = {
    "text": {"text", "structure", "emphasis", "headings"},
    "heading": {"text", "headings", "emphasis"},
    "code": {"text", "code"},
    "link": {"text", "links", "embeds"},
    "url": {"text", "links", "embeds"},
    "property": {"properties", "links"},
    "raw": CHANGES,
}


@note_rule("content", fix=Applicability.UNSAFE)
def patterns(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """Text that one of the vault's own `[[patterns]]` matches.

    Every vault has faults of its own: navigation text left over from web pages, words that are not used, addresses
    that must not be linked. A pattern is a rule in five lines of configuration: a name, a regular expression (Python's
    `re`), a message and the part of a note that is searched. The findings carry the pattern's own name and severity,
    and `select`, `ignore`, `per-path-ignores`, note types and suppression comments know it by that name.

    `where` is `text` (prose: never code, math, HTML, comments, link targets, URLs or properties), `heading`, `code`,
    `link` (targets and display texts of internal links), `url` (addresses outside the vault), `property` (values of
    the frontmatter), `filename` (without `.md`) or `raw` (the file as it is). In headings, links, addresses, values
    and file names `^` and `$` stand for the ends of that piece. With `must-match = true` a note without a match is at
    fault.

    ## Fix

    With a `replacement`, puts it in place of the match. Unsafe: it changes what the note says.

    ## Example configuration

    ```toml
    [[patterns]]
    name = "site-navigation"
    pattern = '跳至主要内容|返回主菜单'
    message = "navigation text left over from the web page: delete it"
    replacement = ""
    ```

    ## Bad

    ```md
    跳至主要内容这是正文。
    ```

    ## Good

    ```md
    这是正文。
    ```
    """
    searched = Searched(note, context.note_type.sections)
    for pattern in context.settings.patterns:
        if _applies(pattern, note.path):
            for problem in _problems(searched, pattern):
                yield problem._replace(rule=pattern.name, severity=Severity[pattern.severity.upper()])


def _applies(pattern: Pattern, path: str) -> bool:
    if pattern.paths and not matches(path, pattern.paths):
        return False
    return not (pattern.exclude_paths and matches(path, pattern.exclude_paths))


@lru_cache(maxsize=1024)
def _compiled(text: str, ignore_case: bool) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The regular expression, and strings of which a text must contain one for it to match."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        regex = re.compile(text, re.MULTILINE | (re.IGNORECASE if ignore_case else re.NOFLAG))
    return regex, needed_literals(text, ignore_case)


def _problems(searched: Searched, pattern: Pattern) -> Iterator[Problem]:
    note = searched.note
    regex, literals = _compiled(pattern.pattern, pattern.ignore_case)
    possible = not literals or pattern.where not in _LITERAL_PLACES or any(literal in note.text for literal in literals)
    found = searched.hits(pattern, regex) if possible else iter(())
    if pattern.must_match:
        if next(found, None) is None:
            yield from _missing(searched, pattern)
        return
    for hit in found:
        message = pattern.message or say(
            "“{text}” matches the pattern `{pattern}`", text=_shortened(hit.match[0]), pattern=pattern.name
        )
        subject = hit.match[0] if hit.end == hit.start else None
        yield Problem(hit.start, hit.end, message, _fix(pattern, hit), subject=subject)


def _missing(searched: Searched, pattern: Pattern) -> Iterator[Problem]:
    """A note, or the searched section of one, in which a pattern that must match does not."""
    note = searched.note
    bounds = section_bounds(note, pattern, searched.sections)
    if not bounds:
        return
    section = next((section for section in note.sections if (section.start, section.end) in bounds), None)
    place = (section.heading.start, section.heading.end) if section else (0, 0)
    prop = note.frontmatter.get(pattern.property) if note.frontmatter and pattern.property else None
    if prop:
        place = (prop.key_start, prop.end)
    message = pattern.message or say("nothing here matches the pattern `{pattern}`", pattern=pattern.name)
    yield Problem(*place, message, subject=pattern.name)


def _fix(pattern: Pattern, hit: Hit) -> Fix | None:
    if pattern.replacement is None or not hit.exact:
        return None
    content = hit.match.expand(pattern.replacement)
    if content == hit.match[0]:
        return None
    changes = set(_CHANGES[pattern.where])
    changes |= {"links", "embeds"} if "[" in content or "://" in content else set()
    changes |= {"tags"} if "#" in content else set()
    message = (
        say("replace by “{text}”", text=_shortened(content))
        if content
        else say("delete “{text}”", text=_shortened(hit.match[0]))
    )
    return Fix(message, (Edit(hit.start, hit.end, content),), Applicability.UNSAFE, frozenset(changes))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"
