"""The site of the documentation: `python -m tooling.site` writes it to `site/` and checks every link in it.

Zensical makes it out of `docs/`, and the Chinese one out of `docs/zh/` into `site/zh/`. It gets a copy, because two
things it reads otherwise than we write them: what stands behind the language of a code block is its title, and a link
that leaves the pages of a language is an address.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tooling.links import broken_links
from tooling.llms import llms_text
from vaultlint.project import PROJECT_URL, file_url

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@dataclass(frozen=True)
class Edition:
    """The site in one language: where its pages are, and what its menu says."""

    language: str
    description: str
    menu: tuple[tuple[str, tuple[str, ...]], ...]
    folder: str = ""

    @property
    def source(self) -> Path:
        """The folder of its pages."""
        return DOCS / self.folder

    def pages(self) -> dict[str, str]:
        """Path below the folder → text of each page."""
        files = sorted(self.source.rglob("*.md"))
        names = {path.relative_to(self.source).as_posix(): path for path in files}
        inner = {edition.folder + "/" for edition in EDITIONS if edition.folder} if not self.folder else set()
        return {name: path.read_text("utf-8") for name, path in names.items() if not name.startswith(tuple(inner))}


_TUTORIALS = tuple(f"tutorials/{name}.md" for name in ("own-vault", "pull-request", "editor", "agent"))
_USE = ("configuration.md", "ci.md", "editors.md", "agents.md", "llm-wiki.md", "obsidian.md")
_MORE = ("comparison.md", "performance.md", "trust.md", "architecture.md")
ENGLISH = Edition(
    "en",
    "ruff for Obsidian vaults: checks links, sections and relations, and repairs formatting safely",
    (("Tutorials", _TUTORIALS), ("Use", _USE), ("Rules", ("rules/index.md",)), ("More", _MORE)),
)
CHINESE = Edition(
    "zh",
    "Obsidian 库的 ruff：检查链接、章节与关联，安全地修复格式",
    (("教程", _TUTORIALS), ("使用", _USE), ("规则", ("rules/index.md",)), ("更多", _MORE)),
    "zh",
)
EDITIONS = (ENGLISH, CHINESE)
_MENDED = ("site.css", "site.js")  # what the theme has to be helped with, beside this file
# Blanks, ASCII punctuation as Zensical has it, and the full-width marks that end a word in Chinese.
_SEPARATOR = r"""[\s\-_,:!=\[\]()"`/，。：；、！？（）「」『』《》【】“”·]+|\.(?!\d)"""


def staged(edition: Edition, target: Path) -> None:
    """Write the copy of the pages that Zensical reads."""
    pages = edition.pages()
    for name, text in pages.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(adapted(edition, name, text), encoding="utf-8")
    for path in edition.source.rglob("*"):
        name = path.relative_to(edition.source).as_posix()
        if path.is_file() and path.suffix != ".md" and not (edition is ENGLISH and name.startswith("zh/")):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
    (target / "assets").mkdir(exist_ok=True)
    for name in _MENDED:
        shutil.copyfile(Path(__file__).parent / name, target / "assets" / name)


def adapted(edition: Edition, name: str, text: str) -> str:
    """The text of a page with titles of code blocks as Zensical reads them, and no link that leaves its folder."""
    lines = text.splitlines(keepends=True)
    code: set[int] = set()
    if lines[0].startswith("<!--"):  # who writes the page; it would be the page's first search result
        lines[0] = "\n"
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block") and token.map:
            code.update(range(*token.map))
            language, _, title = token.info.strip().partition(" ")
            if title:
                start = token.map[0]
                quoted = title.replace('"', "'")
                lines[start] = lines[start].replace(token.info.strip(), f'{language} title="{quoted}"')
    link = re.compile(r"(\]\(|^\[[^\]]+\]: )((?!\w+:|#|/)[^)\s#]+)")
    for number, line in enumerate(lines):
        if number not in code:
            lines[number] = link.sub(lambda found: found[1] + target_of(edition, name, found[2]), line)
    return "".join(lines)


def target_of(edition: Edition, name: str, target: str) -> str:
    """Where a relative link of a page leads on the site: unchanged, to the other language, or into the repository."""
    place = posixpath.normpath(posixpath.join("docs", edition.folder, posixpath.dirname(name), target))
    other = next((each for each in EDITIONS if each is not edition and _within(place, each)), None)
    if other and place.endswith(".md"):
        page = page_url(name if not edition.folder else f"{edition.folder}/{name}")
        return posixpath.relpath(page_url(place.removeprefix("docs/")) or ".", page or ".") + "/"
    if other or _within(place, edition):
        return target  # of files that are no pages Zensical works out the address
    return file_url(place)


def _within(place: str, edition: Edition) -> bool:
    """Whether a path of the repository is one of an edition's."""
    folders = [f"docs/{each.folder}/" for each in EDITIONS if each.folder]
    own = f"docs/{edition.folder}/" if edition.folder else "docs/"
    return place.startswith(own) and (bool(edition.folder) or not place.startswith(tuple(folders)))


def page_url(name: str) -> str:
    """The folder of the site in which a page ends up: `rules/x` for `rules/x.md`."""
    stem = name.removesuffix(".md")
    return posixpath.dirname(name) if posixpath.basename(stem) == "index" else stem


def settings(edition: Edition, docs: str, target: str) -> str:
    """The `zensical.toml` of an edition."""
    there = set(edition.pages())
    menu: list[object] = ["index.md"] if "index.md" in there else []
    for title, names in edition.menu:
        if found := [name for name in names if name in there]:
            menu.append({title: found if len(found) > 1 else found[0]})
    root = "../" if edition.folder else ""
    languages = [("English", f"./{root}", "en"), ("中文", f"./{root}zh/", "zh")]
    features = ["content.code.copy", "navigation.top", "search.highlight", "toc.follow"]
    lines = [
        "[project]",
        f"site_name = {_toml('vaultlint')}",
        f"site_description = {_toml(edition.description)}",
        f"docs_dir = {_toml(docs)}",
        f"site_dir = {_toml(target)}",
        f"extra_css = {_toml([f'assets/{_MENDED[0]}'])}",
        f"extra_javascript = {_toml([f'assets/{_MENDED[1]}'])}",
        f"nav = [{', '.join(_entry(entry) for entry in menu)}]",
        "[project.theme]",
        f"language = {_toml(edition.language)}",
        "font = false",
        f"features = {_toml(features)}",
        "[project.theme.icon]",
        'logo = "lucide/list-checks"',
        "[project.plugins.search]",
        f"separator = {_toml(_SEPARATOR)}",
        *(f"[project.markdown_extensions.{name}]" for name in ("tables", "sane_lists")),
        "[project.markdown_extensions.toc]",
        "permalink = true",
        'slugify = { object = "pymdownx.slugs.slugify", kwds = { case = "lower" } }',
        '[project.markdown_extensions."pymdownx.superfences"]',
        '[project.markdown_extensions."pymdownx.highlight"]',
        "pygments_lang_class = true",
    ]
    lines += ["[[project.extra.social]]", 'icon = "lucide/git-branch"', f"link = {_toml(PROJECT_URL)}"]
    for title, address, language in languages:
        lines += ["[[project.extra.alternate]]", f"name = {_toml(title)}", f"link = {_toml(address)}"]
        lines += [f"lang = {_toml(language)}"]
    return "\n".join(lines) + "\n"


def _entry(entry: object) -> str:
    """An entry of the menu as TOML."""
    if isinstance(entry, dict):
        ((title, value),) = entry.items()
        return f"{{ {_toml(title)} = {_toml(value)} }}"
    return _toml(entry)


def _toml(value: object) -> str:
    """A text, or a list of them, as TOML: JSON has the same form for these."""
    return json.dumps(value, ensure_ascii=False)


def build(target: Path, editions: Iterable[Edition] = EDITIONS) -> None:
    """Write the site into `target`, which is replaced. Raises `SystemExit` with what Zensical complains of."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        for edition in editions:
            docs, out = f"docs-{edition.language}", posixpath.join("site", edition.folder)
            staged(edition, place / docs)
            if "index.md" not in edition.pages():
                continue
            config = place / f"{edition.language}.toml"
            config.write_text(settings(edition, docs, out), encoding="utf-8")
            zensical(config)
        menu = (name for _, names in ENGLISH.menu for name in names)
        (place / "site" / "llms.txt").write_text(llms_text(ENGLISH.pages(), menu), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(place / "site", target)


def zensical(config: Path) -> None:
    """Run Zensical; its warnings are faults."""
    command = [str(Path(sys.executable).parent / "zensical"), "build", "--strict", "-f", config.name]
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=config.parent, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode or "No issues found" not in done.stdout + done.stderr:
        raise SystemExit(done.stdout + done.stderr)


def main() -> None:
    """Build the site, and name every link that leads nowhere."""
    target = ROOT / "site"
    build(target)
    broken = broken_links(target)
    for line in broken[:50]:
        print(line)
    pages = sum(1 for _ in target.rglob("index.html"))
    print(f"site/: {pages} pages, {len(broken)} broken links")
    if broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
