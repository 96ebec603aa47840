"""Front matter in every form: each field its own value, whatever the format escapes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Document
from bdci_corpus.text.dates import to_iso
from bdci_corpus.trace.changes import undo

BODY = "正文在这里，有一句话。"


def read(text: str) -> Document:
    (document,) = normalize(text.encode(), loader="front_matter_post")
    assert undo(document) == text.encode()
    return document


ALL = {"title": "甲城", "author": "丙", "published": "2020-01-01", "url": "https://e.example/a"}
REST = "author: 丙\ndate: 2020-01-01\nlink: https://e.example/a\n"
TITLES = {
    "escapes": (r'"甲\"乙\""', "甲“乙”"),
    "unicode escapes": (r'"\u7532\u57ce"', "甲城"),
    "doubled quotes": ("'甲''乙'", "甲'乙"),
    "a comment": ('"甲城" # 暂定', "甲城"),
    "a folded block": (">-\n  甲城", "甲城"),
    "a literal block": ("|\n  甲城", "甲城"),
    "two lines": ('"甲\n  城"', "甲 城"),
    "a tag": ("!!str 甲城", "甲城"),
    "a number": ("012", "012"),
    "an anchor": ("&a 甲城", "甲城"),
    "no YAML": ("甲: 城", "甲：城"),
    "quotes in quotes": ('"甲"城""', "甲“城”"),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES)
def test_every_field_has_its_own_value(title: str, expected: str) -> None:
    document = read(f"---\ntitle: {title}\n{REST}---\n{BODY}")
    assert document.fields == {**ALL, "title": expected}
    assert document.text == f"{expected}\n\n{BODY}"


FORMS = {
    "TOML": '+++\ntitle = "甲\\u57ce" # 注\nauthor = \'丙\'\ndate = 2020-01-01\nlink = "https://e.example/a"\n\n[params]\ntitle = "x"\n+++\n',
    "TOML with text over lines": '+++\ntitle = """\n甲城"""\nauthor = "丙"\ndate = 2020-01-01\nurl = "https://e.example/a"\n+++\n',
    "JSON": '{\n  "title": "甲\\u57ce",\n  "author": {"name": "丙"},\n  "date": "2020-01-01",\n  "url": "https://e.example/a"\n}\n\n',
    "Hexo's JSON": ';;;\n"title": "甲城",\n"author": ["丙"],\n"date": "2020-01-01",\n"source": "https://e.example/a"\n;;;\n',
    "Hexo's JSON in braces": ';;;\n{"title": "甲城", "author": "丙", "date": "2020-01-01", "from": "https://e.example/a"}\n;;;\n',
    "old Hexo, without a first fence": "title: 甲城\nauthor: 丙\ndate: 2020-01-01\noriginal_url: https://e.example/a\n---\n",
    "keys in Chinese": "---\n标题: 甲城\n作者:\n  - name: 丙\n日期: 2020-01-01\n原文链接: https://e.example/a\n---\n",
    "flow": '---\n{title: 甲城, author: {name: 丙}, date: 2020-01-01, url: "https://e.example/a"}\n---\n',
    "an alias": "---\nx: &who 丙\ntitle: 甲城\nauthor: *who\ndate: 2020-01-01\nurl: https://e.example/a\n---\n",
    "an end of dots": f"---\ntitle: 甲城\n{REST}...\n",
}


@pytest.mark.parametrize("front", FORMS.values(), ids=FORMS)
def test_every_form_is_read(front: str) -> None:
    document = read(f"{front}{BODY}\n")
    assert document.fields == ALL
    assert document.text == f"甲城\n\n{BODY}"


@pytest.mark.parametrize(
    ("front", "fields", "extra"),
    [
        ("author:\n- name: 乙\n  url: u\n- 丙\n", {"author": "乙、丙"}, {}),
        ("from: 某处\nurl: /posts/a/\n", {}, {"from": "某处", "url": "/posts/a/"}),
        ("source: 某报\ntags: [甲, {乙: 丙}]\n", {"outlet": "某报"}, {"tags": ["甲", {"乙": "丙"}]}),
        ("translator: 乙\ndraft: true\n", {}, {"translator": "乙", "draft": "true"}),
        ("date: 2021-12-31 09:44:35 +2400\nauthor: 丙\n", {"author": "丙"}, {}),
        ("date:\ntitle:\n", {}, {}),
    ],
)
def test_what_front_matter_says(front: str, fields: Mapping[str, str], extra: Mapping[str, object]) -> None:
    document = read(f"---\n{front}---\n\n{BODY}\n")
    assert document.fields == fields
    assert document.origin.extra == extra


def test_a_cyclic_alias_is_taken_as_written() -> None:
    assert read("---\ntitle: 题\na: &a [*a]\n---\n正文。").origin.extra == {"a": "&a [*a]"}


def test_aliases_that_unfold_without_end_are_not_unfolded() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    document = read(f"---\ntitle: 题\nl0: &l0 [x]\n{levels}---\n正文。")
    assert document.title == "题"
    assert len(str(document.origin.extra)) < 1_000_000


@pytest.mark.parametrize("deep", ["[" * 5000, "- " * 5000, "{a: " * 5000, "? " * 5000])
def test_deep_front_matter_is_refused_or_read(deep: str) -> None:
    assert read(f"---\ntitle: 题\nx: {deep}\n---\n{BODY}").title == "题"


def test_front_matter_that_is_not_closed_is_an_error() -> None:
    with pytest.raises(LoaderError, match="not closed"):
        read("---\ntitle: 甲\n\n正文。")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read(f"---\n\n{BODY}\n\n---\n\n又一句。").text == f"{BODY}\n\n又一句。"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2021-07-19T12:00:02.000Z", "2021-07-19T12:00:02+00:00"),
        ("2021-07-19 12:00:02,5 +0530", "2021-07-19T12:00:02+05:30"),
        ("2021-07-19 12:00 UTC", "2021-07-19T12:00:00+00:00"),
        ("2021-07-19 12:00:02", "2021-07-19T12:00:02+08:00"),
        ("2021-12-31 09:44:35 +2400", None),
        ("2021-12-31T09:44:35+99:00", None),
        ("2021-12-31T09:44:35-08:75", None),
        ("2021-12-31", "2021-12-31"),
    ],
)
def test_a_time_is_as_exact_as_it_was_written(said: str, expected: str | None) -> None:
    assert to_iso(said, "Asia/Shanghai") == expected
    published = read(f"---\ndate: {said}\n---\n{BODY}").fields.get("published")
    assert (published is None) == (expected is None)


@pytest.mark.parametrize("name", ["post.html", "post.htm"])
def test_the_body_of_an_html_file_is_html(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("---\ntitle: 甲\n---\n<div>\n\n    <p>一*二*三。</p>\n\n</div>\n", encoding="utf-8")
    assert normalize(path)[0].text == "甲\n\n一*二*三。"


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Cn", "Co", "Mn")), min_size=1, max_size=30
)


@given(author=WORDS, outlet=WORDS)
def test_a_quoted_value_is_what_yaml_says(author: str, outlet: str) -> None:
    def quoted(value: str) -> str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = f"---\nauthor: {quoted(author)} # 注\nx-note: {quoted(outlet)}\n---\n{BODY}"
    document = read(text)
    assert document.origin.extra.get("x-note", "") == outlet
