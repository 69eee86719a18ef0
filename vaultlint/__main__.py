"""`python -m vaultlint`."""

from vaultlint.cli.main import run

run()
