"""Text that was meant to be a link and is none: a bracket too few, or a full-width one from an input method.

Whether it really was meant is judged where the vault is known; here are the places and what they would be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.destinations import SCHEME, decoded, split_subpath
from vaultlint.markdown.links import address_test, range_test
from vaultlint.markdown.marks import keeps_marks
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_INNER = r"[^\[\]\r\n【】［］]"
_MISSING_START = lazy_regex(rf"\[(?<![\[\]\\!]\[)({_INNER}{{1,300}}+)\]\](?![\](\[:])")
_MISSING_END = lazy_regex(
    r"\[\[(?![^\[\]\r\n]*+\]\])"  # nearly all are closed
    rf"(?:({_INNER}{{1,300}}+)\](?![\](\[:])|([^\[\]\r\n]{{0,300}}+)(?:\r?\n|\r)[ \t>]*([^\[\]\r\n]{{0,300}}+)\]\])"
)
_WIDE = lazy_regex(rf"(?:\[\[|【【|［［)({_INNER}{{1,300}})(?:\]\]|】】|］］)")
_DESTINATION = lazy_regex(
    r"\](?:\((?:（(?P<double>[^\s（）()]+)）"
    r"|(?=[^ \r\n()]++[ ])(?P<space>[^\s()<>\"']++[ ](?=[^()<>\r\n\"']*[^\s()<>\"'])[^()<>\r\n\"']*+))\)"
    r"|（(?P<wide>[^\s（）()]+)）)"
)
_ANGLE = lazy_regex(
    r"\]\(<(?:(?P<address>[^<>\r\n]+)>(?P<title>\"[^\"\r\n]*\"|'[^'\r\n]*')\)|(?P<swapped>[^<>\r\n]+)\)>(?!\)))"
)
_WIDE_MARK = lazy_regex(r"^[ \t]*(！\[\[([^\[\]\r\n]+)\]\]|！\[[^\[\]\r\n]*\]\(([^\s()<>]+)\))", re.MULTILINE)
_KINDS = {"double": "wide-parentheses", "wide": "wide-parentheses", "space": "space"}
_TO_ASCII = str.maketrans("｜＃", "|#")
_MAX_LABEL = 500
_BRACKET = lazy_regex(r"[\[\]\r\n]")


class Slip(NamedTuple):
    """A near link: `kind` is the fault, `path` and `subpath` its target, `text` the link that was meant.

    `path` is empty for an address on the web. Where the slip is not `apart`, a tag, a field or emphasis begins or ends
    in it, which the link would take away.
    """

    start: int
    end: int
    kind: str
    path: str
    subpath: str
    text: str
    apart: bool = True


def find_slips(note: Note) -> tuple[Slip, ...]:
    """The near links of a note, outside code, math, HTML and links, in the order of their starts."""
    text = note.text
    if "]" not in text and "】" not in text:
        return ()
    found = [slip for slip in _all(text, note.body_start) if not note.is_opaque(slip.start)]
    found = [slip for slip in found if text[slip.start - 1 : slip.start] != "#"]  # what begins a tag
    if not found:
        return ()
    links = sorted([(link.start, link.end) for link in note.links] + [(url.start, url.end) for url in note.urls])
    is_in_link, is_address = range_test(links), address_test(note)
    starts = {start for start, _ in links}
    found = [slip for slip in found if slip.start in starts or not (is_in_link(slip.start) or is_address(slip.start))]
    return tuple(sorted(slip._replace(apart=_is_apart(text, slip)) for slip in found))


def _is_apart(text: str, slip: Slip) -> bool:
    embeds = text[slip.start - 1 : slip.start] == "!" and text[slip.start] != "!"  # `!【【…】】` would show the file
    return not embeds and keeps_marks(text, slip.start, slip.end, slip.text)


def _all(text: str, start: int) -> Iterator[Slip]:
    first = text.find("[", start)  # often there are links at the end of a note only
    if first >= 0:
        yield from _missing_brackets(text, first)
        if "](" in (rest := text[first:]) or "]（" in rest:
            yield from _destinations(text, first)
            if "](<" in rest:
                yield from _in_angles(text, first)
    if "【" in text or "】" in text or "［" in text or "］" in text:
        for match in _WIDE.finditer(text, start):
            if not match[0].isascii() and (match[0][0] != "[" or match[0][-1] != "]"):
                yield _wiki(match, "wide-brackets", match[1].translate(_TO_ASCII))
    if "！" in text and "！[" in text:
        yield from _wide_marks(text, start)


def _missing_brackets(text: str, start: int) -> Iterator[Slip]:
    for match in _MISSING_START.finditer(text, start):
        if not _is_opened(text, match.start()):
            yield _wiki(match, "missing-start", match[1])
    for match in _MISSING_END.finditer(text, start):
        if match[1] and _is_closed(text, match.end()):
            continue
        if match[1]:
            yield _wiki(match, "missing-end", match[1])
        else:
            before, after = match[2].rstrip(), match[3].lstrip()
            joint = " " if before[-1:].isascii() and after[:1].isascii() and before and after else ""
            yield _wiki(match, "two-lines", before + joint + after)


def _is_closed(text: str, start: int) -> bool:
    """Whether a later `]` of the line closes the outer bracket of `[[X], Y]`: then it is a list in a list."""
    depth = 1
    for bracket in _BRACKET.finditer(text, start, start + _MAX_LABEL):
        if bracket[0] not in "[]":
            return False
        depth += 1 if bracket[0] == "[" else -1
        if depth == 0:
            return True
    return False


def _is_opened(text: str, end: int) -> bool:
    """Whether an earlier `[` of the line opens what the last bracket of `[Y, [X]]` closes."""
    low = max(text.rfind("\n", 0, end) + 1, end - _MAX_LABEL)
    depth = 0
    for bracket in reversed(text[low:end]):
        depth += {"]": 1, "[": -1}.get(bracket, 0)
        if depth < 0:
            return True
    return False


def _destinations(text: str, start: int) -> Iterator[Slip]:
    """`[text](（address）)`, `[text]（address）` and `[text](My note.md)`, which needs angle brackets."""
    for match in _DESTINATION.finditer(text, start):
        opening = text.rfind("[", max(start, match.start() - _MAX_LABEL), match.start())
        label = text[opening + 1 : match.start()]
        if opening < 0 or "]" in label or "\n" in label:
            continue
        kind = str(match.lastgroup)
        destination = match[kind].rstrip()
        is_outside = SCHEME.match(destination) is not None
        if kind == "wide" and is_outside and not _stands_alone(text, opening, label):
            continue
        opening -= text[opening - 1 : opening] == "!"
        written = f"<{destination}>" if kind == "space" else destination
        path, subpath = ("", "") if is_outside else split_subpath(decoded(destination))
        repaired = f"{text[opening : match.start()]}]({written})"
        yield Slip(opening, match.end(), _KINDS[kind], path, subpath, repaired)


def _in_angles(text: str, start: int) -> Iterator[Slip]:
    """`[text](<address)>`, and `[text](<address>"title")` without a space."""
    for match in _ANGLE.finditer(text, start):
        opening = text.rfind("[", max(start, match.start() - _MAX_LABEL), match.start())
        label = text[opening + 1 : match.start()]
        if opening < 0 or "]" in label or "\n" in label:
            continue
        opening -= text[opening - 1 : opening] == "!"
        destination, title = match["swapped"] or match["address"], match["title"]
        written = f"<{destination}> {title}" if title else f"<{destination}>"
        path, subpath = ("", "") if SCHEME.match(destination) else split_subpath(decoded(destination))
        repaired = f"{text[opening : match.start()]}]({written})"
        yield Slip(opening, match.end(), "title" if title else "swapped", path, subpath, repaired)


def _stands_alone(text: str, opening: int, label: str) -> bool:
    """A bracketed word behind text, then an address in parentheses, is often just that."""
    return text[max(opening - 1, 0) : opening] in ("", " ", "\t", "\r", "\n") and len(label) > 3


def _wide_marks(text: str, start: int) -> Iterator[Slip]:
    for match in _WIDE_MARK.finditer(text, start):
        target = match[2].partition("|")[0] if match[2] else match[3]
        path, subpath = split_subpath(target if match[2] else decoded(target))
        yield Slip(match.start(1), match.end(1), "wide-mark", path, subpath, "!" + match[1][1:])


def _wiki(match: re.Match[str], kind: str, inner: str) -> Slip:
    path, subpath = split_subpath(inner.partition("|")[0].removesuffix("\\"))
    return Slip(match.start(), match.end(), kind, path, subpath, f"[[{inner}]]")
