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


@pytest.mark.parametrize("recipe", ["git", "lefthook"])
def test_hooks(tmp_path: Path, recipe: str) -> None:
    vault = GitVault(tmp_path / "vault")
    vault.commit({"vaultlint.toml": "sections = []\n", "a.md": "[[old]]\n"})
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "vaultlint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vaultlint "$@"\n', encoding="utf-8")
    (programs / "vaultlint").chmod(0o755)
    if recipe == "git":
        script = next(block for block in re.findall(r"```sh\n(#!.*?)```", TEXT, re.DOTALL))
    else:
        script = "#!/bin/sh\n" + RECIPES["lefthook.yml"]["pre-commit"]["jobs"][0]["run"] + "\n"
    hook = vault.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text(script, encoding="utf-8")
    hook.chmod(0o755)
    path = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    vault.write({"b.md": "[[new]]\n"}).git("add", "-A")
    refused = run(["git", "commit", "-m", "x"], vault.folder, **path)
    assert refused.status == 1 and "b.md:1:3" in refused.out + refused.err
    vault.write({"b.md": "[[a]]\n"}).git("add", "-A")
    assert run(["git", "commit", "-m", "x"], vault.folder, **path).status == 0
