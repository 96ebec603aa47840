"""A corpus over the years, with real files: it grows, shrinks and changes hands, and no split moves or leaks."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import datasets
import planted
import pyarrow.parquet as pq
import pytest

from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.errors import Leak, SplitError
from bdci_corpus.ledger.appending import append_events
from bdci_corpus.ledger.events import withdrawal
from bdci_corpus.ledger.text import read_ledger
from bdci_corpus.project.withdraw import withdraw_document

CONFIG = """
[corpus]
name = "growing"

[[sources]]
name = "all"
files = ["seeds/**/*.txt"]
license = "CC0-1.0"
restriction = "open"

[rules]
disable = ["mojibake"] # characters drawn at random look like damage, and looking at it takes long

[near_duplicates]
threshold = {threshold}

[splits]
ratios = {{ {ratios} }}
hidden = {hidden}
"""

Splits = Mapping[str, str]


def configure(
    project: Path, ratios: str = "train = 0.8, validation = 0.2", *, threshold: float = 0.7, hidden: str = "[]"
) -> None:
    (project / "seeds").mkdir(exist_ok=True)
    text = CONFIG.format(ratios=ratios, threshold=threshold, hidden=hidden)
    (project / "corpus.toml").write_text(text, encoding="utf-8")


def write(project: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (project / "seeds" / name).write_text(f"{text}。\n", encoding="utf-8")


def built(project: Path, *, freeze: bool = True) -> BuildResult:
    return build(project, out=project / "release", freeze=freeze, workers=1)


def split_of(folder: Path) -> dict[str, str]:
    """Return the split of every document of a release, or of the hidden splits."""
    files = sorted((folder / "documents").glob("*.parquet"))
    return {name: path.name.split("-")[0] for path in files for name in pq.read_table(path)["id"].to_pylist()}


def quarantine(release: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (release / "quarantine.jsonl").read_text("utf-8").splitlines()]


def related(draw: random.Random) -> tuple[str, str, str]:
    """Return two texts that are no near-duplicates at 0.7, and one that is a near-duplicate of both."""
    shared, *parts = (planted.synthetic(draw, size) for size in (250, 50, 50, 50, 50))
    return shared + parts[0] + parts[1], shared + parts[2] + parts[3], shared + parts[0] + parts[2]


def test_a_thousand_files_released_a_hundred_more_then_fifty_withdrawn(tmp_path: Path) -> None:
    """The scenario of the design with files: 0 moves, 5 quarantined by name, and no way into train for a copy."""
    draw = random.Random(5)
    configure(tmp_path)
    trios = {f"pair{number:02}": related(draw) for number in range(60)}
    texts = {f"{name}{end}.txt": text for name, trio in trios.items() for end, text in zip("ab", trio, strict=False)}
    texts |= {f"other{number:03}.txt": planted.synthetic(draw, 200) for number in range(1000 - len(texts))}
    write(tmp_path, texts)
    assert built(tmp_path).splits == {"train": 800, "validation": 200}
    first = split_of(tmp_path / "release/growing")

    apart = [name for name in sorted(trios) if first[f"{name}a.txt"] != first[f"{name}b.txt"]][:5]
    new = {f"bridge-{name}.txt": trios[name][2] for name in apart}
    new |= {f"new{number:03}.txt": planted.synthetic(draw, 200) for number in range(95)}
    write(tmp_path, new)
    second_result = built(tmp_path)
    second = split_of(tmp_path / "release/growing")
    assert {name: second[name] for name in first} == first
    assert [name for name, _ in second_result.quarantined] == [f"bridge-{name}.txt" for name in apart]
    for entry, name in zip(quarantine(tmp_path / "release/growing"), apart, strict=True):
        ends = [f"{name}a.txt", f"{name}b.txt"]
        assert (entry["id"], entry["groups"], entry["splits"]) == (f"bridge-{name}.txt", ends, ["train", "validation"])
        assert entry["pairs"] == [{"a": entry["id"], "b": end, "reason": "near-duplicate"} for end in ends]
    assert second_result.splits == {"train": 876, "validation": 219}

    kept = [name for name in sorted(second) if name.startswith("other")]
    gone = [name for name in kept if second[name] == "validation"][:30]
    gone += [name for name in kept if second[name] == "train"][:20]
    ledger = read_ledger(tmp_path / "splits/ledger.tsv")
    append_events(
        tmp_path / "splits/ledger.tsv", [withdrawal(ledger, name, version="0.1.0", reason="rights") for name in gone]
    )
    for name in gone:
        (tmp_path / "seeds" / name).unlink()
    write(tmp_path, {"copy.txt": planted.edited(texts[gone[0]], draw, 0.02)})
    built(tmp_path)
    third = split_of(tmp_path / "release/growing")
    assert third["copy.txt"] == "validation"
    assert {name: third.get(name) for name in second if name not in gone} == {
        name: split for name, split in second.items() if name not in gone
    }
    assert third.keys().isdisjoint(gone)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Forty documents, released."""
    configure(tmp_path)
    draw = random.Random(1)
    write(tmp_path, {f"{number:02}.txt": planted.synthetic(draw, 200) for number in range(40)})
    built(tmp_path)
    return tmp_path


def moved(before: Splits, after: Splits) -> list[str]:
    return [name for name, split in before.items() if after.get(name, split) != split]


@pytest.mark.parametrize("with_sketches", [True, False])
def test_two_files_that_swap_names_carry_no_text_across(project: Path, *, with_sketches: bool) -> None:
    before = split_of(project / "release/growing")
    one, other = (next(name for name, split in before.items() if split == wanted) for wanted in ("train", "validation"))
    texts = {name: (project / "seeds" / name).read_text("utf-8") for name in (one, other)}
    (project / "seeds" / one).write_text(texts[other], encoding="utf-8")
    (project / "seeds" / other).write_text(texts[one], encoding="utf-8")
    if not with_sketches:
        (project / "splits/sketches.parquet").unlink()
    result = built(project)
    assert sorted(name for name, _ in result.quarantined) == sorted([one, other])
    after = split_of(project / "release/growing")
    assert not moved(before, after)
    entries = quarantine(project / "release/growing")
    assert {entry["remedy"] for entry in entries} == {
        "Give the file its published text back, or withdraw the document."
    }


def test_a_split_that_gets_no_more_documents_stays_in_the_release(project: Path) -> None:
    before = split_of(project / "release/growing")
    configure(project, "train = 0.8, validation = 0, dev = 0.2")
    write(project, {f"new{n}.txt": planted.synthetic(random.Random(100 + n), 200) for n in range(10)})
    result = built(project)
    after = split_of(project / "release/growing")
    assert {name: after[name] for name in before} == before
    assert {after[name] for name in after.keys() - before.keys()} == {"train", "dev"}
    assert "validation gets nothing new, and keeps the 8 documents that were published in it." in result.notes
    assert check(project / "release/growing").problems == ()


def test_a_split_that_the_ledger_knows_and_nobody_names_is_not_guessed_to_be_public(project: Path) -> None:
    """It may have been hidden: whoever renames a hidden split must not publish it by that."""
    configure(project, "train = 0.8, dev = 0.2")
    with pytest.raises(SplitError) as caught:
        built(project)
    assert str(caught.value) == (
        '[corpus.toml > splits.ratios] By the ledger, 8 documents are in "validation", which is not named here. '
        "Name it: validation = 0 gives it no new documents. If it was hidden, keep it in hidden."
    )


def test_changed_ratios_and_thresholds_move_nobody(project: Path) -> None:
    before = split_of(project / "release/growing")
    draw = random.Random(2)
    for round_number, (ratios, threshold) in enumerate(
        [("train = 0.1, validation = 0.9", 0.9), ("train = 0.5, validation = 0.2, test = 0.3", 0.3)]
    ):
        configure(project, ratios, threshold=threshold)
        write(project, {f"new{round_number}-{n}.txt": planted.synthetic(draw, 200) for n in range(10)})
        built(project)
        after = split_of(project / "release/growing")
        assert not moved(before, after)
        assert before.keys() <= after.keys()
        before = after
    assert set(before.values()) == {"train", "validation", "test"}
    assert check(project / "release/growing").problems == ()


def test_lineage_holds_for_absent_released_and_withdrawn_origins_and_for_files_of_several(project: Path) -> None:
    before = split_of(project / "release/growing")
    gone = next(name for name, split in before.items() if split == "validation")
    withdraw_document(project, gone, "rights")
    (project / "seeds" / gone).unlink()
    draw = random.Random(3)
    origins = {f"from-{end}{number}.txt": end for end in ("gone", "book") for number in range(4)}
    write(project, {name: planted.synthetic(draw, 200) for name in origins})
    with (project / "seeds/metadata.csv").open("w", newline="") as file:
        rows = [(name, gone if end == "gone" else "a book.pdf") for name, end in origins.items()]
        csv.writer(file).writerows([("file_name", "derived_from"), *rows])
    built(project)
    after = split_of(project / "release/growing")
    assert {after[name] for name, end in origins.items() if end == "gone"} == {"validation"}
    assert len({after[name] for name, end in origins.items() if end == "book"}) == 1
    assert check(project / "release/growing").problems == ()


def form(frame: str, draw: random.Random) -> str:
    """Return one form with figures of its own: two of these are a template pair."""
    return frame + "".join(f"第{name}项计{draw.randint(1000, 9999)}元" for name in "甲乙丙丁戊己庚辛")


def test_template_pairs_are_listed_though_the_document_that_stood_for_a_copy_is_left_out(tmp_path: Path) -> None:
    """Equal keys are listed once, by a representative. If that is held back, the copy speaks for itself."""
    configure(tmp_path)
    draw = random.Random(7)
    frame = planted.synthetic(draw, 400)
    texts = {f"other{number:02}.txt": planted.synthetic(draw, 200) for number in range(30)}
    texts |= {f"form{number}.txt": form(frame, draw) for number in range(6)}
    write(tmp_path, texts)
    built(tmp_path)
    splits = split_of(tmp_path / "release/growing")
    copied = max((name for name in splits if name.startswith("form")), key=lambda name: (splits[name] == "train", name))
    write(tmp_path, {"a-copy.txt": texts[copied]})
    built(tmp_path)
    withdraw_document(tmp_path, "a-copy.txt", "the name sorts first, so it stands for both")
    built(tmp_path)
    release = tmp_path / "release/growing"
    pairs = pq.read_table(release / "near_duplicates").to_pylist()
    listed = {frozenset((row["id_a"], row["id_b"])) for row in pairs if row["kind"] == "template"}
    assert listed == {frozenset(pair) for pair in combinations([name for name in texts if name.startswith("form")], 2)}
    assert not [error for error in check(release).problems if isinstance(error, Leak)]


def test_forms_with_other_figures_are_no_copies_of_what_is_gone(tmp_path: Path) -> None:
    """All files edited at once, one withdrawn, one more: nobody is held back, and only a real copy follows."""
    configure(tmp_path)
    draw = random.Random(7)
    frame = planted.synthetic(draw, 400)
    texts = {f"form{number:02}.txt": form(frame, draw) for number in range(20)}
    write(tmp_path, texts)
    built(tmp_path)
    before = split_of(tmp_path / "release/growing")
    assert set(before.values()) == {"train", "validation"}
    gone = min(name for name, split in before.items() if split == "validation")
    withdraw_document(tmp_path, gone, "rights")
    (tmp_path / "seeds" / gone).unlink()
    edited = {name: f"{text}改" for name, text in texts.items() if name != gone}
    write(tmp_path, edited | {"new.txt": form(frame, draw), "copy.txt": f"{texts[gone]}抄"})
    result = built(tmp_path)
    assert result.quarantined == ()
    after = split_of(tmp_path / "release/growing")
    assert {name: after[name] for name in edited} == {name: before[name] for name in edited}
    assert (after["copy.txt"], after["new.txt"]) == ("validation", "train")


def test_hidden_splits_stand_beside_the_release_and_nothing_of_them_enters_it(tmp_path: Path) -> None:
    configure(tmp_path, "train = 0.6, validation = 0.2, test = 0.2", hidden='["test"]')
    draw = random.Random(11)
    trios = {f"trio{number}": related(draw) for number in range(12)}
    write(
        tmp_path,
        {f"{name}{end}.txt": text for name, trio in trios.items() for end, text in zip("ab", trio, strict=False)},
    )
    built(tmp_path)
    release, private = tmp_path / "release/growing", tmp_path / "private/growing"
    hidden = {name: split for name, split in split_of(private).items() if split == "test"}
    assert hidden
    assert split_of(private).items() - hidden.items() == split_of(release).items()
    write(tmp_path, {f"bridge-{name}.txt": trio[2] for name, trio in trios.items()})
    result = built(tmp_path)
    assert any(end in reason for end in hidden for _, reason in result.quarantined), "a bridge to a hidden document"
    assert split_of(private).items() >= hidden.items()
    hidden = {name: split for name, split in split_of(private).items() if split == "test"}
    texts = [(tmp_path / "seeds" / name).read_text("utf-8")[-30:-2].encode() for name in hidden]
    for path in (path for path in release.rglob("*") if path.is_file()):
        told = repr(pq.read_table(path).to_pylist()).encode() if path.suffix == ".parquet" else path.read_bytes()
        assert not [name for name in hidden if f"{name}".encode() in told], path
        assert not [text for text in texts if text in told], path
    assert check(release).problems == ()
    assert check(private).problems == ()
    assert datasets.load_dataset(str(private))["test"].num_rows == len(hidden)


COMMAND = [sys.executable, "-m", "bdci_corpus", "build", "--freeze", "--quiet"]


def test_two_builds_at_once_freeze_one_after_the_other_or_say_so(project: Path) -> None:
    before = split_of(project / "release/growing")
    draw = random.Random(13)
    write(project, {f"new{number}.txt": planted.synthetic(draw, 200) for number in range(10)})
    builds = [
        subprocess.Popen(  # noqa: S603 - our own command
            [*COMMAND, "--out", f"out{number}", "."],
            cwd=project,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    errors = [one.communicate(timeout=120)[1] for one in builds]
    assert sorted(one.returncode for one in builds) in ([0, 0], [0, 2])
    for one, error in zip(builds, errors, strict=True):
        assert (one.returncode == 0) == (error == "")
        assert "Traceback" not in error
    ledger = read_ledger(project / "splits/ledger.tsv")
    assert len(ledger.frozen) == 50
    assert {name: ledger.frozen[name].split for name in before} == before
    assert built(project).frozen == 0
