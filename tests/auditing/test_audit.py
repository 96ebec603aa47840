"""An audit counts exactly what was planted, whatever it is given, and says so when there is nothing."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations
from typing import Any

import leaky
import planted
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

import bdci_corpus
from bdci_corpus.auditing import LEAKS, Audit
from bdci_corpus.auditing.links import script_signs
from bdci_corpus.cli.audit import _KINDS
from bdci_corpus.errors import AuditError, CorpusError
from bdci_corpus.text import match_key

PLANTED = [
    (1, {"exact": 3, "cross-script": 4, "near": 5, "contained": 6, "passage": 7, "template": 4}),
    (2, {"exact": 11, "near": 2, "contained": 1, "passage": 1}),
    (3, {"cross-script": 9, "contained": 8, "passage": 5, "template": 1}),
]


def pairs(found: Audit, a: str = "train", b: str = "test") -> dict[str, int]:
    return {one.kind: one.pairs for one in found.report.between if {one.a, one.b} == {a, b}}


@pytest.mark.parametrize(("seed", "counts"), PLANTED)
def test_every_planted_leak_is_counted_and_nothing_else(seed: int, counts: dict[str, int]) -> None:
    data = leaky.leaky(seed, counts, length=700)
    found = bdci_corpus.audit(data.splits)
    assert pairs(found) == data.planted
    assert [one for one in found.report.between if one.a == one.b] == []
    assert all(one.rows_a == one.rows_b == one.pairs for one in found.report.between)
    assert not found.clean
    assert found.report.labels is not None
    assert found.report.labels.contradictions == data.contradictions
    rows = Counter(zip(found.leaks["split"].to_pylist(), found.leaks["kind"].to_pylist(), strict=True))
    assert rows == {(split, kind): n for split in ("train", "test") for kind, n in counts.items() if kind in LEAKS}


def test_a_clean_data_set_is_called_clean() -> None:
    found = bdci_corpus.audit(leaky.leaky(5, {}, fillers=120).splits)
    assert found.clean
    assert found.report.between == ()
    assert str(found) == "No leak between train and test was found."
    assert found.leaks.num_rows == 0
    assert not any(one.flagged for one in found.report.giveaways)


ALPHABET = "这国说学习长语门问题"


@st.composite
def little_sets(draw: st.DrawFn) -> dict[str, list[str]]:
    """Draw splits of few texts, many of them the same but for script, width and blanks."""
    word = st.lists(st.sampled_from(ALPHABET), min_size=5, max_size=9, unique=True).map("".join)
    base = draw(st.lists(word, min_size=1, max_size=3))
    noise = [str, lambda t: t + "。", " ".join, planted.converter("s2t")]
    text = st.builds(lambda t, n: n(t), st.sampled_from(base), st.sampled_from(noise))
    return {name: draw(st.lists(text, max_size=6)) for name in ("train", "validation", "test")}


def brute_force(data: dict[str, list[str]]) -> tuple[Counter[Any], dict[Any, str]]:
    """Count all pairs of equal keys one by one, and say the strongest kind of every row to every other split."""
    rows = [(name, place, text) for name, texts in data.items() for place, text in enumerate(texts)]
    counts: Counter[Any] = Counter()
    best: dict[Any, str] = {}
    for (a, i, one), (b, j, other) in combinations(rows, 2):
        if match_key(one) != match_key(other):
            continue
        signs = [int(sign) for sign in script_signs(pa.array([one, other], pa.large_string()))]
        kind = "exact" if one == other else "cross-script" if signs[0] * signs[1] < 0 else "near"
        counts[a, b, kind] += 1
        for own, away in (((a, i), b), ((b, j), a)):
            before = best.get((*own, away))
            best[*own, away] = min(kind, before, key=LEAKS.index) if before else kind
    return counts, best


@given(data=little_sets())
@settings(max_examples=60, deadline=None)
def test_counts_are_those_of_all_pairs_one_by_one(data: dict[str, list[str]]) -> None:
    if not any(data.values()):
        with pytest.raises(AuditError, match="no rows"):
            bdci_corpus.audit(data)
        return
    found = bdci_corpus.audit(data, text="text", threshold=1)
    counts, best = brute_force({name: texts for name, texts in data.items() if texts})
    assert {(one.a, one.b, one.kind): one.pairs for one in found.report.between} == counts
    rows = Counter((own, away, kind) for (own, _, away), kind in best.items())
    for one in found.report.between:
        assert one.rows_a == rows[one.a, one.b, one.kind]
        assert one.rows_b == rows[one.b, one.a, one.kind]
    listed = {(r["split"], r["row"], r["with"]): r["kind"] for r in found.leaks.to_pylist()}
    assert listed == {key: kind for key, kind in best.items() if key[0] != key[2]}


def test_many_copies_are_counted_without_being_listed() -> None:
    text = "同一篇文章的很多个镜像，一字不差。" * 3
    found = bdci_corpus.audit({"train": [text] * 20_000, "test": [text] * 3_000})
    assert pairs(found) == {"exact": 60_000_000}
    assert pairs(found, "train", "train") == {"exact": 20_000 * 19_999 // 2}


def test_an_excerpt_of_noisy_copies_is_counted_with_each_and_each_row_is_told() -> None:
    """Who takes out the rows that leak would else leave the other copies in train."""
    draw = random.Random(12)
    texts = [planted.synthetic(draw, 900) for _ in range(4)]
    train = [planted.edited(text, draw, 0.004) for text in texts for _ in range(3)]
    found = bdci_corpus.audit({"train": train, "test": [text[200:600] for text in texts]})
    assert pairs(found) == {"contained": 12}
    assert pairs(found, "train", "train") == {"near": 12}
    assert Counter(found.leaks["split"].to_pylist()) == {"train": 12, "test": 4}


def test_that_only_passages_leak_is_said() -> None:
    only, more = (leaky.leaky(6, counts).splits for counts in ({"passage": 2}, {"passage": 2, "near": 1}))
    assert any("--allow passage" in note for note in bdci_corpus.audit(only).report.notes)
    assert not any("--allow passage" in note for note in bdci_corpus.audit(more).report.notes)


def test_what_is_allowed_is_counted_and_no_leak() -> None:
    data = leaky.leaky(1, {"passage": 3, "exact": 1}).splits
    found = bdci_corpus.audit(data, allow=["passage"])
    assert pairs(found) == {"passage": 3, "exact": 1}
    assert not found.clean
    assert bdci_corpus.audit(data, allow=("passage", "exact")).clean
    with pytest.raises(AuditError, match="no such kind of leak"):
        bdci_corpus.audit(data, allow="passages")


def test_the_command_line_knows_the_kinds() -> None:
    assert _KINDS == LEAKS


def test_passages_are_shown_where_they_stand() -> None:
    data = leaky.leaky(4, {"passage": 3}, fillers=0)
    for one in bdci_corpus.audit(data.splits).report.examples:
        assert one.a.shared is not None
        assert one.b.shared is not None
        left, right = (end.text[slice(*end.shared)] for end in (one.a, one.b) if end.shared)
        assert match_key(left) == match_key(right)
        assert len(match_key(left)) == one.length >= 50


def test_a_giveaway_is_named() -> None:
    draw = random.Random(0)
    texts = [planted.synthetic(draw, 60) for _ in range(300)]
    rows = [
        {"text": text, "source": "论坛" if n % 5 == 0 or n % 11 == 0 else "新闻", "when": f"2024-01-{n % 28 + 1:02}"}
        for n, text in enumerate(texts)
    ]
    data = {"train": [r for n, r in enumerate(rows) if n % 5], "test": rows[::5]}
    (found,) = bdci_corpus.audit(data).report.giveaways
    assert found.flagged
    assert [one.name for one in found.by] == ["source"]


def test_what_is_made_of_the_splits_gives_nothing_away() -> None:
    """A column that repeats the split, and columns that a split to be predicted was given without."""
    draw = random.Random(0)
    data: dict[str, list[dict[str, object]]] = {"train": [], "dev": [], "test": []}
    for n in range(300):
        split = ("train", "train", "train", "dev", "test")[n % 5]
        row = {"text": planted.synthetic(draw, 60), "split": {"dev": "validation"}.get(split, split)}
        asked = {"annotator": None, "trace_reaches": "none", "raw_sha256": None, "region_sha256": None}
        known = {"annotator": f"甲{n % 3}", "trace_reaches": "file", "raw_sha256": f"a{n % 7}", "region_sha256": "b"}
        data[split].append(row | (asked if split == "test" else known))
    for found in bdci_corpus.audit(data).report.giveaways:
        assert not found.flagged, found.note
    for row in data["dev"]:
        row["annotator"] = "乙"
    flagged = [found for found in bdci_corpus.audit(data).report.giveaways if found.flagged]
    assert [(found.a, [one.name for one in found.by]) for found in flagged] == [("dev", ["annotator"])]


def test_labels_of_near_copies_contradict_too_but_hidden_ones_do_not() -> None:
    draw = random.Random(0)
    text = planted.synthetic(draw, 400)
    near = planted.edited(text, draw, 0.008)
    others = [{"text": planted.synthetic(draw, 80), "label": n % 2} for n in range(20)]
    train = [{"text": text, "label": 1}, *others]
    for label, expected in ((0, 1), (1, 0)):
        found = bdci_corpus.audit({"train": train, "test": [{"text": near, "label": label}, others[0]]})
        assert found.report.labels is not None
        assert found.report.labels.contradictions == expected
    hidden = bdci_corpus.audit({"train": train, "test": [{"text": near, "label": -1}] * 2})
    assert hidden.report.labels is not None
    assert hidden.report.labels.contradictions == 0


def test_threads_change_nothing() -> None:
    data = leaky.leaky(8, {"exact": 2, "near": 3, "passage": 2}).splits
    one, two = (bdci_corpus.audit(data, workers=workers) for workers in (1, 2))
    assert one.as_data() == two.as_data()
    assert one.leaks.equals(two.leaks)


@pytest.mark.parametrize("data", [[], {}, {"train": []}, {"train": [None, ""]}, 7, None, b"x", [1, 2]])
def test_what_holds_no_text_is_one_clear_error(data: object) -> None:
    with pytest.raises(CorpusError) as caught:
        bdci_corpus.audit(data)
    assert "\n" not in str(caught.value)
