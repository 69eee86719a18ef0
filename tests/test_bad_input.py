"""Hostile notes, files and settings: a clear finding or error, never a traceback, and time linear in the size."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

import vaultlint
from tests.helpers import TODAY, assert_linear, settings_for
from vaultlint.cli.main import main
from vaultlint.vault.source import MemorySource
from vaultlint.workspace.run import lint_vault
from vaultlint.workspace.setting import Options

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = settings_for("all")
BODY = "## 摘要\n\n[[nope]] text ,，  \n"
BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

# What one note repeats a few thousand times: each of these once took time that grew with the square of the size.
REPEATED = {
    "open links": "[[a|",
    "open embeds": "![[",
    "open footnotes": "[^a",
    "open callouts": "[!a",
    "open templates": "{{ <% ",
    "open math": "\\[ \\( ",
    "open Markdown links": "[a](",
    "open tags of HTML": "<a ",
    "open comments": "<!-- ",
    "open suppressions": "<!-- vaultlint-ignore: x ",
    "marks of headings": "#",
    "glued headings": "##a ##b ",
    "headings": "## a ##  \nb\n",
    "rules": "***\n",
    "underlined headings": "a\n---\n",
    "fences": "~~~\n",
    "fences with text": "```\na\n```\nb\n",
    "sections": "## 摘要\n\n## 正文\n\n",
    "bold that stays visible": "**汉。**字",
    "open bold": "**汉。",
    "nested emphasis": " **a*b",
    "zero-width spaces": "汉\u200b",
    "wide spaces": "汉\u3000",
    "mixed brackets": "（a)",
    "full-width digits": "１. a ",
    "slashes in a tag": "#a/",
    "links": "[[a]] ",
    "links in tables": "| [[a\\|b]] |\n",
    "tables with broken heads": "| [[a|b]] | c |\n| - | - |\n\n",
    "templates": "<% 汉 %> [[b]] ",
    "list items": "- a\n\n\n* b\n",
    "relations": "- [[a]];关联理由:引用;说明\n",
    "topics": "#a [[00-元语/a]]\n",
    "suppressions": "%% vaultlint-ignore broken-link: x %%\n[[nope]]\n\n",
    "suppressions on one line": "%% vaultlint-ignore broken-link %% [[nope]] ",
    "suppressions of the file": "%% vaultlint-ignore-file broken-link: x %%\n[[nope]]\n\n",
    "spaces at line ends": "a \r\n",
    "URLs": "http://a.b，汉",
}
# The same with numbers in it: headings, links to them and keys that all differ.
NUMBERED = {
    "links to headings": "# h {0}\n[[#h {0}]]\n",
    "links to headings that are not there": "# h {0}\n[[#g {0}]]\n",
    "links to headings in parts": "# h {0}\n[[#h {0}#k {0}]]\n",
    "links to headings in another form": "# 为{0}?\n[[#为{0}？]]\n",
    "headings with block ids": "# h {0} ^b{0}\n[[#g {0}]]\n",
    "headings that are there twice": "# h{0}\n# h{0}\n[[#h{0}]]\n",
    "blocks": "a ^b{0}\n\n[[#^b{0}]]\n\n",
    "blocks that are not there": "a ^b{0}\n\n[[#^c{0}]]\n\n",
    "footnotes": "[^{0}] a\n\n[^{0}]: b\n\n",
    "footnotes that are not there": "[^{0}] a\n\n[^{0}]: b\n\n[[#[^c{0}]]]\n\n",
    "anchors of GitHub": "# A b {0}\n[c](#a-b-{0})\n",
}
NOTES = {
    "invalid.md": b"## \xff\xfe\n[[x]]\n",
    "bom.md": f"\ufeff---\ntitle: a\n---\n{BODY}".encode(),
    "nul.md": b"a\0b [[x]] \0\n",
    "return.md": b"a\rb\r[[x]]\r## h\r",
    "utf16.md": "a [[x]]".encode("utf-16"),
    "empty.md": b"",
    "fence.md": "## 摘要\n```\nx\n## 正文\n".encode(),
    "control.md": "\x1b[31m [[\x1b]0;x\x07]] ::error::x \x01\x7f\x9b\u202e\n".encode(),
    "quotes.md": b"> " * 10_000 + b"x\n",
    "lists.md": b"- " * 10_000 + b"x\n",
    "bomb.md": f"---\n{BOMB}aliases: *i\ntags: *i\ntitle: *i\n---\n".encode(),
    "yaml-tags.md": b"---\na: !!python/object/apply:os.system [x]\ntags: !x [a]\n---\n",
    "yaml-self.md": b"---\na: &a [*a]\naliases: *a\n? [x]\n: y\n---\n",
    "yaml-deep.md": b"---\nx: " + b"[" * 5000 + b"\n---\n",
    "yaml-values.md": b"---\ndate: 99999-13-40\nn: "
    + b"9" * 5000
    + b"\nb: !!binary '%'\n<<: x\ntitle: \"\\ud800\"\n---\n",
    "links.md": b"[[\\|]] [[|]] [[#]] [[#^]] [[/]] [[../../../etc/passwd]] [](<>) [a](%ff%00) ![[|100]] [[ ]] [a](#%)\n",  # noqa: E501
}
NAMES = (
    *(
        "new\nline",
        'quo"te',
        "emoji😀",
        "nfd e\u0301",
        "nfc é",
        "-leading",
        "--select",
        "::error::x",
        "<b>&amp;",
        "a|b`*",
    ),
    *("\x1b[31mred", "cr\rx", "tab\tx", "\u202ertl", "Case", "case", "%0A", "a]]b", "a#b", "a" * 200, "$(x);"),
)
FORMATS = "full concise grouped json json-lines sarif github gitlab junit rdjson markdown".split()  # noqa: SIM905
XML = ("junit", "graphml", "gexf")
COMMANDS = [
    *(["check", "--select", "all", "--severity", "info", "--output-format", name] for name in FORMATS),
    *(["graph", "--output-format", name] for name in ("summary", "json", "graphml", "gexf", "dot", "mermaid")),
    *(["check", "--", "-leading.md"], ["check", "--statistics"], ["check", "--no-cache", "-q"]),
    *(["fix", "--select", "all"], ["fix", "--select", "all", "--unsafe-fixes", "--show-fixes"], ["suggest"]),
    *(["baseline"], ["report", "-o", "report.html"], ["init"], ["rename", "emoji😀.md", "x.md"], ["config"]),
]


def repeated(unit: str) -> Callable[[int], str]:
    return lambda count: "## 相关文档\n\n" + unit * count + "\n"


def numbered(unit: str) -> Callable[[int], str]:
    return lambda count: "".join(unit.format(number) for number in range(count))


SHAPES = {
    **{name: repeated(unit) for name, unit in REPEATED.items()},
    **{name: numbered(unit) for name, unit in NUMBERED.items()},
    "properties": lambda count: "---\n" + numbered("k{0}: [[a]]\n")(count) + "---\n",
    "equal properties": lambda count: "---\n" + "k: v\n" * count + "---\n",
    "links in a row of a table": lambda count: "| a | b |\n| - | - |\n" + "| [[a|b]] " * count + "\n",
    "spaces in a suppression": lambda count: "%% vaultlint-ignore a:" + " " * 20 * count + "x\n",
}


@pytest.mark.parametrize("name", SHAPES)
def test_time_is_linear(name: str) -> None:
    """One note of 300 and of 2,400 such things, with every rule."""
    shape = SHAPES[name]
    assert_linear(
        lambda size: lint_vault(MemorySource({"a.md": shape(300 * size)}), ALL, Options(show_info=True, today=TODAY))
    )


def test_patterns_are_right_on_every_python() -> None:
    """Python 3.11.0 to 3.11.4 find nothing where a group is repeated possessively (CPython gh-106052)."""
    files = Path(vaultlint.__file__).parent.rglob("*.py")
    assert not [
        file for file in files if re.search(r"[^(]\)(?:[*+?]|\{[\d,]*\}\}?)\+", file.read_text(encoding="utf-8"))
    ]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with everything that a file system lets in; a fault raises."""
    root = tmp_path / "vault"
    (root / "folder.md").mkdir(parents=True)
    for name in NAMES:
        (root / f"{name}.md").write_text(f"{BODY}[[{name}]]", encoding="utf-8")
    for name, data in NOTES.items():
        (root / name).write_bytes(data)
    Path(os.fsdecode(os.fsencode(root) + b"/not utf-8 \xff.md")).write_text(BODY, encoding="utf-8")
    for name, target in {
        "loop.md": "loop.md",
        "circle": "../vault",
        "out": str(tmp_path),
        "gone.md": "nowhere",
    }.items():
        (root / name).symlink_to(target)
    monkeypatch.setenv("VAULTLINT_DEBUG", "1")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_commands(arguments: list[str], vault: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Nothing but UTF-8 without control characters is written, and no note is lost."""
    notes = len(list(vault.rglob("*.md")))
    assert main(arguments) in (0, 1)
    out, err = capfdbinary.readouterr()
    harmful = "[\x00-\x08\x0b-\x1f]" if arguments[-1] in XML else "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]"
    assert not re.search(harmful, out.decode() + err.decode())
    assert len(list(vault.rglob("*.md"))) == notes
    if "json" in arguments:
        json.loads(out)
    if arguments[-1] in XML:
        ElementTree.fromstring(out)
    if "github" in arguments:
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in out.decode().splitlines())


class Shut:
    """`os.scandir` and `open` for a folder and a note that may not be read; the tests may run as root."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.scandir = str(root / "shut"), os.scandir
        monkeypatch.setattr(os, "scandir", self)

    def __call__(self, path: str) -> object:
        if str(path) == self.folder:
            raise PermissionError(13, "Permission denied", path)
        return self.scandir(path)


@pytest.fixture
def shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.md").write_text("fine\n", encoding="utf-8")
    (tmp_path / "vaultlint.toml").write_text("sections = []\n", encoding="utf-8")
    monkeypatch.setenv("VAULTLINT_DEBUG", "1")
    monkeypatch.chdir(tmp_path)
    Shut(tmp_path, monkeypatch)
    return tmp_path


COMMANDS_ON_ALL = [
    ["check"],
    ["check", "--no-cache", "-q"],
    ["check", "--output-format", "json"],
    ["fix"],
    ["fix", "--diff"],
]
COMMANDS_ON_ALL += [["baseline"], ["graph"], ["report", "-o", "r.html"], ["rename", "a.md", "b.md"], ["suggest"]]


@pytest.mark.parametrize("arguments", COMMANDS_ON_ALL, ids=" ".join)
def test_folder_that_cannot_be_listed(arguments: list[str], shut: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert [main(arguments), main(arguments)] == [2, 2]
    assert "cannot read shut/: Permission denied" in capfd.readouterr().err
    assert (shut / "a.md").exists()


def test_excluded_folder_need_not_be_readable(shut: Path) -> None:
    (shut / "vaultlint.toml").write_text('sections = []\nexclude = ["shut/"]\n', encoding="utf-8")
    assert main(["check"]) == 0


class Vanishing(MemorySource):
    """A source whose note `b.md` vanishes, or cannot be read, behind the listing."""

    error: OSError = FileNotFoundError()

    def read(self, path: str) -> bytes:
        if path == "b.md":
            raise self.error
        return super().read(path)


@pytest.mark.parametrize(
    ("error", "found"), [(FileNotFoundError(), ["broken-link"]), (PermissionError(13, "Permission denied"), [])]
)
def test_note_that_cannot_be_read(error: OSError, found: list[str]) -> None:
    """Of a note that is there but cannot be read nobody knows the headings; one that vanished is not there."""
    source = Vanishing({"a.md": "[[b#x]]\n", "b.md": "# y\n"})
    source.error = error
    run = lint_vault(source, settings_for("links"), Options(today=TODAY))
    assert [finding.rule for finding in run.findings] == found
    assert bool(run.unreadable) is not bool(found)
