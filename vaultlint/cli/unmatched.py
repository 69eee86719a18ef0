"""Settings that are about nothing in the vault: a typo in a path looks like success."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.markdown.layout import spellings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.workspace.workspace import Workspace


def unmatched(workspace: Workspace) -> Iterator[str]:
    """A sentence for each note type without a note, each glob without a file, each section that no note has."""
    yield from _types(workspace)
    yield from _globs(workspace)
    yield from _sections(workspace)


def _types(workspace: Workspace) -> Iterator[str]:
    if not workspace.settings.note_types:
        return
    used = {note.type_name for note in workspace.vault.notes.values()}
    for note_type in workspace.selection.settings.note_types:
        if note_type.name in used:
            continue
        if note_type.where or note_type.tags:
            yield str(
                say(
                    "No note is of the note type `{name}`: no note has what its `where` and `tags` ask for.",
                    name=note_type.name,
                )
            )
        elif any(matches(path, note_type.paths) for path in workspace.found.notes):
            yield (
                str(
                    say(
                        "No note is of the note type `{name}`: types above it take all notes that its `paths` match.",
                        name=note_type.name,
                    )
                )
            )
        else:
            yield str(say("No note is of the note type `{name}`: its `paths` match nothing.", name=note_type.name))


def _globs(workspace: Workspace) -> Iterator[str]:
    settings = workspace.selection.settings
    for pattern in settings.patterns:
        if pattern.paths and not any(matches(path, pattern.paths) for path in workspace.found.notes):
            yield str(say("The pattern `{name}` searches no note: its `paths` match nothing.", name=pattern.name))
    for glob in settings.lint.per_path_ignores:
        if not any(matches(path, (glob.removeprefix("!"),)) for path in workspace.listing.files):
            yield str(say("`{glob}` in `lint.per-path-ignores` matches nothing.", glob=glob))


def _spelt(workspace: Workspace, title: str) -> set[str]:
    """All spellings of a section in any note type."""
    settings = workspace.settings
    asked = (settings.sections, *(note_type.sections for note_type in settings.note_types))
    return {spelling for sections in asked for spelling in spellings_of(sections, title)}


def _sections(workspace: Workspace) -> Iterator[str]:
    named = {pattern.section for pattern in workspace.settings.patterns if pattern.section}
    notes = workspace.vault.notes.values() if named else ()
    having = {title for title in named if any(note.has_section(_spelt(workspace, title)) for note in notes)}
    for pattern in workspace.settings.patterns:
        if pattern.section and pattern.section not in having:
            yield str(
                say(
                    "The pattern `{name}` searches the section `{section}`, which no note has.",
                    name=pattern.name,
                    section=pattern.section,
                )
            )
