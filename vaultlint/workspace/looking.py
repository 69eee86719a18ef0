"""The look at some hundred notes that decides which rules run, while other processes already parse what they lint."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

from vaultlint.lint.learning import read_note, sample_of
from vaultlint.lint.styles import Styles, style_rows
from vaultlint.paths import is_board

if TYPE_CHECKING:
    from vaultlint.workspace.setting import Setting


class Looking:
    """The look at the vault of a setting, of which nothing has been learned so far; see `lint.parallel.Look`."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self.paths = sample_of(setting.listing, setting.obsidian.template_folders)

    def warm_up(self, path: str) -> None:
        """Import and compile what most notes need."""
        import vaultlint.markdown.properties_handler  # noqa: F401 (of so many notes one needs it)

        found = read_note(self._setting.source, path)
        if found is not None and not is_board(path):
            style_rows([found[1]])
            self._setting.reader.lint(path, found[0])

    def take(self) -> bytes:
        """Learn the styles, and choose the rules."""
        self._setting.linter  # noqa: B018 (it is made)
        return marshal.dumps(self._setting.selection.styles.pack())

    def told(self, seen: bytes) -> None:
        """Choose the rules by the styles that another process has learned."""
        styles = Styles.unpack(marshal.loads(seen))
        self._setting.learned = lambda *_: styles

    def prepare(self, path: str) -> None:
        """Parse a note."""
        found = None if is_board(path) else read_note(self._setting.source, path)
        if found is not None:
            self._setting.parsed[path] = found
