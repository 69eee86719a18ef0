"""The look at some hundred notes that decides which rules run, while other processes already parse what they lint."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lint.learning import read_notes, sample_of
from vaultlint.lint.styles import Styles, style_rows
from vaultlint.paths import is_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.workspace.setting import Setting


class Looking:
    """The look at the vault of a setting whose rules have not been chosen so far; see `lint.parallel.Look`."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    @cached_property
    def paths(self) -> Sequence[str]:
        """The notes that are looked at, if any rule wants to know a style."""
        setting = self._setting
        wanted = setting.reader.selection.wants_styles
        return sample_of(setting.listing, setting.obsidian.template_folders) if wanted else ()

    def warm_up(self, path: str) -> None:
        """Import and compile what most notes need."""
        for data, note in read_notes(self._setting.source, [path]).values():
            if self.paths:
                style_rows([note])
            self._setting.reader.lint(path, data)

    def take(self) -> bytes:
        """Learn the styles, and choose the rules."""
        self._setting.linter  # noqa: B018 (it is made)
        return marshal.dumps(self._setting.selection.styles.pack())

    def told(self, seen: bytes) -> None:
        """Choose the rules by the styles that another process has learned."""
        styles = Styles.unpack(marshal.loads(seen))
        self._setting.learned = lambda *_: styles

    def prepare(self, paths: Sequence[str]) -> None:
        """Parse some notes."""
        self._setting.parsed |= read_notes(self._setting.source, [path for path in paths if is_note(path)])
