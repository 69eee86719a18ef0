"""What a person asks to be renamed, in words: paths, `NOTE#heading`, `NOTE#^block`, `#tag`, `property:key`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say
from vaultlint.rename.names import existing_path, new_path, refuse_taken
from vaultlint.rename.plan import moves_of_folder, plan_block, plan_heading, plan_move
from vaultlint.rename.texts import Texts

if TYPE_CHECKING:
    from vaultlint.rename.plan import Plan
    from vaultlint.rename.recast import Recast
    from vaultlint.vault.vault import Vault


def plan_of(vault: Vault, old: str, new: str) -> tuple[Plan, tuple[str, str] | None]:
    """The plan, and the file or folder to move with its new path."""
    texts = Texts(vault)
    name, mark, subpath = old.partition("#")
    if mark and old.strip("/") not in vault.files:
        path = existing_path(vault, name)
        if subpath.startswith("^"):
            return plan_block(vault, path, subpath[1:], new.rpartition("#")[2].removeprefix("^"), texts), None
        return plan_heading(vault, path, subpath, new.removeprefix(name + "#"), texts), None
    path = existing_path(vault, old)
    target = new_path(path, new)
    if path.rstrip("/") == target:
        raise VaultlintError(say("OLD and NEW are the same"))
    if path.endswith("/") and target.startswith(path):
        raise VaultlintError(say("a folder cannot be moved into itself"))
    refuse_taken(vault, path, target)
    moves = moves_of_folder(vault.files, path, target) if path.endswith("/") else {path: target}
    return plan_move(vault, moves, texts), (path.rstrip("/"), target)


def is_word(vault: Vault, old: str) -> bool:
    """Whether `old` means a tag or a property, and not a file."""
    from vaultlint.rename.properties import PREFIX

    return old not in vault.files and (old.startswith(PREFIX) or (old.startswith("#") and len(old) > 1))


def plan_word(vault: Vault, old: str, new: str) -> Recast:
    """The plan for a tag (`#old`, `#new`) or a property (`property:old`, `property:new`)."""
    from vaultlint.rename.properties import PREFIX, plan_property
    from vaultlint.rename.tags import plan_tag

    texts = Texts(vault)
    if old.startswith(PREFIX):
        if not new.startswith(PREFIX):
            raise VaultlintError(str(say("NEW is a property, too: `property:NAME`")))
        return plan_property(vault, old.removeprefix(PREFIX), new.removeprefix(PREFIX), texts)
    if not new.startswith("#"):
        raise VaultlintError(
            str(say("NEW is a tag, too, and begins with `#`: quote it, as the shell takes `#` for more"))
        )
    return plan_tag(vault, old, new, texts)
