"""`vaultlint init`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from vaultlint.cli.spoken import is_asked
from vaultlint.errors import VaultlintError
from vaultlint.language import say, speaking, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.config.infer import SeenStyle
    from vaultlint.lint.styles import Styles
    from vaultlint.vault.source import Source

PRESETS = ("llm-wiki", "obsidian", "okf", "zettelkasten", "none")
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
        raise VaultlintError(
            say(
                "{existing} exists already and is left as it is: `vaultlint init --stdout` only prints",
                existing=existing,
            )
        )
    text = _preset_for(root, preset) if preset else inferred_text(root)
    if dry_run:
        write([text])
    else:
        _write(root, text)
    return 0


def preset_text(name: str) -> str:
    """The configuration that comes with vaultlint under this name, with Chinese comments in a Chinese run."""
    from importlib.resources import files

    presets = files("vaultlint.config") / "presets"
    folder = presets / "zh" if spoken() == "zh" else presets
    return (folder / f"{name}.toml").read_text(encoding="utf-8")


def _preset_for(root: str, name: str) -> str:
    """The preset, with comments in the language of the vault at `root`."""
    from vaultlint.git.listing import list_vault
    from vaultlint.settings import Settings
    from vaultlint.vault.obsidian import read_obsidian_settings
    from vaultlint.vault.source import DiskSource

    source = DiskSource(root)
    listing = list_vault(source, Settings(), read_obsidian_settings(source))
    with speaking(_language(entry.path for entry in listing.notes)):
        return preset_text(name)


def inferred_text(root: str) -> str:
    """The configuration that the notes below `root` suggest."""
    from vaultlint.cli.progress import shown_progress
    from vaultlint.config.infer import infer
    from vaultlint.config.infer_toml import to_toml
    from vaultlint.config.survey import survey
    from vaultlint.git.births import births
    from vaultlint.git.listing import list_vault
    from vaultlint.lint.learning import look_at
    from vaultlint.settings import Settings
    from vaultlint.vault.obsidian import read_obsidian_settings
    from vaultlint.vault.source import DiskSource

    source = DiskSource(root)
    obsidian = read_obsidian_settings(source)
    listing = list_vault(source, Settings(), obsidian)
    with shown_progress() as progress:
        shapes = survey(source, listing, progress)
    if not shapes:
        raise VaultlintError(
            say("there are no notes in {root}: `vaultlint init --preset obsidian` starts without any", root=root)
        )
    inferred = infer(shapes, template_folders(source), births(root), obsidian.property_types)
    with speaking(_language(shape.path for shape in shapes)):
        return to_toml(inferred, _styles(look_at(source, listing)))


def _language(paths: Iterable[str]) -> str:
    """What the comments are written in: what was asked for, or else Chinese where most notes have Chinese names."""
    paths = list(paths)
    if is_asked() or not paths or sum(map(_is_chinese, paths)) * 2 < len(paths):
        return spoken()
    return "zh"


def _is_chinese(path: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in path)


def _styles(styles: Styles) -> Iterator[SeenStyle]:
    """The styles that the vault has; a habit of linking to notes yet to be written is one, the lack of it is none."""
    from vaultlint.config.infer import SeenStyle

    for rule, option, form, keeping, showing in styles.learned.values():
        unwritten = option == "unwritten"
        if form and not (unwritten and form == "error"):
            yield SeenStyle(rule, option.replace("_", "-"), form, keeping, showing, unwritten)


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
    from vaultlint.cli.output import tell
    from vaultlint.config.load import FILE_NAME
    from vaultlint.disk.transaction import Transaction, Write, commit

    path = os.path.join(root, FILE_NAME)
    commit(root, Transaction("init", (Write(FILE_NAME, None, text.encode()),), keep=False))
    tell(say("Wrote {path}. Read it, change what is not meant so, then run `vaultlint check`.", path=path))
