"""`vaultlint rename '#a' '#b'`: tags in every form follow, and nothing that only looks like one."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main


def rename(folder: Path, old: str, new: str, *more: str) -> int:
    return main(["rename", "--root", str(folder), *more, "--", old, new])


def front(yaml: str) -> str:
    return f"---\n{yaml}\n---\n"


NFD = unicodedata.normalize("NFD", "#Café/x")

# old, new, the note before and after
CASES = [
    ("#tea", "#drink", "a #tea b", "a #drink b"),
    ("#tea", "#drink", "#TEA #Tea/green #team #x/tea", "#drink #drink/green #team #x/tea"),
    ("#tea/green", "#green", "#tea/green/jasmine #tea #tea/greens", "#green/jasmine #tea #tea/greens"),
    ("#tea", "#tea/all", "#tea #tea/x", "#tea/all #tea/all/x"),
    ("#tea", "#drink", "#tea#tea/x \\##tea", "#drink#drink/x \\##drink"),
    ("#茶", "#饮品/茶", "喝 #茶 和 #茶/绿茶，#茶叶", "喝 #饮品/茶 和 #饮品/茶/绿茶，#茶叶"),
    ("#会议，明天", "#会议", "#会议，明天 见", "#会议 见"),
    ("#café", "#coffee", NFD, "#coffee/x"),
    ("#tea", "#drink", "`#tea` $#tea$ %%#tea%% <!-- #tea --> [#tea](x.md) https://x.org/#tea", None),
    ("#tea", "#drink", "```\n#tea\n```\n\n    #tea\n\n#tea", "```\n#tea\n```\n\n    #tea\n\n#drink"),
    ("#tea", "#drink", front("tags: tea"), front("tags: drink")),
    ("#tea", "#drink", front("tags: [tea, \"#tea/x\", 'Tea/y']"), front("tags: [drink, \"#drink/x\", 'drink/y']")),
    ("#tea", "#drink", front("tags:\n  - tea # mine\n  - other"), front("tags:\n  - drink # mine\n  - other")),
    ("#tea", "#drink", front("tags: tea, other tea/x"), front("tags: drink, other drink/x")),
    ("#tea", "#drink", front("tag: tea\nTags: [tea]"), front("tag: drink\nTags: [drink]")),
    ("#tea", "#drink", front("tags: I like tea."), None),
    (
        "#tea",
        "#drink",
        front("tags: [tea]\nkind: tea\naliases: [tea]"),
        front("tags: [drink]\nkind: tea\naliases: [tea]"),
    ),
    ("#tea", "#drink", front('tags: ["\\x74ea"]'), front('tags: ["drink"]')),
    ("#tea", "#2024-01-01", front("tags: [tea, tea/x]"), front('tags: ["2024-01-01", 2024-01-01/x]')),
    ("#tea", "#null", front("tags:\n- tea"), front('tags:\n- "null"')),
    # both stand in one list: one is left
    ("#tea", "#drink", front("tags: [tea, drink]"), front("tags: [drink]")),
    ("#tea", "#drink", front("tags: [drink, tea]"), front("tags: [drink]")),
    ("#tea", "#drink", front("tags: [tea, TEA, drink, x]"), front("tags: [drink, x]")),
    ("#tea", "#drink", front("tags: [tea, TEA, x]"), front("tags: [drink, x]")),
    ("#tea", "#drink", front("tags:\n  - tea\n  - x\n  - Drink"), front("tags:\n  - x\n  - Drink")),
    ("#茶", "#饮品", front("tags:\n- 饮品\n- 茶\n- 茶/绿茶"), front("tags:\n- 饮品\n- 饮品/绿茶")),
]


@pytest.mark.parametrize(("old", "new", "before", "after"), CASES)
def test_tags(tmp_path: Path, old: str, new: str, before: str, after: str | None) -> None:
    vault = write_files(tmp_path, {"Note.md": before + "\n", "Sure.md": f"x {old}\n"})
    assert rename(vault, old, new) == 0
    assert (vault / "Note.md").read_bytes().decode() == (before if after is None else after) + "\n"
    assert (vault / "Sure.md").read_bytes().decode() == f"x {new}\n"
    assert main(["undo", "--root", str(vault)]) == 0
    assert (vault / "Note.md").read_bytes().decode() == before + "\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_stay(tmp_path: Path, ending: str, mark: str) -> None:
    text = mark + front("tags:\n  - tea\n  - drink") + "# On #tea\n\n[[#On tea]] #tea/x\n"
    wanted = mark + front("tags:\n  - drink") + "# On #drink\n\n[[#On drink]] #drink/x\n"
    vault = write_files(tmp_path, {"N.md": text.replace("\n", ending)})
    assert rename(vault, "#tea", "#drink") == 0
    assert (vault / "N.md").read_bytes().decode() == wanted.replace("\n", ending)


def test_links_to_headings_with_the_tag_follow(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "N.md": "# All\n## On #茶 now\n",
        "M.md": "[[N#On 茶 now|x]] [[N#All#On 茶 now]] [y](N.md#On%20茶%20now)\n",
    }
    vault = write_files(tmp_path, files)
    assert rename(vault, "#茶", "#饮品") == 0
    assert (vault / "M.md").read_text() == "[[N#On 饮品 now|x]] [[N#All#On 饮品 now]] [y](N.md#On%20饮品%20now)\n"


def test_texts_of_canvases(tmp_path: Path) -> None:
    canvas = '{\n\t"nodes": [{"type":"text","text":"\\"q\\" #tea `#tea`"}, {"text": "\\u8336 #tea/x"}], "x": 1.0}'
    vault = write_files(tmp_path, {"c.canvas": canvas})
    assert rename(vault, "#tea", "#drink") == 0
    wanted = canvas.replace('\\"q\\" #tea', '\\"q\\" #drink').replace("#tea/x", "#drink/x")
    assert (vault / "c.canvas").read_text() == wanted
    assert json.loads(wanted)["nodes"][1]["text"] == "茶 #drink/x"


@pytest.mark.parametrize(
    ("note", "where"),
    [
        (front("tags: &t tea\nup: *t"), "N.md, line"),
        (front("tags: [tea\nx: : :"), "N.md, line 2"),
        (front("tags:\n  - tea # mine\n  - drink"), "N.md, line 3"),
    ],
)
def test_what_cannot_be_placed_is_refused(
    tmp_path: Path, note: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = write_files(tmp_path, {"N.md": note, "M.md": "#tea\n"})
    assert rename(vault, "#tea", "#drink") == 2
    assert where in capsys.readouterr().err
    assert (vault / "M.md").read_text() == "#tea\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("#tea", "#1984", "“#1984” is no tag"),
        ("#tea", "#a b", "is no tag"),
        ("#tea", "#", "is no tag"),
        ("#tea", "#a//b", "is no tag"),
        ("#tea", "#a/", "is no tag"),
        ("#tea", "drink", "begins with `#`"),
        ("#tea", "#tea", "the same"),
        ("#none", "#x", "there is no tag #none"),
    ],
)
def test_what_is_no_tag(tmp_path: Path, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"N.md": "#tea\n"})
    assert rename(vault, old, new) == 2
    assert said in capsys.readouterr().err
    assert (vault / "N.md").read_text() == "#tea\n"


def test_a_dry_run_writes_nothing_and_bases_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = 'filters: file.hasTag("tea")\nviews:\n  - type: table\n    name: All\n'
    vault = write_files(tmp_path, {"N.md": "#tea #drink\n", "all.base": base})
    assert rename(vault, "#tea", "#drink", "--dry-run") == 0
    shown = capsys.readouterr()
    assert "+#drink #drink" in shown.out
    assert "#drink was there before" in shown.err
    assert (vault / "N.md").read_text() == "#tea #drink\n"
    assert rename(vault, "#tea", "#drink") == 0
    assert "  all.base:1" in capsys.readouterr().err
    assert (vault / "all.base").read_text() == base


def test_a_note_that_is_not_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"N.md": "#tea\n", "Latin.md": b"caf\xe9 \\alpha\n"})
    assert rename(vault, "#tea", "#drink") == 0
    write_files(vault, {"Latin.md": b"caf\xe9 #drink\n"})
    capsys.readouterr()
    assert rename(vault, "#drink", "#tea") == 2
    assert "Latin.md" in capsys.readouterr().err
    assert (vault / "N.md").read_text() == "#drink\n"


def test_escapes_in_a_canvas(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"c.canvas": '{"nodes":[{"text":"\\u0023 #\\u8336 x"}]}'})
    assert rename(vault, "#茶", "#饮品") == 0
    assert json.loads((vault / "c.canvas").read_text())["nodes"][0]["text"] == "# #饮品 x"


def test_what_still_asks_for_the_old_name_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "```dataview\nLIST FROM #tea/green WHERE kind\n```\n\n```py\n#tea\n```\n"
    files = {
        "A.md": f"#tea\n\nkind:: x (kind:: y)\n`kind:: z`\n\n{query}",
        "B.md": "---\nkind: 1\n---\n",
        "S.base": 'filters:\n  and:\n    - file.tags.contains("tea/green")\n    - kind == 1\n',
    }
    assert rename(write_files(tmp_path, files), "#tea", "#drink") == 0
    assert capsys.readouterr().err.splitlines()[2:] == ["  S.base:3", "  A.md:7"]
    assert rename(tmp_path, "property:kind", "property:sort") == 0
    assert capsys.readouterr().err.splitlines()[2:] == ["  S.base:4", "  A.md:3", "  A.md:7"]
