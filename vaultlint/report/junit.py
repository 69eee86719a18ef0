"""JUnit XML: a test suite for each note, a test case for each finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from vaultlint.finding import Finding, Severity
from vaultlint.language import say, words
from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.escape import escaped_xml, plain
from vaultlint.report.tally import severity_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}
_ILLEGAL = lazy_regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # everything else is XML 1.0


def render(run: Run, target: Target) -> Iterator[str]:
    """Findings that make the run fail are failures; the others are test cases that pass and say what they found."""
    least = _LEVELS.get(run.selection.settings.lint.fail_on)
    failures = _failures(run.findings, least)
    tests = max(len(run.findings), 1)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="vaultlint" tests="{tests}" failures="{failures}" errors="0">\n'
    for path, group in groupby(run.findings, key=lambda finding: finding.path):
        yield from _suite(path, list(group), least)
    if not run.findings:
        yield '<testsuite name="vaultlint" tests="1" failures="0" errors="0">\n'
        yield f'<testcase name={_attribute(str(say("no findings")))} classname="vaultlint"/>\n</testsuite>\n'
    yield "</testsuites>\n"


def _suite(path: str, findings: list[Finding], least: Severity | None) -> Iterator[str]:
    counts = f'tests="{len(findings)}" failures="{_failures(findings, least)}" errors="0"'
    yield f"<testsuite name={_attribute(path)} {counts}>\n"
    for finding in findings:
        yield _case(finding, least)
    yield "</testsuite>\n"


def _case(finding: Finding, least: Severity | None) -> str:
    row, column = finding.location
    name = _attribute(str(say("{rule} at {place}", rule=finding.rule, place=f"{row}:{column}")))
    head = f'<testcase name={name} classname={_attribute(finding.path)} file={_attribute(finding.path)} line="{row}">'
    level = severity_word(finding.severity)
    text = _content(f"{finding.path}:{row}:{column}: {level} {finding.rule}: {words(finding.message)}")
    if not _fails(finding, least):
        return f"{head}<system-out>{text}</system-out></testcase>\n"
    failure = f"<failure message={_attribute(words(finding.message))} type={_attribute(finding.severity.word)}>"
    return f"{head}{failure}{text}</failure></testcase>\n"


def _failures(findings: Iterable[Finding], least: Severity | None) -> int:
    return sum(_fails(finding, least) for finding in findings)


def _fails(finding: Finding, least: Severity | None) -> bool:
    return least is not None and finding.severity >= least


def _content(text: str) -> str:
    return escaped_xml(escape(_ILLEGAL.sub("�", plain(text))))


def _attribute(text: str) -> str:
    return '"' + _content(text).replace('"', "&quot;") + '"'
