"""Globs, gitignore lines, settings and regular expressions that somebody wrote to make a run hang."""

from __future__ import annotations

import json
import re
import sys
import warnings
from pathlib import Path

import pytest

from tests.git_vault import run
from tests.helpers import assert_growth, write_files
from vaultlint.config.errors import ConfigError
from vaultlint.config.load import settings_from_text
from vaultlint.config.strings import check_glob
from vaultlint.globs import compile_glob, matches
from vaultlint.vault.ignore import Ignored
from vaultlint.vault.obsidian import read_obsidian_settings
from vaultlint.vault.source import DiskSource, MemorySource


@pytest.mark.parametrize(
    ("glob", "yes", "no"),
    [
        ("*.md", "a.md", "a/b.md"),
        ("**/*.md", "a/b/c.md", "a/b.png"),
        ("a/**/b", "a/b a/x/b a/x/y/b", "a/xb b"),
        ("a/", "a/x a/b/c", "a ab/x"),
        ("./a/**", "a/x", "b/a/x"),
        ("**a**b", "xayb a/b/ab", "b/a"),
        ("a*b*c", "abc axbyc abcbc", "ab/c ac"),
        ("a**/x*y*z", "a/xyz a/xy/xyz ab/c/xz/xyz", "a/xy a/xz/y"),
        ("{a,b/*}.md", "a.md b/c.md", "b.md"),
        ("[!a-c]?", "d1", "a1 /a d"),
        ("[]a]", "] a", "b"),
        ("日记/**/[一二]*", "日记/一月 日记/2026/二月", "日记/三月"),
    ],
)
def test_globs(glob: str, yes: str, no: str) -> None:
    assert [path for path in yes.split() if not matches(path, (glob,))] == []
    assert [path for path in no.split() if matches(path, (glob,))] == []


def test_too_many_alternatives() -> None:
    assert "more than 200 alternatives" in check_glob("{a,b}" * 9)
    assert check_glob("{a,b}{c,d,e}") == ""


@pytest.mark.parametrize(
    ("glob", "unit"),
    [("*a" * 30 + "c", "a"), ("**a" * 30 + "c", "a"), ("**/a/" * 30 + "z", "a/"), ("**/*a*a*a*b/" * 9 + "z", "aaa/")],
)
def test_time_is_polynomial(glob: str, unit: str) -> None:
    """Four times the path takes sixteen times the time at worst; one star more would take a power more."""
    compiled = compile_glob(glob)
    assert not compiled.match(unit * 1000 + "x")
    assert_growth(lambda size: compiled.match(unit * 250 * size + "x"), times=4, most=60)


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        (["*.md"], "a/b.md", True),
        (["/a.md"], "b/a.md", False),
        (["b/"], "a/b/c.md", True),
        (["b/"], "a/b", False),
        (["a/b"], "x/a/b", False),
        (["**/b"], "x/a/b", True),
        (["a/**"], "a/x", True),
        (["*.md", "!keep.md"], "a/keep.md", False),
        (["a/", "!a/keep.md"], "a/keep.md", True),
        (["#x", "\\#x"], "#x", True),
        (["x  ", "y\\ "], "x", True),
        (["[[:digit:]]*"], "1.md", True),
        (["[a"], "[a", False),
        (["a\r"], "a", True),
        (["*a" * 40 + "c"], "a" * 2000, False),
    ],
)
def test_gitignore(lines: list[str], path: str, expected: bool) -> None:
    assert Ignored([("", lines)]).holds(path) is expected


def test_a_deeper_file_decides() -> None:
    ignored = Ignored([("", ["*.md"]), ("a/", ["!b.md"]), ("a/c/", ["b.md"])])
    assert [path for path in ("b.md", "a/b.md", "a/c/b.md", "a/d/b.md") if ignored.holds(path)] == ["b.md", "a/c/b.md"]


def test_no_warning_is_printed() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Ignored([("", ["[+--b||c&&~~d[x]"])]).holds("x") is True
        compile_glob("[+--b||c&&~~d[x]")


def test_deep_keys() -> None:
    with pytest.raises(ConfigError, match=":2: this key has more than 64 parts"):
        settings_from_text("sections = []\n" + ".".join("a" * 20_000) + " = 1\n")
    with pytest.raises(ConfigError, match="more than 64 parts"):
        settings_from_text("x = { " + " . ".join(["'a'"] * 20_000) + " = 1 }\n")


def test_large_and_deep_settings(tmp_path: Path) -> None:
    deep = MemorySource({".obsidian/app.json": "[" * 200_000, ".obsidian/types.json": "{" * 9})
    assert not read_obsidian_settings(deep).present
    large = json.dumps({"useMarkdownLinks": True, "x": "y" * 1_000_000})
    assert not read_obsidian_settings(DiskSource(str(write_files(tmp_path, {".obsidian/app.json": large})))).present
    (tmp_path / "vaultlint.toml").write_text("sections = []\n" + "# x\n" * 300_000)
    done = run([sys.executable, "-m", "vaultlint", "check"], tmp_path)
    assert done.status == 2 and "vaultlint.toml: it is larger than 1,000,000 bytes" in done.err


EVIL = 'sections = []\n[[patterns]]\nname = "evil"\npattern = "(a+)+$"\n'


@pytest.mark.parametrize("count", [1, 450])  # in this process, and in several
def test_time_limit(tmp_path: Path, count: int) -> None:
    files = {f"n{number}.md": "t\n" for number in range(count)}
    write_files(tmp_path, {**files, "vaultlint.toml": EVIL, "x.md": "a" * 60 + "b\n"})
    done = run([sys.executable, "-m", "vaultlint", "check", "--timeout", "5", "--jobs", "2", "--no-cache"], tmp_path)
    assert done.status == 2
    assert "the time limit of 5 s is over: `evil` was looking at x.md" in done.err


def test_time_limit_for_obsidian(tmp_path: Path) -> None:
    app = json.dumps({"userIgnoreFilters": ["/(a+)+$/"]})
    write_files(tmp_path, {".obsidian/app.json": app, "a" * 60 + "b.md": "x\n"})
    done = run([sys.executable, "-m", "vaultlint", "check", "--timeout", "4.5"], tmp_path)
    assert done.status == 2 and re.search(r"4\.5 s is over: `userIgnoreFilters` was at work", done.err)


class TestBaseline:
    @pytest.mark.parametrize("name", ["../precious.json", "/tmp/precious.json", "link.json"])
    def test_it_stays_in_the_vault(self, tmp_path: Path, name: str) -> None:
        precious = write_files(tmp_path, {"precious.json": "precious\n"}) / "precious.json"
        root = write_files(tmp_path / "v", {"vaultlint.toml": f'baseline = "{name}"\n', "A.md": "[[x]]\n"})
        (root / "link.json").symlink_to(precious)
        for command in ("check", "baseline"):
            done = run([sys.executable, "-m", "vaultlint", command], root)
            assert done.status == 2 and "lies outside the vault" in done.err
        assert precious.read_text() == "precious\n"

    def test_no_other_file_is_replaced(self, tmp_path: Path) -> None:
        root = write_files(tmp_path, {"vaultlint.toml": 'baseline = "A.md"\n', "A.md": "[[x]]\n"})
        done = run([sys.executable, "-m", "vaultlint", "baseline"], root)
        assert done.status == 2 and "A.md is not a baseline" in done.err
        assert (root / "A.md").read_text() == "[[x]]\n"

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"findings": [[], ["a", "b", "c", 1e400]]}', '{"findings": 1}'])
    def test_what_is_none_is_named(self, tmp_path: Path, text: str) -> None:
        root = write_files(tmp_path, {".vaultlint-baseline.json": text, "A.md": "x\n"})
        done = run([sys.executable, "-m", "vaultlint", "check"], root)
        assert done.status == 2 and ".vaultlint-baseline.json is not a baseline" in done.err
