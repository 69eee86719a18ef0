"""Each step's shell of `action.yml`, run on a local repository with the variables that GitHub sets."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import git_vault
from tests.git_vault import ROOT, GitVault, Result, run

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
NAMED: dict[str, dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}
STEPS = {step["id"]: step for step in NAMED.values() if "run" in step}
NOTE = "## Text\n\n" + "".join(f"line {number}\n" for number in range(30))


class Runner:
    """A GitHub runner with a checkout of `origin` at its branch `topic`, which is a pull request for `main`.

    `event` is what the workflow was started by, with its payload in `event.json`.
    """

    def __init__(self, folder: Path, origin: GitVault, *clone: str) -> None:
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.output, self.summary = self.temp / "output", self.temp / "summary"
        command = ["git", "clone", "-q", "--branch", "topic", *clone, origin.folder.as_uri(), "work"]
        assert run(command, folder).status == 0
        self.work = folder / "work"
        self.event: dict[str, str] = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
        self.path: str = git_vault.ENVIRONMENT["PATH"]

    def on(self, name: str, payload: dict[str, object], ref: str = "refs/heads/topic") -> None:
        """Let the workflow be started by something else than a pull request."""
        file = self.temp / "event.json"
        file.write_text(json.dumps(payload), encoding="utf-8")
        self.event = {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file), "GITHUB_REF": ref}

    def step(self, name: str, inputs: dict[str, str] | None = None, **values: str) -> Result:
        """Run a step; `values` are what its `${{ … }}` expressions give besides the inputs."""
        given = {key: spec["default"] for key, spec in ACTION["inputs"].items()} | (inputs or {})
        env = {key: self.value(text, given, values) for key, text in STEPS[name]["env"].items()}
        variables = {
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(self.work),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "writer/notes",
            "GITHUB_SHA": "0123456789abcdef",
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
            "PATH": self.path,
        }
        script = self.temp / f"{name}.sh"
        script.write_text(STEPS[name]["run"], encoding="utf-8")
        shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        return run(shell, self.work, **variables, **self.event, **env)

    def base(self, **inputs: str) -> str:
        """What the vault is compared with, found by the step `check` with a program that checks nothing."""
        self.output.unlink(missing_ok=True)
        programs = programs_in(self.temp / "idle", vaultlint="-c 'pass'")
        assert check(self, programs, **inputs).status == 0
        return self.outputs()["since"]

    @staticmethod
    def value(text: str, inputs: dict[str, str], values: dict[str, str]) -> str:
        found = re.fullmatch(r"\$\{\{ (?:inputs\.([\w-]+)|([\w.-]+)) \}\}", text)
        assert found, text
        return inputs[found[1]] if found[1] else values[found[2].replace(".", "_").replace("-", "_")]

    def outputs(self) -> dict[str, str]:
        lines = self.output.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def origin(tmp_path: Path) -> GitVault:
    made = GitVault(tmp_path / "origin")
    config = 'sections = ["Text"]\n'
    hub = "## Text\n\n- [[甲]]\n- [[old]]\n"
    made.commit({"笔记/vaultlint.toml": config, "笔记/Hub.md": hub, "笔记/甲.md": NOTE})
    made.git("checkout", "-q", "-b", "topic")
    made.git("rm", "-q", "笔记/甲.md")
    made.commit({"笔记/新, a.md": "## Text\n\nquite another note\n\n- [[nowhere]]\n"})
    made.git("checkout", "-q", "main")
    made.commit({"later.txt": ""})
    return made


def programs_in(folder: Path, **arguments: str) -> str:
    """A folder of programs that start the Python of the tests with these arguments; `python` is one of them."""
    for name, words in {"python": "", **arguments}.items():
        write_program(folder / name, f'exec "{sys.executable}" {words} "$@"\n')
    return str(folder)


def write_program(file: Path, script: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path) -> str:
    """What the step `install` leaves: a folder with vaultlint and its Python, here those of the tests."""
    return programs_in(tmp_path / "programs", vaultlint="-m vaultlint")


@pytest.fixture
def runner(tmp_path: Path, origin: GitVault) -> Runner:
    return Runner(tmp_path, origin)


def check(runner: Runner, programs: str, store: str = "", **inputs: str) -> Result:
    given = {"path": "笔记", **{key.replace("_", "-"): value for key, value in inputs.items()}}
    return runner.step("check", given, steps_install_outputs_bin=programs, steps_install_outputs_folder=store)


class TestMetadata:
    def test_inputs(self) -> None:
        wanted = ["path", "version", "args", "since", "fail-on", "annotations", "sarif-file", "comment-file"]
        wanted += ["cache"]
        assert list(ACTION["inputs"]) == wanted
        assert all(spec["description"] and isinstance(spec["default"], str) for spec in ACTION["inputs"].values())

    @pytest.mark.parametrize("name", STEPS)
    def test_nothing_is_pasted_into_a_script(self, name: str) -> None:
        assert "${{" not in STEPS[name]["run"]
        assert STEPS[name]["shell"] == "bash"


class TestBase:
    @pytest.mark.parametrize(
        ("given", "found"), [("", "origin/main"), ("HEAD~1", "HEAD~1"), ("all", ""), ("$(touch x)", "$(touch x)")]
    )
    def test_since(self, runner: Runner, given: str, found: str) -> None:
        assert runner.base(since=given) == found

    @pytest.mark.parametrize("clone", [("--depth", "1"), ("--depth", "1", "--no-single-branch"), ("--single-branch",)])
    def test_what_is_missing_is_fetched(
        self, tmp_path: Path, origin: GitVault, programs: str, clone: tuple[str]
    ) -> None:
        runner = Runner(tmp_path, origin, *clone)
        assert runner.base() == "origin/main"
        assert run(["git", "merge-base", "origin/main", "HEAD"], runner.work).status == 0
        assert check(runner, programs).status == 1

    def test_no_remote(self, tmp_path: Path, origin: GitVault, programs: str) -> None:
        runner = Runner(tmp_path, origin, "--depth", "1")
        run(["git", "remote", "set-url", "origin", "/nowhere"], runner.work)
        assert runner.base() == "origin/main"
        result = check(runner, programs)
        assert result.status == 2
        assert "git fetch" in result.err and "::error title=vaultlint::" in result.out


class TestEvents:
    """A push and a merge queue are compared with what they came upon."""

    def test_push(self, runner: Runner, programs: str) -> None:
        before = run(["git", "rev-parse", "HEAD~1"], runner.work).out.strip()
        runner.on("push", {"before": before})
        assert runner.base() == before
        assert check(runner, programs).status == 1

    def test_push_that_breaks_nothing_is_green_in_a_vault_with_old_problems(
        self, tmp_path: Path, origin: GitVault, programs: str
    ) -> None:
        origin.git("checkout", "-q", "topic")
        before = origin.git("rev-parse", "HEAD")
        origin.commit({"笔记/another.md": "## Text\n\nwords\n"})
        runner = Runner(tmp_path, origin, "--depth", "1")
        runner.on("push", {"before": before})
        assert check(runner, programs).status == 0
        assert check(runner, programs, since="all").status == 1

    @pytest.mark.parametrize("before", ["0" * 40, "f" * 40, ""])
    def test_push_of_a_new_branch_or_by_force(self, runner: Runner, before: str) -> None:
        payload = {"before": before, "repository": {"default_branch": "main"}}
        runner.on("push", payload)
        assert runner.base() == "origin/main"
        runner.on("push", payload, ref="refs/heads/main")
        assert runner.base() == run(["git", "rev-parse", "HEAD~1"], runner.work).out.strip()

    @pytest.mark.parametrize("clone", [(), ("--depth", "1")])
    def test_merge_queue(self, tmp_path: Path, origin: GitVault, programs: str, clone: tuple[str, ...]) -> None:
        runner = Runner(tmp_path, origin, *clone)
        base = origin.git("rev-parse", "topic~1")
        runner.on("merge_group", {"merge_group": {"base_sha": base}})
        assert runner.base() == base
        assert check(runner, programs).status == 1

    @pytest.mark.parametrize(
        ("name", "payload"), [("schedule", {}), ("merge_group", {"merge_group": {"base_sha": "$(x)"}})]
    )
    def test_everything(self, runner: Runner, name: str, payload: dict[str, object]) -> None:
        runner.on(name, payload)
        assert runner.base() == ""


class TestForks:
    """A pull request from a fork: the checkout is a merge commit that is on no branch, with or without history."""

    @pytest.fixture
    def merged(self, tmp_path: Path, origin: GitVault) -> GitVault:
        run(["git", "clone", "-q", "--branch", "topic", origin.folder.as_uri(), "fork"], tmp_path)
        fork = GitVault(tmp_path / "fork")
        fork.commit({"笔记/theirs.md": "## Text\n\n[[missing of the fork]]\n"})
        origin.git("fetch", "-q", str(fork.folder), "topic:refs/pull/1/head")
        origin.git("checkout", "-q", "--detach", "main")
        origin.git("merge", "-q", "--no-edit", "refs/pull/1/head")
        origin.git("update-ref", "refs/pull/1/merge", "HEAD")
        origin.git("checkout", "-q", "main")
        return origin

    @pytest.mark.parametrize("depth", [("--depth", "1"), ()], ids=["shallow", "full"])
    def test_it(self, tmp_path: Path, merged: GitVault, programs: str, depth: tuple[str, ...]) -> None:
        runner = Runner(tmp_path, merged, "--depth", "1")
        merge = "+refs/pull/1/merge:refs/remotes/pull/1/merge"
        unshallow = () if depth else ("--unshallow",)
        assert run(["git", "fetch", "-q", *depth, *unshallow, "origin", merge], runner.work).status == 0
        run(["git", "checkout", "-q", "--detach", "refs/remotes/pull/1/merge"], runner.work)
        assert runner.base() == "origin/main"
        result = check(runner, programs)
        assert result.status == 1 and "笔记/theirs.md" in result.out
        assert "old" not in "".join(line for line in result.lines if line.startswith("::error"))


class TestHostile:
    """Nothing of the checkout is run."""

    @pytest.fixture
    def hacked(self, runner: Runner) -> Path:
        mark = runner.temp / "hacked"
        for name in ("shlex", "json", "venv", "pip", "os", "re", "vaultlint", "sitecustomize"):
            (runner.work / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\n", encoding="utf-8")
        return mark

    def test_modules(self, runner: Runner, hacked: Path) -> None:
        programs = programs_in(runner.temp / "programs", vaultlint="-I -c 'pass'")  # as the real thing starts
        runner.on("push", {"before": "0" * 40})
        for path in ("笔记", "."):
            assert check(runner, programs, path=path).status == 0
            assert runner.outputs()["since"] != ""
        runner.step("install", github_action_path="/nowhere")
        assert not hacked.exists()

    def test_a_folder_that_git_takes_for_a_repository(self, tmp_path: Path, origin: GitVault) -> None:
        mark = tmp_path / "hacked"
        command = f"sh -c 'touch {mark}; false'"
        config = f'[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = {command}\n[remote "origin"]\n\turl = /x\n'
        bare = {"HEAD": "ref: refs/heads/x\n", "objects/x": "", "refs/x": ""}
        origin.git("checkout", "-q", "topic")
        origin.commit({f"笔记/{name}": text for name, text in bare.items()})
        (origin.folder / "笔记/config").write_text(config + f"\tuploadpack = {command}\n", encoding="utf-8")
        origin.commit()
        runner = Runner(tmp_path, origin, "--depth", "1")
        assert runner.base() == "origin/main"
        assert not mark.exists()


class TestCheck:
    def test_what_the_pull_request_broke(self, runner: Runner, programs: str) -> None:
        result = check(runner, programs)
        assert result.status == 1
        errors = [line for line in result.lines if line.startswith("::error")]
        assert [re.search(r"file=([^,]+),line=(\d+)", line).groups() for line in errors] == [  # type: ignore[union-attr]
            ("笔记/Hub.md", "3"),
            ("笔记/新%2C a.md", "5"),
        ]
        counts = {"problems": "2", "errors": "2", "warnings": "0"}
        assert runner.outputs() == {"since": "origin/main", "exit-status": "1", **counts}

    def test_summary(self, runner: Runner, programs: str) -> None:
        runner.summary.write_text("# Another step\n", encoding="utf-8")
        check(runner, programs)
        text = runner.summary.read_text(encoding="utf-8")
        assert text.startswith("# Another step\n<!-- vaultlint -->\n## vaultlint\n\n2 new problems (2 errors).\n")
        assert "https://github.com/writer/notes/blob/0123456789abcdef/%E7%AC%94%E8%AE%B0/Hub.md?plain=1#L3" in text
        assert "| 1 | 1 | 0 | 2 | 0 | 1 |" in text

    def test_files(self, runner: Runner, programs: str) -> None:
        check(runner, programs, sarif_file="out.sarif", comment_file="a comment.md")
        sarif = json.loads((runner.work / "out.sarif").read_text(encoding="utf-8"))
        assert len(sarif["runs"][0]["results"]) == 2
        comment = (runner.work / "a comment.md").read_text(encoding="utf-8")
        assert comment.startswith("<!-- vaultlint -->\n") and len(comment) < 65_536

    def test_everything(self, runner: Runner, programs: str) -> None:
        result = check(runner, programs, since="all")
        assert sum(line.startswith("::error") for line in result.lines) == 3

    def test_no_annotations(self, runner: Runner, programs: str) -> None:
        result = check(runner, programs, annotations="false")
        assert result.status == 1 and "::" not in result.out and len(result.lines) == 2

    def test_fail_on(self, runner: Runner, programs: str) -> None:
        assert check(runner, programs, fail_on="never").status == 0
        assert runner.outputs()["exit-status"] == "0"

    def test_arguments_are_split_as_in_a_shell(self, runner: Runner, programs: str) -> None:
        words = '--select missing-section --config \'sections = ["Text", "A B"]\''
        result = check(runner, programs, since="all", args=words)
        assert result.out.count("A B") == 2

    @pytest.mark.parametrize("args", ["--fail-on never 'x", "--fail-on never \\"])
    def test_arguments_that_cannot_be_read(self, runner: Runner, programs: str, args: str) -> None:
        result = check(runner, programs, args=args)
        assert result.status == 2
        assert "::error title=vaultlint::the input args cannot be read" in result.out
        assert runner.outputs()["exit-status"] == "2" and "problems" not in runner.outputs()

    @pytest.mark.parametrize("args", ["$(touch hacked)", "`touch hacked`", "; touch hacked", "--no-such-option"])
    def test_arguments_are_not_run(self, runner: Runner, programs: str, args: str) -> None:
        assert check(runner, programs, args=args).status == 2
        assert not list(runner.work.rglob("hacked"))
        assert runner.outputs()["exit-status"] == "2" and "problems" not in runner.outputs()


class TestStore:
    """What is kept between runs: restored from the base branch, saved by those who may."""

    @pytest.fixture(autouse=True)
    def installer(self, runner: Runner) -> None:
        """A `uv` that makes an environment with nothing in it but a program that knows its version."""
        program = f'''#!/bin/sh\nexec "{sys.executable}" "$@"\n'''
        script = 'for place; do :; done\n[ -f "$place" ] || mkdir -p "$place/bin"\n'
        script += f"printf '%s' '{program}' > \"$place/bin/python\"\n"
        script += "printf '#!/bin/sh\\necho vaultlint, version 1.2.3\\n' > \"$place/bin/vaultlint\"\n"
        script += 'chmod +x "$place/bin/python" "$place/bin/vaultlint"\n'
        script = f'case " $* " in *" venv "*) ;; *) exit 0 ;; esac\n{script}'
        write_program(runner.temp / "tools" / "uv", script)
        runner.path = f"{runner.temp / 'tools'}{os.pathsep}{runner.path}"

    def name(self, runner: Runner, path: str = "笔记") -> dict[str, str]:
        runner.output.unlink(missing_ok=True)
        result = runner.step("install", {"path": path}, github_action_path="/action")
        assert result.status == 0, result.err
        return runner.outputs()

    def test_key(self, runner: Runner) -> None:
        named = self.name(runner)
        assert re.fullmatch(r"vaultlint-1\.2\.3-Linux-X64-[0-9a-f]{16}-", named["prefix"])
        assert named["key"] == named["prefix"] + "0123456789abcdef"
        assert named["folder"] == str(runner.temp / "vaultlint-store")
        assert self.name(runner) == named

    def test_key_changes_with_settings_and_vault(self, runner: Runner) -> None:
        named = self.name(runner)
        (runner.work / "笔记" / "vaultlint.toml").write_text("sections = []\n", encoding="utf-8")
        changed = self.name(runner)
        assert len({named["prefix"], changed["prefix"], self.name(runner, ".")["prefix"]}) == 3

    def test_settings_that_are_a_symlink_are_not_followed(self, runner: Runner) -> None:
        secret = runner.temp / "secret"
        file = runner.work / "笔记" / "vaultlint.toml"
        file.unlink()
        keys = []
        for text in ("one", "two"):
            secret.write_text(text, encoding="utf-8")
            file.unlink(missing_ok=True)
            file.symlink_to(secret)
            keys.append(self.name(runner)["prefix"])
        assert keys[0] == keys[1]

    def test_what_was_left_of_an_earlier_step_is_gone(self, runner: Runner) -> None:
        folder = runner.temp / "vaultlint-store"
        folder.mkdir()
        (folder / "x").touch()
        self.name(runner)
        assert not folder.exists()

    def test_the_check_uses_it(self, runner: Runner, programs: str) -> None:
        folder = self.name(runner)["folder"]
        first = check(runner, programs, store=folder)
        assert any(name.endswith(".sqlite") for name in os.listdir(folder))
        assert check(runner, programs, store=folder).out == first.out

    def test_a_store_that_somebody_spoilt_changes_nothing(self, runner: Runner, programs: str) -> None:
        folder = Path(self.name(runner)["folder"])
        first = check(runner, programs, store=str(folder))
        for path in folder.glob("*.sqlite"):
            content = path.read_bytes()
            path.write_bytes(content[:4096] + bytes(len(content) - 4096))
        again = check(runner, programs, store=str(folder))
        assert [line for line in again.lines if line.startswith("::error")] == [
            line for line in first.lines if line.startswith("::error")
        ]

    def test_nothing_is_named_where_it_is_not_wanted(self, runner: Runner) -> None:
        assert runner.step("install", {"cache": "false"}, github_action_path="/action").status == 0
        assert set(runner.outputs()) == {"bin", "version"}

    def test_steps(self) -> None:
        restore, save = NAMED["Restore the store"], NAMED["Save the store"]
        assert restore["with"]["path"] == save["with"]["path"] == "${{ steps.install.outputs.folder }}"
        assert restore["with"]["key"] == save["with"]["key"]
        assert restore["continue-on-error"] is save["continue-on-error"] is True
        names = list(NAMED)
        assert names.index("Restore the store") < names.index("Check the vault") < names.index("Save the store")
        for step in (restore, save):
            assert re.fullmatch(r"actions/cache/(restore|save)@[0-9a-f]{40}", step["uses"])
            assert "inputs.cache == 'true'" in step["if"]


class TestInstall:
    def test_from_the_checkout_of_the_action(self, runner: Runner) -> None:
        result = runner.step("install", github_action_path=str(ROOT))
        assert re.fullmatch(r"\d+\.\d+\.\d+\w*", runner.outputs().get("version", "0.0.0"))
        if result.status and "No matching distribution" in result.err + result.out:
            pytest.skip("no package index")
        assert result.status == 0, result.err
        assert "vaultlint" in result.out
        assert os.access(runner.outputs()["bin"] + "/vaultlint", os.X_OK)

    def test_old_python(self, runner: Runner, tmp_path: Path) -> None:
        folder = tmp_path / "old"
        folder.mkdir()
        for name in ("python3", "python"):
            (folder / name).write_text("#!/bin/sh\nexit 1\n")
            (folder / name).chmod(0o755)
        for name in ("bash", "sh", "mkdir", "cat"):  # and no uv
            (folder / name).symlink_to(shutil.which(name) or name)
        runner.path = str(folder)
        result = runner.step("install", github_action_path=str(ROOT))
        assert result.status == 2 and "Python 3.11 or later is needed" in result.out
