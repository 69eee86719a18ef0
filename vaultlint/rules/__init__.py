"""The catalogue of rules, written out by hand: each category lists its own."""

from __future__ import annotations

from vaultlint.rules import cjk, content, files, format, frontmatter, graph, links, relations, sections, topics
from vaultlint.rules.rule import Rule
from vaultlint.rules.suppressions import unknown_rule, unused_suppression

RULES: tuple[Rule, ...] = (
    *files.RULES,
    *frontmatter.RULES,
    *sections.RULES,
    *links.RULES,
    *relations.RULES,
    *topics.RULES,
    *graph.RULES,
    *content.RULES,
    *format.RULES,
    *cjk.RULES,
    unused_suppression,
    unknown_rule,
)
