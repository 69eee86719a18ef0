"""The properties block of a note: strict fences as in Obsidian (51), values with their places.

python-frontmatter's YAML handler splits and loads; its `load` is replaced, because the library drops duplicate keys and
places, and lets YAML's implicit types raise (`2026-13-40`). Nothing here ever writes.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from vaultlint.markdown.note import Frontmatter, Property, Scalar, YamlError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TYPES = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "checkbox",
    "tag:yaml.org,2002:null": "empty",
    "tag:yaml.org,2002:timestamp": "date",
}
_MAX_DEPTH = 100
_NESTING = re.compile(r"[\[{]")


class PropertiesHandler(YAMLHandler):  # type: ignore[misc]
    """python-frontmatter's YAML handler with Obsidian's fences, and values that keep their places."""

    FM_BOUNDARY = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>(?:.*?(?:\r?\n))??)---[ \t]*(?=\r?\n|\Z)", re.DOTALL)

    def detect(self, text: str) -> bool:
        return self.FM_BOUNDARY.match(text) is not None

    def load(self, fm: str, **kwargs: Any) -> Any:
        """The properties of a YAML text, or a `YamlError`; offsets are those of `fm`."""
        if len(_NESTING.findall(fm)) > _MAX_DEPTH and _depth(fm) > _MAX_DEPTH:
            return YamlError("the YAML is nested too deeply", 0, min(len(fm), 1))
        try:
            node = yaml.compose(fm, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            return _yaml_error(error, fm)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            return YamlError(str(error).splitlines()[0], 0, len(fm.split("\n", 1)[0]))
        if node is None:
            return ()
        if not isinstance(node, yaml.MappingNode):
            kind = "list" if isinstance(node, yaml.SequenceNode) else "single value"
            return YamlError(f"properties must be `key: value` lines; this is a {kind}", 0, len(fm.rstrip()))
        return tuple(_property(key, value, fm) for key, value in node.value)


_HANDLER = PropertiesHandler()


def read_frontmatter(text: str) -> Frontmatter | None:
    """The frontmatter that opens `text`, or None; a byte order mark in front of it is passed over."""
    if not text.startswith(("---", "\ufeff---")):
        return None
    match = _HANDLER.FM_BOUNDARY.match(text)
    if match is None:
        return None
    start, end = match.span("yaml")
    opening = 1 if text[0] == "\ufeff" else 0
    loaded = _HANDLER.load(text[start:end])
    if isinstance(loaded, YamlError):
        error = loaded._replace(start=loaded.start + start, end=loaded.end + start)
        return Frontmatter(opening, match.end(), start, end, (), error)
    return Frontmatter(opening, match.end(), start, end, tuple(_shifted(prop, start) for prop in loaded))


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _yaml_error(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    mark = error.problem_mark or error.context_mark
    start = min(mark.index, max(len(text) - 1, 0)) if mark else 0
    end = text.find("\n", start)
    message = " ".join(part for part in (error.context, error.problem) if part) or "the YAML does not parse"
    return YamlError(message, start, max(start + 1, end if end >= 0 else len(text)) if text else 0)


def _property(key: yaml.Node, value: yaml.Node, text: str) -> Property:
    name = key.value if isinstance(key, yaml.ScalarNode) else text[key.start_mark.index : key.end_mark.index]
    place = (name, key.start_mark.index, key.end_mark.index)
    start, end = value.start_mark.index, value.end_mark.index
    if isinstance(value, yaml.ScalarNode):
        return Property(*place, start, end, "scalar", (_scalar(value),))
    if isinstance(value, yaml.SequenceNode):
        scalars = tuple(_scalar(child) for child in value.value if isinstance(child, yaml.ScalarNode))
        end = max(start, len(text[:end].rstrip()))
        return Property(*place, start, end, "list", scalars, len(scalars) < len(value.value))
    return Property(*place, start, max(start, len(text[:end].rstrip())), "map", (), True)


def _scalar(node: yaml.ScalarNode) -> Scalar:
    kind = _TYPES.get(node.tag, "text")
    if kind == "date" and len(node.value) > 10:
        kind = "datetime"
    return Scalar(str(node.value), kind, node.start_mark.index, node.end_mark.index, node.style or "")


def _shifted(prop: Property, by: int) -> Property:
    values = tuple(value._replace(start=value.start + by, end=value.end + by) for value in prop.values)
    return prop._replace(
        key_start=prop.key_start + by, key_end=prop.key_end + by, start=prop.start + by, end=prop.end + by, values=values
    )
