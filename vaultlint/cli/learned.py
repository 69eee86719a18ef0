"""The styles of a vault in words, for `config`, `check --verbose` and `init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lint.styles import Learned, Styles
    from vaultlint.settings import Settings
    from vaultlint.vault.source import Source


def styles_of_vault(source: Source, settings: Settings) -> Styles:
    """The styles that a run on the vault with these settings goes by."""
    from vaultlint.git.listing import list_vault
    from vaultlint.lint.learning import look_at
    from vaultlint.vault.obsidian import read_obsidian_settings

    return look_at(source, list_vault(source, settings, read_obsidian_settings(source)))


def in_words(learned: Learned) -> str:
    """What was learned about one style, with its counts."""
    if learned.rule == "broken-link":
        share = f"{learned.keeping:,} of {learned.showing:,} links that were looked at name notes yet to be written"
        return f"`{learned.form}`: {share}"
    if learned.form:
        return f"`{learned.form}`: {learned.keeping:,} of {learned.showing:,} notes"
    if not learned.showing:
        return "nothing: no note that was looked at shows it"
    return f"nothing: at most {learned.keeping:,} of {learned.showing:,} notes agree"


def style_lines(styles: Styles) -> Iterator[str]:
    """A line for each style, with what was learned about it."""
    yield f"Styles, learned from {styles.looked_at:,} notes:"
    for key, learned in sorted(styles.learned.items()):
        yield f"  {key}: {in_words(learned)}"
