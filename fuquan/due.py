"""From a typed reading to days: the day of a dated deadline, the days and periods of a recurring one."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from fuquan.deadline import After, By, Every, Grain, LengthUnit, Shift, ShiftTo, later, month_length
from fuquan.workdays import NoCalendar, is_workday, last_workday, next_workday, workdays_after

KEY = "([1-9][0-9]{3})(?:-H([12])|-Q([1-4])|-W([0-9]{2})|-([0-9]{2})(?:-([0-9]{2}))?)?"
"""The keys of periods, of every grain."""


class Occurrence(NamedTuple):
    period: str
    """The key of the calendar period that holds `nominal`: 2023-05, 2023-Q2; the day itself where it may hold two."""
    day: date | None
    """None while the holidays that it depends on are not known."""
    nominal: date
    """The day before it is shifted; of an n-th working day without a calendar, as Monday to Friday have it."""


def due_of(reading: By | After, *, issued: date, triggered: date | None) -> date | None:
    """None while the event is unknown, where the phrase gives no length, and past the year 9999.

    Raises NoCalendar where it depends on the working days of a year without a calendar.
    """
    match reading:
        case By(day=day, shift=shift):
            return _shifted(day, shift)
        case After(length=int(n), unit=LengthUnit() as unit):
            start = triggered or (issued if reading.from_issue else None)
            if start is None:
                return None
            try:
                day = workdays_after(start, n) if unit is LengthUnit.WORKDAY else later(start, n, unit)
                return _shifted(day, reading.shift)
            except OverflowError:
                return None
        case _:
            return None


def occurrences(every: Every, first: date) -> Iterator[Occurrence]:
    """Ascending, without end unless the rule has one: those whose nominal day is on or after `first`."""
    begin, previous = max(first, every.start or first), None
    for nominal in _nominals(every, begin):
        if every.until is not None and nominal > every.until:
            return
        if nominal >= begin and nominal != previous:  # the 28th and 31st are one day in February
            yield Occurrence(period=key_of(every, nominal), day=_day_of(every, nominal), nominal=nominal)
            previous = nominal


def owed_periods(every: Every, issued: date, first: str | None) -> Iterator[Occurrence]:
    """A recurring task's periods: from the one named `first`, else from the first due on or after the issue."""
    if first is not None and (named := occurrence_in(every, first)) is not None:
        yield from occurrences(every, named.nominal)
        return
    for one in occurrences(every, issued - _LONGEST_SHIFT if issued - date.min > _LONGEST_SHIFT else issued):
        if (one.day or one.nominal) >= issued:
            yield one


_LONGEST_SHIFT = timedelta(days=20)
"""No rest lasts longer, so a day before the issue that it moves behind it is no further off."""


def occurrence_in(every: Every, period: str) -> Occurrence | None:
    """The one with this key; None for what is no key of this rule, and for a period in which nothing is due."""
    if not is_key(every, period) or (first := _first_day(period)) is None:
        return None
    occurrence = next(occurrences(every, first), None)
    return occurrence if occurrence is not None and occurrence.period == period else None


def is_key(every: Every, text: str) -> bool:
    """Whether the text names a period in the way that this rule names its periods."""
    first = _first_day(text)
    return first is not None and text == key_of(every, first)


def key_of(every: Every, day: date) -> str:
    return day.isoformat() if _is_several(every) else period_of(day, every.grain)


def period_of(day: date, grain: Grain) -> str:
    match grain:
        case Grain.YEAR:
            return f"{day.year:04}"
        case Grain.HALF:
            return f"{day.year:04}-H{(day.month + 5) // 6}"
        case Grain.QUARTER:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case Grain.MONTH:
            return f"{day.year:04}-{day.month:02}"
        case Grain.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
        case _:
            return day.isoformat()


def period_name(key: str, today: date | None = None) -> str:
    """What a key is on screen: 5月, 第二季度, 上半年, 第20周, 6月30日; the year where it is not that of `today`."""
    year, _, rest = key.partition("-")
    lead = "" if today is not None and int(year) == today.year else f"{int(year)}年"
    if not rest:
        return f"{int(year)}年"
    if rest[0] == "Q":
        return f"{lead}第{'一二三四'[int(rest[1:]) - 1]}季度"
    if rest[0] == "H":
        return f"{lead}{'上下'[int(rest[1:]) - 1]}半年"
    if rest[0] == "W":
        return f"{lead}第{int(rest[1:])}周"
    month, _, number = rest.partition("-")
    return f"{lead}{int(month)}月{int(number)}日" if number else f"{lead}{int(month)}月"


def place_of(key: str) -> tuple[Grain, int] | None:
    """Of what grain a key is, and which one in a count without gaps; None for what is no key."""
    if (first := _first_day(key)) is None:
        return None
    rest = key[5:]
    if rest[:1] == "W":
        return Grain.WEEK, first.toordinal() // 7
    if "-" in rest:
        return Grain.DAY, first.toordinal()
    grain, months = _LENGTHS.get(rest[:1], (Grain.MONTH, 1))
    return grain, (12 * first.year + first.month - 1) // months


_LENGTHS = {"": (Grain.YEAR, 12), "H": (Grain.HALF, 6), "Q": (Grain.QUARTER, 3)}
"""In months, by what a key has behind its year."""


def _first_day(key: str) -> date | None:
    """A day of the period that a key of any grain names; None for what is no key."""
    if not (found := _keys().fullmatch(key)):
        return None
    year, half, quarter, week, month, day = (int(figures) if figures else 1 for figures in found.groups())
    try:
        if found[4]:
            return date.fromisocalendar(year, week, 1)
        return date(year, month + 3 * (quarter - 1) + 6 * (half - 1), day)
    except ValueError:
        return None


@cache
def _keys() -> re.Pattern[str]:
    return re.compile(KEY)


@lru_cache(maxsize=64)
def _is_several(every: Every) -> bool:
    """Whether a period of its grain may hold more than one day, so that the day itself is the key."""
    if every.grain is Grain.WEEK:
        return len(every.weekdays) > 1
    periods = {period_of(date(2024, month, 1), every.grain) for month, _ in every.dates}
    return len(every.dates) > len(periods)


def _nominals(every: Every, begin: date) -> Iterator[date]:
    """Ascending from shortly before `begin` to the last day that there is."""
    match every.grain:
        case Grain.DAY:
            is_each = every.shift is not None and every.shift.to is ShiftTo.EACH
            yield from (day for day in _days(begin) if not is_each or _is_worked(day))
        case Grain.WEEK:
            yield from (day for day in _days(begin) if day.weekday() in every.weekdays)
        case _:
            for year in range(begin.year, MAXYEAR + 1):
                yield from (_in_month(every, year, *each) for each in every.dates)


def _days(begin: date) -> Iterator[date]:
    return map(date.fromordinal, range(begin.toordinal(), date.max.toordinal() + 1))


def _is_worked(day: date) -> bool:
    try:
        return is_workday(day)
    except NoCalendar:
        return day.weekday() < 5


def _in_month(every: Every, year: int, month: int, day: int) -> date:
    first, length = date(year, month, 1), month_length(year, month)
    if every.nth:
        [weekday] = every.weekdays
        ahead = (weekday - first.weekday()) % 7
        n = every.nth - 1 if every.nth > 0 else (length - 1 - ahead) // 7
        return first.replace(day=1 + ahead + 7 * n)
    if every.shift is not None and every.shift.to is ShiftTo.NTH:
        try:
            return _shifted(first, every.shift)
        except NoCalendar:
            return _plain_workday(first, every.shift.n)
    return first.replace(day=length if day == -1 else min(day, length))


def _plain_workday(first: date, n: int) -> date:
    return next(islice((day for day in _days(first) if day.weekday() < 5), n - 1, None))


def _day_of(every: Every, nominal: date) -> date | None:
    shift = every.shift
    if shift is not None and shift.to is ShiftTo.NTH:
        nominal = nominal.replace(day=1)
    try:
        return _shifted(nominal, shift)
    except NoCalendar:
        return None


def _shifted(day: date, shift: Shift | None) -> date:
    if shift is None:
        return day
    match shift.to:
        case ShiftTo.NEXT | ShiftTo.EACH:
            return next_workday(day)
        case ShiftTo.LAST:
            return last_workday(day)
        case ShiftTo.NTH:
            return workdays_after(next_workday(day), shift.n - 1)
        case _:
            return workdays_after(day, shift.n)
