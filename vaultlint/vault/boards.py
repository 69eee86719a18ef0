"""Canvases and bases: files besides notes that link to files of the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.markdown.parse import decode
from vaultlint.vault.base import read_base
from vaultlint.vault.canvas import read_canvas

if TYPE_CHECKING:
    from vaultlint.vault.facts import NoteFacts


def read_board(path: str, data: bytes) -> NoteFacts:
    """The facts of the canvas or base at `path`, from its bytes alone. Offsets are code points of the decoded text."""
    text, _ = decode(data)
    return read_base(path, text) if path[-5:].lower() == ".base" else read_canvas(path, text)
