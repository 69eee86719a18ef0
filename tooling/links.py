"""Looks whether every link, picture, script and style sheet of a folder of HTML files is there, and every anchor."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Page(HTMLParser):
    """What a page links to, and the anchors that it has."""

    targets: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag refers to and what it is called."""
        given = dict(attrs)
        self.anchors.update(value for name in ("id", "name") if (value := given.get(name)))
        self.targets += [value for name in ("href", "src") if (value := given.get(name)) and tag != "base"]


def broken_links(folder: Path) -> list[str]:
    """`page: target` for what is not there; addresses with a scheme are not looked at."""
    pages = {path.relative_to(folder).as_posix(): read(path) for path in sorted(folder.rglob("*.html"))}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return [
        f"{name}: {target}"
        for name, page in pages.items()
        if name != "404.html" and not name.endswith("/404.html")  # its addresses are those of the server's root
        for target in page.targets
        if not leads_somewhere(name, target, pages, files)
    ]


def read(path: Path) -> Page:
    """The links and anchors of a file."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def leads_somewhere(name: str, target: str, pages: dict[str, Page], files: set[str]) -> bool:
    """Whether a link of the page `name` opens a file, and the place in it that it names."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True
    path = unquote(parts.path)
    place = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    inside = posixpath.normpath(posixpath.join(place, "index.html"))
    place = inside if inside in files else place
    if place not in files:
        return False
    anchor = unquote(parts.fragment)
    return not anchor or place not in pages or anchor in pages[place].anchors
