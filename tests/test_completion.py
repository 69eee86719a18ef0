"""Shell completion, in real shells: what a person gets who types and presses Tab."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import cli, main
from vaultlint.cli.shells import Typed

fcntl = pytest.importorskip("fcntl")
pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

_WAIT = 20.0  # seconds, for a machine that is busy
_BREAKS = " \t\n\"'><=;|&(:"
_FILES = {
    "vaultlint.toml": '[[note-types]]\nname = "博客 文章"\npaths = ["01-博客/**"]\nfolders = ["01-博客/*"]\n'
    '[[note-types]]\nname = "blank"\npaths = ["x/**"]\n',
    "00-元语/Agent.md": "## 定义\n\n#茶/绿 `x`\n",
    ".obsidian/types.json": '{"types": {"状态": "text", "标题": "text"}}',
    "00-元语/茶 道.md": "",
    "01-博客/Open AI/GPT-5：发布 “现场”.md": "",
    "01-博客/Open AI/It's $5 & more.md": "",
    "01-博客/宝玉/独一无二的笔记.md": "",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    vault = write_files(tmp_path / "vault", _FILES)
    program = tmp_path / "bin" / "vaultlint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vaultlint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return vault


def complete(vault: Path, line: str) -> list[str]:
    """What the program answers to bash: the values, ready to be inserted."""
    environment = os.environ | {"COMP_LINE": line, "COMP_BREAKS": _BREAKS, "_VAULTLINT_COMPLETE": "bash_complete"}
    command = [sys.executable, "-m", "vaultlint"]
    done = subprocess.run(command, cwd=vault, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


CASES = [
    ("vaultlint sug", ["=suggest"]),
    ("vaultlint check --select broken-l", ["=broken-link"]),
    ("vaultlint check --ignore topics,broken-l", ["=topics,broken-link"]),
    ("vaultlint check --output-format con", ["=concise"]),
    ("vaultlint rule topic-c", ["=topic-count"]),
    ("vaultlint check --config rules.topic-count.mi", ["open", "=rules.topic-count.min="]),
    ("vaultlint check --config lint.fail", ["open", "=lint.fail-on="]),
    ("vaultlint check ", ["files"]),
    ("vaultlint new ", ["=博客\\ 文章", "=blank", "=default"]),
    ("vaultlint new 博客\\ 文章 标题 --folder O", ["=Open\\ AI"]),
    ("vaultlint suggest 01", ["open", "=01-博客/"]),
    ("vaultlint suggest 01-博客/宝", ["open", "=01-博客/宝玉/"]),
    ("vaultlint suggest 独", ["=独一无二的笔记"]),
    ("vaultlint suggest 01-博客/Open\\ AI/G", ["=01-博客/Open\\ AI/GPT-5：发布\\ “现场”.md"]),
    ('vaultlint suggest "01-博客/Open AI/G', ["=01-博客/Open AI/GPT-5：发布 “现场”.md"]),
    ("vaultlint suggest It", ["=It\\'s\\ \\$5\\ \\&\\ more"]),
    ('vaultlint suggest "It', ["=It's \\$5 & more"]),
    ("vaultlint suggest 'It", ["=It'\\''s $5 & more"]),
    ("vaultlint graph --around 独", ["=独一无二的笔记"]),
    ("vaultlint rename 00-元语/Agent\\#定", ["=00-元语/Agent\\#定义"]),
    ("vaultlint rename '#茶", ["=#茶/绿"]),
    ("vaultlint rename 'property:状", ["=property:状态"]),
    ("vaultlint extract 00-元语/Agent\\#定", ["=00-元语/Agent\\#定义"]),
    ("vaultlint merge Agent 茶", ["=茶\\ 道"]),
    ("vaultlint delete 茶", ["=茶\\ 道"]),
    ("vaultlint merge-topic Ag", ["=Agent"]),
    ("vaultlint merge-topic Agent 茶", ["=茶\\ 道"]),
    ("vaultlint completion z", ["=zsh"]),
    ("vaultlint suggest 没有", []),
    ("vaultlint new 没有 x --folder ", []),
]


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_completions(vault: Path, line: str, expected: list[str]) -> None:
    assert complete(vault, line) == expected


def test_every_command_is_offered(vault: Path) -> None:
    assert complete(vault, "vaultlint ") == [f"={name}" for name in cli.list_commands(None)]  # type: ignore[arg-type]


def test_a_broken_configuration_is_no_reason_to_talk(vault: Path) -> None:
    (vault / "vaultlint.toml").write_text("sections = 3 = 4", encoding="utf-8")
    assert complete(vault, "vaultlint new ") == complete(vault, "vaultlint suggest 0") == []


TYPED = [
    ("a b", ["a"], "b", ""),
    ("a ", ["a"], "", ""),
    ('a "b c', ["a"], "b c", '"'),
    ("a 'b \"c", ["a"], 'b "c', "'"),
    ("a b\\ c", ["a"], "b c", ""),
    ('a "b c" d', ["a", "b c"], "d", ""),
]


@pytest.mark.parametrize(("line", "words", "value", "quote"), TYPED)
def test_lines_as_they_are_typed(line: str, words: list[str], value: str, quote: str) -> None:
    typed = Typed(line)
    assert (typed.words, typed.value, typed.quote) == (words, value, quote)


def test_bash_replaces_what_follows_a_word_break() -> None:
    assert Typed("x a:b").inserted("a:bcd", _BREAKS) == "bcd"
    assert Typed("x --root=/a").inserted("--root=/abc", _BREAKS) == "/abc"
    assert Typed('x "a:b').inserted("a:bcd", _BREAKS) == "a:bcd"


START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source <(vaultlint completion bash)"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit && compinit -u -D && source <(vaultlint completion zsh)"),
    "fish": (["fish", "--no-config", "-i"], "vaultlint completion fish | source"),
}
KEYS = [
    ("vaultlint sugg\t", ["vaultlint", "suggest"]),
    ("vaultlint suggest 独\t", ["vaultlint", "suggest", "独一无二的笔记"]),
    ("vaultlint suggest 01\tOp\tGPT\t", ["vaultlint", "suggest", "01-博客/Open AI/GPT-5：发布 “现场”.md"]),
    ("vaultlint suggest It\t", ["vaultlint", "suggest", "It's $5 & more"]),
    ("vaultlint new 博\t标题", ["vaultlint", "new", "博客 文章", "标题"]),
    ("vaultlint check --select unclosed\t", ["vaultlint", "check", "--select", "unclosed-fence"]),
]


def own_terminal() -> None:
    """Make the standard input the terminal that controls this process: fish insists on one."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Shell:
    """An interactive shell on a terminal of its own."""

    def __init__(self, name: str, vault: Path) -> None:
        command, setup = START[name]
        environment = os.environ | {
            "PATH": f"{vault.parent / 'bin'}:{os.environ['PATH']}",
            "HOME": str(vault.parent),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            "PS1": "> ",
        }
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            command,
            cwd=vault,
            env=environment,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
            preexec_fn=own_terminal,
        )
        os.close(follower)
        self.send("\n")
        self.pause()
        self.send(setup + "; printf '%s%s\\n' read y\n")
        self.until("ready\r\n")

    def words(self, keys: str) -> list[str]:
        """The words of the command line after some keys, as the shell would pass them to the program."""
        for part in keys.split("\t")[:-1]:
            self.send(part + "\t")
            self.pause()
        self.send(keys.rpartition("\t")[2])
        self.send("\x01printf '<%s>' \x05; printf '%s%s\\n' do ne\n")
        seen = self.until("done\r\n")
        line = seen.rpartition("<vaultlint>")
        return ["vaultlint", *line[2].partition("done\r\n")[0].strip("<>").split("><")]

    def send(self, text: str) -> None:
        os.write(self.leader, text.encode())

    def pause(self) -> None:
        """Wait until the shell has been silent for a moment after its first answer."""
        self._read(_WAIT)
        while self._read(0.5):
            pass

    def until(self, text: str) -> str:
        seen, end = "", time.monotonic() + _WAIT
        while text not in seen and time.monotonic() < end:
            seen += self._read(0.2)
        return seen

    def _read(self, seconds: float) -> str:
        ready, _, _ = select.select([self.leader], [], [], seconds)
        return os.read(self.leader, 65536).decode(errors="replace") if ready else ""

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.leader)


@pytest.mark.parametrize("name", START)
def test_real_shells(vault: Path, name: str) -> None:
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    shell = Shell(name, vault)
    try:
        assert [shell.words(keys) for keys, _ in KEYS] == [words for _, words in KEYS]
    finally:
        shell.close()


@pytest.mark.parametrize("name", START)
def test_scripts(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", name]) == 0
    assert f"_VAULTLINT_COMPLETE={name}_complete" in capsys.readouterr().out
