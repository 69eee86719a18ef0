"""Rules about sections and headings."""

from vaultlint.rules.rule import Rule
from vaultlint.rules.sections.banned_heading import banned_heading
from vaultlint.rules.sections.body_heading_1 import body_heading_1
from vaultlint.rules.sections.bracketed_heading import bracketed_heading
from vaultlint.rules.sections.duplicate_heading_target import duplicate_heading_target
from vaultlint.rules.sections.duplicate_section import duplicate_section
from vaultlint.rules.sections.empty_section import empty_section
from vaultlint.rules.sections.missing_part import missing_part
from vaultlint.rules.sections.missing_section import missing_section
from vaultlint.rules.sections.misspelt_section import misspelt_section
from vaultlint.rules.sections.section_order import section_order
from vaultlint.rules.sections.skipped_heading_level import skipped_heading_level
from vaultlint.rules.sections.unknown_section import unknown_section

RULES: tuple[Rule, ...] = (
    missing_section,
    section_order,
    duplicate_section,
    empty_section,
    unknown_section,
    misspelt_section,
    missing_part,
    body_heading_1,
    skipped_heading_level,
    duplicate_heading_target,
    bracketed_heading,
    banned_heading,
)
