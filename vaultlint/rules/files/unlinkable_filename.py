"""unlinkable-filename."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem, Severity
from vaultlint.language import listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import stem
from vaultlint.rules.files._names import is_linkable
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files

_FAULT = lazy_regex(r"[#^\[\]|]|%%")
_HAN = lazy_regex(r"[\u3400-\u9fff]")
_FULL_WIDTH = str.maketrans("#^[]|%", "＃＾［］｜％")


@vault_rule("files", severity=Severity.ERROR, fix=Applicability.DISPLAY)
def unlinkable_filename(files: Files, options: NoOptions) -> Iterator[Problem]:
    """A file name with which links do not work, because it holds `#`, `^`, `[`, `]`, `|` or `%%`.

    In a link, `#` begins a heading, `^` a block, `|` the display text, `%%` a comment, and brackets end the link.
    Obsidian warns of these characters when a note is named, but takes them from other programs. Their full-width forms
    (`＃`, `［`) are other characters, and safe.

    ## Fix

    Shows a name to use. It is not applied: links must follow, which renaming in Obsidian does.

    ## Bad

    ```md Release notes #12.md
    What is new
    ```

    ## Good

    ```md Release notes 12.md
    What is new
    ```
    """
    for path in files.checked:
        name = path.rpartition("/")[2]
        found = _FAULT.findall(name)
        if found and is_linkable(path):
            marks = listed([f"`{mark}`" for mark in dict.fromkeys(found)])
            better = _better(name)
            message = (
                say(
                    "links do not work with {marks} in a file name (`{name}`): rename it, for example to `{better}`",
                    marks=marks,
                    name=stem(name),
                    better=stem(better),
                )
                if stem(better)
                else say(
                    "links do not work with {marks} in a file name (`{name}`): rename it", marks=marks, name=stem(name)
                )
            )
            fix = Fix(say("rename to `{text}`", text=better), (), Applicability.DISPLAY) if stem(better) else None
            yield Problem(0, 0, message, fix, path=path)


def _better(name: str) -> str:
    """The name with full-width characters where it is Chinese, else without the characters."""
    if _HAN.search(name):
        return _FAULT.sub(lambda match: match[0].translate(_FULL_WIDTH), name)
    return " ".join(_FAULT.sub(lambda match: "-" if match[0] == "|" else "", name).split()).replace(" .md", ".md")
