"""`vaultlint mcp`: tools for agents over the Model Context Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.options import CheckOptions
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError
from vaultlint.language import say
from vaultlint.project import PROJECT_URL

if TYPE_CHECKING:
    from vaultlint.cli.opening import Request
    from vaultlint.config.load import Loaded
    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.store import Store
    from vaultlint.workspace.workspace import Workspace


@click.command("mcp")
@click.option("--allow-writes", is_flag=True, help="Also offer `fix`, `rename` and `new`.")
@vault_options
def command(allow_writes: bool, root: str | None, config: tuple[str, ...]) -> int:
    """Offer the vault to agents: an MCP server on the standard input and output.

    It looks, explains, judges drafts and suggests. With --allow-writes it repairs, renames and makes notes, each after
    a dry run; relations and topics are never written.
    """
    import gc

    try:
        from vaultlint.mcp.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith(("mcp", "pydantic")):
            raise
        raise VaultlintError(
            str(
                say(
                    "the MCP server is not installed: install it with "
                    "`pip install 'obsidian-vaultlint[mcp] @ git+{address}'`",
                    address=PROJECT_URL,
                )
            )
        ) from None
    from vaultlint.mcp.desk import Desk

    gc.enable()  # a server lives long
    options = CheckOptions(root=root, config=config)
    serve(Desk(lambda: Opening(options)), allow_writes=allow_writes)
    return 0


class Opening:
    """How the command line opens a vault."""

    def __init__(self, options: CheckOptions) -> None:
        from vaultlint.cli.opening import Request

        self._request: Request = Request(options, options.root or ".")

    @property
    def root(self) -> str:
        """The absolute path of the vault."""
        return self._request.root

    @property
    def loaded(self) -> Loaded:
        """The settings in force."""
        return self._request.loaded

    @property
    def environment(self) -> Environment | None:
        """What findings are remembered under."""
        return self._request.environment

    def open(self, store: Store | None, jobs: int | None) -> Workspace:
        """A workspace on the files of the vault, not yet up to date, that works in so many processes."""
        from vaultlint.cli.only_new import source_for

        self._request.options = self._request.options._replace(jobs=jobs)
        return self._request.workspace(source_for(self.root, self._request.options), store)
