"""What a page that was copied as text says of itself above its text: author, day, source, number of a record.

Sites print it in a line (``来源:甲 日期:2017-01-12 字号:大``), offices as a record of many labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bdci_corpus.loading.dated import is_page_words
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field, Mark
from bdci_corpus.text import is_furniture, may_be_title, width

_TOP = 2000
"""How far from its start a text says so, in characters."""

_KEYS = {
    **dict.fromkeys(
        ("来源", "來源", "稿源", "文章来源", "信息来源", "稿件来源", "发文机构", "发文机关", "发布机构", "文章转载自"),
        "outlet",
    ),
    **dict.fromkeys(("作者", "撰稿", "记者", "文章作者"), "author"),
    **dict.fromkeys(
        ("发布时间", "发布日期", "发表时间", "发表日期", "公开日期", "發布時間", "發布日期", "發佈日期"), "published"
    ),
    **dict.fromkeys(("发稿时间", "发稿日期", "上传时间", "上传日期", "发帖时间", "颁布时间", "颁布日期"), "published"),
    **dict.fromkeys(("时间", "日期", "時間", "发文日期", "成文日期", "生成日期", "录入时间"), "published"),
    **dict.fromkeys(("名称", "标题", "文章标题"), "title"),
    **dict.fromkeys(
        ("更新时间", "更新日期", "归档时间", "索引号", "信息索引", "主题分类", "发文字号", "文号", "有效性"), ""
    ),
    **dict.fromkeys(("内容概述", "主题词", "公开类别", "公开方式", "公开范围", "公开形式", "服务对象", "信息分类"), ""),
    **dict.fromkeys(
        ("体裁分类", "组配分类", "废止日期", "责任编辑", "编辑", "分类", "栏目", "书号", "字数", "字号"), ""
    ),
    **dict.fromkeys(("字体", "浏览", "浏览量", "浏览次数", "阅读", "阅读量", "点击", "点击数", "点击量", "人气"), ""),
    **dict.fromkeys(("文档序号", "文档编号", "文档分类", "上传人", "格式", "页数", "下载地址", "关键字"), ""),
    **dict.fromkeys(("评论", "视力保护色", "审核", "审稿", "访问量", "标签", "类别", "关键词", "所属分类", "大小"), ""),
}
"""Labels, and which field of a document each states, if it states one."""

_OFFICIAL = frozenset(
    {"索引号", "信息索引", "主题分类", "发文字号", "发文机构", "发文机关", "成文日期", "有效性", "公开类别"}
)
"""Labels of the records of offices: two of them are one, though no day is stated."""

_LENGTHS = sorted({len(key) for key in _KEYS}, reverse=True)

_COLON = re.compile("[：:]")

_DAY = lazily(r"\d{4}[ ]?[-年/.][ ]?\d{1,2}[ ]?[-月/.][ ]?\d{1,2}[ ]?日?(?:[ \tT]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?")

_BULLET = lazily(r"[ \t\u3000]*(?:[•·*-][ \t]*)?[【\[（(]?|[^\n。，]{1,60}[>›»][^\n。，>]{1,30}[ \t]{2,}")
"""What may stand before the first label on its line: a bullet, or the way from the site's front page."""

_BETWEEN = " \t\u3000\n•·*|｜/-【】[]（()），,"

_LONGEST_VALUE = 60
"""The longest value, in characters; one of a record may stand on the line below."""

_NOBODY = lazily(
    r"(?:admin(?:istrator)?|佚名|匿名|未知|网友|会员上传|管理员|小编|编辑|本站|原创|网络|互联网|不详|转载|system|root|\d+|用户.*)\d*",
    re.IGNORECASE,
)
"""Authors that are none."""

_WIDEST_TITLE = 100
"""The widest title above a line of facts, in half-width cells."""

_TITLE_ABOVE = 3
"""How many lines above the title may stand: what the page prints between is passed over."""

_FEWEST = 2
"""How many labels a line of facts has at least."""

_RECORD = 3
"""How many labels make a record, a line each."""

_SIGNED = lazily(
    r"^[ \t]*(?:posted @[ \t]*)?(?P<published>\d{4}-\d{1,2}-\d{1,2}(?:[ \t]+\d{1,2}:\d{2})?)[ \t]+(?:by[ \t]+)?"
    r"(?P<author>[^\s,，|]{1,20})[ \t,，|]+"
    r"(?:[\d,]+[ \t]*(?:visits|views|reads|次阅读|阅读)|阅读[ \t]*[（(：:])[^\n。]{0,60}$",
    re.MULTILINE,
)
"""A blog's line: day, author, how often it was read."""


class _Stated(NamedTuple):
    """A label, and where it, what stands before it and its value are."""

    key: str
    start: int
    value: tuple[int, int]


def states_fact(line: str) -> bool:
    """Return whether a line begins with a label of such facts and its value."""
    if len(line) > 2 * _LONGEST_VALUE or "。" in line:
        return False
    colon = _COLON.search(line)
    label = _label(line, colon.start()) if colon else None
    return label is not None and _BULLET.fullmatch(line, 0, label[1]) is not None


def facts_at_top(text: str) -> tuple[list[Field | Mark], dict[str, object]]:
    """Return the fields that such a line or record states, the title above it, its span as furniture; and the rest."""
    stated = _run(text)
    if stated is None:
        signed = _SIGNED.search(text, 0, _TOP) if "visits" in text[:_TOP] or "阅读" in text[:_TOP] else None
        if signed is None:
            return [], {}
        found: list[Field | Mark] = [
            Field(name=name, start=signed.start(name), end=signed.end(name)) for name in ("published", "author")
        ]
        return [
            *_title(text, signed.start()),
            *found,
            Mark(kind="furniture", start=signed.start(), end=signed.end()),
        ], {}
    start = text.rfind("\n", 0, stated[0].start) + 1
    last = max(stated[-1].value[0], stated[-1].value[1])
    end = text.find("\n", last)
    fields, extra = _fields(text, stated)
    titled = any(field.name == "title" for field in fields)
    above = [] if titled else list(_title(text, start))
    return [*above, *fields, Mark(kind="furniture", start=start, end=len(text) if end < 0 else end)], extra


def _run(text: str) -> list[_Stated] | None:
    """Return the first labels that follow each other with short values between, if they are such a line or record."""
    colons = [colon.start() for colon in _COLON.finditer(text, 0, _TOP)]
    if len(colons) < _FEWEST:
        return None
    labels = [label for at in colons if (label := _label(text, at))]
    run = list[tuple[str, int, int]]()
    for key, start, end in labels:
        if run and not _is_value(text, run[-1][2], start):
            if len(run) >= _FEWEST and (stated := _sound(text, run)):
                return stated
            run = []
        line = text.rfind("\n", 0, start) + 1
        if run or _BULLET.fullmatch(text, line, start):
            run.append((key, start, end))
    return _sound(text, run) if len(run) >= _FEWEST else None


def _label(text: str, colon: int) -> tuple[str, int, int] | None:
    """Return the label that a colon ends, and its span."""
    for length in _LENGTHS:
        key = text[max(0, colon - length) : colon]
        if key in _KEYS and length <= colon:
            return key, colon - length, colon + 1
    return None


def _is_value(text: str, start: int, end: int) -> bool:
    """Return whether what stands between two labels may be a value: short, no sentence, of one line at most."""
    between = text[start:end]
    value = between.strip(_BETWEEN)
    return (
        len(value) <= _LONGEST_VALUE and "\n" not in value and "。" not in value and len(between) <= 2 * _LONGEST_VALUE
    )


def _sound(text: str, run: Sequence[tuple[str, int, int]]) -> list[_Stated] | None:
    """Return labels with their values, if one is a day beside another that is known, or they are a record's."""
    stated = list[_Stated]()
    for number, (key, start, end) in enumerate(run):
        last = number + 1 == len(run)
        line = text.find("\n", end)
        stop = (len(text) if line < 0 else line) if last else run[number + 1][1]
        value = text[end:stop]
        first = end + len(value) - len(value.lstrip(_BETWEEN))
        stated.append(_Stated(key, start, (first, max(first, end + len(value.rstrip(_BETWEEN))))))
    if not _is_value(text, *stated[-1].value):
        return None
    dated = any(_KEYS[each.key] == "published" and _DAY.match(text, *each.value) for each in stated)
    lines = text.count("\n", run[0][1], run[-1][1])
    official = len({each.key for each in stated} & _OFFICIAL) >= _FEWEST
    return stated if (dated and (len(run) > lines or len(run) >= _RECORD)) or official else None


def _fields(text: str, stated: Sequence[_Stated]) -> tuple[list[Field], dict[str, object]]:
    """Return the fields that labels state, the first of a name, and the rest by label."""
    fields, extra = dict[str, Field](), dict[str, object]()
    ordered = sorted(stated, key=lambda each: list(_KEYS).index(each.key))
    for each in ordered:
        name, (start, end) = _KEYS[each.key], each.value
        value = text[start:end]
        if not value:
            continue
        if name == "published" and (day := _DAY.match(text, start, end)):
            value, end = day[0], day.end()
        elif name == "published" or (name == "author" and _NOBODY.fullmatch(value)):
            continue
        if name and name not in fields:
            fields[name] = Field(name=name, start=start, end=end)
        else:
            extra.setdefault(each.key, value)
    return list(fields.values()), extra


def title_above(text: str, start: int) -> Field | None:
    """Return the one line above a header, as the title, if it can be one."""
    said = text[:start].strip()
    if not said or "\n" in said or not may_be_title(said):
        return None
    first = text.index(said)
    return Field(name="title", start=first, end=first + len(said))


def _title(text: str, end: int) -> Iterator[Field]:
    """Yield the line above, as the title, if it is none of the page's."""
    lines = list(re.finditer(r"[^\s][^\n]*", text[:end]))[-_TITLE_ABOVE:]
    for line in reversed(lines):
        said = line[0].rstrip()
        if (
            not is_page_words(said)
            and not is_furniture(said)
            and not said.endswith((">", "：", ":"))
            and width(said) <= _WIDEST_TITLE
        ):
            yield Field(name="title", start=line.start(), end=line.start() + len(said))
            return
