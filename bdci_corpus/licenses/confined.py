"""Notices that confine a text to a use: inside a house, in a competition, for study."""

from __future__ import annotations

import re

from bdci_corpus.licenses.family import COURTESY, MARKS, PROSE, QUOTES, TO_THE_READER, Family, between, reserved
from bdci_corpus.licenses.names import Named
from bdci_corpus.patterns import lazily


def _competition_only(_matched: str, _line: str) -> Named:
    return None, "competition-only"


CONFINED = (
    Family(
        kind="internal-use",
        anchors=tuple(f"内部{char}" for char in "使参学交传阅资文材刊"),
        pattern=lazily(
            r"(?:仅限于?|仅供|只限于?|只供|限)[^。,;!“”\"]{0,12}内部(?:使用|参考|参阅|学习|交流|传阅|阅读)|"
            r"内部(?:资料|文件|材料|刊物)[,!:;]?(?:注意保[存密管]|(?:请|切)?(?:勿|不要)(?:外传|公开|扩散)|"
            r"(?:不得|严禁|禁止)(?:外传|公开|扩散|转载)|妥善保管)"
        ),
        fits=between(TO_THE_READER, PROSE),
        terms=reserved,
    ),
    Family(
        kind="internal-use",
        anchors=("internaluse",),
        pattern=lazily(r"(?:for ?)?internal use only"),
        fits=between(
            lazily(
                rf"{MARKS}(?:(?:this|the) (?:document|report|material|file|information|content|page|memo)s? "
                r"(?:is|are) ?(?:intended )?)?"
                rf"(?:strictly|confidential|proprietary|and|for|[^\w{QUOTES}]){{0,10}}"
            ),
            lazily(rf" ?[{QUOTES}a-z]"),
        ),
        terms=reserved,
    ),
    Family(
        kind="competition-only",
        anchors=("赛", "评测", "competition", "challenge", "contest", "sharedtask"),
        pattern=lazily(
            r"(?:本|此)(?:文档|文件|数据集?|语料|资料|文本)(?:为|是|系|属于?)[^。;“”\"]{0,30}?(?:比赛|竞赛|"
            r"大赛|评测|赛题)(?:所|专)?(?:用|使用的?)?"
            r"(?:语料|数据|资料|文档)(?:的一部分)?|"
            r"(?:仅|只|专)(?:允许|授权|限于?|供|可|能|可?用于)[^。,;“”\"]{0,14}?(?:(?:比赛|竞赛|大赛|评测|赛事|"
            r"赛题|挑战赛|本赛|参赛(?=期间))(?:期间(?:用于)?|过程|活动)?(?:中|"
            r"内|之内)?(?:使用|之用|目的|用途)?(?!器|用|组|规)(?=[^\w]|使用|之用|模型|训练|$|[,.。])|"
            r"参赛(?:选手|者|队伍|队员|团队|人员|方|单位)(?:[^\W]{0,12}?(?:使用|参考|下载|研究|训练|之用)|"
            r"(?=[^\w]|$)))|"
            r"(?:参赛(?:选手|者|队伍|队员|团队|人员|方|单位)|选手|各队)?(?:不得|请勿|禁止|严禁|不可|切勿|"
            r"承诺不|不会?(?=将))(?:将(?:其|本|该|"
            r"此)?[^。,;“”\"]{0,10})?(?:用于|用作|用在)[^。,;“”\"]{0,6}(?:比赛|竞赛|大赛|评测|赛事|赛题|参赛)"
            r"(?:之外|以外|外|无关)(?:的?"
            r"(?:任何|其他|其它|一切){0,2}(?:商业)?(?:用途|目的|场合|方面|活动|场景|用处)?)|"
            r"for the purposes? of (?:this|the) (?:\w+ ){0,2}(?:competition|challenge|contest) only|"
            r"(?:for|to be used|may be used|used) (?:use )?(?:only )?(?:in|for|within)?"
            r"(?: the purposes? of)? ?(?:this|the) (?:\w+ )?(?:competition|challenge|contest)"
            r"(?: purposes?)? only|"
            r"for use in (?:the|this) (?:\w+ ){0,3}(?:competition|challenge|contest|shared task) only|"
            r"(?:must|may|shall) not be used outside (?:of )?(?:the|this) (?:\w+ ){0,2}(?:competition|"
            r"challenge|contest|shared task)|"
            r"(?:only|solely|exclusively) (?:for|in|within|be used (?:for|in)|to be used (?:for|in))"
            r"(?: the purposes? of|"
            r" participation in| use in)? ?(?:this|the) (?:\w+ ){0,2}(?:competition|challenge|contest)"
        ),
        fits=between(
            lazily(
                rf"{TO_THE_READER.pattern}|(?![^。]{{0,60}}(?:规定|规则|表示|认为|指出)){MARKS}{COURTESY}"
                rf"(?:参赛|选手|各队|赛题|大赛|比赛|竞赛|赛事|数据|本)[^。{QUOTES}]{{0,40}}|"
                rf"{MARKS}(?:participants?|teams?|data|(?:this|these|the|all) (?:data|dataset|corpus|files?|"
                rf"documents?|materials?|texts?|images?))(?:[^.{QUOTES}]{{0,80}})?",
                re.DOTALL,
            ),
            PROSE,
        ),
        terms=_competition_only,
    ),
    Family(
        kind="study-only",
        beside="non-commercial",
        anchors=(
            "仅供",
            "仅用于",
            "仅限",
            "只供",
            "只限",
            "只用于",
            "商用",
            "商业用",
            "商业目",
            "商业使",
            "盈利",
            "营利",
            "仅可用",
            "于商业",
            "任何商业",
            "限个人",
            "供个人",
        ),
        pattern=lazily(
            r"(?:仅|只)(?:限于?|供|可?用于)[^。;“”\"]{0,12}?(?:学习|研究|科研|学术|教学|非商业|个人|私人|阅读|"
            r"欣赏|鉴赏|观看|试[看读听用阅]|预览)(?:(?:和|与|、|"
            r"及|或)?(?:学习|研究|交流|科研))?"
            r"(?:[^。;“”\"]{0,12}?(?:使用|之用|用途|交流|目的|参考|阅读|学习|欣赏|观看)|(?=[^\w]|$))|"
            r"(?:不得|请勿|禁止|严禁|不可|勿|不能|不允许)(?:用于|用作|作为?|"
            r"将[^。,;“”\"]{0,8}用于)[^。,;“”\"]{0,6}(?:商业|商用|盈利|营利)|"
            r"(?:请勿|禁止|严禁|谢绝)(?:任何)?(?:商用|商业(?:性?用途|使用))"
        ),
        fits=between(TO_THE_READER, PROSE),
        terms=reserved,
    ),
    Family(
        kind="study-only",
        beside="non-commercial",
        anchors=(
            "purposesonly",
            "purposeonly",
            "useonly",
            "commercialuse",
            "onlybeused",
            "usedonly",
            "onlyfor",
            "solelyfor",
            "permitted",
        ),
        pattern=lazily(
            r"for (?:non-?commercial|academic|research|educational|personal|study|scientific|teaching)"
            r"(?:[ ,/]*(?:and|or|non-?commercial|academic|research|educational|personal|scientific|"
            r"teaching)){0,5} (?:purposes?|use) only|"
            r"(?:personal|private|educational|academic|non-?commercial|classroom) use of th(?:is|ese|"
            r"e) \w+ (?:is|are) (?:permitted|allowed|free)|"
            r"(?:only be used|be used only|be used solely|used only|limited|restricted|intended only|"
            r"available only)(?: for| to| in)(?: the)? (?:\w+ ){0,3}?"
            r"(?:non-?commercial|academic|research|educational|personal|scientific|teaching)(?: (?:and|or|"
            r"research|educational|academic|scientific|teaching|non-?commercial)){0,4}"
            r" (?:purposes?|use|research)|"
            r"(?:only|solely|strictly) for (?:non-?commercial|academic|research|educational|personal|"
            r"scientific|teaching)(?:[ ,/]*(?:and|or|non-?commercial|academic|research|educational|personal|"
            r"scientific|teaching)){0,5} (?:purposes?|use)|"
            r"(?:no|not for) commercial use(?: allowed| permitted)?|commercial use (?:is )?(?:strictly )?"
            r"(?:prohibited|forbidden|not allowed)"
        ),
        fits=between(
            lazily(
                rf"{MARKS}(?:(?:this|these|the|all|our|license|it|any)(?:(?!(?<![a-z])(?:was|were|said|says|"
                rf"law)(?![a-z]))[^.{QUOTES}]){{0,100}}|(?:free|available|released|licensed|use|"
                rf"provided)[^.{QUOTES}]{{0,40}})?",
                re.DOTALL,
            ),
            lazily(rf" ?(?:[{QUOTES}]|when|if|because)"),
        ),
        terms=reserved,
    ),
)
