"""The parts of which pages in the manner of Chinese sites are made: articles, menus, lists, comments, feet."""

# ruff: noqa: E501 - a part is markup, and reads as it stands on a page
# fmt: off
from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from noise.clean import Writer


@dataclass
class Article:
    """What a page is about: its title, and the lines of its article as text and as HTML."""

    title: str
    lines: list[str]
    html: list[str]
    author: str
    date: str
    outlet: str


class Maker:
    """Makes the parts of pages out of clean Chinese."""

    def __init__(self, rng: random.Random) -> None:
        """Write in one hand."""
        self.rng = rng
        self.writer = Writer(rng)

    def pick(self, *of: str) -> str:
        """Return one of some."""
        return self.rng.choice(of)

    def chance(self, likely: float) -> bool:
        """Return True as often as that."""
        return self.rng.random() < likely

    def name(self) -> str:
        """Return a person's name."""
        return self.writer.fill("{name}")

    def date(self) -> str:
        """Return a date and a time as sites print them."""
        year, month, day = self.rng.randint(2009, 2025), self.rng.randint(1, 12), self.rng.randint(1, 28)
        form = self.pick("{}-{:02}-{:02}", "{}年{:02}月{:02}日", "{}/{}/{}", "{}年{}月{}日", "{}-{:02}-{:02}")
        return form.format(year, month, day) + self.pick("", f" {self.rng.randint(0, 23):02}:{self.rng.randint(0, 59):02}")

    def headline(self) -> str:
        """Return a title."""
        return self.writer.sentence("heading") + self.pick("", "", "：" + self.writer.sentence("heading"))

    def prose(self) -> str:
        """Return a paragraph."""
        return self.writer.prose(self.pick("news", "news", "science", "talk", "law"))

    def article(self, *, least: int = 3, most: int = 14, rich: bool = True) -> Article:
        """Return an article; a rich one has subheadings, lists, quotations, tables, captions."""
        title, lines, html = self.headline(), list[str](), list[str]()
        for _ in range(self.rng.randint(least, most)):
            kind = self.rng.random() if rich else 1.0
            if kind < 0.1:
                line = self.writer.sentence("heading")
                html.append(self.pick("<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>").format(line))
                lines.append(line)
            elif kind < 0.16:
                rows = [self.writer.sentence("row") for _ in range(self.rng.randint(2, 5))]
                tag = self.pick("ul", "ol")
                html.append(f"<{tag}>{''.join(f'<li>{row}</li>' for row in rows)}</{tag}>")
                lines += rows
            elif kind < 0.2:
                line = self.prose()
                html.append(f"<blockquote><p>{line}</p></blockquote>")
                lines.append(line)
            elif kind < 0.24:
                rows = [(self.writer.sentence("row"), self.writer.fill("{number}")) for _ in range(self.rng.randint(2, 6))]
                html.append("<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>")
                lines += [f"{a}\t{b}" for a, b in rows]
            else:
                lines.append(self.prose())
                html.append(f"<p>{self.inline(lines[-1])}</p>")
            if self.chance(0.12):
                html.append('<p style="text-align:center"><img src="a.jpg" alt=""></p>')
        outlet = self.pick("海州日报", "青溪晚报", "望江新闻网", "白石发布", "临河都市报", "云台观察")
        return Article(title, lines, html, self.name(), self.date(), outlet)

    def inline(self, text: str) -> str:
        """Return text with some inline markup, as editors leave it."""
        text = escape(text, quote=False)
        if self.chance(0.2) and len(text) > 20:
            at = self.rng.randint(4, len(text) - 8)
            if "&" not in text and ";" not in text:
                tag = self.pick("<strong>{}</strong>", '<span style="color:#333">{}</span>', '<a href="/t/1.html">{}</a>')
                text = text[:at] + tag.format(text[at : at + 4]) + text[at + 4 :]
        return self.pick("", "", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;") + text

    def links(self, count: int, tag: str = "li", inner: str = '<a href="{}">{}</a>') -> str:
        """Return links to other pages."""
        return "".join(
            f"<{tag}>{inner.format(f'/a/{self.rng.randint(1, 99999)}.html', self.headline())}</{tag}>" for _ in range(count)
        )

    def teasers(self, count: int, css: str = "item") -> str:
        """Return other pages' titles with the beginnings of their texts."""
        return "".join(
            f'<div class="{css}"><h3><a href="/p/{n}">{self.headline()}</a></h3><p class="desc">{self.prose()[:80]}...</p>'
            f'<span class="time">{self.date()}</span></div>'
            for n in range(count)
        )

    def menu(self, css: str) -> str:
        """Return a site's menu."""
        names = ["首页", "新闻", "财经", "体育", "娱乐", "科技", "教育", "汽车", "房产", "健康", "视频", "论坛", "博客", "专题"]
        self.rng.shuffle(names)
        return f'<div class="{css}"><ul>' + "".join(f'<li><a href="/{n}/">{n}</a></li>' for n in names[: self.rng.randint(5, 14)]) + "</ul></div>"

    def foot(self, css: str) -> str:
        """Return a site's foot: who runs it, and under which numbers."""
        site = self.pick("海州新闻网", "青溪在线", "望江信息港", "临河门户")
        about = "".join(f'<a href="/{n}">{n}</a> | ' for n in ("关于我们", "联系我们", "广告服务", "网站地图", "隐私政策", "招聘信息"))
        number = self.rng.randint(10000000, 99999999)
        lines = [
            f"<p>{about}</p>",
            f"<p>Copyright © 2005-2024 {site} 版权所有 未经授权禁止复制或建立镜像</p>",
            f"<p>京ICP备{number}号-1　京公网安备1101020{number}号　互联网新闻信息服务许可证：{number}</p>",
            f"<p>违法和不良信息举报电话：010-{number}　举报邮箱：jubao@example.com</p>",
        ]
        self.rng.shuffle(lines)
        return f'<div class="{css}">{"".join(lines[: self.rng.randint(2, 4)])}</div>'

    def comments(self, count: int, css: str = "comment-item") -> str:
        """Return what readers wrote; it may be longer than the article."""
        return "".join(
            f'<div class="{css}"><a class="name" href="/u/{n}">{self.name()}</a><span class="time">{self.date()}</span>'
            f'<p class="txt">{self.prose() if self.chance(0.7) else self.writer.sentence("said")}</p>'
            f'<div class="op"><a href="#">回复</a> <a href="#">赞({self.rng.randint(0, 99)})</a></div></div>'
            for n in range(count)
        )

    def share(self, css: str) -> str:
        """Return a bar of buttons to share a page by."""
        names = ["微信", "微博", "QQ空间", "朋友圈", "复制链接", "收藏", "打印", "扫一扫"]
        self.rng.shuffle(names)
        return f'<div class="{css}"><span>分享到：</span>' + "".join(f'<a href="#">{n}</a>' for n in names[: self.rng.randint(3, 7)]) + "</div>"

    def cookies(self) -> str:
        """Return a notice that asks for something else."""
        return self.pick(
            '<div class="cookie-tip">本网站使用Cookie以改善您的使用体验。继续浏览即表示您同意我们使用Cookie。<button>我知道了</button></div>',
            '<div class="app-guide">打开APP阅读全文，体验更佳。<a href="/app">立即打开</a></div>',
            "",
            "",
        )

    def head(self, article: Article, site: str, *, metas: bool = True) -> str:
        """Return the head of a page."""
        title = f"{article.title}{self.pick('_', '-', ' - ', '|', '_要闻_')}{site}"
        said = f'<meta name="keywords" content="{site}"><meta name="description" content="{escape(article.lines[0][:80])}">'
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>{said if metas else ""}'
            '<link rel="stylesheet" href="/css/a.css"><script>var _hmt = _hmt || [];(function(){var a="<p>";})();</script>'
            "<style>.a{color:red}</style></head>"
        )


Template = Callable[[Maker], tuple[Article, str]]
