"""Which rules run, with which severity and options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vaultlint.cached import cached_property
from vaultlint.finding import Severity
from vaultlint.globs import matches
from vaultlint.lint.stopwatch import Stopwatch
from vaultlint.rules import RULES
from vaultlint.rules.rule import Rule
from vaultlint.settings import Pattern, Settings

SEVERITIES = {severity.word: severity for severity in Severity}


@dataclass(frozen=True)
class Selection:
    """The rules of a run. `show_info` brings in findings of severity info that were not selected by name."""

    settings: Settings
    show_info: bool = False
    stopwatch: Stopwatch | None = None  # measures the rules

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, in catalogue order."""
        lint = self.settings.lint
        chosen = self.names((*lint.select, *lint.extend_select))
        named = {name for name in (*lint.select, *lint.extend_select) if name not in ("default", "all")}
        dropped = self.names(lint.ignore)
        timed = self.stopwatch.timed if self.stopwatch else _as_it_is
        return tuple(
            timed(rule)
            for rule in RULES
            if (self.patterns if rule.name == "patterns" else rule.name in chosen and rule.name not in dropped)
            and (self.severity(rule) > Severity.INFO or self.show_info or _is_named(rule, named))
        )

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The vault's own patterns that run, with the severity that `lint.severity` gives them."""
        lint = self.settings.lint
        chosen = self.names((*lint.select, *lint.extend_select)) - self.names(lint.ignore)
        named = {*lint.select, *lint.extend_select}
        severities = (
            (pattern, lint.severity.get(pattern.name, pattern.severity)) for pattern in self.settings.patterns
        )
        return tuple(
            replace(pattern, severity=severity)
            for pattern, severity in severities
            if pattern.name in chosen and (severity != "info" or self.show_info or pattern.name in named)
        )

    def names(self, selectors: Iterable[str]) -> set[str]:
        """The rule names, those of patterns included, that names, categories, `default` and `all` stand for."""
        found: set[str] = set()
        for selector in selectors:
            found.update(
                pattern.name
                for pattern in self.settings.patterns
                if selector in (pattern.name, "patterns", "content", "default", "all")
            )
            if selector == "all":
                found.update(rule.name for rule in RULES)
            elif selector == "default":
                found.update(rule.name for rule in RULES if rule.default or self._configured(rule))
            else:
                found.update(rule.name for rule in RULES if selector in (rule.name, rule.category))
        return found

    def _configured(self, rule: Rule) -> bool:
        """A rule that is off by default runs when its options are given or its severity is set."""
        return rule.name in self.settings.lint.severity

    def severity(self, rule: Rule) -> Severity:
        """The severity that is set for the rule or else for its category; otherwise the rule's own."""
        configured = self.settings.lint.severity
        word = configured.get(rule.name) or configured.get(rule.category)
        return SEVERITIES[word] if word else rule.severity

    def options(self, rule: Rule) -> Any:
        """The rule's options: an instance of `rule.options`."""
        return self.settings.rules.get(rule.name) or rule.options()

    @cached_property
    def ignores(self) -> Mapping[str, frozenset[str]]:
        """The rule names that `per-path-ignores` switches off, by glob."""
        return {glob: frozenset(self.names(names)) for glob, names in self.settings.lint.per_path_ignores.items()}

    def ignored_at(self, path: str) -> frozenset[str]:
        """The rules that `per-path-ignores` switches off for a note."""
        if not self.ignores:
            return frozenset()
        ignored: set[str] = set()
        for glob, names in self.ignores.items():
            if glob.startswith("!"):
                if not matches(path, (glob[1:],)):
                    ignored |= names
            elif matches(path, (glob,)):
                ignored |= names
        return frozenset(ignored)


def _is_named(rule: Rule, named: set[str]) -> bool:
    """Whether a rule is asked for by its name or its category; a pattern says for itself how bad its findings are."""
    return rule.name in named or rule.category in named or rule.name == "patterns"


def _as_it_is(rule: Rule) -> Rule:
    return rule
