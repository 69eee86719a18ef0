"""The package: its metadata, its address, and what comes out of building it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest
import yaml

from tooling import package
from vaultlint import __version__
from vaultlint.config.schema import SCHEMA_URL
from vaultlint.project import PROJECT_URL, file_url, raw_url

ROOT = Path(__file__).parent.parent
ELSEWHERE = "https://code.example.org/someone/vaultlint"


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_the_newest_version_of_the_changelog_is_this_one_or_unreleased() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)", text, flags=re.MULTILINE)
    assert headings[0] in ("Unreleased", __version__)
    assert __version__ in headings[:2] or headings == ["Unreleased"]
    assert len(headings) == len(set(headings))


def test_python_says_the_address_in_one_place() -> None:
    slug = PROJECT_URL.removeprefix("https://github.com/")
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in tracked() if name.endswith(".py")}
    named = [name for name, text in texts.items() if slug in text and name.startswith(("vaultlint/", "hatch_build"))]
    assert named == ["vaultlint/project.py"]


def test_every_page_names_the_same_address() -> None:
    owner, project = PROJECT_URL.rsplit("/", 2)[1:]
    address = re.compile(rf"(?:github(?:usercontent)?\.com/|uses: )([\w.-]+)/{project}\b")
    pages = [name for name in tracked() if re.search(r"\.(md|toml|ya?ml|json|rb|in)$", name)]
    found = {
        name: owners
        for name in pages
        if (owners := set(address.findall((ROOT / name).read_text(encoding="utf-8", errors="replace"))) - {owner})
    }
    assert found == {}


def test_addresses() -> None:
    assert file_url("docs/ci.md") == f"{PROJECT_URL}/blob/main/docs/ci.md"
    assert raw_url("docs/vaultlint.schema.json") == SCHEMA_URL


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    pytest.importorskip("build")
    return package.build(tmp_path_factory.mktemp("dist"), ELSEWHERE)


def read(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (found,) = [entry for entry in archive.namelist() if entry.endswith(name)]
        return archive.read(found).decode()


def test_the_address_is_that_of_the_build(built: tuple[Path, Path]) -> None:
    """The wheel was built from the sdist, which has the address of its own build, too."""
    metadata = HeaderParser().parsestr(read(built[1], "METADATA"))
    urls = dict(line.split(", ", 1) for line in metadata.get_all("Project-URL") or [])
    assert set(urls) == {"Homepage", "Documentation", "Source", "Issues", "Changelog"}
    assert all(url.startswith(ELSEWHERE) for url in urls.values())
    assert f'PROJECT_URL = "{ELSEWHERE}"\n' in read(built[1], "vaultlint/project.py")
    with tarfile.open(built[0]) as archive:
        (member,) = [name for name in archive.getnames() if name.endswith("vaultlint/project.py")]
        inside = archive.extractfile(member)
        assert inside and ELSEWHERE in inside.read().decode()
    assert ELSEWHERE not in (ROOT / "vaultlint" / "project.py").read_text(encoding="utf-8")


def test_what_is_in_the_wheel(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    assert {"vaultlint/py.typed", "vaultlint/locale/zh_CN/LC_MESSAGES/vaultlint.mo"} <= set(names)
    assert not [name for name in names if not name.startswith(("vaultlint/", "obsidian_vaultlint-"))]
    presets = {path.name for path in (ROOT / "vaultlint/config/presets").glob("*.toml")}
    assert {f"vaultlint/config/presets/{name}" for name in presets} <= set(names)


def test_an_index_would_take_it(built: tuple[Path, Path]) -> None:
    pytest.importorskip("twine")
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *map(str, built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("build")
    with pytest.raises(SystemExit, match="no https address"):
        package.build(tmp_path, 'https://x"\nimport os')


PACKAGING = ROOT / "packaging"
ZIZMOR = Path(sys.executable).parent / "zizmor"


def test_conda_forge_needs_what_the_package_needs() -> None:
    recipe = yaml.safe_load((PACKAGING / "conda-forge" / "recipe.yaml").read_text(encoding="utf-8"))
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert [each.replace(" ", "") for each in recipe["requirements"]["run"][1:]] == needed
    assert recipe["context"]["version"] == __version__


def test_gitlab_runs_what_the_documentation_says() -> None:
    _, component = yaml.safe_load_all((PACKAGING / "gitlab" / "template.yml").read_text(encoding="utf-8"))
    documented = re.search(
        r"```yaml\n# \.gitlab-ci\.yml\n(.*?)```", (ROOT / "docs/ci.md").read_text("utf-8"), re.DOTALL
    )
    assert documented
    script = [each.replace(' --root "$VAULT"', "") for each in component["vaultlint"]["script"]]
    assert script == yaml.safe_load(documented[1])["vaultlint"]["script"]


def test_schemastore_points_at_the_schema() -> None:
    entry = json.loads((PACKAGING / "schemastore" / "catalog-entry.json").read_text(encoding="utf-8"))
    assert entry["url"] == SCHEMA_URL and entry["fileMatch"] == ["vaultlint.toml"]


def test_the_container_is_pinned_and_without_rights() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    bases = [line for line in lines if line.startswith("FROM ")]
    assert bases and all(re.search(r"@sha256:[0-9a-f]{64}( AS \w+)?$", line) for line in bases)
    users = [line for line in lines if line.startswith("USER ")]
    assert users and users[-1] != "USER root" and lines.index(users[-1]) > lines.index(bases[-1])
    copied = {
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    }
    assert all((ROOT / name).exists() for name in copied)
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    assert copied == allowed


class TestRelease:
    WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))

    def test_foreign_actions_are_pinned(self) -> None:
        used = [step["uses"] for job in self.WORKFLOW["jobs"].values() for step in job["steps"] if "uses" in step]
        assert used and all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name) for name in used)

    def test_only_the_job_that_publishes_is_trusted_by_the_index(self) -> None:
        jobs = self.WORKFLOW["jobs"]
        assert self.WORKFLOW["permissions"] == {}
        assert jobs["publish"]["permissions"] == {"id-token": "write"} and jobs["publish"]["environment"] == "pypi"
        assert not [step for step in jobs["publish"]["steps"] if "run" in step]
        assert "password" not in json.dumps(jobs)

    @pytest.mark.skipif(not ZIZMOR.exists(), reason="zizmor is not installed")
    def test_audit(self) -> None:
        command = [str(ZIZMOR), "--offline", "--quiet", "--config", str(ROOT / ".ci" / "zizmor.yml")]
        done = subprocess.run([*command, str(ROOT / ".github")], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
