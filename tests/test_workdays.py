"""Working days with 调休, checked against the State Council's notices for 2023."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuquan.workdays import (
    NoCalendar,
    holiday_name,
    is_rest_day,
    is_workday,
    last_workday,
    next_workday,
    workdays_after,
    workdays_between,
)

KNOWN = st.dates(date(2004, 1, 15), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "works", "holiday"),
    [
        (date(2023, 4, 28), True, None),
        (date(2023, 4, 29), False, "五一"),
        (date(2023, 4, 30), False, "五一"),
        (date(2023, 5, 3), False, "五一"),
        (date(2023, 5, 6), True, None),
        (date(2023, 5, 20), False, None),
        (date(2023, 1, 1), False, "元旦"),
        (date(2023, 1, 21), False, "春节"),
        (date(2023, 4, 5), False, "清明"),
        (date(2023, 6, 22), False, "端午"),
        (date(2023, 6, 25), True, None),
        (date(2023, 9, 29), False, "中秋"),
        (date(2023, 10, 1), False, "国庆"),
        (date(2023, 10, 7), True, None),
        (date(2015, 9, 3), False, "抗战胜利纪念日"),
    ],
)
def test_days_of_the_calendar(day: date, works: bool, holiday: str | None) -> None:
    assert (is_workday(day), is_rest_day(day), holiday_name(day)) == (works, not works, holiday)


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        (date(2023, 4, 18), 0, date(2023, 4, 18)),
        (date(2023, 4, 18), 1, date(2023, 4, 19)),
        (date(2023, 4, 18), 15, date(2023, 5, 10)),
        (date(2023, 4, 22), 1, date(2023, 4, 23)),
        (date(2022, 12, 31), 1, date(2023, 1, 3)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: date, n: int, due: date) -> None:
    assert workdays_after(day, n) == due


def test_the_nearest_working_days_of_a_holiday() -> None:
    assert [last_workday(date(2023, 4, 30)), next_workday(date(2023, 4, 30))] == [date(2023, 4, 28), date(2023, 5, 4)]
    assert [last_workday(date(2023, 4, 28)), next_workday(date(2023, 4, 28))] == [date(2023, 4, 28), date(2023, 4, 28)]


@pytest.mark.parametrize(
    ("today", "due", "n"),
    [
        (date(2023, 5, 10), date(2023, 5, 19), 7),
        (date(2023, 5, 10), date(2023, 5, 20), 7),
        (date(2023, 5, 10), date(2023, 5, 31), 15),
        (date(2023, 5, 10), date(2023, 5, 10), 0),
        (date(2023, 5, 10), date(2023, 5, 1), 0),
    ],
)
def test_working_days_left(today: date, due: date, n: int) -> None:
    assert workdays_between(today, due) == n


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2999, 1, 4)])
def test_a_year_without_a_calendar_is_named(day: date) -> None:
    for ask in (is_workday, is_rest_day, holiday_name, last_workday, next_workday):
        with pytest.raises(NoCalendar, match=f"没有{day.year}年的节假日安排") as missing:
            ask(day)
        assert missing.value.year == day.year


@pytest.mark.parametrize(
    "count", [lambda: workdays_after(date(2026, 12, 1), 10_000_000), lambda: workdays_after(date.max, 1)]
)
def test_counting_into_a_year_without_a_calendar_is_refused(count) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoCalendar):
        count()


@given(KNOWN, st.integers(1, 20))
def test_counting_forth_and_between_agree(day: date, n: int) -> None:
    due = workdays_after(day, n)
    assert is_workday(due)
    assert workdays_between(day, due) == n


def test_every_month_has_fifteen_working_days() -> None:
    """So that 每月第15个工作日 is in it."""
    first = date(2004, 1, 1)
    counted: dict[tuple[int, int], int] = {}
    for n in range((date(2026, 12, 31) - first).days + 1):
        day = first + timedelta(days=n)
        counted[day.year, day.month] = counted.get((day.year, day.month), 0) + is_workday(day)
    assert min(counted.values()) >= 15
