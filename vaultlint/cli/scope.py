"""PATHS: the part of a vault that is reported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say
from vaultlint.report.escape import plain
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Scope(NamedTuple):
    """Vault paths of files and folders; a folder's path ends with `/`. No paths at all mean the whole vault."""

    paths: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether the file at a vault path is reported."""
        return not self.paths or any(
            path == kept or (kept[-1:] == "/" and path.startswith(kept)) for kept in self.paths
        )


def scope_of(root: str, paths: Iterable[str]) -> Scope:
    """The scope that PATHS mean in the vault at `root`; a path that does not exist or lies outside is an error."""
    inside = [_vault_path(root, path) for path in paths]
    return Scope() if "/" in inside else Scope(tuple(inside))


def _vault_path(root: str, path: str) -> str:
    if not os.path.exists(path):
        from vaultlint.cli.hints import no_path

        raise VaultlintError(no_path(path))
    found = vault_path(root, path)
    return found + "/" if os.path.isdir(path) and found != "/" else found


def vault_path(root: str, path: str) -> str:
    """The vault path of a path on disk, `/` for the root itself; one that lies outside is an error."""
    found = _relative(os.path.abspath(path), root) or _relative(os.path.realpath(path), os.path.realpath(root))
    if found is None:
        raise VaultlintError(
            say("{path} lies outside the vault {root}: name the vault with --root", path=plain(path), root=plain(root))
        )
    return found


def _relative(path: str, root: str) -> str | None:
    """`path` as a vault path, `/` for the root itself, or None."""
    if path == root:
        return "/"
    base = root.rstrip(os.sep) + os.sep
    return path[len(base) :].replace(os.sep, "/") if path.startswith(base) else None
