"""`vaultlint rule`: explain a rule, or list them all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from vaultlint.cli.complete import complete_rule
from vaultlint.errors import VaultlintError
from vaultlint.language import say, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.report.colors import Palette
    from vaultlint.report.target import Target
    from vaultlint.rules.rule import Rule

_WIDEST, _LEAST_SUMMARY = 100, 24  # columns of a page, and of the last column of the table
_FIX_MARKS = {"safe": "[*]", "unsafe": "[-]", "display-only": "[?]", "": "   "}
_LEGEND = say("""\
on, off: whether the rule runs unless it is named. [*] has a safe fix, [-] an unsafe one, [?] a suggestion.
`vaultlint rule NAME` explains a rule, `vaultlint rule CATEGORY` lists one category.""")


@click.command("rule")
@click.argument("name", required=False, metavar="[RULE|CATEGORY]", shell_complete=complete_rule)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(name: str | None, output_format: str) -> int:
    """Explain a rule, or list the rules of a category, or all rules."""
    from vaultlint.cli.output import write
    from vaultlint.cli.spoken import heed_around
    from vaultlint.rules import CATALOGUE, NAMES, rule_named

    heed_around(os.getcwd())
    if name and name not in CATALOGUE:
        rule = find_rule(name)
        write([f"{_json_of(rule)}\n" if output_format == "json" else _page(rule)])
        return 0
    rules = [rule_named(each) for each in (CATALOGUE[name] if name else NAMES)]
    write([f"{_array(map(_json_of, rules))}\n"] if output_format == "json" else _table(rules))
    return 0


def find_rule(name: str) -> Rule:
    """The rule of that name; VaultlintError with the nearest name where there is none."""
    from vaultlint.rules import CATEGORIES, NAMES, rule_named

    if name not in NAMES:
        from vaultlint.errors import nearest_name
        from vaultlint.report.escape import plain

        nearest = nearest_name(name, {*NAMES, *CATEGORIES})
        if nearest:
            raise VaultlintError(
                say("there is no rule `{name}`: did you mean `{nearest}`?", name=plain(name), nearest=nearest)
            )
        raise VaultlintError(say("there is no rule `{name}`: `vaultlint rule` lists them", name=plain(name)))
    return rule_named(name)


def _target() -> Target:
    from vaultlint.cli.output import target_for

    target = target_for(os.getcwd(), to_file=False)
    return target._replace(width=min(target.width, _WIDEST))


def _page(rule: Rule) -> str:
    from vaultlint.report.rule_pages import rule_page
    from vaultlint.report.terminal_markdown import render_markdown

    target = _target()
    return render_markdown(rule_page(rule), target.width, target.color)


def _table(rules: Iterable[Rule]) -> Iterator[str]:
    """The rules under the names of their categories, each in lines that fit the terminal."""
    from itertools import groupby

    from vaultlint.report.colors import palette

    target = _target()
    paint = palette(target.color)
    rules = list(rules)
    width = max(len(rule.name) for rule in rules)
    for number, (category, members) in enumerate(groupby(rules, key=lambda rule: rule.category)):
        yield f"{chr(10) if number else ''}{paint.bold}{category}{paint.reset}\n"
        for rule in members:
            yield from _row(rule, width, target.width, paint)
    yield f"\n{words(_LEGEND)}\n"


def _row(rule: Rule, name_width: int, width: int, paint: Palette) -> Iterator[str]:
    from vaultlint.report.columns import padded
    from vaultlint.report.rule_pages import fix_word, on_off, severity_word
    from vaultlint.report.terminal_markdown import wrapped
    from vaultlint.rules.prose import summary_of

    severity = f"{paint.of(rule.severity)}{padded(severity_word(rule), 7)}{paint.reset}"
    indent = name_width + 23
    head = f"  {rule.name:<{name_width}}  {severity}  {padded(on_off(rule), 4)} {_FIX_MARKS[fix_word(rule)]}"
    for number, line in enumerate(wrapped(summary_of(rule), max(width - indent, _LEAST_SUMMARY))):
        yield f"{head if number == 0 else ' ' * (indent - 2)}  {line}\n"


def _json_of(rule: Rule) -> str:
    from vaultlint.report.json_object import to_json

    return to_json(rule_object(rule))


def rule_object(rule: Rule) -> dict[str, Any]:
    """A rule as `--output-format json` prints it."""
    from vaultlint.report.rule_options import options_of
    from vaultlint.report.urls import rule_url
    from vaultlint.rules.prose import prose_of

    prose = prose_of(rule)
    options = [
        {"name": key, "type": kind.replace("`", ""), "default": default or None, "help": text}
        for key, kind, default, text in options_of(rule)
    ]
    return {
        "name": rule.name,
        "category": rule.category,
        "severity": rule.severity.word,
        "default": rule.default,
        "fix": rule.fix.word if rule.fix else None,
        "summary": prose.summary,
        "options": options,
        "url": rule_url(rule.name),
        "explanation": prose.text,
    }


def _array(objects: Iterable[str]) -> str:
    return "[\n" + ",\n".join(objects) + "\n]"
