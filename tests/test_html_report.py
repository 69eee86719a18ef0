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
from vaultlint.finding import Severity
from vaultlint.report.html.data import report_data
from vaultlint.report.html.page import as_json, render_page
from vaultlint.settings import Settings
from vaultlint.vault.graph import build_graph

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
    assert summary["links"] == build_graph(run.vault).number_of_edges()
    assert summary["by_reason"] == [("观点一致", 1)]
    assert summary["broken"] == 2
    data = data_of(FILES)
    assert [[data["paths"][a], data["paths"][b], reason] for a, b, reason in data["oneway"]] == [
        ["01-博客/甲.md", "乙.md", "观点一致"]
    ]


def test_no_finding_is_cut() -> None:
    files: dict[str, str | bytes] = {f"{number}.md": "[[Nowhere]] [[Nothing]]\n" * 30 for number in range(100)}
    data = data_of(files)
    found = data["findings"]
    assert len(found["path"]) == data["summary"]["findings"] >= 6000
    assert {data["paths"][row] for row in found["path"]} == set(files)
    assert len(found["messages"]) < 10  # what repeats is packed


def test_verdict_counts_and_says_where_to_start() -> None:
    run = lint(FILES, Settings())
    verdict = data_of(FILES)["verdict"]
    erroneous = {finding.path for finding in run.findings if finding.severity is Severity.ERROR}
    assert verdict["sound"] == len(run.vault.notes) - len(erroneous)
    rule, severity, count, notes, _ = verdict["steps"][0]
    found = [finding for finding in run.findings if finding.rule == rule]
    assert (severity, count, notes) == (3, len(found), len({finding.path for finding in found}))


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
        "request",
        lambda request: request.url.startswith(("file:", "data:", "blob:null")) or opened.faults.append(request.url),
    )
    opened.goto(report.as_uri())
    yield opened
    assert opened.faults == []
    opened.close()


def test_overview_shows_the_numbers(page: Any) -> None:
    assert page.inner_text("#vault-name") == "vault"
    assert page.inner_text(".figure:has-text('Notes') >> nth=1") == "4\nNotes"
    assert "notes of 4" in page.inner_text(".verdict") or "note of 4" in page.inner_text(".verdict")


def test_graph_settles_and_finds_a_note(page: Any) -> None:
    page.click("#tab-graph")
    page.wait_for_selector("#stage[data-layout=done]")
    page.fill("#graph-search", "甲")
    page.press("#graph-search", "Enter")
    assert page.inner_text("#details h3") == "甲文"
    assert "观点一致" in page.inner_text("#details")
    page.uncheck("#filter-kinds input >> nth=0")
    page.press("#pictures", "Escape")


def test_the_same_vault_gives_the_same_picture(page: Any) -> None:
    places = "ARRANGED.then(places => [...places].map(Math.round))"
    first = page.evaluate(places)
    page.reload()
    assert page.evaluate(places) == first
    assert len(set(zip(first[::2], first[1::2], strict=True))) == page.evaluate("DATA.drawn.length")


def test_numbers_and_bars_filter_the_findings(page: Any) -> None:
    page.click(".figure.error >> nth=0")
    assert page.is_visible("#panel-findings")
    assert set(page.locator("#panel-findings tbody .severity").all_inner_texts()) == {"error"}
    page.go_back()
    rule = page.inner_text(".step >> nth=0 >> css=code")
    page.click(".step >> nth=0")
    assert set(page.locator("#panel-findings tbody code").all_inner_texts()) == {rule}


def test_a_note_has_a_page(page: Any) -> None:
    page.click("#tab-hubs")
    page.click("#panel-hubs a:has-text('甲.md')")
    assert page.inner_text("#panel-note h2") == "甲文"
    assert "观点一致" in page.inner_text("#panel-note .links >> nth=1")
    assert page.locator("#panel-note svg.around circle").count() > 1
    page.select_option("#panel-note .local select", "2")
    page.click("#panel-note .links a:has-text('乙')")
    assert page.inner_text("#panel-note .path").startswith("乙.md")


def test_attachments_are_shown_on_demand(page: Any) -> None:
    page.click("#tab-graph")
    page.wait_for_selector("#stage[data-layout=done]")
    assert page.evaluate("graph.marks.attachments") is False


def test_a_phone_has_one_line_of_header_and_lists(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("#tab-findings")
    assert page.evaluate("document.querySelector('header').offsetHeight") < 60
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("getComputedStyle(document.querySelector('#panel-findings tbody tr')).display") == "block"


def test_print_keeps_colours_and_names_each_panel(page: Any) -> None:
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("getComputedStyle(document.querySelector('.fill')).printColorAdjust") == "exact"
    shown = page.locator(".panel h2.title:visible").all_inner_texts()
    assert {"Overview", "Findings", "Unresolved"} <= set(shown)
    assert "Graph" not in shown
    assert "Candidates" not in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(browser: Any, page: Any, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, locale="en-US")
    opened = context.new_page()
    opened.goto(page.url)
    for tab in ("overview", "graph", "findings", "hubs", "missing", "oneway", "candidates"):
        opened.click(f"#tab-{tab}")
        found = axe.Axe().run(opened).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], tab
    opened.evaluate("openNote(NOTES[0])")
    opened.wait_for_selector("#panel-note.open")
    assert [each["id"] for each in axe.Axe().run(opened).response["violations"]] == []
    context.close()


def test_a_direction_override_is_shown(browser: Any, tmp_path: Path) -> None:
    vault = write_files(tmp_path / "vault", {"a\u202ecod.md": "[[Nowhere]]\n"})
    report = tmp_path / "report.html"
    assert main(["report", "--root", str(vault), "-o", str(report)]) == 0
    opened = browser.new_page(locale="en-US")
    opened.goto(report.as_uri() + "#findings")
    assert "a⟨U+202E⟩cod.md" in opened.inner_text("#panel-findings tbody")
    assert "\u202e" not in opened.inner_text("body")
    opened.close()


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
    assert page.inner_text("#tab-graph") == "关系图谱"
    page.click("#theme")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_tabs_by_keyboard(page: Any) -> None:
    page.focus("#tab-overview")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#tab-graph", "aria-selected") == "true"
