"""Rules about links."""

from vaultlint.rules.links.accidental_reference import accidental_reference
from vaultlint.rules.links.alias_as_target import alias_as_target
from vaultlint.rules.links.ambiguous_link import ambiguous_link
from vaultlint.rules.links.banned_link import banned_link
from vaultlint.rules.links.broken_block import broken_block
from vaultlint.rules.links.broken_embed import broken_embed
from vaultlint.rules.links.broken_heading import broken_heading
from vaultlint.rules.links.broken_link import broken_link
from vaultlint.rules.links.duplicate_block_id import duplicate_block_id
from vaultlint.rules.links.empty_link import empty_link
from vaultlint.rules.links.escaping_link import escaping_link
from vaultlint.rules.links.glued_url import glued_url
from vaultlint.rules.links.hidden_target import hidden_target
from vaultlint.rules.links.inexact_case import inexact_case
from vaultlint.rules.links.link_style import link_style
from vaultlint.rules.links.link_suffix import link_suffix
from vaultlint.rules.links.malformed_link import malformed_link
from vaultlint.rules.links.markdown_link_to_note import markdown_link_to_note
from vaultlint.rules.links.redundant_display import redundant_display
from vaultlint.rules.links.self_link import self_link
from vaultlint.rules.links.stale_display import stale_display
from vaultlint.rules.links.url_in_wiki_link import url_in_wiki_link
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    broken_link,
    broken_embed,
    broken_heading,
    broken_block,
    alias_as_target,
    ambiguous_link,
    hidden_target,
    escaping_link,
    inexact_case,
    link_suffix,
    link_style,
    markdown_link_to_note,
    redundant_display,
    stale_display,
    self_link,
    empty_link,
    malformed_link,
    url_in_wiki_link,
    duplicate_block_id,
    glued_url,
    banned_link,
    accidental_reference,
)
