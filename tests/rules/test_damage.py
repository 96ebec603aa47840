"""Sound words are not flagged as damage, in whatever sentence they stand; lost bytes still are."""

from __future__ import annotations

import pytest
from noise import clean, mojibake, seeded

from bdci_corpus import normalize
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


@pytest.mark.parametrize(
    "text",
    [
        "孟子見梁惠王。王曰：「叟不遠千里而來，亦將有以利吾國乎？」",
        "孟子曰：「羿之教人射，必志於彀；學者亦必志於彀。」",
        "俗语说的『夯雀儿先飞』，省得临时丢三落四的。",
        "【阉】割一词，书中作【骟】。",
        "机器有哒哒哒的杂音，并且杂音很大。",
        "嗳哟哟！这些话我就不懂了。",
        "『呦呦鹿鳴，荷葉浮萍』，小的不敢撒謊。",
        "讀音是ㄔㄨㄥˊ，不是ㄓㄨㄥˋ。",
        "教ㄅ、ㄆ、ㄇ三個符號。",
        "全彩印刷，讓讀者們ㄧ看就懂。",
        '維護人\n.B 袁乙鈞 <a@b.example>\n.SH "版權"\n這是中文版手冊頁的說明。',
    ],
)
def test_marks_repetitions_and_sounds_are_sound(text: str) -> None:
    assert flags(text) == []


OLD = (
    "月日，愈再拜：天地之濱，大江之濆，有怪物焉，蓋非常鱗凡介之品匹儔也。其得水，變化風雨，上下於天不難也。"
    "其不及水，蓋尋常尺寸之間耳，無高山大陵曠途絕險爲之關隔也，然其窮涸，不能自致乎水，爲獱獺之笑者，蓋十八九矣。"
    "今又有有力者當其前矣，聊試仰首一鳴號焉，庸詎知有力者不哀其窮而忘一舉手，一投足之勞，而轉之清波乎？"
    "且曰：“爛死於沙泥，吾寧樂之；若俯首貼耳，搖尾而乞憐者，非我之志也。”是以有力者遇之，熟視之若無睹也。"
    "愈今者，實有類於是，是以忘其疏愚之罪，而有是說焉。閣下其亦憐察之。"
)


def test_a_rare_word_among_rare_words_is_sound() -> None:
    assert flags(OLD) == []


@pytest.mark.parametrize("name", ["邓奕辉", "宋艾媛", "彭翊钊", "丁韫珂", "贺翀昊"])
def test_a_full_name_is_sound(name: str) -> None:
    assert flags(f"入夜，村民{name}刚吃过晚饭，就听见一阵敲门声。") == []
    assert flags(f"记者{name}报道说，会议开得很好。") == []
    assert flags("记者雷越岚报道说，会议开得很好。") == []


def test_many_slips_do_not_hide_one_another() -> None:
    seen = slips = 0
    for seed in range(20):
        noisy = mojibake.slip(clean.document(seeded(seed), script="hans"), seeded(seed), events=30)
        marks = rule.find(noisy.text, Context(file_text=noisy.text)).marks
        for change in noisy.of("slip"):
            slips += 1
            seen += any(mark.start < change.end and change.start < mark.end for mark in marks)
    assert slips >= 150
    assert seen >= 0.5 * slips


@pytest.mark.parametrize(
    "text",
    [
        "詳しくは man を参照すると、完全なマニュアルを読むことができるはずだ。",
        "同様の結果例\n\n著作権\n\nデフォルト値を標準出力に表示する。",
        "この攻撃に対して無防備である。繋げておくオプション",
        "他说日文里写作“操作性を取り戻せました”，意思是恢复了。",
        "한국의 大統領 선거에서 문재인(文在寅) 후보가 憲法 改正을 公約했다.",
        "韩国总统文在寅（문재인）、尹锡悦（윤석열）先后讲话。",
        "莫斯科（Москва）是首都，缪斯写作Μοῦσα，用了β受体阻滞剂，电阻为5Ω，变化量为Δx。",
    ],
)
def test_other_writing_is_sound(text: str) -> None:
    assert flags(text) == []


def test_kana_left_by_a_slip_do_not_make_a_text_japanese() -> None:
    assert flags("中国京剧院副撼ち醭よ\n\n京剧是个比较年轻的剧种。") != []


READ = "從農(nóng)業(yè)社會、應(yīng)對、已經(jīng)出發(fā)。務(wù)工的人員，發(fā)生過風(fēng)險。"
"""A page that puts readings behind Traditional characters."""


@pytest.mark.parametrize(
    ("damaged", "original"),
    [
        ("都在面對和抗?fàn)幍膰?yán)重風(fēng)險", "都在面對和抗爭的嚴重風險"),
        ("此時商隊(duì)?wèi)?yīng)該已經(jīng)出發(fā)", "此時商隊應該已經出發"),
        ("等特殊原因?qū)е卤緶蕜t規(guī)定的信息", "等特殊原因導致本準則規定的信息"),
        ("咨詢?nèi)绾纬蔀榇河鹱髡哒埪?lián)系", "咨詢如何成為春羽作者請聯系"),
        ("這是一款A(yù)pp的名字", "這是一款App的名字"),
    ],
)
def test_readings_put_into_bytes_are_taken_out(damaged: str, original: str) -> None:
    (document,) = normalize((READ + damaged).encode())
    assert document.text.endswith(original)
    assert not document.damage


@pytest.mark.parametrize(
    ("damaged", "flagged"),
    [
        ("四處?kù)乓,為加入了共青團(tuán)而沾沾自喜。", "?kù)乓"),
        ("遞交過入黨申請(qǐng)書,F(xiàn)在它正躺在我的抽屜里。", "，F(xiàn)"),
        ("帶來極大的便利?;顒舆^后,老人們。", "？；顒舆^"),
    ],
)
def test_what_no_text_is_proven_of_is_flagged_and_stays(damaged: str, flagged: str) -> None:
    (document,) = normalize((READ + damaged).encode())
    assert [span.text for span in document.damage] == [flagged]


def test_readings_put_into_bytes_are_never_replaced_wrongly() -> None:
    seams = right = wrong = 0
    for seed in range(60):
        noisy = mojibake.seams(clean.document(seeded(seed), script="hant"), seeded(seed), entries=1)
        text = noisy.text
        for edit in rule.find(text, Context(file_text=text, annotated=True)).edits.objects(rule.NAME):
            known = text[max(0, edit.start - 2) : edit.start] + edit.replacement in noisy.clean
            right, wrong = right + known, wrong + (not known and "(" not in text[max(0, edit.start - 2) : edit.start])
        seams += len(noisy.of("seam"))
    assert seams >= 60
    assert wrong == 0
    assert right >= 0.15 * seams
