"""Who owes what by when: groups, periods, adjustments, and the day it is asked on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import plan_of, rows, states, task

from fuquan.owed import MOST, MOST_PERIODS, State, TooMuchError, known_adjustments, moves, narrowed, situation


def test_a_deadline_is_late_from_the_next_day_on() -> None:
    plan = plan_of(task("4月底前"), "  - {name: 局}")
    assert states(plan, "2023-04-22", "2023-04-23", "2023-04-29", "2023-04-30", "2023-05-01", "2031-01-01") == [
        "open",
        "due-soon",
        "due-soon",
        "due-today",
        "overdue",
        "overdue",
    ]


def test_the_days_of_reminding_are_the_plans() -> None:
    plan = plan_of(task("4月底前"), "  - {name: 局}", "remind_days: 0")
    assert states(plan, "2023-04-29", "2023-04-30") == ["open", "due-today"]


def test_a_group_is_owed_by_its_members_of_the_due_day() -> None:
    units = "  - {name: 各镇, members: towns}"
    assert rows(situation(plan_of(task("4月底前", "各镇"), units), date(2024, 1, 1))) == [
        ("甲镇", "各镇", None, "2023-04-30", "overdue"),
        ("乙镇", "各镇", None, "2023-04-30", "overdue"),
    ]
    assert rows(situation(plan_of(task("7月底前", "各镇"), units), date(2023, 5, 1))) == [
        ("甲镇", "各镇", None, "2023-07-31", "open"),
        ("丙镇", "各镇", None, "2023-07-31", "open"),
    ]


def test_without_a_day_a_group_is_owed_by_its_members_of_today() -> None:
    plan = plan_of(task("持续推进", "各镇"), "  - {name: 各镇, members: towns}")
    assert [row[0] for row in rows(situation(plan, date(2023, 4, 30)))] == ["甲镇", "乙镇"]
    assert [row[0] for row in rows(situation(plan, date(2023, 7, 1)))] == ["甲镇", "丙镇"]


@pytest.mark.parametrize(
    ("members", "owners"),
    [
        ("[]", ["执法单位"]),
        ("[局]", ["执法单位", "局"]),
        ("[局], complete: true", ["局"]),
        ("[{name: 局, since: 2023-05-01}], complete: true", ["执法单位"]),
        ("[], complete: true", ["执法单位"]),
    ],
)
def test_a_group_stands_for_the_members_that_are_not_named(members: str, owners: list[str]) -> None:
    units = f"  - {{name: 局}}\n  - {{name: 执法单位, members: {members}}}"
    plan = plan_of(task("4月底前", "执法单位"), units)
    assert [row[0] for row in rows(situation(plan, date(2023, 5, 1)))] == owners


def test_a_group_of_no_town_stands_for_itself() -> None:
    plan = plan_of(task("4月底前", "各镇"), "  - {name: 各镇, members: towns}", towns="towns: []")
    assert rows(situation(plan, date(2023, 5, 1))) == [("各镇", None, None, "2023-04-30", "overdue")]


def test_a_body_named_directly_and_through_a_group_owes_once() -> None:
    units = "  - {name: 局}\n  - {name: 组, members: [局], complete: true}"
    for order in ("组, 局", "局, 组"):
        plan = plan_of(task("4月底前", order), units)
        assert rows(situation(plan, date(2023, 5, 1))) == [("局", None, None, "2023-04-30", "overdue")]


def test_an_assignment_takes_the_last_adjustment_that_names_it_or_nobody() -> None:
    more = (
        ", adjustments: [{due: 2023-05-15, date: 2023-04-27, units: [乙镇]}, {due: 2023-05-31, date: 2023-05-10},"
        " {due: 2023-06-30, date: 2023-05-20, units: [各镇]}]"
    )
    plan = plan_of(task("4月底前", "局, 各镇", more=more), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    days = {
        today: [row[3] for row in rows(situation(plan, date.fromisoformat(today)))]
        for today in ("2023-04-26", "2023-04-27", "2023-05-10", "2023-05-20")
    }
    assert days == {
        "2023-04-26": ["2023-04-30", "2023-04-30", "2023-04-30"],
        "2023-04-27": ["2023-04-30", "2023-04-30", "2023-05-15"],
        "2023-05-10": ["2023-05-31", "2023-05-31", "2023-05-31"],
        "2023-05-20": ["2023-05-31", "2023-06-30", "2023-06-30"],
    }
    standing = situation(plan, date(2023, 5, 20)).standings[0]
    assert (standing.due, standing.original_due, standing.days) == (date(2023, 5, 31), date(2023, 4, 30), 11)


def test_the_first_day_of_a_deadline_without_one_is_no_extension() -> None:
    plan = plan_of(task("结合工作实际确定", more=", adjustments: [{due: 2023-09-30}]"), "  - {name: 局}")
    standing = situation(plan, date(2023, 5, 1)).standings[0]
    assert (standing.due, standing.original_due, standing.state, standing.is_dated) == (
        date(2023, 9, 30),
        None,
        State.OPEN,
        True,
    )
    assert not standing.assignments[0].is_adjusted


def test_a_recurring_task_owes_every_period_up_to_today_and_the_next() -> None:
    progress = "progress: {1: {2023-04: {done: 2023-04-19}, 2023-05: {done: 2023-05-22}}}"
    plan = plan_of(task("每月20日前"), f"  - {{name: 局, {progress}}}", "until: 2023-08-01")
    assert rows(situation(plan, date(2023, 6, 20))) == [
        ("局", None, "2023-04", "2023-04-20", "done"),
        ("局", None, "2023-05", "2023-05-20", "done"),
        ("局", None, "2023-06", "2023-06-20", "due-today"),
        ("局", None, "2023-07", "2023-07-20", "open"),
    ]
    assert [row[2] for row in rows(situation(plan, date(2025, 1, 1)))] == ["2023-04", "2023-05", "2023-06", "2023-07"]
    late = [one.late_days for one in situation(plan, date(2023, 6, 20)).standings[0].assignments]
    assert late == [0, 2, None, None]


def test_a_recurring_task_begins_with_the_period_it_names() -> None:
    plan = plan_of(task("每月20日前", more=", from: 2023-06"), "  - {name: 局}")
    assert [row[2] for row in rows(situation(plan, date(2023, 5, 1)))] == ["2023-06"]


def test_an_adjustment_of_a_period_moves_that_period_alone() -> None:
    more = ", adjustments: [{due: 2023-05-25, period: 2023-05}]"
    plan = plan_of(task("每月20日前", more=more), "  - {name: 局}")
    assert [row[3] for row in rows(situation(plan, date(2023, 5, 1)))] == ["2023-04-20", "2023-05-25"]


def test_a_deadline_waits_for_its_event() -> None:
    waiting = plan_of(task("收到通知后15个工作日内"), "  - {name: 局}")
    assert states(waiting, "2023-05-01", "2033-05-01") == ["waiting", "waiting"]
    come = plan_of(task("收到通知后15个工作日内", more=", trigger: {date: 2023-05-04}"), "  - {name: 局}")
    assert rows(situation(come, date(2023, 5, 3))) == [("局", None, None, None, "waiting")]
    assert situation(come, date(2023, 5, 3)).left_out == 1
    assert rows(situation(come, date(2023, 5, 4))) == [("局", None, None, "2023-05-24", "open")]


def test_an_event_that_came_without_a_length_leaves_the_day_undetermined() -> None:
    plan = plan_of(task("按省级部署", more=", trigger: {date: 2023-05-04}"), "  - {name: 局}")
    assert states(plan, "2023-05-03", "2023-05-04") == ["waiting", "undetermined"]


def test_working_days_of_an_unknown_year_are_no_day_and_are_named() -> None:
    plan = plan_of(task("收到通知后15个工作日内", more=", trigger: {date: 2090-05-04}"), "  - {name: 局}")
    now = situation(plan, date(2091, 1, 1))
    assert rows(now) == [("局", None, None, None, "undetermined")]
    assert now.no_calendar == (2090,)


def test_done_ends_an_assignment_of_any_kind() -> None:
    tasks = "\n".join(
        task(deadline, number=n) for n, deadline in enumerate(("持续推进", "按省级部署", "待定", "4月底前"), start=1)
    )
    progress = ", ".join(f"{n}: {{done: 2023-05-02}}" for n in range(1, 5))
    plan = plan_of(tasks, f"  - {{name: 局, progress: {{{progress}}}}}")
    now = situation(plan, date(2023, 5, 2))
    assert [one.state for one in now.standings] == [State.DONE] * 4
    assert [one.assignments[0].late_days for one in now.standings] == [None, None, None, 2]


def test_what_is_dated_later_is_not_there_yet_and_is_counted() -> None:
    progress = (
        "progress: {1: {started: 2023-04-20, done: 2023-04-26, notes: [{date: 2023-04-22, text: 示例}]},"
        " 2: {done: 2023-05-20, evidence: 示例}}"
    )
    tasks = (
        f"{task('4月底前')}\n{task('4月底前', number=2, more=', adjustments: [{due: 2023-06-30, date: 2023-05-20}]')}"
    )
    plan = plan_of(tasks, f"  - {{name: 局, {progress}}}")
    seen = {
        today: [
            situation(plan, date.fromisoformat(today)).left_out,
            *(one.assignments[0].on_record for one in situation(plan, date.fromisoformat(today)).standings),
        ]
        for today in ("2023-04-19", "2023-04-20", "2023-04-26", "2023-05-20")
    }
    assert seen == {
        "2023-04-19": [3, "none", "none"],
        "2023-04-20": [3, "started", "none"],
        "2023-04-26": [2, "done", "none"],
        "2023-05-20": [0, "done", "done"],
    }


def test_a_record_holds_until_the_day_it_is_withdrawn() -> None:
    taken = "withdrawn: [{done: 2023-04-20, date: 2023-05-06, reason: 误报（示例）}]"
    plan = plan_of(task("4月底前"), f"  - {{name: 局, progress: {{1: {{started: 2023-05-06, {taken}}}}}}}")
    assert states(plan, "2023-05-05", "2023-05-06") == ["done", "overdue"]


def test_a_task_is_its_worst_open_assignment_and_its_earliest_day() -> None:
    progress = "progress: {1: {done: 2023-04-20}}"
    plan = plan_of(task("4月底前", "局, 办"), f"  - {{name: 局, {progress}}}\n  - {{name: 办}}")
    whole = situation(plan, date(2023, 5, 2))
    assert (whole.standings[0].state, whole.standings[0].days) == (State.OVERDUE, -2)
    own = narrowed(whole, {"局"})
    assert (own.standings[0].state, own.standings[0].due, own.standings[0].days) == (State.DONE, None, None)
    assert narrowed(whole, {"没有"}).standings == ()


@given(st.integers(-400, 4000))
def test_counts_add_up_to_all_tasks_on_any_day(days: int) -> None:
    tasks = "\n".join(
        task(deadline, number=n)
        for n, deadline in enumerate(
            ("2月底前", "每月31日前", "每年2月底前", "持续推进", "待定", "按省级部署"), start=1
        )
    )
    now = situation(plan_of(tasks, "  - {name: 局}"), date(2023, 4, 18) + timedelta(days=days))
    assert sum(now.counts().values()) == 6
    assert [one.state.value for one in now.standings[3:]] == ["ongoing", "undetermined", "waiting"]


def test_a_period_brought_forward_is_listed_once_it_is_due_with_the_next() -> None:
    holiday = "{due: 2023-09-28, date: 2023-09-01, period: 2023-W40}, {due: 2023-09-28, period: 2023-W41}"
    row = task("每周五前", more=f", from: 2023-W38, adjustments: [{holiday}, {{due: 2023-11-20, period: 2023-W48}}]")
    plan = plan_of(row, "  - {name: 局, progress: {1: {2023-W38: {done: 2023-08-31}}}}")

    def owed(today: str) -> list[tuple[str | None, str | None]]:
        return [(period, due) for _, _, period, due, _ in rows(situation(plan, date.fromisoformat(today)))]

    assert owed("2023-08-31") == [("2023-W38", "2023-09-22")]
    assert owed("2023-09-22") == [
        ("2023-W38", "2023-09-22"),
        ("2023-W39", "2023-09-29"),
        *((period, "2023-09-28") for period in ("2023-W40", "2023-W41")),
    ]
    assert states(plan, "2023-09-28", "2023-09-30") == ["due-today", "overdue"]
    assert len(owed("2023-10-01")) == 4
    assert owed("2023-10-13")[-1] == ("2023-W42", "2023-10-20")
    # between them and the next nothing is due yet
    far = ", adjustments: [{due: 2023-05-19, period: 2099-12}, {due: 2023-05-20, period: 2023-08}]"
    plan = plan_of(task("每月20日前", more=far), "  - {name: 局}")
    assert [(period, due) for _, _, period, due, _ in rows(situation(plan, date(2023, 5, 10)))] == [
        ("2023-04", "2023-04-20"),
        ("2023-05", "2023-05-20"),
        ("2023-08", "2023-05-20"),
        ("2099-12", "2023-05-19"),
    ]


def test_periods_without_number_are_not_listed() -> None:
    plan = plan_of(task("每日"), "  - {name: 局}")
    day = plan.issued + timedelta(days=MOST_PERIODS - 2)
    assert len(situation(plan, day).standings[0].assignments) == MOST_PERIODS  # the next one, too
    with pytest.raises(TooMuchError) as raised:
        situation(plan, date.max)
    assert (raised.value.task, raised.value.message, raised.value.help) == (
        plan.tasks[0],
        f"任务1（每日）到9999-12-31为止超过{MOST_PERIODS}期，无法逐期计算",
        "请核对印发日期 issued、from、until 和 --today",
    )


def test_members_without_number_are_not_listed() -> None:
    towns = "towns:\n" + "".join(f'  - {{name: {n}镇, code: "{n:09}"}}\n' for n in range(1000))
    tasks = "\n".join(task("4月底前", "各镇", number) for number in range(1, MOST // 1000 + 2))
    plan = plan_of(tasks, "  - {name: 各镇, members: towns}", towns=towns)
    with pytest.raises(TooMuchError) as raised:
        situation(plan, date(2023, 5, 10))
    assert (raised.value.task, raised.value.message, raised.value.help) == (
        plan.tasks[-1],
        f"算到任务{MOST // 1000 + 1}，各单位要办的已超过{MOST}项，无法逐项计算",
        "请核对责任单位、成员名单和重复任务的起止日期",
    )


@pytest.mark.parametrize("today", ["2023-04-20", "2023-05-01", "2023-05-02", "2023-05-03", "2023-05-04"])
def test_the_last_known_entry_that_is_for_a_body_is_its_day(today: str) -> None:
    entries = (
        "{due: 2023-06-01, date: 2023-05-01, units: [各镇]}",
        "{due: 2023-06-02, date: 2023-05-02, units: [甲镇, 局]}",
        "{due: 2023-06-03, date: 2023-05-03}",
        "{due: 2023-06-04, date: 2023-05-04, units: [各镇, 办]}",
        "{due: 2023-06-05, units: [丙镇]}",
    )
    units = "  - {name: 局}\n  - {name: 办}\n  - {name: 各镇, members: towns}"
    row = task("4月底前", "局, 各镇, 办", more=f", adjustments: [{', '.join(entries)}]")
    plan = plan_of(row, units)
    [standing] = situation(plan, date.fromisoformat(today)).standings
    known = known_adjustments(standing.task, None, date.fromisoformat(today))
    groups = plan.groups()
    last = {
        one.unit: next((each.due for each in reversed(known) if moves(each, one.unit, groups)), one.original_due)
        for one in standing.assignments
    }
    assert last == {one.unit: one.due for one in standing.assignments}
