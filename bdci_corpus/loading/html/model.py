"""How likely each block of a page is the article's: two small logistic models, one upon the other.

The first sees each block with its place; the second sees again, with what the first says of the blocks
around. Weights are trained by ``tests/scripts/train_html_model.py`` and lie beside this module. A page is
its own measure: how sure the model is of its surest text is what the others are held against, so that a
page unlike any that it was trained on is not found empty.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.blocks import Ints
from bdci_corpus.loading.html.features import Columns, Features, shifted
from bdci_corpus.loading.html.places import LEVELS, Floats

WEIGHTS = Path(__file__).with_name("model.json")

SUREST = 300
"""How much of a page's surest text says how sure the model is of the page, by weight: 100 Han."""

PART = 0.05
"""Of a short page less, but at least this part of it."""

FULL = 0.9
"""What a page's surest prose is raised to, where the model is unsure of the whole page."""

_SURE = 0.8
"""From which likelihood on a block is surely of the article."""

_REACH = 3
"""Over how many blocks a sure one speaks for its neighbors."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A logistic model: a weight for each feature, and what the logarithm of the odds is without any."""

    weights: Floats
    bias: float

    def odds(self, rows: Floats) -> Floats:
        """Return the logarithm of the odds of each row."""
        return np.asarray(rows @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class ArticleModel:
    """Both stages, the names of their features (the second's begin with the first's), and what is likely enough."""

    first: Stage
    second: Stage
    names: tuple[str, ...]
    threshold: float


def likelihood(features: Features, model: ArticleModel | None = None) -> Floats:
    """Return how likely each block is the article's, in [0, 1], relative to the page's surest text."""
    model = model or shipped_model()
    first = model.first.odds(features.rows)
    _, rows = second_rows(features, first)
    return relative(features.weight, sigmoid(model.second.odds(rows)))


def relative(weight: Floats, likely: Floats) -> Floats:
    """Hold likelihoods against that of a page's surest text, where that is low; it is at least half of the highest.

    So the lists around an article that is shorter than ``SUREST`` are not taken for the surest text.
    """
    order = np.argsort(-likely, kind="stable")
    behind = np.cumsum(weight[order])
    at = min(int(np.searchsorted(behind, min(SUREST, PART * behind[-1]))), len(order) - 1)
    sure = max(likely[order[at]], likely[order[0]] / 2, 1e-9)
    return np.asarray(np.minimum(1.0, likely / min(1.0, sure / FULL)))


def sigmoid(odds: Floats) -> Floats:
    """Return likelihoods of logarithms of odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def second_rows(features: Features, odds: Floats) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return what the second stage sees: the first's rows, and what the first says of the blocks around."""
    likely, weight, tree = sigmoid(odds), features.weight + 1.0, features.tree
    columns: Columns = {"odds": np.clip(odds, -8, 8), "likely": likely}
    for step in (*range(-_REACH, 0), *range(1, _REACH + 1)):
        columns[f"likely {step:+}"] = shifted(likely, step)
    total, sure = tree.inside(weight), tree.inside(weight * likely)
    for level in range(LEVELS):
        at = tree.around[level]
        columns[f"likely around {level}"] = sure[at] / total[at]
        columns[f"sure around {level}"] = sure[at] / max(1.0, sure[0])
    columns["likely alike"] = _mean_by(features.kinds, likely, weight)
    columns |= _near(weight, likely)
    names = (*features.names, *columns)
    return names, np.concatenate([features.rows, np.stack(list(columns.values()), axis=1)], axis=1)


def _mean_by(kinds: Ints, likely: Floats, weight: Floats) -> Floats:
    return np.asarray((np.bincount(kinds, weights=likely * weight) / np.bincount(kinds, weights=weight))[kinds])


def _near(weight: Floats, likely: Floats) -> Columns:
    """Return where a block stands beside the heavy blocks that the first stage is sure of."""
    position = np.arange(len(likely))
    sure = np.flatnonzero((likely > _SURE) & (weight > 60))  # noqa: PLR2004 - a short sentence
    share = np.cumsum(weight * likely) / max(1e-9, float((weight * likely).sum()))
    columns: Columns = {"way of likely": share, "most likely": np.full(len(likely), float(likely.max(initial=0.0)))}
    first, last = (int(sure[0]), int(sure[-1])) if len(sure) else (0, len(likely) - 1)
    columns["before sure"] = (position < first) * 1.0
    columns["behind sure"] = (position > last) * 1.0
    columns["far before sure"] = np.log1p(np.maximum(0, first - position))
    columns["far behind sure"] = np.log1p(np.maximum(0, position - last))
    return columns


@cache
def shipped_model() -> ArticleModel:
    """Return the model whose weights lie beside this module: by feature, that of each stage that sees it."""
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    weights: dict[str, list[float]] = stored["weights"]
    first, second = (np.array([own[at] for own in weights.values() if len(own) >= -at], np.float64) for at in (-2, -1))
    return ArticleModel(
        Stage(first, stored["bias"][0]), Stage(second, stored["bias"][1]), tuple(weights), stored["threshold"]
    )
