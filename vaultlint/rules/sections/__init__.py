"""Rules about sections."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
