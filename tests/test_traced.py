"""Every command on a hostile vault, watched by strace: what it starts, what it opens for writing, what it removes.

    pytest -m slow tests/test_traced.py

Needs strace (Debian has it) and Linux. `git` in front of PATH records how it is called.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import vaultlint
from tests.hostile import HARDENED, Hostile

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]
CALLS = (
    "trace=execve,execveat,open,openat,openat2,creat,unlink,unlinkat,rmdir,rename,renameat,renameat2,truncate,link,linkat,"
    "symlink,symlinkat,mkdir,mkdirat,chmod,fchmodat,chown,fchownat,connect"
)
WRITING = re.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
# What is run in turn; each on the vault that the one before left.
COMMANDS = (
    "check",
    "check",
    "check --no-cache",
    "check --since HEAD~1",
    "check --since HEAD",
    "check --staged --since HEAD",
    "check --tracked",
    "check --select all --severity info --output-format json",
    "check --output-format sarif --output-file out.sarif --also markdown=out.txt",
    "check --follow-symlinks --no-cache",
    "check --jobs 2 --no-cache",
    "check --statistics",
    "check --add-ignore",
    "check A.md",
    "fix --diff",
    "fix --since HEAD",
    "fix",
    "undo",
    "fix --unsafe-fixes --select all",
    "undo --list",
    "undo",
    "baseline --baseline b.json",
    "graph",
    "graph --output-format json -o graph.json",
    "graph --output-format mermaid -o graph.mmd",
    "suggest",
    "suggest A.md",
    "report -o r.html",
    "report -o r.html",
    "new note Fresh",
    "rename B C",
    "rename C#Head Other",
    "rename #sea #ocean",
    "rename property:kind property:sort",
    "rename sub elsewhere/",
    "rename leak.md moved.md",
    "extract C#Other Taken",
    "merge Taken C",
    "delete elsewhere/sub/D --unlink",
    "delete t/boats --redirect t/ships",
    "undo",
    "undo",
    "merge-topic ships boats --delete",
    "undo",
    "init --stdout",
    "config",
    "rule broken-link",
    "rule",
    "cache dir",
    "completion bash",
    "cache clean",
    "check nothing-there.md",
)
SPOKEN = {
    "server": ("initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
    "mcp": (
        "initialize",
        {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
    ),
}


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    """The hostile vault with links and devices that lead out, and with settings that say what nobody should do."""
    hostile = Hostile(tmp_path / "work")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("##secret \n")
    (outside / "folder").mkdir()
    (outside / "folder" / "note.md").write_text("##secret \n[[B]]\n")
    vault = hostile.vault
    vault.write(
        {
            "vaultlint.toml": "sections = []\nbaseline = '.b.json'\ncache-dir = '../outside'\n[topics]\nfolder = 't'\n"
            "[[note-types]]\nname = 'note'\npaths = ['*.md']\n",
            "A.md": "[[Old]] [[B#Head]] #sea [[gone]] [[t/ships]] [[sub/D]]  \n",
            "B.md": "---\nkind: x\n---\n# b\n\n## Head\n\ntext #sea/tide \n\n* one\n",
            "t/ships.md": "# Ships\n",
            "t/boats.md": "# Boats\n",
            "sub/D.md": "# D\n\n[[B]]\n",
            "E.md": "zero\u200bwidth 【【B】】 [B](B .md) and [[A#no]]\n",
            "map.canvas": '{"nodes":[{"id":"1","type":"file","file":"B.md"}],"edges":[]}',
            ".obsidian/app.json": "[" * 50_000,
            ".obsidian/types.json": '{"types": {"kind": [1]}}',
        }
    )
    (vault.root / "leak.md").symlink_to(outside / "secret.md")
    (vault.root / "passwd.md").symlink_to("/etc/passwd")
    (vault.root / "away").symlink_to(outside / "folder")
    (vault.root / "loop").symlink_to(vault.root)
    os.mkfifo(vault.root / "pipe.md")
    return hostile


def test_every_command(hostile: Hostile, tmp_path: Path) -> None:
    outside = {path: path.read_bytes() for path in (tmp_path / "outside").rglob("*.md")}
    wrong, seen = [], 0
    for number, command in enumerate(COMMANDS):
        trace = tmp_path / f"trace{number}"
        done = hostile.vaultlint(*command.split(" "), before=_strace(trace))
        if "ptrace" in done.err:
            pytest.skip("processes may not be traced here")
        assert done.status in (0, 1, 2), (command, done.err)
        assert "a fault of vaultlint itself" not in done.err, (command, done.err)
        seen += done.status < 2
        wrong += [(command, line) for line in _unwanted(trace, hostile)]
    assert not wrong
    assert seen > len(COMMANDS) * 0.8
    assert {path: path.read_bytes() for path in (tmp_path / "outside").rglob("*.md")} == outside
    assert not hostile.trap.exists()
    _judge_git(hostile)


@pytest.mark.parametrize("name", SPOKEN)
def test_what_answers_editors_and_agents(hostile: Hostile, tmp_path: Path, name: str) -> None:
    method, parameters = SPOKEN[name]
    uri = hostile.vault.root.as_uri()
    messages: list[dict[str, object]] = [
        {"id": 1, "method": method, "params": {**parameters, **({"rootUri": uri} if name == "server" else {})}},
        {"method": "initialized" if name == "server" else "notifications/initialized", "params": {}},
    ]
    if name == "server":
        document = {"uri": uri + "/A.md", "languageId": "markdown", "version": 1, "text": "[[B]]  \n[[gone]]\n"}
        where = {"textDocument": {"uri": document["uri"]}, "position": {"line": 0, "character": 3}}
        messages += [
            {"method": "textDocument/didOpen", "params": {"textDocument": document}},
            {"id": 2, "method": "textDocument/hover", "params": where},
            {"id": 3, "method": "textDocument/rename", "params": {**where, "newName": "Q"}},
            {"id": 4, "method": "shutdown", "params": None},
            {"method": "exit", "params": None},
        ]
    else:
        asked = [("check", {}), ("fix", {}), ("explain_rule", {"rule": "broken-link"}), ("find_notes", {"query": "b"})]
        messages += [
            {"id": 2 + index, "method": "tools/call", "params": {"name": tool, "arguments": given}}
            for index, (tool, given) in enumerate(asked)
        ]
    spoken = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    framed = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(each), each) for each in spoken)
    trace = tmp_path / "trace"
    done = hostile.vaultlint(
        name, before=_strace(trace), said=framed if name == "server" else b"\n".join(spoken) + b"\n"
    )
    if "ptrace" in done.err:
        pytest.skip("processes may not be traced here")
    assert '"id":1' in done.out.replace(" ", ""), done.err
    assert list(_unwanted(trace, hostile)) == []
    assert not hostile.trap.exists()
    _judge_git(hostile)


def _strace(trace: Path) -> tuple[str, ...]:
    return ("strace", "-f", "-qq", "-s", "4096", "-y", "-e", CALLS, "-o", str(trace))


def _unwanted(trace: Path, hostile: Hostile) -> Iterator[str]:
    """The calls that start anything but git, that reach for the network, or that write or remove where nobody may."""
    compiled = [path.parent / "__pycache__" for path in Path(vaultlint.__file__).parent.rglob("*.py")]
    given = (hostile.vault.folder, *hostile.own, hostile.records, "/dev/null", "/dev/tty", *compiled)
    allowed = tuple({str(path) for path in given})
    for line in trace.read_text(errors="replace").splitlines():
        if " = -1 " in line or "(" not in line or "resumed>" in line:
            continue
        call = line.split("(")[0].split()[-1]
        paths = re.findall('"((?:[^"\\\\]|\\\\.)*)"', line)
        if call.startswith("execve"):
            program = os.path.basename(paths[0])
            if not program.startswith(("git", "python", "strace")) and program not in ("sh", "env"):
                yield line
        elif call == "connect":
            if "AF_UNIX" not in line:
                yield line
        elif not call.startswith("open") or WRITING.search(line):
            at = re.match(r"[^(]*\((?:AT_FDCWD|\d+)<([^>]*)>", line)
            folder = at[1] if at else str(hostile.vault.root)
            for path in paths:
                real = os.path.normpath(os.path.join(folder, path))
                if not real.startswith(allowed) and not real.startswith("/proc/self"):
                    yield line


def _judge_git(hostile: Hostile) -> None:
    """Every call of git had all options that keep it from running or fetching anything."""
    rows = [line.split("\x1f") for line in hostile.records.read_text().splitlines()] if hostile.records.exists() else []
    for _, protocol, _, *arguments in rows:
        assert protocol == "none"
        assert all(word in arguments[:42] for word in HARDENED), arguments
