"""Why a document is left out, as quarantine.jsonl has it, is derived again from its pairs and where those stand."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import planted
import pytest
import tampering

from bdci_corpus.building.steps import build
from bdci_corpus.checking.files import check_files
from bdci_corpus.checking.rows import check_rows
from bdci_corpus.release.files import write_sums

Entry = dict[str, Any]


def wrong(release: Path) -> list[str]:
    opened = check_files(release).value
    assert opened is not None
    return [str(problem) for problem in check_rows(opened).problems if "quarantine" in problem.where]


@pytest.fixture(scope="module")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release that leaves out one who would join two splits, and one that was published and then edited."""
    folder, draw = tmp_path_factory.mktemp("bridged"), random.Random(3)
    seeds = folder / "seeds"
    seeds.mkdir()
    texts = {f"{number:02}.txt": planted.synthetic(draw, 400) for number in range(12)}
    for name, text in texts.items():
        (seeds / name).write_text(f"{text}\n", "utf-8")
    (folder / "corpus.toml").write_text(tampering.CORPUS.format(overlaps="false"), "utf-8")
    first = build(folder, out=folder / "release", freeze=True, workers=1).release
    places = tampering.split_of(first)
    train, validation = (
        sorted(name for name, split in places.items() if split == one) for one in ("train", "validation")
    )
    (seeds / "new.txt").write_text(f"{texts[train[0]]}\n{texts[validation[0]]}\n", "utf-8")
    (seeds / train[1]).write_text(f"{texts[validation[1]]}\n", "utf-8")
    (seeds / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    release = build(folder, out=folder / "release", workers=1).release
    assert left_out(release).keys() == {"broken.pdf", "new.txt", train[1]}
    assert wrong(release) == []
    return release


def left_out(release: Path) -> dict[str, Entry]:
    lines = (release / "quarantine.jsonl").read_text("utf-8").splitlines()
    return {entry["id"]: entry for entry in map(json.loads, lines)}


CHANGES: dict[str, Callable[[Entry], object]] = {
    "a split in the reason": lambda e: e.update(reason=e["reason"].replace("(train)", "(validation)")),
    "the kind in the reason": lambda e: e.update(reason=e["reason"].replace("sharing most", "sharing a bit")),
    "a word of the reason": lambda e: e.update(reason=e["reason"].replace("kept apart", "kept together")),
    "the remedy": lambda e: e.update(remedy="Publish it."),
    "groups": lambda e: e.update(groups=[]),
    "splits": lambda e: e.update(splits=["train"]),
    "no splits": lambda e: e.pop("splits"),
    "a pair": lambda e: e["pairs"].pop(),
    "how a pair is alike": lambda e: e["pairs"][0].update(reason="declared"),
    "a pair of others": lambda e: e["pairs"][0].update(a="00.txt", b="01.txt"),
    "no pairs": lambda e: e.update(pairs=[]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_why_a_newcomer_is_left_out_is_found(
    bridged: Path, tmp_path: Path, change: Callable[[Entry], object]
) -> None:
    assert changed(bridged, tmp_path, "new.txt", change)


PUBLISHED: dict[str, Callable[[Entry], object]] = {
    "how it is alike": lambda e: e.update(reason=e["reason"].replace("a near-duplicate of", "declared to come from")),
    "where the other stands": lambda e: e.update(reason=e["reason"].replace("(validation)", "(train)")),
    "where it stood": lambda e: e.update(reason=e["reason"].replace("in train", "in validation")),
    "the remedy": lambda e: e.update(remedy="Leave it out, or withdraw those of one split that it is linked to."),
    "groups": lambda e: e.update(groups=["00.txt"]),
}


@pytest.mark.parametrize("change", PUBLISHED.values(), ids=PUBLISHED)
def test_any_change_of_why_a_published_one_is_left_out_is_found(
    bridged: Path, tmp_path: Path, change: Callable[[Entry], object]
) -> None:
    (name,) = left_out(bridged).keys() - {"broken.pdf", "new.txt"}
    assert changed(bridged, tmp_path, name, change)


def changed(release: Path, folder: Path, name: str, change: Callable[[Entry], object]) -> list[str]:
    """Change one line, make all else agree with it, and return what is found."""
    copy = folder / "copy"
    shutil.copytree(release, copy)
    entries = left_out(copy)
    before = json.dumps(entries[name])
    change(entries[name])
    assert json.dumps(entries[name]) != before
    write(copy, list(entries.values()))
    return wrong(copy)


def test_a_line_that_stands_twice_is_found(bridged: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(bridged, copy)
    entries = left_out(copy)
    write(copy, [entries["broken.pdf"], *entries.values()])
    assert wrong(copy)


def test_bytes_that_are_no_text_are_found(bridged: Path, tmp_path: Path) -> None:
    """A byte put into a file whose sums were made again went unseen, and the rest of the file with it."""
    copy = tmp_path / "copy"
    shutil.copytree(bridged, copy)
    (copy / "quarantine.jsonl").write_bytes(b"\x9c" + (copy / "quarantine.jsonl").read_bytes())
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    assert wrong(copy)


def write(release: Path, entries: list[Entry]) -> None:
    lines = sorted(
        (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in entries),
        key=lambda line: json.loads(line)["id"],
    )
    (release / "quarantine.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    tampering.refresh(release)
