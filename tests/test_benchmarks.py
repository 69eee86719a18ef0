"""The benchmarks' own arithmetic and files; that they run is shown by `benchmarks.sanity`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import changes, copies, goals, replicas, shapes, table
from benchmarks.compare import cost_table
from benchmarks.measure import Command, Sample, peak_memory, run, user_environment
from benchmarks.programs import Program
from benchmarks.rounds import Bench, Figures
from tests.helpers import write_files
from vaultlint.settings import Settings
from vaultlint.vault.source import DiskSource
from vaultlint.workspace.run import lint_vault

VAULT = {
    "a/A.md": "[[B]], [[B#One|one]], ![[C.png]], [b](B.md), [b](../b/B.md#One), [[Missing]]\n",
    "b/B.md": "# One\n\n[[A]] [a](A.md)\n",
    "b/C.png": "",
}


def test_links_stay_inside_each_replica(tmp_path: Path) -> None:
    vault = write_files(tmp_path / "vault", VAULT)
    replicas.build(str(vault), str(tmp_path / "x3"), 3)
    references = lint_vault(DiskSource(str(tmp_path / "x3")), Settings()).vault.references
    assert len(references) == 3 * 8
    resolved = [reference for reference in references if reference.resolution.target]
    assert len(resolved) == 3 * 7
    assert all(reference.source.path[:3] == reference.resolution.target[:3] for reference in resolved)


def test_replica_is_built_once_and_the_vault_is_left_alone(tmp_path: Path) -> None:
    vault = write_files(tmp_path / "vault", VAULT)
    folder = Path(copies.build_replica(str(vault), str(tmp_path), 2))
    stamp = (folder / "r0/a/A.md").stat().st_mtime_ns
    assert copies.build_replica(str(vault), str(tmp_path), 2) == str(folder)
    assert (folder / "r0/a/A.md").stat().st_mtime_ns == stamp
    assert copies.notes_of(str(folder)) == ["r0/a/A.md", "r0/b/B.md", "r1/a/A.md", "r1/b/B.md"]
    assert {path: (vault / path).read_text("utf-8") for path in VAULT} == VAULT


def test_note_grows_and_is_put_back(tmp_path: Path) -> None:
    write_files(tmp_path, {"A.md": "a\n"})
    with copies.growing(str(tmp_path), ["A.md"], lambda other: f"[[{other}]]\n") as grow:
        grow()
        grow()
        assert (tmp_path / "A.md").read_text("utf-8") == "a\n\n[[A.md]]\n\n[[A.md]]\n"
    assert (tmp_path / "A.md").read_text("utf-8") == "a\n"


def test_changes_are_taken_back(tmp_path: Path) -> None:
    write_files(tmp_path, VAULT)
    for change in changes.kinds_of_change(str(tmp_path), ["a/A.md", "b/B.md"]).values():
        with change(1):
            assert _texts(tmp_path) != VAULT
        assert _texts(tmp_path) == VAULT


def _texts(folder: Path) -> dict[str, str]:
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".")]
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in files}


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_large_note_has_its_size(shape: str) -> None:
    assert 10_000 <= len(shapes.large_note(shape, 10_000)) < 11_000


@pytest.mark.parametrize(
    ("case", "notes", "goal"),
    [("cold", 3_249, 1.2), ("warm, nothing changed", 32_490, 0.2), ("cold", 97_470, None), ("cold", 100, None)],
)
def test_goals_belong_to_sizes(case: str, notes: int, goal: float | None) -> None:
    assert goals.ratio_goal(case, notes) == goal


def test_goals_are_judged() -> None:
    assert goals.judged(0.8, 0.8, "×") == "≤ 0.8 ×: met"
    assert goals.judged(0.81, 0.8, "×") == "≤ 0.8 ×: missed"
    assert goals.judged(5, None, "s") == "–"


def test_figures_have_two_digits_that_mean_something() -> None:
    assert [table.figure(value) for value in (1234.5, 12.34, 1.234, 0.0123)] == ["1,234", "12.3", "1.23", "0.012"]


def test_cost_is_compared_with_the_smallest_vault() -> None:
    small = Figures("vaultlint", [Sample(1.0, 2.0)], 100)
    large = Figures("vaultlint", [Sample(60.0, 90.0)], 2000)
    rows = cost_table({1000: [small], 100_000: [large]})[1:]
    assert rows[-1] == ("| 100,000 | vaultlint | 0.60 | 0.60 | ≤ 1.3 ×: met | 0.90 | 2,000 | ≤ 1536 MB: missed |")


def python(code: str, folder: Path) -> Command:
    return Command((sys.executable, "-S", "-c", code), str(folder), user_environment(str(folder / "bytecode")))


def test_programs_run_in_turn(tmp_path: Path) -> None:
    code = "open('log', 'a').write({!r})"
    programs = [Program(name, {"cold": (sys.executable, "-S", "-c", code.format(name))}) for name in "ab"]
    figures = Bench(programs, 2, str(tmp_path)).measure("cold", str(tmp_path))
    assert [(found.program, len(found.samples)) for found in figures] == [("a", 2), ("b", 2)]
    assert (tmp_path / "log").read_text() == "baabbaab"


def test_commands_keep_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "module.py").write_text("")
    run(python("import sys; sys.path.insert(0, ''); import module", tmp_path))
    assert list((tmp_path / "bytecode").rglob("module*.pyc"))


def test_failed_command_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="exit status 2"):
        run(python("raise SystemExit(2)", tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what processes share")
def test_memory_of_children_counts(tmp_path: Path) -> None:
    child = "import time; held = bytearray(60_000_000); time.sleep(0.5)"
    both = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {child!r}])"
    alone = peak_memory(python(child, tmp_path))
    assert 50 < alone < peak_memory(python(f"held = bytearray(60_000_000)\n{both}", tmp_path)) - 50
