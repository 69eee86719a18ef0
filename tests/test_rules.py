"""Laws for every rule of the catalogue, and the literate specs in `fixtures/rules/`."""

from __future__ import annotations

import pkgutil
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

import vaultlint.rules
from tests.helpers import concise, fix, lint, settings_for
from tests.literate import Case, read_blocks, read_spec, split_cases
from vaultlint.finding import Applicability
from vaultlint.rules import CATALOGUE, NAMES, RULES
from vaultlint.rules.rule import Rule

SPECS = Path(__file__).parent.parent / "fixtures" / "rules"
RULE_BY_NAME = {rule.name: rule for rule in RULES}
CASES = [(path, case) for path in sorted(SPECS.glob("*/*.md")) for case in read_spec(path)]


def example(rule: Rule, which: str) -> Case:
    bodies = dict(split_cases(rule.page))
    config = read_blocks(Case("config"), bodies.get("Example configuration", "")).config
    return read_blocks(Case(which, config), bodies.get(which, ""))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
class TestEveryRule:
    def test_metadata(self, rule: Rule) -> None:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
        assert rule.name in CATALOGUE[rule.category]
        assert rule.summary.endswith(".")
        assert all(field.metadata.get("help") for field in fields(rule.options))

    def test_spec_exists(self, rule: Rule) -> None:
        if rule.name == "internal-fault":
            pytest.skip("no note shows it: see test_faults.py")
        assert (SPECS / rule.category / f"{rule.name}.md").is_file()

    def test_bad_example_fires(self, rule: Rule) -> None:
        if rule.name == "internal-fault":
            pytest.skip("no note shows it: see test_faults.py")
        case = example(rule, "Bad")
        assert case.files, "the docstring needs a `## Bad` example"
        settings = settings_for(rule.name, case.config)
        names = {rule.name} if rule.name != "patterns" else {pattern.name for pattern in settings.patterns}
        assert names & {finding.rule for finding in lint(dict(case.files), settings).findings}

    def test_good_example_is_silent(self, rule: Rule) -> None:
        if rule.name == "internal-fault":
            pytest.skip("no note shows it: see test_faults.py")
        case = example(rule, "Good")
        assert case.files, "the docstring needs a `## Good` example"
        assert lint(dict(case.files), settings_for(rule.name, case.config)).findings == ()

    def test_fix_of_bad_is_good(self, rule: Rule) -> None:
        if rule.fix is None or rule.fix is Applicability.DISPLAY:
            pytest.skip("no fix that is applied")
        bad, good = example(rule, "Bad"), example(rule, "Good")
        assert fix(dict(bad.files), settings_for(rule.name, bad.config)) == {**bad.files, **good.files}


def test_every_rule_is_in_the_catalogue() -> None:
    names = [info.name for info in pkgutil.walk_packages(vaultlint.rules.__path__, "vaultlint.rules.")]
    written = {value.name for name in names for value in vars(import_module(name)).values() if isinstance(value, Rule)}
    assert written == set(NAMES)
    assert [rule.name for rule in RULES] == list(NAMES)


@pytest.mark.parametrize(("path", "case"), CASES, ids=[f"{path.stem}: {case.name}" for path, case in CASES])
def test_spec(path: Path, case: Case) -> None:
    assert case.files, "the case has no note"
    settings = settings_for(RULE_BY_NAME[path.stem].name, case.config)
    findings = lint(dict(case.files), settings).findings
    assert [concise(finding) for finding in findings] == (case.report or [])
    if case.safe:
        assert fix(dict(case.files), settings, Applicability.SAFE) == {**case.files, **case.safe}
    if case.fixed:
        assert fix(dict(case.files), settings) == {**case.files, **case.fixed}
        again = {**case.files, **case.fixed}
        assert fix(dict(again), settings) == again
