"""A small HTTP server on 127.0.0.1 that stands for a place which runs elsewhere: what the two below share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit


class Answer(Exception):  # noqa: N818 - it is how an answer is given from anywhere
    """An answer: a status, and JSON or bytes."""

    def __init__(self, status: int, body: object = None, kind: str = "application/json") -> None:
        """Keep it."""
        super().__init__(status)
        self.status, self.kind = status, kind
        self.data = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()


@dataclass(frozen=True)
class Request:
    """What is asked."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]


class Loopback:
    """A server; use it in ``with``.

    ``log`` lists requests, ``failing`` maps the end of a path to statuses that come first, ``before`` to what
    happens before it is answered, once.
    """

    def __init__(self) -> None:
        """Bind a free port."""
        self.log: list[str] = []
        self.failing: dict[str, list[int]] = {}
        self.before: dict[str, Callable[[], None]] = {}
        self.lock = Lock()
        handler = type("Handler", (_Handler,), {"place": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Answer requests in a thread."""
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def meddle(self, path: str) -> None:
        """Fail, or change something first, if that is planned for a path."""
        for end, statuses in self.failing.items():
            if path.endswith(end) and statuses:
                raise Answer(statuses.pop(0), {"message": "made to fail", "code": 0})
        for end in [end for end in self.before if path.endswith(end)]:
            self.before.pop(end)()

    def answer(self, request: Request) -> object:
        """Return what is answered, as JSON or bytes, or raise an ``Answer``."""
        raise Answer(404, request.path)


class _Handler(BaseHTTPRequestHandler):
    place: Loopback
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.place.lock:
            self.place.log.append(f"{self.command} {path}")
            try:
                self.place.meddle(path)
                request = Request(self.command, path, query, body, dict(self.headers.items()))
                found = self.place.answer(request)
                kind = "application/octet-stream" if isinstance(found, bytes) else "application/json"
                answer = Answer(200, found, kind)
            except Answer as given:
                answer = given
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.data)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _serve  # noqa: N815 - the standard library's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""
