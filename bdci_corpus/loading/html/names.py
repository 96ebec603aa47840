"""Names that stand where an author should: of persons, of papers and sites, and what is nobody's."""

from __future__ import annotations

import re

from bdci_corpus.text import HAN_CLASS

HAN_NAME = rf"[{HAN_CLASS}]{{2,4}}(?:·[{HAN_CLASS}]{{2,6}})?"
"""A person's name in Chinese."""

MEDIUM = (
    rf"[A-Za-z·{HAN_CLASS}]{{1,12}}(?:网|網|报|報|社|电视台|電視台|电台|電台|卫视|新闻|新聞|周刊|週刊|杂志|雜誌|"
    r"在线|在線|频道|頻道|客户端|传媒|财经|论坛|論壇)"
)
"""A name that a newspaper, an agency, a station or a site may have."""

_SITE = re.compile(
    rf"{MEDIUM}|[\w.-]{{2,40}}\.(?:com|net|cn|org)|(?:[\w-]{{2,40}}\.){{1,3}}(?!(?:jr|sr)$)[a-z]{{2}}", re.IGNORECASE
)

_BY = re.compile(r"by:?\s{1,4}(?=\S)", re.IGNORECASE)

WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
"""A day of the week, which is no part of a name."""

OFFICE = (
    r"(?:(?:[A-Z][\w.'’&-]{0,20}\s){0,3}(?:Press|News|Times|Post|Journal|Magazine|Writers?|Editors?|Correspondents?|Staff"
    r"|Reporters?|Contributors?|Reuters|Bloomberg|Agency|Columnist|Producer|Analyst)\b|[A-Z]{2,5}\b(?!\s[A-Z]))"
)
"""Whose writer somebody is, or what: what stands behind a name and is none."""

AGENCY = (
    r"(?i:(?:the\s)?associated\spress|reuters|bloomberg|agence\sfrance|staff\b|special\sto\b|correspondent"
    r"|[\w-]{2,30}\.(?:com|org|net)\b)"
)
"""The same where no comma parts it from the name."""

_OFFICE_BEHIND = re.compile(rf",\s{{1,4}}{OFFICE}.{{0,60}}")

_CHANNEL = re.compile(
    r"订阅|财经|財經|新闻|新聞|体育|體育|科技|娱乐|娛樂|汽车|房产|军事|教育|数码|手机|女人|旅游|健康|历史|号|號"
)
"""What a portal puts behind its name for one of its parts, as in 标题_网易财经."""

_LEAST_SITE = 5
"""A site's name of so many characters at the end of another makes that one a site's, too."""

_NOBODY = re.compile(
    r"[\d\W_]*|(?:your )?name|authors?|admin(?:istrator)?|root|unknown|anonymous|none|null|undefined|"
    r".*(?:discuz|comsenz|phpwind|dedecms|dede58|empirecms|phpcms|wordpress|z-blog|joomla).*|"
    r"佚名|未知|匿名|匿名用户|无|作者|作者简介|关于作者|记者|記者|编辑|編輯|小编|网友|原创|"
    r"(?:系统|网站)?管理员|本站|本站(?:编辑|原创)|网络|互联网|网络整理|来自网络|关注|關注",
    re.IGNORECASE,
)
"""What templates, programs and editors write where a name should stand."""


def is_nobody(name: str) -> bool:
    """Return whether a name is none."""
    return _NOBODY.fullmatch(name) is not None


def bare_name(value: str) -> str:
    """Return the name in what a tag says of an author, without a "by" before it or an office behind it."""
    return _OFFICE_BEHIND.sub("", _BY.sub("", value, count=1) if _BY.match(value) else value).strip()


def is_site(name: str, tails: list[str]) -> bool:
    """Return whether a name is a site's or a paper's; ``tails`` is what stands behind a page's title in its head."""
    sites = [tail.strip() for tail in tails]
    behind = (site.removeprefix(name) for site in sites if site.startswith(name))
    if _SITE.fullmatch(name) is not None or any(_CHANNEL.fullmatch(rest) for rest in behind):
        return True
    return any(len(site) >= _LEAST_SITE and name.casefold().endswith(f" {site.casefold()}") for site in sites)
