"""Topic names as links write them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.paths import stem

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Link
    from vaultlint.settings import Topics


def topic_name(path: str, topics: Topics) -> str | None:
    """The name of the topic that a link path or a note's path writes, without `.md`.

    None for a path that names another folder than that of the topics.
    """
    folder, _, name = path.strip("/").rpartition("/")
    wanted = topics.folder.strip("/")
    if folder and folder != wanted and not f"/{folder}".lower().endswith(f"/{wanted}".lower()):
        return None
    return stem(name)


def linked_topic(link: Link, topics: Topics) -> str | None:
    """The topic that a link names: in the topic section by its name alone, elsewhere only with the topic folder."""
    if link.section != topics.section and "/" not in link.path:
        return None
    return topic_name(link.path, topics) or None


@lru_cache(maxsize=16)
def folded(names: tuple[str, ...]) -> frozenset[str]:
    """Names in lower case, as they are compared."""
    return frozenset(name.lower() for name in names)
