"""How fast the language server answers, beside rumdl's, driven by the same client.

    python -m benchmarks.server VAULT [--scales 1,10] [--work FOLDER] [--rumdl PROGRAM]

VAULT is only read: what is measured is a replica of it. The first start of a scale is cold, the second finds the store.
A figure is processor time of the server, and of processes that it has started and that have ended, which does not
depend on what else the machine does; then wall-clock time: of one start, or of one request out of several. Ratios are
to rumdl; where it answers nothing, there is none.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.copies import build_replica, notes_of
from benchmarks.lsp_client import Client

ROUNDS = 20
_CAPABILITIES = {"workspace": {"workspaceEdit": {"documentChanges": True}}}


class Cost(NamedTuple):
    """Seconds: of the processor, and of the clock; or megabytes."""

    processor: float
    wall: float
    unit: str = "s"

    def __str__(self) -> str:
        if self.unit == "MB":
            return f"{self.processor:.0f} MB"
        return f"{_shown(self.processor)} ({_shown(self.wall)})"


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault")
    parser.add_argument("--scales", default="1")
    parser.add_argument("--work")
    parser.add_argument("--rumdl", default="rumdl")
    asked = parser.parse_args()
    work = asked.work or tempfile.mkdtemp()
    for scale in map(int, asked.scales.split(",")):
        replica = Path(build_replica(asked.vault, work, scale))
        cache = tempfile.mkdtemp(dir=work)
        ours, theirs = [sys.executable, "-m", "vaultlint", "server"], [asked.rumdl, "server", "--stdio"]
        columns = [_measure(command, replica, cache) for command in (ours, ours, theirs)]
        print(f"\n{len(notes_of(str(replica))):,} notes: processor time (clock)\n")
        print("| what | vaultlint, cold | vaultlint, store is there | rumdl | ratio |\n|---|---:|---:|---:|---:|")
        for what in columns[0]:
            print(_row(what, *(column.get(what) for column in columns)), flush=True)


def _row(what: str, cold: Cost | None, warm: Cost | None, other: Cost | None) -> str:
    ratio = f"{warm.processor / other.processor:.2f}" if warm and other and other.processor else "–"
    return f"| {what} | " + " | ".join(str(each) if each else "–" for each in (cold, warm, other)) + f" | {ratio} |"


def _measure(command: list[str], root: Path, cache: str) -> dict[str, Cost]:
    """The figures of one server."""
    paths = sorted(Path(path) for path in notes_of(str(root)))
    note = max((root / path for path in paths[:200]), key=lambda path: path.read_text("utf-8").count("[["))
    uri, text = note.as_uri(), note.read_text("utf-8")
    started = time.perf_counter()
    client = Client(command, {"VAULTLINT_CACHE_DIR": cache})

    def until_now() -> Cost:
        return Cost(_processor_time(client.process.pid), time.perf_counter() - started)

    client.begin(root, capabilities=_CAPABILITIES)
    client.open(uri, text)
    client.wait(lambda: uri in client.problems, 3600)
    found = {"first diagnostics of the open note": until_now()}
    if "vaultlint" in command:
        client.ask("workspace/diagnostic", {"previousResultIds": []}, 3600)
        found["diagnostics of the whole vault"] = until_now()
    client.at("textDocument/references", uri, *_a_link(text), context={"includeDeclaration": True})
    _quiet(client)
    version = 1

    def edit() -> bool:
        nonlocal version
        version += 1
        client.change(uri, f"{text}\nOne more line, number {version}.\n", version)
        client.wait(lambda: client.problems[uri].get("version") == version)
        return True

    found["diagnostics after an edit"] = _cost(client, edit)
    _quiet(client)
    for name in ("definition", "hover"):
        method = f"textDocument/{name}"
        _put(found, name, _cost(client, lambda method=method: client.at(method, uri, *_a_link(text)).get("result")))
    typed = f"{text}\n[[a"
    client.change(uri, typed, version + 1)
    _quiet(client)
    last = typed.count("\n")
    completing: Callable[[], Any] = lambda: _items(client.at("textDocument/completion", uri, last, 3))  # noqa: E731
    _put(found, "completion", _cost(client, completing))
    _put(found, "code actions", _cost(client, lambda: _actions(client, uri)))
    found["memory"] = Cost(_memory(client.process.pid), 0, "MB")
    client.process.kill()
    return found


def _put(found: dict[str, Cost], what: str, cost: Cost | None) -> None:
    if cost is not None:
        found[what] = cost


def _cost(client: Client, work: Callable[[], Any]) -> Any:
    """What a request costs on the average; None where its answer is empty."""
    if not work():
        return None
    processor, wall = _processor_time(client.process.pid), time.perf_counter()
    for _ in range(ROUNDS):
        work()
    spent = _processor_time(client.process.pid) - processor
    return Cost(spent / ROUNDS, (time.perf_counter() - wall) / ROUNDS)


def _quiet(client: Client) -> None:
    """Wait until the server does nothing any more."""
    before = -1.0
    while (now := _processor_time(client.process.pid)) > before:
        before = now
        time.sleep(1)


def _items(answer: dict[str, Any]) -> Any:
    result = answer.get("result")
    return result.get("items") if isinstance(result, dict) else result


def _actions(client: Client, uri: str) -> Any:
    """What can be done about the first problem that the server has told."""
    told = client.problems[uri]["diagnostics"]
    place = told[0]["range"]["start"] if told else {"line": 0, "character": 0}
    asked = {"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}}
    return client.ask("textDocument/codeAction", asked).get("result")


def _a_link(text: str) -> tuple[int, int]:
    for number, line in enumerate(text.split("\n")):
        if "[[" in line:
            return number, len(line[: line.index("[[")].encode("utf-16-le")) // 2 + 3
    return 0, 0


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _processor_time(process: int) -> float:
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> int:
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        rows = dict(line.split(":", 1) for line in file)
    return int(rows["VmRSS"].split()[0]) // 1024


if __name__ == "__main__":
    main()
