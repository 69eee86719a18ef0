"""`vaultlint check`."""

from __future__ import annotations

import os

import click

from vaultlint.finding import Severity
from vaultlint.lint.engine import lint_vault
from vaultlint.settings import Settings
from vaultlint.vault.source import DiskSource


@click.command("check")
@click.argument("paths", nargs=-1)
def command(paths: tuple[str, ...]) -> int:
    """Lint the vault; PATHS narrow what is reported."""
    root = os.path.abspath(paths[0] if paths else ".")
    run = lint_vault(DiskSource(root), Settings())
    for finding in run.findings:
        place = finding.location
        click.echo(f"{finding.path}:{place.row}:{place.column}: {finding.severity.word} {finding.rule}: {finding.message}")
    return int(any(finding.severity >= Severity.WARNING for finding in run.findings))
