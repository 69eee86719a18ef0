"""What a finding is known by: its rule, its note and the text at fault.

Neither its line, nor the section it stands in, nor how many others there are: headings added above an old fault, a line
moved to another section, or a list with fewer wrong items than before open nothing again. More of a fault than before
is new. A finding may be several faults at once: the sections that a note lacks. `--since`, baselines and the
fingerprints in reports all ask here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import SEVERAL
from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding

MOST_AT_FAULT = 200  # characters of the text at fault that count
_AMOUNT = "\x1f"  # stands between the text and the amount, where that is not 1
_SPACE = lazy_regex("[ \t\r\n\x1f]+")


class Known(NamedTuple):
    """What identifies a finding, and how much of the fault it stands for."""

    path: str
    rule: str
    text: str
    amount: int = 1


def identity_of(text: str, amount: int = 1) -> str:
    """The identity of a finding, as it is kept in `Finding.identity`, by the text at fault and how much there is of it.

    Spaces and line ends count as one space: a table that is aligned anew has its old faults, and git may turn line ends
    round. `SEVERAL` stands before each of several faults.
    """
    if SEVERAL in text:
        return SEVERAL.join(map(identity_of, text.split(SEVERAL)))
    text = text[:MOST_AT_FAULT]
    if "  " in text or not text.isprintable():
        text = _SPACE.sub(" ", text)
    return text if amount == 1 else f"{text}{_AMOUNT}{amount}"


def known_by(finding: Finding) -> Known:
    """What identifies a finding."""
    text, _, amount = finding.identity.partition(_AMOUNT)
    return Known(finding.path, finding.rule, text, int(amount or 1))


def faults_of(finding: Finding) -> list[Known]:
    """What each fault is known by that the finding stands for: for most findings that is one."""
    known = known_by(finding)
    if SEVERAL not in known.text:
        return [known]
    return [known._replace(text=text) for text in known.text.split(SEVERAL) if text] or [known]


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A fingerprint of 32 hexadecimal digits for each finding, unique among them.

    Findings that are alike are numbered in the order in which they come, so sort them first. Several faults in one
    finding do not count one by one: it is the same when one of them is repaired.
    """
    seen: Counter[Known] = Counter()
    found = []
    for finding in findings:
        known = known_by(finding)._replace(amount=1)
        known = known._replace(text=known.text.partition(SEVERAL)[0])
        found.append(fingerprint(known.rule, known.path, known.text, seen[known]))
        seen[known] += 1
    return found


def fingerprint(rule: str, path: str, text: str, number: int = 0) -> str:
    """The fingerprint of the finding that is the `number`-th (from 0) of its rule, path and text at fault."""
    joined = "\x1e".join((rule, path, text, str(number)))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
