"""Large notes of several shapes. Each repeats something short that is no nonsense, until it is large enough."""

from __future__ import annotations

from collections.abc import Callable

_WORDS = "The kettle is filled with fresh water and put on the fire until it sings. "
_CHINESE = "水烧开以后要放一放，等到八十度左右再泡绿茶；这样茶汤 green tea 才不会苦涩，香气也更清楚。"


def _paragraph(index: int) -> str:
    return f"{_WORDS}It was kettle number {index}.\n{_WORDS}\n\n"


def _chinese(index: int) -> str:
    return f"{_CHINESE}这是第{index}壶。\n\n" + ("" if index % 20 else f"## 第{index}节\n\n")


def _item(index: int) -> str:
    return f"{'  ' * (index % 4)}- item {index}, which is [[Tea {index}]]\n"


def _row(index: int) -> str:
    return ("| tea | minutes |\n| --- | --- |\n" if index == 0 else "") + f"| tea {index} | {index % 7} |\n"


def _quote(index: int) -> str:
    return f"{'> ' * (1 + index % 12)}{_WORDS}\n" + ("" if index % 12 else "\n")


def _links(index: int) -> str:
    return f"[[Tea {index}|tea]] and [water](Water.md), ![[cup {index}.png]], [[#Heading {index % 9}]].\n\n"


def _code(index: int) -> str:
    return f"```python\ndef kettle_{index}():\n    return [[{index}]]\n```\n\nAnd `kettle_{index}`.\n\n"


SHAPES: dict[str, Callable[[int], str]] = {
    "prose": _paragraph,
    "one long line": lambda index: f"{_WORDS}Kettle {index} *sings*, see [[Tea]]. ",
    "list": _item,
    "table": _row,
    "nested quotes": _quote,
    "links": _links,
    "code": _code,
    "CJK text": _chinese,
}


def large_note(shape: str, size: int) -> bytes:
    """A note of about `size` bytes."""
    pieces = [b"# Large\n\n"]
    length = 0
    while length < size:
        pieces.append(SHAPES[shape](len(pieces) - 1).encode())
        length += len(pieces[-1])
    return b"".join(pieces) + b"\n"
