"""How fast pages are read, and how well, beside trafilatura and resiliparse where they are installed.

usage: python tests/bench/articles.py PAGES [--made]      PAGES as for ``tests/scripts/train_html_model.py``

Processor time of one core, the better of two turns, over all pages in turn for each way. "reading" is the loader
alone; "normalize" the whole way to a document. Precision, recall and F1 are those of four-word runs against the
article of each page, every page of the same weight; a peer's title, which it leaves out, is in no truth.
With ``--made`` the same is said of the made Chinese pages whose templates no model was trained on.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path += [str(Path(__file__).parent.parent / folder) for folder in ("scripts", "support")]

from noise.pages import HELD_OUT, made_pages
from train_html_model import runs_of

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

Read = Callable[[str], str | None]

WARM = 30
"""So many pages are read before any clock runs: loops are compiled, caches of patterns are filled."""


def quality(texts: list[str], truths: list[str]) -> str:
    """Return precision, recall and F1, and how many pages of an article came out empty."""
    true = more = less = 0.0
    empty = 0
    for text, truth in zip(texts, truths, strict=True):
        got, want = runs_of(text), runs_of(truth)
        shared = sum((got & want).values())
        whole = sum((got | want).values()) or 1
        true += shared / whole
        more += sum((got - want).values()) / whole
        less += sum((want - got).values()) / whole
        empty += bool(want) and not shared
    precision, recall = true / max(1e-9, true + more), true / max(1e-9, true + less)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  empty {empty}"


def timed(name: str, pages: list[str], read: Read, truths: list[str] | None) -> None:
    """Print how many MB a second one way of reading takes in, and how good it is."""
    size = sum(len(page.encode()) for page in pages)
    for page in pages[:WARM]:
        read(page)
    best, texts = float("inf"), list[str]()
    for _ in range(2):
        start = time.process_time()
        texts = [read(page) or "" for page in pages]
        best = min(best, time.process_time() - start)
    print(f"{name:24} {size / best / 1e6:6.1f} MB/s  {quality(texts, truths) if truths else ''}", flush=True)


def peers() -> Iterator[tuple[str, Read]]:
    """Yield the other extractors that are installed, as their documentation says to call them."""
    for name, module, function, options in (
        ("trafilatura", "trafilatura", "extract", {}),
        ("resiliparse, main content", "resiliparse.extract.html2text", "extract_plain_text", {"main_content": True}),
    ):
        try:
            peer = getattr(importlib.import_module(module), function)
        except ImportError:
            print(f"{name:24} not installed")
            continue
        yield name, lambda page, peer=peer, options=options: peer(page, **options)


def compare(pages: list[str], truths: list[str]) -> None:
    """Time each way over the same pages."""
    loader = find_loaders()["html_page"]
    read = loader.read
    assert read is not None
    raws = {page: page.encode() for page in pages}
    documents: dict[str, list[Document]] = {}

    def whole(page: str) -> str:
        documents[page] = normalize(raws[page], loader="html_page")
        return "\n\n".join(document.text for document in documents[page])

    timed("reading", pages, lambda page: str(len(list(read(page, "a.html")))), None)
    timed("normalize", pages, whole, truths)
    proved = sum(b"".join(map(undo, documents[page])) == raws[page] for page in pages)
    print(f"undone {proved} of {len(pages)}")
    for name, peer in peers():
        timed(name, pages, peer, truths)


def main() -> None:
    """Compare on real pages, or on made ones."""
    if "--made" in sys.argv:
        made = [page for page in made_pages() if page.template in HELD_OUT]
        compare([page.html for page in made], [page.article for page in made])
        return
    folder = Path(sys.argv[1])
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    raws = [gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in sorted(truth)]
    pages = [raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n") for raw in raws]
    compare(pages, [truth[name].get("articleBody", "") for name in sorted(truth)])


if __name__ == "__main__":
    main()
