"""The styles of a vault in words, for `config`, `check --verbose` and `init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.language import say

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
        return str(
            say(
                "`{form}`: {keeping} of {showing} links that were looked at name notes yet to be written",
                form=learned.form,
                keeping=f"{learned.keeping:,}",
                showing=f"{learned.showing:,}",
            )
        )
    if learned.form:
        return str(
            say(
                "`{form}`: {keeping} of {showing} notes",
                form=learned.form,
                keeping=f"{learned.keeping:,}",
                showing=f"{learned.showing:,}",
            )
        )
    if not learned.showing:
        return str(say("nothing: no note that was looked at shows it"))
    return str(
        say(
            "nothing: at most {keeping} of {showing} notes agree",
            keeping=f"{learned.keeping:,}",
            showing=f"{learned.showing:,}",
        )
    )


def style_lines(styles: Styles) -> Iterator[str]:
    """A line for each style, with what was learned about it."""
    yield str(say("Styles, learned from {looked_at} notes:", looked_at=f"{styles.looked_at:,}"))
    for key, learned in sorted(styles.learned.items()):
        yield str(say("  {style}: {learned}", style=key, learned=in_words(learned)))
