"""Notices that permit to copy, share or archive on conditions that they name, under no license with a name."""

from __future__ import annotations

from bdci_corpus.licenses.family import MARKS, NEVER, QUOTES, TO_THE_READER, Family, between, reserved
from bdci_corpus.patterns import lazily

_DO = (
    r"(?:copy|share|reproduce|distribute|redistribute|reprint|repost|republish|reuse|re-use|translate|adapt|"
    r"use|print|"
    r"download|quote|modify|post|make (?:digital|hard|printed|verbatim|copies|\w+ copies))"
)

_CREDIT = r"(?:credit|attribution|link(?! to th(?:is|e) page)|acknowledg|cite|citation|mention|source)"

_TAKEN = (
    r"(?:(?:re-?)?(?:printed|produced|published|used|posted)|adapted|excerpted|taken|copied|borrowed|translated|included|"
    r"quoted|shown|provided)"
)

_PARTS = (
    r"(?:(?:some|parts?|portions?|most|many|several|code|text|figures?|images?|material|content)(?: of)?(?: |$)){0,2}"
)
"""Of what is said by whose leave it is there."""

PERMITTING = (
    Family(
        kind="permission",
        anchors=("permissionto", "permissionis", "permissionfrom", "withpermission", "bypermission", "kindpermission"),
        pattern=lazily(
            rf"permission (?:is (?:hereby )?(?:granted|given)(?:,? \w+){{0,4}} )?to {_DO}|"
            r"permission (?:from|of) [^.;]{1,60} (?:must|should|has to|is to) be (?:obtained|sought|requested)|"
            rf"{_TAKEN}(?:[^.;]|(?<=al)\.){{0,100}}? (?:with|by) (?:the |kind |express |written )*permission"
            r"(?= (?:of|from)|[^\w ]|$)"
        ),
        fits=between(
            lazily(
                rf"{MARKS}(?:{_PARTS}(?:(?:(?:this|these|the|all|our)(?: (?!was|were|said)\w+){{1,8}} )?"
                rf"(?:is|are|has been|have been)|originally)?|(?:for|to) [^.]{{0,80}},)? ?"
            ),
            NEVER,
        ),
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="reprint-with-credit",
        anchors=("feelfreeto", "youarefreeto", "youmay", "youcan", "pleasegive", "pleaseinclude", "pleasemention"),
        pattern=lazily(
            rf"(?:feel free|you are (?:free|welcome)|you may|you can)(?: freely)? ?(?:to )?{_DO}[^.;]{{0,120}}?"
            rf"(?:as long as|provided|if you|but|so long as|on condition|with)[^.;]{{0,60}}?{_CREDIT}|"
            rf"please (?:do )?(?:give|include|mention)[^.;]{{0,40}}?{_CREDIT}[^.;]{{0,40}}?(?:to the (?:author|"
            rf"original|source)|"
            r"(?:when|if) (?:you )?(?:re-?post|re-?print|shar|us|quot|re-?publish|cop))"
        ),
        fits=between(
            lazily(rf"{MARKS}(?:(?:feel free|you are (?:free|welcome)|you may)[^.{QUOTES}]{{0,120}}, ?(?:but )?)?"),
            lazily(rf"[{QUOTES}]"),
        ),
        terms=reserved,
        beside="open",
    ),
    Family(
        kind="license-to-database",
        anchors=("数据库", "信息网络传播", "网络传播权"),
        pattern=lazily(
            r"(?:许可|授权|同意|授予)[^。;“”\"]{0,60}(?:数据库|知网|期刊|平台)[^。;“”\"]{0,60}?"
            r"(?:数字化|复制|汇编|发行|信息网络传播|网络传播)"
        ),
        fits=between(TO_THE_READER, lazily(rf"[{QUOTES}]|的(?=行为|纠纷|案)")),
        terms=reserved,
        beside="open",
    ),
)
