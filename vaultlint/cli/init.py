"""`vaultlint init`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from vaultlint.vault.source import Source

PRESETS = ("llm-wiki", "obsidian")
# Obsidian's and Templater's settings files, and the key that names the folder of templates.
_TEMPLATES = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)


@click.command("init")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
@click.option("--preset", type=click.Choice(PRESETS), help="Start from a ready-made configuration instead.")
@click.option("--dry-run", "--stdout", is_flag=True, help="Print the configuration; write nothing.")
def command(folder: str | None, preset: str | None, dry_run: bool) -> int:
    """Write a vaultlint.toml into FOLDER, or into the root of the vault that holds the working directory.

    It says what the notes already have in common: the sections and properties of each folder's notes, the reasons of
    relations, the folder of topics. An existing configuration is never overwritten.
    """
    from vaultlint.cli.output import write
    from vaultlint.config.load import find_file, find_root

    root = os.path.abspath(folder) if folder else find_root(".")
    existing = find_file(root)
    if existing and not dry_run:
        raise VaultlintError(f"{existing} exists already and is left as it is: `vaultlint init --stdout` only prints")
    text = preset_text(preset) if preset else inferred_text(root)
    if dry_run:
        write([text])
    else:
        _write(root, text)
    return 0


def preset_text(name: str) -> str:
    """The configuration that comes with vaultlint under this name."""
    from importlib.resources import files

    return (files("vaultlint.config") / "presets" / f"{name}.toml").read_text(encoding="utf-8")


def inferred_text(root: str) -> str:
    """The configuration that the notes below `root` suggest."""
    from vaultlint.config.infer import infer
    from vaultlint.config.infer_toml import to_toml
    from vaultlint.config.survey import survey
    from vaultlint.git.births import births
    from vaultlint.git.listing import list_vault
    from vaultlint.settings import Settings
    from vaultlint.vault.obsidian import read_obsidian_settings
    from vaultlint.vault.source import DiskSource

    source = DiskSource(root)
    obsidian = read_obsidian_settings(source)
    shapes = survey(source, list_vault(source, Settings(), obsidian))
    if not shapes:
        raise VaultlintError(f"there are no notes in {root}: `vaultlint init --preset obsidian` starts without any")
    return to_toml(infer(shapes, template_folders(source), births(root), obsidian.property_types))


def template_folders(source: Source) -> tuple[str, ...]:
    """The folders that Obsidian's own settings name for templates."""
    found = []
    for path, key in _TEMPLATES:
        try:
            folder = json.loads(source.read(path)).get(key)
        except (OSError, ValueError, AttributeError):
            continue
        if isinstance(folder, str) and folder.strip("/"):
            found.append(folder.strip("/"))
    return tuple(sorted(set(found)))


def _write(root: str, text: str) -> None:
    from vaultlint.cli.output import say
    from vaultlint.config.load import FILE_NAME
    from vaultlint.disk.transaction import Transaction, Write, commit

    path = os.path.join(root, FILE_NAME)
    for failure in commit(root, Transaction("init", (Write(FILE_NAME, None, text.encode()),), keep=False)):
        raise VaultlintError(f"cannot write {path}: {failure.reason}")
    say(f"Wrote {path}. Read it, change what is not meant so, then run `vaultlint check`.")
