"""Characters that are not seen, or look like an ordinary space."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity, also
from vaultlint.language import Message, listed, say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.marks import reads_alike
from vaultlint.rules.cjk._text import TEXT, changes, is_han, line_bounds, odd_runs
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_NAMES = {
    "\u00a0": say("no-break space"),
    "\u200b": say("zero-width space"),
    "\u2060": say("word joiner"),
    "\ufeff": say("zero-width no-break space"),
    "\u2028": say("line separator"),
    "\u2029": say("paragraph separator"),
    "\u3000": say("full-width space"),
}
_ZERO_WIDTH = "\u200b\u2060\ufeff"
_LINE_START = lazy_regex(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?[\u3000 ]*")
_NO_BREAK_BEFORE = ":;!?»›%‰€$£¥°№§)–—"  # French and other typography sets a no-break space here
_NO_BREAK_BEHIND = "«‹#°№§–—"
_MARKER = lazy_regex(r"[ \t>]*(?:#{1,6}|(?:[-*+]|\d+[.)])(?:[ \t]+\[.\])?)")
_SHORT_WORD = lazy_regex(r"(?<![^\W\d_])(?:[^\W\d_]|[^\W\d_]{1,4}\.)\Z")
_SCRIPTS_WITHOUT_SPACES = ("THAI", "LAO", "KHMER", "MYANMAR")
_MARKERS = " \t>-*+#.)0123456789"
_CONTENT = lazy_regex(f"[^{re.escape(_MARKERS)}]")
_SEEN = lazy_regex(f"[^{re.escape(_MARKERS + ''.join(_NAMES))}]")
_BESIDE_QUOTE = lazy_regex(r"[^ \t>]")
_VISIBLE = lazy_regex(r"\S")
_AFTER = lazy_regex(r"\s*+(\S?)")
_STARTERS = frozenset(_MARKERS + "|`~=_$%^<[]xX&\\")  # what may begin a block or a block id
_LIVELY = lazy_regex(r"[!-/:-@\[-`{-~\r\n]")  # what may be a mark of Markdown
_MARKS = ("&", "^", "::", "==", ":/", "/")
_OPENERS = lazy_regex(r"\$\$|<%|%>|<!--|%%|<(?=[A-Za-z/])")  # what may take in the lines below
_LONGEST = 8  # code points beside a run that may make one with each other
_EMPTY = lazy_regex(r"[ \t>]*(?:[\r\n]|\Z)")
_MOST_WORK = 100_000  # code points that are rendered for one note
_AT_LINE_START = TEXT | {"structure", "headings", "block-ids", "tags", also(f"{_MARKERS}|`~=_$%^<[]xX&\\")}
_JAPANESE = lazy_regex(r"[\u3040-\u30ff]")


@frozen
class Options:
    """The options of invisible-character."""

    no_break_space: str = option(
        "info",
        "No-break spaces in prose: `info` speaks of them once a note, `warning` of each.",
        choices=("info", "warning"),
    )


@note_rule("cjk", fix=Applicability.SAFE, options=Options)
def invisible_character(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A character that nobody sees: zero-width and no-break spaces, line separators, a full-width space inside a line.

    They come with text copied from web pages and break search, links and Markdown: a no-break space behind `#` makes no
    heading. Joiners inside emoji are fine, and so are full-width spaces that indent a paragraph or belong to Japanese
    text, and no-break spaces where typography asks for them (`10 kg`, `« oui »`, `n° 5`). Other no-break spaces do
    little harm in prose: they are one finding a note, of severity `info`, but for those that stand in the way of a
    heading, a list item or a task.

    ## Fix

    Removes what has no width and puts an ordinary space in place of the others. Safe: the words stay the same. Behind a
    backslash that would then hide the next character a second backslash is written; where the text would read
    otherwise without the character, there is no fix. Unsafe at the beginning of a line where a list, a heading or a
    quote could come of it.

    ## Bad

    ```md
    零宽\u200b空格
    ```

    ## Good

    ```md
    零宽空格
    ```
    """
    in_prose: list[tuple[int, int]] = []
    work = [0]
    for start, end in odd_runs(note, _NAMES.__contains__):
        if _is_meant(note, start, end):
            continue
        written = note.text[start:end]
        if options.no_break_space == "info" and set(written) == {"\u00a0"} and not _stands_in_the_way(note, start):
            in_prose.append((start, end))
            continue
        yield _of_run(note, work, start, end)
    if in_prose:
        yield _of_prose(note, work, in_prose)


def _of_run(note: Note, work: Work, start: int, end: int) -> Problem:
    """The finding about one run of such characters."""
    written, content = note.text[start:end], _replacement(note, start, end)
    if _keeps(note, work, start, end, content):
        message, action = _repair(_described(written), content, end - start)
        fix = Fix(action, (Edit(start, end, content),), *_risk(note, start, end))
        return Problem(start, end, message, fix)
    if content or not _is_escaping(note.text, start) or not _keeps(note, work, start, end, "\\"):
        return Problem(
            start,
            end,
            say("{character}: without it, the text around it reads otherwise", character=_described(written)),
        )
    action = say("put a backslash in its place")
    fix = Fix(action, (Edit(start, end, "\\"),), Applicability.SAFE, changes(note, start, TEXT))
    return Problem(start, end, say("{character}: put a backslash in its place", character=_described(written)), fix)


def _repair(character: Message, content: str, size: int) -> tuple[Message, Message]:
    """What is said of characters in whose place `content` stands afterwards, and what the fix does."""
    if content:
        return say("{character}: put an ordinary space", character=character), say("put an ordinary space")
    if size == 1:
        return say("{character}: remove it", character=character), say("remove it")
    return say("{character}: remove them", character=character), say("remove them")


Work = list[int]  # how many code points have been rendered


def _stands_in_the_way(note: Note, start: int) -> bool:
    """Whether a no-break space stands where a marker of Markdown needs an ordinary one."""
    return _MARKER.fullmatch(note.text, line_bounds(note, start)[0], start) is not None


def _is_safe(note: Note, run: tuple[int, int]) -> bool:
    """Whether a run may be replaced: not among other blanks in front of a line, which would nest it or make it code."""
    start, end = line_bounds(note, run[0])
    indent = _INDENT.match(note.text, start, end).end()  # type: ignore[union-attr]
    return (run[0] >= indent or run == (start, indent)) and _risk(note, *run)[0] is Applicability.SAFE


def _of_prose(note: Note, work: Work, runs: list[tuple[int, int]]) -> Problem:
    """The one finding about the no-break spaces in the prose of a note."""
    start, end = runs[0]
    safe = [run for run in runs if _keeps(note, work, *run, _replacement(note, *run)) and _is_safe(note, run)]
    safe = list(_together(note, work, safe))
    changed = frozenset().union(*(_risk(note, *run)[1] for run in safe))
    edits = tuple(Edit(*run, _replacement(note, *run)) for run in safe)
    fix = Fix(say("put ordinary spaces"), edits, changes=changed) if edits else None
    message = say_number(
        len(runs),
        "a no-break space (U+00A0) in the text: put an ordinary space",
        "{n} no-break spaces (U+00A0) in the text of this note: put ordinary spaces",
    )
    return Problem(start, end, message, fix, severity=Severity.INFO, subject="no-break spaces")


def _together(note: Note, work: Work, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of the runs that may be replaced all at once: `_ __` is a horizontal rule, with one blank it is none."""
    for (low, high), group in groupby(runs, key=lambda run: line_bounds(note, run[0])):
        first, *others = group
        yield first
        plain = not (_LIVELY.search(note.text, low, high) or _has_marks(note.text, low, high))
        if plain or _keeps_all(note, work, low, high, [first, *others]):
            yield from others


def _keeps_all(note: Note, work: Work, low: int, high: int, runs: list[tuple[int, int]]) -> bool:
    low, high = _paragraph(note, low, high)
    work[0] += high - low
    if work[0] > _MOST_WORK:
        return False
    parts, position = [], low
    for start, end in runs:
        parts += [note.text[position:start], _replacement(note, start, end)]
        position = end
    return reads_alike(note.text[low:high], "".join([*parts, note.text[position:high]]))


def _risk(note: Note, start: int, end: int) -> tuple[Applicability, frozenset[str]]:
    """How far the fix may go: at the beginning of a line it may bring a marker to life (`-` with a wide space)."""
    text = note.text
    low, high = line_bounds(note, start)
    glued = low < start and text[start - 1] in "-*+#.)"
    after = _AFTER.match(text, end, high)
    if _stands_in_the_way(note, start):
        return Applicability.UNSAFE, _AT_LINE_START
    if start <= _content_start(text, low, high) and (glued or after[1] in _STARTERS):  # type: ignore[index]
        return Applicability.UNSAFE, _AT_LINE_START
    return Applicability.SAFE, changes(note, start, TEXT)


def _is_escaping(text: str, start: int) -> bool:
    """Whether an odd number of backslashes stands in front of `start`: without what follows they would escape more."""
    low = start
    while low and text[low - 1] == "\\":
        low -= 1
    return (start - low) % 2 == 1


def _keeps(note: Note, work: Work, start: int, end: int, content: str) -> bool:
    """Whether all that is seen stays with `content` in place: marks beside the character may come to life or die.

    Lines are compared until the note's share of `work` is done; what is found beyond that gets no fix.
    """
    text = note.text
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    low, high = line_bounds(note, start)
    if not content and end == high and _is_escaping(text, start):
        return False  # a backslash at the end of a line breaks it
    at_end = not text[end:high].strip(" \t") and around[:1] in " \t"  # two spaces there break the line
    if not _LIVELY.search(around) and not at_end and not _has_marks(text, low, high):
        return True
    if start < _content_start(text, low, high) or _stands_in_the_way(note, start):
        return True  # at the beginning of a line: see `_risk`
    if work[0] > _MOST_WORK or (not content and _opens_something(text, start, end)):
        return False
    low, high = _paragraph(note, low, high)
    work[0] += high - low
    return work[0] <= _MOST_WORK and reads_alike(text[low:high], text[low:start] + content + text[end:high])


def _opens_something(text: str, start: int, end: int) -> bool:
    """Whether what stands on both sides would make the beginning or the end of a template, a comment or the like."""
    before, after = text[max(start - _LONGEST, 0) : start], text[end : end + _LONGEST]
    apart = len(_OPENERS.findall(before)) + len(_OPENERS.findall(after))
    return before.endswith("<%") or len(_OPENERS.findall(before + after)) != apart


def _paragraph(note: Note, low: int, high: int) -> tuple[int, int]:
    """The bounds of the lines around a line up to the next blank ones: emphasis and code may go over line ends."""
    text, starts = note.text, note.line_starts
    first = last = note.line_of(low) - 1
    while first and not _EMPTY.match(text, starts[first - 1]):
        first -= 1
    while last + 1 < len(starts) and not _EMPTY.match(text, starts[last + 1]):
        last += 1
    return starts[first], high if first == last else starts[last + 1] if last + 1 < len(starts) else len(text)


_INDENT = lazy_regex("[ \t>\u00a0]*+")


@lru_cache(maxsize=1)  # a line may have thousands of runs
def _has_marks(text: str, low: int, high: int) -> bool:
    return any(text.find(mark, low, high) >= 0 for mark in _MARKS)


@lru_cache(maxsize=1)
def _content_start(text: str, low: int, high: int) -> int:
    """Where the line has the first character that no block begins with, or its end."""
    match = _CONTENT.search(text, low, high)
    return match.start() if match else high


@lru_cache(maxsize=1)
def _is_seen(text: str, low: int, high: int) -> bool:
    """Whether anything of the line is seen besides its marks, a checkbox among them."""
    marker = _MARKER.match(text, low, high)
    return _SEEN.search(text, marker.end() if marker else low, high) is not None


def _described(written: str) -> Message:
    """The characters, named: `a zero-width space (U+200B), which looks like nothing`."""
    codes = {character: f"U+{ord(character):04X}" for character in written}
    names = [say("{name} ({code})", name=_NAMES[character], code=code) for character, code in codes.items()]
    if len(written) > 1:
        all_names = names[0] if len(names) == 1 else listed(names, last="and")
        return say("{count} characters that are not ordinary: {names}", count=len(written), names=all_names)
    if written in _ZERO_WIDTH:
        return say("a {name}, which looks like nothing", name=names[0])
    return say("a {name}", name=names[0])


def _is_meant(note: Note, start: int, end: int) -> bool:
    """Whether the characters belong where they stand."""
    text = note.text
    low, high = line_bounds(note, start)
    written, before, after = text[start:end], text[max(start - 1, low) : start], text[end : min(end + 1, high)]
    if not _is_seen(text, low, high):
        return True  # an empty line that someone made visible
    if "\u3000" in written and (_LINE_START.match(text, low).end() >= end or _is_japanese(text, low, high)):  # type: ignore[union-attr]
        return True
    in_the_way = written == "\u00a0" and _stands_in_the_way(note, start)
    if written == "\u00a0" and not in_the_way and not is_han(before) and not is_han(after):
        beside_mark = (bool(after) and after in _NO_BREAK_BEFORE) or (bool(before) and before in _NO_BREAK_BEHIND)
        return beside_mark or (before.isdigit() and after.isalnum()) or _is_short_word(text, low, start)
    return any(character and _needs_breaks(character) for character in (before, after))


def _is_short_word(text: str, low: int, end: int) -> bool:
    """Whether one letter or an abbreviation stands in front: `p. 5`, `M. Dupont`, and `z domu` in Slavic languages."""
    return _SHORT_WORD.search(text, max(low, end - 6), end) is not None


@lru_cache(maxsize=1)  # a line may have thousands
def _is_japanese(text: str, low: int, high: int) -> bool:
    return _JAPANESE.search(text, low, high) is not None


def _needs_breaks(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_SCRIPTS_WITHOUT_SPACES)


def _replacement(note: Note, start: int, end: int) -> str:
    """What to put in place: nothing for zero width, at the ends of lines and beside spaces, else one space."""
    text = note.text
    if all(character in _ZERO_WIDTH for character in text[start:end]):
        return ""
    low, high = line_bounds(note, start)
    leads, ends = _BESIDE_QUOTE.search(text, low, start) is None, _VISIBLE.search(text, end, high) is None
    if leads or ends or text[start - 1] in " \t" or text[end] in " \t":
        return ""
    return " "
