"""What several commands share: opening a vault, and linting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vaultlint.cli.loading import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.cli.opening import Request
    from vaultlint.cli.options import CheckOptions
    from vaultlint.config.load import Loaded
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.source import Source
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.run import Run
    from vaultlint.workspace.store import Store

ResultT = TypeVar("ResultT")


def open_vault(root: str | None, config: tuple[str, ...]) -> Vault:
    """The vault with its facts, without running a rule."""
    return with_vault(root, config, lambda vault, _: vault)


def with_vault(root: str | None, config: tuple[str, ...], work: Callable[[Vault, Store | None], ResultT]) -> ResultT:
    """What `work` gives of the vault and its store: it is called again, without one, where that is damaged."""
    from vaultlint.cli.opening import Request
    from vaultlint.cli.options import CheckOptions
    from vaultlint.cli.progress import shown_progress
    from vaultlint.vault.source import DiskSource
    from vaultlint.workspace.store import with_store

    request = Request(CheckOptions(root=root, config=config), ".")

    def read(store: Store | None) -> ResultT:
        with shown_progress() as progress:
            workspace = request.workspace(DiskSource(request.root), store, progress)
            vault = workspace.read_vault()
        workspace.require_readable()
        return work(vault, store)

    return with_store(request.root, request.surroundings, read)


def lint_with_store(request: Request, source: Source) -> Run:
    """All findings in `source`; what is worked out is remembered."""
    from vaultlint.cli.progress import shown_progress
    from vaultlint.workspace.run import run_of
    from vaultlint.workspace.store import with_store

    def lint(store: Store | None) -> Run:
        with shown_progress() as progress:
            workspace = request.workspace(source, store, progress)
            workspace.refresh()
            run = run_of(workspace)
        workspace.require_readable()
        _ = run.vault  # while the store is open
        if store is not None and request.has_settled():
            workspace.save()
        workspace.let_go()
        return run

    return with_store(request.root, request.surroundings, lint)


def lint_again(source: Source, loaded: Loaded, options: CheckOptions) -> Run:
    """The findings of what is there now."""
    from vaultlint.workspace.run import lint_vault
    from vaultlint.workspace.setting import Options

    return lint_vault(source, loaded.settings, Options(options.severity == "info", jobs=options.jobs))


def before_reading(root: str | None, config: tuple[str, ...]) -> Seen:
    """The files of the vault as they are before it is opened, so that it is noticed when one changes meanwhile."""
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.source import DiskSource

    return Seen(DiskSource(load_settings(root, config).root))
