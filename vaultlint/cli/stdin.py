"""A note on the standard input, linted or fixed as a note of its vault."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say

if TYPE_CHECKING:
    from vaultlint.cli.options import CheckOptions
    from vaultlint.cli.scope import Scope
    from vaultlint.vault.source import Source


def start_of(options: CheckOptions) -> str:
    """Where the search for the vault's root begins."""
    if options.stdin_filename:
        return os.path.dirname(options.stdin_filename) or "."
    return options.paths[0] if options.paths else "."


def look_at(root: str, options: CheckOptions) -> tuple[Source, Scope]:
    """The files that are looked at, and those of them that are reported; a note on the standard input is read here."""
    from vaultlint.cli.only_new import source_for
    from vaultlint.cli.scope import Scope, scope_of
    from vaultlint.vault.source import OverlaySource

    source = source_for(root, options)
    if not options.stdin_filename:
        return source, scope_of(root, options.paths)
    path, data = read_note(root, options)
    return OverlaySource(source, {path: data}), Scope((path,))


def read_note(root: str, options: CheckOptions) -> tuple[str, bytes]:
    """The vault path that `--stdin-filename` gives the note, and its bytes."""
    from vaultlint.cli.scope import vault_path

    if options.paths not in ((), ("-",)):
        raise VaultlintError(say("with --stdin-filename the only path is `-`"))
    return vault_path(root, options.stdin_filename or ""), sys.stdin.buffer.read()
