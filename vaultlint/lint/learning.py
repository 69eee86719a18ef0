"""Looking at some hundred notes of a vault to learn its styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.lint.faults import raise_unless_fault
from vaultlint.lint.styles import Row, Styles, chosen_for_look, learn, style_rows
from vaultlint.markdown.parse import STEPS, Draft, decode
from vaultlint.settings import SECTIONS
from vaultlint.vault.templates import is_template

if TYPE_CHECKING:
    from vaultlint.lint.selection import Selection
    from vaultlint.markdown.note import Note
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Source

    Parsed = dict[str, tuple[bytes, Note]]  # content and note by path


Look = Callable[[MutableMapping[str, Row]], Styles]
Remembered = Callable[[list[str], tuple[str, ...], Look], Styles]


def with_styles(
    selection: Selection,
    source: Source,
    listing: Listing,
    obsidian: ObsidianSettings,
    remembered: Remembered | None = None,
    parsed: Parsed | None = None,
) -> Selection:
    """The selection for this vault: with its templates, and its styles where a rule wants to know them.

    `remembered` gives what was learned before from the same notes and files, or else learns it.

    The notes that are looked at are put into `parsed`, so that who lints them need not parse them again.
    """
    selection = replace(selection, template_folders=obsidian.template_folders)
    if not selection.wants_styles:
        return selection
    chosen = sample_of(listing, selection.template_folders)

    def look(rows: MutableMapping[str, Row]) -> Styles:
        return _look(source, listing, chosen, rows, parsed)

    styles = remembered(chosen, listing.files, look) if remembered else look({})
    settings = selection.settings
    lacking = styles.lacks_sections and settings.sections is SECTIONS and not settings.note_types
    return replace(selection, styles=styles, lacks_sections=lacking)


def look_at(source: Source, listing: Listing) -> Styles:
    """The styles of the vault."""
    return _look(source, listing, sample_of(listing, ()), {}, None)


def _look(
    source: Source,
    listing: Listing,
    chosen: list[str],
    known: MutableMapping[str, Row],
    parsed: Parsed | None,
) -> Styles:
    """The styles of the vault. `known` are the rows of notes that are as they were; what is new is put there."""
    todo = [path for path in chosen if path not in known]
    read = read_notes(source, todo)
    rows = style_rows([note for _, note in read.values()])
    for (path, found), row in zip(read.items(), rows, strict=True):
        if row is not None:  # None of a note at fault: those who lint it will say so
            known[path] = row
            if parsed is not None:
                parsed[path] = found
    return learn([known[path] for path in chosen if path in known], listing.files)


def sample_of(listing: Listing, template_folders: tuple[str, ...]) -> list[str]:
    """The notes that are looked at."""
    return _chosen(tuple([entry.path for entry in listing.notes]), template_folders)


@lru_cache(maxsize=1)
def _chosen(paths: tuple[str, ...], template_folders: tuple[str, ...]) -> list[str]:
    """The same again as long as no note comes or goes: an open vault asks after each change."""
    return chosen_for_look([path for path in paths if not is_template(path, template_folders)])


def read_notes(source: Source, paths: Iterable[str]) -> Parsed:
    """The notes at `paths` with their contents, but for those that cannot be read, or are at fault.

    Each step of parsing is done for all of them before the next one: see `NoteLinter.lint_all`.
    """
    drafts: dict[str, tuple[bytes, Draft]] = {}
    for path in paths:
        with suppress(OSError):
            data = source.read(path)
            text, decodable = decode(data)
            drafts[path] = data, Draft(path, text, decodable=decodable)
    for step in STEPS:
        for path, (_, draft) in [*drafts.items()]:
            try:
                step(draft)
            except BaseException as error:  # the finding is made by those who lint the note
                raise_unless_fault(error)
                del drafts[path]
    return {path: (data, draft.note) for path, (data, draft) in drafts.items()}
