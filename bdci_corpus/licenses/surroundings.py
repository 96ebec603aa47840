"""What may stand around the words of a license notice, and what makes them a part of running prose."""

from __future__ import annotations

import re

QUOTES = '"“”‘’「」『』《》'
MARKS = rf"(?:[^\w{QUOTES}]|\d|_){{0,60}}"
THIS = (
    r"(?:本|此|这)(?:篇|部|个|份)?(?:文|站|网|报|刊|书|作品|博|帖|贴|资料|材料|内容|图|数据|语料|页|号|公众号|平台|栏目|译文|教程|"
    r"项目|软件|出版物|著作|手册|课件|视频|公司|单位|机构|杂志|档|社)"
)
SUBJECT = (
    rf"(?:{THIS}|以上|上述|所有|全部|部分|文章|原文|作品|图[片文]|[视音]频|稿件|内容|资料|文中|文件|文字|声明|版权|著作权|[特郑]\w声明|免责声明|"
    r"[温友]\w提示|提示|提醒|注意|注|备注|说明|警告|作者|来源|原创|首发|转载|欢迎|如|需要|若|凡|除|未经|请|敬请|谢绝|侵权|"
    r"copyright|©|licen[sc]e|许可|授权|协议|内部|秘密|机密|confidential|this|the(?:content|text|work))"
)
SAYS = r"指出|认为|表示|获悉|写道|强调|介绍|讨论|声称|据称|宣称|问道|谈到|所谓|参赛|投稿|应征|征集|甲方|乙方|主办"
FREE = rf"(?:(?!{SAYS})[^。{QUOTES}])"
TO_THE_READER = re.compile(rf"{MARKS}(?:{SUBJECT}{FREE}{{0,80}})?", re.DOTALL)
TO_THE_READER_OR_OF_A_SITE = re.compile(rf"{TO_THE_READER.pattern}|凡[^。]{{0,80}}", re.DOTALL)
OWNER = re.compile(
    rf"{MARKS}(?:(?!{SAYS}|对于|关于|享有|拥有|该|其|由|将|把|的|是|了|“)[^。{QUOTES}]){{0,60}}|{TO_THE_READER.pattern}",
    re.DOTALL,
)
ALONE = re.compile(MARKS)
_RUNS_ON = (
    rf"[的地等是这者人权方{QUOTES}]|字样|问题|制度|行为|事件|一[说事方]|以外|为由|"
    r",?(?:一方|因此|所以|但|而且|这|成为|引发|已|就)"
)
PROSE = re.compile(_RUNS_ON)
VERB_PROSE = re.compile(rf"{_RUNS_ON}|(?!本|及|或|和|复制|使用|转发|摘|抄|链接|必究|[谢多并,])[^\W\d_]")
NEVER = re.compile(r"(?!)")
QUOTE = re.compile(f"[{QUOTES}]")
