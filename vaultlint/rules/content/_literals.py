"""Which plain strings a text must contain for a regular expression to match: a cheap look before the search."""

from __future__ import annotations

import re

from vaultlint.lazy_regex import lazy_regex

_TOKEN = lazy_regex(
    r"""\\(?P<escaped>.) | (?P<class>\[\^?\]?(?:\\.|[^\]\\])*\]) | (?P<open>\() | (?P<close>\)) | (?P<or>\|)
      | (?P<optional>[*?]|\{[^}]*\}) | (?P<break>[.^$+]) | (?P<plain>.)""",
    re.VERBOSE | re.DOTALL,
)
_FLAGS = lazy_regex(r"\(\?[a-zA-Z-]+[:)]")


def needed_literals(pattern: str, ignore_case: bool) -> tuple[str, ...]:
    """Strings of which at least one occurs in every text that `pattern` matches; () where none can be told."""
    if _FLAGS.search(pattern):
        return ()
    literals = [max(runs, key=len, default="") for runs in _alternatives(pattern)]
    if not all(literals) or (ignore_case and any(literal.lower() != literal.upper() for literal in literals)):
        return ()
    return tuple(literals)


def _alternatives(pattern: str) -> list[list[str]]:
    """For each alternative of the whole pattern, the runs of plain characters outside groups and classes."""
    alternatives: list[list[str]] = [[]]
    run, depth = "", 0
    for match in _TOKEN.finditer(pattern + "$"):
        kind, token = match.lastgroup, match[0]
        character = match["escaped"] if kind == "escaped" and not _is_special(match["escaped"]) else token
        if depth == 0 and kind in ("plain", "escaped") and len(character) == 1:
            run += character
            continue
        if depth == 0:
            run = run[:-1] if kind == "optional" else run
            alternatives[-1].append(run)
            run = ""
        depth += (kind == "open") - (kind == "close")
        if kind == "or" and depth == 0:
            alternatives.append([])
    return alternatives


def _is_special(character: str) -> bool:
    """Whether the character means something else behind a backslash."""
    return character.isalnum() and character.isascii()
