"""The workflows and hooks of `docs/ci.md`: they are read, audited and, as far as that goes without a server, run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.git_vault import ROOT, GitVault, run

TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = {match[2]: match[0] for match in re.finditer(r"```(\w+)\n# (\S+)[^\n]*\n.*?```", TEXT, re.DOTALL)}
RECIPES: dict[str, dict[str, Any]] = {
    name: yaml.safe_load(block.split("\n", 1)[1].rsplit("```", 1)[0]) for name, block in BLOCKS.items()
}
WORKFLOWS = {name: recipe for name, recipe in RECIPES.items() if "/workflows/" in name}
JOBS = [(f"{name}:{job}", spec) for name, recipe in WORKFLOWS.items() for job, spec in recipe["jobs"].items()]
ZIZMOR = Path(sys.executable).parent / "zizmor"


def test_there_is_a_recipe_for_each() -> None:
    names = ["vault.yml", "vault-comment.yml", "vault-suggestions.yml", "vault-scanning.yml"]
    github = {f".github/workflows/{name}" for name in names}
    assert {*github, ".gitlab-ci.yml", ".gitea/workflows/vault.yml", "lefthook.yml", ".pre-commit-config.yaml"} <= set(
        RECIPES
    )


@pytest.mark.parametrize(("name", "job"), JOBS, ids=[name for name, _ in JOBS])
class TestWorkflow:
    def test_foreign_actions_are_pinned(self, name: str, job: dict[str, Any]) -> None:
        for step in job["steps"]:
            used = step.get("uses", "")
            if used and not used.startswith("obsidian-vaultlint/"):
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used), name
            if used.startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False

    def test_it_ends_and_may_do_little(self, name: str, job: dict[str, Any]) -> None:
        assert 0 < job["timeout-minutes"] <= 15
        workflow = WORKFLOWS[name.split(":", maxsplit=1)[0]]
        given = {**workflow["permissions"], **job.get("permissions", {})}
        assert set(given) <= {"contents", "pull-requests", "security-events", "issues"}
        assert given["contents"] == "read"

    def test_scripts_are_bash_and_nothing_is_pasted_into_them(
        self, name: str, job: dict[str, Any], tmp_path: Path
    ) -> None:
        for step in job["steps"]:
            if "run" in step:
                assert "${{" not in step["run"], name
                assert run(["bash", "-n", "-c", step["run"]], tmp_path).status == 0


def test_python_never_looks_into_the_checkout() -> None:
    for text in (TEXT, (ROOT / "action.yml").read_text(encoding="utf-8")):
        assert not re.search(r"python3?\"? +-(?!I)[cm]", text)


@pytest.mark.parametrize("path", ["README.md", "README.zh-CN.md", "docs/ci.md", "action.yml", "CONTRIBUTING.md"])
def test_nothing_installs_from_the_index(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.search(r"(pip|pipx|uv tool|uv) install (--?\S+ )*[\"']?obsidian-vaultlint(?! @)", text)


@pytest.mark.skipif(not ZIZMOR.exists(), reason="zizmor is not installed")
def test_audit(tmp_path: Path) -> None:
    """The workflows and the action have no finding of an auditor that knows how others were attacked."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name, block in BLOCKS.items():
        if "/workflows/" in name:
            (folder / name.replace("/", "_")).write_text(block.split("\n", 1)[1].rsplit("```", 1)[0], encoding="utf-8")
    (tmp_path / "action.yml").write_text((ROOT / "action.yml").read_text(encoding="utf-8"), encoding="utf-8")
    command = [str(ZIZMOR), "--offline", "--no-progress", "--format", "json", "--config", str(ROOT / ".ci/zizmor.yml")]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, check=False, env={**os.environ, "CI": "true"})
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert json.loads(done.stdout) == []


def programs_in(folder: Path, **scripts: str) -> dict[str, str]:
    """The PATH on which these shell scripts come first."""
    folder.mkdir(parents=True)
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


VAULTLINT = f'exec "{sys.executable}" -m vaultlint "$@"'


def script_of(job: dict[str, Any], contains: str) -> str:
    """The script of the step of a job that contains a word."""
    (found,) = [step["run"] for step in job["steps"] if contains in step.get("run", "")]
    return str(found)


def bash(script: str, folder: Path, **values: str) -> tuple[int, str]:
    done = run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script], folder, **values)
    return done.status, done.out + done.err


@pytest.fixture
def change(tmp_path: Path) -> GitVault:
    """A vault with an old problem, and a branch `topic` that brings another one."""
    made = GitVault(tmp_path / "vault")
    made.commit({"vaultlint.toml": "sections = []\n", "a.md": "[[old]]\n"})
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    made.git("checkout", "-q", "-b", "topic")
    made.commit({"b.md": "[[new]]\n"})
    return made


class TestComments:
    """One comment, which is brought up to date, and none where there is nothing to say."""

    KINDS = pytest.mark.parametrize(
        ("problems", "old", "sent"),
        [("2", "", "POST"), ("2", "77", "PATCH 77"), ("0", "", ""), ("0", "77", "PATCH 77")],
        ids=["first", "again", "none", "repaired"],
    )

    @KINDS
    def test_github(self, tmp_path: Path, problems: str, old: str, sent: str) -> None:
        log = tmp_path / "sent"
        answer = f"case \"$*\" in *--paginate*) printf '%s' '{old}' ;; *) echo \"$*\" >> '{log}' ;; esac"
        path = programs_in(tmp_path / "bin", gh=answer)
        job = RECIPES[".github/workflows/vault-comment.yml"]["jobs"]["vaultlint"]
        values = {"RUNNER_TEMP": str(tmp_path), "GITHUB_REPOSITORY": "o/r", "NUMBER": "5", "PROBLEMS": problems}
        assert bash(script_of(job, "gh api"), tmp_path, **values, **path)[0] == 0
        calls = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        wanted = {"POST": "--silent repos/o/r/issues/5/comments", "PATCH 77": "PATCH repos/o/r/issues/comments/77"}
        assert [wanted[sent] in call and "-F body=@vaultlint-comment.md" in call for call in calls] == [True] * bool(
            sent
        )

    @KINDS
    def test_forgejo(self, tmp_path: Path, change: GitVault, problems: str, old: str, sent: str) -> None:
        if problems == "0":
            change.commit({"b.md": "[[a]]\n"})
        log, temp = tmp_path / "sent", tmp_path / "temp"
        temp.mkdir()
        (tmp_path / "comments").write_text(
            json.dumps([{"id": 1, "body": "x"}, *([{"id": int(old), "body": "<!-- vaultlint -->\n"}] if old else [])]),
            encoding="utf-8",
        )
        curl = f'case "$*" in *" -X "*) echo "$*" >> \'{log}\' ;; *) cat \'{tmp_path}/comments\' ;; esac'
        path = programs_in(tmp_path / "bin", curl=curl, vaultlint=VAULTLINT)
        job = RECIPES[".gitea/workflows/vault.yml"]["jobs"]["vaultlint"]
        values = {"GITHUB_BASE_REF": "main", "GITHUB_SERVER_URL": "https://forge", "GITHUB_REPOSITORY": "o/r"}
        values |= {"TOKEN": "t", "NUMBER": "5", **path}
        checking = script_of(job, "vaultlint check").replace("/opt/vaultlint/bin/vaultlint", "vaultlint")
        checking = "".join(line for line in checking.splitlines(keepends=True) if not re.search("venv|pip", line))
        for script in (checking, script_of(job, "curl")):
            status, out = bash(script.replace("/tmp/", f"{temp}/"), change.folder, **values)
        assert status == int(problems != "0"), out
        calls = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        wanted = {"POST": ("POST", "issues/5/comments"), "PATCH 77": ("PATCH", "issues/comments/77")}
        assert [[word in call for word in wanted[sent]] for call in calls] == [[True, True]] * bool(sent)
        if sent:
            body = json.loads((temp / "comment.json").read_text(encoding="utf-8"))["body"]
            assert body.startswith("<!-- vaultlint -->") and ("broken-link" in body) is (problems != "0")


def test_gitlab(tmp_path: Path, change: GitVault) -> None:
    """The report has everything, the job fails for what is new only."""
    path = programs_in(tmp_path / "bin", vaultlint=VAULTLINT)
    script = "\n".join(RECIPES[".gitlab-ci.yml"]["vaultlint"]["script"])
    script = script.replace("/opt/vaultlint/bin/vaultlint", "vaultlint")
    base = change.git("rev-parse", "origin/main")
    for since, wanted in ((base, 1), ("", 0)):
        status, out = bash(script, change.folder, CI_MERGE_REQUEST_DIFF_BASE_SHA=since, **path)
        assert status == wanted, out
    guard = RECIPES[".gitlab-ci.yml"]["vaultlint"]["before_script"][0]
    store = {"VAULTLINT_CACHE_DIR": str(change.folder / ".vaultlint-store")}
    assert change.vaultlint("check", **store).status == 1 and (change.folder / ".vaultlint-store").is_dir()
    assert bash(guard, change.folder)[0] == 0
    change.git("add", "-f", ".vaultlint-store")
    assert bash(guard, change.folder)[0] == 1
    report = json.loads((change.folder / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert [row["location"]["path"] for row in report] == ["a.md", "b.md"]


def test_suggestions(tmp_path: Path, change: GitVault) -> None:
    """What reviewdog is handed: the fixes of the lines that are new."""
    change.write({"b.md": "零宽\u200b空格\n"})
    steps = RECIPES[".github/workflows/vault-suggestions.yml"]["jobs"]["vaultlint"]["steps"]
    (inputs,) = [step["with"] for step in steps if "vaultlint@" in step.get("uses", "")]
    file = tmp_path / "vaultlint.rdjson"
    words = inputs["args"].replace("${{ runner.temp }}", str(tmp_path)).split()
    assert change.vaultlint("check", "--since", "origin/main", "--fail-on", inputs["fail-on"], *words).status == 0
    (found,) = json.loads(file.read_text(encoding="utf-8"))["diagnostics"]
    assert found["location"]["path"] == "b.md" and found["suggestions"][0]["text"] == ""


@pytest.mark.parametrize("recipe", ["git", "lefthook"])
def test_hooks(tmp_path: Path, recipe: str) -> None:
    vault = GitVault(tmp_path / "vault")
    vault.commit({"vaultlint.toml": "sections = []\n", "a.md": "[[old]]\n"})
    path = programs_in(tmp_path / "bin", vaultlint=VAULTLINT)
    if recipe == "git":
        script = next(block for block in re.findall(r"```sh\n(#!.*?)```", TEXT, re.DOTALL))
    else:
        script = "#!/bin/sh\n" + RECIPES["lefthook.yml"]["pre-commit"]["jobs"][0]["run"] + "\n"
    hook = vault.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text(script, encoding="utf-8")
    hook.chmod(0o755)
    vault.write({"b.md": "[[new]]\n"}).git("add", "-A")
    refused = run(["git", "commit", "-m", "x"], vault.folder, **path)
    assert refused.status == 1 and "b.md:1:3" in refused.out + refused.err
    vault.write({"b.md": "[[a]]\n"}).git("add", "-A")
    assert run(["git", "commit", "-m", "x"], vault.folder, **path).status == 0
