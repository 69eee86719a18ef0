"""Which names the rules about file names look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.vault.obsidian import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.language import Message


def is_linkable(path: str) -> bool:
    """Whether Obsidian opens files of this kind: only these can be meant by a link."""
    return path.rpartition(".")[2].lower() in FORMATS


def faulty_names(
    paths: list[str], fault: Callable[[str, bool], Message | None]
) -> Iterator[tuple[str, str, Message, bool]]:
    """Path, name, what `fault` says of it, and whether it is a folder's; a folder is named once, at its first file.

    `fault` is asked with the name and whether it is a folder's.
    """
    folders: set[str] = {""}
    for path in paths:
        folder, _, name = path.rpartition("/")
        while folder not in folders:
            folders.add(folder)
            folder_name = folder.rpartition("/")[2]
            said = fault(folder_name, True)
            if said:
                yield path, folder_name, said, True
            folder = folder.rpartition("/")[0]
        said = fault(name, False)
        if said:
            yield path, name, said, False
