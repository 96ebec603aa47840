"""Read the dates that pages print, as exactly as they say and no more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_DATE = re.compile(
    r"(?P<year>\d{4})\s?[年/.-]\s?(?P<month>\d{1,2})(?:\s?[月/.-]\s?(?P<day>\d{1,2})\s?[日号號]?)?"
    r"(?:[T\s]*(?P<hour>\d{1,2})[:：时時](?P<minute>\d{2})(?:[:：分](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s*(?P<zone>Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}(?!\d))?"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = rf"(?P<name>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"

_WORDED = tuple(
    re.compile(order, re.IGNORECASE)
    for order in (
        rf"\b{_MONTH}[ ]{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ ]{{1,2}}(?P<year>\d{{4}})(?:,|[ ]at\b)?",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ]{_MONTH},?[ ](?P<year>\d{{4}})(?:,|[ ]at\b)?",
    )
)
"""An English month with day and year, in either order."""

_WEEKDAY = re.compile(r"(?<=[日號号\d])[ ,，]*[(（]?(?:星期|礼拜|禮拜|周|週)[一二三四五六日天][)）]?")

_NUMERALS = re.compile(
    "(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,3})月(?P<day>[一二三四五六七八九十]{1,3})日"
)

_NUMERAL = {**{sign: number for number, sign in enumerate("〇一二三四五六七八九十")}, "零": 0, "○": 0}

_HALF = re.compile(
    r"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)[ ]?(?P<hour>\d{1,2})(?=[:：时時]\d{2})"
    r"|(?P<clock>(?<!\d)\d{1,2})(?P<rest>:\d{2}(?::\d{2})?)[ ]?(?P<half>[AaPp])\.?[Mm]\b"
)

_NOON = 12
"""The hour from which on 下午 adds nothing: 12 of the afternoon is noon."""

_FARTHEST = timedelta(hours=14)
"""The farthest that a clock is from UTC (Kiribati); east or west."""


def to_iso(text: str, zone: str | None = None) -> str | None:
    """Return a printed date as ISO 8601, to the precision printed, or None if there is none.

    A time without a zone gets the one declared for the corpus, if any. An offset that no place on earth
    has makes the whole unreliable: None.

    >>> to_iso("2021年05月14日22:17", "Asia/Shanghai")
    '2021-05-14T22:17:00+08:00'
    >>> to_iso("2023-10-27")
    '2023-10-27'
    >>> to_iso("April 7, 2023 5:20 PM")
    '2023-04-07T17:20:00'
    """
    match = _DATE.search(_in_figures(text))
    if not match:
        return None
    year, month = int(match["year"]), int(match["month"])
    if not match["day"]:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None  # noqa: PLR2004 - months
    try:
        day = date(year, month, int(match["day"]))
        if match["hour"] is None:
            return day.isoformat()
        moment = datetime(  # noqa: DTZ001 - the zone, if known, is added below
            day.year,
            day.month,
            day.day,
            int(match["hour"]),
            int(match["minute"]),
            int(match["second"] or 0),
        )
    except ValueError:
        return None
    if match["zone"]:
        offset = _offset(match["zone"])
        return moment.replace(tzinfo=offset).isoformat() if offset else None
    return moment.replace(tzinfo=ZoneInfo(zone)).isoformat() if zone else moment.isoformat()


def _in_figures(text: str) -> str:
    """Return a date with its months, numerals and halves of a day as figures, without its weekday."""
    if not text.isascii():
        text = _WEEKDAY.sub("", text)
        text = _NUMERALS.sub(lambda found: "-".join(map(_number, found.group("year", "month", "day"))) + " ", text)
    elif any(map(str.isalpha, text)):
        for worded in _WORDED:
            text = worded.sub(_numbered, text)
    return _HALF.sub(_full_hour, text)


def _number(numerals: str) -> str:
    """Return a number in Chinese numerals in figures: a year digit by digit, 十二, 二十, 二十三."""
    if "十" not in numerals:
        return "".join(str(_NUMERAL[sign]) for sign in numerals)
    tens, _, ones = numerals.partition("十")
    return str(10 * (_NUMERAL[tens] if tens else 1) + (_NUMERAL[ones] if ones else 0))


def _numbered(found: re.Match[str]) -> str:
    return f"{found['year']}-{_MONTHS.index(found['name'][:3].lower()) + 1}-{found['day']}"


def _full_hour(found: re.Match[str]) -> str:
    """Return an hour of a half of the day as one of 24."""
    hour = int(found["hour"] or found["clock"])
    if found["half"]:
        return f"{hour % _NOON + _NOON * (found['half'] in 'Pp'):02}{found['rest']}"
    late = found["part"] in {"下午", "傍晚", "晚上"} and hour < _NOON
    return f"{hour + _NOON * late:02}"


def _offset(zone: str) -> timezone | None:
    """Return a zone by its offset, or None if no place on earth has it."""
    if zone.isalpha():
        return UTC
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > _FARTHEST or int(digits[2:]) >= 60:  # noqa: PLR2004 - minutes
        return None
    return timezone(-offset if zone[0] == "-" else offset)


def is_time_zone(name: str) -> bool:
    """Return whether a name is one of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
