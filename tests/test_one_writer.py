"""Only the writer writes: no other module creates, replaces, moves or removes files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import vaultlint

PACKAGE = Path(vaultlint.__file__).parent
CALLS = {
    *("os.replace", "os.rename", "os.renames", "os.remove", "os.unlink", "os.rmdir", "os.removedirs", "os.mkdir"),
    *(
        "os.makedirs",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.chown",
        "os.open",
        "os.utime",
        "os.mkfifo",
    ),
}
METHODS = {"write_text", "write_bytes", "unlink", "rmdir", "mkdir", "touch", "symlink_to", "hardlink_to"}
MODULES = {"tempfile", "shutil"}
HARMLESS = {"shutil.get_terminal_size"}
# What may: the writer; the store of the cache, whose files lie in a folder of its own; a copy of git's index in the
# system's folder for temporary files; and what sends the output nowhere when its reader has gone.
EXCEPTIONS = (
    "disk/",
    "workspace/place.py",
    "workspace/store.py",
    "lint/parallel.py",
    "git/changes.py",
    "cli/main.py",
    "cli/output.py",
    "cli/server.py",  # its own standard output
)


def written(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The calls that write, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from ((node.lineno, name) for name in names if name in MODULES - {"shutil"})
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        is_method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
        if is_method or name in CALLS or (name.partition(".")[0] in MODULES and name not in HARMLESS):
            yield node.lineno, name
        elif name in ("open", "io.open", "os.fdopen") and writes(node):
            yield node.lineno, ast.unparse(node)


def writes(call: ast.Call) -> bool:
    """Whether a call of `open` has a mode that writes, or one that is not known."""
    modes = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    return any(not isinstance(mode, ast.Constant) or set("wax+") & set(str(mode.value)) for mode in modes)


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_nothing_but_the_writer_writes(file: Path) -> None:
    path = file.relative_to(PACKAGE).as_posix()
    if path.startswith(EXCEPTIONS):
        return
    assert list(written(ast.parse(file.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        "open(x, 'w')",
        "open(x, mode='ab')",
        "open(x, mode)",
        "os.replace(a, b)",
        "Path(x).write_text(y)",
        "import tempfile",
    ],
)
def test_what_writes_is_seen(code: str) -> None:
    assert list(written(ast.parse(code)))


@pytest.mark.parametrize("code", ["open(x)", "open(x, 'rb')", "text.replace('a', 'b')", "shutil.get_terminal_size()"])
def test_what_reads_is_let_pass(code: str) -> None:
    assert not list(written(ast.parse(code)))
