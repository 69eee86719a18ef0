"""The server: eight tools and two resources over one vault, for agents."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any, Literal

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from vaultlint import __version__
from vaultlint.errors import VaultlintError
from vaultlint.mcp import looking, writing
from vaultlint.mcp.desk import Desk
from vaultlint.mcp.writing import Consent
from vaultlint.workspace.seal import DamagedError

Kind = Literal["links", "mentions", "relations", "topics"]
Answer = Annotated[CallToolResult, dict[str, Any]]
Paths = Annotated[list[str], Field(description="Files or folders; none: the whole vault")]
Limit = Annotated[int, Field(ge=0)]
DryRun = Annotated[
    bool | None, Field(description="true only shows; false writes; left out: writes if fingerprint is given")
]
Fingerprint = Annotated[str, Field(description="From the dry run of the same call")]

_INSTRUCTIONS = (
    "Judges the notes of an Obsidian vault. After editing notes call check with their paths; before writing one, "
    "check_text. Relations and topics are for a person to choose: no tool writes them. Writing tools answer a dry run "
    "with a fingerprint; the call that writes must carry it."
)
_SLICE = 0.005  # seconds of work, and of rest, while nobody asks
_AGAIN = 2.0  # seconds until it is looked whether there is something to work out
_LOOKS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=False, open_world_hint=False)
_ADDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)


def serve(desk: Desk, *, allow_writes: bool) -> None:
    """Answer requests on the standard input and output until it ends."""
    desk.refresh()
    desk.save()
    desk.work_alone()
    gc.collect()
    gc.freeze()  # what is known of the vault stays: looking through it for garbage would cost a tenth of a second
    try:
        build_server(desk, allow_writes=allow_writes).run("stdio")
    finally:
        desk.forget()


def build_server(desk: Desk, *, allow_writes: bool) -> MCPServer[Any]:
    """The server on a desk."""

    @asynccontextmanager
    async def lifespan(_server: MCPServer[Any]) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_prepare, desk)
            yield
            tasks.cancel_scope.cancel()

    server: MCPServer[Any] = MCPServer(
        "vaultlint", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING", lifespan=lifespan
    )
    _add_looking(server, desk)
    if allow_writes:
        _add_writing(server, desk)
    _add_resources(server, desk)
    return server


async def _prepare(desk: Desk) -> None:
    """Work out what suggestions need while nobody asks for anything: all at once it takes seconds."""
    while True:
        with suppress(VaultlintError, DamagedError, OSError):  # told to those who ask
            began = time.perf_counter()
            is_first = True
            for _ in desk.prepare():
                is_first = False
                if time.perf_counter() - began > _SLICE:
                    await anyio.sleep(_SLICE)
                    began = time.perf_counter()
            if not is_first:
                gc.freeze()
        await anyio.sleep(_AGAIN)


def _add_looking(server: MCPServer[Any], desk: Desk) -> None:
    tool = server.tool

    @tool(description="Problems in the vault: all counted by rule, the worst listed.", annotations=_LOOKS)
    async def check(
        paths: Paths = [],  # noqa: B006 (never changed)
        rules: Annotated[list[str], Field(description="Only these rules or categories")] = [],  # noqa: B006
        severity: Annotated[Literal["info", "warning", "error"], Field(description="At least")] = "info",
        limit: Limit = 20,
        since: Annotated[str, Field(description="Only what this git commit did not have, as HEAD")] = "",
    ) -> Answer:
        return _answer(desk, lambda: looking.check(desk, paths, rules, severity, limit, since))

    @tool(description="What a rule finds, why, and how to repair it.", annotations=_LOOKS)
    async def explain(rule: str) -> Answer:
        return _answer(desk, lambda: looking.explain(desk, rule), desk.settle)

    @tool(
        description="Judge a draft before it is written: problems in it, and new ones in other notes (elsewhere).",
        annotations=_LOOKS,
    )
    async def check_text(
        path: Annotated[str, Field(description="Where the note is or will be, ends with .md")],
        text: Annotated[str, Field(description="The whole note")],
        limit: Limit = 20,
    ) -> Answer:
        return _answer(desk, lambda: looking.check_text(desk, path, text, limit))

    @tool(description="Links of a note with what they open, and links that lead to it.", annotations=_LOOKS)
    async def links(path: str, limit: Limit = 20) -> Answer:
        return _answer(desk, lambda: looking.links(desk, path, limit))

    @tool(
        description="Candidates for a note: targets of broken links, mentions to link, relations, topics. "
        "Show them to a person; never write relations or topics yourself.",
        annotations=_LOOKS,
    )
    async def suggest(
        path: str,
        kinds: Annotated[list[Kind], Field(description="None: all")] = [],  # noqa: B006
        limit: Limit = 5,
    ) -> Answer:
        return _answer(desk, lambda: looking.suggest(desk, path, kinds, limit))


def _add_writing(server: MCPServer[Any], desk: Desk) -> None:
    tool = server.tool

    @tool(description="Repair problems; safe fixes change layout, unsafe ones may change words.", annotations=_WRITES)
    async def fix(
        paths: Paths = [],  # noqa: B006
        unsafe: bool = False,
        dry_run: DryRun = None,
        fingerprint: Fingerprint = "",
    ) -> Answer:
        return _answer(desk, lambda: writing.fix(desk, paths, unsafe, Consent(dry_run, fingerprint)))

    @tool(
        description="Move a note, folder or attachment, or rename NOTE#heading, NOTE#^block, #tag or property:key; "
        "all that names it follows.",
        annotations=_WRITES,
    )
    async def rename(
        old: str,
        new: Annotated[
            str, Field(description="name: in the same folder; folder/name: from the vault's root; ./name: in the root")
        ],
        dry_run: DryRun = None,
        fingerprint: Fingerprint = "",
    ) -> Answer:
        return _answer(desk, lambda: writing.rename(desk, old, new, Consent(dry_run, fingerprint)))

    @tool(description="Make a note of a note type, its sections empty; never overwrites.", annotations=_ADDS)
    async def new(
        type: Annotated[str, Field(description="See vaultlint://settings")],
        title: str,
        folder: str | None = None,
        dry_run: DryRun = None,
        fingerprint: Fingerprint = "",
    ) -> Answer:
        return _answer(desk, lambda: writing.new(desk, type, title, folder, Consent(dry_run, fingerprint)))


def _add_resources(server: MCPServer[Any], desk: Desk) -> None:
    @server.resource("vaultlint://rules", description="All rules with what they find", mime_type="application/json")
    async def rules() -> str:
        from vaultlint.rules import RULES

        rows = [
            {
                "rule": rule.name,
                "category": rule.category,
                "severity": rule.severity.word,
                "fix": rule.fix.word if rule.fix else None,
                "summary": rule.summary,
            }
            for rule in RULES
        ]
        return json.dumps(rows, ensure_ascii=False)

    @server.resource("vaultlint://settings", description="The settings of the vault", mime_type="application/toml")
    async def settings() -> str:
        from vaultlint.config.show import settings_as_toml

        try:
            desk.refresh()
        except VaultlintError as error:
            raise ResourceError(str(error)) from None
        return "\n".join(settings_as_toml(desk.opening.loaded)) + "\n"


def _answer(desk: Desk, work: Callable[[], dict[str, Any]], look: Callable[[], None] | None = None) -> CallToolResult:
    """What a tool gives, with the vault as it is now; ToolError with the reason where it refuses."""
    try:
        answer = _done(desk, work, look or desk.refresh)
    except VaultlintError as error:
        raise ToolError(str(error)) from None
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=answer)


def _done(desk: Desk, work: Callable[[], dict[str, Any]], look: Callable[[], None]) -> dict[str, Any]:
    try:
        look()
        return work()
    except DamagedError as error:
        desk.forget(error)
        desk.refresh()
        return work()
