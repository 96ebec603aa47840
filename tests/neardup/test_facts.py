"""Facts are read before a pair is called a template: however they are written, they are the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import planted
import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.neardup import find_near_duplicates
from bdci_corpus.neardup.dispatch import SizeThresholds
from bdci_corpus.neardup.facts import facts_of

ONE_FACT = {
    "date": (
        "1998年3月5日 1998年03月05日 1998-03-05 1998-3-5 1998.3.5 1998.03.05 1998/3/5 98年3月5日 98.3.5 98-03-05 "
        "一九九八年三月五日 １９９８年３月５日 民国87年3月5日 民國八十七年三月五日 中華民國87年3月5日 民国87.3.5 "
        "公元1998年3月5日 西元1998年3月5號 19980305 1998年三月5日 1998年(nián)3月(yuè)5日"
    ),
    "day without a year": "12月31日 12月31号 十二月三十一日 十二月卅一日",
    "month": "2007年12月 2007-12 2007/12 二〇〇七年十二月 二零零七年十二月 民国九十六年十二月 07年12月",
    "year": "2023年 二〇二三年 23年 民国112年 民國一百一十二年",
    "time": "9:30 09:30 9时30分 09:30:00 9点30分 九時三十分 9时30分0秒",
    "number": "1,234,567 1234567 １，２３４，５６７ 001234567 1234567.0 123.4567万 1,234,567.00",
    "amount": "15,000元 15000元 1.5万元 一万五千元 15000.00元 壹万伍仟元 1.50萬圓",
    "large amount": "3亿元 300000000元 300,000,000元 30000万元 三亿元 3万万元",
    "percentage": "12.5% 12.50% 百分之12.5 百分之十二点五 １２．５％ 012.5%",
    "whole percentage": "30% 百分之三十 百分之30 30.0%",
}

NO_FACT = ["一些人三心二意", "第二天", "五天以后", "十分高兴", "三年前", "百里挑一", "元旦", "民国时期", ""]


@pytest.mark.parametrize("kind", ONE_FACT)
def test_one_fact_is_read_however_it_is_written(kind: str) -> None:
    found = {written: facts_of(f"会议定于{written}，请到场。", by_han=True) for written in ONE_FACT[kind].split()}
    first = next(iter(found.values()))
    assert first.total() == 1
    assert {written: one for written, one in found.items() if one != first} == {}


@pytest.mark.parametrize("text", NO_FACT)
def test_words_are_no_facts(text: str) -> None:
    assert not facts_of(text, by_han=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("于1998年3月5日", "于1998年5月3日"),
        ("增长30%", "增长30"),
        ("增长3.0%", "增长30%"),
        ("共1.5元", "共15元"),
        ("共1,500", "共1500万"),
        ("民国87年", "1987年"),
        ("10:30", "1030"),
        ("比为3:2", "比为32"),
    ],
)
def test_other_facts_stay_apart(one: str, other: str) -> None:
    assert facts_of(one, by_han=False) != facts_of(other, by_han=False)


WORDS = (
    "本院受理原告与被告买卖合同纠纷一案于{}立案后依法适用简易程序公开开庭进行了审理。双方于{}签订了购销协议约定货款分期支付。"
    "被告在{}之后便不再履行付款义务，原告多次催要未果。原告的委托代理人于{}向被告发出律师函，要求其清偿全部欠款。"
    "审理中查明，被告公司于{}变更了法定代表人，但债务并未转移。本院认为依法成立的合同对当事人具有法律约束力。如不服本判决，可在收到后上诉。"
    "合议庭成员对上述事实均无异议，予以确认。"
)
DAYS = [(1998, 3, 5), (2001, 11, 20), (1999, 12, 31), (2003, 7, 1), (2010, 1, 9)]
NUMERALS = "〇一二三四五六七八九"


def in_numerals(number: int) -> str:
    """Return a number below 100 as it is said."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else NUMERALS[tens]) + "十" if tens else "") + (NUMERALS[ones] if ones or not tens else "")


FORMS: dict[str, Callable[[int, int, int], str]] = {
    "padded": lambda y, m, d: f"{y}年{m:02}月{d:02}日",
    "ISO": lambda y, m, d: f"{y}-{m:02}-{d:02}",
    "dotted": lambda y, m, d: f"{y}.{m}.{d}",
    "slashes": lambda y, m, d: f"{y}/{m}/{d}",
    "two digits": lambda y, m, d: f"{y % 100:02}年{m}月{d}日",
    "numerals": lambda y, m, d: f"{''.join(NUMERALS[int(c)] for c in str(y))}年{in_numerals(m)}月{in_numerals(d)}日",
    "ROC": lambda y, m, d: f"民國{y - 1911}年{m}月{d}日",
    "ROC numerals": lambda y, m, d: f"民國{in_numerals(y - 1911)}年{in_numerals(m)}月{in_numerals(d)}日",
    "full width": lambda y, m, d: f"{y}年{m}月{d}日".translate({48 + i: 0xFF10 + i for i in range(10)}),
    "compact": lambda y, m, d: f"{y}{m:02}{d:02}",
}


def dated(days: Sequence[tuple[int, int, int]], form: Callable[[int, int, int], str]) -> str:
    return WORDS.format(*(form(*day) for day in days))


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_with_its_dates_written_otherwise_is_a_duplicate(form: str, limits: SizeThresholds) -> None:
    days = [day if "ROC" not in form or day[0] < 2010 else (2009, *day[1:]) for day in DAYS]
    texts = [dated(days, lambda y, m, d: f"{y}年{m}月{d}日"), dated(days, FORMS[form])]
    pairs = find_near_duplicates(texts, threshold=0.5, limits=limits).pairs
    assert pairs["kind"].to_pylist() == ["duplicate"]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_form_with_other_dates_is_a_template(form: str, limits: SizeThresholds) -> None:
    moved = [(y - 7, m % 12 + 1, d % 28 + 1) for y, m, d in DAYS]
    texts = [dated(DAYS, FORMS["padded"]), dated(moved, FORMS[form])]
    pairs = find_near_duplicates(texts, threshold=0.5, limits=limits).pairs
    assert pairs["kind"].to_pylist() == ["template"]
    assert max(pairs["jaccard"].to_pylist()) < 1


REPORT = (
    "{}财务简报：全年营业收入{}元，其中主营业务收入{}元；净利润{}元，同比增长{}；研发投入占营业收入的比重为{}，较上年提高；"
    "员工总数{}人，客户满意度为{}。以上数据未经审计，最终以年度报告披露的内容为准，请投资者注意投资风险，谨慎决策，特此公告。"
)


@pytest.mark.parametrize(
    "other",
    [
        ("二〇二三年", "1,250,000,000", "980,000,000", "一亿二千万", "百分之十二点五", "百分之八", "3,400", "98.60%"),
        ("2023年度"[:5], "12.5亿", "9.8亿", "12000万", "12.50％", "8.0%", "03400", "百分之98.6"),
        ("23年", "125000万", "98000万", "1.2亿", "百分之12.5", "8%", "0.34万", "98.6％"),
    ],
)
def test_a_copy_with_its_figures_written_otherwise_is_a_duplicate(
    other: tuple[str, ...], limits: SizeThresholds
) -> None:
    plain = ("2023年", "1250000000", "980000000", "120000000", "12.5%", "8%", "3400", "98.6%")
    changed = ("2022年", "1150000000", "950000000", "110000000", "10.5%", "7%", "3100", "97.2%")
    texts = [REPORT.format(*figures) for figures in (plain, other, changed)]
    kinds = {
        (row["id_a"], row["id_b"]): row["kind"]
        for row in find_near_duplicates(texts, threshold=0.4, limits=limits).pairs.to_pylist()
    }
    assert kinds[0, 1] == "duplicate"
    assert kinds[0, 2] == "template"


def test_a_pair_that_shares_every_shingle_is_no_template(limits: SizeThresholds) -> None:
    """Whatever its facts: here one text says everything twice."""
    lines = [f"第{NUMERALS[i]}项指标{'甲乙丙丁戊己庚辛'[i]}类完成{i * 7 + 11}万元。" for i in range(8)]
    text = "".join(lines)
    pairs = find_near_duplicates([text + text, text], limits=limits).pairs.to_pylist()
    assert [row["kind"] for row in pairs] == ["duplicate"]
    draw = random.Random(4)
    form = "统计月报|{10~99}月{100~999}件{1000~9999}人{10~99}台{100~999}次|"
    texts = [planted.template(draw, form, 9) for _ in range(6)]
    for row in find_near_duplicates(texts, limits=limits).pairs.to_pylist():
        assert row["kind"] == "template"
        assert row["stream"] == "han" or row["jaccard"] < 1


@given(
    st.lists(
        st.text(st.sampled_from("0123456789.,-/:%年月日时点分秒万亿元一二三十百零民国公之 a，"), max_size=60),
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_compiled_loops_read_what_interpreted_ones_do(texts: list[str]) -> None:
    import numpy as np
    import pyarrow as pa

    from bdci_corpus.compiling import compiled as machine_code
    from bdci_corpus.neardup import compiled, facts
    from bdci_corpus.neardup.kernels import facts as kernels
    from bdci_corpus.neardup.texts import Texts

    given_texts, rows = Texts.of([pa.array(texts, pa.large_string())]), np.arange(len(texts))
    for by_han in (False, True):
        marks = np.zeros(compiled.room_for(given_texts, rows), np.uint8)
        entries, offsets = compiled.fold(given_texts, rows, marks=marks)
        starts = np.empty(len(texts) + 1, np.int64)
        found = [np.empty(len(entries), np.int64) for _ in range(3)]
        speaks = np.full(len(texts), by_han)
        every = np.ones(len(texts), np.bool_)
        machine_code(kernels.facts_of_all)(entries, marks, offsets, every, speaks, facts.classes(), starts, *found)
        for text, start, end in zip(texts, starts, starts[1:], strict=False):
            own = sorted(zip(*(column[start:end].tolist() for column in found), strict=True))
            assert own == sorted(facts_of(text, by_han=by_han).elements())
