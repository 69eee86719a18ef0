"""YAML text → properties with their places, or a `YamlError`.

YAML is composed, never constructed: tags build no objects, aliases are not followed, and implicit types cannot raise.
"""

from __future__ import annotations

import re

import yaml

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import Property, Scalar, YamlError
from vaultlint.markdown.plain_properties import plain_type

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = lazy_regex(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = lazy_regex(r"[\r\n]|\Z")
# YAML 1.1 takes these for line ends or drops them; YAML 1.2, which Obsidian reads, takes them for text.
_ODD = lazy_regex("[\x85\u2028\u2029\ufeff]")
_TO_STAND_INS = str.maketrans("\x85\u2028\u2029\ufeff", "\uf8f0\uf8f1\uf8f2\uf8f3")
_FROM_STAND_INS = str.maketrans("\uf8f0\uf8f1\uf8f2\uf8f3", "\x85\u2028\u2029\ufeff")
_MAX_DEPTH = 100
_DEEP = lazy_regex(rf"(?:[-?:][ \t]+){{20}}|^[ \t]{{{_MAX_DEPTH},}}", re.MULTILINE)
_ALIAS = lazy_regex(r"[ \t]*:[ \t]+(\*[^\s,\[\]{}]+)")
_DECORATION = lazy_regex(r"(?:[!&]\S*\s+)+")


def read_yaml(text: str, offset: int = 0) -> tuple[Property, ...] | YamlError:
    """The properties in `text`; all places in the result are offsets of `text` plus `offset`."""
    node = compose(text, offset)
    if node is None:
        return ()
    if isinstance(node, YamlError):
        return node
    if not isinstance(node, yaml.MappingNode):
        kind = "a list" if isinstance(node, yaml.SequenceNode) else "a single value"
        return YamlError(f"properties are `key: value` lines, and this is {kind}", offset, offset + len(text.rstrip()))
    reader = _Reader(text, offset)
    return tuple([reader.property(key, value) for key, value in node.value])


def compose(text: str, offset: int) -> yaml.Node | YamlError | None:
    """The nodes of a YAML text, None for an empty one; of an error the places are offsets of `text` plus `offset`."""
    try:
        if _may_be_deep(text) and _is_deep(text):
            return YamlError(
                f"the properties are nested more than {_MAX_DEPTH} deep", offset, offset + min(len(text), 1)
            )
        node: yaml.Node | None = yaml.compose(
            text.translate(_TO_STAND_INS) if _ODD.search(text) else text, Loader=_Loader
        )
    except yaml.MarkedYAMLError as error:
        return _marked_error(error, text, offset)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _other_error(error, text, offset)
    return node


def real_text(value: str) -> str:
    """A value as it is written, where `compose` had to put stand-ins for some of its characters."""
    return value.translate(_FROM_STAND_INS)


def _may_be_deep(text: str) -> bool:
    return text.count("[") + text.count("{") > _MAX_DEPTH or _DEEP.search(text) is not None


def _is_deep(text: str) -> bool:
    """Whether collections stand in each other more than 100 deep: the C loader would use up the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _marked_error(error: yaml.MarkedYAMLError, text: str, offset: int) -> YamlError:
    mark = error.problem_mark or error.context_mark
    start = min(mark.index, max(len(text.rstrip()) - 1, 0)) if mark else 0
    message = " ".join(part for part in (error.context, error.problem) if part) or "the YAML does not parse"
    context = error.context_mark.index if error.context_mark else start
    return YamlError(
        message, start + offset, _line_end(text, start) + offset, context + offset if context < start else -1
    )


def _other_error(error: Exception, text: str, offset: int) -> YamlError:
    found = _UNPRINTABLE.search(text)
    if found:
        message = f"YAML does not allow the character U+{ord(found[0]):04X}"
        return YamlError(message, found.start() + offset, found.end() + offset)
    return YamlError(str(error).split("\n", 1)[0] or "the YAML does not parse", offset, _line_end(text, 0) + offset)


def _line_end(text: str, start: int) -> int:
    """The end of the line that holds `start`; behind `start`, unless the text ends there."""
    found = _LINE_END.search(text, start)
    return max(found.start() if found else 0, min(start + 1, len(text)))


class _Reader:
    """Turns YAML nodes into properties. A node that an alias refers to is read once, however often it is used."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.stand_ins = _ODD.search(text) is not None
        self._shared: dict[int, tuple[Scalar, ...]] = {}

    def property(self, key: yaml.Node, value: yaml.Node) -> Property:
        low, high = key.start_mark.index, key.end_mark.index
        name = self._real(key.value) if isinstance(key, yaml.ScalarNode) else self.text[low:high]
        place = (name, low + self.offset, high + self.offset)
        alias = _ALIAS.match(self.text, high) if value.start_mark.index < high else None
        start, end = alias.span(1) if alias else self._bounds(value)
        start, end = start + self.offset, end + self.offset
        if isinstance(value, yaml.ScalarNode):
            scalar = self._scalar(value)
            return Property(*place, start, end, "scalar", (_aliased(scalar, start, end) if alias else scalar,))
        if isinstance(value, yaml.SequenceNode):
            scalars = self._scalars(value)
            return Property(*place, start, end, "list", scalars, len(scalars) < len(value.value))
        return Property(*place, start, end, "map", (), True)

    def _scalars(self, node: yaml.SequenceNode) -> tuple[Scalar, ...]:
        found = self._shared.get(id(node))
        if found is None:
            found = tuple([self._element(child, node) for child in node.value if isinstance(child, yaml.ScalarNode)])
            self._shared[id(node)] = found
        return found

    def _element(self, node: yaml.ScalarNode, parent: yaml.SequenceNode) -> Scalar:
        scalar = self._scalar(node)
        aliased = node.start_mark.index < parent.start_mark.index
        return _aliased(scalar, scalar.start, scalar.end) if aliased else scalar

    def _scalar(self, node: yaml.ScalarNode) -> Scalar:
        start, end = self._bounds(node)
        text = self._real(node.value)
        tagged = start > node.start_mark.index and "!" in self.text[node.start_mark.index : start]
        kind = "text" if node.style or tagged else plain_type(text)
        return Scalar(text, kind, start + self.offset, end + self.offset, node.style or "")

    def _bounds(self, node: yaml.Node) -> tuple[int, int]:
        """Where a value stands, without its tag and anchor, and without the blank lines that YAML counts in."""
        start, end = node.start_mark.index, node.end_mark.index
        if self.text[start : start + 1] in ("!", "&"):
            decoration = _DECORATION.match(self.text, start, end)
            start = decoration.end() if decoration else start
        if isinstance(node, yaml.ScalarNode):
            return start, end
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _real(self, value: str) -> str:
        return value.translate(_FROM_STAND_INS) if self.stand_ins else value


def _aliased(scalar: Scalar, start: int, end: int) -> Scalar:
    return scalar._replace(start=start, end=end, style="*")
