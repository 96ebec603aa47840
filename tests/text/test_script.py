"""Conversion by character with context: what OpenCC leaves, and what it must leave."""

from __future__ import annotations

import pytest

from bdci_corpus.text.script import to_simplified, to_traditional

PAIRS = [
    (
        "他笑著說。門開著。拿著100元，帶著iPhone，看著書，聽著錄音，著急，隨著，",
        "他笑着说。门开着。拿着100元，带着iPhone，看着书，听着录音，着急，随着，",
    ),
    (
        "著名作家的著作，效果顯著，世界名著，編著，高爾基 著，土著，著作權，原著",
        "著名作家的著作，效果显著，世界名著，编著，高尔基 著，土著，著作权，原著",
    ),
    (
        "著裝整齊，飛機著陸，房子著火，著手，著眼，著重，沉著，執著，附著，膠著",
        "着装整齐，飞机着陆，房子着火，着手，着眼，着重，沉着，执着，附着，胶着",
    ),
    (
        "睡著了，著涼，不著邊際，著了魔，草原著火了，乾著急，執著於，穿著打扮",
        "睡着了，着凉，不着边际，着了魔，草原着火了，干着急，执着于，穿着打扮",
    ),
    (
        "他所著的書，專著論著遺著譯著，配合著做，討論著問題，寫著作業，寫著名字",
        "他所著的书，专著论著遗著译著，配合着做，讨论着问题，写着作业，写着名字",
    ),
    (
        "（魯迅著）曹雪芹著《紅樓夢》。他拿著《紅樓夢》。著有《史記》。著書立說",
        "（鲁迅著）曹雪芹著《红楼梦》。他拿着《红楼梦》。著有《史记》。著书立说",
    ),
    (
        "臭名昭著，功勳卓著，以勤奮著稱，著者不詳，著述豐富，土著居民，有著落",
        "臭名昭著，功勋卓著，以勤奋著称，著者不详，著述丰富，土著居民，有着落",
    ),
    (
        "甚麼東西？祇有神祇知道。祇園。妳和牠。甚至。幸甚。祇要藉著機會",
        "什么东西？只有神祇知道。祇园。你和它。甚至。幸甚。只要借着机会",
    ),
    (
        "乾淨的餅乾，乾隆年間，乾符三年，乾安縣，李承乾，風乾封存，乾坤，若干幹部",
        "干净的饼干，乾隆年间，乾符三年，乾安县，李承乾，风干封存，乾坤，若干干部",
    ),
]


@pytest.mark.parametrize(("traditional", "simplified"), PAIRS)
def test_words_that_context_decides_become_simplified(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified
    assert to_simplified(simplified) == simplified


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("看着书，穿着红衣", "看着書，穿着紅衣"),
        ("著名的著作，效果显著", "著名的著作，效果顯著"),
        ("什么饼干，干净，若干干部，只有", "什麼餅乾，乾淨，若干幹部，只有"),
    ],
)
def test_simplified_becomes_traditional(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional
