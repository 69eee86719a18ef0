"""`vaultlint rule`: explain a rule, or list them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vaultlint.cli.complete import complete_rule
from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.rules.rule import Rule


@click.command("rule")
@click.argument("name", required=False, shell_complete=complete_rule)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(name: str | None, output_format: str) -> int:
    """Explain the rule NAME, or list all rules."""
    from vaultlint.cli.output import write

    if output_format == "json":
        write([_json(name)])
    else:
        write([_page(find_rule(name))] if name else _table())
    return 0


def find_rule(name: str) -> Rule:
    """The rule of that name; VaultlintError with the nearest name where there is none."""
    from vaultlint.rules import NAMES, rule_named

    if name not in NAMES:
        from vaultlint.config.errors import did_you_mean
        from vaultlint.report.escape import plain

        hint = did_you_mean(name, NAMES) or ": `vaultlint rule` lists them"
        raise VaultlintError(f"there is no rule `{plain(name)}`{hint}")
    return rule_named(name)


def _page(rule: Rule) -> str:
    import os

    from vaultlint.cli.output import target_for
    from vaultlint.report.rule_pages import rule_page
    from vaultlint.report.terminal_markdown import render_markdown

    target = target_for(os.getcwd(), to_file=False)
    return render_markdown(rule_page(rule), target.width, target.color)


def _table() -> Iterator[str]:
    from vaultlint.report.rule_pages import fix_word, on_off
    from vaultlint.rules import RULES

    width = max(len(rule.name) for rule in RULES)
    yield f"{'rule':<{width}}  severity  default  fix           what it finds\n"
    for rule in RULES:
        head = f"{rule.name:<{width}}  {rule.severity.word:<8}  {on_off(rule):<7}  {fix_word(rule):<12}"
        yield f"{head}  {rule.summary}\n"


def _json(name: str | None) -> str:
    from vaultlint.report.json_object import to_json

    if name:
        return to_json(rule_object(find_rule(name))) + "\n"
    from vaultlint.rules import RULES

    return _array(to_json(rule_object(rule)) for rule in RULES)


def rule_object(rule: Rule) -> dict[str, Any]:
    """A rule as `--output-format json` prints it."""
    from vaultlint.report.rule_options import options_of
    from vaultlint.report.urls import rule_url

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
        "summary": rule.summary,
        "options": options,
        "url": rule_url(rule.name),
        "explanation": rule.page,
    }


def _array(objects: Iterable[str]) -> str:
    return "[\n" + ",\n".join(objects) + "\n]\n"
