"""Read the dates that pages print, as exactly as they say and no more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_DATE = re.compile(
    r"(?P<year>\d{4})\s?[年/.-]\s?(?P<month>\d{1,2})(?:\s?[月/.-]\s?(?P<day>\d{1,2})\s?[日号號]?)?"
    r"(?:[T\s]*(?P<hour>\d{1,2})[:：时時](?P<minute>\d{2})(?:[:：分](?P<second>\d{2}))?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)


def to_iso(text: str, zone: str | None = None) -> str | None:
    """Return a printed date as ISO 8601, to the precision printed, or None if there is none.

    A time without a zone gets the one declared for the corpus, if any.

    >>> to_iso("2021年05月14日22:17", "Asia/Shanghai")
    '2021-05-14T22:17:00+08:00'
    >>> to_iso("2023-10-27")
    '2023-10-27'
    """
    match = _DATE.search(text)
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
        if match["zone"]:
            return moment.replace(tzinfo=_offset(match["zone"])).isoformat()
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=ZoneInfo(zone)).isoformat() if zone else moment.isoformat()


def _offset(zone: str) -> timezone:
    if zone == "Z":
        return UTC
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if zone[0] == "-" else offset)


def is_time_zone(name: str) -> bool:
    """Return whether a name is one of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
