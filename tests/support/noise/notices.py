"""Sentences made of parts: notices of many kinds, and what only tells of them or speaks of other rules.

The parts are written without a look at the words that the library knows.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

_PARTS: dict[str, list[str]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))

_WHOSE = _PARTS["whose"]

_WHAT = _PARTS["what"]

_LEAVE = _PARTS["leave"]

_DO = _PARTS["do"]

_MAY_NOT = _PARTS["may not"]

_CREDIT = _PARTS["credit"]

_COURTESY = _PARTS["courtesy"]

_THEN = _PARTS["then"]

_USE = _PARTS["use"]

_ASK = _PARTS["ask"]


def notice(draw: Random) -> str:
    """Return a notice."""
    who, what, leave = draw.choice(_WHOSE), draw.choice(_WHAT), draw.choice(_LEAVE)
    do, may_not, credit = draw.choice(_DO), draw.choice(_MAY_NOT), draw.choice(_CREDIT)
    use, ask = draw.choice(_USE), draw.choice(_ASK)
    anyone = draw.choice(("", "任何人", "任何媒体或个人", "其他网站", "任何组织"))
    body = draw.choice(
        (
            f"未经{who}{leave}，{anyone}{may_not}{do}",
            f"{what}{may_not}{do}",
            f"{may_not}{do}",
            f"{what}版权归{who}所有",
            f"{what}的著作权属于{who}，{may_not}{do}",
            f"转载{draw.choice(('请', '须', '务必', '时请'))}{credit}",
            f"{what}欢迎{draw.choice(('转载', '转发', '分享', '引用'))}，但{draw.choice(('请', '须', '要'))}{credit}",
            f"{what}仅{draw.choice(('供', '限', '用于'))}{use}{draw.choice(('使用', '之用', ''))}，{may_not}{do}",
            f"{what}只供{use}",
            f"如需{do}，请{ask}",
            f"{do}前请{ask}",
            f"凡{do}{what}者，须{ask}并{credit}",
            f"{what}可{draw.choice(('自由', '免费', '随意'))}{draw.choice(('转载', '使用', '下载'))}，只要{credit}",
            f"{what}如有侵权，请{draw.choice(('联系', '告知', '通知'))}{draw.choice(('我们', '站长', '管理员'))}删除",
            f"商业{draw.choice(('转载', '使用', '用途'))}请{ask}，非商业{draw.choice(('转载', '使用'))}请{credit}",
            (
                f"{what}由{draw.choice(('老李', '某某文化', '一叶知秋'))}{draw.choice(('原创', '整理', '首发'))}，"
                f"{draw.choice(('转载', '引用'))}请{credit}"
            ),
        )
    )
    return f"{draw.choice(_COURTESY)}{body}{draw.choice(_THEN)}"


_SOMEBODY = _PARTS["somebody"]

_TOLD = _PARTS["told"]

_OF_ITSELF = _PARTS["of itself"]

_SUBJECT = _PARTS["subject"]

_RULED = _PARTS["ruled"]

_THING = _PARTS["thing"]

_TECHNICAL = _PARTS["technical"]

_IT = _PARTS["it"]


def other(draw: Random) -> str:
    """Return a sentence that tells of notices, or of rules about other things."""
    kind = draw.randrange(4)
    if kind == 0:
        return draw.choice(_TOLD).format(who=draw.choice(_SOMEBODY))
    if kind == 1:
        return draw.choice(_RULED).format(who=draw.choice(_SUBJECT), thing=draw.choice(_THING))
    return draw.choice(_TECHNICAL if kind == 2 else _OF_ITSELF).format(it=draw.choice(_IT))


_ENGLISH_WORK = _PARTS["english work"]

_ENGLISH_DO = _PARTS["english do"]

_DONE = {
    "share": "shared",
    "quote": "quoted",
    "use": "used",
    "upload elsewhere": "uploaded elsewhere",
    "copy": "copied",
}

_OWNER = _PARTS["owner"]


def english_notice(draw: Random) -> str:
    """Return a notice in English."""
    work, do, owner = draw.choice(_ENGLISH_WORK), draw.choice(_ENGLISH_DO), draw.choice(_OWNER)
    done = _DONE.get(do, f"{do}d" if do.endswith("e") else f"{do}ed")
    leave = draw.choice(("written permission", "prior consent", "express permission", "authorization", "permission"))
    use = draw.choice(("personal", "non-commercial", "educational", "research", "academic", "private", "classroom"))
    body = draw.choice(
        (
            f"You may not {do} {work} without {leave} from {owner}.",
            f"{work} may not be {done} without the {leave} of {owner}.",
            f"Do not {do} {work} without {leave}.",
            f"{work} may be {done} for {use} purposes only.",
            f"{work} is provided for {use} use only; it must not be {done}.",
            f"You are welcome to {do} {work} as long as you credit {owner}.",
            f"Please contact {owner} before you {do} {work}.",
            f"Please cite the source if you {do} {work}.",
            f"Copyright in {work} belongs to {owner}.",
            f"{work} is copyrighted by {owner}; no part may be {done}.",
            f"Permission to {do} {work} is granted provided that {owner} is acknowledged.",
            f"No {use} restrictions apply: feel free to {do} {work} with a link to the original.",
            f"Commercial use of {work} requires a license from {owner}.",
            f"Not to be {done} in any form without {leave}.",
            f"For {use} use only. Not for sale.",
            f"{work} may be freely {done} with attribution.",
        )
    )
    return draw.choice(("", "", "", "Note: ", "NOTICE: ", "Thanks for reading! ", "* ")) + body[0].upper() + body[1:]


_ENGLISH_OTHER = _PARTS["english other"]

_WHO = _PARTS["who"]

_ENGLISH_THING = _PARTS["english thing"]


def english_other(draw: Random) -> str:
    """Return an English sentence that is no notice."""
    return draw.choice(_ENGLISH_OTHER).format(who=draw.choice(_WHO), thing=draw.choice(_ENGLISH_THING))


_LICENSE = _PARTS["license"]

_NAMED = _PARTS["named"]

_NAMED_OTHER = _PARTS["named other"]


def named_notice(draw: Random) -> str:
    """Return a notice that names a license, in Chinese or in English."""
    return _filled(draw.choice(_NAMED), draw)


def named_other(draw: Random) -> str:
    """Return a sentence that names a license and puts nothing under it."""
    return _filled(draw.choice(_NAMED_OTHER), draw)


def _filled(pattern: str, draw: Random) -> str:
    """Return a pattern with parts of their kinds in it."""
    parts = {
        "l": draw.choice(_LICENSE),
        "m": draw.choice(_LICENSE),
        "what": draw.choice(_WHAT),
        "work": draw.choice(_ENGLISH_WORK),
        "owner": draw.choice(_OWNER),
        "name": draw.choice(_PARTS["project"]),
        "year": str(draw.randrange(2005, 2026)),
    }
    return pattern.format_map(parts)
