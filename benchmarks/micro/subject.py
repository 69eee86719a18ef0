"""A vault and what the steps of a run make of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from vaultlint.lint.note_linter import note_type_of
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import decode, parse_text
from vaultlint.rules.rule import Context
from vaultlint.settings import Settings
from vaultlint.vault.source import Source
from vaultlint.workspace.run import Run, lint_vault
from vaultlint.workspace.setting import Options


@dataclass(frozen=True)
class Subject:
    """A vault with everything that a step may need from the steps before it."""

    source: Source
    settings: Settings

    @cached_property
    def run(self) -> Run:
        """A run of every rule there is."""
        return lint_vault(self.source, self.settings, Options(show_info=True))

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Paths and texts of the notes that are linted."""
        return [(entry.path, decode(self.source.read(entry.path))[0]) for entry in self.run.listing.notes]

    def parsed(self) -> list[Note]:
        """The notes, parsed anew: they know nothing yet of their links or masks."""
        return [parse_text(path, text) for path, text in self.texts]

    @cached_property
    def notes(self) -> list[Note]:
        """The notes, parsed once: what somebody asked of one it knows."""
        return self.parsed()

    @cached_property
    def contexts(self) -> list[Context]:
        """What note rules get besides the notes."""
        settings, obsidian = self.settings, self.run.vault.obsidian
        return [
            Context(note, settings, note_type_of(settings, note.path), obsidian, "2030-01-01") for note in self.notes
        ]
