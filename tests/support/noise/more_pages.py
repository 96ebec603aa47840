"""Further plans of pages in the manner of Chinese sites, and sites without a plan: drawn at random.

Half of them are never trained on: those of ``UNSEEN``.
"""

# ruff: noqa: E501 - a template is the plan of a page, and reads as one
# fmt: off
from __future__ import annotations

from html import escape

from noise.clean import traditional
from noise.page_parts import Article, Maker, Template

NAMES = {
    "english": {"body": "article-content post-text entry-main story_body", "title": "art-title headline tit", "meta": "meta info byline", "side": "side sidebar aside-r", "list": "list hot-list items", "comment": "comments cmt-list reply-area", "related": "related recommend more-news", "share": "share share-bar sns", "foot": "footer copyright foot", "nav": "nav top-menu header-nav", "crumb": "crumb path position", "wrap": "wrap main container box"},
    "pinyin": {"body": "zhengwen neirong wzxq nr", "title": "biaoti wzbt bt", "meta": "xinxi ly laiyuan", "side": "youce yb", "list": "liebiao lb", "comment": "pinglun pl liuyan", "related": "xiangguan xg tuijian", "share": "fenxiang fx", "foot": "dibu banquan yejiao", "nav": "daohang dh", "crumb": "weizhi dqwz mbx", "wrap": "zhuti zt kuang"},
}
"""How sites name the parts of their pages."""


def _called(m: Maker, scheme: str, part: str) -> str:
    """Return a class attribute for a part of a page, as a site of a kind has it."""
    if scheme == "hashed":
        return f' class="{m.pick("css", "sc", "jsx", "_")}-{m.rng.randint(10**6, 10**7):x}"'
    if scheme == "bare":
        return ""
    return f' {m.pick("class", "class", "id")}="{m.pick(*NAMES[scheme][part].split())}"'


def _wrapped(m: Maker, scheme: str, inner: str, tag: str = "div") -> str:
    for _ in range(m.rng.randint(0, 3)):
        inner = f"<{tag}{_called(m, scheme, 'wrap')}>{inner}</{tag}>"
    return inner


def _paragraphs(m: Maker, a: Article) -> str:
    """Return an article's paragraphs as some editor writes them."""
    way = m.pick("as it is", "as it is", "div", "br", "span", "section")
    if way == "as it is":
        return "".join(a.html)
    lines = [escape(line, quote=False) for line in a.lines]
    if way == "br":
        return m.pick("<br><br>", "<br/>", "<br />\n<br />\n").join(f"{m.pick('　　', '')}{line}" for line in lines)
    opened = {"div": "<div>{}</div>", "span": '<p><span style="font-family:宋体">{}</span></p>', "section": "<section><section><p>{}</p></section></section>"}[way]
    return "\n".join(opened.format(line) for line in lines)


def _sign(m: Maker, a: Article) -> str:
    """Return the line under a title, said in one of the ways of sites."""
    when = m.pick("发布时间：", "时间：", "日期：", "", "", "发布于 ") + a.date
    source = m.pick("来源：", "来源: ", "稿源：", "文章来源：") + a.outlet
    author = m.pick("作者：", "作者: ", "文/", "记者：") + a.author
    more = m.pick("阅读：%d次", "浏览次数：%d", "点击：[%d]", "阅读(%d)", "") .replace("%d", str(m.rng.randint(1, 9999)))
    said = [each for each in (when, source if m.chance(0.7) else "", author if m.chance(0.4) else "", more, m.pick("字号：[大 中 小]", "字体：大 中 小", "")) if each]
    between = m.pick(" ", "　", " | ", "&nbsp;&nbsp;", "</span><span>")
    return f"<span>{between.join(said)}</span>"


def _drawn(m: Maker, scheme: str) -> tuple[Article, str]:
    """A page whose plan is drawn: what there is of lists, comments and bars, and before or behind what they stand."""
    a = m.article(least=2, most=12, rich=m.chance(0.6))
    tag = m.pick("div", "div", "section")
    title = m.pick("<h1{}>{}</h1>", "<h2{}>{}</h2>", "<div{}>{}</div>", "<h1{}><span>{}</span></h1>").format(_called(m, scheme, "title"), a.title)
    meta = f"<div{_called(m, scheme, 'meta')}>{_sign(m, a)}</div>"
    body = f"<{tag}{_called(m, scheme, 'body')}>{_paragraphs(m, a)}</{tag}>"
    if m.chance(0.25):
        lead = m.prose()
        body = m.pick("<p class=lead>{}</p>", "<div class=summary>{}</div>", "<h2 class=dek>{}</h2>", "<p>{}</p>").format(lead) + body
        a.lines.insert(0, lead)
    if m.chance(0.25):
        note = m.pick("注：", "附：", "说明：", "（") + m.writer.sentence("news")
        body += m.pick("<p>{}</p>", "<div class=note>{}</div>", "<p class=footnote>{}</p>").format(note)
        a.lines.append(note)
    crumb = f'<div{_called(m, scheme, "crumb")}>{m.pick("当前位置：", "您现在的位置：", "")}<a href="/">首页</a> {m.pick("&gt;", "»", "/", ">>")} <a href="/n">{m.pick("新闻", "动态", "公告")}</a> {m.pick("&gt; 正文", "", "/ 内容")}</div>'
    links = f'<div{_called(m, scheme, "related")}><h3>{m.pick("相关新闻", "推荐阅读", "猜你喜欢", "延伸阅读", "大家都在看")}</h3><ul>{m.links(m.rng.randint(3, 10))}</ul></div>'
    teasers = f'<div{_called(m, scheme, "list")}>{m.teasers(m.rng.randint(2, m.rng.choice((10, 10, 30))), m.pick("item", "li", "c"))}</div>'
    comments = f'<div{_called(m, scheme, "comment")}><h3>{m.pick("评论", "网友评论", "全部留言", "最新评论")}</h3>{m.comments(m.rng.randint(1, m.rng.choice((18, 18, 45))), m.pick("c", "item", "row"))}</div>'
    around = [each for each, likely in ((links, 0.7), (teasers, 0.4), (comments, 0.5), (m.share("fx" if scheme == "pinyin" else "s"), 0.6)) if m.chance(likely)]
    m.rng.shuffle(around)
    editor = m.pick(f"<p>（责任编辑：{m.name()}）</p>", f"<div>编辑：{m.name()}</div>", "", "")
    inner = _wrapped(m, scheme, f"{crumb if m.chance(0.7) else ''}{title}{meta}{body}{editor}" + ("".join(around) if m.chance(0.5) else ""))
    beside = m.pick("div", "aside")
    side = f'<{beside}{_called(m, scheme, "side")}><h3>{m.pick("热点排行", "最新文章", "本周热门")}</h3><ul>{m.links(m.rng.randint(4, 14))}</ul></{beside}>' if m.chance(0.6) else ""
    outer = [inner, side] if m.chance(0.6) else [side, inner]
    if "".join(around) not in inner:
        outer += around
    foot = m.foot("") if scheme in {"bare", "hashed"} else m.foot(m.pick(*NAMES[scheme]["foot"].split()))
    nav = m.menu("") if scheme in {"bare", "hashed"} else m.menu(m.pick(*NAMES[scheme]["nav"].split()))
    return a, f'{m.head(a, m.pick("海州新闻网", "青溪在线"))}<body>{nav}{_wrapped(m, scheme, "".join(outer))}{foot}{m.cookies()}</body></html>'


def _english(m: Maker) -> tuple[Article, str]:
    """A page without a plan, its parts named in English."""
    return _drawn(m, "english")


def _hashed(m: Maker) -> tuple[Article, str]:
    """A page without a plan, its parts named by a program."""
    return _drawn(m, "hashed")


def _pinyin(m: Maker) -> tuple[Article, str]:
    """A page without a plan, its parts named in pinyin."""
    return _drawn(m, "pinyin")


def _bare(m: Maker) -> tuple[Article, str]:
    """A page without a plan and without names."""
    return _drawn(m, "bare")


def _people(m: Maker) -> tuple[Article, str]:
    """A party paper's site: the share bar above, editors in brackets, a second column of lists."""
    a = m.article()
    body = f'<div class="layout rm_txt cf"><div class="col col-1 fl"><h3 class="pre"></h3><h1>{a.title}</h1><h4 class="sub"></h4><div class="author cf">{m.pick("本报记者 ", "")}{a.author}</div><div class="channel cf"><div class="col-1-1 fl">{a.date} | 来源：<a href="#">{a.outlet}</a></div><div class="col-1-2 fr">小字号</div></div><div class="rm_txt_con cf"><div class="box_pic"></div>{"".join(a.html)}<p class="paper_num">《 {a.outlet} 》（ 2024年03月05日 第 {m.rng.randint(1, 20):02} 版）</p><div class="edit cf">(责编：{m.name()}、{m.name()})</div></div><div class="rm_fx cf"><p>分享让更多人看到</p><a href="#">推荐阅读</a></div></div><div class="col col-2 fr"><div class="rm_ranking cf"><h3>热门排行</h3><ul>{m.links(10)}</ul></div></div></div>'
    return a, f'{m.head(a, "某网")}<body>{m.menu("header rm_nav")}<div class="route cf"><a href="#">某网</a>&gt;&gt;<a href="#">要闻</a></div>{body}<div class="layout rm_related"><h2>相关新闻</h2><ul>{m.links(4)}</ul></div>{m.foot("footer rm_bottom")}</body></html>'


def _island(m: Maker) -> tuple[Article, str]:
    """A newspaper of Taiwan, in Traditional characters, with advertisements for its app between paragraphs."""
    a = m.article(rich=False)
    cut = max(1, len(a.lines) // 2)
    pieces = [f"<p>{escape(line)}</p>" for line in a.lines]
    more = "<p>請繼續往下閱讀...</p>"
    body = f'<div class="whitecon articlebody"><h1>{a.title}</h1><div class="text boxTitle boxText" data-desc="內容頁"><span class="time">{a.date.replace("年", "/").replace("月", "/").replace("日", "")}</span><div class="photo"><p>（資料照，記者{a.author}攝）</p></div><p>〔記者{a.author}／台北報導〕{a.lines[0]}</p>{"".join(pieces[1:cut])}{more if len(pieces) > cut else ""}{"".join(pieces[max(1, cut):])}</div><div class="appE1121"><p>不用抽 不用搶 現在用APP看新聞 保證天天中獎　點我下載APP　按我看活動辦法</p></div><div class="related boxTitle"><h3>相關新聞</h3><ul>{m.links(5)}</ul></div></div>'
    a.lines[0] = f"〔記者{a.author}／台北報導〕{a.lines[0]}"
    a.title, a.author = traditional(a.title), traditional(a.author)
    a.lines = [traditional(line) for line in a.lines]
    return a, traditional(f'{m.head(a, "自由時報").replace("zh-CN", "zh-Hant-TW")}<body>{m.menu("ltnheader")}<div class="content"><section>{body}</section><aside class="ltn_sidebar"><h3>熱門新聞</h3><ul>{m.links(10)}</ul></aside></div>{m.foot("footer")}</body></html>')


def _harbor(m: Maker) -> tuple[Article, str]:
    """A newspaper of Hong Kong: names made by a program, a wall of other news behind the text."""
    a = m.article(rich=False)
    a.title, a.author = traditional(a.title), traditional(a.author)
    a.lines = [traditional(line) for line in a.lines]
    body = f'<article><h1 id="articleTitle" class="break-words text-xl">{a.title}</h1><div class="flex text-xs"><span>撰文：{a.author}</span></div><div class="flex"><span>出版：</span><time datetime="2024-03-05T08:10:00+0800">2024-03-05 08:10</time><span>更新：</span><time>2024-03-05 09:00</time></div><section id="article-content-section" class="mb-4">{"".join(f"<p class=break-words>{escape(line)}</p>" for line in a.lines)}</section><div class="my-3"><span>下載APP 緊貼最新消息</span></div></article>'
    wall = traditional("".join(f'<div><a href="#"><span>{m.headline()}</span></a><span>{m.rng.randint(1, 23)}小时前</span></div>' for _ in range(m.rng.randint(10, 30))))
    return a, f'<!DOCTYPE html><html lang="zh-HK"><head><meta charset="utf-8"><title>{a.title}｜某01</title></head><body>{traditional(m.menu("flex h-10"))}<div class="grid"><main>{body}</main><div><p>最Hit</p>{traditional(m.links(6, "div"))}</div></div><div class="mt-8"><h2>更多港聞</h2>{wall}</div><footer>{traditional(m.foot("py-4"))}</footer></body></html>'


def _qq(m: Maker) -> tuple[Article, str]:
    """A portal whose date stands apart in a column on the left."""
    a = m.article()
    body = f'<div class="qq_conent clearfix"><div class="LEFT"><h1>{a.title}</h1><div class="content clearfix"><div id="LeftTool" class="LeftTool"><div class="left-stick-wp"><div class="year">2024</div><div class="md">03/<span>05</span></div><div class="time">08<span>:</span>30</div></div></div><div class="content-article">{"".join(a.html)}<div id="Status"></div></div></div><div id="Comment"><h2>评论</h2>{m.comments(m.rng.randint(3, 15), "cmt-item")}</div></div><div class="RIGHT"><div class="hot"><h2>今日话题</h2><ul>{m.links(8)}</ul></div></div></div>'
    return a, f'{m.head(a, "腾讯新闻")}<body id="P-QQ"><div class="global-nav">{m.menu("navwp")}</div>{body}<div class="footer-more"><h2>更多精彩</h2>{m.teasers(m.rng.randint(3, 9), "itme")}</div>{m.foot("qq-footer")}</body></html>'


def _college(m: Maker) -> tuple[Article, str]:
    """A notice of a college: files to take along, the date of its sign below, bars of links in selects."""
    a = m.article(least=1, most=7)
    a.lines += ["附件：1.报名表.doc", "2.名额分配表.xls", "青溪学院教务处", "2024年3月5日"]
    a.html += ['<p>附件：<a href="1.doc">1.报名表.doc</a></p><p><a href="2.xls">2.名额分配表.xls</a></p>', '<p style="text-align:right">青溪学院教务处</p><p align="right">2024年3月5日</p>']
    body = f'<form name="_newscontent_fromname"><div class="{m.pick("m3n", "content_t", "main_contit")}"><h2>{a.title}</h2><p class="sj">时间：{a.date}　作者：{a.author}　点击数：<span>{m.rng.randint(1, 999)}</span></p></div><div id="vsb_content_2" class="v_news_content">{"".join(a.html)}</div><p class="tj">【<a href="javascript:window.close()">关闭窗口</a>】【<a href="#">打印</a>】</p><p>上一条：<a href="#">{m.headline()}</a></p><p>下一条：<a href="#">{m.headline()}</a></p></form>'
    selects = "".join(f"<option>{name}</option>" for name in ("友情链接", "教育部", "教育厅", "招生网"))
    return a, f'{m.head(a, "青溪学院")}<body><div class="topbar">校内邮箱 | 办公系统 | 信息公开</div>{m.menu("menu")}<div class="dqwz">当前位置: <a href="#">首页</a> &gt;&gt; 通知公告 &gt;&gt; 正文</div>{body}<div class="link"><select>{selects}</select></div><div class="foot">版权所有 © 青溪学院 地址：青溪镇学府路1号 邮编：246200</div></body></html>'


def _typecho(m: Maker) -> tuple[Article, str]:
    """A small blog engine: comments with replies in them, the license below the text, recent posts beside it."""
    a = m.article(least=3)
    replies = m.comments(m.rng.randint(1, 9), "comment-body")
    body = f'<div class="col-mb-12 col-8" id="main" role="main"><article class="post" itemscope itemtype="http://schema.org/BlogPosting"><h1 class="post-title" itemprop="name headline"><a itemprop="url" href="/archives/9/">{a.title}</a></h1><ul class="post-meta"><li itemprop="author" itemscope>作者: <a itemprop="name" href="#" rel="author">{a.author}</a></li><li>时间: <time datetime="2024-03-05T08:30:00+08:00" itemprop="datePublished">{a.date}</time></li><li>分类: <a href="#">默认分类</a></li></ul><div class="post-content" itemprop="articleBody">{"".join(a.html)}</div><p itemprop="keywords" class="tags">标签: <a href="#">随笔</a></p></article><div id="comments"><h3>已有 {m.rng.randint(1, 30)} 条评论</h3><ol class="comment-list">{replies}</ol><div class="respond"><h3 id="response">添加新评论</h3><p>称呼 必填</p><textarea>说点什么</textarea></div></div><ul class="post-near"><li>上一篇: <a href="#">{m.headline()}</a></li><li>下一篇: <a href="#">{m.headline()}</a></li></ul></div>'
    return a, f'{m.head(a, "一间小屋")}<body><header id="header"><a id="logo" href="/">一间小屋</a><p class="description">{m.writer.sentence("said")}</p>{m.menu("nav-menu")}</header><div id="body"><div class="container"><div class="row">{body}<div class="col-mb-12 col-offset-1 col-3" id="secondary"><section class="widget"><h3 class="widget-title">最新文章</h3><ul>{m.links(8)}</ul></section><section class="widget"><h3>最近回复</h3><ul>{"".join(f"<li><a href=#>{m.name()}</a>: {m.prose()[:30]}...</li>" for _ in range(6))}</ul></section></div></div></div></div><footer id="footer">&copy; 2024 一间小屋. 由 Typecho 强力驱动.</footer></body></html>'


def _shop(m: Maker) -> tuple[Article, str]:
    """A product: what it is, a table of its measures; prices, buttons, opinions and other goods around."""
    a = m.article(least=2, most=5, rich=False)
    facts = [("品名", a.title[:8]), ("产地", "青溪"), ("净含量", f"{m.rng.randint(1, 9)}00克"), ("保质期", "12个月")]
    lines = [*(f"{k}\t{v}" for k, v in facts), *a.lines]
    a.html = ["<table class='spec'>" + "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in facts) + "</table>", *(f"<p>{escape(line)}</p>" for line in a.lines)]
    a.lines = lines
    body = f'<div class="goods-info"><div class="album"><img src="a.jpg" alt=""><ul><li><img src=b.jpg></li></ul></div><div class="summary-price"><h1 class="sku-name">{a.title}</h1><div class="price">促销价 ￥{m.rng.randint(9, 999)}.00 <a href="#">降价通知</a></div><div class="choose-amount"><a href="#" class="btn">加入购物车</a><a href="#" class="btn">立即购买</a></div><p>配送至：全国 服务：由青溪店发货并提供售后服务</p></div></div><div class="detail"><div class="tab-main"><ul><li>商品介绍</li><li>规格与包装</li><li>售后保障</li><li>商品评价({m.rng.randint(9, 999)}+)</li></ul></div><div class="tab-con detail-content">{"".join(a.html)}</div></div><div class="mod-comment"><h3>商品评价</h3>{m.comments(m.rng.randint(3, 12), "comment-item")}</div>'
    return a, f'{m.head(a, "青溪商城")}<body><div class="shortcut">您好，请登录 免费注册 | 我的订单 | 客户服务</div>{m.menu("nav-goods")}<div class="w">{body}</div><div class="aside"><h3>看了又看</h3>{m.teasers(5, "p-item")}</div>{m.foot("service-foot")}</body></html>'


def _answers(m: Maker) -> tuple[Article, str]:
    """A question and its best answer; other answers are no part of it."""
    a = m.article(least=2, most=8, rich=False)
    body = f'<div class="wgt-ask"><h1 accuse="qTitle"><span class="ask-title">{a.title}</span></h1><div class="ask-info">浏览 {m.rng.randint(9, 999)} 次 分享 举报</div></div><div class="wgt-best"><div class="best-head">推荐于 {a.date} · <span>{a.author}</span> 采纳数：{m.rng.randint(1, 99)} 获赞数：{m.rng.randint(1, 999)}</div><div class="best-text mb-10">{"<br>".join(escape(line) for line in a.lines)}</div><div class="wgt-eva">本回答由提问者推荐 已赞过 已踩过 你对这个回答的评价是？ 评论 收起</div></div><div class="wgt-related"><h2>其他类似问题</h2><ul>{m.links(8)}</ul></div>'
    return a, f'{m.head(a, "某知道")}<body><div class="header">{m.menu("channel")}</div><section class="line qb-section"><article class="grid qb-content">{body}</article><aside class="grid-r qb-side"><h2>为你推荐</h2><ul>{m.links(8)}</ul></aside></section>{m.foot("footer-new")}</body></html>'


def _video(m: Maker) -> tuple[Article, str]:
    """A column of a site of videos: a long list of recommended videos, an author's box above."""
    a = m.article()
    body = f'<div class="article-container"><div class="title-container"><h1 class="title">{a.title}</h1><div class="article-read-panel"><span class="category">日常</span><span class="publish-text">{a.date}</span><span>{m.rng.randint(1, 9)}.{m.rng.randint(1, 9)}万阅读 · {m.rng.randint(9, 999)}喜欢</span></div></div><div class="up-info"><a class="up-name" href="#">{a.author}</a><div class="up-content">粉丝：{m.rng.randint(1, 99)}万 文章：{m.rng.randint(1, 99)}</div><div class="fans-btn">关注</div></div><div id="read-article-holder" class="normal-article-holder read-article-holder">{"".join(a.html)}<p class="original">本文禁止转载或摘编</p></div><div class="interaction-info">点赞 投币 收藏 分享</div></div>'
    return a, f'{m.head(a, "某站专栏")}<body><div class="international-header">{m.menu("mini-header")}</div><div class="page-container">{body}<div class="comment-m"><p>{m.rng.randint(2, 300)} 条评论</p>{m.comments(m.rng.randint(4, 20), "reply-item")}</div></div><div class="right-side-bar">{m.links(12, "div")}</div></body></html>'


TRAINED: dict[str, Template] = {
    "drawn, english": _english,
    "drawn, hashed": _hashed,
    "people": _people,
    "island": _island,
    "college": _college,
    "shop": _shop,
    "video": _video,
}
UNSEEN: dict[str, Template] = {
    "drawn, pinyin": _pinyin,
    "drawn, bare": _bare,
    "harbor": _harbor,
    "qq": _qq,
    "typecho": _typecho,
    "answers": _answers,
}
