"""Bold text that CommonMark does not show as bold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import Message, Sentence, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.rendering import MARKS, Rendering, events, render
from vaultlint.markdown.stand_ins import CLOSE, OPAQUE, OPEN
from vaultlint.rules.cjk._delimiters import Pair, pairs
from vaultlint.rules.cjk._text import changes, line_bounds
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_TRAILING = "：。，、；！？:;,.!?…～~"
_WRAPPERS = dict(zip("“‘「『《〈（(【[\"'〔", "”’」』》〉）)】]\"'〕", strict=True))
_MOST_WORK = 100_000  # code points that are rendered for one note; what is found beyond that gets no fix
_LONGEST_LINE = 100_000  # code points; a longer one was not written by a person
_MASKED_MARK = lazy_regex(f"[{OPEN}{CLOSE}]")
_EMPHASIS = frozenset({"emphasis"})


@note_rule("cjk", fix=Applicability.SAFE, triggers=("**", "~~"))
def unrendered_emphasis(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """Bold or struck-through text whose marks stay visible, as in `**中文：**后文`.

    CommonMark does not end bold behind punctuation unless a space or punctuation follows, nor begin it in front of
    punctuation inside a word. Chinese writes no spaces there. It may look bold in Obsidian, and shows `**` on Quartz,
    GitHub, Hugo and other sites, where sometimes the words between two such places become bold instead.

    ## Fix

    Moves the mark in front of the punctuation (`**中文**：后文`), or both marks inside the quotes or brackets
    (`“**重要**”`) or into the text of a link: safe, only marks move. Where none of this is possible it adds a space
    outside the marks, which is seen: unsafe. Each fix is tried first, and only offered if the text then becomes bold.

    ## Bad

    ```md
    **方案二：**当用户打开页面，他扮演**“牵线人”**角色。
    ```

    ## Good

    ```md
    **方案二**：当用户打开页面，他扮演“**牵线人**”角色。
    ```
    """
    lines = sorted(_suspects(note))
    rendered = (
        {(start, end) for kind, start, end in note.spans if kind in ("strong", "strikethrough")} if lines else set()
    )
    work = 0
    for low, high in lines:
        if high - low <= _LONGEST_LINE and not _is_row(note.text[low:high]):
            for pair in _hidden(note, low, high, rendered):
                work += high - low
                yield _problem(note, low, high, pair, may_fix=work <= _MOST_WORK)


def _suspects(note: Note) -> set[tuple[int, int]]:
    """Lines whose marks may pair up otherwise than meant: marks that stay visible, and bold inside bold."""
    lines = set()
    prose = "" if _are_all_read(note) else note.prose
    for mark in [mark for mark in ("**", "~~") if mark[0] in prose]:
        position = prose.find(mark, note.body_start)
        while position >= 0:
            line = line_bounds(note, position)
            lines.add(line)
            position = prose.find(mark, line[1])
    reach = 0
    for _, start, end in note.by_kind.get("strong", ()):
        if start < reach:
            lines.add(line_bounds(note, start))
        else:
            reach = end
    return lines


def _are_all_read(note: Note) -> bool:
    """Whether every `**` is a mark of bold text, so that none can stay visible: then no mask need be made."""
    text = note.text
    bold = note.by_kind.get("strong", [])
    if "__" in text:
        bold = [span for span in bold if text[span.start] == "*"]
    if ("~" in text and "~~" in text) or text.count("**") != 2 * len(bold):
        return False
    # A mark inside of an address is none for the mask.
    behind = [rest.partition("*") for rest in text.split("://")[1:]]
    return not [word for word, star, _ in behind if star and " " not in word and "\n" not in word]


def _is_row(line: str) -> bool:
    """A row of marks alone is a rule or a leftover, not emphasis."""
    return not line.strip("*~ \t>-")


def _hidden(note: Note, low: int, high: int, rendered: set[tuple[int, int]]) -> Iterator[Pair]:
    """The pairs of two marks in a line that CommonMark does not show; offsets are those of the line."""
    text = note.text[low:high]
    masked = note.prose[low:high]
    live = _MASKED_MARK.sub(lambda match: text[match.start()], masked)
    pipes = [match.start() for match in re.finditer(r"\|", live)]
    for pair in pairs(text, live):
        if pair.width != 2 or pair.renders or (low + pair.start, low + pair.end) in rendered:
            continue
        if bisect_left(pipes, pair.start) == bisect_left(pipes, pair.end):
            yield pair


def _problem(note: Note, low: int, high: int, pair: Pair, *, may_fix: bool) -> Problem:
    start, end = low + pair.start, low + pair.end
    fix = _fix(note, low, note.text[low:high], pair) if may_fix else None
    mark = note.text[start : start + 2]
    shown = _short(note.text, start + 2, end - 2)
    return Problem(start, end, _message(mark, shown, fix.message if fix else None), fix)


def _message(mark: str, text: str, advice: Sentence | None) -> Message:
    """What stays visible, and where there is a fix what it does."""
    if mark == "**" and advice:
        return say("`**` stays visible: CommonMark does not show `{text}` bold; {advice}", text=text, advice=advice)
    if mark == "**":
        return say("`**` stays visible: CommonMark does not show `{text}` bold; put the marks elsewhere", text=text)
    if advice:
        return say(
            "`~~` stays visible: CommonMark does not show `{text}` struck through; {advice}", text=text, advice=advice
        )
    return say(
        "`~~` stays visible: CommonMark does not show `{text}` struck through; put the marks elsewhere", text=text
    )


def _short(text: str, start: int, end: int) -> str:
    return text[start:end] if end - start <= 24 else text[start : start + 23] + "…"


def _fix(note: Note, low: int, text: str, pair: Pair) -> Fix | None:
    """The first of the possible repairs that makes the text bold."""
    before = render(events(text.lstrip()))
    masked = note.prose[low : low + len(text)]
    for message, edits, level in _candidates(note, low, text, masked, pair):
        changed = text
        for edit in sorted(edits, reverse=True):
            changed = changed[: edit.start] + edit.content + changed[edit.end :]
        after = render(events(changed.lstrip()))
        if _is_harmless(before, after) and _gains(text, masked, pair, before.emphasis, after.emphasis):
            moved = tuple(Edit(low + edit.start, low + edit.end, edit.content) for edit in edits)
            return Fix(message, moved, level, changes(note, low + pair.start, _EMPHASIS))
    return None


def _is_harmless(before: Rendering, after: Rendering) -> bool:
    """Whether two states of a line differ in emphasis only, of which there is no less."""
    same = all(
        getattr(before, part) == getattr(after, part) for part in ("structure", "links", "urls", "code", "math", "html")
    )
    if not same or before.text.translate(MARKS) != after.text.translate(MARKS):
        return False
    return not Counter(kind for kind, _ in before.emphasis) - Counter(kind for kind, _ in after.emphasis)


def _gains(text: str, masked: str, pair: Pair, before: Passages, after: Passages) -> bool:
    """Whether a passage of this pair's text is emphasised now and was not before."""
    first, last = pair.start + 2, pair.end - 2
    inner, is_masked = _letters(text[first:last]), not masked[first:last].strip(OPAQUE)
    gained = [_letters(passage) for _, passage in Counter(after) - Counter(before)]
    return any(passage in inner if passage else is_masked for passage in gained)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


Passages = tuple[tuple[str, str], ...]
Candidate = tuple[Message, list[Edit], Applicability]


def _candidates(note: Note, low: int, text: str, masked: str, pair: Pair) -> Iterator[Candidate]:
    """The repairs, the gentlest first; offsets are those of the line."""
    start, end = pair.start, pair.end
    first, last = start + 2, end - 2
    mark = text[start:first]
    body = text[first:last].rstrip(_TRAILING)
    if pair.opener.opens and body.strip() and len(body) < last - first:
        cut = first + len(body)
        yield (
            say("move the mark in front of the punctuation"),
            [Edit(cut, end, mark + text[cut:last])],
            Applicability.SAFE,
        )
    label_end = _label_end(note, low + first, low + last) - low
    if label_end > first + 1:
        edits = [Edit(start, first + 1, "[" + mark), Edit(label_end, label_end, mark), Edit(last, end, "")]
        yield say("move the marks into the text of the link"), edits, Applicability.SAFE
    is_text = masked[first] == text[first] and masked[last - 1] == text[last - 1]  # and no bracket of a link
    if last - first > 2 and is_text and _is_wrapped(text[first:last]):
        edits = [Edit(start, first + 1, text[first] + mark), Edit(last - 1, end, mark + text[last - 1])]
        yield say("move the marks inside"), edits, Applicability.SAFE
    spaces = []
    if not pair.opener.opens:
        spaces.append(Edit(start, start, " "))
    if not pair.closer.closes:
        spaces.append(Edit(end, end, " "))
    yield say("put a space outside the marks"), spaces, Applicability.UNSAFE


def _label_end(note: Note, start: int, end: int) -> int:
    """Where the text of the Markdown link at exactly `start:end` ends, or -1."""
    if note.text[start] != "[":
        return -1
    for url in note.urls:
        if (url.start, url.end, url.form, url.embed) == (start, end, "markdown", False):
            return url.text_end
    for link in note.markdown_links:
        if (link.start, link.end, link.form, link.embed) == (start, end, "markdown", False):
            return start + 1 + len(link.display or "")
    return -1


def _is_wrapped(inner: str) -> bool:
    """Whether the first and the last character are one pair of quotes or brackets around everything."""
    opening, closing = inner[0], inner[-1]
    if _WRAPPERS.get(opening) != closing:
        return False
    depth = 0
    for position, character in enumerate(inner):
        if character == closing and position and (opening != closing or position < len(inner) - 1):
            depth -= 1
            if (depth == 0 and position < len(inner) - 1) or opening == closing:
                return False
        elif character == opening:
            depth += 1
    return True
