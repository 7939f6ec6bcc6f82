"""What `fuquan check` says of data that load."""

from datetime import date
from pathlib import Path

from conftest import Fuquan
from plans import plan_of, task, written

from fuquan.owed import situation
from fuquan.rules import broken

TOWN = 'towns:\n  - {name: 甲镇, code: "340210100", until: 2023-04-20, progress: {3: {done: 2023-05-02}}}'
UNITS = """\
  - {name: 局, progress: {1: {2023-05: {done: 2023-05-01}, 2023-08: {done: 2023-05-01}}}}
  - {name: 组, members: [局], complete: true, progress: {2: {done: 2023-05-01}}}
  - {name: 各镇, members: towns}"""
TASKS = "\n".join((task("每月20日前"), task("4月底前", "组", 2), task("4月底前", "各镇", 3)))


def test_a_record_that_belongs_to_no_assignment_counts_for_nothing() -> None:
    found = broken(situation(plan_of(TASKS, UNITS, towns=TOWN), date(2023, 5, 10)))
    assert [(one.rule, one.severity.value, *one.span[:3], one.message, one.help) for one in found] == [
        ("stray", "warning", "tasks.yaml", 9, 69, "这条办理记录没有计入：任务1的2023-08这一期还没有到", "请核对时期"),
        (
            *("stray", "warning", "tasks.yaml", 10, 60),
            *("这条办理记录没有计入：组的名单已经完整，由成员各自承担", "请把记录移到承担的成员之下"),
        ),
        (
            *("stray", "warning", "towns.yaml", 2, 69),
            "这条办理记录没有计入：任务3到期之日甲镇不承担它",
            "请核对单位的设立、撤销日期和成员的起止日期",
        ),
    ]
    assert broken(situation(plan_of(task("4月底前"), "  - {name: 局, progress: {1: {}}}"), date(2023, 5, 10))) == ()


def test_a_deadline_in_working_days_needs_the_calendar_of_its_year() -> None:
    tasks = "\n".join((task("2090年6月30日前"), task("2090年6月最后一个工作日前", number=2), task("待定", number=3)))
    found = broken(situation(plan_of(tasks, "  - {name: 局}"), date(2023, 5, 10)))
    assert [(one.rule, *one.span[1:3], one.message, one.help) for one in found] == [
        (
            *("calendar", 6, 46),
            "任务2按工作日计，没有2090年的节假日安排，暂时推算不出日期",
            "请待公布后更新 chinesecalendar",
        )
    ]


def test_warnings_do_not_fail_the_check(fuquan: Fuquan, tmp_path: Path) -> None:
    done = fuquan("check", data=written(tmp_path, TASKS, UNITS, towns=TOWN), columns=60)
    assert (done.status, done.err) == (0, "共发现警告3处。\n")
    assert done.out.count(": 警告 stray: ") == 3
