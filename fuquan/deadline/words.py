"""A phrase cut into words, so that every character of it is accounted for.

A word has a kind. Text that says nothing of time is a `deed` (完成签订工作); what could move, limit or question a day
(左右, 除外, a bare figure) is `unread`, and only the name of an event may hold it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from fuquan.deadline.kinds import Grain, LengthUnit
from fuquan.deadline.vocabulary import MEASURES, REPORTED, Date, Length, Rhythm, entries_at

T = TypeVar("T")


class Word(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    value: object = None


class Folded(NamedTuple):
    text: str
    at: Sequence[int]
    """Where each of its characters stands in the phrase."""


def folded(phrase: str) -> Folded:
    """Half-width figures and punctuation, one dash, one kind of bracket; no spaces but between two figures."""
    text = phrase.translate(_SAME)
    kept = [
        at
        for at, char in enumerate(text)
        if not char.isspace() or (text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal())
    ]
    return Folded(text if len(kept) == len(text) else "".join([text[at] for at in kept]), kept)


_SAME = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | str.maketrans(
    "。〔〕【】[]［］—–―‐‑‒−─~～〜○", ";()()()()-----------〇"
)


def number(text: str) -> int | None:
    """30, 三十, 廿五, 一百二十, and 二〇二三 figure by figure; None for 三五 and 二十十, which are no number."""
    if text.isdecimal():
        return int(text)
    if len(text) == 4 and all(char in _FIGURES for char in text):
        return int("".join(str(_FIGURES[char]) for char in text))
    if not (found := _han_number().fullmatch(text)):
        return None
    hundreds, tens, scores, ones = found.groups()
    ten = 10 * _FIGURES.get(tens, 1) if tens is not None else {"廿": 20, "卅": 30}.get(scores, 0)
    return 100 * _FIGURES.get(hundreds, 0) + ten + _FIGURES.get(ones, 0)


_FIGURES = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
NUMERALS = "0123456789十百廿卅" + "".join(_FIGURES)
_NUMERALS = frozenset(NUMERALS)


@cache
def _han_number() -> re.Pattern[str]:
    return re.compile(
        "(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九]?)十|([廿卅]))?([〇零一二两三四五六七八九])?"
    )


def words_of(text: str) -> list[Word]:
    """Every word of a folded text, but for a 的 that only binds."""
    return _settled(list(_cut(text)))


def values_of(words: Iterable[Word], sort: type[T]) -> Iterator[T]:
    return (word.value for word in words if isinstance(word.value, sort))


def _cut(text: str) -> Iterator[Word]:
    items = _items(text)
    at, previous, in_week = 0, "", False
    while at < len(text):
        word = (
            items.get(at) or (_week_day(text, at) if in_week else None) or _edge(text, at, previous) or _word(text, at)
        )
        yield word
        at, previous = word.end, word.kind
        in_week = (
            word.kind in {"weekday", "week-of"}
            or word.text in _WEEKLY
            or (in_week and word.kind in {"sep", "and?", "through?"})
        )


def _items(text: str) -> dict[int, Word]:
    """1、…；2、… where they are numbered in order from the start, and no months: 1、7月."""
    if not text.startswith("1"):
        return {}
    found = list(_numbered().finditer(text))
    if len(found) < 2 or [int(item[1]) for item in found] != list(range(1, len(found) + 1)):
        return {}
    return {item.start(1): Word("item", item[0], item.start(1), item.end()) for item in found}


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile("(?:^|(?<=[;,]))([1-9])[、.]")


def _week_day(text: str, at: int) -> Word | None:
    """五 in 每周五 and 每周一、五; 一 in 每周一次 is none."""
    if text[at] not in _WEEK + "七八九十" or text[at + 1 : at + 2] in _COUNTERS:
        return None
    n = _WEEK.find(text[at])
    return Word("weekday" if n >= 0 else "unread", text[at], at, at + 1, n % 7)


_WEEK = "一二三四五六日天"
_WEEKLY = frozenset(("每周", "每个周", "每星期", "每个星期", "每一周"))
_COUNTERS = frozenset("次个轮回调报通总")


def _edge(text: str, at: int, previous: str) -> Word | None:
    """底 after a month or year, where it does not begin a word of its own (底数)."""
    if previous == "year-of" and text.startswith("全年", at):
        return Word("edge", "全年", at, at + 2, Date(part="全年"))
    if previous == "year-of" and text.startswith("年内", at):
        return Word("within", "年内", at, at + 2)
    char = text[at]
    if char not in _EDGES or ((longer := _entry(text, at)) and len(longer.text) > 1):
        return None
    if previous in _EDGED:
        return Word("edge", char, at, at + 1, Date(part=_EDGES[char]))
    return Word("unread", char, at, at + 1) if previous in _ENDED and char in "底末初" else None


_EDGES = {"底": "底", "末": "底", "终": "底", "尾": "底", "初": "初", "中": "中"}
_EDGED = frozenset(
    ("year-of", "short-year", "month-of", "quarter-of", "half-of", "plan-of", "full-date", "every", "ordinal")
)
_ENDED = frozenset(("year-edge", "month-edge", "quarter-edge", "ten-of", "day-of", "length", "edge"))


def _word(text: str, at: int) -> Word:
    """The longest word that begins here; of two as long, the one with a unit."""
    char = text[at]
    if char.isspace():
        return Word("filler", char, at, at + 1)
    entry = _entry(text, at)
    if char in _NUMERALS or char in "第前":
        counted = _amount(text, at) or _counted(text, at)
        if counted and (not entry or counted.end >= entry.end + (counted.kind == "number" or char == "前")):
            return counted
    if entry:
        return entry
    return Word(
        "deed" if "\u4e00" <= char <= "\u9fff" or char in "“”‘’\"'「」『』《》〈〉" else "unread", char, at, at + 1
    )


def _entry(text: str, at: int) -> Word | None:
    for entry, kind, value in entries_at(text[at]):
        if text.startswith(entry, at):
            end = at + len(entry)
            if entry[0] in "上本当前今" and text.startswith(REPORTED, end) and kind.endswith("-of"):
                return Word("deed", entry, at, end)
            return Word(kind, entry, at, end, value)
    return None


def _counted(text: str, at: int) -> Word | None:
    """A number with its unit (6月, 第三季度, 15个工作日, 17:00), or a bare one, as 4 in 4—6月."""
    if found := _numeric().match(text, at):
        return _numeric_word(found)
    prefix = text[at] if text[at] in MEASURES else ""
    end = begin = at + len(prefix)
    while end < len(text) and text[end] in _NUMERALS:
        end += 1
    figures = text[begin:end]
    if not figures:
        return None
    unit = next((unit for unit in MEASURES[prefix] if text.startswith(unit, end)), "")
    is_short = len(figures) <= _LONGEST_NUMBER
    is_numeral = is_short and not (figures == "两" and unit.startswith("月"))  # 两 counts, but is no number of a month
    n = number(figures) if is_numeral else None
    end += len(unit)
    if n is None:
        return Word("unread", text[at:end], at, end) if unit or figures.isdecimal() or not is_short else None
    if not unit:
        return Word("number", text[at:end], at, end, n) if prefix != "前" else None
    kind, value = MEASURES[prefix][unit]
    if (
        figures in {"一", "1"}
        and unit in _RHYTHMS
        and text[end : end + 1] in {"一", "1"}
        and text[end + 1 : end + 2] not in _BEFORE_UNITS
    ):
        return Word("every", text[at : end + 1], at, end + 1, Rhythm(_RHYTHMS[unit]))  # 一月一调度
    word = Word("deed" if kind == "times" and n == 1 else kind, text[at:end], at, end, value(n))
    return _year_or_years(word, figures, n, text[end : end + 1]) if kind == "year-of" else word


_LONGEST_NUMBER = 8
_RHYTHMS = {
    "日": Grain.DAY,
    "天": Grain.DAY,
    "周": Grain.WEEK,
    "月": Grain.MONTH,
    "季度": Grain.QUARTER,
    "年": Grain.YEAR,
}
_BEFORE_UNITS = _NUMERALS | set("日号月至到-、")


def _year_or_years(word: Word, figures: str, n: int, following: str) -> Word:
    """2023年 is a year, 23年 in 23年6月底 short for it, 3年 a length."""
    if n >= 1000 or len(figures) == 4:
        return word
    if len(figures) == 2 and figures.isdecimal() and (following in _NUMERALS or following in {"底", "末", "终"}):
        return word._replace(kind="short-year", value=Date(year=2000 + n))
    return word._replace(kind="years", value=Length(n, LengthUnit.YEAR))


def _amount(text: str, at: int) -> Word | None:
    """1.2亿元 is no day of January."""
    found = _decimal().match(text, at) if "." in text else None
    return Word("deed", found[0], at, found.end()) if found else None


@cache
def _decimal() -> re.Pattern[str]:
    return re.compile("[0-9]+\\.[0-9]+(?:%|个百分点|倍|[千万亿]?元|[千万亿]|公里|千?米|平方|公?顷|亩|吨)")


@cache
def _numeric() -> re.Pattern[str]:
    return re.compile(
        "(?:([0-9]{4})([-./])([0-9]{1,2})(?:\\2([0-9]{1,2})[日号]?)?|([12][0-9]{3})([01][0-9])([0-3][0-9])"
        "|([0-9]{1,2})[./]([0-9]{1,2})[日号]?|([0-9]{1,2}):([0-9]{2})时?)(?![0-9.%/月年个天周])"
    )


def _numeric_word(found: re.Match[str]) -> Word:
    """2023-06-30, 20230630, 6.30, 2023.6; 17:00, in minutes, a 75th one being past all of them."""
    y, _, m, d, y8, m8, d8, m2, d2, hour, minute = found.groups()
    place = (found[0], found.start(), found.end())
    if hour:
        return Word("time", *place, 60 * int(hour) + (int(minute) if int(minute) < 60 else 24 * 60))
    year, month, day = y or y8, m or m8 or m2, d or d8 or d2
    return Word("full-date", *place, Date(int(year) if year else None, int(month), int(day) if day else None))


_DATES = frozenset(
    (
        "year-of",
        "short-year",
        "month-of",
        "day-of",
        "ten-of",
        "quarter-of",
        "half-of",
        "plan-of",
        "week-of",
        "year-edge",
        "month-edge",
        "quarter-edge",
        "festival-of",
        "full-date",
    )
)
TIMES = _DATES | {"years", "length", "count", "every"}
_AHEAD = TIMES | {"nth", "now", "lead", "firm", "soft", "from", "item"}
_BEHIND = TIMES | {
    "number",
    "nth",
    "now",
    "edge",
    "before",
    "within",
    "since",
    "close",
    "weekday",
    "time",
    "hour",
    "daytime",
}
_SHARING = frozenset(("month-of", "day-of", "year-of", "quarter-of"))


def _settled(words: list[Word]) -> list[Word]:
    """Right to left, for the next word decides what one is."""
    settled: list[Word] = []
    for at in range(len(words) - 1, -1, -1):
        following = settled[-1] if settled else None
        word = _beside(words[at], words[at - 1].kind if at else "", following.kind if following else "", settled)
        if word.kind != "filler":
            settled.append(word)
    settled.reverse()
    return settled


def _beside(word: Word, behind: str, ahead: str, following: list[Word]) -> Word:
    if word.kind == "number":
        return _shared(word, behind, ahead, following)
    settle = _SETTLED.get(word.kind)
    return word._replace(kind=settle(word.text, behind, ahead)) if settle else word


def _leading(kind: str) -> Callable[[str, str, str], str]:
    return lambda text, _, ahead: kind if ahead in _AHEAD else "sep" if text == ":" else "deed"


def _through(text: str, behind: str, ahead: str) -> str:
    if ahead in TIMES | {"weekday"} and behind in _BEHIND:
        return "through"
    if ahead in _AHEAD:
        return "unread" if text == "-" else "lead"
    return "unread" if text == "-" or behind == "standing" else "deed"  # 持续至验收合格 has an end, that is no day


def _and(text: str, behind: str, ahead: str) -> str:
    if ahead in {"standing", "then"}:
        return "then"
    if ahead in _AHEAD:
        return "sep" if behind in _BEHIND else "lead"
    return "sep" if ahead in {"weekday", "restday"} else "deed"


_SETTLED: dict[str, Callable[[str, str, str], str]] = {
    "lead?": _leading("lead"),
    "firm?": _leading("firm"),
    "soft?": _leading("soft"),
    "through?": _through,
    "and?": _and,
    "or?": lambda _, behind, ahead: "deed" if behind == ahead == "deed" else "unread",
    "and-so-on?": lambda _, behind, __: (
        "deed" if behind == "deed" else "pending" if behind in {"", "sep"} else "unread"
    ),
    "at-least?": lambda _, __, ahead: "unread" if ahead in TIMES else "deed",
    "time-noun?": lambda _, __, ahead: "lead" if ahead in _AHEAD else "time-noun",
    "then?": lambda _, __, ahead: "then" if ahead == "standing" or ahead in TIMES else "deed",
    "of": lambda _, behind, __: "filler" if behind in _BEHIND or behind in {"ordinal", "restday", "after"} else "deed",
    "ended?": lambda _, behind, __: "ended" if behind == "every" else "deed",
    "within": lambda _, behind, __: "within" if behind in _BEHIND or behind == "term" else "deed",
}
"""What a word is between the kinds behind and ahead of it; `filler` is left out."""


def _shared(word: Word, behind: str, ahead: str, following: list[Word]) -> Word:
    """A bare number before 至 or 、 has the unit written once, at the end: 4—6月, 6月10、20日, 2023年4—6月."""
    ahead_of = [word for word in reversed(following) if word.kind not in {"count", "sep", "through"}]
    shares = ahead_of[0] if ahead in {"through", "sep"} and ahead_of else None
    if shares and shares.kind in _SHARING and isinstance(shares.value, Date):
        if behind in {"month-of", "year-of"}:
            text = word.text + shares.text.lstrip(NUMERALS)
            return word._replace(kind=shares.kind, text=text, value=like(shares.value, int(str(word.value))))
        return word._replace(kind="count")
    is_figure = word.text.isdecimal() or (shares and shares.kind in {"length", "years"})
    return word._replace(kind="unread" if is_figure else "deed")


def like(date: Date, n: int) -> Date:
    """The date with `n` for its leading figure."""
    if isinstance(date.year, int) and n >= 1000:
        return date._replace(year=n)
    if date.month is not None:
        return date._replace(month=n)
    return date._replace(day=n) if date.day is not None else date._replace(number=n)


def joined(words: list[Word]) -> list[Word]:
    """Deeds that touch, or that only a comma parts, are one."""
    result: list[Word] = []
    for word in words:
        if word.kind == "deed":
            if len(result) > 1 and result[-1].kind == "sep" and result[-2].kind == "deed":
                result.pop()
            if result and result[-1].kind == "deed":
                result[-1] = Word("deed", result[-1].text + word.text, result[-1].start, word.end)
                continue
        result.append(word)
    return result
