"""Compiles the catalogues of sentences when the package is built; `python hatch_build.py` does so in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # in a checkout, where only the catalogues are wanted
    BuildHookInterface = object  # type: ignore[assignment, misc]


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling calls it so)
        """Compile, and put the result into the wheel."""
        compiled = compile_catalogues(Path(self.root))
        build_data["artifacts"].extend(path.relative_to(self.root).as_posix() for path in compiled)


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
