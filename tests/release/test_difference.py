"""Differences between releases, and the version that has to follow."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st
from publishing import make_project, text_of

from bdci_corpus.building.steps import build
from bdci_corpus.cli import main
from bdci_corpus.project.withdraw import withdraw_document
from bdci_corpus.release.diff import compare_releases
from bdci_corpus.release.versions import Level, Shape, level, next_version, numbers

TERMS = {f"{number:02}.txt": "open" for number in range(5)}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first release of a small corpus, with the project beside it."""
    folder = make_project(tmp_path_factory.mktemp("old"), TERMS)
    return build(folder, out=folder / "release", freeze=True).release


def again(old: Path, folder: Path, terms: dict[str, str] = TERMS, extra: str = "") -> Path:
    """Copy the project of a release, to be changed."""
    make_project(folder, terms, extra=extra)
    (folder / "splits").mkdir()
    for path in (old.parents[1] / "splits").iterdir():
        (folder / "splits" / path.name).write_bytes(path.read_bytes())
    return folder


def released(folder: Path) -> Path:
    """Build a changed project."""
    return build(folder, out=folder / "release", freeze=True).release


def test_the_same_release_has_the_same_version(old: Path, tmp_path: Path) -> None:
    found = compare_releases(old, released(again(old, tmp_path)))
    assert (found.level, found.next_version) == ("none", "0.1.0")
    assert not any((found.added, found.withdrawn, found.moved, found.relicensed, found.changed))


def test_a_lost_trace_is_named_and_so_is_one_that_leads_elsewhere(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(old, new)
    (path,) = new.glob("traces/train-*.parquet")
    rows = pq.read_table(path, partitioning=None)
    first, *others = rows["id"].to_pylist()
    edits = rows["edits"].to_pylist()
    edits[1] = [{"start": 0, "end": 0, "before": b"x", "rules": ["invisible"]}, *edits[1]]
    rows = rows.set_column(rows.column_names.index("edits"), "edits", pa.array(edits, rows["edits"].type))
    pq.write_table(rows.slice(1), path)
    found = compare_releases(old, new)
    assert found.untraced == (first,)
    assert found.changed == {others[0]: ("trace",)}
    printed = CliRunner().invoke(main, ["diff", str(old), str(new)]).output
    assert f"  ! {first}  leads back to its raw bytes no more\n" in printed
    assert f"  ~ {others[0]}  trace\n" in printed
    assert json.loads(CliRunner().invoke(main, ["diff", str(old), str(new), "--json"]).output)["untraced"] == [first]
    path.unlink()
    assert compare_releases(old, new).untraced == tuple(sorted([first, *others]))


def test_an_added_document_is_minor(old: Path, tmp_path: Path) -> None:
    found = compare_releases(old, released(again(old, tmp_path, {**TERMS, "77.txt": "open"})))
    assert found.added == ("77.txt",)
    assert (found.level, found.next_version) == ("minor", "0.2.0")


def test_a_changed_text_is_a_patch_and_names_its_columns(old: Path, tmp_path: Path) -> None:
    folder = again(old, tmp_path)
    (folder / "seeds" / "02.txt").write_text(text_of(2) + "\n又添了一段。\n", encoding="utf-8")
    found = compare_releases(old, released(folder))
    assert found.changed.keys() == {"02.txt"}
    assert {"text", "raw_sha256"} <= set(found.changed["02.txt"])
    assert (found.level, found.next_version) == ("patch", "0.1.1")


def test_a_new_license_is_a_patch_and_no_change(old: Path, tmp_path: Path) -> None:
    found = compare_releases(old, released(again(old, tmp_path, {**TERMS, "03.txt": "attribution"})))
    assert found.relicensed == {"03.txt": ("CC0-1.0 (open)", "CC-BY-4.0 (attribution)")}
    assert not found.withdrawn
    assert (found.level, found.next_version) == ("patch", "0.1.1")


def test_a_withdrawn_document_is_a_patch(old: Path, tmp_path: Path) -> None:
    folder = again(old, tmp_path)
    withdraw_document(folder, "01.txt", "its author asked")
    found = compare_releases(old, released(folder))
    assert (found.withdrawn, found.moved, found.added) == (("01.txt",), {}, ())
    assert found.level == "patch"


def test_a_moved_document_is_major(old: Path, tmp_path: Path) -> None:
    folder = make_project(tmp_path, TERMS)
    config = (folder / "corpus.toml").read_text("utf-8")
    moved = config.replace("train = 0.6, validation = 0.4", "train = 0.2, validation = 0.8")
    (folder / "corpus.toml").write_text(moved, encoding="utf-8")
    found = compare_releases(old, released(folder))
    assert found.moved
    assert all(pair == ("train", "validation") for pair in found.moved.values())
    assert (found.level, found.next_version) == ("major", "1.0.0")


def test_an_added_column_is_a_patch_a_retyped_one_major(old: Path, tmp_path: Path) -> None:
    one = released(again(old, tmp_path / "one", extra='[columns]\nscore = "string"\n'))
    two = released(again(old, tmp_path / "two", extra='[columns]\nscore = "float64"\n'))
    added, retyped, gone = compare_releases(old, one), compare_releases(one, two), compare_releases(one, old)
    assert (added.columns_added, added.level) == (("documents.score",), "patch")
    assert (retyped.columns_retyped, retyped.level) == (("documents.score",), "major")
    assert (gone.columns_retyped, gone.level) == (("documents.score",), "major")


def test_the_verb_prints_text_and_json(old: Path, tmp_path: Path) -> None:
    new = released(again(old, tmp_path, {**TERMS, "77.txt": "open"}))
    shown = CliRunner().invoke(main, ["diff", str(old), str(new)])
    assert shown.exit_code == 0
    assert "+ 77.txt" in shown.output
    assert "minor asks for 0.2.0" in shown.output
    told = json.loads(CliRunner().invoke(main, ["diff", str(old), str(new), "--json"]).output)
    assert (told["added"], told["level"], told["next_version"]) == (["77.txt"], "minor", "0.2.0")
    assert CliRunner().invoke(main, ["diff", str(old), str(new), "--quiet"]).output == ""


def test_what_is_no_release_is_named(old: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["diff", str(old), str(tmp_path)])
    assert result.exit_code == 2
    assert "This folder is no release" in result.output


SHAPES = st.builds(
    Shape,
    version=st.just("1.2.3"),
    logical_sha256=st.sampled_from("ab"),
    columns=st.fixed_dictionaries(
        {"documents": st.dictionaries(st.sampled_from("xyz"), st.sampled_from(["int64", "string"]))}
    ),
    splits=st.dictionaries(st.sampled_from("12345"), st.sampled_from(["train", "validation"])),
    provisional=st.just(0),
)


@given(SHAPES, SHAPES)
def test_the_rule_of_versions(old: Shape, new: Shape) -> None:
    """MAJOR when a record changes split or a column changes type, MINOR when records are added, PATCH otherwise."""
    both = old.splits.keys() & new.splits.keys()
    columns = old.columns["documents"]
    major = any(old.splits[name] != new.splits[name] for name in both)
    major |= any(new.columns["documents"].get(name) != kind for name, kind in columns.items())
    minor = bool(new.splits.keys() - old.splits.keys())
    expected: Level = "major" if major else "minor" if minor else "patch"
    if level(old, new) == "none":
        assert expected == "patch"
        assert old.logical_sha256 == new.logical_sha256
    else:
        assert level(old, new) == expected
    assert level(old, replace(old)) == "none"


@given(st.tuples(*[st.integers(0, 99)] * 3), st.sampled_from(["patch", "minor", "major"]))
def test_the_next_version_is_higher(version: tuple[int, int, int], change: Level) -> None:
    shown = ".".join(map(str, version))
    assert numbers(next_version(shown, change)) > version
    assert next_version(shown, "none") == shown
