"""Texts as crawlers save them: tags and entities left in, code amid prose, bullets that became letters, dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo


class Case(NamedTuple):
    """A file, all of its text, its title and author."""

    raw: str
    text: str
    title: str | None = None
    author: str | None = None


CASES = {
    "paragraphs and headings in tags below plain lines": Case(
        '我的读书笔记\n\n<p><br></p><p style="text-align: center;">图文编辑:周敏</p> <p>特别喜欢这一句:“路是走出来的”。</p>'
        "<h3>所以,每天都要走一走。</h3>\n",
        "我的读书笔记\n\n图文编辑：周敏\n\n特别喜欢这一句：“路是走出来的”。\n\n所以，每天都要走一走。",
        "我的读书笔记",
    ),
    "line breaks and entities": Case(
        "甲城在河边,<br>街道走访了三百户。<br/>居民说好。&nbsp;&nbsp;下一步还要走访。\n第二段&lt;说明&gt;在这里。\n",
        "甲城在河边，\n街道走访了三百户。\n居民说好。下一步还要走访。\n第二段<说明>在这里。",
    ),
    "line breaks where a forum wrapped its lines": Case(
        "昨天收到了新硬盘。\n\n修改硬盘缺陷列表的方式就是对反向磁化的改进,这种方法和上面说的硬盘厂商的维修方式非<BR>常相似,"
        '大家可以试试。<font color="red">注意</font>备份。\n',
        "昨天收到了新硬盘。\n\n修改硬盘缺陷列表的方式就是对反向磁化的改进，这种方法和上面说的硬盘厂商的维修方式非常相似，"
        "大家可以试试。注意备份。",
    ),
    "a page that speaks of tags": Case(
        "请把它放在 <head> 中，再看下一节。\n\n使用<br>标签换行，用<p>段落</p>包住文字。\n",
        "请把它放在 <head> 中，再看下一节。\n\n使用<br>标签换行，用<p>段落</p>包住文字。",
    ),
    "signs that are no tags": Case(
        "如果 a<b 且 c>d，那么 a&b 的结果为零，读者可以自己验证。\n\n第二段在这里，R&D 部门说的。\n",
        "如果 a<b 且 c>d，那么 a&b 的结果为零，读者可以自己验证。\n\n第二段在这里，R&D 部门说的。",
    ),
    "letters alone above what they mark": Case(
        "1、注册\nl\n打开会议软件\nl\n点击“登录”按钮,进入密码页面\nl\n点击“新用户”\n2、登录\n",
        "1、注册\n• 打开会议软件\n• 点击“登录”按钮，进入密码页面\n• 点击“新用户”\n2、登录",
    ),
    "signs before what they mark": Case(
        "工作安排如下，请各科室逐条落实，月底以前报告。\nØ 推进河道清淤\nØ 完成渡口修缮\nü 已发放袖标\nü 已培训志愿者\n",
        "工作安排如下，请各科室逐条落实，月底以前报告。\n\n• 推进河道清淤\n• 完成渡口修缮\n• 已发放袖标\n• 已培训志愿者",
    ),
    "letters that name numbers": Case(
        "设数组的长度已知，下面逐步说明算法的过程。\nn 个元素依次入栈，\nn 为奇数时取中间值，\nn 是偶数时取两个值的平均。\n",
        "设数组的长度已知，下面逐步说明算法的过程。\n\nn 个元素依次入栈，\n\nn 为奇数时取中间值，\n\nn 是偶数时取两个值的平均。",
    ),
    "a struct with blank lines and remarks": Case(
        "分类在底层是一个结构体，内容如下，读者可以对照源码来看。\n\nstruct _category_t {\n    //宿主类名称,字符串\n    const char *name;\n    \n"
        "    //宿主类对象\n    struct _class_t *cls;\n};\n\n可以看到,它们是独立的。\n",
        "分类在底层是一个结构体，内容如下，读者可以对照源码来看。\n\nstruct _category_t {\n    //宿主类名称,字符串\n    const char *name;\n    \n"
        "    //宿主类对象\n    struct _class_t *cls;\n};\n\n可以看到，它们是独立的。",
    ),
    "a class with what stands above it": Case(
        "模型要使用这个特性,代码如下,保存以后即可生效。\n\n<?php\n\nnamespace App\\Models;\n\nuse Laravel\\Scout\\Searchable;\n\n"
        "class Post extends Model\n{\n    use Searchable;\n}\n\n然后运行命令,等待完成。\n",
        "模型要使用这个特性，代码如下，保存以后即可生效。\n\n<?php\n\nnamespace App\\Models;\n\nuse Laravel\\Scout\\Searchable;\n\n"
        "class Post extends Model\n{\n    use Searchable;\n}\n\n然后运行命令，等待完成。",
    ),
    "functions and rules of style": Case(
        "先写样式,再写脚本,顺序不能颠倒,否则不会生效。\n\n.river {\n  color: blue;\n}\n\n.boat {\n  float: left;\n}\n\n"
        "function cross(a) {\n  if (a > 1) {\n    return '渡,河';\n  }\n}\n\n刷新页面,就能看到了。\n",
        "先写样式，再写脚本，顺序不能颠倒，否则不会生效。\n\n.river {\n  color: blue;\n}\n\n.boat {\n  float: left;\n}\n\n"
        "function cross(a) {\n  if (a > 1) {\n    return '渡,河';\n  }\n}\n\n刷新页面，就能看到了。",
    ),
    "sets in braces": Case(
        "集合可以写成 {1,2,3},也可以写成{\n甲,乙,丙\n}这样,两种写法没有区别,读者任选一种即可。\n",
        "集合可以写成 {1,2,3}，也可以写成{\n\n甲，乙，丙\n\n}这样，两种写法没有区别，读者任选一种即可。",
    ),
    "questions and answers below what is stated": Case(
        "作者: Jinkey\n来源:河边杂志\nQ: 可以概括一下渡口吗?\nA:这也不行,那也不行\nQ:为什么呢?\nA:渡口从前有一个段子:\n"
        "船如老友,一年不见几次;\n",
        "Q：可以概括一下渡口吗？\nA：这也不行，那也不行\nQ：为什么呢？\nA：渡口从前有一个段子：\n船如老友，一年不见几次；",
        None,
        "Jinkey",
    ),
    "a dialog of one letter each": Case(
        "作者：林晚\n体裁：对话\n首发：河边杂志\n甲：早上的船几点开\n乙：六点半\n甲：那我等着\n\n雾散了以后，他们一起上了船，谁也没有再说话。\n",
        "甲：早上的船几点开\n\n乙：六点半\n\n甲：那我等着\n\n雾散了以后，他们一起上了船，谁也没有再说话。",
        None,
        "林晚",
    ),
    "a question as the first speech": Case(
        "作者：林晚\n体裁：访谈\n首发：河边杂志\n渡娘问：你们从哪里来？\n老周答：从上游的镇上来，走了一天。\n\n雾散了以后，他们一起上了船，谁也没有再说话。\n",
        "渡娘问：你们从哪里来？\n\n老周答：从上游的镇上来，走了一天。\n\n雾散了以后，他们一起上了船，谁也没有再说话。",
        None,
        "林晚",
    ),
}

JAVADOC = (
    "注解的说明\n\nJava 中的注解分为两类,先后有:@Required, @Autowired,还有别的。\n\n最熟悉的应该是@Override,它的定义如下:\n\n"
    "/**\n * Indicates that a method declaration is intended to override a\n * method declaration in a supertype.\n *\n"
    " * @author  Peter\n * @since 1.5\n */\n@Target(ElementType.METHOD)\n@Retention(RetentionPolicy.SOURCE)\n"
    "public @interface Override {\n}\n\n从注释可以看出,它的作用是提示编译器,方法必须重写父类的方法。\n"
)

THREAD = (
    "找回密码\n 注册\n\nQQ登录\n\n只需一步,快速开始\n\n查看: 5911|回复: 14\n\n渡口的旧闻\n\n"
    "whb761  | 发表于 2005-8-4 21:37:32 | 显示全部楼层 |阅读模式 来自 中国四川眉山\n\n马上注册,结交更多好友,享用更多功能。\n\n"
    "您需要 登录 才可以下载或查看,没有帐号?注册\n\nx\n老人说那年的水涨得特别快,一夜之间就漫过了石阶,第二天早上渡船都停在了半<BR>山腰上。\n\n"
    "回复 使用道具 举报\n\n渡娘\n\n发表于 2005-8-4 22:30 | 显示全部楼层\n\n我也听说过。&nbsp;还有照片。\n\n回复 使用道具 举报\n\n"
    "上一主题 下一主题\n返回列表\n高级模式\n您需要登录后才可以回帖 登录 | 立即注册\n本版积分规则\n手机版|小黑屋|河边论坛\n"
    "GMT+8, 2024-5-1 10:00 , Processed in 0.05 second(s), 12 queries .\nPowered by Discuz! X3.4\n© 2001-2017 Comsenz Inc.\n"
)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_crawled_text_reads_as_its_page_did(case: Case, tmp_path: Path) -> None:
    """What a browser showed stays, and every byte comes back."""
    path = tmp_path / "a.txt"
    path.write_text(case.raw, encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert document.text == case.text
    assert (document.title, document.fields.get("author")) == (case.title, case.author)
    assert undo(document) == case.raw.encode()


def test_prose_around_a_long_remark_of_code_is_prose(tmp_path: Path) -> None:
    """The block is code as it is, the text around it is not."""
    path = tmp_path / "a.txt"
    path.write_text(JAVADOC, encoding="utf-8", newline="")
    (document,) = normalize(path)
    start, end = JAVADOC.index("/**"), JAVADOC.index("从注释")
    assert document.title == "注解的说明"
    assert JAVADOC[start:end].strip() in document.text
    assert "从注释可以看出，它的作用是提示编译器，" in document.text


PYTHON = (
    "def log(f):\n    def inner(*a):\n        print(f.__name__)\n        return f(*a)\n    return inner",
    "import sys\n\ntotal = 0\nfor i in range(10):\n    if i % 2 == 0:\n        total += i\n\n    print(i)\nprint(total)",
    "class 学生:\n    # 名字\n    def __init__(self, name):\n        self.name = name",
)


@pytest.mark.parametrize("code", PYTHON)
def test_python_amid_prose_keeps_its_indents(code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"几个例子\n\n先看下面的例子，再说它的用处：\n\n{code}\n\n这样就可以了，不改动原来的函数。\n", "utf-8"
    )
    (document,) = normalize(path)
    assert f"\n\n{code}\n\n" in document.text
    assert undo(document) == path.read_bytes()


@pytest.mark.parametrize(
    "prose",
    [
        "if you see any of these:\n    restart the machine\n    call the office",
        "for those who come late:\n    这一段是中文，不是代码。",
        "注意事项：\n    先看说明\n    再动手",
    ],
)
def test_prose_that_begins_like_python_is_prose(prose: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"几个例子\n\n先看下面的例子，再说它的用处。\n\n{prose}\n\n这样就可以了。\n", "utf-8")
    (document,) = normalize(path)
    assert "\n    " not in document.text


def test_what_a_forum_prints_around_posts_goes(tmp_path: Path) -> None:
    """Log in, search, counters and foot are none of a thread; its title stands below them."""
    path = tmp_path / "a.txt"
    path.write_text(THREAD, encoding="utf-8", newline="")
    first, second = normalize(path)
    assert first.text == (
        "渡口的旧闻\n\n老人说那年的水涨得特别快，一夜之间就漫过了石阶，第二天早上渡船都停在了半山腰上。"
    )
    assert (first.title, first.fields["author"]) == ("渡口的旧闻", "whb761")
    assert (second.text, second.fields["author"]) == ("我也听说过。还有照片。", "渡娘")
    assert undo(first) + undo(second) == THREAD.encode()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("zh.po", 'msgid "Open the file, please."\nmsgstr "请打开文件,谢谢。"\n\nmsgid "Quit"\nmsgstr "退出"\n'),
        ("zh.properties", "title = 渡口,河边\nhint=请输入:名字\n"),
        ("zh.strings", '"hint" = "请输入,名字";\n'),
    ],
)
def test_translations_of_programs_stay_as_they_are(name: str, raw: str, tmp_path: Path) -> None:
    """Quotes and marks of such files are a program's."""
    path = tmp_path / name
    path.write_text(raw, encoding="utf-8", newline="")
    (document,) = normalize(path)
    assert document.text == raw.rstrip("\n")
