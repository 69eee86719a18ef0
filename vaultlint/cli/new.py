"""`vaultlint new`: write a new note of a note type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.complete import complete_folder, complete_type
from vaultlint.cli.loading import load_settings
from vaultlint.cli.vault_options import vault_options
from vaultlint.language import listed, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.settings import NoteType
    from vaultlint.vault.listing import Listing


@click.command("new")
@click.argument("type_name", metavar="TYPE", shell_complete=complete_type)
@click.argument("title")
@click.option(
    "--folder",
    metavar="FOLDER",
    shell_complete=complete_folder,
    help="The folder of the note, where its type leaves a choice.",
)
@click.option("--dry-run", is_flag=True, help="Print the note and write nothing.")
@vault_options
def command(
    type_name: str, title: str, folder: str | None, dry_run: bool, root: str | None, config: tuple[str, ...]
) -> int:
    """Write a note of the note type TYPE with the title TITLE, which is its file name, too.

    It has the properties and the required sections of its type, in their order, and they are empty: nothing is made up.
    A file that exists is never overwritten.
    """
    from vaultlint.cli.output import tell, write
    from vaultlint.git.listing import list_vault
    from vaultlint.making.new_note import choose_folder, note_text, type_called
    from vaultlint.making.place import check_place, file_name, write_new
    from vaultlint.vault.obsidian import read_obsidian_settings
    from vaultlint.vault.source import DiskSource

    loaded = load_settings(root, config)
    source = DiskSource(loaded.root)
    settings, listing = loaded.settings, list_vault(source, loaded.settings, read_obsidian_settings(source))
    note_type = type_called(settings, type_name)
    title = title.strip().removesuffix(".md")
    name = file_name(title)
    folder = choose_folder(settings, note_type, listing, folder)
    path = f"{folder}/{name}" if folder else name
    text = note_text(note_type, title)
    check_place(settings, note_type, listing, path, text)
    if dry_run:
        write([text])
        tell(say("Would write {path}.", path=path))
        return 0
    write_new(loaded.root, path, text)
    tell(say("Wrote {path}.", path=path), *_advice(note_type, listing, name))
    return 0


def _advice(note_type: NoteType, listing: Listing, name: str) -> Iterator[str]:
    """What is left to be written, and which other notes have the same name."""
    from vaultlint.markdown.wanted import wanted_sections

    required = [key for key, rule in note_type.properties.items() if rule.required and key != "title"]
    sections = [section.name for section in wanted_sections(note_type.sections) if not section.optional]
    if required or sections:
        yield str(say("Still empty: {names}.", names=listed([*required, *(f"## {section}" for section in sections)])))
    twins = [file for file in listing.files if file.rpartition("/")[2].lower() == name.lower()]
    if twins:
        yield str(say("Another note has this name, so that a link needs the path: {paths}.", paths=listed(twins[:3])))
