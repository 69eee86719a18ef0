"""What a call of a tool of `vaultlint mcp` costs beyond the transport: `python -m benchmarks.agents VAULT`.

The vault is copied first. For each tool the processor time of the fastest of several calls is shown, in milliseconds:
with nothing changed since the last call, and after one line was appended to one note.
"""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vaultlint.cli.mcp import Opening
from vaultlint.cli.options import CheckOptions
from vaultlint.mcp import looking, writing
from vaultlint.mcp.desk import Desk
from vaultlint.mcp.writing import Consent

CALLS = 7
DRAFT = "# 标题\n\n## 正文\n\n正文写在这里，提到 [[{name}]]。\n"
Call = Callable[[], dict[str, Any]]


def calls_on(desk: Desk, path: str) -> dict[str, Call]:
    """The tools, each with a call as an agent makes it; what writes is only asked for dry runs."""
    name = path.removesuffix(".md").rpartition("/")[2]
    return {
        "check": lambda: looking.check(desk, [], [], "info", 20),
        "check (one note)": lambda: looking.check(desk, [path], [], "info", 20),
        "explain": lambda: looking.explain(desk, "broken-link"),
        "check_text": lambda: looking.check_text(desk, path, DRAFT.format(name=name), 20),
        "links": lambda: looking.links(desk, path, 20),
        "suggest (links)": lambda: looking.suggest(desk, path, ["links"], 5),
        "suggest (all kinds)": lambda: looking.suggest(desk, path, [], 5),
        "fix (one note)": lambda: writing.fix(desk, [path], False, Consent()),
        "rename": lambda: writing.rename(desk, path, name + "-2", Consent()),
    }


def fastest(desk: Desk, name: str, call: Call, before: Callable[[], None], times: int = CALLS) -> float:
    """The milliseconds of processor time of the fastest call, the look at the disk included."""
    found = []
    for _ in range(times):
        before()
        started = time.process_time()
        (desk.settle if name == "explain" else desk.refresh)()
        call()
        found.append(time.process_time() - started)
    return min(found) * 1000


def rows(vault: str) -> list[tuple[str, float, float]]:
    """For each tool the milliseconds with nothing changed, and after a change of a note."""
    desk = Desk(lambda: Opening(CheckOptions(root=vault)))
    desk.refresh()
    desk.findings()
    gc.collect()
    gc.freeze()
    paths = desk.workspace.found.notes
    path, other = paths[len(paths) // 2], Path(vault) / paths[len(paths) // 3]
    found = []
    for name, call in calls_on(desk, path).items():
        call()

        def change() -> None:
            other.write_bytes(other.read_bytes() + b"\none more line\n")

        warm = fastest(desk, name, call, lambda: None)
        found.append((name, warm, fastest(desk, name, call, change, 3)))
    desk.forget()
    return found


def main(vault: str) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copytree(vault, Path(folder) / "vault", symlinks=True)
        print("| call | nothing changed, ms | after a change, ms |\n|---|---|---|")
        for name, warm, changed in rows(str(copied)):
            print(f"| {name} | {warm:.0f} | {changed:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1])
