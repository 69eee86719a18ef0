"""Rules as a table has them: a rule's module is imported when somebody asks for what is not in the table.

Of 140 rules most runs need some. The table, `table.py`, has what decides which ones run; it is written by
`python -m vaultlint.report.rule_pages`, and a test fails when it is stale. A rule that it lacks is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from vaultlint.finding import Applicability, Severity
from vaultlint.rules.table import TABLE
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.rules.rule import Rule


class ListedStyle(NamedTuple):
    """What a table has of a `Style`: all but what looks at notes."""

    strict: str
    forms: tuple[str, ...]
    option: str
    whole: bool
    lone: bool


class _ListedRule:
    """Looks like a `Rule`, and becomes one: what is not in the table is looked up once, and stays."""

    def __init__(self, load: Callable[[str], Rule], known: dict[str, Any]) -> None:
        vars(self).update(known, _load=load)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        rule = self._load(self.name)
        vars(self).update(vars(rule))
        return getattr(rule, name)

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        return self._load, (self.name,)


def listed(name: str, category: str, load: Callable[[str], Rule]) -> Rule:
    """The rule of a name in `NAMES`, with what the table has of it; `load` imports it."""
    row = TABLE.get(name)
    return load(name) if row is None else cast("Rule", _ListedRule(load, _known(name, category, row)))


def _known(name: str, category: str, row: tuple[Any, ...]) -> dict[str, Any]:
    severity, scope, fix, default, triggers, styles, when_set, parts = row
    known = {
        "name": name,
        "category": category,
        "severity": Severity(severity),
        "scope": scope,
        "fix": None if fix is None else Applicability(fix),
        "default": default,
        "triggers": triggers,
        "styles": tuple([ListedStyle(*style) for style in styles]),
        "when_set": when_set,
    }
    return known if parts else known | {"parts": ()}


def row_of(rule: Rule) -> tuple[Any, ...]:
    """The row of a rule in the table."""
    return (
        int(rule.severity),
        rule.scope,
        None if rule.fix is None else rule.fix.value,
        rule.default,
        rule.triggers,
        tuple([tuple(getattr(style, each) for each in ListedStyle._fields) for style in rule.styles]),
        rule.when_set,
        bool(rule.parts),
    )
