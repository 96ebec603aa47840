"""Object storage on 127.0.0.1: what of S3's protocol a client needs to list, read, write and remove small objects."""

from __future__ import annotations

from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_DAY = "2026-01-02T03:04:05.000Z"


class ObjectStore:
    """A server with objects by ``bucket/key``; use it in ``with``. ``log`` lists requests that change or give one."""

    def __init__(self) -> None:
        """Bind a free port."""
        self.objects: dict[str, bytes] = {}
        self.log: list[str] = []
        self.refused: set[str] = set()
        handler = type("Handler", (_Handler,), {"store": self})
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


class _Handler(BaseHTTPRequestHandler):
    store: ObjectStore
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        key, query = self._asked()
        if "/" not in key:
            self._list(key, query)
        elif key in self.store.objects:
            self.store.log.append(f"GET {key}")
            data = self.store.objects[key]
            first, _, last = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
            if first:
                start, end = int(first), min(int(last or len(data)), len(data) - 1)
                more = {"Content-Range": f"bytes {start}-{end}/{len(data)}"}
                self._answer(206, data[start : end + 1], _facts(data) | more)
            else:
                self._answer(200, data, _facts(data))
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_HEAD(self) -> None:
        key, _ = self._asked()
        data = self.store.objects.get(key)
        if data is None and "/" in key:
            self._answer(404)
        else:
            self._answer(200, data or b"", _facts(data or b""))

    def do_PUT(self) -> None:
        key, _ = self._asked()
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Content-Encoding") == "aws-chunked" or "STREAMING" in self.headers.get(
            "x-amz-content-sha256", ""
        ):
            data = _unchunked(data)
        if key in self.store.refused:
            self._answer(403, b"<Error><Code>AccessDenied</Code><Message>Not yours.</Message></Error>")
            return
        self.store.log.append(f"PUT {key}")
        if "/" in key:
            self.store.objects[key] = data
        self._answer(200, b"", {"ETag": _facts(data)["ETag"]})

    def do_DELETE(self) -> None:
        key, _ = self._asked()
        self.store.log.append(f"DELETE {key}")
        self.store.objects.pop(key, None)
        self._answer(204)

    def _asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        return unquote(parts.path).strip("/"), query

    def _list(self, bucket: str, query: dict[str, str]) -> None:
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        entries, folders = [], dict[str, None]()
        for name, data in sorted(self.store.objects.items()):
            key = name.removeprefix(f"{bucket}/")
            if not name.startswith(f"{bucket}/") or not key.startswith(prefix):
                continue
            below, parted, _ = key.removeprefix(prefix).partition(delimiter) if delimiter else (key, "", "")
            if parted:
                folders[prefix + below + delimiter] = None
            else:
                facts = f"<LastModified>{_DAY}</LastModified><ETag>{escape(_facts(data)['ETag'])}</ETag>"
                entries.append(f"<Contents><Key>{escape(key)}</Key>{facts}<Size>{len(data)}</Size></Contents>")
        common = "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in folders)
        head = f"<Name>{bucket}</Name><KeyCount>{len(entries) + len(folders)}</KeyCount>"
        body = f"<ListBucketResult>{head}<IsTruncated>false</IsTruncated>{''.join(entries)}{common}</ListBucketResult>"
        self._answer(200, body.encode(), {"Content-Type": "application/xml"})

    def _answer(self, status: int, data: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _facts(data: bytes) -> dict[str, str]:
    return {
        "Content-Length": str(len(data)),
        "ETag": f'"{md5(data, usedforsecurity=False).hexdigest()}"',
        "Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT",
    }


def _unchunked(data: bytes) -> bytes:
    """Return what was sent in chunks that name their sizes."""
    found, here = b"", 0
    while True:
        end = data.index(b"\r\n", here)
        size = int(data[here:end].partition(b";")[0], 16)
        if not size:
            return found
        found += data[end + 2 : end + 2 + size]
        here = end + 4 + size
