"""What a page says of itself: who wrote it, whose it is, when; each kind of place where sites say it."""

from __future__ import annotations

import json

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.records import Document

PROSE = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "九月初，河边的旧仓库改成了图书馆，附近的居民带着孩子来借书，每天有两百多人进出，周末还要排队。",
        "馆里的书多半是捐来的，管理员把它们按年份排好，又在窗边放了十二张长桌，冬天也有暖气，坐一下午不冷。",
        "有位老人每天上午都来，看完报纸就去后院浇花，他说这里原来堆的是粮食，现在堆的是字，都是养人的东西。",
    )
)


def read(body: str, head: str = "<title>河边的图书馆</title>") -> Document:
    """Read a page whose article is three paragraphs."""
    (document,) = normalize(f"<html><head>{head}</head><body>{body}</body></html>".encode(), loader="html_page")
    return document


TITLE = "<h1>河边的图书馆</h1>"


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ("<p>澎湃新闻记者 贺某某</p><p>2020-06-06 10:08</p>", {"author": "贺某某", "outlet": "澎湃新闻"}),
        ("<p>石某/河边青年报</p><p>2019-09-24 09:10</p>", {"author": "石某", "outlet": "河边青年报"}),
        ("<div><span>原创</span> <span>南方某报</span> <span>2019-09-09 16:01:46</span></div>", {"outlet": "南方某报"}),
        ("<div><span>原创</span> <span>甲城拾遗</span> <span>2019-09-09 16:01</span></div>", {"author": "甲城拾遗"}),
        ("<div>2019-09-26 10:56:28 证券某网</div>", {"outlet": "证券某网", "published": "2019-09-26T10:56:28"}),
        ('<p class="author-name">加拿大必读</p>', {"author": "加拿大必读"}),
        ('<a class="UserLink-link" href="/people/x">深夜写字的人</a>', {"author": "深夜写字的人"}),
        ('<a id="js_name" href="javascript:;">爱读科技</a>', {"author": "爱读科技"}),
        ('<span class="nickname">kingname</span>', {"author": "kingname"}),
        ("<div>特约记者 王某 李某某</div>", {"author": "王某 李某某"}),
        ("<p>作者：网络整理</p>", {"author": None}),
        ("<p>作者：佚名</p>", {"author": None}),
        ("<p>栏目：读书会 / 图书馆</p>", {"author": None, "outlet": None}),
    ],
)
def test_a_line_above_the_article_says_who_and_whose(lines: str, fields: dict[str, str | None]) -> None:
    document = read(TITLE + lines + PROSE)
    assert {name: document.fields.get(name) for name in fields} == fields


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ('<meta name="author" content="网易">', {"author": None, "publisher": "网易"}),
        ('<meta name="author" content="某某在线">', {"author": None, "publisher": "某某在线"}),
        ('<meta name="author" content="Discuz! Team and Comsenz UI Team">', {"author": None}),
        ('<meta name="author" content="name, email@gmail.com">', {"author": None}),
        ('<meta name="author" content="104363">', {"author": None}),
        ('<meta name="author" content="王某某, wang@example.com">', {"author": "王某某"}),
        ('<meta name="author" content="欧阳某">', {"author": "欧阳某"}),
        ('<meta name="source" content="来源：某某网">', {"outlet": "某某网"}),
    ],
)
def test_a_tag_names_a_person_or_a_site_or_nobody(head: str, fields: dict[str, str | None]) -> None:
    document = read(TITLE + PROSE, "<title>河边的图书馆_网易科技</title>" + head)
    assert {name: document.fields.get(name) for name in fields} == fields
    assert document.title == "河边的图书馆"


def test_all_authors_of_json_ld_are_named_and_it_is_surer_than_a_tag() -> None:
    graph = {"@type": "NewsArticle", "headline": "河边的图书馆", "author": [{"name": "甲某"}, {"name": "乙某"}]}
    script = f'<script type="application/ld+json">{json.dumps(graph, ensure_ascii=False)}</script>'
    document = read(TITLE + PROSE, f'<title>河边的图书馆</title><meta name="author" content="丙某">{script}')
    assert document.fields["author"] == "甲某、乙某"


@pytest.mark.parametrize(
    ("script", "published"),
    [
        ('{"pubtime": "2019-09-07 19:02:26"}', "2019-09-07T19:02:26"),
        ("var publishTime = '2020-03-09 18:14:21';", "2020-03-09T18:14:21"),
        ('a={"publish_time":"2021-01-05"},b={"publish_time":"2021-01-05"}', "2021-01-05"),
        ('[{"publishTime":"2019-09-07"},{"publishTime":"2019-09-08"}]', None),
        ('{"updateTime": "2019-09-07 19:02:26"}', None),
    ],
)
def test_a_script_says_when_where_nothing_else_does(script: str, published: str | None) -> None:
    assert read(f"{TITLE}{PROSE}<script>{script}</script>").fields.get("published") == published
    shown = read(f"{TITLE}<p>发布时间：2018-01-02 03:04</p>{PROSE}<script>{script}</script>")
    assert shown.fields["published"] == "2018-01-02T03:04:00"


def test_a_page_of_wechat_has_its_time_in_seconds() -> None:
    body = f'<div class="rich_media_content">{TITLE}<em id="publish_time">昨天</em>{PROSE}</div>'
    document = read(f'{body}<script>var ct = "1581517074";</script>')
    assert document.fields["published"] == "2020-02-12T14:17:54+00:00"


def test_a_title_parted_from_the_site_by_a_blank_is_the_block_that_says_it() -> None:
    head = "<title>河边的图书馆开放一周年 甲城区办事处</title>"
    assert read(f'<div class="title">河边的图书馆开放一周年</div>{PROSE}', head).title == "河边的图书馆开放一周年"
    within = "<title>河边的图书馆 开放一周年</title>"
    assert read(f"<h1>河边的图书馆 开放一周年</h1>{PROSE}", within).title == "河边的图书馆 开放一周年"


def test_the_date_behind_an_article_is_taken_with_its_label() -> None:
    assert read(f"{TITLE}{PROSE}<p>发布日期：2019-03-06 责任编辑：龙某</p>").fields["published"] == "2019-03-06"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("<div>发表于2014-08-24 21:30| 1164次阅读| 来源CSDN| 作者魏某</div>", {"author": "魏某", "outlet": "CSDN"}),
        ("<p>【文/观察者网专栏作者 王某】</p>", {"author": "王某"}),
        ("<p>【文/某某网 沈默】</p>", {"author": "沈默"}),
        ("<p>文／沈 默</p>", {"author": "沈 默"}),
        ("<p>文 / 陆　川　图 / 视觉中国</p>", {"author": "陆 川"}),
        ("<p>作者：沈 默</p>", {"author": "沈 默"}),
        ("<p>执笔/叨叨姐、胡一刀</p>", {"author": "叨叨姐、胡一刀"}),
        ("<p>采写：南都记者 余某菁 向某妮</p>", {"author": "余某菁 向某妮"}),
        ("<p>作者：[美]约翰·史密斯</p>", {"author": "[美]约翰·史密斯"}),
        ("<p>本报记者 李明 王芳 北京报道</p>", {"author": "李明 王芳", "outlet": None}),
        ("<p>新京报记者 王小明 编辑 李四 校对 张三</p>", {"author": "王小明", "outlet": "新京报"}),
        ("<p>来源 | 虎某网 作者 | 王小明</p>", {"author": "王小明", "outlet": "虎某网"}),
        ("<p>作者系某某大学教授</p>", {"author": None}),
        ("<p>By Jane Roe and John Doe</p>", {"author": "Jane Roe and John Doe"}),
        ("<p>Posted on March 5, 2019 by Jane Roe</p>", {"author": "Jane Roe", "published": "2019-03-05"}),
        ("<p>By the river</p>", {"author": None}),
    ],
)
def test_names_are_read_in_the_forms_that_they_are_set_in(line: str, fields: dict[str, str | None]) -> None:
    document = read(TITLE + line + PROSE)
    assert {name: document.fields.get(name) for name in fields} == fields


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("<span>发布时间：18-03-08</span><span>23:16</span>", "2018-03-08T23:16:00"),
        ("时间：2020/3/8 下午3:16", "2020-03-08T15:16:00"),
        ("2020-03-08　星期日　15:16", "2020-03-08T15:16:00"),
        ("2020年3月8日 上午9時16分", "2020-03-08T09:16:00"),
        ("2020-03-08T15:16:00+08:00", "2020-03-08T15:16:00+08:00"),
        ("二〇二〇年三月八日", "2020-03-08"),
        ("更新于 2020-01-05 10:00 发布于 2020-01-02 08:00", "2020-01-02T08:00:00"),
        ("November 28, 2013 -- Updated 0203 GMT", "2013-11-28"),
        ("Jane Roe, Thu, 14 May 2020 17:55 UTC", "2020-05-14T17:55:00+00:00"),
        ("Updated: Jan. 5, 2019 3:53 PM EDT", "2019-01-05T15:53:00"),
        ("28.11.2019, 14:30 Uhr", "2019-11-28T14:30:00"),
        ("Von Anna Müller, 5. März 2019", "2019-03-05"),
        ("Publié le 5 mars 2019 à 14h30", "2019-03-05T14:30:00"),
        ("5 de marzo de 2019", "2019-03-05"),
        ("28/01/2014", "2014-01-28"),
        ("08/01/2014", None),
        ("The council met on March 5, 2019 to vote on it", None),
        ("A look back at May 4, 1999", None),
    ],
)
def test_days_are_read_in_the_forms_of_their_languages(line: str, published: str | None) -> None:
    document = read(f"{TITLE}<div>{line}</div>{PROSE}")
    assert document.fields.get("published") == published


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        ("通知公告-甲城大学", "<h2>关于清明节放假安排的通知</h2><p>2020-03-01</p>", "关于清明节放假安排的通知"),
        ("新闻动态", "<h3>首页 - 新闻动态</h3><h5>甲城举行学术年会！</h5><div>来源：某会</div>", "甲城举行学术年会！"),
        ("甲城大学", "<h3>河边的图书馆开放一周年</h3><p>作者：李明</p>", "河边的图书馆开放一周年"),
        (
            "明日预测--增长率降至百分之二点三",
            "<div>增长率降至百分之二点三</div><div>2019-09-26</div>",
            "增长率降至百分之二点三",
        ),
        (
            "甲城网 - 河边的图书馆开放一周年",
            "<div>河边的图书馆开放一周年</div><div>2019-09-26</div>",
            "河边的图书馆开放一周年",
        ),
        ("河边的图书馆开放一周年", "<h2><span>原创</span>河边的图书馆开放一周年</h2>", "河边的图书馆开放一周年"),
        ("河边的图书馆开放一周年", "<h1><i>置顶</i> 河边的图书馆开放一周年</h1>", "河边的图书馆开放一周年"),
        (
            "A river gets its library | Example",
            "<h1>We Need a Library by Every River</h1>",
            "We Need a Library by Every River",
        ),
        ("A river gets its library - The Daily Example", "<h1>The Daily Example</h1>", "A river gets its library"),
        ("河边的图书馆 - 甲城新闻网", "<h1>甲城新闻网</h1><div>2019-09-26</div>", "河边的图书馆"),
        ("原创作品展在河边开幕", "<h1>原创作品展在河边开幕</h1>", "原创作品展在河边开幕"),
    ],
)
def test_the_title_is_what_heads_the_article(head: str, above: str, title: str) -> None:
    document = read(f"{above}<div class=txt>{PROSE}</div>", f"<title>{head}</title>")
    assert document.title == title
    assert document.text.startswith(f"{title}\n\n")
    assert "原创河边" not in document.text


@pytest.mark.parametrize(
    "deck",
    ["<h2 class=sub>一座旧仓库的新生</h2>", "<h3>一座旧仓库的新生</h3>", "<div class=dek>一座旧仓库的新生</div>"],
)
def test_the_second_line_of_a_title_stays(deck: str) -> None:
    document = read(f"<div>{TITLE}{deck}<p>2020-03-05 来源：甲报</p><div class=c>{PROSE}</div></div>")
    assert document.text.startswith("河边的图书馆\n\n一座旧仓库的新生\n\n九月初")


@pytest.mark.parametrize(
    "source", ["<ul><li>1 甲城日报．2019-03-01</li></ul>", "<p>[1] 某某：《河边纪事》，2019年3月1日，第三版</p>"]
)
def test_the_day_of_a_source_is_not_the_article_s(source: str) -> None:
    assert read(f"{TITLE}<div class=c>{PROSE}{source}</div>").fields.get("published") is None
