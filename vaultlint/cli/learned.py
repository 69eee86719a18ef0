"""The styles of a vault in words, for `config`, `check --verbose` and `init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.language import say, say_number

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
            say_number(
                learned.showing,
                "`{form}`: {keeping} of {n} link that was looked at names a note yet to be written",
                "`{form}`: {keeping} of {n} links that were looked at name notes yet to be written",
                form=learned.form,
                keeping=f"{learned.keeping:,}",
            )
        )
    if learned.form:
        return str(
            say_number(
                learned.showing,
                "`{form}`: {keeping} of {n} note",
                "`{form}`: {keeping} of {n} notes",
                form=learned.form,
                keeping=f"{learned.keeping:,}",
            )
        )
    if not learned.showing:
        return str(say("nothing: no note that was looked at shows it"))
    return str(
        say_number(
            learned.showing,
            "nothing: at most {keeping} of {n} note agrees",
            "nothing: at most {keeping} of {n} notes agree",
            keeping=f"{learned.keeping:,}",
        )
    )


def style_lines(styles: Styles) -> Iterator[str]:
    """A line for each style, with what was learned about it."""
    yield str(say_number(styles.looked_at, "Styles, learned from {n} note:", "Styles, learned from {n} notes:"))
    for key, learned in sorted(styles.learned.items()):
        yield str(say("  {style}: {learned}", style=key, learned=in_words(learned)))
