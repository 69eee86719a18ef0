"""A client of a language server that says exactly what it is told to: for benchmarks, and for tests with bad input."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any


class Client:
    """A server's process and what it has said. Sends what it is given; waits for answers."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        pipe = subprocess.PIPE
        env = {**os.environ, **(environment or {})}
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=env)
        self.answers: dict[int, dict[str, Any]] = {}
        self.said: list[dict[str, Any]] = []
        self.problems: dict[str, dict[str, Any]] = {}
        self._number = 0
        self._news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if not length:
                return
            self._take(json.loads(stream.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message and "id" in message:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        with self._news:
            if "method" not in message:
                self.answers[message["id"]] = message
            elif message["method"] == "textDocument/publishDiagnostics":
                self.problems[message["params"]["uri"]] = message["params"]
            else:
                self.said.append(message)
            self._news.notify_all()

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message."""
        data = json.dumps(message).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any, seconds: float = 120) -> dict[str, Any]:
        """The whole answer to a request, be it an error."""
        self._number += 1
        number = self._number
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        self.wait(lambda: number in self.answers, seconds)
        return self.answers[number]

    def wait(self, check: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until something holds; TimeoutError where it does not come to."""
        with self._news:
            if not self._news.wait_for(check, seconds):
                raise TimeoutError(self.said[-3:])

    def begin(self, *roots: Path, capabilities: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Open folders; what the server answers."""
        folders = [{"uri": root.as_uri(), "name": root.name} for root in roots]
        params = {"processId": None, "rootUri": None, "workspaceFolders": folders, "locale": "en"}
        answer = self.ask("initialize", {**params, "capabilities": capabilities or {}})
        self.notify("initialized", {})
        return answer

    def open(self, uri: str, text: str, version: int = 1) -> None:
        """Open a text."""
        document = {"uri": uri, "languageId": "markdown", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, text: str, version: int) -> None:
        """Replace an open text."""
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> dict[str, Any]:
        """The answer to a request about a place."""
        place = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": place, **more})

    def codes(self, uri: str) -> list[str]:
        """The rules of the diagnostics that were published last for a file."""
        return [each["code"] for each in self.problems.get(uri, {"diagnostics": []})["diagnostics"]]

    def end(self) -> int:
        """Shut the server down; its exit status."""
        self.ask("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(20)
