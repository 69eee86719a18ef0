"""Which rules run, with which severity and options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from vaultlint.cached import cached_property
from vaultlint.finding import Severity
from vaultlint.globs import matches
from vaultlint.lint.stopwatch import Stopwatch
from vaultlint.lint.styles import NOTHING_LEARNED, Styles, is_silent, left_to_the_vault, resolve_options
from vaultlint.rules import CATEGORY_OF, RULES
from vaultlint.rules.rule import Rule
from vaultlint.settings import SECTIONS, Pattern, Settings
from vaultlint.values import frozen
from vaultlint.vault.templates import is_template

_NOTHING: frozenset[str] = frozenset()
# What a template says is yet to be filled in; what is left are faults of the file and of its code.
_OFF_IN_TEMPLATES = frozenset(
    name
    for name, category in CATEGORY_OF.items()
    if category in ("sections", "links", "relations", "topics", "graph", "format", "cjk")
    or name in ("missing-final-newline", "empty-note", "placeholder-text", "missing-property", "invalid-property")
    or name in ("unknown-property", "invalid-tags", "title-mismatch", "duplicate-title", "unquoted-property-link")
    or name in ("invalid-frontmatter", "full-width-key", "duplicate-note", "tag-case", "unknown-tag")
    or name in ("missing-footnote", "unused-footnote")
)
SEVERITIES = {severity.word: severity for severity in Severity}


@frozen
class Selection:
    """The rules of a run. `show_info` brings in findings of severity info that were not selected by name."""

    settings: Settings
    show_info: bool = False
    stopwatch: Stopwatch | None = None  # measures the rules
    styles: Styles = NOTHING_LEARNED  # what `auto` stands for in the options of rules
    template_folders: tuple[str, ...] = ()  # as Obsidian's settings have them
    lacks_sections: bool = False  # the sections that are required were not configured, and hardly a note has any

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, in catalogue order: without those about a style that the vault does not have."""
        timed = self.stopwatch.timed if self.stopwatch else _as_it_is
        return tuple(timed(rule) for rule in self._wanted if not self._is_silent(rule))

    def _is_silent(self, rule: Rule) -> bool:
        """Whether a rule has nothing to say in this vault."""
        if rule.name == "missing-section":  # nobody asked for these sections, and the vault is made for others
            return self.lacks_sections and rule.name not in self._named
        named = _is_named(rule, self._named)
        return not named and is_silent(rule, self.settings.rules.get(rule.name), self.styles)

    @cached_property
    def _wanted(self) -> tuple[Rule, ...]:
        lint = self.settings.lint
        chosen = self.names((*lint.select, *lint.extend_select))
        dropped = self.names(lint.ignore)
        return tuple(
            rule
            for rule in RULES
            if (self.patterns if rule.name == "patterns" else rule.name in chosen and rule.name not in dropped)
            and (self.severity(rule) > Severity.INFO or self.show_info or _is_named(rule, self._named))
        )

    @cached_property
    def _named(self) -> set[str]:
        lint = self.settings.lint
        return {name for name in (*lint.select, *lint.extend_select) if name not in ("default", "all")}

    @property
    def wants_styles(self) -> bool:
        """Whether what the rules do depends on the styles of the vault."""
        unnamed = (rule for rule in self._wanted if not _is_named(rule, self._named))
        asks = any(left_to_the_vault(rule, self.settings.rules.get(rule.name)) for rule in unnamed)
        return asks or self.settings.sections is SECTIONS

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
        """A rule that is off by default runs when its severity is set, and some when their options are given."""
        return rule.name in self.settings.lint.severity or (rule.when_set and rule.name in self.settings.rules)

    def shows_info(self, rule: Rule) -> bool:
        """Whether findings of severity info of this rule are wanted."""
        return self.show_info or rule.name == "patterns" or _is_named(rule, self._named)

    def severity(self, rule: Rule) -> Severity:
        """The severity that is set for the rule or else for its category; otherwise the rule's own."""
        configured = self.settings.lint.severity
        word = configured.get(rule.name) or configured.get(rule.category)
        return SEVERITIES[word] if word else rule.severity

    def options(self, rule: Rule) -> Any:
        """The rule's options: an instance of `rule.options`, with `auto` replaced where a style was learned."""
        options = self.settings.rules.get(rule.name) or rule.options()
        if rule.styles:
            options = resolve_options(rule, options, _is_named(rule, self._named), self.styles)
        self.known_options[rule.name] = options
        return options

    @cached_property
    def known_options(self) -> dict[str, Any]:
        """The options that somebody has asked for, by rule name."""
        return {}

    @cached_property
    def ignores(self) -> Mapping[str, frozenset[str]]:
        """The rule names that `per-path-ignores` switches off, by glob."""
        return {glob: frozenset(self.names(names)) for glob, names in self.settings.lint.per_path_ignores.items()}

    def ignored_at(self, path: str) -> frozenset[str]:
        """The rules that are off for a note: by `per-path-ignores`, and because it is a template."""
        template = is_template(path, self.template_folders)
        if not self.ignores:
            return _OFF_IN_TEMPLATES if template else _NOTHING
        ignored: set[str] = set(_OFF_IN_TEMPLATES) if template else set()
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
