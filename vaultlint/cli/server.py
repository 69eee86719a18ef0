"""`vaultlint server`: the language server, over the standard input and output."""

from __future__ import annotations

import gc
import os
import sys

import click

_GARBAGE = 100_000, 20, 50  # a vault is many values that stay: looking through them often would take half of the time


@click.command("server")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; that is what it always does.")
def command(stdio: bool) -> int:  # noqa: ARG001 (editors give it)
    """Answer an editor in the Language Server Protocol: problems, fixes, completion, renames.

    Editors start it themselves; `docs/editors.md` says how to set them up.
    """
    import asyncio

    from vaultlint.cli.spoken import heed_client
    from vaultlint.lsp.features import serve

    gc.enable()  # `main` has switched it off for runs that end soon
    gc.set_threshold(*_GARBAGE)
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing but the protocol may go there
    sys.stdout = sys.stderr
    return asyncio.run(serve(sys.stdin.buffer, output, heed_client))
