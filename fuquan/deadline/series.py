"""Builders of what falls due again and again, with its rule in RFC 5545 where that can say it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from fuquan.deadline.dates import SHAPES, TEN_DAYS, VAGUE, Due, Reader, Refusal, date_of, day_text, month_end
from fuquan.deadline.events import event_of, is_issue
from fuquan.deadline.kinds import Every, Grain, LengthUnit, Shift, ShiftTo
from fuquan.deadline.once import due, mentions_of, shift_of
from fuquan.deadline.vocabulary import WEEK, Date, Length, Nth, Rhythm
from fuquan.deadline.words import Word, values_of


def every(reader: Reader, words: list[Word]) -> Every:
    at = _index(words, "every")
    head, body = words[:at], words[at:]
    if (since := _index(body, "since")) >= 0:  # 每年6月底前（2024年起）
        cut = max(n for n in range(since) if body[n].kind in {"open", "sep"})
        head, body = body[cut:], body[:cut]
    limits = _limits(reader, head)
    rhythm = next(values_of(body, Rhythm))
    days = _days(reader, rhythm, body)
    shift = days.shift or shift_of(words)
    reader.notes += [f"“{word.text}”不影响到期日：时限按日计，含当日" for word in body if word.kind == "clock"]
    return Every(
        grain=rhythm.grain,
        rule=None if shift else _rule(rhythm.grain, days, limits),
        dates=days.dates,
        weekdays=days.weekdays,
        nth=days.nth,
        start=limits.start,
        until=limits.until,
        shift=shift,
        soft=reader.soft,
    )


def first_then_every(reader: Reader, words: list[Word]) -> Every:
    """2023年6月底前，以后每年6月底前: one series, if its first day is one of it."""
    at = _index(words, "every")
    first, series = due(reader, words[:at]).day, every(reader, words[at:])
    is_plain = series.shift is None and not series.nth
    if not is_plain or (first.month, first) not in ((month, _in_month(first, day)) for month, day in series.dates):
        split = "一次性的和定期的时限请分成两行"
        raise Refusal("error", f"{day_text(first)}不在“{reader.printed(words[at:])}”之中，{split}")
    return replace(series, start=first, rule=series.rule and f"DTSTART={first}; {series.rule}")


def _index(words: list[Word], kind: str) -> int:
    return next((at for at, word in enumerate(words) if word.kind == kind), -1)


def _in_month(day: date, number: int) -> date:
    end = month_end(day.year, day.month)
    return end if number == -1 else end.replace(day=min(number, end.day))


class _Limits(NamedTuple):
    start: date | None = None
    written: str = ""  # the start as DTSTART has it: 2022-03 for a month
    until: date | None = None


def _limits(reader: Reader, head: list[Word]) -> _Limits:
    kinds = {word.kind for word in head}
    whole = next((word for word in head if isinstance(word.value, Due)), None)
    if whole is None or not isinstance(whole.value, Due):
        if not kinds & {"now", "since", "after"}:
            return _Limits()
        if "now" not in kinds and not is_issue(event := reader.printed(event_of(head))):
            raise Refusal("error", f"“{event}”的日期还不知道，不能作为起始日")
        return _Limits(reader.issued, f"{reader.issued}")
    mentions = list(mentions_of(reader, whole.value))
    start, last = mentions[0].opens or mentions[0].day, mentions[-1].day
    if "since" in kinds:
        return _Limits(start, f"{start:%Y-%m}" if whole.kind == "month" else f"{start}")
    if mentions[0].opens is None or (whole.value.has("before") and whole.kind != "window"):
        raise Refusal("ambiguous", f"“{reader.printed([whole])}”没有写明是定期工作的起点、终点，还是另一个时限")
    return _Limits(start, f"{start}", last)


class _Days(NamedTuple):
    """Which days of its periods a series names; see the fields of Every."""

    dates: tuple[tuple[int, int], ...] = ()
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    shift: Shift | None = None


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
_NAMES = {Grain.MONTH: "月", Grain.QUARTER: "季度", Grain.HALF: "半年", Grain.YEAR: "年"}


def _days(reader: Reader, rhythm: Rhythm, body: list[Word]) -> _Days:
    if rhythm.grain in {Grain.DAY, Grain.WEEK}:
        _check_short(reader, body)
    if rhythm.grain is Grain.DAY:
        return _Days(shift=Shift(ShiftTo.EACH) if rhythm.workdays else None)
    if rhythm.grain is Grain.WEEK:
        named = {word.value for word in body if word.kind == "weekday" and isinstance(word.value, int)}
        return _Days(weekdays=tuple(sorted(named)) or (_SUNDAY,))
    size = _MONTHS[rhythm.grain]
    if length := next(values_of(body, Length), None):
        return _after_period(size, length)
    ordinal = next((int(str(word.value)) for word in body if word.kind == "ordinal"), 0)
    if not -1 <= ordinal <= size:
        raise Refusal("error", f"{_NAMES[rhythm.grain]}里没有第{ordinal}个月")
    begin = ordinal if ordinal > 0 else 1 if ordinal == 0 else size
    end = ordinal if ordinal > 0 else size
    ends = rhythm.months or tuple(range(end, 13, size))
    dues = list(values_of(body, Due))
    if nth := next((word for word in body if isinstance(word.value, Nth)), None):
        begins = rhythm.months or tuple(range(begin, 13, size))
        months = [month for due in dues for month in _months(rhythm, due)]
        return _nth_days(tuple(months) or begins, tuple(months) or ends, nth)
    if size == 12 or (size > 1 and dues and all(date_of(word).month for due in dues for word in due.dates)):
        dates = [day for due in dues for day in _yearly(reader, due)]
        if dates and len({(month - 1) // size for month, _ in dates}) < 12 // size:
            raise Refusal("error", f"“{reader.printed(body)}”没有写全每{_NAMES[rhythm.grain]}的日子")
    else:
        months_known = size == 1 or ordinal != 0
        dates = [(month, day) for due in dues for day in _monthly(rhythm, months_known, due) for month in ends]
    return _Days(dates=_ordered(dates or [(month, -1) for month in ends]))


def _check_short(reader: Reader, body: list[Word]) -> None:
    """Days and weeks have no dates, ordinals or n-th days of their own."""
    if strange := [word for word in body if word.kind in {"nth", "ordinal", "length"} or isinstance(word.value, Due)]:
        raise Refusal("error", f"未能理解“{body[0].text}”之后的“{reader.printed(strange[:1])}”")


_SUNDAY = 6


def _ordered(dates: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(set(dates), key=lambda each: (each[0], each[1] % 32)))


def _months(rhythm: Rhythm, due: Due) -> Iterator[int]:
    """每年6月、12月最后一个工作日."""
    for word in due.dates:
        named = date_of(word)
        month = named.month or 0
        if not 1 <= month <= 12 or named.year or rhythm.grain is not Grain.YEAR or word.kind != "month" or due.marks:
            raise Refusal("error", f"未能理解“每{_NAMES[rhythm.grain]}”之后的“{word.text}”")
        yield month


def _monthly(rhythm: Rhythm, is_month_known: bool, due: Due) -> Iterator[int]:
    """Days of a month; -1 is its last."""
    period = f"每{_NAMES[rhythm.grain]}"
    for word in due.dates:
        named = date_of(word)
        if word.kind == "vague-date" and not named.year:
            choices = [
                f"{period}{choice}"
                for choice in VAGUE.get(named.part, {}).get("month", ())
                if rhythm.grain is Grain.MONTH
            ]
            raise Refusal("ambiguous", f"“{period}{word.text}”说的是一段时间，没有写明哪一天", *choices)
        if named.base == "次":
            raise Refusal("ambiguous", f"“{period}{word.text}”没有写明是哪个月的次月")
        day = -1 if named.part == "底" else TEN_DAYS[named.part][1] if named.part in TEN_DAYS else named.day
        is_own = named.unit in {"", "month", str(rhythm.grain)} and not (named.year or named.month or named.number)
        is_plain = not any(_moves(mark, named) for mark in due.marks)
        if day is None or not is_own or not is_plain:
            raise Refusal("error", f"未能理解“{period}”之后的“{word.text}”")
        if day != -1 and not is_month_known:
            choices = [f"{period}首月{word.text}前", f"{period}末月{word.text}前"]
            raise Refusal("ambiguous", f"“{period}{word.text}”没有写明是哪个月", *choices)
        if not -1 <= day <= 31 or day == 0:
            raise Refusal("error", f"“{word.text}”不是日期：没有{day}日")
        yield day


def _moves(mark: Word, named: Date) -> bool:
    """Whether a mark says anything but 含当日: 每月20日前（含20日）."""
    return mark.kind in {"exclusive", "weekday"} or (mark.kind in SHAPES and date_of(mark) != Date(day=named.day))


def _yearly(reader: Reader, value: Due) -> Iterator[tuple[int, int]]:
    """The days in a leap year, February 29th being the month's end of every year."""
    opening = (value.opening,) if value.opening else ()
    for word in (*opening, *value.dates, *value.marks):
        named = word.value if isinstance(word.value, Date) else Date()
        if (
            word.kind in {"weekday", "now"}
            or named.year is not None
            or named.base in {"本", "下"}
            or named.unit == "plan"
        ):
            raise Refusal("error", f"未能理解“每年”之后的“{word.text}”")
    leap = Reader(reader.phrase, reader.at, plan=_LEAP, issued=date(_LEAP, 1, 1))
    try:
        mentions = list(mentions_of(leap, value))
    except Refusal as refusal:
        message, *readings = (re.sub("[0-9]{4}年", "每年", text) for text in (refusal.message, *refusal.readings))
        raise Refusal(refusal.kind, message, *readings) from None
    for mention in mentions:
        is_end = mention.day == month_end(mention.day.year, mention.day.month)
        yield mention.day.month, -1 if is_end else mention.day.day


_LEAP = 2024


def _nth_days(begins: tuple[int, ...], ends: tuple[int, ...], word: Word) -> _Days:
    match word.value:
        case Nth(n=-1, of="工作日"):
            return _Days(dates=tuple((month, -1) for month in ends), shift=Shift(ShiftTo.LAST))
        case Nth(n=n, of="工作日") if 1 <= n <= _WORKDAYS:
            return _Days(dates=tuple((month, 1) for month in begins), shift=Shift(ShiftTo.NTH, n))
        case Nth(n=-1, of="天"):
            return _Days(dates=tuple((month, -1) for month in ends))
        case Nth(n=n, of="天") if 1 <= n <= _SHORTEST:
            return _Days(dates=tuple((month, n) for month in begins))
        case Nth(n=n, of=weekday) if weekday in WEEK and (n == -1 or 1 <= n <= _SHORTEST // 7):
            dates = tuple((month, 1) for month in (ends if n == -1 else begins))
            return _Days(dates=dates, weekdays=(WEEK.index(weekday),), nth=n)
        case _:
            raise Refusal("error", f"“{word.text}”不是每期都有")


_SHORTEST = 28
_WORKDAYS = 15
"""As many are in every month, 春节 and 国庆 included."""


def _after_period(size: int, length: Length) -> _Days:
    """每季度结束后10日内 is the 10th of the next one's first month: the last day itself does not count."""
    months = tuple(range(1, 13, size))
    shortest = min(month_end(_LEAP - 1, month).day for month in months)
    match length:
        case Length(n=n, unit=LengthUnit.WORKDAY) if 1 <= n <= _WORKDAYS:
            return _Days(dates=tuple((month, 1) for month in months), shift=Shift(ShiftTo.NTH, n))
        case Length(n=n, unit=LengthUnit.DAY) if 1 <= n <= shortest:
            return _Days(dates=tuple((month, n) for month in months))
        case Length(n=n, unit=LengthUnit.WEEK) if 1 <= n <= _SHORTEST // 7:
            return _Days(dates=tuple((month, 7 * n) for month in months))
        case Length(n=n, unit=LengthUnit.MONTH) if 1 <= n < size:
            return _Days(dates=tuple((month + n - 1, -1) for month in months))
        case _:
            raise Refusal("error", "期满之后的期限太长，请写明每期到期的日子")


_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _rule(grain: Grain, days: _Days, limits: _Limits) -> str | None:
    """None where a rule would skip short months, or cannot give each month its own day."""
    by = _frequency(grain, days)
    if by is None:
        return None
    start = f"DTSTART={limits.written}; " if limits.start else ""
    return start + by + (f";UNTIL={limits.until:%Y%m%d}" if limits.until else "")


def _frequency(grain: Grain, days: _Days) -> str | None:
    if grain is Grain.DAY:
        return "FREQ=DAILY"
    if grain is Grain.WEEK:
        return f"FREQ=WEEKLY;BYDAY={','.join(_BYDAY[day] for day in days.weekdays)}"
    months = sorted({month for month, _ in days.dates})
    if days.nth:
        by = f"BYDAY={days.nth}{_BYDAY[days.weekdays[0]]}"
    else:
        by_month = {tuple(day for at, day in days.dates if at == month) for month in months}
        in_month = [_rule_day(day, months) for day in min(by_month)]
        if len(by_month) > 1 or 0 in in_month:
            return None
        by = f"BYMONTHDAY={','.join(map(str, in_month))}"
    match len(months):
        case 12:
            return f"FREQ=MONTHLY;{by}"
        case 1:
            return f"FREQ=YEARLY;BYMONTH={months[0]};{by}"
        case _:
            return f"FREQ=MONTHLY;BYMONTH={','.join(map(str, months))};{by}"


def _rule_day(day: int, months: list[int]) -> int:
    """-1 for what is the end of each month, though its number where one month, and not February, is meant; else 0."""
    lengths = [month_end(_LEAP, month).day for month in months]
    shortest = min(lengths) - (2 in months)
    if day != -1 and day <= shortest:
        return day
    if day != -1 and day < max(lengths):
        return 0
    return -1 if len(months) > 1 or 2 in months else lengths[0]
