"""Validate croissant.json and load every record set of a release through ``mlcroissant``, which must be installed.

Run by itself, so that its many dependencies stay out of ours: ``python croissant_loads.py RELEASE``.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import mlcroissant
import pyarrow.parquet as pq


def check(release: Path) -> dict[str, int]:
    """Return the records by set; hold that they are the rows of the Parquet files, and every hash right."""
    dataset = mlcroissant.Dataset(str(release / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors, dataset.metadata.ctx.issues.report()
    description = json.loads((release / "croissant.json").read_text("utf-8"))
    warned = [] if "datePublished" in description else [True]
    assert ["datePublished" in warning for warning in dataset.metadata.ctx.issues.warnings] == warned
    responsible(dataset.metadata, description)
    for node in description["distribution"]:
        if node["@type"] == "cr:FileObject":
            assert sha256((release / node["contentUrl"]).read_bytes()).hexdigest() == node["sha256"]
    counts = {}
    for node in description["recordSet"]:
        name = node["@id"]
        records = list(dataset.records(name))
        counts[name] = len(records)
        if "data" not in node:
            filtered(release, name)
            compare(release / name, name, records)
    return counts


def responsible(metadata: mlcroissant.Metadata, description: dict[str, object]) -> None:
    """Hold that its reader finds who made it, under what terms, and what it says for responsible use."""
    assert len(metadata.creators) == len(description.get("creator", ()))  # type: ignore[arg-type]
    assert metadata.sd_licence == [description["sdLicense"]]
    assert metadata.data_collection == description["rai:dataCollection"]
    # It reads dataManipulationProtocol and dataCollectionTimeframe under names of its own, which no vocabulary has.
    for found, name in (
        (metadata.data_preprocessing_protocol, "rai:dataPreprocessingProtocol"),
        (metadata.personal_sensitive_information, "rai:personalSensitiveInformation"),
        (metadata.data_limitations, "rai:dataLimitations"),
        (metadata.data_biases, "rai:dataBiases"),
    ):
        assert sorted(found or []) == sorted(description.get(name, [])), name  # type: ignore[call-overload]


def filtered(release: Path, name: str) -> None:
    """Hold that each split finds its records; a filter changes its data set, so each has one of its own."""
    for split in {path.name.rsplit("-", 3)[0] for path in (release / name).glob("*.parquet")}:
        dataset = mlcroissant.Dataset(str(release / "croissant.json"))
        records = [text(record[f"{name}/split"]) for record in dataset.records(name, {f"{name}/split": split})]
        rows = sum(pq.read_metadata(path).num_rows for path in (release / name).glob(f"{split}-*.parquet"))
        assert records == [split] * rows, (name, split, len(records), rows)


def compare(folder: Path, name: str, records: list[dict[str, object]]) -> None:
    """Hold that the records are the rows, each with the split that its file is of."""
    rows = []
    for path in sorted(folder.glob("*.parquet")):
        rows += [{"split": path.name.rsplit("-", 3)[0], **row} for row in pq.ParquetFile(path).read().to_pylist()]
    assert len(rows) == len(records)
    key = next(iter(rows[0].keys() - {"split"} & {"id", "path"}), "shared")
    rows.sort(key=lambda row: (str(row[key]), row["split"]))
    records.sort(key=lambda record: (text(record[f"{name}/{key}"]), text(record[f"{name}/split"])))
    for row, record in zip(rows, records, strict=True):
        for column, value in row.items():
            found = record[f"{name}/{column}"]
            if isinstance(value, str):
                assert text(found) == value, (column, found, value)
            elif isinstance(value, bool | int):
                assert found == value, (column, found, value)
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                for member in value[0].keys() & {"text", "name", "start", "end"}:
                    listed = [text(item[f"{name}/{column}/{member}"]) for item in found]
                    assert listed == [str(item[member]) for item in value], (column, listed)


def text(value: object) -> str:
    """Return what a record holds as text; mlcroissant gives bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    sys.stdout.write(f"mlcroissant: {found}\n")
