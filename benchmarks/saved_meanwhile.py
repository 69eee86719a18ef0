"""The real program while an editor saves a note at a random moment: `python -m benchmarks.saved_meanwhile --runs 50`.

For `rename` and `fix` each: the note must be as it was saved, or as it was saved with just what the command does to it;
the other notes are all changed, or none where the exit status says so. Exit status 1 otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

NOTES = 150
TYPED = "A sentence that was just typed. "
SETTINGS = "sections = []\n[lint]\nselect = ['invisible-character']\n"
NOTE = "# Note {}\n\nSee [[Target]] and [[Target#Part|that]].\n\nzero\u200bwidth\n\n" + "Words of no weight.\n" * 40


class Command(NamedTuple):
    """A command, and what it does to a note."""

    arguments: tuple[str, ...]
    done: Callable[[str], str]


COMMANDS = {
    "rename": Command(("rename", "Target", "Aim"), lambda text: text.replace("[[Target", "[[Aim")),
    "fix": Command(("fix", "-q"), lambda text: text.replace("\u200b", "")),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice, damaged = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        for name, command in COMMANDS.items():
            trial = Trial(Path(folder) / name, command)
            found = Counter(trial.run(dice) for _ in range(options.runs))
            damaged += sum(count for state, count in found.items() if state.startswith("DAMAGED"))
            print(f"{name}: {dict(found)}")
    return 1 if damaged else 0


class Trial:
    """A vault, and a command that is run in a fresh copy of it."""

    def __init__(self, folder: Path, command: Command) -> None:
        self.vault, self.command = folder / "vault", command
        self.environment = os.environ | {f"VAULTLINT_{each}_DIR": str(folder / each) for each in ("STATE", "CACHE")}
        self.before = {f"{index}.md": NOTE.format(index) for index in range(NOTES)}
        self.fresh()
        started = time.monotonic()
        self.start().wait()
        self.duration = time.monotonic() - started

    def fresh(self) -> None:
        """Put the vault back."""
        shutil.rmtree(self.vault, ignore_errors=True)
        self.vault.mkdir(parents=True)
        files = {"vaultlint.toml": SETTINGS, "Target.md": "# Target\n\n## Part\n", **self.before}
        for path, text in files.items():
            (self.vault / path).write_text(text, encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "vaultlint", self.command.arguments[0], "--root", str(self.vault)]
        return subprocess.Popen(
            [*command, *self.command.arguments[1:]],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, dice: random.Random) -> str:
        """What came of one run."""
        self.fresh()
        path = dice.choice(sorted(self.before))
        saved = TYPED + self.before[path]
        process = self.start()
        time.sleep(dice.uniform(0.2, 1.0) * self.duration)
        (self.vault / path).write_text(saved, encoding="utf-8")
        status = process.wait()
        found = {each.name: each.read_text("utf-8") for each in self.vault.glob("*") if each.name in self.before}
        others = {name: text for name, text in found.items() if name != path}
        done = [name for name, text in others.items() if text == self.command.done(self.before[name])]
        if any(text not in (self.before[name], self.command.done(self.before[name])) for name, text in others.items()):
            return "DAMAGED: another note"
        if found[path] not in (saved, self.command.done(saved)):
            return "DAMAGED: what was typed"
        if [each for each in self.vault.iterdir() if each.name.startswith(".")]:
            return "DAMAGED: a stray file"
        if len(done) not in (0, len(others)) or (status != 0 and done):
            return "DAMAGED: half done"
        return f"status {status}, the note {'as saved' if found[path] == saved else 'saved and changed'}"


if __name__ == "__main__":
    sys.exit(main())
