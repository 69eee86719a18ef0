"""Links at random, and whether each fix that is offered for one passes the gate: `python -m benchmarks.fuzz_links`.

The vault has names that links nearly hit; a note is put together from links in every form and place. `benchmarks.fuzz`
does the same for what one note alone can tell.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator

from benchmarks.fuzz_laws import EVERYTHING, TODAY
from vaultlint.finding import Applicability
from vaultlint.fix.choose import Candidate, Policy, candidates
from vaultlint.fix.rounds import Session
from vaultlint.fix.vault_round import VaultRound
from vaultlint.lint.hashing import content_hash
from vaultlint.vault.source import MemorySource
from vaultlint.workspace.setting import Options, Setting
from vaultlint.workspace.workspace import Workspace

PATH = "sub/note.md"
OTHERS: dict[str, bytes | str] = {
    "其他.md": "# 标题\n\n## Two words\n\n## A & B #c\n\nx ^blk\n",
    "A b.md": '---\naliases: [Alias, 别名 一, "C: d"]\n---\na\n',
    "sub/Deep note.md": "# H\n\n## Part `x`\n",
    "sub/二/Deep note.md": "# H\n",
    "x/Note (1).md": "# N\n",
    "图.png": b"",
    "sub/pic ture.png": b"",
    "C# notes.md": "c\n",
    "it's.md": "x\n",
    "a_b*c.md": "z\n",
    "50% off.md": "q\n",
}
TARGETS = (
    *("其他", "A b", "a B", "Deep note", "deep Note", "sub/Deep note", "Sub/deep note", "x/Note (1)", "note (1)"),
    *("图.png", "pic ture.png", "Alias", "alias", "别名 一", "C: d", "C# notes", "it's", "a_b*c", "A_b*C", "50% Off"),
    *("其他.md", "A b.md", "Deep notes", "其它", "nope", "https://x.y/z", "二/Deep note", "../其他", "./A b", "/A b"),
    *("A  b", "A b ", "A-b", "a b.MD"),
)
SUBPATHS = (
    "",
    "",
    "",
    "#标题",
    "#two words",
    "#Two-words",
    "#A & B #c",
    "#A B c",
    "#^blk",
    "#^Blk",
    "#nope",
    "#part-x",
)
SHOWN = ("", "", "|x", "|a|b", "\\|x", "|", "|100", "|A b")
WORDS = (
    *("甲", "word", "，", "。", "*a*", "**b**", "`c`", "==d==", "$e$", "_", "*", "|", "\\", "^id", "#t", "%%", "::"),
    *("k:: ", " ", "(", ")", "[", "]", "!", "<b>", "&amp;", "1. ", "- [ ] ", "\u200b", "。**"),
)


def note(dice: random.Random) -> str:
    """A note full of links."""
    parts = [_properties(dice)] if dice.random() < 0.3 else []
    for _ in range(dice.randint(1, 5)):
        parts.append(
            dice.choice(
                (
                    f"| a | b |\n|---|---|\n| {_line(dice)} | {_line(dice)} |",
                    f"> {_line(dice)}\n> {_line(dice)}",
                    f"- {_line(dice)}\n  - {_line(dice)}",
                    f"## {_line(dice)}",
                    f"> [!note] {_line(dice)}\n> {_line(dice)}",
                    f"## 关联主题\n\n- {_link(dice)}：{_line(dice)}",
                    f"[^1]: {_line(dice)}",
                    f"{_line(dice)}\n{_line(dice)}",
                )
            )
        )
    return "\n\n".join(parts) + "\n"


def _properties(dice: random.Random) -> str:
    link = _link(dice)
    value = dice.choice(
        (f'"{link}"', "'" + link.replace("'", "''") + "'", link, f'\n  - "{link}"', f'["{link}"]', f"|-\n  {link}")
    )
    return f"---\n{dice.choice(('up', 'aliases', 'see'))}: {value}\n---"


def _line(dice: random.Random) -> str:
    pieces = (_link(dice) if dice.random() < 0.5 else dice.choice(WORDS) for _ in range(dice.randint(1, 6)))
    return "".join(piece + dice.choice((" ", "")) for piece in pieces)


def _link(dice: random.Random) -> str:
    target = dice.choice(TARGETS) + dice.choice(SUBPATHS)
    address = target.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    return dice.choice(
        (
            *(f"[[{target}{dice.choice(SHOWN)}]]" for _ in range(6)),
            f"![[{target}{dice.choice(SHOWN)}]]",
            f"[{dice.choice(('x', 'a *b*', '[c]', '', '`d`'))}]({address})",
            f'[x]({address}.md "t")',
            f"[x](<{target}>)",
            f"[x]({target})",
            f"![a|100]({address})",
            f"【【{target}】】",
            f"[x]（{address}）",
            f"[[{target}",
            f"{target}]]",
            f"[[[{target}]]]",
            f"[[{target}]](z)",
            f"[x][{target}]",
            f"[[{target}｜y]]",
        )
    )


def refused(text: str) -> Iterator[tuple[Candidate, frozenset[str]]]:
    """The fixes offered for the note that the gate refuses, each judged by itself, and what is wrong with them."""
    source = MemorySource({**OTHERS, PATH: text.encode()})
    session = Session(Workspace(Setting(source, EVERYTHING, Options(True, TODAY, 1))), Policy(Applicability.UNSAFE))
    for entry in session.listing.notes:
        data = source.read(entry.path)
        session.results[entry.path] = session.linter.lint(entry.path, data)
        session.digests[entry.path] = content_hash(data)
    run = session.judge()
    for candidate in candidates(run.findings, Policy(Applicability.UNSAFE, scope=frozenset({PATH}))):
        attempt = VaultRound(run.vault, session.linter, session.text_of)
        attempt.judge([candidate])
        yield from attempt.refused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    dice, found, count = random.Random(options.seed), Counter[str](), 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        text = note(dice)
        count += 1
        for candidate, wrong in refused(text):
            found[candidate.rule] += 1
            if found[candidate.rule] <= 5:
                print(candidate.rule, sorted(wrong), candidate.edits, repr(text))
    print(f"{count} notes; refused: {dict(found)}")


if __name__ == "__main__":
    main()
