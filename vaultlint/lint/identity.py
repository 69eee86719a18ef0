"""What a finding is known by: its rule, its note and the text at fault.

Neither its line, nor the section it stands in, nor how many others there are: headings added above an old fault, a line
moved to another section, or a list with fewer wrong items than before open nothing again. More of a fault than before
is new. `--since`, baselines and the fingerprints in reports all ask here.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding

MOST_AT_FAULT = 200  # characters of the text at fault that count
_AMOUNT = "\x1f"  # stands between the text and the amount, where that is not 1
_SPACE = re.compile("[ \t\r\n\x1f]+")


class Known(NamedTuple):
    """What identifies a finding, and how much of the fault it stands for."""

    path: str
    rule: str
    text: str
    amount: int = 1


def identity_of(text: str, amount: int = 1) -> str:
    """The identity of a finding, as it is kept in `Finding.identity`, by the text at fault and how much there is of it.

    Spaces and line ends count as one space: a table that is aligned anew has its old faults, and git may turn line ends
    round.
    """
    text = text[:MOST_AT_FAULT]
    if "  " in text or not text.isprintable():
        text = _SPACE.sub(" ", text)
    return text if amount == 1 else f"{text}{_AMOUNT}{amount}"


def known_by(finding: Finding) -> Known:
    """What identifies a finding."""
    text, _, amount = finding.identity.partition(_AMOUNT)
    return Known(finding.path, finding.rule, text, int(amount or 1))


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A fingerprint of 32 hexadecimal digits for each finding, unique among them.

    Findings that are alike are numbered in the order in which they come, so sort them first.
    """
    seen: Counter[Known] = Counter()
    found = []
    for finding in findings:
        known = known_by(finding)._replace(amount=1)
        found.append(fingerprint(known.rule, known.path, known.text, seen[known]))
        seen[known] += 1
    return found


def fingerprint(rule: str, path: str, text: str, number: int = 0) -> str:
    """The fingerprint of the finding that is the `number`-th (from 0) of its rule, path and text at fault."""
    joined = "\x1e".join((rule, path, text, str(number)))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
