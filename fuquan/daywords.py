"""A day as an office writes it: 2023-05-10, 5月10日, 上周五, 月底, 5月10日（周三）.

The whole text must be a day. One that leaves the year, the month or the week open names several, of which the caller
says the direction to look in.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from fuquan.deadline import month_length
from fuquan.deadline.words import number
from fuquan.errors import FuquanError, clipped
from fuquan.text import half_width, long_day


class Day(NamedTuple):
    date: dt.date
    is_full: bool
    """Whether the text itself has year, month and day; where not, its writer should be told what it was taken for."""


def day_of(text: str, today: dt.date, option: str, *, near: dt.date | None = None, ahead: bool = False) -> Day:
    """The day that the text of an option names; of several, the latest that is not after today.

    With `ahead` it is the earliest that is not before today, with `near` the nearest to that day. Raises FuquanError,
    which names the option, where the text is no day, where there is no such day, and where two days are as near.
    """
    pieces = _pieces(text, option, _FORMS)
    days = _days(pieces, today, near or today)
    if near:
        days = [day for day in days if abs(day - near) == min(abs(other - near) for other in days)]
    elif _is_open(pieces):
        days = [day for day in days if day >= today][:1] if ahead else [day for day in days if day <= today][-1:]
    return Day(_only(days, pieces, text, option), {"year", "month", "day"} <= pieces.keys())


def exact_day(text: str, today: dt.date, option: str) -> dt.date:
    """The day that the text names in whatever direction one looks; raises FuquanError too where it names several."""
    pieces = _pieces(text, option, _EXACT)
    days = _days(pieces, today, today)
    if days and _is_open(pieces):
        lacks = "周" if "weekday" in pieces else "年" if "month" in pieces else "月"
        raise FuquanError(f"{option} 的“{clipped(text)}”没有写明是哪一{lacks}", "请写全年月日，如 2023-05-10")
    return _only(days, pieces, text, option)


def month_of(text: str, today: dt.date) -> str | None:
    """2023-05 of 2023-05, 2023年5月, 五月, 本月 and 上月; None of what is no month.

    Without a year it is the latest such month that has begun.
    """
    pieces = _pieces_of(text, _months_written())
    if pieces is None:
        return None
    if moon := pieces.get("moon"):
        year, month = divmod(12 * today.year + today.month - 1 + _MOONS[moon], 12)
        month += 1
    else:
        month = _value(pieces, "month", 0)
        aside = today.year + _YEARS[pieces["aside"]] if "aside" in pieces else today.year - (month > today.month)
        year = _value(pieces, "year", aside)
    return f"{year:04}-{month:02}" if 1 <= month <= 12 and 1 <= year <= 9999 else None


def quarter_of(text: str, today: dt.date) -> str | None:
    """2023-Q2 of 2023-Q2, 2023年第二季度, 二季度 and 上季度; None of what is no quarter.

    Without a year it is the latest such quarter that has begun.
    """
    pieces = _pieces_of(text, _quarters_written())
    if pieces is None:
        return None
    this = (today.month + 2) // 3
    if moon := pieces.get("moon"):
        year, before = divmod(4 * today.year + this - 1 + _MOONS[moon], 4)
        quarter = before + 1
    else:
        quarter = "1234一二三四".index(pieces["quarter"]) % 4 + 1
        aside = today.year + _YEARS[pieces["aside"]] if "aside" in pieces else today.year - (quarter > this)
        year = _value(pieces, "year", aside)
    return f"{year:04}-Q{quarter}" if 1 <= year <= 9999 else None


def year_of(text: str, today: dt.date) -> str | None:
    """2023 of 2023, 2023年度, 二〇二三年 and 去年; None of what is no year."""
    pieces = _pieces_of(text, _years_written())
    if pieces is None:
        return None
    year = _value(pieces, "year", today.year + _YEARS[pieces["aside"]] if "aside" in pieces else 0)
    return f"{year:04}" if 1 <= year <= 9999 else None


def _pieces_of(text: str, forms: Iterable[re.Pattern[str]]) -> dict[str, str] | None:
    """What the first of the forms that is the whole text has under its names."""
    said = re.sub(r"\s+", "", half_width(text)).replace("○", "〇")
    found = next((one for form in forms if (one := form.fullmatch(said))), None)
    return None if found is None else {name: piece for name, piece in found.groupdict().items() if piece}


_FIGURES = "〇零一二三四五六七八九"
_YEAR = f"(?P<year>[1-9][0-9]{{3}}|[{_FIGURES}]{{4}})"


@cache
def _quarters_written() -> tuple[re.Pattern[str], ...]:
    aside = f"(?P<aside>{'|'.join(_YEARS)})"
    forms = (
        "(?P<year>[1-9][0-9]{3})[-/.年]?[Qq](?P<quarter>[1-4])",
        "[Qq](?P<quarter>[1-4])",
        f"(?:(?:{_YEAR}|{aside})年?)?第?(?P<quarter>[1-4一二三四])季度?",
        f"(?P<moon>{'|'.join(_MOONS)})个?季度?",
    )
    return tuple(map(re.compile, forms))


@cache
def _years_written() -> tuple[re.Pattern[str], ...]:
    return (re.compile(f"{_YEAR}(?:年度?)?"), re.compile(f"(?P<aside>{'|'.join(_YEARS)})年度?"))


@cache
def _months_written() -> tuple[re.Pattern[str], ...]:
    aside = f"(?P<aside>{'|'.join(_YEARS)})"
    forms = (
        "(?P<year>[1-9][0-9]{3})[-/.](?P<month>[0-9]{1,2})",
        f"(?:(?:{_YEAR}|{aside})年)?(?P<month>[0-9]{{1,2}}|[{_FIGURES}十]{{1,2}})月(?:份)?",
        f"(?P<moon>{'|'.join(_MOONS)})个?月(?:份)?",
    )
    return tuple(map(re.compile, forms))


_FORMS = "可写 2023-05-10、2023年5月10日、5月10日、10日、昨天、周五、上周五、上月10日、4月底"
_EXACT = "可写 2023-05-10、2023年5月10日、昨天、上周五、上月10日、今年4月底"


def is_day(text: str) -> bool:
    """Whether the text has the form of a day, whether or not there is such a one."""
    return _found(text) is not None


def _found(text: str) -> dict[str, str] | None:
    """The text's pieces by the names that the forms give them."""
    said = re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", half_width(text)).replace("○", "〇")
    said = re.sub(r"\(([周星礼].{1,2})\)$", r"\1", said)
    found = (_compiled(form).fullmatch(said) for form in _forms())
    pieces = next(({name: piece for name, piece in one.groupdict().items() if piece} for one in found if one), None)
    if pieces is None or any(number(pieces[name]) is None for name in _NUMBERS & pieces.keys()):
        return None
    return pieces


def _pieces(text: str, option: str, forms: str) -> dict[str, str]:
    pieces = _found(text)
    if pieces is None:
        raise FuquanError(f"{option} 的“{clipped(text)}”不是日期", forms)
    if "short" in pieces:
        raise FuquanError(f"{option} 的“{clipped(text)}”没有写全年份", "年份请写四位，如 2023-05-10")
    if "last" in pieces:
        raise FuquanError(f"{option} 的“{clipped(text)}”分不清哪个是月、哪个是日", "请把年份写在前面，如 2023-05-10")
    return pieces


_NUMBERS = {"year", "month", "day"}


def _is_open(pieces: Mapping[str, str]) -> bool:
    return not pieces.keys() & {"word", "week", "year", "aside", "moon"}


def _days(pieces: Mapping[str, str], today: dt.date, around: dt.date) -> list[dt.date]:
    """The days that answer to the pieces, in order; those on either side of `around` where they are open."""
    if word := pieces.get("word"):
        return _counted([today.toordinal() + _WORDS[word]])
    if weekday := pieces.get("weekday"):
        week = pieces.get("week")
        from_ = today if week else around
        day = from_.toordinal() - from_.weekday() + _weekday(weekday)
        return _counted(day + 7 * weeks for weeks in ([_WEEKS[week]] if week else [-1, 0, 1]))
    months = _months(pieces, today, around)
    lengths = [
        (year, month, month_length(year, month)) for year, month in months if 1 <= year <= 9999 and 1 <= month <= 12
    ]
    days = [(year, month, last, _value(pieces, "day", last)) for year, month, last in lengths]
    return [dt.date(year, month, day) for year, month, last, day in days if 1 <= day <= last]


def _months(pieces: Mapping[str, str], today: dt.date, around: dt.date) -> list[tuple[int, int]]:
    if "month" in pieces:
        month = _value(pieces, "month", 0)
        if "year" in pieces:
            return [(_value(pieces, "year", 0), month)]
        if aside := pieces.get("aside"):
            return [(today.year + _YEARS[aside], month)]
        return [(around.year + years, month) for years in range(-_LEAP, _LEAP + 1)]
    moon = pieces.get("moon")
    from_ = today if moon else around
    shifted = [
        12 * from_.year + from_.month - 1 + months for months in ([_MOONS[moon]] if moon else range(-2, 3))
    ]  # of two, one has 31 days
    return [(months // 12, months % 12 + 1) for months in shifted]


_LEAP = 8
"""Years from one February 29th to the next, where a century is between them."""


def _value(pieces: Mapping[str, str], name: str, default: int) -> int:
    value = number(pieces[name]) if name in pieces else None
    return default if value is None else value


def _counted(ordinals: Iterable[int]) -> list[dt.date]:
    return [dt.date.fromordinal(n) for n in ordinals if 1 <= n <= dt.date.max.toordinal()]


def _only(days: list[dt.date], pieces: Mapping[str, str], text: str, option: str) -> dt.date:
    told = f"{option} 的“{clipped(text)}”"
    if not days:
        raise FuquanError(f"{told}不是有效的日期", "历书上没有这一天，请核对年月日")
    if len(days) > 1:
        raise FuquanError(f"{told}可以是{'，也可以是'.join(map(long_day, days))}", "请写全年月日")
    if (said := pieces.get("agrees")) and _weekday(said) != days[0].weekday():
        real, wrong = _DAYS[days[0].weekday()], _DAYS[_weekday(said)]
        raise FuquanError(f"{told}前后不符：{long_day(days[0])}是周{real}，不是周{wrong}", "请核对日期和星期")
    return days[0]


def _weekday(char: str) -> int:
    return _DAYS.index(char.replace("天", "日"))


_DAYS = "一二三四五六日"
_WORDS = {
    "今天": 0, "今日": 0,
    "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3,
    "明天": 1, "明日": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
_MOONS = _WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_YEARS = {"前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """One at a time: a day in figures, which every command may be given, is of the first form."""
    return re.compile(form)


@cache
def _forms() -> tuple[str, ...]:
    figures, weekday = "〇零一二三四五六七八九", f"(?:周|星期|礼拜)(?P<{{}}>[{_DAYS}天])"
    year, short = f"(?P<year>[0-9]{{4}}|[{figures}]{{4}})", f"(?P<short>[0-9]{{2}}|[{figures}]{{2}})"
    month, day = (f"(?P<{name}>[0-9]{{1,2}}|[{figures}十廿卅]{{1,3}})" for name in ("month", "day"))
    in_month = f"(?:{day}[日号]|[底末])"
    aside, moon, week = (
        f"(?P<{name}>{'|'.join(words)})" for name, words in (("aside", _YEARS), ("moon", _MOONS), ("week", _WEEKS))
    )
    forms = (
        "(?:(?P<year>[0-9]{4})|(?P<short>[0-9]{2}))(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
        "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        "(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})",
        "[0-9]{1,2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)(?P<last>[0-9]{4})",
        f"(?:(?:{year}|{short}|{aside})年)?{month}月(?:份)?{in_month}",
        f"(?:{moon}个?月)?{day}[日号]",
        f"(?:{moon}个?)?月[底末]",
        f"(?P<word>{'|'.join(_WORDS)})",
        f"(?:{week}个?)?{weekday.format('weekday')}",
    )
    return tuple(f"(?:{form})(?:{weekday.format('agrees')})?" for form in forms)
