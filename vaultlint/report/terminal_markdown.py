"""The pages of rules on a terminal: headings bold, code indented, tables as aligned columns, paragraphs wrapped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.language import say, words
from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.colors import palette
from vaultlint.report.columns import columns, padded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.report.colors import Palette

_BLOCK = lazy_regex(r"^(`{3,})([^\n]*)\n(.*?)^\1[ \t]*$|((?:^(?!`{3})[^\n]+(?:\n|\Z))+)", re.MULTILINE | re.DOTALL)
_CODE = lazy_regex(r"(`+) ?(.+?) ?\1")
_MARKUP = lazy_regex(r"(`+ ?.+? ?`+)|\*\*(.+?)\*\*|(?<!\[)\[([^\[\]]+)\]\([^()]+\)")
_NARROW = 28  # columns of a table's last cell below which it is no table
_BOLD, _END = "\u2062", "\u2063"  # stand-ins without width until the lines are broken
# What is not broken: white space, a Han character, or words and code, with the punctuation that clings to it.
_HAN = r"\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff"
_OPENING, _CLOSING = "“（《「『【", "”）》」』】、。，；：？！…"
_PIECE = lazy_regex(
    rf"\s+|[{_OPENING}]*(?:[{_HAN}]|(?:(`+).+?(?<!`)\1(?!`)|[^\s`{_HAN}{_OPENING}{_CLOSING}])+)[{_CLOSING}]*|."
)


def render_markdown(text: str, width: int, color: bool) -> str:
    """`text`, of the simple Markdown that rule pages are written in, for a terminal of `width` columns."""
    paint = palette(color)
    blocks = ["\n".join(_block(match, width, paint)) for match in _BLOCK.finditer(text)]
    return "\n\n".join(blocks) + "\n"


def _block(match: re.Match[str], width: int, paint: Palette) -> Iterator[str]:
    if match[1]:
        info = match[2].strip()
        if " " in info:
            yield f"    {paint.dim}{info.partition(' ')[2]}{paint.reset}"
        yield from (f"    {paint.green}{line}{paint.reset}" for line in match[3].removesuffix("\n").split("\n"))
        return
    lines = match[4].rstrip("\n").split("\n")
    if lines[0].startswith("#"):
        yield f"{paint.bold}{lines[0].lstrip('# ')}{paint.reset}"
    elif lines[0].startswith("|"):
        yield from _table(lines, width, paint)
    else:
        yield from _paragraph(lines, width, paint)


def _paragraph(lines: list[str], width: int, paint: Palette) -> Iterator[str]:
    """A paragraph, or a list whose items start with `- `."""
    items = re.split(r"\n(?=- )", "\n".join(lines))
    for item in items:
        text = _marked(" ".join(line.strip() for line in item.split("\n")))
        indent = "  " if text.startswith("- ") else ""
        for number, line in enumerate(wrapped(text, width - len(indent))):
            yield _painted(line if number == 0 else indent + line, paint)


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, unless a single word is longer; code is not broken at its spaces."""
    lines, line, used = [], "", 0
    for piece in (match[0] for match in _PIECE.finditer(text)):
        size = columns(piece)
        if used + size > width and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
            if piece.isspace():
                continue
        line += piece
        used += size
    return [*lines, line.rstrip()] if line.strip() else lines


def _table(lines: list[str], width: int, paint: Palette) -> Iterator[str]:
    rows = [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    del rows[1]
    shown = [[_painted(_marked(cell), palette(False)) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*shown, strict=True)]
    last = width - sum(widths[:-1]) - 2 * len(widths)
    if last < min(_NARROW, widths[-1]):
        yield from _entries(shown, width, paint)
        return
    for number, row in enumerate(shown):
        head = "  ".join(padded(cell, size) for cell, size in zip(row[:-1], widths[:-1], strict=True))
        for part, line in enumerate(wrapped(row[-1], last) or [""]):
            text = f"  {head if part == 0 else ' ' * columns(head)}  {line}".rstrip()
            yield f"{paint.bold}{text}{paint.reset}" if number == 0 else text


def _entries(rows: list[list[str]], width: int, paint: Palette) -> Iterator[str]:
    """A table that is too wide: the first cell of each row as a head, the others below it with their columns' heads."""
    heads = rows[0]
    for row in rows[1:]:
        yield f"  {paint.bold}{row[0]}{paint.reset}"
        named = zip(heads[1:-1], row[1:-1], strict=True)
        facts = [words(say("{head}: {cell}", head=head, cell=cell)) for head, cell in named if cell]
        for text in (" · ".join(facts), row[-1]):
            yield from (f"      {line}" for line in wrapped(text, width - 6))


def _marked(text: str) -> str:
    """`text` with stand-ins for bold, and links by their text."""

    def mark(match: re.Match[str]) -> str:
        code, bold, link = match.groups()
        return code or (f"{_BOLD}{bold}{_END}" if bold else link)

    return _MARKUP.sub(mark, text)


def _painted(text: str, paint: Palette) -> str:
    """Code in colour, or left in its backticks where there is none, and the stand-ins in bold."""
    if paint.green:
        text = _CODE.sub(rf"{paint.green}\2{paint.reset}", text)
    return text.replace(_BOLD, paint.bold).replace(_END, paint.reset)
