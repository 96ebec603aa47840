"""Plain text as people and programs write it: where its lines wrap, what heads it, what is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo


class Case(NamedTuple):
    """A file, and what becomes of it; ``text`` is all of it, or a part of it that must be there."""

    raw: str
    text: str
    title: str | None = None
    headings: tuple[str, ...] | None = None


DOCUMENTS = {
    "a manual that a program set in columns, with definitions indented deeper": Case(
        "1.1. 关键特性有哪些？\n\n    以下特性使得这个系统与其他系统不一样，也是许多人选择它的原因，请逐项阅\n"
        "    读。\n\n"
        "    自由：\n\n        如同社群契约 (https://www.example.org/social) 所声明的那样，系统将\n"
        "        一直是自由的。我们对于提供真正的自由软件是非常严格的，指导方针决定\n        软件是否自由。\n\n"
        "    软件包管理：\n\n        整个系统，或是其中任何一个独立组件，都可以原地升级，而不必重新格式\n"
        "        化。\n",
        "如同社群契约 (https://www.example.org/social) 所声明的那样，系统将一直是自由的。"
        "我们对于提供真正的自由软件是非常严格的，"
        "指导方针决定软件是否自由。\n\n软件包管理：\n\n整个系统，或是其中任何一个独立组件，都可以原地升级，"
        "而不必重新格式化。",
    ),
    "prose between commands, all indented": Case(
        "2.1. 安装\n\n    先下载并解开源代码，然后进入新的目录，读完其中的说明。\n\n    $ tar xzf a.tar.gz\n"
        "    $ cd a-0.9\n\n"
        "    源代码的目录应当是干净的，或者直接使用刚刚解开的源代码。\n\n    $ ./configure\n    $ make\n",
        "2.1. 安装\n\n先下载并解开源代码，然后进入新的目录，读完其中的说明。\n\n    $ tar xzf a.tar.gz\n"
        "    $ cd a-0.9\n\n"
        "源代码的目录应当是干净的，或者直接使用刚刚解开的源代码。\n\n    $ ./configure\n    $ make",
    ),
    "lines that a writer broke where it seemed best": Case(
        "参与这种规模的项目，很难避免遇到与你意见不和，或者难以合作\n的人。请接受这一事实，并保持礼貌。"
        "意见不一致并不是\n"
        "人身攻击的借口，大家都希望这里是一个让人安心的社区。\n\n当你做了有益于项目的事情时，"
        "也请不要吝啬解释其原理，这样\n"
        "他人才能够基于你的工作做出进一步的改进。\n\n这一点也适用于求助。这不仅仅是因为在公共渠道，寻求帮助更容易\n"
        "得到回复，同时疏漏也更有可能被大家察觉。\n",
        "参与这种规模的项目，很难避免遇到与你意见不和，或者难以合作的人。请接受这一事实，并保持礼貌。"
        "意见不一致并不是人身攻击的借口，"
        "大家都希望这里是一个让人安心的社区。\n\n当你做了有益于项目的事情时，也请不要吝啬解释其原理，"
        "这样他人才能够基于你的工作做出进一步的改进。"
        "\n\n这一点也适用于求助。这不仅仅是因为在公共渠道，寻求帮助更容易得到回复，同时疏漏也更有可能被大家察觉。",
    ),
    "a diary that leaves out the marks at line ends": Case(
        "今天去了公园，风很大，走了一圈就回来了，路上看见很多人在放风筝\n晚上吃了面，看了会书，早早睡了\n\n"
        "早上下雨，没有出门，在家里把书架整理了一遍，扔了不少东西\n下午雨停了，出去买了菜，遇到老同学\n\n"
        "周末回了趟家，妈妈做了一桌子菜，爸爸喝了点酒，话多了起来\n晚上坐火车回来，有点累\n",
        "走了一圈就回来了，路上看见很多人在放风筝\n\n晚上吃了面，看了会书，早早睡了\n\n早上下雨",
    ),
    "a table of contents whose numbers have several levels": Case(
        "1. 定义和概览\n    1.1. 本文档是什么？\n    1.2. 怎样使用它？\n2. 获取和安装系统\n"
        "    2.1. 最新的版本是哪个？\n",
        "1. 定义和概览\n1.1. 本文档是什么？\n1.2. 怎样使用它？\n2. 获取和安装系统\n2.1. 最新的版本是哪个？",
    ),
    "the colors of a terminal": Case(
        "\x1b[32m《送别》\x1b[m\n\x1b[33m作者：王维\x1b[m\n下马饮君酒，问君何所之。\n"
        "\x1b[1;36m君言不得意\x1b[0m，归卧南山陲。\n",
        "下马饮君酒，问君何所之。\n君言不得意，归卧南山陲。",
        title="《送别》",
    ),
    "a tree of files": Case(
        "项目的目录如下：\n\nproject/\n├── README.md\n├── src\n│   ├── main.py\n│   └── util.py\n└── tests\n\n"
        "其中源代码在 src 里。\n",
        "project/\n├── README.md\n├── src\n│   ├── main.py\n│   └── util.py\n└── tests\n\n其中",
    ),
    "a table with a frame of signs": Case(
        "快捷键如下：\n\n+------+--------+\n|  键  |  功能  |\n|------+--------|\n|F1    |帮助    |\n"
        "|F3    |查看    |\n+------+--------+\n\n"
        "以上都可以改。\n",
        "|  键  |  功能  |\n|F1    |帮助    |\n|F3    |查看    |\n\n以上",
    ),
    "a judgment, whose court stands above it": Case(
        "某市中级人民法院\n民事判决书\n（2019）某01民终1234号\n上诉人（原审被告）：张某，男，汉族，住某市某区。\n"
        "上诉人张某因与被上诉人王某民间借贷纠纷一案，不服民事判决，向本院提起上诉。本院依法组成合议庭进行了审理。\n",
        "（2019）某01民终1234号\n\n上诉人",
        title="民事判决书",
    ),
    "a paper, whose authors and institute follow its title": Case(
        "河流沉积物中微塑料的分布研究\n张三1，李四2*\n（1. 某大学环境学院，某市 100000；2. 某研究所，某市 200000）\n"
        "摘  要：微塑料是近年来受到关注的污染物。本文在三条河流采集了沉积物，分析其中微塑料的数量。\n关键词："
        "微塑料；沉积物\n",
        "微塑料的分布研究\n\n（1. 某大学环境学院",
        title="河流沉积物中微塑料的分布研究",
    ),
    "minutes, whose number follows their title": Case(
        "某街道办事处会议纪要\n〔2021〕第7号\n\n时间：2021年4月12日上午9:00\n地点：三楼会议室\n\n"
        "会议听取了近期重点工作汇报，研究了以下事项：\n\n"
        "一、关于老旧小区改造\n会议认为，改造是重要的民生工程。\n二、关于防汛\n会议要求，各社区要加强值守。\n"
        "三、其他\n（略）\n",
        "三、其他\n\n（略）",
        title="某街道办事处会议纪要",
        headings=("某街道办事处会议纪要", "一、关于老旧小区改造", "二、关于防汛", "三、其他"),
    ),
    "two poems, each below its title and poet": Case(
        "静夜思\n李白\n床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n\n春晓\n孟浩然\n春眠不觉晓，\n"
        "处处闻啼鸟。\n夜来风雨声，\n花落知多少。\n",
        "静夜思\n\n李白\n\n床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n\n春晓\n\n孟浩然\n\n"
        "春眠不觉晓，\n处处闻啼鸟。\n夜来风雨声，\n花落知多少。",
        title="静夜思",
    ),
    "poems parted by a sign": Case(
        "《青溪》\n言入黄花川，每逐青溪水。\n随山将万转，趣途无百里。\n声喧乱石中，色静深松里。\n漾漾泛菱荇，"
        "澄澄映葭苇。\n%\n《送别》\n"
        "下马饮君酒，问君何所之。\n君言不得意，归卧南山陲。\n但去莫复问，白云无尽时。\n春草明年绿，王孙归不归。\n",
        "言入黄花川，每逐青溪水。\n随山将万转，趣途无百里。\n声喧乱石中，色静深松里。\n漾漾泛菱荇，澄澄映葭苇。"
        "\n\n%\n\n《送别》\n\n下马饮君酒，问君何所之。\n君言",
        title="《青溪》",
    ),
    "a diary, whose days are no title": Case(
        "5月3日 星期三 晴\n\n今天和爸爸一起去公园放风筝，风很大。\n\n5月4日 星期四 小雨\n\n下雨了，没有出门，"
        "在家里看书。\n",
        "5月3日 星期三 晴\n\n今天",
    ),
    "a law, whose contents stand above it": Case(
        "某某促进法\n\n目  录\n第一章 总则\n第二章 管理制度\n\n第一章 总  则\n第一条 为了促进某某发展，"
        "制定本法。\n\n第二章 管理制度\n"
        "第二条 主管部门应当建立管理制度。\n",
        "第一章 总则",
        title="某某促进法",
        headings=("某某促进法", "第一章 总  则", "第二章 管理制度"),
    ),
    "a contract, whose parties stand one below the other": Case(
        "甲方（出租方）：张三\n乙方（承租方）：李四\n\n甲乙双方在平等、自愿的基础上，"
        "就房屋租赁事宜达成如下协议，以资共同遵守：\n\n"
        "第一条 房屋情况\n甲方将某路1号的房屋出租给乙方使用。\n",
        "甲方（出租方）：张三\n\n乙方（承租方）：李四",
        headings=("第一条 房屋情况",),
    ),
    "a manual, whose sections hold labels and values": Case(
        "使用说明书\n\n一、注意事项\n请勿将本产品浸入水中。\n\n二、产品参数\n型号：ABC\n电压：220V\n功率："
        "1800W\n颜色：白色\n\n"
        "三、操作步骤\n按下开关键，约30秒即可使用。\n",
        "二、产品参数\n\n型号：ABC\n电压：220V\n功率：1800W\n颜色：白色\n\n三、",
        title="使用说明书",
        headings=("使用说明书", "一、注意事项", "二、产品参数", "三、操作步骤"),
    ),
    "a formula, and who has rights": Case(
        "勾股定理说明\n\na² + b² = c²\n\n其中两条直角边的长度是前两个，斜边的长度是第三个，"
        "这是最古老的定理之一。\n\n版权 © 2021 数学小组\n\n"
        "在保留本声明的前提下，允许制作和发布本文档的完整拷贝，不必征得同意。\n",
        "a² + b² = c²",
        title="勾股定理说明",
        headings=("勾股定理说明",),
    ),
}


@pytest.mark.parametrize("case", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_plain_text_reads_as_it_was_meant(case: Case, tmp_path: Path) -> None:
    """What wraps is joined, what heads it is known, what is drawn stays, and every byte comes back."""
    path = tmp_path / "a.txt"
    path.write_text(case.raw, encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert case.text in document.text
    assert document.title == case.title
    assert case.headings in {None, tuple(heading.text for heading in document.headings)}
    assert document.damage == ()
    assert undo(document) == case.raw.encode()


def test_letters_in_place_of_characters_of_a_novel_are_damage(tmp_path: Path) -> None:
    """Words that filters of sites know are masked with letters; variables of a textbook are none."""
    path = tmp_path / "a.txt"
    path.write_text("第一章 船\n\n“走吧。”他脸上一片淡hsE，抚m0着船舷，金sE的光。\n", "utf-8")
    assert [span.text for span in normalize(path)[0].damage] == ["hsE", "m0", "sE"]
    path.write_text("第一章 质量\n\n“设静止质量m0的粒子，能量kE的流。”他说，用的是HiFi音响和iO系统。\n", "utf-8")
    assert not normalize(path)[0].damage


def test_brackets_that_an_extractor_left_empty_go(tmp_path: Path) -> None:
    """WikiExtractor leaves out foreign names; a question's blank and a call of a function stay elsewhere."""
    path = tmp_path / "a.txt"
    page = (
        '<doc id="{0}" url="https://d.cn/?curid={0}" title="船">\n渡船\n\n渡船（，）是船（）。f()是函数。\n\n</doc>\n'
    )
    path.write_text(page.format(1) + page.format(2), "utf-8")
    first, second = normalize(path)
    assert first.text == second.text == "渡船\n\n渡船是船。f()是函数。"
    path.write_text("练习\n\n下列正确的是（）。\n\n函数()没有参数。\n", "utf-8")
    assert "是（）。" in normalize(path)[0].text
