"""What an organizer writes wrong under ``[competition]``: one line each, with where, what, and what to write."""

from __future__ import annotations

import pytest

from bdci_corpus.errors import CorpusError, ProjectError
from bdci_corpus.project.config import parse_config
from bdci_corpus.project.metrics import is_own

RIGHT = """
[corpus]
name = "moods"
[columns]
label = { type = "class_label", names = ["正面", "负面"] }
score = "float64"
tags = "list[class_label]"
answers = "list[string]"
number = "int64"
[splits]
ratios = { train = 0.6, validation = 0.1, test = 0.3 }
[competition]
splits = ["test"]
answer = ["label"]
metric = "f1_macro"
public_share = 0.3
rules = "x"
dates = { opens = "2026-03-01", closes = "2026-05-31" }
"""

QUESTIONS = 'answer = ["answers"]\ntask = "question-answering"\nmetric = "joint_f1"'

MISTAKES = [
    ('splits = ["test"]', 'splits = "test"', "splits] Must be a list; found 'test'. Write [\"test\"]."),
    ('splits = ["test"]', "splits = []", "splits] Must not be empty; found []. Name at least one"),
    ('splits = ["test"]', 'splits = ["test", "test"]', 'splits] "test" stands twice. Write it once.'),
    ('answer = ["label"]', 'answer = "label"', "answer] Must be a list; found 'label'. Write [\"label\"]."),
    ('answer = ["label"]', 'answer = ["label", "label"]', 'answer] "label" stands twice. Write it once.'),
    (
        'answer = ["label"]',
        'answer = ["text"]',
        'There is no column "text" under [columns]. Declare it under [columns]',
    ),
    ('answer = ["label"]', 'answer = ["lable"]', 'There is no column "lable" under [columns]. Did you mean "label"?'),
    ('"f1_macro"', '"F1"', 'metric] There is no metric "F1". Did you mean "f1_macro"?'),
    ('"f1_macro"', '"Macro-F1"', 'Did you mean "f1_macro"?'),
    ('"f1_macro"', '"RMSE"', 'There is no metric "RMSE". Did you mean "mean_squared_error"?'),
    ('"f1_macro"', '"roc_auc"', "Take one of accuracy, balanced_accuracy, f1_macro, f1_micro, f1_weighted, matthews"),
    ('"f1_macro"', '"scoring.py"', 'Name its function, too: "scoring.py:score".'),
    ('"f1_macro"', '"scoring:score"', 'inside the project: "scoring.py:score".'),
    ('"f1_macro"', '"../scoring.py:score"', 'inside the project: "scoring.py:score".'),
    ('"f1_macro"', '"mean_squared_error"', "mean_squared_error does not score classification. Take one of accuracy"),
    ("public_share = 0.3", "public_share = 30", "found 30. Write a share: 0.3 for 30 %."),
    ("public_share = 0.3", 'public_share = "30%"', "Must be a number; found '30%'. Write digits, without quotes."),
    (
        '"2026-03-01"',
        "2026-03-01",
        'dates.opens] Must be text; found datetime.date(2026, 3, 1). Write it in quotes: "20',
    ),
    ('"2026-03-01"', '"2026/3/1"', "dates.opens] Must be a day, such as 2026-03-01; found '2026/3/1'."),
    ('"2026-03-01"', '"2026-02-30"', "dates.opens] Must be a day that there is; found '2026-02-30'."),
    ('"2026-05-31"', '"2026-01-31"', "dates] It closes on 2026-01-31, before it opens. Correct one of the days."),
    ("dates = {", "dates = [", "is not TOML"),
    ('rules = "x"', 'rules = ["a"]', "rules] Must be text; found ['a']. Write it in quotes"),
    ('rules = "x"', 'id = "label"', 'id] "label" is an answer, so that nobody sees it. Name rows by another column'),
    ('rules = "x"', 'id = "number"\nwithhold = ["number"]', 'id] "number" is withheld, so that nobody sees it.'),
    (
        'rules = "x"',
        'withhold = ["numbr"]',
        'withhold] There is no column "numbr" under [columns]. Did you mean "number"?',
    ),
    ('rules = "x"', 'withhold = ["label"]', 'withhold] "label" stands twice. Write it once.'),
    ('rules = "x"', 'withhold = ["number", "number"]', 'withhold] "number" stands twice. Write it once.'),
    ('rules = "x"', 'id = "tags"', "id] A column of list[class_label] names no rows. Name one of string or int64"),
    ('rules = "x"', 'id = "编号"', 'id] There is no column "编号" under [columns]. Declare it'),
    ('rules = "x"', 'baseline = "../b.py"', "baseline] Must stay inside the project"),
    ('rules = "x"', 'task = "classify"', "found 'classify'. Did you mean \"classification\"?"),
    (
        'rules = "x"',
        'task = "regression"',
        "The answer of regression is no class_label. Declare it as float64 or int64.",
    ),
    ("[competition]", "[[competition]]", "competition] Must be a table; found [{"),
    ('answer = ["label"]\nmetric = "f1_macro"', QUESTIONS, "answer] joint_f1 scores an answer and its evidence"),
    ('answer = ["label"]\nmetric = "f1_macro"', QUESTIONS.replace('s"]', 's", "score"]'), "the second a list[string]"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES)
def test_a_mistake_is_one_line_that_says_what_to_write(right: str, wrong: str, said: str) -> None:
    parse_config(RIGHT)
    assert right in RIGHT
    with pytest.raises((ExceptionGroup, CorpusError)) as caught:
        parse_config(RIGHT.replace(right, wrong, 1))
    errors = caught.value.exceptions if isinstance(caught.value, ExceptionGroup) else (caught.value,)
    lines = [str(error) for error in errors]
    assert any(said in line for line in lines), lines
    assert all(isinstance(error, ProjectError) and "\n" not in str(error) for error in errors)
    assert all(line.startswith("[corpus.toml") and line.endswith((".", "?")) for line in lines)


@pytest.mark.parametrize("metric", ["scoring.py:score", "my/metrics.py:f_1", "a.b.py:score"])
def test_a_function_of_a_file_of_the_project_is_a_metric(metric: str) -> None:
    assert is_own(metric)
    parse_config(RIGHT.replace('"f1_macro"', f'"{metric}"'))
