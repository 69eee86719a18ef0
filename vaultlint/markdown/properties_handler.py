"""The way from a properties block to YAML proper: python-frontmatter's YAML handler.

Its `split` and `load` are replaced, because the library is lax about fences, drops duplicate keys and places, and lets
YAML's implicit types raise (`2026-13-40`). Nothing here ever writes.
"""

from __future__ import annotations

from typing import Any

from frontmatter.default_handlers import YAMLHandler

from vaultlint.markdown.properties_block import find_block
from vaultlint.markdown.yaml_properties import read_yaml


class PropertiesHandler(YAMLHandler):
    """python-frontmatter's YAML handler with Obsidian's fences, and values that keep their places."""

    def detect(self, text: str) -> bool:
        """Whether the text opens with properties."""
        return find_block(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The YAML text, and what follows the closing `---`."""
        block = find_block(text)
        if block is None:
            raise ValueError("the text does not open with properties")
        return text[block[1] : block[2]], text[block[3] :]

    def load(self, fm: str, **kwargs: Any) -> Any:
        """The properties of a YAML text as a tuple, or a `YamlError`; offsets are those of `fm` plus `offset`."""
        return read_yaml(fm, kwargs.get("offset", 0))


HANDLER = PropertiesHandler()
