"""Rules about files."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
