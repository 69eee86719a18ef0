"""Radicals that stand where letters belong."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.rendering import events, render
from vaultlint.rules.cjk._text import TEXT, changes, is_han, line_bounds, odd_runs
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

# The supplement block has no compatibility mappings; these are its whole characters, as Unicode equates them.
_SUPPLEMENT = dict(
    zip(
        "⺈⺊⺒⺜⺝⺟⺠⺧⺩⺬⺶⺻⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "刀卜巳日月母民牛王示羊聿臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)


_ADDRESS = lazy_regex(r"://[^\s<>]*\Z")
_MARKS = frozenset("*_~")
# Unicode equates `⼾` with the traditional character; in simplified text it is the other one.
_SIMPLIFIED = lazy_regex("[这们来为时说国会对过开关门见车长]")


@note_rule("cjk", fix=Applicability.SAFE)
def cjk_radical(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A CJK radical that looks like a Chinese character but is another one, such as `⼀` for `一`.

    Text copied from PDF files is full of them. It looks right, but search does not find it, and links to names that
    hold one lead nowhere. A radical that stands alone, as in a text about radicals, is not reported.

    ## Fix

    Writes the character that is meant. Safe: it looks the same.

    ## Bad

    ```md
    这是⼀个⾃然段。
    ```

    ## Good

    ```md
    这是一个自然段。
    ```
    """
    for start, end in odd_runs(note, is_radical):
        written = note.text[start:end]
        around = note.text[max(start - 1, 0) : start] + note.text[end : end + 1]
        if len(written) == 1 and not any(is_han(character) for character in around):
            continue
        meant = "".join(ideograph(character) for character in written)
        if "戶" in meant and _SIMPLIFIED.search(note.text):
            meant = meant.replace("戶", "户")
        if meant == written:
            message = say(
                "`{written}` is a CJK radical, not the character that it looks like: write the character",
                written=written,
            )
            yield Problem(start, end, message)
            continue
        edit = Edit(start, end, meant)
        fix = None
        alike = not _MARKS.intersection(around) or _is_emphasised_alike(note, edit)
        if alike and not _in_address(note, start):
            fix = Fix(say("write `{text}`", text=meant), (edit,), changes=changes(note, start, _declared(note, start)))
        yield Problem(
            start,
            end,
            say(
                "`{written}` is a CJK radical that looks like `{meant}`: write `{meant}`", written=written, meant=meant
            ),
            fix,
        )


def _in_address(note: Note, start: int) -> bool:
    """Whether renderers that know no comments read an address here."""
    low, _ = line_bounds(note, start)
    return note.text.find("://", low, start) >= 0 and _ADDRESS.search(note.text, low, start) is not None


def _declared(note: Note, start: int) -> frozenset[str]:
    """A key of a field is a property."""
    low, high = line_bounds(note, start)
    return TEXT | {"properties"} if "::" in note.text[low:high] else TEXT


def _is_emphasised_alike(note: Note, edit: Edit) -> bool:
    """Whether the marks beside the radical, which is a symbol, do the same beside a letter."""
    low, high = line_bounds(note, edit.start)
    written = note.text[edit.start : edit.end]
    line = note.text[low:high].lstrip(" \t")  # it may go on with a paragraph, and is no code
    changed = (note.text[low : edit.start] + edit.content + note.text[edit.end : high]).lstrip(" \t")
    before, after = (render(events(each)) for each in (line, changed))
    same_kinds = [kind for kind, _ in before.emphasis] == [kind for kind, _ in after.emphasis]
    return same_kinds and before.text.replace(written, edit.content) == after.text.replace(written, edit.content)


def is_radical(character: str) -> bool:
    """Whether the character is in one of Unicode's two blocks of CJK radicals."""
    return "\u2e80" <= character <= "\u2fd5"


def ideograph(radical: str) -> str:
    """The character that looks like this radical, or the radical where there is none."""
    return _SUPPLEMENT.get(radical) or unicodedata.normalize("NFKC", radical)
