"""`rename` places its edits exactly, however a link is written, or refuses and says where it cannot."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rename(folder: Path, old: str, new: str, *more: str) -> int:
    return main(["rename", "--root", str(folder), *more, "--", old, new])


# What a note says, and what it says when the heading `Low tide` of `Bay.md` is called `High water`, and when the note
# `Bay.md` is called `Wide cove.md`.
WRITTEN = [
    # the mark is percent-encoded
    ("[b](Bay.md%23Low%20tide) z", "[b](Bay.md%23High%20water) z", "[b](Wide%20cove.md%23Low%20tide) z"),
    ("[b](Bay.md%23Low%20tide#x)", None, "[b](Wide%20cove.md%23Low%20tide#x)"),
    (
        "text\n\n[b][1]\n\n[1]: Bay%2Emd%23Low%20tide",
        "…[1]: Bay%2Emd%23High%20water",
        "…[1]: Wide%20cove.md%23Low%20tide",
    ),
    # wrapped in quotes, callouts and lists
    (
        "> [!tip] A\n> see [the bay](Bay.md#Low%20tide\n> 'its title') and",
        "> [!tip] A\n> see [the bay](Bay.md#High%20water\n> 'its title') and",
        "> [!tip] A\n> see [the bay](Wide%20cove.md#Low%20tide\n> 'its title') and",
    ),
    ("> - [x](\n>   Bay.md) y", None, "> - [x](\n>   Wide%20cove.md) y"),
    ("> > ![x](<Bay.md>\n> > (a \\) b)) y", None, "> > ![x](<Wide cove.md>\n> > (a \\) b)) y"),
    ('[x](Bay.md "a\nb") y', None, '[x](Wide%20cove.md "a\nb") y'),
    # escapes and entities of Markdown
    ("[x](B\\ay.md) [y](Bay\\.md) [z](&#66;ay.md)", None, "[x](B\\ay.md) [y](Wide%20cove.md) [z](Wide%20cove.md)"),
    # definitions on the next line
    (
        "[a][d]\n\n[d]:\n  Bay.md#Low%20tide 't'",
        "…[d]:\n  Bay.md#High%20water 't'",
        "…[d]:\n  Wide%20cove.md#Low%20tide 't'",
    ),
    ("> [a][d]\n>\n> [d]:\n> <Bay.md>", None, "> [a][d]\n>\n> [d]:\n> <Wide cove.md>"),
    # properties
    (
        "---\nup: '[b](Bay.md#Low%20tide)'\n---",
        "---\nup: '[b](Bay.md#High%20water)'\n---",
        "---\nup: '[b](Wide%20cove.md#Low%20tide)'\n---",
    ),
    (
        '---\nup: "[b](B\\u0061y.md\\x23Low%20tide)"\n---',
        '…B\\u0061y.md\\x23High%20water)"\n---',
        '---\nup: "[b](Wide%20cove.md\\x23Low%20tide)"\n---',
    ),
    ('---\nup: "[Bay.md](Bay.md)"\n---', None, '---\nup: "[Bay.md](Wide%20cove.md)"\n---'),
    (
        "---\nup: \"[[B\\u0061y]]\"\nb: '[[Bay|it''s]]'\n---",
        None,
        "---\nup: \"[[Wide cove]]\"\nb: '[[Wide cove|it''s]]'\n---",
    ),
    ('---\nup: &a "[[Bay]]"\nb: *a\n---', None, '---\nup: &a "[[Wide cove]]"\nb: *a\n---'),
    ("---\nup: >-\n  [[Bay]]\n---", None, "---\nup: >-\n  [[Wide cove]]\n---"),
    (
        '---\nup: ["[[Bay]]", "![[Bay#Low tide]]"]\n---',
        '…"![[Bay#High water]]"]\n---',
        '---\nup: ["[[Wide cove]]", "![[Wide cove#Low tide]]"]\n---',
    ),
    # spaces stay where they stand
    ("[[ Bay # Low tide |x]]", "[[ Bay # High water |x]]", "[[ Wide cove # Low tide |x]]"),
]
NOTE = "# Bay\n\n## Low tide\n\nWords. ^here\n"


def expected(pattern: str, before: str) -> str:
    """`…` stands for what is as it was."""
    if not pattern.startswith("…"):
        return pattern
    for cut in range(len(before), -1, -1):
        start, rest = before[:cut], pattern[1:]
        if rest[:4] and before[cut : cut + 4] == rest[:4]:
            return start + rest
    raise AssertionError(pattern)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "heading", "note"), WRITTEN)
def test_links(tmp_path: Path, before: str, heading: str | None, note: str, line_end: str) -> None:
    def text(body: str) -> str:
        return (body + "\n\n# Precious\n").replace("\n", line_end)

    if heading is not None:
        vault = write_files(tmp_path / "1", {"Bay.md": NOTE, "N.md": text(before)})
        assert rename(vault, "Bay#Low tide", "High water") == 0
        assert content(vault)["N.md"] == text(expected(heading, before))
    vault = write_files(tmp_path / "2", {"Bay.md": NOTE, "N.md": text(before)})
    assert rename(vault, "Bay", "Wide cove") == 0
    assert content(vault)["N.md"] == text(expected(note, before))


def test_block_whose_mark_is_percent_encoded(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"Bay.md": NOTE, "N.md": "All this stays. [b](Bay.md%23%5Ehere), too.\n"})
    assert rename(vault, "Bay#^here", "there") == 0
    assert content(vault)["N.md"] == "All this stays. [b](Bay.md%23^there), too.\n"


def test_an_alias_whose_anchor_is_no_link_of_its_own_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"Bay.md": NOTE, "N.md": "text\n\nmore [[Bay]]\n", "M.md": '---\nm:\n  deep: &a "[[Bay]]"\nup: *a\n---\n'}
    vault = write_files(tmp_path, files)
    assert rename(vault, "Bay", "Cove") == 2
    assert "M.md" in capsys.readouterr().err
    assert content(vault) == files


@pytest.mark.parametrize("name", ["a`b", "x == y", "$5", "a_b_c", "**", "~~old~~", "&amp; co"])
def test_odd_names_break_no_text_around(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"Bay.md": NOTE, "N.md": "one `code` [[Bay]] and [m](Bay.md) a_b and $x$ ~~gone~~ `more`\n"}
    vault = write_files(tmp_path, files)
    status = rename(vault, "Bay", name)
    if status:
        assert content(vault) == files
        assert capsys.readouterr().err
        return
    capsys.readouterr()
    assert main(["check", "--root", str(vault), "--select", "broken-link", "--no-cache"]) == 0
    assert rename(vault, name + ".md", "Bay") == 0
    assert content(vault) == files


@pytest.mark.parametrize("new", ["About [[Bay]] and `x`", "Plain", "**Loud**"])
def test_a_heading_may_gain_and_lose_links(tmp_path: Path, new: str) -> None:
    files = {"N.md": "[[#Of Bay]]\n\n## Of [[Bay]]\n\n[[Bay]]\n", "Bay.md": "[[N#Of Bay|x]]\n"}
    vault = write_files(tmp_path, files)
    assert rename(vault, "N#Of Bay", new) == 0
    assert f"## {new}\n\n[[Bay]]\n" in content(vault)["N.md"]
    assert main(["check", "--root", str(vault), "--select", "broken-heading,broken-link", "--no-cache"]) == 0


class TestNames:
    def test_a_folder_moves_into_one_that_exists(self, tmp_path: Path) -> None:
        vault = write_files(tmp_path, {"a/A.md": "[[a/B]]\n", "a/B.md": "", "old/C.md": "[[a/A]]\n"})
        assert rename(vault, "a", "old/") == 0
        assert content(vault) == {"old/a/A.md": "[[old/a/B]]\n", "old/a/B.md": "", "old/C.md": "[[old/a/A]]\n"}

    def test_a_folder_moves_into_one_that_is_made(self, tmp_path: Path) -> None:
        vault = write_files(tmp_path, {"a/A.md": "", "C.md": "[[a/A]]\n"})
        assert rename(vault, "a", "new/deep/") == 0
        assert content(vault) == {"new/deep/a/A.md": "", "C.md": "[[new/deep/a/A]]\n"}

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("A", "B", "there is a file B.md already"),
            ("A", "b", "there is a file B.md already"),
            ("a", "c", "there is a folder c already: `c/` moves into it"),
            ("a", "c/", "there is a folder c/a already"),
            ("A", "B.md/A", "B.md is a file, so that nothing can be inside of it"),
            ("A", "hidden", "there is a file hidden.md already"),
            ("A", "empty.md", "there is a folder empty.md already"),
            ("A", "plan.png", "links to plan.png.md would open the file plan.png"),
            ("#tag", "#other", "there is no tag #tag"),
            ("property:a", "property:b", "there is no property `a`"),
        ],
    )
    def test_refusals(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str) -> None:
        files = {"A.md": "", "B.md": "[[A]]\n", "a/X.md": "", "c/a/Y.md": "", "plan.png": ""}
        vault = write_files(tmp_path, files)
        (vault / "empty.md").mkdir()
        (vault / "hidden.md").symlink_to("nowhere")
        assert rename(vault, old, new) == 2
        assert said in capsys.readouterr().err
        assert rename(vault, old, new, "--dry-run") == 2
        assert {path: text for path, text in content(vault).items() if path in files} == files

    def test_bare_links_that_would_be_ambiguous_get_the_path(self, tmp_path: Path) -> None:
        files = {"x/Sand.md": "", "y/Silt.md": "", "N.md": "[[Sand]] [m](Sand.md) [[Silt]] ![[Sand#a|b]]\n"}
        vault = write_files(tmp_path, files)
        assert rename(vault, "x/Sand", "Silt") == 0
        assert content(vault)["N.md"] == "[[x/Silt]] [m](x/Silt.md) [[y/Silt]] ![[x/Silt#a|b]]\n"
        assert main(["check", "--root", str(vault), "--select", "ambiguous-link", "--no-cache"]) == 0

    def test_attachments_that_would_be_ambiguous_get_the_path(self, tmp_path: Path) -> None:
        vault = write_files(tmp_path, {"x/a.png": "", "y/b.png": "", "N.md": "![[a.png]] ![[b.png]]\n"})
        assert rename(vault, "x/a.png", "b.png") == 0
        assert content(vault)["N.md"] == "![[x/b.png]] ![[y/b.png]]\n"


def test_what_still_names_the_old_path_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "vaultlint.toml": "sections = []\n\n[topics]\nfolder = 'craft'\n",
        "all.base": 'filters:\n  and:\n    - file.inFolder("craft")\n',
        ".obsidian/app.json": '{\n  "newFileFolderPath": "craft/new"\n}\n',
        ".obsidian/workspace.json": '{"open": "craft/Loom.md"}\n',
        "craft/Loom.md": "handcraft and craft\n",
        "N.md": '[[craft/Loom]] of craft\n\n```dataview\nLIST FROM "craft"\n```\n\n<img src="craft/a.png">\n',
    }
    vault = write_files(tmp_path, files)
    assert rename(vault, "craft", "trade") == 0
    places = [line.strip() for line in capsys.readouterr().err.splitlines() if line.startswith("  ")]
    assert places == [".obsidian/app.json:2", "N.md:4", "N.md:7", "all.base:3", "vaultlint.toml:4"]
    assert content(vault)["vaultlint.toml"] == files["vaultlint.toml"]


CANVAS = (
    '{\n\t"nodes":[\n\t\t{"styleAttributes":{"a":{"b":[1]}},"id":"1","type":"file","file":"caf\\u00e9/Menu.md",'
    '"subpath":"#Soup"},\n\t\t{ "type" : "text", "text":"\\u2615 see [[Menu#Soup|soup]] \\/ [m](Menu.md) \\"q\\""'
    ',"x":{}},'
    '\n\t\t{"type":"group","background":"caf\u00e9/bg.png"},{"type":"link","url":"Menu.md"}\n\t],\n\t"edges":[],"metadata":{}}'
)


def test_canvas_strings_change_where_they_stand(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"caf\u00e9/Menu.md": "# Soup\n", "caf\u00e9/bg.png": "", "board.canvas": CANVAS})
    assert rename(vault, "Menu#Soup", "Stew é") == 0
    text = CANVAS.replace('"#Soup"', '"#Stew é"').replace("[[Menu#Soup", "[[Menu#Stew \\u00e9")
    assert content(vault)["board.canvas"] == text
    assert rename(vault, "caf\u00e9/Menu", "Card") == 0
    text = (
        text.replace("caf\\u00e9/Menu.md", "caf\\u00e9/Card.md")
        .replace("[[Menu#", "[[Card#")
        .replace("](Menu.md)", "](Card.md)")
    )
    assert content(vault)["board.canvas"] == text
    assert rename(vault, "caf\u00e9/bg.png", "back.png") == 0
    text = text.replace("caf\u00e9/bg.png", "caf\u00e9/back.png")
    assert content(vault)["board.canvas"] == text
    json.loads(text)


def test_canvas_names_in_another_unicode_form(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "caf\u00e9.md")
    canvas = json.dumps({"nodes": [{"type": "file", "file": decomposed}]}, ensure_ascii=False)
    vault = write_files(tmp_path, {"caf\u00e9.md": "", "b.canvas": canvas})
    assert rename(vault, "caf\u00e9", "bar") == 0
    assert content(vault)["b.canvas"] == canvas.replace(decomposed, "bar.md")
