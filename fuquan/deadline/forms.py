"""The forms of a deadline: for each its pattern over kinds of words, the builder of its reading, and examples."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from fuquan.deadline.dates import (
    SHAPES,
    TEN_DAYS,
    Due,
    Reader,
    Refusal,
    Span,
    Year,
    day_of,
    day_text,
    days_later,
    later,
    lettered,
    month_end,
    pattern_of,
)
from fuquan.deadline.kinds import (
    After,
    By,
    Every,
    Grain,
    LengthUnit,
    Ongoing,
    Reading,
    Shift,
    ShiftTo,
    Stage,
    Undetermined,
)
from fuquan.deadline.words import Date, Length, Nth, Rhythm, Word

Builder = Callable[[Reader, list[Word]], Reading]


class Form(NamedTuple):
    name: str
    pattern: str
    build: Builder
    examples: tuple[str, ...]
    """Phrases of 2023 with what is read: a day, a rule, an event."""


def form_of(words: list[Word]) -> Form | None:
    found = _grammar().fullmatch(lettered(words))
    return FORMS[int(found.lastgroup[1:])] if found and found.lastgroup else None


def unread_part(words: list[Word]) -> list[Word]:
    """What follows the longest beginning that has a form; all of it, if none has."""
    for end in range(len(words) - 1, 0, -1):
        if form_of(words[:end]):
            return words[end:]
    for start in range(1, len(words)):
        if form_of(words[start:]):
            return words[:start]
    return words


@cache
def _grammar() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<f{n}>{pattern_of(form.pattern, _MACROS)})" for n, form in enumerate(FORMS)))


# --- by: a day


def due(reader: Reader, words: list[Word]) -> By:
    """The last day named counts, the earlier ones are stages."""
    mentions = [
        mention._replace(manner=before.kind)
        for before, word in pairwise([Word("", "", 0, 0), *words])
        if isinstance(word.value, Due)
        for mention in _mentions(reader, word)
    ]
    for earlier, following in pairwise(mentions):
        if following.day < earlier.day and following.manner != "soft":
            raise Refusal("ambiguous", f"“{following.text}”早于前面的“{earlier.text}”，不知以哪个为准")
    mentions.sort(key=lambda mention: mention.day)
    last = mentions[-1]
    return By(
        day=last.day,
        opens=last.opens,
        ten_days=last.ten_days,
        shift=_shift_of(words),
        stages=tuple(Stage(text=one.text, day=one.day) for one in mentions if one.day < last.day),
        then_ongoing=_is_standing(words),
        soft=last.manner == "soft" or (reader.soft and last.manner != "firm"),
    )


class _Mention(NamedTuple):
    text: str
    day: date
    opens: date | None
    ten_days: str | None
    manner: str = ""  # "soft" for 力争, "firm" for 确保, where a later day has its own


def _mentions(reader: Reader, word: Word) -> Iterable[_Mention]:
    due_ = word.value
    assert isinstance(due_, Due)
    last = due_.dates[-1]
    named = last.value
    assert isinstance(named, Date)
    opening = _opening(reader, due_, named)
    for at, one in enumerate(due_.dates):
        value = _shared(one, due_.dates[at + 1 :])
        marks = due_.marks
        mention = _mention(reader, one, value, marks)
        yield mention if opening is None else _opened(mention, opening)


def _opened(mention: _Mention, opening: date) -> _Mention:
    if opening > mention.day:
        raise Refusal("error", f"“{mention.text}”早于起始日{day_text(opening)}")
    return mention._replace(opens=opening, ten_days=None)


def _opening(reader: Reader, due_: Due, end: Date) -> date | None:
    match due_.opening:
        case None:
            return None
        case Word(kind="now"):
            return reader.issued
        case Word(kind="count", value=int(n)) as word:
            return reader.span(_counted(n, end), word.text).first
        case word:
            assert isinstance(word.value, Date)
            return reader.span(word.value, word.text).first


def _shared(word: Word, following: Sequence[Word]) -> Date:
    """4 in 4、5月 is a month, 5 in 5、10日 a day: a bare number is what the first figure of the next date is."""
    if isinstance(word.value, Date):
        return word.value
    named = next(after.value for after in following if isinstance(after.value, Date))
    assert isinstance(word.value, int)
    return _counted(word.value, named)


def _counted(n: int, like: Date) -> Date:
    if isinstance(like.year, int) and n >= 1000:
        return like._replace(year=n)
    if like.month is not None:
        return like._replace(month=n)
    if like.day is not None:
        return like._replace(day=n)
    return like._replace(number=n)


def _mention(reader: Reader, word: Word, named: Date, marks: Sequence[Word]) -> _Mention:
    before = any(mark.kind == "before" for mark in marks)
    span = reader.span(named, word.text)
    text = word.text + next((mark.text for mark in marks if mark.kind == "before"), "")
    day, opens = span.last, span.first if span.first < span.last else None
    is_period = opens is not None and named.part not in TEN_DAYS
    inclusive = any(mark.kind == "inclusive" for mark in marks)
    exclusive = any(mark.kind == "exclusive" for mark in marks)
    if word.kind == "festival" and not before:
        raise Refusal("ambiguous", f"“{word.text}”没有写明当日还是之前", f"{day_text(days_later(day, -1))}前", f"{day_text(day)}前")
    if word.kind == "festival" and not inclusive:
        day = days_later(day, -1, word.text)
    elif exclusive:
        day, opens = days_later(span.first if is_period else day, -1, word.text), None
    elif is_period and before and not inclusive:
        readings = (_end_text(days_later(span.first, -1, word.text)), _end_text(day))
        raise Refusal("ambiguous", f"“{text}”有两种读法：{'、'.join(readings)}", *readings)
    _check_marks(reader, word, day, span, marks)
    return _Mention(text, day, opens, named.part if named.part in {"上旬", "中旬", "下旬"} else None)


def _end_text(day: date) -> str:
    return f"{day.year}年{day.month}月底前"


def _check_marks(reader: Reader, word: Word, day: date, span: Span, marks: Sequence[Word]) -> None:
    for mark in marks:
        match mark:
            case Word(kind="weekday", value=int(weekday)) if weekday != day.weekday():
                said = f"周{'一二三四五六日'[day.weekday()]}"
                raise Refusal("error", f"“{word.text}”不是“{mark.text}”：{day_text(day)}是{said}")
            case Word(kind="clock"):
                reader.notes.append(f"“{mark.text}”不影响到期日，时限按日计")
            case Word(value=Date() as restated):
                year = Year(day.year, "")
                other = Reader(phrase=reader.phrase, at=reader.at, plan=year.year, issued=reader.issued).span(
                    restated._replace(month=restated.month or span.last.month) if restated.day else restated, mark.text
                )
                if not span.first <= other.last <= span.last and other.last != day:
                    raise Refusal("ambiguous", f"“{word.text}”与“{mark.text}”不是同一天，不知以哪个为准")


def _shift_of(words: list[Word]) -> Shift | None:
    return next((Shift(to=word.value) for word in words if isinstance(word.value, ShiftTo)), None)


def _is_standing(words: list[Word]) -> bool:
    return any(word.kind == "standing" for word in words)


def nth_of(reader: Reader, words: list[Word]) -> By:
    """6月最后一个工作日, 6月第3个工作日, 6月第二个周五."""
    whole = next(word for word in words if isinstance(word.value, Due))
    assert isinstance(whole.value, Due)
    named = _shared(whole.value.dates[0], ())
    span = reader.span(named, whole.text)
    nth = next(word for word in words if isinstance(word.value, Nth))
    assert isinstance(nth.value, Nth)
    day, shift = nth_day(span, nth.value, nth.text)
    return By(day=day, shift=_shift_of(words) or shift, then_ongoing=_is_standing(words), soft=reader.soft)


def nth_day(span: Span, nth: Nth, text: str) -> tuple[date, Shift | None]:
    n = nth.n
    match nth.of:
        case "工作日" if n == -1:
            return span.last, Shift(to=ShiftTo.LAST)
        case "工作日":
            return span.first, Shift(to=ShiftTo.NTH, n=n)
        case "天":
            day = span.last if n == -1 else days_later(span.first, n - 1, text)
        case weekday:
            wanted = "一二三四五六日".index(weekday.replace("天", "日"))
            if n == -1:
                day = days_later(span.last, -((span.last.weekday() - wanted) % 7))
            else:
                day = days_later(span.first, (wanted - span.first.weekday()) % 7 + 7 * (n - 1), text)
    if not span.first <= day <= span.last:
        raise Refusal("error", f"“{text}”不在{span.first.year}年{span.first.month}月之内")
    return day, None


def from_day(reader: Reader, words: list[Word]) -> By:
    """自2023年5月1日起30日内: that day itself does not count (民法典 201)."""
    start, length = words[-1], words[-1]
    start = next(word for word in words if isinstance(word.value, Due))
    length = next(word for word in words if isinstance(word.value, Length))
    assert isinstance(start.value, Due) and isinstance(length.value, Length)
    [mention] = _mentions(reader, start)
    n, unit = length.value
    if start.kind != "day":
        raise Refusal("ambiguous", f"“{start.text}”没有写明从哪一天起算")
    if unit is LengthUnit.WORKDAY:
        return By(day=mention.day, shift=Shift(to=ShiftTo.AFTER, n=n), soft=reader.soft)
    return By(day=later(mention.day, n, unit, length.text), opens=mention.day, soft=reader.soft)


def from_issue_to(reader: Reader, words: list[Word]) -> By:
    """自印发之日起至2023年底."""
    event = reader.printed(_event(words))
    if not is_issue(event):
        raise Refusal("error", f"“{event}”的日期还不知道，不能作为起始日")
    by = due(reader, words)
    return _replaced(by, reader.issued)


def _replaced(by: By, opens: date) -> By:
    if opens > by.day:
        raise Refusal("error", f"到期日{day_text(by.day)}早于印发日{day_text(opens)}")
    return By(day=by.day, opens=opens, shift=by.shift, stages=by.stages, then_ongoing=by.then_ongoing, soft=by.soft)


# --- every: a recurring day


def every(reader: Reader, words: list[Word]) -> Every:
    at = next(at for at, word in enumerate(words) if word.kind == "every")
    rhythm = words[at].value
    assert isinstance(rhythm, Rhythm)
    cut = next((n for n in range(at, len(words)) if words[n].kind == "since"), None)
    if cut is not None:  # 每年6月底前（2024年起）
        cut = next(n for n in range(cut, at, -1) if words[n].kind in {"open", "sep"})
    head, body = (words[:at], words[at + 1 :]) if cut is None else (words[cut:], words[at + 1 : cut])
    start, start_text, until = _limits(reader, head)
    days = _days(reader, rhythm, words[at].text, body)
    shift = _shift_of(words) or days.shift
    rule = None if shift else _rule(rhythm.grain, days)
    if rule is not None:
        rule = (f"DTSTART={start_text}; " if start else "") + rule + (f";UNTIL={until:%Y%m%d}" if until else "")
    return Every(
        grain=rhythm.grain, rule=rule, dates=days.dates, weekdays=days.weekdays, nth=days.nth,
        start=start, until=until, shift=shift, soft=reader.soft,
    )  # fmt: skip


class _Days(NamedTuple):
    dates: tuple[tuple[int, int], ...] = ()
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    shift: Shift | None = None


def _limits(reader: Reader, head: list[Word]) -> tuple[date | None, str, date | None]:
    """Where the series begins, also as the rule's DTSTART, and where it ends."""
    kinds = {word.kind for word in head}
    whole = next((word for word in head if isinstance(word.value, Due)), None)
    if whole is None:
        if "since" in kinds and "now" not in kinds and not is_issue(event := reader.printed(_event(head))):
            raise Refusal("error", f"“{event}”的日期还不知道，不能作为起始日")
        start = reader.issued if kinds & {"since", "now"} else None
        return start, f"{start}", None
    assert isinstance(whole.value, Due)
    [*_, mention] = _mentions(reader, whole)
    first = whole.value.dates[0]
    start = mention.opens or mention.day
    if len(whole.value.dates) > 1:
        start = reader.span(_shared(first, whole.value.dates[1:]), first.text).first
    if "since" in kinds and whole.kind != "window":
        return start, f"{start:%Y-%m}" if whole.kind == "month" else f"{start}", None
    return start, f"{start}", mention.day


_MONTHS = {
    Grain.MONTH: tuple(range(1, 13)),
    Grain.QUARTER: (3, 6, 9, 12),
    Grain.HALF: (6, 12),
    Grain.YEAR: (12,),
}
_PERIOD = {Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}


def _days(reader: Reader, rhythm: Rhythm, text: str, body: list[Word]) -> _Days:
    for word in body:
        if word.kind == "clock":
            reader.notes.append(f"“{word.text}”不影响到期日，时限按日计")
    if rhythm.grain is Grain.DAY:
        return _Days(shift=Shift(to=ShiftTo.EACH) if rhythm.workdays else None)
    if rhythm.grain is Grain.WEEK:
        named = {word.value for word in body if word.kind == "weekday" and isinstance(word.value, int)}
        return _Days(weekdays=tuple(sorted(named)) or (6,))
    months = rhythm.months or _MONTHS[rhythm.grain]
    ordinal = next((word.value for word in body if word.kind == "ordinal"), None)
    if isinstance(ordinal, int):
        step = _PERIOD[rhythm.grain]
        ordinal = step if ordinal == 3 and rhythm.grain is not Grain.QUARTER and "末" in text else ordinal
        months = tuple(range(ordinal, 13, step))
    length = next((word.value for word in body if isinstance(word.value, Length)), None)
    if length is not None:
        return _after_period(rhythm, length)
    nth = next((word for word in body if isinstance(word.value, Nth)), None)
    if nth is not None:
        return _nth_days(rhythm, months, ordinal is not None, nth)
    dates = [date_ for word in body if isinstance(word.value, Due) for date_ in _spec(reader, rhythm, text, months, ordinal is not None, word, body)]
    return _Days(dates=_ordered(dates or [(month, -1) for month in months]))


def _ordered(dates: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(set(dates), key=lambda each: (each[0], each[1] % 32)))


def _spec(
    reader: Reader, rhythm: Rhythm, text: str, months: tuple[int, ...], in_month: bool, word: Word, body: list[Word]
) -> Iterable[tuple[int, int]]:
    due_ = word.value
    assert isinstance(due_, Due)
    if rhythm.grain is Grain.YEAR:
        yield from _yearly(reader, due_, body)
        return
    for at, one in enumerate(due_.dates):
        named = _shared(one, due_.dates[at + 1 :])
        if due_.has("exclusive") or due_.has("weekday") or named.year is not None or named.month is not None or due_.dates[-1].kind not in {"day", "ten", "end"} or named.unit not in {"", "month", "quarter"} or named.base or named.number:
            raise Refusal("error", f"未能理解“{text}”之后的“{one.text}”部分")
        if named.part == "底":
            yield from ((month, -1) for month in months)
            continue
        if rhythm.grain is not Grain.MONTH and not in_month:
            period = text.removesuffix("度")
            choices = (f"每{_NAMES[rhythm.grain]}首月{word.text}", f"每{_NAMES[rhythm.grain]}末月{word.text}")
            raise Refusal("ambiguous", f"“{text}{word.text}”没有写明是{period.removeprefix('每')}的哪个月", *choices)
        day = TEN_DAYS[named.part][1] if named.part else named.day
        assert day is not None
        if not 1 <= day <= 31:
            raise Refusal("error", f"“{one.text}”不是日期：一个月没有{day}日")
        yield from ((month, day) for month in months)


_NAMES = {Grain.QUARTER: "季度", Grain.HALF: "半年"}


def _yearly(reader: Reader, due_: Due, body: list[Word]) -> Iterable[tuple[int, int]]:
    leap = Reader(phrase=reader.phrase, at=reader.at, plan=2024, issued=date(2024, 1, 1))
    bounded = [word.value for word in body if isinstance(word.value, Due)]
    shared_marks = bounded[-1].marks
    following = [one for each in bounded for one in each.dates]
    for one in due_.dates:
        rest = following[following.index(one) + 1 :]
        named = _shared(one, rest)
        if named.year is not None:
            raise Refusal("error", f"未能理解“{one.text}”部分")
        if named.month is not None and not named.part and named.day is None and rest:  # 每年1月、7月10日前
            then = _shared(rest[-1], ())
            if then.month is not None and named.unit == "":
                named = named._replace(day=then.day, part=then.part)
        kind = one.kind if one.kind != "count" else due_.dates[-1].kind
        day = _mention(leap, one._replace(kind=kind), named, shared_marks).day
        leap.year = None
        yield day.month, -1 if day == month_end(2024, day.month) or (day.month, day.day) == (2, 29) else day.day


def _nth_days(rhythm: Rhythm, months: tuple[int, ...], in_month: bool, word: Word) -> _Days:
    nth = word.value
    assert isinstance(nth, Nth)
    if not in_month and rhythm.grain is not Grain.MONTH:
        step = _PERIOD[rhythm.grain]
        months = tuple(range(step if nth.n < 0 else 1, 13, step))
    match nth.of:
        case "工作日" if nth.n == -1:
            return _Days(dates=tuple((month, -1) for month in months), shift=Shift(to=ShiftTo.LAST))
        case "工作日" if 1 <= nth.n <= 15:
            return _Days(dates=tuple((month, 1) for month in months), shift=Shift(to=ShiftTo.NTH, n=nth.n))
        case "天" if nth.n == -1 or 1 <= nth.n <= 28:
            return _Days(dates=tuple((month, nth.n) for month in months))
        case weekday if weekday in "一二三四五六日天" and (nth.n == -1 or 1 <= nth.n <= 4):
            at = "一二三四五六日".index(weekday.replace("天", "日"))
            return _Days(dates=tuple((month, 1) for month in months), weekdays=(at,), nth=nth.n)
        case _:
            raise Refusal("error", f"“{word.text}”不是每期都有")


def _after_period(rhythm: Rhythm, length: Length) -> _Days:
    """每季度结束后10日内 is the 10th of the next one's first month, the last day itself not counting."""
    months = tuple(range(1, 13, _PERIOD.get(rhythm.grain, 1)))
    match length.unit:
        case LengthUnit.WORKDAY if length.n <= 15:
            return _Days(dates=tuple((month, 1) for month in months), shift=Shift(to=ShiftTo.NTH, n=length.n))
        case LengthUnit.DAY | LengthUnit.WEEK if length.n * (7 if length.unit is LengthUnit.WEEK else 1) <= 28:
            days = length.n * (7 if length.unit is LengthUnit.WEEK else 1)
            return _Days(dates=tuple((month, days) for month in months))
        case LengthUnit.MONTH if length.n < _PERIOD.get(rhythm.grain, 1):
            return _Days(dates=_ordered((month + length.n - 1, -1) for month in months))
        case _:
            raise Refusal("error", f"每期结束后{length.n}{length.unit}太长，与下一期重叠")


_WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _rule(grain: Grain, days: _Days) -> str | None:
    """None where a rule would skip short months or cannot tell one month's day from another's."""
    if grain is Grain.DAY:
        return "FREQ=DAILY"
    if grain is Grain.WEEK:
        return f"FREQ=WEEKLY;BYDAY={','.join(_WEEKDAY_CODES[day] for day in days.weekdays)}"
    months = sorted({month for month, _ in days.dates})
    if days.nth:
        by = f"BYDAY={days.nth}{_WEEKDAY_CODES[days.weekdays[0]]}"
    else:
        by_month = {tuple(_rule_day(month, day) for m, day in days.dates if m == month) for month in months}
        if len(by_month) > 1:
            return None
        [in_month] = by_month
        if len(months) == 1 and months != [2]:
            in_month = tuple(month_end(2024, months[0]).day if day == -1 else day for day in in_month)
        by = f"BYMONTHDAY={','.join(map(str, in_month))}"
    if len(months) == 12:
        return f"FREQ=MONTHLY;{by}"
    return f"FREQ={'YEARLY' if len(months) == 1 else 'MONTHLY'};BYMONTH={','.join(map(str, months))};{by}"


def _rule_day(month: int, day: int) -> int:
    return -1 if day >= (29 if month == 2 else month_end(2023, month).day) else day


# --- after, ongoing, undetermined


def after(reader: Reader, words: list[Word]) -> After:
    event_words = _event(words)
    event = reader.printed(event_words)
    if any(word.kind == "unread" and word.text[0] in "每逐各" for word in event_words):
        raise Refusal("error", f"“{event}”会一再发生，不能作为起算点")
    lengths = [word.value for word in words if isinstance(word.value, Length)]
    for word in words:
        if isinstance(word.value, Due):  # 60日内（含60日）
            named = word.value.dates[0].value
            lengths.append(Length(named.day or 0, lengths[0].unit) if isinstance(named, Date) else lengths[0])
    if len(set(lengths)) > 1:
        raise Refusal("ambiguous", "写了两个长短不同的期限，不知以哪个为准")
    length = lengths[0] if lengths else None
    return After(
        event=event,
        length=length and length.n,
        unit=length and length.unit,
        from_issue=is_issue(event),
        then_ongoing=any(word.kind == "standing" for word in words[len(event_words) :]),
        soft=reader.soft,
    )


def _event(words: list[Word]) -> list[Word]:
    """What stands before 后 or 之日起."""
    cut = next((at for at, word in enumerate(words) if word.kind in {"after", "since"}), 0)
    return [word for at, word in enumerate(words[:cut]) if at or word.kind not in {"from", "pending"}]


def is_issue(event: str) -> bool:
    return _issues().fullmatch(event) is not None


@cache
def _issues() -> re.Pattern[str]:
    paper = "(?:实施|工作|行动)?(?:方案|通知|意见|文件|办法|规定|要点|清单|计划)"
    return re.compile(f"(?:本{paper}(?:正式)?(?:印发|公布|发布|下发)|(?:本|本{paper}|通知|方案|意见|文件)?(?:正式)?印发)(?:实施)?")


def length_only(reader: Reader, words: list[Word]) -> After:
    """What stands before a bare length is the matter, not an event: 非急件15日内办结."""
    if words[0].kind == "deed" and len(words[0].text) < 2:
        raise Refusal("error", f"未能理解“{words[0].text}”部分")
    return after(reader, words)


def by_order(reader: Reader, words: list[Word]) -> After | Undetermined:
    at = next(at for at, word in enumerate(words) if word.kind == "per")
    event = reader.printed(words[at + 1 :])
    found = _orders().match(event)
    if not found:
        raise Refusal("error", f"未能理解“{event}”部分")
    level = found[1]
    return After(event=event, level=level and (level if level[-1] in "家央级" else f"{level}级"), soft=reader.soft)


@cache
def _orders() -> re.Pattern[str]:
    level = "国家|中央|省|市|区|县|上级"
    return re.compile(
        f"((?:{level})(?:[、和及]?(?:{level}))*)?(?:级|委|政府|厅|局|办|领导|主管|部门|有关|相关|关于|统一|工作|最新|具体|总体|的|和|、|会议|《.*?》)*"
        "(?:部署|安排|要求|通知|规定|指示|文件|意见|批复|批示|计划|精神|进度)"
    )


def pending(reader: Reader, words: list[Word]) -> After:
    cut = next((at for at, word in enumerate(words) if word.kind == "after"), len(words))
    return After(event=reader.printed(words[1:cut]), soft=reader.soft)


def ongoing(reader: Reader, words: list[Word]) -> Ongoing:
    return Ongoing()


def undetermined(reader: Reader, words: list[Word]) -> Undetermined:
    return Undetermined()


_SOME = " | ".join((*SHAPES, "window", "days"))
_MACROS = {
    "DUE": _SOME,
    "TAIL": "(sep? deed)?",
    "MATTER": "(per? deed (sep | lead))?",
    "RESTDAYS": "meet? restday (sep? restday)* sep? then? defer (next-workday | last-workday)?",
    "STANDING": "standing (sep? then? (standing | deed))*",
    "END": "(sep? RESTDAYS | open RESTDAYS close)? (sep? (then | after)? STANDING | open STANDING close)? sep?",
    "EVENT": "(deed | sep | per | haste | vague | standing | unread | open | close | item | within | then | pending | inclusive"
    " | exclusive | before | lead | term | restday | meet | through)+",
    "IN": "length within?",
    "INCLUSIVE": "(open inclusive (DUE | length within?)? close)?",
    "HEAD": "((from? (DUE | now | EVENT) since | DUE within?) (sep | lead)?)?",
    "BOUND": "clock? (before | within)?",
    "EACH": "every ordinal? (DUE (sep DUE)* | nth)? BOUND | every weekday (sep? weekday)* BOUND | every ended? after IN",
    "LIST": "(item? (firm | soft)? DUE TAIL (sep | then)?)+ (open (firm | soft) DUE deed? close)?",
}

FORMS: tuple[Form, ...] = (
    Form("每期某日前", "MATTER HEAD EACH TAIL END (sep? from? DUE since | open from? DUE since close)?", every, ("每月20日前 → 2023-04-20",)),
    Form("某日前", "MATTER day TAIL END", due, ("6月30日前 → 2023-06-30",)),
    Form("某旬前", "MATTER ten TAIL END", due, ("6月中旬前 → 2023-06-20",)),
    Form("月底前", "MATTER end TAIL END", due, ("6月底前 → 2023-06-30",)),
    Form("某月内", "MATTER month TAIL END", due, ("6月 → 2023-06-30",)),
    Form("某季度", "MATTER quarter TAIL END", due, ("第三季度 → 2023-09-30",)),
    Form("半年", "MATTER half TAIL END", due, ("上半年 → 2023-06-30",)),
    Form("某年内", "MATTER (year | plan) TAIL END", due, ("2023年 → 2023-12-31",)),
    Form("节日前", "MATTER festival TAIL END", due, ("国庆节前 → 2023-09-30",)),
    Form("说不准的日子", "MATTER vague-date TAIL END", due, ()),
    Form("某日至某日", "MATTER window TAIL END", due, ("9月15日-25日 → 2023-09-25",)),
    Form("某月第几个工作日", "MATTER (DUE) nth (before | within)? TAIL END", nth_of, ("6月最后一个工作日 → 2023-06-30",)),
    Form("某日起若干日内", "from? (DUE) (since | after) sep? IN TAIL", from_day, ("自2023年5月1日起30日内 → 2023-05-31",)),
    Form("印发起至某日", "from? EVENT since through (DUE) TAIL END", from_issue_to, ("自印发之日起至2023年底 → 2023-12-31",)),
    Form("多个时点", "(STANDING (sep | open | then))? LIST close? END", due, ("6月底前启动、10月底前完成 → 2023-10-31",)),
    Form("某事之日起若干日内", "from? EVENT since sep? IN INCLUSIVE TAIL END", after, ("自受理申请之日起2个工作日内 → 受理申请",)),
    Form("某事后若干日内", "(from | pending)? EVENT after sep? IN INCLUSIVE (haste | deed | sep)* END", after, ("收到通知后15个工作日内 → 收到通知",)),
    Form("某事后", "from? EVENT (after | since) (haste | vague | deed | sep)* END", after, ("镇“三清单”公布实施后 → 镇“三清单”公布实施",)),
    Form("若干日内", "(deed lead?)? IN INCLUSIVE deed? | (vague | term within?) open (firm | soft)? IN close", length_only, ("3个工作日内 → ",)),
    Form("待某事", "pending EVENT (after TAIL)?", pending, ("待省级目录调整后 → 省级目录调整",)),
    Form("按部署", "(deed sep?)? per EVENT", by_order, ("按省级部署 → 省级部署",)),
    Form("持续推进", "(deed sep?)? STANDING (open STANDING close)? | from? now (sep? (deed | standing))*", ongoing, ("持续推进",)),
    Form("时限待定", "((deed | sep)* (vague | haste | term within?))+ (sep | deed)*", undetermined, ("适时",)),
)
