"""`vaultlint config`: the settings in force, or their JSON Schema."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import click

from vaultlint.cli.loading import load_settings
from vaultlint.cli.vault_options import vault_options


@click.command("config")
@click.argument("what", default=".", metavar="[PATH|KEY]")
@vault_options
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the configuration file instead.")
@click.option("--output-format", type=click.Choice(["toml", "json"]), default="toml", show_default=True)
def command(what: str, root: str | None, config: tuple[str, ...], schema: bool, output_format: str) -> int:
    """Show the settings that hold for the vault at PATH, where each comes from, and what the vault's styles are.

    With KEY, such as `lint.fail-on`, show one of them, or a table.
    """
    from vaultlint.cli.learned import in_words, styles_of_vault
    from vaultlint.cli.output import write
    from vaultlint.vault.source import DiskSource

    if schema:
        from vaultlint.config.schema import json_schema

        write([_json(json_schema())])
        return 0
    from vaultlint.config.show import setting, setting_as_toml, settings_as_object, settings_as_toml

    if not os.path.exists(what):
        loaded = load_settings(root, config)
        write([_json(setting(loaded, what)[1])] if output_format == "json" else _lines(setting_as_toml(loaded, what)))
        return 0
    loaded = load_settings(root, config, what)
    styles = styles_of_vault(DiskSource(loaded.root), loaded.settings)
    learned = {key: in_words(each) for key, each in styles.learned.items()}
    if output_format == "json":
        write([_json(settings_as_object(loaded, learned))])
    else:
        write(_lines(settings_as_toml(loaded, learned)))
    return 0


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def _json(value: object) -> str:
    import json

    from vaultlint.report.escape import escaped_json

    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    return "".join(f"{escaped_json(line)}\n" for line in lines)
