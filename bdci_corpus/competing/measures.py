"""Metrics of predictions, by the standard library alone: what ``score`` prints, and what bundles run elsewhere.

A metric has two parts: what counts of a row (``row``), and what the counts of many rows come to (``total``), which
takes each with how often it counts, so that a sample drawn with replacement is one more call. Where scikit-learn has a
metric, this one gives the same to 1e-12 (a test compares them); others are those of SQuAD, HotpotQA, CoNLL, trec_eval.
A score that nothing determines, such as a share of no rows, is ``None``.
"""

from __future__ import annotations

import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, log2, sqrt
from typing import Any

RowFunction = Callable[[Any, Any], Hashable]

CountedRows = Iterable[tuple[Any, int]]
"""What counts of rows, each with how often it counts."""


@dataclass(frozen=True)
class RowMetric:
    """A metric: what counts of an answer and a prediction, and what all of these come to.

    ``mean`` says that what counts is a number, and all of it comes to the mean.
    """

    row: RowFunction
    total: Callable[[CountedRows], float | None]
    mean: bool = False


def measure_of(metric: str, task: str) -> RowMetric:
    """Return the metric of that name, for answers of a task; ``recall@10`` has its number of results in its name.

    Raises:
        KeyError: there is none.
    """
    name, _, many = metric.partition("@")
    if name in {"ndcg", "recall"}:
        return _ranked(name, int(many))
    if task == "spans" and metric in _OF_SPANS:
        return _OF_SPANS[metric]
    return _MEASURES[metric]


def mean(rows: CountedRows) -> float | None:
    """Return the mean of numbers."""
    there = list(rows)
    count = fsum(times for _, times in there)
    return fsum(value * times for value, times in there) / count if count else None


def _classes(value: object) -> frozenset[object]:
    """Return the classes of an answer: the one that it is, or those of its list."""
    return frozenset(value if isinstance(value, list | tuple) else [value])


def _sets(answer: object, prediction: object) -> Hashable:
    return _classes(answer), _classes(prediction)


def class_counts(rows: CountedRows) -> dict[Any, tuple[int, int, int]]:
    """Return by class how often it was found, was predicted wrongly, and was missed."""
    found: Counter[object] = Counter()
    wrong: Counter[object] = Counter()
    missed: Counter[object] = Counter()
    for (answer, prediction), times in rows:
        if times:
            for counted, classes in (
                (found, answer & prediction),
                (wrong, prediction - answer),
                (missed, answer - prediction),
            ):
                for name in classes:
                    counted[name] += times
    names = sorted({*found, *wrong, *missed}, key=str)
    return {name: (found[name], wrong[name], missed[name]) for name in names}


def f1(found: float, wrong: float, missed: float) -> float:
    """Return F1; 0 where there is nothing to find and nothing was predicted."""
    total = 2 * found + wrong + missed
    return 2 * found / total if total else 0.0


def _f1_macro(rows: CountedRows) -> float | None:
    return mean((f1(*counts), 1) for counts in class_counts(rows).values())


def _f1_micro(rows: CountedRows) -> float | None:
    counts = list(class_counts(rows).values())
    return f1(*(sum(column) for column in zip(*counts, strict=True))) if counts else None


def _f1_weighted(rows: CountedRows) -> float | None:
    counts = list(class_counts(rows).values())
    if counts and not any(found + missed for found, _, missed in counts):
        return 0.0
    return mean((f1(*one), one[0] + one[2]) for one in counts)


def _balanced(rows: CountedRows) -> float | None:
    counts = class_counts(rows).values()
    return mean((found / (found + missed), 1) for found, _, missed in counts if found + missed)


def _matthews(rows: CountedRows) -> float | None:
    """Return the correlation of classes: Gorodkin's, of any number of them."""
    answers: Counter[object] = Counter()
    predictions: Counter[object] = Counter()
    right = total = 0
    for (answer, prediction), times in rows:
        answers[answer] += times
        predictions[prediction] += times
        right += times * (answer == prediction)
        total += times
    if not total:
        return None
    both = right * total - sum(answers[name] * predictions[name] for name in answers)
    spread = [total**2 - sum(count**2 for count in counts.values()) for counts in (answers, predictions)]
    return both / sqrt(spread[0] * spread[1]) if min(spread) > 0 else 0.0


def _r2(rows: CountedRows) -> float | None:
    """Return the share of the variance that is explained: of equal answers, whether all are right."""
    there = [(answer, prediction, times) for (answer, prediction), times in rows if times]
    center = mean((answer, times) for answer, _, times in there)
    if center is None or fsum(times for *_, times in there) < 2:  # noqa: PLR2004 - one answer has no variance
        return None
    left = fsum(times * (answer - prediction) ** 2 for answer, prediction, times in there)
    spread = fsum(times * (answer - center) ** 2 for answer, _, times in there)
    return 1 - left / spread if spread else float(not left)


@lru_cache(maxsize=1 << 16)
def _is_word_by_itself(character: str) -> bool:
    """Return whether a character counts as a word: Han and kana, whose words no blanks part."""
    name = unicodedata.name(character, "")
    return name.startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA"))


@lru_cache(maxsize=1 << 16)
def _is_mark(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character).startswith("P")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of an answer as SQuAD compares them: no case, marks or articles; of Chinese each character."""
    folded = unicodedata.normalize("NFKC", text).lower()
    bare = "".join(character for character in folded if not _is_mark(character))
    apart = "".join(f" {character} " if _is_word_by_itself(character) else character for character in bare)
    return tuple(word for word in apart.split() if word not in {"a", "an", "the"})


def _several(answer: object) -> Sequence[str]:
    """Return the answers that are right, each by itself."""
    return [str(one) for one in answer] if isinstance(answer, list | tuple) else [str(answer)]


def _exact(answer: object, prediction: object) -> float:
    given = words_of(str(prediction))
    return float(any("".join(words_of(one)) == "".join(given) for one in _several(answer)))


def _overlap(answer: Sequence[Hashable], prediction: Sequence[Hashable]) -> tuple[float, float]:
    """Return precision and recall of what both have, as often as both have it; of nothing and nothing 1."""
    if not answer or not prediction:
        same = float(not answer and not prediction)
        return same, same
    shared = sum((Counter(answer) & Counter(prediction)).values())
    return shared / len(prediction), shared / len(answer)


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _best_overlap(answer: object, prediction: object) -> tuple[float, float]:
    given = words_of(str(prediction))
    found = [_overlap(words_of(one), given) for one in _several(answer)]
    return max(found, key=lambda one: _harmonic(*one), default=(0.0, 0.0))


def _joint(answer: tuple[object, Sequence[str]], prediction: tuple[object, Sequence[str]]) -> float:
    """Return HotpotQA's joint F1: precision and recall of an answer, each times that of its evidence."""
    text = _best_overlap(answer[0], prediction[0])
    evidence = _overlap(sorted(set(answer[1])), sorted(set(prediction[1])))
    return _harmonic(text[0] * evidence[0], text[1] * evidence[1])


def _characters(spans: Iterable[str]) -> list[tuple[str, int]]:
    """Return the characters that spans mark, with the kind they are marked as."""
    marked = set()
    for span in spans:
        start, end, *kind = span.split(":", 2)
        marked |= {("".join(kind), place) for place in range(int(start), int(end))}
    return sorted(marked)


def _marked(answer: Sequence[str], prediction: Sequence[str]) -> float:
    return _harmonic(*_overlap(_characters(answer), _characters(prediction)))


def _ranked(name: str, many: int) -> RowMetric:
    """Return a metric of the first results: relevant ones count 1, others 0."""

    def recall(answer: Sequence[str], prediction: Sequence[str]) -> float:
        relevant = set(answer)
        return len(relevant & set(prediction[:many])) / len(relevant) if relevant else 0.0

    def ndcg(answer: Sequence[str], prediction: Sequence[str]) -> float:
        relevant = set(answer)
        best = fsum(1 / log2(rank + 2) for rank in range(min(many, len(relevant))))
        gain = fsum(1 / log2(rank + 2) for rank, one in enumerate(prediction[:many]) if one in relevant)
        return gain / best if best else 0.0

    return RowMetric(row=recall if name == "recall" else ndcg, total=mean, mean=True)


def _reciprocal(answer: Sequence[str], prediction: Sequence[str]) -> float:
    relevant = set(answer)
    return next((1 / rank for rank, one in enumerate(prediction, 1) if one in relevant), 0.0)


_MEASURES = {
    "accuracy": RowMetric(row=lambda answer, given: float(_classes(answer) == _classes(given)), total=mean, mean=True),
    "balanced_accuracy": RowMetric(row=_sets, total=_balanced),
    "f1_macro": RowMetric(row=_sets, total=_f1_macro),
    "f1_micro": RowMetric(row=_sets, total=_f1_micro),
    "f1_weighted": RowMetric(row=_sets, total=_f1_weighted),
    "matthews_corrcoef": RowMetric(row=_sets, total=_matthews),
    "mean_absolute_error": RowMetric(row=lambda answer, given: float(abs(answer - given)), total=mean, mean=True),
    "mean_squared_error": RowMetric(row=lambda answer, given: float((answer - given) ** 2), total=mean, mean=True),
    "r2": RowMetric(row=lambda answer, given: (answer, given), total=_r2),
    "exact_match": RowMetric(row=_exact, total=mean, mean=True),
    "span_f1": RowMetric(row=lambda answer, given: _harmonic(*_best_overlap(answer, given)), total=mean, mean=True),
    "joint_f1": RowMetric(row=_joint, total=mean, mean=True),
    "mrr": RowMetric(row=_reciprocal, total=mean, mean=True),
}

_OF_SPANS = {
    "exact_match": RowMetric(row=lambda answer, given: float(set(answer) == set(given)), total=mean, mean=True),
    "span_f1": RowMetric(row=_marked, total=mean, mean=True),
    "entity_f1": RowMetric(row=_sets, total=_f1_micro),
}
