"""The rules of a run as SARIF's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.language import say
from vaultlint.report.rule_pages import rule_page
from vaultlint.report.sarif_text import LEVELS
from vaultlint.report.urls import rule_url
from vaultlint.rules import RULES
from vaultlint.rules.prose import prose_of

if TYPE_CHECKING:
    from vaultlint.rules.rule import Rule
    from vaultlint.workspace.run import Run


def rule_objects(run: Run) -> list[dict[str, Any]]:
    """Metadata of each rule that found something, in catalogue order; the vault's own patterns come last."""
    found = {finding.rule for finding in run.findings}
    known = [_rule(rule, run) for rule in RULES if rule.name in found]
    own = sorted(found - {rule.name for rule in RULES})
    return known + [_pattern(name, run) for name in own]


def _rule(rule: Rule, run: Run) -> dict[str, Any]:
    prose = prose_of(rule)
    return {
        "id": rule.name,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _unmarked(prose.summary)},
        "fullDescription": {"text": _unmarked(prose.summary)},
        "help": {"text": prose.text, "markdown": rule_page(rule)},
        "helpUri": rule_url(rule.name),
        "defaultConfiguration": {"level": LEVELS[run.selection.severity(rule)]},
        "properties": {"tags": [rule.category]},
    }


def _pattern(name: str, run: Run) -> dict[str, Any]:
    pattern = next((pattern for pattern in run.selection.settings.patterns if pattern.name == name), None)
    text = (pattern.message if pattern else "") or str(say("A pattern of this vault: {name}.", name=name))
    return {"id": name, "shortDescription": {"text": text}, "properties": {"tags": ["patterns"]}}


def _unmarked(text: str) -> str:
    return text.replace("`", "")
