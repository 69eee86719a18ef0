"""Rules about content."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
