"""Which folders of a vault hold notes of one kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.globs import glob_of
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.config.survey import Shape

NEARLY_ALL = 0.95
_ENOUGH = 5  # notes that a folder must have to say what is usual in it


@frozen
class Group:
    """Notes of one kind: a name, the globs of its folders, and the notes."""

    name: str
    paths: tuple[str, ...]
    shapes: tuple[Shape, ...]


def group_notes(shapes: Sequence[Shape]) -> list[Group]:
    """The notes by folder; a folder is one group, unless most notes of its folders have sections of their own."""
    groups: list[Group] = []
    for folder, held in _by_child(shapes, "").items():
        groups += _merged(_split(folder, held))
    return groups


def _split(folder: str, shapes: list[Shape]) -> Iterator[Group]:
    if len(shapes) < _ENOUGH:
        return
    children = {
        name: held for name, held in _by_child(shapes, folder).items() if name != folder and len(held) >= _ENOUGH
    }
    usual = required_sections(shapes)
    own = [name for name, held in children.items() if required_sections(held) - usual]
    if folder and sum(len(children[name]) for name in own) > len(shapes) / 2:
        for name, held in children.items():
            yield from _split(name, held)
        rest = [shape for shape in shapes if not any(shape.path.startswith(name + "/") for name in children)]
        if len(rest) >= _ENOUGH:
            yield Group(folder, (glob_of(folder) + "/**",), tuple(rest))
    else:
        yield Group(folder or "notes", (glob_of(folder) + "/**",) if folder else ("*",), tuple(shapes))


def _by_child(shapes: Sequence[Shape], folder: str) -> dict[str, list[Shape]]:
    """The notes by the folder directly below `folder` that holds them, or `folder` itself."""
    depth = len(folder) + 1 if folder else 0
    found: dict[str, list[Shape]] = {}
    for shape in shapes:
        head, slash, _ = shape.path[depth:].partition("/")
        child = (shape.path[:depth] + head) if slash else folder
        found.setdefault(child, []).append(shape)
    return dict(sorted(found.items()))


def _merged(groups: Iterator[Group]) -> list[Group]:
    """Groups whose notes have the same required sections, as one."""
    by_sections: dict[frozenset[str], Group] = {}
    for group in groups:
        key = required_sections(group.shapes)
        other = by_sections.get(key)
        if other:
            group = Group(other.name, other.paths + group.paths, other.shapes + group.shapes)
        by_sections[key] = group
    return list(by_sections.values())


def required_sections(shapes: Sequence[Shape]) -> frozenset[str]:
    """The sections that nearly all of the notes have."""
    counts = Counter(title for shape in shapes for title in set(shape.sections))
    return frozenset(title for title, count in counts.items() if count >= NEARLY_ALL * len(shapes))
