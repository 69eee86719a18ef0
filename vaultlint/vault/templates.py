"""Which notes are templates: text to be filled in, with links, dates and properties that mean nothing yet."""

from __future__ import annotations

from functools import lru_cache

from vaultlint.lazy_regex import lazy_regex

# What people call such a folder, numbers and marks at either end left out: `_templates`, `99 - Templates`, 模板.
_NAMES = frozenset(
    {
        "template",
        "templates",
        "templater",
        "模板",
        "模版",
        "模板库",
        "範本",
        "テンプレート",
        "템플릿",
        "vorlage",
        "vorlagen",
    }
    | {"modèle", "modèles", "modele", "modeles", "plantilla", "plantillas", "шаблон", "шаблоны", "modelos", "szablony"}
)
_OUTER = lazy_regex(r"^[\W\d_]+|[\W\d_]+$")
# Obsidian's and Templater's settings files, and the key that names the folder of templates.
SETTINGS_FILES = (
    ("templates.json", "folder"),
    ("plugins/templater-obsidian/data.json", "templates_folder"),
)


def is_template(path: str, folders: tuple[str, ...] = ()) -> bool:
    """Whether the note at `path` lies in one of `folders`, or in a folder that is named for templates."""
    return _holds_templates(path.rpartition("/")[0], folders)


@lru_cache(maxsize=4096)
def _holds_templates(folder: str, folders: tuple[str, ...]) -> bool:
    if not folder:
        return False
    return any(f"{folder}/".startswith(f"{each}/") for each in folders) or any(map(_is_name, folder.split("/")))


@lru_cache(maxsize=4096)
def _is_name(segment: str) -> bool:
    return _OUTER.sub("", segment).casefold() in _NAMES
