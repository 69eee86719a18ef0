"""The programs that are compared, and their commands."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_GRAPH = "import sys, pathlib, obsidiantools.api as o; o.Vault(pathlib.Path(sys.argv[1])).connect().gather()"


@dataclass(frozen=True)
class Program:
    """A program with its command lines: `cold`, `warm` (with its cache), `version`, `rule`; not each has them all.

    `slow` ones take minutes where the others take seconds: they run on the smallest vault only.
    """

    name: str
    commands: Mapping[str, tuple[str, ...]]
    slow: bool = False


def installed_programs() -> list[Program]:
    """vaultlint, then what is installed of the others."""
    return [_vaultlint(), *_others()]


def _vaultlint() -> Program:
    """The console script as it is installed beside the Python that runs this."""
    script = _find("vaultlint")
    if script is None:
        raise SystemExit("vaultlint is not installed: pip install .")
    commands = {
        "cold": (script, "check", "--no-cache"),
        "warm": (script, "check"),
        "version": (script, "--version"),
        "rule": (script, "rule", "broken-link"),
    }
    return Program("vaultlint", commands)


def _others() -> Iterator[Program]:
    if rumdl := _find("rumdl"):
        commands = {
            "cold": (rumdl, "check", "--no-cache", "."),
            "warm": (rumdl, "check", "."),
            "version": (rumdl, "--version"),
            "rule": (rumdl, "rule", "MD001"),
        }
        yield Program("rumdl", commands)
    if script := _find("markdownlint-cli2"):
        yield Program("markdownlint-cli2", {"cold": (script, "**/*.md")}, slow=True)
    if importlib.util.find_spec("obsidiantools"):
        yield Program("obsidiantools", {"cold": (sys.executable, "-c", _GRAPH, ".")}, slow=True)


def _find(name: str) -> str | None:
    """Where a command is: beside this Python, or on the path."""
    return shutil.which(name, path=os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")]))
