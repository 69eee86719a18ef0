"""The bytes that a plan is worked out from: each file is read once, and what is read must be what the vault knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError, reason_of
from vaultlint.language import say
from vaultlint.markdown.parse import parse_text
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.markdown.note import Note
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.source import Entry, Source
    from vaultlint.vault.vault import Vault


class Texts:
    """Reads the files of a vault that are to be changed; `before` holds their bytes by path."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.before: dict[str, bytes] = {}
        self._notes: dict[str, Note] = {}

    def data(self, path: str) -> bytes:
        """The bytes of a file, always the same."""
        if path not in self.before:
            try:
                self.before[path] = self.vault.source.read(path)
            except OSError as error:
                raise VaultlintError(
                    say("cannot read {path}: {reason}", path=plain(path), reason=reason_of(error))
                ) from None
        return self.before[path]

    def note(self, path: str) -> Note:
        """A note as parsed; VaultlintError where it is not what the vault knows of it, or not UTF-8."""
        if path not in self._notes:
            try:
                text = self.data(path).decode()
            except UnicodeDecodeError:
                raise VaultlintError(
                    say("{path} has links to change, but is not UTF-8: convert it first", path=plain(path))
                ) from None
            note = parse_text(path, text)
            facts = self.vault.facts(path)
            if facts is not None and not _is_known(note, facts):
                raise changed(path)
            self._notes[path] = note
        return self._notes[path]

    def text(self, path: str) -> str:
        """The text of a note; errors as those of `note`."""
        return self.note(path).text


def _is_known(note: Note, facts: NoteFacts) -> bool:
    """Whether the places in a note's facts are those of this text."""
    return (
        [tuple(row) for row in facts.link_rows] == [tuple(link) for link in note.links]
        and [tuple(row) for row in facts.heading_rows] == [tuple(heading) for heading in note.headings]
        and [tuple(row) for row in facts.block_rows] == [tuple(block) for block in note.block_ids]
    )


def changed(path: str) -> VaultlintError:
    """The error for a file that another program wrote meanwhile."""
    return VaultlintError(
        say("nothing was changed: {path} changed while vaultlint was at work; run it again", path=plain(path))
    )


class Seen:
    """The files of a vault with sizes and times, before they were read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._entries = _stamps(source.entries())

    def refuse_changes(self) -> None:
        """Raise VaultlintError if a note or canvas was written, made or removed since."""
        now = _stamps(self._source.entries())
        for path in sorted(self._entries.keys() | now.keys()):
            if self._entries.get(path) != now.get(path):
                raise changed(path)


def _stamps(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.path: entry for entry in entries if entry.path.lower().endswith((".md", ".canvas"))}
