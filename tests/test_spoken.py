"""Which language a run speaks, and that a Chinese one speaks no English."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.git_vault import GitVault
from tests.test_catalogue import NAMES
from vaultlint.cli.init import PRESETS, preset_text
from vaultlint.cli.main import COMMANDS, main
from vaultlint.cli.spoken import heed_client, listen, setting_of
from vaultlint.config.toml import quote_keys
from vaultlint.language import speak, spoken
from vaultlint.rules import CATEGORIES
from vaultlint.rules import NAMES as RULES

SAMPLE = Path(__file__).parent.parent / "fixtures" / "vaults" / "llm-wiki"
WORD = re.compile(r"[A-Za-z][A-Za-z-]+")
# Code, paths and addresses, options and what they take, what git, TOML and JSON say.
CODE = re.compile(
    r"^::.*?::|`[^`]*`|'[^']*'|\[[^\]一-鿿]*\]|默认：\w+|(?<!\w)--?[\w-]+|\b[A-Z_]{2,}\b"
    r"|\b[\w./-]+\.(?:toml|md|json|html)\b|\S*[/=|]\S*"
)
SETTING = re.compile(r"[\w-]+ = .*?(?:  # |$)|\[.*\]")  # of TOML, up to its comment


@pytest.fixture(autouse=True)
def in_english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("VAULTLINT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("en")


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "库"
    shutil.copytree(SAMPLE, copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('language = "zh"\n', "zh"),
        ("sections = []\nlanguage='en' # not Chinese\n", "en"),
        ('# language = "zh"\n', "auto"),
        ('[lint]\nselect = []\n[x]\nlanguage = "zh"\n', "auto"),
        ('x = """\nlanguage = "en"\n"""\nlanguage = "zh"\n', "zh"),
        ('"language" = "zh"\n', "zh"),
        ("language = 3\n", "auto"),
        ("language = \n", "auto"),
    ],
)
def test_the_setting_is_read_from_the_text(tmp_path: Path, text: str, setting: str) -> None:
    file = tmp_path / "vaultlint.toml"
    file.write_text(text, encoding="utf-8")
    assert setting_of(str(file)) == setting
    assert setting_of(str(file), ('lint.fail-on = "error"', 'language = "en"')) == "en"


def test_the_setting_in_a_pyproject(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[x]\nlanguage = "en"\n[tool.vaultlint]\nlanguage = "zh"\n', encoding="utf-8")
    assert setting_of(str(file)) == "zh"


@pytest.mark.parametrize(
    ("arguments", "setting", "variable", "chinese"),
    [
        ([], "", "", False),
        ([], "zh", "", True),
        (["--lang", "en"], "zh", "", False),
        (["--lang=zh-CN"], "en", "en", True),
        ([], "en", "zh_CN.UTF-8", True),
        (["--config", 'language = "zh"'], "", "", True),
    ],
)
def test_who_decides(
    vault: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    arguments: list[str],
    setting: str,
    variable: str,
    chinese: bool,
) -> None:
    if setting:
        (vault / "vaultlint.toml").write_text(f'language = "{setting}"\n', encoding="utf-8")
    if variable:
        monkeypatch.setenv("VAULTLINT_LANG", variable)
    for _ in range(2):  # the second run prints what the first has kept
        assert main(["check", *arguments]) == 1
        said = capsysbinary.readouterr().err.decode()
        assert ("用时" in said) is chinese
        assert ("Found" in said) is not chinese


def test_reports_differ_by_the_setting(vault: Path) -> None:
    (vault / "vaultlint.toml").write_text('language = "zh"\n', encoding="utf-8")
    assert main(["report", "-o", "../zh.html"]) == 0
    (vault / "vaultlint.toml").write_text('language = "en"\n', encoding="utf-8")
    assert main(["report", "-o", "../en.html"]) == 0
    found = {name: (vault.parent / f"{name}.html").read_text(encoding="utf-8") for name in ("zh", "en")}
    assert '"language":"zh"' in found["zh"].replace(": ", ":")
    assert '"language":"en"' in found["en"].replace(": ", ":")


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_the_same_in_chinese(name: str) -> None:
    english = preset_text(name)
    speak("zh")
    assert tomllib.loads(quote_keys(preset_text(name))) == tomllib.loads(quote_keys(english))
    comments = re.findall(r"# [^'\"\n]*$", re.sub(r"`[^`]*`", "", preset_text(name)), re.MULTILINE)
    assert [said for said in comments if re.search(r"[a-z]{2,} [a-z]{2,}", said) and " = " not in said] == []


def test_an_unknown_language_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--lang", "fr"]) == 2
    assert "`fr` is not spoken here" in capsys.readouterr().err


# Runs a command and prints which files below `locale/` it has opened.
OPENING = """
import os, sys
opened = []
sys.addaudithook(lambda event, values: opened.append(str(values[0])) if event == "open" else None)
from vaultlint.cli.main import main
main(sys.argv[1:])
print("OPENED", *(path for path in opened if os.sep + "locale" + os.sep in path and "vaultlint" in path))
"""


def opened_for(*arguments: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", OPENING, *arguments], capture_output=True, check=True, cwd=SAMPLE)
    return done.stdout.decode().rpartition("OPENED")[2].split()


@pytest.mark.parametrize("command", [["--version"], ["rule", "broken-link"], ["check", "--no-cache"]], ids=" ".join)
def test_english_opens_no_catalogue(command: list[str]) -> None:
    assert opened_for(*command) == []


def test_chinese_opens_the_catalogue_and_the_page() -> None:
    opened = opened_for("rule", "broken-link", "--lang", "zh")
    assert {Path(path).name for path in opened} == {"vaultlint.mo", "broken-link.md"}


@pytest.mark.parametrize(
    ("setting", "variable", "locale", "language"),
    [
        ("", "", "zh-cn", "zh"),
        ("", "", "en", "en"),
        ("", "", None, "en"),
        ("zh", "", "en", "zh"),
        ("en", "", "zh", "en"),
        ("zh", "en", "zh", "en"),
    ],
)
def test_whom_the_server_listens_to(
    vault: Path, monkeypatch: pytest.MonkeyPatch, setting: str, variable: str, locale: str | None, language: str
) -> None:
    if setting:
        (vault / "vaultlint.toml").write_text(f'language = "{setting}"\n', encoding="utf-8")
    if variable:
        monkeypatch.setenv("VAULTLINT_LANG", variable)
    listen(["server"])
    heed_client(str(vault / "01-博客"), locale)
    assert spoken() == language


@pytest.mark.parametrize("first", ["en", "zh"])
def test_a_finding_is_the_same_in_both_languages(
    vault: Path, capsysbinary: pytest.CaptureFixture[bytes], first: str
) -> None:
    """What one language has recorded, remembered or fingerprinted holds in the other."""
    second = {"en": "zh", "zh": "en"}[first]

    def prints(language: str) -> list[object]:
        assert main(["check", "--output-format", "sarif", "--lang", language]) == 1
        results = json.loads(capsysbinary.readouterr().out)["runs"][0]["results"]
        return [(each["ruleId"], each["locations"], each["partialFingerprints"]) for each in results]

    assert prints(first) == prints(second) != []
    assert main(["baseline", "--lang", first]) == 0
    assert main(["check", "--strict-baseline", "--lang", second]) == 0
    repository = GitVault(vault)
    repository.commit()
    (vault / "新.md").write_text("[[无此笔记]]\n", encoding="utf-8")
    capsysbinary.readouterr()
    for language in (first, second):
        assert main(["check", "--no-baseline", "--since", "HEAD", "--output-format", "json", "--lang", language]) == 1
        found = json.loads(capsysbinary.readouterr().out)
        assert {each["filename"] for each in found} == {"新.md"}


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["cache", "prune"]])
def test_help_is_chinese(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--lang", "zh", "--help"]) == 0
    assert_chinese(capsys.readouterr().out)


@pytest.mark.parametrize(
    "command",
    [
        "graph",
        "config",
        "suggest",
        "suggest 泡茶的时间",
        "check --statistics -v --timings",
        "init --stdout",
        "undo",
        "undo --list",
        "baseline",
        "rename 泡茶的时间 泡茶多久 --dry-run",
        "merge-topic 茶 水 --dry-run",
        "check",
        "check --output-format concise",
        "check --output-format grouped",
        "check --output-format github",
        "check --output-format job-summary",
        "check nowhere.md",
        "check --since main",
        "check --select nothing",
        "check --severity none",
        "check --nothing",
        "chek",
        "config nothing",
        "new 没有 标题",
        "check --stdin-filename a.md b.md",
        "check --config lint.fail-on=1",
        "check --config nothing=1",
        "report -o 00-元语/茶.md",
        "cache clean",
    ],
)
def test_no_line_is_english(vault: Path, command: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main([*command.split(), "--lang", "zh"])
    captured = capsysbinary.readouterr()
    assert_chinese((captured.out + captured.err).decode())


def assert_chinese(said: str) -> None:
    known = (
        NAMES
        | set(RULES)
        | set(CATEGORIES)
        | set(COMMANDS)
        | {"s", "x", "bash", "zsh", "fish", "clean", "prune", "dir"}
    )
    for line in said.split("\n"):
        if line.startswith(("+", "-", "@", "#:schema", "diff ", "用法：")):
            continue
        bare = CODE.sub(" ", SETTING.sub("", line))
        assert {word for word in WORD.findall(bare) if word not in known} == set(), line
