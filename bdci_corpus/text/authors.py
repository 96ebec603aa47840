"""The name of its author that stands alone below a title.

Evidence: a family name with one or two characters behind it, perhaps a dynasty before it, between the title and the
text; and no other line of the text stands like a heading, since two characters may head a section as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bdci_corpus.patterns import lazily
from bdci_corpus.text.alphabet import HAN_CLASS
from bdci_corpus.text.headlines import headings
from bdci_corpus.text.lines import lines_in
from bdci_corpus.text.words import Words

_FAMILY_NAMES = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛"
    "叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文樊殷施"
    "陶翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶焦向柳邢路岳齐齊梅莫庄莊辛管祝左涂谷祁舒耿牟卜詹关關苗凌费費纪紀靳盛童欧歐甄项項曲裴席"
    "卫衛查屈鲍鮑位覃霍翁隋植甘景薄包司柏宁寧柯阮桂闵閔柴华華车車冉房边邊辜吉饶饒刁瞿戚丘古米池滕晋晉苑邬鄔臧畅暢宫宮苟褚廉简簡娄婁盖蓋符奚木穆党"
    "燕郎邸冀谈談姬屠连連郜晏栾欒郁商蒙喻揭窦竇迟遲宇敖糜鄢冷卓花仇艾蓝藍都巩鞏稽井仲乐樂虞卞封竺冼衣楚佟栗匡宗台巫鞠僧桑荆谌沙伏岑习習胥保蔺"
    "藺昌凤鳳酆皮"
)
"""Family names of one character, in both scripts; those that mostly begin other words are left out."""

_FAMILY_PAIRS = (
    "欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|司徒|东方|東方|夏侯|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐"
    "|长孙|長孫|宇文|轩辕|軒轅|端木|南宫|南宮"
)

_DYNASTY = (
    "先秦|战国|戰國|东汉|西汉|汉|漢|三国|三國|魏|西晋|东晋|晋|晉|南朝|北朝|隋|唐|五代|南唐|北宋|南宋|宋|金|元|明|清"
    "|近代|现代|現代|当代|當代|民国|民國"
)

_NAME = lazily(
    f"(?:[（(\\[【〔](?:{_DYNASTY})[)）\\]】〕]|(?:{_DYNASTY})(?:代)?[·．・][ ]?|(?:{_DYNASTY})代?[ \u3000]+)[ \u3000]?"
    f"(?P<old>[{HAN_CLASS}]{{2,4}})"
    f"|(?:文[/／|丨] ?)?(?P<name>(?:{_FAMILY_PAIRS})[ \u3000]{{0,2}}[{HAN_CLASS}]{{1,2}}"
    f"|[{_FAMILY_NAMES}][ \u3000]{{0,2}}[{HAN_CLASS}][ \u3000]{{0,2}}[{HAN_CLASS}]?)"
)

_DAY = lazily("[（(](?:19|20)\\d\\d ?年 ?\\d{1,2} ?月 ?\\d{1,2} ?日[)）]")

_OFFICE_AND_NAME = lazily(
    "(?:副?(?:校长|校長|院长|院長|主任|局长|局長|部长|部長|省长|市长|市長|县长|区长|书记|書記|主席|会长|會長|董事长|总经理|教授)"
    f"|[^，。：\n]{{0,12}}(?:记者|記者|通讯员|通訊員|特约撰稿人))[ \u3000]{{1,3}}"
    f"(?P<name>[{_FAMILY_NAMES}][ \u3000]{{0,2}}[{HAN_CLASS}]{{1,2}})"
)
"""Who spoke or reported, behind his office."""

_WROTE = lazily(
    f"(?:(?:[（(\\[【〔](?:{_DYNASTY})[)）\\]】〕]|(?:{_DYNASTY})(?:代)?[·．・ \u3000])"
    f"[ \u3000]{{0,2}}(?P<old>[{HAN_CLASS}]{{2,5}})"
    f"|(?P<name>(?:{_FAMILY_PAIRS})[{HAN_CLASS}]{{1,2}}|[{_FAMILY_NAMES}][{HAN_CLASS}]{{1,2}}|[{HAN_CLASS}]{{1,6}}(?:·[{HAN_CLASS}]{{1,6}}){{1,3}}))"
    "(?:[ \u3000]{1,4}(?:原?著|撰|[编編][著撰]?|[辑輯]|纂)|(?<=...)[著撰])"
)
"""Who wrote a book, as its title page says it."""

_COMMON = (
    "方法 方案 安装 安全 高级 金融 金属 温度 项目 文件 文章 文字 文化 文学 任务 "
    "关于 关系 关键 华东 华北 华南 简介 简单 包装 台湾 宗旨 保护 白天 马上 石油 "
    "石头 江南 江苏 路由 章节 黄金 黄河 高考 高山 花草 车站 房屋 边界 古代 古诗 "
    "宁夏 连接 商品 商业 乐谱 曲谱 封面 习题 万一 常识 常见 常用 常量 易错 向量 "
    "童年 位置 施工 严重 季节 申请 管理 左右 谷物 施行 方程 方程式 安徽 金额 石刻 "
    "江西 白酒 毛病 范围 范例 任意 夏天 夏至 田野 丁香 周末 周报 周期 周刊 高中 "
    "何为 何时 马克思 林业 程序 程序员 余额 叶子 杜鹃 史料 史前 龙舟 万物 段落 雷达 "
    "雷雨 钱包 汤类 武器 武术 武汉 乔木 文摘 文献 颜色 牛奶 温馨 章程 连载 席位 "
    "包含 司机 司法 宁静 房产 花卉 华侨 木材 党建 党员 郎中 都市 台风 沙漠 保险 "
    "孔子 孟子 庄子 孙子 鲁迅全集 秦汉 唐诗 宋词 "
)

_NO_NAMES = frozenset(_COMMON.split())
"""Common words that begin like names."""

_ACCOUNT = lazily("[^，。！？：:\n]{1,20}")

_LONGEST_OF_SEVERAL = 120
"""The longest line of authors, in characters."""

_FOLLOWED = lazily("\u200b?已?关注(?:作者|他|她|TA)?|\\d[\\d,.]{0,9} ?[万萬]? ?人(?:赞同|讚同)了[该該](?:回答|文章)")
"""What Zhihu prints below the name of an account."""

_STATED = lazily(
    "^[ \\t\u3000]*[（(【]?(?:作者|撰文|文)[：:] ?"
    f"(?P<name>[{HAN_CLASS}·]{{2,12}}|[A-Za-z][A-Za-z .'-]{{1,30}})"
    "(?:[（(][^（()）\\n]{0,6}\\d[^（()）\\n]{0,20}[）)])?[)）】]?[ \\t\u3000]*$",
    re.MULTILINE,
)
"""A line that says who wrote a text."""

_STATES = Words("作者", "撰文", "文：", "文:")
"""What a text holds that has such a line."""

_ONE_OF_SEVERAL = (
    f"(?:(?:{_FAMILY_PAIRS})[ \u3000]{{0,2}}[{HAN_CLASS}]{{1,2}}"
    f"|[{_FAMILY_NAMES}][ \u3000]{{0,3}}[{HAN_CLASS}][{HAN_CLASS}]?)"
)

_PERSONAL = lazily(_ONE_OF_SEVERAL)

_NUMBERS = "[ ]?(?:[\\d¹²³⁴⁵⁶*＊†✉#△]|[,，](?=[\\d*＊†✉#△]))*"
"""The numbers of an author's institutes."""

_SEVERAL = lazily(
    f"{_ONE_OF_SEVERAL}{_NUMBERS}"
    f"(?:(?:[ \u3000]*[，,、；;][ \u3000]*|[ \u3000]{{1,4}}){_ONE_OF_SEVERAL}{_NUMBERS}){{0,11}}"
)
"""The authors of a paper in one line."""

_INSTITUTE = lazily(
    "[（(]?[ ]?(?:\\d[.．、 ]?)?[^。\n]{0,40}"
    "(?:大学|大學|学院|學院|研究|公司|医院|醫院|中心|实验室|University|Institute|College)"
)
"""Where they work, on the line below."""

_WROTE_ENDS = "著撰编編辑輯纂作"

_NEAR = 4
"""How many lines below the name it does, at most, behind how the account presents itself."""


def _named(text: str, start: int) -> Iterator[str]:
    """Yield the lines of a text that are a name and nothing else: a collection has many authors."""
    for line in re.finditer("^[ \\t\u3000]*(\\S[^\n，。：]{1,9}?)[ \\t\u3000]*$", text[start:], re.MULTILINE):
        if _NAME.fullmatch(line[1]) and line[1] not in _NO_NAMES:
            yield line[1]


def is_personal_name(word: str) -> bool:
    """Return whether a word is a family name with one or two characters behind it, and no common word."""
    return _PERSONAL.fullmatch(word) is not None and word not in _NO_NAMES


def author_stated(text: str) -> tuple[int, int] | None:
    """Return the span of the name in the one line of a text that says who wrote it (作者：甲), or None."""
    if not any(_STATES.within(text)):
        return None
    found = list(islice(_STATED.finditer(text), 2))
    return found[0].span("name") if len(found) == 1 else None


def authors_below(text: str, title: tuple[int, int]) -> tuple[tuple[int, int], str] | None:
    """Return the span of the line below a title that names the authors of a paper, and their names, or None.

    Their institute stands below, or their names bear its number.
    """
    lines = lines_in(text)
    at = next((n for n, end in enumerate(lines.ends[:8].tolist()) if end >= title[1]), len(lines)) + 1
    if at + 1 >= len(lines) or lines.ends[at] - lines.starts[at] > _LONGEST_OF_SEVERAL:
        return None
    line, following = lines.line(at), lines.line(at + 1).text
    if not _SEVERAL.fullmatch(line.text):
        return None
    names = ["".join(name.split()) for name in re.findall(_ONE_OF_SEVERAL, line.text)]
    numbered = any(map(str.isdigit, line.text)) and len(names) > 1
    institute = _INSTITUTE.match(following) and (following[0] in "（(1" or len(names) > 1)
    return ((line.start, line.end), "、".join(names)) if numbered or institute else None


def author_below(text: str, title: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the spans of the line and of the name of an author that stands alone below a title, or None."""
    lines = lines_in(text)
    at = next((n for n, end in enumerate(lines.ends[:8].tolist()) if end >= title[1]), len(lines)) + 1
    if at + 1 >= len(lines):
        return None
    line = lines.line(at)
    followed = [n for n in range(at + 1, min(at + _NEAR, len(lines))) if _FOLLOWED.fullmatch(lines.line(n).text)]
    if followed and _ACCOUNT.fullmatch(line.text):
        return (line.start, int(lines.ends[followed[-1]])), (line.start, line.end)
    if _DAY.fullmatch(line.text) and at + 2 < len(lines):
        line = lines.line(at + 1)
    wrote = _WROTE.fullmatch(line.text) if line.text[-1] in _WROTE_ENDS else None
    found = wrote or _OFFICE_AND_NAME.fullmatch(line.text) or _NAME.fullmatch(line.text)
    if found is None or line.text in _NO_NAMES:
        return None
    if "old" not in found.groupdict():
        return (line.start, line.end), (line.start + found.start("name"), line.start + found.end("name"))
    group = "old" if found["old"] else "name"
    alone = group == "old" or "/" in line.text[:3]
    span = line.start + found.start(group), line.start + found.end(group)
    if any(name != line.text for name in _named(text, line.end)):
        return None
    others = [] if alone else [each for each in headings(text) if each.start > line.start and each.evidence == "alone"]
    return None if others else ((line.start, line.end), span)
