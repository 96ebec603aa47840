"""What a submission to a release has to have, from the release alone: the public one, or the organizer's own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from bdci_corpus.competing.cells import AnswerColumn
from bdci_corpus.competing.contract import SEPARATOR
from bdci_corpus.competing.judging import ScoringTask
from bdci_corpus.competing.submission import SubmissionForm
from bdci_corpus.errors import CheckError
from bdci_corpus.project import Competition, OwnColumn, is_own
from bdci_corpus.release import MANIFEST

_REMEDY = "Name the folder of a release with a competition: download it whole (hf download --local-dir)."


class Contest:
    """A competition as a release states it: ``asked``, the columns declared, and the ``release`` itself."""

    def __init__(self, release: Path) -> None:
        """Read what a release says of its competition.

        Raises:
            CheckError: it has none, or is no release.
        """
        self.release = release
        try:
            manifest = json.loads((release / MANIFEST).read_text("utf-8"))
            configuration = manifest["configuration"]
            self.name = str(manifest["name"])
            self.version = str(manifest["version"])
            self.asked = Competition.model_validate(configuration["competition"])
            self.columns: Mapping[str, OwnColumn] = {
                name: OwnColumn.model_validate(column) for name, column in configuration["columns"].items()
            }
        except (OSError, ValueError, LookupError, TypeError, ValidationError):
            raise CheckError(str(release), "It states no competition.", _REMEDY) from None
        self.task = self.asked.asks(self.columns)

    def splits(self, names: Sequence[str] = ()) -> list[str]:
        """Return the splits to predict: those named, or all.

        Raises:
            CheckError: one that is named is none of them.
        """
        for name in names:
            if name not in self.asked.splits:
                where, remedy = f"--split {name}", f"There are: {', '.join(self.asked.splits)}."
                raise CheckError(where, "It is no split to predict.", remedy)
        return [name for name in self.asked.splits if not names or name in names]

    def form(self, splits: Sequence[str] = ()) -> SubmissionForm:
        """Return what a submission for these splits, or for all, has to have.

        Raises:
            CheckError: files of the release are missing.
        """
        chosen = self.splits(splits)
        needs = {column.role for column in self.submitted().values()}
        try:
            rows = {name: size for split in chosen for name, size in self._rows(split, sized="spans" in needs)}
            known = self._known() if needs & {"ranking", "ids"} else frozenset()
        except (OSError, LookupError, pa.ArrowException):
            raise CheckError(str(self.release), "Files of it are missing, or are no Parquet.", _REMEDY) from None
        if not rows:
            raise CheckError(str(self.release), f"It has no rows of {', '.join(chosen)}.", _REMEDY)
        return SubmissionForm(id=self.asked.id, columns=self.submitted(), rows=rows, known=known, separator=SEPARATOR)

    def submitted(self) -> dict[str, AnswerColumn]:
        """Return the columns of a submission beside the id."""
        return {
            name: AnswerColumn(
                type=self.asked.submitted_type(name, self.columns),
                names=tuple(self.columns[name].names),
                role=self.asked.role(name, self.columns),
            )
            for name in self.asked.answer
        }

    def task_of(self, splits: Sequence[str] = (), folder: Path | None = None) -> ScoringTask:
        """Return what bundles judge by; ``folder`` holds the metric of one's own, if there is one.

        Raises:
            CheckError: files of the release, or of the metric, are missing.
        """
        metric = self.asked.metric
        own = None
        if is_own(metric):
            file, _, function = metric.rpartition(":")
            try:
                own = (((folder or Path()) / file).read_text("utf-8"), function)
            except (OSError, UnicodeError):
                raise CheckError(metric, f'"{file}" cannot be read.', "Name its folder with --scoring.") from None
        form = self.form(splits)
        answers = {
            name: AnswerColumn(self.columns[name].type, column.names, column.role)
            for name, column in form.columns.items()
        }
        return ScoringTask(form, answers, metric, self.task, self.asked.scored(self.columns), own)

    def _rows(self, split: str, *, sized: bool) -> list[tuple[str, int]]:
        names = self.read("documents", split, [self.asked.id, *(["text"] if sized else [])])
        ids = [str(name) for name in names[self.asked.id].to_pylist()]
        sizes = [len(text) for text in names["text"].to_pylist()] if sized else [0] * len(ids)
        return list(zip(ids, sizes, strict=True))

    def _known(self) -> frozenset[str]:
        """Return the ids of documents and passages."""
        found: set[str] = set()
        for table in ("documents", "passages"):
            for split in self.there(table):
                found.update(self.read(table, split, ["id"])["id"].to_pylist())
        return frozenset(found)

    def there(self, table: str) -> list[str]:
        """Return the splits of a table."""
        return sorted({path.name.partition("-")[0] for path in (self.release / table).glob("*.parquet")})

    def read(self, table: str, split: str, columns: Sequence[str]) -> pa.Table:
        """Return columns of a split of a table, in the order of its files."""
        files = sorted((self.release / table).glob(f"{split}-*.parquet"))
        parts = [pq.read_table(file, columns=list(dict.fromkeys(columns)), partitioning=None) for file in files]
        return pa.concat_tables(parts)
