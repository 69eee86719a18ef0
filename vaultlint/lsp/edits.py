"""Edits, moves and new files as the protocol has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from vaultlint.fix.edits import fitted
from vaultlint.lsp.positions import Places
from vaultlint.lsp.uris import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultlint.finding import Edit
    from vaultlint.lsp.documents import Document

Change = types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile


class EditMaker:
    """Makes workspace edits for one client. `documents` are the open texts by vault path."""

    def __init__(
        self, root: str, documents: Mapping[str, Document], encoding: str, capabilities: types.ClientCapabilities
    ) -> None:
        self._root, self._documents, self._encoding = root, documents, encoding
        edit = capabilities.workspace and capabilities.workspace.workspace_edit
        kinds = (edit and edit.resource_operations) or ()
        self.takes_changes = bool(edit and (edit.document_changes or kinds))  # Neovim says the second only
        self.may_rename = self.takes_changes and types.ResourceOperationKind.Rename in kinds
        self.may_create = self.takes_changes and types.ResourceOperationKind.Create in kinds

    def text_edits(self, text: str, edits: Iterable[Edit], places: Places | None = None) -> list[types.TextEdit]:
        """Edits of one text, in order."""
        places = places or Places(text, self._encoding)
        ordered = sorted(dict.fromkeys(fitted(edit, text) for edit in edits))
        return [types.TextEdit(places.range(edit.start, edit.end), edit.content) for edit in ordered]

    def workspace_edit(
        self,
        edits: Mapping[str, tuple[str, Sequence[Edit]]],
        moves: Sequence[tuple[str, str]] = (),
        creates: tuple[str, str] | None = None,
    ) -> types.WorkspaceEdit:
        """Edits by path, each with the text that it is about; then the moves. A file to be created comes first."""
        if not self.takes_changes:
            changes = {self._uri(path): self.text_edits(text, each) for path, (text, each) in edits.items()}
            return types.WorkspaceEdit(changes=changes)
        found: list[Change] = []
        if creates:
            found += self._created(*creates)
        for path, (text, each) in edits.items():
            document = self._documents.get(path)
            version = document.version if document else None
            identifier = types.OptionalVersionedTextDocumentIdentifier(self._uri(path), version)
            found.append(types.TextDocumentEdit(identifier, [*self.text_edits(text, each)]))
        found += [types.RenameFile(self._uri(old), uri_of(self._root, new)) for old, new in moves]
        return types.WorkspaceEdit(document_changes=found)

    def _uri(self, path: str) -> str:
        document = self._documents.get(path)
        return document.uri if document else uri_of(self._root, path)

    def _created(self, path: str, text: str) -> list[Change]:
        uri = uri_of(self._root, path)
        start = types.Range(types.Position(0, 0), types.Position(0, 0))
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri, None)
        return [
            types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True)),
            types.TextDocumentEdit(identifier, [types.TextEdit(start, text)]),
        ]
