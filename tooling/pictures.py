"""Makes the pictures of the documentation anew, from what vaultlint really shows: `python -m tooling.pictures`.

It needs Chromium and playwright, and for the editor Neovim, pyte and vaultlint's extra `lsp`.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tooling.garden import CHINESE, ENGLISH, Garden, write_garden
from tooling.site import DOCS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = ROOT / "fixtures" / "vaults" / "llm-wiki"
TARGET = DOCS / "pictures"
_NOTE = "01-博客/茶馆/怎样泡一壶绿茶.md"
LIMIT = 150_000  # bytes of a picture
_FONT = "13.5px/1.4 'Noto Sans Mono CJK SC'"  # two columns of Latin are as wide as a Chinese character, as in terminals
# The colours that a terminal gives these codes, on white.
_COLOURS = {"31": "#c01c28", "32": "#1a7f37", "33": "#9a6700", "34": "#0550ae", "35": "#8250df", "36": "#1b7c83"}
_STYLES = {"1": "font-weight:bold", "2": "opacity:.65", **{code: f"color:{value}" for code, value in _COLOURS.items()}}


def printed(arguments: list[str], folder: Path, language: str, columns: int) -> str:
    """What vaultlint prints in a terminal with colours, in this folder."""
    settings = {"FORCE_COLOR": "1", "COLUMNS": str(columns), "VAULTLINT_LANG": language, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "vaultlint", *arguments]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **settings}, capture_output=True, check=False)
    return done.stdout.decode() + done.stderr.decode()


def terminal_page(command: str, output: str) -> str:
    """A page that shows a command and its output, with its colours, as a light terminal does."""
    shown = f"<b>$ {html.escape(command)}</b>\n{''.join(_spans(output.rstrip()))}"
    style = (
        f"margin:0;padding:16px 20px;background:#fff;color:#1f2328;font:{_FONT};display:inline-block;white-space:pre"
    )
    return f'<body style="margin:0"><pre id="shown" style="{style}">{shown}</pre></body>'


def _spans(output: str) -> Iterator[str]:
    """The output as HTML: text behind an escape sequence gets its style, until the next one."""
    style: list[str] = []
    for number, part in enumerate(re.split(r"\x1b\[([\d;]*)m", output)):
        if number % 2:
            codes = part.split(";")
            style = [] if codes in ([""], ["0"]) else [_STYLES[code] for code in codes if code in _STYLES]
        elif part:
            yield f'<span style="{";".join(style)}">{html.escape(part)}</span>' if style else html.escape(part)


def check_pictures(browser: Any, folder: Path) -> None:
    """`check.png` and `check.zh.png`: a note of the sample vault, in both languages."""
    vault = folder / "llm-wiki"
    shutil.copytree(SAMPLE, vault)
    for language, name in (("en", "check.png"), ("zh", "check.zh.png")):
        output = printed(["check", "--no-cache", _NOTE], vault, language, 100)
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.set_content(terminal_page(f"vaultlint check {_NOTE}", output))
        page.locator("#shown").screenshot(path=TARGET / name)
        page.close()


def report_pictures(browser: Any, folder: Path, language: str, garden: Garden) -> None:
    """`report.png` and `graph.jpg` in one language: a made-up vault."""
    vault = folder / language / ("菜园" if garden is CHINESE else "garden")
    write_garden(vault, garden)
    file = folder / f"report-{language}.html"
    printed(["report", "--root", str(vault), "--output", str(file)], vault, language, 100)
    page = browser.new_page(viewport={"width": 1200, "height": 760}, color_scheme="light")
    page.goto(file.as_uri())
    page.wait_for_timeout(2500)
    page.screenshot(path=TARGET / _named("report.png", language))
    page.goto(f"{file.as_uri()}#graph")
    page.wait_for_timeout(3000)
    page.screenshot(path=TARGET / _named("graph.jpg", language), type="jpeg", quality=80)
    page.close()


def _named(name: str, language: str) -> str:
    """The name of a picture in a language: `report.zh.png`."""
    stem, _, kind = name.partition(".")
    return name if language == "en" else f"{stem}.{language}.{kind}"


_NVIM = """
vim.o.termguicolors, vim.o.background, vim.o.number, vim.o.signcolumn = true, "light", true, "yes"
vim.o.swapfile, vim.o.showmode, vim.o.ruler, vim.o.laststatus, vim.o.shortmess = false, false, false, 2, "filnxtToOFI"
vim.o.fillchars = "eob: "
vim.cmd("highlight SignColumn guibg=NONE | highlight LineNr guifg=#8c959f")
vim.cmd("highlight DiagnosticError guifg=#c01c28 | highlight StatusLine guifg=#57606a guibg=#ffffff")
vim.api.nvim_create_autocmd("FileType", { pattern = "markdown", callback = function(event)
  local command = vim.fn.json_decode(vim.env.SERVER)
  local id = vim.lsp.start_client({ name = "vaultlint", cmd = command, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(event.buf, id)
end })
"""
_COLUMNS, _LINES = 104, 11


# What the notes for the editor are called and say, and what the screen shows once findings are there.
_KITCHENS = {
    "en": (
        (
            "Home",
            "# Home\n\nWhat grows this year, and what it needs.\n\n"
            "- [[Tomato]]\n- [[Tomatoes#Water]]\n- [[Tomatoes]]\n",
        ),
        ("Plants/Tomatoes", "# Tomatoes\n\n## Watering\n\nOne can a day.\n"),
        "there is no note",
    ),
    "zh": (
        ("首页", "# 首页\n\n今年种什么，要注意什么。\n\n- [[樱桃蕃茄]]\n- [[樱桃番茄#浇水方式]]\n- [[樱桃番茄]]\n"),
        ("植物/樱桃番茄", "# 樱桃番茄\n\n## 浇水方法\n\n每天一壶。\n"),
        "找不到笔记",
    ),
}


def editor_picture(browser: Any, folder: Path, language: str) -> None:
    """`editor.png` in one language: Neovim's screen with the findings; needs Neovim, pyte and the extra `lsp`."""
    vault = folder / f"kitchen-{language}"
    first, second, awaited = _KITCHENS[language]
    for name, text in (first, second):
        path = vault / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (vault / "vaultlint.toml").write_text("sections = []\n", encoding="utf-8")
    (folder / "init.lua").write_text(_NVIM, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1100, "height": 700})
    page.set_content(screen_page(neovim_screen(vault, folder / "init.lua", f"{first[0]}.md", language, awaited)))
    page.locator("#shown").screenshot(path=TARGET / _named("editor.png", language))
    page.close()


def neovim_screen(vault: Path, init: Path, note: str, language: str, awaited: str) -> Any:
    """The screen of Neovim, which speaks this language, in a terminal of its own, once findings are there."""
    import fcntl
    import pty
    import select
    import struct
    import termios
    import time

    import pyte

    screen = pyte.Screen(_COLUMNS, _LINES)
    stream = pyte.ByteStream(screen)
    server = json.dumps([sys.executable, "-m", "vaultlint", "server"])
    settings = {"TERM": "xterm-256color", "SERVER": server, "PYTHONPATH": str(ROOT), "VAULTLINT_LANG": language}
    child, handle = pty.fork()
    if child == 0:
        os.chdir(vault)
        os.execvpe("nvim", ["nvim", "--clean", "-u", str(init), note], {**os.environ, **settings})
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([handle], [], [], 0.5)[0]:
            stream.feed(os.read(handle, 65536))
        elif any(awaited in line.replace(" ", "") or awaited in line for line in screen.display):
            break
    os.write(handle, b":qa!\r")
    os.waitpid(child, 0)
    os.close(handle)
    return screen


def screen_page(screen: Any) -> str:
    """A page that shows the characters of a terminal's screen in their colours."""
    rows = []
    for number in range(screen.lines):
        cells = (screen.buffer[number][column] for column in range(screen.columns))
        rows.append("".join(_cell(cell) for cell in cells))
    style = (
        f"margin:0;padding:12px 16px;background:#fff;color:#1f2328;font:{_FONT};display:inline-block;white-space:pre"
    )
    return f'<body style="margin:0"><pre id="shown" style="{style}">{chr(10).join(rows)}</pre></body>'


def _cell(cell: Any) -> str:
    """A character of the screen as HTML."""
    before, behind = (_hex(cell.fg, "#1f2328"), _hex(cell.bg, "#fff"))
    if cell.reverse:
        before, behind = behind, before
    marks = f"color:{before};background:{behind}" + (";font-weight:bold" if cell.bold else "")
    marks += ";text-decoration:underline" if cell.underscore else ""
    return f'<span style="{marks}">{html.escape(cell.data)}</span>'


def _hex(colour: str, default: str) -> str:
    """A colour of pyte in CSS."""
    if colour == "default":
        return default
    return f"#{colour}" if re.fullmatch("[0-9a-f]{6}", colour) else colour


def main() -> None:
    """Make all of them; a picture that is too large is a fault."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as started:
        flags = ["--no-sandbox", "--disable-lcd-text", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        browser = started.chromium.launch(executable_path=program, args=flags)
        check_pictures(browser, Path(temporary))
        for language, garden in (("en", ENGLISH), ("zh", CHINESE)):
            report_pictures(browser, Path(temporary), language, garden)
            editor_picture(browser, Path(temporary), language)
        browser.close()
    for path in sorted(TARGET.iterdir()):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
        if path.stat().st_size > LIMIT:
            raise SystemExit(f"{path.name} is larger than {LIMIT:,} bytes")


if __name__ == "__main__":
    main()
