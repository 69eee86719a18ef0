"""The HTML report: its numbers, and how it behaves in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import lint, write_files
from vaultlint.cli.main import main
from vaultlint.cli.report import earlier_summaries
from vaultlint.report.html.data import report_data
from vaultlint.report.html.layout import seed_positions
from vaultlint.report.html.page import as_json, render_page
from vaultlint.settings import Settings

HOSTILE = '</script><script>window.hacked=1</script>"><img src=x onerror="window.hacked=1">'
FILES: dict[str, str | bytes] = {
    "01-博客/甲.md": "---\ntitle: 甲文\n---\n\n见[[乙]]、[[没有]]。\n\n"
    "## 相关文档\n\n- [[乙]]；关联理由：观点一致；说明：一句话。\n\n"
    "## 关联主题\n\n- [[00-元语/茶]]\n",
    "乙.md": "[[甲]]\n",
    "00-元语/茶.md": "",
    "独.md": f"---\ntitle: '{HOSTILE}'\n---\n\n[[{HOSTILE.replace('[', '')[:40]}]]\n",
}


def data_of(files: dict[str, str | bytes]) -> dict[str, Any]:
    return report_data(lint(files, Settings()), "测试", "2026-11-21T10:00:00+00:00", "0", [])


def test_numbers_equal_those_of_check_and_graph() -> None:
    run = lint(FILES, Settings())
    summary = data_of(FILES)["summary"]
    assert summary["notes"] == 4
    assert summary["findings"] == len(run.findings)
    assert summary["links"] == run.vault.graph.number_of_edges()
    assert summary["by_reason"] == [("观点一致", 1)]
    assert summary["broken"] == 2
    assert data_of(FILES)["oneway"] == [["01-博客/甲.md", "乙.md", "观点一致"]]


def test_positions_are_the_same_each_time() -> None:
    nodes = [f"{folder}/{index}" for folder in "ab" for index in range(50)]
    positions = seed_positions(nodes, lambda node: node[0])
    assert positions == seed_positions(nodes, lambda node: node[0])
    assert len(set(positions)) == 100


def test_json_cannot_leave_its_element() -> None:
    assert "<" not in as_json({"a": "</script>\u2028&"})
    assert json.loads(as_json({"a": "</script>\u2028&"})) == {"a": "</script>\u2028&"}


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = render_page(data_of(FILES))
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "default-src 'none'" in page
    assert "unsafe-inline" not in page


def test_trend_is_read_from_earlier_reports(tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    report.write_text(render_page(data_of(FILES)), encoding="utf-8")
    earlier = earlier_summaries([str(report), str(tmp_path / "missing.html")])
    assert [entry["notes"] for entry in earlier] == [4]


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    vault = write_files(tmp_path / "vault", FILES)
    report = tmp_path / "report.html"
    assert main(["report", "--root", str(vault), "-o", str(report), "--candidates"]) == 0
    opened = browser.new_page(locale="en-US")
    opened.faults = []
    opened.on("console", lambda message: message.type in ("error", "warning") and opened.faults.append(message.text))
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.on(
        "request", lambda request: request.url.startswith(("file:", "data:")) or opened.faults.append(request.url)
    )
    opened.goto(report.as_uri())
    yield opened
    assert opened.faults == []
    opened.close()


def test_overview_shows_the_numbers(page: Any) -> None:
    assert page.inner_text("#vault-name") == "vault"
    assert page.inner_text(".figure >> nth=0") == "4\nNotes"


def test_graph_settles_and_finds_a_note(page: Any) -> None:
    page.click("#tab-graph")
    page.wait_for_selector("#stage[data-layout=done]")
    page.fill("#graph-search", "甲")
    page.press("#graph-search", "Enter")
    assert page.inner_text("#details h3") == "甲文"
    assert "观点一致" in page.inner_text("#details")
    page.uncheck("#filter-kinds input >> nth=0")
    page.press("#stage", "Escape")


def test_findings_are_filtered_and_sorted(page: Any) -> None:
    page.click("#tab-findings")
    everything = page.locator("#panel-findings tbody tr").count()
    page.fill("#panel-findings input[type=search]", "乙.md")
    assert 0 < page.locator("#panel-findings tbody tr").count() < everything
    page.click("#panel-findings th button >> nth=3")
    assert page.get_attribute("#panel-findings th >> nth=3", "aria-sort") == "ascending"


def test_hostile_titles_are_text(page: Any) -> None:
    page.click("#tab-orphans")
    page.click("#tab-graph")
    page.wait_for_selector("#stage[data-layout=done]")
    page.fill("#graph-search", "onerror")
    page.press("#graph-search", "Enter")
    assert page.inner_text("#details h3") == HOSTILE
    assert page.evaluate("window.hacked === undefined", None) is True


def test_language_and_theme(page: Any) -> None:
    page.click("#language")
    assert page.inner_text("#tab-graph") == "图谱"
    page.click("#theme")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_tabs_by_keyboard(page: Any) -> None:
    page.focus("#tab-overview")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#tab-graph", "aria-selected") == "true"
