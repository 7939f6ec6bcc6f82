"""Read a deadline as an official would, or say why it cannot be read.

A phrase goes through three small grammars, each over the results of the one before, so that every character of it is
either part of a reading or named in a refusal:

    characters  6月中旬前完成     → words   6月 · 中旬 · 前 · 完成        (`words`, from the tables of `vocabulary`)
    words       6月 · 中旬 · 前   → dues    6月中旬前, the end of the 旬    (`dates`)
    dues        6月中旬前 · 完成  → a form  某旬前                          (`forms`, with examples that are its tests)

    phrase   = due {due}                        6月底前启动、10月底前完成: the last counts, the others are stages
             | matter (due) {matter (due)}          自查阶段（5月1日至31日）
             | [since] every [of] due {due}     从2022年3月起，每月25日前
             | event since|after [length]       收到通知后15个工作日内
             | standing | vague                 持续推进; 适时
    due      = [date through] date [before]     9月15日-25日; 6月中旬前; 6月30日（周五）17:00前
    date     = [year] month [day | 旬 | end]    6月30日, 6月中旬, 6月底, 6月: the last day of what is named
             | [year] quarter | half [end]      第三季度, 上半年
             | [year] year-end | festival       年底; 国庆节, of which only the eve is a deadline

A word that no form holds, a day that no calendar has, and a phrase with two honest readings are refused, never guessed.
Around all this, 于, 截至, 确保 and 完成 say nothing of the day, and 原则上, 力争 and 基本 make it soft.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from fuquan.deadline.dates import DUES, Reader, Refusal, later, month_length, with_dates, with_dues
from fuquan.deadline.forms import FORMS, Form, form_of, unread_part
from fuquan.deadline.kinds import (
    After,
    By,
    Deadline,
    Every,
    Grain,
    Kind,
    LengthUnit,
    Ongoing,
    Reading,
    Shift,
    ShiftTo,
    Stage,
    Undetermined,
    Unreadable,
    kind_of,
)
from fuquan.deadline.vocabulary import BODIES
from fuquan.deadline.words import TIMES, Word, folded, joined, number, words_of

__all__ = [
    "FORMS",
    "After",
    "By",
    "Deadline",
    "Every",
    "Form",
    "Grain",
    "Kind",
    "LengthUnit",
    "Ongoing",
    "Reading",
    "Shift",
    "ShiftTo",
    "Stage",
    "Undetermined",
    "Unreadable",
    "kind_of",
    "later",
    "month_length",
    "read",
    "steps",
]

LONGEST = 200
"""Characters, spaces aside; a longer text is no deadline."""


def read(phrase: str, *, year: int, issued: date) -> Deadline | Unreadable:
    """`year` is that of a deadline that names none; `issued` is the day of 印发之日起 and the month of 本月."""
    if (size := len("".join(phrase.split()))) > LONGEST:
        return Unreadable(phrase=phrase, kind="error", message=f"完成时限有{size}字，最多{LONGEST}字")
    return _read(phrase, year, issued)


@lru_cache(maxsize=4096)
def _read(phrase: str, year: int, issued: date) -> Deadline | Unreadable:
    try:
        return _deadline(phrase, year, issued)
    except Refusal as refusal:
        return Unreadable(phrase=phrase, kind=refusal.kind, message=refusal.message, readings=refusal.readings)
    except OverflowError:
        return Unreadable(phrase=phrase, kind="error", message=f"“{phrase}”超出了公历1年至9999年")


def _deadline(phrase: str, year: int, issued: date) -> Deadline:
    text, at = folded(phrase)
    first, last = _bounds(text)
    if first == last:
        raise Refusal("error", "完成时限是空的")
    words, soft = _essential(words_of(text[first:last]))
    words = with_dues(with_dates(joined(words)))
    if not words:
        raise Refusal("error", f"“{phrase}”没有写明时限")
    if len(words) > 1 and words[0].text.endswith(BODIES) and words[1].kind in {*DUES, "every"}:
        words[0] = words[0]._replace(kind="body")
    reader = Reader(phrase, at[first:last], plan=year, issued=issued, soft=soft)
    if (form := form_of(words)) is None:
        raise Refusal("error", f"未能理解“{reader.printed(unread_part(words))}”部分")
    return Deadline(
        phrase=phrase,
        reading=form.build(reader, words),
        form=form.name,
        normal=_normal(words),
        year=reader.year and reader.year.year,
        year_from=reader.year.source if reader.year else "",
        notes=tuple(reader.notes),
    )


def _bounds(text: str) -> tuple[int, int]:
    """Without the stops around it, and the brackets around all of it."""
    first, last = len(text) - len(text.lstrip(_STOPS)), len(text.rstrip(_STOPS))
    for opening, closing in ("()", "“”", '""', "《》"):
        if text[first:last].startswith(opening) and text.find(closing, first + 1) == last - 1:
            return first + 1, last - 1
    return min(first, last), last


_STOPS = ",;、:.!…"


def _essential(words: list[Word]) -> tuple[list[Word], bool]:
    """The words without 于, 截至 and 原则上, and whether there was one like 原则上.

    What leads a later day of several stays (力争6月底前、确保8月底前), and so does what parts a matter from its day.
    Haste is no more than manner where a time is named; how many times is part of a rhythm, but not of a day.
    """
    is_timed = any(word.kind in TIMES for word in words)
    has_rhythm = any(word.kind == "every" for word in words)
    kept: list[Word] = []
    is_soft = has_day = False
    for word, following in pairwise([*words, Word("end-of-phrase", "", 0, 0)]):
        has_day = has_day or word.kind in TIMES
        match word.kind:
            case "haste" | "manner" if is_timed:
                kept.append(word._replace(kind="deed"))
            case "manner":
                kept.append(word._replace(kind="vague"))
            case "times":
                kept.append(word._replace(kind="unread" if has_rhythm else "deed"))
            case "soft" | "firm" if has_day and following.kind in TIMES | {"lead"}:
                kept.append(word)
            case "lead" if kept and kept[-1].kind in {"deed", "standing"}:
                kept.append(word)
            case "lead" | "firm" | "soft" as kind:
                is_soft = is_soft or kind == "soft"
            case _:
                kept.append(word)
    begin = 1 if kept and kept[0].kind == "sep" else 0  # 原则上，6月底前
    return kept[begin:], is_soft


def _normal(words: list[Word]) -> str:
    texts = [_in_figures(word.text) if word.kind in _FIGURED else word.text for word in words]
    text = "".join(texts).removesuffix("完成").replace("年年", "年").translate(_FULL_WIDTH)
    return re.sub("(?<![0-9]):", "：", text)


_FIGURED = {*DUES, "length", "nth", "ordinal"}


def _in_figures(text: str) -> str:
    return text if _HAN_FIGURES.isdisjoint(text) else _counts().sub(lambda found: str(number(found[0])), text)


_HAN_FIGURES = frozenset("〇零一二三四五六七八九十百廿卅两")


@cache
def _counts() -> re.Pattern[str]:
    return re.compile("[〇零一二三四五六七八九十百廿卅两]+(?=[年月日号天季个周时点])")


_FULL_WIDTH = str.maketrans(",;()", "，；（）")


def steps(deadline: Deadline) -> tuple[str, ...]:
    """How the phrase was read, in lines for the screen; rest days and what is due when are the caller's."""
    return tuple(_steps(deadline))


def _steps(deadline: Deadline) -> Iterator[str]:
    if deadline.normal != deadline.phrase:
        yield f"整理为“{deadline.normal}”"
    yield f"写法：{deadline.form}"
    match deadline.reading:
        case By() as by:
            yield deadline.year_from
            yield from _by_steps(by)
        case Every() as every:
            yield from _every_steps(every)
        case After() as after:
            yield from _after_steps(after)
        case _:
            pass  # nothing is counted
    yield from deadline.notes
    if getattr(deadline.reading, "soft", False):
        yield "“原则上”“力争”“基本”一类的话不改变到期日"


def _by_steps(by: By) -> Iterator[str]:
    if by.ten_days:
        yield f"{by.ten_days}按旬末计：{_day(by.day)}"
    elif by.opens:
        yield f"自{_day(by.opens)}起，到{_day(by.day)}为止，以最后一天为准"
    if by.stages:
        yield f"写了{len(by.stages) + 1}个日子，以最后一个为准；此前：" + "、".join(
            f"{stage.text}（{_day(stage.day)}）" for stage in by.stages
        )
    if by.shift:
        yield _SHIFTS[by.shift.to].format(n=by.shift.n, day=_day(by.day))
    if by.then_ongoing:
        yield "此外是长期工作，到期日只看写明的日子"


def _every_steps(every: Every) -> Iterator[str]:
    if every.start:
        yield f"自{_day(every.start)}起"
    if every.until:
        yield f"到{_day(every.until)}止"
    if any(day > 28 for _, day in every.dates):
        yield "没有这一天的月份按月末计"
    if every.shift:
        yield _SHIFTS[every.shift.to].format(n=every.shift.n, day="")


def _after_steps(after: After) -> Iterator[str]:
    if after.from_issue:
        yield f"“{after.event}”即印发日，当日不计入"
    elif after.event and after.length:
        yield f"自“{after.event}”起算，当日不计入"
    if after.shift:
        yield _SHIFTS[after.shift.to]
    if after.then_ongoing:
        yield "此后是长期工作"


_SHIFTS = {
    ShiftTo.NEXT: "遇休息日顺延到其后第一个工作日",
    ShiftTo.LAST: "遇休息日提前到之前最后一个工作日",
    ShiftTo.NTH: "按国务院节假日安排数到第{n}个工作日",
    ShiftTo.AFTER: "{day}之后第{n}个工作日，当日不计入",
    ShiftTo.EACH: "按国务院节假日安排，每个工作日一次",
}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
