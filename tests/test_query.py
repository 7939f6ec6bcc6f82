"""Answers: names resolved, tasks selected, bodies counted."""

from datetime import date

import pytest
from plans import plan_of, task

from fuquan.errors import FuquanError
from fuquan.model import Plan
from fuquan.owed import Standing, State, situation
from fuquan.query import (
    Filters,
    Tally,
    bodies_named,
    is_asked,
    is_asked_first,
    on_day,
    overdue,
    own_names,
    remind_day,
    remind_days,
    section_named,
    selected,
    tallies,
    tasks_numbered,
    upcoming,
)

UNITS = """\
  - {name: 甲局, aliases: [局]}
  - {name: 组, aliases: [小组], members: [甲局, 乙局], complete: true}
  - {name: 乙局}
  - {name: 各镇, members: towns}
  - {name: 闲局}"""


def plan() -> Plan:
    tasks = "\n".join((task("4月底前", "组, 各镇"), task("每月20日前", "甲局", 2), task("持续推进", "乙局", 3)))
    return plan_of(tasks, UNITS)


def ids(standings: tuple[Standing, ...]) -> list[tuple[int, str | None]]:
    return [(one.task.id, one.due and one.due.isoformat()) for one in standings]


def refusal(error: pytest.ExceptionInfo[FuquanError]) -> tuple[str, str | None]:
    return error.value.message, error.value.help


@pytest.mark.parametrize(
    ("names", "bodies"),
    [
        ([], None),
        (["局"], {"甲局"}),
        (["甲局", "局"], {"甲局"}),
        (["组"], {"组", "甲局", "乙局"}),
        (["小组", "甲镇"], {"组", "甲局", "乙局", "甲镇"}),
        (["各镇"], {"各镇", "甲镇", "乙镇", "丙镇"}),
    ],
)
def test_names_are_bodies_and_groups_all_their_members(names: list[str], bodies: set[str] | None) -> None:
    assert bodies_named(plan(), names) == bodies


def test_names_are_the_plans_own_once_each() -> None:
    assert own_names(plan(), ["小组", "局", "组", "甲局", "甲镇"]) == ("组", "甲局", "甲镇")
    assert own_names(plan(), []) == ()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("闲居", ("没有“闲居”这个责任单位", "是不是“闲局”？")),
        ("小组长", ("没有“小组长”这个责任单位", "是不是“小组”或“组”？")),
        ("X", ("没有“X”这个责任单位", "责任单位有：甲局、组、乙局、各镇、甲镇、乙镇、丙镇")),
        ("闲局", ("没有“闲局”这个责任单位：它在通知主送范围内，但任务清单未列其任务。", None)),
    ],
)
def test_a_name_that_owes_nothing_is_an_error(name: str, error: tuple[str, str | None]) -> None:
    with pytest.raises(FuquanError) as raised:
        bodies_named(plan(), ["甲局", name])
    assert refusal(raised) == error


def test_where_an_idle_body_may_be_asked_for_it_is_among_those_named() -> None:
    with pytest.raises(FuquanError) as raised:
        bodies_named(plan(), ["X"], may_be_idle=True)
    assert raised.value.help == "责任单位有：甲局、组、乙局、各镇、甲镇、乙镇、丙镇、闲局"


def test_a_member_that_no_task_reaches_owes_nothing() -> None:
    with pytest.raises(FuquanError):
        bodies_named(plan_of(task("4月底前", "乙局"), UNITS), ["各镇"])


def test_tasks_come_in_the_order_asked_once_each() -> None:
    assert [one.id for one in tasks_numbered(plan(), [3, 1, 3])] == [3, 1]
    with pytest.raises(FuquanError) as raised:
        tasks_numbered(plan(), [4, 1, 0, 4])
    assert refusal(raised) == ("没有任务4、0", "任务序号有1至3")
    with pytest.raises(FuquanError) as raised:
        tasks_numbered(plan_of("  []", UNITS), [1])
    assert refusal(raised) == ("没有任务1", "任务清单是空的")


def test_a_section_is_named_by_number_or_title() -> None:
    assert [section_named(plan(), word) for word in ("一", "示例", "一、示例")] == ["一"] * 3
    with pytest.raises(FuquanError) as raised:
        section_named(plan(), "示列")
    assert refusal(raised) == ("没有“示列”这项主要任务", "是不是“示例”？")
    with pytest.raises(FuquanError) as raised:
        section_named(plan(), "七")
    assert refusal(raised) == ("没有“七”这项主要任务", "主要任务有：一、示例")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [1, 2, 3]),
        (Filters(sections=frozenset("一")), [1, 2, 3]),
        (Filters(sections=frozenset("二")), []),
        (Filters(states=frozenset({State.OVERDUE})), [1, 2]),
        (Filters(states=frozenset({State.OVERDUE, State.ONGOING})), [1, 2, 3]),
        (Filters(kinds=frozenset({"every", "ongoing"})), [2, 3]),
        (Filters(due_after=date(2023, 4, 30)), [1, 2]),
        (Filters(due_after=date(2023, 5, 1)), [2]),
        (Filters(due_before=date(2023, 4, 20)), [2]),
        (Filters(due_before=date(2023, 4, 19)), []),
        (Filters(due_after=date(2023, 4, 30), due_before=date(2023, 4, 30)), [1]),
        (Filters(states=frozenset({State.OVERDUE}), kinds=frozenset({"by"})), [1]),
    ],
)
def test_filters_select_what_passes_them_all(filters: Filters, expected: list[int]) -> None:
    now = selected(situation(plan(), date(2023, 5, 10)), filters)
    assert [one.task.id for one in now.standings] == expected


def test_late_tasks_come_by_their_oldest_open_day() -> None:
    tasks = "\n".join(
        (task("4月底前"), task("每月20日前", number=2), task("4月底前", number=3), task("待定", number=4))
    )
    now = situation(plan_of(tasks, "  - {name: 局}"), date(2023, 5, 10))
    assert ids(overdue(now)) == [(2, "2023-04-20"), (1, "2023-04-30"), (3, "2023-04-30")]


def test_what_is_ahead_is_one_entry_a_task_and_day_with_the_periods_up_to_the_next_and_its_own() -> None:
    more = ", adjustments: [{due: 2023-05-20, units: [乙局]}]"
    tasks = "\n".join((task("5月15日前", "甲局, 乙局, 丙局", more=more), task("每月20日前", "甲局", 2)))
    units = "  - {name: 甲局}\n  - {name: 乙局}\n  - {name: 丙局, progress: {1: {done: 2023-05-02}}}"
    now = situation(plan_of(tasks, units), date(2023, 5, 10), until=date(2023, 6, 30))
    entries = upcoming(now, date(2023, 5, 10), date(2023, 6, 20))
    assert ids(entries) == [(1, "2023-05-15"), (1, "2023-05-20"), (2, "2023-05-20"), (2, "2023-06-20")]
    assert [[one.unit for one in on_day(entry)] for entry in entries] == [["甲局"], ["乙局"], ["甲局"], ["甲局"]]
    assert [(entry.days, len(entry.assignments)) for entry in entries] == [(5, 3), (10, 3), (10, 2), (41, 3)]
    assert ids(upcoming(now, date(2023, 5, 20), None)) == [
        (1, "2023-05-20"),
        (2, "2023-05-20"),
        (2, "2023-06-20"),
        (2, "2023-07-20"),
    ]
    assert upcoming(now, date(2023, 5, 16), date(2023, 5, 19)) == ()


def test_periods_that_fall_due_on_one_day_are_one_entry() -> None:
    adjusted = "{due: 2023-06-30, period: 2023-06}, {due: 2023-06-30, period: 2023-07, units: [甲局]}"
    plan = plan_of(task("每月20日前", "甲局, 乙局", more=f", adjustments: [{adjusted}]"), UNITS)
    now = situation(plan, date(2023, 6, 21))
    entries = upcoming(now, date(2023, 6, 21), None)
    assert ids(entries) == [(1, "2023-06-30"), (1, "2023-07-20")]
    assert [[(one.unit, one.period) for one in on_day(entry)] for entry in entries] == [
        [("甲局", "2023-06"), ("乙局", "2023-06"), ("甲局", "2023-07")],
        [("乙局", "2023-07")],
    ]
    assert [len(entry.assignments) for entry in entries] == [8, 8]


def test_a_period_that_was_brought_forward_and_is_late_is_among_those_up_to_the_next() -> None:
    moved = "{due: 2023-05-01, period: 2023-07, units: [甲局]}"
    now = situation(
        plan_of(task("每月20日前", "甲局, 乙局", more=f", adjustments: [{moved}]"), UNITS), date(2023, 5, 10)
    )
    [entry] = upcoming(now, date(2023, 5, 11), None)[:1]
    assert list(entry.by_period()) == ["2023-04", "2023-05", "2023-07"]
    assert [one.period for one in on_day(entry)] == ["2023-05", "2023-05"]


def test_a_body_is_counted_over_its_assignments() -> None:
    tasks = "\n".join(
        (
            task("4月底前", "甲局, 组"),
            task("每月20日前", "甲局", 2),
            task("5月10日前", "甲局", 3),
            task("5月12日前", "甲局", 4),
        )
    )
    units = UNITS.replace(
        "aliases: [局]", "aliases: [局], progress: {1: {done: 2023-05-02}, 2: {2023-04: {done: 2023-04-20}}}"
    )
    now = situation(plan_of(tasks, units), date(2023, 5, 10))
    told = tallies(now, now.plan.bodies())
    assert [
        (row.unit.name, *row[1:], row.rate) for row in told
    ] == [
        ("甲局", "组", 4, 3, 2, 1, 0, 1, 1, 2 / 3),
        ("乙局", "组", 1, 1, 0, 0, 1, 0, 0, 0.0),
        ("甲镇", "各镇", 0, 0, 0, 0, 0, 0, 0, None),
        ("乙镇", "各镇", 0, 0, 0, 0, 0, 0, 0, None),
        ("丙镇", "各镇", 0, 0, 0, 0, 0, 0, 0, None),
        ("闲局", None, 0, 0, 0, 0, 0, 0, 0, None),
    ]  # fmt: skip
    assert isinstance(told[0], Tally)


def test_a_group_has_a_row_where_it_owes_itself() -> None:
    units = "  - {name: 甲局}\n  - {name: 组, members: [甲局]}\n  - {name: 各镇, members: towns}"
    now = situation(plan_of(task("4月底前", "组, 各镇"), units, towns="towns: []"), date(2023, 5, 10))
    assert [(row.unit.name, row.tasks) for row in tallies(now, now.plan.bodies())] == [
        ("甲局", 1),
        ("组", 1),
        ("各镇", 1),
    ]


def test_a_plan_is_recorded_once_anything_is_on_record_as_of_today() -> None:
    def recorded(record: str, today: str = "2023-05-10") -> bool:
        made = plan_of(task("4月底前"), f"  - {{name: 局, progress: {{1: {{{record}}}}}}}")
        return situation(made, date.fromisoformat(today)).recorded

    assert [
        recorded(one) for one in ("started: 2023-05-01", "reason: 待核", "evidence: 表", "expected: 2023-06-01")
    ] == [True] * 4
    assert not recorded("started: 2023-05-11")
    assert not situation(plan_of(task("4月底前"), "  - {name: 局}"), date(2023, 5, 10)).recorded
    assert not situation(plan_of("  []", "  []"), date(2023, 5, 10)).recorded


def test_an_empty_record_is_nothing_on_record() -> None:
    assert not situation(plan_of(task("4月底前"), "  - {name: 局, progress: {1: {}}}"), date(2023, 5, 10)).recorded


def test_what_belongs_to_no_assignment_stands_apart() -> None:
    units = """\
  - {name: 局, progress: {1: {2023-05: {done: 2023-05-01}, 2023-07: {done: 2023-05-01}}}}
  - {name: 组, members: [局], complete: true, progress: {2: {done: 2023-05-01}}}
  - {name: 各镇, members: towns}"""
    towns = 'towns: [{name: 甲镇, code: "340210100", until: 2023-04-20, progress: {3: {done: 2023-05-02}}}]'
    tasks = "\n".join((task("每月20日前"), task("4月底前", "组", 2), task("4月底前", "各镇", 3)))
    made = plan_of(tasks, units, towns=towns)

    def strays(until: date | None = None) -> list[tuple[str, int, str | None, date | None]]:
        now = situation(made, date(2023, 5, 10), until=until)
        return [(unit, number, period, record.done) for unit, number, period, record in now.strays]

    others = [("组", 2, None, date(2023, 5, 1)), ("甲镇", 3, None, date(2023, 5, 2))]
    assert strays() == [("局", 1, "2023-07", date(2023, 5, 1)), *others]
    assert strays(date(2023, 6, 30)) == others


def test_a_recurring_task_is_not_done_while_it_goes_on() -> None:
    def stands(header: str) -> tuple[State, bool, date | None]:
        progress = "{1: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-09}}}"
        made = plan_of(task("每月20日前"), f"  - {{name: 局, progress: {progress}}}", header)
        [standing] = situation(made, date(2023, 5, 10)).standings
        return standing.state, standing.goes_on, standing.due

    assert stands("") == (State.OPEN, True, None)
    assert stands("until: 2023-05-31") == (State.DONE, False, None)


@pytest.mark.parametrize(
    ("deadline", "progress", "asked"),
    [
        ("4月17日前", "", True),
        ("4月18日前", "", False),
        ("4月17日前", "progress: {1: {started: 2023-05-01}}", False),
        ("4月17日前", "progress: {1: {done: 2023-05-01}}", False),
        ("待定", "", False),
    ],
)
def test_what_was_due_before_the_issue_and_has_no_record_is_asked_first(
    deadline: str, progress: str, asked: bool
) -> None:
    now = situation(plan_of(task(deadline), f"  - {{name: 局, {progress}}}"), date(2023, 5, 10))
    assert is_asked_first(now.standings[0], now.plan.issued) is asked


def test_each_body_that_may_have_done_it_before_the_issue_is_asked() -> None:
    more = ", adjustments: [{due: 2023-05-05, units: [丁局]}]"
    units = "  - {name: 甲局}\n  - {name: 乙局, progress: {1: {started: 2023-03-20}}}\n  - {name: 丁局}\n"
    plan = plan_of(task("3月底前", "甲局, 乙局, 丁局", more=more), units + "  - {name: 各镇, members: towns}")
    [one] = situation(plan, date(2023, 5, 10)).standings
    assert [(own.unit, is_asked(own, plan.issued)) for own in one.assignments] == [
        ("甲局", True),
        ("乙局", False),
        ("丁局", False),
    ]


@pytest.mark.parametrize(
    ("deadline", "more", "days", "reminded"),
    [
        ("6月底前", "", 7, "2023-06-23"),
        ("6月底前", "", 0, "2023-06-30"),
        ("6月中旬前", "", 7, "2023-06-11"),
        ("6月中旬", "", 7, "2023-06-11"),
        ("6月中旬前", "", 30, "2023-05-21"),
        ("6月中旬前", ", adjustments: [{due: 2023-07-10, date: 2023-05-01}]", 7, "2023-07-03"),
        ("9月15日-25日", "", 7, "2023-09-18"),
        ("每月20日前", "", 7, "2023-04-13"),
        ("每月20日前", "", 60, "2023-03-23"),
        ("每周五前", "", 7, "2023-04-15"),
        ("每日", "", 7, "2023-04-18"),
        ("2023年6月至6月每月20日前", "", 60, "2023-04-21"),
        ("持续推进", "", 7, None),
    ],
)
def test_from_when_one_is_reminded(deadline: str, more: str, days: int, reminded: str | None) -> None:
    plan = plan_of(task(deadline, more=more), "  - {name: 局}", f"remind_days: {days}")
    [standing] = situation(plan, date(2023, 5, 1)).standings
    day = remind_day(standing.task, standing.assignments[0], plan)
    assert (day and day.isoformat()) == reminded


def test_one_is_reminded_no_earlier_than_there_are_days() -> None:
    plan = plan_of(task("4月底前", more=", adjustments: [{due: 0001-01-05}]"), "  - {name: 局}", "remind_days: 30")
    [standing] = situation(plan, date(2023, 5, 1)).standings
    assert remind_day(standing.task, standing.assignments[0], plan) == date(1, 1, 1)
    assert remind_days(standing.task, plan) == 30
