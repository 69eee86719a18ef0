"""How fast the language server answers, beside rumdl's, driven by the same client.

    python -m benchmarks.server VAULT [--scales 1,10] [--work FOLDER] [--rumdl PROGRAM]

VAULT is only read: what is measured is a replica of it. Times are wall-clock seconds of one process each, medians over
rounds; the first start of a scale is cold, the second finds the store.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.copies import build_replica, notes_of
from benchmarks.lsp_client import Client

ROUNDS = 7
_CAPABILITIES = {"workspace": {"workspaceEdit": {"documentChanges": True}}}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault")
    parser.add_argument("--scales", default="1")
    parser.add_argument("--work")
    parser.add_argument("--rumdl")
    asked = parser.parse_args()
    work = asked.work or tempfile.mkdtemp()
    print("| notes | server | what | figure |\n|---:|---|---|---:|")
    for scale in map(int, asked.scales.split(",")):
        replica = Path(build_replica(asked.vault, work, scale))
        ours = [sys.executable, "-m", "vaultlint", "server"]
        cache = tempfile.mkdtemp(dir=work)
        for name, command in (("vaultlint, cold", ours), ("vaultlint", ours), ("rumdl", _rumdl(asked.rumdl))):
            if command:
                for what, figure in _measure(command, replica, cache):
                    print(f"| {len(notes_of(str(replica))):,} | {name} | {what} | {figure} |", flush=True)


def _rumdl(program: str | None) -> list[str]:
    return [program, "server", "--stdio"] if program else []


def _measure(command: list[str], root: Path, cache: str) -> list[tuple[str, str]]:
    """The figures of one server."""
    paths = sorted(Path(path) for path in notes_of(str(root)))
    note = max((root / path for path in paths[:200]), key=lambda path: path.read_text("utf-8").count("[["))
    uri, text = note.as_uri(), note.read_text("utf-8")
    started = time.perf_counter()
    client = Client(command, {"VAULTLINT_CACHE_DIR": cache})
    client.begin(root, capabilities=_CAPABILITIES)
    client.open(uri, text)
    client.wait(lambda: uri in client.problems, 600)
    found = [("first diagnostics of the open note", _shown(time.perf_counter() - started))]
    found.append(("processor time until then", _shown(_processor_time(client.process.pid))))
    if "vaultlint" in command:
        client.ask("workspace/diagnostic", {"previousResultIds": []}, 1200)
        found.append(("whole vault", _shown(time.perf_counter() - started)))
        found.append(("processor time until then", _shown(_processor_time(client.process.pid))))
        time.sleep(1)
    line, column = _a_link(text)
    for method in ("textDocument/definition", "textDocument/hover"):
        found.append((method.rpartition("/")[2], _median(lambda method=method: client.at(method, uri, line, column))))
    version = 1

    def edit() -> None:
        nonlocal version
        version += 1
        client.change(uri, f"{text}\nOne more line, number {version}.\n", version)
        client.wait(lambda: client.problems[uri].get("version") == version)

    found.append(("diagnostics after an edit", _median(edit)))
    typed = f"{text}\n[[a"
    client.change(uri, typed, version + 1)
    last = typed.count("\n")
    found.append(("completion", _median(lambda: client.at("textDocument/completion", uri, last, 3))))
    found.append(("code actions", _median(lambda: _actions(client, uri))))
    found.append(("memory", f"{_memory(client.process.pid)} MB"))
    client.process.kill()
    return found


def _actions(client: Client, uri: str) -> Any:
    place = {"line": 0, "character": 0}
    asked = {"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}}
    return client.ask("textDocument/codeAction", asked)


def _a_link(text: str) -> tuple[int, int]:
    for number, line in enumerate(text.split("\n")):
        if "[[" in line:
            return number, len(line[: line.index("[[")].encode("utf-16-le")) // 2 + 3
    return 0, 0


def _median(work: Callable[[], Any]) -> str:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return _shown(statistics.median(times))


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _processor_time(process: int) -> float:
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> int:
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        rows = dict(line.split(":", 1) for line in file)
    return int(rows["VmRSS"].split()[0]) // 1024


if __name__ == "__main__":
    main()
