"""Web pages in the manner of Chinese sites, each with its article: what a reader of the page came for.

A template is the plan of a kind of site: where its article stands, what stands around it and what its parts
are called. Drawn anew for each page are the article (paragraphs, subheadings, lists, tables, quotations),
how long the comments, lists and foot are, and which of the parts are there. Templates of ``HELD_OUT`` are
never trained on; they differ from the others in plan and in names.
"""

# ruff: noqa: E501 - a template is the plan of a page, and reads as one
# fmt: off
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from noise import manual_pages, more_pages
from noise.page_parts import Article, Maker, Template

SEED = 20261129
PAGES_A_TEMPLATE = 8


@dataclass(frozen=True)
class MadePage:
    """A page: its HTML, and its article, a paragraph a line, without the title."""

    template: str
    html: str
    title: str
    article: str
    author: str = ""
    published: str = ""


def _portal(m: Maker) -> tuple[Article, str]:
    """A news portal: article on the left, hot lists on the right."""
    a = m.article()
    side = f'<div class="{m.pick("right", "side-right", "col-r")}"><div class="hot"><h3>热点新闻</h3><ul>{m.links(m.rng.randint(5, 15))}</ul></div><div class="mod-rank"><h3>点击排行</h3><ul>{m.links(10)}</ul></div></div>'
    related = f'<div class="{m.pick("related", "relate-news", "xgxw")}"><h4>相关阅读</h4><ul>{m.links(m.rng.randint(3, 8))}</ul></div>'
    info = f'<div class="{m.pick("info", "artInfo", "article-info")}"><span>{a.date}</span> <span>来源：<a href="/">{a.outlet}</a></span> <span class="font">字号：大 中 小</span></div>'
    body = f'<div class="{m.pick("left", "main", "col-l")}"><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/n">新闻</a> &gt; 正文</div><h1>{a.title}</h1>{info}<div class="{m.pick("content", "article", "text", "article-content")}" id="{m.pick("article", "content", "artibody", "ozoom")}">{"".join(a.html)}</div><div class="editor">（责任编辑：{m.name()}）</div>{m.share("share")}{related if m.chance(0.8) else ""}</div>'
    return a, f'{m.head(a, "海州新闻网")}<body>{m.menu("topnav")}<div class="wrap">{body}{side}</div>{m.foot("footer")}{m.cookies()}</body></html>'


def _sina(m: Maker) -> tuple[Article, str]:
    """A portal with comments longer than its article."""
    a = m.article(least=2, most=8)
    comments = f'<div class="comment-wrap" id="comment"><h3>网友评论 {m.rng.randint(3, 999)}条</h3>{m.comments(m.rng.randint(8, 25))}</div>'
    body = f'<h1 class="main-title">{a.title}</h1><div class="top-bar-wrap"><div class="date-source"><span class="date">{a.date}</span><a class="source" href="#">{a.outlet}</a></div></div><div class="article-content clearfix" id="article_content"><div class="article-content-left"><div class="article" id="artibody">{"".join(a.html)}<p class="show_author">责任编辑：{m.name()} </p></div><div class="keywords" id="keywords"><span>文章关键词：</span><a href="#">新闻</a><a href="#">社会</a></div>{comments}<div class="blk-related"><h2>相关新闻</h2><ul>{m.links(6)}</ul></div></div></div>'
    return a, f'{m.head(a, "新闻中心")}<body>{m.menu("sina15-nav")}<div class="main-content w1240">{body}</div><div class="feed-card">{m.teasers(m.rng.randint(4, 12), "feed-card-item")}</div>{m.foot("page-footer")}</body></html>'


def _netease(m: Maker) -> tuple[Article, str]:
    """A portal of many nested boxes."""
    a = m.article()
    body = f'<div class="post_main"><h1 class="post_title">{a.title}</h1><div class="post_info">{a.date}　来源: <a href="#">{a.outlet}</a> 北京　<a class="post_jubao" href="#">举报</a></div><div class="post_content" id="content"><div class="post_top"><div class="post_top_tie"><a class="post_top_tie_count" href="#">{m.rng.randint(0, 999)}</a><p>分享至</p></div></div><div class="post_body">{"".join(a.html)}</div><div class="post_author"><p>本文来源：{a.outlet} 责任编辑：{m.name()}_NB123</p></div></div><div class="post_statement">特别声明：以上内容(如有图片或视频亦包括在内)为自媒体平台用户上传并发布，本平台仅提供信息存储服务。</div><div class="post_next"><a href="#">下一篇</a><h3>{m.headline()}</h3></div><div class="tie-area"><h2>跟贴</h2>{m.comments(m.rng.randint(0, 10), "reply")}</div></div>'
    return a, f'{m.head(a, "网易订阅")}<body class="nav_frames">{m.menu("ntes_nav")}<div class="container clearfix">{body}<div class="post_side"><div class="side_mod"><h2>热点新闻</h2><ul class="mod_list">{m.links(10)}</ul></div></div></div>{m.foot("ntes_foot")}</body></html>'


def _wechat(m: Maker) -> tuple[Article, str]:
    """An article of a messenger's channel: sections and spans, invitations at both ends."""
    a = m.article(rich=False)
    paragraphs = "".join(
        f'<section style="margin:0 8px"><p style="line-height:2em"><span style="font-size:15px">{escape(line)}</span></p></section><p><br></p>'
        for line in a.lines
    )
    follow = m.pick("<section><p>点击上方蓝字关注我们</p></section>", "<section><section><p>关注公众号，设为星标，不错过每一篇推送</p></section></section>", "")
    end = f'<section><p>往期推荐</p><p><a href="#">{m.headline()}</a></p><p><a href="#">{m.headline()}</a></p><p>扫描二维码关注我们</p><p>点个“在看”，转发给更多人</p></section>'
    body = f'<div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title" id="activity-name">{a.title}</h1><div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_text">{a.author}</span><a id="js_name">{a.outlet}</a><em id="publish_time" class="rich_media_meta rich_media_meta_text">{a.date}</em></div><div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; ">{follow}{paragraphs}{end if m.chance(0.7) else ""}</div></div>'
    tool = f'<div class="rich_media_tool" id="js_tags"><span>阅读 {m.rng.randint(100, 99999)}</span><span>赞 {m.rng.randint(1, 999)}</span></div><div class="weui-dialog"><p>微信扫一扫 关注该公众号</p></div><div class="discuss_list"><h3>精选留言</h3>{m.comments(m.rng.randint(0, 8), "discuss_item")}</div>'
    return a, f'{m.head(a, "公众号", metas=False)}<body class="zh_CN mm_appmsg"><div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content" class="rich_media_area_primary">{body}{tool}</div></div></div></body></html>'


def _government(m: Maker) -> tuple[Article, str]:
    """A notice of a town's government, in tables or boxes with names in pinyin."""
    a = m.article(least=1, most=9)
    sign = [f"{m.pick('望江县', '临河市', '松岭区')}人民政府办公室", "2024年3月5日"]
    a.lines += sign
    a.html += [f'<p style="text-align:right">{line}</p>' for line in sign]
    table = f'<table class="{m.pick("xxgk-table", "bd1", "zwgk_head")}"><tr><td>索引号：</td><td>{m.rng.randint(10**6, 10**7)}/2024-0001</td><td>发布日期：</td><td>{a.date}</td></tr><tr><td>发布机构：</td><td>县政府办</td><td>文号：</td><td>望政办〔2024〕{m.rng.randint(1, 99)}号</td></tr></table>'
    info = f'<div class="{m.pick("xl-info", "laiyuan", "pages-date")}">发布时间：{a.date} 来源：{a.outlet} 浏览次数：{m.rng.randint(1, 9999)}次 【字体：<a>大</a> <a>中</a> <a>小</a>】 <a href="#">打印</a> <a href="#">关闭</a></div>'
    body = f'<div class="{m.pick("dqwz", "weizhi", "BreadcrumbNav")}">您的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 通知公告</div>{table if m.chance(0.4) else ""}<div class="{m.pick("zw_title", "biaoti", "xl-title", "article-title")}">{a.title}</div>{info}<div class="{m.pick("TRS_Editor", "zhengwen", "zoom", "news_conent_two_text", "pages_content")}" id="{m.pick("zoom", "UCAP-CONTENT", "zw")}">{"".join(a.html)}</div>'
    after = f'<div class="xgwj">相关附件：<a href="a.doc">附件1.doc</a></div><div class="fx">分享到：</div><div class="sxp">上一篇：<a href="#">{m.headline()}</a><br>下一篇：<a href="#">{m.headline()}</a></div>'
    return a, f'{m.head(a, "望江县人民政府门户网站")}<body><div class="top">今天是2024年3月6日 欢迎访问本站 <a href="#">无障碍浏览</a> <a href="#">繁体版</a></div>{m.menu("daohang")}<div class="w1000">{body}{after}</div><div class="dibu">主办：望江县人民政府办公室　承办：县信息中心　网站标识码：{m.rng.randint(10**9, 10**10 - 1)}　ICP备{m.rng.randint(10**6, 10**7)}号<br>技术支持：某某公司　联系电话：0551-12345678</div></body></html>'


def _zhihu(m: Maker) -> tuple[Article, str]:
    """A column of a question site."""
    a = m.article()
    body = f'<article class="Post-Main Post-NormalMain"><header class="Post-Header"><h1 class="Post-Title">{a.title}</h1><div class="Post-Author"><div class="AuthorInfo"><meta itemprop="name" content="{a.author}"><div class="AuthorInfo-content"><div class="AuthorInfo-head"><a class="UserLink-link" href="/people/a">{a.author}</a></div><div class="AuthorInfo-badgeText">{m.writer.sentence("heading")}</div></div></div></div><div class="LabelContainer">{m.rng.randint(2, 999)} 人赞同了该文章</div></header><div class="Post-RichTextContainer"><div class="RichText ztext Post-RichText">{"".join(a.html)}</div></div><div class="ContentItem-time">编辑于 {a.date}</div><div class="Post-topicsAndReviewer"><div class="TopicList"><a href="#">生活</a><a href="#">城市</a></div></div><div class="ContentItem-actions"><button>赞同 {m.rng.randint(1, 999)}</button><button>{m.rng.randint(0, 99)} 条评论</button><button>分享</button><button>喜欢</button><button>收藏</button></div></article>'
    rest = f'<div class="Post-Sub"><div class="PostIndex-Contributions"><h3>文章被以下专栏收录</h3>{m.teasers(1, "ContributionItem")}</div><div class="Comments-container"><div class="Topbar">{m.rng.randint(0, 99)} 条评论</div>{m.comments(m.rng.randint(0, 20), "CommentItem")}</div><div class="Card Recommendations"><h3>推荐阅读</h3>{m.teasers(4, "PostItem")}</div></div>'
    return a, f'{m.head(a, "知乎")}<body><div id="root"><header class="AppHeader">{m.menu("AppHeader-nav")}</header><main class="App-main"><div class="Post-content">{body}{rest}</div></main></div></body></html>'


def _csdn(m: Maker) -> tuple[Article, str]:
    """A blog of programmers: code, a notice of rights, columns on both sides."""
    a = m.article(least=4)
    code = "for i in range(10):\n    print(i)\n    total += i\nreturn total"
    a.html.insert(2, f'<pre class="prettyprint"><code class="language-python has-numbering">{code}</code></pre>')
    a.lines.insert(2, code)
    body = f'<div class="blog-content-box"><div class="article-header-box"><div class="article-title-box"><h1 class="title-article" id="articleContentId">{a.title}</h1></div><div class="article-info-box"><div class="bar-content"><span class="time">最新推荐文章于 {a.date} 发布</span><a class="follow-nickName" href="#">{a.author}</a><span class="read-count">阅读量{m.rng.randint(9, 9999)}</span><span>收藏 {m.rng.randint(0, 99)}</span></div><div class="slide-content-box"><div class="article-copyright">版权声明：本文为博主原创文章，转载请附上原文出处链接及本声明。</div></div></div></div><article class="baidu_pl"><div id="article_content" class="article_content clearfix"><div id="content_views" class="markdown_views prism-atom-one-dark">{"".join(a.html)}</div></div></article></div>'
    rest = f'<div class="recommend-box">{m.teasers(m.rng.randint(5, 15), "recommend-item-box")}</div><div class="comment-box">{m.comments(m.rng.randint(0, 8), "comment-line-box")}</div>'
    side = f'<aside class="blog_container_aside"><div class="user-info"><p>{a.author}</p><p>码龄{m.rng.randint(1, 15)}年</p></div><div class="aside-box"><h3>热门文章</h3><ul class="hotArticle-list">{m.links(5)}</ul></div><div class="aside-box"><h3>最新评论</h3><ul>{m.comments(3, "newcomments")}</ul></div></aside>'
    return a, f'{m.head(a, "CSDN博客")}<body class="nodata">{m.menu("toolbar-container")}<div class="main_father"><div class="container clearfix" id="mainBox"><main>{body}{rest}</main>{side}</div></div>{m.foot("csdn-footer")}</body></html>'


def _cnblogs(m: Maker) -> tuple[Article, str]:
    """A blog of an older kind, paragraphs parted by line ends."""
    a = m.article(rich=False)
    text = "<br />\n<br />\n".join(escape(line) for line in a.lines)
    body = f'<div id="topics"><div class="post"><h1 class="postTitle"><a id="cb_post_title_url" class="postTitle2" href="#">{a.title}</a></h1><div class="clear"></div><div class="postBody"><div id="cnblogs_post_body" class="blogpost-body">{text}</div></div><div class="postDesc">posted @ <span id="post-date">{a.date}</span> <a href="#">{a.author}</a> 阅读({m.rng.randint(1, 999)}) 评论({m.rng.randint(0, 30)}) <a href="#">编辑</a> <a href="#">收藏</a> <a href="#">举报</a></div></div></div><div id="blog-comments-placeholder">{m.comments(m.rng.randint(0, 12), "feedbackItem")}</div>'
    side = f'<div id="sideBar"><div id="sidebar_news" class="newsItem"><h3 class="catListTitle">公告</h3><div>昵称：{a.author}<br>园龄：{m.rng.randint(1, 15)}年<br>粉丝：12</div></div><div class="catListPostCategory"><h3>随笔分类</h3><ul>{m.links(6)}</ul></div><div class="catListComment"><h3>阅读排行榜</h3><ul>{m.links(5)}</ul></div></div>'
    return a, f'{m.head(a, "博客园")}<body><div id="home"><div id="header"><div id="blogTitle"><h1><a class="headermaintitle" href="/">{a.author}的博客</a></h1><h2>{m.writer.sentence("heading")}</h2></div>{m.menu("navigator")}</div><div id="main"><div id="mainContent"><div class="forFlow">{body}</div></div>{side}</div>{m.foot("footer")}</div></body></html>'


def _wordpress(m: Maker) -> tuple[Article, str]:
    """A blog with widgets."""
    a = m.article()
    body = f'<article id="post-{m.rng.randint(1, 999)}" class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{a.title}</h1><div class="entry-meta"><time class="entry-date" datetime="2024-03-05T08:30:00+08:00">{a.date}</time> <span class="author vcard">{a.author}</span> <a href="#comments">{m.rng.randint(0, 9)}条评论</a></div></header><div class="entry-content">{"".join(a.html)}</div><footer class="entry-footer">分类：<a href="#">随笔</a> 标签：<a href="#">生活</a></footer></article><nav class="post-navigation"><a href="#">上一篇：{m.headline()}</a><a href="#">下一篇：{m.headline()}</a></nav><div id="comments" class="comments-area"><h2>《{a.title}》有{m.rng.randint(0, 30)}个想法</h2><ol class="comment-list">{m.comments(m.rng.randint(0, 20), "comment-body")}</ol><div id="respond"><h3>发表回复</h3><p>您的电子邮箱地址不会被公开。必填项已用*标注</p></div></div>'
    side = f'<aside id="secondary" class="widget-area"><section class="widget"><h2>近期文章</h2><ul>{m.links(5)}</ul></section><section class="widget"><h2>近期评论</h2><ul>{m.links(5)}</ul></section><section class="widget"><h2>归档</h2><ul><li><a href="#">2024年3月</a></li><li><a href="#">2024年2月</a></li></ul></section></aside>'
    return a, f'{m.head(a, "某人的博客")}<body class="single"><div id="page" class="site"><header id="masthead"><p class="site-title"><a href="/">某人的博客</a></p>{m.menu("main-navigation")}</header><div id="content" class="site-content"><main id="main">{body}</main>{side}</div><footer id="colophon"><div class="site-info">自豪地采用WordPress</div></footer></div></body></html>'


def _baike(m: Maker) -> tuple[Article, str]:
    """An encyclopedia: a summary, a box of facts, headed parts, notes."""
    a = m.article(least=2, most=4, rich=False)
    lines, html = list(a.lines), [f'<div class="lemma-summary"><div class="para">{escape(line)}</div></div>' for line in a.lines]
    facts = [("中文名", a.title[:6]), ("所在地", "望江县"), ("始建", "1952年"), ("面积", "12平方千米")]
    html.append('<div class="basic-info"><dl class="basicInfo-block">' + "".join(f'<dt class="basicInfo-item name">{k}</dt><dd class="basicInfo-item value">{v}</dd>' for k, v in facts) + "</dl></div>")
    lines += [each for fact in facts for each in fact]
    for _ in range(m.rng.randint(2, 6)):
        heading, paragraphs = m.writer.sentence("heading"), [m.prose() for _ in range(m.rng.randint(1, 4))]
        html.append(f'<div class="para-title level-2"><h2 class="title-text">{heading}</h2><a class="edit-icon" href="#">编辑</a></div>')
        html += [f'<div class="para">{escape(line)}<sup class="sup--normal">[{n}]</sup></div>' for n, line in enumerate(paragraphs, 1)]
        lines += [heading, *paragraphs]
    a.lines, a.html = lines, html
    catalog = f'<div class="lemmaWgt-lemmaCatalog"><h2>目录</h2><ol>{"".join(f"<li><a>{h}</a></li>" for h in ("历史沿革", "地理环境", "主要建筑"))}</ol></div>'
    body = f'<div class="main-content"><dl class="lemmaWgt-lemmaTitle"><dd><h1>{a.title}</h1></dd></dl><div class="top-tool"><a>收藏</a><a>查看我的收藏</a><a>有用+1</a><a>已投票</a></div>{"".join(html[:2])}{catalog}{"".join(html[2:])}<div class="album-list"><div class="header">词条图册<a>更多图册</a></div></div><div id="open-tag"><dd>词条标签：<span>地名</span><span>文化</span></dd></div></div>'
    side = f'<div class="side-content"><div class="lemma-statistics"><dl><dt>词条统计</dt><dd>浏览次数：{m.rng.randint(99, 99999)}次</dd><dd>编辑次数：{m.rng.randint(1, 99)}次历史版本</dd><dd>最近更新：{m.name()}（2024-03-05）</dd></dl></div><div class="zixun-box"><h2>百科资讯</h2><ul>{m.links(4)}</ul></div></div>'
    return a, f'{m.head(a, "百科")}<body class="wiki-lemma normal">{m.menu("wgt-navbar")}<div class="body-wrapper"><div class="content-wrapper"><div class="content">{body}{side}</div></div></div>{m.foot("wgt-footer-main")}</body></html>'


def _mobile(m: Maker) -> tuple[Article, str]:
    """A page for telephones: a notice that asks for the app, the rest of the text folded."""
    a = m.article()
    cut = max(1, len(a.html) // 2)
    body = f'<section class="article-hd"><h1>{a.title}</h1><div class="sub"><span>{a.outlet}</span><span>{a.date}</span></div></section><section class="article-bd"><div class="J-article">{"".join(a.html[:cut])}<div class="J-more">{"".join(a.html[cut:])}</div></div><div class="unfold"><a href="#">点击展开全文</a></div></section><div class="open-app"><a href="#">打开APP，查看更多精彩内容</a></div>'
    return a, f'{m.head(a, "手机新闻网")}<body><div class="m-header">{m.menu("m-nav")}</div><div class="g-doc">{body}<section class="hot-comments"><h2>热门评论</h2>{m.comments(m.rng.randint(0, 10), "cmt")}</section><section class="rec"><h2>为你推荐</h2>{m.teasers(m.rng.randint(4, 16), "rec-item")}</section></div>{m.foot("m-footer")}</body></html>'


def _old_tables(m: Maker) -> tuple[Article, str]:
    """A site laid out by tables, its paragraphs begun by two wide blanks and ended by line ends."""
    a = m.article(rich=False)
    text = "<BR>".join(f"　　{escape(line)}<BR>" for line in a.lines)
    left = f"<TABLE width=180><TR><TD class=lm>栏目导航</TD></TR>{''.join(f'<TR><TD>·<A href=#>{m.headline()}</A></TD></TR>' for _ in range(8))}</TABLE>"
    main = f'<TABLE width="100%" border=0><TR><TD align=center class=bt><FONT size=4><B>{a.title}</B></FONT></TD></TR><TR><TD align=center>发布者：admin 发布时间：{a.date} 阅读：{m.rng.randint(1, 999)}次</TD></TR><TR><TD class=nr><FONT style="FONT-SIZE: 14px">{text}</FONT></TD></TR><TR><TD align=right>【<A href=#>打印本页</A>】【<A href=#>关闭窗口</A>】</TD></TR></TABLE>'
    return a, f'{m.head(a, "青溪中学", metas=False)}<BODY><TABLE width=760 align=center><TR><TD colspan=2>{m.menu("menu")}</TD></TR><TR><TD vAlign=top width=180>{left}</TD><TD vAlign=top>{main}</TD></TR><TR><TD colspan=2 align=center>版权所有：青溪中学　地址：青溪镇学府路1号　邮编：246200<BR>技术支持：育才网络</TD></TR></TABLE></BODY></HTML>'


# --- never trained on


def _sohu(m: Maker) -> tuple[Article, str]:
    """A portal of channels; the original's link and a statement below the text."""
    a = m.article()
    body = f'<div class="text"><div class="text-title"><h1>{a.title}<span class="article-tag"></span></h1><div class="article-info"><span class="time" id="news-time">{a.date}</span> 来源: <a href="#">{a.outlet}</a></div></div><article class="article" id="mp-editor">{"".join(a.html)}<p class="original-link"><a href="#">返回搜狐，查看更多</a></p><p data-role="editor-name">责任编辑：<span></span></p></article><div class="statement">平台声明：该文观点仅代表作者本人，搜狐号系信息发布平台，搜狐仅提供信息存储空间服务。</div><div class="bottom-relate-wrap"><div class="share-interaction">阅读 (<em>{m.rng.randint(9, 999)}</em>)</div></div></div>'
    side = f'<div class="sidebar right"><div class="right-author-info"><h4>{a.outlet}</h4><p>文章 {m.rng.randint(9, 9999)} 总阅读 {m.rng.randint(9, 999)}万</p></div><div class="hot-article"><h3>24小时热文</h3><ul>{m.links(8)}</ul></div></div>'
    return a, f'{m.head(a, "搜狐")}<body class="article-page">{m.menu("head-nav")}<div class="wrapper-box"><div class="area" id="article-container"><div class="left main">{body}</div>{side}</div><div class="groom-read"><p class="title">推荐阅读</p>{m.teasers(m.rng.randint(3, 10), "feed-item")}</div></div>{m.foot("foot-copyright")}</body></html>'


def _ifeng(m: Maker) -> tuple[Article, str]:
    """A page whose names are made by a program."""
    a = m.article()
    mark = f"{m.rng.randint(10**5, 10**6):x}"
    body = f'<div class="index_artical_{mark}"><h1 class="index_title_{mark}">{a.title}</h1><div class="index_tips_{mark}"><span>{a.date}</span><span class="index_from_{mark}">来自<a href="#">{a.outlet}</a></span><a href="#">{m.rng.randint(0, 999)}人参与</a></div><div class="index_main_content_{mark}"><div class="index_text_{mark}">{"".join(a.html)}</div><div class="index_comment_{mark}"><span>网友评论</span><p>文明上网理性发言，请遵守新闻评论服务协议</p>{m.comments(m.rng.randint(2, 20), f"index_item_{mark}")}</div></div></div>'
    return a, f'{m.head(a, "凤凰网")}<body><div id="root"><div><div class="index_nav_{mark}">{m.menu(f"index_list_{mark}")}</div><div class="index_leftContent_{mark}">{body}<div class="index_news_stream_{mark}"><h3>精彩推荐</h3>{m.teasers(m.rng.randint(5, 15), f"index_newsStream_{mark}")}</div></div><div class="index_right_{mark}"><h3>热榜</h3><ul>{m.links(10)}</ul></div></div></div>{m.foot(f"index_bottom_{mark}")}</body></html>'


def _toutiao(m: Maker) -> tuple[Article, str]:
    """A feed's article: blocks apart, a long column of comments."""
    a = m.article(rich=False)
    body = f'<div class="article-content"><h1>{a.title}</h1><div class="article-meta"><span>{a.date}</span><span class="dot">·</span><span class="name"><a href="#">{a.author}</a></span></div><article class="syl-article-base tt-article-content syl-page-article">{"".join(f"<p data-track={n}>{escape(line)}</p>" for n, line in enumerate(a.lines, 1))}</article><div class="detail-end-interaction"><span>举报</span></div></div>'
    return a, f'{m.head(a, "今日头条")}<body><div id="root"><div class="article-detail-container">{m.menu("header-nav")}<div class="left-sidebar"><div class="detail-interaction">{m.rng.randint(1, 99)}赞 评论 收藏 微信 微博</div></div><div class="main">{body}<div class="ttp-comment-wrapper"><div class="title"><span>评论 {m.rng.randint(5, 500)}</span></div><ul class="comment-list">{m.comments(m.rng.randint(10, 30), "comment-info")}</ul></div></div><div class="right-sidebar"><div class="user-card">{a.author} 关注</div><div class="article-hot-board"><p>头条热榜 换一换</p><ol>{m.links(10)}</ol></div></div></div></div></body></html>'


def _ministry(m: Maker) -> tuple[Article, str]:
    """A ministry's circular, its parts named otherwise than a town's."""
    a = m.article(least=3, most=10)
    body = f'<div class="mnr-wrap"><div class="crumbs-box"><a href="/">首页</a> &gt; <a href="#">信息公开</a> &gt; <a href="#">政策</a></div><div class="policyLibraryOverview_header"><table><tr><td><b>标　　题：</b></td><td colspan=3>{a.title}</td></tr><tr><td><b>发文机关：</b></td><td>某部办公厅</td><td><b>成文日期：</b></td><td>{a.date}</td></tr></table></div><div class="detail-news"><p class="dt-title">{a.title}</p><p class="dt-sub">某办发〔2024〕{m.rng.randint(1, 99)}号</p><div class="view TRS_UEDITOR trs_paper_default">{"".join(a.html)}</div></div><div class="pc-share">扫一扫在手机打开当前页</div><div class="related-doc"><h5>相关稿件</h5><ul>{m.links(m.rng.randint(2, 6))}</ul></div></div>'
    return a, f'{m.head(a, "中华人民共和国某部")}<body>{m.menu("header-gov")}{body}<div class="gov-bottom"><div class="links"><a href="#">网站声明</a><a href="#">网站地图</a><a href="#">联系我们</a></div><p>主办单位：某部　网站标识码bm{m.rng.randint(10**7, 10**8)}　京ICP备05052100号　京公网安备11040102700016号</p></div></body></html>'


def _jianshu(m: Maker) -> tuple[Article, str]:
    """A site of essays, with a program's names and no heading around the text."""
    a = m.article()
    body = f'<section class="ouvJEz"><h1 class="_1RuRku">{a.title}</h1><div class="rEsl9f"><div class="_2mYfmT"><a class="_1OhGeD" href="#">{a.author}</a><div class="s-dsoj"><time datetime="2023-05-06T02:20:30.000Z">{a.date}</time><span>字数 {m.rng.randint(300, 5000)}</span><span>阅读 {m.rng.randint(9, 999)}</span></div></div></div><article class="_2rhmJa">{"".join(a.html)}</article><div class="_1kCBjS"><span>{m.rng.randint(0, 99)}人点赞</span><a>日记本</a></div><div class="_19DgIp"><p>更多精彩内容，就在简书APP</p><p>"小礼物走一走，来简书关注我"</p><button>赞赏支持</button><span>还没有人赞赏，支持一下</span></div><div class="d0hShY"><a>{a.author}</a><div>总资产{m.rng.randint(1, 99)}共写了{m.rng.randint(1, 99)}.1W字获得{m.rng.randint(9, 999)}个赞</div></div></section><section class="_3Z3nHf"><h3>全部评论 {m.rng.randint(0, 50)}</h3>{m.comments(m.rng.randint(0, 15), "_2IUqvs")}</section><section class="ouvJEz"><h3 class="QxT4hD">推荐阅读</h3><ul class="_2ocWqT">{m.teasers(5, "_11jppn")}</ul></section>'
    return a, f'{m.head(a, "简书")}<body><div id="__next"><header class="_3Z3n">{m.menu("_1mZ5")}</header><div class="_21bLU4 _3kbg6I"><div class="_gp-ck">{body}</div><aside class="_2OwGUo"><section class="_3Z3nHx"><div>热门故事</div>{m.links(6, "div")}</section></aside></div></div></body></html>'


def _paper(m: Maker) -> tuple[Article, str]:
    """A daily's printed page on the web: a list of the page's pieces, the text in one table."""
    a = m.article(rich=False)
    body = f'<td class="bai"><table><tr><td class="font02" align="center"><founder-title>{a.title}</founder-title></td></tr><tr><td class="font02">{a.author}</td></tr><tr><td><div id="ozoom"><founder-content>{"".join(f"<P>　　{escape(line)}</P>" for line in a.lines)}</founder-content></div></td></tr></table></td>'
    left = f'<td class="lai"><table class="bmdh">{"".join(f"<tr><td class=default><a href=#>第{n:02}版：要闻</a></td></tr>" for n in range(1, 9))}</table><table class="btdh">{"".join(f"<tr><td><a href=#>{m.headline()}</a></td></tr>" for _ in range(6))}</table></td>'
    return a, f'{m.head(a, "海州日报数字报")}<body><table class="logo"><tr><td>2024年3月5日 星期二</td><td><a href="#">返回主页</a> <a href="#">版面目录</a></td></tr></table><table><tr>{left}{body}</tr></table><table class="pn"><tr><td><a href="#">上一版</a></td><td><a href="#">下一篇</a></td><td>放大 缩小 默认</td></tr></table><table class="dibu2"><tr><td>海州日报社版权所有，未经书面授权禁止复制或建立镜像　ICP备{m.rng.randint(10**6, 10**7)}号</td></tr></table></body></html>'


def _hexo(m: Maker) -> tuple[Article, str]:
    """A static blog: a catalog, a license box, a rewarding code."""
    a = m.article()
    body = f'<div class="post-block"><article itemscope itemtype="http://schema.org/Article" class="post-content"><header class="post-header"><h1 class="post-title" itemprop="name headline">{a.title}</h1><div class="post-meta-container"><span class="post-meta-item">发表于 <time itemprop="dateCreated datePublished" datetime="2023-05-06T10:20:30+08:00">{a.date}</time></span><span>本文字数：{m.rng.randint(1, 9)}.2k</span><span>阅读时长 ≈ 8 分钟</span></div></header><div class="post-body" itemprop="articleBody">{"".join(a.html)}</div><footer class="post-footer"><div class="reward-container"><div>坚持原创技术分享，您的支持将鼓励我继续创作！</div><button>打赏</button></div><ul class="post-copyright"><li><strong>本文作者：</strong>{a.author}</li><li><strong>本文链接：</strong><a href="#">https://example.com/a</a></li><li><strong>版权声明：</strong>本博客所有文章除特别声明外，均采用 BY-NC-SA 许可协议。转载请注明出处！</li></ul><div class="post-tags"><a href="#"># 生活</a></div><div class="post-nav"><a href="#">{m.headline()}</a><a href="#">{m.headline()}</a></div></footer></article></div>'
    return a, f'{m.head(a, "Hexo")}<body itemscope itemtype="http://schema.org/WebPage"><header class="header">{m.menu("site-nav")}</header><aside class="sidebar"><div class="post-toc"><ol class="nav"><li class="nav-item"><a href="#1">第一部分</a></li><li class="nav-item"><a href="#2">第二部分</a></li></ol></div><div class="site-author"><p class="site-author-name">{a.author}</p><div class="site-description">{m.writer.sentence("said")}</div></div></aside><div class="main-inner">{body}</div><footer class="footer"><div class="copyright">© 2024 {a.author}</div><div class="powered-by">由 Hexo 强力驱动</div></footer></body></html>'


TRAINED: dict[str, Template] = {
    "portal": _portal,
    "sina": _sina,
    "netease": _netease,
    "wechat": _wechat,
    "government": _government,
    "zhihu": _zhihu,
    "csdn": _csdn,
    "cnblogs": _cnblogs,
    "wordpress": _wordpress,
    "baike": _baike,
    "mobile": _mobile,
    "old tables": _old_tables,
} | more_pages.TRAINED | manual_pages.TRAINED
UNSEEN: dict[str, Template] = {
    "sohu": _sohu,
    "ifeng": _ifeng,
    "toutiao": _toutiao,
    "ministry": _ministry,
    "jianshu": _jianshu,
    "paper": _paper,
    "hexo": _hexo,
} | more_pages.UNSEEN | manual_pages.UNSEEN
HELD_OUT = frozenset(UNSEEN)
TEMPLATES = TRAINED | UNSEEN


def made_pages(names: Sequence[str] = tuple(TEMPLATES), each: int = PAGES_A_TEMPLATE) -> list[MadePage]:
    """Return pages of each template, always the same."""
    pages: list[MadePage] = []
    for name in names:
        for number in range(each):
            maker = Maker(random.Random(f"{SEED} {name} {number}"))
            article, html = TEMPLATES[name](maker)
            pages.append(MadePage(name, html, article.title, "\n".join(article.lines), article.author, article.date))
    return pages
