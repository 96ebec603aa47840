"""Labeled data in plain text: each line or sentence is a document, and its label is none of its text."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo

TEXTS = (
    "店里的面汤很鲜，老板也和气。",
    "等了一个小时，菜还是凉的。",
    "房间干净，离车站也近。",
    "快递三天才到，盒子都压坏了。",
    "孩子很喜欢这本书，天天要听。",
    "信号时有时无，退货又很麻烦。",
)

SIGNS = ("1", "0", "1", "0", "1", "0")


class Case(NamedTuple):
    """A file, the texts of its first documents, and what is stated beside the first."""

    raw: str
    texts: tuple[str, ...]
    extra: dict[str, object]


CASES = {
    "fastText": Case(
        "".join(f"__label__{sign} {text}\n" for sign, text in zip(SIGNS, TEXTS, strict=True)), TEXTS, {"label": "1"}
    ),
    "fastText with several labels, and a comma behind them": Case(
        "".join(f"__label__吃 , __label__{sign} , {text}\n" for sign, text in zip(SIGNS, TEXTS, strict=True)),
        TEXTS,
        {"label": ["吃", "1"]},
    ),
    "fastText with labels behind": Case(
        "".join(f"{text}\t__label__{sign}\n" for sign, text in zip(SIGNS, TEXTS, strict=True)), TEXTS, {"label": "1"}
    ),
    "numbers of a small set before each text": Case(
        "".join(f"{sign} {text}\n" for sign, text in zip(SIGNS, TEXTS, strict=True)), TEXTS, {"label": "1"}
    ),
    "words behind each text": Case(
        "".join(f"{text},{'pos' if sign == '1' else 'neg'}\n" for sign, text in zip(SIGNS, TEXTS, strict=True)),
        TEXTS,
        {"label": "pos"},
    ),
    "what a question asks for": Case(
        "".join(f"{'HUM:ind' if sign == '1' else 'LOC:city'} {t}\n" for sign, t in zip(SIGNS, TEXTS, strict=True)),
        TEXTS,
        {"label": "HUM:ind"},
    ),
    "spans, with blanks": Case(
        "王 B-PER\n洛 M-PER\n勇 E-PER\n， O\n男 O\n， O\n现 O\n任 O\n厂 B-TITLE\n长 E-TITLE\n。 O\n\n"
        "1 O\n9 O\n6 O\n2 O\n年 O\n出 O\n生 O\n",
        ("王洛勇，男，现任厂长。", "1962年出生"),
        {
            "tokens": list("王洛勇，男，现任厂长。"),
            "tags": ["B-PER", "M-PER", "E-PER", "O", "O", "O", "O", "O", "B-TITLE", "E-TITLE", "O"],
        },
    ),
    "spans with tabs, Latin words, and what heads a document": Case(
        "-DOCSTART-\tO\n\nThe\tO\nRhine\tB-LOC\nflows\tO\n.\tO\n\nBasel\tB-LOC\n,\tO\nwhere\tO\nit\tO\nturns\tO\n,\tO\n"
        "is\tO\nold\tO\n.\tO\n",
        ("The Rhine flows.", "Basel, where it turns, is old."),
        {"tokens": ["The", "Rhine", "flows", "."], "tags": ["O", "B-LOC", "O", "O"]},
    ),
    "where in a word a character stands": Case(
        "共\tB\n同\tE\n创\tB\n造\tE\n美\tB\n好\tE\n的\tS\n明\tB\n天\tE\n。\tS\n\n新\tB\n年\tE\n快\tB\n乐\tE\n！\tS\n",
        ("共同创造美好的明天。", "新年快乐！"),
        {"tokens": list("共同创造美好的明天。"), "tags": list("BEBEBESBES")},
    ),
    "parts of speech": Case(
        "渡口 n\n的 u\n雾 n\n散 v\n了 u\n。 w\n\n船 n\n靠 v\n岸 n\n了 u\n。 w\n\n人们 n\n上 v\n船 n\n。 w\n",
        ("渡口的雾散了。", "船靠岸了。", "人们上船。"),
        {"tokens": ["渡口", "的", "雾", "散", "了", "。"], "tags": ["n", "u", "n", "v", "u", "w"]},
    ),
    "a tree, whose second sentence has a word of two": Case(
        "# sent_id = s-1\n# text = 雾散了。\n1\t雾\t雾\tNOUN\tNN\t_\t2\tnsubj\t_\tSpaceAfter=No\n"
        "2\t散\t散\tVERB\tVV\t_\t0\troot\t_\tSpaceAfter=No\n3\t了\t了\tAUX\tAS\t_\t2\taux\t_\tSpaceAfter=No\n"
        "4\t。\t。\tPUNCT\t.\t_\t2\tpunct\t_\tSpaceAfter=No\n\n"
        "# sent_id = s-2\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t3\tcase\t_\t_\n"
        "2\tle\tle\tDET\t_\t_\t3\tdet\t_\t_\n3\tpain\tpain\tNOUN\t_\t_\t0\troot\t_\t_\n",
        ("雾散了。", "du pain"),
        {
            "sent_id": "s-1",
            "tokens": ["雾", "散", "了", "。"],
            "lemmas": ["雾", "散", "了", "。"],
            "upos": ["NOUN", "VERB", "AUX", "PUNCT"],
            "xpos": ["NN", "VV", "AS", "."],
            "head": ["2", "0", "2", "2"],
            "deprel": ["nsubj", "root", "aux", "punct"],
            "misc": ["SpaceAfter=No"] * 4,
        },
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_line_or_sentence_is_a_document(case: Case, tmp_path: Path) -> None:
    """Texts stand without labels, which are stated; every byte comes back."""
    path = tmp_path / "train.txt"
    path.write_text(case.raw, encoding="utf-8", newline="")
    documents = normalize(path)
    assert tuple(document.text for document in documents) == case.texts
    assert dict(documents[0].origin.extra) == case.extra
    assert b"".join(map(undo, documents)) == case.raw.encode()


OTHERS = {
    "items that are counted": "".join(f"{number} {text}\n" for number, text in enumerate(TEXTS, 1)),
    "steps that begin anew": "".join(f"{number % 3 + 1} {text}\n" for number, text in enumerate(TEXTS * 2)),
    "pages of a table of contents": "".join(f"第{n}章 在渡口的日子里 {n // 2 + 1}\n" for n in range(1, 9)),
    "who speaks": "".join(f"{'乙甲'[int(sign)]}：{text}\n" for sign, text in zip(SIGNS, TEXTS, strict=True)),
    "a page on fastText": "训练数据的格式如下，每行一条。\n__label__体育 足球比赛很激烈。\n__label__科技 人工智能。\n",
    "words of a glossary": "".join(f"{word} n\n" for word in TEXTS[0] + TEXTS[1] if word.isalpha()),
    "a number at the end of some sentences": "".join(
        f"{text}还剩 {sign}\n" for sign, text in zip("135131", TEXTS, strict=True)
    )
    + "最后一天，渡口停航了。\n",
}


@pytest.mark.parametrize("raw", OTHERS.values(), ids=OTHERS)
def test_what_has_no_labels_is_a_text(raw: str, tmp_path: Path) -> None:
    """Numbers that count, speakers, and what only speaks of labels."""
    path = tmp_path / "a.txt"
    path.write_text(raw, encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert document.origin.loader == "plain_text"


COMMENTED = {
    "one comment": "# 评论与标签\n",
    "several, one of which has a colon": "# 数据集：评论\n#\n# 一行一条，制表符之后是标签\n",
    "none": "",
}


@pytest.mark.parametrize("above", COMMENTED.values(), ids=COMMENTED)
def test_comments_above_a_table_without_header_are_no_rows(above: str, tmp_path: Path) -> None:
    """Rows begin below what begins with a sharp and lacks cells."""
    path = tmp_path / "train.txt"
    rows = "".join(f"{text}\t{sign}\n" for sign, text in zip(SIGNS * 2, TEXTS * 2, strict=True))
    path.write_text(above + rows, encoding="utf-8", newline="")
    documents = normalize(path)
    assert [document.text for document in documents] == [*TEXTS, *TEXTS]
    assert dict(documents[0].origin.extra) == {"column_2": "1"}


FEW = {
    "a mark that stands in no text": "".join(
        f"65517{n}_!_101_!_news_!_{text}_!_词\n" for n, text in enumerate(TEXTS[:3])
    ),
    "another such mark": "".join(f"{n}|||{text}\n" for n, text in enumerate(TEXTS[:3])),
    "tabs on six lines": "".join(f"{sign}\t{text}\n" for sign, text in zip(SIGNS, TEXTS, strict=True)),
}


@pytest.mark.parametrize("raw", FEW.values(), ids=FEW)
def test_a_few_rows_are_a_table(raw: str, tmp_path: Path) -> None:
    """Three lines parted by marks that no text has, or six by tabs."""
    path = tmp_path / "train.txt"
    path.write_text(raw, encoding="utf-8", newline="")
    documents = normalize(path)
    assert [document.text for document in documents] == list(TEXTS[: len(documents)])
    assert len(documents) == raw.count("\n")
