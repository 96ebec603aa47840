"""Near-duplicates: what is found, that it is exact, and what it does not depend on."""

# ruff: noqa: S603 - seeded corpora; our own program

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import datasets
import numpy as np
import planted
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup import bands
from bdci_corpus.neardup.comparison import find_near_duplicates
from bdci_corpus.neardup.dispatch import SizeThresholds
from bdci_corpus.neardup.results import NearDuplicates
from bdci_corpus.neardup.sketch import HAN_LEAST, HAN_SHARE, SHINGLE
from bdci_corpus.neardup.threads import while_reading
from bdci_corpus.neardup.verify import shingles
from bdci_corpus.text import matchkey

PairKey = tuple[object, object]
Counts = tuple[int, int]


PLAIN, COMPILED = (SizeThresholds(plain_bytes=most) for most in (1 << 40, -1))


def streams(text: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return a text's key and the shingle sets of its streams, by their definition."""
    entries = matchkey.match_keys([text]).entries
    key, han = matchkey.key_text(entries), matchkey.key_text(entries[entries >= matchkey.KEY_HAN])
    speaks = len(han) >= HAN_LEAST and len(han) >= HAN_SHARE * len(key)
    return key, shingles(key), shingles(han) if speaks else frozenset()


def exact(texts: list[str], threshold: float) -> dict[tuple[int, int], tuple[float, str]]:
    """Return all true pairs, their similarity and stream, from an inverted index over shingles."""
    read = [streams(text) for text in texts]
    found: dict[tuple[int, int], tuple[float, str]] = {}
    for stream, name in ((1, "all"), (2, "han")):
        holders: dict[str, list[int]] = {}
        for place, one in enumerate(read):
            for shingle in one[stream]:
                holders.setdefault(shingle, []).append(place)
        shared: dict[tuple[int, int], int] = {}
        for own in holders.values():
            for pair in combinations(own, 2):
                shared[pair] = shared.get(pair, 0) + 1
        for (a, b), count in shared.items():
            similarity = count / (len(read[a][stream]) + len(read[b][stream]) - count)
            if similarity >= threshold:
                found.setdefault((a, b), (similarity, name))
    for a, b in combinations(range(len(texts)), 2):
        if read[a][0] == read[b][0] != "" and len(read[a][0]) < SHINGLE:
            found[a, b] = 1.0, "all"
    return found


def listed(result: NearDuplicates) -> dict[PairKey, tuple[float, str]]:
    """Return the pairs that reach the threshold, their similarity and stream."""
    rows = (row for row in result.pairs.to_pylist() if row["kind"] != "contained")
    return {(row["id_a"], row["id_b"]): (row["jaccard"], row["stream"]) for row in rows}


def verdicts(result: NearDuplicates) -> set[tuple[object, ...]]:
    return {tuple(row.values()) for row in result.pairs.to_pylist()}


def same_key(texts: list[str], pair: tuple[int, int]) -> bool:
    return matchkey.match_key(texts[pair[0]]) == matchkey.match_key(texts[pair[1]])


# What is found, against oracles


@given(st.integers(0, 2**32), st.sampled_from([0.3, 0.5, 0.7, 0.9]), st.sampled_from([30, 120, 600]))
@settings(max_examples=25, deadline=None)
def test_finds_what_an_exact_inverted_index_finds(seed: int, threshold: float, length: int) -> None:
    draw = random.Random(seed)
    texts = [planted.synthetic(draw, draw.randint(1, length)) for _ in range(12)]
    for _ in range(24):
        noise = planted.NOISES[draw.choice(sorted(planted.NOISES))]
        texts.append(noise(draw.choice(texts), draw))
    truth = exact(texts, threshold)
    found = listed(find_near_duplicates(texts, threshold=threshold))
    assert all(truth[pair] == evidence for pair, evidence in found.items())
    distinct = {pair for pair in truth if not same_key(texts, pair)}
    representative = {matchkey.match_key(text): i for i, text in reversed(list(enumerate(texts)))}
    compared = {tuple(sorted(representative[matchkey.match_key(texts[i])] for i in pair)) for pair in distinct}
    assert compared <= found.keys()


def test_recall_and_precision_on_a_planted_corpus(limits: SizeThresholds) -> None:
    corpus = planted.corpus(0.8, seed=5, lengths=(120, 700))
    for threshold in (0.5, 0.7):
        result = find_near_duplicates(corpus.texts, threshold=threshold, limits=limits)
        found = listed(result)
        family = [streams(text) for text in corpus.texts]
        for (a, b), (similarity, stream) in found.items():
            one, other = (family[place][1 if stream == "all" else 2] for place in (a, b))
            shared = len(one & other)
            assert similarity == shared / (len(one) + len(other) - shared) >= threshold
        group = {member: one.id for one in result.groups() for member in one.members}
        truth = exact(corpus.texts, threshold)
        own = set(corpus.family_pairs())
        missed = [pair for pair in own & truth.keys() if group[str(pair[0])] != group[str(pair[1])]]
        assert len(missed) <= 0.001 * len(own & truth.keys())


def test_finds_what_character_tf_idf_finds() -> None:
    """An oracle that shares nothing with us: cosine neighbors of character 5-grams."""
    draw = random.Random(3)
    texts = [planted.synthetic(draw, draw.randint(200, 600)) for _ in range(120)]
    texts += [planted.edited(text, draw, 0.01) for text in texts[:60]]
    matrix = TfidfVectorizer(analyzer="char", ngram_range=(5, 5)).fit_transform(texts)
    near = NearestNeighbors(radius=0.2, metric="cosine").fit(matrix).radius_neighbors(matrix)[1]
    oracle = {(a, int(b)) for a, own in enumerate(near) for b in own if a < b}
    assert len(oracle) == 60
    assert oracle == set(listed(find_near_duplicates(texts, threshold=0.7)))


@pytest.mark.parametrize("noise", ["exact", "s2t", "s2hk", "width", "jammer", "pinyin", "header"])
def test_sees_through(noise: str, limits: SizeThresholds) -> None:
    draw = random.Random(1)
    texts = [planted.synthetic(draw, 900) for _ in range(40)]
    copies = [planted.NOISES[noise](text, draw) for text in texts]
    found = listed(find_near_duplicates(texts + copies, limits=limits))
    assert sum((i, i + 40) in found for i in range(40)) >= 40 * 0.99


@pytest.mark.parametrize("noise", ["edits 10%", "edits 20%"])
def test_does_not_take_a_rewritten_text_for_a_copy(noise: str) -> None:
    draw = random.Random(1)
    texts = [planted.synthetic(draw, 900) for _ in range(20)]
    copies = [planted.NOISES[noise](text, draw) for text in texts]
    assert find_near_duplicates(texts + copies).pairs.num_rows == 0


# What the result does not depend on


def test_both_ways_give_the_same_result() -> None:
    corpus = planted.corpus(0.3, seed=11, lengths=(20, 900))
    texts = [*corpus.texts, "", "好", "好！", "a" * 500, "a" * 900, "𠮷野家" * 40, "한국어 テスト" * 9]
    plain, compiled = (
        find_near_duplicates(texts, threshold=0.5, overlaps=True, limits=limits) for limits in (PLAIN, COMPILED)
    )
    assert plain.pairs.equals(compiled.pairs)
    assert plain.clusters.equals(compiled.clusters)
    assert plain.overlaps.equals(compiled.overlaps)
    assert plain.sketches().equals(compiled.sketches())
    assert plain.counts == compiled.counts


@given(st.randoms(use_true_random=False), st.integers(1, 3))
@settings(max_examples=8, deadline=None)
def test_neither_order_nor_workers_matter(draw: random.Random, workers: int) -> None:
    corpus = planted.corpus(0.05, seed=2, lengths=(50, 300))
    names = [f"d{i:03}" for i in range(len(corpus.texts))]
    order = list(range(len(names)))
    draw.shuffle(order)
    one = find_near_duplicates(corpus.texts, names, overlaps=True)
    texts, ids = [corpus.texts[i] for i in order], [names[i] for i in order]
    other = find_near_duplicates(texts, ids, overlaps=True, workers=workers)
    assert one.pairs.equals(other.pairs)
    assert one.clusters.equals(other.clusters)
    assert one.overlaps.equals(other.overlaps)
    assert one.groups() == other.groups()


def test_names_do_not_matter_but_for_ties() -> None:
    corpus = planted.corpus(0.1, seed=2, lengths=(50, 300))
    texts = sorted({matchkey.match_key(text): text for text in corpus.texts}.values())
    turned = [f"{len(texts) - i:05}" for i in range(len(texts))]
    one = find_near_duplicates(texts)
    other = find_near_duplicates(texts, turned)
    pairs = {frozenset((f"{len(texts) - a:05}", f"{len(texts) - b:05}")) for a, b in listed(one)}
    assert pairs == {frozenset(pair) for pair in listed(other)}


@given(st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_one_more_document_changes_no_verdict_on_others(place: int) -> None:
    corpus = planted.corpus(0.05, seed=4, lengths=(50, 300))
    texts = list({matchkey.match_key(text): text for text in corpus.texts}.values())
    place %= len(texts)
    names = [f"{i:04}" for i in range(len(texts))]
    every = find_near_duplicates(texts, names)
    fewer = find_near_duplicates(texts[:place] + texts[place + 1 :], names[:place] + names[place + 1 :])
    assert verdicts(fewer) == {row for row in verdicts(every) if names[place] not in row[:2]}


# Clusters, groups, facts


def test_every_member_was_verified_against_its_representative() -> None:
    corpus = planted.corpus(0.3, seed=8, lengths=(80, 500))
    result = find_near_duplicates(corpus.texts, threshold=0.5)
    found = listed(result)
    keys = [matchkey.match_key(text) for text in corpus.texts]
    rows = result.clusters.to_pylist()
    assert rows
    for row in rows:
        a, b = sorted(row.values())
        first_of = [keys.index(keys[place]) for place in (a, b)]
        assert a == b or (a, b) in found or first_of[0] == first_of[1] or tuple(sorted(first_of)) in found


def test_groups_are_connected_components_and_templates_do_not_link() -> None:
    corpus = planted.corpus(0.3, seed=8, lengths=(80, 500))
    result = find_near_duplicates(corpus.texts, threshold=0.5)
    groups = result.groups()
    assert sorted(int(m) for group in groups for m in group.members) == list(range(len(corpus.texts)))
    of = {member: group.id for group in groups for member in group.members}
    for row in result.pairs.to_pylist():
        if row["kind"] == "duplicate":
            assert of[str(row["id_a"])] == of[str(row["id_b"])]
    assert "template" in result.pairs["kind"].to_pylist()


FAMILIES = {
    "weather": "本市今日天气{1~31}日|气温最高{10~40}度，最低{0~9}度，风力{1~9}级，湿度{20~99}%，"
    "降水{0.1~90.0}毫米；|请市民注意增减衣物，出行注意安全，关注气象部门最新发布的预报信息。",
    "tender": "关于本市市政道路养护项目的中标公告|标段预算{100~9999}万元，工期{30~900}天，评标得分{60.0~99.9}分；|"
    "公示期内如有异议请以书面形式向招标人提出，逾期不再受理。特此公告。",
    "exam": "本市考区成绩通知单|语文{30~150}分，数学{30~150}分，英语{30~150}分，综合{60~300}分；|"
    "如对成绩有疑问请在规定时间内到所在学校登记复核，复核只核对是否有漏评和合分错误。",
}


@pytest.mark.parametrize("form", FAMILIES.values(), ids=FAMILIES)
def test_one_form_with_other_figures_is_no_duplicate(form: str, limits: SizeThresholds) -> None:
    draw = random.Random(6)
    texts = [planted.template(draw, form, 2) for _ in range(12)]
    pairs = find_near_duplicates(texts, threshold=0.5, limits=limits).pairs
    assert pairs.num_rows
    assert set(pairs["kind"].to_pylist()) == {"template"}


def test_the_same_figures_in_another_script_are_a_duplicate() -> None:
    draw = random.Random(6)
    text = planted.template(draw, planted.family_form(draw), 6)
    found = find_near_duplicates([text, planted.converter("s2t")(text), planted.annotated(text, draw)])
    assert set(found.pairs["kind"].to_pylist()) == {"duplicate"}


# Inputs


def test_short_and_empty_texts_behave_as_documented(limits: SizeThresholds) -> None:
    """Under five key characters: by equality. Empty: never."""
    texts = ["", "  ", "，。", "你好", "你好！", "你", "abcde", "abcdf", "ABCDE"]
    assert set(listed(find_near_duplicates(texts, limits=limits))) == {(3, 4), (6, 8)}


@pytest.mark.parametrize(
    "convert",
    [
        lambda texts: texts,
        tuple,
        pa.array,
        lambda texts: pa.array(texts, pa.large_string()),
        lambda texts: pa.array(texts, pa.string_view()),
        lambda texts: pa.array(texts).dictionary_encode(),
        lambda texts: pa.chunked_array([texts[:2], [], texts[2:]], pa.string()),
        lambda texts: pa.array(["x", *texts])[1:],
        lambda texts: pa.table({"text": texts}),
        lambda texts: datasets.Dataset.from_dict({"text": texts}),
        lambda texts: datasets.Dataset.from_dict({"text": texts[::-1]}).select([3, 2, 1, 0]),
    ],
)
def test_takes_strings_arrow_and_datasets(
    convert: Callable[[list[str | None]], object], limits: SizeThresholds
) -> None:
    texts = ["智慧助老反诈防骗", None, "智慧助老反詐防騙", "别的什么东西"]
    assert set(listed(find_near_duplicates(convert(texts), limits=limits))) == {(0, 2)}


def test_takes_ids_from_the_table() -> None:
    table = pa.table({"name": ["b", "a"], "body": ["智慧助老反诈防骗"] * 2})
    result = find_near_duplicates(table, text_column="body", id_column="name")
    assert listed(result) == {("a", "b"): (1.0, "all")}
    assert [group.members for group in result.groups()] == [("a", "b")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"texts": ["a"], "threshold": 0}, "threshold is 0"),
        ({"texts": ["a"], "threshold": 1.1}, "threshold is 1.1"),
        ({"texts": ["a", "b"], "ids": ["x", "x"]}, 'The id "x" stands at several texts'),
        ({"texts": ["a", "b"], "ids": ["x", None]}, "1 ids are null"),
        ({"texts": ["a", "b"], "ids": ["x"]}, "1 ids for 2 texts"),
        ({"texts": [1]}, "not a string"),
        ({"texts": pa.array([1])}, "int64, not strings"),
        ({"texts": pa.table({"a": ["b"]})}, 'no column "text", only a'),
    ],
)
def test_says_what_is_wrong(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ComparisonError, match=message):
        find_near_duplicates(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [b"\xff", b"\xe4\xbd", b"\x80abc", b"\xe4aa", b"\xf0\x9f\x98", b"\xf8aaaa"])
def test_bytes_that_are_no_utf8_are_an_error(data: bytes, limits: SizeThresholds) -> None:
    whole = b"abc" + data
    offsets = pa.py_buffer(np.array([0, len(whole)], np.int32))
    array = pa.StringArray.from_buffers(1, offsets, pa.py_buffer(whole))
    with pytest.raises(ComparisonError, match="not valid UTF-8"):
        find_near_duplicates(array, limits=limits)


def test_nothing_is_no_error() -> None:
    result = find_near_duplicates([], overlaps=True)
    assert result.pairs.num_rows == result.clusters.num_rows == result.overlaps.num_rows == 0
    assert result.groups() == ()


def test_against_finds_every_document_of_both_sides(limits: SizeThresholds) -> None:
    draw = random.Random(9)
    texts = [planted.synthetic(draw, 300) for _ in range(6)]
    other = [planted.edited(texts[0], draw, 0.01), texts[1], texts[1], planted.synthetic(draw, 300), "好"]
    own = [*texts, texts[0], "好！"]
    found = find_near_duplicates(own, against=other, overlaps=True, limits=limits)
    assert set(listed(found)) == {(0, 0), (6, 0), (1, 1), (1, 2), (7, 4)}
    assert {(row["id_a"], row["id_b"]) for row in found.overlaps.to_pylist()} >= {(0, 0), (6, 0), (1, 1)}
    with pytest.raises(ComparisonError, match="no groups"):
        found.groups()


# Bounds


def test_a_hundred_thousand_identical_documents_are_linear_work() -> None:
    texts = pa.array(["同一篇文章的很多个镜像，一字不差。" * 3] * 100_000)
    result = find_near_duplicates(texts, overlaps=True)
    assert result.pairs.num_rows == result.overlaps.num_rows == 99_999
    assert set(result.pairs["id_a"].to_pylist()) == {0}


@pytest.mark.parametrize("noise", ["figures", "edits"])
def test_a_crowd_is_not_compared_with_itself(noise: str) -> None:
    """Documents of one text that are all alike: their pairs would be millions, but they are one group."""
    draw = random.Random(1)
    base = planted.synthetic(draw, 400)
    texts = [f"{base}{i}" if noise == "figures" else planted.edited(base, draw, 0.008) for i in range(3000)]
    result = find_near_duplicates(texts)
    assert len(result.groups()) == 1
    assert result.counts["candidates"] < 3000 * 400


def test_a_crowd_is_the_same_to_both_ways() -> None:
    """Limits made small, so that a small corpus reaches them."""
    draw = random.Random(1)
    bases = [planted.synthetic(draw, 150) for _ in range(2)]
    texts = [planted.edited(base, draw, 0.01) for base in bases for _ in range(60)]
    results = [
        find_near_duplicates(texts, limits=replace(way, crowded=12, large=large))
        for large in (256, 20)
        for way in (PLAIN, COMPILED)
    ]
    assert results[0].pairs.equals(results[1].pairs)
    assert results[2].pairs.equals(results[3].pairs)
    assert all(len(result.groups()) == 2 for result in results)


def test_one_huge_document() -> None:
    draw = random.Random(1)
    part = planted.synthetic(draw, 20_000)
    huge = "".join(f"{part}{i}" for i in range(150))
    result = find_near_duplicates([huge, huge + "完", part], threshold=0.5, overlaps=True)
    assert (0, 1) in listed(result)


# Banding


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.8, 0.9, 1.0])
def test_banding_promises_its_recall(threshold: float) -> None:
    plan = bands.plan(threshold)
    assert plan.recall >= bands.RECALL
    assert plan.rows * plan.bands <= 256


def test_more_rows_where_the_threshold_allows() -> None:
    rows = [bands.plan(threshold).rows for threshold in (0.3, 0.5, 0.7, 0.9)]
    assert rows == sorted(rows)
    assert rows[0] < rows[-1]


def test_a_handful_of_documents_needs_neither_numba_nor_pandas() -> None:
    """A cold start is the import of NumPy, Arrow and OpenCC, and no more."""
    program = (
        "import sys; from bdci_corpus.neardup import find_near_duplicates as f;"
        "f(['智慧助老' * 20] * 5, overlaps=True);"
        "assert not {'numba', 'pandas', 'sklearn', 'datasets'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.parametrize("workers", [1, 2])
def test_work_beside_reading_keeps_its_order_and_ends_with_a_failure(workers: int) -> None:
    groups = [list(range(n, n + 3)) for n in range(0, 30, 3)]
    assert while_reading(lambda n: n * n, groups, workers) == [n * n for n in range(30)]
    done = []

    def fails(number: int) -> None:
        done.append(number)
        if number == 4:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        while_reading(fails, ([n] for n in itertools.count()), workers)
    assert len(done) < 100
