"""Fixes that are only as safe as the rest of the vault lets them be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Finding
from vaultlint.vault.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.vault.vault import Vault


def demoted(findings: Iterable[Finding], vault: Vault) -> Iterator[Finding]:
    """`findings`, with safe fixes made unsafe where they change a heading that a link names but not the link."""
    for finding in findings:
        fix = finding.fix
        if (
            fix is not None
            and "headings" in fix.changes
            and fix.applicability is Applicability.SAFE
            and all(edit.path in ("", finding.path) for edit in fix.edits)
            and _changes_a_target(finding, vault)
        ):
            finding = finding._replace(fix=fix._replace(applicability=Applicability.UNSAFE))
        yield finding


def _changes_a_target(finding: Finding, vault: Vault) -> bool:
    """Whether the finding's fix touches a heading that some link names."""
    facts = vault.notes.get(finding.path)
    edits = finding.fix.edits if finding.fix else ()
    view = View(vault)
    return facts is not None and any(
        view.is_named(finding.path, heading.text)
        for heading in facts.headings
        if any(edit.start <= heading.end and heading.start <= edit.end for edit in edits)
    )
