"""`vaultlint config`: the settings in force, or their JSON Schema."""

from __future__ import annotations

import click

from vaultlint.cli.common import load_settings, vault_options


@click.command("config")
@click.argument("path", default=".", type=click.Path(exists=True))
@vault_options
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the configuration file instead.")
@click.option("--output-format", type=click.Choice(["toml", "json"]), default="toml", show_default=True)
def command(path: str, root: str | None, config: tuple[str, ...], schema: bool, output_format: str) -> int:
    """Show the settings that hold for the vault at PATH, and where each of them comes from."""
    from vaultlint.cli.output import write

    if schema:
        from vaultlint.config.schema import json_schema

        write([_json(json_schema())])
        return 0
    from vaultlint.config.show import settings_as_object, settings_as_toml

    loaded = load_settings(root, config, path)
    if output_format == "json":
        write([_json(settings_as_object(loaded))])
    else:
        write(f"{line}\n" for line in settings_as_toml(loaded))
    return 0


def _json(value: object) -> str:
    import json

    from vaultlint.report.escape import escaped_json

    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    return "".join(f"{escaped_json(line)}\n" for line in lines)
