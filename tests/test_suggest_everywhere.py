"""`vaultlint suggest` in vaults of every script, with and without relations; unlinked mentions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers import lint, write_files
from vaultlint.cli.main import main
from vaultlint.config.load import settings_from_text
from vaultlint.settings import Settings
from vaultlint.suggest.corpus import Corpus
from vaultlint.suggest.mentions import mentions
from vaultlint.suggest.names import Names
from vaultlint.suggest.relations import suggest_relations
from vaultlint.suggest.terms import terms
from vaultlint.suggest.topics import suggest_topics

Files = dict[str, str | bytes]
OTHERS: Files = {f"{number}.md": f"Something else, numbered {number}." for number in range(12)}


def corpus(files: Files, config: str = "sections = []") -> Corpus:
    run = lint(files, settings_from_text(config) if config else Settings())
    return Corpus(run.vault, run.text)


SENTENCES = {
    "Latin": ("Éclair glacé, pâtisserie.", "La pâtisserie vend un éclair glacé!", {"éclair", "glacé", "pâtisserie"}),
    "Russian": ("Самовар кипит.", "Медный самовар кипит, угли.", {"самовар", "кипит"}),
    "Greek": ("Ελιά και θυμάρι.", "Το θυμάρι, η ελιά", {"ελιά", "θυμάρι"}),
    "Korean": ("찻주전자를 데운다.", "뜨거운 찻주전자는 데운다", {"찻주전자"}),
    "Japanese": ("サモワールを温める。", "銅のサモワール。", {"サモワール"}),
    "Arabic": ("إبريق الشاي.", "هذا إبريق الشاي، جميل", {"إبريق", "الشاي"}),
    "Hindi": ("केतली गरम है।", "यह केतली बड़ी", {"केतली"}),
    "Thai": ("กาน้ำชาร้อน", "กาน้ำชาเก่า", {"กาน้ำชา"}),
}


@pytest.mark.parametrize(("one", "other", "shared"), SENTENCES.values(), ids=SENTENCES)
def test_words_of_every_script(one: str, other: str, shared: set[str]) -> None:
    found = suggest_relations(corpus({**OTHERS, "one.md": one, "two.md": other}), "one.md")
    assert found[0].path == "two.md"
    evidence = next(text for text in found[0].evidence if text.startswith("uses the same terms: "))
    assert set(evidence.removeprefix("uses the same terms: ").split(", ")) >= shared


def test_no_punctuation_in_terms() -> None:
    assert terms("A kettle. (Kettle) C++, C# and node.js... 'gpt-5'") == [
        "a", "kettle", "kettle", "c++", "c#", "and", "node.js", "gpt-5",
    ]  # fmt: skip


def test_dates_and_addresses_make_no_notes_alike() -> None:
    files: Files = {
        **OTHERS,
        "a.md": "---\ncreated: 2025-03-01T07:08+09:00\n---\n\n[tea](https://shop.example.org/pvs?x=kiosk) 2024-02-03\n",
        "b.md": "---\ncreated: 2026-04-01T19:08+09:00\n---\n\nferry https://shop.example.org/pvs?x=kiosk 2024-02-03\n",
    }
    assert not any("terms" in text for found in suggest_relations(corpus(files), "a.md") for text in found.evidence)


PLAIN: Files = {
    **OTHERS,
    "Pots/Samovar.md": "Copper, embers and a spigot.",
    "Cups/Podstakannik.md": "A holder: copper, embers, spigot. See [[Linked]].",
    "Linked.md": "copper embers spigot",
}


def test_without_relations_candidates_are_plain_links() -> None:
    found = {each.path: each.line for each in suggest_relations(corpus(PLAIN), "Cups/Podstakannik.md")}
    assert found["Pots/Samovar.md"] == "- [[Samovar]]"
    assert "Linked.md" not in found  # it is linked already
    twice = {**PLAIN, "Samovar.md": ""}
    (line,) = {
        each.line for each in suggest_relations(corpus(twice), "Cups/Podstakannik.md") if each.path[:4] == "Pots"
    }
    assert line == "- [[Pots/Samovar]]"


@pytest.mark.parametrize(
    ("config", "section", "expected"),
    [
        ("", "", False),  # nothing is configured, and no note has the section
        ("sections = []", "", False),
        ("", "## 相关文档\n", True),
        ('sections = ["相关文档?"]', "", True),
        ("[relations]\nsection = 'See also'", "", True),
        ("[relations]\nreasons = []", "## 相关文档\n", False),
    ],
)
def test_where_relations_are_written(config: str, section: str, expected: bool) -> None:
    assert corpus({"a.md": section}, config).has_relations is expected


def test_a_topic_note_has_candidates() -> None:
    files: Files = {
        **OTHERS,
        "00-元语/釉.md": "---\ntitle: 釉\n---\n\n青瓷的釉色来自烧制。\n\n## 相关文档\n",
        "青瓷.md": "青瓷的釉色来自烧制，火候。",
        "白瓷.md": "白瓷的釉色也来自烧制。",
    }
    assert {each.path for each in suggest_relations(corpus(files, ""), "00-元语/釉.md")} == {"青瓷.md", "白瓷.md"}
    assert suggest_topics(corpus(files, ""), "00-元语/釉.md") == []


def mentioned(files: Files, path: str, config: str = "sections = []") -> list[tuple[str, str, int]]:
    found = corpus(files, config)
    return [(each.written, each.link, each.times) for each in mentions(found, Names(found.vault.notes.values()), path)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("泡龙井茶要用热水，龙井茶。", [("龙井茶", "[[龙井茶]]", 2)]),  # the longest name, not 龙井
        ("龙井与Samovar。", [("龙井", "[[龙井]]", 1), ("Samovar", "[[Samovar]]", 1)]),
        ("茶", []),  # one character
        ("Samovars, unsamovar", []),  # a part of a word
        ("the SAMOVAR", [("SAMOVAR", "[[Samovar|SAMOVAR]]", 1)]),
        ("a tea urn", [("tea urn", "[[Samovar|tea urn]]", 1)]),  # an alias
        ("`Samovar` and https://example.org/Samovar", []),
        ("# Samovar\n", []),  # a heading
        ("[[Samovar]] is a Samovar", []),  # linked already
        ("[x](Samovar.md) is a Samovar", []),
        ("사모바르는 뜨겁다", [("사모바르", "[[사모바르]]", 1)]),
        ("コーヒーポット", []),  # ポット is a part of a longer word
        ("Readme 2024-05-06", []),
        ("İstanbul Samovar", [("Samovar", "[[Samovar]]", 1)]),  # lower case has another length
        ("", []),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str, int]]) -> None:
    names = ("龙井", "龙井茶", "茶", "사모바르", "ポット", "README", "2024-05-06")
    files: Files = {**{f"{name}.md": "" for name in names}, "Samovar.md": "---\naliases: [tea urn]\n---\n"}
    assert mentioned({**files, "n.md": text}, "n.md") == expected


def test_mentions_with_several_notes_and_own_names() -> None:
    files: Files = {"a/Pot.md": "", "b/Pot.md": "", "n.md": "Pot and n, 标题", "m.md": "---\ntitle: 标题\n---\n标题"}
    found = corpus(files)
    (first, second) = mentions(found, Names(found.vault.notes.values()), "n.md")
    assert first.targets == ("a/Pot.md", "b/Pot.md")
    assert second.link == "[[m|标题]]"
    assert mentioned(files, "m.md") == []


def test_relation_and_topic_sections_hold_no_mentions() -> None:
    files: Files = {"壶.md": "", "茶壶.md": "", "n.md": "## 相关文档\n\n茶壶\n\n## 关联主题\n\n茶壶\n"}
    assert mentioned(files, "n.md", "") == []


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(write_files(tmp_path, {**PLAIN, "n.md": "A samovar. [[nowhere at all]] [[Samovra]]"}))
    assert main(["suggest", "n.md", "--root", root]) == 0
    text = capsys.readouterr().out
    assert "samovar  →  [[Samovar|samovar]]" in text
    assert "[[Samovra]]" in text and "nowhere" not in text
    assert "1 broken link has no file of a similar name." in text
    assert "关联" not in text
    assert main(["suggest", "--kind", "mentions", "--root", root, "--output-format", "json"]) == 0
    (note,) = [each for each in json.loads(capsys.readouterr().out)["notes"] if each["mentions"]]
    assert note["mentions"][0]["filenames"] == ["Pots/Samovar.md"]


def test_words_that_hold_sentences_together_are_no_mentions() -> None:
    files: Files = {"to.md": "x", "IT.md": "x", "Von.md": "x", "N.md": "It goes to IT. Von hier, to him."}
    assert mentioned(files, "N.md") == [("IT", "[[IT]]", 1)]
