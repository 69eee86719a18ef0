"""invalid-canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.board_facts import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("boards")
def invalid_canvas(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A canvas that is no JSON, or whose edges lead to nodes that it does not have.

    Obsidian opens a canvas that does not parse as an empty one, and may write it back so; an edge without its node is
    dropped without a word. Tools and agents that write canvases make both faults.

    ## Bad

    ```json Board.canvas
    {"nodes": [{"id": "a", "type": "text", "text": "Tea"}],
     "edges": [{"id": "e", "fromNode": "a", "toNode": "b"}]}
    ```

    ## Good

    ```json Board.canvas
    {"nodes": [{"id": "a", "type": "text", "text": "Tea"}, {"id": "b", "type": "text", "text": "Cup"}],
     "edges": [{"id": "e", "fromNode": "a", "toNode": "b"}]}
    ```
    """
    if note.fault_rows and note.path.lower().endswith(".canvas"):
        for fault in faults_of(note):
            yield Problem(fault.start, fault.end, fault.message)
