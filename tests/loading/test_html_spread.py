"""What verdicts on some blocks of a page say of others: an article in several boxes, lists headed as others, islands."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

import itertools
import random

import pytest
from noise.clean import Writer

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo


def written(count: int, seed: int) -> list[str]:
    """Return paragraphs of which no two are alike."""
    writer = Writer(random.Random(seed))
    return list(dict.fromkeys(writer.prose() for _ in range(2 * count)))[:count]


BODY = written(12, 5)
OTHERS = written(30, 17)
MENU = "".join(f"<li><a href=/{n}>频道{n}</a></li>" for n in range(12))


def read(body: str) -> Document:
    """Read a page whose trace leads back to its bytes."""
    page = f"<!DOCTYPE html><html><head><title>老街的夏天</title></head><body><ul class=nav>{MENU}</ul>{body}</body></html>"
    (document,) = normalize(page.encode(), loader="html_page")
    assert undo(document) == page.encode()
    return document


def paragraphs(lines: list[str], attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{line}</p>" for line in lines)


LINKS = "".join(f"<li><a href=#>{said[:14]}</a></li>" for said in OTHERS)
BESIDE = "<div class=most-popular><div>Most Popular</div>" + "".join(
    f"<div class=item><span>Gear</span><a href=#>{said[:20]}</a><p>甲乙丙</p></div>" for said in OTHERS[:5]
)


@pytest.mark.parametrize(
    ("box", "attributes"),
    [
        ("class=body__inner", ""),
        ('class="article-part"', " class=paywall"),
        ("class=grid-text", ' style="margin:0"'),
        ("id=txt", ""),
    ],
)
@pytest.mark.parametrize("cuts", [(0, 6, 7, 8, 9), (0, 5, 6, 9, 10)])
def test_an_article_in_several_boxes_is_read_whole(box: str, attributes: str, cuts: tuple[int, ...]) -> None:
    parts = "".join(
        f"<div class=row><div class=col><div {box}>{paragraphs(BODY[at:end], attributes)}</div></div>"
        f"<aside class=rail>{BESIDE}</div></aside></div>"
        for at, end in itertools.pairwise(cuts)
    )
    text = read(f"<h1>老街的夏天</h1>{parts}<div class=foot>ICP备1号</div>").text
    assert [line for line in BODY[: cuts[-1]] if line not in text] == []
    assert "Most Popular" not in text


@pytest.mark.parametrize(
    ("heading", "items"),
    [
        (
            "<h2>为你推荐</h2>",
            "<dl>"
            + "".join(f"<dd><a href=#>{said[:16]}</a></dd><dd>{said}</dd><dd>2019-09-30</dd>" for said in OTHERS[:6])
            + "</dl>",
        ),
        (
            "<div class=bt>您可能感兴趣的文章</div>",
            "<ul>" + "".join(f"<li><a href=#>{said[:16]}</a> {said}</li>" for said in OTHERS[:8]) + "</ul>",
        ),
        ("<h4>作者最新文章</h4>", "".join(f"<div><h5>{said[:16]}</h5><p>{said}</p></div>" for said in OTHERS[:6])),
        ("<h3>More from this section</h3>", "".join(f"<div><p>{said}</p></div>" for said in OTHERS[:6])),
        ("<p>猜你喜欢：</p>", "".join(f"<p>{said}</p>" for said in OTHERS[:6])),
        ("<h3>You may also like</h3>", "".join(f"<section><p>{said}</p></section>" for said in OTHERS[:3])),
    ],
)
def test_a_box_headed_as_other_texts_goes(heading: str, items: str) -> None:
    text = read(f"<h1>老街的夏天</h1><div class=txt>{paragraphs(BODY)}</div><div class=x>{heading}{items}</div>").text
    assert [line for line in BODY if line not in text] == []
    assert [said for said in OTHERS if said in text] == []


def test_a_section_of_the_article_that_is_headed_so_stays() -> None:
    text = read(
        f"<h1>老街的夏天</h1><div class=txt>{paragraphs(BODY[:6])}<h2>相关报道</h2>{paragraphs(BODY[6:])}</div>"
    ).text
    assert [line for line in BODY if line not in text] == []


@pytest.mark.parametrize(
    "foot",
    [
        "<div class=about><p>本站是面向全国的阅读平台，由一群爱书的人创办，收录文章三万余篇，欢迎您来信与我们交流。</p></div>",
        "<div><ul>" + "".join(f"<li>{said[:22]}</li>" for said in OTHERS[:6]) + "</ul></div>",
        f"<div class=box><h2>今日一句</h2><p>“{OTHERS[3]}”</p><p>- 某某</p></div>",
    ],
)
@pytest.mark.parametrize("count", [2, 5])
def test_a_box_far_behind_the_article_goes(foot: str, count: int) -> None:
    page = f"<h1>老街的夏天</h1><div class=txt>{paragraphs(BODY[:count])}</div><ul>{LINKS}</ul>{foot}"
    assert read(page).text == "\n\n".join(["老街的夏天", *BODY[:count]])


@pytest.mark.parametrize("paragraph", [0, 5, 9])
def test_lists_of_links_behind_a_single_paragraph_go(paragraph: int) -> None:
    page = f"<h1>老街的夏天</h1><div class=txt><p>{BODY[paragraph]}</p></div><ul>{LINKS}</ul>"
    assert read(page).text == f"老街的夏天\n\n{BODY[paragraph]}"


def test_a_list_of_links_below_its_lead_stays() -> None:
    text = read(f"<h1>老街的夏天</h1><div class=txt><p>{BODY[0]}</p><ul>{LINKS}</ul></div>").text
    assert len(text.splitlines()) >= len(OTHERS), "a line each"


@pytest.mark.parametrize(
    "last",
    [
        "本作售价三十六元，支持两种系统，暂时没有繁体中文版",
        "全书共三卷，插图二百余幅，由作者的女儿整理出版",
        "那一天，河上没有船，桥上也没有人，只有风吹着旧报纸",
    ],
)
def test_a_last_paragraph_without_a_stop_stays(last: str) -> None:
    bare = [line.rstrip("。！？") for line in BODY if not line.endswith("”")][:4]
    text = read(
        f"<div><h1>老街的夏天</h1><div><div>{paragraphs([*bare, last])}</div></div><ul><li><a href=#>标签甲</a></li><li><a href=#>标签乙</a></li></ul></div>"
    ).text
    assert [line for line in (*bare, last) if line not in text] == []


@pytest.mark.parametrize("heading", ["文章目录", "目录", "Contents", "On this page"])
def test_the_links_to_an_article_s_own_sections_go(heading: str) -> None:
    contents = f"<div class=x><h4>{heading}</h4><ul><li><a href=#a>一、环境的准备</a></li><li><a href=#b>二、代码</a></li></ul></div>"
    text = read(f"<h1>老街的夏天</h1><div class=txt>{contents}<h2>一、环境的准备</h2>{paragraphs(BODY)}</div>").text
    assert text.count("一、环境的准备") == 1
    assert heading not in text
