"""The command group. Commands are imported when they run, so that `--version` stays fast."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from vaultlint import __version__
from vaultlint.errors import VaultlintError

# Command name → module in `vaultlint.cli`, which has a click command called `command`, and its one-line help.
COMMANDS = {
    "check": ("check", "Lint the vault."),
    "graph": ("graph", "Export the graph of links, or sum it up."),
}


class LazyGroup(click.Group):
    """A group whose commands are modules, imported when they are needed; their help lines are in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"vaultlint.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vaultlint", message="%(prog)s %(version)s")
def cli() -> None:
    """A linter and fixer for Obsidian vaults."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0, 1 for findings, 2 where the tool could not do its work."""
    try:
        status = cli.main(args=arguments, prog_name="vaultlint", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except VaultlintError as error:
        click.echo(f"vaultlint: {error}", err=True)
        status = 2
    except click.exceptions.Abort:
        status = 130
    except click.exceptions.Exit as error:
        status = error.exit_code
    return int(status or 0)


def run() -> None:
    """The console script."""
    sys.exit(main())


if __name__ == "__main__":
    run()
