"""Reads the literate specs in `fixtures/rules/` and the examples in rule docstrings.

In a spec, every `## heading` is a case. Its fenced blocks are, by their info string:

- `toml`: the configuration (`vaultlint.toml`);
- `md PATH`, or any other language and a path: a file of the vault;
- `report`: the findings, one a line, as `--output-format concise` prints them;
- `md PATH fixed`: the file after all fixes, unsafe ones too; `md PATH safe`: after the safe ones only.

Other files, such as `.obsidian/app.json`, are written the same way: `json .obsidian/app.json`. In a file's content `␣`
stands for a space, `→` for a tab, `␍` for a carriage return, `␀` for NUL, `␂` for a byte order mark, `␦` for a byte
that is not UTF-8, and `␄` at the end for "no final newline".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_STAND_INS = {"␣": " ", "→": "\t", "␍": "\r", "␀": "\0", "␂": "\ufeff", "␦": "\udcff"}


@dataclass
class Case:
    name: str
    config: str = ""
    files: dict[str, str] = field(default_factory=dict)
    report: list[str] | None = None
    fixed: dict[str, str] = field(default_factory=dict)
    safe: dict[str, str] = field(default_factory=dict)


def read_blocks(case: Case, markdown: str, default_path: str = "Note.md") -> Case:
    for match in _FENCE.finditer(markdown):
        language, _, place = match[2].strip().partition(" ")
        content = match[3]
        path, _, stage = place.strip().rpartition(" ")
        if stage not in ("fixed", "safe"):
            path, stage = place.strip(), ""
        if language == "toml" and not path:
            case.config = content
        elif language == "report":
            case.report = content.splitlines()
        else:
            target = {"fixed": case.fixed, "safe": case.safe}.get(stage, case.files)
            target[path or default_path] = _real(content)
    return case


def _real(content: str) -> str:
    content = content.removesuffix("␄\n")
    for stand_in, character in _STAND_INS.items():
        content = content.replace(stand_in, character)
    return content


def split_cases(markdown: str) -> list[tuple[str, str]]:
    """Title and body of every `##` section; a `##` line inside a fenced block is none."""
    blocks = [match.span() for match in _FENCE.finditer(markdown)]
    headings = [
        match
        for match in re.finditer(r"^## (.+)$", markdown, re.MULTILINE)
        if not any(start <= match.start() < end for start, end in blocks)
    ]
    ends = [*(match.start() for match in headings[1:]), len(markdown)]
    return [(match[1].strip(), markdown[match.end() : end]) for match, end in zip(headings, ends, strict=False)]


def read_spec(path: Path) -> list[Case]:
    return [read_blocks(Case(name), body) for name, body in split_cases(path.read_text(encoding="utf-8"))]
