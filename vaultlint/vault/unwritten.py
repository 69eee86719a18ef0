"""Links to notes that are yet to be written: in many vaults a way of writing, and no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.paths import is_note

if TYPE_CHECKING:
    from vaultlint.markdown.note import Link
    from vaultlint.vault.vault import Vault


def names_unwritten(link: Link) -> bool:
    """Whether a link that leads nowhere may name a note yet to be written: a wiki link of a bare name, no embed."""
    return link.form == "wiki" and not link.embed and "/" not in link.path and not is_note(link.path)


def _is_wanted(link: Link) -> bool:
    return bool(link.path) and names_unwritten(link) and "{{" not in link.path and "<%" not in link.path


def unwritten(vault: Vault) -> tuple[int, int]:
    """How many links name a note yet to be written, and how many notes that is."""
    found = [
        reference.link.path
        for reference in vault.references
        if reference.resolution.target is None and _is_wanted(reference.link) and not vault.aliased(reference.link.path)
    ]
    return len(found), len({path.lower() for path in found})
