"""What tests keep of their runs lies in a folder of its own, never in the user's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from hatch_build import compile_catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator


# A change is judged by the same examples each time; `benchmarks.fuzz` looks for others.
settings.register_profile("the same examples", derandomize=True)
settings.load_profile("the same examples")


@pytest.fixture(autouse=True, scope="session")
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The folder of journals, for this process and those it starts."""
    folder = str(tmp_path_factory.mktemp("state"))
    before = os.environ.get("VAULTLINT_STATE_DIR")
    os.environ["VAULTLINT_STATE_DIR"] = folder
    yield folder
    if before is None:
        del os.environ["VAULTLINT_STATE_DIR"]
    else:
        os.environ["VAULTLINT_STATE_DIR"] = before


@pytest.fixture(autouse=True, scope="session")
def compiled_catalogues() -> None:
    """The catalogues of sentences as they are now: in a checkout nothing else compiles them."""
    compile_catalogues(Path(__file__).parent.parent)


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of what was worked out, for this process and those it starts."""
    folder = str(tmp_path_factory.mktemp("cache"))
    os.environ["VAULTLINT_CACHE_DIR"] = folder
    return folder


@pytest.fixture(autouse=True, scope="session")
def compiled_modules() -> None:
    """Programs that tests start keep their compiled modules, whatever the environment says: else each compiles all."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
