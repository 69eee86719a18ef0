"""Links to files that are on the disk and not in git: where only what git has is looked at, they lead nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultlint.finding import Related
from vaultlint.language import say
from vaultlint.lint.identity import known_by
from vaultlint.vault.resolve import Resolver

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.workspace.run import Run

_RULES = ("broken-link", "broken-embed")


def with_files_to_add(run: Run) -> Run:
    """The run in which a broken link says which file is to be added to git, where that is all it lacks."""
    if not any(finding.rule in _RULES for finding in run.findings):
        return run
    outside: frozenset[str] = getattr(run.workspace.source, "not_in_git", frozenset())
    if not outside:
        return run
    resolver = Resolver(outside)
    return replace(run, findings=tuple(_explained(finding, resolver) for finding in run.findings))


def _explained(finding: Finding, resolver: Resolver) -> Finding:
    if finding.rule not in _RULES:
        return finding
    target = resolver.resolve(known_by(finding).text, finding.path).target
    if target is None:
        return finding
    message = say("`{target}` is not in git: add it with `git add`", target=target)
    return finding._replace(message=message, fix=None, related=(Related(say("the file"), target),))
