"""Counting never depends on printing: all formats say the same of a vault, in every way to ask for them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from vaultlint.cli.main import main
from vaultlint.report.target import FORMATS

CLEAN = 1001
Capture = pytest.CaptureFixture[str]
WAYS = {
    "without a store": ["--no-cache"],
    "with a store": [],
    "again": [],
    "in one process": ["--no-cache", "--jobs", "1"],
    "quietly": ["--quiet"],
    "counted": ["--statistics"],
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many clean notes that a printer might stop among them, and one with a broken link behind."""
    root = tmp_path_factory.mktemp("vault")
    for number in range(CLEAN):
        (root / f"a{number:04}.md").write_text(f"# 甲 {number}\n\nThis is fine.\n", encoding="utf-8")
    (root / "z.md").write_text("# 乙\n\nSee [[nowhere]].\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", FORMATS)
def test_one_fault_behind_a_thousand_clean_notes(form: str, way: str, vault: Path, capfd: Capture) -> None:
    options = ["--root", str(vault), "--select", "broken-link", "--output-format", form, *WAYS[way]]
    status = main(["check", *options])
    said = capfd.readouterr()
    assert status == 1
    assert "fine" not in said.out + said.err
    if way != "quietly":
        assert "broken-link" in said.out


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_says_what_the_terminal_does(form: str, vault: Path, tmp_path: Path, capfd: Capture) -> None:
    options = ["--root", str(vault), "--select", "broken-link"]
    for round_ in ("first", "again"):
        main(["check", *options, "--output-format", form, "-o", str(tmp_path / round_)])
        main(["check", *options, "--output-format", "concise", "--also", f"{form}={tmp_path / ('also ' + round_)}"])
    capfd.readouterr()
    texts = {_timeless(path.read_text(encoding="utf-8")) for path in sorted(tmp_path.iterdir())}
    assert len(texts) == 1
    assert "broken-link" in texts.pop()


def _timeless(text: str) -> str:
    return re.sub(r'\btime(stamp)?="[^"]*"', "", text)


def test_what_is_read_from_an_editor(vault: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    for form in FORMATS:
        monkeypatch.chdir(vault)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"# A\n\n[[unwritten]]\n")))
        options = ["--root", str(vault), "--select", "broken-link", "--stdin-filename", "z.md", "-"]
        assert main(["check", *options, "--output-format", form]) == 1
        said = capfd.readouterr().out
        assert "unwritten" in said and "nowhere" not in said
