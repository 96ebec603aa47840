"""The days that pages print above their articles, in the forms of several languages, as figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bdci_corpus.patterns import lazily

_CLOCK = r"\d{1,2}[:：时時点點]\d{2}(?:[:：分]\d{2})?"

DAY = (
    r"(?P<published>(?:19|20)\d{2}\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}(?:\s?[日號号])?"
    r"(?:\s?[(（]?(?:星期|礼拜|禮拜|周|週)[一二三四五六日天][)）]?(?=\s{0,4}\d))?"
    rf"(?:[T\s]*(?:(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)\s?)?{_CLOCK}"
    r"(?:(?:\.\d{1,6})?\s?(?:Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}(?!\d)))?)?)"
)
"""The year first, as in Chinese: with a weekday, half of the day and zone, if they are printed."""

_FIGURES = lazily(rf"(?<![\d-]){DAY}(?!\d)")

_PUBLISHED = lazily(rf"(?:发[布表]|發[布佈表]|创建|刊[登发發])(?:时间|時間|日期|于|於)?\s?[：:]?\s?{DAY}(?!\d)")
"""The day of publication, where another tells when a page was changed."""

_MONTHS = (
    "january|januar|janvier|enero|janeiro|gennaio|januari",
    "february|februar|février|fevrier|febrero|fevereiro|febbraio|februari",
    "march|märz|mars|marzo|março|maart",
    "april|avril|abril|aprile",
    "may|mai|mayo|maio|maggio|mei",
    "june|juni|juin|junio|junho|giugno",
    "july|juli|juillet|julio|julho|luglio",
    "august|août|aout|agosto|augustus",
    "september|septembre|septiembre|setembro|settembre|sept",
    "october|oktober|octobre|octubre|outubro|ottobre",
    "november|novembre|noviembre|novembro",
    "december|dezember|décembre|decembre|diciembre|dezembro|dicembre",
)
"""The months in English, German, French, Spanish, Portuguese, Italian and Dutch."""

_NUMBER = {word: at for at, words in enumerate(_MONTHS, 1) for word in words.split("|")}
_NUMBER |= {words[:3]: at for at, words in enumerate(_MONTHS, 1)}

_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBER, key=len, reverse=True))})\b\.?"

_TIME = (
    r"(?:[\s,|–—-]{1,3}(?:at|um|à|a las|às|alle(?: ore)?|ore)?\s{0,2}(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?!\d)"
    r"(?::(?P<second>\d{2}))?(?:\s?(?P<half>[ap])\.?m\b\.?)?(?P<zone>\s?(?:UTC|GMT)\b(?![+-])|\s?[+-]\d{2}:?\d{2}\b)?)?"
)

_FORMS = tuple(
    lazily(form + _TIME, re.IGNORECASE)
    for form in (
        rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s(?:de\s|of\s)?{_MONTH},?\s(?:de\s)?(?P<year>(?:19|20)\d\d)\b",
        r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d\d)\b",
        r"(?<![\d/])(?P<day>1[3-9]|2\d|3[01])/(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)\b",
        r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d\d)\b",
    )
)
"""A month in words, before or behind the day; day and month in figures only where they cannot be exchanged."""

_SHORT = lazily(
    rf"(?:发[布表]|發[布佈表])(?:时间|時間|于|於)\s?[：:]?\s?(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\s?(?P<clock>{_CLOCK})"
)
"""The century left out, where a label says what it is."""

_YEAR = lazily(r"(?:19|20)\d\d")

_NUMERALS = lazily(
    r"(?:[^\s：:]{0,6}(?:时间|時間|日期)\s?[：:]\s?)?(?P<day>[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
"""A day in Chinese numerals, alone on its line."""

_SAYING = lazily(r"\b[a-zà-ÿ]{2,}\b")

_ABOUT_DATES = frozenset(
    {
        "posted",
        "published",
        "updated",
        "modified",
        "last",
        "on",
        "by",
        "at",
        "date",
        "written",
        "created",
        "am",
        "pm",
        "min",
        "minute",
        "read",
    }
    | {
        "le",
        "publié",
        "mis",
        "jour",
        "il",
        "el",
        "publicado",
        "publicada",
        "em",
        "am",
        "den",
        "von",
        "vom",
        "uhr",
        "und",
    }
)

_MOST_OTHERS = 1
"""A line of more other small words beside the day is one of the article's own sentences."""

_NOON = 12
"""The hour of noon, from which on p.m. counts."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a line prints it: its span there, and its value in figures."""

    start: int
    end: int
    value: str


def western_day(line: str) -> Day | None:
    """Return the day that a short line names with its month in words, or in figures the day first; no sentence does."""
    day = min(_western(line), key=lambda day: day.start, default=None) if _YEAR.search(line) else None
    if day is None:
        return None
    others = set(_SAYING.findall(line[: day.start] + " " + line[day.end :])) - _ABOUT_DATES
    return day if len(others) <= _MOST_OTHERS else None


def chinese_day(line: str) -> Day | None:
    """Return the day that a line names with its year first, in figures or numerals; labeled, without the century."""
    if found := _PUBLISHED.search(line) or _FIGURES.search(line):
        return Day(*found.span("published"), found["published"])
    if found := _NUMERALS.fullmatch(line):
        return Day(*found.span("day"), found["day"])
    found = _SHORT.search(line)
    if found is None:
        return None
    value = f"20{found['year']}-{found['month']}-{found['day']} {found['clock']}"
    return Day(found.start("year"), found.end(), value)


def _western(line: str) -> Iterator[Day]:
    for form in _FORMS:
        if found := form.search(line):
            month = found["month"].lower()
            number = int(month) if month.isdigit() else _NUMBER[month]
            yield Day(*found.span(), f"{found['year']}-{number:02}-{int(found['day']):02}{_clock(found)}")


def _clock(found: re.Match[str]) -> str:
    """Return a time of the day behind a date, of 24 hours, or nothing."""
    if found["hour"] is None:
        return ""
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % _NOON + _NOON * (found["half"] in "Pp")
    seconds = f":{found['second']}" if found["second"] else ""
    return f" {hour:02}:{found['minute']}{seconds}{found['zone'] or ''}"
