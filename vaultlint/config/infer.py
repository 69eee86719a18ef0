"""What the notes of a vault have in common, as settings: note types by folder, relations, topics and excludes.

Everything is a count of notes. What nearly all notes of a folder have is required; what some have, in a fixed place, is
optional; and what a few have is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from vaultlint.config.grouping import NEARLY_ALL, Group, group_notes
from vaultlint.config.vocabulary import closed_values
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.wanted import Wanted, wanted_sections
from vaultlint.settings import Relations
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from vaultlint.config.survey import Shape, Value

_SOME, _FEW_NOTES = 0.05, 3
REQUIRED = 0.99  # what so many notes of a type have, a note of the type must have
_MOSTLY = 0.8
# Obsidian knows these itself: it takes one value or a list, and writes lists.
_OWN_TYPES = {
    "aliases": "aliases",
    "alias": "aliases",
    "tags": "tags",
    "tag": "tags",
    "cssclasses": "list",
    "cssclass": "list",
}
# Which of our types say no more than one of Obsidian's, where the names differ.
_FITTING = {"multitext": ("list",), "text": ("text", "link", "url"), "datetime": ("datetime",)}
_NOTHING: Mapping[str, Any] = {}
_TOOL_FOLDERS = frozenset({"prompt", "prompts", "script", "scripts", "template", "templates", "提示词", "模板", "脚本"})
_DAY = lazy_regex(r"\d{4}-\d{2}-\d{2}")


class Seen(NamedTuple):
    """A section, how many notes have it, whether it is required, and whether some notes have it more than once."""

    name: str
    notes: int
    required: bool
    repeated: bool = False


class SeenProperty(NamedTuple):
    """A property: its type ("" where notes differ), and its values where there are only a few."""

    name: str
    notes: int
    required: bool
    type: str
    values: tuple[str, ...]


class SeenStyle(NamedTuple):
    """A form that nearly all of `showing` notes keep (or links, if `unwritten`), and the option that asks for it."""

    rule: str
    option: str
    form: str
    keeping: int
    showing: int
    unwritten: bool = False


@frozen
class InferredType:
    """A note type with the counts it is inferred from. `unordered` are sections that have no fixed place."""

    group: Group
    sections: tuple[Seen, ...]
    properties: tuple[SeenProperty, ...]
    unordered: tuple[str, ...] = ()
    dated_names: bool = False


@frozen
class Inferred:
    """Everything that `init` writes."""

    notes: int
    types: tuple[InferredType, ...] = ()
    excludes: tuple[tuple[str, int], ...] = ()  # pattern and number of notes
    relation_section: str = ""
    reasons: tuple[tuple[str, int], ...] = ()
    odd_reasons: tuple[tuple[str, int], ...] = ()
    topic_section: str = ""
    topic_folder: str = ""
    topic_counts: tuple[int, int] = (0, 0)  # topics that lie in the folder, and all
    templates: tuple[str, ...] = field(default=())
    indexes: tuple[str, ...] = ()  # paths of the notes about their folders that a type would hold


def infer(
    shapes: Sequence[Shape],
    templates: Sequence[str] = (),
    births: Mapping[str, int] = _NOTHING,
    obsidian: Mapping[str, str] = _NOTHING,
) -> Inferred:
    """Infer settings from the notes.

    `templates` are the folders that Obsidian's settings name for templates, `obsidian` its types of properties, and
    `births` say in which order the notes came.
    """
    notes = _without(shapes, [f"{folder}/" for folder in templates])
    excludes = _excludes(notes)
    kept = _without(notes, [pattern for pattern, _ in excludes])
    reasons = Counter(reason for shape in kept for reason in shape.reasons)
    section, folder, counts = _topics(kept)
    known = _Known(births, obsidian)
    indexes = [shape for shape in kept if shape.is_index]
    groups = group_notes([shape for shape in kept if not shape.is_index])
    return Inferred(
        len(shapes),
        tuple(found for group in groups if (found := _note_type(group, known)).sections or found.properties),
        excludes,
        _relation_section(kept, reasons),
        *_split_reasons(Counter(reason for _, reason in reasons.elements())),
        section,
        folder,
        counts,
        tuple(templates),
        tuple(shape.path for shape in indexes),
    )


def _without(shapes: Sequence[Shape], folders: Sequence[str]) -> list[Shape]:
    return [shape for shape in shapes if not shape.path.startswith(tuple(folders))]


def _note_type(group: Group, known: _Known) -> InferredType:
    sections, unordered = _sections(group.shapes)
    dated = sum(bool(_DAY.fullmatch(shape.name)) for shape in group.shapes)
    return InferredType(group, sections, _properties(group.shapes, known), unordered, dated == len(group.shapes))


def _sections(shapes: Sequence[Shape]) -> tuple[tuple[Seen, ...], tuple[str, ...]]:
    """The sections in their order, and those that are common but stand now here, now there."""
    titles = Counter(title for shape in shapes for title in set(shape.sections))
    counts = Counter({title: count for title, count in titles.items() if _can_be_written(title, titles)})
    common = [title for title, count in counts.items() if _is_common(count, len(shapes))]
    common.sort(key=lambda title: (-counts[title], title))
    before = _precedences(shapes, set(common))
    order: list[str] = []
    unordered: list[str] = []
    for title in common:
        place = _place(title, order, before)
        if place is None:
            unordered.append(title)
        else:
            order.insert(place, title)
    required = REQUIRED * len(shapes)
    repeats = Counter(title for shape in shapes for title, count in Counter(shape.sections).items() if count > 1)
    seen = (
        Seen(title, counts[title], counts[title] >= required, repeats[title] > (1 - REQUIRED) * counts[title])
        for title in order
    )
    return tuple(seen), tuple(unordered)


def _can_be_written(title: str, titles: Collection[str]) -> bool:
    """Whether a title says the same in `sections`, where some characters are marks."""
    within = "/" in title and title.partition("/")[0].strip() in titles
    return not within and wanted_sections((title,)) == (Wanted((title,)),)


def _is_common(count: int, notes: int) -> bool:
    return count >= NEARLY_ALL * notes or (count >= _FEW_NOTES and count >= _SOME * notes)


def _precedences(shapes: Sequence[Shape], titles: set[str]) -> Counter[tuple[str, str]]:
    """In how many notes one section stands in front of another."""
    before: Counter[tuple[str, str]] = Counter()
    for shape in shapes:
        held = list(dict.fromkeys(title for title in shape.sections if title in titles))
        before.update((one, other) for index, one in enumerate(held) for other in held[index + 1 :])
    return before


def _place(title: str, order: list[str], before: Counter[tuple[str, str]]) -> int | None:
    """Where `title` goes among the sections placed so far, or None if the notes do not agree."""
    place = next((index for index, other in enumerate(order) if _precedes(title, other, before)), len(order))
    sure = all(_agree(other, title, before) for other in order[:place])
    sure = sure and all(_agree(title, other, before) for other in order[place:])
    return place if sure else None


def _precedes(one: str, other: str, before: Counter[tuple[str, str]]) -> bool:
    return before[one, other] > before[other, one]


def _agree(one: str, other: str, before: Counter[tuple[str, str]]) -> bool:
    """Whether nearly all notes that have both have them in this order."""
    return before[one, other] >= NEARLY_ALL * (before[one, other] + before[other, one])


def _properties(shapes: Sequence[Shape], known: _Known) -> tuple[SeenProperty, ...]:
    held: dict[str, list[tuple[Shape, Value]]] = {}
    for shape in shapes:
        for key, value in shape.properties.items():
            held.setdefault(key, []).append((shape, value))
    common = {key: rows for key, rows in held.items() if _is_common(len(rows), len(shapes))}
    ages = known.ages(shapes)
    return tuple(
        SeenProperty(key, len(rows), len(rows) >= REQUIRED * len(shapes), kind, _values(rows, kind, ages))
        for key, rows in sorted(common.items(), key=lambda row: -len(row[1]))
        for kind in (known.type(key, [value for _, value in rows]),)
    )


def _values(rows: Sequence[tuple[Shape, Value]], kind: str, ages: Mapping[str, int | str]) -> tuple[str, ...]:
    """The values of a text property that has one of a few words."""
    if kind != "text":
        return ()
    return closed_values([(ages.get(shape.path), value.text) for shape, value in rows])


class _Known(NamedTuple):
    """What is known of a vault besides its notes: in which order they came, and Obsidian's types of properties."""

    births: Mapping[str, int]
    obsidian: Mapping[str, str]

    def type(self, key: str, values: Sequence[Value]) -> str:
        """The type of a property: Obsidian's own, or the one that nearly all values have; "" where they differ.

        Text is what one-line values of several kinds are. A property that Obsidian takes for something else has none.
        """
        if key.lower() in _OWN_TYPES:
            return _OWN_TYPES[key.lower()]
        counts = Counter(value.type for value in values)
        found, count = counts.most_common(1)[0]
        if count < REQUIRED * len(values):
            found = "" if any(counts[kind] for kind in ("", "list", "tags", "aliases")) else "text"
        set_type = self.obsidian.get(key, "")
        fits = not set_type or found in _FITTING.get(set_type, (set_type,))
        return found if fits else ""

    def ages(self, shapes: Sequence[Shape]) -> Mapping[str, int | str]:
        """Something to sort notes by age: git's history, or the first property that is a date in nearly all."""
        if len({self.births.get(shape.path) for shape in shapes}) > 1:
            return {shape.path: self.births[shape.path] for shape in shapes if shape.path in self.births}
        keys = dict.fromkeys(key for shape in shapes for key in shape.properties)
        for key in keys:
            dates = {shape.path: value.text for shape in shapes if (value := shape.properties.get(key))}
            if len(dates) >= NEARLY_ALL * len(shapes) and all(_DAY.match(text) for text in dates.values()):
                return dates
        return {}


def _split_reasons(counts: Counter[str]) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """The reasons in use, and those so rare that they may be slips."""
    floor = max(2, 0.002 * counts.total())
    known = set(Relations().reasons)
    rows = counts.most_common()
    used = tuple(row for row in rows if row[0] in known or row[1] >= floor)
    return used, tuple(row for row in rows if row not in used)


def _relation_section(shapes: Sequence[Shape], reasons: Counter[tuple[str, str]]) -> str:
    """The section where most relations stand, if most of its lines are relations."""
    section = _commonest(section for section, _ in reasons.elements())
    count = sum(number for (title, _), number in reasons.items() if title == section)
    lines = sum(shape.lists[section][1] for shape in shapes if section in shape.lists)
    return section if count >= _MOSTLY * lines else ""


def _topics(shapes: Sequence[Shape]) -> tuple[str, str, tuple[int, int]]:
    """The section that is a list of links to one folder, that folder, and how many of its items lie there."""
    by_section: dict[str, list[str]] = {}
    for shape in shapes:
        for section, target in shape.items:
            if section:
                by_section.setdefault(section, []).append(target.rpartition("/")[0])
    best = ("", "", (0, 0))
    for section, folders in sorted(by_section.items()):
        folder, count = Counter(filter(None, folders)).most_common(1)[0] if any(folders) else ("", 0)
        users = sum(section in shape.sections for shape in shapes)
        is_list = users >= max(_FEW_NOTES, 0.1 * len(shapes)) and _is_list(section, shapes)
        if is_list and count >= 0.8 * len(folders) and count > best[2][0]:
            best = (section, folder, (count, len(folders)))
    return best


def _is_list(section: str, shapes: Sequence[Shape]) -> bool:
    """Whether the lines of a section are nearly all list items of one link: prose makes no list of topics."""
    rows = [shape.lists[section] for shape in shapes if section in shape.lists]
    return bool(rows) and sum(items for items, _ in rows) >= NEARLY_ALL * sum(lines for _, lines in rows)


def _excludes(shapes: Sequence[Shape]) -> tuple[tuple[str, int], ...]:
    """Top folders that are named like tools, whose notes have no properties, and that nothing outside links to."""
    tops: dict[str, list[Shape]] = {}
    for shape in shapes:
        tops.setdefault(_top(shape.path), []).append(shape)
    linked = {_top(target) for shape in shapes for target in shape.targets if _top(target) != _top(shape.path)}
    return tuple(
        (top, len(held))
        for top, held in sorted(tops.items())
        if top.rstrip("/").lower() in _TOOL_FOLDERS
        and top not in linked
        and not any(shape.properties for shape in held)
    )


def _top(path: str) -> str:
    head, slash, _ = path.partition("/")
    return head + slash


def _commonest(names: Iterable[str]) -> str:
    found = Counter(names).most_common(1)
    return found[0][0] if found else ""
