"""How fast pages are read, and how well, beside trafilatura and resiliparse where they are installed.

usage: python tests/bench/articles.py PAGES      as for ``tests/scripts/train_html_model.py``

Processor time of one core. "reading" is the loader alone; "normalize" the whole way to a document, undone.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.trace.changes import undo


def timed(name: str, pages: list[str], read: Callable[[str], object]) -> None:
    """Print how many MB a second one way of reading takes in."""
    size = sum(len(page.encode()) for page in pages)
    start = time.process_time()
    for page in pages:
        read(page)
    spent = time.process_time() - start
    print(f"{name:24} {size / spent / 1e6:8.1f} MB/s")


def main() -> None:
    """Time each way over the same pages."""
    folder = Path(sys.argv[1])
    names = sorted(json.loads((folder / "ground-truth.json").read_text("utf-8")))
    raws = [gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in names]
    pages = [raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n") for raw in raws]
    loader = find_loaders()["html_page"]
    read = loader.read
    assert read is not None
    timed("reading, cold", pages, lambda page: list(read(page, "a.html")))
    timed("reading, warm", pages, lambda page: list(read(page, "a.html")))
    whole = dict(zip(pages, raws, strict=True))
    timed("normalize, cold", pages, lambda page: normalize(whole[page], loader="html_page"))
    timed("normalize, warm", pages, lambda page: normalize(whole[page], loader="html_page"))
    undone = sum(undo(normalize(raw, loader="html_page")[0]) == raw for raw in raws)
    print(f"undone {undone} of {len(raws)}")
    for name, module, function in (
        ("trafilatura", "trafilatura", "extract"),
        ("resiliparse", "resiliparse.extract.html2text", "extract_plain_text"),
    ):
        try:
            peer: Callable[[str], object] = getattr(importlib.import_module(module), function)
        except ImportError:
            print(f"{name:24} not installed")
            continue
        timed(name, pages, peer)


if __name__ == "__main__":
    main()
