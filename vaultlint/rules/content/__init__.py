"""Rules about content."""

from vaultlint.rules.content.patterns import patterns
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (patterns,)
