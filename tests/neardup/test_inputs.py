"""What can be given to compare, what is refused and with which words, and what a result can be asked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import datasets
import numpy as np
import pandas as pd
import planted
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.errors import ComparisonError, CorpusError
from bdci_corpus.neardup.comparison import find_near_duplicates
from bdci_corpus.neardup.dispatch import SizeThresholds
from bdci_corpus.neardup.results import NearDuplicates

TEXTS = ["智慧助老反诈防骗", None, "智慧助老反詐防騙", "别的什么东西"]
ROWS = [{"text": text, "label": 1} for text in TEXTS]


def generated() -> Iterator[dict[str, object]]:
    yield from ROWS


def odd_frame() -> pd.DataFrame:
    """Return what is left of a frame after filtering and shuffling: an index that repeats, NaN, mixed columns."""
    return pd.DataFrame({"text": [*TEXTS[:1], np.nan, *TEXTS[2:]], "mixed": [1, "a", {}, None]}, index=[7, 7, 3, 0])


INPUTS: dict[str, Callable[[], object]] = {
    "list": lambda: TEXTS,
    "list with NaN": lambda: [TEXTS[0], float("nan"), *TEXTS[2:]],
    "list with NA": lambda: [TEXTS[0], pd.NA, *TEXTS[2:]],
    "generator": lambda: (text for text in TEXTS),
    "values of a dict": lambda: dict(enumerate(TEXTS)).values(),
    "rows": lambda: ROWS,
    "generator of rows": generated,
    "columns": lambda: {"text": TEXTS, "label": [1, 2, 3, 4]},
    "numpy": lambda: np.array(TEXTS, dtype=object),
    "pandas series": lambda: odd_frame()["text"],
    "pandas strings": lambda: pd.Series(TEXTS, dtype="string"),
    "pandas categories": lambda: pd.Series(TEXTS, dtype="category"),
    "pandas": odd_frame,
    "pandas in pieces": lambda: pd.concat([pd.Series(TEXTS[:2]), pd.Series(TEXTS[2:])]),
    "polars": lambda: pl.DataFrame({"text": TEXTS}),
    "polars series": lambda: pl.Series(TEXTS),
    "polars lazy": lambda: pl.LazyFrame({"text": TEXTS}),
    "record batch": lambda: pa.record_batch({"text": TEXTS}),
    "reader": lambda: pa.table({"text": TEXTS}).to_reader(max_chunksize=1),
    "dataset": lambda: datasets.Dataset.from_dict({"text": TEXTS, "n": [1, 2, 3, 4]}),
    "numpy dataset": lambda: datasets.Dataset.from_dict({"text": TEXTS}).with_format("numpy"),
    "stream": lambda: datasets.Dataset.from_dict({"text": TEXTS}).to_iterable_dataset(),
    "generated stream": lambda: datasets.IterableDataset.from_generator(generated),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_takes(kind: str) -> None:
    pairs = find_near_duplicates(INPUTS[kind]()).pairs
    assert [(row["id_a"], row["id_b"]) for row in pairs.to_pylist()] == [(0, 2)]


@pytest.mark.parametrize(
    "convert",
    [pa.table, pd.DataFrame, pl.DataFrame, datasets.Dataset.from_dict, dict, lambda t: pa.table(t).to_pylist()],
)
def test_takes_ids_from_a_column_of_any_table(convert: Callable[[dict[str, list[object]]], object]) -> None:
    table = convert({"id": ["d", "c", "b", "a"], "text": list(TEXTS)})
    assert find_near_duplicates(table).pairs["id_a"].to_pylist() == ["b"]
    assert find_near_duplicates(table, ids=[4, 3, 2, 1]).pairs["id_a"].to_pylist() == [2]


@pytest.mark.parametrize(
    "convert",
    [
        lambda one, other: datasets.DatasetDict(
            train=datasets.Dataset.from_dict({"text": one}), test=datasets.Dataset.from_dict({"text": other})
        ),
        lambda one, other: {"train": one, "test": other},
        lambda one, other: {"train": pd.DataFrame({"text": one}), "test": iter(other)},
    ],
)
def test_splits_are_compared_together_and_ids_begin_with_them(convert: Callable[..., object]) -> None:
    found = find_near_duplicates(convert(TEXTS[:2], TEXTS[2:]))
    assert found.pairs.select(["id_a", "id_b"]).to_pylist() == [{"id_a": "test/0", "id_b": "train/0"}]


def test_takes_the_path_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": TEXTS}), path)
    assert find_near_duplicates(path).pairs.equals(find_near_duplicates(TEXTS).pairs)
    assert find_near_duplicates(TEXTS[:1], against=path).pairs["id_b"].to_pylist() == [0, 2]


REFUSED: dict[str, tuple[object, str]] = {
    "string": ("一篇文章", "The texts are a single string. Give a list"),
    "bytes": (b"abc", "The texts are bytes"),
    "number": (7, "The texts are an int. Give an iterable"),
    "none": (None, "The texts are a NoneType"),
    "set": ({"a", "b"}, "A set has no order"),
    "bytes in a list": ([b"a"], "A text is not a string but bytes"),
    "numbers in pandas": (pd.Series([1, 2]), "The texts are int64, not strings"),
    "mixed pandas": (pd.Series(["a", 2]), "The texts cannot be read"),
    "frame without text": (pd.DataFrame({"正文": ["a"]}), 'There is no column "text", only 正文'),
    "polars without text": (pl.DataFrame({"body": ["a"]}), 'no column "text", only body'),
    "twice the same name": (pd.DataFrame([["a", "b"]], columns=["text", "text"]), 'Several columns are called "text"'),
    "dataset without text": (datasets.Dataset.from_dict({"body": ["a"]}), 'no column "text", only body'),
    "stream without text": (datasets.IterableDataset.from_generator(lambda: iter([{"b": ""}])), 'no column "text"'),
    "one row": ({"body": "a", "label": 1}, 'no column "text", only body, label'),
    "rows without text": ([{"body": "a"}], 'no column "text", only body'),
    "rows and texts": ([{"text": "a"}, "b"], "A row is a str"),
    "matrix": (np.array([["a"]]), "an array of 2 dimensions"),
    "path": (Path("nowhere.parquet"), "There is no such file"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refuses_with_one_clear_error(kind: str) -> None:
    texts, message = REFUSED[kind]
    with pytest.raises(CorpusError, match=message) as caught:
        find_near_duplicates(texts)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("threshold", [0, -1, 2, float("nan"), "0.7", None, True])
def test_a_threshold_is_a_number_above_0_up_to_1(threshold: object) -> None:
    with pytest.raises(ComparisonError, match="The threshold is"):
        find_near_duplicates(TEXTS, threshold=threshold)  # type: ignore[arg-type]


def test_a_threshold_of_one_is_equality() -> None:
    assert find_near_duplicates(TEXTS, threshold=1).pairs.num_rows == 1


@given(seed=st.integers(0, 1000), higher=st.sampled_from([0.5, 0.62, 0.7, 0.85, 1]))
@settings(max_examples=15, deadline=None)
def test_a_threshold_that_is_moved_finds_what_a_new_comparison_finds(seed: int, higher: float) -> None:
    draw = random.Random(seed)
    base = planted.synthetic(draw, 200)
    texts = [planted.edited(base, draw, draw.random() / 6) for _ in range(12)]
    texts += [planted.annotated(base, draw), base, base]
    moved, anew = find_near_duplicates(texts, threshold=0.5).at(higher), find_near_duplicates(texts, threshold=higher)
    assert moved.pairs.equals(anew.pairs)
    assert moved.clusters.equals(anew.clusters)
    assert moved.groups() == anew.groups()
    assert (moved.threshold, moved.recall) == (anew.threshold, anew.recall)
    across = [find_near_duplicates(texts[:8], threshold=low, against=texts[8:]) for low in (0.5, higher)]
    assert across[0].at(higher).pairs.equals(across[1].pairs)


def test_a_threshold_cannot_be_moved_down() -> None:
    with pytest.raises(ComparisonError, match=r"Compare anew with threshold=0\.3"):
        find_near_duplicates(TEXTS).at(0.3)


def test_a_result_says_of_whom_not_every_candidate_was_looked_at() -> None:
    draw = random.Random(1)
    base = planted.synthetic(draw, 150)
    texts = [planted.edited(base, draw, 0.01) for _ in range(60)] + [planted.synthetic(draw, 150) for _ in range(20)]
    for plain_bytes in (1 << 40, -1):
        whole = find_near_duplicates(texts, limits=SizeThresholds(plain_bytes=plain_bytes))
        assert whole.counts["crowded"] == len(whole.crowded) == 0
        for limits in (
            SizeThresholds(plain_bytes=plain_bytes, large=20),
            SizeThresholds(plain_bytes=plain_bytes, crowded=12),
        ):
            sampled = find_near_duplicates(texts, limits=limits)
            missed = set(map(tuple, pairs(whole))) - set(map(tuple, pairs(sampled)))
            assert missed
            assert {end for pair in missed for end in pair} <= set(sampled.crowded.to_pylist()) <= set(range(60))


def pairs(found: NearDuplicates) -> list[tuple[int, int]]:
    table = found.pairs
    return list(zip(table["id_a"].to_pylist(), table["id_b"].to_pylist(), strict=True))


def test_a_notebook_shows_pairs_and_runs_nothing_that_stands_in_them() -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)">' * 3
    found = find_near_duplicates([hostile, hostile, "甲" * 500, "甲" * 500], ids=["<b>", "&", "c", "d"])
    html = found._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;b&gt;" in html
    assert "4 texts" in html
    assert "甲" * 121 not in html
    against = find_near_duplicates(["子丑寅卯辰巳"], against=["子丑寅卯辰巳", "午未申酉戌亥"])
    assert against._repr_html_().count("子丑寅卯辰巳") == 2
    assert "no pairs" in find_near_duplicates([])._repr_html_()
