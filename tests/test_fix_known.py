"""`vaultlint fix` after a `check` does what it does in a vault of which nothing is known yet."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.git_vault import GitVault
from vaultlint.cli.main import main

RULES = ("trailing-space", "heading-spacing", "broken-link", "invisible-character")
SETTINGS = f"sections = []\n[lint]\nselect = {[*RULES]}\n"
OLD = {
    "a.md": "# A \ntext, see [[b]] and [[nowhere]]\n",
    "b.md": "# B\n\nfine\n",
    "sub/c.md": "# C\n\nx\u200by \n",
    "d.md": "# D\n\nold \n",
}
NEW = {"b.md": "# B\nfine \n", "e.md": "# E \n[[a]] [[gone]]\n", "d.md": "# D\n\nold \n\nnew\u200b one \n"}
SETTLED = 0.05  # seconds until times of files are believed

OPTIONS = [
    (),
    ("--unsafe-fixes",),
    ("--show-fixes", "--severity", "info"),
    ("--since", "HEAD"),
    ("--only-new", "--since", "HEAD"),
    ("--only-new", "--baseline", "known.json"),
    ("--baseline", "known.json"),
    ("--staged",),
    ("--output-format", "json"),
    ("--select", "trailing-space"),
    ("sub", "e.md"),
]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitVault:
    vault = GitVault(tmp_path / "repo")
    vault.commit({"vaultlint.toml": SETTINGS, **OLD})
    monkeypatch.chdir(vault.root)
    main(["baseline", "--baseline", "known.json"])
    return vault


def change(vault: GitVault) -> None:
    vault.write(NEW).git("add", "-A")


def fixed(vault: GitVault, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str, dict[str, str]]:
    """What `fix` says and leaves; the notes are as they were afterwards."""
    before = {path: path.read_bytes() for path in sorted(vault.root.rglob("*.md"))}
    capfd.readouterr()
    status = main(["fix", *options])
    said = [re.sub(r"\d+\.\d+ s", "", text) for text in capfd.readouterr()]
    after = {path.name: path.read_text(encoding="utf-8") for path in before}
    for path, data in before.items():
        path.write_bytes(data)
    return status, said[0], said[1], after


@pytest.mark.parametrize("changed", ["before the check", "after it", "before a second one"])
@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(options) or "plain")
def test_known_or_not(
    vault: GitVault, capfd: pytest.CaptureFixture[str], options: tuple[str, ...], changed: str
) -> None:
    checked = [each for each in options if each in ("--select", "trailing-space", "--severity", "info")]
    if changed == "before the check":
        change(vault)
    for _ in range(2 if changed == "before a second one" else 1):
        time.sleep(SETTLED)
        main(["check", *checked])
        change(vault)
    known = fixed(vault, capfd, *options)
    assert known == fixed(vault, capfd, *options, "--no-cache")
    assert known[3]["a.md"] != OLD["a.md"] or known[3]["e.md"] != NEW["e.md"]
