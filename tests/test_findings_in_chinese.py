"""What rules say: sentences that know no language, put into the one of the run when they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.helpers import lint, settings_for
from tests.report_runs import FILES
from tests.test_catalogue import NAMES
from tests.test_rules import example
from vaultlint.config.load import settings_from_text
from vaultlint.finding import Finding
from vaultlint.language import Message, packed_sentence, speak, unpacked_sentence, words
from vaultlint.lint.identity import fingerprints
from vaultlint.lint.note_linter import pack_finding, unpack_finding
from vaultlint.report.target import Target, renderer
from vaultlint.rules import RULES
from vaultlint.rules.rule import Rule

# What YAML, code and file formats call things, and the exception whose name a fault quotes.
_CODE = re.compile(r"`+[^`]*`+|“[^”]*”|U\+[0-9A-F]+|[\w-]+\.(?:md|base|canvas)")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    speak("en")


def sentences(finding: Finding) -> Iterator[object]:
    yield finding.message
    yield from (related.message for related in finding.related)
    if finding.fix:
        yield finding.fix.message


def findings_of(rule: Rule) -> tuple[Finding, ...]:
    case = example(rule, "Bad")
    return lint(dict(case.files), settings_for(rule.name, case.config)).findings


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name != "internal-fault"], ids=lambda rule: rule.name)
def test_every_rule_speaks_chinese(rule: Rule) -> None:
    found = findings_of(rule)
    said = [sentence for finding in found for sentence in sentences(finding)]
    own = {pattern.message for pattern in settings_for(rule.name, example(rule, "Bad").config).patterns}
    assert all(isinstance(sentence, Message) or sentence in own for sentence in said)
    before = [words(sentence) for sentence in said]  # type: ignore[arg-type]
    keys, prints = [finding.sort_key for finding in found], fingerprints(found)
    speak("zh")
    assert ([finding.sort_key for finding in found], fingerprints(found)) == (keys, prints)
    for sentence, plain in zip(said, before, strict=True):
        if not isinstance(sentence, Message):
            continue
        chinese = words(sentence)
        bare = _CODE.sub("", chinese)
        assert chinese != plain or not bare.strip()
        assert set(re.findall(r"[A-Za-z][A-Za-z0-9-]+", bare)) <= NAMES, chinese


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name != "internal-fault"], ids=lambda rule: rule.name)
def test_what_crosses_processes_is_free_of_language(rule: Rule) -> None:
    for finding in findings_of(rule):
        row = pack_finding(finding)
        assert unpack_finding(row) == finding
        speak("zh")
        assert pack_finding(finding) == row
        speak("en")


def test_a_sentence_in_a_sentence_is_packed() -> None:
    message = Message("{a}: {n} more", (("a", Message("one", (), "many", 2)), ("n", 3)))
    assert unpacked_sentence(packed_sentence(message)) == message
    assert unpacked_sentence("as its owner wrote it") == "as its owner wrote it"


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "github", "markdown", "junit"])
def test_reports_have_no_english_words(name: str) -> None:
    speak("zh")
    run = lint(dict(FILES) | {"c.md": "[[无]] **先投茶：**再注水。 \n"}, settings_from_text(""))
    assert run.findings
    text = "".join(renderer(name)(run, Target()))
    for code in (*[rule.name for rule in RULES], *FILES, "c.md"):
        text = text.replace(code, "")
    text = re.sub(r"https?://[^\s)]*|<!--.*?-->|</?[a-z-]+|[A-Za-z]+=(?:\"[^\"]*\")?|::\w+|<\?.*?\?>", " ", text)
    bare = _CODE.sub("", text)
    left = set(re.findall(r"[A-Za-z]{2,}", bare)) - set(NAMES)
    assert left == set()
