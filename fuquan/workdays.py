"""Working days of the State Council's calendar, 调休 included; the calendar is loaded when first asked."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_DAY = timedelta(days=1)
_SHORT_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明",
    "Labour Day": "五一",
    "Dragon Boat Festival": "端午",
    "National Day": "国庆",
    "Mid-autumn Festival": "中秋",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


class NoCalendar(Exception):  # noqa: N818 - named for what is missing
    """The holidays of `year` are not known (yet)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"没有{year}年的节假日安排，不能推算工作日")
        self.year = year


def is_workday(day: date) -> bool:
    """Raises NoCalendar, as everything here does that meets a year without a calendar."""
    calendar = _calendar_of(day)
    return day in calendar.made_up or (day.weekday() < 5 and day not in calendar.holidays)


def is_rest_day(day: date) -> bool:
    return not is_workday(day)


def holiday_name(day: date) -> str | None:
    """五一 for any rest day of that holiday, the week-end inside it included; None on every other day."""
    name = _calendar_of(day).holidays.get(day)
    return name if name is None else _SHORT_NAMES.get(name, name)


class Rest(NamedTuple):
    holiday: str | None
    before: date
    """The last working day before it."""


def rest_of(day: date) -> Rest | None:
    """What is to be said of a day of rest; None of a working day, and of a year without a calendar."""
    try:
        return Rest(holiday_name(day), last_workday(day)) if is_rest_day(day) else None
    except NoCalendar:
        return None


def workdays_after(day: date, n: int) -> date:
    """The n-th working day after `day`, which itself does not count (民法典 201): 15 after 2023-04-18 is 2023-05-10."""
    while n > 0:
        day = _shifted(day, _DAY)
        n -= is_workday(day)
    return day


def last_workday(day: date) -> date:
    """On or before `day`."""
    while is_rest_day(day):
        day = _shifted(day, -_DAY)
    return day


def next_workday(day: date) -> date:
    """On or after `day`."""
    while is_rest_day(day):
        day = _shifted(day, _DAY)
    return day


def workdays_between(today: date, due: date) -> int:
    """Working days after `today` up to and with `due`; none when it is past."""
    return sum(is_workday(today + timedelta(days=n)) for n in range(1, (due - today).days + 1))


class _Calendar(NamedTuple):
    holidays: Mapping[date, str]
    made_up: Mapping[date, str]  # week-ends worked for a long holiday
    years: range


@cache
def _calendar() -> _Calendar:
    from chinese_calendar import holidays, workdays

    return _Calendar(holidays, workdays, range(min(holidays).year, max(holidays).year + 1))


def _calendar_of(day: date) -> _Calendar:
    calendar = _calendar()
    if day.year not in calendar.years:
        raise NoCalendar(day.year)
    return calendar


def _shifted(day: date, step: timedelta) -> date:
    """A day outside the years of `date` is one without a calendar, too."""
    try:
        return day + step
    except OverflowError:
        raise NoCalendar(day.year) from None
