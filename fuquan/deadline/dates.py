"""From words to days: what year is meant, which day ends what is named, and what has no single reading."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from fuquan.deadline.kinds import LengthUnit
from fuquan.deadline.words import Date, Length, Trap, Word


class Refusal(Exception):  # noqa: N818 - no fault of the program: the phrase is refused, in so many words
    def __init__(self, kind: Literal["ambiguous", "error"], message: str, *readings: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.readings = readings


class Due(NamedTuple):
    """The value of a word that stands for a day, a window or several days, with all that is said beside them."""

    opening: Word | None  # of a window: a date, a bare number or 即日起
    dates: tuple[Word, ...]  # several in 4、5月
    marks: tuple[Word, ...]  # 前, （周五）, 17:00, （含当日）

    def has(self, kind: str) -> bool:
        return any(mark.kind == kind for mark in self.marks)


class Year(NamedTuple):
    year: int
    source: str


class Span(NamedTuple):
    first: date
    last: date


# --- words in groups


def lettered(words: Iterable[Word]) -> str:
    """One letter a word, so that a regular expression over kinds of words is a plain regular expression."""
    return "".join([_LETTERS[word.kind] for word in words])


def pattern_of(text: str, macros: dict[str, str]) -> str:
    """`month-of (day-of | edge)?` with a letter for each kind; macros, in capitals, are spelled out first."""
    while (spelled := re.sub("[A-Z]+", lambda name: f"({macros[name[0]]})", text)) != text:
        text = spelled
    return re.sub("[a-z][a-z-]*", lambda name: _LETTERS[name[0]], text).replace("(", "(?:").replace(" ", "")


class _Letters(dict[str, str]):
    def __missing__(self, kind: str) -> str:
        return self.setdefault(kind, chr(0xE000 + len(self)))


_LETTERS = _Letters()

SHAPES = ("day", "ten", "end", "month", "quarter", "half", "year", "plan", "festival", "vague-date")

_GROUPS = {
    "length": "(day-of | years) within | years",
    "date": "(year-of | short-year)? month-of (day-of | ten-of | edge | month-edge)?"
    "| year-of? (quarter-of | half-of) edge? | year-of (year-edge | edge) | short-year edge | year-of? (festival-of | year-edge)"
    "| year-of | plan-of edge? | week-of weekday? | full-date edge? | day-of | ten-of | month-edge | quarter-edge | edge",
    "clock": "daytime* (hour minute? | time) | daytime+",
}
_MACROS = {
    "DATE": " | ".join(SHAPES),
    "MARK": "open (inclusive DATE? | exclusive DATE? | weekday | clock | DATE before?) close"
    " | weekday | clock | inclusive | exclusive",
    "OPENING": "from? (DATE weekday? | count | now) since? through",
}
_DUE = "OPENING? (count sep)* DATE MARK* ((before | within) MARK*)?"


def with_dates(words: list[Word]) -> list[Word]:
    """2023年 6月 底 is one date, 30日 内 one length, 下午 5点 one hour."""
    return _grouped(words, _groups(), _group)


def with_dues(words: list[Word]) -> list[Word]:
    """A date with what is said beside it is one due: 6月30日（周五）17:00前, 4月20日至5月10日, 6、12月底前."""
    return _grouped(words, _dues(), lambda _, group: _due(group))


@cache
def _groups() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{pattern_of(text, {})})" for kind, text in _GROUPS.items()))


@cache
def _dues() -> re.Pattern[str]:
    return re.compile(pattern_of(_DUE, _MACROS))


def _grouped(
    words: list[Word], pattern: re.Pattern[str], build: Callable[[str | None, list[Word]], Word]
) -> list[Word]:
    grouped: list[Word] = []
    at = 0
    for found in pattern.finditer(lettered(words)):
        grouped += words[at : found.start()]
        grouped.append(build(found.lastgroup, words[found.start() : found.end()]))
        at = found.end()
    return [*grouped, *words[at:]]


def _spanning(kind: str, words: Sequence[Word], value: object) -> Word:
    return Word(kind, "".join([word.text for word in words]), words[0].start, words[-1].end, value)


def _group(kind: str | None, words: list[Word]) -> Word:
    match kind, words[0].value:
        case "length", Date(day=int(n)):
            return _spanning("length", words, Length(n, LengthUnit.DAY))
        case "length", value:
            return _spanning("length", words, value)
        case "clock", _:
            return _clock(words)
        case _:
            return _date(words)


def _clock(words: list[Word]) -> Word:
    times = {word.kind: word.value for word in words if isinstance(word.value, int)}
    if not times:
        return _spanning("clock", words, None)
    minutes = times.get("time", 60 * times.get("hour", 0) + times.get("minute", 0))
    text = "".join(word.text for word in words)
    if minutes > 24 * 60 or times.get("minute", 0) > 59:
        return _spanning("trap", words, Trap("error", f"没有“{text}”这个时刻"))
    if minutes == 0:
        return _spanning("trap", words, Trap("ambiguous", f"“{text}”是一天的开头，当日算不算在内有两种读法"))
    return _spanning("clock", words, None)


def _date(words: list[Word]) -> Word:
    pieces = [Date(number=piece + 1) if isinstance(piece, int) else piece for piece in (word.value for word in words)]
    fields = zip(Date(), *reversed(pieces), strict=True)
    merged = Date(*(next((value for value in given if value != absent), absent) for absent, *given in fields))
    if merged.month is not None and merged.unit == "month":  # 6月月底
        merged = merged._replace(unit="")
    return _spanning(_shape(merged), words, merged)


def _shape(named: Date) -> str:
    if named.unit == "festival":
        return "festival"
    if named.part in _VAGUE or (named.unit == "week" and not named.number):
        return "vague-date"
    if named.part == "底":
        return "end"
    if named.day is not None or named.unit == "week":
        return "day"
    if named.part:
        return "ten"
    return "month" if named.month is not None else named.unit or "year"


def _due(words: list[Word]) -> Word:
    cut = next((at for at, word in enumerate(words) if word.kind == "through"), -1)
    opening = next((word for word in words[: cut + 1] if word.kind in {*SHAPES, "count", "now"}), None)
    rest = words[cut + 1 :]
    last = next(at for at, word in enumerate(rest) if word.kind in SHAPES)
    dates = tuple(word for word in rest[: last + 1] if word.kind != "sep")
    kind = "window" if opening else "days" if len(dates) > 1 else dates[0].kind
    return _spanning(kind, words, Due(opening, dates, tuple(rest[last + 1 :])))


# --- days of dates


@dataclass(slots=True, kw_only=True)
class Reader:
    """One phrase being read: the years it is read by, and what comes to light on the way."""

    phrase: str
    at: tuple[int, ...]
    plan: int
    issued: date
    soft: bool = False
    year: Year | None = None
    month: int | None = None
    notes: list[str] = field(default_factory=list)

    def printed(self, words: Sequence[Word]) -> str:
        return self.phrase[self.at[words[0].start] : self.at[words[-1].end - 1] + 1] if words else ""

    def span(self, named: Date, text: str) -> Span:
        """The days that a date names; its year and month serve the later ones that have none."""
        if named.month is None and named.unit == "" and (named.day is not None or named.part in TEN_DAYS):
            named = named._replace(month=self.month)
        self.month = named.month
        self.year = year_of(named, inherited=self.year, plan=self.plan, issued=self.issued)
        if named.base in {"本", "下"}:
            return _beside_issue(named, self.issued, text)
        return _span(named, self.year.year, self.issued, text)


def year_of(named: Date, *, inherited: Year | None, plan: int, issued: date) -> Year:
    if named.base in {"本", "下"}:
        return Year(issued.year, f"按印发日期{issued.year}年{issued.month}月{issued.day}日推算")
    match named.year:
        case None if named.unit == "plan":
            return Year(named.number, "按五年规划的起止年份")
        case None:
            return inherited or Year(plan, f"文中未写年份，按方案年度{plan}年")
        case int(year):
            return Year(year, f"文中写明{year}年")
        case word:
            base = inherited.year if inherited and word[0] in "次翌当" else plan
            year = base + _OFFSETS.get(word[0], 0)
            return Year(year, f"“{word}”即{year}年")


_OFFSETS = {"明": 1, "次": 1, "翌": 1, "来": 1, "后": 2, "去": -1, "上": -1}


def _span(named: Date, year: int, issued: date, text: str) -> Span:
    month = named.month
    match named.unit:
        case "festival":
            return _festival(named, year, issued, text)
        case _ if named.part in _VAGUE:
            raise _vague(named, year, text)
        case "" if month is None and (named.day is not None or named.part in TEN_DAYS):
            raise _no_month(named, issued, text)
        case "month":
            if named.base == "":
                raise _no_month(named, issued, text)
            raise Refusal("ambiguous", f"“{text}”没有写明是哪个月的{named.base}月", f"{issued.year}年{issued.month % 12 + 1}月底前")
        case "week":
            raise _no_week(text)
        case "quarter" if named.base == "上" or named.number == 0:
            this = f"{issued.year}年第{_quarter(issued)}季度末前"
            raise Refusal("ambiguous", f"“{text}”没有写明是哪个季度", "每季度末前", this)
        case "quarter" if named.number > 4:
            raise Refusal("error", f"“{text}”不是日期：一年没有第{named.number}季度")
        case "quarter":
            months = range(1 if named.base == "前" else 3 * named.number - 2, 3 * named.number + 1)
        case "half":
            months = range(6 * named.number - 5, 6 * named.number + 1)
        case "plan":
            months = range(1, 61)
        case _ if month is not None:
            months = range(month, month + 1)
        case _:
            months = range(1, 13)
    first = day_of(year, months[0], 1, text)
    last = month_end(year + (months[-1] - 1) // 12, (months[-1] - 1) % 12 + 1, text)
    if named.day is not None:
        first = last = day_of(year, months[0], named.day, text)
    elif named.part in TEN_DAYS:
        opens, closes = TEN_DAYS[named.part]
        first, last = first.replace(day=opens), last.replace(day=min(closes, last.day))
    elif named.part == "底":
        first = last
    return Span(first, last)


def _beside_issue(named: Date, issued: date, text: str) -> Span:
    later = named.base == "下"
    match named.unit:
        case "week":
            monday = days_later(issued, 7 * later - issued.weekday(), text)
            if not named.number:
                ends = [days_later(monday, n, text) for n in (4, 6)]
                raise Refusal("ambiguous", f"“{text}”可以到周五，也可以到周日", *(f"{day_text(end)}前" for end in ends))
            day = days_later(monday, named.number - 1, text)
            return Span(day, day)
        case "quarter":
            first = months_later(issued.replace(month=3 * _quarter(issued) - 2, day=1), 3 * later, text)
            return _span(named._replace(base="", number=_quarter(first)), first.year, issued, text)
        case _:
            first = months_later(issued.replace(day=1), int(later), text)
            return _span(named._replace(base="", unit="", month=first.month), first.year, issued, text)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _no_month(named: Date, issued: date, text: str) -> Refusal:
    rest = f"{named.day}日" if named.day else named.part
    return Refusal(
        "ambiguous", f"“{text}”没有写明是哪个月", f"每月{rest}前", f"{issued.year}年{issued.month}月{rest}前"
    )


def _festival(named: Date, year: int, issued: date, text: str) -> Span:
    if named.month is None or named.day is None:
        years = (year,) if isinstance(named.year, int) else (year, year + 1)
        eves = [NEW_YEARS[y] - timedelta(days=1) for y in years if y in NEW_YEARS] if named.name == "春节" else []
        raise Refusal("ambiguous", f"“{text}”没有写明是公历哪一天", *(f"{day_text(eve)}前" for eve in eves))
    if named.name == "元旦" and named.year is None and issued.year == year:
        year += 1  # 元旦前, in a plan of this year, is its last day
    day = day_of(year, named.month, named.day, text)
    return Span(day, day)


def _vague(named: Date, year: int, text: str) -> Refusal:
    here = f"{year}年{named.month}月" if named.month else f"{year}年"
    choices = _VAGUE[named.part].get("month" if named.month else named.unit or "year", ())
    return Refusal("ambiguous", f"“{text}”说的是一段时间，没有写明哪一天", *(here + choice for choice in choices))


_VAGUE: dict[str, dict[str, tuple[str, ...]]] = {
    "初": {"month": ("5日前", "上旬前"), "year": ("1月底前", "3月底前")},
    "中": {"month": ("中旬前", "底前"), "year": ("6月底前", "7月底前")},
    "上中旬": {"month": ("上旬前", "中旬前")},
    "中下旬": {"month": ("中旬前", "下旬前")},
    "全年": {"year": ("底前",)},
}

TEN_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上半月": (1, 15), "下半月": (16, 31)}

NEW_YEARS = {
    year: date(year, int(day[:2]), int(day[2:]))
    for year, day in enumerate("0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208".split(), 2020)
}
"""The first day of the lunar year, by year."""


# --- arithmetic that stays inside the calendar


def day_of(year: int, month: int, day: int, text: str) -> date:
    """Raises Refusal in the words of the phrase for a day that no calendar has."""
    if not 1 <= year <= 9999:
        raise Refusal("error", f"“{text}”超出了可以推算的年份")
    if not 1 <= month <= 12:
        raise Refusal("error", f"“{text}”不是日期：没有{month}月")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise Refusal("error", f"“{text}”不是日期：{year}年{month}月没有{day}日")
    return date(year, month, day)


def month_end(year: int, month: int, text: str = "") -> date:
    return day_of(year, month, 1, text).replace(day=monthrange(year, month)[1])


def later(day: date, n: int, unit: LengthUnit, text: str = "") -> date:
    """`n` units after `day`, which itself does not count; a month after January 31st is February's end."""
    match unit:
        case LengthUnit.YEAR:
            return months_later(day, 12 * n, text)
        case LengthUnit.MONTH:
            return months_later(day, n, text)
        case LengthUnit.WEEK:
            return days_later(day, 7 * n, text)
        case LengthUnit.DAY | LengthUnit.WORKDAY:
            return days_later(day, n, text)


def months_later(day: date, n: int, text: str = "") -> date:
    year, month = divmod(12 * day.year + day.month - 1 + n, 12)
    end = month_end(year, month + 1, text)
    return end.replace(day=min(day.day, end.day))


def days_later(day: date, n: int, text: str = "") -> date:
    try:
        return day + timedelta(days=n)
    except OverflowError:
        raise Refusal("error", f"“{text}”超出了可以推算的年份") from None


def day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
