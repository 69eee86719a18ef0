"""Rules about relations."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
