"""Nothing of a document that is not shown is in any byte of a release, whatever it can speak from."""

from __future__ import annotations

import json
import random
from collections.abc import Collection
from pathlib import Path

import canaries
import planted
import pyarrow.parquet as pq
import pytest
from canaries import Aviary, all_bytes, digests, heard

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.project.withdraw import withdraw_document

NAMES = frozenset({"name", "folder"})
"""What makes up an id, by which quarantine.jsonl names who was left out."""


def shown(folder: Path) -> dict[str, str]:
    """Return the split of each document of a release, or of what stands beside it."""
    files = sorted(folder.glob("documents/*.parquet"))
    return {name: path.name.split("-")[0] for path in files for name in pq.read_table(path)["id"].to_pylist()}


def silent(aviary: Aviary, release: Path, named: Collection[str] = ()) -> None:
    """Assert that nobody is heard but who is shown; ``named`` may be named by what quarantine.jsonl says."""
    spoken, there = all_bytes(release), shown(release)
    public = "".join(aviary.texts[name] for name in there)
    assert there
    for name, songs in aviary.songs.items():
        places = {place: song for place, song in songs.items() if song not in public}
        if name in there:
            unheard = {place for place, song in songs.items() if not heard(song, spoken)}
            assert unheard <= {"damage", "repair"}, f"no place for {unheard} of what is shown"
            continue
        for place, song in places.items():
            where = heard(song, spoken)
            allowed = ["quarantine.jsonl", "report.html"] if name in named and place in NAMES else []
            assert [file for file in where if file not in allowed] == [], (name, place)
        for digest in digests(aviary.texts[name]):
            assert heard(digest, spoken) == [], name


@pytest.mark.parametrize("only_redistributable", [False, True])
@pytest.mark.parametrize("freeze", [False, True])
def test_who_is_hidden_or_withheld_is_not_heard(tmp_path: Path, *, freeze: bool, only_redistributable: bool) -> None:
    aviary = canaries.planned(tmp_path)
    aviary.write()
    for _ in range(2):  # and once more over the first
        result = build(
            tmp_path, out=tmp_path / "release", freeze=freeze, only_redistributable=only_redistributable, workers=1
        )
    assert len(shown(result.release)) < len(aviary.songs)
    silent(aviary, result.release)
    assert check(result.release).problems == ()


@pytest.mark.parametrize("only_redistributable", [False, True])
def test_who_is_withdrawn_or_quarantined_is_not_heard(tmp_path: Path, *, only_redistributable: bool) -> None:
    aviary = canaries.planned(tmp_path)
    aviary.write()
    first = build(tmp_path, out=tmp_path / "release", freeze=True, workers=1).release
    here, private = shown(first), tmp_path / "private" / "aviary"
    beside = {name: split for name, split in shown(private).items() if split == "test"}
    assert beside
    assert shown(private).items() - beside.items() == here.items()
    assert check(private).problems == ()
    apart = {split: next(name for name, where in here.items() if where == split) for split in ("train", "validation")}
    reasons = ["因为谁谁谁", "tavlyrnskq"]
    gone = [next(name for name in sorted(own) if name not in apart.values()) for own in (here, beside)]
    for name, reason in zip(gone, reasons, strict=True):
        withdraw_document(tmp_path, name, reason)
    named = plant_newcomers(aviary, apart, beside)
    aviary.write()
    (tmp_path / "seeds" / "broken").mkdir()
    result = build(
        tmp_path, out=tmp_path / "release", freeze=True, only_redistributable=only_redistributable, workers=1
    )
    silent(aviary, result.release, named)
    spoken = all_bytes(result.release)
    assert [heard(reason, spoken) for reason in reasons] == [[], []]
    left_out = [json.loads(line)["id"] for line in (result.release / "quarantine.jsonl").read_text().splitlines()]
    assert left_out == ([] if only_redistributable else sorted(named))
    assert check(result.release).problems == ()


def plant_newcomers(aviary: Aviary, apart: dict[str, str], beside: Collection[str]) -> list[str]:
    """Plan newcomers that no split can take; return those of whom a release may say that they were left out."""
    draw = random.Random(4)

    def joined(*names: str) -> str:
        return "".join(aviary.texts[name].split("---\n\n")[1].split("\n")[0] for name in names)

    hidden = max(beside)
    bridge = aviary.add("bridge", joined(*apart.values()), free=True)
    aviary.add("hidden bridge", joined(apart["train"], hidden), free=True)
    typed = aviary.add("typed", planted.synthetic(draw, 200), free=True, year=canaries.songs("typed")["label"])
    return [bridge, typed]
