"""Sketches: pinned bytes, both ways alike, kept and used again; kernels without a cache folder."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import planted
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup import compiled as swift, sketch_tables as stored
from bdci_corpus.neardup.clusters import components
from bdci_corpus.neardup.comparison import find_near_duplicates
from bdci_corpus.neardup.sketch import SIGNATURE, Sketches, sketch_plainly
from bdci_corpus.neardup.verify import shingles
from bdci_corpus.text import matchkey
from bdci_corpus.text.matchkey import match_key

# ruff: noqa: S603 - seeded corpora; our own program

GOLDEN = {
    ("bdci-oph-5x256x8-1", 2): "e5c536016cf2bdca929650bfb3fbe7c398e5c582ada37cb83b6e8791db6ac6aa",
}
TEXTS = [
    "",
    "智慧助老",
    "智慧助老反诈防骗",
    "數字助老，反詐防騙。" * 3,
    "".join(chr(0x4E00 + 37 * i % 20_000) for i in range(3000)),
    "The quick brown fox jumps over the lazy dog. 1234567890 " * 20,
]


def digest(sketches: Sketches) -> str:
    parts = (sketches.bins, sketches.lengths.astype("<i8"), sketches.digests.astype("<u8"))
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


def test_the_bytes_of_a_sketch_are_a_promise() -> None:
    """Stored sketches must stay comparable: a change here needs another SIGNATURE, or version of the match key."""
    assert digest(sketch_plainly(pa.array(TEXTS, pa.large_string()))) == GOLDEN[SIGNATURE, matchkey.KEY_VERSION]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=400), max_size=6))
@settings(max_examples=100, deadline=None)
def test_kernels_sketch_as_numpy_does(texts: list[str]) -> None:
    array = pa.array([*texts, *TEXTS], pa.large_string())
    plain, compiled = sketch_plainly(array), swift.sketched(array)
    assert digest(plain) == digest(compiled)
    assert plain.anchors.tolist() == compiled.anchors.tolist()
    assert plain.bounds.tolist() == compiled.bounds.tolist()


def test_what_stands_in_two_documents_has_its_anchors_in_both() -> None:
    """Also where one has readings behind its characters, and is in the other script."""
    draw = random.Random(8)
    text = planted.synthetic(draw, 1500)
    longer = planted.synthetic(draw, 4000) + planted.annotated(planted.converter("s2t")(text), draw) + "尾"
    sketches = sketch_plainly(pa.array([text, longer], pa.large_string()))
    one, other = (set(sketches.anchors_of(np.array([row]))[0].tolist()) for row in range(2))
    assert 50 < len(one) < 140
    assert len(one & other) >= 0.9 * len(one)


def test_equal_bins_estimate_the_jaccard_similarity() -> None:
    """Root-mean-square error near sqrt(J (1 - J) / 256), at most 0.032."""
    draw = random.Random(1)
    errors = []
    for share in (0.01, 0.03, 0.06, 0.1):
        for _ in range(25):
            text = planted.synthetic(draw, 2000)
            copy = planted.edited(text, draw, share)
            bins = sketch_plainly(pa.array([text, copy], pa.large_string())).bins[:, 0]
            estimate = ((bins[0] == bins[1]).mean() - 1 / 256) / (1 - 1 / 256)
            one, other = (shingles(match_key(own)) for own in (text, copy))
            errors.append(estimate - len(one & other) / len(one | other))
    assert np.sqrt(np.mean(np.square(errors))) < 0.035


def test_a_grown_corpus_sketches_only_what_is_new(tmp_path: Path) -> None:
    corpus = planted.corpus(0.1, seed=3, lengths=(50, 400))
    names = [f"d{i:03}" for i in range(len(corpus.texts))]
    half = len(names) // 2
    old = find_near_duplicates(corpus.texts[:half], names[:half])
    pq.write_table(old.sketches(), tmp_path / "sketches.parquet")
    kept = pq.read_table(tmp_path / "sketches.parquet")
    changed = ["完全不同的文字" * 9, *corpus.texts[1:]]
    fresh = find_near_duplicates(changed, names, overlaps=True)
    again = find_near_duplicates(changed, names, overlaps=True, sketches=kept)
    assert again.counts["sketched"] == sum(text not in corpus.texts[:half] for text in changed)
    assert again.pairs.equals(fresh.pairs)
    assert again.overlaps.equals(fresh.overlaps)
    assert again.sketches().equals(fresh.sketches())


def test_sketches_of_another_making_are_not_used() -> None:
    kept = find_near_duplicates(["智慧助老反诈防骗"]).sketches()
    other = kept.replace_schema_metadata({b"signature": b"another"})
    result = find_near_duplicates(["智慧助老反诈防骗"], sketches=other)
    assert result.counts["sketched"] == 1
    with pytest.raises(ComparisonError, match="made in another way"):
        stored.estimated_pairs(kept, other)


def test_sketches_alone_find_the_near_copy_of_a_text_that_is_gone() -> None:
    draw = random.Random(1)
    gone = [planted.synthetic(draw, 900) for _ in range(5)]
    own = [planted.jammed(gone[2], draw), planted.edited(gone[4], draw, 0.01), planted.synthetic(draw, 900)]
    kept = find_near_duplicates(gone, ["a", "b", "c", "d", "e"]).sketches()
    found = stored.estimated_pairs(find_near_duplicates(own).sketches(), kept)
    assert [(row["id_a"], row["id_b"]) for row in found.to_pylist()] == [(0, "c"), (1, "e")]


KERNEL = """
import numpy as np
from bdci_corpus.compiling import compiled
from bdci_corpus.neardup.kernels import bands
one, counts = np.zeros(1, np.int64), np.empty(1, np.int64)
kernel = compiled(bands.equal_bins)
kernel(np.zeros((2, 2, 32), np.uint64), 0, one, one + 1, counts)
assert counts[0] == 256
print(sum(kernel.stats.cache_hits.values()), sum(kernel.stats.cache_misses.values()), kernel.stats.cache_path)
"""


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    """An installation that kernels cannot be cached in: a file stands where their folder would (so for root too)."""
    package = Path(matchkey.__file__).parents[1]
    copied = tmp_path / "site" / package.name
    shutil.copytree(package, copied, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / "__pycache__").touch()
    return copied.parent


def cached(program: str, site: Path, home: Path) -> str:
    """Run a program against an installation, with a home folder, and return what it prints."""
    unset = {"NUMBA_CACHE_DIR", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"HOME": str(home), "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=site, timeout=300)
    return done.stdout.strip()


def test_kernels_are_cached_for_the_user_where_the_installation_is_read_only(read_only: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    hits, misses, path = cached(KERNEL, read_only, home).split()
    assert (hits, misses) == ("0", "1")
    assert Path(path).is_relative_to(home)
    assert list(Path(path).glob("*.nbc"))
    assert cached(KERNEL, read_only, home).split() == ["1", "0", path]


def test_kernels_work_where_nothing_can_be_written(read_only: Path, tmp_path: Path) -> None:
    """As in a container: they are compiled anew, and everything works."""
    (tmp_path / "home").touch()
    assert cached(KERNEL, read_only, tmp_path / "home") == "0 1 None"


def test_a_handful_of_documents_is_compared_in_a_read_only_installation(read_only: Path, tmp_path: Path) -> None:
    """With NumPy: nothing is compiled, so nothing needs a cache."""
    (tmp_path / "home").touch()
    program = (
        "import sys; from bdci_corpus.neardup import find_near_duplicates as f;"
        "print(f(['智慧助老反诈防骗' * 20] * 5, overlaps=True).pairs.num_rows, 'numba' in sys.modules)"
    )
    assert cached(program, read_only, tmp_path / "home") == "4 False"


@given(st.integers(1, 40), st.data())
@settings(max_examples=100, deadline=None)
def test_components_are_what_a_search_finds(count: int, data: st.DataObject) -> None:
    node = st.integers(0, count - 1)
    edges = data.draw(st.lists(st.tuples(node, node), max_size=60))
    labels = list(range(count))
    for _ in range(count):
        for a, b in edges:
            labels[a] = labels[b] = min(labels[a], labels[b])
    left, right = [a for a, _ in edges], [b for _, b in edges]
    assert components(count, left, right).tolist() == labels


def test_components_of_a_long_path_take_few_rounds() -> None:
    order = np.random.default_rng(1).permutation(200_000)
    assert not components(200_000, order[:-1], order[1:]).any()


@pytest.mark.parametrize(("left", "right"), [([0], []), ([0], [5]), ([-1], [0])])
def test_components_refuse_edges_that_are_none(left: list[int], right: list[int]) -> None:
    with pytest.raises(ValueError, match="edge"):
        components(5, left, right)
