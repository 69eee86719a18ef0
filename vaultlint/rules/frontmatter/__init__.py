"""Rules about properties."""

from vaultlint.rules.frontmatter.dead_property import dead_property
from vaultlint.rules.frontmatter.duplicate_property import duplicate_property
from vaultlint.rules.frontmatter.duplicate_title import duplicate_title
from vaultlint.rules.frontmatter.full_width_key import full_width_key
from vaultlint.rules.frontmatter.future_date import future_date
from vaultlint.rules.frontmatter.invalid_frontmatter import invalid_frontmatter
from vaultlint.rules.frontmatter.invalid_property import invalid_property
from vaultlint.rules.frontmatter.invalid_tags import invalid_tags
from vaultlint.rules.frontmatter.misplaced_frontmatter import misplaced_frontmatter
from vaultlint.rules.frontmatter.missing_property import missing_property
from vaultlint.rules.frontmatter.title_mismatch import title_mismatch
from vaultlint.rules.frontmatter.unknown_property import unknown_property
from vaultlint.rules.frontmatter.unquoted_property_link import unquoted_property_link
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    invalid_frontmatter,
    misplaced_frontmatter,
    full_width_key,
    duplicate_property,
    missing_property,
    invalid_property,
    unknown_property,
    dead_property,
    invalid_tags,
    unquoted_property_link,
    title_mismatch,
    duplicate_title,
    future_date,
)
