"""Rules about graph."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
