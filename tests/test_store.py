"""The cache never changes a result: cached runs print what uncached ones print, whatever happened in between."""

from __future__ import annotations

import io
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.git_vault import ENVIRONMENT
from vaultlint.cli import choose_rules
from vaultlint.cli.main import main
from vaultlint.workspace.workspace import Workspace

NAMES = ["甲", "乙", "sub/丙", "sub/deep/丁", "Agent"]
LINES = [
    "[[甲]] and [[乙#小节]]",
    "![[图.png]]",
    "[[sub/丙|丙]]；关联理由：引用；说明：一句话。",
    "- [[丁]]",
    "* 列表",
    "**中文：**后文",
    "text with ^block-1",
    "[[Agent#^block-1]]",
    "%% vaultlint-ignore broken-link %%",
    "%% vaultlint-ignore trailing-space %%",
    "[[nowhere]]",
    "trailing  \u3000",
    "```",
    "## 小节",
    "## 中文abc小节",
    "## 相关文档",
    "- [[甲]]；关联理由：引用；说明：同一句话。",
    "## 关联主题",
    "- [[00-元语/Agent]]",
]


def text(chance: random.Random) -> str:
    front = chance.choice(["", "---\ntitle: 题\n---\n\n", "---\naliases: [别名]\n---\n\n", "---\ntitle: [\n---\n"])
    return front + "\n".join(chance.choices(LINES, k=chance.randint(1, 12))) + chance.choice(["", "\n"])


def change(vault: Path, chance: random.Random) -> None:
    """Something that people and programs do to the files of a vault."""
    notes = sorted(vault.rglob("*.md"))
    kind = chance.randint(0, 8)
    note = chance.choice(notes) if notes else None
    if kind <= 2 or note is None:
        path = vault / (chance.choice(NAMES) + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(chance), encoding="utf-8")
    elif kind == 3:
        note.unlink()
    elif kind == 4:
        note.rename(note.with_name(f"新{chance.randint(0, 3)}.md"))
    elif kind == 5:
        os.utime(note)
    elif kind == 6:  # another content of the same size, with the old modification time
        status, data = note.stat(), note.read_bytes()
        note.write_bytes(data.replace(b"[[", b"{{") if b"[[" in data else data[::-1])
        os.utime(note, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif kind == 7:
        note.write_text(note.read_text(encoding="utf-8", errors="replace") + "\n新的一行。\n", encoding="utf-8")
    else:
        (vault / "图.png").write_bytes(b"x") if chance.random() < 0.5 else (vault / "图.png").unlink(missing_ok=True)


def check(vault: Path, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, list[str]]:
    status = main(["check", "--root", str(vault), *options])
    said = capfd.readouterr()
    return status, said.out, [line.rpartition("(")[0] for line in said.err.splitlines()]


@pytest.fixture(autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(params=range(12))
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.param)


def test_cached_equals_uncached(tmp_path: Path, chance: random.Random, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".obsidian").mkdir()
    for _ in range(6):
        change(tmp_path, chance)
    for _ in range(12):
        for _ in range(chance.randint(0, 3)):
            change(tmp_path, chance)
        output_format = chance.choice(["full", "full", "concise", "json", "sarif", "grouped", "rdjson", "junit"])
        cached = check(tmp_path, capfd, "--output-format", output_format)
        assert cached == check(tmp_path, capfd, "--output-format", output_format, "--no-cache")


def test_more_formats_than_are_kept(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A report is printed again from its pieces only as long as these are kept."""
    formats = [["--output-format", name] for name in ("json", "full", "concise", "grouped", "json-lines", "gitlab")]
    formats += [["--severity", "warning"], ["--severity", "error"]]
    for options in formats * 2:
        assert check(vault, capfd, *options) == check(vault, capfd, *options, "--no-cache")


HEADINGS = ["小节", "中文abc小节", "部分", "相关文档", "关联主题"]
TARGETS = [*NAMES, "sub/Agent", "other/甲", "nowhere", "Agnet", "别名", "别名2"]
TARGETS += ["agent", "./丙", "../甲", "%E7%94%B2", "甲｜x"]
SETTINGS = [
    "",
    '[topics]\nfolder = "00-元语"\n',
    '[lint]\nextend-select = ["all"]\n',
    '[lint]\nextend-select = ["stale-display", "link-style", "markdown-link-to-note"]\n',
    '[lint.per-path-ignores]\n"sub/**" = ["broken-link"]\n',
]


def linking_line(chance: random.Random) -> str:
    """A line that other notes see, or that looks at other notes."""
    target, heading = chance.choice(TARGETS), chance.choice([*HEADINGS, "小 节", "^b1", "^b2", "部分#小节"])
    relation = f"关联理由：{chance.choice(['引用', '对比', '上位', '下位'])}；说明：同一句话{chance.randint(0, 2)}。"
    lines = [f"[[{target}]]", f"一段 [[{target}#{heading}]]", f"[[#{heading}]]", f"![[{target}]]", f"[[{target}|显示]]"]
    lines += [f"## {heading}", f"### {heading}", f"文字 ^b{chance.randint(1, 2)}", f"- [[{target}]]；{relation}"]
    lines += [f"[m]({target}.md#{heading})", "%% vaultlint-ignore broken-heading %%", "#标签 #Agent", "```", "新的一行"]
    return chance.choice(lines)


def edit_line(vault: Path, chance: random.Random) -> None:
    """One line of a note comes, goes or becomes another one; sometimes its properties do."""
    note = chance.choice(sorted(vault.rglob("*.md")))
    lines = note.read_text(encoding="utf-8").split("\n")
    index = chance.randrange(len(lines))
    kind = chance.randint(0, 7)
    if kind == 0:
        lines[:0] = ["---", chance.choice(["title: 题", "aliases: [别名]", "aliases: [别名2]"]), "---", ""]
    elif kind <= 2:
        del lines[index]
    else:
        lines[index : index + kind // 5] = [linking_line(chance)]
    note.write_text("\n".join(lines), encoding="utf-8")


def test_judging_again_only_what_a_change_concerns(
    tmp_path: Path, chance: random.Random, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".obsidian").mkdir()
    settings = chance.choice(SETTINGS)
    (tmp_path / "vaultlint.toml").write_text(settings, encoding="utf-8")
    for name in [*NAMES, "sub/Agent", "other/甲", "00-元语/标签", "sub/a[1]", "sub/nul/aux", "sub/nul/β⼀"]:
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([linking_line(chance) for _ in range(6)]), encoding="utf-8")
    for _ in range(15):
        edit_line(tmp_path, chance)
        if chance.random() < 0.1:
            change(tmp_path, chance)
        assert check(tmp_path, capfd) == check(tmp_path, capfd, "--no-cache")


@pytest.fixture
def vault(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / ".obsidian").mkdir()
    chance = random.Random(1)
    for name in NAMES:
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(chance), encoding="utf-8")
    check(tmp_path, capfd)
    return tmp_path


def cache_files(_vault: Path) -> list[Path]:
    return sorted(Path(os.environ["VAULTLINT_CACHE_DIR"]).glob("vault-*.sqlite"))


def damage_bytes(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[200:4000] = b"\x00\xff" * 1900
    file.write_bytes(data)


def damage_rows(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("update memos set value = x'00ff'")
        connection.execute("update notes set value = value || x'00' where name like '%:state'")


def damage_blocks(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("update blocks set value = substr(value, 1, 9) || x'01' || substr(value, 11)")


def exchange_blocks(file: Path) -> None:
    """What a damaged index does: a block of another ledger is found, and is whole."""
    with sqlite3.connect(file) as connection:
        rows = connection.execute("select ledger, number, value from blocks order by number, ledger").fetchall()
        for (ledger, number, _), (*_, value) in zip(rows, [*rows[1:], rows[0]], strict=True):
            connection.execute("update blocks set value = ? where ledger = ? and number = ?", (value, ledger, number))


def exchange_notes(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        rows = connection.execute("select name, value from notes where name like '%:%' order by name").fetchall()
        for (name, _), (_, value) in zip(rows, [*rows[1:], rows[0]], strict=True):
            connection.execute("update notes set value = ? where name = ?", (value, name))


def lose_blocks(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("delete from blocks where number > 0")


DAMAGE = {
    "truncated": lambda file: file.write_bytes(file.read_bytes()[:3000]),
    "empty": lambda file: file.write_bytes(b""),
    "foreign": lambda file: file.write_bytes(b"this is no database, but somebody's text\n" * 200),
    "bytes": damage_bytes,
    "rows": damage_rows,
    "blocks": damage_blocks,
    "exchanged blocks": exchange_blocks,
    "exchanged notes": exchange_notes,
    "lost": lose_blocks,
    "deleted": lambda file: file.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_ignored_and_made_again(vault: Path, damage, capfd: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    wanted = check(vault, capfd, "--no-cache")
    for file in cache_files(vault):
        damage(file)
    assert check(vault, capfd) == wanted
    assert check(vault, capfd) == wanted
    with (vault / "甲.md").open("a", encoding="utf-8") as note:
        note.write("\n[[乙]] [[nowhere else]]\n")
    for file in cache_files(vault):
        damage(file)
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")


def test_another_setting_has_another_cache(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    everything = check(vault, capfd)
    only = check(vault, capfd, "--select", "broken-link")
    assert only == check(vault, capfd, "--select", "broken-link", "--no-cache")
    assert check(vault, capfd) == everything


def test_nothing_heavy_is_imported_when_nothing_changed(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    old = list(vault.rglob("*.md"))
    for path in old:  # so that the times of the files are older than the run that is remembered
        os.utime(path, ns=(1, 1))
    check(vault, capfd)
    program = (
        "import sys, time; time.sleep(0.1)\nfrom vaultlint.cli.main import main\n"
        f"main(['check', '--root', {str(vault)!r}]); main(['check', '--root', {str(vault)!r}])\n"
        "heavy = [name for name in ('pyromark', 'yaml', 'networkx', 'rapidfuzz') if name in sys.modules]\n"
        "print(heavy, file=sys.stderr)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", program.replace(f"main(['check', '--root', {str(vault)!r}]); ", "", 1)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_two_runs_at_once(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wanted = check(vault, capfd, "--no-cache")
    command = [sys.executable, "-m", "vaultlint", "check", "--root", str(vault)]
    for file in cache_files(vault):
        file.unlink()
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(3)
    ]
    outputs = [process.communicate()[0] for process in running]
    assert outputs == [wanted[1]] * 3
    assert check(vault, capfd) == wanted


def test_a_gitignore_that_is_a_symlink_to_nothing(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wanted = check(vault, capfd)
    (vault / ".gitignore").symlink_to(vault / "nothing")
    assert check(vault, capfd) == check(vault, capfd, "--no-cache") == wanted


def test_an_excluded_note_that_is_still_a_file_with_findings(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    note = vault / "agent.md"  # beside Agent.md
    note.write_text("## 小节\n\n[[nowhere]]\n", encoding="utf-8")
    check(vault, capfd)
    (vault / ".gitignore").write_text("/agent.md\n")
    check(vault, capfd)
    make_older(vault)
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")
    note.write_text("## 小节\n\n[[nowhere else]]\n", encoding="utf-8")
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")


def make_older(vault: Path) -> None:
    """Make the files older than the run that is remembered, as if time had passed."""
    time.sleep(0.1)
    check_quietly(vault)


def check_quietly(vault: Path) -> None:
    subprocess.run([sys.executable, "-m", "vaultlint", "check", "-q", "--root", str(vault)], capture_output=True)


def test_a_run_that_ends_after_a_later_one(
    vault: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, note = vault / "目标.md", vault / "来源.md"
    target.write_text("## 标题\n", encoding="utf-8")
    note.write_text("[[目标#标题]]\n", encoding="utf-8")
    check(vault, capfd)
    note.write_text("还是 [[目标#标题]]\n", encoding="utf-8")
    (vault / "新.md").write_text("新\n", encoding="utf-8")
    save = Workspace.save

    def save_late(*arguments: Any) -> None:
        monkeypatch.setattr(Workspace, "save", save)
        target.write_text("## 另外\n", encoding="utf-8")
        check_quietly(vault)
        save(*arguments)

    monkeypatch.setattr(Workspace, "save", save_late)
    check(vault, capfd)
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")


def test_a_hidden_file_comes_and_goes(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hidden = vault / ".trash" / "旧.md"
    hidden.parent.mkdir()
    (vault / "甲.md").write_text("[[.trash/旧]]\n", encoding="utf-8")
    without = check(vault, capfd)
    make_older(vault)
    hidden.write_text("旧\n", encoding="utf-8")
    assert check(vault, capfd) == check(vault, capfd, "--no-cache") != without
    hidden.unlink()
    (vault / "乙.md").write_text("改\n", encoding="utf-8")  # judged with few other notes
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A. Writer", "-c", "user.email=writer@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)


@pytest.mark.parametrize("linked", [False, True], ids=["folder", "linked working tree"])
def test_git_forgets_a_rename(tmp_path: Path, linked: bool, capfd: pytest.CaptureFixture[str]) -> None:
    top = tmp_path / "repository"
    note = top / "vault" / "旧.md"
    (top / "vault" / ".obsidian").mkdir(parents=True)
    note.write_text("一段话。\n" * 9, encoding="utf-8")
    (top / "vault" / "链.md").write_text("[[旧]]\n", encoding="utf-8")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    if linked:
        git(top, "worktree", "add", "-q", str(tmp_path / "linked"))
        top = tmp_path / "linked"
    vault = top / "vault"
    git(top, "mv", "vault/旧.md", "vault/新.md")
    renamed = check(vault, capfd)
    assert "新.md" in renamed[1]
    make_older(vault)
    git(top, "checkout", "-q", "--orphan", "other")
    git(top, "commit", "-qm", "another beginning")
    assert check(vault, capfd) == check(vault, capfd, "--no-cache") != renamed


@pytest.mark.parametrize("file", [".gitignore", ".git/info/exclude"])
def test_git_ignores_a_renamed_note(tmp_path: Path, file: str, capfd: pytest.CaptureFixture[str]) -> None:
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / "旧.md").write_text("一段话。\n" * 9, encoding="utf-8")
    (vault / "链.md").write_text("[[旧]]\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    (vault / "旧.md").rename(vault / "新.md")
    renamed = check(vault, capfd)
    make_older(vault)
    (tmp_path / file).write_text("新.md\n", encoding="utf-8")
    assert check(vault, capfd) == check(vault, capfd, "--no-cache") != renamed


def test_a_place_in_another_note_moves_to_another_line(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = vault / "目标.md"
    target.write_text("一 二\n\n## 小节\n", encoding="utf-8")
    (vault / "来源.md").write_text("[[目标#部分#小节]]\n", encoding="utf-8")
    check(vault, capfd)
    target.write_text("一\n二\n\n## 小节\n", encoding="utf-8")
    (vault / "新.md").write_text("新\n", encoding="utf-8")  # so that all is judged again
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")
    (vault / ".gitignore").write_text("目标.md\n", encoding="utf-8")
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")


def damage_a_page(file: Path, page: int, data: bytes) -> None:
    content = bytearray(file.read_bytes())
    content[page * 4096 : page * 4096 + len(data)] = data
    file.write_bytes(content)


@pytest.mark.parametrize("data", [bytes(4096), b"\xff" * 12], ids=["nothing", "another beginning"])
def test_any_damaged_page(vault: Path, data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(30):
        (vault / f"{number}.md").write_text("[[nowhere]]  \n" * 20, encoding="utf-8")
    wanted = check(vault, capfd)
    make_older(vault)
    [file] = cache_files(vault)
    whole = file.read_bytes()
    for page in range(0, len(whole) // 4096, 9):
        file.write_bytes(whole)
        damage_a_page(file, page, data)
        assert check(vault, capfd) == wanted
        assert check(vault, capfd) == wanted


def test_settings_that_change_while_they_are_read(
    vault: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, settings_for = vault / "vaultlint.toml", choose_rules.settings_for
    settings.write_text('[lint]\nselect = ["broken-link"]\n')

    def settings_of_another_moment(*arguments: Any) -> Any:
        settings.write_text('[lint]\nselect = ["all"]\n')
        return settings_for(*arguments)

    monkeypatch.setattr(choose_rules, "settings_for", settings_of_another_moment)
    (vault / "甲.md").write_text("[[甲]] [[nowhere]]\n", encoding="utf-8")
    check(vault, capfd)
    monkeypatch.undo()
    settings.write_text('[lint]\nselect = ["broken-link"]\n')
    assert check(vault, capfd) == check(vault, capfd, "--no-cache")


def test_a_note_on_the_standard_input_comes_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a check for an editor stores of the other notes is what they have, before and after one is saved."""
    (tmp_path / "a.md").write_text("[[nowhere]]\n")
    (tmp_path / "b.md").write_text("fine\n")
    for saved in ("[[nowhere]]\n", "[[nowhere]] [[else]]\n"):
        (tmp_path / "a.md").write_text(saved)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"fine\n")))
        assert main(["check", "--root", str(tmp_path), "--stdin-filename", str(tmp_path / "b.md"), "-"]) == 0
        capsys.readouterr()
        assert main(["check", "--root", str(tmp_path), "--output-format", "concise"]) == 1
        assert capsys.readouterr().out.count("broken-link") == saved.count("[[")
