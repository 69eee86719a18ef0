"""The catalogue of rules, written out by hand."""

from __future__ import annotations

from vaultlint.rules.rule import Rule
from vaultlint.rules.suppressions import unknown_rule, unused_suppression

RULES: tuple[Rule, ...] = (
    # vaultlint
    unused_suppression,
    unknown_rule,
)
