"""Splits by a corpus's own columns: strata, groups, splits in time, and splits that were there before."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import planted
import pyarrow.parquet as pq
import pytest
import tampering

from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.errors import CorpusError
from bdci_corpus.publishing.steps import publish

CONFIG = """
[corpus]
name = "columns"
[[sources]]
name = "all"
files = ["seeds/*.jsonl"]
license = "CC0-1.0"
[rules]
disable = ["mojibake"]
[columns]
label = "string"
thread = "int64"
part = "string"
day = "string"
[splits]
ratios = {{ train = 0.6, validation = 0.2, test = 0.2 }}
{splits}
"""

Rows = Sequence[Mapping[str, object]]


def project(folder: Path, rows: Rows, splits: str) -> Path:
    (folder / "seeds").mkdir(exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "seeds" / "a.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / "corpus.toml").write_text(CONFIG.format(splits=splits), encoding="utf-8")
    return folder


def made(folder: Path, *, freeze: bool = False) -> BuildResult:
    return build(folder, out=folder / "release", workers=1, freeze=freeze)


def table(result: BuildResult) -> list[dict[str, object]]:
    return [
        {**row, "split": path.name.split("-")[0]}
        for path in sorted(result.release.glob("documents/*.parquet"))
        for row in pq.read_table(path, partitioning=None).to_pylist()
    ]


def texts(count: int, length: int = 120, seed: int = 5) -> list[str]:
    draw = random.Random(seed)
    return [planted.synthetic(draw, length) for _ in range(count)]


def test_each_split_gets_its_share_of_each_label(tmp_path: Path) -> None:
    draw = random.Random(7)
    labels = [*["a"] * 30, *["b"] * 20, *["c"] * 5, *[None] * 5]
    rows = [{"text": text, "label": label} for text, label in zip(texts(60), labels, strict=True)]
    draw.shuffle(rows)
    result = made(project(tmp_path, rows, 'stratify = ["label"]'))
    counts = Counter((row["label"], row["split"]) for row in table(result))
    for label, of in Counter(labels).items():
        for split, share in (("train", 0.6), ("validation", 0.2), ("test", 0.2)):
            assert abs(counts[label, split] - share * of) < 1.5, (label, split)
    card = (result.release / "README.md").read_text("utf-8")
    assert f"| a | `train` | {counts['a', 'train']} |" in card
    assert "may be off its share of a stratum by about 2 documents" in card
    assert check(result.release).problems == ()


def test_rows_of_one_thread_stay_together_and_check_says_if_not(tmp_path: Path) -> None:
    rows = [{"text": text, "thread": number % 7 or None} for number, text in enumerate(texts(60))]
    result = made(project(tmp_path, rows, 'group_by = ["thread"]'))
    found = table(result)
    splits, groups = {}, {}
    for row in found:
        if row["thread"] is not None:
            assert splits.setdefault(row["thread"], row["split"]) == row["split"]
            assert groups.setdefault(row["thread"], row["group_id"]) == row["group_id"]
    assert len(set(groups.values())) == 6
    assert len({row["group_id"] for row in found}) == 6 + sum(row["thread"] is None for row in found)
    assert check(result.release).problems == ()
    name = min(str(row["id"]) for row in found if row["thread"] == 3 and row["id"] != row["group_id"])
    tampering.change_row(result.release, "documents", str(splits[3]), name, lambda row: row.update(group_id=name))
    tampering.refresh(result.release)
    problems = [str(problem) for problem in check(result.release).problems]
    assert any(f"{name} > group_id" in problem and "columns connect" in problem for problem in problems)


def test_a_newcomer_follows_its_thread_and_one_of_two_threads_is_left_out(tmp_path: Path) -> None:
    words = texts(40)
    rows: list[dict[str, object]] = [
        {"id": f"r{number}", "text": text, "thread": number % 8, "label": f"x{number % 4}"}
        for number, text in enumerate(words[:32])
    ]
    splits = 'group_by = ["thread"]'
    first = {str(row["id"]): row for row in table(made(project(tmp_path, rows, splits), freeze=True))}
    split_of = {row["thread"]: str(row["split"]) for row in first.values()}
    train, other = (next(t for t, s in split_of.items() if (s == "train") is wanted) for wanted in (True, False))
    assert isinstance(other, int)
    rows.append({"id": "new", "text": words[32], "thread": other})
    second = {str(row["id"]): row for row in table(made(project(tmp_path, rows, splits), freeze=True))}
    assert second["a.jsonl#new"]["split"] == split_of[other]
    assert {name: second[name]["split"] for name in first} == {name: row["split"] for name, row in first.items()}
    near = next(str(row["text"]) for row in first.values() if row["thread"] == train)
    rows.append({"id": "both", "text": near + "。", "thread": other})
    third = made(project(tmp_path, rows, splits))
    assert [name for name, _ in third.quarantined] == ["a.jsonl#both"]
    assert "of one group, by a column, with" in third.quarantined[0][1]


def test_published_documents_are_not_joined_by_a_value_written_later(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"id": f"r{n}", "text": text} for n, text in enumerate(texts(20))]
    found = table(made(project(tmp_path, rows, 'group_by = ["label"]'), freeze=True))
    two = [next(str(row["id"]) for row in found if row["split"] == split) for split in ("train", "test")]
    for row in rows:
        row["label"] = "同一人" if f"a.jsonl#{row['id']}" in two else None
    with pytest.raises(CorpusError) as caught:
        made(project(tmp_path, rows, 'group_by = ["label"]'))
    assert str(caught.value) == (
        f'[{min(two)} > label] It has the label "同一人" like "{max(two)}", but the one was published in '
        f"{'train' if min(two) == two[0] else 'test'} and the other in {'test' if min(two) == two[0] else 'train'}. "
        "Withdraw one of them, correct the value, or take label out of splits.group_by."
    )


def test_a_split_in_time_holds_nothing_later_than_it_ends(tmp_path: Path) -> None:
    words = texts(12)
    days = ["2022", "2022-12-31", "2023-01-01", "2023", "2023-06-30T23:59:59", "2023-07", "2024-01-01", None]
    rows: list[dict[str, object]] = [{"id": f"r{n}", "text": words[n], "day": day} for n, day in enumerate(days)]
    rows += [
        {"id": "old", "text": words[9], "day": "2021-05-05"},
        {"id": "copy", "text": words[9] + "。", "day": "2024"},
    ]
    result = made(project(tmp_path, rows, 'by_date = { validation = "2023-01-01", test = "2023-07-01" }\ndate = "day"'))
    found = {str(row["id"]).removeprefix("a.jsonl#"): row["split"] for row in table(result)}
    assert found == {
        "r0": "train",
        "r1": "train",
        "r2": "validation",
        "r3": "test",
        "r4": "validation",
        "r5": "test",
        "r6": "test",
        "r7": "train",
        "old": "test",
        "copy": "test",
    }
    assert any(note == '"a.jsonl#r7" has no date, and is placed as the earliest are.' for note in result.notes)
    assert "| from 2023-07-01 |" in (result.release / "README.md").read_text("utf-8")
    assert check(result.release).problems == ()


@pytest.mark.parametrize("crossing", ["leave-out", "keep"])
def test_splits_that_were_there_are_taken_over_and_their_leaks_are_said(tmp_path: Path, crossing: str) -> None:
    words = texts(30)
    parts = ["train", "train", "train", "validation", "test"]
    rows = [{"id": f"r{n}", "text": text, "part": parts[n % 5]} for n, text in enumerate(words[:25])]
    rows += [{"id": "leak", "text": words[4] + "。", "part": "train"}, {"id": "free", "text": words[8] + "。"}]
    result = made(project(tmp_path, rows, f'from = "part"\ncrossing = "{crossing}"'), freeze=True)
    found = {str(row["id"]).removeprefix("a.jsonl#"): row["split"] for row in table(result)}
    expected = {str(row["id"]): row.get("part", "validation") for row in rows}
    if crossing == "leave-out":
        del expected["leak"]
        assert [name for name, _ in result.quarantined] == ["a.jsonl#leak"]
    assert found == expected
    said = "A pair that belongs together stands across the splits taken over"
    assert any(said in note and '"a.jsonl#leak" (train)' in note for note in result.notes)
    report = check(result.release)
    assert report.problems == ()
    assert ("It leaks between splits" in (result.release / "report.html").read_text("utf-8")) is False
    kept = [finding for finding in report.findings if "Kept on purpose" in finding.text]
    assert len(kept) == (crossing == "keep")
    rows[0] = {**rows[0], "part": "test"}
    with pytest.raises(CorpusError, match=r"r0 > split\] It was published in train, and the column"):
        made(project(tmp_path, rows, f'from = "part"\ncrossing = "{crossing}"'))


def test_what_crosses_into_a_hidden_split_is_counted_and_the_organizer_sees_it(tmp_path: Path) -> None:
    words = texts(12, 300)
    shared = texts(1, 200, seed=9)[0]
    parts = ["train", "train", "validation", "test"]
    rows = [{"id": f"r{n}", "text": text, "part": parts[n % 4]} for n, text in enumerate(words)]
    rows[0]["text"] += shared
    rows[3]["text"] += shared
    result = made(project(tmp_path, rows, 'from = "part"\nhidden = ["test"]'))
    assert result.crossing == {"overlap": 1}
    private = tmp_path / "private" / "columns"
    assert "a.jsonl#r3" in (private / "report.html").read_text("utf-8")
    assert ", 1 in two splits" in (private / "report.html").read_text("utf-8")
    assert "| overlap | 1 | 1 |" in (private / "README.md").read_text("utf-8")
    assert all("a.jsonl#r3" not in path.read_text("utf-8") for path in result.release.glob("*.*"))
    report = check(private)
    assert report.problems == ()
    assert any("a.jsonl#r0 (train)" in one.text and "a.jsonl#r3 (test)" in one.text for one in report.findings)
    with pytest.raises(ExceptionGroup) as caught:
        publish(private, f"dir:{tmp_path / 'out'}")
    assert any("organizer's own" in str(error) for error in caught.value.exceptions)


def test_what_contradicts_itself_is_said_with_key_row_and_remedy(tmp_path: Path) -> None:
    rows = [{"id": f"r{n}", "text": text, "part": "dev"} for n, text in enumerate(texts(3))]
    with pytest.raises(CorpusError) as caught:
        made(project(tmp_path, rows, 'from = "part"'))
    assert str(caught.value) == (
        '[a.jsonl#r0 > part] Splits are taken from this column, and there is no split "dev". '
        "Correct it, or name it in splits.ratios, which has test, train, validation."
    )
    for splits, expected in (
        ('stratify = ["lable"]', 'splits.stratify] There is no column "lable". Did you mean "label"?'),
        ('group_by = ["thema"]', 'splits.group_by] There is no column "thema".'),
        ('from = "text"', 'splits.from] There is no column "text".'),
        ('by_date = { dev = "2023-01-01" }', "By_date names 'dev', which is not one of ratios"),
        ('by_date = { test = "2023" }', "Must be a day, such as 2023-07-01"),
        (
            'by_date = { test = "2023-01-01" }\ndate = "days"',
            'splits.date] There is no column "days". Did you mean "day"?',
        ),
        ('crossing = "drop"', "splits.crossing]"),
    ):
        with pytest.raises((CorpusError, ExceptionGroup), match=re.escape(expected)):
            made(project(tmp_path, rows, splits))
