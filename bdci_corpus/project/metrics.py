"""What a competition can ask, and how it can be scored: tasks and metrics, each once, by name.

``METRICS`` is the one list of names that corpus.toml, cards, scoring and bundles go by. A metric of one's own is
``scoring.py:function`` (``is_own``), a function of two lists, answers and predictions in the order of ids.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Task = Literal["classification", "multi-label", "regression", "pairs", "spans", "question-answering", "retrieval"]

CATEGORIES: Mapping[str, str] = {
    "classification": "text-classification",
    "multi-label": "text-classification",
    "regression": "text-classification",
    "pairs": "sentence-similarity",
    "spans": "token-classification",
    "question-answering": "question-answering",
    "retrieval": "text-retrieval",
}
"""What the hub calls each task (``task_categories``); scoring texts is a text classification there."""

ANSWER_TYPES: Mapping[str, frozenset[str]] = {
    "classification": frozenset({"class_label", "bool"}),
    "multi-label": frozenset({"list[class_label]"}),
    "regression": frozenset({"float64", "int64"}),
    "pairs": frozenset({"class_label", "bool", "float64"}),
    "spans": frozenset({"list[string]"}),
    "question-answering": frozenset({"string", "list[string]"}),
    "retrieval": frozenset({"list[string]"}),
}
"""The types of ``[columns]`` that the first answer of each task may have. Spans are written ``start:end`` or
``start:end:kind``, in code points of ``text``, half-open; answers of retrieval are ids of documents or passages."""

_RANKED = re.compile(r"(ndcg|recall)@([1-9]\d{0,3})", re.ASCII)

_OWN = re.compile(r"[\w./-]+\.py:[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric: in words and as a formula, for whom it is, and whether more is better."""

    words: str
    chinese: str
    formula: str
    tasks: frozenset[str]
    higher: bool = True


_CLASSES = frozenset({"classification", "pairs"})
_SETS = frozenset({"multi-label"})
_NUMBERS = frozenset({"regression", "pairs"})
_ANSWERS = frozenset({"question-answering"})
_SPANS = frozenset({"spans", "question-answering"})
_MARKED = frozenset({"spans"})
_RANKS = frozenset({"retrieval"})

METRICS: Mapping[str, Metric] = {
    "accuracy": Metric(
        words="Share of rows whose answer is right.",
        chinese="答对的行所占的比例。",
        formula="right / rows",
        tasks=_CLASSES | _SETS,
    ),
    "balanced_accuracy": Metric(
        words="Mean over classes of the share of its rows that are found.",
        chinese="各类召回率的平均。",
        formula="mean over classes of found(class) / rows(class)",
        tasks=_CLASSES,
    ),
    "f1_macro": Metric(
        words="F1 of each class, averaged over classes, so that rare ones count as much as frequent ones.",
        chinese="各类 F1 的平均，少见的类与常见的类同样计入。",
        formula="mean over classes of 2 TP / (2 TP + FP + FN)",
        tasks=_CLASSES | _SETS,
    ),
    "f1_micro": Metric(
        words="F1 over all decisions together.",
        chinese="全部判断合在一起的 F1。",
        formula="2 TP / (2 TP + FP + FN), summed over classes",
        tasks=_CLASSES | _SETS,
    ),
    "f1_weighted": Metric(
        words="F1 of each class, averaged by how many rows it has.",
        chinese="各类 F1 按行数加权平均。",
        formula="sum over classes of rows(class) / rows * F1(class)",
        tasks=_CLASSES | _SETS,
    ),
    "matthews_corrcoef": Metric(
        words="Matthews correlation of answers and predictions: 0 for guessing, 1 for all right.",
        chinese="答案与预测的马修斯相关系数：猜测为 0，全对为 1。",
        formula="cov(answers, predictions) / sqrt(cov(answers, answers) cov(predictions, predictions))",
        tasks=_CLASSES,
    ),
    "mean_absolute_error": Metric(
        words="Mean distance between answer and prediction; less is better.",
        chinese="答案与预测之差的绝对值的平均，越小越好。",
        formula="mean |answer - prediction|",
        tasks=_NUMBERS,
        higher=False,
    ),
    "mean_squared_error": Metric(
        words="Mean squared distance between answer and prediction; less is better.",
        chinese="答案与预测之差的平方的平均，越小越好。",
        formula="mean (answer - prediction)^2",
        tasks=_NUMBERS,
        higher=False,
    ),
    "r2": Metric(
        words="Share of the variance that predictions explain.",
        chinese="预测所解释的方差比例。",
        formula="1 - sum (answer - prediction)^2 / sum (answer - mean)^2",
        tasks=_NUMBERS,
    ),
    "exact_match": Metric(
        words="Share of rows whose answer is one of those given, but for case, blanks and punctuation.",
        chinese="与任一标准答案一致（不计大小写、空白、标点）的行所占的比例。",
        formula="right / rows",
        tasks=_SPANS,
    ),
    "span_f1": Metric(
        words="F1 of what answer and prediction share, averaged over rows: characters (of Chinese) or words, "
        "of several answers the best; of spans the characters they mark.",
        chinese="答案与预测共有部分的 F1 按行平均：字（中文）或词，有多个答案时取最好的；片段则为所标的字。",
        formula="mean of 2 shared / (length of answer + length of prediction)",
        tasks=_SPANS,
    ),
    "entity_f1": Metric(
        words="F1 over all spans together; one is found where start, end and kind are right.",
        chinese="全部片段合在一起的 F1，起止与类别都对才算找到。",
        formula="2 TP / (2 TP + FP + FN), summed over rows",
        tasks=_MARKED,
    ),
    "joint_f1": Metric(
        words="F1 of an answer and its evidence together, as HotpotQA has it: both have to be right.",
        chinese="答案与依据合在一起的 F1（同 HotpotQA）：两者都要对。",
        formula="mean of F1 of (precision of answer * precision of evidence, recall of answer * recall of evidence)",
        tasks=_ANSWERS,
    ),
    "ndcg@10": Metric(
        words="Discounted gain of the first 10 results, through the best there could be.",
        chinese="前 10 条结果的折损增益与最优值之比。",
        formula="mean of sum over i <= 10 of relevant(i) / log2(i + 1), through that of the ideal order",
        tasks=_RANKS,
    ),
    "recall@10": Metric(
        words="Share of what is relevant that is among the first 10 results.",
        chinese="前 10 条结果找到的相关内容所占的比例。",
        formula="mean of relevant among the first 10 / relevant",
        tasks=_RANKS,
    ),
    "mrr": Metric(
        words="One through the rank of the first relevant result.",
        chinese="第一条相关结果名次的倒数。",
        formula="mean of 1 / rank of the first relevant result, 0 where there is none",
        tasks=_RANKS,
    ),
}


def metric_named(name: str) -> Metric | None:
    """Return the metric of a name, None where there is none; ``recall@5`` is ``recall@10`` of five results."""
    found = _RANKED.fullmatch(name)
    if found is None:
        return METRICS.get(name)
    base, many = METRICS[f"{found[1]}@10"], found[2]
    words, chinese, formula = (re.sub(r"\b10\b", many, text) for text in (base.words, base.chinese, base.formula))
    return replace(base, words=words, chinese=chinese, formula=formula)


_OTHERWISE: Mapping[str, str] = {
    "acc": "accuracy", "auc": "", "em": "exact_match", "f1": "f1_macro", "macrof1": "f1_macro",
    "mae": "mean_absolute_error", "map": "", "mcc": "matthews_corrcoef", "microf1": "f1_micro",
    "mse": "mean_squared_error", "ndcg": "ndcg@10",
    "recall": "recall@10", "rmse": "mean_squared_error", "rocauc": "", "weightedf1": "f1_weighted",
}  # fmt: skip
"""What metrics are called elsewhere, without case and marks; those without a name here are functions of one's own."""


def meant_metric(name: str, task: str | None) -> str:
    """Return what to write for a metric that there is not: the one that was meant, or those that score the task."""
    plain = re.sub(r"[\W_]+", "", name.lower())
    if meant := _OTHERWISE.get(plain):
        return f'Did you mean "{meant}"?'
    if name.endswith(".py"):
        return f'Name its function, too: "{name}:score".'
    file, _, function = name.partition(":")
    if function:
        return f'Write the file as it is called, inside the project: "{Path(file).stem}.py:{function}".'
    if near := difflib.get_close_matches(name, METRICS, n=1):
        return f'Did you mean "{near[0]}"?'
    fitting = [known for known, metric in METRICS.items() if task is None or task in metric.tasks]
    return f"Take one of {', '.join(fitting)}; or a function of your own, file.py:function."


def is_own(metric: str) -> bool:
    """Return whether a metric is a function of the organizer's own, such as ``scoring.py:score``."""
    return _OWN.fullmatch(metric) is not None and not metric.startswith("/") and ".." not in metric.split("/")


def task_of(kind: str) -> str | None:
    """Return the task that an answer of this type says by itself; None where it could be several."""
    by_type = {"class_label": "classification", "bool": "classification", "list[class_label]": "multi-label"}
    return by_type.get(kind) or ("regression" if kind in {"float64", "int64"} else None)
