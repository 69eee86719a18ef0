"""What a workspace found, for who needs all of it at once, and how it differs from what an older commit gave."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.paths import is_note
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.finding import Finding
    from vaultlint.lint.selection import Selection
    from vaultlint.settings import Settings
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.source import Source
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.setting import Options
    from vaultlint.workspace.workspace import Workspace


@frozen
class Run:
    """The outcome of linting a vault: sorted findings, and the workspace that they come from."""

    findings: tuple[Finding, ...]
    workspace: Workspace
    listing: Listing
    selection: Selection
    unreadable: tuple[tuple[str, str], ...] = ()  # path and reason
    held_back: int = 0  # findings that a baseline knows
    outdated: int = 0  # findings that a baseline knows and that no longer occur
    quiet: tuple[Finding, ...] = ()  # findings that nobody is shown
    texts: dict[str, str] = field(default_factory=dict)
    changes: Changes | None = None  # what an older commit is compared with

    @property
    def vault(self) -> Vault:
        """The vault with the facts of all notes, made when somebody asks for it."""
        return self.workspace.vault

    def text(self, path: str) -> str:
        """The text of a note, read again from the vault's source where it is not at hand."""
        if path not in self.texts:
            from vaultlint.markdown.parse import decode

            self.texts[path] = decode(self.workspace.source.read(path))[0]
        return self.texts[path]

    def text_or_nothing(self, path: str) -> str:
        """The text of a note; "" for what is no note, or has vanished since."""
        try:
            return self.text(path) if self.workspace.found.is_note(path) else ""
        except OSError:
            return ""


def run_of(workspace: Workspace, paths: Iterable[str] | None = None) -> Run:
    """The findings of all files of a workspace, or of some."""
    findings = tuple(finding for _, found in workspace.found.findings(paths) for finding in found)
    unreadable = tuple((path, reason) for path, reason in workspace.about.unreadable)
    quiet = tuple(workspace.found.quiet())
    return Run(findings, workspace, workspace.listing, workspace.selection, unreadable, quiet=quiet)


def lint_vault(source: Source, settings: Settings, options: Options | None = None) -> Run:
    """Lint the whole vault in `source` once, without a store."""
    from vaultlint.workspace.setting import Options, Setting
    from vaultlint.workspace.workspace import Workspace

    workspace = Workspace(Setting(source, settings, options or Options()))
    workspace.refresh()
    return run_of(workspace)


class Comparison(NamedTuple):
    """What a summary says of an older commit: see `Changes`. `fixed` is the number of findings that are gone."""

    ref: str
    base: str
    fixed: int
    settings: tuple[str, ...] = ()


@frozen
class Changes:
    """A run compared with the run of an older commit.

    `ref` is what was asked for and `base` the commit it came to; `fixed` holds the findings that are gone from notes
    that are still there. `renames` maps the old paths of renamed files to the new ones. `written` are the files that
    the change modified or added, and `settings` those files, deleted ones too, that decide which problems are found and
    reported.
    """

    ref: str
    base: str
    fixed: tuple[Finding, ...]
    before: Run
    after: Run
    renames: Mapping[str, str]
    written: frozenset[str] = frozenset()
    settings: tuple[str, ...] = ()

    @property
    def comparison(self) -> Comparison:
        """The same in plain values."""
        return Comparison(self.ref, self.base, len(self.fixed), self.settings)

    @cached_property
    def touched(self) -> frozenset[str]:
        """The files that the change wrote, or gave another name."""
        return self.written.union(self.added, self.renames.values())

    @cached_property
    def added(self) -> tuple[str, ...]:
        """The notes that were not there."""
        return tuple(path for path in self.after.vault.notes if path not in self._carried)

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """The notes that are gone, by their old paths."""
        now = self.after.vault.notes
        return tuple(path for path in self.before.vault.notes if self.renames.get(path, path) not in now)

    @cached_property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Old and new paths of renamed notes."""
        return tuple(sorted((old, new) for old, new in self.renames.items() if is_note(old) and is_note(new)))

    @cached_property
    def broken_links(self) -> int:
        """How many links lead nowhere that did not before."""
        return sum((self._dangling_now - self._dangling_before).values())

    @cached_property
    def repaired_links(self) -> int:
        """How many links led nowhere before, and either resolve now or were taken out of a note that is still there."""
        gone = self._dangling_before - self._dangling_now
        return sum(count for (path, _), count in gone.items() if path in self.after.vault.notes)

    @cached_property
    def orphans(self) -> tuple[str, ...]:
        """The notes that nothing links to, and that were linked to or not there before."""
        before = {self.renames.get(path, path) for path in _unlinked(self.before.vault)}
        return tuple(path for path in _unlinked(self.after.vault) if path not in before)

    @cached_property
    def _carried(self) -> set[str]:
        return {self.renames.get(path, path) for path in self.before.vault.notes}

    @cached_property
    def _dangling_now(self) -> Counter[tuple[str, str]]:
        return _dangling(self.after.vault, {})

    @cached_property
    def _dangling_before(self) -> Counter[tuple[str, str]]:
        return _dangling(self.before.vault, self.renames)


def _dangling(vault: Vault, renames: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """The links that lead nowhere: the note's path of today, and the link path."""
    return Counter(
        (renames.get(source.path, source.path), link.path)
        for source, link, resolution in vault.references
        if resolution.target is None
    )


def _unlinked(vault: Vault) -> list[str]:
    return [
        path for path in vault.notes if all(reference.source.path == path for reference in vault.incoming.get(path, ()))
    ]
