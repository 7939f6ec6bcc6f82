"""Days of readings, and the occurrences and periods of what recurs."""

from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from fuquan.deadline import After, By, Deadline, Every, Grain, LengthUnit, Shift, ShiftTo, read
from fuquan.due import Occurrence, due_of, is_key, key_of, occurrence_in, occurrences, period_of, place_of
from fuquan.workdays import NoCalendar

ISSUED = date(2023, 4, 18)


def reading_of(phrase: str) -> By | After | Every:
    deadline = read(phrase, year=2023, issued=ISSUED)
    assert isinstance(deadline, Deadline), deadline
    assert isinstance(deadline.reading, By | After | Every)
    return deadline.reading


def series(phrase: str) -> Every:
    every = reading_of(phrase)
    assert isinstance(every, Every)
    return every


def due(phrase: str, triggered: date | None = None) -> date | None:
    reading = reading_of(phrase)
    assert isinstance(reading, By | After)
    return due_of(reading, issued=ISSUED, triggered=triggered)


def days(phrase: str, n: int, first: date = ISSUED) -> list[str]:
    return [f"{each.period} {each.day}" for each in islice(occurrences(series(phrase), first), n)]


# --- one day


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("6月底前", date(2023, 6, 30)),
        ("4月30日前，遇节假日顺延", date(2023, 5, 4)),
        ("4月30日前，遇节假日提前", date(2023, 4, 28)),
        ("4月最后一个工作日", date(2023, 4, 28)),
        ("5月第3个工作日", date(2023, 5, 6)),
        ("自5月1日起3个工作日内", date(2023, 5, 6)),
        ("印发之日起30日内", date(2023, 5, 18)),
        ("印发之日起15个工作日内", date(2023, 5, 10)),
        ("印发之日起3个月内", date(2023, 7, 18)),
        ("印发之日起11日内，遇节假日顺延", date(2023, 5, 4)),
        ("收到通知后10日内", None),
        ("收到通知后", None),
        ("印发后", None),
    ],
)
def test_the_day_of_a_reading(phrase: str, day: date | None) -> None:
    assert due(phrase) == day


@pytest.mark.parametrize(
    ("phrase", "triggered", "day"),
    [
        ("收到通知后10日内", date(2023, 5, 5), date(2023, 5, 15)),
        ("收到通知后15个工作日内", date(2023, 4, 18), date(2023, 5, 10)),
        ("收到通知后1个月内", date(2024, 1, 31), date(2024, 2, 29)),
        ("收到通知后一周内", date(2023, 5, 5), date(2023, 5, 12)),
        ("按省级部署", date(2023, 5, 5), None),
        ("印发之日起10日内", date(2023, 5, 5), date(2023, 5, 15)),
        ("收到通知后99年内", date(9999, 5, 5), None),
        ("收到通知后30日内", date.max, None),
    ],
)
def test_an_event_that_has_come_gives_a_day(phrase: str, triggered: date, day: date | None) -> None:
    assert due(phrase, triggered) == day


@pytest.mark.parametrize("phrase", ["2999年6月最后一个工作日", "自2999年5月1日起10个工作日内"])
def test_working_days_of_an_unknown_year_are_not_guessed(phrase: str) -> None:
    with pytest.raises(NoCalendar) as missing:
        due(phrase)
    assert missing.value.year == 2999


# --- many days


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("每月20日前", ["2023-04 2023-04-20", "2023-05 2023-05-20", "2023-06 2023-06-20"]),
        ("每月31日前", ["2023-04 2023-04-30", "2023-05 2023-05-31", "2023-06 2023-06-30"]),
        ("每月10日、25日前", ["2023-04-25 2023-04-25", "2023-05-10 2023-05-10", "2023-05-25 2023-05-25"]),
        ("每季度首月10日前", ["2023-Q3 2023-07-10", "2023-Q4 2023-10-10", "2024-Q1 2024-01-10"]),
        ("每季度末", ["2023-Q2 2023-06-30", "2023-Q3 2023-09-30", "2023-Q4 2023-12-31"]),
        ("每半年", ["2023-H1 2023-06-30", "2023-H2 2023-12-31", "2024-H1 2024-06-30"]),
        ("每年2月底前", ["2024 2024-02-29", "2025 2025-02-28", "2026 2026-02-28"]),
        ("每年6月底、12月底前", ["2023-06-30 2023-06-30", "2023-12-31 2023-12-31", "2024-06-30 2024-06-30"]),
        ("双月20日前", ["2023-04 2023-04-20", "2023-06 2023-06-20", "2023-08 2023-08-20"]),
        ("每周二前", ["2023-W16 2023-04-18", "2023-W17 2023-04-25", "2023-W18 2023-05-02"]),
        ("每周一、周四前", ["2023-04-20 2023-04-20", "2023-04-24 2023-04-24", "2023-04-27 2023-04-27"]),
        ("每日", ["2023-04-18 2023-04-18", "2023-04-19 2023-04-19", "2023-04-20 2023-04-20"]),
        ("每月最后一个工作日", ["2023-04 2023-04-28", "2023-05 2023-05-31", "2023-06 2023-06-30"]),
        ("每月第1个工作日", ["2023-05 2023-05-04", "2023-06 2023-06-01", "2023-07 2023-07-03"]),
        ("每月20日前，遇节假日顺延", ["2023-04 2023-04-20", "2023-05 2023-05-22", "2023-06 2023-06-20"]),
        ("每月第二个周五", ["2023-05 2023-05-12", "2023-06 2023-06-09", "2023-07 2023-07-14"]),
        ("每月最后一个周五", ["2023-04 2023-04-28", "2023-05 2023-05-26", "2023-06 2023-06-30"]),
        ("自2023年6月起每月底前", ["2023-06 2023-06-30", "2023-07 2023-07-31", "2023-08 2023-08-31"]),
        ("2023年每季度末", ["2023-Q2 2023-06-30", "2023-Q3 2023-09-30", "2023-Q4 2023-12-31"]),
    ],
)
def test_the_first_three_occurrences(phrase: str, expected: list[str]) -> None:
    assert days(phrase, 3) == expected


def test_working_days_leave_out_the_holiday_and_keep_the_week_end_made_up() -> None:
    assert days("每个工作日", 5, date(2023, 4, 28)) == [
        f"{day} {day}" for day in ("2023-04-28", "2023-05-04", "2023-05-05", "2023-05-06", "2023-05-08")
    ]


def test_days_that_meet_in_february_are_one() -> None:
    assert days("每月28日、31日前", 3, date(2023, 2, 1)) == [
        f"{day} {day}" for day in ("2023-02-28", "2023-03-28", "2023-03-31")
    ]


@pytest.mark.parametrize(
    ("phrase", "nominal"),
    [
        ("每月最后一个工作日", date(2999, 6, 30)),
        ("每月第3个工作日", date(2999, 6, 5)),
        ("每个工作日", date(2999, 6, 3)),
        ("每月20日前，遇节假日顺延", date(2999, 6, 20)),
    ],
)
def test_a_year_without_a_calendar_has_no_days_but_its_periods(phrase: str, nominal: date) -> None:
    every = series(phrase)
    assert next(occurrences(every, date(2999, 6, 1))) == Occurrence(
        period=key_of(every, nominal), day=None, nominal=nominal
    )


def test_a_series_ends_where_it_says() -> None:
    assert days("2023—2024年每年12月底前", 9) == ["2023 2023-12-31", "2024 2024-12-31"]


@pytest.mark.parametrize("phrase", ["每月20日前", "每年2月底前", "每周五前", "每日", "每月最后一个周五"])
def test_a_series_ends_with_the_calendar(phrase: str) -> None:
    assert list(occurrences(series(phrase), date(9999, 12, 31)))[1:] == []


RULED = (
    "每月20日前",
    "每月10日、25日前",
    "每月31日前",
    "每月28日、月底前",
    "双月底前",
    "每季度首月10日前",
    "每季度末月30日前",
    "每季度末",
    "每半年",
    "每年2月底前",
    "每年2月28日前",
    "每年4月30日前",
    "每年1月、7月10日前",
    "每年6月底、12月底前",
    "每周五前",
    "每周一、周四前",
    "每日",
    "每月第二个周五",
    "每月最后一个周一",
    "每年6月最后一个周五",
    "每月15日前",
)


@given(st.sampled_from(RULED), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_occurrences_are_those_of_the_rule(phrase: str, first: date) -> None:
    every = series(phrase)
    assert every.rule is not None
    ours = [each.nominal for each in islice(occurrences(every, first), 12)]
    rule = rrulestr(every.rule, dtstart=datetime.combine(first, time()))
    assert ours == [each.date() for each in islice(rule, 12)]


@given(
    st.sampled_from(
        (*RULED, "每月30日前", "每年1月10日前、7月20日前", "每月第5个工作日", "每月最后一个工作日", "每个工作日")
    ),
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
)
def test_keys_name_their_occurrences(phrase: str, first: date) -> None:
    every = series(phrase)
    found = list(islice(occurrences(every, first), 6))
    assert [each.nominal for each in found] == sorted({each.nominal for each in found})
    assert [occurrence_in(every, each.period) for each in found[1:]] == found[1:]
    assert [is_key(every, each.period) for each in found] == [True] * len(found)


@given(st.sampled_from(RULED), st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_a_later_start_leaves_out_only_what_is_before_it(phrase: str, first: date, n: int) -> None:
    every, later = series(phrase), first + timedelta(days=n)
    until = later + timedelta(days=800)
    whole = takewhile(lambda each: each.nominal <= until, occurrences(every, first))
    part = takewhile(lambda each: each.nominal <= until, occurrences(every, later))
    assert [each for each in whole if each.nominal >= later] == list(part)


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_no_month_is_skipped(day: int) -> None:
    every = series(f"每月{day}日前")
    assert [each.period for each in islice(occurrences(every, date(2023, 1, 1)), 12)] == [
        f"2023-{month:02}" for month in range(1, 13)
    ]


@pytest.mark.parametrize("day", [29, 30])
def test_a_day_that_february_lacks_has_no_rule(day: int) -> None:
    assert series(f"每月{day}日前").rule is None


# --- periods


@pytest.mark.parametrize(
    ("grain", "key"),
    [
        (Grain.YEAR, "2023"),
        (Grain.HALF, "2023-H1"),
        (Grain.QUARTER, "2023-Q2"),
        (Grain.MONTH, "2023-05"),
        (Grain.WEEK, "2023-W20"),
        (Grain.DAY, "2023-05-20"),
    ],
)
def test_the_period_of_a_day(grain: Grain, key: str) -> None:
    assert period_of(date(2023, 5, 20), grain) == key


def test_a_week_belongs_to_its_iso_year() -> None:
    assert period_of(date(2024, 12, 31), Grain.WEEK) == "2025-W01"


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("每月20日前", "2023"),
        ("每月20日前", "2023-13"),
        ("每月20日前", "2023-00"),
        ("每月20日前", "2023-5"),
        ("每月20日前", "2023-05-20"),
        ("每月20日前", "5月"),
        ("每月20日前", ""),
        ("每月10日、25日前", "2023-05"),
        ("每月10日、25日前", "2023-02-30"),
        ("每季度末", "2023-Q5"),
        ("每季度末", "2023-06"),
        ("每半年", "2023-H3"),
        ("每周五前", "2023-W54"),
        ("每周五前", "2023-W00"),
        ("每年12月10日前", "0000"),
    ],
)
def test_what_is_no_key(phrase: str, key: str) -> None:
    every = series(phrase)
    assert (is_key(every, key), occurrence_in(every, key)) == (False, None)


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("双月20日前", "2023-05"),
        ("每月10日、25日前", "2023-05-11"),
        ("自2023年6月起每月底前", "2023-05"),
        ("2023年每季度末", "2024-Q1"),
    ],
)
def test_a_period_may_owe_nothing(phrase: str, key: str) -> None:
    every = series(phrase)
    assert (is_key(every, key), occurrence_in(every, key)) == (True, None)


def test_the_occurrence_of_a_period() -> None:
    assert occurrence_in(series("每月20日前"), "2023-05") == Occurrence(
        period="2023-05", day=date(2023, 5, 20), nominal=date(2023, 5, 20)
    )


def test_every_day_may_be_put_off() -> None:
    every = Every(grain=Grain.DAY, rule=None, shift=Shift(ShiftTo.NEXT))
    assert [each.day for each in islice(occurrences(every, date(2023, 4, 28)), 3)] == [
        date(2023, 4, 28),
        date(2023, 5, 4),
        date(2023, 5, 4),
    ]


def test_a_length_without_an_event_waits() -> None:
    assert due_of(After(event="", length=3, unit=LengthUnit.DAY), issued=ISSUED, triggered=None) is None


def test_the_places_of_keys_that_follow_one_another_do_so_too() -> None:
    for keys in (
        ("2022", "2023"),
        ("2022-H2", "2023-H1"),
        ("2022-Q4", "2023-Q1"),
        ("2022-12", "2023-01"),
        ("2022-W52", "2023-W01"),
        ("2022-12-31", "2023-01-01"),
    ):
        before, after = map(place_of, keys)
        assert before is not None
        assert after == (before[0], before[1] + 1)
    assert place_of("2023-02-31") is None
