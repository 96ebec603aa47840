"""The server of ``view``: for this machine, read only, behind a token that nobody guesses.

It serves its own page and what ``ReleaseView`` answers, and no file by name: no part of an address becomes a path.
A page elsewhere can neither read it (the token; no CORS) nor reach it by a name of its own (the Host is compared).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl, urlsplit

from bdci_corpus.release.pages import chinese, why
from bdci_corpus.viewing.detail import detail_of, differences_of
from bdci_corpus.viewing.rows import ReleaseView, RowQuery

PAGE = Path(__file__).parent / "page"

FILES = {
    "": ("view.html", "text/html; charset=utf-8"),
    "view.css": ("view.css", "text/css; charset=utf-8"),
    "view.js": ("view.js", "text/javascript; charset=utf-8"),
}
"""What is served as it is, by the last part of its address."""

MOST_ROWS = 200
"""So many rows at most are given at once."""

LONGEST_QUERY = 4_000
"""An address of more characters is refused."""

TOKEN_BYTES = 24
"""Random bytes of the token: more than anybody tries."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Query = Mapping[str, str]


class _StatusOnly(Exception):  # noqa: N818 - it is an answer, not a fault
    """A request that is answered by a status alone."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Viewer:
    """A running server of one release; ``url`` is where it is seen."""

    def __init__(self, release: ReleaseView, port: int = 0) -> None:
        """Listen on this machine alone, on a free port if none is named.

        Raises:
            OSError: the port is taken.
        """
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.token, self._server.answers = self.token, _Answers(release)
        self.url = f"http://127.0.0.1:{self._server.server_port}/{self.token}/"

    def serve(self) -> None:
        """Answer until ``close`` is called, or the process is interrupted."""
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


class _Answers:
    """What the page asks, by name; one at a time, since files are read."""

    def __init__(self, release: ReleaseView) -> None:
        self._release = release
        self._lock = Lock()
        self.by_name: Mapping[str, Callable[[Query], object]] = {
            "release": self._of_release,
            "filters": self._filters,
            "rules": self._rules,
            "rows": self._rows,
            "row": self._row,
            "find": self._find,
            "differences": self._differences,
        }

    def give(self, name: str, query: Query) -> object:
        if name not in self.by_name:
            raise _StatusOnly(HTTPStatus.NOT_FOUND)
        with self._lock:
            return self.by_name[name](query)

    def _of_release(self, query: Query) -> object:
        del query
        release, words = self._release, chinese()
        return {
            "name": release.name,
            "title": release.title,
            "version": release.version,
            "folder": release.root.name,
            "splits": release.splits,
            "rows": release.documents.rows,
            "zh": {key: words[key] for key in ("documents", "steps", "restrictions", "evidence", "kinds")},
        }

    def _filters(self, query: Query) -> object:
        del query
        return self._release.counted()

    def _rules(self, query: Query) -> object:
        del query
        return [[name, int(mask.sum()), why(name)] for name, mask in self._release.rules.items()]

    def _rows(self, query: Query) -> object:
        known = {key: value for key, value in query.items() if key not in {"words", "start", "count"}}
        count = min(_number(query, "count", 50), MOST_ROWS)
        start = _number(query, "start", 0)
        return self._release.chosen(RowQuery(values=known, words=query.get("words", ""), start=start, count=count))

    def _row(self, query: Query) -> object:
        return detail_of(self._release, self._place(query, "row"))

    def _find(self, query: Query) -> object:
        return {"row": self._release.number_of(query.get("id", ""))}

    def _differences(self, query: Query) -> object:
        return differences_of(self._release, self._place(query, "row"), self._place(query, "other"))

    def _place(self, query: Query, name: str) -> int:
        number = _number(query, name, -1)
        if not 0 <= number < self._release.documents.rows:
            raise _StatusOnly(HTTPStatus.NOT_FOUND)
        return number


def _number(query: Query, name: str, default: int) -> int:
    """Return a number of a query; what is none is refused."""
    value = query.get(name, str(default))
    if not (value.removeprefix("-").isdecimal() and value.isascii() and len(value) <= len(str(2**62))):
        raise _StatusOnly(HTTPStatus.BAD_REQUEST)
    return int(value)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    token: str
    answers: _Answers


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "bdci-corpus"
    sys_version = ""
    timeout = 30  # seconds: who sends nothing is let go

    def do_GET(self) -> None:
        """Answer with a page or with JSON, or with a status alone; who has gone meanwhile is let go."""
        with suppress(ConnectionError):
            self._answer_somehow()

    def _answer_somehow(self) -> None:
        try:
            body, kind = self._answer()
        except _StatusOnly as refused:
            self._send(refused.status, refused.status.phrase.encode(), "text/plain; charset=utf-8")
        except (OSError, ValueError, KeyError, IndexError) as error:  # a file that changed under it
            message = f"{type(error).__name__}: {error}".encode(errors="replace")
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, message, "text/plain; charset=utf-8")
        else:
            self._send(HTTPStatus.OK, body, kind)

    def _answer(self) -> tuple[bytes, str]:
        port = self.server.server_port
        if self.headers.get("Host") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            raise _StatusOnly(HTTPStatus.MISDIRECTED_REQUEST)
        if len(self.path) > LONGEST_QUERY:
            raise _StatusOnly(HTTPStatus.REQUEST_URI_TOO_LONG)
        asked = urlsplit(self.path)
        token, _, name = asked.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            raise _StatusOnly(HTTPStatus.FORBIDDEN)
        if name in FILES:
            file, kind = FILES[name]
            return (PAGE / file).read_bytes(), kind
        if not name.startswith("api/"):
            raise _StatusOnly(HTTPStatus.NOT_FOUND)
        value = self.server.answers.give(name.removeprefix("api/"), dict(parse_qsl(asked.query)))
        return json.dumps(value, ensure_ascii=False, default=_as_text).encode(errors="replace"), "application/json"

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives it
        """Say nothing: addresses hold the token."""


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
