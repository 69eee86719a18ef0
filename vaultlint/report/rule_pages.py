"""The documentation page of each rule, in the language of the run: prose, options and examples.

`python -m vaultlint.report.rule_pages` writes them to `docs/rules` and `docs/zh/rules`, and the table of what decides
which rules run (`rules/listed.py`); `vaultlint rule` shows them in the terminal.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vaultlint.disk.read import read_file
from vaultlint.language import Message, page_file, say, speak, words
from vaultlint.report.rule_options import options_of
from vaultlint.report.urls import RULE_FOLDERS
from vaultlint.rules import CATEGORIES, NAMES, rule_named
from vaultlint.rules.listed import row_of
from vaultlint.rules.prose import digest_in, digest_of, prose_of, summary_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultlint.rules.rule import Rule

_NOTICE = {
    "en": "<!-- Written by `python -m vaultlint.report.rule_pages` from the rule's docstring: edit that. -->",
    "zh": "<!-- 由 `python -m vaultlint.report.rule_pages` 生成，请修改 `vaultlint/locale/zh_CN/rules`。 -->",
}
_TABLE = '''\
"""What decides which rules run. Written by `python -m vaultlint.report.rule_pages`: see `listed.py`."""

# fmt: off
# ruff: noqa: E501
from __future__ import annotations

from typing import Any

TABLE: dict[str, tuple[Any, ...]] = {{
{rows}}}
'''
_LEGEND = say("""\
A rule that is off runs when it is selected by name or category, or when its severity is configured. Findings of
severity info appear with `--severity info` or when the rule is selected by name. `vaultlint rule NAME` shows a page in
the terminal.""")
_SEVERITIES = {"error": say("error"), "warning": say("warning"), "info": say("info")}
_FIXES: dict[str, Message | str] = {
    "safe": say("safe"),
    "unsafe": say("unsafe"),
    "display-only": say("display-only"),
    "": "–",
}
_KINDS_OF_FIX = {
    "safe": say("safe fix"),
    "unsafe": say("unsafe fix"),
    "display-only": say("display-only fix"),
    "": say("no fix"),
}


def rule_page(rule: Rule) -> str:
    """The page of a rule in Markdown, without a final line end."""
    prose = prose_of(rule)
    parts = [f"# {rule.name}", prose.summary, _facts(rule), prose.body, _options(rule), prose.examples]
    return "\n\n".join(part for part in parts if part)


def index_page(rules: Iterable[Rule]) -> str:
    """A page that lists all rules by category, without a final line end."""
    by_category: dict[str, list[Rule]] = {category: [] for category in CATEGORIES}
    for rule in rules:
        by_category[rule.category].append(rule)
    tables = [_category(name, members) for name, members in by_category.items() if members]
    return "\n\n".join([f"# {words(say('Rules'))}", words(_LEGEND), *tables])


def pages(language: str = "en") -> dict[str, str]:
    """File name → content of everything that belongs into the folder of a language, which is spoken from now on."""
    speak(language)
    rules = [rule_named(name) for name in NAMES]
    texts = {f"{rule.name}.md": rule_page(rule) for rule in rules} | {"index.md": index_page(rules)}
    return {name: f"{_NOTICE[language]}\n\n{text}\n" for name, text in sorted(texts.items())}


def table_source() -> str:
    """The source of `vaultlint/rules/table.py`."""
    return _TABLE.format(rows="".join([f"    {name!r}: {row_of(rule_named(name))},\n" for name in NAMES]))


def write_pages(folder: str, texts: Mapping[str, str]) -> None:
    """Write the pages that changed, and remove the pages of rules that are gone."""
    from vaultlint.disk.output import write_folder

    write_folder(folder, {name: text.encode() for name, text in texts.items()}, ".md")


def _category(name: str, rules: Iterable[Rule]) -> str:
    head = (say("rule"), say("what it finds"), say("severity"), say("default"), say("fix"))
    return f"## {name}\n\n" + _table(map(words, head), map(_cells, rules))


def _cells(rule: Rule) -> tuple[str, ...]:
    link = f"[{rule.name}]({rule.name}.md)"
    return link, _cell(summary_of(rule)), severity_word(rule), on_off(rule), words(_FIXES[fix_word(rule)])


def severity_word(rule: Rule) -> str:
    """The severity of a rule's findings, for people."""
    return words(_SEVERITIES[rule.severity.word])


def on_off(rule: Rule) -> str:
    """Whether the rule belongs to `default`, for people: on or off."""
    return words(say("on") if rule.default else say("off"))


def fix_word(rule: Rule) -> str:
    """The best fix the rule may offer: safe, unsafe, display-only, or "" for none."""
    return rule.fix.word if rule.fix else ""


def _facts(rule: Rule) -> str:
    facts = (
        say("Category `{category}`", category=rule.category),
        _SEVERITIES[rule.severity.word],
        say("on by default") if rule.default else say("off by default"),
        _KINDS_OF_FIX[fix_word(rule)],
    )
    return " · ".join(map(words, facts))


def _options(rule: Rule) -> str:
    rows = [
        (f"`{key}`", _cell(kind), _code_cell(default), _cell(text)) for key, kind, default, text in options_of(rule)
    ]
    if not rows:
        return ""
    where = say("In `vaultlint.toml`, under `[rules.{rule}]`:", rule=rule.name)
    head = (say("option"), say("type"), say("default"), say("meaning"))
    return f"## {words(say('Options'))}\n\n{words(where)}\n\n{_table(map(words, head), rows)}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    first = list(head)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (first, ["---"] * len(first), *rows))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _code_cell(text: str) -> str:
    if not text:
        return words(say("not set"))
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{_cell(text)}{pad}{fence}"


def stale_translations() -> Iterator[str]:
    """A line for each rule whose Chinese was not written from its English of today."""
    speak("zh")
    for name in NAMES:
        digest = digest_of(rule_named(name))
        if digest_in(read_file(page_file(name)).decode()) != digest:
            yield f"{name}: bring its Chinese up to date; then its first line is <!-- English: {digest} -->\n"


def require_catalogue(source: Path) -> None:
    """End where a catalogue is not compiled as it is now: Chinese pages would be written with English words."""
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        raise SystemExit("the Chinese catalogue is not compiled: run `python -m tests.catalogue --update` first")


def _write_all(root: str) -> None:
    from vaultlint.disk.output import write_output

    require_catalogue(Path(__file__).parent.parent / "locale" / "zh_CN" / "LC_MESSAGES" / "vaultlint.po")
    for language, folder in RULE_FOLDERS.items():
        write_pages(os.path.join(root, folder), pages(language))
    write_output(os.path.join(root, "vaultlint", "rules", "table.py"), [table_source().encode()])
    sys.stderr.writelines(stale_translations())


if __name__ == "__main__":
    _write_all(sys.argv[1] if len(sys.argv) > 1 else "")
