"""The progress bar."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main
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


@pytest.mark.parametrize(
    "command", ["check", "fix --diff", "baseline", "graph", "report -o ../page.html", "suggest", "init --dry-run"]
)
def test_what_may_take_long_shows_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(write_files(tmp_path / "vault", {f"{number}.md": f"Note {number}.\n" for number in range(130)}))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("vaultlint.cli.progress._PATIENCE", 0.0)
    assert main(command.split()) in (0, 1)
    assert "of 130 notes\x1b[K" in capsys.readouterr().err
