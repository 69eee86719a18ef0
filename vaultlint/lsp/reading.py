"""What a process of its own does for an editor: read a vault once, and store what an editor wants to know of it."""

from __future__ import annotations

import gc
import sys

from vaultlint.language import speak
from vaultlint.lsp.engine import Engine
from vaultlint.lsp.source import LiveSource


def main(root: str, encoding: str, language: str) -> None:
    """Read the vault at `root`, and write to the standard output how many notes are done, and of how many."""
    gc.disable()  # this process ends soon
    speak(language)
    engine = Engine(root, LiveSource(root, {}), encoding, _say, jobs=None)
    if not engine.load_settings():
        sys.exit(1)
    engine.refresh((), {})
    engine.prepare()
    engine.close()


def _say(done: int, total: int) -> None:
    print(done, total, flush=True)
