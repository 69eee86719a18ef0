"""The connection: messages of JSON-RPC over two streams. It knows nothing of vaults.

One thread reads, one writes, so that neither a client that is slow nor one that says half a message holds anything up.
What is said is taken in the order in which it came, in the loop; a request whose handler is a coroutine is answered
when that is done, and can be cancelled until then.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

from vaultlint.errors import VaultlintError
from vaultlint.lazy_regex import lazy_regex
from vaultlint.lsp.given import MalformedError
from vaultlint.lsp.shapes import Errors

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from vaultlint.lsp.shapes import Json

Handler = Callable[[Any], Any]
Number = int | str
_LONGEST_LINE = 8192  # of a head
_LARGEST = 1 << 30  # bytes of a message
_LENGTH = lazy_regex(rb"content-length[ \t]*:[ \t]*([0-9]{1,12})[ \t]*\r?\n$", re.IGNORECASE)


class RefusedError(Exception):
    """What was asked cannot be done; the message says why."""


class Wire:
    """One client. `methods` are the handlers, `on_fault` is told what went wrong in one that nobody waits for."""

    def __init__(self, methods: Mapping[str, Handler], on_fault: Callable[[BaseException], None]) -> None:
        self._methods, self._on_fault = methods, on_fault
        self._out: SimpleQueue[bytes | Callable[[], None] | None] = SimpleQueue()
        self._running: dict[Number, asyncio.Task[Any]] = {}
        self._notified: set[asyncio.Task[Any]] = set()
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._count = 0
        self._is_initialized = self._is_shut_down = False
        self._status = 1
        self._ended: asyncio.Event

    # Running

    async def run(self, stdin: IO[bytes], stdout: IO[bytes]) -> int:
        """Answer until the client says that it is over, or is gone; the exit status."""
        self._ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop, stdin), name="reader", daemon=True).start()
        writer = threading.Thread(target=self._write, args=(loop, stdout), name="writer", daemon=True)
        writer.start()
        await self._ended.wait()
        for task in (*self._running.values(), *self._notified):
            task.cancel()
        self._out.put(None)
        await loop.run_in_executor(None, writer.join, 2)
        return self._status

    def _read(self, loop: asyncio.AbstractEventLoop, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError, RuntimeError):
            while (data := read_message(stream)) is not None:
                try:
                    message = json.loads(data)
                except (ValueError, RecursionError):
                    loop.call_soon_threadsafe(self._fail, None, Errors.PARSE, "this is no JSON")
                else:
                    loop.call_soon_threadsafe(self._take, message)
        _in_loop(loop, self._ended.set)

    def _write(self, loop: asyncio.AbstractEventLoop, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            while (data := self._out.get()) is not None:
                if callable(data):
                    data()
                    continue
                stream.write(b"Content-Length: %d\r\n\r\n" % len(data))
                stream.write(data)
                stream.flush()
            return
        _in_loop(loop, self._ended.set)

    # Saying

    def _send(self, message: Json) -> None:
        self._out.put(json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode("utf-8", "replace"))

    def send_raw(self, data: bytes) -> None:
        """Say a message that is JSON already."""
        self._out.put(data)

    async def settled(self, method: str) -> None:
        """Wait until what the client has asked for by a method is answered, and what was said until then is written."""
        while running := [task for task in self._running.values() if task.get_name() == method]:
            await asyncio.wait(running)
        loop, written = asyncio.get_running_loop(), asyncio.Event()
        self._out.put(lambda: _in_loop(loop, written.set))
        await written.wait()

    def notify(self, method: str, params: Any) -> None:
        """Tell the client something."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> asyncio.Future[Any]:
        """Ask the client; its answer, or RefusedError."""
        self._count += 1
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[self._count] = future
        self._send({"id": self._count, "method": method, "params": params})
        return future

    def _answer(self, number: Number, result: Any) -> None:
        if isinstance(result, bytes):
            head = json.dumps(number).encode()
            self.send_raw(b'{"jsonrpc":"2.0","id":%s,"result":%s}' % (head, result))
        else:
            self._send({"id": number, "result": result})

    def _fail(self, number: Number | None, code: int, message: str) -> None:
        self._send({"id": number, "error": {"code": code, "message": message}})

    # Being told

    def _take(self, message: Any) -> None:
        if not isinstance(message, dict):
            self._fail(None, Errors.INVALID_REQUEST, "this is no message")
            return
        method, number = message.get("method"), message.get("id")
        if isinstance(method, str) and "id" not in message:
            self._notified_of(method, message.get("params"))
        elif isinstance(method, str) and isinstance(number, int | str):
            self._asked_for(number, method, message.get("params"))
        elif "method" in message:
            self._fail(None, Errors.INVALID_REQUEST, "this is no request")
        else:
            self._answered(number, message)

    def _answered(self, number: Any, message: Json) -> None:
        future = self._asked.pop(number, None) if isinstance(number, int) else None
        if future is None or future.done():
            return
        if "error" in message:
            future.set_exception(RefusedError(str(message["error"])))
        else:
            future.set_result(message.get("result"))

    def _notified_of(self, method: str, params: Any) -> None:
        if method == "exit":
            self._status = 0 if self._is_shut_down else 1
            self._ended.set()
        elif method == "$/cancelRequest":
            number = params.get("id") if isinstance(params, dict) else None
            task = self._running.get(number) if isinstance(number, int | str) else None
            if task is not None:
                task.cancel()
        elif method in self._methods and self._is_initialized and not self._is_shut_down:
            try:
                result = self._methods[method](params)
            except Exception as error:
                self._on_fault(error)
                return
            if asyncio.iscoroutine(result):
                task = asyncio.ensure_future(self._watched(result))
                self._notified.add(task)
                task.add_done_callback(self._notified.discard)

    async def _watched(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except Exception as error:
            self._on_fault(error)

    def _asked_for(self, number: Number, method: str, params: Any) -> None:
        if self._is_shut_down:
            self._fail(number, Errors.INVALID_REQUEST, "the server has been shut down")
        elif method == "initialize" and self._is_initialized:
            self._fail(number, Errors.INVALID_REQUEST, "the server is initialized already")
        elif method != "initialize" and not self._is_initialized:
            self._fail(number, Errors.NOT_INITIALIZED, "the server is not initialized")
        elif method not in self._methods:
            self._fail(number, Errors.NO_METHOD, f"there is no method {method}")
        else:
            self._is_shut_down = method == "shutdown"
            self._begin(number, method, params)

    def _begin(self, number: Number, method: str, params: Any) -> None:
        try:
            result = self._methods[method](params)
        except Exception as error:
            self._refuse(number, error)
            return
        self._is_initialized = True
        if not asyncio.iscoroutine(result):
            self._answer(number, result)
            return
        task = self._running[number] = asyncio.get_running_loop().create_task(result, name=method)
        task.add_done_callback(lambda task: self._done(number, task))

    def _done(self, number: Number, task: asyncio.Task[Any]) -> None:
        if self._running.get(number) is task:
            del self._running[number]
        if task.cancelled():
            self._fail(number, Errors.CANCELLED, "cancelled")
        elif (error := task.exception()) is not None:
            self._refuse(number, error)
        else:
            self._answer(number, task.result())

    def _refuse(self, number: Number, error: BaseException) -> None:
        """Say why there is no answer; what is no fault of the client is told besides."""
        if isinstance(error, MalformedError):
            self._fail(number, Errors.INVALID_PARAMS, str(error))
        elif isinstance(error, RefusedError | VaultlintError):
            self._fail(number, Errors.FAILED, str(error))
        else:
            self._fail(number, Errors.INTERNAL, repr(error))
            self._on_fault(error)


def _in_loop(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop is gone
        loop.call_soon_threadsafe(call)


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message; None where there is none any more. A head that cannot be understood ends the conversation."""
    length = -1
    while True:
        line = stream.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            return None
        if not line.strip():
            if length >= 0:
                break
            continue
        head = _LENGTH.search(line)  # behind what a length that was too small has left, if need be
        if head is None and line.lower().startswith(b"content-length"):
            return None
        if head is not None:
            length = int(head[1])
            if length > _LARGEST:
                return None
    data = stream.read(length)
    return data if len(data) == length else None
