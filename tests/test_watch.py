"""`check --watch`, as a real process on real files."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from vaultlint.cli.main import main
from vaultlint.workspace.watched import is_watched

_WAIT = 20.0  # seconds, for a machine that is busy
_CONFIG = 'sections = []\n[lint]\nselect = ["broken-link"]\n'


def heed_ctrl_c() -> None:
    """Called in a new process: a shell lets its background jobs ignore Ctrl-C, and their children with them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watcher:
    """A running `vaultlint check --watch` whose output is read as it comes."""

    def __init__(self, vault: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "vaultlint", "check", "--watch", "--output-format", "concise", *arguments]
        self.vault = vault
        self.process = subprocess.Popen(
            command,
            cwd=vault,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            preexec_fn=heed_ctrl_c,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        assert self.process.stdout is not None
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self.lines.put(line.rstrip("\n"))

    def screen(self) -> str:
        """What is printed next, up to the line that says that it waits."""
        found, until = [], time.monotonic() + _WAIT
        while not found or "Watching for changes." not in found[-1]:
            found.append(self.lines.get(timeout=max(0.01, until - time.monotonic())))
        return "\n".join(found)

    def is_silent(self, seconds: float = 1.5) -> bool:
        try:
            self.lines.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def settled(self, text: str) -> str:
        """The first screen that holds `text`; a save dance may be seen half-way."""
        for _ in range(10):
            screen = self.screen()
            if text in screen:
                return screen
        raise AssertionError(screen)

    def write(self, path: str, text: str) -> None:
        file = self.vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_WAIT)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vaultlint.toml").write_text(_CONFIG, encoding="utf-8")
    (tmp_path / "A.md").write_text("[[B]]\n", encoding="utf-8")
    (tmp_path / "B.md").write_text("text\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def watcher(vault: Path) -> Iterator[Watcher]:
    running = Watcher(vault)
    assert "All 2 notes are fine" in running.screen()
    time.sleep(1.2)  # until the files are watched
    yield running
    running.process.kill()
    running.process.wait()


def test_a_change_and_what_links_to_it(watcher: Watcher) -> None:
    watcher.write("B.md", "[[nowhere]]\n")
    screen = watcher.screen()
    assert "B.md:1:3: error broken-link" in screen
    assert "B.md changed. Watching for changes." in screen
    (watcher.vault / "B.md").rename(watcher.vault / "C.md")
    screen = watcher.settled("C.md:1:3")
    assert "A.md:1:3: error broken-link" in screen
    assert "Found 2 problems" in screen
    (watcher.vault / "C.md").unlink()
    watcher.write("B.md", "")
    assert "All 2 notes are fine" in watcher.settled("All 2 notes are fine")


def test_save_dances(watcher: Watcher) -> None:
    watcher.write(".A.md.tmp", "[[one]]\n")
    (watcher.vault / ".A.md.tmp").replace(watcher.vault / "A.md")
    assert "`one`" in watcher.settled("A.md:1:3")
    (watcher.vault / "A.md").rename(watcher.vault / "A.md~")
    watcher.write("A.md", "[[two]]\n")
    (watcher.vault / "A.md~").unlink()
    assert "`two`" in watcher.settled("`two`")
    (watcher.vault / "A.md").unlink()
    watcher.write("A.md", "[[three]]\n")
    assert "`three`" in watcher.settled("`three`")


def test_a_checkout_is_seen_as_a_whole(watcher: Watcher) -> None:
    for number in range(300):
        watcher.write(f"many/{number}.md", f"[[gone {number}]]\n")
    screens = [watcher.screen()]
    while "Found 300 problems" not in screens[-1]:
        screens.append(watcher.screen())
    assert len(screens) <= 5
    assert watcher.is_silent()


def test_settings(watcher: Watcher) -> None:
    watcher.write("vaultlint.toml", _CONFIG.replace("broken-link", "orphan-note"))
    assert "A.md:1:1: info orphan-note" in watcher.screen()
    watcher.write("vaultlint.toml", "select = 3\n")
    assert "vaultlint.toml" in watcher.settled("unknown key")
    watcher.write("vaultlint.toml", _CONFIG)
    assert "All 2 notes are fine" in watcher.settled("All 2 notes are fine")


@pytest.mark.parametrize(
    "path", [".git/index", ".obsidian/workspace.json", ".vaultlint_cache/x", ".trash/T.md", ".x.swp"]
)
def test_paths_that_do_not_matter(path: str) -> None:
    assert not is_watched(path)


@pytest.mark.parametrize("path", ["A.md", "a/b.png", ".obsidian/app.json", "vaultlint.toml", "a/.gitignore"])
def test_paths_that_matter(path: str) -> None:
    assert is_watched(path)


def test_silent_where_nothing_changes(watcher: Watcher) -> None:
    watcher.write(".obsidian/workspace.json", "{}")
    watcher.write("A.md", "[[B]]\n")
    assert watcher.is_silent()


def test_ctrl_c_is_quiet(watcher: Watcher) -> None:
    assert watcher.stop() == 0
    assert watcher.is_silent(0.3)


def test_the_terminal_is_cleared(vault: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "vaultlint", "check", "--watch"]
    process = subprocess.Popen(command, cwd=vault, stdout=follower, stderr=follower, preexec_fn=heed_ctrl_c)
    os.close(follower)
    try:
        data, until = b"", time.monotonic() + _WAIT
        while b"Ctrl-C ends" not in data and time.monotonic() < until:
            data += os.read(leader, 4096)
        assert data.startswith(b"\x1b[2J\x1b[3J\x1b[H")
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(_WAIT) == 0
        os.close(leader)


@pytest.mark.parametrize("option", ["--fix", "--diff", "--staged", "--tracked", "--show-files"])
def test_refused(vault: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert main(["check", "--watch", option, str(vault)]) == 2
    assert f"--watch does not go with {option}" in capsys.readouterr().err
