"""The marks of emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.markdown.mask import OPEN
from vaultlint.markdown.rendering import events, render
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note, Span

_PARAGRAPH_END = re.compile(r"\n[ \t>]*\r?\n|\Z")

_NAME = re.compile(r"__[A-Za-z][A-Za-z0-9_]*__\Z")  # of code, as a rule: `__init__`
_new = tuple.__new__  # what `Edit(…)` does, at half the cost


@note_rule("format", fix=Applicability.SAFE, triggers=("_",))
def emphasis_marker(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """Emphasis written with `_` instead of `*`.

    `_` does not work in the middle of a word, and so hardly ever in Chinese text. A note is reported once, at its first
    such emphasis.

    ## Fix

    Replaces the marks. Safe: what was emphasised stays so. Marks that touch other marks are left alone, and so are
    those in headings, where links to the heading repeat them, and those of one word such as `__init__`, which may be
    a part of its name.

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
    if text.find("_", note.body_start) < 0:
        return
    found = [
        span
        for span in note.spans
        if text[span[1]] == "_" and span[0] in ("emphasis", "strong") and _stands_free(text, span)
    ]
    # Obsidian keeps the `_` of a heading in links to it
    found = [span for span in found if not (span.kind == "strong" and _NAME.match(text, span.start, span.end))]
    found = [span for span in found if note.prose[span.start] == OPEN and not note.in_heading(span.start)]
    kept = [span for group in _by_paragraph(note.text, found) for span in _proven(note.text, group)]
    if kept:
        many = "1 emphasis in this note is" if len(kept) == 1 else f"{len(kept)} emphases in this note are"
        edits = tuple(edit for span in kept for edit in _edits(span))
        message = f"{many} written with `_`: use `*`"
        yield Problem(kept[0].start, kept[0].end, message, Fix("use `*`", edits), subject="_", amount=len(kept))


def _stands_free(text: str, span: Span) -> bool:
    """Whether no other mark touches the marks of `span`, inside or outside."""
    kind, start, end = span
    width = 2 if kind == "strong" else 1
    around = text[max(start - 1, 0) : start] + text[start + width] + text[end - width - 1] + text[end : end + 1]
    return "*" not in around and "_" not in around


def _edits(span: Span) -> tuple[Edit, Edit]:
    kind, start, end = span
    mark = "**" if kind == "strong" else "*"
    width = len(mark)
    return _new(Edit, (start, start + width, mark, "")), _new(Edit, (end - width, end, mark, ""))


def _by_paragraph(text: str, spans: list[Span]) -> Iterator[list[Span]]:
    """The spans, those of one paragraph together."""
    group: list[Span] = []
    end = -1
    for span in spans:
        if span.start >= end:
            if group:
                yield group
            group = []
            end = _PARAGRAPH_END.search(text, span.end).start()  # type: ignore[union-attr]
        group.append(span)
    if group:
        yield group


def _proven(text: str, spans: list[Span]) -> list[Span]:
    """The spans of a paragraph if their marks may be replaced: where it holds no `*`, or renders the same."""
    low = text.rfind("\n\n", 0, spans[0].start) + 1
    high = _PARAGRAPH_END.search(text, spans[-1].end).start()  # type: ignore[union-attr]
    if "*" not in text[low:high]:
        return spans
    parts, position = [], low
    for edit in sorted(edit for span in spans for edit in _edits(span)):
        parts += [text[position : edit.start], edit.content]
        position = edit.end
    changed = "".join([*parts, text[position:high]])
    before, after = events(text[low:high]), events(changed)
    return spans if after == before or render(after) == render(before) else []
