"""Rules about content."""

from vaultlint.rules.content.conflict_marker import conflict_marker
from vaultlint.rules.content.patterns import patterns
from vaultlint.rules.content.placeholder_text import placeholder_text
from vaultlint.rules.content.template_residue import template_residue
from vaultlint.rules.content.unclosed_fence import unclosed_fence
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (unclosed_fence, placeholder_text, conflict_marker, template_residue, patterns)
