"""Which note type a note is of: by its path, by its properties, by its tags."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.globs import matches
from vaultlint.markdown.inline import is_tag
from vaultlint.settings import NoteType

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note
    from vaultlint.settings import Settings


def note_type_of(settings: Settings, path: str, note: Note | None = None) -> NoteType:
    """The first note type that the note at `path` fits, or the type without a name that has the default sections.

    A type can ask for a path, for values of properties and for a tag; a note fits where all that is asked for holds.
    Without the `note` itself no type fits that asks for more than a path.
    """
    for note_type in settings.note_types:
        if note_type.paths and not matches(path, note_type.paths):
            continue
        if (note_type.where or note_type.tags) and (note is None or not _fits(note, note_type)):
            continue
        return note_type
    return _type_without_name(settings.sections)


def note_type_named(settings: Settings, name: str) -> NoteType:
    """The note type of a name, or the type without a name."""
    found = next((note_type for note_type in settings.note_types if note_type.name == name), None)
    return found or _type_without_name(settings.sections)


@lru_cache(maxsize=8)
def _type_without_name(sections: tuple[str, ...]) -> NoteType:
    return NoteType(sections=sections)


def _fits(note: Note, note_type: NoteType) -> bool:
    """Whether a note has the properties and one of the tags that a type asks for."""
    for key, wanted in note_type.where.items():
        prop = note.frontmatter.get(key) if note.frontmatter else None
        texts = [text.strip() for text in prop.texts] if prop else []
        if not (wanted in texts if wanted != "*" else any(texts)):
            return False
    return not note_type.tags or any(_is_of(tag, note_type.tags) for tag in _tags(note))


def _is_of(tag: str, wanted: tuple[str, ...]) -> bool:
    """Whether a tag is one of those wanted, or stands below one."""
    return any(
        tag == each or tag.startswith(each + "/") for each in (name.removeprefix("#").lower() for name in wanted)
    )


def _tags(note: Note) -> set[str]:
    """The tags of a note in lower case, those of its properties included."""
    prop = note.frontmatter.get("tags") if note.frontmatter else None
    in_list = {text.removeprefix("#") for text in prop.texts if is_tag(text)} if prop else set()
    return {tag.lower() for tag in (*in_list, *(tag.name for tag in note.tags))}
