"""The forms of a deadline: for each a pattern over kinds of words, the builder of its reading, and examples."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from fuquan.deadline.dates import DUES, SHAPES, Reader, lettered, pattern_of
from fuquan.deadline.events import (
    after,
    by_hours,
    by_length,
    by_order,
    from_issue,
    interval,
    ongoing,
    pending,
    undetermined,
)
from fuquan.deadline.kinds import Reading
from fuquan.deadline.once import about, due, from_day, nth_of, only_start, phases, season, week_day
from fuquan.deadline.series import every, first_then_every
from fuquan.deadline.words import Word


class Form(NamedTuple):
    name: str
    key: str
    """Kinds of which one must be there, so that no pattern is compiled before a phrase may have it."""
    pattern: str
    build: Callable[[Reader, list[Word]], Reading]
    examples: tuple[str, ...]
    """Phrases of a plan of 2023, issued on 04-18, and what is read: a day, a rule, an event, or nothing."""


def form_of(words: list[Word]) -> Form | None:
    letters, kinds = lettered(words), {word.kind for word in words}
    return next(
        (
            form
            for form, keys in zip(FORMS, _keys(), strict=True)
            if not kinds.isdisjoint(keys) and _compiled(form.pattern).fullmatch(letters)
        ),
        None,
    )


def unread_part(words: list[Word]) -> list[Word]:
    """What follows the longest beginning that has a form, or stands before the longest end that has one; else all.

    A scrap of a clause (若 of 若条件成熟) is named with the words that it belongs to.
    """
    first, last = _unread(words)
    while first < last - 1 and words[first].kind == "sep":
        first += 1
    while last > first + 1 and words[last - 1].kind == "sep":
        last -= 1
    unread = "".join([word.text for word in words[first:last]])
    if words[first].kind in _HANGING or (len(unread) <= _SCRAP and (unread[0] >= "\u4e00" or unread[0].isdecimal())):
        while first > 0 and words[first - 1].kind not in _CLAUSE_ENDS:
            first -= 1
        while last < len(words) and words[last].kind not in _CLAUSE_ENDS:
            last += 1
    return words[first:last]


_SCRAP = 4
_TOLD_APART = 40
"""Words of a phrase in which a part is looked for: each beginning and end of it is matched with every form."""
_HANGING = frozenset(("after", "before", "since", "within", "close"))
_CLAUSE_ENDS = frozenset((*DUES, "every", "sep", "open", "close", "item"))


def _unread(words: list[Word]) -> tuple[int, int]:
    if len(words) > _TOLD_APART:
        return 0, len(words)
    for end in range(len(words) - 1, 0, -1):
        if form_of(words[:end]):
            return end, len(words)
    for start in range(1, len(words)):
        if form_of(words[start:]):
            return 0, start
    return 0, len(words)


@cache
def _keys() -> list[frozenset[str]]:
    return [frozenset(form.key.split()) for form in FORMS]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern_of(pattern, _MACROS))


_MACROS = {
    "DUE": " | ".join(DUES),
    "TAIL": "(sep? deed)?",
    "MATTER": "(per? deed (sep | lead) | body (sep | lead)?)?",
    "RESTDAYS": "meet? restday (sep? restday)* sep? (defer a-workday? | stays)",
    "STANDING": "standing (sep? then? (standing | deed))*",
    "END": "(sep? RESTDAYS | open RESTDAYS close)? (sep? (then | after)? STANDING | open STANDING close)? sep?",
    "EVENT": "(deed | special | sep | per | haste | vague | standing | unread | about | season | number | open | close"
    " | item | within | then | pending | inclusive | exclusive | before | body | lead | term | time-noun | restday"
    " | meet | ordinal)+",
    "IN": "length within?",
    "CONFIRMED": "(open inclusive (DUE | length within?)? close)?",
    "SINCE": "from? DUE since | from? EVENT (since | after) | from? now",
    "HEAD": "((SINCE | DUE within?) (sep | lead)?)?",
    "BOUND": "(before | within)?",
    "DAYS": "DUE (sep DUE)*",
    "EACH": "every (ordinal? DAYS | (ordinal | DAYS)? nth BOUND | ordinal? within? | clock BOUND | ended? after IN"
    " | weekday (sep? weekday)* clock? BOUND | deed? open DAYS close)",
    "MORE": "(firm | soft)? DUE TAIL",
    "LIST": "((item sep?)? MORE (sep | then)?)+",
}

FORMS: tuple[Form, ...] = (
    Form(
        "每期某日前",
        "every",
        "(standing deed? (sep | then))? MATTER HEAD EACH TAIL END ((sep | open) from? DUE since close?)?",
        every,
        (
            "每月20日前 → FREQ=MONTHLY;BYMONTHDAY=20",
            "每月10日、25日前 → FREQ=MONTHLY;BYMONTHDAY=10,25",
            "每季度首月10日前 → FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=10",
            "每季度结束后10日内 → FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=10",
            "每年2月底前 → FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            "每周二前 → FREQ=WEEKLY;BYDAY=TU",
            "每月第二个周五 → FREQ=MONTHLY;BYDAY=2FR",
            "从2022年3月起，务于每月25日前 → DTSTART=2022-03; FREQ=MONTHLY;BYMONTHDAY=25",
            "2023—2025年每年12月底前 → DTSTART=2023-01-01; FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31;UNTIL=20251231",
        ),
    ),
    Form(
        "先定一次、以后每期",
        "every",
        "DUE TAIL sep? (then | after) EACH TAIL",
        first_then_every,
        ("2023年6月底前，以后每年6月底前 → DTSTART=2023-06-30; FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30",),
    ),
    Form("某日前", "day", "MATTER day TAIL END", due, ("6月30日前 → 2023-06-30", "2023.6.30 → 2023-06-30")),
    Form("某旬前", "ten", "MATTER ten TAIL END", due, ("6月中旬前 → 2023-06-20", "2月下旬 → 2023-02-28")),
    Form(
        "月底、年底前",
        "end",
        "MATTER end TAIL END",
        due,
        ("6月底前完成 → 2023-06-30", "2024年底前，并长期坚持 → 2024-12-31"),
    ),
    Form("某月", "month", "MATTER month TAIL END", due, ("6月 → 2023-06-30", "2024年2月内 → 2024-02-29")),
    Form("某季度", "quarter", "MATTER quarter TAIL END", due, ("第三季度 → 2023-09-30", "前三季度 → 2023-09-30")),
    Form("半年", "half", "MATTER half TAIL END", due, ("上半年 → 2023-06-30",)),
    Form(
        "某年",
        "year plan",
        "MATTER (year | plan) TAIL END",
        due,
        ("2025年 → 2025-12-31", "年内 → 2023-12-31", "“十四五”期间 → 2025-12-31"),
    ),
    Form("节日前", "festival", "MATTER festival TAIL END", due, ("国庆节前 → 2023-09-30",)),
    Form(
        "某日至某日",
        "window",
        "MATTER window TAIL END",
        due,
        ("9月15日-25日 → 2023-09-25", "4—6月 → 2023-06-30", "即日起至年底 → 2023-12-31"),
    ),
    Form(
        "印发起至某日",
        "through",
        "from? EVENT since through DUE TAIL END",
        from_issue,
        ("自印发之日起至2023年底 → 2023-12-31",),
    ),
    Form(
        "某月第几个工作日",
        "nth",
        "MATTER (month | quarter | half | year | ten) nth BOUND TAIL END",
        nth_of,
        ("6月最后一个工作日 → 2023-06-30", "6月第3个工作日前 → 2023-06-05", "6月第二个周五 → 2023-06-09"),
    ),
    Form(
        "某日起若干日内",
        "length",
        "from? DUE (since | after) sep? IN TAIL",
        from_day,
        ("自2023年5月1日起30日内 → 2023-05-31",),
    ),
    Form(
        "多个时点",
        " ".join(DUES),
        "(STANDING (sep | then | lead))? (deed (sep | lead))? LIST (open MORE close)? END"
        " | STANDING open LIST close END",
        due,
        (
            "6月底前启动、10月底前完成 → 2023-10-31",
            "①2月上旬前，完成设计。②3月底前，完成图纸。③5月底前，开工。 → 2023-05-31",
            "力争6月底前、确保8月底前 → 2023-08-31",
            "持续推进，年底前总结 → 2023-12-31",
        ),
    ),
    Form(
        "事项及其时点",
        " ".join(DUES),
        "(((item (sep | lead)?)? deed | item) (open MORE close | (sep | lead) MORE) TAIL sep?)+",
        phases,
        ("自查阶段（5月1日至31日） → 2023-05-31", "宣传阶段（4月）、整治阶段（5—10月） → 2023-10-31"),
    ),
    Form("大概的日子", "about", "about DUE TAIL | DUE about before? TAIL", about, ()),
    Form(
        "没有写明的日子",
        "season after vague-date",
        f"({' | '.join(SHAPES)} | season) after TAIL | season (before | within)? TAIL | vague-date",
        season,
        (),
    ),
    Form("没有写明的星期", "weekday", "weekday before? TAIL", week_day, ()),
    Form("只有起点", "since after", "from? DUE (since | after) TAIL", only_start, ()),
    Form("按小时计", "hours", "EVENT? since? after? hours within? TAIL", by_hours, ()),
    Form("间隔", "each", "each (length | years | number) TAIL", interval, ()),
    Form(
        "某事之日起若干日内",
        "since",
        "from? EVENT since sep? IN CONFIRMED TAIL END",
        after,
        ("自受理申请之日起2个工作日内 → 受理申请", "自印发之日起15个工作日内 → 印发"),
    ),
    Form(
        "某事后若干日内",
        "after",
        "(from | pending)? EVENT after sep? IN CONFIRMED (deed | sep)* END",
        after,
        ("收到通知后15个工作日内 → 收到通知",),
    ),
    Form(
        "某事后",
        "after since",
        "(from | pending)? EVENT (after | since) (haste | vague | deed | sep)* END",
        after,
        ("镇“三清单”公布实施后 → 镇“三清单”公布实施", "待省级目录调整后 → 省级目录调整"),
    ),
    Form(
        "若干日内",
        "length",
        "(deed lead?)? IN CONFIRMED deed? | (vague | term within?) open (firm | soft)? IN close",
        by_length,
        ("3个工作日内 → ", "非急件15日内办结 → "),
    ),
    Form("待某事", "pending", "pending EVENT", pending, ("待上级明确 → 上级明确",)),
    Form("按部署", "per", "((deed | special) sep?)? per EVENT", by_order, ("按省级部署 → 省级部署",)),
    Form(
        "持续推进",
        "standing now",
        "((deed | vague | haste) (sep | then)?)* STANDING (open STANDING close)? (sep? (vague | haste) deed?)*"
        " | from? now (sep? (deed | STANDING))?",
        ongoing,
        ("持续推进 → ", "长期公开(动态调整) → ", "即日起 → "),
    ),
    Form(
        "时限待定",
        "vague haste term",
        "(deed | sep | time-noun)* (vague | haste | term within?)"
        " (deed | sep | time-noun | vague | haste | term within?)*",
        undetermined,
        ("适时 → ", "结合工作实际确定 → "),
    ),
)
