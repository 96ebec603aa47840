"""What documents say of themselves is cleaned as their text is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from bdci_corpus.documents.describe import _PLAIN, _QUIET, language_of
from bdci_corpus.rules.context import Context, Repair
from bdci_corpus.rules.pipeline import clean

PIECES = [
    *"山水國国发發著着，。、：；？！《》一二十第條",
    *(
        "第一章",
        "來源：",
        "圖：",
        "记者",
        "本报讯",
        "责任编辑：",
        "异鸨",
        "葛俊俊",
        "笔薪",
        "鈥滀腑鍥",
        "市經濟",
        "三十六三十八",
        "转载请注明出处。",
        "供图",
        "相关阅读：",
    ),
]


WORDS = [piece for piece in PIECES if piece.isalpha()] + ["a", "B", "Python", "2024", "3", "10000萬", "C4", "the", "z2"]

PLAIN = st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join) | st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join), min_size=1, max_size=9
).map(" ".join)


@settings(deadline=None, max_examples=800)
@given(PLAIN, st.booleans())
def test_what_is_plain_is_cleaned_by_one_rule(text: str, annotated: bool) -> None:  # noqa: FBT001
    """The quick way gives the same, whatever the rest of the file says."""
    assert _PLAIN.fullmatch(text)
    repairs = (Repair(damaged="异鸨", original="异常火爆。"),)
    context = Context(file_text=f"{text}。葛俊俊说，异常火爆。", repairs=repairs, annotated=annotated)
    plain, quick = clean(text, context, disable=("furniture",)), clean(text, context, disable=_QUIET)
    assert plain.text == quick.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("卷一・周文", "zh-Hans"),
        ("東周・春秋・戰國", "zh-Hant"),
        ("ガイド・ブックの使い方", "ja"),
        ("初，鄭武公娶于申，曰武姜。", "zh-Hant"),
        ("子云：君子于役，不知其期。", "zh-Hans"),
        ("他说的话很有道理。", "zh-Hans"),
        ("오늘 서울은 맑고 따뜻했다. API 문서는 다음과 같다.", "ko"),
        ("Сегодня в Москве было тепло, люди гуляли у воды.", "ru"),
        ("Сьогодні в Києві було тепло і сонячно.", "und"),
        ("วันนี้อากาศดีมาก", "th"),
        ("Il fait très beau à Paris, où nous étions déjà.", "und"),
    ],
)
def test_what_characters_tell_of_a_language(text: str, language: str) -> None:
    assert language_of(text) == language
