"""A hostile vault: nothing of it is run, nothing outside of it is read, shown or written (see docs/trust.md)."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import vaultlint
from tests.git_vault import GitVault, Result, run
from tests.helpers import write_files
from tests.hostile import HARDENED, Hostile

PACKAGE = Path(vaultlint.__file__).parent
COMMANDS = (
    ["check", "--no-cache"],
    ["check"],
    ["check", "--since", "HEAD~1"],
    ["check", "--staged", "--since", "HEAD"],
    ["check", "--tracked"],
    ["fix", "--diff"],
    ["baseline", "--baseline", "b.json"],
    ["graph"],
    ["suggest"],
    ["report", "-o", "r.html"],
    ["fix"],
    ["rename", "B.md", "C.md"],
    ["undo"],
)


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    return Hostile(tmp_path)


def test_only_git_with_all_options_is_started(hostile: Hostile) -> None:
    for command in COMMANDS:
        done = hostile.vaultlint(*command)
        assert done.status in (0, 1), (command, done.err)
        assert not hostile.trap.exists(), command
    git_dir = str(hostile.vault.folder / ".git")
    rows = [line.split("\x1f") for line in hostile.records.read_text().splitlines()]
    assert len(rows) > 20
    for where, protocol, cwd, *arguments in rows:
        assert protocol == "none"
        assert all(word in arguments[: 2 + 2 * 20] for word in HARDENED), arguments
        # only who owns the repository is asked without naming it, and beside its `.git`
        assert where == git_dir or (cwd == str(hostile.vault.folder) and "--is-shallow-repository" in arguments)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("command", [["check", "--since", "HEAD~1"], ["fix"]], ids=" ".join)
def test_what_is_started_and_written(hostile: Hostile, command: list[str], tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    calls = "trace=execve,open,openat,creat,unlink,unlinkat,rename,renameat,renameat2"
    done = hostile.vaultlint(*command, before=("strace", "-f", "-qq", "-e", calls, "-o", str(trace)))
    if "ptrace" in done.err:
        pytest.skip("processes may not be traced here")
    allowed = [str(path) for path in (hostile.vault.folder, *hostile.own, hostile.records, "/dev/")]
    for line in trace.read_text(errors="replace").splitlines():
        if " = -1 " in line or "(" not in line:
            continue
        call = line.split("(")[0].split()[-1]
        if call == "execve":
            program = line.split('"')[1]
            assert os.path.basename(program).startswith(("git", "python", "sh", "strace")), line
        elif not call.startswith("open") or re.search("O_WRONLY|O_RDWR|O_CREAT", line):
            for path in re.findall('"(.*?)"', line):
                assert not path.startswith("/") or path.startswith(tuple(allowed)), line
    assert not hostile.trap.exists()


class TestPartialClone:
    """What a partial clone lacks is an error that says what to fetch; nothing is fetched."""

    @pytest.fixture
    def clone(self, tmp_path: Path) -> Path:
        vault = GitVault(tmp_path / "origin")
        vault.git("config", "uploadpack.allowFilter", "true")
        vault.commit({"vaultlint.toml": "sections = []\n", "N.md": "[[nowhere]]\n", "M.md": "old\n" * 30})
        (vault.folder / "M.md").rename(vault.folder / "K.md")
        vault.commit({"N.md": "[[nowhere]] and more\n", "K.md": "old\n" * 30 + "new\n"})
        run(["git", "clone", "-q", "--filter=blob:none", vault.folder.as_uri(), "clone"], tmp_path)
        trap = f"touch {tmp_path}/PWNED; git-upload-pack"
        run(["git", "config", "remote.origin.uploadpack", trap], tmp_path / "clone")
        return tmp_path / "clone"

    def test_the_old_side_is_not_here(self, clone: Path) -> None:
        done = run([sys.executable, "-m", "vaultlint", "check", "--no-cache", "--since", "HEAD~1"], clone)
        assert (done.status, done.out) == (2, "")
        assert (
            "does not have the content of `M.md` and 1 more" in done.err
            and "git fetch --refetch --no-filter" in done.err
        )
        assert not (clone.parent / "PWNED").exists()

    def test_a_plain_check_fetches_nothing(self, clone: Path) -> None:
        objects = sorted(path.name for path in (clone / ".git" / "objects").rglob("*"))
        done = run([sys.executable, "-m", "vaultlint", "check", "--no-cache", "-q"], clone)
        assert done.status == 1
        assert sorted(path.name for path in (clone / ".git" / "objects").rglob("*")) == objects
        assert not (clone.parent / "PWNED").exists()


class TestSymlinks:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        outside = write_files(tmp_path / "outside", {"secret.md": "##key of somebody\n", "more/Shared.md": "[[x]]\n"})
        files = {"vaultlint.toml": "sections = []\n", "N.md": "[[secret]] [[Shared]] [[more/Shared]] [[top/no]]\n"}
        root = write_files(tmp_path / "vault", {**files, "top/a.md": "x\n"})
        (root / "secret.md").symlink_to(outside / "secret.md")
        (root / "more").symlink_to(outside / "more")
        (root / "pipe.md").symlink_to("/dev/zero")
        return root

    def check(self, root: Path, *arguments: str, **extra: str) -> Result:
        command = [sys.executable, "-m", "vaultlint", "check", "--no-cache", "--output-format", "concise", *arguments]
        return run(command, root, **extra)

    def test_what_leads_out_is_a_name(self, root: Path) -> None:
        done = self.check(root)
        assert done.lines == [
            "N.md:1:41: error broken-link: there is no note `top/no`: correct the link, or create the note"
        ]
        assert "Left out: 1 note by symlinks that lead out of the vault." in done.err
        assert "Not looked into: more/, a symlink that leads out of the vault." in done.err

    @pytest.mark.parametrize("way", ["option", "variable", "settings"])
    def test_a_person_may_follow_them(self, root: Path, way: str) -> None:
        config = write_files(root.parent / "own", {"vaultlint.toml": "follow-symlinks = true\n"})
        extra = {"variable": {"VAULTLINT_FOLLOW_SYMLINKS": "1"}, "settings": {"VAULTLINT_CONFIG_DIR": str(config)}}
        done = self.check(root, *(["--follow-symlinks"] if way == "option" else []), **extra.get(way, {}))
        assert "more/Shared.md:1:3: error broken-link" in done.out and "Not looked into" not in done.err

    def test_a_vault_may_not(self, root: Path) -> None:
        (root / "vaultlint.toml").write_text("follow-symlinks = true\n")
        assert self.check(root).status == 2

    def test_fix_writes_nothing_there(self, root: Path) -> None:
        before = (root / "secret.md").read_text()
        command = [sys.executable, "-m", "vaultlint", "fix", "--unsafe-fixes", "secret.md"]
        assert run(command, root).status == 2
        assert (root / "secret.md").is_symlink() and (root / "secret.md").read_text() == before

    def test_what_is_followed_is_read_only(self, root: Path) -> None:
        (root / "N.md").write_text("a \n")
        before = (root / "secret.md").read_text()
        select = ("--select", "trailing-space,heading-marker-space", "--unsafe-fixes")
        done = run([sys.executable, "-m", "vaultlint", "fix", "--follow-symlinks", *select], root)
        assert done.status == 1 and "secret.md:1:1" in done.out
        assert ((root / "N.md").read_text(), (root / "secret.md").read_text()) == ("a\n", before)

    def test_settings_do_not_come_from_outside(self, root: Path) -> None:
        (root / "vaultlint.toml").rename(root.parent / "other.toml")
        (root / "vaultlint.toml").symlink_to(root.parent / "other.toml")
        done = self.check(root)
        assert done.status == 2 and "vaultlint.toml leads out of the vault: name it with `--config`" in done.err
        assert self.check(root, "--config", "vaultlint.toml").status == 1


class TestIgnored:
    def test_what_git_tracks_is_linted(self, tmp_path: Path) -> None:
        vault = GitVault(tmp_path / "v", cache=True)
        vault.commit({"vaultlint.toml": "sections = []\n", "A.md": "[[nowhere]]\n", "B.md": "fine\n"})
        vault.write({".gitignore": "A.md\nC.md\n", "C.md": "[[nowhere]]\n"})
        own = {"VAULTLINT_CACHE_DIR": str(tmp_path / "cache")}
        for arguments in ((), ("--tracked",), ("--no-cache",)):
            assert [line[:4] for line in vault.check(*arguments, **own)] == ["A.md"], arguments
        vault.git("add", "-f", "C.md")
        assert [line[:4] for line in vault.check(**own)] == ["A.md", "C.md"]
        vault.git("rm", "-q", "--cached", "A.md")
        assert [line[:4] for line in vault.check(**own)] == ["C.md"]


class TestLogs:
    NOTE = "# n\n\n[[##[add-mask]x]]\n\n ::error::y\n\n##z ##[error]z \n"

    def files(self, root: Path) -> Path:
        return write_files(root, {"vaultlint.toml": "sections = []\n", "::add-mask::n.md": self.NOTE})

    @pytest.mark.parametrize("name", ["full", "concise", "grouped", "json", "sarif", "junit", "markdown", "rdjson"])
    def test_no_line_is_a_command(self, tmp_path: Path, name: str) -> None:
        command = [sys.executable, "-m", "vaultlint", "check", "--select", "all", "--output-format", name, "--no-cache"]
        done = run(command, self.files(tmp_path), GITHUB_ACTIONS="true")
        text = done.out + done.err
        assert done.status == 1 and "##[" not in text
        assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]

    def test_configuration_errors(self, tmp_path: Path) -> None:
        (tmp_path / "vaultlint.toml").write_text('select = ["x\\n::error::y\\u202e ##[error]z"]\n')
        done = run([sys.executable, "-m", "vaultlint", "check"], tmp_path, GITHUB_ACTIONS="true")
        assert done.status == 2 and "##[" not in done.err and "\u202e" not in done.err
        assert not [line for line in done.err.splitlines() if line.lstrip().startswith("::")]

    def test_a_diff_stays_as_it_is_and_nobody_obeys_it(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "vaultlint", "fix", "--diff", "--select", "trailing-space", "-q"]
        first, *lines, last = run(command, self.files(tmp_path), GITHUB_ACTIONS="true").lines
        assert first.startswith("::stop-commands::") and last == first.replace("::stop-commands", "") + "::"
        assert any(line.startswith("  ::error::") for line in lines)


HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    "command",
    [
        ["rename", "A", "B", "--dry-run"],
        ["rename", "A", "B"],
        ["undo", "--dry-run"],
        ["graph", "--output-format", "graphml"],
        ["graph", "--output-format", "gexf"],
        ["graph", "--output-format", "dot"],
        ["suggest", "A"],
    ],
    ids=" ".join,
)
def test_nothing_moves_the_cursor_or_turns_the_text(tmp_path: Path, command: list[str]) -> None:
    odd = "o\x1b[31md\u202ed\x7f"
    files = {"vaultlint.toml": "sections = []\n", "A.md": "# A\n", f"{odd}.md": f"[[A]] {odd} [[no{odd}]]\n\t- x\n"}
    root = write_files(tmp_path / "vault", files)
    extra = {"VAULTLINT_STATE_DIR": str(tmp_path / "state")}
    program = [sys.executable, "-m", "vaultlint"]
    if command[0] == "undo":
        assert run([*program, "rename", f"{odd}.md", "C"], root, **extra).status == 0
    done = run([*program, *command], root, **extra)
    assert done.status == 0 and not HARMFUL.search(done.out + done.err)


def test_nothing_is_opened_elsewhere() -> None:
    """Files are read by `disk/read.py` and written by `disk/`; other modules open pipes and their own files at most."""
    known = {
        "workspace/place.py": {"open", "os.open", "os.fdopen"},  # its own files
        "lint/parallel.py": {"open"},  # pipes
        "cli/server.py": {"os.fdopen"},  # what an editor speaks through
        "cli/main.py": {"os.open"},  # the null device
        "cli/output.py": {"os.open"},
    }
    calls = {"open", "os.open", "os.fdopen", "io.open", "read_bytes", "read_text", "write_bytes", "write_text"}
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        path = file.relative_to(PACKAGE).as_posix()
        if path.startswith("disk/"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                name = name.rpartition(".")[2] if name.rpartition(".")[2].startswith(("read_", "write_")) else name
                if name in calls:
                    found.setdefault(path, set()).add(name)
    known |= {key: {"read_text"} for key in ("cli/init.py", "report/html/page.py")}  # files of the installation
    assert {path: names for path, names in found.items() if not names <= known.get(path, set())} == {}


def test_new_processes_find_no_modules_in_the_vault(tmp_path: Path) -> None:
    vault, script = tmp_path / "vault", tmp_path / "elsewhere" / "run.py"
    vault.mkdir()
    script.parent.mkdir()
    for number in range(400):
        (vault / f"{number}.md").write_text("text\n", "utf-8")
    (vault / "multiprocessing.py").write_text("open('run', 'w')\n", "utf-8")
    script.write_text(
        "import vaultlint.lint.parallel as parallel\n"
        "from vaultlint.cli.main import main\n"
        "parallel._forked = parallel._spawned  # as on other systems than Linux\n"
        "if __name__ == '__main__':\n"
        "    main(['check', '--no-cache', '--jobs', '2', '--quiet', '--root', '.'])\n",
        "utf-8",
    )
    subprocess.run([sys.executable, script], cwd=vault, check=False, timeout=60)
    assert not (vault / "run").exists()
