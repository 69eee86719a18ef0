"""missing-section."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import SEVERAL, Problem, Severity
from vaultlint.language import Message, Sentence, listed, say
from vaultlint.markdown.fences import open_fences
from vaultlint.rules.rule import Context, NoOptions, note_rule
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.layout import Layout
    from vaultlint.markdown.note import Note
    from vaultlint.markdown.wanted import Wanted


_LONGEST_MARK = 16  # characters in front of the name of a section on its line


@note_rule("sections", severity=Severity.ERROR)
def missing_section(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A required section that the note does not have.

    Without configuration four sections are required, but only in a vault of whose notes at least one in twenty has one
    of them. Several missing sections of a note are one finding. The sections of a note are level-2 headings; the note
    type says which ones are required (`sections`, where `?` at the end makes one optional, `|` separates accepted
    spellings, `{2,5}` says how often one must and may be there, and `正文/背景` is a level-3 heading under `正文`).
    Readers and tools find the summary, the relations and the topics of a note by these headings. A heading that only
    misspells the section is left to misspelt-section. Where the section is in the text but Obsidian does not read it as
    a heading, because a code fence in front of it is never closed or the space behind `##` is missing, the finding says
    so.

    There is no fix: what belongs into the section is for a person to write.

    ## Example configuration

    ```toml
    sections = ["摘要", "正文", "相关文档?", "关联主题"]
    ```

    ## Bad

    ```md
    ## 摘要

    一句话。

    ## 关联主题

    - [[00-元语/Agent]]
    ```

    ## Good

    ```md
    ## 摘要

    一句话。

    ## 正文

    文章。

    ## 关联主题

    - [[00-元语/Agent]]
    ```
    """
    layout = context.layout
    plain: list[int] = []
    for index in layout.absent:
        wanted = layout.wanted[index]
        if wanted.optional or index in layout.near:
            continue
        disguise = _disguise(note, wanted)
        if disguise:
            yield Problem(disguise.start, disguise.end, disguise.message, subject=wanted.name)
        else:
            plain.append(index)
    if plain:
        place = _place(layout, plain[0])
        names = tuple([layout.wanted[index].spellings for index in plain])
        message = _message(layout, plain[0]) if len(plain) == 1 else _message_of_several(names)
        # Each section by itself, so that adding one of them opens the others not again.
        yield Problem(place, place, message, subject="".join([SEVERAL + spellings[0] for spellings in names]))
    yield from _too_few(layout)


def _too_few(layout: Layout) -> Iterator[Problem]:
    """Sections that are there, but not as often as they must be, and sections that lack in another one."""
    for index in [index for index, wanted in enumerate(layout.wanted) if wanted.least > 1]:
        wanted, found = layout.wanted[index], layout.found[index]
        if 0 < len(found) < wanted.least:
            last = found[-1].heading
            message = say(
                "section `{heading}` is there {found} of at least {least} times: add the others",
                heading=f"## {wanted.name}",
                found=len(found),
                least=wanted.least,
            )
            yield Problem(last.start, last.end, message, subject=wanted.name)
    for below in layout.below:
        mark, above = "#" * (below.above.level + 1), below.above
        name = f"{mark} {below.wanted.name}"
        if not below.found and below.wanted.least:
            message = say(
                "section `{heading}` is missing under `{above}`: add it",
                heading=name,
                above=f"{'#' * above.level} {above.text}",
            )
            yield Problem(above.start, above.end, message, subject=f"{above.text}/{below.wanted.name}")
        elif len(below.found) < below.wanted.least:
            last = below.found[-1]
            message = say(
                "section `{heading}` is there {found} of at least {least} times: add the others",
                heading=name,
                found=len(below.found),
                least=below.wanted.least,
            )
            yield Problem(last.start, last.end, message, subject=f"{above.text}/{below.wanted.name}")


@lru_cache(maxsize=64)
def _message_of_several(missing: tuple[tuple[str, ...], ...]) -> Message:
    return say("the sections {names} are missing: add them", names=listed([*map(_named, missing)], last="and"))


def _named(spellings: tuple[str, ...]) -> Sentence:
    """A section, and behind its name the other spellings."""
    name, *others = [f"`## {spelling}`" for spelling in spellings]
    return say("{name} (or {others})", name=name, others=listed(others)) if others else name


def _message(layout: Layout, index: int) -> Message:
    before = [layout.wanted[other].name for other in range(index) if layout.found[other]]
    after = [section for sections in layout.found[index + 1 :] for section in sections[:1]]
    name = _named(layout.wanted[index].spellings)
    if after:
        return say("section {name} is missing: add it in front of `## {title}`", name=name, title=after[0].title)
    if before:
        return say("section {name} is missing: add it behind `## {title}`", name=name, title=before[-1])
    return say("section {name} is missing: add it", name=name)


def _place(layout: Layout, index: int) -> int:
    """Where the section belongs: in front of the next one that is there, or at the end of the note."""
    for sections in layout.found[index + 1 :]:
        if sections:
            return sections[0].heading.start
    return len(layout.note.text.rstrip())


class _Disguise(NamedTuple):
    start: int
    end: int
    message: Message


def _disguise(note: Note, wanted: Wanted) -> _Disguise | None:
    """A line that was meant as the heading of the section but is none, and why."""
    for name in wanted.spellings:
        for line in _marked_lines(note.text, name, note.body_start):
            message = _reason(note, line, name, wanted.name)
            if message:
                return _Disguise(line.start("line"), line.end("line"), message)
    return None


def _marked_lines(text: str, name: str, start: int) -> Iterator[re.Match[str]]:
    """The lines that hold the name of a section and the marks of a heading or of bold text, and nothing else."""
    position = text.find(name, start)
    while position >= 0:
        if text[max(position - 1, 0)] in "#＃* \t":
            line_start = max(
                text.rfind("\n", max(0, position - _LONGEST_MARK), position) + 1, position - _LONGEST_MARK, 0
            )
            line = _line(name).match(text, line_start)
            if line and (line_start == 0 or text[line_start - 1] == "\n"):
                yield line
        position = text.find(name, position + len(name))


@lru_cache(maxsize=64)
def _line(name: str) -> re.Pattern[str]:
    marks = r"(?P<marks>#{1,6}|＃{1,6}|\*\*)(?P<space>[ \t]*)"
    return re.compile(rf"[ \t>]*(?P<line>{marks}{re.escape(name)}[：:]?(?:\*\*)?)[ \t]*(?=[\r\n]|\Z)")


def _reason(note: Note, match: re.Match[str], name: str, wanted: str) -> Message | None:
    """Why the section `wanted` is none where its name stands on a line, spelt `name`."""
    start, marks = match.start("line"), match["marks"]
    for fence in open_fences(note):
        if fence.start < start < fence.end and marks[0] == "#" and match["space"]:
            line = note.line_of(fence.start)
            return say(
                "section `## {name}` is missing: the code block that begins in line {line} takes it in, because it is "
                "never closed",
                name=wanted,
                line=line,
            )
    if any(span.kind == "html" and span.start < start < span.end for span in note.spans) and marks[0] == "#":
        return say(
            "section `## {name}` is missing: the HTML above takes it in: leave a blank line in front of it", name=wanted
        )
    if note.is_opaque(start):
        return None
    if any(heading.start == start for heading in note.headings):
        return None
    return _form_reason(match, name, wanted)


def _form_reason(match: re.Match[str], name: str, wanted: str) -> Message | None:
    written, marks = match["line"], match["marks"]
    if marks.startswith("＃"):
        return say(
            "section `## {name}` is missing: `{line}` is not a heading: write `## {spelling}` with half-width `#`",
            name=wanted,
            line=written,
            spelling=name,
        )
    if marks == "**":
        return say(
            "section `## {name}` is missing: `{line}` is bold text, not a heading: write `## {spelling}`",
            name=wanted,
            line=written,
            spelling=name,
        )
    if match["space"]:
        return None
    return say(
        "section `## {name}` is missing: `{line}` is not a heading: put a space behind `{marks}`",
        name=wanted,
        line=written,
        marks=marks,
    )
