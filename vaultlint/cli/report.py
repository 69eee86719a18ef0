"""`vaultlint report`: one self-contained HTML file about the vault."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from vaultlint.cli.common import lint_with_store
from vaultlint.cli.vault_options import vault_options
from vaultlint.language import say
from vaultlint.report.tally import counted

if TYPE_CHECKING:
    from vaultlint.workspace.run import Run

_CANDIDATES_FOR = 60  # notes without relations, the most linked first


@click.command("report")
@vault_options
@click.option("--output", "-o", type=click.Path(dir_okay=False), default="vaultlint-report.html", show_default=True)
@click.option(
    "--earlier",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="An earlier report, for the trend; OUTPUT counts as one.",
)
@click.option("--candidates", is_flag=True, help="Also suggest relations for notes that have none.")
@click.option(
    "--severity", type=click.Choice(("error", "warning", "info")), default="warning", help="`info` shows notices too."
)
def command(
    root: str | None, config: tuple[str, ...], output: str, earlier: tuple[str, ...], candidates: bool, severity: str
) -> int:
    """Write a report about the vault: its health, its graph, and tables of what needs work."""
    import datetime

    from vaultlint import __version__
    from vaultlint.cli.opening import Request
    from vaultlint.cli.options import CheckOptions
    from vaultlint.cli.output import tell, write
    from vaultlint.disk.output import check_output
    from vaultlint.report.html.data import report_data
    from vaultlint.report.html.page import render_page
    from vaultlint.vault.source import DiskSource

    request = Request(CheckOptions(root=root, config=config, severity="info" if severity == "info" else None), ".")
    loaded = request.loaded
    check_output(output, loaded.root)
    run = lint_with_store(request, DiskSource(loaded.root))
    generated = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    name = os.path.basename(os.path.realpath(loaded.root))
    data = report_data(run, name, generated, __version__, earlier_summaries([*earlier, output]))
    if candidates:
        data["candidates"] = relation_candidates(run)
    write([render_page(data)], output, loaded.root)
    notes, findings = counted(len(run.vault.notes), "note"), counted(len(run.findings), "finding")
    tell(say("Wrote {path}: {notes}, {findings}.", path=output, notes=notes, findings=findings))
    return 0


def earlier_summaries(paths: list[str]) -> list[dict[str, Any]]:
    """The summaries in earlier reports, each once, oldest first; what is no file is passed over."""
    from vaultlint.disk.read import read_file
    from vaultlint.report.html.page import read_trend

    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        if os.path.isfile(path):
            text = read_file(path).decode(errors="replace")
            found.update((entry["generated"], entry) for entry in read_trend(text))
    return [found[key] for key in sorted(found)]


def relation_candidates(run: Run) -> list[list[Any]]:
    """Rows of note, candidate, score, evidence and relation line, for the most linked notes without relations."""
    from vaultlint.suggest.corpus import Corpus
    from vaultlint.suggest.relations import suggest_relations

    corpus = Corpus(run.vault, run.text)
    lonely = [path for path in corpus.documents if not corpus.related[path]]
    lonely.sort(key=lambda path: (-len(run.vault.incoming.get(path, ())), path))
    return [
        [path, candidate.path, candidate.score, str(say("; ")).join(candidate.evidence), candidate.line]
        for path in lonely[:_CANDIDATES_FOR]
        for candidate in suggest_relations(corpus, path, most=3)
    ]
