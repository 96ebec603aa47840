"""The hub's HTTP side: routes, authorization and faults. The standard library is all it needs."""

from __future__ import annotations

import json
import re
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from hub.answers import ROUTES, Answer, Request
from hub.faults import Fault
from hub.store import Refused, Store


class LoopbackHub:
    """A hub on 127.0.0.1; use it in ``with``.

    ``log`` lists the requests that were served or refused, as ``"METHOD /path"``.
    """

    def __init__(self, store: Store | None = None, port: int = 0) -> None:
        """Bind a port; 0 takes a free one."""
        self.store = store or Store()
        self.faults: list[Fault] = []
        self.log: list[str] = []
        self.stopped = Event()
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = _Server(("127.0.0.1", port), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self) -> None:
        """Answer requests until stopped."""
        self._server.serve_forever(poll_interval=0.05)

    def __enter__(self) -> Self:
        """Answer requests in a thread."""
        Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop answering, and let go of connections that hang."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def fault_for(self, request: str) -> Fault | None:
        """Return the first fault that is due for a request."""
        return next((fault for fault in self.faults if fault.matches(request)), None)

    @contextmanager
    def going_wrong(self, *faults: Fault) -> Iterator[None]:
        """Add faults for a while."""
        self.faults[:0] = faults
        try:
            yield
        finally:
            self.faults = [fault for fault in self.faults if fault not in faults]


class _Server(ThreadingHTTPServer):
    """A server that says nothing of clients who have gone: some are killed on purpose."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Print what goes wrong, but for a connection that was broken off."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    hub: LoopbackHub
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the client to acknowledge its head

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else self._chunks()
        shown = f"{self.command} {unquote(parts.path)}"
        self.hub.log.append(shown)
        request = Request(
            method=self.command,
            path=parts.path,
            query={key: values[-1] for key, values in parse_qs(parts.query).items()},
            headers={key.lower(): value for key, value in self.headers.items()},
            body=body,
            url=self.hub.url,
        )
        fault = self.hub.fault_for(shown)
        if fault is None:
            self._send(self._answer(request))
        else:
            self._go_wrong(fault, request)

    def _chunks(self) -> bytes:
        """Read a body that comes in chunks."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return b""
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def _answer(self, request: Request) -> Answer:
        for method, pattern, respond in ROUTES:
            found = re.fullmatch(pattern, request.path)
            if found and request.method in method:
                with self.hub.store.lock:
                    return _responded(respond, self.hub.store, request, found.groupdict())
        return Answer.of({"error": f"no route for {request.method} {request.path}"}, status=404)

    def _go_wrong(self, fault: Fault, request: Request) -> None:
        if fault.kind == "answer":
            self._send(Answer(fault.body.encode(), fault.status, dict(fault.headers)))
        elif fault.kind == "hang":
            self.hub.stopped.wait()
            self._cut()
        elif fault.kind == "cut before":
            self._cut()
        elif fault.kind == "call before" and fault.call:
            fault.call()
            self._send(self._answer(request))
        else:
            answer = self._answer(request)
            if fault.kind == "cut within":
                self._send(answer, most=len(answer.body) // 2)
            if fault.kind == "call after" and fault.call:
                fault.call()
                self._send(answer)
            else:
                self._cut()

    def _cut(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, answer: Answer, most: int | None = None) -> None:
        try:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(answer.length if answer.length is not None else len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body[:most])
        except OSError:
            self.close_connection = True  # the client has gone

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 - the names that http.server calls


def _responded(
    respond: Callable[[Store, Request, dict[str, str]], Answer], store: Store, request: Request, found: dict[str, str]
) -> Answer:
    try:
        return respond(store, request, {name: unquote(value) for name, value in found.items() if value is not None})
    except Refused as refused:
        headers = {"X-Error-Message": refused.message}
        if refused.code:
            headers["X-Error-Code"] = refused.code
        return Answer(json.dumps({"error": refused.message}).encode(), refused.status, headers)
