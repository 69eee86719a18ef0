"""Rules about cjk."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
