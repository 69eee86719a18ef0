"""Compare a vault before and after `vaultlint fix` with an independent parser (markdown-it-py), note by note.

    python benchmarks/compare_fix.py BEFORE AFTER [--allow text,emphasis]

Nothing of vaultlint is used. Compared are link targets, code, HTML, properties' values, headings, block structure, the
text without white space, and emphasis, of which there may never be less. Exit status 1 if anything differs that
`--allow` does not name.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
FRONTMATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\n)??---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
WIKI_LINK = re.compile(r"!?\[\[([^\[\]\n|]+)(?:\|[^\[\]\n]*)?\]\]")
EMPHASIS = {"strong_open": "strong", "em_open": "emphasis", "s_open": "strikethrough"}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("before", type=Path)
    arguments.add_argument("after", type=Path)
    arguments.add_argument("--allow", default="", help="aspects that may differ, separated by commas")
    options = arguments.parse_args()
    allowed = set(filter(None, options.allow.split(",")))
    changed, differences = compare_vaults(options.before, options.after)
    for aspect, paths in sorted(differences.items()):
        print(f"{aspect}{' (allowed)' if aspect in allowed else ''}: {len(paths)} notes")
        for path, detail in paths[:5]:
            print(f"    {path}: {detail}")
    print(f"{changed} notes changed, {len(differences)} aspects differ")
    return int(bool(differences.keys() - allowed))


def compare_vaults(before: Path, after: Path) -> tuple[int, dict[str, list[tuple[str, str]]]]:
    """How many notes changed, and for each aspect the notes in which it differs."""
    changed = 0
    differences: dict[str, list[tuple[str, str]]] = {}
    paths = sorted(path.relative_to(before) for path in before.rglob("*") if path.is_file())
    for path in paths:
        old, new = (before / path).read_bytes(), (after / path).read_bytes() if (after / path).is_file() else None
        if old == new:
            continue
        changed += 1
        if new is None or path.suffix.lower() != ".md":
            differences.setdefault("files", []).append((str(path), "gone or changed, and no note"))
            continue
        for aspect, detail in compare_notes(old.decode(errors="replace"), new.decode(errors="replace")):
            differences.setdefault(aspect, []).append((str(path), detail))
    return changed, differences


def compare_notes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The aspects in which two notes differ, each with the first difference."""
    was, now = read(old), read(new)
    for aspect in was:
        if aspect == "emphasis":
            if was[aspect] - now[aspect]:
                yield aspect, f"lost {dict(was[aspect] - now[aspect])}"
        elif was[aspect] != now[aspect]:
            yield aspect, first_difference(was[aspect], now[aspect])


def first_difference(was: Any, now: Any) -> str:
    if isinstance(was, (str, list)) and isinstance(now, type(was)):
        for index, (one, other) in enumerate(zip(was, now, strict=False)):
            if one != other:
                low = max(0, index - 15) if isinstance(was, str) else index
                return f"{was[low : index + 15]!r} → {now[low : index + 15]!r}"
        return f"{len(was)} → {len(now)}: {was[len(now) :]!r} {now[len(was) :]!r}"
    return f"{was!r} → {now!r}"[:200]


def read(text: str) -> dict[str, Any]:
    """Everything that must stay, by aspect."""
    match = FRONTMATTER.match(text)
    body = text[match.end() :] if match else text.removeprefix("\ufeff")
    found = _Reader()
    for token in PARSER.parse(body):
        found.block(token)
    return {
        "properties": properties(match[1] or "" if match else None),
        "wiki links": found.wiki,
        "links": found.links,
        "code": found.code,
        "html": found.html,
        "headings": found.headings,
        "structure": found.structure,
        "text": "".join(found.text),
        "emphasis": found.emphasis,
    }


def properties(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return text.split()


class _Reader:
    def __init__(self) -> None:
        self.wiki: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.code: list[str] = []
        self.html: list[str] = []
        self.headings: list[str] = []
        self.structure: list[str] = []
        self.text: list[str] = []
        self.emphasis: Counter[str] = Counter()
        self.heading = ""

    def block(self, token: Any) -> None:
        if token.type == "inline":
            self.inline(token)
        elif token.type in ("fence", "code_block"):
            self.code.append(f"{token.info.strip()}\n{token.content}".replace("\r\n", "\n").rstrip("\n"))
            self.structure.append(token.type)
        elif token.type == "html_block":
            self.html.append(token.content.replace("\r\n", "\n").rstrip("\n"))
            self.structure.append(token.type)
        else:
            self.heading = token.tag if token.type == "heading_open" else ""
            loose = "" if token.type != "paragraph_open" else str(token.hidden)
            self.structure.append(f"{token.type} {token.tag} {loose} {token.attrGet('start') or ''}")

    def inline(self, token: Any) -> None:
        words = []
        for child in token.children:
            if child.type in ("text", "text_special"):
                words.append(child.content)
            elif child.type == "code_inline":
                self.code.append(child.content)
                words.append("\0")
            elif child.type == "html_inline":
                self.html.append(child.content)
                words.append("\0")
            elif child.type in ("link_open", "image"):
                self.links.append((child.type, str(child.attrGet("href") or child.attrGet("src"))))
                words.append(child.content)
            elif child.type in EMPHASIS:
                self.emphasis[EMPHASIS[child.type]] += 1
            elif child.type in ("softbreak", "hardbreak"):
                self.structure.append(child.type)
                words.append("\n")
        written = "".join(words)
        self.wiki.extend(target.strip() for target in WIKI_LINK.findall(written))
        visible = "".join(written.split())
        self.text.append(visible)
        if self.heading:
            self.headings.append(f"{self.heading} {visible}")


if __name__ == "__main__":
    sys.exit(main())
