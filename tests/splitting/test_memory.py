"""What is gone is remembered: a copy of a withdrawn document follows it, and nothing moves."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from noise import clean as written, seeded

from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build
from bdci_corpus.errors import SplitError
from bdci_corpus.ledger.text import read_ledger
from bdci_corpus.neardup import sketch, sketches_under
from bdci_corpus.neardup.sketch import Sketches, sketch_plainly
from bdci_corpus.project.withdraw import withdraw_document
from bdci_corpus.splitting import memory
from bdci_corpus.text import to_traditional

CONFIG = """
[corpus]
name = "memory"

[[sources]]
name = "all"
files = ["seeds/*.txt"]
license = "CC0-1.0"
restriction = "open"

[splits]
ratios = { train = 0.7, validation = 0.3 }
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of twenty documents, frozen."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "corpus.toml").write_text(CONFIG, encoding="utf-8")
    for seed in range(20):
        (tmp_path / "seeds" / f"{seed:02}.txt").write_text(written.document(seeded(seed), blocks=12), encoding="utf-8")
    built(tmp_path, freeze=True)
    return tmp_path


def built(project: Path, *, freeze: bool = False) -> BuildResult:
    """Build the project's release."""
    return build(project, out=project / "release", freeze=freeze)


def split_of(project: Path) -> dict[str, str]:
    """Return the split of every document of the release."""
    folder = project / "release" / "memory" / "documents"
    return {
        name: path.name.partition("-")[0] for path in folder.iterdir() for name in pq.read_table(path)["id"].to_pylist()
    }


def test_a_copy_of_a_withdrawn_validation_document_does_not_enter_train(project: Path) -> None:
    before = split_of(project)
    gone = min(name for name, split in before.items() if split == "validation")
    text = (project / "seeds" / gone).read_text("utf-8")
    withdraw_document(project, gone, "asked to")
    (project / "seeds" / gone).unlink()
    (project / "seeds" / "copy.txt").write_text(text.replace("，", ",") + "\n\n又添了一句话。\n", encoding="utf-8")
    built(project, freeze=True)
    after = split_of(project)
    assert after.get("copy.txt") in (None, "validation")
    assert {name: split for name, split in after.items() if name != "copy.txt"} == {
        name: split for name, split in before.items() if name != gone
    }


def test_a_document_whose_file_is_gone_is_remembered(project: Path) -> None:
    before = split_of(project)
    gone = min(name for name, split in before.items() if split == "validation")
    text = (project / "seeds" / gone).read_text("utf-8")
    (project / "seeds" / gone).unlink()
    (project / "seeds" / "again.txt").write_text(text + "\n\n又添了一句话。\n", encoding="utf-8")
    built(project, freeze=True)
    assert split_of(project).get("again.txt") == "validation"


@pytest.mark.parametrize("withdrawn", [True, False])
def test_who_comes_later_follows_the_group_of_documents_that_are_gone(tmp_path: Path, *, withdrawn: bool) -> None:
    """By a column: of an author all of whose texts are withdrawn, or deleted, the next one stays out of train."""
    (tmp_path / "seeds").mkdir()
    config = CONFIG.replace("[splits]", '[columns]\nauthor_id = "string"\n\n[splits]\ngroup_by = ["author_id"]')
    (tmp_path / "corpus.toml").write_text(config, encoding="utf-8")

    def write(authors: dict[str, str]) -> None:
        lines = [f"{name},{author}" for name, author in authors.items()]
        (tmp_path / "seeds" / "metadata.csv").write_text("\n".join(["file_name,author_id", *lines]), encoding="utf-8")
        for name in authors:
            text = written.document(seeded(int(name[:2])), blocks=12)
            (tmp_path / "seeds" / name).write_text(text, encoding="utf-8")

    authors = {f"{number:02}.txt": f"a{number // 2}" for number in range(20)}
    write(authors)
    built(tmp_path, freeze=True)
    before = split_of(tmp_path)
    author = min(authors[name] for name, split in before.items() if split == "validation")
    gone = [name for name in authors if authors[name] == author]
    for name in gone:
        if withdrawn:
            withdraw_document(tmp_path, name, "asked to")
        (tmp_path / "seeds" / name).unlink()
        del authors[name]
    write(authors)
    built(tmp_path, freeze=True)
    later = {f"{number}.txt": author for number in range(40, 46)}
    write(authors | later)
    built(tmp_path, freeze=True)
    after = split_of(tmp_path)
    assert {after[name] for name in later} == {"validation"}
    assert all(after[name] == split for name, split in before.items() if name not in gone)
    assert author.encode() not in (tmp_path / "splits" / "groups.parquet").read_bytes()


def test_lost_sketches_are_made_again_from_texts(project: Path) -> None:
    path = project / "splits" / "sketches.parquet"
    whole = path.read_bytes()
    path.unlink()
    built(project, freeze=True)
    assert path.read_bytes() == whole


def aged(project: Path) -> None:
    """Make the sidecar what the first version of the match key would have made of the same texts."""
    path = project / "splits" / "sketches.parquet"
    kept = pq.read_table(path)
    documents = pa.concat_tables(
        pq.read_table(file, columns=["id", "text", "region_sha256"])
        for file in (project / "release" / "memory" / "documents").iterdir()
    )
    live = sketches_under(documents, 1)
    data = memory.remembered(documents, live, set(documents["id"].to_pylist()), 1)
    rows = [data[name] for name in kept["id"].to_pylist()]
    scheme = memory.scheme(1).encode()
    old = kept.set_column(2, "sketch", pa.array(rows, pa.binary()))
    pq.write_table(old.replace_schema_metadata({b"bdci_corpus.scheme": scheme}), path)


def test_an_older_sidecar_is_made_anew(project: Path) -> None:
    path = project / "splits" / "sketches.parquet"
    whole = path.read_bytes()
    aged(project)
    assert path.read_bytes() != whole
    assert not any("not recognized" in note for note in built(project).notes)
    built(project, freeze=True)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("script", ["as written", "Traditional", "another text"])
def test_what_only_an_older_sidecar_remembers_is_still_recognized(project: Path, script: str) -> None:
    """Its entry stays as it was made, and newcomers are compared with it by the key of that time."""
    before = split_of(project)
    gone = min(name for name, split in before.items() if split == "validation")
    text = (project / "seeds" / gone).read_text("utf-8")
    aged(project)
    withdraw_document(project, gone, "asked to")
    (project / "seeds" / gone).unlink()
    new = {
        "as written": text,
        "Traditional": to_traditional(text),
        "another text": written.document(seeded(99), blocks=12),
    }
    (project / "seeds" / "copy.txt").write_text(new[script] + "\n\n又添了一句话。\n", encoding="utf-8")
    for _ in range(2):
        built(project, freeze=True)
        after = split_of(project)
        kept = pq.read_table(project / "splits" / "sketches.parquet").to_pylist()
        assert [row["id"] for row in kept if "+key-" not in row["scheme"]] == [gone]
        if script != "another text":
            assert after.get("copy.txt") in (None, "validation")
        assert {name: after[name] for name in before if name != gone} == {n: s for n, s in before.items() if n != gone}


def test_sketches_lost_for_good_are_told(project: Path) -> None:
    gone = min(split_of(project))
    (project / "seeds" / gone).unlink()
    (project / "splits" / "sketches.parquet").unlink()
    assert any("not recognized" in note for note in built(project).notes)


def test_a_ledger_that_was_cut_off_is_refused(project: Path) -> None:
    ledger = project / "splits" / "ledger.tsv"
    assert read_ledger(ledger).events
    ledger.unlink()
    with pytest.raises(SplitError, match="cut off or replaced"):
        built(project)


def test_a_build_sketches_only_what_is_new(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that an earlier build sketched is not sketched again, under whatever name it stands."""
    sketched: list[str] = []

    def counting(texts: pa.LargeStringArray) -> Sketches:
        sketched.extend(texts.to_pylist())
        return sketch_plainly(texts)

    monkeypatch.setattr(sketch, "sketch_plainly", counting)
    built(project)
    assert not sketched
    (project / "seeds" / "new.txt").write_text(written.document(seeded(77), blocks=12), encoding="utf-8")
    (project / "seeds" / "00.txt").rename(project / "seeds" / "zz.txt")
    built(project)
    assert len(sketched) == 1
    kept = project / ".bdci_cache" / "release" / "memory.sketches.parquet"
    assert pq.read_metadata(kept).num_rows == 21
    kept.write_bytes(b"damaged")
    (project / "seeds" / "newer.txt").write_text(written.document(seeded(78), blocks=12), encoding="utf-8")
    built(project)
    assert len(sketched) == 1 + 22
