"""How fast one core cleans text, in MB of UTF-8 a second of its own time.

    python tests/bench/normalize.py laws.parquet            clean, noisy, pinyin; each rule; peers
    python tests/bench/normalize.py --linear                doubling up to 64 MB; crafted lines
    python tests/bench/normalize.py --linear --largest 8

A file is Parquet with a column ``text``, or text. Nothing here fails by the clock.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

from noise import clean, jammer, pinyin, seeded, width  # noqa: E402

from bdci_corpus.compiling import PACE  # noqa: E402
from bdci_corpus.documents.read import (  # noqa: E402
    PART,
    read_bytes,
)
from bdci_corpus.documents.settings import Settings  # noqa: E402
from bdci_corpus.licenses.terms import Terms  # noqa: E402 - found by the path above
from bdci_corpus.loading.scripts import find_loaders  # noqa: E402
from bdci_corpus.records import Document  # noqa: E402
from bdci_corpus.release.schema import EDIT, Row  # noqa: E402
from bdci_corpus.release.tables import unplaced_table  # noqa: E402
from bdci_corpus.rules.context import Context  # noqa: E402
from bdci_corpus.rules.order import RULES  # noqa: E402
from bdci_corpus.rules.pinyin import is_annotated  # noqa: E402
from bdci_corpus.rules.rule import Rule  # noqa: E402
from bdci_corpus.text.lines import lines_in  # noqa: E402
from bdci_corpus.text.scan import scan_of  # noqa: E402
from bdci_corpus.trace.arrow import edits_column  # noqa: E402

SAMPLE = 4_000_000
"""How many bytes are made noisy, and shown to each rule and each peer."""

INTERESTING = '字　 \t\n，,。(（"“’-|<>&@:/#*`~[]A1.ā╇万'


def texts_of(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        yield from pq.read_table(path)["text"].to_pylist() if path.suffix == ".parquet" else [path.read_text("utf-8")]


def first(texts: Sequence[str], size: int) -> list[str]:
    chosen, total = [], 0
    for text in texts:
        chosen.append(text)
        total += len(text.encode())
        if total >= size:
            break
    return chosen


def to_tables(raws: Sequence[bytes]) -> list[pa.Table]:
    """Do what a shard of a build does: bytes to the columns of documents and their traces, part by part."""
    loaders, settings = find_loaders(), Settings()
    tables, documents, held = [], list[Document](), 0
    for number, raw in enumerate(raws):
        documents += read_bytes(raw, f"{number}.txt", loaders, settings).documents
        held += len(documents[-1].text)
        if held >= PART or number + 1 == len(raws):
            tables.append(to_table(documents))
            documents, held = [], 0
    return tables


def to_table(documents: Sequence[Document]) -> pa.Table:
    rows = [Row(document=document, source="bench", terms=Terms(), known={}) for document in documents]
    edits = edits_column([document.trace for document in documents], pa.list_(EDIT))
    return unplaced_table(rows, {}).append_column("edits", edits)


def seconds(work: Callable[[], object]) -> float:
    """Return this process's own time for a piece of work: the best of five runs."""
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def show(name: str, texts: Sequence[str], work: Callable[[], object]) -> None:
    size = sum(len(text.encode()) for text in texts)
    print(f"{name:<28}{size / 1e6:8.1f} MB{size / 1e6 / seconds(work):10.1f} MB/s", flush=True)


def whole(name: str, texts: Sequence[str]) -> None:
    raws = [text.encode() for text in texts]
    show(name, texts, lambda: to_tables(raws))


def by_rule(texts: Sequence[str]) -> None:
    contexts = [Context(file_text=text, annotated=is_annotated(text)) for text in texts]
    for rule in RULES:

        def work(rule: Rule = rule) -> None:
            for text, context in zip(texts, contexts, strict=True):
                scan_of.cache_clear()
                lines_in.cache_clear()
                rule.find(text, context)

        show(f"  {rule.name}", texts, work)


def peers(texts: Sequence[str]) -> None:
    """Run the nearest thing that each peer has, where it is installed."""

    def ftfy(text: str) -> object:
        return importlib.import_module("ftfy").fix_text(text)

    def datatrove(text: str) -> object:
        return importlib.import_module("datatrove.utils.text").simplify_text(text)

    def data_juicer(text: str) -> object:
        module = importlib.import_module("data_juicer.ops.mapper.fix_unicode_mapper")
        return module.FixUnicodeMapper().process_batched({"text": [text]})

    for peer in (ftfy, datatrove, data_juicer):
        try:
            peer(texts[0])
        except ImportError:
            print(f"{peer.__name__:<28}    not installed")
            continue
        show(peer.__name__, texts, lambda peer=peer: [peer(text) for text in texts])


def compare(paths: Sequence[Path]) -> None:
    PACE.enough = 0
    texts = list(texts_of(paths))
    chance = seeded(1)
    sample = first(texts, SAMPLE)
    noisy = [jammer.jam(width.fold(text, chance, share=1.0).text, chance).text for text in sample]
    read = [pinyin.annotate(clean.traditional(text), chance, style="half").text for text in first(texts, SAMPLE // 2)]
    whole("clean", texts)
    whole("jammer and width", noisy)
    whole("pinyin", read)
    for name, some in (("clean", sample), ("jammer and width", noisy), ("pinyin", read)):
        print(f"each rule alone, with its own scan: {name}")
        by_rule(some)
    peers(sample)


def growing(name: str, unit: str, largest: int) -> None:
    """Print the speed as the size doubles, which stays level where the work is linear."""
    size, speeds = 1 << 20, []
    while size <= largest << 20:
        raw = (unit * (size // len(unit.encode()))).encode()
        start = time.process_time()
        to_tables([raw])
        speeds.append(len(raw) / 1e6 / (time.process_time() - start))
        size *= 2
    print(f"{name:<28}{''.join(f'{speed:9.1f}' for speed in speeds)}  MB/s", flush=True)


def linear(largest: int) -> None:
    PACE.enough = 0
    chance = seeded(1)
    page = clean.prose(chance, paragraphs=40)
    jammed = jammer.jam(width.fold(page, chance).text, chance).text
    to_tables([page.encode(), jammed.encode()])  # loads the kernels
    print(f"one document of 1, 2, 4, … {largest} MiB")
    for name, unit in (("clean", page), ("one line", page.replace("\n", "")), ("noisy", jammed)):
        growing(name, unit if name == "one line" else unit + "\n\n", largest)
    print("lines of one or two characters, 10⁵ and 10⁶ of them: the slowest by seconds a million")
    slow = []
    for pair in sorted({"".join(sorted(pair)) for pair in product(INTERESTING, repeat=2)}):
        times = []
        for count in (100_000, 1_000_000):
            raw = f"第一行。\n{pair * (count // 2)}x\n".encode()
            start = time.process_time()
            to_tables([raw])
            times.append(time.process_time() - start)
        slow.append((times[1], times[1] / times[0], pair))
    for elapsed, ratio, pair in sorted(slow, reverse=True)[:10]:
        print(f"{pair!r:<28}{elapsed:8.2f} s{ratio:8.1f} times as long as a tenth of it", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--linear", action="store_true", help="show that the work grows with the text, not faster")
    parser.add_argument("--largest", type=int, default=64, help="the largest document of --linear, in MiB")
    arguments = parser.parse_args()
    if arguments.linear:
        linear(arguments.largest)
    else:
        compare(arguments.paths)


if __name__ == "__main__":
    main()
