"""Where a new note stands: its file name, whether a note can be there, and writing it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say

if TYPE_CHECKING:
    from vaultlint.settings import NoteType, Settings
    from vaultlint.vault.listing import Listing

_LOOKALIKES = str.maketrans('*"\\<>:?|#[]^', "＊”＼＜＞：？｜＃［］＾")


def file_name(title: str) -> str:
    """The file name of a note with this title; VaultlintError where no file can be called so."""
    from vaultlint.rename.names import check_name
    from vaultlint.report.escape import plain

    if not title or "/" in title:
        raise VaultlintError(say("a title needs characters, and `/` cannot be one of them: a file name cannot hold it"))
    try:
        check_name(title + ".md")
    except VaultlintError as error:
        better = title.translate(_LOOKALIKES)
        if better == title:
            raise
        raise VaultlintError(
            say("{what}, for example “{better}”", what=plain(str(error)), better=plain(better))
        ) from None
    return title + ".md"


def check_place(settings: Settings, note_type: NoteType, listing: Listing, path: str, text: str) -> None:
    """Raise VaultlintError where no note can be at `path`: there is one, its name is bad, or it is of another type."""
    from vaultlint.making.new_note import DEFAULT, name_findings
    from vaultlint.markdown.parse import parse_text
    from vaultlint.rename.names import check_name
    from vaultlint.vault.note_types import note_type_of
    from vaultlint.vault.resolve import fold

    check_name(path)
    folded = fold(path)
    taken = next((file for file in listing.files if fold(file) == folded), None)
    if taken:
        raise VaultlintError(say("there is a file {taken} already: choose another title", taken=taken))
    real = note_type_of(settings, path, parse_text(path, text))
    if real.name != note_type.name:
        wanted = note_type.name or DEFAULT
        raise VaultlintError(
            say(
                "a note at {path} would be of type `{name}`, not `{wanted}`: see --folder",
                path=path,
                name=real.name or DEFAULT,
                wanted=wanted,
            )
        )
    for finding in name_findings(settings, path, text):
        raise VaultlintError(f"{finding.message} ({finding.rule})")


def write_new(root: str, path: str, text: str) -> None:
    """Write a file that must not exist yet; its folders are made."""
    from vaultlint.disk.transaction import Transaction, Write, commit

    if os.path.lexists(os.path.join(root, path)):
        raise VaultlintError(say("there is a file {path} already: choose another title", path=path))
    commit(root, Transaction("new", (Write(path, None, text.encode()),), keep=False))
