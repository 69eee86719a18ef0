"""Writing to the terminal, a pipe or a file: always UTF-8, in large blocks, with colours only where they are wanted."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, TextIO

from vaultlint.harmless import for_log, is_log
from vaultlint.language import Message, words
from vaultlint.report.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_BLOCK = 1000  # pieces of text that are joined before they are written
_WIDTH = 100
_LEAST_WIDTH = 40
# Terminals that are known to show OSC 8 links.
_VTE_WITH_LINKS = 5000
_LINKING_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "WarpTerminal")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")


def target_for(root: str, to_file: bool) -> Target:
    """What the findings of the vault at `root` are written for."""
    colored = not to_file and wants_color(sys.stdout)
    width = _WIDTH if to_file else _terminal_width()
    wrap = not to_file and sys.stdout.isatty()
    links = _links(root) if colored and sys.stdout.isatty() and knows_links(os.environ) else ""
    return Target(colored, width, repository_prefix(root), *file_address(os.environ), *_from_here(root), links, wrap)


def _links(root: str) -> str:
    import socket

    from vaultlint.report.urls import path_uri

    return f"file://{socket.gethostname()}{path_uri(os.path.abspath(root).rstrip('/'))}/"


def knows_links(environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows OSC 8 links; FORCE_HYPERLINK decides, or else what the terminal says it is."""
    get = environment.get
    if "FORCE_HYPERLINK" in environment:
        return get("FORCE_HYPERLINK") not in ("", "0")
    if get("TERM", "").startswith(("screen", "tmux")) or get("TERM") in ("dumb", "linux"):
        return False
    vte = get("VTE_VERSION", "")
    if vte.isdigit() and int(vte) >= _VTE_WITH_LINKS:
        return True
    known = get("TERM_PROGRAM") in _LINKING_PROGRAMS or get("TERM", "").startswith(_LINKING_TERMS)
    return known or any(name in environment for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM"))


def wants_color(stream: TextIO) -> bool:
    """Whether colours go to `stream`: FORCE_COLOR and NO_COLOR decide, or else whether it is a terminal."""
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def repository_prefix(root: str) -> str:
    """The folder of the vault inside its repository, such as `docs/`; "" if it is the same folder.

    In CI the repository may be a folder of the workspace; where there is none, the workspace is taken for it.
    """
    ends = [
        os.path.abspath(os.environ[name]) for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR") if os.environ.get(name)
    ]
    folder = root
    while folder not in ends and not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    return _prefix(root, folder)


def file_address(environment: Mapping[str, str]) -> tuple[str, str]:
    """Where CI shows the files of the commit that it checks, and what is appended for a line; "" outside of CI."""
    get = environment.get
    server, repository, commit = get("GITHUB_SERVER_URL"), get("GITHUB_REPOSITORY"), get("GITHUB_SHA")
    if server and repository and commit:
        if get("GITEA_ACTIONS") or get("FORGEJO_ACTIONS"):
            return f"{server}/{repository}/src/commit/{commit}/", "#L{}"
        return f"{server}/{repository}/blob/{commit}/", "?plain=1#L{}"
    project, commit = get("CI_PROJECT_URL"), get("CI_COMMIT_SHA")
    return (f"{project}/-/blob/{commit}/" if project and commit else ""), "#L{}"


def write(pieces: Iterable[str], file: str | None = None, root: str | None = None, *, commands: bool = False) -> None:
    """Write to `file`, which must not be a file of the vault at `root`, or to the standard output.

    No line of the latter is a command to the log of a CI, unless `commands` says that the text consists of them.
    """
    if file:
        from vaultlint.disk.output import write_output

        write_output(file, (piece.encode("utf-8", "backslashreplace") for piece in pieces), root)
        return
    sys.stdout.flush()
    try:
        _write_blocks(pieces, sys.stdout.buffer, _as_it_is if commands else for_log)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        silence_stdout()


class ByteWriter:
    """Writes encoded text to the standard output. Who begins again does not repeat what is written already."""

    def __init__(self) -> None:
        self._written = 0

    def write(self, pieces: Iterable[bytes], *, commands: bool = False) -> None:
        """Write all pieces, but for as many bytes as were written before."""
        sys.stdout.flush()
        waiting, known = iter(pieces), self._written
        try:
            while block := b"".join(islice(waiting, _BLOCK)):
                new = block[known:]
                known = max(0, known - len(block))
                sys.stdout.buffer.write(
                    for_log(new.decode("utf-8", "replace")).encode() if is_log() and not commands else new
                )
                self._written += len(new)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            silence_stdout()


def tell(*lines: str | Message) -> None:
    """Write lines for a person to the standard error."""
    text = for_log("".join(words(line) + "\n" for line in lines))
    with suppress(BrokenPipeError):
        sys.stderr.flush()
        sys.stderr.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()


def silence_stdout() -> None:
    """Send what is still to be written nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_exactly(pieces: Iterable[str]) -> None:
    """Write to the standard output what another program takes, as it is; the log of a CI obeys nothing meanwhile."""
    if not is_log():
        write(pieces, commands=True)
        return
    import secrets

    token = secrets.token_hex(16)  # nobody can have written it into a note
    write(chain([f"::stop-commands::{token}\n"], pieces, [f"::{token}::\n"]), commands=True)


def _write_blocks(pieces: Iterable[str], stream: BinaryIO, made: Callable[[str], str]) -> None:
    waiting = iter(pieces)
    while block := "".join(islice(waiting, _BLOCK)):
        stream.write(made(block).encode("utf-8", "backslashreplace"))
    stream.flush()


def _as_it_is(text: str) -> str:
    return text


def _terminal_width() -> int:
    """The terminal's columns; a fixed number where there is no terminal, so that the same run gives the same bytes."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return _WIDTH
    import shutil

    return max(_LEAST_WIDTH, shutil.get_terminal_size((_WIDTH, 24)).columns)


def _from_here(root: str) -> tuple[str, str]:
    """How the vault is reached from the working directory, and the folder of the vault that this is, or ""."""
    here, root = os.getcwd(), os.path.abspath(root)
    if root == here:
        return "", ""
    if (root + os.sep).startswith(here.rstrip(os.sep) + os.sep):
        return _prefix(root, here), ""
    if (here + os.sep).startswith(root.rstrip(os.sep) + os.sep):
        return _prefix(root, here), _prefix(here, root)
    return root.replace(os.sep, "/").rstrip("/") + "/", ""


def _prefix(root: str, base: str) -> str:
    relative = os.path.relpath(root, base).replace(os.sep, "/")
    return "" if relative == "." else relative + "/"
