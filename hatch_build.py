"""What is made when the package is built: compiled catalogues, the project's address in the package and its metadata.

`python hatch_build.py` compiles the catalogues in a checkout.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    from hatchling.metadata.plugin.interface import MetadataHookInterface
except ImportError:  # in a checkout, where only the catalogues are wanted
    BuildHookInterface = MetadataHookInterface = object  # type: ignore[assignment, misc]

_PROJECT = "vaultlint/project.py"
_ADDRESS = re.compile(r'^(PROJECT_URL = )"([^"]*)"$', re.MULTILINE)


class PackageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and put the result into the package, with the address that was asked for."""
        root = Path(self.root)
        compiled = compile_catalogues(root)
        build_data["artifacts"].extend(path.relative_to(self.root).as_posix() for path in compiled)
        if address() and version != "editable":
            with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False, encoding="utf-8") as file:
                file.write(moved((root / _PROJECT).read_text(encoding="utf-8")))
            self.made = file.name
            build_data["force_include"][file.name] = _PROJECT

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Leave nothing behind."""
        if hasattr(self, "made"):
            os.unlink(self.made)


class AddressHook(MetadataHookInterface):
    """Gives `[project.urls]` the project's address."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Put the addresses into `metadata`."""
        metadata["urls"] = urls_of(moved((Path(self.root) / _PROJECT).read_text(encoding="utf-8")))


def address() -> str:
    """The address that this build was asked to have; nothing for the one in the source."""
    asked = os.environ.get("VAULTLINT_PROJECT_URL", "").rstrip("/")
    if asked and not re.fullmatch(r"https://[\w.:/~-]+", asked):
        raise ValueError(f"VAULTLINT_PROJECT_URL is no https address: {asked}")
    return asked


def moved(source: str) -> str:
    """The text of `project.py` with the address of this build."""
    asked = address()
    return _ADDRESS.sub(lambda found: f'{found[1]}"{asked or found[2]}"', source)


def urls_of(source: str) -> dict[str, str]:
    """The table `[project.urls]` for a text of `project.py`."""
    found = _ADDRESS.search(source)
    assert found, f"{_PROJECT} has no address"
    project = found[2]
    return {
        "Homepage": project,
        "Documentation": f"{project}/blob/main/docs/index.md",
        "Source": project,
        "Issues": f"{project}/issues",
        "Changelog": f"{project}/blob/main/CHANGELOG.md",
    }


def compile_catalogues(root: Path) -> list[Path]:
    """Write a `.mo` file beside each `.po` file below `vaultlint/locale`; the paths written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for source in sorted((root / "vaultlint" / "locale").rglob("*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_catalogues(Path(__file__).parent):
        print(path)
