"""`docs/rules` and `docs/zh/rules` say what the docstrings say, and the Chinese is written as Chinese is."""

from __future__ import annotations

import json
import os
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vaultlint.cli.main import main
from vaultlint.finding import Problem
from vaultlint.language import page_file, speak
from vaultlint.report.columns import columns
from vaultlint.report.rule_pages import pages, require_catalogue, stale_translations, table_source
from vaultlint.report.terminal_markdown import render_markdown
from vaultlint.report.urls import RULE_FOLDERS
from vaultlint.rules import NAMES, RULES, prose, rule_named, table
from vaultlint.rules.listed import listed
from vaultlint.rules.prose import digest_in, digest_of, english_of, prose_of
from vaultlint.rules.rule import AUTO, Rule, vault_rule

ROOT = Path(__file__).parent.parent
HEADINGS = {"Fix": "修复"}  # what stands in the prose, besides the headings of examples
# Latin letters that are no English words in Chinese: names of products, formats and people's own examples.
NAMES_OF_THINGS = frozenset(
    "vaultlint Obsidian Bases Dataview Sync Markdown CommonMark YAML JSON HTML UTF-8 Unicode ASCII BOM LF CRLF PDF "  # noqa: SIM905
    "GitHub Hugo Docusaurus Quartz git Git Windows macOS Linux Wiki CJK Latin Python URL ID UTF-16 A B".split()
)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_HALF_WIDTH = re.compile(r"[一-鿿`）」”][,;:?!()]|[,;?!()][一-鿿]|[一-鿿`]\.(?!\w)")
_GLUED = re.compile(r"[一-鿿][A-Za-z0-9`]|[A-Za-z0-9`][一-鿿]")


@pytest.fixture
def chinese() -> Iterator[None]:
    speak("zh")
    yield
    speak("en")


every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def spans(text: str) -> set[str]:
    return {" ".join(match[2].split()) for match in _SPAN.finditer(text)}


@pytest.mark.parametrize("language", RULE_FOLDERS)
def test_pages_are_current(language: str, chinese: None) -> None:
    folder, wanted = ROOT / RULE_FOLDERS[language], pages(language)
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    stale = sorted(name for name, text in wanted.items() if written.get(name) != text)
    gone = sorted(written.keys() - wanted.keys())
    assert (stale, gone) == ([], []), "run `python -m vaultlint.report.rule_pages`"


def test_every_rule_has_its_chinese_and_nothing_else_has(chinese: None) -> None:
    folder = Path(page_file("x")).parent
    assert {path.stem for path in folder.iterdir()} == set(NAMES)


def test_the_chinese_is_of_the_english_as_it_is(chinese: None) -> None:
    assert list(stale_translations()) == []


def test_chinese_of_another_english_is_named(chinese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = digest_of(rule_named("tag-case"))
    monkeypatch.setattr("vaultlint.report.rule_pages.digest_in", lambda text: "" if digest in text else digest_in(text))
    assert list(stale_translations()) == [
        f"tag-case: bring its Chinese up to date; then its first line is <!-- English: {digest} -->\n"
    ]


@every_rule
def test_the_chinese_names_all_that_the_english_names(rule: Rule, chinese: None) -> None:
    english, chinese_ = english_of(rule), prose_of(rule)
    assert spans(english.summary) <= spans(chinese_.summary)
    assert spans(english.body) <= spans(chinese_.text)
    named = set(re.findall(r"(?<![\w`-])[a-z]+(?:-[a-z0-9]+)+(?![\w`-])", english.body)) & set(NAMES)
    assert named <= spans(chinese_.body)
    headings = [HEADINGS[heading] for heading in re.findall(r"^## (.+)$", english.body, re.MULTILINE)]
    assert re.findall(r"^## (.+)$", chinese_.body, re.MULTILINE) == headings


@every_rule
def test_the_chinese_names_no_rule_that_there_is_not(rule: Rule, chinese: None) -> None:
    known = set(NAMES) | spans(rule.page) | {rule.name}
    assert {span for span in spans(prose_of(rule).body) if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", span)} <= known


@every_rule
def test_the_chinese_is_written_as_chinese_is(rule: Rule, chinese: None) -> None:
    said = prose_of(rule)
    text = f"{said.summary}\n\n{said.body}"
    bare = _SPAN.sub("`", text)
    assert not _HALF_WIDTH.search(bare), "punctuation is full-width"
    assert not _GLUED.search(bare), "a space stands between Chinese and Latin letters, digits and code"
    assert not re.search(r"[您你]| [，。；：？！、（）]|[，。；：？！、（] ", bare)
    assert set(re.findall(r"[A-Za-z][A-Za-z0-9-]*", bare)) <= NAMES_OF_THINGS, "no English words"
    paragraphs = [part for part in text.split("\n\n") if not part.startswith("#")]
    assert all("\n" not in part and part.endswith(("。", "：", "”", "`", "）")) for part in paragraphs)


@every_rule
def test_the_examples_are_the_same(rule: Rule, chinese: None) -> None:
    fences = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$", re.MULTILINE | re.DOTALL)
    wanted = [match[0] for match in fences.finditer(english_of(rule).examples)]
    assert [match[0] for match in fences.finditer(prose_of(rule).examples)] == wanted


def test_a_digest_changes_with_the_words_and_not_with_the_lines_or_the_examples() -> None:
    rule = rule_named("undecodable-file")
    digest = digest_of(rule)

    def digest_with(old: str, new: str) -> str:
        assert old in rule.page
        return digest_of(replace(rule, page=rule.page.replace(old, new)))

    assert digest_with("saving it", "storing it") != digest
    assert digest_with("In this example", "Here") != digest
    assert digest_with(" and saving", "\nand saving") == digest
    assert digest_with("```md", "```md Other.md") == digest


def test_a_rule_that_nobody_has_translated_is_explained_in_english(
    chinese: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(prose, "page_file", lambda name: str(tmp_path / name))
    assert prose_of(RULES[0]) == english_of(RULES[0])


@every_rule
def test_a_chinese_page_fits_the_terminal(rule: Rule, chinese: None) -> None:
    said = prose_of(rule)
    shown = render_markdown(f"{said.summary}\n\n{said.body}", 80, color=False).splitlines()
    assert max(map(columns, shown)) <= 80
    assert not [line for line in shown if re.match(r"\s*[，。；：？！、）”]", line)]


def test_the_command_in_chinese(
    chinese: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTLINT_LANG", "zh")
    assert main(["rule", "hard-tab"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("hard-tab\n\n用制表符缩进文本。\n\n类别 `format` · 警告 · 默认关闭 · 安全修复\n")
    assert "\n修复\n" in page and "\n选项\n" in page and "\n错误示例\n" in page and "\n正确示例\n" in page
    assert main(["rule", "graph"]) == 0
    table = capsys.readouterr().out
    assert "没有任何其他笔记链接到这篇笔记。" in table
    assert main(["rule", "hard-tab", "--output-format", "json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["name"], row["severity"], row["fix"]) == ("hard-tab", "warning", "safe")
    assert row["summary"] == "用制表符缩进文本。" and "## 修复" in row["explanation"]
    assert row["url"].endswith("/docs/zh/rules/hard-tab.md")


def test_the_command_in_the_language_of_the_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VAULTLINT_LANG", raising=False)
    (tmp_path / "vaultlint.toml").write_text('language = "zh"\n')
    (tmp_path / "notes").mkdir()
    monkeypatch.chdir(tmp_path / "notes")
    try:
        assert main(["rule", "hard-tab"]) == 0
        assert "用制表符缩进文本。" in capsys.readouterr().out
        assert main(["rule", "hard-tab", "--lang", "en"]) == 0
        assert "A tab that indents text." in capsys.readouterr().out
    finally:
        speak("en")


def test_one_page_is_read_for_one_rule(
    chinese: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAULTLINT_LANG", "zh")
    read: list[str] = []
    monkeypatch.setattr(prose, "read_file", lambda path: read.append(Path(path).stem) or Path(path).read_bytes())
    assert main(["rule", "hard-tab"]) == 0
    assert set(read) == {"hard-tab"}


def test_the_table_of_rules_is_current() -> None:
    written = Path(table.__file__).read_text(encoding="utf-8")
    assert written == table_source(), "run `python -m vaultlint.report.rule_pages`"


def test_a_style_that_is_learned_is_asked_for_by_default() -> None:
    """`lint.styles` takes `auto` for granted where the settings have no options of a rule."""
    rules = [rule_named(name) for name in NAMES]
    assert {getattr(rule.options(), style.option) for rule in rules for style in rule.styles} == {AUTO}


def test_a_rule_that_the_table_does_not_have_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(table.TABLE, "trailing-space")
    assert listed("trailing-space", "format", rule_named) is rule_named("trailing-space")


@every_rule
def test_a_listed_rule_becomes_the_rule(rule: Rule) -> None:
    fresh, real = listed(rule.name, rule.category, rule_named), rule_named(rule.name)
    assert "check" not in vars(fresh)
    known = {name: value for name, value in vars(fresh).items() if name not in ("_load", "styles")}
    assert known == {name: getattr(real, name) for name in known}
    assert fresh.check is real.check
    assert (fresh.options, fresh.styles, fresh.parts, fresh.page) == (real.options, real.styles, real.parts, real.page)
    assert pickle.loads(pickle.dumps(fresh)) is real


def test_no_chinese_pages_without_a_current_catalogue(tmp_path: Path) -> None:
    source, compiled = tmp_path / "a.po", tmp_path / "a.mo"
    source.write_bytes(b"")
    with pytest.raises(SystemExit, match="not compiled"):
        require_catalogue(source)
    compiled.write_bytes(b"")
    os.utime(compiled, (1, 1))
    with pytest.raises(SystemExit, match="not compiled"):
        require_catalogue(source)
    os.utime(source, (1, 1))
    require_catalogue(source)


def test_what_a_vault_rule_takes_is_said() -> None:
    def some_rule(notes: object, options: object) -> Iterator[Problem]:
        yield from ()

    with pytest.raises(TypeError, match=r"some_rule\(notes, options\): .* \(note, view, options\), or one of files"):
        vault_rule("files")(some_rule)
