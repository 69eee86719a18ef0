"""Rules about links."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
