"""Builders of what falls due once: a day, a window, several days, a day counted from another."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple, NoReturn

from fuquan.deadline.dates import TEN_DAYS, Due, Reader, Refusal, Span, date_of, day_text, later
from fuquan.deadline.kinds import By, LengthUnit, Shift, ShiftTo, Stage
from fuquan.deadline.vocabulary import BODIES, NOUNS, REPORTED, WEEK, Date, Length, Nth
from fuquan.deadline.words import Word, values_of


class Mention(NamedTuple):
    """A day that a phrase names."""

    text: str
    day: date
    opens: date | None
    ten_days: str
    manner: str = ""
    """`soft` of 力争 and `firm` of 确保, where they stand before a later day of several."""


def due(reader: Reader, words: list[Word]) -> By:
    """The last day counts; earlier ones are stages."""
    _check_bodies(reader, words)
    _check_between(reader, words)
    _check_objects(reader, words)
    mentions = list(_in_order(reader, words))
    for earlier, following in pairwise(mentions):
        if following.day < earlier.day and following.manner != "soft":
            raise Refusal("ambiguous", f"“{following.text}”早于前面的“{earlier.text}”，没有写明以哪个为准")
    last = max(mentions, key=lambda mention: mention.day)
    return By(
        day=last.day,
        opens=last.opens,
        ten_days=_TEN_DAYS.get(last.ten_days),
        shift=shift_of(words),
        stages=tuple(
            Stage(text=one.text, day=one.day) for one in sorted(mentions, key=lambda one: one.day) if one.day < last.day
        ),
        then_ongoing=_is_standing(words),
        soft=last.manner == "soft" or (reader.soft and last.manner != "firm"),
    )


def _is_standing(words: list[Word]) -> bool:
    """持续推进，年底前总结; but 持续推进至年底 ends with the year."""
    return any(
        word.kind == "standing" and not following.text.endswith(("至", "到"))
        for word, following in pairwise([*words, Word("end-of-phrase", "", 0, 0)])
    )


def _check_bodies(reader: Reader, words: list[Word]) -> None:
    """Of several days, none may be that of one body and not of another."""
    if sum(isinstance(word.value, Due) for word in words) < 2:
        return
    beside = [word for word in words if word.kind != "open"]
    for deed, after in pairwise([*beside, Word("end-of-phrase", "", 0, 0)]):
        is_subject = deed.text.endswith(BODIES) and isinstance(after.value, Due)
        if deed.kind == "deed" and (is_subject or _bodies().match(deed.text) or _town().fullmatch(deed.text)):
            raise Refusal("error", f"“{reader.printed([deed])}”：不同单位的时限不同，请分成几行")


def _check_between(reader: Reader, words: list[Word]) -> None:
    """2024年项目12月底前 is of the year's projects, and 资金到位的，6月底前 of some matters only."""
    for word, after in pairwise(words):
        if isinstance(word.value, Due) and isinstance(after.value, Due):
            raise Refusal("ambiguous", f"“{reader.printed([word, after])}”没有写明以哪个日子为准")
    for word, between, after in zip(words, words[1:], words[2:], strict=False):
        if not isinstance(after.value, Due):
            continue
        if word.kind == "deed" and word.text.endswith("的"):
            raise Refusal("error", f"未能理解“{reader.printed([word])}”部分")
        if word.kind in _PERIODS and not _is_bounded(word) and between.kind == "deed":
            raise Refusal("error", f"没有看懂“{reader.printed([word])}”是时限，还是所做的事的一部分")


def _check_objects(reader: Reader, words: list[Word]) -> None:
    """A date may be part of a deed: 5月底前完成6月底数据清理."""
    for before, word, following in zip([None, *words], words, [*words[1:], None], strict=False):
        if not isinstance(word.value, Due) or _is_bounded(word):
            continue
        is_object = before is not None and before.kind == "deed"
        nouns = NOUNS if word.kind in {"day", "ten", "end", "window"} else REPORTED
        is_attribute = following is not None and following.kind == "deed" and following.text.startswith(nouns)
        if is_object or is_attribute:
            raise Refusal("error", f"没有看懂“{reader.printed([word])}”是时限，还是所做的事的一部分")


_PERIODS = frozenset(("year", "half", "quarter", "month"))


def _is_bounded(word: Word) -> bool:
    return isinstance(word.value, Due) and (word.value.has("before") or word.value.has("within"))


@cache
def _town() -> re.Pattern[str]:
    return re.compile("(?!完成|启动|覆盖|建成|实现|选定|确定).{2}(?:镇|乡|街道)(?:完成|报送|上报)?")


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile("[各省市县区镇].{0,8}?(?:镇|单位|部门|局|委|办|组)")


_TEN_DAYS: dict[str, Literal["上旬", "中旬", "下旬"]] = {"上旬": "上旬", "中旬": "中旬", "下旬": "下旬"}


def _in_order(reader: Reader, words: list[Word]) -> Iterator[Mention]:
    manner = ""
    for word in words:
        if isinstance(word.value, Due):
            yield from (mention._replace(manner=manner) for mention in mentions_of(reader, word.value))
        manner = word.kind


def mentions_of(reader: Reader, due: Due) -> Iterator[Mention]:
    opening = None
    if due.opening is not None:
        opening = reader.issued if due.opening.kind == "now" else reader.span(due.opening).first
    for word in due.dates:
        mention = _mention(reader, word, due)
        if opening is not None:
            if opening > mention.day:
                raise Refusal("error", f"“{mention.text}”早于起始日{day_text(opening)}")
            mention = mention._replace(opens=opening, ten_days="")
        if word is due.dates[-1]:
            _check_marks(reader, mention, due)
        yield mention


def _mention(reader: Reader, word: Word, due: Due) -> Mention:
    named = date_of(word)
    before = next((mark.text for mark in due.marks if mark.kind == "before"), "")
    span = reader.span(word)
    text = word.text + before
    is_period = span.first < span.last and named.part not in TEN_DAYS
    mention = Mention(text, span.last, span.first if span.first < span.last else None, named.part)
    if due.has("exclusive"):
        return Mention(text, (span.first if is_period else span.last) - _DAY, None, "")
    if due.has("inclusive"):
        return mention
    if word.kind == "festival":
        if not before:
            choices = (f"{day_text(span.last - _DAY)}前", f"{day_text(span.last)}前")
            raise Refusal("ambiguous", f"“{text}”没有写明是节前还是当日", *choices)
        return mention._replace(day=span.last - _DAY)
    if is_period and before:
        readings = (_end_text(span.first - _DAY), _end_text(span.last))
        raise Refusal("ambiguous", f"“{text}”有两种读法：{'、'.join(readings)}", *readings)
    return mention


_DAY = timedelta(days=1)


def _end_text(day: date) -> str:
    return f"{day.year}年{day.month}月底前"


def _check_marks(reader: Reader, mention: Mention, due: Due) -> None:
    for mark in due.marks:
        match mark:
            case Word(kind="weekday", value=int(weekday)) if weekday != mention.day.weekday():
                said = f"周{WEEK[mention.day.weekday()]}"
                raise Refusal("error", f"“{mention.text}”不是“{mark.text}”：{day_text(mention.day)}是{said}")
            case Word(kind="clock"):
                reader.notes.append(f"“{mark.text}”不影响到期日：时限按日计，含当日")
            case Word(value=Date()):
                excluded = _DAY if due.has("exclusive") else timedelta()
                if mention.day + excluded not in reader.span(mark):
                    raise Refusal("ambiguous", f"“{mention.text}”与“{mark.text}”不是同一天，没有写明以哪个为准")


def phases(reader: Reader, words: list[Word]) -> By:
    """自查阶段（5月1日至31日）: one matter with its day in brackets, or several phases."""
    is_numbered = any(word.kind == "item" for word in words)
    if sum(isinstance(word.value, Due) for word in words) > 1:
        for heading, _, following in zip(words, words[1:], words[2:], strict=False):
            is_phase = is_numbered or heading.text.endswith("阶段")
            if heading.kind == "deed" and isinstance(following.value, Due) and not is_phase:
                raise Refusal("error", f"“{reader.printed([heading])}”：不同事项的时限不同，请分成几行")
    return due(reader, words)


def shift_of(words: list[Word]) -> Shift | None:
    return next((Shift(to) for to in values_of(words, ShiftTo)), None)


def nth_of(reader: Reader, words: list[Word]) -> By:
    """6月最后一个工作日, 6月第3个工作日, 6月第二个周五."""
    whole, nth = next(values_of(words, Due)), next(word for word in words if isinstance(word.value, Nth))
    if nth.text.startswith("前") and words[-1].kind != "within":
        raise Refusal("ambiguous", f"“{nth.text}”没有写明是最初的，还是之前的")
    if any(mark.kind != "within" for mark in whole.marks):
        raise Refusal("error", f"未能理解“{reader.printed(whole.marks)}”部分")
    [word] = whole.dates
    span = reader.span(word)
    day, shift = _nth_day(span, next(values_of([nth], Nth)))
    if not span.first <= day <= span.last:
        raise Refusal("error", f"没有“{reader.printed([word, nth])}”这一天")
    is_standing = any(word.kind == "standing" for word in words)
    return By(
        day=span.first if shift and shift.n else day,
        shift=shift or shift_of(words),
        then_ongoing=is_standing,
        soft=reader.soft,
    )


def _nth_day(span: Span, nth: Nth) -> tuple[date, Shift | None]:
    """The day, as far as it can be told without holidays, and how working days move it."""
    match nth:
        case Nth(n=-1, of="工作日"):
            return span.last, Shift(ShiftTo.LAST)
        case Nth(n=n, of="工作日"):
            return span.first + timedelta(days=n - 1), Shift(ShiftTo.NTH, n)
        case Nth(n=-1, of="天"):
            return span.last, None
        case Nth(n=n, of="天"):
            return span.first + timedelta(days=n - 1), None
        case Nth(n=-1, of=weekday):
            return span.last - timedelta(days=(span.last.weekday() - WEEK.index(weekday)) % 7), None
        case _:
            ahead = (WEEK.index(nth.of) - span.first.weekday()) % 7
            return span.first + timedelta(days=ahead + 7 * (nth.n - 1)), None


def from_day(reader: Reader, words: list[Word]) -> By:
    """自2023年5月1日起30日内: that day itself does not count (民法典 201)."""
    start, length = next(word for word in words if isinstance(word.value, Due)), next(values_of(words, Length))
    if start.kind != "day":
        raise Refusal("ambiguous", f"“{start.text}”不是一天，没有写明从哪一天起算")
    day = next(mentions_of(reader, next(values_of([start], Due)))).day
    if length.unit is LengthUnit.WORKDAY:
        return By(day=day, shift=Shift(ShiftTo.AFTER, length.n), soft=reader.soft)
    return By(day=later(day, length.n, length.unit), opens=day, soft=reader.soft)


def about(reader: Reader, words: list[Word]) -> NoReturn:
    """6月底左右."""
    word = next(word for word in words if word.kind == "about")
    days = [f"{day_text(mention.day)}前" for mention in _in_order(reader, words)]
    raise Refusal("ambiguous", f"“{reader.printed([word])}”说的是大概的日子，没有写明哪一天", *days)


def only_start(reader: Reader, words: list[Word]) -> NoReturn:
    """5月1日起施行, 6月底后."""
    at = next(at for at, word in enumerate(words) if word.kind in {"since", "after"})
    raise Refusal("ambiguous", f"“{reader.printed(words[: at + 1])}”只写了起点，没有写到哪一天为止")


def season(reader: Reader, words: list[Word]) -> NoReturn:
    """汛期前, 春节后."""
    raise Refusal("ambiguous", f"“{reader.printed(words)}”没有写明是哪一天")


def week_day(reader: Reader, words: list[Word]) -> NoReturn:
    """周五前."""
    day = WEEK[next(values_of(words, int))]
    raise Refusal("ambiguous", f"“{reader.printed(words)}”没有写明是哪一周", f"每周{day}前", f"本周{day}前")
