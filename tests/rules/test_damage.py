"""Sound words are not flagged as damage, in whatever sentence they stand; lost bytes still are."""

from __future__ import annotations

import pytest
from noise import clean, mojibake, seeded

from bdci_corpus.rules import mojibake as rule
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.mojibake import bytestream
from bdci_corpus.text.script import to_traditional

WORDS = [
    "阈值",
    "邮轮",
    "啰嗦",
    "啰哩啰嗦",
    "深水埗",
    "堃庭",
    "喆园",
    "瞭望",
    "保函",
    "滤镜",
    "实缴",
    "堃哥",
    "大埔滘",
    "氹仔",
    "陶喆",
    "荀彧",
    "囧事",
    "犇犇",
    "哒哒",
    "铷铯合金",
    "柠檬桉",
    "薏苡仁",
    "鳜鱼苗",
    "疍家人",
    "郫县豆瓣",
    "盱眙县",
    "甪直古镇",
    "硖石镇",
    "傣族",
    "嘚瑟",
    "掩膜",
    "幂等",
    "宕机",
    "噪点",
    "舢板",
    "馕饼",
    "筲箕湾",
    "鲗鱼涌",
]
SENTENCES = (
    "今天的新闻说，{}是大家都熟悉的。我们去看了看。",
    "他在谈到{}的时候非常高兴，并且说了很多话。",
    "这篇文章介绍了关于{}以及其他方面的内容。",
)


def flags(text: str) -> list[str]:
    """Return what is flagged in a text."""
    marks = rule.find(text, Context(file_text=text)).marks
    return [text[mark.start : mark.end] for mark in marks]


@pytest.mark.parametrize("word", WORDS)
def test_a_sound_word_is_not_flagged(word: str) -> None:
    for sentence in SENTENCES:
        assert flags(sentence.format(word)) == []
    assert flags("我們去看了這些地方，" + to_traditional(word) + "是大家都說過的。") == []


def test_clean_text_is_hardly_ever_flagged_and_lost_bytes_are() -> None:
    """The bounds are those of the figures in docs/explanation/damage.md, for fewer documents."""
    false = seen = slips = 0
    for seed in range(60):
        for script in ("hans", "hant"):
            text = clean.document(seeded(seed), script=script)
            false += len(flags(text))
            noisy = mojibake.slip(text, seeded(seed), events=3)
            marks = rule.find(noisy.text, Context(file_text=noisy.text)).marks
            for change in noisy.of("slip"):
                slips += 1
                seen += any(mark.start < change.end and change.start < mark.end for mark in marks)
    assert false <= 1
    assert seen >= 0.58 * slips


def test_a_damaged_place_is_tried_in_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte put beside the first moves none of those behind: they were decoded once for each, 7,600 times a place."""
    decoded = []
    in_step = bytestream.in_step
    monkeypatch.setattr(bytestream, "in_step", lambda stream: decoded.append(stream) or in_step(stream))
    text = "市場異;鸨，消防車異常火爆。葛俊。╇S著說，率！笔薪濟發展，有15363838萬戶。\n" * 20
    places = len(rule.find(text, Context(file_text=text)).marks)
    assert places >= 20
    assert 0 < len(decoded) <= 100 * places


@pytest.mark.parametrize(
    "text",
    [
        "江上晚来，坼芳苞，何人弄笛，吹落梅花。",
        "江上晚来，妆脸浅匀眉，何人弄笛，吹落梅花。",
        "春去也，霓旌羽春归，算只有、东风吹雨。",
        "江上晚来，谩暗涩，何人弄笛，吹落梅花。",
    ],
)
def test_rare_words_of_verse_of_several_lengths_are_sound(text: str) -> None:
    assert flags(text) == []
