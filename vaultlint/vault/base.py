"""The text of a base → what it names of the vault exactly (`docs/obsidian.md`, 40; Obsidian's help, "Bases syntax").

A base is YAML: filters, formulas and views. What its expressions work out is not followed; a text that stands alone as
the argument of a function about files, a comparison with `file.folder`, and the property of a column is certain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.destinations import SCHEME, split_subpath
from vaultlint.markdown.elements import Link, YamlError
from vaultlint.markdown.yaml_errors import yaml_error
from vaultlint.markdown.yaml_tree import read_tree
from vaultlint.values import NamedTuple
from vaultlint.vault.board_facts import BoardFault, Named, board_facts

if TYPE_CHECKING:
    from vaultlint.markdown.json_spans import JsonNode
    from vaultlint.vault.facts import NoteFacts

_TEXT = r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'"
_TOKEN = lazy_regex(rf"{_TEXT}|[^\W\d]\w*|\d[\w.]*|[=!<>]=|\S", re.DOTALL)
_FOLDERS, _TAGS, _LINKS, _PROPERTIES = {"inFolder"}, {"hasTag"}, {"hasLink", "link", "file", "image"}, {"hasProperty"}
_WORDS = {"file", "this", "formula", "note", "true", "false", "null", "value", "index", "acc", "values"}
_BREAK = lazy_regex(r"\r\n?|\n")


def read_base(path: str, text: str) -> NoteFacts:
    """The facts of the base at `path`: links to the files it names, its views, folders, tags and properties."""
    base = read_tree(text.removeprefix("\ufeff"))
    if base is None:
        return board_facts(path)
    lost = int(text.startswith("\ufeff"))
    if isinstance(base, YamlError):
        return board_facts(path, faults=[BoardFault(yaml_error(base.message), base.start + lost, base.end + lost)])
    if base.kind != "object":
        return board_facts(path, faults=[BoardFault(say("a base is `key: value` lines with `views`"), 0, 1)])
    reader = _Reader(text, lost)
    reader.read(base)
    named = sorted(reader.named, key=lambda each: each.start)
    return board_facts(path, sorted(reader.links, key=lambda link: link.start), named)


class _Reader:
    """Collects what one base names."""

    def __init__(self, text: str, lost: int) -> None:
        self._text = text
        self._lost = lost  # what stands in front of the YAML
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        self.links: list[Link] = []
        self.named: list[Named] = []

    def read(self, base: JsonNode) -> None:
        """Read the whole base."""
        self._filters(base.get("filters"))
        formulas = base.get("formulas")
        for _, formula in formulas.members if formulas else ():
            self._expression(formula)
        properties = base.get("properties")
        for name, _ in properties.members if properties else ():
            self._column(name)
        for view in base.array("views"):
            self._view(view)

    def _view(self, view: JsonNode) -> None:
        name = view.string("name")
        if name is not None:
            self._add("view", name.text, name)
        self._filters(view.get("filters"))
        columns = [*view.array("order"), *(each.get("property") for each in view.array("sort"))]
        group = view.get("groupBy")
        columns.append(group.get("property") if group is not None and group.kind == "object" else group)
        for column in columns:
            if column is not None:
                self._column(column)

    def _filters(self, filters: JsonNode | None) -> None:
        """A filter is an expression, or `and`, `or` and `not` over filters; those are at most 100 deep."""
        if filters is None:
            return
        for item in filters.items:
            self._filters(item)
        for _, value in filters.members:
            self._filters(value)
        self._expression(filters)

    def _column(self, node: JsonNode) -> None:
        """A property as columns name it: `name`, `note.name`, `file.name` or `formula.name`."""
        if node.kind != "string" or node.text.startswith(("file.", "formula.", "this.")):
            return
        name = node.text.removeprefix("note.")
        if name and name != "file":
            self._add("property", name, node, len(node.text) - len(name))

    def _expression(self, node: JsonNode) -> None:
        if node.kind != "string":
            return
        tokens = list(_TOKEN.finditer(node.text))
        words = [token[0] for token in tokens] + [""]
        calls: list[_Call] = []
        for index, token in enumerate(tokens):
            if token[0] == "(":
                calls.append(_Call(words[index - 1] if index else "", index > 1 and words[index - 2] == "."))
            elif token[0] in (")", ",") and calls:
                call = calls.pop()
                calls += [call._replace(argument=call.argument + 1)] if token[0] == "," else []
            elif token[1] is not None or token[2] is not None:
                kind = _kind_of_text(calls[-1] if calls else _Call(""), words[max(index - 4, 0) : index])
                self._text_in(node, token, kind)
            elif token[0].isidentifier() and words[index + 1] != "(" and _is_property(words, index):
                self._add("property", token[0], node, token.start())

    def _text_in(self, node: JsonNode, token: re.Match[str], kind: str) -> None:
        """A text that an expression holds, which names something of that kind, or nothing."""
        if kind == "link":
            self._link(_plain(token), node, token.start() + 1)
        elif kind:
            self._add(kind, _plain(token), node, token.start() + 1)

    def _link(self, text: str, node: JsonNode, offset: int) -> None:
        path, subpath = split_subpath(text)
        if not path or SCHEME.match(text):
            return
        start, end = self._place(text, node, offset)
        line = bisect_right(self._starts, start)
        self.links.append(Link("name", False, start, end, start, end, path, subpath, None, "", line))

    def _add(self, kind: str, name: str, node: JsonNode, offset: int = 0) -> None:
        self.named.append(Named(kind, name, *self._place(name, node, offset)))

    def _place(self, name: str, node: JsonNode, offset: int) -> tuple[int, int]:
        """Where a name at an offset of a value stands, or the whole value where it is written with escapes."""
        start, end = node.start + self._lost, node.end + self._lost
        at = start + offset + (self._text[start : start + 1] in ("'", '"'))
        return (at, at + len(name)) if self._text.startswith(name, at, end) else (start, end)


class _Call(NamedTuple):
    """A function whose arguments are being read: whether it is a method of something, and which argument it is."""

    function: str
    is_method: bool = False
    argument: int = 0


def _kind_of_text(call: _Call, before: list[str]) -> str:
    """What a text in an expression names: `folder`, `tag`, `property`, `link`, or nothing that is certain.

    `call` is the function that it is given to, `before` the four words in front of it.
    """
    if call.function in _FOLDERS or before[-4:-1] == ["file", ".", "folder"]:
        return "folder" if call.function in _FOLDERS or before[-1] in ("==", "!=") else ""
    if before[-2:] == ["note", "["] or (call.function in _PROPERTIES and before[-1:] in (["("], [","])):
        return "property"
    if before[-1:] not in (["("], [","]):
        return ""
    if call.function in _TAGS:
        return "tag"
    is_link = call.function == "hasLink" or (call.function in _LINKS and not call.is_method)
    return "link" if is_link and call.argument == 0 else ""


def _is_property(words: list[str], index: int) -> bool:
    """Whether a word of an expression is a property: `name` or `note.name`."""
    if index and words[index - 1] == ".":
        return words[index - 2 : index - 1] == ["note"] and words[index - 3 : index - 2] != ["."]
    return words[index] not in _WORDS


def _plain(token: re.Match[str]) -> str:
    """The value of a text, its escapes resolved."""
    written = token[1] if token[1] is not None else token[2]
    return re.sub(r"\\(.)", r"\1", written, flags=re.DOTALL)
