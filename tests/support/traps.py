"""The traps of ``load_dataset``, one function each: that it bites without our measure, and not with it.

Needs ``datasets``, and for one trap ``polars`` and ``pandas``. Run by itself under any version of them:
``python traps.py RELEASE REBUILT [NAME …]``, where REBUILT is a release of the same name with other rows.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

Card = dict[str, Any]


@dataclass
class Bench:
    """Two releases of one name, and an empty folder to work in."""

    release: Path
    rebuilt: Path
    folder: Path
    copies: int = field(default=0)

    def copy(self, release: Path | None = None, change: Callable[[Card], None] | None = None) -> Path:
        """Return a copy of a release in a folder of its own, by its own name; ``change`` changes the card's YAML."""
        self.copies += 1
        source = release or self.release
        target = Path(shutil.copytree(source, self.folder / str(self.copies) / source.name))
        if change:
            _, header, prose = (target / "README.md").read_text("utf-8").split("---\n", 2)
            card = yaml.safe_load(header)
            change(card)
            header = yaml.safe_dump(card, allow_unicode=True)
            (target / "README.md").write_text(f"---\n{header}---\n{prose}", encoding="utf-8")
        return target

    def load(self, path: Path, *args: str, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever datasets gives
        """Load a release; every copy uses the same cache."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return datasets.load_dataset(str(path), *args, cache_dir=str(self.folder / "cache"), **kwargs)


def trap_stale_cache_after_a_rebuild(bench: Bench) -> None:
    """The cache's key holds no content: a release rebuilt in place gives the old rows."""
    for change, stale in ((no_content_hash, True), (None, False)):
        here = bench.copy(bench.release, change)
        old = bench.load(here, split="train")["text"][:]
        shutil.rmtree(here)
        bench.copy(bench.rebuilt, change).rename(here)
        new = bench.load(here, split="train")["text"][:]
        assert (new == old) is stale


def trap_stale_cache_of_another_release_of_that_name(bench: Bench) -> None:
    """Nor does it hold the path: another release in a folder of the same name gives the first one's rows."""
    for change, stale in ((no_content_hash, True), (None, False)):
        one, other = (
            bench.load(bench.copy(release, change), split="train") for release in (bench.release, bench.rebuilt)
        )
        assert (one["text"][:] == other["text"][:]) is stale


def trap_a_column_null_in_one_split(bench: Bench) -> None:
    """A column without values has no type unless someone says it: the splits do not fit together."""
    for typed in (False, True):
        copy = bench.copy(change=None if typed else no_features)
        if not typed:
            rewrite(copy, "train", lambda rows: untyped(rows, "title"))
            rewrite(copy, "validation", lambda rows: with_value(rows, "title"))
        with bites() if not typed else fine():
            loaded = bench.load(copy)
            assert loaded["train"].features == loaded["validation"].features


def trap_a_renamed_column(bench: Bench) -> None:
    """YAML outranks the files: features that were not made from the footers fail, or rename in silence."""
    copy = bench.copy()
    rewrite(copy, "train", lambda rows: rows.rename_columns(["body" if n == "text" else n for n in rows.column_names]))
    with bites():
        bench.load(copy, split="train")
    loaded = bench.load(bench.copy(), split="train")
    assert loaded.column_names == pq.read_schema(part(bench.release, "train")).names


def trap_a_split_without_rows(bench: Bench) -> None:
    """One split of no rows makes the whole folder fail; a release does not write or declare such a split."""
    copy = bench.copy(change=lambda card: declare(card, "test", "documents/test-00000-of-00001.parquet"))
    rows = pq.read_table(part(copy, "train"))
    pq.write_table(rows.slice(0, 0), part(copy, "test"))
    with bites():
        list(bench.load(copy, streaming=True)["test"])
        bench.load(copy)
    for name in datasets.get_dataset_config_names(str(bench.release)):
        assert all(map(len, bench.load(bench.release, name).values()))


def trap_a_name_that_hijacks_a_split(bench: Bench) -> None:
    """Undeclared, a file called test becomes a split, or replaces the others; a card that names every file cures it."""
    for change, hijacked in ((no_configs, True), (None, False)):
        copy = bench.copy(change=change)
        for name in ("private/test.jsonl", "raw/test_reports/a.jsonl"):
            (copy / name).parent.mkdir(parents=True)
            (copy / name).write_text('{"text": "secret"}\n')
        try:
            splits = set(bench.load(copy))
        except Exception:  # noqa: BLE001 - datasets raises many kinds
            splits = {"none can be loaded"}
        assert (splits != {"train", "validation"}) is hijacked


def trap_several_configurations(bench: Bench) -> None:
    """Without a default, the plain call of a release with several tables fails."""
    with bites():
        bench.load(bench.copy(change=no_default))
    assert bench.load(bench.release)["train"].column_names[:3] == ["id", "split", "text"]


def trap_streaming(bench: Bench) -> None:
    """Streaming a split of two files, one with an untyped column, stops half-way, unless features are declared."""
    second = "documents/train-00001-of-00002.parquet"

    def two_files(card: Card) -> None:
        files = card["configs"][0]["data_files"]
        next(entry for entry in files if entry["split"] == "train")["path"].append(second)

    def without_features(card: Card) -> None:
        two_files(card)
        no_features(card)

    for change in (without_features, two_files):
        copy = bench.copy(change=change)
        rows = pq.read_table(part(copy, "train"))
        pq.write_table(with_value(rows, "title"), copy / second)
        rewrite(copy, "train", lambda rows: untyped(rows, "title"))
        with bites() if change is without_features else fine():
            assert len(list(bench.load(copy, split="train", streaming=True))) == 2 * rows.num_rows
    for split in ("train", "validation"):
        streamed = list(bench.load(bench.release, split=split, streaming=True))
        assert streamed == list(bench.load(bench.release, split=split))


def trap_columns(bench: Bench) -> None:
    """``columns=`` of a table found by a wild pattern asks the other tables for them, too."""
    with bites():
        bench.load(bench.copy(change=no_configs), columns=["id", "text", "title", "source"])
    wanted = ["id", "text"]
    for streaming in (False, True):
        rows = list(bench.load(bench.release, columns=wanted, split="train", streaming=streaming))
        assert rows
        assert all(list(row) == wanted for row in rows)


def trap_filters(bench: Bench) -> None:
    """A filter on null finds nothing at all, so that a column of true and false is needed."""
    rows = pq.read_table(part(bench.release, "train"))
    expected = [row["id"] for row in rows.to_pylist() if row["duplicate_of"] is None]
    assert 0 < len(expected) < rows.num_rows
    with bites():
        found = bench.load(bench.release, split="train", filters=[("duplicate_of", "==", None)])
        assert found["id"][:] == expected
    counted = bench.copy(change=declare_counts)
    with bites():
        bench.load(counted, split="train", filters=[("is_duplicate", "==", False)])
    for streaming in (False, True):
        found = bench.load(bench.release, split="train", filters=[("is_duplicate", "==", False)], streaming=streaming)
        assert [row["id"] for row in found] == expected


def trap_data_files(bench: Bench) -> None:
    """Any pattern over all tables mixes their columns; each table stands in a folder of its own."""
    with bites():
        bench.load(bench.copy(change=no_configs), data_files="**/*.parquet")
    found = bench.load(bench.release, data_files={"train": "documents/train-*.parquet"}, split="train")
    assert found["text"][:] == bench.load(bench.release, split="train")["text"][:]


def trap_polars_and_pandas(bench: Bench) -> None:
    """They read one table's folder, and not all tables at once."""
    import pandas as pd
    import polars as pl

    with bites():
        pl.read_parquet(str(bench.release / "**" / "*.parquet"))
    rows = sum(map(len, bench.load(bench.release).values()))
    assert len(pl.read_parquet(str(bench.release / "documents" / "*.parquet"))) == rows
    assert len(pd.read_parquet(bench.release / "documents")) == rows
    paths = sorted((bench.release / "documents").glob("*.parquet"))
    assert sum(len(pd.read_parquet(path)) for path in paths) == rows


def trap_facts_of_the_builder(bench: Bench) -> None:
    """What stands at the top of the YAML never reaches ``builder.info``; what stands in ``dataset_info`` does."""
    names = ("license", "citation", "homepage", "description")

    def only_at_the_top(card: Card) -> None:
        for info in card["dataset_info"]:
            card |= {name: info.pop(name) for name in names}

    copy = bench.copy(change=only_at_the_top)
    info = datasets.load_dataset_builder(str(copy), cache_dir=str(bench.folder / "cache")).info
    assert not any(getattr(info, name) for name in names)
    for config in datasets.get_dataset_config_names(str(bench.release)):
        info = datasets.load_dataset_builder(str(bench.release), config, cache_dir=str(bench.folder / "cache")).info
        assert all(getattr(info, name) for name in names), config


TRAPS: dict[str, Callable[[Bench], None]] = {
    name.removeprefix("trap_"): trap for name, trap in list(globals().items()) if name.startswith("trap_")
}


# Taking measures away


def no_content_hash(card: Card) -> None:
    for info in card["dataset_info"]:
        info["description"] = info["citation"] = "The same in every release."
        del info["download_size"], info["dataset_size"]


def no_features(card: Card) -> None:
    del card["dataset_info"]


def no_configs(card: Card) -> None:
    del card["dataset_info"], card["configs"]


def no_default(card: Card) -> None:
    for config in card["configs"]:
        config.pop("default", None)


def declare_counts(card: Card) -> None:
    """Say how many rows a split has, as ``push_to_hub`` does."""
    counts = [{"name": split, "num_bytes": 1, "num_examples": 10} for split in ("train", "validation")]
    card["dataset_info"][0]["splits"] = counts


def declare(card: Card, split: str, path: str) -> None:
    card["configs"][0]["data_files"].append({"split": split, "path": [path]})
    del card["dataset_info"]


def part(release: Path, split: str) -> Path:
    return release / "documents" / f"{split}-00000-of-00001.parquet"


def rewrite(release: Path, split: str, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(pq.read_table(part(release, split))), part(release, split))


def untyped(rows: pa.Table, name: str) -> pa.Table:
    """Return rows in which a column is null and says no type, as rows of plain objects become."""
    return rows.set_column(rows.column_names.index(name), name, pa.nulls(rows.num_rows))


def with_value(rows: pa.Table, name: str) -> pa.Table:
    return rows.set_column(rows.column_names.index(name), name, pa.array(["有"] * rows.num_rows))


@contextmanager
def bites() -> Iterator[None]:
    """Expect any failure."""
    try:
        with open(os.devnull, "w") as nothing, _stderr(nothing):  # noqa: PTH123 - it is no path
            yield
    except Exception:  # noqa: BLE001 - datasets raises many kinds
        return
    message = "the trap does not bite"
    raise AssertionError(message)


@contextmanager
def fine() -> Iterator[None]:
    """Expect no failure."""
    yield


@contextmanager
def _stderr(stream: Any) -> Iterator[None]:  # noqa: ANN401
    kept, sys.stderr = sys.stderr, stream
    try:
        yield
    finally:
        sys.stderr = kept


def main(release: Path, rebuilt: Path, names: list[str]) -> int:
    """Try every trap; return how many were not as they should be."""
    datasets.disable_progress_bars()
    datasets.logging.set_verbosity(datasets.logging.CRITICAL)
    outcome: dict[str, str] = {}
    for name in names or TRAPS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                TRAPS[name](Bench(release, rebuilt, Path(folder)))
            except Exception:  # noqa: BLE001 - all are tried
                outcome[name] = traceback.format_exc(limit=-2)
    for name, text in outcome.items():
        sys.stderr.write(f"{name}:\n{text}\n")
    tried = len(names or TRAPS)
    versions = f"datasets {datasets.__version__}, pyarrow {pa.__version__}"
    sys.stdout.write(f"{versions}: {tried - len(outcome)} of {tried} traps as expected\n")
    return len(outcome)


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]), 1))
