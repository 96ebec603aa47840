"""Near-duplicates beside whichever of their peers are installed: speed, recall, precision, memory.

    python tests/bench/neardup.py compare --megabytes 70 --natural laws.parquet
    python tests/bench/neardup.py laws laws.parquet laws_pairs.parquet
    python tests/bench/neardup.py stages corpus.parquet
    python tests/bench/neardup.py million
    python tests/bench/neardup.py kernel
    python tests/bench/neardup.py cold
    python tests/bench/neardup.py start
    python tests/bench/neardup.py guard
    python tests/bench/neardup.py families --documents 2000
    python tests/bench/neardup.py huge

Each run is a process of its own, held to the same processors and memory, and reads the same Parquet
file. A seed fixes the corpus. Nothing here fails by the clock.
"""

# ruff: noqa: E501 - forms are a line each

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

Found = set[tuple[int, int]]
Spent = dict[str, tuple[float, float]]
"""Seconds of the clock and of processors, by stage."""

MEMORY = 4 << 30
SHINGLE = 5
PERMUTATIONS = 128


# Ours and the peers: texts to pairs of rows


def ours(path: str, threshold: float, workers: int, *, overlaps: bool = False) -> pa.Table:
    """Compare as ``bdci-corpus dups`` does: the file is read in batches while it is sketched."""
    from bdci_corpus.neardup.comparison import find_near_duplicates
    from bdci_corpus.neardup.files import read_texts

    texts = read_texts(Path(path), "text", "id")
    return find_near_duplicates(texts, threshold=threshold, workers=workers, overlaps=overlaps).pairs


def ours_with_overlaps(path: str, threshold: float, workers: int) -> pa.Table:
    return ours(path, threshold, workers, overlaps=True)


def as_found(result: Found | pa.Table) -> Found:
    """Return what a way found as a set of pairs; the tables that ours gives, after its time was taken."""
    if isinstance(result, set):
        return result
    pairs = result.filter(pa.compute.equal(result["kind"], "duplicate"))
    return set(zip(pairs["id_a"].to_pylist(), pairs["id_b"].to_pylist(), strict=True))


def _read(path: str) -> pa.ChunkedArray:
    return pq.read_table(path, columns=["text"])["text"]


def _shingles(text: str) -> set[str]:
    return {text[i : i + SHINGLE] for i in range(max(len(text) - SHINGLE + 1, 1))}


def datasketch(path: str, threshold: float, workers: int) -> Found:
    del workers
    from datasketch import MinHash, MinHashLSH

    index, found = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS), set()
    for place, text in enumerate(_read(path).to_pylist()):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in _shingles(text)])
        found.update((other, place) for other in index.query(sketch))
        index.insert(place, sketch)
    return found


def rensa(path: str, threshold: float, workers: int) -> Found:
    del workers
    from rensa import RMinHash, RMinHashLSH

    index, found = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=16), set()
    sketches = []
    for place, text in enumerate(_read(path).to_pylist()):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(list(_shingles(text)))
        near = (other for other in index.query(sketch) if sketches[other].jaccard(sketch) >= threshold)
        found.update((other, place) for other in near)
        sketches.append(sketch)
        index.insert(place, sketch)
    return found


def gaoya(path: str, threshold: float, workers: int) -> Found:
    del workers
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=threshold,
        num_bands=32,
        band_size=4,
        analyzer="char",
        ngram_range=(SHINGLE, SHINGLE),
        lowercase=False,
    )
    strings = _read(path).to_pylist()
    index.par_bulk_insert_docs(list(range(len(strings))), strings)
    near = index.par_bulk_query(strings)
    return {(min(a, b), max(a, b)) for a, own in enumerate(near) for b in own if a != b}


def daft(path: str, threshold: float, workers: int) -> Found:
    """Sketch with daft (whose words are our characters) and band by hand, as its guide does."""
    del workers
    import daft as engine

    spaced = pa.array([" ".join(text) for text in _read(path).to_pylist()], pa.large_string())
    frame = engine.from_arrow(pa.table({"text": spaced}))
    sketch = engine.col("text").minhash(num_hashes=PERMUTATIONS, ngram_size=SHINGLE, seed=1)
    rows = frame.select(sketch.alias("sketch")).to_arrow()["sketch"].combine_chunks()
    return _banded(np.asarray(rows.flatten()).reshape(len(spaced), PERMUTATIONS), threshold)


def _banded(sketches: np.ndarray, threshold: float, rows: int = 4) -> Found:
    found: Found = set()
    for band in range(0, sketches.shape[1], rows):
        buckets: dict[bytes, list[int]] = {}
        for place, cells in enumerate(np.ascontiguousarray(sketches[:, band : band + rows])):
            buckets.setdefault(cells.tobytes(), []).append(place)
        found.update((a, b) for own in buckets.values() for b in own for a in own if a < b)
    return {(a, b) for a, b in found if (sketches[a] == sketches[b]).mean() >= threshold}


def text_dedup(path: str, threshold: float, workers: int) -> Found:
    """Run the command and ask it whom it put together; its words are what stands between blanks and marks."""
    from text_dedup import minhash

    known = minhash.uf = minhash.UnionFind()
    with tempfile.TemporaryDirectory() as folder:
        options = {"path": "parquet", "data_files": path, "split": "train", "column": "text", "batch_size": 10_000,
                   "ngram": SHINGLE, "min_length": 1, "num_perm": PERMUTATIONS, "threshold": threshold,
                   "num_proc": workers, "cache_dir": f"{folder}/cache", "output": f"{folder}/out"}  # fmt: skip
        command = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        minhash.main(command, standalone_mode=False)
    roots = {a: known.find(a) for a in list(known.parent)}
    return {(min(pair), max(pair)) for pair in roots.items() if pair[0] != pair[1]}


def datatrove(path: str, threshold: float, workers: int) -> Found:
    """Run the three steps in their folders; 14 buckets of 8 hashes are its defaults, near 0.7."""
    del threshold, workers
    from datatrove.data import Document
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature, minhash

    rules = minhash.MinhashConfig(n_grams=SHINGLE)
    with tempfile.TemporaryDirectory() as folder:
        signed, met, joined = (f"{folder}/{name}" for name in ("signed", "met", "joined"))
        documents = (Document(text=text, id=str(place)) for place, text in enumerate(_read(path).to_pylist()))
        MinhashDedupSignature(signed, rules, language="zho").run(documents)
        for bucket in range(rules.num_buckets):
            MinhashDedupBuckets(signed, met, config=rules).run(None, bucket, rules.num_buckets)
        MinhashDedupCluster(met, joined, rules, save_cluster_id=True).run()
        rows = np.frombuffer(Path(joined, "000000.clusters").read_bytes(), "<u4").reshape(-1, 2).tolist()
    first: dict[int, int] = {}
    return {(first[cluster], row) for row, cluster in sorted(rows) if first.setdefault(cluster, row) != row}


WAYS: dict[str, tuple[str, Callable[[str, float, int], Found]]] = {
    "ours": ("numba", ours),
    "ours, overlaps": ("numba", ours_with_overlaps),
    "datasketch": ("datasketch", datasketch),
    "rensa": ("rensa", rensa),
    "gaoya": ("gaoya", gaoya),
    "daft": ("daft", daft),
    "text-dedup": ("text_dedup", text_dedup),
    "datatrove": ("datatrove", datatrove),
}
UNSUPPORTED = ("data_juicer",)
"""A pipeline over folders with a machine-learning stack: not driven from here."""


# One run


def run(way: str, path: str, threshold: float, workers: int) -> None:
    """Compare and print what happened as JSON; ours loads its kernels on a first, small comparison."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:workers])
    function = WAYS[way][1]
    if way.startswith("ours"):
        with tempfile.TemporaryDirectory() as folder:
            few = Path(folder, "few.parquet")
            first = next(pq.ParquetFile(path).iter_batches(2000, columns=["text"]))
            pq.write_table(pa.Table.from_batches([first]), few)
            function(str(few), threshold, workers)
    best, busy = float("inf"), float("inf")
    for _ in range(5 if way.startswith("ours") else 1):
        start, start_busy = time.perf_counter(), processor_seconds()
        found = function(path, threshold, workers)
        best = min(best, time.perf_counter() - start)
        busy = min(busy, processor_seconds() - start_busy)
    peak = peak_megabytes()
    size = sum(batch.nbytes for batch in pq.ParquetFile(path).iter_batches(columns=["text"]))
    pairs = sorted(as_found(found))
    print(json.dumps({"seconds": best, "busy": busy, "peak": peak, "bytes": size, "pairs": pairs}))


def processor_seconds() -> float:
    """Return what this program and its children took of the processors: other work does not count."""
    return sum(os.times()[:4])


def peak_megabytes() -> int:
    """Return the most memory this program held (``ru_maxrss`` would count the parent's)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def measured(way: str, path: Path, threshold: float, workers: int) -> dict[str, object] | None:
    """Run a way in a process of its own."""
    command = [sys.executable, __file__, "run", way, str(path), str(threshold), str(workers)]
    limit = 3 * MEMORY

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    done = subprocess.run(command, capture_output=True, check=False, text=True, preexec_fn=bounded)  # noqa: S603
    if done.returncode:
        print(f"{way}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])  # what peers log comes before
    return result


# Truth


class Truth:
    """Exact similarities of documents, in both streams, by their definition."""

    def __init__(self, texts: list[str]) -> None:
        """Read nothing yet."""
        self.texts = texts
        self.read: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def streams(self, place: int) -> tuple[frozenset[str], frozenset[str]]:
        """Return the shingles of both streams."""
        from bdci_corpus.neardup.sketch import HAN_LEAST, HAN_SHARE
        from bdci_corpus.neardup.verify import shingles
        from bdci_corpus.text import matchkey

        if place not in self.read:
            entries = matchkey.match_keys([self.texts[place]]).entries
            han = entries[entries >= matchkey.KEY_HAN]
            speaks = len(han) >= HAN_LEAST and len(han) >= HAN_SHARE * len(entries)
            streams = matchkey.key_text(entries), matchkey.key_text(han) if speaks else ""
            self.read[place] = shingles(streams[0]), shingles(streams[1])
        return self.read[place]

    def similarity(self, a: int, b: int) -> float:
        """Return the greater of the two streams' Jaccard similarities."""
        values = [0.0]
        for one, other in zip(self.streams(a), self.streams(b), strict=True):
            shared = len(one & other)
            values.append(shared / max(len(one) + len(other) - shared, 1))
        return max(values)


def grouped(pairs: Iterable[tuple[int, int]], count: int) -> np.ndarray:
    from bdci_corpus.neardup.clusters import components

    both = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return components(count, both[:, 0], both[:, 1])


def scored(found: Found, corpus: pa.Table, truth: Truth, threshold: float) -> dict[str, object]:
    """Return recall of true planted pairs, by noise too, precision, and templates merged."""
    import planted

    kinds, families = corpus["kind"].to_pylist(), corpus["family"].to_pylist()
    known = planted.Planted(truth.texts, kinds, families)
    group = grouped(found, len(kinds))
    true = [pair for pair in known.family_pairs() if truth.similarity(*pair) >= threshold]
    hits = [pair for pair in true if group[pair[0]] == group[pair[1]]]
    by_kind: dict[str, list[bool]] = {}
    for a, b in known.family_pairs():
        if "base" in (kinds[a], kinds[b]):
            other = kinds[b] if kinds[a] == "base" else kinds[a]
            by_kind.setdefault(other, []).append(bool(group[a] == group[b]))
    templates = [place for place, kind in enumerate(kinds) if kind == "template"]
    sizes = np.bincount(group, minlength=len(kinds))
    precise = [truth.similarity(a, b) >= threshold for a, b in found]
    return {
        "true": len(true),
        "recall": len(hits) / max(len(true), 1),
        "precision": sum(precise) / max(len(precise), 1),
        "templates": sum(sizes[group[place]] > 1 for place in templates) / max(len(templates), 1),
        "by_kind": {kind: sum(own) / len(own) for kind, own in sorted(by_kind.items())},
    }


# Verbs


def natural_texts(path: str | None) -> list[str]:
    return pq.read_table(path, columns=["text"])["text"].to_pylist() if path else []


def compare(options: argparse.Namespace) -> None:
    """Print a table of everybody on one planted corpus."""
    import planted

    made = planted.corpus(options.megabytes, options.seed, natural_texts(options.natural))
    corpus = pa.table({"text": made.texts, "kind": made.kinds, "family": made.families})
    truth = Truth(made.texts)
    print(f"{corpus['text'].nbytes / 1e6:.1f} MB, {len(corpus)} documents, seed {options.seed}")
    print(f"{'':16}{'t':>5}{'cores':>6}{'MB/s':>8}{'a core':>8}{'recall':>8}{'prec.':>7}{'templ.':>7}{'s2t':>6}"
          f"{'jammer':>7}{'pinyin':>7}{'width':>6}{'peak MB':>9}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corpus.parquet")
        pq.write_table(corpus, path, compression="zstd")
        for way, (module, _) in WAYS.items():
            if importlib.util.find_spec(module) is None or (options.only and way not in options.only):
                continue
            for threshold in (0.5, 0.7) if way.startswith("ours") else (0.7,):
                for workers in (1, 2) if way.startswith("ours") else (1,):
                    line(way, measured(way, path, threshold, workers), corpus, truth, threshold, workers)
    missing = [name for name in UNSUPPORTED if importlib.util.find_spec(name) is None]
    print("not installed:", *missing) if missing else None


def line(
    way: str, result: dict[str, object] | None, corpus: pa.Table, truth: Truth, threshold: float, workers: int
) -> None:
    if result is None:
        print(f"{way:16}{threshold:5}{workers:6}  failed")
        return
    found = {(a, b) for a, b in result["pairs"]}
    score = scored(found, corpus, truth, threshold)
    kinds = score["by_kind"]
    speed, a_core = (result["bytes"] / 1e6 / result[name] for name in ("seconds", "busy"))
    cells = "".join(f"{kinds.get(kind, 0):7.3f}" for kind in ("s2t", "jammer", "pinyin", "width"))
    print(f"{way:16}{threshold:5}{workers:6}{speed:8.1f}{a_core:8.1f}{score['recall']:8.4f}{score['precision']:7.3f}"
          f"{score['templates']:7.3f}{cells}{result['peak']:9}")  # fmt: skip


def laws(options: argparse.Namespace) -> None:
    """Compare with the exact truth of a natural corpus."""
    from bdci_corpus.neardup.comparison import find_near_duplicates

    table, truth = pq.read_table(options.texts), pq.read_table(options.pairs).to_pylist()
    for threshold in (0.5, 0.7):
        start = time.perf_counter()
        result = find_near_duplicates(table, threshold=threshold)
        seconds = time.perf_counter() - start
        known = {(row["id_a"], row["id_b"]): row["jaccard"] for row in truth}
        wanted = {pair for pair, jaccard in known.items() if jaccard >= threshold}
        rows = [row for row in result.pairs.to_pylist() if row["kind"] != "contained"]
        found = {(row["id_a"], row["id_b"]): row["jaccard"] for row in rows if row["stream"] == "all"}
        wrong = sum(known.get(pair) != jaccard for pair, jaccard in found.items())
        templates, guarded = (sum(row["kind"] == kind for row in rows) for kind in ("template", "boilerplate"))
        print(f"{threshold}: {len(wanted & found.keys())} of {len(wanted)} pairs, {wrong} with another Jaccard,"
              f" {len(rows) - len(found)} by Han alone, {templates} templates, {guarded} boilerplate,"
              f" {result.pairs.num_rows - len(rows)} contained, {seconds:.2f} s")  # fmt: skip


def million(options: argparse.Namespace) -> None:
    """Compare very many short documents, and say how long each stage takes."""
    from bdci_corpus.neardup.comparison import find_near_duplicates

    draw = np.random.default_rng(options.seed)
    made = []
    weights = 1 / (np.arange(6000) + 3)
    for _ in range(0, options.documents, 50_000):
        size = (min(50_000, options.documents), 500)
        points = 0x4E00 + draw.choice(6000, size, p=weights / weights.sum()).astype("<u4")
        copies = draw.integers(0, size[0], size[0] // 20)
        points[: len(copies)] = points[copies]
        points[: len(copies), :10] = 0x4E00 + draw.integers(0, 6000, (len(copies), 10))
        made.append(pa.array([row.tobytes().decode("utf-32-le") for row in points], pa.large_string()))
    texts = pa.chunked_array(made)
    spent = watched()
    find_near_duplicates(texts.slice(0, 5000))
    spent.clear()
    start, busy = time.perf_counter(), time.process_time()
    result = find_near_duplicates(texts, threshold=options.threshold)
    whole, busy = time.perf_counter() - start, time.process_time() - busy
    peak = peak_megabytes()
    print(f"{len(texts)} documents, {texts.nbytes / 1e6:.0f} MB, threshold {options.threshold}: {whole:.1f} s"
          f" ({busy:.1f} s of processor), {result.pairs.num_rows} pairs, peak {peak} MB")  # fmt: skip
    print_stages(spent, whole, busy)


def stages(options: argparse.Namespace) -> None:
    """Say how long each stage takes on a Parquet file on one core, beside what reading and sketching alone take.

    These two and a copy of memory say how fast the machine is just now, so that figures of two can be compared.
    """
    from bdci_corpus.neardup.compiled import sketched
    from bdci_corpus.neardup.files import read_texts
    from bdci_corpus.neardup.inputs import read
    from bdci_corpus.neardup.texts import batches

    def chunks() -> Iterable[pa.LargeStringArray]:
        return read(read_texts(Path(options.texts), "text", "id"), None, text_column="text", id_column="id").chunks

    size = sum(chunk.nbytes for chunk in chunks()) / 1e6
    find = ours_with_overlaps if options.overlaps else ours
    spent = watched()
    find(options.texts, options.threshold, 1)
    block = np.ones(1 << 27, np.uint8)
    alone = {
        "a copy of memory": (len(block) / 1e6, block.copy),
        "reading": (size, lambda: sum(1 for _ in chunks())),
        "reading, sketching": (size, lambda: [sketched(part) for _, part in batches(chunks())]),
    }
    for name, (megabytes, function) in alone.items():
        _, busy = least(function)
        print(f"{name:22}{busy:7.3f} s of processor{megabytes / busy:9.0f} MB/s")
    best: tuple[float, float, Spent] = (0.0, float("inf"), {})
    for _ in range(3):
        spent.clear()
        whole, busy = least(lambda: find(options.texts, options.threshold, 1), times=1)
        best = min(best, (whole, busy, dict(spent)), key=lambda each: each[1])
    print(
        f"{'comparison':22}{best[1]:7.3f} s of processor{size / best[1]:9.0f} MB/s of {size:.0f}, peak {peak_megabytes()} MB"
    )
    print_stages(best[2], *best[:2])


def least(function: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """Return the least seconds of the clock and of the processor of some runs."""
    whole, busy = float("inf"), float("inf")
    for _ in range(times):
        start, start_busy = time.perf_counter(), time.process_time()
        function()
        whole, busy = min(whole, time.perf_counter() - start), min(busy, time.process_time() - start_busy)
    return whole, busy


def watched() -> Spent:
    """Return what will say how long each stage took, once comparisons have run."""
    from bdci_corpus.neardup import bands, boilerplate, containment, dispatch, overlaps, results, steps

    spent: Spent = {}
    for owner, name, shown in (
        (dispatch, "taken", "reading, sketching"), (steps, "collapse", "equal keys"), (bands, "candidates", "banding"),
        (steps, "short_candidates", "short documents"), (dispatch, "verified", "verifying"),
        (steps.frequency.Frequency, "of", "frequencies"), (boilerplate, "judge", "boilerplate"),
        (results, "representatives", "representatives"), (containment, "candidates", "candidates inside"),
        (dispatch, "contained", "verifying inside"), (dispatch, "fingerprints", "winnowing"),
        (overlaps, "postings", "postings"), (dispatch, "find_shared_runs", "following runs"),
    ):  # fmt: skip
        setattr(owner, name, timed(getattr(owner, name), shown, spent))
    return spent


def print_stages(spent: Spent, whole: float, busy: float) -> None:
    """Print seconds by stage."""
    rest = (total - sum(own) for total, own in zip((whole, busy), zip(*spent.values(), strict=True), strict=True))
    spent["tables and the rest"] = next(rest), next(rest)
    for stage, (seconds, own) in spent.items():
        print(f"  {stage:20}{seconds:7.3f} s{own:7.3f} s of processor")


def timed(function: Callable[..., object], name: str, spent: Spent) -> Callable[..., object]:
    def wrapped(*args: object, **kwargs: object) -> object:
        start = time.perf_counter(), time.process_time()
        result = function(*args, **kwargs)
        before = spent.get(name, (0.0, 0.0))
        spent[name] = before[0] + time.perf_counter() - start[0], before[1] + time.process_time() - start[1]
        return result

    return wrapped


def kernel(options: argparse.Namespace) -> None:
    """Time the kernels alone, one core, best of ten, over 20 MB."""
    import planted

    from bdci_corpus.compiling import compiled
    from bdci_corpus.neardup import compiled as swift, sketch, texts as given
    from bdci_corpus.neardup.kernels import sketch as sketch_kernels

    made = planted.corpus(20, options.seed).texts
    whole = given.Texts.of([pa.array(made, pa.large_string())])
    batches = [batch for _, batch in given.batches(whole.chunks)]
    parts = [(given.Texts.of([batch]), np.arange(len(batch))) for batch in batches]
    folded = [swift.fold(*part) for part in parts]
    kernel = compiled(sketch_kernels.sketch)
    rooms = [sketch.Sketches.empty(len(batch)) for batch in batches]

    def sketch_all() -> None:
        for (entries, offsets), room in zip(folded, rooms, strict=True):
            constants, order = swift.constants(), sketch.lending_order()
            anchors = np.empty(2 * len(entries), np.uint32)
            kernel(entries, offsets, order, constants, room.bins, room.lengths, room.digests, anchors, room.bounds)

    for name, function in (("decode and fold", lambda: [swift.fold(*part) for part in parts]), ("sketch", sketch_all)):
        best = min(_seconds(function) for _ in range(10))
        print(f"{name:16}{whole.nbytes / 1e6 / best:8.0f} MB/s")


def _seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def cold(options: argparse.Namespace) -> None:
    """Time five documents in a new process, everything included."""
    del options
    program = (
        "from bdci_corpus.neardup import find_near_duplicates as f; f(['智慧助老反诈防骗' * 200] * 5, overlaps=True)"
    )
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)  # noqa: S603
        print(f"{time.perf_counter() - start:.2f} s")


def start(options: argparse.Namespace) -> None:
    """Time new processes without kernels and with them: what starting costs, by the size of the texts."""
    import resource

    program = """if True:
        import random, sys
        from bdci_corpus.neardup.comparison import find_near_duplicates
        from bdci_corpus.neardup.dispatch import SizeThresholds
        draw = random.Random(int(sys.argv[3]))
        letters = "".join(map(chr, range(0x4E00, 0x5800)))
        texts = ["".join(draw.choices(letters, k=333)) for _ in range(max(2, int(sys.argv[1]) // 1000))]
        find_near_duplicates(texts, overlaps=True, limits=SizeThresholds(plain_bytes=int(sys.argv[2])))
    """

    def seconds(size: int, plain_bytes: int) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-c", program, str(size), str(plain_bytes), str(options.seed)]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    seconds(3000, 0)  # compiles
    print(f"{'bytes':>10}{'plain':>8}{'kernels':>9}")
    for size in (10_000, 100_000, 1_000_000, 3_000_000):
        plain, kernels = (min(seconds(size, limit) for _ in range(3)) for limit in (1 << 40, 0))
        print(f"{size:10,}{plain:8.2f}{kernels:9.2f}")


FORMS = {
    "weather": "本市天气预报{1~31}日|最高{10~40}度，最低{0~9}度，风力{1~9}级，湿度{20~99}%；|出行注意安全，关注最新预报。",
    "tender": "市政道路养护项目中标公告|预算{100~9999}万元，工期{30~900}天，得分{60.0~99.9}分；|如有异议请以书面形式提出。",
    "exam": "考区成绩通知单|语文{30~150}分，数学{30~150}分，英语{30~150}分；|如有疑问请在规定时间内到学校登记复核。",
    "stock": "收盘播报|开盘{5.0~90.0}元，收盘{5.0~90.0}元，成交{10~9999}万手，换手{0.1~9.9}%；|投资有风险，入市需谨慎。",
    "product": "不锈钢保温杯参数表|容量{200~900}毫升，净重{100~900}克，直径{50~99}毫米，售价{19~399}元；|质保一年，支持退换。",
    "traffic": "高速路况通报|车流{100~9999}辆，平均时速{20~120}公里，事故{0~30}起，拥堵{1~90}公里；|请按提示绕行，谨慎驾驶。",
    "sensor": "Station report follows.|temperature {1~40} humidity {10~99} pressure {900~1100} wind {1~30};|End of the report.",
    "three figures": "本店今日特价|苹果{1~99}元，香蕉{1~99}元，|橙子{1~99}元一斤，欢迎新老顾客光临选购，数量有限售完为止。",
}
"""Forms that the guard was not tuned on, three lines of figures each; the last has but one, too few to judge."""


def guard(options: argparse.Namespace) -> None:
    """Say how many documents of one form are linked, and how many noisy copies are not."""
    import random

    import planted

    from bdci_corpus.neardup.comparison import find_near_duplicates

    print(f"{'':16}{'alike':>7}{'linked':>8}{'copies missed':>15}")
    for name, form in FORMS.items():
        draw = random.Random(options.seed)
        lines = 1 if name == "three figures" else 3
        originals = [planted.template(draw, form, lines) for _ in range(60)]
        noises = ("edits 1%", "edits 2%", "s2t", "width", "jammer", "pinyin", "header")
        copies = [planted.NOISES[noises[i % len(noises)]](text, draw) for i, text in enumerate(originals)]
        pairs = find_near_duplicates(originals, threshold=0.5).pairs.to_pylist()
        linked = sum(row["kind"] == "duplicate" for row in pairs)
        rows = find_near_duplicates(originals, against=copies, threshold=0.5).pairs.to_pylist()
        own = [row["kind"] for row in rows if row["id_a"] == row["id_b"]]
        print(f"{name:16}{len(pairs):7}{linked / max(len(pairs), 1):8.3f}{own.count('template'):8} of {len(own):3}")


def families(options: argparse.Namespace) -> None:
    """Say of collections that share much how many distinct documents are called duplicates, and how many copies are found."""
    import families as made

    from bdci_corpus.neardup.comparison import find_near_duplicates

    print(
        f"{'':16}{'shared':>7}{'documents':>10}{'wrong':>9}{'grouped':>9}{'found':>9}{'pairs':>9}{'s':>7}{'peak MB':>9}"
    )
    for kind in made.KINDS:
        for share in (0.3, 0.6, 0.9):
            given = made.family(kind, options.documents, share, options.seed)
            start = time.perf_counter()
            result = find_near_duplicates(given.texts)
            seconds = time.perf_counter() - start
            linked = as_found(result.pairs)
            group = grouped(linked, len(given.texts))
            copies = {place for pair in given.copies for place in pair}
            wrong = {place for pair in linked - set(given.copies) for place in pair} - copies
            joined = [
                own for own in result.groups() if len({*map(int, own.members)} - {b for _, b in given.copies}) > 1
            ]
            found = sum(group[a] == group[b] for a, b in given.copies)
            print(f"{kind:16}{share:7}{len(given.texts):10}{len(wrong) / len(given.texts):9.4f}"
                  f"{sum(len(own.members) for own in joined) / len(given.texts):9.4f}"
                  f"{found / len(given.copies):9.4f}{result.pairs.num_rows:9}{seconds:7.1f}{peak_megabytes():9}", flush=True)  # fmt: skip


def huge(options: argparse.Namespace) -> None:
    """Compare a document of 50 MB with its edited copy, and 100,000 identical ones."""
    import random

    import planted

    from bdci_corpus.neardup.comparison import find_near_duplicates

    draw = random.Random(options.seed)
    text = planted.synthetic(draw, 17_500_000)
    cases = {
        f"two of {len(text.encode()) / 1e6:.0f} MB": [text, f"{text[:9_000_000]}别的{text[9_000_000:]}"],
        "100,000 identical": [text[:400]] * 100_000,
    }
    for name, texts in cases.items():
        start = time.perf_counter()
        pairs = find_near_duplicates(texts, overlaps=True).pairs
        print(f"{name}: {pairs.num_rows} pairs, {time.perf_counter() - start:.1f} s, peak {peak_megabytes()} MB")


def main() -> None:
    """Read the command line."""
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    verbs = parser.add_subparsers(required=True)
    for verb in (compare, laws, stages, million, kernel, cold, start, guard, families, huge):
        own = verbs.add_parser(verb.__name__, help=verb.__doc__)
        own.set_defaults(verb=verb)
        if verb is compare:
            own.add_argument("--megabytes", type=float, default=70)
            own.add_argument("--natural", help="a Parquet file with a column text, cut into documents")
            own.add_argument("--only", action="append", choices=sorted(WAYS))
        elif verb is laws:
            own.add_argument("texts")
            own.add_argument("pairs")
        elif verb is stages:
            own.add_argument("texts")
            own.add_argument("--threshold", type=float, default=0.7)
            own.add_argument("--overlaps", action="store_true")
        elif verb is families:
            own.add_argument("--documents", type=int, default=2_000)
        elif verb is million:
            own.add_argument("--documents", type=int, default=1_000_000)
            own.add_argument("--threshold", type=float, default=0.7)
    options = parser.parse_args()
    options.verb(options)


if __name__ == "__main__":
    main()
