"""Properties that do not begin on the first line, where Obsidian reads none.

Nobody means such a block as text. To the parser it would be a rule and a heading, with lists in between.
"""

from __future__ import annotations

import re

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import YamlError
from vaultlint.markdown.properties_block import find_block

_FENCE = lazy_regex(r"---[ \t]*(?=[\r\n])")
_LINE = lazy_regex(r"\w[\w -]{0,40}:(?:[ \t].*)?|[ \t]+\S.*|- .*|#.*|[ \t]*")
_KEY = lazy_regex(r"(\w[\w -]{0,40}):(?![^ \t])")
_BLANK_LINE_ABOVE = lazy_regex(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\Z")
_KNOWN = (
    {"title", "tags", "tag", "aliases", "alias", "cssclasses", "cssclass", "date", "created", "updated", "modified"}
    | {"publish", "author", "source", "status", "type", "标题", "标签", "别名", "作者", "来源", "类型", "日期"}
    | {"发布日期", "更新日期", "创建时间", "更新时间", "原文链接"}
)
_HOLDERS = ("```", "~~~", "<!--", "$$", "<pre", "<script", "<style")  # what stands in one of these is no block
_TOP = 1000  # characters at the top of a note in which a block may have slipped down
_MAX_LINES = 3  # of text above it


def looks_like_properties(yaml: str) -> bool:
    """Whether a text is meant as properties: `key: value` lines that parse, two of them or one with a known key."""
    lines = re.split(r"\r\n?|\n", yaml)
    if not _KEY.match(lines[0]) or not all(_LINE.fullmatch(line) for line in lines):
        return False
    keys = [match[1].strip().lower() for line in lines if (match := _KEY.match(line))]
    if sum(" " not in key for key in keys) < 2 and not _KNOWN.intersection(keys):
        return False
    return parses(yaml)


def parses(yaml: str) -> bool:
    """Whether a text is YAML with at least one property."""
    from vaultlint.markdown.yaml_properties import read_yaml  # slow to import, seldom needed

    loaded = read_yaml(yaml)
    return not isinstance(loaded, YamlError) and bool(loaded)


def find_misplaced(text: str) -> tuple[int, int] | None:
    """Bounds, fences included, of a properties block that is not at the top of a note without properties, or None."""
    if text.find("---", 1, _TOP) < 0:
        return None
    for match in _FENCE.finditer(text, 1, _TOP):
        start = match.start()
        if text[start - 1] in "\r\n" or is_blank(text[:start]):
            return _properties_at(text, start)
    return None


def is_blank(text: str) -> bool:
    """Whether nothing can be seen of a text."""
    return not text.strip(" \t\r\n\ufeff\u200b\u00a0\u3000")


def _properties_at(text: str, start: int) -> tuple[int, int] | None:
    block, above = find_block(text, start), text[:start]
    if block is None or any(holder in above for holder in _HOLDERS):
        return None
    if not is_blank(above):
        lines = sum(not is_blank(line) for line in re.split(r"[\r\n]", above))
        if lines > _MAX_LINES or not _BLANK_LINE_ABOVE.search(above):
            return None
    is_meant = looks_like_properties(text[block[1] : block[2]].rstrip("\r\n"))
    return (start, block[3]) if is_meant else None
