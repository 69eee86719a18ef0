"""Links to notes that are yet to be written: in many vaults a way of writing, and no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.vault.obsidian import FORMATS

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Link
    from vaultlint.vault.vault import Vault


def names_unwritten(link: Link) -> bool:
    """Whether a link that leads nowhere may name a note yet to be written: a wiki link of a bare name, no embed.

    A name with the extension of a note or of a picture, a document … is a file that somebody has meant to be there.
    """
    if link.form != "wiki" or link.embed or "/" in link.path:
        return False
    return link.path.rpartition(".")[2].lower() not in FORMATS if "." in link.path else True


def _is_wanted(link: Link) -> bool:
    return bool(link.path) and names_unwritten(link) and "{{" not in link.path and "<%" not in link.path


def unwritten(vault: Vault) -> tuple[int, int]:
    """How many links name a note yet to be written, and how many notes that is."""
    resolve, aliased = vault.resolver.resolve, vault.aliased
    found = [
        link.path
        for path, note in vault.notes.items()
        for link in note.links
        if _is_wanted(link) and resolve(link.path, path).target is None and not aliased(link.path)
    ]
    return len(found), len({path.lower() for path in found})
