"""pygls' protocol, with texts kept by us: it cannot be brought down by what a client says of versions or ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from collections.abc import Iterator


class Protocol(LanguageServerProtocol):
    """Hands changes of texts to our own handlers only."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message from its JSON; a request that cannot be understood is answered so."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            number = data.get("id")
            if isinstance(number, int | str) and "method" in data:
                self._send_response(number, error=error.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        """Handle a message; requests behind the end are refused, not passed over."""
        if self._shutdown and isinstance(getattr(message, "method", None), str) and message.method != types.EXIT:
            number = getattr(message, "id", None)
            if number is not None:
                self._send_response(number, error=JsonRpcInvalidRequest().to_response_error())
            return
        super().handle_message(message)

    def _own(self, method: str, params: Any) -> Iterator[Any]:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Iterator[Any]:
        """A text was opened."""
        yield from self._own(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Iterator[Any]:
        """A text has changed."""
        yield from self._own(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Iterator[Any]:
        """A text was closed."""
        yield from self._own(types.TEXT_DOCUMENT_DID_CLOSE, params)


class RefusedError(JsonRpcException):
    """What was asked cannot be done; the message says why."""

    CODE = -32803
    MESSAGE = "refused"
