"""The progress bar."""

from __future__ import annotations

import io
import time

import pytest

from vaultlint.cli.progress import Progress


@pytest.mark.parametrize(
    ("waited", "shown", "text"),
    [
        (0.0, True, ""),
        (2.0, False, ""),
        (2.0, True, f"\r[{'#' * 15}{'.' * 15}] 500 of 1,000 notes\x1b[K\r\x1b[K"),
    ],
)
def test_bar(monkeypatch: pytest.MonkeyPatch, waited: float, shown: bool, text: str) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with Progress(time.monotonic() - waited, shown) as progress:
        progress(500, 1000)
        progress(501, 1000)  # too soon to draw again
    assert stream.getvalue() == text
