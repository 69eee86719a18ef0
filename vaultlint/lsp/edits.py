"""Edits, moves and new files as the protocol has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.fix.edits import fitted
from vaultlint.lsp.given import known
from vaultlint.lsp.positions import Places
from vaultlint.lsp.shapes import beginning
from vaultlint.lsp.uris import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultlint.finding import Edit
    from vaultlint.lsp.documents import Document
    from vaultlint.lsp.shapes import Json, TextEdit


class EditMaker:
    """Makes workspace edits for one client. `documents` are the open texts by vault path."""

    def __init__(self, root: str, documents: Mapping[str, Document], encoding: str, capabilities: Json) -> None:
        self._root, self._documents, self._encoding = root, documents, encoding
        edit = known(capabilities, "workspace", "workspaceEdit")
        kinds = known(edit, "resourceOperations") or ()
        self.takes_changes = bool(known(edit, "documentChanges") or kinds)  # Neovim says the second only
        self.may_rename = self.takes_changes and "rename" in kinds
        self.may_create = self.takes_changes and "create" in kinds

    def text_edits(self, text: str, edits: Iterable[Edit], places: Places | None = None) -> list[TextEdit]:
        """Edits of one text, in order."""
        places = places or Places(text, self._encoding)
        ordered = sorted(dict.fromkeys(fitted(edit, text) for edit in edits))
        return [{"range": places.range(edit.start, edit.end), "newText": edit.content} for edit in ordered]

    def workspace_edit(
        self,
        edits: Mapping[str, tuple[str, Sequence[Edit]]],
        moves: Sequence[tuple[str, str]] = (),
        creates: tuple[str, str] | None = None,
    ) -> Json:
        """Edits by path, each with the text that it is about; then the moves. A file to be created comes first."""
        if not self.takes_changes:
            changes = {self._uri(path): self.text_edits(text, each) for path, (text, each) in edits.items()}
            return {"changes": changes}
        found: list[Json] = []
        if creates:
            found += self._created(*creates)
        for path, (text, each) in edits.items():
            document = self._documents.get(path)
            version = document.version if document else None
            identifier = {"uri": self._uri(path), "version": version}
            found.append({"textDocument": identifier, "edits": self.text_edits(text, each)})
        found += [{"kind": "rename", "oldUri": self._uri(old), "newUri": uri_of(self._root, new)} for old, new in moves]
        return {"documentChanges": found}

    def _uri(self, path: str) -> str:
        document = self._documents.get(path)
        return document.uri if document else uri_of(self._root, path)

    def _created(self, path: str, text: str) -> list[Json]:
        uri = uri_of(self._root, path)
        edit: TextEdit = {"range": beginning(), "newText": text}
        return [
            {"kind": "create", "uri": uri, "options": {"ignoreIfExists": True}},
            {"textDocument": {"uri": uri, "version": None}, "edits": [edit]},
        ]
