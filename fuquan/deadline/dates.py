"""From words to days: which words make up a date, what year is meant, and which day ends what is named."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from fuquan.deadline.kinds import LengthUnit
from fuquan.deadline.vocabulary import Date, Length
from fuquan.deadline.words import NUMERALS, Word, like, values_of


class Refusal(Exception):  # noqa: N818 - no fault of the program: the phrase is refused, in so many words
    def __init__(self, kind: Literal["ambiguous", "error"], message: str, *readings: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.readings = readings


class Due(NamedTuple):
    """The value of a word that stands for a day, a window or several days, with all that is said beside them."""

    opening: Word | None  # of a window: a date, or 即日起
    dates: tuple[Word, ...]
    marks: tuple[Word, ...]  # 前, （周五）, 17:00, （含当日）

    def has(self, kind: str) -> bool:
        return any(mark.kind == kind for mark in self.marks)


class Span(NamedTuple):
    first: date
    last: date


SHAPES = ("day", "ten", "end", "month", "quarter", "half", "year", "plan", "festival", "vague-date")
DUES = (*SHAPES, "window", "days")

_GROUPS = {
    "length": "(day-of | years) within",
    "date": "(year-of | short-year)? month-of (day-of | ten-of | edge | month-edge)?"
    " | year-of? (quarter-of | half-of) edge? | year-of (year-edge | edge) | short-year (year-edge | edge)"
    " | year-of? (festival-of | year-edge) | year-of | plan-of (edge | within) | week-of weekday? | full-date edge?"
    " | day-of | ten-of | month-edge | quarter-edge | edge",
    "clock": "daytime* (hour minute? | time) | daytime+",
}
_MACROS = {
    "DATE": " | ".join(SHAPES),
    "MARK": "open (inclusive DATE? | exclusive DATE? | weekday | clock | DATE before?) close"
    " | weekday | clock | inclusive | exclusive",
    "DUE": "(from? (DATE weekday? | count | now) since? through)? (count sep)* DATE MARK* ((before | within) MARK*)?",
}


def lettered(words: Iterable[Word]) -> str:
    """One letter a word: a regular expression over kinds of words is then a plain one."""
    return "".join([_LETTERS[word.kind] for word in words])


def pattern_of(text: str, macros: dict[str, str]) -> str:
    """`month-of (day-of | edge)?` with a letter for each kind; macros, in capitals, are spelled out first."""
    while (spelled := re.sub("[A-Z]+", lambda name: f"({macros[name[0]]})", text)) != text:
        text = spelled
    text = re.sub("[a-z][a-z-]*", lambda name: _LETTERS[name[0]], text).replace(" ", "")
    # What is not ASCII is a letter; to name their range would take longer than all else here.
    text = re.sub(r"\(([^ -~](?:[|][^ -~])+)\)", lambda choice: f"[{choice[1].replace('|', '')}]", text)
    return text.replace("(", "(?:")


class _Letters(dict[str, str]):
    def __missing__(self, kind: str) -> str:
        return self.setdefault(kind, chr(0xE000 + len(self)))


_LETTERS = _Letters()


def with_dates(words: list[Word]) -> list[Word]:
    """2023年 6月 底 is one date, 30日 内 one length, 下午 5点 one hour."""
    return _grouped(words, _groups(), _group)


def with_dues(words: list[Word]) -> list[Word]:
    """A date with what is said beside it is one due: 6月30日（周五）17:00前, 4月20日至5月10日, 6、12月底前."""
    grouped = _grouped(words, _dues(), _due)
    for at in range(len(grouped) - 3, -1, -1):
        if grouped[at + 1].kind == "sep":
            grouped[at] = _completed(grouped[at], grouped[at + 2])
    return grouped


@cache
def _groups() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{pattern_of(text, {})})" for kind, text in _GROUPS.items()))


@cache
def _dues() -> re.Pattern[str]:
    return re.compile(pattern_of("DUE", _MACROS))


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


def _spanning(kind: str, words: Sequence[Word], value: object) -> Word:
    return Word(kind, "".join([word.text for word in words]), words[0].start, words[-1].end, value)


def _clock(words: list[Word]) -> Word:
    times = {word.kind: int(str(word.value)) for word in words if word.value is not None}
    clock = _spanning("clock", words, None)
    if not times:
        return clock
    minutes = times.get("time", 60 * times.get("hour", 0) + times.get("minute", 0))
    if minutes > 24 * 60 or times.get("minute", 0) > 59:
        raise Refusal("error", f"没有“{clock.text}”这个时刻")
    if minutes == 0:
        raise Refusal("ambiguous", f"“{clock.text}”是一天的开头，没有写明当日算不算在内")
    return clock


def _date(words: list[Word]) -> Word:
    """The pieces as one date, the later one winning where both say something."""
    pieces = [
        word.value if isinstance(word.value, Date) else Date(number=1 + int(str(word.value)))
        for word in words
        if word.kind != "within"
    ]
    fields = zip(Date(), *reversed(pieces), strict=True)
    date_ = Date(*(next((value for value in given if value != absent), absent) for absent, *given in fields))
    if date_.month is not None and date_.unit == "month":  # 6月月底
        date_ = date_._replace(unit="")
    return _spanning(_shape(date_), words, date_)


def date_of(word: Word) -> Date:
    """What a word of one of the SHAPES holds."""
    return next(values_of((word,), Date))


def _shape(named: Date) -> str:
    if named.unit == "festival":
        return "festival"
    if named.part in VAGUE or (named.unit == "week" and not named.number):
        return "vague-date"
    if named.part == "底":
        return "end"
    if named.day is not None or named.unit == "week":
        return "day"
    if named.part:
        return "ten"
    return "month" if named.month is not None else named.unit or "year"


def _due(_: str | None, words: list[Word]) -> Word:
    cut = next((at for at, word in enumerate(words) if word.kind == "through"), -1)
    last = next(at for at, word in enumerate(words) if at > cut and word.kind in SHAPES)
    opening = next(
        (_filled(word, words[last]) for word in words[: cut + 1] if word.kind in {*SHAPES, "count", "now"}), None
    )
    dates = tuple(_filled(word, words[last]) for word in words[cut + 1 : last + 1] if word.kind != "sep")
    kind = "window" if opening else "days" if len(dates) > 1 else dates[0].kind
    return _spanning(kind, words, Due(opening, dates, tuple(words[last + 1 :])))


def _filled(word: Word, end: Word) -> Word:
    """4 in 4、5月底 as 4月底."""
    if word.kind != "count":
        return word
    date_ = like(date_of(end), int(str(word.value)))
    return word._replace(kind=_shape(date_), text=word.text + end.text.lstrip(NUMERALS), value=date_)


def _completed(word: Word, following: Word) -> Word:
    """1月、7月10日前 are two tenths, as 1、7月10日前 are; and 前 holds for both in 五一、国庆前."""
    match word, following:
        case Word(value=Due(None, (one,), ())), Word(value=Due(None, (then, *_), marks)):
            shared = tuple(mark for mark in marks if mark.kind in {"before", "within"})
            own, other = date_of(one), date_of(then)
            if word.kind == "festival":
                return word._replace(value=Due(None, (one,), shared))
            if word.kind == "month" and other.month is not None and not (own.unit or other.unit):
                date_, text = own._replace(day=other.day, part=other.part), one.text + then.text.partition("月")[2]
                return word._replace(
                    value=Due(None, (one._replace(kind=_shape(date_), text=text, value=date_),), shared)
                )
    return word


class Year(NamedTuple):
    year: int
    source: str


class Reader:
    """One phrase being read: what it is read by, and what comes to light on the way."""

    __slots__ = ("at", "issued", "month", "notes", "phrase", "plan", "soft", "written", "year")

    def __init__(self, phrase: str, at: Sequence[int], *, plan: int, issued: date, soft: bool = False) -> None:
        self.phrase, self.at = phrase, at
        self.plan, self.issued, self.soft = plan, issued, soft
        self.year: Year | None = None
        self.written: Year | None = None
        self.month: int | None = None
        self.notes: list[str] = []

    def printed(self, words: Sequence[Word]) -> str:
        return self.phrase[self.at[words[0].start] : self.at[words[-1].end - 1] + 1] if words else ""

    def span(self, word: Word) -> Span:
        """The days that a date names; its year and month serve the later ones that have none."""
        named = date_of(word)
        if named.month is None and not named.unit and (named.day is not None or named.part in TEN_DAYS):
            named = named._replace(month=self.month)
        self.month = named.month
        self.year = self._year_of(named)
        if named.year is not None:
            self.written = self.year
        _checked(self.year.year)
        if named.base in {"本", "下"}:
            return _beside_issue(named, self.issued, word)
        return _span(named, self.year.year, self.issued, word)

    def _year_of(self, named: Date) -> Year:
        match named.year:
            case _ if named.base in {"本", "下"}:
                return Year(self.issued.year, f"“{named.base}{_UNIT_NAMES[named.unit]}”按印发日期推算")
            case None if named.unit == "plan":
                return Year(named.number, f"该五年规划自{named.number}年起")
            case None:
                return self.written or Year(self.plan, f"文中未写年份，按方案年度{self.plan}年")
            case int(year):
                return Year(year, f"文中写明{year}年")
            case word:
                base = self.written.year if self.written and word[0] in "次翌当" else self.plan
                year = base + _OFFSETS.get(word[0], 0)
                return Year(year, f"“{word}”即{year}年")


_OFFSETS = {"明": 1, "次": 1, "翌": 1, "来": 1, "后": 2, "去": -1, "上": -1}
_UNIT_NAMES = {"week": "周", "month": "月", "quarter": "季度"}


def _span(named: Date, year: int, issued: date, word: Word) -> Span:
    if named.unit == "festival":
        return _festival(named, year, issued, word)
    if named.part in VAGUE:
        raise _vague(named, year, issued, word)
    if word.text in {"期末", "末期"}:
        raise Refusal("ambiguous", f"“{word.text}”没有写明是哪一期")
    months = _months(named, issued, word)
    if not 1 <= months[0] <= 12:
        raise Refusal("error", f"“{word.text}”不是日期：没有{months[0]}月")
    years, month = divmod(months[-1] - 1, 12)
    first, last = date(year, months[0], 1), month_end(_checked(year + years), month + 1)
    if named.day is not None:
        if not 1 <= named.day <= last.day:
            raise Refusal("error", f"“{word.text}”不是日期：{year}年{first.month}月没有{named.day}日")
        first = last = first.replace(day=named.day)
    elif named.part in TEN_DAYS:
        opens, closes = TEN_DAYS[named.part]
        first, last = first.replace(day=opens), last.replace(day=min(closes, last.day))
    return Span(last if named.part == "底" else first, last)


def _months(named: Date, issued: date, word: Word) -> range:
    """The months that a date names, counted from the January of its year."""
    n = named.number
    match named.unit:
        case "quarter" if n > 4:
            raise Refusal("error", f"“{word.text}”不是日期：一年没有第{n}季度")
        case "quarter" if n > 0:
            return range(1 if named.base == "前" else 3 * n - 2, 3 * n + 1)
        case "quarter":
            this = f"{issued.year}年第{_quarter(issued)}季度末前"
            raise Refusal("ambiguous", f"“{word.text}”没有写明是哪个季度", "每季度末前", this)
        case "half":
            return range(6 * n - 5, 6 * n + 1)
        case "plan":
            return range(1, 61)
        case _ if named.month is not None:
            return range(named.month, named.month + 1)
        case "year" | "" if named.day is None and named.part not in TEN_DAYS:
            return range(1, 13)
        case "week":
            raise Refusal("ambiguous", f"“{word.text}”没有写明是哪一周")
        case _ if named.base:
            raise Refusal("ambiguous", f"“{word.text}”没有写明从哪个月数起")
        case _:
            rest = f"{named.day}日" if named.day is not None else named.part
            choices = (f"每月{rest}前", f"{issued.year}年{issued.month}月{rest}前")
            raise Refusal("ambiguous", f"“{word.text}”没有写明是哪个月", *choices)


def _beside_issue(named: Date, issued: date, word: Word) -> Span:
    """本月 is the month of the issue; likewise its week and quarter, and the next ones."""
    following = int(named.base == "下")
    match named.unit:
        case "week":
            monday = issued + timedelta(days=7 * following - issued.weekday())
            if not named.number:
                ends = (f"{day_text(monday + timedelta(days=n))}前" for n in (4, 6))
                raise Refusal("ambiguous", f"“{word.text}”可以算到周五，也可以算到周日", *ends)
            day = monday + timedelta(days=named.number - 1)
            return Span(day, day)
        case "quarter":
            first = later(issued.replace(month=3 * _quarter(issued) - 2, day=1), 3 * following, LengthUnit.MONTH)
            return _span(named._replace(base="", number=_quarter(first)), first.year, issued, word)
        case _:
            first = later(issued.replace(day=1), following, LengthUnit.MONTH)
            return _span(named._replace(base="", unit="", month=first.month), first.year, issued, word)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _festival(named: Date, year: int, issued: date, word: Word) -> Span:
    if named.month is None or named.day is None:
        years = (year,) if isinstance(named.year, int) else (year, year + 1)
        eves = [NEW_YEARS[y] - timedelta(days=1) for y in years if y in NEW_YEARS and named.name == "春节"]
        raise Refusal("ambiguous", f"“{word.text}”没有写明是公历哪一天", *(f"{day_text(eve)}前" for eve in eves))
    if named.name == "元旦" and named.year is None and issued.year == year:
        year += 1  # 元旦前, in a plan of this year, is its last day
    day = date(_checked(year), named.month, named.day)
    return Span(day, day)


def _vague(named: Date, year: int, issued: date, word: Word) -> Refusal:
    in_month = named.month is not None or named.unit == "month" or named.part in {"上中旬", "中下旬"}
    if in_month:
        here = f"{year}年{named.month}月" if named.month else f"{issued.year}年{issued.month}月"
    else:
        here = f"{year}年"
    choices = VAGUE[named.part].get("month" if in_month else named.unit or "year", ())
    return Refusal("ambiguous", f"“{word.text}”说的是一段时间，没有写明哪一天", *(here + choice for choice in choices))


VAGUE: dict[str, dict[str, tuple[str, ...]]] = {
    "初": {"month": ("5日前", "上旬前"), "year": ("1月底前", "3月底前")},
    "中": {"month": ("中旬前", "底前"), "year": ("6月底前", "7月底前")},
    "上中旬": {"month": ("上旬前", "中旬前")},
    "中下旬": {"month": ("中旬前", "下旬前")},
    "全年": {"year": ("底前",)},
}
"""Parts of a month or year that end on no one day, with what they may mean."""

TEN_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上半月": (1, 15), "下半月": (16, 31)}

_NEW_YEARS = (
    *("0125", "0212", "0201", "0122", "0210", "0129", "0217", "0206"),
    *("0126", "0213", "0203", "0123", "0211", "0131", "0219", "0208"),
)
NEW_YEARS = {year: date(year, int(day[:2]), int(day[2:])) for year, day in enumerate(_NEW_YEARS, start=2020)}
"""春节, the first day of the lunar year: 2020 to 2035."""


def _checked(year: int) -> int:
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year}")
    return year


def month_length(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def month_end(year: int, month: int) -> date:
    return date(year, month, month_length(year, month))


def later(day: date, n: int, unit: LengthUnit) -> date:
    """`n` units after `day`, which itself does not count; a month after January 31st is February's end.

    Working days are counted as days. Raises OverflowError past the year 9999.
    """
    match unit:
        case LengthUnit.YEAR | LengthUnit.MONTH:
            from dateutil.relativedelta import relativedelta

            months = 12 * n if unit is LengthUnit.YEAR else n
            _checked(day.year + (day.month - 1 + months) // 12)
            return day + relativedelta(months=months)
        case _:
            return day + timedelta(days=7 * n if unit is LengthUnit.WEEK else n)


def day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
