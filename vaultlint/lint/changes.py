"""What a change did to a vault, for reports: findings fixed, notes and links that came and went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.cached import cached_property
from vaultlint.paths import is_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultlint.finding import Finding
    from vaultlint.lint.engine import Run
    from vaultlint.vault.vault import Vault


class Comparison(NamedTuple):
    """What a summary says of an older commit: see `Changes`. `fixed` is the number of findings that are gone."""

    ref: str
    base: str
    fixed: int
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
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
