"""What an older version wrote: its release, ledger, sketches and cache go on working.

A later format that cannot be read is refused with a reason and a way forward; then the test of that verb says so.
``tests/scripts/make_old_release.py`` made the archive.
"""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from places import TESTS

import bdci_corpus
from bdci_corpus.building import BuildResult
from bdci_corpus.errors import SplitError
from bdci_corpus.ledger import read_ledger
from bdci_corpus.project import withdraw_document
from bdci_corpus.release import compare_releases

ARCHIVES = sorted((TESTS / "fixtures").glob("release-*.tar.xz"))
NEAR = {"text/again.txt": "text/plain-1.txt", "text/again-traditional.txt": "text/plain-2.txt"}
"""The near-duplicates that the second release added, and their originals."""


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.name.partition(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The project as an older version left it; ``release/old`` is its release."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path


def rebuilt(project: Path, *, freeze: bool = False) -> BuildResult:
    """Build into the folder where the older version built, so that its cache lies at hand."""
    return bdci_corpus.build(project, out=project / "release", freeze=freeze, workers=1)


def split_of(project: Path) -> dict[str, str]:
    """Return the split of every document that was built, hidden ones too."""
    files = [*project.glob("release/old/documents/*.parquet"), *project.glob("private/old/documents/*.parquet")]
    return {id_: path.name.split("-")[0] for path in files for id_ in pq.read_table(path)["id"].to_pylist()}


def assigned(project: Path) -> dict[str, str]:
    """Return the split that the ledger gives every document that was not withdrawn."""
    events = read_ledger(project / "splits/ledger.tsv").events
    gone = {event.document_id for event in events if event.event == "withdrawn"}
    return {event.document_id: event.split for event in events if event.document_id not in gone}


def test_the_archive_holds_what_it_is_kept_for(old: Path) -> None:
    assert set(split_of(old).values()) == {"train", "validation", "test"}
    assert split_of(old) == assigned(old)
    assert len(assigned(old)) == len(read_ledger(old / "splits/ledger.tsv").events) - 2 == 14
    assert (old / "splits/sketches.parquet").exists()
    assert list(old.glob(".bdci_cache/release/old/*/documents.arrow"))


def test_check_finds_it_sound(old: Path) -> None:
    report = bdci_corpus.check(old / "release/old")
    assert [str(problem) for problem in report.problems] == []
    assert not [finding for finding in report.findings if finding.flagged]


def test_check_names_what_was_changed_in_it(old: Path) -> None:
    path = old / "release/old/documents/train-00000-of-00001.parquet"
    table = pq.read_table(path, partitioning=None)
    texts = pa.array([f"{text}。" for text in table["text"].to_pylist()])
    pq.write_table(table.set_column(table.column_names.index("text"), table.schema.field("text"), texts), path)
    problems = bdci_corpus.check(old / "release/old").problems
    assert path.relative_to(old / "release/old").as_posix() in {problem.where for problem in problems}
    assert all(problem.remedy for problem in problems)


def test_diff_tells_the_two_releases_apart(old: Path) -> None:
    difference = compare_releases(old / "release/first", old / "release/old")
    assert (difference.old_version, difference.new_version) == ("0.1.0", "0.2.0")
    assert difference.added == ("text/again-traditional.txt", "text/again.txt")
    assert difference.withdrawn == ("text/withdrawn.txt",)
    assert (difference.moved, difference.relicensed, difference.columns_retyped) == ({}, {}, ())


def test_a_build_over_it_moves_nothing_and_reads_anew(old: Path) -> None:
    before = split_of(old)
    caches = {path.name for path in (old / ".bdci_cache/release/old").iterdir()}
    shutil.copytree(old / "release/old", old / "kept")
    result = rebuilt(old)
    assert split_of(old) == before
    assert not any("provisional" in reason for reason in result.blocking)
    difference = compare_releases(old / "kept", result.release)
    assert (difference.added, difference.withdrawn, difference.moved) == ((), (), {})
    assert bdci_corpus.check(result.release).sound
    assert not caches & {path.name for path in (old / ".bdci_cache/release/old").iterdir()}, "rows of other code"


def test_freezing_appends_newcomers_and_keeps_every_line(old: Path) -> None:
    ledger = old / "splits/ledger.tsv"
    lines = ledger.read_bytes()
    before = assigned(old)
    copy = (old / "seeds/text/plain-0.txt").read_text("utf-8")
    (old / "seeds/text/newcomer.txt").write_text(copy.replace("篇记录", "篇补记"), encoding="utf-8")
    result = rebuilt(old, freeze=True)
    assert result.frozen == 1
    assert ledger.read_bytes().startswith(lines)
    assert split_of(old) == {**before, "text/newcomer.txt": before["text/plain-0.txt"]}
    assert bdci_corpus.check(result.release).sound


@pytest.mark.parametrize(("sidecar", "split"), [(True, "validation"), (False, "train")])
def test_the_sidecar_knows_a_copy_of_what_was_withdrawn(old: Path, split: str, *, sidecar: bool) -> None:
    """Its text is gone: only the sketch that the older version kept says that this is a copy."""
    text = (old / "seeds/text/withdrawn.txt").read_text("utf-8")
    (old / "seeds/text/withdrawn.txt").unlink()
    (old / "seeds/text/returned.txt").write_text(f"再次发布\n\n{text}", encoding="utf-8")
    config = old / "corpus.toml"  # all newcomers go to train, but for what an older document holds back
    ratios = ("train = 0.6, validation = 0.2, test = 0.2", "train = 1.0, validation = 0.0, test = 0.0")
    config.write_text(config.read_text("utf-8").replace(*ratios), encoding="utf-8")
    if not sidecar:
        (old / "splits/sketches.parquet").unlink()
    result = rebuilt(old, freeze=True)
    assert split_of(old)["text/returned.txt"] == split
    assert sidecar != any("not recognized" in note for note in result.notes)


@pytest.mark.parametrize("name", ["text/plain-0.txt", "table/rows.jsonl#3"])
def test_withdrawing_takes_a_document_out_of_the_next_release(old: Path, name: str) -> None:
    before = assigned(old)
    event = withdraw_document(old, name, "rights")
    assert (event.event, event.split) == ("withdrawn", before[name])
    rebuilt(old, freeze=True)
    assert split_of(old) == {id_: split for id_, split in before.items() if id_ != name}


def test_what_was_withdrawn_is_not_withdrawn_again(old: Path) -> None:
    with pytest.raises(SplitError) as refused:
        withdraw_document(old, "text/withdrawn.txt", "rights")
    assert "withdrawn" in refused.value.problem
    assert refused.value.remedy


def test_publishing_it_and_then_its_successor(old: Path) -> None:
    place = old / "published"
    first = bdci_corpus.publish(old / "release/first", f"dir:{place}")
    assert first.done
    second = bdci_corpus.publish(old / "release/old", f"dir:{place}")
    assert second.done
    assert json.loads((place / "manifest.json").read_text("utf-8"))["version"] == "0.2.0"
    assert "text/withdrawn.txt" not in pq.read_table(place / "documents")["id"].to_pylist()
    assert bdci_corpus.check(place).sound


def test_near_duplicates_of_the_old_release_are_still_found(old: Path) -> None:
    rebuilt(old)
    tables = [*old.glob("release/old/documents/*.parquet"), *old.glob("private/old/documents/*.parquet")]
    groups = {
        row["id"]: row["group_id"]
        for path in tables
        for row in pq.read_table(path, partitioning=None, columns=["id", "group_id"]).to_pylist()
    }
    assert {name: groups[name] for name in NEAR} == {name: groups[original] for name, original in NEAR.items()}
