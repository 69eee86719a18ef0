"""How findings can be fixed under `fixable` and `unfixable`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability
from vaultlint.values import frozen

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.lint.selection import Selection


@frozen
class FixLevels:
    """How findings can be fixed under `fixable` and `unfixable`."""

    everything: bool
    fixable: frozenset[str]
    unfixable: frozenset[str]

    @classmethod
    def of(cls, selection: Selection) -> FixLevels:
        """The levels under the settings of a selection."""
        lint = selection.settings.lint
        fixable, unfixable = selection.names(lint.fixable), selection.names(lint.unfixable)
        return cls("all" in lint.fixable, frozenset(fixable), frozenset(unfixable))

    def __call__(self, finding: Finding) -> Applicability | None:
        """How a finding can be fixed; None for not at all."""
        fix, rule = finding.fix, finding.rule
        if fix is None or rule in self.unfixable or not (self.everything or rule in self.fixable):
            return None
        return None if fix.applicability is Applicability.DISPLAY else fix.applicability
