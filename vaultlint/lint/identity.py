"""What keeps a finding the same after edits elsewhere: rule, path, text at fault, and its number among equals."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A fingerprint of 32 hexadecimal digits for each finding, unique among them; line numbers do not count.

    Findings that are alike are numbered in the order in which they come, so sort them first.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for finding in findings:
        key = (finding.rule, finding.path, finding.identity)
        found.append(fingerprint(*key, seen[key]))
        seen[key] += 1
    return found


def fingerprint(rule: str, path: str, identity: str, number: int = 0) -> str:
    """The fingerprint of the finding that is the `number`-th (from 0) of its rule, path and identity.

    Carriage returns do not count: git may add them or take them away.
    """
    text = "\x1e".join((rule, path, identity.replace("\r", ""), str(number)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
