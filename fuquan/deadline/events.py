"""Builders of what waits for an event, and of what names no time."""

import re
from functools import cache

from fuquan.deadline.dates import Due, Reader, Refusal, day_text
from fuquan.deadline.kinds import After, By, Ongoing, Undetermined
from fuquan.deadline.once import due, shift_of
from fuquan.deadline.vocabulary import Date, Length
from fuquan.deadline.words import Word, values_of


def after(reader: Reader, words: list[Word]) -> After:
    event = reader.printed(event_of(words))
    length = _length_of(reader, words)
    if len(event) == 1 and event != "会":
        raise Refusal("error", f"未能理解“{reader.printed(words)}”部分")
    if _periods().fullmatch(event):
        raise Refusal("ambiguous", f"“{event}”会一再发生，没有写明是哪一次", f"每{reader.printed(words)}")
    return After(
        event=event,
        length=length and length.n,
        unit=length and length.unit,
        from_issue=is_issue(event),
        shift=shift_of(words),
        then_ongoing=any(word.kind == "standing" for word in words if word not in event_of(words)),
        soft=reader.soft,
    )


@cache
def _periods() -> re.Pattern[str]:
    return re.compile("(?:季度|半年|年度)(?:结束|终了)")


def event_of(words: list[Word]) -> list[Word]:
    """What stands before 后 or 之日起, but for a 自, 待 or 长期坚持 that leads it."""
    cut = next((at for at, word in enumerate(words) if word.kind in {"after", "since"}), 0)
    begin = 2 if [word.kind for word in words[:2]] in (["standing", "sep"], ["haste", "sep"]) and cut > 2 else 0
    begin += words[begin].kind in {"from", "pending"}
    return words[begin:cut]


def is_issue(event: str) -> bool:
    """The issue of this very document: 印发, 本方案公布; not 公布 alone, which may be anything's."""
    return _issues().fullmatch(event) is not None


@cache
def _issues() -> re.Pattern[str]:
    paper = "(?:实施|工作|行动)?(?:方案|通知|意见|文件|办法|规定|要点|清单|计划)"
    return re.compile(
        f"本{paper}(?:正式)?(?:印发|公布|发布|下发)(?:实施)?|(?:本|通知|方案|意见)?(?:正式)?印发(?:实施)?"
    )


def _length_of(reader: Reader, words: list[Word]) -> Length | None:
    lengths = list(values_of(words, Length))
    for value in values_of(words, Due):  # 60日内（含60日）
        named = value.dates[0].value
        lengths.append(Length(named.day or 0 if isinstance(named, Date) else 0, lengths[0].unit))
    if any(length.n == 0 for length in lengths):
        raise Refusal("error", f"“{reader.printed(words)}”的期限是零")
    if len(set(lengths)) > 1:
        raise Refusal("ambiguous", f"“{reader.printed(words)}”写了两个期限，没有写明以哪个为准")
    return lengths[0] if lengths else None


def by_length(reader: Reader, words: list[Word]) -> After:
    """What stands before a bare length is its matter, no event: 非急件15日内办结."""
    matter = words[0]
    if matter.kind == "deed" and len(matter.text) == 1:
        raise Refusal("error", f"未能理解“{matter.text}”部分")
    last = words[-1]
    if last.kind == "deed" and last.text.startswith(("一", "1次")) and words[-2].kind == "length":
        raise Refusal("ambiguous", f"“{reader.printed(words)}”没有写明从何时算起")
    return after(reader, words)


def by_order(reader: Reader, words: list[Word]) -> After:
    at = next(at for at, word in enumerate(words) if word.kind == "per")
    event = reader.printed(words[at + 1 :])
    found = _orders().match(event)
    if not found or not (found[1] or found[2]):
        raise Refusal("error", f"未能理解“{event}”部分")
    level = found[1]
    return After(event=event, level=level and (level if level[-1] in "家央级" else f"{level}级"), soft=reader.soft)


@cache
def _orders() -> re.Pattern[str]:
    level = "国家|中央|省|市|区|县|上级"
    return re.compile(
        f"((?:{level})(?:级?[、和及]?(?:{level}))*)?(?:.{{0,20}}?(领导|上级|主管|有关|部门|会议|文件|通知|合同|协议|委|厅|局|办|组))?"
        ".{0,20}?(?:部署|安排|要求|通知|规定|指示|文件|意见|批复|批示|计划|精神|进度|约定|工期)"
    )


def pending(reader: Reader, words: list[Word]) -> After:
    cut = next((at for at, word in enumerate(words) if word.kind == "after"), len(words))
    return After(event=reader.printed(words[1:cut]), soft=reader.soft)


def from_issue(reader: Reader, words: list[Word]) -> By:
    """自印发之日起至2023年底."""
    if not is_issue(event := reader.printed(event_of(words))):
        raise Refusal("error", f"“{event}”的日期还不知道，不能作为起始日")
    by = due(reader, words)
    if by.day < reader.issued:
        raise Refusal("error", f"{day_text(by.day)}早于印发日{day_text(reader.issued)}")
    return By(day=by.day, opens=reader.issued, shift=by.shift, then_ongoing=by.then_ongoing, soft=by.soft)


def by_hours(reader: Reader, words: list[Word]) -> After:
    word = next(word for word in words if word.kind == "hours")
    raise Refusal("error", f"“{reader.printed([word])}”按小时计，时限只能按日计")


def interval(reader: Reader, words: list[Word]) -> After:
    raise Refusal("ambiguous", f"“{reader.printed(words[:2])}”没有写明从何时算起")


def ongoing(reader: Reader, words: list[Word]) -> Ongoing:
    return Ongoing()


def undetermined(reader: Reader, words: list[Word]) -> Undetermined:
    return Undetermined()
