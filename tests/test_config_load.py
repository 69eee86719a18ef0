"""From TOML, files and the command line to settings."""

from __future__ import annotations

import sys
from subprocess import run
from typing import TYPE_CHECKING

import pytest

from vaultlint.config.errors import ConfigError
from vaultlint.config.load import find_root, load, settings_from_text, split_config
from vaultlint.config.toml import quote_keys
from vaultlint.errors import VaultlintError
from vaultlint.settings import NoteType, PropertyRule, Settings

if TYPE_CHECKING:
    from pathlib import Path

FULL = """\
exclude = [".tmp/", "prompts/"]
sections = []

[lint]
select = ["default", "site-navigation"]
ignore = ["orphan-note"]
fail-on = "error"

[lint.severity]
dead-end-note = "warning"
site-navigation = "info"

[lint.per-path-ignores]
"!06-文档系统/**" = ["graph"]

[rules.orphan-note]
allow = ["index.md"]

[[note-types]]
name = "blog"
paths = ["01-博客/**"]
sections = ["摘要", "正文", "相关文档?"]
other-sections = false
[note-types.parts]
摘要 = ["一句话总结", "风险与不足|风险/不足"]
[note-types.properties]
title = { type = "text", required = true }
发布日期 = { type = "date", not-after-today = true }

[relations.synonyms]
延伸阅读 = "延伸思考"

[topics]
folder = "topics"
synonyms = { agents = "Agent", 智能体 = "Agent" }

[[patterns]]
name = "site-navigation"
pattern = '跳至主要内容'
replacement = ""
"""


def test_every_kind_of_setting_arrives() -> None:
    settings = settings_from_text(FULL)
    assert settings.exclude == (".tmp/", "prompts/")
    assert settings.sections == ()
    assert settings.lint.select == ("default", "site-navigation")
    assert settings.lint.severity == {"dead-end-note": "warning", "site-navigation": "info"}
    assert settings.lint.per_path_ignores == {"!06-文档系统/**": ("graph",)}
    assert settings.rules["orphan-note"].allow == ("index.md",)
    assert settings.note_types == (
        NoteType(
            name="blog",
            paths=("01-博客/**",),
            sections=("摘要", "正文", "相关文档?"),
            other_sections=False,
            parts={"摘要": ("一句话总结", "风险与不足|风险/不足")},
            properties={
                "title": PropertyRule(type="text", required=True),
                "发布日期": PropertyRule(type="date", not_after_today=True),
            },
        ),
    )
    assert settings.relations.synonyms == {"延伸阅读": "延伸思考"}
    assert settings.topics.synonyms == {"agents": "Agent", "智能体": "Agent"}
    assert settings.patterns[0].replacement == ""


def test_no_text_is_the_defaults() -> None:
    assert settings_from_text("") == Settings()


QUOTED = [
    ("摘要 = 1", '"摘要" = 1'),
    ("a.摘要 . b = 1", 'a."摘要" . b = 1'),
    ('"摘要" = "摘要 = 1"', '"摘要" = "摘要 = 1"'),
    ("[note-types.parts.摘要]  # 摘要 = 1", '[note-types.parts."摘要"]  # 摘要 = 1'),
    ("[[元语]]", '[["元语"]]'),
    ("x = { 发布日期 = { a = 1 }, b-主题 = 2 }", 'x = { "发布日期" = { a = 1 }, "b-主题" = 2 }'),
    ("x = '''\n摘要 = 1\n'''", "x = '''\n摘要 = 1\n'''"),
    ("name = 博客", "name = 博客"),
    ("name = “博客”", "name = “博客”"),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_bare_keys_that_are_not_ascii_are_quoted_and_nothing_else(text: str, expected: str) -> None:
    assert quote_keys(text) == expected


@pytest.mark.parametrize(
    ("files", "start", "expected"),
    [
        (["v/vaultlint.toml", "v/a/b/n.md"], "v/a/b", "v"),
        (["v/vaultlint.toml", "v/a/n.md"], "v/a/n.md", "v"),
        (["v/.obsidian/app.json", "v/a/n.md"], "v/a", "v"),
        (["v/.obsidian/app.json", "v/a/vaultlint.toml"], "v/a", "v/a"),
        (["v/vaultlint.toml", "v/a/.obsidian/app.json"], "v/a", "v/a"),
        (["v/pyproject.toml", "v/a/n.md"], "v/a", "v"),
        (["v/.git/HEAD", "v/a/pyproject.txt"], "v/a", "v"),
        (["v/.git/HEAD", "v/a/.git", "v/a/b/n.md"], "v/a/b", "v/a"),
        (["v/vaultlint.toml", "v/a/n.md"], "v/a/gone/n.md", "v"),
    ],
)
def test_root(tmp_path: Path, files: list[str], start: str, expected: str) -> None:
    for name in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[tool.vaultlint.lint]\n" if name.endswith("pyproject.toml") else "")
    assert find_root(str(tmp_path / start)) == str(tmp_path / expected)


def test_a_pyproject_without_our_table_is_no_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n# [tool.vaultlint]\n")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert find_root(str(tmp_path / "a")) == str(tmp_path / "a")


def test_overrides_lie_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "vaultlint.toml").write_bytes('\ufefftopics.folder = "t"\r\n[lint]\r\nfail-on = "info"\r\n'.encode())
    loaded = load(str(tmp_path), ('lint.fail-on = "error"', "lint.ignore = ['graph']"))
    assert (loaded.settings.lint.fail_on, loaded.settings.lint.ignore) == ("error", ("graph",))
    assert loaded.settings.topics.folder == "t"
    assert loaded.file == str(tmp_path / "vaultlint.toml")


def test_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.vaultlint]\nexclude = ['a']\n")
    assert load(str(tmp_path)).settings.exclude == ("a",)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.vaultlint]\nexclud = ['a']\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:4: unknown key `exclud`: did you mean `exclude`"):
        load(str(tmp_path))


@pytest.mark.parametrize("text", ["tool.vaultlint.exclude = ['a']", "[tool]\nvaultlint = { exclude = ['a'] }"])
def test_pyproject_in_other_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert load(str(tmp_path)).settings.exclude == ("a",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.vaultlint", r"pyproject\.toml:1: this is not valid TOML"),
        ("[tool]\nvaultlint = 3", r"pyproject\.toml: `tool\.vaultlint` must be a table"),
        ("tool.vaultlint.lint.selct = []", r"pyproject\.toml:1: unknown key `lint\.selct`"),
    ],
)
def test_a_broken_pyproject_is_not_passed_over(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        load(str(tmp_path))


def test_another_file_replaces_the_vaults_own(tmp_path: Path) -> None:
    (tmp_path / "vaultlint.toml").write_text("broken")
    (tmp_path / "other.toml").write_text("exclude = ['b']")
    assert load(str(tmp_path), (), str(tmp_path / "other.toml")).settings.exclude == ("b",)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VaultlintError, match=r"cannot read the configuration .*nope\.toml"):
        load(str(tmp_path), (), str(tmp_path / "nope.toml"))


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "vaultlint.toml").write_bytes("a = 1\nsections = ['正文']".encode("gb18030"))
    with pytest.raises(ConfigError, match=r"vaultlint\.toml:2: this line is not UTF-8 text"):
        load(str(tmp_path))


def test_digest_changes_with_what_the_settings_come_from(tmp_path: Path) -> None:
    digests = {load(str(tmp_path)).digest, load(str(tmp_path), ("exclude = ['a']",)).digest}
    (tmp_path / "vaultlint.toml").write_text("exclude = ['b']")
    digests |= {load(str(tmp_path)).digest, load(str(tmp_path), ("exclude = ['a']",)).digest}
    assert len(digests) == 4


def test_config_values_are_a_file_or_settings(tmp_path: Path) -> None:
    odd = tmp_path / "a=b.toml"
    odd.write_text("")
    assert split_config(("x.toml", "a = 1", "b = 2")) == (("a = 1", "b = 2"), "x.toml")
    assert split_config((str(odd),)) == ((), str(odd))


def test_without_a_configuration_no_toml_is_imported(tmp_path: Path) -> None:
    code = f"import sys, vaultlint.config.load as l; l.load({str(tmp_path)!r}); print('tomllib' in sys.modules)"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
