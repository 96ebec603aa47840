"""Train the model of web pages, say how good it is on pages it has not seen, and write its weights.

usage: python tests/scripts/train_html_model.py PAGES [--write]

PAGES is a folder with ``ground-truth.json`` (by name: ``articleBody``) and ``html/NAME.html.gz``. Pages of
``noise.pages`` are added: two thirds of its templates are trained on, the rest only measured. Every figure
is of pages that neither stage has seen: the second stage learns from what first stages say that were
trained without the page (nested cross-validation).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from noise.pages import HELD_OUT, made_pages

from bdci_corpus.loading.html.article import article_of
from bdci_corpus.loading.html.blocks import VisibleBlocks, shown_of, text_of
from bdci_corpus.loading.html.content import chosen
from bdci_corpus.loading.html.features import Features, features_of
from bdci_corpus.loading.html.meta import stated_fields
from bdci_corpus.loading.html.model import WEIGHTS, ArticleModel, Stage, relative, second_rows, sigmoid
from bdci_corpus.loading.html.parser import parse
from bdci_corpus.loading.html.tables import with_rows
from bdci_corpus.records import Field

Floats = NDArray[np.floating[Any]]

FOLDS = 6
PENALTY = (2.0, 0.6)
"""Of the first stage and the second: how much evidence a weight needs, in pages."""

FLOOR = 0.1
"""How much of a page's weight is spread evenly over its blocks; the rest goes by their text."""

MADE_WEIGHT = 0.5
"""What a made page counts beside a real one."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_RUN = 4


@dataclass(frozen=True)
class Sample:
    """A page with its article: its blocks, their features, and which are the article's."""

    name: str
    group: str
    shown: VisibleBlocks
    features: Features
    truth: str
    labels: Floats
    weights: Floats
    fields: list[Field]
    held_out: bool = False


def shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Return the multiset of runs of four words; a text of fewer is one run."""
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))) if words else Counter()


def runs_of(text: str) -> Counter[tuple[str, ...]]:
    """Return the multiset of runs of four words of a text, a Han character a word."""
    return shingles(_WORD.findall(text))


def labels_of(texts: Sequence[str], truth: str) -> Floats:
    """Return which texts are the article's: over half of their words lie in its runs, used up by the longest first."""
    left = runs_of(truth)
    lines = {" ".join(line.split()) for line in truth.splitlines()}
    said = [_WORD.findall(text) for text in texts]
    labels = np.zeros(len(texts))
    for at in sorted(range(len(texts)), key=lambda at: -len(said[at])):
        words, covered = said[at], set[int]()
        for start in range(len(words) - _RUN + 1):
            run = tuple(words[start : start + _RUN])
            if left[run] > 0:
                left[run] -= 1
                covered.update(range(start, start + _RUN))
        short = len(words) < _RUN and texts[at] in lines
        labels[at] = float(short or len(covered) > len(words) / 2)
    return labels


def sample(name: str, group: str, text: str, truth: str, *, held_out: bool = False) -> Sample:
    """Read a page."""
    page = parse(text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = shown_of(page, with_rows(page))
    weight = shown.weight + 1.0
    weights = FLOOR / max(1, len(weight)) + (1 - FLOOR) * weight / max(1.0, weight.sum())
    return Sample(
        name,
        group,
        shown,
        features_of(shown),
        truth,
        labels_of(shown.texts, truth),
        weights,
        stated_fields(page)[0],
        held_out,
    )


def real_samples(folder: Path) -> Iterator[Sample]:
    """Yield the pages of a folder."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name in sorted(truth):
        text = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        yield sample(name, name, text, truth[name].get("articleBody", ""))


def fit(rows: Floats, labels: Floats, weights: Floats, penalty: float, start: Stage | None = None) -> Stage:
    """Fit a logistic model by Newton's method, with a penalty on the squares of the weights.

    It has one optimum, which is found sooner from a ``start`` that was fitted to much the same rows.
    """
    center, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    x = np.hstack([(rows - center) / scale, np.ones((len(rows), 1))]).astype(np.float32)
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 0.0
    beta = np.zeros(x.shape[1])
    if start is not None:
        beta = np.append(start.weights * scale, start.bias + center @ start.weights)
    for _ in range(25):
        likely = sigmoid(x @ beta.astype(np.float32))
        slope = x.T @ (weights * (likely - labels)).astype(np.float32) + ridge * beta
        curve = (x * (weights * likely * (1 - likely) + 1e-9).astype(np.float32)[:, None]).T @ x + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, slope)
        beta -= step * min(1.0, 4 / max(1e-9, float(np.abs(step).max())))
        if np.abs(step).max() < 2e-3:
            break
    weights = beta[:-1] / scale
    return Stage(weights, float(beta[-1] - center @ weights))


def fold_of(samples: Sequence[Sample], folds: int, split: int) -> NDArray[np.int64]:
    """Deal pages to folds, all of a group to one; deterministic."""
    groups = sorted({each.group for each in samples})
    dealt = {group: (at * 7919 + split * 104729) % 10007 for at, group in enumerate(groups)}
    rank = {group: at % folds for at, group in enumerate(sorted(groups, key=dealt.__getitem__))}
    return np.array([rank[each.group] for each in samples])


def weight_of(each: Sample) -> Floats:
    """Return what a page's blocks count in training."""
    return each.weights * (MADE_WEIGHT if each.name != each.group else 1.0)


def stage_of(samples: Sequence[Sample], rows: Sequence[Floats], penalty: float, start: Stage | None = None) -> Stage:
    """Fit one stage on some pages."""
    return fit(
        np.concatenate(rows),
        np.concatenate([each.labels for each in samples]),
        np.concatenate([weight_of(each) for each in samples]),
        penalty,
        start,
    )


def first_of(samples: Sequence[Sample], start: Stage | None = None) -> Stage:
    """Fit the first stage."""
    return stage_of(samples, [each.features.rows for each in samples], PENALTY[0], start)


def train(samples: Sequence[Sample], split: int = 0, start: tuple[Stage, Stage] | None = None) -> tuple[Stage, Stage]:
    """Fit both stages: the second on what first stages say of pages that they have not seen."""
    samples = [each for each in samples if len(each.shown.blocks)]
    folds = fold_of(samples, FOLDS, split + 1)
    whole = first_of(samples, start and start[0])
    odds: list[Floats] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        first = first_of([each for each, own in zip(samples, folds, strict=True) if own != fold], whole)
        for at in np.flatnonzero(folds == fold):
            odds[at] = first.odds(samples[at].features.rows)
    seen = [second_rows(each.features, said) for each, said in zip(samples, odds, strict=True)]
    return whole, stage_of(samples, [rows for _, rows in seen], PENALTY[1], start and start[1])


def predicted(stages: tuple[Stage, Stage], each: Sample) -> Floats:
    """Return how likely each block of a page is the article's."""
    odds = stages[0].odds(each.features.rows)
    _, rows = second_rows(each.features, odds)
    return relative(each.features.weight, sigmoid(stages[1].odds(rows)))


def score(
    samples: Sequence[Sample], likely: Sequence[Floats], threshold: float, *, titled: bool = True
) -> tuple[float, float, float, int]:
    """Return precision, recall and F1 of four-word runs, each page of the same weight, and how many are empty."""
    sums, empty = np.zeros(3), 0
    for each, own in zip(samples, likely, strict=True):
        want, got = runs_of(each.truth), runs_of(taken(each, own, threshold, titled=titled))
        shared = sum((want & got).values())
        counts = np.array([shared, sum(got.values()) - shared, sum(want.values()) - shared], np.float64)
        sums += counts / max(1.0, counts.sum())
        empty += bool(want) and not shared
    precision, recall = sums[0] / (sums[0] + sums[1]), sums[0] / (sums[0] + sums[2])
    return precision, recall, 2 * precision * recall / (precision + recall), empty


def taken(each: Sample, likely: Floats, threshold: float, *, titled: bool) -> str:
    """Return the text that the loader would give, without the captions, which move out of it."""
    page, kept = each.shown.page, chosen(each.shown, likely, threshold)
    blocks = (
        article_of(each.shown, kept, each.fields).blocks
        if titled
        else [each.shown.blocks[at] for at in np.flatnonzero(kept)]
    )
    return "\n\n".join(text_of(page.text, block) for block in blocks if page.names[block.element] != "figcaption")


def validated(samples: Sequence[Sample], start: tuple[Stage, Stage], split: int = 0) -> list[Floats]:
    """Return the likelihoods of each page's blocks by a model that has not seen its group."""
    folds = fold_of(samples, FOLDS, split)
    likely: list[Floats] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        stages = train([each for each, own in zip(samples, folds, strict=True) if own != fold], split, start)
        for at in np.flatnonzero(folds == fold):
            likely[at] = predicted(stages, samples[at])
    return likely


def tell(name: str, samples: Sequence[Sample], likely: Sequence[Floats], thresholds: Sequence[float]) -> None:
    """Print a line of figures for each threshold."""
    for threshold in thresholds:
        precision, recall, f1, empty = score(samples, likely, threshold)
        figures = f"{precision:.4f} {recall:.4f} F1 {f1:.4f}  empty {empty} of {len(samples)}"
        print(f"{name:28} p > {threshold:.2f}  {figures}")  # noqa: T201 - the figures are what it is run for


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--splits", type=int, default=1)
    parser.add_argument("--threshold", type=float, default=0.3)
    arguments = parser.parse_args()
    real = list(real_samples(arguments.pages))
    made = [
        sample(f"made-{at}", page.template, page.html, page.article, held_out=page.template in HELD_OUT)
        for at, page in enumerate(made_pages())
    ]
    known, unknown = [each for each in made if not each.held_out], [each for each in made if each.held_out]
    first, second = stages = train([*real, *known])
    for split in range(arguments.splits):
        likely = validated([*real, *known], stages, split)
        shown = (0.3, 0.4, 0.5)
        tell(f"real, nested, split {split}", real, likely[: len(real)], shown)
        tell("made, nested by template", known, likely[len(real) :], (arguments.threshold,))
    tell("made, templates never seen", unknown, [predicted(stages, each) for each in unknown], shown)
    tell("real, shipped weights", real, [predicted(stages, each) for each in real], (arguments.threshold,))
    if arguments.write:
        names, _ = second_rows(real[0].features, first.odds(real[0].features.rows))
        WEIGHTS.write_text(dumped(ArticleModel(first, second, names, arguments.threshold)), "utf-8")


def dumped(model: ArticleModel) -> str:
    """Return a model as JSON, a feature a line: the weight of the first stage, if it sees it, and of the second."""
    own = [f"{weight:.5g}, " for weight in model.first.weights]
    own += [""] * (len(model.names) - len(own))
    lines = [
        f'"{name}": [{one}{two:.5g}]' for name, one, two in zip(model.names, own, model.second.weights, strict=True)
    ]
    bias = f"[{model.first.bias:.5g}, {model.second.bias:.5g}]"
    return f'{{"threshold": {model.threshold}, "bias": {bias}, "weights": {{\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    main()
