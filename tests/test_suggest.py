"""`vaultlint suggest` names candidates with their evidence, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import lint, write_files
from vaultlint.cli.common import open_vault
from vaultlint.cli.main import main
from vaultlint.lint.vault_rules import VaultRules
from vaultlint.settings import Settings
from vaultlint.suggest.corpus import Corpus
from vaultlint.suggest.gather import for_vault
from vaultlint.suggest.index import TermIndex, made_index
from vaultlint.suggest.relations import suggest_relations, wiki_link
from vaultlint.suggest.show import as_object
from vaultlint.suggest.terms import terms
from vaultlint.suggest.topics import suggest_topics
from vaultlint.vault.vault import Vault
from vaultlint.vault.view import View
from vaultlint.workspace.judging import Judge


def note(title: str, summary: str, relations: str = "", topics: str = "") -> str:
    return (
        f"---\ntitle: {title}\n---\n\n## 摘要\n\n{summary}\n\n## 正文\n\n文字\n\n## 相关文档\n\n{relations}\n\n"
        f"## 关联主题\n\n{topics}\n"
    )


FILES: dict[str, str | bytes] = {
    "00-元语/绿茶.md": "---\ntitle: 绿茶\naliases: [龙井茶]\n---\n",
    "00-元语/红茶.md": "",
    "00-元语/陶器.md": "",
    "00-元语/README.md": "绿茶、红茶、陶器。",
    "茶/龙井.md": note("西湖龙井的产地", "西湖龙井产于杭州，炒制手法讲究火候。", "", "- [[00-元语/绿茶]]"),
    "茶/碧螺春.md": note("碧螺春的产地", "碧螺春产于苏州，炒制手法与龙井不同。", "", "- [[00-元语/绿茶]]"),
    "茶/祁门.md": note(
        "祁门红茶的香气", "祁门的香气来自发酵，龙井茶则不发酵。", "- [[碧螺春]]；关联理由：引用；说明：x。", ""
    ),
    "窑/龙泉.md": note("龙泉青瓷的窑火", "烧制青瓷讲究火候。", "- [[龍泉窑]]", "- [[00-元语/陶器]]"),
    "窑/青瓷.md": note("青瓷的釉色", "釉色来自烧制的火候。", "", "- [[00-元语/陶器]]"),
}


def corpus(files: dict[str, str | bytes] = FILES) -> Corpus:
    run = lint(files, Settings())
    return Corpus(run.vault, run.text)


def vault(names: list[str]) -> Vault:
    return lint(dict.fromkeys(names, ""), Settings()).vault


NEAREST = [
    # written, files, nearest
    ("茶/西湖龙井", ["茶/西湖龙井茶.md", "茶/祁门.md"], ["茶/西湖龙井茶.md"]),
    ("西湖龍井茶叶产地", ["茶/西湖龙井茶叶产地.md"], ["茶/西湖龙井茶叶产地.md"]),
    ("ＧＰＴ－５：发布", ["GPT-5：发布.md", "GPT-4：发布.md"], ["GPT-5：发布.md"]),
    (
        "b/A note of mine",
        ["a/A note of wine.md", "b/A note of wine.md"],
        ["b/A note of wine.md", "a/A note of wine.md"],
    ),
    ("old/Same name", ["x/Same name.md", "old/Some name.md"], ["x/Same name.md", "old/Some name.md"]),
    ("A%20note", ["A note.md"], ["A note.md"]),
    ("照片.png", ["照片1.png", "照片.md"], []),
    ("完全不同", ["茶.md"], []),
    ("", ["茶.md"], []),
]


@pytest.mark.parametrize(("written", "files", "expected"), NEAREST)
def test_nearest_files(written: str, files: list[str], expected: list[str]) -> None:
    found = vault(files).nearest.find(written, embed=False)
    assert [near.path for near in found] == expected


def test_nearest_by_title_and_alias() -> None:
    files: dict[str, str | bytes] = {
        "a.md": "---\ntitle: 西湖龙井的炒制\n---\n",
        "b.md": "---\naliases: [Longjing tea]\n---\n",
    }
    nearest = lint(files, Settings()).vault.nearest
    assert [near.path for near in nearest.find("西湖龙井炒制", embed=False)] == ["a.md"]
    assert [near.path for near in nearest.find("Longjin tea", embed=False)] == ["b.md"]


def test_rules_look_up_a_limited_number_of_targets() -> None:
    view = View(vault(["Some note.md"]))
    found = [view.near(f"Some notes{' ' * number}", embed=False) for number in range(300)]
    assert found[0]
    assert not found[-1]
    assert vault(["Some note.md"]).nearest.find("Some notes", embed=False)


def test_what_a_broken_link_may_have_meant_is_put_off_to_one_process() -> None:
    files: dict[str, str | bytes] = {"Tea.md": "[[Tae]]\n", "Cup.md": "[[Tea]]\n"}
    run = lint(files, Settings())
    world = run.workspace.judgement.vault_of(files)
    judge = Judge(VaultRules(run.selection), world, lambda _: False)
    notes = [world.notes[path] for path in files]
    first, second = judge.judge(notes, puts_off=True)
    assert first is None
    assert second is not None
    assert judge.judge(notes)[1] == second
    assert all(judge.judge(notes))


def test_relations_have_evidence_and_a_line_to_copy() -> None:
    best = suggest_relations(corpus(), "茶/龙井.md")[0]
    assert best.path == "茶/碧螺春.md"
    assert best.line == "- [[茶/碧螺春|碧螺春的产地]]；关联理由：；说明："
    assert best.evidence == (
        "shares the topics 绿茶",
        "uses the same terms: 炒制手法, 产地",
        "stands in the same folder",
    )


def test_relations_that_exist_are_not_suggested() -> None:
    assert "茶/碧螺春.md" not in {found.path for found in suggest_relations(corpus(), "茶/祁门.md")}
    back = {found.path: found.evidence for found in suggest_relations(corpus(), "茶/碧螺春.md")}
    assert "has a relation to this note already" in back["茶/祁门.md"]


def test_topics_are_named_in_the_text_or_held_by_near_notes() -> None:
    found = {topic.path: topic for topic in suggest_topics(corpus(), "茶/祁门.md")}
    assert next(iter(found)) == "00-元语/红茶.md"
    assert found["00-元语/红茶.md"].line == "- [[00-元语/红茶]]"
    assert found["00-元语/红茶.md"].evidence[0] == "“红茶” stands in the title"
    assert found["00-元语/绿茶.md"].evidence[0] == "“龙井茶” occurs in the text"
    assert "00-元语/README.md" not in found


def test_a_topic_is_not_found_by_its_own_line() -> None:
    files = FILES | {"茶/x.md": note("标题", "文字", "- [[茶/龙井]]", "- [[没有/红茶]]")}
    assert not {topic.path for topic in suggest_topics(corpus(files), "茶/x.md")} & {"00-元语/红茶.md"}


def test_boilerplate_makes_no_notes_alike() -> None:
    clause = "本文仅供内部参考不代表任何立场"
    files: dict[str, str | bytes] = {f"{name}.md": note(name, f"{clause}，{name * 3}。") for name in "甲乙丙丁戊"}
    assert not any(
        "uses the same" in text for found in suggest_relations(corpus(files), "甲.md") for text in found.evidence
    )


@pytest.mark.parametrize(
    ("path", "title", "link"),
    [
        ("a/B.md", "标题", "[[a/B|标题]]"),
        ("a/B.md", "a | b", "[[a/B|B]]"),
        ("a/B.md", "[x]", "[[a/B|B]]"),
        ("a/B.md", "a\nb", "[[a/B|B]]"),
    ],
)
def test_lines_hold_whole_links(path: str, title: str, link: str) -> None:
    assert wiki_link(path, title) == link


def test_terms() -> None:
    assert terms("ＧＰＴ-5 模型很") == ["gpt-5", "模型", "型很", "模型很"]


def index_of(texts: dict[str, str]) -> TermIndex:
    steps = made_index((name, [(text, 1.0)]) for name, text in texts.items())
    while True:
        try:
            next(steps)
        except StopIteration as made:
            index: TermIndex = made.value
            return index


def test_similarity_is_higher_for_rare_terms() -> None:
    texts = {"a": "龙井 绿茶", "b": "龙井 红茶", "c": "绿茶 红茶 白茶", "d": "白茶 绿茶", "e": "白茶", "f": "x"}
    index = index_of(texts)
    assert set(index.similar("a")) == {"b"} | ({"c", "d"} & set(index.similar("a")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path, FILES)


def suggest(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert main(["suggest", "--root", str(folder), *arguments]) == 0
    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    return capsys.readouterr().out


def as_json(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(suggest(folder, capsys, "--output-format", "json", *arguments))


@pytest.mark.parametrize("name", ["窑/龙泉.md", "龙泉", "{root}/窑/龙泉.md"])
def test_note_by_name_or_path(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (found,) = as_json(folder, capsys, name.format(root=folder))["notes"]
    assert found["filename"] == "窑/龙泉.md"
    assert found["links"] == [
        {"location": {"row": 15, "column": 3}, "link": "[[龍泉窑]]", "target": "龍泉窑", "candidates": []}
    ]
    assert found["relations"][0]["filename"] == "窑/青瓷.md"


def test_kinds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = as_json(folder, capsys, "龙泉", "--kind", "topics", "--most", "1")["notes"]
    assert found["links"] is found["relations"] is None
    assert len(found["topics"]) <= 1


def test_whole_vault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(folder, capsys, "--limit", "2")
    assert found["notes_without_relations"] == 4
    with_relations = [entry["filename"] for entry in found["notes"] if entry["relations"]]
    assert len(with_relations) == 2
    assert [entry["filename"] for entry in found["notes"] if entry["links"]] == ["窑/龙泉.md"]


def test_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = suggest(folder, capsys, "龙井", "--kind", "relations", "--most", "1")
    assert text.startswith("茶/龙井.md\n\nRelations: judge each, choose a reason (引用, ")
    assert "\n- [[茶/碧螺春|碧螺春的产地]]；关联理由：；说明：\n    shares the topics 绿茶; " in text


def test_what_is_left_out_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "--root", str(folder), "--limit", "1"]) == 0
    said = capsys.readouterr().err
    assert "1 broken link; with a file of a similar name: 0." in said
    assert "4 notes have none; these are candidates for the 1 that are linked most" in said


def test_unknown_note(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "--root", str(folder), "没有这个"]) == 2
    assert "there is no note" in capsys.readouterr().err


CHANGES: dict[str, dict[str, str | None]] = {
    "words": {"茶/祁门.md": note("青瓷与祁门", "釉色来自烧制的火候，窑火与青瓷。")},
    "relations and topics": {
        "茶/祁门.md": note("祁门", "x", "- [[龙井]]；关联理由：引用；说明：x。", "- [[00-元语/红茶]]"),
        "窑/青瓷.md": note("青瓷的釉色", "釉色来自烧制的火候。"),
    },
    "a note comes": {"窑/汝窑.md": note("汝窑青瓷", "釉色来自烧制的火候。", "- [[青瓷]]", "- [[00-元语/陶器]]")},
    "notes go": {"窑/青瓷.md": None, "00-元语/红茶.md": None},
    "a topic changes": {"00-元语/陶器.md": "---\naliases: [祁门的香气]\n---\n青瓷\n"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_corpus_is_renewed(name: str) -> None:
    """What does not depend on how rare a term is, is as it would be anew; only what has changed is read."""
    before, changes = corpus(), CHANGES[name]
    assert before.index and before.names and before.related and before.topics_of and before.linking("") == set()
    after = {path: text for path, text in {**FILES, **changes}.items() if text is not None}
    run = lint(after, Settings())
    read: list[str] = []

    def text_of(path: str) -> str:
        read.append(path)
        return run.text(path)

    before.read = text_of
    changed = [path for path in {**FILES, **changes} if FILES.get(path) != after.get(path)]
    renewed, anew = before.renewed(run.vault, changed), Corpus(run.vault, run.text)
    assert set(read) <= changes.keys()
    for path in run.vault.notes:
        assert renewed.topics_of[path] == anew.topics_of[path]
        assert renewed.related[path] == anew.related[path]
        assert (renewed.linked(path), renewed.linking(path)) == (anew.linked(path), anew.linking(path))
        assert list(renewed.names.found_in(run.text(path))) == list(anew.names.found_in(run.text(path)))
        assert renewed.summary(path) == anew.summary(path)
        assert bool(renewed.similar(path)) >= bool(anew.similar(path)) or name == "a note comes"
    assert renewed.similar("窑/龙泉.md").keys() <= run.vault.notes.keys()


def test_much_that_has_changed_is_made_anew() -> None:
    files: dict[str, str | bytes] = {f"{number}.md": note(f"茶{number}", f"第{number}种茶") for number in range(120)}
    before = corpus(files)
    assert before.index
    renewed = before.renewed(before.vault, [f"{number}.md" for number in range(51)])
    assert "index" not in vars(renewed)
    assert all(renewed.index.vector(path) == before.index.vector(path) for path in files)


def test_the_index_is_kept(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made once for the same beginnings of notes, and what is suggested is what it is without a store."""
    made: list[int] = []

    def counting(texts: Any, boilerplate: frozenset[str]) -> Any:
        made.append(1)
        return made_index(texts, boilerplate)

    monkeypatch.setattr("vaultlint.suggest.corpus.made_index", counting)
    (folder / "茶/祁门.md").write_text(note("祁门", "红茶的香气。" * 200), encoding="utf-8")
    first = suggest(folder, capsys, "--output-format", "json")
    assert suggest(folder, capsys, "--output-format", "json") == first
    with (folder / "茶/祁门.md").open("a", encoding="utf-8") as end:
        end.write("\n## 另记\n\n- [[青瓷]]\n")
    suggest(folder, capsys, "祁门")
    assert len(made) == 1
    (folder / "茶/祁门.md").write_text(note("青瓷与祁门", "釉色来自烧制的火候，窑火与青瓷。"), encoding="utf-8")
    again = as_json(folder, capsys, "--limit", "9")
    assert len(made) == 2
    corpus_now = Corpus(vault := open_vault(str(folder), ()), lambda path: vault.source.read(path).decode())
    assert again == as_object(for_vault(corpus_now, ("links", "relations", "topics"), 8, 9))


def test_a_kept_index_is_as_it_was_made() -> None:
    index = index_of({"a": "龙井 绿茶", "b": "龙井 红茶", "c": "绿茶 红茶 白茶", "d": "白茶 绿茶", "e": "", "f": "x"})
    kept = TermIndex.unpack(index.pack())
    assert [kept.similar(path) for path in "abcdef"] == [index.similar(path) for path in "abcdef"]
    assert [kept.vector(path) for path in "abcdef"] == [index.vector(path) for path in "abcdef"]
