"""`llms.txt` of the site, which tells language models what page answers what: a line for each, with its first sentence.

It is made with the site, so that it is never stale. See llmstxt.org for the form.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from vaultlint.project import raw_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAD = """\
# vaultlint

> A linter and fixer for Obsidian vaults, on the command line: `vaultlint check` finds broken links, missing sections
> and slips of formatting, `vaultlint fix` repairs what can be repaired without changing what a note says.

Every command takes `--help`; `vaultlint check --output-format json` is for programs; `vaultlint rule NAME` shows the
page of a rule. Exit status: 0 nothing to report, 1 findings, 2 vaultlint could not do what was asked."""


def llms_text(pages: dict[str, str], first: Iterable[str]) -> str:
    """The content of `llms.txt` for pages by their paths; those of the menu, `first`, come first."""
    rules = {name: page for name, page in pages.items() if name.startswith("rules/") and name != "rules/index.md"}
    listed = [name for name in first if name in pages]
    rest = [name for name in pages if name not in {*listed, *rules, "index.md"}]
    parts = [_HEAD, "## Documentation", "\n".join(_lines(pages, [*listed, *rest]))]
    parts += ["## Rules", "\n".join(_lines(pages, list(rules)))]
    return "\n\n".join(parts) + "\n"


def _lines(pages: dict[str, str], names: list[str]) -> Iterator[str]:
    for name in names:
        title, sentence = opening(pages[name])
        yield f"- [{title}]({raw_url(f'docs/{name}')}): {sentence}"


def opening(page: str) -> tuple[str, str]:
    """The title of a page, and its first sentence, as Markdown on one line."""
    title, first = "", ""
    tokens = MarkdownIt("commonmark").parse(page)
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "heading_open" and not title:
            title = token.content
        elif token.type == "inline" and before.type == "paragraph_open" and token.level == 1:
            first = " ".join(token.content.split())
            break
    sentence = re.match(r".*?\.(?= |$)", first)
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", sentence[0] if sentence else first)
    return title, plain.rstrip(":.") + "."
