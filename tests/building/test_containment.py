"""In a project: what contains another shares its split, what is boilerplate parts, and nothing that is frozen moves."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import planted
import pyarrow.parquet as pq
import pytest

from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.project.withdraw import withdraw_document

CONFIG = """
[corpus]
name = "inside"

[[sources]]
name = "all"
files = ["seeds/**/*.txt"]
license = "CC0-1.0"
restriction = "open"

[rules]
disable = ["mojibake"] # characters drawn at random look like damage

[splits]
ratios = {{ train = 0.6, validation = 0.2, test = 0.2 }}
group_by_containment = {share}
"""


def project_of(folder: Path, texts: Mapping[str, str], share: float = 0.8) -> Path:
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "corpus.toml").write_text(CONFIG.format(share=share), encoding="utf-8")
    for name, text in texts.items():
        (folder / "seeds" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


def built(project: Path, *, freeze: bool = False) -> tuple[BuildResult, dict[str, str]]:
    """Build, check, and return the result and every document's split."""
    result = build(project, out=project / "release", freeze=freeze)
    report = check(result.release)
    assert not report.problems, [str(problem) for problem in report.problems]
    table = pq.read_table(result.release / "documents", columns=["id", "split"])
    return result, dict(zip(table["id"].to_pylist(), map(str, table["split"].to_pylist()), strict=True))


def articles(seed: int, count: int, size: int) -> dict[str, str]:
    draw = random.Random(seed)
    return {f"a{i:02}": planted.synthetic(draw, size) for i in range(count)}


@pytest.mark.parametrize(
    "piece",
    [
        lambda text: text[: len(text) // 2],
        lambda text: planted.converter("s2t")(text[200:500]),
        lambda text: text[-260:],
    ],
    ids=["first half", "excerpt in the other script", "end"],
)
def test_what_stands_in_another_never_parts_from_it(tmp_path: Path, piece: Callable[[str], str]) -> None:
    """Ten articles, and ten files with a piece of each."""
    whole = articles(1, 10, 900)
    pieces = {f"p{name[1:]}": piece(text) for name, text in whole.items()}
    result, split = built(project_of(tmp_path, whole | pieces))
    assert all(split[f"a{i:02}.txt"] == split[f"p{i:02}.txt"] for i in range(10))
    assert len(set(split.values())) == 3
    pairs = pq.read_table(result.release / "near_duplicates")
    assert pairs["kind"].to_pylist().count("contained") == 10
    documents = pq.read_table(result.release / "documents")
    assert not any(documents["is_duplicate"].to_pylist())
    assert "| contained | 10 | 0 |" in (result.release / "README.md").read_text("utf-8")


def test_what_a_digest_ties_together_is_said(tmp_path: Path) -> None:
    whole = articles(2, 12, 400)
    result, split = built(project_of(tmp_path, whole | {"digest": "\n\n".join(list(whole.values())[:6])}))
    assert len({split[f"a{i:02}.txt"] for i in range(6)} | {split["digest.txt"]}) == 1
    assert any('"digest.txt"' in note and "6 others" in note and "group of 7" in note for note in result.notes)


def test_frozen_documents_that_are_found_contained_keep_their_place(tmp_path: Path) -> None:
    """An older ledger knew nothing of containment: nothing moves, nothing is left out, and check names the pairs."""
    whole = articles(3, 10, 700)
    pieces = {f"p{name[1:]}": text[:350] for name, text in whole.items()}
    _, before = built(project_of(tmp_path, whole | pieces, share=0), freeze=True)
    apart = [i for i in range(10) if before[f"a{i:02}.txt"] != before[f"p{i:02}.txt"]]
    assert apart
    project_of(tmp_path, {"new": whole["a00"][100:400], "other": planted.synthetic(random.Random(9), 500)})
    result, after = built(tmp_path)
    assert {name: after[name] for name in before} == before
    assert "new.txt" not in after or after["new.txt"] == before["a00.txt"]
    report = check(result.release)
    named = [finding for finding in report.findings if "Known" in str(finding)]
    assert len(named) == len(apart)


def test_boilerplate_parts_and_nothing_moves_when_it_is_withdrawn(tmp_path: Path) -> None:
    draw = random.Random(4)
    blurb = planted.synthetic(draw, 500)
    posts = {f"b{i:02}": f"{planted.synthetic(draw, 90)}\n\n{blurb}" for i in range(14)}
    _, before = built(project_of(tmp_path, posts), freeze=True)
    assert len(set(before.values())) == 3
    for name in sorted(before)[:8]:
        withdraw_document(tmp_path, name, "asked to")
        (tmp_path / "seeds" / name).unlink()
    _, after = built(tmp_path, freeze=True)
    assert after == {name: split for name, split in before.items() if name in after}
    assert len(after) == 6


def test_an_excerpt_of_a_withdrawn_document_is_recognized(tmp_path: Path) -> None:
    _, before = built(project_of(tmp_path, articles(5, 12, 900)), freeze=True)
    gone = min(name for name, split in before.items() if split == "test")
    text = (tmp_path / "seeds" / gone).read_text("utf-8")
    withdraw_document(tmp_path, gone, "asked to")
    (tmp_path / "seeds" / gone).unlink()
    project_of(tmp_path, {"excerpt": planted.converter("s2t")(text[250:650])})
    _, after = built(tmp_path)
    assert after.get("excerpt.txt") in {None, "test"}


def test_reports_of_one_form_in_two_splits_are_counted_on_card_and_report(tmp_path: Path) -> None:
    """They are templates, listed and not linked; whoever reads the card knows how many stand apart."""
    draw = random.Random(6)
    line = "第{1~9}水厂供水{1000~9999}吨，水压{100~999}千帕，浊度{10~99}，余氯{10~99}，故障{1~99}次；"
    form = f"城市供水月报|{line}|以上数据由各水厂上报汇总。"
    reports = {f"r{i:02}": planted.template(draw, form, 4) for i in range(9)}
    result, split = built(project_of(tmp_path, reports | articles(7, 3, 400)))
    rows = pq.read_table(result.release / "near_duplicates").to_pylist()
    crossing = [row for row in rows if row["kind"] == "template" and split[row["id_a"]] != split[row["id_b"]]]
    templates = sum(row["kind"] == "template" for row in rows)
    assert crossing
    assert f"| template | {templates} | {len(crossing)} |" in (result.release / "README.md").read_text("utf-8")
    assert f"{templates}, {len(crossing)} in two splits" in (result.release / "report.html").read_text("utf-8")
