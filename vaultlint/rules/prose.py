"""What is said of a rule: in English by its docstring, in another language by a file of the catalogue's folder.

Such a file has the digest of the English that it was written from in its first line: a test finds it when that changes.
Examples are the docstring's in every language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.disk.read import read_file
from vaultlint.language import page_file, say, words
from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.rules.rule import Rule

_EXAMPLES = lazy_regex(r"\n+(?=## (?:Example configuration|Bad|Good)$)", re.MULTILINE)
_EXAMPLE = lazy_regex(r"^## (Example configuration|Bad|Good)$|^(`{3,})[^\n]*\n.*?^\2$", re.MULTILINE | re.DOTALL)
_DIGEST = lazy_regex(r"<!-- English: (\w+) -->\n+")


class Prose(NamedTuple):
    """The summary in one line, what follows it, and the examples with their headings; all Markdown."""

    summary: str
    body: str
    examples: str

    @property
    def text(self) -> str:
        """All of it."""
        return "\n\n".join(part for part in self if part)


def prose_of(rule: Rule) -> Prose:
    """What is said of a rule in the language of the run; in English where nobody has translated it."""
    english = english_of(rule)
    file = page_file(rule.name)
    try:
        written = read_file(file).decode() if file else ""
    except FileNotFoundError:
        return english
    return _prose(_DIGEST.sub("", written, count=1), _examples(english.examples)) if written else english


def summary_of(rule: Rule) -> str:
    """The first sentence about a rule, in the language of the run."""
    return prose_of(rule).summary


def english_of(rule: Rule) -> Prose:
    """What the docstring of a rule says."""
    head, *examples = _EXAMPLES.split(rule.page, maxsplit=1)
    return _prose(head, "".join(examples))


def digest_of(rule: Rule) -> str:
    """Tells whether the English about a rule has changed; examples and line breaks do not count."""
    import hashlib

    english = english_of(rule)
    said = f"{english.summary}\n{english.body}\n{_EXAMPLE.sub('', english.examples)}"
    return hashlib.sha256(" ".join(said.split()).encode()).hexdigest()[:12]


def digest_in(written: str) -> str:
    """The digest in the first line of a translated page; "" where there is none."""
    match = _DIGEST.match(written)
    return match[1] if match else ""


def _prose(text: str, examples: str) -> Prose:
    summary, _, body = text.partition("\n\n")
    return Prose(" ".join(summary.split()), body.strip("\n"), examples.strip("\n"))


def _examples(english: str) -> str:
    """The examples with their headings translated; the rare sentence between them stands in the translated text."""
    headings = {
        "Example configuration": say("Example configuration"),
        "Bad": say("Bad"),
        "Good": say("Good"),
    }
    return "\n\n".join(
        f"## {words(headings[match[1]])}" if match[1] else match[0] for match in _EXAMPLE.finditer(english)
    )
