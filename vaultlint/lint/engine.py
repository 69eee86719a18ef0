"""The outcome of linting a vault, for who needs all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.markdown.parse import decode

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.lint.changes import Changes
    from vaultlint.lint.selection import Selection
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.workspace import Workspace


@dataclass(frozen=True)
class Run:
    """The outcome of linting a vault: sorted findings, and what they are about.

    The vault is made from the workspace when somebody asks for it, unless it is `given`.
    """

    findings: tuple[Finding, ...]
    given: Vault | None
    listing: Listing
    selection: Selection
    unreadable: tuple[tuple[str, str], ...] = ()  # path and reason
    held_back: int = 0  # findings that a baseline knows
    outdated: int = 0  # findings that a baseline knows and that no longer occur
    texts: dict[str, str] = field(default_factory=dict)
    workspace: Workspace | None = None  # where it comes from
    changes: Changes | None = None  # what an older commit is compared with

    @cached_property
    def vault(self) -> Vault:
        """The vault with the facts of all notes."""
        if self.given is None:
            if self.workspace is None:
                raise ValueError("this run has no vault")
            return self.workspace.vault
        return self.given

    @property
    def checked(self) -> Sequence[str]:
        """The notes that were linted, in path order."""
        return self.workspace.found.notes if self.given is None and self.workspace else list(self.vault.notes)

    def text(self, path: str) -> str:
        """The text of a note, read again from the vault's source where it is not at hand."""
        if path not in self.texts:
            source = self.workspace.source if self.workspace else self.vault.source
            self.texts[path] = decode(source.read(path))[0]
        return self.texts[path]

    def text_or_nothing(self, path: str) -> str:
        """The text of a note; "" for what is no note, or has vanished since."""
        is_linted = self.workspace.found.is_note(path) if self.workspace else self.vault.is_linted(path)
        try:
            return self.text(path) if is_linted else ""
        except OSError:
            return ""
