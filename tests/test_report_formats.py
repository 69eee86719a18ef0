"""What holds for every format, and the formats that other programs read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from jsonschema import Draft7Validator

from tests.report_runs import FILES, HOSTILE_PATH, HOSTILE_TEXT, finding, hostile, problem, render, run_of, sample
from vaultlint.finding import Edit, Fix, Problem
from vaultlint.lint.identity import fingerprints
from vaultlint.report import markdown, sarif
from vaultlint.report.target import FORMATS, Target

if TYPE_CHECKING:
    from vaultlint.workspace.run import Run

SCHEMAS = Path(__file__).parent / "schemas"
RUNS = {"sample": sample, "hostile": hostile, "empty": run_of}
MACHINE = ("sarif", "gitlab", "rdjson", "json")


def errors_of(schema: str, value: Any) -> list[str]:
    text = (SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")
    validator = Draft7Validator(json.loads(text), format_checker=Draft7Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def tree(element: ElementTree.Element) -> dict[str, Any]:
    children = [tree(child) for child in element]
    return {"tag": element.tag, "attributes": element.attrib, "children": children, "text": element.text or ""}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
class TestEveryFormat:
    def test_same_bytes_twice(self, name: str, run: Any) -> None:
        assert render(name, run()).encode() == render(name, run()).encode()

    def test_nothing_for_the_terminal_to_obey(self, name: str, run: Any) -> None:
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800-\udfff]", render(name, run()))

    def test_ends_with_a_line_end(self, name: str, run: Any) -> None:
        text = render(name, run())
        assert not text or text.endswith("\n")


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
class TestSchemas:
    @pytest.mark.parametrize("name", MACHINE)
    def test_json(self, name: str, run: Any) -> None:
        assert errors_of(name, json.loads(render(name, run()))) == []

    def test_official_sarif(self, run: Any) -> None:
        assert errors_of("sarif-2.1.0", json.loads(render("sarif", run()))) == []

    def test_json_lines(self, run: Any) -> None:
        lines = render("json-lines", run()).splitlines()
        assert [json.loads(line) for line in lines] == json.loads(render("json", run()))

    def test_junit(self, run: Any) -> None:
        assert errors_of("junit", tree(ElementTree.fromstring(render("junit", run())))) == []


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ("sarif-2.1.0", {"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": []}]}),
        ("sarif", {"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": []}]}),
        ("gitlab", [{"check_name": "x"}]),
        ("rdjson", {"source": {"name": "x"}, "diagnostics": [{"message": "m"}]}),
        ("json", [{"code": "x"}]),
        ("junit", {"tag": "testsuites", "attributes": {}, "children": [], "text": ""}),
    ],
)
def test_schemas_can_fail(schema: str, wrong: Any) -> None:
    assert errors_of(schema, wrong)


CONCISE = """\
00/note.md:1:1: warning my-pattern: as a whole
00/note.md:1:1: info orphan-note: one\\nmore
00/note.md:3:5: error broken-link: no note 甲
b.md:1:2: warning broken-link: wrong
"""
GROUPED = """\
00/note.md
  1:1  warning  my-pattern   as a whole
  1:1  info     orphan-note  one\\nmore
  3:5  error    broken-link  no note 甲

b.md
  1:2  warning  broken-link  wrong
"""
GITHUB = """\
::error file=docs/00/note.md,line=3,endLine=3,col=5,endColumn=6,title=broken-link::no note 甲%0Ahelp: replace by 乙
::warning file=docs/00/note.md,line=1,endLine=1,col=1,endColumn=1,title=my-pattern::as a whole
::warning file=docs/b.md,line=1,endLine=2,title=broken-link::wrong
::notice file=docs/00/note.md,line=1,endLine=1,col=1,endColumn=5,title=orphan-note::one\\nmore%0Ahelp: two edits
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("concise", CONCISE), ("grouped", GROUPED), ("github", GITHUB)],
    ids=["concise", "grouped", "github"],
)
def test_text_formats(name: str, text: str) -> None:
    assert render(name, sample(), prefix="docs/" if name == "github" else "") == text


def test_json_object() -> None:
    found = json.loads(render("json", sample()))[2]
    assert found == {
        "code": "broken-link",
        "severity": "error",
        "message": "no note 甲",
        "filename": "00/note.md",
        "location": {"row": 3, "column": 5},
        "end_location": {"row": 3, "column": 6},
        "fix": {
            "applicability": "safe",
            "message": "replace by 乙",
            "edits": [
                {"content": "乙", "location": {"row": 3, "column": 5}, "end_location": {"row": 3, "column": 6}},
            ],
        },
        "url": found["url"],
        "related": [
            {
                "message": "is near",
                "filename": "b.md",
                "location": {"row": 2, "column": 1},
                "end_location": {"row": 2, "column": 4},
            }
        ],
    }


def test_json_names_the_file_of_an_edit_elsewhere() -> None:
    fix = Fix("both", (Edit(0, 0, "x"), Edit(5, 8, "y", "b.md")))
    edits = json.loads(render("json", run_of(finding(Problem(0, 0, "m", fix)))))[0]["fix"]["edits"]
    assert [edit.get("filename") for edit in edits] == [None, "b.md"]
    assert edits[1]["end_location"] == {"row": 2, "column": 4}


def test_json_keeps_hostile_text() -> None:
    found = json.loads(render("json", hostile()))[0]
    assert (found["filename"], found["message"]) == (HOSTILE_PATH, HOSTILE_TEXT)


def test_github_shows_ten_of_each_level_and_counts_the_rest() -> None:
    rows = [
        finding(Problem(0, 0, f"{severity} {number}"), severity=severity)
        for severity in (1, 2, 3)
        for number in range(12)
    ]
    lines = render("github", run_of(*rows)).splitlines()
    commands = [line.split(" ")[0] for line in lines]
    assert commands == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    assert "::7 more problems:" in lines[-1]


def test_github_has_one_command_a_line() -> None:
    lines = render("github", hostile()).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::warning"]
    properties = lines[0].split("::")[1].partition(" ")[2].split(",")
    assert [pair.partition("=")[0] for pair in properties] == ["file", "line", "endLine", "col", "endColumn", "title"]


def test_gitlab_fingerprints_are_unique_and_know_no_lines() -> None:
    twice = [finding(problem("x\nx\n" + FILES["b.md"], "x")._replace(start=at, end=at + 1)) for at in (0, 2)]
    moved = [row._replace(location=row.location._replace(row=row.location.row + 9)) for row in twice]
    prints = [row["fingerprint"] for row in json.loads(render("gitlab", run_of(*twice)))]
    assert len(set(prints)) == 2
    assert prints == [row["fingerprint"] for row in json.loads(render("gitlab", run_of(*moved)))] == fingerprints(moved)


def test_rdjson_counts_bytes() -> None:
    found = json.loads(render("rdjson", sample(), prefix="docs/"))["diagnostics"][2]
    place = {"start": {"line": 3, "column": 5}, "end": {"line": 3, "column": 8}}
    assert found["location"] == {"path": "docs/00/note.md", "range": place}
    assert found["suggestions"] == [{"range": place, "text": "乙"}]


def test_rdjson_puts_all_edits_into_one_suggestion() -> None:
    found = json.loads(render("rdjson", sample()))["diagnostics"][1]
    assert found["suggestions"][0]["text"] == "## 标题\n\n- x"
    assert found["suggestions"][0]["range"]["end"] == {"line": 3, "column": 3}


class TestSarif:
    def run(self, run: Run, **target: Any) -> Any:
        return json.loads(render("sarif", run, **target))["runs"][0]

    def test_result(self) -> None:
        result = self.run(sample(), prefix="文档/")["results"][2]
        location = result["locations"][0]["physicalLocation"]
        assert unquote(location["artifactLocation"]["uri"]) == "文档/00/note.md"
        assert location["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 6}
        assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "乙"}
        assert result["relatedLocations"][0]["message"] == {"text": "is near"}

    def test_rules_are_described(self) -> None:
        run = self.run(sample())
        rules = run["tool"]["driver"]["rules"]
        assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
            row["ruleId"] for row in run["results"]
        ]
        orphan = next(rule for rule in rules if rule["id"] == "orphan-note")
        assert orphan["helpUri"].endswith("/orphan-note.md")
        assert orphan["help"]["markdown"].startswith("# orphan-note")

    def test_the_most_severe_are_kept_and_the_rest_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sarif, "_LIMIT", 2)
        run = self.run(sample())
        assert [result["level"] for result in run["results"]] == ["warning", "error"]
        notes = run["invocations"][0]["toolExecutionNotifications"]
        assert [note["message"]["text"] for note in notes] == ["2 of 4 findings, the least severe, are left out"]

    def test_unreadable_notes_are_named(self) -> None:
        invocation = self.run(replace(run_of(), unreadable=(("a.md", "Permission denied"),)))["invocations"][0]
        assert not invocation["executionSuccessful"]
        assert "a.md" in invocation["toolExecutionNotifications"][0]["message"]["text"]

    def test_messages_hold_no_links(self) -> None:
        assert "](" not in self.run(hostile())["results"][0]["message"]["text"]


@pytest.mark.parametrize(("fail_on", "failures"), [("warning", 3), ("error", 1), ("info", 4), ("never", 0)])
def test_junit_fails_where_the_run_does(fail_on: str, failures: int) -> None:
    run = run_of(*sample().findings, config=f'lint.fail-on = "{fail_on}"')
    root = ElementTree.fromstring(render("junit", run))
    assert (root.attrib["tests"], root.attrib["failures"]) == ("4", str(failures))
    assert len(root.findall(".//failure")) == failures
    assert len(root.findall(".//testcase")) == 4


def test_junit_of_a_clean_run_has_a_passing_test() -> None:
    root = ElementTree.fromstring(render("junit", run_of()))
    assert (root.attrib["tests"], len(root.findall(".//testcase")), root.findall(".//failure")) == ("1", 1, [])


class TestMarkdown:
    def test_table_and_notes(self) -> None:
        text = render("markdown", sample())
        assert "4 problems (1 error, 2 warnings, 1 info)." in text
        assert re.search(r"^\| \[orphan-note\]\([^)]+\) \| info \| 1 \| 1 \|$", text, re.MULTILINE)
        assert "### 00/note.md\n" in text and "- 3:5 **error** " in text

    def test_hostile_text_has_no_markup(self) -> None:
        text = markdown.escaped(HOSTILE_TEXT)
        assert not re.search(r"(?<!\\)[<`|*_\[\]](?!!-- -->)", text)
        assert "@someone" not in text and "#1" not in text and "\n" not in text

    def test_budget(self) -> None:
        run = run_of(*[finding(Problem(0, 0, f"标题 {number:05}")) for number in range(500)])
        text = "".join(markdown.render(run, Target(), budget=5000))
        listed = text.count("\n- ")
        assert len(text.encode()) <= 5000
        assert listed > 20
        assert text.endswith(f"…and {500 - listed} more problems that did not fit here.\n")
