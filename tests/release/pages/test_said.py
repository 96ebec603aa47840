"""Whatever a build says of a document or a split is said in Chinese as well."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

from bdci_corpus.building.steps import build
from bdci_corpus.release.disclosure import without_values
from bdci_corpus.release.pages.said import said_in_chinese, sentences

PACKAGE = ROOT / "bdci_corpus"

SAYING = [
    *sorted((PACKAGE / "loading").rglob("*.py")),
    *sorted((ROOT / "loaders").glob("*.py")),
    *(PACKAGE / "documents" / f"{name}.py" for name in ("isolation", "limits", "packed", "read")),
    *(PACKAGE / "building" / f"{name}.py" for name in ("batches", "collect", "join", "tasks")),
    *(PACKAGE / "splitting" / f"{name}.py" for name in ("balance", "memory", "quarantine", "recognition", "taking")),
    PACKAGE / "text" / "encoding.py",
    PACKAGE / "project" / "archives.py",
    PACKAGE / "release" / "values.py",
]
"""The modules whose words come into quarantine.jsonl, or into the notes on splits."""

NOT_BY_THEMSELVES = (
    r"7: (it ceded|group|7 were published).*",  # said behind which split has how many
    r"7, because (the others hold more|7 keeps 7)\.|7: (so many were taken over|7 were 7 in it, or are linked).*",
    r"7 7\b.*|7 Near-copies of 7, are not recognized\.",
    r"Would join .*|7 7, but 7\.",  # the links are said below
    r"(7 pairs|A pair) that belongs? together .*",  # with pairs named, below
    r"(7 documents are|A document is) later .*",  # with dates named, below
    r'(Declared to share|It has the 7 "7" like|Withdraw one of them, ).*',  # these stop a build
    r"7 has 7\.",  # which span of a value is wrong
    r"None of its 7 pages can be read\.",  # said as why a PDF is broken
    r'"7" is 7\.|7, or breaks its reader\.',  # missing, or of a type; more memory than allowed
)
"""What stands in the code as a part of a sentence, or stops a build instead of being left out."""


def test_every_sentence_of_the_code_has_chinese() -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path in SAYING
        for line, words in sentences_in(path)
        if said_in_chinese(words) is None and not any(re.fullmatch(form, words) for form in NOT_BY_THEMSELVES)
    ]
    assert not missing, "\n".join(missing)


def sentences_in(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences that a module says, with 7 for what it fills in."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    parts |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if id(node) in parts or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
        words = "".join(str(piece.value) if isinstance(piece, ast.Constant) else "7" for piece in pieces)
        if re.fullmatch(r'["A-Z7][^\n]* [^\n]*[.?]', words) and re.search("[a-z]{2}", words):
            yield node.lineno, words


def test_each_sentence_has_the_same_names_in_both_languages() -> None:
    for english, chinese in sentences().items():
        assert set(re.findall(r"\{\w+#?\}", chinese)) <= set(re.findall(r"\{\w+#?\}", english)), english
        assert re.search("[一-鿿]", chinese), english


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        ("It holds no text.", "没有文字。"),
        ("This is a picture (PNG), not text.", "这是图片（PNG），不是文本。"),
        ('Row 3: "text" is empty.', "第 3 行：“text”是空的。"),
        (
            'Published in test, but a near-duplicate of "a and b.txt" (train) and overlapping with "c" (validation).',
            "已在 test 中发布，但与“a and b.txt”（train）近似重复，且与“c”（validation）有共同段落。",
        ),
        (
            'train holds 7 of 10 documents instead of 8.5: group "a.txt" of 3 documents is never cut.',
            "train 有 10 篇中的 7 篇，而非 8.5 篇：组“a.txt”有 3 篇，从不拆开。",
        ),
        (
            "train holds 7 of 10 documents instead of 8.5, because test keeps 2.",
            "train 有 10 篇中的 7 篇，而非 8.5 篇，因为 test 保有 2 篇。",
        ),
        (
            "dev holds 7 of 10 documents instead of 8.5: so many were taken over in it, and none were left to assign.",
            "dev 有 10 篇中的 7 篇，而非 8.5 篇：沿用的划分就有这么多，没有剩余的可以分配。",
        ),
        (
            "dev holds 7 of 10 documents instead of 5: 6 were taken over in it, or are linked to such documents.",
            "dev 有 10 篇中的 7 篇，而非 5 篇：其中 6 篇沿用原有划分，或与这样的文档相连。",
        ),
        (
            '3 documents are later than their split ends, such as "a" (2024, in train): what is published stays.',
            "3 篇文档晚于所在划分的截止日期，例如“a”（2024，在 train 中）：已发布的不再移动。",
        ),
    ],
)
def test_a_sentence_is_said_with_what_it_names(words: str, chinese: str) -> None:
    assert said_in_chinese(words) == chinese


@pytest.mark.parametrize("words", ['Row 3: "text" is empty.', 'There is no loader "pdf".'])
def test_what_is_published_without_what_it_quotes_is_said_too(words: str) -> None:
    shown = without_values(words)
    assert '"' not in shown
    assert (said_in_chinese(shown) or "").replace("…", "") != ""


def test_what_a_loader_of_ones_own_says_stays_as_it_is() -> None:
    assert said_in_chinese("Seite 3 fehlt.") is None


def test_the_report_says_why_and_what_to_do_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天天气很好，我们去公园散步。" * 4, "utf-8")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff" + bytes(100))
    release = build(tmp_path, out=tmp_path / "release").release
    page, card = ((release / name).read_text("utf-8") for name in ("report.html", "README.md"))
    for words in ("This is a picture (JPEG), not text.", "这是图片（JPEG），不是文本。", "请不收录；若含有文字"):
        assert words in page
    for words in ("is not declared: no group is left for it.", "没有剩余的组可以分给它。"):
        assert words in page
        assert words in card
