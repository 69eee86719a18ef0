"""`vaultlint completion`: the script that makes a shell complete commands, rules, note types and notes."""

from __future__ import annotations

import click

_SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> int:
    """Print the completion script of SHELL.

    \b
    bash: vaultlint completion bash > ~/.local/share/bash-completion/completions/vaultlint
    zsh:  vaultlint completion zsh > "${fpath[1]}/_vaultlint"
    fish: vaultlint completion fish > ~/.config/fish/completions/vaultlint.fish
    """
    from vaultlint.cli.main import cli
    from vaultlint.cli.output import write
    from vaultlint.cli.shells import Bash, Fish, Zsh

    script = {"bash": Bash, "zsh": Zsh, "fish": Fish}[shell]
    write([script(cli, {}, "vaultlint", "_VAULTLINT_COMPLETE").source()])
    return 0
