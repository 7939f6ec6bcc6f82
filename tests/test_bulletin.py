"""The paper of a month, a quarter or a year: whole texts, what holds of any plan, and the files that it becomes."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Done, Fuquan
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import HEAD, TOWNS, loaded_of, plan_of, task, written
from programs import printed, text_of
from repos import saved

from fuquan.errors import FuquanError
from fuquan.export import to_md, to_text
from fuquan.model import Plan
from fuquan.owed import Situation, State, situation
from fuquan.query import is_asked_first
from fuquan.view import annex
from fuquan.view.bulletin import bulletin, title
from fuquan.view.bulletin.period import Period, as_of, horizon, period, since
from fuquan.view.bulletin.summary import shares
from fuquan.view.paper import Grid, Paper, Paragraph

UNITS = "  - {name: 局}\n  - {name: 办}\n  - {name: 各镇, members: towns}"


def units(局: str = "{}", 办: str = "{}") -> str:  # noqa: PLC2401, N803 - the names of bodies
    return f"  - {{name: 局, progress: {局}}}\n  - {{name: 办, progress: {办}}}\n  - {{name: 各镇, members: towns}}"


def towns(*progress: str) -> str:
    rows = zip(("甲镇", "乙镇", "丙镇"), progress, strict=False)
    return "towns:\n" + "".join(
        f'  - {{name: {name}, code: "34021010{n}", progress: {one}}}\n' for n, (name, one) in enumerate(rows)
    )


def paper_of(plan: Plan, day: str, key: str | None = None, **more: object) -> Paper:
    of = period(key or day[:7])
    until = as_of(of, plan, date.fromisoformat(day))
    return bulletin(situation(plan, until, until=horizon(of, until)), of, annex=False, **more)  # type: ignore[arg-type]


def parts(plan: Plan, day: str = "2023-05-10", key: str | None = None) -> dict[str, list[str]]:
    """The paragraphs under each heading, without its numeral."""
    found: dict[str, list[str]] = {}
    for one in paper_of(plan, day, key):
        assert isinstance(one, Paragraph)
        if one.place == "heading":
            found[one.text.partition("、")[2]] = []
        elif found:
            found[list(found)[-1]].append(one.lead + one.text)
    return found


# Whole papers


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("month", ["month", "2023-05"]),
        ("month over", ["month", "2023-04"]),
        ("quarter", ["quarter", "2023-Q2"]),
        ("year", ["year", "2023"]),
        ("year over", ["year", "2023", "--today", "2024-02-10", "--to", "各镇人民政府，区直有关单位"]),
        ("next year", ["month", "--today", "2024-02-10"]),
    ],
)
def test_the_example(fuquan: Fuquan, golden: Callable[[str, str], None], name: str, typed: list[str]) -> None:
    golden(f"report {name}.txt", fuquan("report", *typed, "-o", "-").out)


def test_the_example_in_markdown(fuquan: Fuquan, example: Plan, golden: Callable[[str, str], None]) -> None:
    said = fuquan("report", "month", "-o", "-", "-f", "md").out
    table = to_md.paper((annex.grid(situation(example, date(2023, 5, 10))),))
    assert said.endswith(f"\n\n附：任务进展情况表\n\n{table}")
    golden("report month.md", said.removesuffix(table))


@pytest.mark.parametrize("kind", ["month", "quarter", "year"])
def test_nothing_recorded(fuquan: Fuquan, unrecorded: Path, golden: Callable[[str, str], None], kind: str) -> None:
    golden(f"unrecorded report {kind}.txt", fuquan("report", kind, "-o", "-", data=unrecorded).out)


# 标题, 时段


def test_the_title_says_whose_plan_it_is(example: Plan) -> None:
    assert title(example) == "湾沚区镇赋权工作推进情况"
    assert title(plan_of(task("4月底前"), UNITS)) == "《示例方案》推进情况"
    assert title(plan_of(task("4月底前"), UNITS, "short: 示例工作")) == "示例工作推进情况"
    assert title(plan_of(task("4月底前"), UNITS, "short: 示例工作, issuer: 某县某局")) == "示例工作推进情况"


@pytest.mark.parametrize(
    ("key", "expected", "called", "named"),
    [
        ("2023-05", (date(2023, 5, 1), date(2023, 5, 31)), "2023年5月", "5月"),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29)), "2024年2月", "2月"),
        ("2023-Q2", (date(2023, 4, 1), date(2023, 6, 30)), "2023年第二季度", "第二季度"),
        ("2023", (date(2023, 1, 1), date(2023, 12, 31)), "2023年度", "2023年"),
    ],
)
def test_periods(key: str, expected: tuple[date, date], called: str, named: str) -> None:
    one = period(key)
    assert one == Period(key, *expected)
    assert (one.title, one.name) == (called, named)


def test_the_day_of_a_period_is_today_or_its_last(example: Plan) -> None:
    assert as_of(period("2023-05"), example, date(2023, 5, 10)) == date(2023, 5, 10)
    assert as_of(period("2023-04"), example, date(2023, 5, 10)) == date(2023, 4, 30)
    assert as_of(period("2023"), example, date(2025, 5, 10)) == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("key", "today", "message", "mend"),
    [
        ("2023-06", "2023-05-10", "2023年6月还没有到", "今天是2023年5月10日，请核对"),
        ("2023-Q1", "2023-05-10", "2023年第一季度时方案还没有印发，没有推进情况可报", "方案2023年4月18日印发，请核对"),
        (
            "2023-04",
            "2023-04-17",
            "2023年4月17日时方案还没有印发，没有推进情况可报",
            "方案2023年4月18日印发，请核对日期",
        ),
    ],
)
def test_a_period_that_there_is_nothing_of(example: Plan, key: str, today: str, message: str, mend: str) -> None:
    with pytest.raises(FuquanError) as caught:
        as_of(period(key), example, date.fromisoformat(today))
    assert (caught.value.message, caught.value.help) == (message, mend)


def test_the_periods_since_the_issue() -> None:
    first, today = date(2023, 4, 18), date(2023, 7, 1)
    assert [one.key for one in since(first, today, "month")] == ["2023-07", "2023-06", "2023-05", "2023-04"]
    assert [one.key for one in since(first, today, "quarter")] == ["2023-Q3", "2023-Q2"]
    assert [one.key for one in since(first, today, "year")] == ["2023"]
    assert list(since(today, first, "year")) == []


# 一、总体情况


def test_all_is_done_by_one_body() -> None:
    assert parts(plan_of(task("4月底前"), units("{1: {done: 2023-05-02}}"))) == {
        "总体情况": [
            "任务清单共1项，有明确完成时限。截至2023年5月10日，已完成1项（第1项）。5月以来，局完成第1项，为逾期完成。"
        ],
        "未按时限完成事项": ["截至目前，没有逾期未完成事项。"],
    }


def test_several_bodies_each_do_one_thing() -> None:
    tasks = f"{task('5月底前')}\n{task('5月底前', '办', 2)}"
    plan = plan_of(tasks, units("{1: {done: 2023-05-02}}", "{2: {done: 2023-05-03}}"))
    assert parts(plan)["总体情况"] == [
        "任务清单共2项，均有明确完成时限。截至2023年5月10日，2项均已完成。5月以来，局、办分别完成第1项、第2项，均为按期完成。"
    ]


def test_several_things_are_done_by_several_bodies() -> None:
    tasks = "\n".join(
        (
            task("5月底前"),
            task("4月底前", "办, 各镇", 2),
            task("持续推进", "局, 办", 3),
            task("4月底前", "局, 办", 4),
        )
    )
    plan = plan_of(
        tasks,
        units(
            "{1: {done: 2023-05-02}, 3: {done: 2023-05-03}, 4: {done: 2023-04-28}}",
            "{2: {done: 2023-04-20}, 3: {done: 2023-05-02}, 4: {done: 2023-05-02}}",
        ),
        towns=towns("{2: {done: 2023-05-01}}", "{2: {done: 2023-05-01}}"),
    )
    assert parts(plan)["总体情况"] == [
        (
            "任务清单共4项，其中有明确完成时限的3项。截至2023年5月10日，3项均已完成。另有不计时限已完成1项（第3项）。"
            "5月以来，全部完成的有第1项（局）、第3项（局、办）；完成本单位任务的有第2项（各镇）、第4项（办），"
            "其中各镇第2项、办第4项为逾期完成。至此，第2、4项已全部完成。"
        )
    ]


def test_of_several_bodies_that_were_late_it_is_said_with_what() -> None:
    plan = plan_of(
        "\n".join((task("4月底前", "局, 办"), task("4月底前", number=2), task("5月底前", number=3))),
        units("{1: {done: 2023-05-02}, 2: {done: 2023-05-03}, 3: {done: 2023-05-03}}", "{1: {done: 2023-05-03}}"),
    )
    assert parts(plan)["总体情况"][0].endswith(
        "5月以来，全部完成的有第1项（局、办）、第2项（局）、第3项（局），其中第1项（局、办）、第2项（局）为逾期完成。"
    )


def test_what_has_no_day_is_neither_late_nor_in_time() -> None:
    plan = plan_of(f"{task('待定', '局, 办')}\n{task('5月底前', number=2)}", units("{1: {done: 2023-05-03}}"))
    assert parts(plan)["总体情况"][0].endswith("5月以来，局完成第1项本单位任务。")
    plan = plan_of(
        f"{task('待定')}\n{task('5月底前', number=2)}", units("{1: {done: 2023-05-03}, 2: {done: 2023-05-03}}")
    )
    assert parts(plan)["总体情况"][0].endswith("5月以来，全部完成的有第1项（局）、第2项（局）。")


def test_periods_that_the_same_bodies_did_are_told_together() -> None:
    done = "{1: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-20}, 2023-06: {done: 2023-06-21}}}"
    plan = plan_of(task("每月20日前", "局, 办"), units(done, "{1: {2023-04: {done: 2023-04-19}}}"))
    assert parts(plan, "2023-06-30", "2023-Q2")["总体情况"] == [
        (
            "截至2023年6月30日，任务清单共1项：按月开展1项（第1项）。第1项5月、6月情况逾期未完成。"
            "第二季度，全部完成的有第1项4月情况（局、办）；完成本单位任务的有第1项5月、6月情况（局），"
            "其中局第1项6月情况为逾期完成。"
        )
    ]
    assert parts(plan, "2023-05-25")["总体情况"][0].endswith("5月以来，局完成第1项5月情况本单位任务，为按期完成。")


def test_the_last_body_ends_a_period() -> None:
    done = units("{1: {2023-04: {done: 2023-04-20}}}", "{1: {2023-04: {done: 2023-05-02}}}")
    assert parts(plan_of(task("每月20日前", "局, 办"), done))["总体情况"][0].endswith(
        "5月以来，办完成第1项4月情况本单位任务，为逾期完成。至此，第1项4月情况已全部完成。"
    )


def test_very_much_that_is_done_is_told_by_number() -> None:
    tasks = "\n".join(task("5月底前", "局, 办" if n == 1 else "局", number=n) for n in range(1, 24))
    done = ", ".join(f"{n}: {{done: 2023-05-0{n % 9 + 1}}}" for n in range(1, 23))
    plan = plan_of(tasks, units(f"{{{done}}}", "{1: {done: 2023-04-30}}"))
    assert parts(plan)["总体情况"][0].endswith("5月以来，第1至22项有新的完成记录。至此，第1至22项已全部完成。")
    plan = plan_of(tasks, units(f"{{{done}}}".replace("4: {done: 2023-05-05}, ", "")))
    assert "已完成20项（第2、3、5至22项），占87.0%；未到期3项（第1、4、23项），占13.0%" in parts(plan)["总体情况"][0]


def test_nothing_is_done_in_the_period() -> None:
    plan = plan_of(f"{task('5月10日前')}\n{task('6月底前', number=2)}", units("{1: {started: 2023-05-02}}"))
    assert parts(plan)["总体情况"] == [
        (
            "任务清单共2项，均有明确完成时限。截至2023年5月10日，尚无全部完成的事项；当日到期1项（第1项），占50.0%；"
            "未到期1项（第2项），占50.0%。5月以来，暂无新的完成记录。"
        )
    ]


def test_nothing_is_recorded_and_nothing_late() -> None:
    assert parts(plan_of(task("7月底前"), UNITS)) == {
        "总体情况": [
            "尚未录入任何办理记录。",
            "任务清单共1项，有明确完成时限。截至2023年5月10日，未到期1项（第1项）。",
        ],
        "未按时限完成事项": ["截至目前，没有逾期未完成事项。"],
    }


def test_an_empty_list() -> None:
    loaded = loaded_of(
        "plan: {title: 示例方案, issued: 2023-04-18, year: 2023}\nsections: []\ntasks: []\nunits: []\n", None
    )
    assert loaded.plan is not None
    assert parts(loaded.plan) == {
        "总体情况": ["尚未录入任何办理记录。", "截至2023年5月10日，任务清单共0项。"],
        "未按时限完成事项": ["截至目前，没有逾期未完成事项。"],
    }


@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        ("收到通知后15个工作日内", "截至2036年2月10日，任务清单共1项：时限暂未推算1项（第1项）。"),
        ("2036年2月最后一个工作日前", "任务清单共1项，有明确完成时限。截至2036年2月10日，时限暂未推算1项（第1项）。"),
    ],
)
def test_a_year_without_holidays_leaves_open_what_is_late(deadline: str, told: str) -> None:
    more = ", trigger: {date: 2035-12-20}" if "通知" in deadline else ""
    plan = plan_of(task(deadline, more=more), units("{1: {started: 2035-12-25}}"))
    said = parts(plan, "2036-02-10")
    assert said["总体情况"][0].startswith(told)
    assert "第1项时限按工作日计，缺少" in said["总体情况"][0]
    assert said["未按时限完成事项"] == ["截至目前，除时限暂未推算的第1项外，没有逾期未完成事项。"]
    assert said.get("时限暂未推算事项", ["第1项时限暂未推算，局正在推进。"]) == ["第1项时限暂未推算，局正在推进。"]


def test_a_day_that_one_body_has_and_another_waits_for() -> None:
    more = ", adjustments: [{due: 2023-05-05, units: [局]}]"
    plan = plan_of(task("按省级部署", "局, 办", more=more), units("{1: {done: 2023-05-02}}"))
    assert parts(plan) == {
        "总体情况": [
            (
                "任务清单共1项，有明确完成时限。截至2023年5月10日，待省级部署1项（第1项）。"
                "5月以来，局完成第1项本单位任务，为按期完成。"
            )
        ],
        "未按时限完成事项": ["截至目前，没有逾期未完成事项。"],
        "时限调整事项": ["第1项：任务。时限按省级部署，局已确定为5月5日。"],
    }


# 二、未按时限完成事项


def late_of(plan: Plan, day: str = "2023-05-10") -> list[str]:
    return parts(plan, day)["未按时限完成事项"]


def test_one_body_is_late() -> None:
    records = '{1: {started: 2023-04-20, reason: "等章。\\n已催。", expected: 2023-05-02}}'
    assert late_of(plan_of(task("4月底前"), units(records))) == [
        "第1项：任务。时限4月底前，逾期10天。局正在推进，等章；已催，原预计5月2日完成。"
    ]


def test_towns_alone_are_counted_as_such() -> None:
    said = late_of(
        plan_of(
            task("4月底前", "各镇"),
            UNITS,
            towns=towns(
                "{1: {done: 2023-04-20}}",
                "{1: {started: 2023-04-20, reason: 等章}}",
                "{1: {reason: 等章, expected: 2023-05-12}}",
            ),
        )
    )
    assert said == [
        "第1项：任务。时限4月底前，逾期10天。3个镇已完成1个；乙镇正在推进，等章；丙镇尚未完成，等章，预计5月12日完成。"
    ]


def test_a_town_that_is_not_called_one_is_a_body_among_others() -> None:
    streets = towns("{1: {done: 2023-04-20}}", "{}").replace("乙镇", "乙街道")
    assert late_of(plan_of(task("4月底前", "各镇"), UNITS, towns=streets)) == [
        "第1项：任务。时限4月底前，逾期10天。2家责任单位已完成1家；乙街道尚未报送。"
    ]


def test_all_members_are_named_by_their_group() -> None:
    plan = plan_of(
        f"{task('4月底前', '局, 各镇')}\n{task('4月底前', '局, 各镇', 2)}",
        units("{1: {done: 2023-04-20}, 2: {started: 2023-04-20}}"),
        towns=towns("{}", "{}", "{}"),
    )
    assert late_of(plan) == [
        "（一）第1项：任务。时限4月底前，逾期10天。4家责任单位已完成1家；各镇尚未报送。",
        "（二）第2项：任务。时限4月底前，逾期10天。4家责任单位均未报送完成；局正在推进；各镇尚未报送。",
    ]


def test_bodies_that_say_the_same_and_others_that_do_not() -> None:
    same = "{1: {started: 2023-04-20, reason: 等章}}"
    plan = plan_of(
        task("4月底前", "局, 办, 各镇"),
        units(same, same),
        towns=towns("{1: {started: 2023-05-01, expected: 2023-05-20}}", same),
    )
    assert late_of(plan) == [
        "第1项：任务。时限4月底前，逾期10天。4家责任单位均正在推进，局、办、乙镇报送原因为等章，甲镇预计5月20日完成。"
    ]
    plan = plan_of(task("4月底前", "局, 办"), units(same, same))
    assert late_of(plan) == ["第1项：任务。时限4月底前，逾期10天。2家责任单位均正在推进，报送原因为等章。"]


def test_what_came_without_a_day_of_completion() -> None:
    plan = plan_of(
        task("4月底前", "局, 办"),
        units("{1: {evidence: 表}}", "{1: {notes: [{date: 2023-05-01, text: 在办}]}}"),
    )
    assert late_of(plan) == ["第1项：任务。时限4月底前，逾期10天。2家责任单位均有情况说明，尚未报送完成日期。"]


def test_a_body_with_a_later_day_is_not_late_with_the_others() -> None:
    more = ", adjustments: [{due: 2023-05-15, units: [办]}, {due: 2023-05-05, units: [甲镇]}]"
    plan = plan_of(
        task("4月底前", "局, 办, 各镇", more=more),
        units("{1: {started: 2023-04-20}}"),
        towns=towns("{1: {started: 2023-04-20}}", "{1: {done: 2023-04-20}}"),
    )
    assert late_of(plan) == [
        (
            "第1项：任务。时限4月底前，逾期10天。4家责任单位已完成1家；局正在推进；甲镇时限5月5日，逾期5天，正在推进；"
            "办时限5月15日，暂无记录。"
        )
    ]


def test_a_limit_is_told_with_its_day_where_the_phrase_does_not_say_it() -> None:
    more = ", adjustments: [{due: 2023-05-05}]"
    tasks = "\n".join(
        (
            task("4月底前", more=more),
            task("4月中旬前", number=2),
            task("收到通知后15日内", number=3, more=", trigger: {date: 2023-04-20}"),
            task("春节前", number=4, more=", reading: 2023年4月20日前"),
        )
    )
    assert late_of(plan_of(tasks, units("{1: {started: 2023-04-20}}"))) == [
        "（一）第2项：任务。时限4月中旬前（4月20日），逾期20天。局尚未报送。",
        "（二）第4项：任务。时限春节前（4月20日），逾期20天。局尚未报送。",
        "（三）第1项：任务。时限5月5日（原4月底前），逾期5天。局正在推进。",
        "（四）第3项：任务。时限收到通知后15日内（5月5日），逾期5天。局尚未报送。",
    ]


def test_what_waits_in_part_says_so() -> None:
    more = ", adjustments: [{due: 2023-05-05, units: [局]}]"
    plan = plan_of(task("收到通知后15日内", "局, 办", more=more), units("{1: {started: 2023-04-20}}"))
    assert late_of(plan) == [
        (
            "第1项：任务。时限5月5日（原收到通知后15日内），逾期5天。2家责任单位均未报送完成；局正在推进；"
            "办待起算，暂无记录。"
        )
    ]


def test_late_periods() -> None:
    records = units("{1: {2023-04: {done: 2023-04-20}}}")
    plan = plan_of(f"{task('每月20日前', '局, 办')}\n{task('每周二前', number=2)}", records)
    assert late_of(plan, "2023-06-10") == [
        "（一）第2项：任务。时限每周二前，第16周至第23周共8期情况未完成，最早一期逾期53天。尚未完成的单位有局。",
        (
            "（二）第1项：任务。时限每月20日前，4月、5月情况未完成，最早一期逾期51天。4月情况，2家责任单位已完成1家；"
            "办尚未报送。5月情况，2家责任单位均尚未报送。"
        ),
    ]
    plan = plan_of(f"{task('每月20日前')}\n{task('持续推进', number=2)}", units("{2: {started: 2023-04-20}}"))
    assert late_of(plan) == ["第1项：任务。时限每月20日前，4月情况逾期20天。局尚未报送。"]


def test_with_nothing_recorded_nobody_is_said_not_to_have_done_it() -> None:
    plan = plan_of(f"{task('每月20日前', '局, 办')}\n{task('4月底前', '各镇', 2)}", UNITS, towns=towns("{}", "{}"))
    assert parts(plan, "2023-06-10") == {
        "总体情况": [
            "尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。",
            (
                "任务清单共2项，其中有明确完成时限的1项。截至2023年6月10日，逾期未报送1项（第2项）。"
                "另有按月开展1项（第1项）。第1项4月、5月情况逾期未报送。"
            ),
        ],
        "已到时限、尚未收到完成情况的事项": [
            "（一）第1项：任务。时限每月20日前，4月、5月情况未报送，最早一期逾期51天。2家责任单位均尚未报送。",
            "（二）第2项：任务。时限4月底前，逾期41天。2个镇均尚未报送。",
        ],
        "即将到期事项": ["第1项6月情况（局、办）6月20日到期。"],
        "按月开展事项": ["第1项5月情况逾期未报送。"],
        "下一步工作": [
            (
                "请有关单位核实第2项和第1项4月、5月情况是否已完成，已完成的补报完成日期和佐证材料，"
                "暂不能完成的报送原因和预计完成时间。"
            )
        ],
    }


def test_bodies_that_are_late_with_many_periods_stand_in_the_order_of_the_row() -> None:
    tasks = f"{task('每周二前', '局, 各镇, 办')}\n{task('每周二前', '局, 各镇', 2)}"
    done = "{%d: {2023-W16: {done: 2023-04-18}}}"
    plan = plan_of(tasks, units(done % 1), towns=towns("{}", "{2: {2023-W17: {done: 2023-04-25}}}", "{}"))
    assert [text.rpartition("。尚")[2] for text in late_of(plan)] == [
        "未完成的单位有局、各镇、办。",
        "未完成的单位有局、各镇。",
    ]
    week = ", ".join(f"2023-W{n}: {{done: 2023-04-18}}" for n in range(16, 20))
    plan = plan_of(tasks, units(done % 1), towns=towns("{}", f"{{1: {{{week}}}, 2: {{{week}}}}}", "{}"))
    assert [text.rpartition("。尚")[2] for text in late_of(plan)] == [
        "未完成的单位有局、甲镇、丙镇、办。",
        "未完成的单位有局、甲镇、丙镇。",
    ]


def test_periods_that_the_same_is_said_of_are_told_once() -> None:
    records = units("{1: {2023-04: {done: 2023-04-20}}}")
    assert late_of(plan_of(task("每月20日前", "局, 办"), records), "2023-06-25") == [
        (
            "第1项：任务。时限每月20日前，4月、5月、6月情况未完成，最早一期逾期66天。4月情况，2家责任单位已完成1家；"
            "办尚未报送。5月、6月情况，2家责任单位均尚未报送。"
        )
    ]


def test_what_was_due_before_the_issue_is_asked_about() -> None:
    monthly = task("每月20日前", number=3, more=", from: 2023-02")
    tasks = f"{task('3月底前', '局, 各镇')}\n{task('3月底前', number=2)}\n{monthly}"
    assert parts(plan_of(tasks, units("{1: {done: 2023-04-25}}"))) == {
        "总体情况": [
            (
                "任务清单共3项，其中有明确完成时限的2项。截至2023年5月10日，方案印发前已到期、未报送2项（第1、2项）。"
                "另有按月开展1项（第3项）。第3项2月、3月情况方案印发前已到期、未报送；第3项4月情况逾期未完成。"
                "5月以来，暂无新的完成记录。"
            )
        ],
        "未按时限完成事项": [
            "第3项：任务。时限每月20日前，4月情况逾期20天。局尚未报送。",
            (
                "方案印发（4月18日）前已到期、未报送的有3项：第3项（2月、3月情况，2月20日）；"
                "第1项（3月31日，各镇未报送）；第2项（3月31日）。请先核实是否已完成。"
            ),
        ],
        "即将到期事项": ["第3项5月情况（局）5月20日到期。"],
        "按月开展事项": ["第3项4月情况逾期未完成。"],
        "下一步工作": [
            (
                "（一）请有关单位核实第1、2项和第3项2月、3月情况是否已完成，已完成的补报完成日期和佐证材料，"
                "暂不能完成的报送原因和预计完成时间。"
            ),
            "（二）督促第3项4月情况尚未完成的单位抓紧完成并报送佐证材料。",
        ],
    }
    said = parts(plan_of(tasks, units("{1: {done: 2023-04-25}}")), "2023-04-19")
    assert list(said) == ["总体情况", "已到时限、尚未收到完成情况的事项", "即将到期事项", "按月开展事项", "下一步工作"]
    assert said["按月开展事项"] == ["第3项3月情况方案印发前已到期、未报送。"]


def test_a_body_that_may_have_done_it_before_the_issue_is_asked_beside_one_that_has_not() -> None:
    plan = plan_of(task("3月底前", "局, 办"), units("{1: {started: 2023-03-20}}"))
    assert late_of(plan) == [
        (
            "第1项：任务。时限3月底前，逾期40天。2家责任单位均未报送完成；局正在推进；"
            "办尚未报送（方案印发前已到期，请先核实是否已完成）。"
        )
    ]


# 三 to 五


def test_adjusted_days() -> None:
    adjusted = (
        (
            ", adjustments: [{due: 2023-05-15, date: 2023-04-27, reason: '等章；', units: [办]},"
            " {due: 2023-05-20, units: [办], date: 2023-05-02}]"
        ),
        ", adjustments: [{due: 2023-06-15, basis: 纪要}]",
        ", adjustments: [{due: 2023-05-15, period: 2023-04}, {due: 2023-05-25, period: 2023-05, units: [局]}]",
        ", adjustments: [{due: 2023-06-15}]",
        ", adjustments: [{due: 2023-06-15, date: 2023-05-20}]",
        ", adjustments: [{due: 2023-04-28, date: 2023-04-20}]",
        ", adjustments: [{due: 2023-05-06, date: 2023-05-03, approved_by: 分管领导}]",
    )
    deadlines = ("4月底前", "结合实际确定", "每月20日前", "5月底前", "5月底前", "4月底前", "4月底前")
    tasks = "\n".join(
        task(deadline, "局, 办" if n == 1 else "局", number=n, more=more)
        for n, (deadline, more) in enumerate(zip(deadlines, adjusted, strict=True), 1)
    )
    done = "{1: {started: 2023-04-20}, 3: {2023-04: {done: 2023-05-01}}, 6: {done: 2023-04-27}, 7: {done: 2023-05-05}}"
    assert parts(plan_of(tasks, units(done)))["时限调整事项"] == [
        "（一）第1项：任务。原时限4月底前，办4月27日经批准调整为5月15日，事由为等章；办5月2日再次经批准调整为5月20日。",
        "（二）第2项：任务。时限结合实际确定，经批准确定为6月15日。",
        "（三）第3项：任务。原时限每月20日前，局的5月情况已调整为5月25日。",
        "（四）第4项：任务。原时限5月底前，已调整为6月15日。",
        "（五）第7项：任务。原时限4月底前，5月3日经批准调整为5月6日。",
    ]


def test_a_day_that_was_set_and_moved_is_not_moved_again() -> None:
    days = (
        "{due: 2023-05-12, date: 2023-05-01}",
        "{due: 2023-05-20, date: 2023-05-06}",
        "{due: 2023-05-25, date: 2023-05-09}",
    )
    plan = plan_of(task("待定", more=f", adjustments: [{', '.join(days)}]"), UNITS)
    assert parts(plan)["时限调整事项"] == [
        "第1项：任务。时限待定，5月1日经批准确定为5月12日；5月6日经批准调整为5月20日；5月9日再次经批准调整为5月25日。"
    ]


def test_days_to_come() -> None:
    tasks = "\n".join(
        (
            task("5月底前", "各镇, 局"),
            task("5月底前", "各镇, 局", 2),
            task("5月底前", "办", 3),
            task("每周二前", number=4),
            task("6月底前", number=5),
        )
    )
    plan = plan_of(
        tasks, units("{4: {2023-W16: {done: 2023-04-18}, 2023-W17: {done: 2023-04-25}}}"), towns=towns("{}", "{}")
    )
    assert parts(plan)["即将到期事项"] == [
        "第4项第20周情况（局）5月16日到期，其后为每周二前；第1、2项（各镇、局）5月31日到期；第3项（办）5月31日到期。"
    ]
    assert parts(plan, "2023-05-10", "2023-Q2")["即将到期事项"][0].endswith("；第5项（局）6月30日到期。")


def test_what_has_no_day() -> None:
    tasks = "\n".join(
        (
            task("按省级部署"),
            task("按省级部署", number=2, more=", trigger: {date: 2023-05-05, basis: 皖司〔2023〕4号}"),
            task("收到通知后15个工作日内", number=3),
            task("待定", "各镇, 局", 4),
            task("收到通知后", number=5, more=", trigger: {date: 2023-05-05}"),
            task("持续推进", "局, 办, 各镇", 6),
            task("持续推进", "局", 7),
            task("待定", number=8),
        )
    )
    records = (
        "{1: {started: 2023-05-01}, 4: {done: 2023-05-03}, 6: {done: 2023-05-03}, 7: {done: 2023-05-03}}",
        "{6: {evidence: 表}}",
    )
    said = parts(plan_of(tasks, units(*records), towns=towns("{}", "{}")))
    assert said["持续推进、待省级部署、待起算和时限待定事项"] == [
        (
            "第6项，局已完成，办有情况说明，各镇暂无进展记录。第1项尚未收到省级部署，局正在推进。"
            "第3项时限为“收到通知后15个工作日内”，尚未起算。"
            "第2项省级部署已于5月5日收到（皖司〔2023〕4号），时限尚未确定。第4项时限尚未确定，局已完成。"
            "第5项时限为“收到通知后”，所待事项已于5月5日发生，时限尚未确定。第8项时限尚未确定。"
        )
    ]
    assert said["下一步工作"] == ["第2、5、8项请局研究确定时限；第4项请各镇研究确定时限。"]


def test_periods_that_are_over() -> None:
    late = units(
        "{1: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-25}},"
        " 2: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-25}},"
        " 3: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-20}},"
        " 4: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-20}}, 5: {2023-Q2: {done: 2023-05-02}}}",
        "{2: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-19}}, 4: {2023-04: {done: 2023-04-20}}}",
    )
    tasks = "\n".join(
        (
            task("每月20日前"),
            task("每月20日前", "局, 办", 2),
            task("每月20日前", "局", 3, ", collects: 各镇"),
            task("每月20日前", "局, 办", 4, ", adjustments: [{due: 2023-06-25, period: 2023-05, units: [办]}]"),
            task("每季度末月20日前", number=5),
            task("每年12月20日前", number=6),
        )
    )
    said = parts(plan_of(tasks, late), "2023-05-31")
    assert said["按月开展、按季开展和按年开展事项"] == [
        (
            "第1项5月情况已完成，为逾期完成。第2项5月情况已完成，其中局逾期完成。第3项5月情况已按期收集。"
            "第4项5月情况办尚未到期，其余已完成。第5项第二季度情况已按期完成。第6项各期均未到期。"
        )
    ]


def test_a_period_that_ends_on_the_day_itself() -> None:
    records = units(
        "{1: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-19}}}", "{1: {2023-04: {done: 2023-04-20}}}"
    )
    adjusted = ", adjustments: [{due: 2023-06-25, period: 2023-05, units: [各镇]}, {due: 2023-05-20, period: 2023-04}]"
    tasks = "\n".join(
        (
            task("每月20日前", "局, 办"),
            task("每月20日前", number=2, more=", adjustments: [{due: 2023-05-01, period: 2023-04}]"),
            task("每月20日前", "局, 各镇", 3, adjusted),
            task("5月20日前", number=4),
        )
    )
    said = parts(plan_of(tasks, records, towns=towns("{}", "{}")), "2023-05-20")
    assert said["总体情况"][0] == (
        "任务清单共4项，其中有明确完成时限的1项。截至2023年5月20日，当日到期1项（第4项）。另有按月开展3项（第1、2、3项）。"
        "第2项4月情况逾期未完成；第1项5月情况、第2项5月情况和第3项4月、5月情况当日到期。"
        "5月以来，局完成第1项5月情况本单位任务，为按期完成。"
    )
    assert said["即将到期事项"] == [
        (
            "第1项5月情况（办）当日到期；第2项5月情况（局）当日到期；"
            "第3项4月情况（局、各镇）、5月情况（局）当日到期；第4项（局）当日到期。"
        )
    ]
    assert said["按月开展事项"] == [
        (
            "第1项5月情况办当日到期，其余已完成。第2项4月情况逾期未完成，5月情况当日到期。"
            "第3项4月情况当日到期，5月情况局当日到期，各镇尚未到期。"
        )
    ]


def test_who_still_waits_is_told_where_another_was_given_a_day() -> None:
    entry = ", adjustments: [{due: 2023-05-31, date: 2023-05-05, units: [局]}]"
    rows = (task("按省级部署", "局, 办", more=entry), task("待定", "局", 2), task("持续推进", "局", 3))
    plan = plan_of("\n".join(rows), units("{3: {started: 2023-05-02}}"))
    said = parts(plan, "2023-05-10")
    assert said["即将到期事项"] == ["第1项（局）5月31日到期。"]
    assert said["持续推进、时限待定和待省级部署事项"] == [
        "第3项，局正在推进。第2项时限尚未确定。第1项办尚未收到省级部署。"
    ]
    said = parts(plan, "2023-06-10")
    assert said["未按时限完成事项"] == [
        (
            "第1项：任务。时限5月31日（原按省级部署），逾期10天。2家责任单位均未报送完成；局尚未报送；"
            "办待省级部署，暂无记录。"
        )
    ]
    assert "持续推进和时限待定事项" in said
    came = ", trigger: {date: 2023-05-05, basis: 省函}"
    plan = plan_of(task("按省级部署", "局, 办", more=came + entry), units("{}", "{1: {started: 2023-05-06}}"))
    assert parts(plan, "2023-05-10")["时限待定事项"] == [
        "第1项省级部署已于5月5日收到（省函），办时限尚未确定，办正在推进。"
    ]


def test_where_none_was_due_in_the_period_the_last_by_its_day_is_told_of() -> None:
    progress = "{1: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-18}, 2023-09: {done: 2023-05-02}}}"
    moved = ", adjustments: [{due: 2023-05-04, date: 2023-05-01, period: 2023-09}]"
    plan = plan_of(task("每月20日前", "局", more=moved), units(progress))
    assert parts(plan, "2023-06-05")["按月开展事项"] == ["第1项5月情况已按期完成。"]


def test_returns_of_periods_that_are_gathered_on_one_day_are_asked_for_together() -> None:
    done = units("{1: {2023-04: {done: 2023-04-20}}}")
    adjusted = ", adjustments: [{due: 2023-06-01, period: 2023-05}, {due: 2023-06-01, period: 2023-06}]"
    one = plan_of(task("每月20日前", "局", more=f", collects: 各镇{adjusted}"), done)
    assert parts(one, "2023-05-10")["下一步工作"] == ["请各镇于6月1日前报送5月、6月情况。"]
    came = TOWNS.replace("name: 甲镇", "name: 甲镇, returns: {2023-05: 2023-05-09}")
    one = plan_of(task("每月20日前", "局", more=f", collects: 各镇{adjusted}"), done, towns=came)
    assert parts(one, "2023-05-10")["下一步工作"] == [
        "请乙镇、丙镇于6月1日前报送5月情况，请各镇于6月1日前报送6月情况。"
    ]


@pytest.mark.parametrize("day", ["2023-04-20", "2023-04-19"])
def test_the_first_period_ends_today_or_tomorrow(unrecorded: Path, fuquan: Fuquan, day: str) -> None:
    said = fuquan("report", "month", "-o", "-", "--today", day, data=unrecorded).out
    is_today = day == "2023-04-20"
    assert said.count("第14项4月情况当日到期。") == 2 * is_today
    assert ("第14项4月情况（区委编办、区司法局）当日到期；" in said) is is_today
    assert ("第14项各期均未到期。" in said) is not is_today


# 结转


def test_what_a_year_leaves_to_the_next() -> None:
    tasks = "\n".join(
        (task("4月底前"), task("2024年3月底前", number=2), task("持续推进", number=3), task("4月底前", number=4))
    )
    plan = plan_of(tasks, units("{1: {started: 2023-04-20}, 4: {done: 2023-04-20}, 2: {done: 2024-02-02}}"))
    assert parts(plan, "2024-02-10", "2023")["结转事项"] == [
        "未完成的3项结转2024年：逾期未完成1项（第1项）；未到期1项（第2项）；持续推进1项（第3项）。"
    ]
    assert "结转事项" not in parts(plan, "2023-12-30", "2023")
    assert "结转事项" not in parts(plan, "2023-12-31", "2023-12")
    said = parts(plan, "2024-02-10")
    assert "由2023年结转的有3项（第1、2、3项），其中今年以来已完成1项（第2项）。" in said["总体情况"][0]
    assert said["未按时限完成事项"] == [
        "第1项：任务。时限4月底前（2023年4月30日），逾期286天，系2023年结转事项。局正在推进。"
    ]


def test_periods_that_a_year_leaves_to_the_next() -> None:
    """What recurs is left where a period of the year is, and is done once that is, whatever came since."""
    tasks = "\n".join(
        (
            task("每月20日前"),
            task("每月20日前", "办", 2),
            task("每季度末月20日前", "局, 办", 3),
            task("每季度末月20日前", "局", 4),
            task("每季度末月20日前", "局", 5, ", adjustments: [{due: 2024-01-10, period: 2023-Q4, date: 2023-12-20}]"),
        )
    )
    months = [f"2023-{month:02}: {{done: 2023-{month:02}-20}}" for month in range(4, 11)]
    quarters = "2023-Q2: {done: 2023-06-20}, 2023-Q3: {done: 2023-09-20}"
    whole = f"{quarters}, 2023-Q4: {{done: 2023-12-20}}"
    plan = plan_of(
        tasks,
        units(
            f"{{1: {{{', '.join(months)}}}, 3: {{{whole}}}, 4: {{{whole}}}, 5: {{{quarters}}}}}",
            f"{{2: {{{', '.join(months)}, 2023-11: {{done: 2023-11-20}}, 2023-12: {{done: 2024-01-05}},"
            f" 2024-01: {{done: 2024-01-20}}}}, 3: {{{quarters}, 2023-Q4: {{done: 2024-02-01}}}}}}",
        ),
    )
    assert parts(plan, "2024-02-25", "2023")["结转事项"] == [
        "未完成的4项结转2024年：按月开展2项（第1、2项）；按季开展2项（第3、5项）。"
    ]
    said = parts(plan, "2024-02-25")
    assert (
        "由2023年结转的有4项（第1、2、3、5项），其中今年以来已完成2项（第2项2023年12月情况和第3项2023年第四季度情况）。"
    ) in said["总体情况"][0]
    late = {text.partition("：")[0]: text.split("。")[1] for text in said["未按时限完成事项"]}
    assert late == {
        "（一）第1项": (
            "时限每月20日前，2023年11月至2024年2月共4期情况未完成，最早一期逾期97天，"
            "其中2023年11月、2023年12月情况系2023年结转事项"
        ),
        "（二）第5项": "时限每季度末月20日前，2023年第四季度情况逾期46天，系2023年结转事项",
        "（三）第2项": "时限每月20日前，2月情况逾期5天",
    }


def test_what_a_year_leaves_of_which_nothing_came() -> None:
    plan = plan_of(task("4月底前"), UNITS)
    assert parts(plan, "2024-02-10", "2023")["结转事项"] == [
        "尚未收到完成情况的1项结转2024年：逾期未报送1项（第1项）。"
    ]


def test_periods_whose_days_are_not_known_are_left_by_the_year_of_their_name() -> None:
    done = units(
        "{1: {2035-11: {done: 2035-11-20}, 2035-12: {done: 2035-12-20}}}", "{1: {2035-11: {done: 2035-11-20}}}"
    )
    plan = plan_of(task("每月最后一个工作日前", "局, 办", more=", from: 2035-11"), done)
    assert parts(plan, "2036-01-01", "2035")["结转事项"] == ["未完成的1项结转2036年：按月开展1项（第1项）。"]
    assert "由2035年结转的有1项（第1项）。" in parts(plan, "2036-01-01")["总体情况"][0]
    plan = plan_of(
        task("每月最后一个工作日前", "办", more=", from: 2036-01"), units("{}", "{1: {2036-01: {started: 2035-12-30}}}")
    )
    assert "结转事项" not in parts(plan, "2036-01-01", "2035")
    said = parts(plan, "2036-01-01")
    assert "结转" not in said["总体情况"][0]
    assert said["按月开展事项"] == ["第1项各期时限暂未推算。"]


def test_a_year_that_is_over_is_not_called_this_one() -> None:
    plan = plan_of(task("4月底前"), units("{1: {done: 2024-02-02}}"))
    assert (
        "由2023年结转的有1项（第1项），其中2024年已完成1项（第1项）。"
        in parts(plan, "2025-01-10", "2024")["总体情况"][0]
    )


def test_a_year_that_leaves_nothing() -> None:
    plan = plan_of(task("4月底前"), units("{1: {done: 2023-04-20}}"))
    assert "结转事项" not in parts(plan, "2024-02-10", "2023")
    assert "结转" not in parts(plan, "2024-02-10")["总体情况"][0]


def test_periods_over_the_turn_of_the_year_are_told_with_their_years() -> None:
    plan = plan_of(task("每月20日前"), units("{1: {2023-04: {done: 2023-04-20}}}"))
    assert "第1项2023年5月至2024年1月共9期情况逾期未完成。" in parts(plan, "2024-02-10")["总体情况"][0]


# 下一步工作


def test_what_falls_due_is_told_by_month_and_bodies_in_the_order_of_the_plan() -> None:
    tasks = "\n".join((task("5月10日前", "办"), task("5月底前", "各镇, 局", 2), task("6月5日前", "局", 3)))
    plan = plan_of(tasks, UNITS, towns=towns("{}", "{}"))
    assert parts(plan)["下一步工作"] == [
        "第1项当日到期，第2项将于5月到期，第3项将于6月到期，请局、办、各镇按时限推进。"
    ]


def test_one_task_that_falls_due_on_several_days_is_told_with_its_bodies() -> None:
    more = ", adjustments: [{due: 2023-05-31, units: [各镇]}, {due: 2023-06-05, units: [甲镇]}]"
    plan = plan_of(
        f"{task('5月10日前', '局, 各镇', 1, more)}\n{task('5月底前', '办', 2)}", UNITS, towns=towns("{}", "{}")
    )
    assert parts(plan)["下一步工作"] == [
        "第1项（局）当日到期，第2项、第1项（乙镇）将于5月到期，第1项（甲镇）将于6月到期，请局、办、甲镇、乙镇按时限推进。"
    ]


@pytest.mark.parametrize(
    ("deadline", "day", "came", "told"),
    [
        ("每月20日前", "2023-05-10", ("", ""), "5月20日为星期六，请各镇于5月19日前报送5月情况。"),
        ("每月20日前", "2023-05-20", ("", ""), "请各镇于5月20日前报送5月情况。"),
        ("每月20日前", "2023-08-18", ("", ""), "8月20日为星期日，请各镇于8月18日前报送8月情况。"),
        ("每月20日前", "2023-08-19", ("", ""), "请各镇于8月20日前报送8月情况。"),
        ("每月20日前", "2023-05-10", ("2023-05: 2023-05-09", ""), "5月20日为星期六，请乙镇于5月19日前报送5月情况。"),
        ("每月18日前", "2023-05-10", ("", ""), "请各镇于5月18日前报送5月情况。"),
        ("每月1日前", "2023-04-28", ("", ""), "5月1日在五一假期内，请各镇于4月28日前报送5月情况。"),
        ("每季度末月20日前", "2023-06-10", ("", ""), "请各镇于6月20日前报送第二季度情况。"),
    ],
)
def test_returns_are_asked_for_by_a_working_day(deadline: str, day: str, came: tuple[str, str], told: str) -> None:
    rows = "".join(
        f'  - {{name: {name}, code: "34021010{n}", returns: {{{one}}}}}\n'
        for n, (name, one) in enumerate(zip(("甲镇", "乙镇"), came, strict=True))
    )
    plan = plan_of(task(deadline, more=", collects: 各镇"), UNITS, towns=f"towns:\n{rows}")
    assert parts(plan, day)["下一步工作"][-1].endswith(told)


def test_nobody_is_asked_for_a_return_that_came() -> None:
    rows = 'towns:\n  - {name: 甲镇, code: "340210100", returns: {2023-05: 2023-05-09}}\n'
    done = units("{1: {2023-04: {done: 2023-04-20}}}")
    plan = plan_of(task("每月20日前", more=", collects: 各镇"), done, towns=rows)
    assert "下一步工作" not in parts(plan)


# 通报


def test_a_circular_has_addressees_and_is_signed(example: Plan) -> None:
    paper = paper_of(example, "2023-05-10", "2023-04", to="各镇人民政府，区直有关单位：", dated=date(2023, 5, 10))
    assert paper[0] == Paragraph("title", "关于湾沚区镇赋权工作推进情况的通报")
    assert paper[2] == Paragraph("addressee", "各镇人民政府，区直有关单位：")
    assert paper[-2:] == (
        Paragraph("signature", "芜湖市湾沚区推进依法行政工作领导小组办公室（示例）"),
        Paragraph("date", "2023年5月10日"),
    )
    nobody = paper_of(plan_of(task("4月底前"), UNITS), "2023-05-10", to="各镇")
    assert [one.place for one in nobody if isinstance(one, Paragraph)][-2:] == ["body", "date"]


def test_many_items_are_numbered_as_papers_do() -> None:
    plan = plan_of("\n".join(task("4月底前", number=n) for n in range(1, 102)), UNITS)
    leads = [
        one.lead.partition("第")[0] for one in paper_of(plan, "2023-05-10") if isinstance(one, Paragraph) and one.lead
    ]
    assert [leads[n - 1] for n in (1, 10, 11, 20, 21, 99, 100)] == [
        "（一）",
        "（十）",
        "（十一）",
        "（二十）",
        "（二十一）",
        "（九十九）",
        "（100）",
    ]


# What holds of any plan

DEADLINES = st.sampled_from(
    "3月底前 4月底前 5月10日前 5月中旬前 6月底前 2024年3月底前 每月20日前 每周二前 每季度末月20日前 "
    "持续推进 待定 按省级部署 收到通知后15日内 收到通知后15个工作日内".split()
)
RECORDS = st.sampled_from(
    [
        *("{}", "{}", "{done: 2023-03-30}", "{done: 2023-05-02}", "{done: 2023-06-02}", "{started: 2023-04-20}"),
        *("{reason: 等章, expected: 2023-05-20}", "{evidence: 表}", "{started: 2023-05-01, reason: '缺人。'}"),
    ]
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    tasks, progress = [], {name: [] for name in ("局", "办", "甲镇", "乙镇")}  # type: dict[str, list[str]]
    for number in range(1, draw(st.integers(1, 7)) + 1):
        deadline = draw(DEADLINES)
        owing = draw(st.sampled_from(["局", "办, 局", "各镇", "局, 各镇", "各镇, 办, 局"]))
        more = ""
        if deadline.startswith(("按省", "收到")) and draw(st.booleans()):
            more += ", trigger: {date: 2023-04-25}"
        if draw(st.integers(0, 3)) == 0 and deadline != "持续推进":
            keyed = {"每月": ", period: 2023-05", "每周": ", period: 2023-W20", "每季": ", period: 2023-Q2"}
            whose = draw(st.sampled_from(["", f", units: [{owing.rpartition(', ')[2]}]"]))
            more += f", adjustments: [{{due: 2023-05-25, date: 2023-05-01{whose}{keyed.get(deadline[:2], '')}}}]"
        tasks.append(task(deadline, owing, number, more))
        keys = {"每月": ("2023-04", "2023-05"), "每周": ("2023-W16", "2023-W18"), "每季": ("2023-Q2",)}.get(
            deadline[:2]
        )
        bodies = [body for name in owing.split(", ") for body in (("甲镇", "乙镇") if name == "各镇" else (name,))]
        for body in bodies:
            told = ", ".join(f"{key}: {draw(RECORDS)}" for key in keys) if keys else ""
            progress[body].append(f"{number}: {f'{{{told}}}' if keys else draw(RECORDS)}")
    own = {name: f"{{{', '.join(records)}}}" for name, records in progress.items()}
    text = f"{HEAD % ''}tasks:\n" + "\n".join(tasks) + f"\nunits:\n{units(own['局'], own['办'])}\n"
    loaded = loaded_of(text, towns(own["甲镇"], own["乙镇"]))
    assert loaded.plan is not None, loaded.found
    return loaded.plan


LEFT = re.compile(r"(?:未完成|尚未收到完成情况)的\d+项结转")


def texts(paper: Paper) -> list[str]:
    return [one.lead + one.text for one in paper if isinstance(one, Paragraph)]


@settings(max_examples=200, deadline=None)
@given(plans(), st.sampled_from([date(2024, 1, 1), date(2024, 2, 10), date(2024, 12, 31), date(2025, 1, 1)]))
def test_what_a_year_leaves_is_what_the_next_took_over(plan: Plan, day: date) -> None:
    year = day.year - 1
    leaves = [text for text in texts(paper_of(plan, day.isoformat(), str(year))) if LEFT.match(text)]
    left = [int(n) for text in leaves for ids in re.findall(r"第([\d、]+)项", text) for n in ids.split("、")]
    papers = [texts(paper_of(plan, day.isoformat(), key)) for key in (f"{day:%Y-%m}", f"{day:%Y}")]
    for said in papers:
        took = [
            int(n)
            for ids in re.findall(rf"由{year}年结转的有\d+项（第([\d、]+)项）", "".join(said))
            for n in ids.split("、")
        ]
        assert took == sorted(left)
        items = [text for text in said if re.match(r"(?:（\w+）)?第\d+项：.*逾期\d+天", text)]
        marked = [int(text.partition("第")[2].partition("项")[0]) for text in items if f"系{year}年结转事项" in text]
        assert set(marked) <= set(left)
        if (day.month, day.day) == (1, 1):
            assert len(marked) == len(items)


@settings(max_examples=400, deadline=None)
@given(
    plans(),
    st.dates(date(2023, 4, 18), date(2024, 6, 30)),
    st.sampled_from(["2023-04", "2023-05", "2023-06", "2023-Q2", "2023", "2024-01", "2024"]),
)
def test_counts_add_up_and_names_are_as_many_as_told(plan: Plan, today: date, key: str) -> None:
    of = period(key)
    try:
        day = as_of(of, plan, today)
    except FuquanError:
        return
    now = situation(plan, day, until=horizon(of, day))
    paper = bulletin(now, of)
    said = texts(paper)
    _counts(now, said)
    _lateness(now, said)
    _last_days(now, said)
    headings = [one.text[0] for one in paper if isinstance(one, Paragraph) and one.place == "heading"]
    assert "".join(headings) == "一二三四五六七八"[: len(headings)]
    whole = "\n".join(said)
    assert not re.search(r"[,;:()]|None|[，；：、。][，；：、。]|（）|，$|[^0-9]0[项家个天]", whole), whole
    assert isinstance(paper[-1], Grid)
    assert to_text.paper(paper).endswith("\n")


def _counts(now: Situation, said: list[str]) -> None:
    dated, others = shares(now)
    assert sorted(one.task.id for each in (*dated, *others) for one in each.tasks) == [one.id for one in now.plan.tasks]
    [counts] = [text for text in said if "任务清单共" in text]
    for number, named in re.findall(r"(\d+)项（第([\d、]+)项）", "".join(said)):
        assert int(number) == len(named.split("、"))
    head = re.split(r"由\d+年结转|\d+月(?:以来)?，|季度(?:以来)?，", counts)[0]
    told = [int(n) for n in re.findall(r"(\d+)项（第", head)]
    if "项均" in head:
        told.append(sum(len(one.tasks) for one in dated))
    assert sum(told) == len(now.standings), counts
    left = [text for text in said if LEFT.match(text)]
    if left:
        [n, *each] = map(int, re.findall(r"(\d+)项(?:结转|（)", left[0]))
        assert n == sum(each)


def _lateness(now: Situation, said: list[str]) -> None:
    late = {one.task.id for one in now.standings if one.state is State.OVERDUE}
    nothing = [text for text in said if "没有逾期未完成事项" in text]
    assert bool(nothing) is not bool(late)
    items = [(found, text) for text in said if (found := re.match(r"(?:（\w+）)?第(\d+)项：", text))]
    blamed = {int(found[1]) for found, text in items if re.search(r"逾期\d+天", text)}
    asked = {one.task.id for one in now.standings if one.task.id in late and is_asked_first(one, now.plan.issued)}
    assert blamed == late - asked
    assert asked == {
        int(n)
        for text in said
        if text.startswith("方案印发（")
        for numbers in re.findall(r"第([\d、]+)项（", text)
        for n in numbers.split("、")
    }


def _last_days(now: Situation, said: list[str]) -> None:
    [counts] = [text for text in said if "任务清单共" in text]
    for one in now.standings:
        ends = {
            each.period: State.OVERDUE not in {other.state for other in one.by_period()[each.period]}
            for each in one.assignments
            if each.state is State.DUE_TODAY
        }
        if one.recurs and any(ends.values()):
            assert re.search(rf"第{one.task.id}项[^；。]*情况[^；。]*当日到期", counts)
        if ends:
            assert any(re.search(rf"第[\d、]*{one.task.id}[\d、]*项[^；]*）当日到期", text) for text in said)
            assert not re.search(rf"第[\d、]*{one.task.id}[\d、]*项各期均未到期", "".join(said))


# The command


def test_a_file_is_named_for_plan_period_and_day(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "镇赋权工作-2023年第二季度推进情况-2023-05-10.md"
    told = f"已写出 {name}：2023年第二季度推进情况，截至5月10日。\n"
    assert fuquan("report", "quarter", "-f", "md") == Done(status=0, out=told, err="")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("# 湾沚区镇赋权工作推进情况\n")
    assert fuquan("report", "quarter", "-f", "md") == Done(
        status=2, out="", err=f"错误：已经有文件“{name}”\n要换掉它，请加上 --force；或者用 -o 换一个文件名\n"
    )
    assert fuquan("report", "quarter", "-f", "md", "--force").out == told
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        (["month"], "2023年5月，截至5月10日"),
        (["month", "5月"], "2023年5月，截至5月10日"),
        (["month", "上月"], "2023年4月，截至4月30日"),
        (["quarter", "二季度"], "2023年第二季度，截至5月10日"),
        (["quarter"], "2023年第二季度，截至5月10日"),
        (["year", "2023年"], "2023年度，截至5月10日"),
        (["year", "去年", "--today", "2024-03-01"], "2023年度，截至12月31日"),
    ],
)
def test_periods_as_they_are_typed(fuquan: Fuquan, typed: list[str], title: str) -> None:
    assert fuquan("report", *typed, "-o", "-").out.splitlines()[1] == f"（{title}）"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            ["month", "6月", "--today", "2023-05-10"],
            "2022年6月时方案还没有印发，没有推进情况可报\n方案2023年4月18日印发，请核对",
        ),
        (["month", "2023-06"], "2023年6月还没有到\n今天是2023年5月10日，请核对"),
        (["month", "五"], "“五”不是月份\n请写成 2023-05、2023年5月、5月、上月"),
        (["month", "二季度"], "“二季度”不是月份\n是不是 fuquan report quarter 二季度？"),
        (["quarter", "2023-05"], "“2023-05”不是季度\n是不是 fuquan report month 2023-05？"),
        (["year", "五"], "“五”不是年份\n请写成 2023、2023年、去年"),
        (
            ["month", "-o", "月报.pdf"],
            "文件名“月报.pdf”的后缀“.pdf”不是可用的格式\n后缀可以是 .docx、.md、.txt，或者用 -f 写明 docx、md、text",
        ),
        (
            ["month", "-o", "月报"],
            "文件名“月报”没有后缀，看不出格式\n后缀可以是 .docx、.md、.txt，或者用 -f 写明 docx、md、text",
        ),
        (["month", "-o", "月报.docx", "-f", "md"], "-f md 与文件名“月报.docx”的后缀不符\n请去掉 -f，或者换一个后缀"),
        (["month", "--to", "："], "--to 没有写主送单位\n如 --to 各镇人民政府，区直有关单位；不主送就不要写 --to"),
        (
            ["month", "--to", "各镇\n人民政府"],
            "--to 里有换行或者看不见的字符：各镇\\n人民政府\n请去掉它，重新输入",
        ),
        (["month", "-o", "无/月报.md"], "没有文件夹“无”\n请先建立它，或者换一个文件名"),
    ],
)
def test_what_cannot_be_asked(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fuquan("report", *typed) == Done(status=2, out="", err=f"错误：{said}\n")
    assert list(tmp_path.iterdir()) == []


def test_the_form_is_that_of_the_name(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, option in (("a.docx", ()), ("a.md", ()), ("a.TXT", ()), ("b.report", ("-f", "text"))):
        assert fuquan("report", "month", "-o", name, *option).status == 0
    assert (tmp_path / "a.docx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "a.md").read_bytes()[:2] == b"# "
    assert (tmp_path / "a.TXT").read_bytes() == (tmp_path / "b.report").read_bytes()
    assert "附：" not in (tmp_path / "a.TXT").read_text(encoding="utf-8")


def test_what_came_after_the_period_is_said_to_be_left_out(fuquan: Fuquan) -> None:
    done = fuquan("report", "month", "2023-04", "-o", "-", "-f", "md")
    assert (done.status, done.err) == (0, "提示：另有7条记录、调整或起算的日期晚于2023年4月30日，未计入。\n")


def test_hostile_text_stays_text(fuquan: Fuquan, tmp_path: Path) -> None:
    bad = '"=cmd()|[red]<script>\\e[31m\\n- 项" '
    row = task("4月底前").replace("title: 任务", f"title: {bad}")
    folder = written(tmp_path, row, units(f"{{1: {{started: 2023-04-20, reason: {bad}}}}}"))
    text = fuquan("report", "month", "-o", "-", data=folder).out
    assert "第1项：=cmd()|[red]<script>\\x1b[31m；- 项。时限4月底前" in text
    assert "局正在推进，=cmd()|[red]<script>\\x1b[31m；- 项。" in text
    md = fuquan("report", "month", "-o", "-", "-f", "md", data=folder).out
    assert "=cmd()\\|\\[red\\]\\<script\\>" in md
    assert "\x1b" not in text + md


def test_word_has_the_same_text(fuquan: Fuquan, tmp_path: Path, example: Plan) -> None:
    docx = pytest.importorskip("docx")
    path = tmp_path / "月报.docx"
    assert fuquan("report", "month", "-o", str(path), "--to", "各镇").status == 0
    first = path.read_bytes()
    assert fuquan("report", "month", "-o", str(path), "--to", "各镇", "--force").status == 0
    assert path.read_bytes() == first
    of = period("2023-05")
    paper = bulletin(situation(example, date(2023, 5, 10), until=horizon(of, date(2023, 5, 10))), of, to="各镇")
    word = docx.Document(path)
    read = [one.text for one in word.paragraphs]
    assert [text for text in texts(paper) if text not in read] == []
    grid = paper[-1]
    assert isinstance(grid, Grid)
    [table] = word.tables
    assert [cell.text for cell in table.rows[0].cells] == list(grid.columns)
    assert [row.cells[2].text for row in table.rows[1:]] == [row[2] for row in grid.rows]


def test_word_prints(fuquan: Fuquan, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert fuquan("report", "month", "-o", str(path)).status == 0
    text = "".join(text_of(printed(path, tmp_path)).split())
    assert text.startswith("湾沚区镇赋权工作推进情况（2023年5月，截至5月10日）一、总体情况")
    assert "芜湖市湾沚区推进镇赋权工作实施方案任务进展情况表" in text


def test_periods_are_completed(fuquan: Fuquan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_FUQUAN_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "fuquan report month 2023-0")
    assert fuquan().out.splitlines() == ["2023-05\t2023年5月", "2023-04\t2023年4月"]
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "fuquan report quarter ")
    assert fuquan().out.splitlines() == ["2023-Q2\t2023年第二季度"]


def test_nothing_is_completed_without_a_plan_or_a_kind(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_FUQUAN_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "fuquan report month ")
    assert fuquan(data=tmp_path / "none").out == ""
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "fuquan report week ")
    assert fuquan().out == ""


def test_data_that_are_wrong_make_no_paper(fuquan: Fuquan, data: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "月报.md"
    done = fuquan("report", "month", "-o", str(path), data=data({"deadline: 4月底前": "deadline: 13月底前"}))
    assert (done.status, done.out, path.exists()) == (1, "", False)
    assert "数据有错，未作答复" in done.err


def test_the_paper_as_it_would_have_been_then(fuquan: Fuquan, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2023-05-04T12:00:00+0800")
    (top / "data").mkdir()
    written(top / "data", task("4月底前"), units("{1: {started: 2023-04-20}}"))
    one = saved(top)
    written(top / "data", task("4月底前"), units("{1: {done: 2023-05-02}}"))
    done = fuquan("report", "month", "--at", "2023-05-05", "-o", "-", data=top / "data")
    assert done.err == f"提示：按{one.short}（2023年5月4日提交）时的数据答复。\n"
    assert "（2023年5月，截至5月5日）" in done.out
    assert "第1项：任务。时限4月底前，逾期5天。局正在推进。" in done.out
