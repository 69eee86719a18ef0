"""Rules about format."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
