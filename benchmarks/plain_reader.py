"""A plain reader of vaults to check vaultlint against: regular expressions and Obsidian's rules."""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

FRONTMATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^([ \t>]*(?:[-*+] +|\d+[.)] +)?)(```+|~~~+)[^`\n]*$")
NO_LINKS = re.compile(
    r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|<!--.*?-->|\$\$.+?\$\$|(?<![\\$\w])\$(?! )[^$\n]+?(?<! )\$(?!\w)", re.DOTALL
)
URL = r"<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))+"
LINK = re.compile(
    r"(?<!\\)!?\[\[(?P<wiki>[^\[\]\n]+)\]\]"
    rf"|(?<!\\)!?\[(?P<text>(?:[^\[\]\n]|!?\[[^\[\]\n]*\])*)\]\((?P<url>{URL})(?: +\"[^\"\n]*\")?\)"
    rf"|^ {{0,3}}\[[^\[\]\n^][^\[\]\n]*\]:[ \t]+(?P<definition>{URL})",
    re.MULTILINE,
)
QUOTED = re.compile(rf"([\"'])(?:!?\[\[(?P<wiki>[^\[\]\n]+?)\]\]|\[(?P<text>[^\[\]\n]*)\]\((?P<url>{URL})\))\1")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
STRIPPED = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\', " "))


class Seen(NamedTuple):
    """A link: the path and the subpath that it names."""

    path: str
    subpath: str


class Vault:
    """The files of a folder: the links of each note and canvas, and what they open."""

    def __init__(self, root: Path) -> None:
        paths = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
        self.paths = sorted(path for path in paths if not any(part.startswith(".") for part in path.split("/")))
        self.texts = {path: _read(root / path) for path in self.paths if path.endswith((".md", ".canvas"))}
        self._names: dict[str, list[str]] = {}
        self._folded = {spelling for path in self.paths for spelling in (fold(path), fold(path).removesuffix(".md"))}
        for path in sorted(self.paths, key=lambda path: (len(path), path)):
            self._names.setdefault(fold(path).rpartition("/")[2], []).append(path)

    def links(self, path: str) -> tuple[Seen, ...]:
        """The links of a note or canvas, in order."""
        return links_of(self.texts[path], path.endswith(".canvas"))

    def opened(self, path: str) -> list[tuple[str | None, object]]:
        """What each link of a note opens: a path or None, and the heading's number or the block id."""
        targets = [(self.resolve(link.path, path), link.subpath) for link in self.links(path)]
        return [(target, self._place(target, subpath)) for target, subpath in targets]

    def _place(self, target: str | None, subpath: str) -> object:
        if not subpath or target is None or not target.endswith(".md"):
            return subpath
        return subpath.lower() if subpath.startswith("^") else heading_number(self.texts[target], subpath)

    def resolve(self, link: str, source: str) -> str | None:
        """The file that a link path opens from `source`, by Obsidian's rules."""
        if not link:
            return source
        folder = posixpath.dirname(source)
        if link.startswith("/"):
            return self._among(fold(link.strip("/")), folder, whole=True)
        if link.startswith(("./", "../")) or "/../" in link:
            joined = fold(posixpath.normpath(posixpath.join(folder, link)))
            return self._among(joined, folder, whole=True) or self._among(joined.rpartition("/")[2], folder)
        wanted = fold(link.replace("\\", "/").strip("/"))
        return self._among(wanted, folder, whole=True) or self._among(wanted, folder)

    def is_ambiguous(self, link: str, source: str) -> bool:
        """Whether several files answer to a link path that is no whole path and not relative."""
        wanted = fold(link.replace("\\", "/").strip("/"))
        if not link or link.startswith((".", "/")) or self._among(wanted, "", whole=True):
            return False
        if fold(posixpath.normpath(posixpath.join(posixpath.dirname(source), link))) in self._folded:
            return False
        name = wanted.rpartition("/")[2]
        for ending in ("", ".md") if "." in name else (".md",):
            found = [
                path for path in self._names.get(name + ending, ()) if _is_at_end(wanted + ending, fold(path), False)
            ]
            if found:
                return len(found) > 1
        return False

    def ambiguous(self, path: str) -> int:
        """How many links of a note or canvas are ambiguous."""
        return sum(self.is_ambiguous(link.path, path) for link in self.links(path))

    def _among(self, wanted: str, folder: str, whole: bool = False) -> str | None:
        name = wanted.rpartition("/")[2]
        for ending in ("", ".md") if "." in name else (".md",):
            paths = self._names.get(name + ending, ())
            found = [path for path in paths if _is_at_end(wanted + ending, fold(path), whole)]
            own = [path for path in found if folder and path.startswith(folder + "/")]
            if found:
                return (own or found)[0]
        return None


def fold(path: str) -> str:
    """A path as Obsidian compares it."""
    return unicodedata.normalize("NFC", path.replace("\u00a0", " ")).lower()


def _is_at_end(wanted: str, path: str, whole: bool) -> bool:
    return path == wanted or (not whole and path.endswith("/" + wanted))


def _read(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")


@lru_cache(100_000)
def links_of(text: str, canvas: bool = False) -> tuple[Seen, ...]:
    """The links of a note's text, or of a canvas, in order."""
    if canvas:
        return tuple(_canvas_links(text))
    head, body = split(text)
    properties = (link for match in QUOTED.finditer(head) for link in _body_links(match[0][1:-1].replace("''", "'")))
    return (*properties, *_body_links(without_code(body)))


def split(text: str) -> tuple[str, str]:
    """Frontmatter and body."""
    match = FRONTMATTER.match(text)
    return text[: match.end() if match else 0], text[match.end() if match else 0 :]


def _canvas_links(text: str) -> Iterator[Seen]:
    for node in json.loads(text).get("nodes", ()):
        if node["type"] == "file":
            yield Seen("/" + node["file"], node.get("subpath", "").removeprefix("#"))
        elif node["type"] == "text":
            yield from links_of(node["text"])


def _body_links(text: str) -> Iterator[Seen]:
    for match in LINK.finditer(text):
        if match["wiki"]:
            yield _wiki(match["wiki"])
            continue
        yield from _body_links(match["text"] or "")
        url = (match["url"] or match["definition"]).strip("<>")
        if not SCHEME.match(url):
            path, _, subpath = unquote(url).partition("#")
            yield Seen(path, subpath)


def _wiki(inner: str) -> Seen:
    path, _, subpath = inner.replace("\\|", "|").partition("|")[0].partition("#")
    return Seen(path.strip(), subpath.strip())


@lru_cache(100_000)
def without_code(text: str) -> str:
    """The text with code, HTML comments and formulas blanked out."""
    lines, fence, indent = [], "", 0
    for line in text.split("\n"):
        match = FENCE.match(line.rstrip("\r"))
        before, mark = match.groups() if match else ("", "")
        closes = mark and mark[0] == fence[:1] and len(mark) >= len(fence) and line.rstrip().endswith(mark)
        lines.append("" if fence or mark else line)
        if closes and len(before) < indent + 4:
            fence = ""
        elif mark and not fence:
            fence, indent = mark, len(before)
    return NO_LINKS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), "\n".join(lines))


@lru_cache(100_000)
def headings(text: str) -> tuple[tuple[int, str], ...]:
    """Level and compared form of each heading."""
    body = split(text)[1]
    lines = zip(body.split("\n"), without_code(body).split("\n"), strict=True)
    matches = [HEADING.match(line.rstrip("\r")) for line, shown in lines if shown.strip()]
    return tuple((len(match[1]), key(match[2])) for match in matches if match)


def key(heading: str) -> str:
    """A heading as Obsidian compares it."""
    return " ".join(heading.translate(STRIPPED).split()).lower()


def heading_number(text: str, subpath: str) -> object:
    """The number of the heading that a subpath names, or its compared form where there is none."""
    found = headings(text)
    position, level = 0, 0
    for step in filter(None, map(key, subpath.split("#"))):
        later = range(position, len(found))
        number = next((index for index in later if found[index][1] == step and found[index][0] > level), None)
        if number is None:
            return key(subpath)
        position, level = number + 1, found[number][0]
    return position - 1
