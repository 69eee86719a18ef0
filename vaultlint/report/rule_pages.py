"""The documentation page of each rule, from its docstring and options.

`python -m vaultlint.report.rule_pages` writes them to `docs/rules`; `vaultlint rule` shows them in the terminal.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from vaultlint.disk.output import write_folder
from vaultlint.report.rule_options import options_of
from vaultlint.rules import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.rules.rule import Rule

_NOTICE = "<!-- Written by `python -m vaultlint.report.rule_pages` from the rule's docstring: edit that. -->"
_LEGEND = """\
A rule that is off runs when it is selected by name or category, or when its severity is configured. Findings of
severity info appear with `--severity info` or when the rule is selected by name. `vaultlint rule NAME` shows a page in
the terminal."""


def rule_page(rule: Rule) -> str:
    """The page of a rule in Markdown, without a final line end."""
    head, *rest = re.split(r"\n+(?=## (?:Example configuration|Bad|Good)$)", rule.page, maxsplit=1, flags=re.MULTILINE)
    summary, _, body = head.partition("\n\n")
    parts = [f"# {rule.name}", " ".join(summary.split()), _facts(rule), body, _options(rule), *rest]
    return "\n\n".join(part.strip("\n") for part in parts if part)


def index_page(rules: Iterable[Rule]) -> str:
    """A page that lists all rules by category, without a final line end."""
    by_category: dict[str, list[Rule]] = {category: [] for category in CATEGORIES}
    for rule in rules:
        by_category[rule.category].append(rule)
    tables = [_category(name, members) for name, members in by_category.items() if members]
    return "\n\n".join(["# Rules", _LEGEND, *tables])


def pages() -> dict[str, str]:
    """File name → content of everything that belongs into `docs/rules`."""
    from vaultlint.rules import RULES

    texts = {f"{rule.name}.md": rule_page(rule) for rule in RULES} | {"index.md": index_page(RULES)}
    return {name: f"{_NOTICE}\n\n{text}\n" for name, text in sorted(texts.items())}


def write_pages(folder: str, texts: Mapping[str, str]) -> None:
    """Write the pages that changed, and remove the pages of rules that are gone."""
    write_folder(folder, {name: text.encode() for name, text in texts.items()}, ".md")


def _category(name: str, rules: Iterable[Rule]) -> str:
    rows = ["| rule | what it finds | severity | default | fix |", "| --- | --- | --- | --- | --- |"]
    rows += [_row(rule) for rule in rules]
    return f"## {name}\n\n" + "\n".join(rows)


def _row(rule: Rule) -> str:
    cells = (f"[{rule.name}]({rule.name}.md)", _cell(rule.summary), rule.severity.word, on_off(rule), fix_word(rule))
    return f"| {' | '.join(cells)} |"


def on_off(rule: Rule) -> str:
    """Whether the rule belongs to `default`: on or off."""
    return "on" if rule.default else "off"


def fix_word(rule: Rule) -> str:
    """The best fix the rule may offer: safe, unsafe, display-only, or – for none."""
    return rule.fix.word if rule.fix else "–"


def _facts(rule: Rule) -> str:
    fix = f"{rule.fix.word} fix" if rule.fix else "no fix"
    return f"Category `{rule.category}` · {rule.severity.word} · {on_off(rule)} by default · {fix}"


def _options(rule: Rule) -> str:
    rows = list(options_of(rule))
    if not rows:
        return ""
    lines = ["| option | type | default | meaning |", "| --- | --- | --- | --- |"]
    lines += [
        f"| `{key}` | {_cell(kind)} | {_code_cell(default)} | {_cell(text)} |" for key, kind, default, text in rows
    ]
    return f"## Options\n\nIn `vaultlint.toml`, under `[rules.{rule.name}]`:\n\n" + "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _code_cell(text: str) -> str:
    if not text:
        return "not set"
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{_cell(text)}{pad}{fence}"


if __name__ == "__main__":
    write_pages(sys.argv[1] if len(sys.argv) > 1 else os.path.join("docs", "rules"), pages())
