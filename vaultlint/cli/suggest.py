"""`vaultlint suggest`: candidates for a person to judge; nothing is ever written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from vaultlint.cli.common import with_vault
from vaultlint.cli.complete import complete_note
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError
from vaultlint.language import say, say_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.suggest.corpus import Corpus
    from vaultlint.suggest.gather import Gathered
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.store import Store

KINDS = ("links", "relations", "topics", "mentions")
# Without a note: those that name few notes. All mentions of a vault are thousands, and are shown when asked for.
_VAULT_KINDS = ("links", "relations", "topics")


@click.command("suggest")
@click.argument("note", required=False, shell_complete=complete_note)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind; may be repeated.")
@click.option("--most", type=click.IntRange(min=1), default=8, show_default=True, help="Candidates of each kind.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Without NOTE: how many notes without relations.",
)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@vault_options
def command(
    note: str | None,
    kinds: tuple[str, ...],
    most: int,
    limit: int,
    output_format: str,
    root: str | None,
    config: tuple[str, ...],
) -> int:
    """Suggest targets for the broken links of NOTE, candidates for its relations and topics, and links that it lacks.

    Without NOTE: all broken links of the vault, and candidates for the most linked notes that have no relations. With
    `--kind mentions`: where notes name others, by title, file name or alias, without a link. Nothing is written: which
    relations and topics hold is for a person to judge.
    """

    def gather(vault: Vault, store: Store | None) -> tuple[Vault, Gathered]:
        return vault, _gather(_corpus(vault, store), note, kinds or (KINDS if note else _VAULT_KINDS), most, limit)

    vault, gathered = with_vault(root, config, gather)
    _show(gathered, vault, output_format)
    if note is None and output_format == "text":
        _say_what_is_left(gathered, vault, limit)
    return 0


def _corpus(vault: Vault, store: Store | None) -> Corpus:
    from vaultlint.markdown.parse import decode
    from vaultlint.suggest.corpus import Corpus

    return Corpus(vault, lambda path: decode(vault.source.read(path))[0], store=store)


def _gather(corpus: Corpus, note: str | None, kinds: tuple[str, ...], most: int, limit: int) -> Gathered:
    from vaultlint.suggest.gather import Gathered, for_note, for_vault

    if note is None:
        return for_vault(corpus, kinds, most, limit)
    found = for_note(corpus, note_path(corpus.vault, note), kinds, most)
    return Gathered((found,), related=corpus.has_relations)


def note_path(vault: Vault, name: str) -> str:
    """The vault path of the note that `name` means: a path on disk or in the vault, or a name as in a link."""
    from vaultlint.cli.graph import find_note
    from vaultlint.cli.scope import vault_path

    path = name
    if os.path.isfile(name):
        path = vault_path(os.path.abspath(getattr(vault.source, "root", ".")), name)
    if path not in vault.notes:
        path = find_note(vault, path)
    if path not in vault.notes:
        raise VaultlintError(say("{path} is no note that vaultlint looks at", path=path))
    return path


def _show(gathered: Gathered, vault: Vault, output_format: str) -> None:
    import sys

    from vaultlint.cli.output import wants_color, write
    from vaultlint.report.json_object import to_json
    from vaultlint.suggest.show import as_object, as_text

    if output_format == "json":
        write([to_json(as_object(gathered)), "\n"])
    else:
        write(as_text(gathered, vault.settings.relations, wants_color(sys.stdout)))


def _say_what_is_left(gathered: Gathered, vault: Vault, limit: int) -> None:
    from vaultlint.cli.output import tell

    tell(*_summary(gathered, vault, limit))


def _summary(gathered: Gathered, vault: Vault, limit: int) -> Iterator[str]:
    links = [broken for note in gathered.notes for broken in note.links or ()]
    if links:
        guessed = sum(bool(broken.candidates) for broken in links)
        yield str(
            say_number(
                len(links),
                "{n} broken link; with a file of a similar name: {guessed}.",
                "{n} broken links; with a file of a similar name: {guessed}.",
                guessed=f"{guessed:,}",
            )
        )
    elif not gathered.notes:
        yield str(say_number(len(vault.notes), "Nothing to suggest in {n} note.", "Nothing to suggest in {n} notes."))
    if gathered.lonely > limit:
        yield (
            str(
                say(
                    "{lonely} notes have none; these are candidates for the {limit} that are linked most: `--limit` "
                    "shows more, and `vaultlint suggest NOTE` one.",
                    lonely=f"{gathered.lonely:,}",
                    limit=f"{limit:,}",
                )
            )
        )
