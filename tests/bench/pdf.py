"""How right and how fast PDFs are read, beside what PDFium itself takes for their text.

    python tests/scripts/make_pdfs.py made && python tests/bench/pdf.py made
    python tests/bench/pdf.py --speed more.pdf another.pdf

Of made documents it is known what stands in them. Nothing here fails by the clock.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "support"), str(TESTS.parent)]

from pdf_scores import score  # noqa: E402 - found by the path above

from bdci_corpus.documents import read as reading  # noqa: E402
from bdci_corpus.documents.normalized import normalize  # noqa: E402
from bdci_corpus.loading import scripts as loading  # noqa: E402
from bdci_corpus.loading.pdf import pages  # noqa: E402
from bdci_corpus.loading.pdf.layers import read  # noqa: E402


def scores(folder: Path, only: str, *, verbose: bool) -> None:
    """Print the scores of made documents, by producer."""
    truths = json.loads((folder / "truth.json").read_text("utf-8"))
    totals: dict[str, Counter[str]] = {}
    for name, made in sorted(truths.items()):
        if only not in name:
            continue
        (document,) = normalize(folder / f"{name}.pdf", loader="pdf_document")
        found = score(made, document)
        totals.setdefault(made["producer"], Counter()).update(found)
        totals.setdefault("all", Counter()).update(found)
        if verbose:
            print(name, told(found))
    for producer, total in totals.items():
        print(f"{producer:12} {told(total)}")


def told(total: Counter[str]) -> str:
    """Return counts as one line."""
    pairs = (
        ("ends", "ends_right", "ends"),
        ("wraps", "wraps_joined", "wraps"),
        ("recall", "headings_found", "headings"),
        ("precision", "headings_found", "headings_marked"),
        ("titles", "titles_right", "titles"),
        ("dates", "dates_right", "dates"),
        ("authors", "authors_right", "dates"),
    )
    shares = (
        f"{label} {total[a]}/{total[b]}" + (f" {total[a] / total[b]:.4f}" if total[b] else "") for label, a, b in pairs
    )
    lost = f"lost {total['lost']} extra {total['extra']} of {total['letters']}"
    return f"{lost} | {' | '.join(shares)} | wrong ends {total['ends_wrong']} | heads {total['heads_left']}"


def speed(paths: Sequence[Path]) -> None:
    """Print pages a second, of ours and of PDFium's own text."""
    for path in paths:
        data = path.read_bytes()
        count, times = len(own_text(data)), []
        for act in (own_text, lambda raw: list(read(raw)), lambda raw: normalize(raw, loader="pdf_document")):
            start = time.process_time()
            act(data)
            times.append(time.process_time() - start)
        own, layers, whole = (count / seconds for seconds in times)
        print(f"{path.name:44} {count:4} pages; a second: PDFium {own:6.0f}  layers {layers:6.0f}  whole {whole:6.0f}")


def own_text(data: bytes) -> list[str]:
    """Return what PDFium says itself."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--untagged", action="store_true", help="read no structure trees")
    chosen = parser.parse_args()
    if chosen.untagged:
        pages.TAGGED = 2.0
    # The processor's time is counted in this process.
    reading.isolated_layers = lambda loader, raw, name, _limits: loading.layers_with(loader, raw, name)
    if chosen.speed:
        speed(chosen.paths)
    else:
        scores(chosen.paths[0], chosen.only, verbose=chosen.verbose)


if __name__ == "__main__":
    main()
