"""Random renames over an English and a Chinese vault; a plain reader that knows nothing of vaultlint judges each.

No link opens another file, heading or block than before, none is newly ambiguous, and nothing but links changes; then
`vaultlint undo` gives back every byte.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.check_rename import compare
from benchmarks.plain_reader import Vault
from benchmarks.random_renames import choose
from tests.helpers import write_files
from vaultlint.cli.main import main

WORDS = {
    "English": ("tide", "harbour wall", "Old Mill", "salt", "rope & knots", "The ferry", "It's late", "sand (fine)"),
    "Chinese": ("潮汐", "港口 码头", "老磨坊", "盐", "绳结：入门", "渡船", "夜航（二）", "沙"),
}
FOLDERS = {"English": ("", "shore", "shore/north", "notes"), "Chinese": ("", "海岸", "海岸/北", "00-元语")}


def made(language: str, chosen: random.Random) -> dict[str, str]:
    """A vault in which notes link to each other in every way; two notes may have one name."""
    words, folders = WORDS[language], FOLDERS[language]
    paths = sorted({f"{chosen.choice(folders)}/{chosen.choice(words)}".lstrip("/") for _ in range(24)})
    headings = {path: f"{chosen.choice(words)} {index}" for index, path in enumerate(paths)}
    files = {f"{path}.md": note(path, paths, headings, chosen) for path in paths}
    nodes = ",".join(
        f'{{"id":"{index}","styleAttributes":{{"a":{{}}}},"type":"file","file":"{path}.md"}}'
        for index, path in enumerate(paths[::5])
    )
    files["map.canvas"] = f'{{"nodes":[{nodes},{{"type":"text","text":"[[{paths[0]}]] \\"x\\""}}],"edges":[]}}'
    files[f"{folders[1]}/picture.png"] = ""
    return files


def note(path: str, paths: list[str], headings: dict[str, str], chosen: random.Random) -> str:
    lines = ["---", f'up: "[[{chosen.choice(paths)}]]"', f"also: '[m](/{address(chosen.choice(paths))})'", "---", ""]
    lines = [line.replace("'s", "''s") if line.startswith("also") else line for line in lines]
    lines += [f"## {headings[path]}", "", f"Some words. ^{block(path, headings)}", ""]
    for _ in range(6):
        lines += [link(chosen.choice(paths), headings, chosen), ""]
    return "\n".join(lines) + "\n"


def block(path: str, headings: dict[str, str]) -> str:
    """A block id that no other note has."""
    return f"here-{list(headings).index(path)}"


def address(path: str) -> str:
    return f"{path}.md".replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def link(path: str, headings: dict[str, str], chosen: random.Random) -> str:
    heading = headings[path].replace(":", " ")
    return chosen.choice(
        [
            f"See [[{path}]] and ![[{path}#^{block(path, headings)}]].",
            f"- [[{path}#{heading}|{path.rpartition('/')[2]}]]",
            f"> [words]({address(path)}#{heading.replace('(', '%28').replace(')', '%29').replace(' ', '%20')}) here",
            f"| a |\n|---|\n| [[{path}\\|x]] |",
            f"[a *b*](</{path}.md>) `[[{path}]]` ==x==",
        ]
    )


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("count", [12, pytest.param(300, marks=pytest.mark.slow)])
def test_every_link_opens_what_it_did(tmp_path: Path, language: str, count: int) -> None:
    chosen = random.Random(len(language) + count)
    root = write_files(tmp_path, made(language, chosen))
    before = Vault(root)
    done = 0
    for _ in range(count):
        rename = choose(before, chosen)
        old = {path: (root / path).read_bytes() for path in before.paths}
        status = main(["rename", "--root", str(root), "--", rename.old, rename.new])
        after = Vault(root)
        if status:
            assert {path: (root / path).read_bytes() for path in after.paths} == old
            continue
        done += 1
        touched = {
            rename.moves.get(path, path)
            for path in before.paths
            if (root / rename.moves.get(path, path)).read_bytes() != old[path]
        }
        touched |= set(rename.moves.values())
        assert list(compare(before, after, rename, touched)) == []
        if chosen.random() < 0.3:
            assert main(["undo", "--root", str(root)]) == 0
            after = Vault(root)
            assert {path: (root / path).read_bytes() for path in after.paths} == old
        before = after
    assert done > count // 2
