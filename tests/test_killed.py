"""A kill at any moment: nothing is torn or lost, and the next run of any command finishes or undoes the whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.dying import STEPS, die_at
from tests.helpers import write_files
from vaultlint.cli.main import main
from vaultlint.disk.temporary import PREFIX
from vaultlint.disk.transaction import PUT_BACK

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

NOTES = 60
LONG = "A sentence of no weight.\n" * 20
COMMANDS = {
    "rename": ("rename", "Harbour", "quays/Old harbour"),
    "rename heading": ("rename", "Harbour#Tides", "Ebb and flow"),
    "rename folder": ("rename", "boats", "vessels/"),
    "rename tag": ("rename", "#sea", "#ocean"),
    "extract": ("extract", "Harbour#Tides", "quays/Ebb and flow"),
    "merge": ("merge", "Harbour", "00-topics/boats"),
    "delete": ("delete", "Harbour", "--redirect", "00-topics/boats"),
    "merge-topic": ("merge-topic", "ships", "boats", "--delete"),
    "undo": ("undo",),
    "fix": ("fix", "--select", "invisible-character"),
}


def vault_files() -> dict[str, str]:
    files = {
        "vaultlint.toml": "sections = []\n[topics]\nfolder = '00-topics'\n",
        "Harbour.md": "# Harbour\n\n## Tides\n\nTwice a day. ^tide\n",
        "00-topics/ships.md": "# Ships\n",
        "00-topics/boats.md": "# Boats\n",
        "map.canvas": '{"nodes":[{"id":"1","type":"file","file":"Harbour.md","x":0,"y":0}],"edges":[]}',
    }
    for index in range(NOTES):
        files[f"boats/{index % 5}/n{index}.md"] = (
            f"# N{index}\n\n[[Harbour]] [[Harbour#Tides|t]] [[boats/{(index + 1) % 5}/n{(index + 1) % NOTES}]]\n\n"
            f"- [[00-topics/ships]] #sea/{index}\n\nzero\u200bwidth\n\n{LONG}"
        )
    return files


def content(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def fresh(template: Path, root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root)


class Trial:
    """A vault before and after a command, and the folders to run it in."""

    def __init__(self, folder: Path, name: str) -> None:
        self.template, self.vault = folder / "template", folder / "vault"
        self.kept, self.state = folder / "kept", folder / "state"
        self.said = folder / "said"
        self.arguments = [*COMMANDS[name], "--root", str(self.vault)]
        write_files(self.template, vault_files())
        self.kept.mkdir()
        if name == "undo":  # something to undo, and the state that knows of it
            self.renew()
            self.finish([*COMMANDS["rename"], "--root", str(self.vault)])
            fresh(self.vault, self.template)
            fresh(self.state, self.kept)
        self.before = content(self.template)
        self.renew()
        started = time.monotonic()
        self.finish(self.arguments)
        self.duration = time.monotonic() - started
        self.after = content(self.vault)
        assert self.after != self.before

    def finish(self, arguments: list[str]) -> None:
        """Run a command to its end."""
        child = self.fork(lambda: main(arguments))
        assert os.waitpid(child, 0)[1] == 0, self.said.read_text("utf-8")

    def renew(self) -> None:
        fresh(self.template, self.vault)
        fresh(self.kept, self.state)

    def is_open(self) -> bool:
        """Whether a transaction is open."""
        return (self.state / "open").exists() and bool(os.listdir(self.state / "open"))

    def settle(self, capsys: pytest.CaptureFixture[str]) -> str:
        """Run another command; what it says on the standard error."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("VAULTLINT_STATE_DIR", str(self.state))
            assert main(["config", "--root", str(self.vault)]) == 0
        return capsys.readouterr().err

    def die(self, step: str, number: int = signal.SIGKILL) -> tuple[int, str]:
        """Run the command in a process that gets a signal at a step; its status and its standard error."""
        child = self.fork(lambda: die_at(step, self.arguments, number))
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), self.said.read_text("utf-8")

    def fork(self, work: Callable[[], int]) -> int:
        """Do `work` in another process, whose number this is; what it says goes into the file `said`."""
        self.said.write_bytes(b"")
        child = os.fork()
        if child:
            return child
        status = 99
        try:
            os.environ["VAULTLINT_STATE_DIR"] = str(self.state)
            sys.stderr = self.said.open("w", encoding="utf-8")
            status = work()
            sys.stderr.flush()
        finally:
            os._exit(status)


@pytest.fixture(scope="module", params=COMMANDS)
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("killed"), request.param)


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_random_moments(trial: Trial, kills: int, capsys: pytest.CaptureFixture[str]) -> None:
    moments = random.Random(len(trial.arguments))
    possible = {*trial.before.values(), *trial.after.values()}
    for _ in range(kills):
        trial.renew()
        child = trial.fork(lambda: main(trial.arguments))
        time.sleep(moments.uniform(0, trial.duration))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = {path: data for path, data in content(trial.vault).items() if PREFIX not in path}
        assert all(data in possible for data in found.values()), "torn"
        interrupted = trial.is_open()
        said = trial.settle(capsys)
        assert content(trial.vault) in (trial.before, trial.after)
        assert ("an earlier run was cut short" in said) == interrupted


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_every_step(trial: Trial, step: str, capsys: pytest.CaptureFixture[str]) -> None:
    trial.renew()
    status, said = trial.die(step)
    assert status == -signal.SIGKILL, said
    assert trial.is_open() == (step != "begin")
    assert ("an earlier run was cut short" in trial.settle(capsys)) == (step != "begin")
    moves = trial.before.keys() != trial.after.keys()  # without moves everything is done by then
    done = step == "close" or (step == "move" and not moves)
    assert content(trial.vault) in ((trial.after,) if done else (trial.before, trial.after))
    assert trial.settle(capsys) == ""


@contextmanager
def ctrl_c(handler: Any) -> Iterator[None]:
    """What Ctrl-C does to this process, and to those that it forks."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("step", ["stage", "replace", "move"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(trial: Trial, number: signal.Signals, step: str) -> None:
    trial.renew()
    with ctrl_c(signal.default_int_handler):  # a shell lets its background jobs ignore it, and their children with them
        status, said = trial.die(step, number)
    assert (status, said.strip()) == (128 + number, f"vaultlint: {PUT_BACK}")
    assert content(trial.vault) == trial.before
    assert not trial.is_open()


def test_ctrl_c_that_the_parent_ignores_stays_ignored(trial: Trial) -> None:
    trial.renew()
    with ctrl_c(signal.SIG_IGN):
        assert trial.die("replace", signal.SIGINT)[0] == 0
    assert content(trial.vault) == trial.after


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


class Checked:
    """A vault that is checked with a store, in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = write_files(folder / "vault", vault_files() | {"Lost.md": "[[nowhere]] [[Harbour#Ebb]]\n"})

    def start(self, command: str, *more: str) -> int:
        """The number of a process that runs a command."""
        child = os.fork()
        if child:
            return child
        os.environ["VAULTLINT_CACHE_DIR"] = str(self.folder / "cache")
        os.environ["VAULTLINT_STATE_DIR"] = str(self.folder / "state")
        os.dup2(os.open(self.folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
        status = main([command, "--root", str(self.vault), *more])
        sys.stdout.flush()
        os._exit(status)

    def said(self, *more: str) -> str:
        """What `check` prints, and its exit status."""
        child = self.start("check", "--output-format", "concise", *more)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return f"{(self.folder / 'said').read_text('utf-8')}{status}"

    def kill(self, child: int, after: float) -> None:
        """Kill the process some seconds later."""
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.mark.parametrize(
    ("command", "kills"),
    [("check", 20), ("fix", 10), *(pytest.param(name, 200, marks=pytest.mark.slow) for name in ("check", "fix"))],
)
def test_check_is_right_after_a_kill(tmp_path: Path, command: str, kills: int) -> None:
    """Cold and after edits, a run with a store prints what one without it prints, and no file is left behind."""
    checked, moments = Checked(tmp_path), random.Random(kills)
    began = time.monotonic()
    checked.said("--no-cache")
    duration = time.monotonic() - began
    more = ["--select", "invisible-character"] if command == "fix" else ["--output-format", "concise"]
    for number in range(kills):
        if number % 3 == 0:
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        text = "[[nowhere]] zero\u200bwidth\n" if number % 2 else "\n[[Harbour]] zero\u200bwidth [[nothing]]\n"
        (checked.vault / "Lost.md").write_text(text, encoding="utf-8")
        checked.kill(checked.start(command, *more), moments.uniform(0, duration * (1.5 if command == "fix" else 1)))
        found = checked.said()
        assert found == checked.said("--no-cache")
        assert "nowhere" in found if number % 2 else "nothing" in found
    assert list(checked.vault.rglob(".vaultlint*")) == []
    shutil.copytree(tmp_path / "cache", tmp_path / "after")
    shutil.rmtree(tmp_path / "cache")
    checked.said()
    assert names(tmp_path / "after") == names(tmp_path / "cache")
