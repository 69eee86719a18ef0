"""Topic names as links write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.markdown.note import Link
    from vaultlint.settings import Topics


def topic_name(path: str, topics: Topics) -> str | None:
    """The name of the topic that a link path or a note's path writes, without `.md`.

    None for a path that names another folder than that of the topics.
    """
    folder, _, name = path.strip("/").rpartition("/")
    wanted = topics.folder.strip("/")
    if folder and fold(folder) != fold(wanted) and not fold(folder).endswith("/" + fold(wanted)):
        return None
    return name[:-3] if name[-3:].lower() == ".md" else name


def linked_topic(link: Link, topics: Topics) -> str | None:
    """The topic that a link names: in the topic section by its name alone, elsewhere only with the topic folder."""
    if link.section != topics.section and "/" not in link.path:
        return None
    return topic_name(link.path, topics) or None


def is_topic_note(path: str, topics: Topics) -> bool:
    """Whether a note stands in the topic folder."""
    folder = topics.folder.strip("/")
    return bool(folder) and path.startswith(folder + "/")


def folded(names: Iterable[str]) -> frozenset[str]:
    """Names in the form in which they are compared."""
    return frozenset(fold(name) for name in names)
