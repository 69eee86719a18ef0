"""Rules about frontmatter."""

from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
