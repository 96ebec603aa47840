"""What every bundle is made of: tables as CSV, answers, pages in words, and the program that scores."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bdci_corpus.competing import USAGE, Contest, ScoringTask, program, score_text, solution_of, task_json
from bdci_corpus.project import Competition, metric_named
from bdci_corpus.release import BASELINE, CARD, MANIFEST, SAMPLE, named
from bdci_corpus.version import __version__

BundleFiles = dict[str, bytes | str]
"""The files of a bundle by path; a path that ends in ``.zip/`` with a path behind it stands in that archive."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry of an archive, the earliest it can say: the same input gives the same bytes."""

TEXTS = ("NOTICE", "REUSE.toml")
"""Files of a release that speak of rights, and go with its texts wherever they go."""


@dataclass(frozen=True)
class Parts:
    """A competition to be bundled: the public ``release``, the organizer's own, and the folder of an own metric.

    ``public`` says that anybody may take part; else those whom the organizer admits.
    """

    release: Path
    private: Path
    folder: Path
    public: bool

    @cached_property
    def contest(self) -> Contest:
        """The competition as everybody sees it."""
        return Contest(self.release)

    @property
    def asked(self) -> Competition:
        """``[competition]`` of the release."""
        return self.contest.asked

    @property
    def name(self) -> str:
        """The corpus's name."""
        return self.contest.name

    @property
    def title(self) -> str:
        """The same, as a title."""
        return self.name.replace("-", " ").replace("_", " ").replace(".", " ").capitalize()

    @cached_property
    def task(self) -> ScoringTask:
        """What a submission has to have, and how it is scored."""
        return self.contest.task_of(folder=self.folder)

    @cached_property
    def solution(self) -> Mapping[str, dict[str, Any]]:
        """The lines of the solution by id, sorted."""
        found = solution_of(self.private, self.asked.splits, self.task.form.rows)
        return dict(sorted(found.items()))

    @property
    def higher(self) -> bool:
        """Whether more is better."""
        metric = metric_named(self.asked.metric)
        return metric.higher if metric else True

    @property
    def description(self) -> str:
        """What the corpus is, in a line."""
        configuration = json.loads((self.release / MANIFEST).read_text("utf-8"))["configuration"]
        return str(configuration["corpus"]["description"]) or f"The competition {self.title}."

    def page(self, name: str) -> str:
        """Return a file of the release."""
        return (self.release / name).read_text("utf-8")

    @property
    def card(self) -> str:
        """The card without its front matter."""
        return self.page(CARD).split("---\n", 2)[2].lstrip()

    @property
    def evaluation(self) -> str:
        """How submissions are scored, in words."""
        metric = metric_named(self.asked.metric)
        words = f"{metric.words} {metric.formula}" if metric else "A function of the organizer's own."
        better = "More" if self.higher else "Less"
        columns = ", ".join(f"`{name}`" for name in self.task.form.header())
        return (
            f"# Evaluation\n\n**{self.asked.metric}**: {words}. {better} is better.\n\n"
            f"A submission has the columns {columns}, and a row for each row of `{SAMPLE}`, which is a valid one.\n"
        )

    @property
    def rules(self) -> str:
        """The rules in words."""
        return f"# Rules\n\n{self.asked.rules or 'The terms of the data hold: see NOTICE.'}\n"

    def rights(self) -> BundleFiles:
        """Return the files that speak of rights."""
        paths = [self.release / name for name in TEXTS if (self.release / name).is_file()]
        paths += sorted((self.release / "LICENSES").glob("*.txt"))
        return {path.relative_to(self.release).as_posix(): path.read_text("utf-8") for path in paths}

    def tables(self) -> BundleFiles:
        """Return ``train.csv``, with answers, ``test.csv``, without, the sample and the baseline."""
        others = [split for split in self.contest.there("documents") if split not in self.asked.splits]
        answers = list(self.asked.answer)
        names = list(dict.fromkeys([self.asked.id, "id", "title", "text"]))
        return {
            "train.csv": self._table(others, [*names, "split", *answers]),
            "test.csv": self._table(self.asked.splits, names),
            SAMPLE: self.page(SAMPLE),
            BASELINE: self.page(BASELINE),
        }

    def _table(self, splits: Sequence[str], columns: Sequence[str]) -> str:
        classes = {name: tuple(one.names) for name, one in self.contest.columns.items() if one.has_classes}
        rows: list[dict[str, Any]] = []
        for split in splits:
            there = self.contest.read("documents", split, [name for name in columns if name != "split"])
            rows += [{**row, "split": split} for row in named(there, classes).to_pylist()]
        return as_csv(columns, ([row[name] for name in columns] for row in rows))

    def answers_csv(self, *, usage: bool) -> str:
        """Return the answers as a submission has them, with ``Usage`` as Kaggle calls it."""
        columns = list(self.asked.answer)
        header = [self.asked.id, *columns, *(["Usage"] if usage else [])]
        return as_csv(
            header,
            (
                [name, *(line["answers"][one] for one in columns), *([line[USAGE].capitalize()] if usage else [])]
                for name, line in self.solution.items()
            ),
        )

    def first_right(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return answers as a submission has them: of several right ones the first."""
        columns = self.task.form.columns
        return {
            name: value[0] if isinstance(value, list) and value and not columns[name].is_list else value
            for name, value in answers.items()
        }

    def right_csv(self) -> str:
        """Return a submission of which all is right."""
        columns = list(self.asked.answer)
        lines = ((name, self.first_right(line["answers"])) for name, line in self.solution.items())
        return as_csv([self.asked.id, *columns], ([name, *(row[one] for one in columns)] for name, row in lines))

    def sample_score(self) -> float | None:
        """Return what the sample scores over all rows."""
        answers = {name: line["answers"] for name, line in self.solution.items()}
        return score_text(self.task, answers, self.page(SAMPLE).encode(), ".csv")

    def judge(self, boards: Sequence[str], *, rows: bool = True) -> BundleFiles:
        """Return the program that scores, its task, and the answers of the boards."""
        lines = [line for line in self.solution.values() if line[USAGE] in boards]
        return {
            "task.json": task_json(self.task, rows=rows),
            "solution.jsonl": "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines),
        }

    def code(self) -> str:
        """Return the code that checks and scores."""
        return program(__version__)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV: lists as JSON, days in ISO form, nothing for null."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else value


def below(folder: str, files: Mapping[str, bytes | str]) -> BundleFiles:
    """Return files in a folder."""
    return {f"{folder}/{name}": data for name, data in files.items()}


def archive(files: Mapping[str, bytes | str]) -> bytes:
    """Return files as a ZIP archive: the same bytes every time."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as out:
        for name in sorted(files):
            entry = ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, ZIP_DEFLATED
            content = files[name]
            out.writestr(entry, content.encode() if isinstance(content, str) else content)
    return data.getvalue()
