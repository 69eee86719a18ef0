"""Opening a vault's store, and going on without it where it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from vaultlint.workspace.place import store_file
from vaultlint.workspace.seal import DamagedError
from vaultlint.workspace.store import Store

if TYPE_CHECKING:
    from vaultlint.workspace.environment import Environment

ResultT = TypeVar("ResultT")


def with_store(root: str, environment: Environment | None, work: Callable[[Store | None], ResultT]) -> ResultT:
    """What `work` gives with the store of the vault at `root`; without an environment, with no store.

    Where the store turns out to be damaged it is removed, and the work is done once more without it.
    """
    store = Store.open(store_file(root, environment.cache_dir)) if environment else None
    try:
        return work(store)
    except DamagedError as error:
        if store is None:
            raise
        store.drop(error)
        return work(None)
    finally:
        if store is not None:
            store.close()
