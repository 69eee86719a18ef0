"""Builds the package as a release does, and tries it in fresh environments: `python -m tooling.package`.

The wheel is made from the sdist, so that the sdist is known to be complete. Each Python from 3.11 that is found on the
machine gets an environment of its own with the wheel in it; a Python that is absent is named, and skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "fixtures" / "vaults" / "llm-wiki"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def build(target: Path, address: str = "") -> tuple[Path, Path]:
    """The sdist and the wheel, built into `target`; `address` is the project's where it is not that of the source."""
    environment = {**os.environ, "VAULTLINT_PROJECT_URL": address}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(ROOT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return next(target.glob("*.tar.gz")), next(target.glob("*.whl"))


def checked(*files: Path) -> None:
    """Let twine look whether an index would take them, and show their page."""
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *map(str, files)]
    subprocess.run(command, check=True)


def pythons() -> dict[str, list[str]]:
    """The interpreters of each version on this machine: on the path, Debian's, and those of pyenv."""
    found = {}
    for version in VERSIONS:
        places = [shutil.which(f"python{version}"), f"/usr/bin/python{version}"]
        versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        places += [str(path) for path in sorted(versions.glob(f"{version}.*/bin/python"))]
        real = {os.path.realpath(place): place for place in places if place and works(place, version)}
        found[version] = list(real.values())
    return found


def works(python: str, version: str) -> bool:
    """Whether it is an interpreter of this version; pyenv's shims are there for versions that are not."""
    show = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-I", "-c", show], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == version and "pyenv/shims" not in python


def tried(wheel: Path, python: str, folder: Path) -> None:
    """Install the wheel, and use it as somebody who has just installed it does."""
    subprocess.run([python, "-I", "-m", "venv", str(folder)], check=True)
    install = [str(folder / "bin" / "python"), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, str(wheel)], check=True)
    vault = folder / "vault"
    shutil.copytree(SAMPLE, vault)
    vaultlint = str(folder / "bin" / "vaultlint")
    expected = {
        (vaultlint, "--version"): (0, wheel.name.split("-")[1]),
        (vaultlint, "check", "--no-cache", str(vault)): (1, "unrendered-emphasis"),
        (vaultlint, "fix", "--diff", "--no-cache", str(vault)): (1, "+绿茶用八十度的水，**先投茶**：再注水。"),
        (vaultlint, "rule", "broken-link"): (0, "broken-link"),
        (vaultlint, "config", "--schema"): (0, "vaultlint.schema.json"),
        (vaultlint, "report", "--root", str(vault), "--output", str(folder / "report.html")): (0, ""),
    }
    for command, (status, shown) in expected.items():
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder, check=False)
        if done.returncode != status or shown not in done.stdout:
            raise SystemExit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")


def main() -> None:
    """Build, check, and try it on every Python there is."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source, wheel = build(folder / "dist")
        checked(source, wheel)
        for version, interpreters in pythons().items():
            if not interpreters:
                print(f"Python {version}: not on this machine, skipped")
            for number, python in enumerate(interpreters):
                tried(wheel, python, folder / f"{version}-{number}")
                print(f"Python {version}: {python}: installed and tried")


if __name__ == "__main__":
    main()
