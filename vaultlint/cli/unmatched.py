"""Settings that are about nothing in the vault: a typo in a path looks like success."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.globs import matches
from vaultlint.markdown.layout import spellings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lint.engine import Run


def unmatched(run: Run) -> Iterator[str]:
    """A sentence for each note type without a note, each glob without a file, each section that no note has."""
    yield from _types(run)
    yield from _globs(run)
    yield from _sections(run)


def _types(run: Run) -> Iterator[str]:
    used = {note.type_name for note in run.vault.notes.values()}
    for note_type in run.selection.settings.note_types:
        if note_type.name in used:
            continue
        if note_type.where or note_type.tags:
            yield f"No note is of the note type `{note_type.name}`: no note has what its `where` and `tags` ask for."
        elif any(matches(path, note_type.paths) for path in run.vault.notes):
            yield (
                f"No note is of the note type `{note_type.name}`: types above it take all notes that its `paths` match."
            )
        else:
            yield f"No note is of the note type `{note_type.name}`: its `paths` match nothing."


def _globs(run: Run) -> Iterator[str]:
    settings = run.selection.settings
    for pattern in settings.patterns:
        if pattern.paths and not any(matches(path, pattern.paths) for path in run.vault.notes):
            yield f"The pattern `{pattern.name}` searches no note: its `paths` match nothing."
    for glob in settings.lint.per_path_ignores:
        if not any(matches(path, (glob.removeprefix("!"),)) for path in run.listing.files):
            yield f"`{glob}` in `lint.per-path-ignores` matches nothing."


def _spelt(run: Run, title: str) -> set[str]:
    """All spellings of a section in any note type."""
    settings = run.selection.settings
    asked = (settings.sections, *(note_type.sections for note_type in settings.note_types))
    return {spelling for sections in asked for spelling in spellings_of(sections, title)}


def _sections(run: Run) -> Iterator[str]:
    named = {pattern.section for pattern in run.selection.settings.patterns if pattern.section}
    having = {
        title for title in named if any(note.has_section(_spelt(run, title)) for note in run.vault.notes.values())
    }
    for pattern in run.selection.settings.patterns:
        if pattern.section and pattern.section not in having:
            yield f"The pattern `{pattern.name}` searches the section `{pattern.section}`, which no note has."
