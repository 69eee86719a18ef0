"""The marks of emphasis."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from operator import itemgetter
from string import punctuation
from typing import TYPE_CHECKING
from unicodedata import category

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import Message, say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.rendering import events, render
from vaultlint.markdown.stand_ins import OPEN
from vaultlint.rules.rule import AUTO, Context, Style, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.markdown.elements import Span
    from vaultlint.markdown.note import Note

_PARAGRAPH_END = lazy_regex(r"\n[ \t>]*\r?\n")

_NAME = lazy_regex(r"__[A-Za-z][A-Za-z0-9_]*__\Z")  # of code, as a rule: `__init__`
_TOUCHING = ("**", "__", "*_", "_*")
_PIECE = lazy_regex(r"\w_+\w|(?<!\w)_{2}\w|\w__")  # of one: in `_get and set_all_`, `__get__和__set__`
_ADDRESS = lazy_regex(r"://[!-~]*\Z")  # one that the marks may belong to
_OTHER = {"*": "_", "_": "*"}
_APART = frozenset(("", *" \t\n", *punctuation))
_new = tuple.__new__  # what `Edit(…)` does, at half the cost


@frozen
class Options:
    """The options of emphasis-marker."""

    style: str = option(
        AUTO, "The mark of emphasis (italics); `auto` is the one that nearly all notes use.", choices=(AUTO, "*", "_")
    )
    strong: str = option(
        AUTO,
        "The mark of strong emphasis (bold); `auto` is the one that nearly all notes use.",
        choices=(AUTO, "**", "__"),
    )

    def wanted(self, kind: str) -> str:
        """The character that emphasis of a kind is written with; "" where both are right."""
        form = self.strong if kind == "strong" else self.style
        return "" if form == AUTO else form[0]


def _places(note: Note, options: Options) -> Iterator[int]:
    return (span.start for span in islice(_wrong(note, options), 1))


@note_rule(
    "format",
    fix=Applicability.SAFE,
    triggers=("_", "*"),
    options=Options,
    styles=(Style("*", ("*", "_"), places=_places), Style("**", ("**", "__"), "strong", places=_places)),
)
def emphasis_marker(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """Emphasis written with `_` where the rest of the vault has `*`, or the other way round.

    Which mark is right is learned from the vault, for italics and for bold; in a vault that has no habit nothing is
    reported. Selected by its name, the rule asks for `*`: `_` does not work in the middle of a word, and so hardly ever
    in Chinese text. A note is reported once, at its first such emphasis.

    ## Fix

    Replaces the marks. Safe: what was emphasised stays so. Marks that touch other marks are left alone, and so are
    those in headings, where links to the heading repeat them, and those that may be a part of names: of one word such
    as `__init__`, or around other underscores.

    ## Bad

    ```md
    It is _very_, __very big__.
    ```

    ## Good

    ```md
    It is *very*, **very big**.
    ```
    """
    text = note.text
    wrong = list(_wrong(note, options))
    if wrong:
        edits = tuple(edit for span in wrong for edit in _edits(text, span))
        marks = sorted({text[span.start] for span in wrong})
        message, action = _message(marks, len(wrong))
        fix, subject = Fix(action, edits), "".join(marks)
        yield Problem(wrong[0].start, wrong[0].end, message, fix, subject=subject, amount=len(wrong))


def _wrong(note: Note, options: Options) -> Iterator[Span]:
    """The emphases with other marks, in order: those whose marks may be replaced."""
    text = note.text
    wrong = {kind: _OTHER[options.wanted(kind)] for kind in ("emphasis", "strong") if options.wanted(kind)}
    written = [span for span in note.spans_of(*wrong) if text[span[1]] == wrong[span[0]]]
    if not written:  # nearly always
        return
    stand_free = not any(marks in text for marks in _TOUCHING)  # all of them
    found = (span for span in written if (stand_free or _stands_free(text, span)) and _may_change(text, span))
    # Obsidian keeps the `_` of a heading in links to it
    found = (span for span in found if note.prose[span[1]] == OPEN)
    if "##" in text or note.headings:
        found = (span for span in found if not _in_heading(note, span[1]))
    for group in _by_paragraph(text, found):
        yield from _proven(note, group)


def _in_heading(note: Note, position: int) -> bool:
    """Whether it is in a heading, or in a line that the space behind its `##` would make one."""
    line = note.line_starts[note.line_of(position) - 1]
    return note.in_heading(position) or note.text.startswith("##", line)


def _may_change(text: str, span: Span) -> bool:
    """Whether the other mark would work here, and the marks are not a part of a name."""
    if _holds_name(text, span) if text[span[1]] == "_" else _in_word(text, span):
        return False
    return "://" not in text[span[1] : span[2]] or not _ADDRESS.search(text, span[1], span[2] + 1)


def _message(marks: list[str], count: int) -> tuple[Message, Message]:
    """What is said of emphases with these marks, and what the fix does."""
    if len(marks) > 1:
        message = say_number(
            count,
            "{n} emphasis in this note is written with `_` or `*` where this vault has the other",
            "{n} emphases in this note are written with `_` or `*` where this vault has the other",
        )
        return message, say("use the usual marks")
    mark, usual = marks[0], _OTHER[marks[0]]
    message = say_number(
        count,
        "{n} emphasis in this note is written with `{mark}`: use `{usual}`",
        "{n} emphases in this note are written with `{mark}`: use `{usual}`",
        mark=mark,
        usual=usual,
    )
    return message, say("use `{text}`", text=usual)


def _stands_free(text: str, span: Span) -> bool:
    """Whether no other mark touches the marks of `span`, inside or outside."""
    kind, start, end = span
    width = 2 if kind == "strong" else 1
    around = text[max(start - 1, 0) : start] + text[start + width] + text[end - width - 1] + text[end : end + 1]
    return "*" not in around and "_" not in around


def _holds_name(text: str, span: Span) -> bool:
    """Whether the underscores may belong to names of code, of which CommonMark makes emphasis."""
    kind, start, end = span
    if text[start] != "_":
        return False
    width = 2 if kind == "strong" else 1
    if kind == "strong" and _NAME.match(text, start, end):
        return True
    return "_" in text[start + width : end - width] and _PIECE.search(text, start + width, end - width) is not None


def _in_word(text: str, span: Span) -> bool:
    """Whether a letter or digit touches the marks from outside: there `_` would not work."""
    _, start, end = span
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()


def _edits(text: str, span: Span) -> tuple[Edit, Edit]:
    """The edits that put the other mark."""
    kind, start, end = span
    width = 2 if kind == "strong" else 1
    mark = _OTHER[text[start]] * width
    return _new(Edit, (start, start + width, mark, "")), _new(Edit, (end - width, end, mark, ""))


def _paragraph_end(text: str, offset: int) -> int:
    match = _PARAGRAPH_END.search(text, offset)
    return match.start() if match else len(text)


def _by_paragraph(text: str, spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The spans, those of one paragraph together."""
    group: list[Span] = []
    end = -1
    for span in spans:
        if span.start >= end:
            if group:
                yield group
            group = []
            end = _paragraph_end(text, span.end)
        group.append(span)
    if group:
        yield group


def _paragraph_start(text: str, offset: int) -> int:
    """The start of the line behind the last blank one, as `_PARAGRAPH_END` knows it."""
    start = text.rfind("\n", 0, offset) + 1
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].strip(" \t\r\n>"):
            break
        start = above
    return start


def _begins_code(note: Note, offset: int) -> bool:
    """Whether indented code begins here: what is behind it is a paragraph of its own."""
    blocks = note.by_kind.get("indented-code", ())
    index = bisect_left(blocks, offset, key=itemgetter(1))
    return index < len(blocks) and blocks[index][1] == offset


def _proven(note: Note, spans: list[Span]) -> list[Span]:
    """The spans of a paragraph whose marks may be replaced: by `*` where it has none, or if it renders the same."""
    text = note.text
    start = low = _paragraph_start(text, spans[0].start)
    while text[low] in " \t\r\n":  # by itself, a paragraph of a list item would be code
        low += 1
    low = start if _begins_code(note, low) else low
    high = _paragraph_end(text, spans[-1].end)
    paragraph = text[low:high]
    if "*" not in paragraph or _are_plain(text, spans, paragraph):
        return spans
    parts, position = [], low
    for edit in sorted(edit for span in spans for edit in _edits(text, span)):
        parts += [text[position : edit.start], edit.content]
        position = edit.end
    changed = "".join([*parts, text[position:high]])
    before, after = events(paragraph), events(changed)
    return spans if after == before or render(after) == render(before) else []


def _are_plain(text: str, spans: list[Span], paragraph: str) -> bool:
    """Whether a paragraph has no marks but those of the spans, each with a space or punctuation outside.

    There `_` opens and closes what `*` does, so that nothing has to be rendered.
    """
    if "_" in paragraph or paragraph.count("*") != 2 * sum(2 if span.kind == "strong" else 1 for span in spans):
        return False
    around = {text[place : place + 1] for _, start, end in spans for place in (start - 1, end)}
    return all(character in _APART or category(character)[0] == "P" for character in around)
