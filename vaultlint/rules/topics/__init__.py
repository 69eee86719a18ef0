"""Rules about topics."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
