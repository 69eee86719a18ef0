"""`--limit` and `--compact`: a bounded object with the worst findings, for programs that pay for what they read."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.git_vault import ENVIRONMENT, GitVault
from tests.report_runs import finding, problem, run_of
from vaultlint.cli.main import main
from vaultlint.report.json_object import to_json
from vaultlint.report.limited import TOKENS, limited_object, tokens

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'sections = []\n[lint]\nselect = ["broken-link", "trailing-space", "list-marker"]\n'
JSON = ("--output-format", "json")
TEXT = "# 标题\n\n[[gone]]\n"


@pytest.fixture
def vault(tmp_path: Path) -> GitVault:
    made = GitVault(tmp_path / "vault")
    made.commit({"vaultlint.toml": CONFIG, "old.md": "[[gone]]\n* a\n\nend   \n"})
    return made.write({"new.md": "[[nowhere]]\n\n* b\n\nend   \n"})


def asked(vault: GitVault, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(vault.vaultlint("check", *JSON, *arguments).out)
    return found


class TestLimit:
    def test_all_are_counted_and_the_worst_are_shown(self, vault: GitVault) -> None:
        found = asked(vault, "--limit", "2")
        assert list(found) == ["total", "shown", "by_rule", "findings"]
        assert (found["total"], found["shown"]) == (6, 2)
        assert found["by_rule"] == {"broken-link": 2, "list-marker": 2, "trailing-space": 2}
        assert [row["code"] for row in found["findings"]] == ["broken-link", "broken-link"]
        assert {row["severity"] for row in found["findings"]} == {"error"}

    def test_a_plain_finding_is_that_of_the_array(self, vault: GitVault) -> None:
        array = json.loads(vault.vaultlint("check", *JSON).out)
        found = asked(vault, "--limit", "99")["findings"]
        assert sorted(map(str, found)) == sorted(map(str, array))

    def test_nothing_but_counts(self, vault: GitVault) -> None:
        assert asked(vault, "--limit", "0") == {**asked(vault, "--limit", "1"), "shown": 0, "findings": []}

    def test_no_findings(self, vault: GitVault) -> None:
        found = asked(vault, "--limit", "5", "--select", "orphan-note", "--ignore", "orphan-note")
        assert found == {"total": 0, "shown": 0, "by_rule": {}, "findings": []}

    def test_the_same_each_time_and_from_what_is_kept(self, vault: GitVault) -> None:
        first = vault.vaultlint("check", *JSON, "--limit", "3").out
        assert vault.vaultlint("check", *JSON, "--limit", "3").out == first
        assert vault.vaultlint("check", *JSON, "--limit", "3", "--no-cache").out == first
        assert vault.vaultlint("check", *JSON, "--limit", "4").out != first
        assert vault.vaultlint("check", *JSON, "--limit", "3", "--compact").out != first

    def test_only_what_is_new(self, vault: GitVault) -> None:
        found = asked(vault, "--limit", "9", "--compact", "--since", "HEAD")
        assert (found["total"], {row["at"].split(":")[0] for row in found["findings"]}) == (3, {"new.md"})

    def test_a_note_from_the_standard_input(self, vault: GitVault) -> None:
        command = [sys.executable, "-m", "vaultlint", "check", *JSON, "--compact", "--stdin-filename", "new.md", "-"]
        done = subprocess.run(command, cwd=vault.root, env=ENVIRONMENT, input=b"[[else]]\n", capture_output=True)
        assert [row["at"] for row in json.loads(done.stdout)["findings"]] == ["new.md:1:3"]

    def test_paths_and_severity(self, vault: GitVault) -> None:
        assert asked(vault, "--limit", "0", "--root", str(vault.root), "old.md", "--severity", "error")["total"] == 1

    def test_what_is_left_after_fixing(self, vault: GitVault) -> None:
        found = json.loads(vault.vaultlint("fix", *JSON, "--limit", "1").out)
        assert (found["total"], found["by_rule"]) == (2, {"broken-link": 2})

    def test_the_exit_status_counts_what_is_not_shown(self, vault: GitVault) -> None:
        assert vault.vaultlint("check", *JSON, "--limit", "0").status == 1

    @pytest.mark.parametrize(
        "arguments",
        [("--limit", "3"), ("--compact",), (*JSON, "--limit", "3", "--statistics"), (*JSON, "--limit", "-1")],
    )
    def test_what_does_not_go_together(self, vault: GitVault, arguments: tuple[str, ...]) -> None:
        assert vault.vaultlint("check", *arguments).status == 2


class TestCompact:
    def test_keys(self, vault: GitVault) -> None:
        rows = {row["at"]: row for row in asked(vault, "--compact")["findings"]}
        assert rows["old.md:2:1"] == {
            "at": "old.md:2:1",
            "rule": "list-marker",
            "severity": "warning",
            "message": rows["old.md:2:1"]["message"],
            "fix": "safe",
        }
        assert "fix" not in rows["old.md:1:3"]

    def test_a_finding_is_within_its_tokens(self) -> None:
        long = finding(problem(TEXT, "[[gone]]", "目标不存在，" * 40 + "there is no such note " * 40))
        (row,) = limited_object(run_of(long), None)[0]["findings"]
        assert tokens(to_json(row)) <= TOKENS
        assert row["message"].endswith("…") and len(row["message"]) > 20

    def test_a_short_message_is_whole(self) -> None:
        (row,) = limited_object(run_of(finding(problem(TEXT, "[[gone]]", "it is gone"))), None)[0]["findings"]
        assert row["message"] == "it is gone" and row["at"].startswith("00/note.md:")

    def test_a_long_path_is_said_once(self) -> None:
        path = "很长的文件夹名/" * 12 + "标题.md"
        rows = [finding(problem(TEXT, part, "gone " * 30), path=path) for part in ("[[gone]]", "标题")]
        found, also = limited_object(run_of(*rows), None, rows[:1])
        assert found["paths"] == {"@1": path}
        assert {row["at"] for row in found["findings"]} == {"@1:1:7", "@1:1:3"} and also[0]["at"].startswith("@1:1:")
        assert all(tokens(to_json(row)) <= TOKENS and len(row["message"]) > 20 for row in found["findings"])

    def test_the_text_has_long_paths_too(self, vault: GitVault) -> None:
        path = "很长的文件夹名称还没有完/" * 3 + "标题.md"
        found = asked(vault.write({path: "[[nowhere]]\n"}), "--compact")
        assert found["paths"] == {"@1": path} and "@1:1:3" in {row["at"] for row in found["findings"]}
        assert list(found) == ["total", "shown", "by_rule", "paths", "findings"]


def test_help_names_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help"]) == 0
    said = capsys.readouterr().out
    assert "--limit" in said and "--compact" in said
