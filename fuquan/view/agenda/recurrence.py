"""A recurring deadline as rules that calendars of all makes read."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from fuquan.deadline import Every, Reading


class Part(NamedTuple):
    """Some days of a rule, as a rule of their own."""

    rule: str
    month: int | None
    day: int | None
    """Of the month, -1 the last."""

    @property
    def key(self) -> str:
        return f"{self.month or ''}/{self.day or ''}"

    def has(self, day: dt.date) -> bool:
        is_last = (day + dt.timedelta(days=1)).day == 1 if day < dt.date.max else True
        return self.month in (None, day.month) and self.day in (None, day.day, -1 if is_last else None)


def parts(reading: Reading) -> tuple[Part, ...]:
    """The rule as calendars of all makes read it; none where RFC 5545 cannot say it.

    Outlook takes no months in a monthly rule and one day of the month alone, and drops what it does not take
    ([MS-OXCICAL] 2.1.3.2.2): every third month is an interval, which holds since the first day is one of the rule's;
    the 10th and 25th are two series, and so are June and November.
    """
    if not isinstance(reading, Every) or reading.rule is None:
        return ()
    said = dict(part.split("=") for part in reading.rule.rpartition("; ")[2].split(";"))
    said.pop("UNTIL", None)
    if reading.nth:
        said |= {"BYDAY": said["BYDAY"][-2:], "BYSETPOS": str(reading.nth)}
    days: list[int | None] = [int(day) for day in said.pop("BYMONTHDAY", "").split(",") if day]
    months: list[int | None] = []
    if said["FREQ"] == "MONTHLY" and "BYMONTH" in said:
        named = [int(month) for month in said.pop("BYMONTH").split(",")]
        step = 12 // len(named)
        if named == [*range(named[0], 13, step)]:
            said["INTERVAL"] = str(step)
        else:
            said["FREQ"], months = "YEARLY", [*named]
    return tuple(
        Part(_text_of(said | _named("BYMONTH", month) | _named("BYMONTHDAY", day)), month, day)
        for month in months or [None]
        for day in days or [None]
    )


def _named(name: str, value: int | None) -> dict[str, str]:
    return {} if value is None else {name: str(value)}


def _text_of(said: Mapping[str, str]) -> str:
    return ";".join(f"{name}={said[name]}" for name in _SAID if name in said)


_SAID = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
