"""Loaders keep their contract, and find what each document says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from places import ROOT, SAMPLES, SEEDS

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.documents.read import read_bytes, read_file
from bdci_corpus.documents.settings import settings_for
from bdci_corpus.errors import DecodingError, LoaderError, ProjectError
from bdci_corpus.loading.scripts import find_loaders, load_loader, shipped_folder
from bdci_corpus.project.files import open_project
from bdci_corpus.project.scaffold import new_loader
from bdci_corpus.records import Document
from bdci_corpus.testing import check_loader
from bdci_corpus.trace.changes import undo

LOADER_OF = {
    "000": "bdci_page",
    "001": "front_matter_post",
    "002": "saved_page",
    "003": "plain_text",
    "004": "forum_post",
}


def read_as_written(seed: Path) -> Document:
    """Read a seed as its project declares it, but in the script it is written in."""
    (document,) = normalize(seed, project=ROOT, script="keep")
    return document


@pytest.mark.parametrize("name", sorted(find_loaders()))
def test_every_loader_keeps_the_contract(name: str) -> None:
    samples = [path for path in SEEDS if LOADER_OF[path.name[:3]] == name]
    samples += sorted((SAMPLES / name).glob("*"))
    assert samples, f"put a sample into tests/loading/samples/{name}"
    check_loader(shipped_folder() / f"{name}.py", samples)


def test_each_seed_is_read_by_the_loader_of_its_kind(seed: Path) -> None:
    assert read_as_written(seed).origin.loader == LOADER_OF[seed.name[:3]]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*")), ids=lambda path: path.name)
def test_each_sample_is_read_by_the_loader_of_its_kind(path: Path) -> None:
    project = open_project(path.parent)
    (file,) = [file for file in project.files() if file.path == path]
    for prepared in read_file(path, file.id, find_loaders(), settings_for(project, file)):
        assert prepared.facts.loader == path.parent.name


def test_fields_equal_gold(seed: Path, gold: Mapping[str, object]) -> None:
    document = read_as_written(seed)
    fields = document.fields
    expected = {
        "title": gold["title"],
        "kicker": gold.get("kicker"),
        "dateline": gold.get("dateline"),
        "author": gold["byline"],
        "published": gold["date"],
        "publisher": gold["publisher"],
        "outlet": gold["source_name"],
        "url": gold["source_url"],
    }
    assert {name: fields.get(name) for name in expected} == expected
    assert list(document.editors) == (gold["editors"] or [])
    assert document.origin.notice_text == gold["licence_notice"]
    assert len(document.pages) == (gold["pages"] or 0)
    assert document.origin.extra == gold.get("front_matter", {})


def test_figure_texts_equal_gold(seed: Path, gold: Mapping[str, list[Mapping[str, object]]]) -> None:
    found = [span.text for span in read_as_written(seed).figures]
    assert found == [figure["verbatim"] for figure in gold["figure_texts"]]


def test_fields_know_the_bytes_they_come_from() -> None:
    for seed in SEEDS:
        raw = seed.read_bytes()
        document = read_as_written(seed)
        for name, (start, end) in document.origin.raw_spans.items():
            said = raw[start:end].decode()
            assert said.strip(), name
            if name == "url":
                assert said == document.fields["url"]


def test_posts_of_a_thread_are_documents_that_share_its_title() -> None:
    path = SAMPLES / "forum_post" / "thread.txt"
    project = open_project(path.parent)
    (file,) = [file for file in project.files() if file.path == path]
    prepared = read_bytes(path.read_bytes(), "thread.txt", find_loaders(), settings_for(project, file))
    assert [document.id for document in prepared.documents] == [
        "thread.txt#post-1",
        "thread.txt#post-2",
        "thread.txt#post-3",
    ]
    assert {document.title for document in prepared.documents} == {"周末去哪里骑行比较好"}
    assert [document.fields["author"] for document in prepared.documents] == [
        "山野客",
        "小禾",
        "老陈",
    ]
    assert prepared.facts.covered == prepared.facts.size


def test_a_failing_loader_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("def sniff(head, name):\n    return 1 / 0\n\ndef read(text, name):\n    return []\n")
    loader = load_loader(path)
    with pytest.raises(LoaderError, match=r"a\.txt > broken\.py > line 2\] The loader fails"):
        read_bytes(
            b"text",
            "a.txt",
            {"broken": loader},
            settings_for(open_project(ROOT), open_project(ROOT).files()[0]),
        )


def test_a_loader_that_breaks_the_contract_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.py"
    path.write_text(
        "from bdci_corpus import Reading\n"
        "def sniff(head, name):\n    return 1\n\n"
        "def read(text, name):\n    yield Reading(start=0, end=len(text) + 1)\n"
    )
    sample = tmp_path / "a.txt"
    sample.write_text("text")
    with pytest.raises(LoaderError, match="outside the text"):
        check_loader(path, [sample])


def test_a_new_loader_runs(tmp_path: Path) -> None:
    path = new_loader("minutes", tmp_path / "loaders")
    assert load_loader(path).name == "minutes"


@pytest.mark.parametrize("name", ["json", "class", "Bad", "a-b", "../x"])
def test_a_loader_is_not_named_after_something_else(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be called that"):
        new_loader(name, tmp_path)


def read_post(text: str) -> Document:
    """Read a post, and lead it back to its bytes."""
    raw = text.encode()
    (document,) = normalize(raw, loader="front_matter_post")
    assert undo(document) == raw
    return document


@pytest.mark.parametrize(
    ("front", "title", "extra"),
    [
        ("---\ntitle: 用心: 用情\ntags:\n- 甲\n- 乙\n---\n", "用心：用情", {"tags": ["甲", "乙"]}),
        ('---\ntitle: "她说: "好""\ndate:  +0800\n---\n', "她说：“好”", {}),
        ("---\ntitle: 题\non: 012\n---\n", "题", {"on": "012"}),
        ("---\ntitle: 题\na: &a [*a]\n---\n", "题", {"a": "&a [*a]"}),
        ('+++\ntitle = "题"\ntags = ["甲"]\nweight = 3\n+++\n', "题", {"tags": ["甲"], "weight": 3}),
        ("---\ntitle: 题\ndate: 2021-12-31 09:44:35 +0800\n---\n", "题", {}),
    ],
)
def test_front_matter_is_read_whatever_it_escapes(front: str, title: str, extra: Mapping[str, object]) -> None:
    document = read_post(f"{front}\n正文在这里，有一句话。\n")
    assert document.title == title
    assert document.origin.extra == extra
    assert document.text == f"{title}\n\n正文在这里，有一句话。"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("正文**第一段**，有*强调*和[链接](http://e.com/a)。", "正文第一段，有强调和链接。"),
        ("2*3*4 与 snake_case_name，`a*b*c` 不变。", "2*3*4 与 snake_case_name，`a*b*c` 不变。"),
        ("## 第二节 ##\n\n句子。", "第二节\n\n句子。"),
        ("# 题\n\n句子。", "句子。"),
        ("句子。\n\n![书架](a.png)\n\n又一句。", "句子。\n\n又一句。"),
        (
            "```c\n# x\na = b**c; // <div> <script>\n```\n\n**句子**。",
            "```c\n# x\na = b**c; // <div> <script>\n```\n\n句子。",
        ),
        ("> 引用一句话。\n\n1. 一\n2. 二", "> 引用一句话。\n\n1. 一\n2. 二"),
        ("<p>一段<b>话</b>。</p>\n<h2>二</h2>", "一段话。\n\n二"),
    ],
)
def test_a_body_loses_its_markup_and_keeps_what_carries_meaning(body: str, text: str) -> None:
    assert read_post(f"---\ntitle: 题\n---\n{body}\n").text == f"题\n\n{text}"


def test_a_markdown_file_needs_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# 读书笔记\n\n正文**第一段**，有一句话。\n", encoding="utf-8")
    (document,) = normalize(path)
    assert (document.origin.loader, document.title) == ("front_matter_post", "读书笔记")
    assert document.text == "读书笔记\n\n正文第一段，有一句话。"
    path.write_text("只是一段话，没有标记。\n", encoding="utf-8")
    assert [document.origin.loader for document in normalize(path)] == ["plain_text"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a picture"),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml", "an Excel workbook"),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.txt", "a ZIP archive"),
        (b"PK\x03\x04" + b"\0" * 26 + b"OFD.xml", "an OFD document"),
        (b"\0" * 60 + b"BOOKMOBI", "an e-book of Kindle"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an old Microsoft Office"),
        (b"{\\rtf1\\ansi", "a rich text file"),
        (
            b"From: <Saved by Blink>\r\nSubject: a\r\nContent-Type: multipart/related;\r\n\ttype=a\r\n",
            "one file .MHTML.",
        ),
        (b"MIME-Version: 1.0\nContent-Type:\n multipart/related; boundary=b\n\n--b\n<p>a</p>", "one file .MHTML."),
    ],
)
def test_a_file_of_a_known_kind_that_is_no_text_is_called_by_its_name(raw: bytes, said: str) -> None:
    with pytest.raises(DecodingError, match=f"This is .*{said}") as refused:
        normalize(raw)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text",
    ["RIFF 是一种格式。", "ID3 标签", "GIF89a 是图片格式。", "PK 赛开始了。", "Content-Type: multipart/related 是头。"],
)
def test_a_text_that_begins_like_a_signature_is_text(text: str) -> None:
    assert normalize(text.encode())[0].text == text


def test_a_file_without_text_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\n \n")
    with pytest.raises(LoaderError, match="It holds no text"):
        normalize(tmp_path / "a.txt")


def test_every_loader_is_documented_by_its_first_line() -> None:
    reference = (ROOT / "docs" / "reference" / "loaders.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", reference, re.MULTILINE))
    assert listed == {name: loader.summary for name, loader in find_loaders().items()}


def test_a_thread_is_read_without_the_page_around_it() -> None:
    (document,) = normalize(SAMPLES / "forum_post" / "jammed.txt")
    assert document.text.split("\n\n") == [
        "[骑行记录] 环湖一圈要带多少水",
        "上周和朋友绕湖骑了一圈，全程六十公里",
        "中途只有两个小卖部",
        "每人至少带两升水，天热要再多一些。",
    ]
    assert document.title == "[骑行记录] 环湖一圈要带多少水"
    assert "author" not in document.fields
    assert [span.text for span in document.headings] == [document.title]


def test_the_way_to_a_page_is_no_kicker() -> None:
    (document,) = normalize(SAMPLES / "saved_page" / "trail.txt")
    assert dict(document.fields) == {
        "title": "我市启动“数字助老”志愿服务",
        "author": "王小明",
        "publisher": "山水日报",
        "outlet": "山水日报",
        "published": "2023-06-12T09:30:00",
    }
    assert document.text.startswith("我市启动“数字助老”志愿服务\n\n6月10日，")
    assert document.text.endswith("72岁的李阿姨说。")


FRONT = "---\ntitle: 甲\n---\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("如果 a<b，那么交换；若 c>d，则停止。", "如果 a<b，那么交换；若 c>d，则停止。"),
        ("把 <姓名> 换成你的，<your-name> 换成英文名。", "把 <姓名> 换成你的，<your-name> 换成英文名。"),
        ("用 std::map<string, int> 计数。", "用 std::map<string, int> 计数。"),
        ("见 <https://example.com/x>，邮箱 <me@example.com>。", "见 https://example.com/x，邮箱 me@example.com。"),
        ("面积为 10<sup>4</sup> 平方米，<b class='x'>很大</b>。", "面积为 10⁴ 平方米，很大。"),
        (
            '代码：\n\n{% highlight js %}\nfunction f(a,b){\n    // 说明:"和"\n}\n{% endhighlight %}\n',
            '代码：\n\nfunction f(a,b){\n    // 说明:"和"\n}',
        ),
    ],
)
def test_what_looks_like_markup_in_a_post_and_is_none_stays(body: str, text: str) -> None:
    raw = (FRONT + body).encode()
    (document,) = normalize(raw)
    assert document.text.rstrip() == f"甲\n\n{text}"
    assert [span.text for span in document.headings] == ["甲"]
    assert undo(document) == raw


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        ("---\ntitle: 甲\nauthor:\n  - 张三\n  - 李四\n---\n", {"title": "甲", "author": "张三、李四"}),
        ("---\ntitle: 甲\nauthor: [张三, 李四]\n---\n", {"title": "甲", "author": "张三、李四"}),
        (
            '+++\ntitle = "甲"\ndate = 2024-01-02T10:00:00+08:00\n+++\n',
            {"title": "甲", "published": "2024-01-02T10:00:00+08:00"},
        ),
    ],
)
def test_lists_and_times_of_front_matter_are_fields(front: str, fields: dict[str, str]) -> None:
    (document,) = normalize((front + "正文。\n").encode())
    assert document.fields == fields


def test_a_quotation_in_a_reply_is_no_post() -> None:
    first = "小明 发表于 2024-5-1 10:20\n开机就蓝屏，求助。\n\n"
    raw = f"标题：电脑蓝屏\n{first}老王 发表于 2024-5-1 11:05\n{first}改一下设置就好了。\n"
    documents = normalize(raw.encode())
    assert [document.fields["author"] for document in documents] == ["小明", "老王"]
    assert "改一下设置就好了。" in documents[1].text


def test_a_sentence_that_begins_with_a_date_is_no_source_line() -> None:
    raw = "公司大事记\n\n2003年5月1日，公司在杭州正式成立。\n\n2005年6月3日，公司在香港上市。\n\n责任编辑：张三\n"
    (document,) = normalize(raw.encode(), loader="saved_page")
    assert document.text == "公司大事记\n\n2003年5月1日，公司在杭州正式成立。\n\n2005年6月3日，公司在香港上市。"
    assert (document.editors, "published" in document.fields) == (("张三",), False)


def test_below_the_editor_line_only_links_go() -> None:
    head = "某某赛事落幕\n\n2024-03-01 10:00 来源：新华社\n\n比赛落幕。\n\n（责任编辑：张三）\n\n"
    (document,) = normalize(f"{head}附：获奖名单\n\n一等奖：王小明\n\n相关新闻\n\n另一场比赛开幕\n".encode())
    assert document.text.endswith("比赛落幕。\n\n附：获奖名单\n\n一等奖：王小明")


def test_a_source_line_may_begin_with_the_source() -> None:
    line = "来源：人民日报 2023-10-01 08:00:00 作者：陈某某"
    raw = f"老支书的三把火\n\n{line}\n\n十月的鄂西山村，稻谷飘香。\n\n责任编辑：张某\n"
    (document,) = normalize(raw.encode())
    assert document.text == "老支书的三把火\n\n十月的鄂西山村，稻谷飘香。"
    said = {"title": "老支书的三把火", "outlet": "人民日报", "publisher": "人民日报", "author": "陈某某"}
    assert document.fields == said | {"published": "2023-10-01T08:00:00"}
    assert document.editors == ("张某",)
