"""Random extractions, merges, deletions and renames of words, judged by a reader that knows nothing of vaultlint."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.plain_reader import Vault
from benchmarks.random_moves import choose, contents
from tests.helpers import write_files
from tests.test_random_renames import WORDS, made
from vaultlint.cli.main import main

TAGS = {
    "English": ("sea", "sea/tide", "Boat", "boat/rope", "to-do"),
    "Chinese": ("海", "海/潮汐", "船", "船/绳结", "待办"),
}


def vault_of(language: str, chosen: random.Random) -> dict[str, str]:
    """The vault of random renames, with tags and further headings and properties."""
    files = made(language, chosen)
    for path, text in files.items():
        if path.endswith(".md"):
            tags = chosen.sample(TAGS[language], 2)
            more = f"tags: [{', '.join(tags)}]\nkind: {chosen.choice(WORDS[language]).replace(': ', '')!r}\n"
            body = f"\n### Part {len(files) + len(text)} #{tags[0]}\n\nWords #{tags[1]} and `#{tags[0]}`.\n"
            body += f"\n## Last {len(path)}\n\n[a](#Part%20x) [[#Last {len(path)}]]\n"
            text = text.replace("---\n\n", more + "---\n\n", 1) + body
            files[path] = text.replace("\n", "\r\n") if chosen.random() < 0.2 else text
    return files


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_every_link_opens_what_is_planned(tmp_path: Path, language: str, count: int) -> None:
    chosen = random.Random(len(language) * count)
    root = write_files(tmp_path, vault_of(language, chosen))
    before = Vault(root)
    done = 0
    for number in range(count):
        move = choose(before, chosen)
        old = contents(root)
        status = main([*move.arguments, "--root", str(root)])
        after = Vault(root)
        if status:
            assert contents(root) == old
            continue
        done += 1
        assert list(move.judge(before, after)) == [], move.arguments
        if number % 4 or len(after.paths) < 15:
            assert main(["undo", "--root", str(root)]) == 0
            assert contents(root) == old
        else:
            before = after
    assert done > count * 0.6
