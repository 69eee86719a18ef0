"""Obsidian's own settings: `app.json` and `types.json` in the configuration folder.

Numbers are those of `docs/obsidian.md`; these are 4, 5, 58 and 60.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from vaultlint.disk.read import SETTINGS_LIMIT
from vaultlint.values import frozen
from vaultlint.vault.templates import SETTINGS_FILES

if TYPE_CHECKING:
    from vaultlint.vault.source import Source

# What Obsidian shows and people embed (6).
ATTACHMENT_FORMATS = frozenset(
    {"avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp", "pdf"}
    | {"flac", "m4a", "mp3", "ogg", "wav", "webm", "3gp", "mkv", "mov", "mp4", "ogv"}
)
_OWN_FILES = frozenset({"vaultlint.toml", ".vaultlint-baseline.json"})
# What Obsidian opens without being told to detect all file extensions (6).
FORMATS = ATTACHMENT_FORMATS | {"md", "base", "canvas"}


@frozen
class ObsidianSettings:
    """What vaultlint reads of Obsidian's settings; the defaults are Obsidian's."""

    excluded: tuple[str, ...] = ()  # `userIgnoreFilters`: path prefixes, or `/regular expressions/`
    link_format: str = "shortest"  # "shortest", "relative" or "absolute"
    markdown_links: bool = False
    new_note_folder: str = ""
    show_unsupported_files: bool = True  # as if on where there is no `app.json` that could say so
    use_tab: bool = True  # "Indent using tabs"
    property_types: dict[str, str] = field(default_factory=dict)
    template_folders: tuple[str, ...] = ()  # of Obsidian's own plugin and of Templater
    present: bool = False  # whether the vault has a `.obsidian` folder with settings

    def excludes(self, path: str) -> bool:
        """Whether Obsidian's "Excluded files" hide this path; an entry without a final `/` is a whole segment (5)."""
        return any(_filters(entry, path) for entry in self.excluded)

    def shows(self, path: str) -> bool:
        """Whether Obsidian lists the file at `path`: those of other formats only where it was told to (6)."""
        told = self.present and self.show_unsupported_files
        return path.rpartition(".")[2].lower() in FORMATS or (told and path.rpartition("/")[2] not in _OWN_FILES)

    def can_link(self, path: str) -> bool:
        """Whether a link can open the file at `path`: other formats need "Detect all file extensions" (6)."""
        return self.show_unsupported_files or path.rpartition(".")[2].lower() in FORMATS


def _filters(entry: str, path: str) -> bool:
    if len(entry) > 2 and entry.startswith("/") and entry.endswith("/"):
        try:
            return re.search(entry[1:-1], path) is not None
        except re.error:
            return False
    prefix = entry if entry.endswith("/") else entry + "/"
    return path == entry or path.startswith(prefix)


def read_obsidian_settings(source: Source, folder: str = ".obsidian") -> ObsidianSettings:
    """The settings in `folder`; what is absent or does not parse counts as not set."""
    app = _read_json(source, f"{folder}/app.json")
    types = _read_json(source, f"{folder}/types.json").get("types")
    excluded = app.get("userIgnoreFilters")
    return ObsidianSettings(
        excluded=tuple(entry for entry in excluded if isinstance(entry, str)) if isinstance(excluded, list) else (),
        link_format=_text(app, "newLinkFormat", "shortest"),
        markdown_links=app.get("useMarkdownLinks") is True,
        new_note_folder=_text(app, "newFileFolderPath", "") if app.get("newFileLocation") == "folder" else "",
        show_unsupported_files=app.get("showUnsupportedFiles") is True or not source.exists(f"{folder}/app.json"),
        use_tab=app.get("useTab") is not False,
        property_types=_texts(types),
        template_folders=_template_folders(source, folder),
        present=bool(app) or bool(types),
    )


def _template_folders(source: Source, folder: str) -> tuple[str, ...]:
    named = (_text(_read_json(source, f"{folder}/{file}"), key, "") for file, key in SETTINGS_FILES)
    return tuple(dict.fromkeys(name.strip("/") for name in named if name.strip("/")))


def _texts(value: object) -> dict[str, str]:
    """The entries of a JSON object that are text; none where `value` is no object."""
    return {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}


def _text(settings: dict[str, Any], key: str, default: str) -> str:
    value = settings.get(key)
    return value if isinstance(value, str) else default


def _read_json(source: Source, path: str) -> dict[str, Any]:
    try:
        data = source.read(path)
        loaded = json.loads(data) if len(data) <= SETTINGS_LIMIT else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}
