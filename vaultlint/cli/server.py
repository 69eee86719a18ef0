"""`vaultlint server`: the language server, over the standard input and output."""

from __future__ import annotations

import gc
import logging
import sys

import click

from vaultlint.errors import VaultlintError

_GARBAGE = 100_000, 20, 50  # a vault is many values that stay: looking through them often would take half of the time
_MISSING = "the language server needs pygls: install it with `pip install 'obsidian-vaultlint[lsp]'`"


@click.command("server")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; that is what it always does.")
def command(stdio: bool) -> int:  # noqa: ARG001 (editors give it)
    """Answer an editor in the Language Server Protocol: problems, fixes, completion, renames.

    Editors start it themselves; `docs/editors.md` says how to set them up.
    """
    try:
        from vaultlint.lsp.features import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise VaultlintError(_MISSING) from None
    gc.enable()  # `main` has switched it off for runs that end soon
    gc.set_threshold(*_GARBAGE)
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what is refused is answered, and no fault
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but the protocol may go there
    make_server().start_io(sys.stdin.buffer, output)
    return 0
