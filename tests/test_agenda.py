"""Deadlines as events: names that stay, what moves, what recurs, what is said and when one is reminded."""

from datetime import date

import pytest
from plans import plan_of, task

from fuquan.errors import FuquanError
from fuquan.model import Plan
from fuquan.owed import narrowed, situation
from fuquan.view.agenda import Agenda, Event, Series, agenda

UNITS = "  - {name: 局}\n  - {name: 办}\n  - {name: 各镇, members: towns}"


def made(plan: Plan, today: str = "2023-05-10", *asked: str) -> Agenda:
    bodies = frozenset(asked)
    return agenda(narrowed(situation(plan, date.fromisoformat(today)), bodies or None), asked, bodies)


def one(deadline: str, today: str = "2023-05-10", *, units: str = "局", records: str = UNITS, more: str = "") -> Event:
    [event] = made(plan_of(task(deadline, units, more=more), records), today).events
    return event


def done(records: str, units: str = UNITS) -> str:
    """The units, 局 with these records of task 1."""
    return units.replace("{name: 局}", f"{{name: 局, progress: {{1: {records}}}}}")


def days(event: Event) -> tuple[Series | None, int | None, int]:
    return event.series, event.alarm, event.sequence


def test_the_first_day_of_a_deadline_is_no_extension() -> None:
    told = one("待定", more=", adjustments: [{due: 2023-05-09, date: 2023-05-02}]").lines
    assert told[3] == "时限5月2日经批准确定为5月9日"
    told = one("5月底前", more=", adjustments: [{due: 2023-06-09}]").lines
    assert told[3] == "时限已调整为6月9日"


def test_many_periods_are_told_in_words() -> None:
    told = one("每月20日前", "2024-01-10").lines
    assert told[4:6] == ("逾期：2023年4月至12月共9期（局）", "下一期：1月20日")
    assert one("每月20日前", "2024-01-10").title == "【到期】任务（2023年4月至12月共9期逾期）"


@pytest.mark.parametrize(
    ("today", "records", "title", "told"),
    [
        ("2023-05-10", "", "【到期】任务（4月逾期）", ("逾期：4月（局、办）", "下一期：5月20日")),
        (
            "2023-05-20",
            "{2023-04: {done: 2023-04-20}}",
            "【到期】任务（4月逾期）",
            ("逾期：4月（办）", "今日到期：5月（局、办）", "下一期：6月20日"),
        ),
        ("2023-04-20", "", "【到期】任务", ("今日到期：4月（局、办）", "下一期：5月20日")),
        ("2023-04-19", "", "【到期】任务", ("下一期：4月20日",)),
    ],
)
def test_a_series_says_what_of_it_is_late_and_what_comes_next(
    today: str, records: str, title: str, told: tuple[str, ...]
) -> None:
    event = one("每月20日前", today, units="局, 办", records=done(records) if records else UNITS)
    assert (event.title, tuple(line for line in event.lines[4:-1] if "宜于" not in line)) == (title, told)


def test_what_comes_next_may_be_done_already_or_have_other_days() -> None:
    def told(records: str, more: str = "", units: str = "局") -> tuple[str, ...]:
        event = made(plan_of(task("每月20日前", units, more=more), done(records))).events[0]
        return tuple(line for line in event.lines[4:-1] if "宜于" not in line)

    both = "{2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-09}}"
    assert told(both) == ("已到期的各期均已完成", "下一期：5月20日（已完成）")
    entry = ", adjustments: [{due: 2023-05-26, date: 2023-05-02, period: 2023-05, units: [办]}]"
    apart = ("逾期：4月（办）", "下一期：5月20日（局）、5月26日（办）")
    assert told("{2023-04: {done: 2023-04-20}}", entry, "局, 办") == apart
    entry = ", adjustments: [{due: 2023-05-26, date: 2023-05-02, period: 2023-04, units: [局]}]"
    assert told("{2023-05: {started: 2023-05-02}}", entry, "局, 办") == ("逾期：4月（办）", "下一期：5月20日")


def test_a_deadline_is_an_event_of_its_day() -> None:
    plan = plan_of(task("6月中旬前", "局, 办"), done("{started: 2023-05-02}"), "short: 示例")
    result = made(plan)
    assert result == Agenda(
        name="示例",
        today=date(2023, 5, 10),
        events=(
            Event(
                uid=result.events[0].uid,
                day=date(2023, 6, 20),
                title="【到期】任务",
                lines=(
                    "任务1：任务",
                    "主要任务：一、示例",
                    "完成时限：6月中旬前（按中旬末计，即6月20日）",
                    "责任单位：局、办",
                    "办理情况：2家单位均未完成；推进中：局；暂无记录：办",
                    "截至2023年5月10日",
                ),
                category="未到期",
                sequence=0,
                alarm=9,
            ),
        ),
        remarks=(),
    )


@pytest.mark.parametrize(
    ("deadline", "more", "told"),
    [
        ("6月30日前", "", "6月30日前"),
        ("6月底前", "", "6月底前（即6月30日）"),
        ("2024年6月底前", "", "2024年6月底前（即2024年6月30日）"),
        ("6月初", ", reading: 6月5日前, reading_basis: 电话", "6月初（按“6月5日前”计，即6月5日）"),
        (
            "收到通知后15日内",
            ", trigger: {date: 2023-05-08, basis: 文}",
            "收到通知后15日内（自5月8日（文）起算，即5月23日）",
        ),
        ("待定", ", adjustments: [{due: 2023-06-01, date: 2023-05-01}]", "待定"),
    ],
)
def test_how_the_phrase_is_read(deadline: str, more: str, told: str) -> None:
    assert one(deadline, more=more).lines[2] == f"完成时限：{told}"


@pytest.mark.parametrize(
    ("records", "title", "progress", "category", "sequence"),
    [
        ("{started: 2023-04-20}", "【逾期】任务", "推进中", "逾期", 0),
        ("{done: 2023-04-29}", "【已完成】任务", "4月29日已完成", "已完成", 1),
        (
            "{withdrawn: [{date: 2023-05-01, reason: 缺, done: 2023-04-29}]}",
            "【逾期】任务",
            "未报送",
            "逾期",
            2,
        ),
        (
            "{done: 2023-05-02, withdrawn: [{date: 2023-05-01, reason: 缺, done: 2023-04-29}]}",
            "【已完成】任务",
            "5月2日已完成",
            "已完成",
            3,
        ),
    ],
)
def test_what_is_done_stays_without_a_reminder(
    records: str, title: str, progress: str, category: str, sequence: int
) -> None:
    event = one("4月底前", records=done(records))
    assert (event.title, event.lines[4], event.category, event.sequence, event.alarm) == (
        title,
        f"办理情况：{progress}",
        category,
        sequence,
        None,
    )


@pytest.mark.parametrize(
    ("today", "progress"),
    [
        ("2023-04-20", "3家单位均未完成；暂无记录：局、各镇"),
        ("2023-04-26", "3家单位已完成1家；暂无记录：各镇"),
        ("2023-04-28", "3家单位均已完成"),
    ],
)
def test_how_far_several_bodies_are(today: str, progress: str) -> None:
    towns = "".join(
        f'\n  - {{name: {name}, code: "{code}", progress: {{1: {{done: 2023-04-28}}}}}}'
        for name, code in (("甲镇", "340210100"), ("乙镇", "340210101"))
    )
    plan = plan_of(task("4月底前", "局, 各镇"), done("{done: 2023-04-26}"), towns=f"towns:{towns}\n")
    [event] = made(plan, today).events
    assert event.lines[4] == f"办理情况：{progress}"


def test_what_was_due_before_the_issue_is_asked_about() -> None:
    assert one("3月底前").lines[4:] == (
        "办理情况：未报送",
        "方案印发前已到期，请先核实是否已完成",
        "截至2023年5月10日",
    )


@pytest.mark.parametrize(
    ("deadline", "today", "advice"),
    [
        ("5月20日前", "2023-05-10", ("5月20日前逢周六",)),
        ("5月20日前", "2023-05-20", ()),
        ("2034年5月20日前", "2023-05-10", ()),
        ("5月19日前", "2023-05-10", ()),
    ],
)
def test_a_day_of_rest_is_named_while_it_lies_ahead(deadline: str, today: str, advice: tuple[str, ...]) -> None:
    told = ("逢周六，宜于5月19日（周五）前完成",) if advice else ()
    assert one(deadline, today).lines[5:-1] == told


@pytest.mark.parametrize(
    ("today", "alarm"),
    [
        ("2023-05-10", 9),
        ("2023-06-11", 9),
        ("2023-06-12", 1),
        ("2023-06-18", 1),
        ("2023-06-19", 0),
        ("2023-06-20", 0),
        ("2023-06-21", None),
    ],
)
def test_one_is_reminded_ahead_or_on_the_day_but_not_after_it(today: str, alarm: int | None) -> None:
    assert one("6月中旬前", today).alarm == alarm


def test_names_hang_on_the_plan_the_task_and_whose_it_is_alone() -> None:
    plan = plan_of(f"{task('4月底前', '局, 办')}\n{task('5月底前', '局, 办', 2)}", UNITS)
    names = [event.uid for event in made(plan).events]
    assert len(set(names)) == 2
    assert [event.uid for event in made(plan, "2024-01-01").events] == names
    own = [event.uid for event in made(plan, "2023-05-10", "局").events]
    both = [event.uid for event in made(plan, "2023-05-10", "局", "办").events]
    assert len({*names, *own, *both}) == 6
    assert [event.uid for event in made(plan, "2023-05-10", "办", "局").events] == both
    assert names[0] == "3afeddd1-4506-50f5-ae30-80b45f5dbbe6"  # in calendars already


def test_many_bodies_of_one_day_are_counted() -> None:
    units = "\n".join(f"  - {{name: 单位{n}}}" for n in "一二三四五")
    more = ", adjustments: [{due: 2023-06-01, date: 2023-05-01, units: [单位五], basis: 纪要}]"
    plan = plan_of(task("5月底前", "单位一, 单位二, 单位三, 单位四, 单位五", more=more), units)
    events = made(plan).events
    assert [event.title for event in events] == ["【到期】任务（单位一等4家单位）", "【到期】任务（单位五）"]
    assert [event.lines[3] for event in events] == [
        "责任单位：单位一、单位二、单位三、单位四、单位五",
        "单位五的时限5月1日经批准调整为6月1日（纪要）",
    ]


def test_bodies_whose_day_is_that_of_the_others_again() -> None:
    entries = "{due: 2023-05-15, date: 2023-04-27, units: [局]}, {due: 2023-06-01, date: 2023-05-10}"
    plan = plan_of(task("4月底前", "局, 办", more=f", adjustments: [{entries}]"), UNITS)
    together, off = made(plan).events
    assert (together.day, together.title, together.is_off) == (date(2023, 6, 1), "【到期】任务", False)
    assert off == Event(
        uid=made(plan, "2023-05-01").events[1].uid,
        day=date(2023, 5, 15),
        title="【已取消】任务（局）",
        lines=("任务1：任务", "时限又有调整，这一天不再单列。", "截至2023年5月10日"),
        category="已取消",
        sequence=2,
        alarm=None,
        is_off=True,
    )


def test_of_bodies_without_a_day_there_is_no_event_yet() -> None:
    more = ", adjustments: [{due: 2023-06-01, date: 2023-05-01, units: [局]}]"
    plan = plan_of(f"{task('待定', '局, 办', more=more)}\n{task('长期坚持', number=2)}", UNITS)
    result = made(plan)
    assert [(event.day, event.title) for event in result.events] == [(date(2023, 6, 1), "【到期】任务（局）")]
    assert result.remarks == (
        "2项任务中有1项未列入日历，不按日期提醒：任务2（持续推进）。",
        "任务1（办时限待定）只列入了有日期的部分。",
    )


def test_nothing_to_be_reminded_of_is_no_calendar() -> None:
    with pytest.raises(FuquanError, match="没有带日期的任务，写不成日历") as raised:
        made(plan_of(f"{task('待定')}\n{task('按省级部署', number=2)}", UNITS))
    assert raised.value.help == "不按日期提醒：任务1（时限待定）、2（待省级部署）。"
    with pytest.raises(FuquanError) as raised:
        made(plan_of(task("待定"), done("{done: 2023-05-01}")))
    assert raised.value.help == "请换一个范围"


def test_what_recurs_by_a_rule_is_one_event() -> None:
    records = done("{2023-04: {done: 2023-04-21}, 2023-06: {done: 2023-06-09}}")
    plan = plan_of(task("每月20日前", "局, 办", more=", collects: 各镇"), records, "until: 2023-12-31")
    result = made(plan, "2023-06-10")
    assert result.events == (
        Event(
            uid=result.events[0].uid,
            day=date(2023, 4, 20),
            title="【到期】任务（4月、5月逾期）",
            lines=(
                "任务1：任务",
                "主要任务：一、示例",
                "完成时限：每月20日前",
                "责任单位：局、办",
                "逾期：4月（办）；5月（局、办）",
                "下一期：6月20日（办）",
                "8月20日逢周日，宜于8月18日（周五）前收齐",
                "截至2023年6月10日",
            ),
            category="按月开展",
            sequence=2,
            alarm=7,
            series=Series("FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20231231", ()),
        ),
    )
    august = "8月20日逢周日，宜于8月18日（周五）前收齐"
    may = "5月20日逢周六，宜于5月19日（周五）前收齐"
    assert made(plan, "2023-05-10").events[0].lines[5:-1] == ("下一期：5月20日", may, august)
    [own] = made(plan, "2023-06-19", "局").events
    assert (own.title, own.lines[4], own.sequence) == ("【到期】任务（5月逾期，局）", "逾期：5月（局）", 2)
    assert own.series == Series("FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20231231", (date(2023, 4, 20), date(2023, 6, 20)))


@pytest.mark.parametrize(
    ("deadline", "rule", "alarm"),
    [
        ("每日", "FREQ=DAILY", 0),
        ("每周五前", "FREQ=WEEKLY;BYDAY=FR", 6),
        ("每周一、周四", "FREQ=WEEKLY;BYDAY=MO,TH", 2),
        ("每月31日前", "FREQ=MONTHLY;BYMONTHDAY=-1", 7),
        ("从2022年3月起，每月25日前", "FREQ=MONTHLY;BYMONTHDAY=25", 7),
        ("2023年1月至6月每月20日前", "FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20230630", 7),
        ("每年2月底前", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", 7),
        ("每季度末", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", 7),
        ("每季度首月20日前", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20", 7),
        ("每月最后一个星期五", "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", 7),
    ],
)
def test_rules_and_how_far_ahead_one_is_reminded(deadline: str, rule: str, alarm: int) -> None:
    event = one(deadline)
    assert (event.series, event.alarm) == (Series(rule, ()), alarm)


@pytest.mark.parametrize(
    ("deadline", "units", "header", "told"),
    [
        ("每月20日前", "局, 办", "", ("5月20日", "8月20日")),
        ("每月20日前", "局", "", ("8月20日",)),
        ("每月20日前", "局, 办", "until: 2023-07-31", ("5月20日",)),
        ("每月20日前", "局, 办", "until: 2023-04-30", ()),
        ("每周六", "局, 办", "", ()),
    ],
)
def test_days_of_rest_among_those_of_a_series(deadline: str, units: str, header: str, told: tuple[str, ...]) -> None:
    has_may = deadline.startswith("每月") and "04-30" not in header
    records = done("{2023-05: {done: 2023-05-09}}") if has_may else UNITS
    event = made(plan_of(task(deadline, units), records, header)).events[0]
    assert tuple(line.partition("逢")[0] for line in event.lines if "宜于" in line) == told


def test_a_rule_that_outlook_does_not_take_is_several_series() -> None:
    def series(deadline: str, today: str = "2023-05-10") -> list[tuple[str, str]]:
        events = made(plan_of(task(deadline), UNITS), today).events
        assert len({event.uid for event in events}) == len(events)
        return [(event.day.isoformat(), event.series.rule if event.series else "") for event in events]

    assert series("每月10日、25日前") == [
        ("2023-05-10", "FREQ=MONTHLY;BYMONTHDAY=10"),
        ("2023-04-25", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ]
    assert series("每年6月底、11月底前") == [
        ("2023-06-30", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1"),
        ("2023-11-30", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=-1"),
    ]
    assert series("2023年5月至5月每月10日、25日前", "2023-05-01") == [
        ("2023-05-10", "FREQ=MONTHLY;BYMONTHDAY=10;UNTIL=20230531"),
        ("2023-05-25", "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20230531"),
    ]
    [alone] = made(plan_of(task("每月10日、25日前"), UNITS, "until: 2023-05-05"), "2023-05-01").events
    assert (alone.day, alone.alarm) == (date(2023, 4, 25), None)


def test_the_rule_ends_with_the_earliest_of_plan_phrase_and_body() -> None:
    units = (
        "  - {name: 局}\n"
        "  - {name: 组, complete: true, members: [局, {name: 办, since: 2023-06-01, until: 2024-02-10}]}\n"
        "  - {name: 办}\n  - {name: 各镇, members: towns}"
    )
    plan = plan_of(task("每月20日前", "组"), units, "until: 2025-12-31")
    [event] = made(plan, "2023-07-10", "办").events
    assert (event.day, event.series) == (
        date(2023, 6, 20),
        Series("FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20240120", ()),
    )
    assert event.alarm == 7
    [gone] = made(plan, "2024-03-01", "办").events
    assert gone.alarm is None
    [both] = made(plan, "2024-03-01", "局").events
    assert both.series == Series("FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20251231", ())


def test_periods_that_a_body_is_not_there_for_are_left_out() -> None:
    units = (
        "  - {name: 局}\n  - {name: 办}\n"
        "  - {name: 前组, complete: true, members: [局, {name: 办, until: 2023-05-31}]}\n"
        "  - {name: 后组, complete: true, members: [局, {name: 办, since: 2023-07-01}]}\n"
        "  - {name: 各镇, members: towns}"
    )
    [event] = made(plan_of(task("每月20日前", "前组, 后组"), units), "2023-08-01", "办").events
    assert event.series == Series("FREQ=MONTHLY;BYMONTHDAY=20", (date(2023, 6, 20),))


def test_a_series_that_is_all_done_keeps_its_last_day() -> None:
    records = done("{2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-20}}")
    plan = plan_of(task("每月20日前"), records, "until: 2023-05-31")
    series, last = made(plan, "2023-05-20").events
    assert series.series == Series("FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20230531", (date(2023, 4, 20),))
    assert series.lines[4] == "已到期的各期均已完成"
    assert (last.uid, last.instead_of, last.day, last.title, last.alarm) == (
        series.uid,
        date(2023, 5, 20),
        date(2023, 5, 20),
        "【已完成】任务（5月）",
        None,
    )


def test_a_period_that_was_adjusted_stands_for_its_day() -> None:
    entry = "{due: 2023-05-26, date: 2023-05-02, period: 2023-05, basis: 纪要}"
    far = "{due: 2033-01-10, date: 2023-05-02, period: 2033-01}"
    plan = plan_of(task("每月20日前", more=f", adjustments: [{entry}]"), done("{2023-05: {done: 2023-05-19}}"))
    series, moved = made(plan).events
    assert series.series == Series("FREQ=MONTHLY;BYMONTHDAY=20", ())
    assert series.lines[5:-1] == ("下一期：5月26日", "8月20日逢周日，宜于8月18日（周五）前完成")
    assert (moved.uid, moved.instead_of, moved.day, moved.title, moved.alarm, moved.lines[3]) == (
        series.uid,
        date(2023, 5, 20),
        date(2023, 5, 26),
        "【到期】任务（5月）",
        7,
        "（5月）时限5月2日经批准调整为5月26日（纪要）",
    )
    series, moved = made(plan, "2023-05-19").events
    assert (series.series, moved.title) == (Series("FREQ=MONTHLY;BYMONTHDAY=20", ()), "【已完成】任务（5月）")
    plan = plan_of(task("每月20日前", more=f", adjustments: [{far}]"), UNITS)
    assert [event.instead_of for event in made(plan).events] == [None]
    assert [event.instead_of for event in made(plan, "2028-01-01").events] == [None, date(2033, 1, 20)]


@pytest.mark.parametrize(
    ("header", "today", "last", "number"),
    [
        ("", "2023-05-10", "2023-12-29", 9),
        ("", "2024-12-31", "2025-01-27", 22),
        ("until: 2024-06-30", "2023-05-10", "2024-06-28", 15),
        ("until: 2023-08-31", "2023-05-10", "2023-08-31", 5),
    ],
)
def test_what_recurs_without_a_rule_is_an_event_a_day(header: str, today: str, last: str, number: int) -> None:
    events = made(plan_of(task("每月最后一个工作日"), UNITS, header), today).events
    assert (len(events), events[-1].day.isoformat(), {event.series for event in events}) == (number, last, {None})
    assert len({event.uid for event in events}) == number
    assert events[0].title == ("【逾期】任务（4月）" if today < "2024" else "【逾期】任务（2023年4月）")


def test_days_that_hang_on_unknown_holidays_are_said_to_be_missing() -> None:
    more = ", adjustments: [{due: 2027-03-01, date: 2026-06-01, period: 2027-02}]"
    plan = plan_of(task("每月最后一个工作日", more=f", from: 2026-10{more}"), UNITS, "until: 2080-01-01")
    result = made(plan, "2026-10-01")
    assert [event.day.isoformat() for event in result.events] == [
        "2026-10-30",
        "2026-11-30",
        "2026-12-31",
        "2027-03-01",
    ]
    assert result.remarks == tuple(
        f"没有{year}年的节假日安排，这一年按工作日计的日期未列入日历。" for year in range(2027, 2032)
    )
