"""Rules about layout: none of their fixes changes how a note looks."""

from vaultlint.rules.format.blanks_around import (
    blanks_around_fence,
    blanks_around_list,
    blanks_around_quote,
    blanks_around_table,
)
from vaultlint.rules.format.consecutive_blank_lines import consecutive_blank_lines
from vaultlint.rules.format.emphasis_marker import emphasis_marker
from vaultlint.rules.format.frontmatter_blank_lines import frontmatter_blank_lines
from vaultlint.rules.format.hard_tab import hard_tab
from vaultlint.rules.format.heading_marker_space import heading_marker_space
from vaultlint.rules.format.heading_spacing import heading_spacing
from vaultlint.rules.format.horizontal_rule import horizontal_rule
from vaultlint.rules.format.list_marker import list_marker
from vaultlint.rules.format.list_marker_space import list_marker_space
from vaultlint.rules.format.trailing_space import trailing_space
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    trailing_space,
    heading_spacing,
    consecutive_blank_lines,
    blanks_around_fence,
    blanks_around_list,
    blanks_around_table,
    blanks_around_quote,
    heading_marker_space,
    list_marker,
    list_marker_space,
    emphasis_marker,
    horizontal_rule,
    frontmatter_blank_lines,
    hard_tab,
)
