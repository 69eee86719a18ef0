"""Random edits that add nothing, and a few that do: `--since` and the baseline report exactly what was added."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.git_vault import GitVault

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'sections = []\n[lint]\nselect = ["broken-link", "list-marker"]\n'
FILE = "known.json"


def first(number: int) -> list[str]:
    """The lines of a note: sections with links that lead nowhere, some of them alike, and starred items."""
    lines = [f"Opening of {number}.", ""]
    for part in range(4):
        lines += [f"## Part {part}", "", f"[[gone {number}]] and [[lost {part}]]", "", "* one", f"* two of {part}", ""]
        lines += [f"Words {number} {part} {word}" for word in range(6)] + [""]
    return lines


def stirred(lines: list[str], chosen: random.Random) -> list[str]:
    """The same with headings put in, taken out and renamed, and with lines moved; no fault is added."""
    lines = list(lines)
    for _ in range(chosen.randint(1, 6)):
        headings = [index for index, line in enumerate(lines) if line.startswith("## ")]
        match chosen.randrange(5):
            case 0:
                lines[(at := chosen.choice(_gaps(lines))) : at] = ["", f"## New {chosen.randrange(99)}", ""]
            case 1 if headings:
                del lines[chosen.choice(headings)]
            case 2 if headings:
                lines[chosen.choice(headings)] = f"### Renamed {chosen.randrange(99)}"
            case 3:
                moved = lines.pop(chosen.choice([at for at, line in enumerate(lines) if "[[" in line]))
                lines[(at := chosen.choice(_gaps(lines))) : at] = ["", moved, ""]
            case _:
                items = [index for index, line in enumerate(lines) if line.startswith("* two")]
                if items:
                    del lines[chosen.choice(items)]
    return lines


def _gaps(lines: list[str]) -> list[int]:
    return [index for index, line in enumerate(lines) if not line]


@pytest.mark.parametrize("seed", range(2))
def test_exactly_what_was_added(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    vault = GitVault(tmp_path / "vault", cache=True)
    notes = {f"n{number}.md": first(number) for number in range(12)}
    vault.commit({"vaultlint.toml": CONFIG, **{path: "\n".join(lines) for path, lines in notes.items()}})
    vault.vaultlint("baseline", "--baseline", FILE)
    added: Counter[tuple[str, str]] = Counter()
    for path, lines in notes.items():
        (vault.root / path).unlink()
        today = chosen.choice([path, f"renamed/{path}", f"new name of {path}"])
        lines = stirred(lines, chosen)
        for word in chosen.sample([path, path, "lost 0", "lost 0", "lost 3"], chosen.choice([0, 0, 1, 3])):
            lines += ["", f"[[{(word := word.replace('n', 'gone ').removesuffix('.md'))}]]"]
            added[today, word] += 1
        vault.write({today: "\n".join(lines)})
    vault.git("add", "-A")
    for options in (("--since", "HEAD"), ("--staged", "--since", "HEAD"), ("--baseline", FILE)):
        found = Counter((line.split(":")[0], line.split("`")[1]) for line in vault.check(*options))
        assert found == added, options
