"""Tables as people and programs write them: competitions, exports, crawls; each cell comes out as it is written."""

# ruff: noqa: E501 - the lines of tables are as long as they are

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from bdci_corpus.documents.prepare import Prepared
from bdci_corpus.documents.read import read_file
from bdci_corpus.documents.settings import Settings
from bdci_corpus.errors import CorpusError
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.trace.changes import undo


@dataclass(frozen=True)
class Wild:
    """A file: its name, what is in it, the texts of its rows, and words of what is said of bad rows."""

    label: str
    name: str
    content: str | bytes
    texts: tuple[str, ...]
    said: tuple[str, ...] = ()
    encoding: str = "utf-8"


def prepared(folder: Path, wild: Wild) -> list[Prepared]:
    """Write the file and read it as a build would."""
    path = folder / wild.name
    content = wild.content if isinstance(wild.content, bytes) else wild.content.encode(wild.encoding)
    path.write_bytes(content)
    return list(read_file(path, wild.name, find_loaders(), Settings()))


def _prose(number: int) -> str:
    return f"第{number}天，他沿着河边走回家，路上没有遇到人。"


WILD = (
    Wild(
        "a sentiment competition: label and text, quoted Chinese commas",
        "train.csv",
        'id,label,content\r\n1,0,"房间很小,但干净。"\r\n2,1,服务态度差！\r\n3,1,"他说""再也不来""了。"\r\n',
        ("房间很小,但干净。", "服务态度差！", '他说"再也不来"了。'),
    ),
    Wild(
        "weibo comments with a byte order mark, a like count and emoji",
        "weibo_comments.csv",
        "微博id,用户名,评论时间,评论内容,点赞数\n4488,@阿花,2020-02-01 10:20,加油武汉！💪,12\n4489,路人甲,2020-02-01 10:22,希望疫情早点过去[心],0\n",
        ("加油武汉！💪", "希望疫情早点过去[心]"),
        encoding="utf-8-sig",
    ),
    Wild(
        "a competition in GBK with a Chinese header of the organisers",
        "nCoV_100k.csv",
        "微博id,微博发布时间,发布人账号,微博中文内容,微博图片,微博视频,情感倾向\n"
        "4456072029125500,01月01日 23:50,存曦1988,写在年末冬初孩子流感的第五天，我们仍然没有忘记热情拥抱这2020年的第一天。,['https://ww2.example/a.jpg'],[],0\n"
        "4456074167480980,01月01日 23:58,LunaKrys,开年大模型…累到以为自己发烧了腰疼膝盖疼腿疼胳膊疼脖子疼,[],[],-1\n",
        (
            "写在年末冬初孩子流感的第五天，我们仍然没有忘记热情拥抱这2020年的第一天。",
            "开年大模型…累到以为自己发烧了腰疼膝盖疼腿疼胳膊疼脖子疼",
        ),
        encoding="gb18030",
    ),
    Wild(
        "news classification without a header, parted by tabs",
        "cnews.val.tsv",
        "".join(f"{label}\t{_prose(n)}\n" for n, label in enumerate(("体育", "财经", "体育", "家居"))),
        tuple(_prose(n) for n in range(4)),
    ),
    Wild(
        "pandas' index, and a title beside the text",
        "result.csv",
        ",title,text\n0,甲城,甲城在河边。\n1,乙城,乙城在山上。\n",
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "R's write.table: the header lacks the column of row names",
        "out.tsv",
        '"id"\t"text"\n"1"\t7\t"甲城在河边。"\n"2"\t8\t"乙城在山上。"\n',
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "Excel's text of Unicode: UTF-16 with tabs and quoted line ends",
        "导出.csv",
        '序号\t留言内容\r\n1\t"第一行\n第二行"\r\n2\t请尽快处理。\r\n',
        ("第一行\n第二行", "请尽快处理。"),
        encoding="utf-16",
    ),
    Wild(
        "Excel in Germany: sep= and semicolons, empty columns at the end",
        "umfrage.csv",
        "sep=;\r\nid;kommentar;;\r\n1;甲城在河边，很美。;;\r\n2;Sehr gut, danke.;;\r\n",
        ("甲城在河边，很美。", "Sehr gut, danke."),
    ),
    Wild(
        "comments and an empty line above the header",
        "dump.csv",
        "# exported 2024-01-02\n# by tool 1.0, for tests\n\nid,text\n1,甲城在河边。\n2,乙城在山上。\n",
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "SPSS: quoted names, numbers with blanks, a trailing blank column",
        "spss.csv",
        '"ID","Q1","Q2_open"\n1, 3,"我觉得老师讲得很清楚。"\n2, 5,"没有意见，都挺好的。"\n3, 4,"希望多一些实验课。"\n',
        ("我觉得老师讲得很清楚。", "没有意见，都挺好的。", "希望多一些实验课。"),
    ),
    Wild(
        "MySQL: every cell quoted, quotes behind backslashes",
        "mysql.csv",
        '"id","body"\n"1","他说\\"好\\"，就走了。"\n"2","她没有回答,也没有走。"\n',
        ('他说"好"，就走了。', "她没有回答,也没有走。"),
    ),
    Wild(
        "headlines parted by _!_",
        "toutiao_cat_data.csv",
        "".join(f"65514{n}_!_10{n % 3}_!_news_culture_!_{_prose(n)}_!_甲,乙\n" for n in range(6)),
        tuple(_prose(n) for n in range(6)),
    ),
    Wild(
        "a review column in English among others",
        "IMDB Dataset.csv",
        'review,sentiment\n"One of the best films, I think.<br /><br />Go and see it.",positive\n"Dull, long and loud.",negative\n',
        ("One of the best films, I think.<br /><br />Go and see it.", "Dull, long and loud."),
    ),
    Wild(
        "hashes and comments of Jigsaw, cells over several lines",
        "jigsaw.csv",
        'id,comment_text,toxic,severe_toxic\n0000997932d777bf,"Explanation\nWhy the edits?\n\nThanks, J.",0,0\n000103f0d9cfb60f,D\'aww! He matches this colour.,0,1\n',
        ("Explanation\nWhy the edits?\n\nThanks, J.", "D'aww! He matches this colour."),
    ),
    Wild(
        "an answer that begins with a quote, in a table that does not quote",
        "qa.tsv",
        'qid\tquestion\tanswer\n1\t什么叫“城”？\t"城"是有墙的地方，住的人很多，而且有市场。\n2\t河呢？\t流水成河，从山里流到海里，一路都有人家。\n',
        (
            '什么叫“城”？\n\n"城"是有墙的地方，住的人很多，而且有市场。',
            "河呢？\n\n流水成河，从山里流到海里，一路都有人家。",
        ),
    ),
    Wild(
        "one quote that is never closed in a table that quotes",
        "comments.csv",
        'id,text\n1,"好的,没问题。"\n2,"忘了关。\n3,第三行。\n4,"第四,行。"\n5,第五行。\n',
        ("好的,没问题。", "第三行。", "第四,行。", "第五行。"),
        ("Line 3",),
    ),
    Wild(
        "Python's repr a line",
        "crawl.jsonl",
        "{'id': 1, 'text': '甲城在河边。', 'ok': True, 'by': None}\n{'id': 2, 'text': \"It's here.\", 'ok': False, 'by': 'b'}\n",
        ("甲城在河边。", "It's here."),
    ),
    Wild(
        "objects one after another, printed over several lines",
        "items.json",
        "\n".join(json.dumps({"title": f"{n}", "content": _prose(n)}, ensure_ascii=False, indent=2) for n in range(3)),
        tuple(_prose(n) for n in range(3)),
    ),
    Wild(
        "an answer of a server: code, message, data, list",
        "api.json",
        json.dumps(
            {
                "code": 0,
                "msg": "ok",
                "data": {"total": 2, "list": [{"id": 1, "content": _prose(1)}, {"id": 2, "content": _prose(2)}]},
            }
        ),
        (_prose(1), _prose(2)),
    ),
    Wild(
        "pandas' to_json: an object of columns",
        "df.json",
        json.dumps({"id": {"0": 5, "1": 6}, "text": {"0": _prose(1), "1": _prose(2)}}),
        (_prose(1), _prose(2)),
    ),
    Wild(
        "an array with comments and trailing commas, written by hand",
        "hand.json",
        '[\n  // first\n  {"id": "a", "text": "甲城在河边。",},\n  {"id": "b", "text": "乙城在山上。"},\n]\n',
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "Elasticsearch: the document lies in _source",
        "hits.json",
        json.dumps(
            {
                "took": 3,
                "hits": {
                    "total": 2,
                    "hits": [
                        {"_id": "a", "_score": 1.0, "_source": {"title": "甲", "content": _prose(1)}},
                        {"_id": "b", "_score": 1.0, "_source": {"title": "乙", "content": _prose(2)}},
                    ],
                },
            }
        ),
        (_prose(1), _prose(2)),
    ),
    Wild(
        "Mongo's export for its shell",
        "mongo.json",
        '{ "_id" : ObjectId("5f1"), "text" : "甲城在河边。", "at" : ISODate("2020-01-01T00:00:00Z"), "n" : NumberLong(5) }\n'
        '{ "_id" : ObjectId("5f2"), "text" : "乙城在山上。", "at" : ISODate("2020-01-02T00:00:00Z"), "n" : NumberLong(6) }\n',
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "scores that are NaN, and a row that is cut",
        "pred.ndjson",
        '{"text": "甲城在河边。", "score": NaN}\n{"text": "乙城在山上。", "score": 0.5}\n{"text": "丙城',
        ("甲城在河边。", "乙城在山上。"),
        ("Line 3",),
    ),
    Wild(
        "a single column of comments, unquoted commas among them",
        "评论.csv",
        "评论\n很好吃,下次还来\n一般般\n服务差,上菜慢,不推荐\n",
        ("很好吃,下次还来", "一般般", "服务差,上菜慢,不推荐"),
    ),
    Wild(
        "names that are given twice",
        "merged.csv",
        "id,text,id,text\n1,甲城在河边。,9,River.\n2,乙城在山上。,8,Hill.\n",
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "a question and its label, in upper case, Windows line ends, no last one",
        "OCNLI.CSV",
        "ID,Sentence,Label\r\n0,今天天气很好，适合出门。,entailment\r\n1,他明天不来了，后天也不来。,neutral",
        ("今天天气很好，适合出门。", "他明天不来了，后天也不来。"),
    ),
    Wild(
        "columns of pandas' orient=split",
        "split.json",
        json.dumps({"columns": ["id", "text"], "index": [0, 1], "data": [[1, _prose(1)], [2, _prose(2)]]}),
        (_prose(1), _prose(2)),
    ),
    Wild(
        "an index parted by semicolons with single quotes",
        "single.csv",
        "'id';'text'\n'1';'甲城;在河边。'\n'2';'乙城''在山上''。'\n",
        ("甲城;在河边。", "乙城'在山上'。"),
    ),
    Wild(
        "Hive: cells parted by \\x01",
        "000000_0.csv",
        "".join(f"{n}\x01甲{n}\x01{_prose(n)}\n" for n in range(5)),
        tuple(_prose(n) for n in range(5)),
    ),
    Wild(
        "a survey: questions are the names of columns",
        "问卷.csv",
        "序号,提交答卷时间,所用时间,1、您的性别：,2、您对课程有什么建议？\n1,2023/5/1 10:20:30,100秒,男,希望多讲一些例子。\n2,2023/5/1 10:22:01,88秒,女,作业有点多，可以少一点。\n",
        ("希望多讲一些例子。", "作业有点多，可以少一点。"),
        encoding="gb18030",
    ),
    Wild(
        "hotel reviews: a label, and a review that is quoted where it must be",
        "ChnSentiCorp_htl_all.csv",
        'label,review\n1,"距离川沙公路较近,但是公交指示不对。"\n1,商务大床房，房间很大，床有2M宽！\n0,"""标间""太差,设施陈旧。"\n',
        ("距离川沙公路较近,但是公交指示不对。", "商务大床房，房间很大，床有2M宽！", '"标间"太差,设施陈旧。'),
    ),
    Wild(
        "tweets with empty cells",
        "tweets.csv",
        'id,keyword,location,text,target\n1,,,Our Deeds are the Reason of this #earthquake,1\n4,ablaze,"Birmingham, UK",Forest fire near La Ronge,1\n',
        ("Our Deeds are the Reason of this #earthquake", "Forest fire near La Ronge"),
    ),
    Wild(
        "court cases: facts, and records inside",
        "cail.jsonl",
        "".join(
            json.dumps({"fact": _prose(n), "meta": {"accusation": ["盗窃"], "punish_of_money": 0}}) + "\n"
            for n in range(3)
        ),
        tuple(_prose(n) for n in range(3)),
    ),
    Wild(
        "a hash before the first name",
        "hash.tsv",
        "#id\ttext\n1\t甲城在河边。\n2\t乙城在山上。\n",
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "a title above the header, as spreadsheets have it",
        "留言.csv",
        "2023年留言汇总,,,\n编号,主题,内容,时间\n1,路灯,路灯坏了很久没有人修。,2023-01-02\n2,噪音,夜里施工，睡不着。,2023-01-03\n",
        ("路灯坏了很久没有人修。", "夜里施工，睡不着。"),
    ),
    Wild(
        "lines of JSON with a byte order mark and carriage returns",
        "bom.jsonl",
        '{"text": "甲城在河边。"}\r\n{"text": "乙城在山上。"}\r\n',
        ("甲城在河边。", "乙城在山上。"),
        encoding="utf-8-sig",
    ),
    Wild(
        "a callback",
        "jsonp.json",
        'jQuery112({"ok":1,"data":{"comments":[{"content":"甲城在河边。"},{"content":"乙城在山上。"}]}});',
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "old Macintosh lines",
        "mac.csv",
        "id,text\r1,甲城在河边。\r2,乙城在山上。\r",
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "Navicat",
        "t_news.json",
        '{\r\n"RECORDS":[\r\n{"id":1,"content":"甲城在河边。"},\r\n{"id":2,"content":"乙城在山上。"}\r\n]\r\n}',
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "objects with commas between them and no brackets around",
        "loose.jsonl",
        '{\n "text": "甲城在河边。"\n},\n{\n "text": "乙城在山上。"\n},\n',
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "two objects in one line",
        "glued.jsonl",
        '{"text": "甲城在河边。"}{"text": "乙城在山上。"}\n',
        ("甲城在河边。", "乙城在山上。"),
    ),
    Wild(
        "rows of the hub's viewer",
        "viewer.json",
        json.dumps(
            {
                "features": [{"name": "text"}, {"name": "id"}, {"name": "x"}],
                "rows": [{"row_idx": n, "row": {"text": _prose(n)}, "truncated_cells": []} for n in range(2)],
            }
        ),
        (_prose(0), _prose(1)),
    ),
    Wild(
        "an annotator's export",
        "label_studio.json",
        json.dumps(
            [
                {"id": n, "data": {"text": _prose(n), "source_file": "a.txt"}, "annotations": [{"result": []}]}
                for n in range(2)
            ]
        ),
        (_prose(0), _prose(1)),
    ),
    Wild(
        "spans of labels",
        "doccano.jsonl",
        "".join(json.dumps({"id": n, "data": _prose(n), "label": [[0, 3, "TIME"]]}) + "\n" for n in range(3)),
        tuple(_prose(n) for n in range(3)),
    ),
    Wild(
        "film comments in a wide table",
        "DMSC.csv",
        "ID,Movie_Name_EN,Movie_Name_CN,Crawl_Date,Number,Username,Date,Star,Comment,Like\n0,Avengers,复仇者联盟2,2017-01-22,1,然潘,2015-05-13,3, 连奥创都知道整容要去韩国。,2404\n10,Avengers,复仇者联盟2,2017-01-22,11,影志,2015-04-30,4, “一个没有黑暗面的人不值得信任。”,381\n",
        (" 连奥创都知道整容要去韩国。", " “一个没有黑暗面的人不值得信任。”"),
    ),
    Wild(
        "quotes as they come in a table that does not quote, between commas",
        "raw.csv",
        'id,text,label\n1,"好的。,0\n2,他说"不"，就走了。,1\n3,"没有，她说。,0\n4,算了。,1\n',
        ('"好的。', '他说"不"，就走了。', '"没有，她说。', "算了。"),
    ),
    Wild(
        "a table in a cell of a table",
        "nested.csv",
        'id,text\n1,"a,b\n1,2\n3,4 是一张表。"\n2,"乙城,在山上。"\n',
        ("a,b\n1,2\n3,4 是一张表。", "乙城,在山上。"),
    ),
    Wild(
        "an array of arrays under names",
        "rows.json",
        json.dumps([["id", "text"], [1, _prose(1)], [2, _prose(2)]]),
        (_prose(1), _prose(2)),
    ),
    Wild("an array of texts", "texts.json", json.dumps([_prose(1), _prose(2)]), (_prose(1), _prose(2))),
    Wild(
        "one document a file, as crawlers keep it",
        "20240101.json",
        json.dumps(
            {
                "url": "https://e.example/1",
                "title": "甲城",
                "content": _prose(1),
                "tags": ["a"],
                "comments": [{"text": "好"}, {"text": "坏"}],
            },
            indent=2,
        ),
        (_prose(1),),
    ),
    Wild(
        "instructions and answers",
        "alpaca.json",
        json.dumps([{"instruction": "写一句话。", "input": "", "output": _prose(n)} for n in range(4)]),
        tuple(f"写一句话。\n\n\n\n{_prose(n)}" for n in range(4)),  # the blank lines of nothing go with the rules
    ),
    Wild(
        "a row that is cut in the middle of an array",
        "cut.json",
        '[{"text": "甲城在河边。"}, {"text": "乙城在山上。", "n": }, {"text": "丙城在路口。"}]',
        ("甲城在河边。", "丙城在路口。"),
        ("Row 2",),
    ),
    Wild("one row", "one.csv", "甲城在河边，风景很好。\n", ("甲城在河边，风景很好。",)),
    Wild(
        "a crawl that says of what each column is",
        "文章.csv",
        '"文章标题","文章内容","发布时间"\n"甲","甲城在河边，风景很好。","2020-01-01 10:00:00"\n',
        ("甲城在河边，风景很好。",),
    ),
    Wild(
        "pandas without names",
        "unnamed.csv",
        "0,1,2\n5,甲城在河边，风景很好。,a\n6,乙城在山上，空气不错。,b\n",
        ("甲城在河边，风景很好。", "乙城在山上，空气不错。"),
    ),
    Wild(
        "a long question for a name",
        "整体评价.csv",
        "用户对该商品的整体评价内容（选填，500字以内）,购买数量\n很好用，下次还会再来买的,1\n一般般吧，包装破了,2\n",
        ("很好用，下次还会再来买的", "一般般吧，包装破了"),
    ),
    Wild(
        "a data set without a header, called text",
        "cnews.train.txt",
        "".join(f"{label}\t{_prose(n)}\n" for n, label in enumerate(("体育", "财经", "家居") * 4)),
        tuple(_prose(n) for n in range(12)),
    ),
    Wild(
        "an array of one",
        "cmrc.json",
        json.dumps([{"context_text": _prose(1), "qas": [{"query_text": "谁走回家了呢？"}], "title": "甲"}]),
        (_prose(1),),
    ),
    Wild(
        "columns, and a number beside them",
        "col.json",
        json.dumps({"text": [_prose(1), _prose(2)], "n": 2}),
        (_prose(1), _prose(2)),
    ),
    Wild(
        "records in records",
        "docs.json",
        json.dumps(
            {"result": {"docs": [{"meta": {"title": "甲"}, "body": {"zh": _prose(n), "en": "x"}} for n in (1, 2)]}}
        ),
        (_prose(1), _prose(2)),
    ),
    Wild(
        "two arrays",
        "pages.json",
        json.dumps([{"text": _prose(1)}]) + "\n" + json.dumps([{"text": _prose(2)}]),
        (_prose(1), _prose(2)),
    ),
    Wild("an array that is cut", "open.json", '[{"text": "甲城在河边。"},\n', ("甲城在河边。",), ("not closed",)),
    Wild(
        "half-wide and full-wide: names parted by a wide comma",
        "wide.csv",
        "编号，标题，正文\n1，甲城，甲城在河边。\n2，乙城，乙城在山上。\n",
        ("甲城在河边。", "乙城在山上。"),
    ),
)


@pytest.mark.parametrize("wild", WILD, ids=lambda wild: wild.name)
def test_a_wild_table_is_read_cell_by_cell(tmp_path: Path, wild: Wild) -> None:
    parts = prepared(tmp_path, wild)
    documents = [document for part in parts for document in part.documents]
    said = [str(problem) for part in parts for problem in part.problems]
    assert {document.origin.loader for document in documents} == {"record_table"}
    assert [undo(document).decode() for document in documents] == list(wild.texts)
    assert len(said) == len(wild.said), said
    assert all(words in line for words, line in zip(wild.said, said, strict=True))


NOT_TABLES = (
    Wild("a configuration", "config.json", '{"name": "corpus", "version": 1}\n', (), ("text",)),
    Wild("a picture", "a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", (), ("PNG",)),
    Wild("numbers alone", "n.csv", "a,b\n1,2\n3,4\n", (), ("text",)),
    Wild("prose", "p.json", "今天天气好，我们去公园。\n", (), ("JSON",)),
    Wild("a sample of a submission", "submission.csv", "id,label\n1,0\n2,1\n", (), ("text",)),
    Wild(
        "packages",
        "package.json",
        '{"name": "a", "version": "1.0.0", "description": "A small tool for trees.", "scripts": {"test": "jest"}}',
        (),
        ("text",),
    ),
    Wild("a web page", "page.csv", "<html><body>甲城在河边。</body></html>", (), ("web page",)),
    Wild("prose", "p.csv", "今天天气好, 我们去公园, 看花。\n回家。\n吃饭, 睡觉。\n", (), ("no number of cells",)),
    Wild("nothing", "e.csv", "", (), ("row",)),
)


@pytest.mark.parametrize("wild", NOT_TABLES, ids=lambda wild: wild.name)
def test_what_is_called_a_table_and_is_none_is_refused_with_the_reason(tmp_path: Path, wild: Wild) -> None:
    try:
        (part,) = prepared(tmp_path, wild)
    except CorpusError as error:
        said = str(error)
    else:
        assert not part.documents
        said = str(part.problems[0])
    assert wild.said[0] in said


@pytest.mark.parametrize("content", ["".join(f"词{n}\t{n}\n" for n in range(20)), "\t一行。\n\t又一行。\n" * 9])
def test_tabs_alone_make_no_table(tmp_path: Path, content: str) -> None:
    (part,) = prepared(tmp_path, Wild("words", "words.txt", content, ()))
    assert part.facts.loader == "plain_text"
