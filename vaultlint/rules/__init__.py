"""The catalogue of rules, written out by hand. One rule can be imported without the others, which take their time."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultlint.rules.rule import Rule

# Category → names. The rule `broken-link` of `links` is `broken_link` in the module `links.broken_link`.
CATALOGUE = {
    "files": (
        "undecodable-file",
        "byte-order-mark",
        "mixed-line-endings",
        "missing-final-newline",
        "unlinkable-filename",
        "unportable-filename",
        "colliding-filenames",
        "disguised-filename",
        "banned-filename",
        "unexpected-folder",
        "stray-file",
        "empty-note",
        "duplicate-note",
    ),
    "frontmatter": (
        "invalid-frontmatter",
        "misplaced-frontmatter",
        "full-width-key",
        "duplicate-property",
        "missing-property",
        "invalid-property",
        "unknown-property",
        "dead-property",
        "invalid-tags",
        "unquoted-property-link",
        "title-mismatch",
        "duplicate-title",
        "future-date",
        "stale-note",
        "property-order",
        "duplicate-list-value",
        "list-style",
        "date-form",
    ),
    "sections": (
        "missing-section",
        "section-order",
        "duplicate-section",
        "empty-section",
        "unknown-section",
        "misspelt-section",
        "missing-part",
        "body-heading-1",
        "skipped-heading-level",
        "duplicate-heading-target",
        "bracketed-heading",
        "banned-heading",
    ),
    "links": (
        "broken-link",
        "broken-embed",
        "broken-heading",
        "github-anchor",
        "broken-block",
        "alias-as-target",
        "ambiguous-link",
        "hidden-target",
        "escaping-link",
        "inexact-case",
        "link-suffix",
        "link-style",
        "markdown-link-to-note",
        "redundant-display",
        "stale-display",
        "self-link",
        "empty-link",
        "malformed-link",
        "url-in-wiki-link",
        "duplicate-block-id",
        "glued-url",
        "banned-link",
        "accidental-reference",
        "unescaped-table-pipe",
        "forbidden-link",
    ),
    "tags": (
        "tag-case",
        "unknown-tag",
        "similar-tags",
    ),
    "relations": (
        "malformed-relation",
        "missing-reason",
        "unknown-reason",
        "missing-explanation",
        "vague-explanation",
        "repeated-explanation",
        "relation-separator",
        "duplicate-relation",
        "self-relation",
        "relation-to-topic",
        "relation-outside-section",
        "unreciprocated-relation",
        "conflicting-relations",
    ),
    "topics": (
        "malformed-topic",
        "topic-outside-folder",
        "topic-synonym",
        "banned-topic",
        "only-generic-topics",
        "topic-count",
        "duplicate-topic",
        "hashtag-topic",
        "copied-topics",
        "unused-topic",
        "similar-topics",
    ),
    "graph": (
        "orphan-note",
        "dead-end-note",
        "isolated-group",
        "unreachable-note",
        "unused-attachment",
        "missing-from-index",
    ),
    "boards": (
        "invalid-canvas",
        "invalid-base",
        "unknown-base-view",
        "unknown-base-folder",
        "unknown-base-tag",
        "unknown-base-property",
    ),
    "content": (
        "unclosed-fence",
        "placeholder-text",
        "conflict-marker",
        "template-residue",
        "surplus-table-cells",
        "missing-footnote",
        "unused-footnote",
        "patterns",
    ),
    "format": (
        "trailing-space",
        "heading-spacing",
        "consecutive-blank-lines",
        "blanks-around-fence",
        "blanks-around-list",
        "blanks-around-table",
        "blanks-around-quote",
        "heading-marker-space",
        "list-marker",
        "list-marker-space",
        "emphasis-marker",
        "horizontal-rule",
        "frontmatter-blank-lines",
        "hard-tab",
    ),
    "cjk": (
        "unrendered-emphasis",
        "cjk-radical",
        "invisible-character",
        "full-width-alphanumeric",
        "repeated-punctuation",
        "space-around-punctuation",
        "cjk-spacing",
        "half-width-punctuation",
        "unbalanced-brackets",
        "swallowed-tag",
    ),
    "vaultlint": (
        "unused-suppression",
        "unknown-rule",
        "internal-fault",
    ),
}
# Rules that share a module.
_SHARED = {
    "blanks-around-fence": "format.blanks_around",
    "blanks-around-list": "format.blanks_around",
    "blanks-around-table": "format.blanks_around",
    "blanks-around-quote": "format.blanks_around",
    "unused-suppression": "suppressions",
    "unknown-rule": "suppressions",
    "internal-fault": "suppressions",
}
_MODULES = {
    name: _SHARED.get(name, f"{category}.{name.replace('-', '_')}")
    for category, names in CATALOGUE.items()
    for name in names
}
CATEGORIES, NAMES = tuple(CATALOGUE), tuple(_MODULES)
CATEGORY_OF = {name: category for category, names in CATALOGUE.items() for name in names}
RULES: tuple[Rule, ...]  # all rules in the order of the catalogue, made when somebody first asks for them


def __getattr__(name: str) -> Any:
    if name != "RULES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from vaultlint.rules.listed import listed

    rules = globals()["RULES"] = tuple(listed(each, CATEGORY_OF[each], rule_named) for each in NAMES)
    return rules


def rule_named(name: str) -> Rule:
    """The rule of a name in `NAMES`; its module is imported."""
    rule: Rule = getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name.replace("-", "_"))
    return rule
