"""Where this project lives. The one place that says so: `pyproject.toml` takes its addresses from here.

`VAULTLINT_PROJECT_URL=https://… python -m build` makes a package of a copy that lives elsewhere: `hatch_build.py` puts
the address into the line below, in the package only.
"""

from __future__ import annotations

PROJECT_URL = "https://github.com/obsidian-vaultlint/vaultlint"

_GITHUB = "https://github.com/"
_RAW = "https://raw.githubusercontent.com/"


def file_url(path: str) -> str:
    """The page of a file of the repository; `path` is relative to its root."""
    return f"{PROJECT_URL}/blob/main/{path}"


def raw_url(path: str) -> str:
    """The bytes of a file of the repository; `path` is relative to its root."""
    if PROJECT_URL.startswith(_GITHUB):
        return f"{PROJECT_URL.replace(_GITHUB, _RAW, 1)}/main/{path}"
    return f"{PROJECT_URL}/raw/main/{path}"
