"""Conformance tests for what users write: loaders."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from bdci_corpus.documents import Settings, read_file
from bdci_corpus.errors import CorpusError, LoaderError
from bdci_corpus.loading import HEAD, SNIFF_CHARACTERS, Loader, load_loader, peek
from bdci_corpus.records import Document
from bdci_corpus.trace import undo

_STRANGERS = (
    "",
    "\n",
    "一",
    "---\n",
    "<p>",
    "\x00",
    "Plain words.\n" * 3,
    "<!-- \n" * 5,
    "[](" * 200,
    '{"text": "',
    '[{"text": 1}, 2, {"te',
    'text,text\n"',
    "%PDF-1.7\n1 0 obj\n<<",
    "PAR1",
)
"""Texts of no kind in particular: a loader may refuse them, but only with a ``LoaderError``."""


def check_loader(path: str | Path, samples: Sequence[str | Path]) -> None:
    """Check that a loader script keeps the contract, on files of its kind and on strange ones.

    For each sample: ``sniff`` returns 0 to 1 and more than 0; reading twice gives the same; regions
    and spans are sound; undoing each document gives the raw bytes back that its trace reaches. On cut
    and strange files it raises ``LoaderError``, or reads them as soundly.

    Raises:
        LoaderError: the first breach, by loader and file.
        ValueError: there are no samples.
    """
    if not samples:
        message = "a loader is checked on samples of its kind: give at least one"
        raise ValueError(message)
    loader = load_loader(Path(path).resolve())
    with tempfile.TemporaryDirectory() as folder:
        for sample in map(Path, samples):
            _check_sample(loader, sample)
            for raw in _strange(sample.read_bytes()):
                strange = Path(folder) / sample.name
                strange.write_bytes(raw)
                _check_strange(loader, strange)


def _check_sample(loader: Loader, sample: Path) -> None:
    sureness = _sureness(loader, sample)
    if not 0 < sureness <= 1:
        raise _breach(loader, sample.name, f"sniff returned {sureness!r} for a file of its kind")
    documents = _read(loader, sample)
    if not documents:
        raise _breach(loader, sample.name, "it finds no document in a file of its kind")
    if [_known(document) for document in documents] != [_known(document) for document in _read(loader, sample)]:
        raise _breach(loader, sample.name, "reading twice gives two results")
    _check_documents(loader, sample, documents)
    for document in documents:
        for span in (*document.pages, *document.headings, *document.captions, *document.figures):
            if not 0 <= span.start <= span.end <= len(document.text):
                raise _breach(loader, sample.name, f"a mark of {document.id} ends outside its text")


def _sureness(loader: Loader, path: Path) -> float:
    with path.open("rb") as file:
        return loader.sniff(peek(file.read(HEAD))[:SNIFF_CHARACTERS], path.name)


def _read(loader: Loader, path: Path) -> list[Document]:
    parts = read_file(path, path.name, {loader.name: loader}, Settings(loader=loader.name))
    return [document for part in parts for document in part.documents]


def _known(document: Document) -> tuple[object, ...]:
    return document.id, document.text, dict(document.fields), document.headings, document.trace.region_sha256


def _check_documents(loader: Loader, path: Path, documents: Sequence[Document]) -> None:
    """Check that undoing gives a region's bytes, or those of a field's or layer's text."""
    raw = path.read_bytes()
    for document in documents:
        trace = document.trace
        start, end = trace.region_start, trace.region_end
        undone = undo(document)
        whole = undone == raw[start:end] if trace.reaches == "file" else len(undone) == end - start
        whole = whole and (trace.reaches != "part" or undone == _packed(raw, document))
        if not whole or sha256(undone).hexdigest() != trace.region_sha256:
            raise _breach(loader, path.name, f"undoing {document.id} does not give bytes {start}–{end} back")


def _packed(raw: bytes, document: Document) -> bytes:
    """Return the bytes of the members that a document says it was read from."""
    members = document.origin.extra["members"]
    with zipfile.ZipFile(io.BytesIO(raw)) as container:
        return b"".join(container.read(name) for name in members) if isinstance(members, dict) else b""


def _strange(raw: bytes) -> Iterator[bytes]:
    """Yield files that are not of any kind, and a sample cut in several places."""
    yield from (text.encode() for text in _STRANGERS)
    for part in range(1, 8):
        yield raw[: len(raw) * part // 8]
        yield raw[len(raw) * part // 8 :]


def _check_strange(loader: Loader, path: Path) -> None:
    sureness = _sureness(loader, path)
    if not 0 <= sureness <= 1:
        raise _breach(loader, path.name, f"sniff returned {sureness!r}")
    try:
        documents = _read(loader, path)
    except CorpusError as error:
        if error.__cause__ is not None:
            raise
        return
    _check_documents(loader, path, documents)


def _breach(loader: Loader, name: str, problem: str) -> LoaderError:
    return LoaderError(
        f"{name} > {loader.path.name}",
        f"{problem[:1].upper()}{problem[1:]}.",
        "Correct the loader.",
    )
