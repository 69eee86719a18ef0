"""The JSON Schema, the page and `vaultlint config` all come from the definitions that validate."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.test_config_load import FULL
from vaultlint.cli.main import main
from vaultlint.config import docs
from vaultlint.config.keys import keys_of
from vaultlint.config.load import load, settings_from_text
from vaultlint.config.schema import json_schema
from vaultlint.config.show import plain_settings, settings_as_toml
from vaultlint.config.toml import quote_keys
from vaultlint.rules import RULES
from vaultlint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "docs").glob("**/examples/*.toml"))


def faults(text: str) -> list[str]:
    validator: Any = Draft202012Validator(json_schema())
    return ["/".join(map(str, error.absolute_path)) for error in validator.iter_errors(tomllib.loads(quote_keys(text)))]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_what_is_right_fits_the_schema() -> None:
    assert faults(FULL) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_examples_fit_the_schema_and_load(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert faults(text) == []
    assert settings_from_text(text) != Settings()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("x = 1", ""),
        ("lint.select = 'default'", "lint/select"),
        ("lint.select = ['no rule']", "lint/select/0"),
        ("lint.select = ['broken-lnk']", "lint/select/0"),
        ("lint.severity.'orphan-noet' = 'error'", "lint/severity"),
        ("lint.fail-on = 'warn'", "lint/fail-on"),
        ("lint.severity.'No' = 'error'", "lint/severity"),
        ("rules.orphan-note.alow = []", "rules/orphan-note"),
        ("rules.orphan = {}", "rules"),
        ("note-types = [{ name = 'a' }]", "note-types/0"),
        ("patterns = [{ name = 'a', pattern = '', where = 'text' }]", "patterns/0/pattern"),
    ],
)
def test_what_is_wrong_does_not_fit(text: str, path: str) -> None:
    assert faults(text) == [path]


SLIPS = ["broken-lnk", "broken-linkk", "brokne-link", "proken-link", "broken-limk", "roken-link"]


@pytest.mark.parametrize("name", ["house-style", "no-todo", "brokenlinks-of-mine", "links-to-drafts", "tag"])
def test_names_of_the_vaults_own_patterns_fit(name: str) -> None:
    assert faults(f"lint.select = ['{name}']\nlint.severity = {{ {name} = 'info' }}") == []


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_of_a_rules_name_is_none_of_them(name: str) -> None:
    assert faults(f"lint.ignore = ['{name}']") == ["lint/ignore/0"]


def test_the_rules_themselves_fit() -> None:
    names = ", ".join(f"'{rule.name}'" for rule in RULES)
    assert faults(f"lint.select = [{names}]") == []


TOMBI = Path(sys.executable).parent / "tombi"


@pytest.mark.skipif(not TOMBI.exists(), reason="tombi is not installed")
class TestEditors:
    """What an editor says of a file with the `#:schema` line that `init` writes, here with the schema on the disk."""

    @pytest.fixture
    def lint(self, tmp_path: Path) -> Callable[[str], tuple[int, str]]:
        (tmp_path / "vaultlint.schema.json").write_text(docs.schema_text(), encoding="utf-8")
        (tmp_path / "tombi.toml").write_text("[schema]\nenabled = true\n", encoding="utf-8")

        def run(text: str) -> tuple[int, str]:
            (tmp_path / "vaultlint.toml").write_text(f"#:schema ./vaultlint.schema.json\n{text}", encoding="utf-8")
            command = [str(TOMBI), "lint", "--offline", "vaultlint.toml"]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
            return done.returncode, done.stdout + done.stderr

        return run

    @pytest.mark.parametrize("name", SLIPS[:2])
    def test_slips(self, lint: Callable[[str], tuple[int, str]], name: str) -> None:
        status, shown = lint(f'[lint]\nselect = ["default", "{name}"]\n')
        assert status == 1 and "vaultlint.toml:3:" in shown
        assert lint(f'[lint.severity]\n{name} = "info"\n')[0] == 1
        assert lint(f"[rules.{name}]\nallow = []\n")[0] == 1

    def test_what_is_right(self, lint: Callable[[str], tuple[int, str]]) -> None:
        text = '[lint]\nselect = ["default", "broken-link", "house-style"]\n[rules.broken-link]\nallow = ["x"]\n'
        assert lint(text)[0] == 0, lint(text)[1]


def test_every_setting_has_a_description() -> None:
    def undescribed(node: Any, path: str) -> list[str]:
        found = []
        for name, value in node.get("properties", {}).items():
            found += [] if value.get("description") else [f"{path}.{name}"]
            found += undescribed(value, f"{path}.{name}") + undescribed(value.get("items", {}), f"{path}.{name}[]")
        return found

    assert undescribed(json_schema(), "$") == []


def test_every_option_of_every_rule_can_stand_in_toml() -> None:
    assert all(keys_of(rule.options) is not None for rule in RULES)


def test_the_page_is_current() -> None:
    written = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert written == docs.page(), "run `python -m vaultlint.config.docs`"


@pytest.mark.parametrize("text", ["", FULL], ids=["defaults", "full"])
def test_what_config_shows_gives_the_same_settings_again(tmp_path: Path, text: str) -> None:
    (tmp_path / "vaultlint.toml").write_text(text, encoding="utf-8")
    loaded = load(str(tmp_path))
    shown = "\n".join(settings_as_toml(loaded))
    assert tomllib.loads(shown)
    assert plain_settings(settings_from_text(shown)) == plain_settings(loaded.settings)


def test_config_says_where_settings_come_from(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "vaultlint.toml").write_text("[lint]\nfail-on = 'info'\nignore = ['graph']\n", encoding="utf-8")
    assert main(["config", str(tmp_path), "--config", 'lint.fail-on = "error"']) == 0
    lines = capfd.readouterr().out.splitlines()
    assert 'fail-on = "error"  # --config \'lint.fail-on = "error"\'' in lines
    assert 'ignore = ["graph"]  # vaultlint.toml' in lines
    assert 'language = "auto"  # default' in lines


def test_config_as_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "vaultlint.toml").write_text("topics.folder = 't'", encoding="utf-8")
    assert main(["config", "--root", str(tmp_path), "--output-format", "json"]) == 0
    shown = json.loads(capfd.readouterr().out)
    assert shown["root"] == str(tmp_path)
    assert shown["settings"]["topics"]["folder"] == "t"
    assert shown["origins"]["topics.folder"] == "vaultlint.toml"
    assert shown["origins"]["topics.section"] == "default"


def test_config_prints_the_schema(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--schema"]) == 0
    assert json.loads(capfd.readouterr().out) == json.loads(json.dumps(json_schema()))


def test_a_broken_configuration_is_exit_status_2(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "vaultlint.toml").write_text("lint.selct = []", encoding="utf-8")
    assert main(["config", str(tmp_path)]) == 2
    assert "vaultlint.toml:1: unknown key `lint.selct`: did you mean `select`?" in capfd.readouterr().err


def test_the_schema_file_is_as_it_is_written() -> None:
    written = (ROOT / "docs" / "vaultlint.schema.json").read_text(encoding="utf-8")
    assert written == docs.schema_text(), "run `python -m vaultlint.config.docs`"
    assert json.loads(written)["$id"].endswith("/docs/vaultlint.schema.json")


CONFIG = '[lint]\nfail-on = "error"\nseverity = { broken-link = "info" }\n[rules.topic-count]\nmin = 3\n'


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("lint.fail-on", ['lint.fail-on = "error"  # vaultlint.toml']),
        ("rules.topic-count.min", ["rules.topic-count.min = 3  # vaultlint.toml"]),
        ("topics.section", ['topics.section = "关联主题"  # default']),
        ("lint.severity", ['lint.severity = { broken-link = "info" }  # vaultlint.toml']),
        ('lint."severity".broken-link', ['lint.severity.broken-link = "info"  # vaultlint.toml']),
    ],
)
def test_one_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], key: str, lines: list[str]
) -> None:
    (tmp_path / "vaultlint.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["config", key]) == 0
    assert capsys.readouterr().out.splitlines() == lines


def test_a_table_of_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vaultlint.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["config", "rules.topic-count"]) == 0
    assert capsys.readouterr().out.startswith("[rules.topic-count]\nmin = 3  # vaultlint.toml\n")
    assert main(["config", "lint.fail-on", "--output-format", "json"]) == 0
    assert capsys.readouterr().out == '"error"\n'


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("lint.fial-on", "did you mean `fail-on`?"),
        ("lint.fail-on.x", "`vaultlint config` shows all"),
        ("a b", "not valid TOML"),
    ],
)
def test_no_such_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], key: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["config", key]) == 2
    assert hint in capsys.readouterr().err
