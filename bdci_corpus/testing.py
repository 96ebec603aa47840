"""Conformance tests for what users write: loaders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bdci_corpus.encoding import decode
from bdci_corpus.errors import LoaderError
from bdci_corpus.loading import SNIFF_CHARACTERS, Loader, load_loader, read_with
from bdci_corpus.preparing import Settings, prepare
from bdci_corpus.trace import apply, undo

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
)
"""Texts of no kind in particular: a loader may refuse them, but only with a ``LoaderError``."""


def check_loader(path: str | Path, samples: Sequence[str | Path]) -> None:
    """Check that a loader script keeps the contract, on files of its kind and on strange ones.

    For each sample: ``sniff`` returns 0 to 1 and more than 0; reading twice gives the same; regions
    and spans are sound; undoing each document gives its raw bytes back. On cut and strange texts it
    raises ``LoaderError``, or reads them as soundly.

    Raises:
        LoaderError: the first breach, by loader and file.
        ValueError: there are no samples.
    """
    if not samples:
        message = "a loader is checked on samples of its kind: give at least one"
        raise ValueError(message)
    loader = load_loader(Path(path).resolve())
    for sample in map(Path, samples):
        _check_sample(loader, sample)
        for text in _strange(_text_of(sample)):
            _check_strange(loader, text, sample.name)


def _text_of(sample: Path) -> str:
    decoded = decode(sample.read_bytes(), sample.name)
    return apply(decoded.text, list(decoded.edits()), 0)[0]


def _check_sample(loader: Loader, sample: Path) -> None:
    raw, name = sample.read_bytes(), sample.name
    text = _text_of(sample)
    sureness = loader.sniff(text[:SNIFF_CHARACTERS], name)
    if not 0 < sureness <= 1:
        raise _breach(loader, name, f"sniff returned {sureness!r} for a file of its kind")
    if read_with(loader, text, name) != read_with(loader, text, name):
        raise _breach(loader, name, "reading twice gives two results")
    prepared = prepare(raw, name, {loader.name: loader}, Settings(loader=loader.name))
    for document in prepared.documents:
        start, end = document.trace.region_start, document.trace.region_end
        if undo(document) != raw[start:end]:
            raise _breach(loader, name, f"undoing {document.id} does not give bytes {start}–{end} back")
        for span in (*document.pages, *document.headings, *document.captions, *document.figures):
            if not 0 <= span.start <= span.end <= len(document.text):
                raise _breach(loader, name, f"a mark of {document.id} ends outside its text")


def _strange(text: str) -> Iterator[str]:
    """Yield texts that are not of any kind, and a sample cut in several places."""
    yield from _STRANGERS
    for part in range(1, 8):
        yield text[: len(text) * part // 8]
        yield text[len(text) * part // 8 :]


def _check_strange(loader: Loader, text: str, name: str) -> None:
    sureness = loader.sniff(text[:SNIFF_CHARACTERS], name)
    if not 0 <= sureness <= 1:
        raise _breach(loader, name, f"sniff returned {sureness!r}")
    settings = Settings(loader=loader.name)
    try:
        prepared = prepare(text.encode(), name, {loader.name: loader}, settings)
    except LoaderError as error:
        if error.__cause__ is not None:
            raise
        return
    for document in prepared.documents:
        start, end = document.trace.region_start, document.trace.region_end
        if undo(document) != text.encode()[start:end]:
            raise _breach(loader, name, f"undoing {text[:20]!r}… does not give its bytes back")


def _breach(loader: Loader, name: str, problem: str) -> LoaderError:
    return LoaderError(
        f"{name} > {loader.path.name}",
        f"{problem[:1].upper()}{problem[1:]}.",
        "Correct the loader.",
    )
