"""The command group. Commands are imported when they run, so that `--version` stays fast."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from vaultlint import __version__
from vaultlint.cli.help import in_language
from vaultlint.cli.interrupted import settle_interrupted
from vaultlint.cli.spoken import listen
from vaultlint.errors import VaultlintError
from vaultlint.harmless import for_log
from vaultlint.language import say, translated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

# Command name → module in `vaultlint.cli`, which has a click command called `command`, and its one-line help.
COMMANDS = {
    "check": ("check", "Lint the vault."),
    "fix": ("fix", "Apply safe fixes, then report what is left."),
    "rule": ("rule", "Explain a rule, or list them all."),
    "config": ("config", "Show the settings in force."),
    "baseline": ("baseline", "Record today's findings, so that only new ones are reported."),
    "init": ("init", "Write a vaultlint.toml that fits the vault."),
    "graph": ("graph", "Export the graph of links, or sum it up."),
    "report": ("report", "Write an HTML report about the vault."),
    "rename": ("rename", "Move something and rewrite every link to it."),
    "merge": ("merge", "Append a note to another one, and let its links open that."),
    "extract": ("extract", "Move a section into a note of its own."),
    "delete": ("delete", "Delete a note, and say what becomes of links to it."),
    "merge-topic": ("merge_topic", "Make every link to one topic a link to another."),
    "undo": ("undo", "Put back what the last fix, rename or merge changed."),
    "suggest": ("suggest", "Suggest targets of broken links, relations and topics."),
    "server": ("server", "Answer an editor (Language Server Protocol)."),
    "new": ("new", "Write a new note of a note type."),
    "cache": ("cache", "Show where results are remembered, or remove them."),
    "mcp": ("mcp", "Offer the vault to agents over the Model Context Protocol."),
    "completion": ("completion", "Print the script that completes commands in a shell."),
}


# The commands under the headings of `--help`; one that stands under none comes last.
HEADINGS = {
    "Check and repair": ("check", "fix", "baseline", "rule"),
    "Set up": ("init", "config", "cache", "completion", "server", "mcp"),
    "Look at the vault": ("graph", "report", "suggest"),
    "Write notes and links": ("new", "rename", "extract", "merge", "delete", "merge-topic", "undo"),
}


class LazyGroup(click.Group):
    """A group whose commands are modules, imported when they are needed; their help lines are in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click calls it so)
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None  # `resolve_command` says what may be meant
        module = importlib.import_module(f"vaultlint.cli.{COMMANDS[cmd_name][0]}")
        return in_language(module.command)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing them, and the options."""
        from click.shell_completion import CompletionItem

        names = [(name, translated(text)) for name, (_, text) in COMMANDS.items() if name.startswith(incomplete)]
        return [CompletionItem(name, help=text) for name, text in names] + click.Command.shell_complete(
            self, ctx, incomplete
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands without importing them, under their headings."""
        grouped = {name for names in HEADINGS.values() for name in names}
        others = tuple(name for name in COMMANDS if name not in grouped)
        width = max(map(len, COMMANDS))
        for heading, names in (*HEADINGS.items(), ("Others", others)):
            rows = [(name.ljust(width), translated(COMMANDS[name][1])) for name in names if name in COMMANDS]
            if rows:
                with formatter.section(translated(heading)):
                    formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; an error names the one that may be meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from vaultlint.cli.hints import no_command

            raise VaultlintError(no_command(args[0], COMMANDS, args[1:]))
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vaultlint", message="%(prog)s %(version)s")
def cli() -> None:
    """A linter and fixer for Obsidian vaults."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0, 1 for findings, 2 where the tool could not do its work."""
    if "_VAULTLINT_COMPLETE" in os.environ:
        importlib.import_module("vaultlint.cli.shells")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        listen(given)
        settle_interrupted(given)
        return int(in_language(cli).main(args=arguments, prog_name="vaultlint", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return 2
    except click.exceptions.Abort as error:
        if isinstance(error.__cause__, EOFError):  # no Ctrl-C: data that ends too soon, or a worker that was killed
            return _fault(error.__cause__)
        return _interrupted(error.__cause__, 130)
    except SystemExit as error:  # a SIGTERM while files were written
        return _interrupted(error, int(error.code or 0))
    except click.exceptions.Exit as error:
        return error.exit_code
    except VaultlintError as error:
        return _failed(str(error))
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _fault(error)


def _fault(error: BaseException) -> int:
    """Say that vaultlint is at fault; who debugs it gets the error itself."""
    if "VAULTLINT_DEBUG" in os.environ:
        raise error
    return _failed(str(say("a fault of vaultlint itself: {error}; VAULTLINT_DEBUG=1 shows where", error=repr(error))))


def _interrupted(error: BaseException | None, status: int) -> int:
    """Say what became of the files that were being written; gives the exit status."""
    for note in getattr(error, "__notes__", ()):
        _failed(note)
    return status


def _failed(message: str) -> int:
    """Say why nothing could be done. An exit status of 1 would look like findings."""
    said = say("vaultlint: {message}", message=message)
    data = for_log(f"{said}\n").encode("utf-8", "backslashreplace")
    sys.stderr.flush()
    sys.stderr.buffer.write(data)
    sys.stderr.buffer.flush()
    return 2


def run() -> None:
    """The console script. A run makes many values and drops few: collecting garbage would cost a tenth of its time.

    Nor are they taken apart one by one at the end, which would cost a twentieth.
    """
    gc.disable()
    status = main()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
