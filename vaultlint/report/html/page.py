"""The page itself: markup, styles, scripts and data in one file, under a strict Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import Any

from vaultlint.lazy_regex import lazy_regex

_SCRIPTS = (
    "assets/words.js",
    "assets/dom.js",
    "assets/data.js",
    "assets/layout.js",
    "assets/charts.js",
    "assets/table.js",
    "assets/canvas.js",
    "assets/graph.js",
    "assets/note.js",
    "assets/overview.js",
    "assets/app.js",
)
_ESCAPED = lazy_regex("[<>&\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_SUMMARY = lazy_regex(r'<script type="application/json" id="trend">(.*?)</script>', re.DOTALL)


def render_page(data: dict[str, Any]) -> str:
    """The report as one HTML file."""
    style = _asset("assets/style.css")
    script = "\n".join(_asset(name) for name in _SCRIPTS)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "img-src data:",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    page = _asset("assets/page.html")
    trend = data.pop("trend")
    parts = {"POLICY": policy, "STYLE": style, "DATA": as_json(data), "TREND": as_json(trend), "SCRIPT": script}
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], page)


def as_json(value: Any) -> str:
    """JSON that can stand in a `<script>` element: no `<`, and nothing that ends a line for JavaScript.

    Marks that turn the direction of text do not turn that of the page's source; what shows them names them.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode(errors="replace").decode()


def read_trend(page: str) -> list[dict[str, Any]]:
    """The summaries that an earlier report holds, oldest first; none where the text is not a report."""
    match = _SUMMARY.search(page)
    try:
        loaded = json.loads(match[1]) if match else []
    except (ValueError, RecursionError):
        return []
    return (
        [entry for entry in loaded if isinstance(entry, dict) and isinstance(entry.get("generated"), str)]
        if isinstance(loaded, list)
        else []
    )


def _asset(name: str) -> str:
    return files("vaultlint.report.html").joinpath(name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
