"""Help in the reader's language, and `--lang` on every command."""

from __future__ import annotations

import copy
import inspect
from typing import TYPE_CHECKING, Any

import click

from vaultlint.language import LANGUAGES, short_name, spoken, translated
from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPTION = "--lang"
_NUMBERS = (click.IntRange, click.FloatRange)
_PLACEHOLDER = lazy_regex(r"[A-Z]+(?: RANGE)?")  # what stands for a value in help, such as `FILE` in `FILE|KEY=VALUE`


class WideContext(click.Context):
    """A context whose help is laid out by columns, as Chinese needs it."""

    def make_formatter(self) -> click.HelpFormatter:
        """The formatter, which is loaded when help is shown."""
        from vaultlint.cli.wide_help import WideFormatter

        return WideFormatter(width=self.terminal_width, max_width=self.max_content_width)


def in_language(command: click.Command) -> click.Command:
    """The command with `--lang`, and with its help in the language of the run."""
    if not any(_OPTION in param.opts for param in command.params):
        command.params.append(_lang_option())
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        in_language(inner)
    if spoken() == "en":
        return command
    shown = copy.copy(command)
    shown.context_class = WideContext
    shown.help = translated(flowed(command.help or ""))
    shown.params = [_param_in_language(param) for param in command.params]
    shown.options_metavar = translated(command.options_metavar or "")
    if isinstance(shown, click.Group):
        shown.subcommand_metavar = translated(shown.subcommand_metavar)
        shown.commands = {name: in_language(inner) for name, inner in shown.commands.items()}
    shown._help_option = None  # click keeps the one that it made in another language
    return shown


def texts_of(command: click.Command) -> Iterator[str]:
    """What the help of a command says, as the catalogue has it."""
    yield flowed(command.help or "")
    yield from (param.help for param in command.params if isinstance(param, click.Option) and param.help)
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from texts_of(inner)


def placeholders_of(command: click.Command) -> Iterator[str]:
    """The words that stand for values in the help of a command, as the catalogue has them."""
    for param in command.params:
        yield from _PLACEHOLDER.findall(_metavar(param) or "")
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from placeholders_of(inner)


def flowed(text: str) -> str:
    """Each paragraph on a line of its own, however its source was broken."""
    parts = inspect.cleandoc(text).split("\n\n")  # what follows a line of `\b` stays in its lines
    return "\n\n".join(part if part.startswith("\b") else " ".join(part.split()) for part in parts)


def _lang_option() -> click.Option:
    return click.Option(
        [_OPTION],
        metavar="|".join(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_check,
        help="The language to speak, instead of that of the settings or of the terminal.",
    )


def _check(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    """What it asks for is spoken already: see `vaultlint.cli.spoken`."""
    if value is not None and short_name(value) not in LANGUAGES:
        from vaultlint.language import say

        known = ", ".join(LANGUAGES)
        raise click.BadParameter(str(say("`{value}` is not spoken here: one of {known} is", value=value, known=known)))


def _param_in_language(param: click.Parameter) -> Any:
    shown = copy.copy(param)
    if isinstance(shown, click.Option) and shown.help:
        shown.help = translated(shown.help)
    if metavar := _metavar(param):
        shown.metavar = _PLACEHOLDER.sub(lambda found: translated(found[0]), metavar)
    if isinstance(param.type, _NUMBERS):  # what click calls it in "'x' is not a valid integer range"
        shown.type = copy.copy(param.type)
        shown.type.name = translated(param.type.name)
    return shown


def _metavar(param: click.Parameter) -> str | None:
    """What stands for the value of an option or an argument; None where it is a choice, or said by click itself."""
    if param.metavar is not None or isinstance(param.type, click.Choice):
        return param.metavar
    if isinstance(param, click.Argument):
        name = (param.name or "").upper()
        return f"{name if param.required else f'[{name}]'}{'...' if param.nargs != 1 else ''}"
    return param.type.name.upper() if isinstance(param.type, _NUMBERS) else None
