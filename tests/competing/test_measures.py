"""Metrics give what scikit-learn gives, and where it has none, what an independent implementation gives."""

from __future__ import annotations

import math
import random
import re
import string
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sklearn import metrics as sk
from sklearn.preprocessing import MultiLabelBinarizer

from bdci_corpus.competing.measures import measure_of

TRIALS = 300
"""Samples of each metric here; the benchmark `submissions.py` draws more."""


def ours(metric: str, task: str, answers: Sequence[Any], guesses: Sequence[Any]) -> float | None:
    measure = measure_of(metric, task)
    return measure.total((measure.row(*pair), 1) for pair in zip(answers, guesses, strict=True))


Metric = Callable[[Any, Any], float]

CLASSES: dict[str, Metric] = {
    "accuracy": sk.accuracy_score,
    "balanced_accuracy": sk.balanced_accuracy_score,
    "f1_macro": lambda t, g: sk.f1_score(t, g, average="macro"),
    "f1_micro": lambda t, g: sk.f1_score(t, g, average="micro"),
    "f1_weighted": lambda t, g: sk.f1_score(t, g, average="weighted"),
    "matthews_corrcoef": sk.matthews_corrcoef,
}
NUMBERS: dict[str, Metric] = {
    "mean_absolute_error": sk.mean_absolute_error,
    "mean_squared_error": sk.mean_squared_error,
    "r2": sk.r2_score,
}


def same(found: float | None, expected: float) -> bool:
    return found is not None and math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize("metric", CLASSES)
def test_metrics_of_classes_are_scikit_learns(metric: str) -> None:
    draw = random.Random(metric)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(TRIALS):
            classes = ["甲", "乙", "丙", "丁", "戊"][: draw.randrange(1, 6)]
            count, skill = draw.randrange(1, 60), draw.random()
            truth = [draw.choice(classes) for _ in range(count)]
            guess = [one if draw.random() < skill else draw.choice(classes) for one in truth]
            assert same(ours(metric, "classification", truth, guess), CLASSES[metric](truth, guess)), (truth, guess)


@pytest.mark.parametrize("metric", ["accuracy", "f1_macro", "f1_micro", "f1_weighted"])
def test_metrics_of_sets_of_classes_are_scikit_learns(metric: str) -> None:
    draw = random.Random(metric)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(TRIALS):
            count = draw.randrange(1, 40)
            truth, guess = ([draw.sample("甲乙丙丁", draw.randrange(5)) for _ in range(count)] for _ in range(2))
            if not any((*truth, *guess)) and metric != "accuracy":
                assert ours(metric, "multi-label", truth, guess) is None
                continue
            rows = MultiLabelBinarizer().fit([*truth, *guess])
            if not len(rows.classes_):
                continue
            expected = CLASSES[metric](rows.transform(truth), rows.transform(guess))
            assert same(ours(metric, "multi-label", truth, guess), expected), (truth, guess)


@pytest.mark.parametrize("metric", NUMBERS)
def test_metrics_of_numbers_are_scikit_learns(metric: str) -> None:
    draw = random.Random(metric)
    for _ in range(TRIALS):
        count, scale = draw.randrange(2, 60), 10.0 ** draw.randrange(-6, 7)
        truth = [draw.gauss(0, scale) if draw.random() < 0.9 else scale for _ in range(count)]
        guess = [one + draw.gauss(0, scale * draw.random()) for one in truth]
        assert same(ours(metric, "regression", truth, guess), NUMBERS[metric](truth, guess))
    assert ours("r2", "regression", [1.0, 1.0], [1.0, 1.0]) == 1.0
    assert ours("r2", "regression", [1.0, 1.0], [1.0, 2.0]) == 0.0
    assert ours("r2", "regression", [1.0], [1.0]) is None


def squad_words(text: str) -> list[str]:
    """Return SQuAD's own tokens, as its evaluation script makes them; of English."""
    bare = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def squad_f1(truth: str, guess: str) -> float:
    t, g = squad_words(truth), squad_words(guess)
    if not t or not g:
        return float(t == g)
    shared = sum((Counter(t) & Counter(g)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(g), shared / len(t)
    return 2 * precision * recall / (precision + recall)


def test_english_answers_are_compared_as_squad_does() -> None:
    draw = random.Random(3)
    vocabulary = ["the", "a", "Norman", "dukes,", "of", "Rome.", "(1066)", "it's", "An", "U.S."]
    for _ in range(1000):
        several = [" ".join(draw.choices(vocabulary, k=draw.randrange(5))) for _ in range(draw.randrange(1, 4))]
        guess = " ".join(draw.choices(vocabulary, k=draw.randrange(5)))
        expected = max(squad_f1(one, guess) for one in several)
        assert same(ours("span_f1", "question-answering", [several], [guess]), expected)
        exact = float(any(squad_words(one) == squad_words(guess) for one in several))
        assert ours("exact_match", "question-answering", [several], [guess]) == exact


@pytest.mark.parametrize(
    ("answer", "guess", "exact", "f1"),
    [
        ("北京大学", "大学北京", 0.0, 1.0),
        ("北京大学", "“北京大学”。", 1.0, 1.0),
        ("北京大学", "北京", 0.0, 2 * 1 * 0.5 / 1.5),
        ("ＡＢＣ公司", "abc公司", 1.0, 1.0),
        ("1998年3月5日", "1998年", 0.0, 0.5),
        ("", "", 1.0, 1.0),
        ("无", "", 0.0, 0.0),
        ("東京タワー", "東京タワー", 1.0, 1.0),
    ],
)
def test_chinese_answers_are_compared_by_character(answer: str, guess: str, exact: float, f1: float) -> None:
    assert ours("exact_match", "question-answering", [answer], [guess]) == exact
    if answer == "1998年3月5日":  # words of it: 1998, 年, 3, 月, 5, 日; two of six are there
        f1 = 2 * 1 * (2 / 6) / (1 + 2 / 6)
    assert same(ours("span_f1", "question-answering", [answer], [guess]), f1)


def test_joint_f1_is_hotpotqas() -> None:
    answer, guess = (["北京大学"], ["d1", "d2"]), ("北京", ["d1", "d3", "d4"])
    precision, recall = 1.0 * (1 / 3), 0.5 * (1 / 2)
    expected = 2 * precision * recall / (precision + recall)
    assert same(ours("joint_f1", "question-answering", [answer], [guess]), expected)
    assert ours("joint_f1", "question-answering", [answer], [("北京大学", ["d2", "d1"])]) == 1.0


def test_spans_are_compared_by_character_and_as_entities() -> None:
    truth, guess = [["0:4:地", "10:12:人"], [], ["1:3"]], [["2:6:地"], ["0:2"], ["1:3"]]
    assert same(ours("exact_match", "spans", truth, guess), 1 / 3)
    first = 2 * (2 / 4) * (2 / 6) / (2 / 4 + 2 / 6)
    assert same(ours("span_f1", "spans", truth, guess), (first + 0 + 1) / 3)
    assert same(ours("entity_f1", "spans", truth, guess), 2 * 1 / (2 * 1 + 2 + 2))
    assert ours("span_f1", "spans", [[], []], [[], []]) == 1.0
    assert ours("span_f1", "spans", [["0:3:人"]], [["0:3:地"]]) == 0.0


def test_rankings_are_scored_as_scikit_learn_and_by_definition() -> None:
    draw = random.Random(5)
    for _ in range(TRIALS):
        known = [f"d{number}" for number in range(draw.randrange(2, 30))]
        relevant = draw.sample(known, draw.randrange(1, min(6, len(known)) + 1))
        found = draw.sample(known, draw.randrange(len(known) + 1))
        many = draw.randrange(1, 15)
        rest = [one for one in known if one not in found]
        if len(known) > 1:
            scores = {one: len(known) - rank for rank, one in enumerate([*found, *rest])}
            ranked = set(found[:many])
            truth = [float(one in relevant) for one in known]
            shown = [float(scores[one]) if one in ranked else -1.0 for one in known]
            # results that are not given gain nothing: their relevance counts in the ideal order only
            gained = sk.dcg_score(
                [[r if one in ranked else 0.0 for r, one in zip(truth, known, strict=True)]], [shown], k=many
            )
            ideal = sk.dcg_score([truth], [truth], k=many)
            assert same(ours(f"ndcg@{many}", "retrieval", [relevant], [found]), gained / ideal)
        places = [rank for rank, one in enumerate(found, 1) if one in relevant]
        assert ours("mrr", "retrieval", [relevant], [found]) == (1 / places[0] if places else 0.0)
        assert same(
            ours(f"recall@{many}", "retrieval", [relevant], [found]),
            len([one for one in relevant if one in found[:many]]) / len(relevant),
        )
    assert ours("mrr", "retrieval", [["a"], []], [["b", "a"], ["a"]]) == 0.25


def test_of_no_rows_there_is_no_score() -> None:
    for metric, task in (("accuracy", "classification"), ("matthews_corrcoef", "pairs"), ("mrr", "retrieval")):
        assert ours(metric, task, [], []) is None
    with pytest.raises(KeyError):
        measure_of("f2", "classification")
