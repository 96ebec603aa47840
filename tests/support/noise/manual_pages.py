"""Pages of manuals and encyclopedias: long texts of sections within sections, with code, tables and notes.

Half of the plans are never trained on: those of ``UNSEEN``.
"""

# ruff: noqa: E501 - a template is the plan of a page, and reads as one
# fmt: off
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from noise.page_parts import Article, Maker, Template

CODE = (
    "$ sudo apt install cowbuilder\n$ cd /srv/build",
    "[network]\naddress = 192.168.0.15/24\ngateway = 192.168.0.1",
    "for name in names:\n    print(name)\n    total += len(name)",
    '{\n  "title": "a",\n  "count": 3\n}',
)


@dataclass(frozen=True)
class Style:
    """How a manual marks up its parts: each a pattern with one place, sections with heading and inside."""

    section: Callable[[int, str, str], str]
    note: str
    code: str
    table: str
    item: str = "<li><p>{}</p></li>"


def _block(m: Maker, style: Style) -> tuple[str, list[str]]:
    """Return one part of a section as HTML, and its lines."""
    kind = m.rng.random()
    if kind < 0.12:
        rows = [m.pick(m.prose(), m.writer.sentence("row")) for _ in range(m.rng.randint(2, 6))]
        tag = m.pick("ul", "ul", "ol")
        return f"<{tag}>{''.join(style.item.format(escape(row)) for row in rows)}</{tag}>", rows
    if kind < 0.22:
        code = m.pick(*CODE)
        return style.code.format(escape(code)), [code]
    if kind < 0.3:
        label, text = m.pick("注意", "提示", "警告", "Note"), m.pick(m.prose(), m.writer.sentence("row"))
        return style.note.format(label, escape(text)), [label, text]
    if kind < 0.36:
        rows = [(m.writer.sentence("heading"), m.writer.fill("{number}"), m.writer.sentence("row")) for _ in range(m.rng.randint(2, 9))]
        inside = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        return style.table.format(inside), [" ".join(row) for row in rows]
    if kind < 0.5:
        line = m.writer.sentence("row")
        return f"<p>{escape(line)}</p>", [line]
    line = m.prose()
    return f"<p>{m.inline(line)}</p>", [line]


def _section(m: Maker, style: Style, depth: int, number: str) -> tuple[str, list[str]]:
    """Return a section with those in it."""
    heading = m.pick(f"{number}. ", "", f"{number} ") + m.writer.sentence("heading")
    html, lines = "", [heading]
    for _ in range(m.rng.randint(0 if depth < 2 else 1, 6)):
        more, said = _block(m, style)
        html += more
        lines += said
    if depth < 3 and m.chance(0.45):
        for at in range(m.rng.randint(1, 4)):
            more, said = _section(m, style, depth + 1, f"{number}.{at + 1}")
            html += more
            lines += said
    return style.section(depth, heading, html), lines


def _manual(m: Maker, style: Style) -> tuple[Article, str]:
    """Return an article of sections, and its HTML."""
    a = m.article(least=0, most=3)
    html = "".join(a.html)
    for at in range(m.rng.randint(1, 7)):
        more, lines = _section(m, style, 1, f"{m.rng.randint(1, 12)}.{at + 1}")
        html += more
        a.lines += lines
    return a, html


def _contents(m: Maker, count: int) -> str:
    return "".join(f'<li><a href="#s{n}">{n}. {m.writer.sentence("heading")}</a></li>' for n in range(1, count + 1))


def _remark(m: Maker, a: Article) -> str:
    """Return a note on the page, below its sections and outside of their box, or nothing."""
    if m.chance(0.5):
        return ""
    line = m.pick("注：", "附注：", "说明：", "") + m.writer.sentence("row") + m.pick("。", "，其后的变化不在其中。")
    a.lines.append(line)
    return m.pick('<p class="note">{}</p>', "<p>{}</p>", "<div>{}</div>").format(escape(line))


def _discussion(m: Maker) -> str:
    """Return what readers wrote below, which may be longer than the page."""
    name = m.pick("comments", "pinglun", "discussion", "notes-list", "replies")
    each = m.pick("<div class=comment><a>{}</a><p>{}</p></div>", "<div>{}：<span>{}</span></div>", "<li><b>{}</b> 5楼<p>{}</p></li>", "<article class=cmt-item><i>{}</i><div>{}</div></article>")
    said = "".join(each.format(m.name(), escape(m.prose())) for _ in range(m.rng.randint(6, 50)))
    heading = m.pick("<h3>评论</h3>", "<h2>Comments</h2>", "<h3>网友评论</h3>", "", "")
    return m.pick(f'<section id="{name}">{heading}{said}</section>', f'<div class="{name}">{heading}{said}</div>')


def _docbook(m: Maker) -> tuple[Article, str]:
    """A manual made by DocBook: every section a box in a box, notes in tables, ways on above and below."""
    def section(depth: int, heading: str, inside: str) -> str:
        return f'<div class="{m.pick("section", f"sect{depth}")}"><div class="titlepage"><div><div><h{depth + 1} class="title" style="clear: both"><a name="_s{depth}"></a>{heading}</h{depth + 1}></div></div></div>{inside}</div>'
    note = m.pick('<div class="note"><table border="0" summary="Note"><tr><td rowspan="2" valign="top"><img alt="[注意]" src="note.png"></td><th align="left">{}</th></tr><tr><td align="left" valign="top"><p>{}</p></td></tr></table></div>', '<div class="warning"><h3 class="title">{}</h3><p>{}</p></div>')
    style = Style(section, note, '<pre class="screen">{}</pre>', '<div class="table"><div class="table-contents"><table border="1">{}</table></div></div><br class="table-break">', '<li class="listitem"><p>{}</p></li>')
    a, html = _manual(m, style)
    ways = f'<tr><td width="20%" align="left"><a accesskey="p" href="a.html">{m.pick("上一页", "Prev")}</a> </td><th width="60%" align="center">{m.writer.sentence("heading") if m.chance(0.5) else " "}</th><td width="20%" align="right"> <a accesskey="n" href="b.html">{m.pick("下一页", "Next")}</a></td></tr>'
    above = f'<div class="navheader"><table width="100%"><tr><th colspan="3" align="center">{a.title}</th></tr>{ways}</table><hr></div>'
    below = f'<div class="navfooter"><hr><table width="100%">{ways}<tr><td>{m.headline()} </td><td align="center"><a accesskey="h" href="index.html">起始页</a></td><td> {m.headline()}</td></tr></table></div>'
    toc = f'<div class="toc"><p><b>目录</b></p><dl class="toc">{_contents(m, m.rng.randint(3, 20)).replace("li>", "dt>")}</dl></div>' if m.chance(0.6) else ""
    return a, f'<html><head><title>{a.title}</title></head><body>{above}<div class="chapter"><div class="titlepage"><div><div><h1 class="title"><a name="c"></a>{a.title}</h1></div></div></div>{toc}{html}</div>{_remark(m, a)}{_discussion(m) if m.chance(0.8) else ""}{below}</body></html>'


def _sphinx(m: Maker) -> tuple[Article, str]:
    """A manual made by Sphinx: nested sections, permalinks, a tree of contents at the side."""
    tag = m.pick("section", 'div class="section"')
    def section(depth: int, heading: str, inside: str) -> str:
        return f'<{tag} id="s"><h{depth + 1}>{heading}<a class="headerlink" href="#s" title="Permalink">{m.pick("¶", "")}</a></h{depth + 1}>{inside}</{tag.split()[0]}>'
    style = Style(section, '<div class="admonition note"><p class="admonition-title">{}</p><p>{}</p></div>', '<div class="highlight-python notranslate"><div class="highlight"><pre>{}</pre></div></div>', '<table class="docutils align-default"><tbody>{}</tbody></table>')
    a, html = _manual(m, style)
    side = f'<div class="sphinxsidebar" role="navigation"><div class="sphinxsidebarwrapper"><h3><a href="i.html">目录</a></h3><ul>{_contents(m, m.rng.randint(5, 40))}</ul><div><h4>上一主题</h4><p class="topless"><a href="p">{m.headline()}</a></p></div><div id="searchbox"><h3>快速搜索</h3></div></div></div>'
    related = '<div class="related" role="navigation"><h3>导航</h3><ul><li class="right"><a href="g">索引</a></li><li class="nav-item"><a href="i">手册</a> &#187;</li></ul></div>'
    body = f'<div class="document"><div class="documentwrapper"><div class="bodywrapper"><div class="body" role="main"><{tag}><h1>{a.title}<a class="headerlink" href="#t">¶</a></h1>{html}</{tag.split()[0]}></div></div></div>{side}</div>{_remark(m, a)}{_discussion(m) if m.chance(0.8) else ""}'
    return a, f'{m.head(a, "文档", metas=False)}<body>{related}{body}{related}<div class="footer" role="contentinfo">&#169; 版权所有 2019. 由 Sphinx 创建。</div></body></html>'


def _handbook(m: Maker) -> tuple[Article, str]:
    """A manual with a tree at the left, contents at the right, flat headings."""
    def section(depth: int, heading: str, inside: str) -> str:
        return f'<h{depth + 1} id="s">{heading}</h{depth + 1}>{inside}'
    style = Style(section, '<div class="custom-block tip"><p class="custom-block-title">{}</p><p>{}</p></div>', '<div class="language-sh"><pre><code>{}</code></pre></div>', "<table><tbody>{}</tbody></table>", "<li>{}</li>")
    a, html = _manual(m, style)
    side = f'<aside class="{m.pick("sidebar", "md-sidebar", "menu")}"><ul class="sidebar-links">{_contents(m, m.rng.randint(6, 50))}</ul></aside>'
    right = f'<div class="{m.pick("toc", "table-of-contents", "outline")}"><div class="outline-title">本页内容</div><ul>{_contents(m, m.rng.randint(2, 12))}</ul></div>' if m.chance(0.6) else ""
    ends = f'<footer class="page-edit"><div class="edit-link"><a href="e">在 GitHub 上编辑此页</a></div><div class="last-updated">上次更新: {a.date}</div></footer><div class="page-nav"><p><span class="prev">← <a href="p">{m.headline()}</a></span><span class="next"><a href="n">{m.headline()}</a> →</span></p></div>'
    return a, f'{m.head(a, "手册", metas=False)}<body><header class="navbar">{m.menu("nav-links")}</header>{side}<main class="page"><div class="{m.pick("theme-default-content", "md-content", "content")}"><h1>{a.title}</h1>{html}</div>{_remark(m, a)}{ends}{_discussion(m) if m.chance(0.8) else ""}</main>{right}</body></html>'


def _texinfo(m: Maker) -> tuple[Article, str]:
    """A manual made by texinfo: flat, a line of links above each section, a tree at the side."""
    def section(depth: int, heading: str, inside: str) -> str:
        way = f'<div class="header"><p>[ <a href="p" rel="prev">&lt;&lt; {m.writer.sentence("heading")}</a> ] [<a href="t">首页</a>][<a href="c">目录</a>] [ <a href="n" rel="next">{m.writer.sentence("heading")} &gt;&gt;</a> ]</p></div>' if depth == 1 else ""
        return f'<span id="x"></span>{way}<h{depth + 2} class="{("section", "subsection", "subsubsection")[depth - 1]}">{heading}</h{depth + 2}>{inside}'
    style = Style(section, "<blockquote><p><b>{}:</b> {}</p></blockquote>", '<div class="example"><pre class="example">{}</pre></div>', "<table>{}</table>", "<li> {} </li>")
    a, html = _manual(m, style)
    side = f'<div id="tocframe"><p class="toc_header"><a href="i">手册</a></p><div class="contents"><ul class="toc">{_contents(m, m.rng.randint(10, 60))}</ul></div></div>'
    return a, f'<html><head><title>{a.title}</title></head><body><div id="main"><h1 class="chapter">{a.title}</h1>{html}<div id="footer"><p>本页属于2.24版手册（稳定分支）。</p><p>欢迎指正，请联系邮件列表。</p></div></div>{side}</body></html>'


def _wiki(m: Maker) -> tuple[Article, str]:
    """A page of MediaWiki: contents, links to edit, a box of links at the end."""
    def section(depth: int, heading: str, inside: str) -> str:
        return f'<h{depth + 1}><span class="mw-headline" id="s">{heading}</span><span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="e">编辑</a><span class="mw-editsection-bracket">]</span></span></h{depth + 1}>{inside}'
    style = Style(section, '<div class="hatnote"><b>{}</b>：{}</div>', "<pre>{}</pre>", '<table class="wikitable"><tbody>{}</tbody></table>', "<li>{}</li>")
    a, html = _manual(m, style)
    toc = f'<div id="toc" class="toc"><div class="toctitle"><h2>目录</h2></div><ul>{_contents(m, m.rng.randint(3, 15))}</ul></div>'
    box = f'<div class="navbox"><table class="nowraplinks"><tbody><tr><th>{m.headline()}</th></tr><tr><td><ul>{m.links(m.rng.randint(5, 25))}</ul></td></tr></tbody></table></div>'
    body = f'<div id="content" class="mw-body"><h1 id="firstHeading" class="firstHeading">{a.title}</h1><div id="bodyContent"><div id="siteSub">维基百科，自由的百科全书</div><div id="mw-content-text"><div class="mw-parser-output">{toc}{html}{box if m.chance(0.7) else ""}</div></div><div id="catlinks" class="catlinks">分类：<ul>{m.links(3)}</ul></div></div></div>'
    side = f'<div id="mw-navigation"><div id="p-personal"><ul><li>没有登录</li><li><a href="t">讨论</a></li></ul></div><div id="mw-panel"><h3>导航</h3><ul>{m.links(8)}</ul><h3>工具</h3><ul>{m.links(6)}</ul></div></div>'
    return a, f'{m.head(a, "维基百科", metas=False)}<body class="mediawiki">{body}{side}<div id="footer"><ul><li>本页面最后修订于{a.date}。</li><li>本站的全部文字在知识共享 署名-相同方式共享 3.0协议之条款下提供。</li></ul></div></body></html>'


def _guide(m: Maker) -> tuple[Article, str]:
    """A manual of a company's cloud: nested boxes with hashed names, feedback below."""
    def section(depth: int, heading: str, inside: str) -> str:
        return f'<div class="css-{m.rng.randint(10**5, 10**6):x}"><h{depth + 1} class="anchor-title">{heading}<a class="hash-link" href="#s"></a></h{depth + 1}><div>{inside}</div></div>'
    style = Style(section, '<div class="alert alert--info"><div>{}</div><div>{}</div></div>', '<div class="codeBlockContainer"><div class="codeBlockTitle">终端</div><pre><code>{}</code></pre></div>', '<div class="table-wrapper"><table><tbody>{}</tbody></table></div>', "<li>{}</li>")
    a, html = _manual(m, style)
    side = f'<nav class="menu thin-scrollbar"><ul class="menu__list">{_contents(m, m.rng.randint(8, 50))}</ul></nav>'
    back = '<div class="feedback"><span>本页内容是否解决了您的问题？</span><button>是</button><button>否</button></div>'
    return a, f'{m.head(a, "文档中心", metas=False)}<body><div id="root"><div class="layout">{side}<main><div class="breadcrumbs"><a href="/">文档</a> / <a href="/d">{m.writer.sentence("heading")}</a></div><h1>{a.title}</h1><div class="updated">更新时间：{a.date}</div><div class="doc-body">{html}</div>{back}<div class="pagination"><a href="p">上一篇：{m.headline()}</a><a href="n">下一篇：{m.headline()}</a></div></main></div></div>{m.foot("footer")}</body></html>'


TRAINED: dict[str, Template] = {"docbook": _docbook, "sphinx": _sphinx, "handbook": _handbook}
UNSEEN: dict[str, Template] = {"texinfo": _texinfo, "wiki": _wiki, "guide": _guide}
