"""Scores by leaderboard and class, with intervals that a seed gives again; wrong files are not scored."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from contests import make_contest, perfect, solution_of, write_submission
from sklearn.metrics import f1_score, precision_recall_fscore_support

from bdci_corpus.building.steps import build
from bdci_corpus.cli import main
from bdci_corpus.competing.own_metric import Allowed, own_scores
from bdci_corpus.competing.scoring import ScoringOptions, score
from bdci_corpus.errors import CorpusError

ROWS = [[number % 3, number % 2] for number in range(12)]


@pytest.fixture(scope="module")
def contest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A competition that is built, with three submissions: right, constant, and one that is wrong."""
    folder = tmp_path_factory.mktemp("contest")
    make_contest(folder, "classification", "f1_macro", count=60)
    build(folder, out=folder / "release", workers=1)
    answers = perfect(folder, "classification")
    write_submission(folder / "right.csv", answers)
    write_submission(folder / "constant.csv", {name: {"answer": "甲"} for name in answers})
    write_submission(folder / "wrong.csv", {name: {"answer": "丁"} for name in answers})
    return folder


def test_each_board_has_scikit_learns_score_and_an_interval_from_the_seed(contest: Path) -> None:
    private = contest / "private" / "contest"
    (one,) = score([contest / "constant.csv"], private, limits=ScoringOptions(resamples=200))
    answers = solution_of(contest)
    for board, found in one.scores.items():
        truth = [row["answers"]["answer"] for row in answers.values() if board in {"all", row["usage"]}]  # type: ignore[index]
        assert found.score == pytest.approx(f1_score(truth, ["甲"] * len(truth), average="macro"), abs=1e-12)
        assert found.rows == len(truth)
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.score <= found.high
    (again,) = score([contest / "constant.csv"], private, limits=ScoringOptions(resamples=200))
    (other,) = score([contest / "constant.csv"], private, limits=ScoringOptions(resamples=200, seed=1))
    assert again == one
    assert other.scores["all"].score == one.scores["all"].score
    assert (other.scores["all"].low, other.scores["all"].high) != (one.scores["all"].low, one.scores["all"].high)
    truth = [row["answers"]["answer"] for row in answers.values()]  # type: ignore[index]
    expected = precision_recall_fscore_support(truth, ["甲"] * len(truth), zero_division=0)
    for place, name in enumerate(sorted(set(truth))):
        (found_class,) = [row for row in one.classes if row.name == name]
        figures = (found_class.precision, found_class.recall, found_class.f1, found_class.rows)
        assert figures == pytest.approx([column[place] for column in expected], abs=1e-12)


def test_an_interval_covers_what_it_says() -> None:
    """Of a mean of 0 and 1 the percentile bootstrap is near the normal interval."""
    from bdci_corpus.competing.measures import measure_of
    from bdci_corpus.competing.resampling import draws
    from bdci_corpus.competing.scoring import resampled

    counted = [1.0] * 300 + [0.0] * 100
    drawn = resampled(measure_of("accuracy", "classification"), counted, draws(400, 2000, 0))
    assert abs(drawn.mean() - 0.75) < 0.003
    assert abs(drawn.std() - (0.75 * 0.25 / 400) ** 0.5) < 0.001


def test_a_wrong_file_is_never_scored_and_ranks_nowhere(contest: Path) -> None:
    private = contest / "private" / "contest"
    files = [contest / f"{name}.csv" for name in ("wrong", "constant", "right")]
    scored = score(files, private, limits=ScoringOptions(resamples=10))
    assert [(Path(one.submission).stem, one.rank, bool(one.faults)) for one in scored] == [
        ("right", 1, False),
        ("constant", 2, False),
        ("wrong", None, True),
    ]
    assert scored[2].scores == {}


def invoke(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["competition", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_verbs_print_and_exit_as_they_say(contest: Path) -> None:
    release, private = contest / "release", contest / "private"
    count = len(solution_of(contest))
    assert invoke("check", contest / "right.csv", "--release", release) == (0, f"valid: {count} rows\n")
    code, text = invoke("check", contest / "wrong.csv", "--release", release / "contest")
    assert code == 1
    assert '[wrong.csv > row 2 > answer] "丁" is none of the classes. There are: ' in text
    code, text = invoke("check", contest / "wrong.csv", "--release", release, "--json")
    found = json.loads(text)
    assert (code, found["valid"], len(found["faults"])) == (1, False, len(solution_of(contest)))
    code, text = invoke("score", contest / "constant.csv", contest / "right.csv", "--private", private)
    assert code == 0
    assert [line.split()[0] for line in text.splitlines()] == ["rank", "1", "2"]
    assert "1.0000 [1.0000, 1.0000]" in text
    code, text = invoke("score", contest / "wrong.csv", "--private", private)
    assert code == 2
    assert "not scored" in text
    code, text = invoke(
        "score", contest / "wrong.csv", contest / "right.csv", "--private", private, "--json", "--resamples", 5
    )
    assert code == 1
    assert [one["rank"] for one in json.loads(text)] == [1, None]
    code, text = invoke("score", contest / "right.csv", "--private", release)
    assert code == 2
    assert "It has no answers for the rows of test." in text
    code, text = invoke("check", contest / "right.csv", "--release", contest / "seeds")
    assert code == 2
    assert invoke("check", contest / "right.csv", "--release", release, "--split", "train")[0] == 2


def test_checking_needs_the_base_install_only(contest: Path) -> None:
    """Nothing heavy is imported."""
    program = (
        "import sys; from bdci_corpus.cli import main\n"
        f"arguments = [{str(contest / 'right.csv')!r}, '--release', {str(contest / 'release')!r}]\n"
        "try: main(['competition', 'check', *arguments])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "print(sorted({'sklearn', 'numba', 'datasets', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "[]"


OWN = {
    "good.py": "def score(answers, predictions):\n    print('noise')\n"
    "    return sum(map(str.__eq__, map(str, answers), map(str, predictions))) / len(answers)\n",
    "beside.py": "from good import score\n",
    "endless.py": "def score(answers, predictions):\n    while True: pass\n",
    "greedy.py": "def score(answers, predictions):\n    return len(bytearray(20_000_000_000))\n",
    "raising.py": "def score(answers, predictions):\n    raise ValueError('no such class')\n",
    "nan.py": "def score(answers, predictions):\n    return float('nan')\n",
    "dying.py": "import os\ndef score(answers, predictions):\n    os._exit(3)\n",
    "spying.py": "import os\ndef score(answers, predictions):\n    return float('HF_TOKEN' in os.environ)\n",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    for name, text in OWN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_an_own_metric_is_called_with_answers_and_predictions(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    found = own_scores(own / "good.py", "score", ROWS, 5, 0)
    assert found[0] == sum(a == b for a, b in ROWS) / len(ROWS)
    assert len(found) == 6
    assert own_scores(own / "beside.py", "score", ROWS, 0, 0) == found[:1]
    assert own_scores(own / "spying.py", "score", ROWS, 0, 0) == [0.0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("endless", "It took more than 3 seconds."),
        ("greedy", "more memory than it may"),
        ("raising", "It raised ValueError: no such class."),
        ("nan", "it returned nan, which is no finite number"),
        ("dying", "Its process ended"),
        ("none", "There is no file"),
    ],
)
def test_an_own_metric_that_misbehaves_is_ended_and_named(own: Path, name: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said) as caught:
        own_scores(own / f"{name}.py", "score", ROWS, 0, 0, Allowed(seconds=3.0, memory=2_000_000_000))
    assert caught.value.where == f"{name}.py:score"
    with pytest.raises(CorpusError, match="has no attribute 'other'"):
        own_scores(own / "good.py", "other", ROWS, 0, 0)


def test_a_competition_with_a_metric_of_its_own_is_scored(contest: Path) -> None:
    (contest / "scoring.py").write_text(OWN["good.py"], encoding="utf-8")
    config = contest / "corpus.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace('"f1_macro"', '"scoring.py:score"'), encoding="utf-8")
    release = build(contest, out=contest / "release", workers=1).release
    run = [sys.executable, str(release / "baseline.py")]
    done = subprocess.run(run, cwd=contest, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert done.stdout.startswith("exact on validation: 0.")
    code, text = invoke(
        "score", contest / "right.csv", contest / "submission.csv", "--private", contest / "private", "--resamples", 20
    )
    assert code == 0
    assert "1.0000 [1.0000, 1.0000]" in text
