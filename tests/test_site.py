"""The site of the documentation is built, whole, and what it shows is what the pages say."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from vaultlint.project import file_url, raw_url
from vaultlint.rules import NAMES

pytest.importorskip("zensical")

from tooling import site
from tooling.links import broken_links
from tooling.llms import opening

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PAGES = [(edition, name) for edition in site.EDITIONS for name in edition.pages()]
SHOWN = ("li", "table", "td", "pre", "h1", "h2", "h3", "blockquote", "ul", "ol", "code", "strong", "em", "img")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "site"
    site.build(target)
    return target


def page_of(built: Path, edition: site.Edition, name: str) -> Path:
    return built / edition.folder / site.page_url(name) / "index.html"


def test_no_link_leads_nowhere(built: Path) -> None:
    assert broken_links(built) == []


def test_rules_are_where_their_names_say(built: Path) -> None:
    missing = [name for name in NAMES if not (built / "rules" / name / "index.html").is_file()]
    assert missing == [name for name in missing if not (site.DOCS / "rules" / f"{name}.md").exists()]
    assert (built / "rules" / "broken-link" / "index.html").is_file()


def test_every_page_shows_what_markdown_means(built: Path) -> None:
    """Zensical reads another Markdown than the notes are written in: count what must be the same in both."""
    markdown = MarkdownIt("commonmark").enable("table")
    otherwise = {}
    for edition, name in PAGES:
        html = page_of(built, edition, name).read_text(encoding="utf-8")
        article = html[html.index("<article") : html.index("</article>")]
        wanted, found = (counted(text) for text in (markdown.render(edition.pages()[name]), article))
        if wanted != found:
            otherwise[f"{edition.folder}/{name}"] = {tag: (wanted[tag], found[tag]) for tag in SHOWN}
    assert otherwise == {}


def counted(html: str) -> dict[str, int]:
    return {tag: len(re.findall(rf"<{tag}[ >/]", html)) for tag in SHOWN}


def test_code_blocks_have_titles(built: Path) -> None:
    html = (built / "rules" / "broken-link" / "index.html").read_text(encoding="utf-8")
    assert '<span class="filename">My plan.md</span>' in html


def test_for_language_models(built: Path) -> None:
    text = (built / "llms.txt").read_text(encoding="utf-8")
    named = set(re.findall(r"^- \[[^\]]+\]\((\S+)\): \S.*\.$", text, flags=re.MULTILINE))
    assert named == {raw_url(f"docs/{name}") for name in site.ENGLISH.pages()} - {raw_url("docs/index.md")}


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<!-- x -->\n\n# T\n\nOne `a. b` [two](x.md) three. Four.\n", "One `a."),
        ("# T\n\nThe one,\nand [only](x.md)!\n", "The one, and only!."),
        ("# T\n\n- a list\n\nA 1.5 times line. Next.\n", "A 1.5 times line."),
    ],
)
def test_first_sentences(page: str, sentence: str) -> None:
    assert opening(page) == ("T", sentence)


class TestTargets:
    @pytest.mark.parametrize(
        ("edition", "name", "target", "found"),
        [
            (site.ENGLISH, "trust.md", "../SECURITY.md", file_url("SECURITY.md")),
            (site.ENGLISH, "rules/x.md", "../trust.md", "../trust.md"),
            (site.ENGLISH, "index.md", "zh/index.md", "zh/"),
            (site.CHINESE, "index.md", "../trust.md", "../trust/"),
            (site.CHINESE, "rules/x.md", "../../rules/x.md", "../../../rules/x/"),
            (site.CHINESE, "index.md", "../pictures/x.png", "../pictures/x.png"),
            (site.CHINESE, "rules/x.md", "../../pictures/x.png", "../../pictures/x.png"),
            (site.CHINESE, "rules/x.md", "../index.md", "../index.md"),
        ],
    )
    def test_where_a_link_leads(self, edition: site.Edition, name: str, target: str, found: str) -> None:
        assert site.target_of(edition, name, target) == found

    def test_what_is_left_alone(self) -> None:
        text = "[a](https://x.y) [b](#z)\n\n```md ../My note.md\n[c](../d.md)\n```\n"
        adapted = site.adapted(site.ENGLISH, "x.md", text)
        assert adapted == text.replace("md ../My note.md", 'md title="../My note.md"')


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<p id="x"><a href="../b.png"><a href="#y"><a href="..">', "utf-8")
    (tmp_path / "index.html").write_text('<a href="a/#x"><a href="a/#z"><img src="https://x.y"><a href="a">', "utf-8")
    assert broken_links(tmp_path) == ["a/index.html: ../b.png", "a/index.html: #y", "index.html: a/#z"]


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def found(browser: Any, address: str, query: str) -> list[str]:
    """The addresses that the search of the site at `address` offers, in its order."""
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("/")
    page.wait_for_selector("[role=combobox]")
    field, options = page.locator("[role=combobox]"), page.locator("[role=option]")
    for _ in range(60):  # the index is still on its way; what is asked before it is there finds nothing
        field.fill("")
        field.fill("vaultlint")
        page.wait_for_timeout(250)
        if options.count():
            break
    field.fill(query)
    page.wait_for_timeout(1500)
    offered = [options.nth(number).get_attribute("href") for number in range(options.count())]
    page.close()
    return [link.removeprefix(address).split("?")[0] for link in offered if link]


class TestSearch:
    def test_english(self, browser: Any, address: str) -> None:
        assert found(browser, address, "broken-link")[0] == "rules/broken-link/"

    @pytest.mark.parametrize(("name", "word"), [("broken-link", "不存在"), ("orphan-note", "其他笔记")])
    def test_chinese_in_the_middle_of_a_sentence(self, browser: Any, address: str, name: str, word: str) -> None:
        sentence = opening(site.CHINESE.pages()[f"rules/{name}.md"])[1]
        assert re.search(rf"\w{word}\w", sentence)
        assert f"rules/{name}/" in found(browser, address + "zh/", word)

    def test_what_is_nowhere_is_not_found(self, browser: Any, address: str) -> None:
        assert found(browser, address + "zh/", "鸵鸟蛋壳") == []


def test_pages_fit_three_widths_and_fetch_nothing_from_elsewhere(browser: Any, address: str) -> None:
    for width in (390, 820, 1440):
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for path in ("", "zh/", "rules/broken-link/", "tutorials/own-vault/"):
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert page.evaluate("[...document.images].every(each => each.naturalWidth > 0)"), path
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        page.close()
