"""Inferred settings as a commented `vaultlint.toml`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.config.schema import SCHEMA_URL
from vaultlint.config.survey import INDEXES
from vaultlint.globs import glob_of, matches
from vaultlint.language import Message, listed, say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.settings import Relations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.config.infer import Inferred, InferredType, Seen, SeenProperty, SeenStyle

_BARE = lazy_regex(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def to_toml(inferred: Inferred, styles: Iterable[SeenStyle] = ()) -> str:
    """The content of the configuration file; comments say in how many notes each thing was seen."""
    lines = [
        f"#:schema {SCHEMA_URL}",
        f"# {_origin(inferred.notes)}",
        "",
    ]
    lines += _excludes(inferred)
    lines += [f"sections = []  # {say('of notes that no type below matches')}", ""]
    lines += _indexes(inferred)
    for note_type in inferred.types:
        lines += [*_note_type(note_type), ""]
    lines += _relations(inferred)
    lines += _topics(inferred)
    lines += ["", *_styles(styles)] if lines[-1] else _styles(styles)
    return "\n".join(lines).rstrip("\n") + "\n"


def _origin(notes: int) -> Message:
    return say_number(
        notes,
        "Written by `vaultlint init` from {n} note: read it, and change what is not meant so.",
        "Written by `vaultlint init` from {n} notes: read it, and change what is not meant so.",
    )


def _excludes(inferred: Inferred) -> Iterator[str]:
    templates = str(say("templates, says Obsidian's configuration"))
    rows = [(f"{folder}/", templates) for folder in inferred.templates]
    rows += [(f"/{pattern}", str(_without_properties(notes))) for pattern, notes in inferred.excludes]
    yield from _array("exclude", rows)


def _without_properties(notes: int) -> Message:
    return say_number(
        notes,
        "{n} of {n} note without properties, and nothing links here",
        "{n} of {n} notes without properties, and nothing links here",
    )


def _indexes(inferred: Inferred) -> Iterator[str]:
    """A type for the notes about their folders that a type below would take for its own."""
    patterns = [pattern for note_type in inferred.types for pattern in note_type.group.paths]
    held = [path for path in inferred.indexes if matches(path, patterns)]
    if not held:
        return
    counts = Counter(_index_pattern(path) for path in held)
    yield "[[note-types]]"
    yield 'name = "index"'
    yield from _array("paths", [(pattern, _notes(count)) for pattern, count in counts.items()])
    yield from ("sections = []", "")


def _index_pattern(path: str) -> str:
    """A glob for the notes of that name in any folder, or for the one note where the name is its own."""
    name = path.rpartition("/")[2]
    return f"**/{glob_of(name)}" if name.removesuffix(".md").lower() in INDEXES else glob_of(path)


def _notes(count: int) -> str:
    return str(say_number(count, "{n} note", "{n} notes"))


def _note_type(note_type: InferredType) -> Iterator[str]:
    group = note_type.group
    total = len(group.shapes)
    yield "[[note-types]]"
    yield f"name = {quote(group.name)}  # {_notes(total)}"
    yield f"paths = [{', '.join(quote(path) for path in group.paths)}]"
    yield from _array(
        "sections",
        [(_section(seen), _of(seen.notes, total)) for seen in note_type.sections],
        always=True,
    )
    if note_type.unordered:
        yield f"# {say('common, but without a fixed place: {sections}', sections=listed(note_type.unordered))}"
    if note_type.dated_names:
        yield r"filename = '^\d{4}-\d{2}-\d{2}$'"
    if note_type.properties:
        yield "[note-types.properties]"
        for prop in note_type.properties:
            rule = _property(prop)
            yield f"{'' if rule else '# '}{_key(prop.name)} = {rule or '…'}  # {_of(prop.notes, total)}"


def _section(seen: Seen) -> str:
    if seen.repeated:
        return f"{seen.name}{{{int(seen.required)},}}"
    return seen.name + ("" if seen.required else "?")


def _property(prop: SeenProperty) -> str:
    """The rule for a property, or "" where the notes do not agree on anything about it."""
    parts = [f"type = {quote(prop.type)}"] if prop.type else []
    if prop.required:
        parts.append("required = true")
    if prop.values:
        parts.append(f"values = [{', '.join(quote(value) for value in prop.values)}]")
    return f"{{ {', '.join(parts)} }}" if parts else ""


def _relations(inferred: Inferred) -> Iterator[str]:
    if not inferred.relation_section:
        return
    reasons = [name for name, _ in inferred.reasons]
    symmetric = [name for name in Relations().symmetric if name in reasons]
    yield "[relations]"
    yield f"section = {quote(inferred.relation_section)}"
    yield from _array("reasons", [(name, str(_seen_relations(count))) for name, count in inferred.reasons])
    yield f"symmetric = [{', '.join(quote(name) for name in symmetric)}]"
    for name, count in inferred.odd_reasons:
        yield f"# {say('seen too, perhaps by mistake: {reason} ({count})', reason=_one_line(name), count=count)}"
    yield ""


def _seen_relations(count: int) -> Message:
    return say_number(count, "{n} relation", "{n} relations")


def _topics(inferred: Inferred) -> Iterator[str]:
    if inferred.topic_section:
        inside, total = inferred.topic_counts
        seen = say_number(
            total,
            "{inside} of {n} link of the section leads to the folder",
            "{inside} of {n} links of the section lead to the folder",
            inside=f"{inside:,}",
        )
        yield f"[topics]  # {seen}"
        yield f"section = {quote(inferred.topic_section)}"
        yield f"folder = {quote(inferred.topic_folder)}"


def _styles(styles: Iterable[SeenStyle]) -> Iterator[str]:
    """The options of rules about style that the notes agree on."""
    rows = sorted(styles)
    if rows:
        yield "[rules]"
    for rule, option, form, keeping, showing, unwritten in rows:
        yield f"{rule}.{option} = {quote(form)}  # {_shown(keeping, showing, unwritten=unwritten)}"


def _shown(keeping: int, showing: int, *, unwritten: bool) -> Message:
    if unwritten:
        return say_number(
            showing,
            "{keeping} of {n} link names a note yet to be written",
            "{keeping} of {n} links name notes yet to be written",
            keeping=f"{keeping:,}",
        )
    return say_number(
        showing,
        "{keeping} of {n} note that shows it",
        "{keeping} of {n} notes that show it",
        keeping=f"{keeping:,}",
    )


def _array(key: str, rows: Iterable[tuple[str, str]], *, always: bool = False) -> Iterator[str]:
    """An array with a comment behind each value."""
    rows = list(rows)
    if rows:
        yield f"{key} = ["
        for value, comment in rows:
            yield f"    {quote(value)},  # {comment}"
        yield "]"
    elif always:
        yield f"{key} = []"


def _of(count: int, total: int) -> str:
    return str(say_number(total, "{count} of {n} note", "{count} of {n} notes", count=f"{count:,}"))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else quote(name)


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


def quote(text: str) -> str:
    """A TOML string."""
    escaped = "".join(_ESCAPES.get(character, character) for character in text)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'
