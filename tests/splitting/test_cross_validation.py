"""``LedgerSplit`` is a splitter of scikit-learn's, and its cuts are those of the release."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from scipy.sparse import csr_matrix
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, check_cv, cross_val_predict, cross_val_score, cross_validate

from bdci_corpus import LedgerSplit, load_dataset
from bdci_corpus.building import build
from bdci_corpus.errors import SplitError
from bdci_corpus.splitting import cross_validation

X = np.arange(24, dtype=float).reshape(12, 2)
Y = np.array([0, 1] * 6)
FOLDS = [0, 0, 1, 1, 2, 2, 0, 1, 2, None, None, None]
SPLITS = ["train"] * 9 + ["validation"] * 3


def test_its_examples_run() -> None:
    assert doctest.testmod(cross_validation).attempted
    assert not doctest.testmod(cross_validation).failed


@pytest.mark.parametrize(("cuts", "count"), [(LedgerSplit(SPLITS, FOLDS), 3), (LedgerSplit(SPLITS), 1)])
def test_scikit_learn_takes_it(cuts: LedgerSplit, count: int) -> None:
    assert check_cv(cuts) is cuts
    for rows in (X, csr_matrix(X), X.tolist(), pd.DataFrame(X)):
        assert len(cross_val_score(DummyClassifier(), rows, Y, cv=cuts)) == count
    search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=cuts).fit(X, Y)
    assert search.n_splits_ == count
    found = cross_validate(DummyClassifier(), X, Y, cv=cuts, return_indices=True)["indices"]
    for train, test in zip(found["train"], found["test"], strict=True):
        assert not set(train) & set(test)


def test_cross_val_predict_takes_folds_that_are_all_of_the_rows() -> None:
    predicted = cross_val_predict(DummyClassifier(), X[:9], Y[:9], cv=LedgerSplit(SPLITS[:9], FOLDS[:9]))
    assert len(predicted) == 9


def test_the_cuts_are_those_of_the_release(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(12):
        text = f"第{number}封信：{'山水云雨风雪'[number % 6] * (number + 3)}，盼早日回信，家中一切都好，勿念。"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[corpus]\nname = "letters"\nraw = "raw"\n[[sources]]\nname = "all"\nfiles = ["raw/*"]\nlicense = "CC0-1.0"\n'
        'restriction = "open"\n[splits]\nratios = { train = 0.75, validation = 0.25 }\nfolds = 3\n',
        encoding="utf-8",
    )
    release = build(tmp_path, out=tmp_path / "out", workers=1).release
    frame = pd.concat(pd.read_parquet(path) for path in sorted((release / "documents").glob("*.parquet")))
    (train, test) = next(iter(LedgerSplit.of(frame).split(frame)))
    assert set(frame["split"].iloc[train]) == {"train"}
    assert set(frame["split"].iloc[test]) == {"validation"}
    for train, test in LedgerSplit.of(frame, folds=True).split(frame):
        assert not set(frame["group_id"].iloc[train]) & set(frame["group_id"].iloc[test])
        assert len(set(frame["fold"].iloc[test])) == 1
    rows = load_dataset(release)["train"]
    assert LedgerSplit.of(rows, folds=True).get_n_splits() == 3
    table = pq.read_table(release / "documents", partitioning=None)
    assert LedgerSplit.of(table.to_pydict()).get_n_splits() == 1


@pytest.mark.parametrize(
    ("splits", "folds", "problem"),
    [
        (["train"], None, "No cut can be made"),
        (["validation", "test"], None, "No cut can be made"),
        ([], None, "the splits are none"),
        (["train"] * 3, [0, 0, None], "No cut can be made"),
        (["train"] * 3, [0, 1], "2 folds for 3 rows"),
    ],
)
def test_what_gives_no_cut_is_said(splits: list[str], folds: list[int | None] | None, problem: str) -> None:
    with pytest.raises(SplitError, match=problem):
        LedgerSplit(splits, folds)


def test_rows_of_another_number_are_refused() -> None:
    with pytest.raises(SplitError, match="X has 5 rows, and the splitter knows 12"):
        next(LedgerSplit(SPLITS).split(X[:5]))
