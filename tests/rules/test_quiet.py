"""Looked at among others, a text is what it is alone: the law that lets a rule be asked once for many texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from places import CASES, SEEDS

from bdci_corpus.compiling import PACE
from bdci_corpus.documents.ahead import NOTHING_KNOWN, known_ahead, looking_ahead
from bdci_corpus.documents.read import layout_of, read_file, read_lines
from bdci_corpus.documents.settings import Settings
from bdci_corpus.licenses.notices import near_each, notices_in
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.order import RULES
from bdci_corpus.rules.pinyin import is_annotated
from bdci_corpus.rules.pipeline import FIRST_STEP, clean, quiet_rules, verbatim
from bdci_corpus.text.batch import TextBatch
from bdci_corpus.text.lines import Lines, lines_in
from bdci_corpus.text.scan import Scan, scan_of

PIECES = st.sampled_from([
    "国家坚持和完善制度", "，", "。", "\n", "\n\n", "    ", "\t", " ", "、", "“", "”", '"', "(", ")", "（", "）",
    ",", ":", "!", "<p>", "<PAGE_DIV>", "`", "```\n", "~~~", "\u200b", "\u3000", "\u00a0", "é", "ā", "(hàn)", "漢",
    "?", "獎(jiǎng)?wù)", "锟斤拷", "\ufffd", "│", "├─ ", "10000万", "版权所有", "未经许可，不得转载。",
    "CC BY-SA 4.0", "上一篇：", "图源：新华社", "（记者 摄）", "第一章 总则", "12", "- 一", "| a | b |",
    "A * z2 B w' ?4 G- c( v! o4", "鈥滀腑鍥戒汉", "異;鸨", "the", "ﾊ", "\ud840\udc00", "\u2f08", "e\u0301", "#",
    ".", "Scout:", "CRT!", "︰", "Go, Rust, ", "https://a.cn/b?c=d", "他说：“好", "转载", "请", "注明出处",
])  # fmt: skip

TEXTS = st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=1, max_size=9)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PACE, "enough", 0)


def written() -> Iterator[str]:
    """Yield the texts of all cases, and pieces of the seeds."""
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            yield from (value for value in case.values() if isinstance(value, str) and value)
    for path in SEEDS:
        text = path.read_text("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
        yield from (text[at : at + 400] for at in range(0, len(text), 400))


def assert_alike(texts: list[str]) -> None:
    batch = TextBatch(texts)
    near = near_each(batch)
    for number, (text, quiet) in enumerate(zip(texts, quiet_rules(batch), strict=True)):
        batch.turn_to(number, text)
        known, lines = scan_of(text), lines_in(text)
        alone = Scan(text)
        assert (known.codes.tolist(), known.flags.tolist()) == (alone.codes.tolist(), alone.flags.tolist())
        assert known.seen == alone.seen
        assert known.places(2).tolist() == alone.places(2).tolist()
        questions = ("present", "pairs", "readings", "beside_marks", "magnitudes", "sources", "indented", "line_feeds")
        assert [getattr(known, q) for q in questions] == [getattr(alone, q) for q in questions]
        scan_of.cache_clear()
        assert list(lines) == list(Lines(text))
        assert lines.may_hold == Lines(text).may_hold
        context = Context(file_text=text, annotated=is_annotated(text))
        if not context.annotated:
            for step, rule in enumerate(RULES, FIRST_STEP):
                found = rule.find(text, context)
                assert not (quiet >> step & 1 and (found.edits or found.marks)), (rule.name, text)
        assert not (quiet & 1 and verbatim(text)), text
        at_once, step_by_step = clean(text, context, quiet=quiet), clean(text, context)
        assert (at_once.text, at_once.items) == (step_by_step.text, step_by_step.items)
        assert np.array_equal(at_once.changes, step_by_step.changes)
        assert notices_in(text, (), (), (), near=near[number]) == notices_in(text, (), (), ()), text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_text_among_others_is_what_it_is_alone(texts: list[str]) -> None:
    assert_alike(texts)


def test_the_cases_among_others_are_what_they_are_alone() -> None:
    texts = list(written())
    for at in range(0, len(texts), 100):
        assert_alike(texts[at : at + 100])


def test_rows_read_together_are_what_they_are_alone(tmp_path: Path) -> None:
    texts = [text for text in written() if text.strip()]
    lines = [json.dumps({"id": str(number), "text": text}) + "\n" for number, text in enumerate(texts)]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(lines), "utf-8")
    loaders, how = find_loaders(), Settings()
    laid_out = layout_of(path, path.name, loaders, how)
    assert laid_out is not None
    loader, layout = loaders[laid_out[0]], laid_out[1]

    def read(data: str) -> list[Document]:
        return [d for part in read_lines(data.encode(), path.name, loader, layout, how) for d in part.documents]

    together = read("".join(lines))
    alone = [document for line in lines for document in read(line)]
    assert len(together) == len(alone) > len(lines) / 2
    assert [(d.text, d.headings, d.damage, d.language, d.fields, d.origin.notices) for d in together] == [
        (d.text, d.headings, d.damage, d.language, d.fields, d.origin.notices) for d in alone
    ]
    assert [d.origin.trace.edits for d in together] == [d.origin.trace.edits for d in alone]


def test_files_looked_at_ahead_are_what_they_are_alone(tmp_path: Path) -> None:
    texts = [text for text in written() if text.strip()][::7]
    paths = [tmp_path / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    changed = paths[3]
    loaders, how = find_loaders(), Settings()

    def read() -> list[tuple[object, ...]]:
        found = [(path, part) for path in paths for part in read_file(path, path.name, loaders, how)]
        return [
            (path, d.text, d.headings, d.damage, d.fields, d.origin.notices, d.origin.trace.edits)
            for path, part in found
            for d in part.documents
        ]

    with looking_ahead(paths):
        assert known_ahead(texts[0]).batch is not None
        together = read()
        changed.write_text("他们说得很好* z2 B w' ?4 G- c( v! o4\n版权所有，未经许可，不得转载。\n", "utf-8")
        after = read()
    assert known_ahead(texts[0]) is NOTHING_KNOWN
    assert after == read() != together
    changed.write_bytes(texts[3].encode())
    assert together == read()
