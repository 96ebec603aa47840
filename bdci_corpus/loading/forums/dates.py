"""The dates that forums print: whole, without a year, in English, or counted back from when the page was seen."""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[ \u00a0]?[AaPp][Mm]\b)?"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = "(?:(?:" + "|".join(map(str.capitalize, _MONTHS)) + ")[a-z]{0,6})"

_WEEKDAY = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}|(?:周|週|星期)[一二三四五六日天])"

_AGO = (
    "刚刚|剛剛|刚才|剛才|半(?:小时|小時|天)前"
    "|\\d{1,3} ?(?:秒钟?|秒鐘|分钟?|分鐘|个?小时|個?小時|天|周|週|个?月|個月|年)[之以]?前"
    f"|(?:今天|昨天|前天|今日|昨日|前日)(?:[ \\u00a0]?(?:凌晨|早上|上午|中午|下午|晚上)?[ \\u00a0]?{_CLOCK})?"
    f"|(?:an?|\\d{{1,3}}) (?:second|minute|hour|day|week|month|year)s? ago"
    f"|(?:[Yy]esterday|[Tt]oday)(?:,? (?:at )?{_CLOCK})?"
)

WHEN = (
    f"(?:(?:{_WEEKDAY},?[ ]?)?\\d{{4}}[ ]?[-/.年][ ]?\\d{{1,2}}[ ]?[-/.月][ ]?\\d{{1,2}}[日號号]?(?:[ ,，(（]{{0,2}}{_WEEKDAY}[)）]?)?"
    f"(?:[ \\u00a0T]{{0,3}}(?:凌晨|早上|上午|中午|下午|晚上)?[ ]?{_CLOCK})?"
    f"|\\d{{1,2}}[-/]\\d{{1,2}}[-/]\\d{{4}}(?:,?[ \\u00a0]{{1,2}}{_CLOCK})?"
    f"|(?:{_WEEKDAY},? )?(?:{_MONTH} {{1,2}}\\d{{1,2}}(?:,? \\d{{4}})?|\\d{{1,2}} {_MONTH},? \\d{{4}}"
    f"|\\d{{1,2}}月 ?\\d{{1,2}}日?, \\d{{4}})"
    f"(?:,? (?:at )?{_CLOCK}(?: \\d{{4}})?)?|{_AGO}"
    f"|\\d{{1,2}}(?:月\\d{{1,2}}日|[-/]\\d{{1,2}}(?![-/\\d]))(?:[ \\u00a0]{_CLOCK})?)"
)
"""Any of them, as the inside of a regular expression without groups."""

_NOON = 12
"""The hour, and how many months there are: what is above is no month."""

_PARTS = re.compile(
    "(?P<year>\\d{4})[ ]?[-/.年][ ]?(?P<month>\\d{1,2})[ ]?[-/.月][ ]?(?P<day>\\d{1,2})"
    "|(?P<first>\\d{1,2})[-/](?P<second>\\d{1,2})[-/](?P<year2>\\d{4})"
    f"|(?P<name>{_MONTH}) +(?P<day2>\\d{{1,2}})(?=,? \\d{{4}}|.*\\d{{4}}$)"
    f"|(?P<day3>\\d{{1,2}}) (?P<name2>{_MONTH})|(?P<month2>\\d{{1,2}})月 ?(?P<day4>\\d{{1,2}})日?, (?P<year3>\\d{{4}})"
)

_TIME = re.compile(
    r"(?P<part>[上下中]午|凌晨|早上|晚上)?[ ]?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[ \u00a0]?(?P<half>[AaPp])[Mm]\b)?"
)

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Moment(NamedTuple):
    """A printed date, year first, or None where it says no year or may be read in two ways."""

    said: str
    value: str | None


def moment(said: str) -> Moment:
    """Read a printed date; nothing is guessed from when the page may have been seen."""
    parts, year = _PARTS.search(said), _YEAR.search(said)
    day = _day(parts) if parts and year else None
    if day is None or year is None:
        return Moment(said, None)
    time = _TIME.search(said)
    return Moment(said, f"{year.group()}-{day[0]:02}-{day[1]:02}{_clock(time) if time else ''}")


def _day(parts: re.Match[str]) -> tuple[int, int] | None:
    """Return month and day; of 05-06-2020 nobody knows which is which."""
    if parts["first"]:
        first, second = int(parts["first"]), int(parts["second"])
        if first == second or second > _NOON >= first:
            return first, second
        return (second, first) if first > _NOON >= second else None
    name = parts["name"] or parts["name2"]
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["month"] or parts["month2"])
    return month, int(parts["day"] or parts["day2"] or parts["day3"] or parts["day4"])


def _clock(time: re.Match[str]) -> str:
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % _NOON + _NOON * (time["half"] in "Pp")
    elif time["part"] in {"下午", "晚上"} and hour < _NOON:
        hour += _NOON
    return f" {hour:02}:{time['minute']}" + (f":{time['second']}" if time["second"] else "")
