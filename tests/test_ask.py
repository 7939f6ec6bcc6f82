"""The commands that answer: the JSON contract, the edges of time, filters, and names that are not known."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, TESTS, Done, Fuquan

DATA = TESTS.parent / "data"


def asked(done: Done) -> Any:
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out)


def ids(done: Done) -> list[int]:
    return [task["id"] for task in asked(done)["tasks"]]


def test_the_real_list_on_10_may_with_nothing_on_record(fuquan: Fuquan, unrecorded: Path) -> None:
    answer = asked(fuquan("overdue", "-f", "json", data=unrecorded))
    assert {key: value for key, value in answer.items() if key != "tasks"} == {
        "fuquan": 1,
        "command": "overdue",
        "today": "2023-05-10",
        "plan": "芜湖市湾沚区推进镇赋权工作实施方案",
        "counts": {
            "total": 15,
            "done": 0,
            "overdue": 7,
            "due-today": 0,
            "due-soon": 0,
            "open": 5,
            "waiting": 1,
            "undetermined": 1,
            "ongoing": 1,
        },
    }
    assert [(task["id"], task["due"], task["days"]) for task in answer["tasks"]] == [
        (1, "2023-03-31", -40),
        (3, "2023-03-31", -40),
        (14, "2023-04-20", -20),
        (2, "2023-04-30", -10),
        (4, "2023-04-30", -10),
        (9, "2023-04-30", -10),
        (10, "2023-04-30", -10),
    ]
    second = next(task for task in answer["tasks"] if task["id"] == 2)
    assignments = second.pop("assignments")
    assert second == {
        "id": 2,
        "section": "一",
        "title": "签订赋权事项承接确认书",
        "deadline": "4月底前",
        "kind": "by",
        "due": "2023-04-30",
        "original_due": "2023-04-30",
        "days": -10,
        "state": "overdue",
        "units": ["区委编办", "区司法局", "区级执法单位", "各镇"],
    }
    assert list(second) == "id section title deadline kind due original_due days state units".split()
    assert [one["unit"] for one in assignments] == [
        *("区委编办", "区司法局", "区级执法单位"),
        *("湾沚镇", "陶辛镇", "六郎镇", "花桥镇", "红杨镇"),
    ]
    assert assignments[5] == {
        "unit": "六郎镇",
        "via": "各镇",
        "period": None,
        "due": "2023-04-30",
        "original_due": "2023-04-30",
        "state": "overdue",
        "record": "none",
        "started": None,
        "done": None,
        "late_days": None,
        "evidence": [],
        "reason": None,
        "expected": None,
        "notes": [],
    }


def test_what_the_example_counts(fuquan: Fuquan) -> None:
    assert asked(fuquan("status", "-f", "json"))["counts"] == {
        "total": 15,
        "done": 2,
        "overdue": 3,
        "due-today": 0,
        "due-soon": 0,
        "open": 7,
        "waiting": 1,
        "undetermined": 1,
        "ongoing": 1,
    }


def test_bodies_are_counted_over_their_assignments(fuquan: Fuquan) -> None:
    answer = asked(fuquan("units", "-f", "json", "-u", "花桥镇", "-u", "区委编办", "-u", "区数据资源管理局"))
    assert answer["units"] == [
        {
            "name": "区委编办",
            "group": None,
            "tasks": 10,
            "expected": 4,
            "done": 4,
            "done_late": 0,
            "overdue": 0,
            "due_soon": 0,
            "rate": 1.0,
        },
        {
            "name": "区数据资源管理局",
            "group": None,
            "tasks": 1,
            "expected": 0,
            "done": 0,
            "done_late": 0,
            "overdue": 0,
            "due_soon": 0,
            "rate": None,
        },
        {
            "name": "花桥镇",
            "group": "各镇",
            "tasks": 7,
            "expected": 5,
            "done": 4,
            "done_late": 1,
            "overdue": 1,
            "due_soon": 0,
            "rate": 0.8,
        },
    ]
    towns = asked(fuquan("towns", "-f", "json"))["towns"]
    assert [(one["name"], one["done"], one["expected"]) for one in towns] == [
        ("湾沚镇", 5, 5),
        ("陶辛镇", 5, 5),
        ("六郎镇", 5, 5),
        ("花桥镇", 4, 5),
        ("红杨镇", 2, 5),
    ]


def test_a_unit_sees_its_own_share_alone(fuquan: Fuquan) -> None:
    answer = asked(fuquan("list", "-f", "json", "-u", "区司法局"))
    assert [(task["id"], task["state"]) for task in answer["tasks"]] == [
        (2, "done"),
        (9, "overdue"),
        (10, "overdue"),
        (11, "open"),
        (12, "waiting"),
        (14, "open"),
        (15, "undetermined"),
    ]
    assert {one["unit"] for task in answer["tasks"] for one in task["assignments"]} == {"区司法局"}
    assert answer["tasks"][0]["units"] == ["区委编办", "区司法局", "区级执法单位", "各镇"]


def test_units_add_up_and_groups_are_their_members(fuquan: Fuquan) -> None:
    towns = ["-u", "湾沚镇", "-u", "陶辛镇", "-u", "六郎镇", "-u", "花桥镇", "-u", "红杨镇"]
    assert fuquan("list", "-f", "json", *towns).out == fuquan("list", "-f", "json", "-u", "各镇").out
    assert (
        fuquan("list", "-f", "json", "-u", "区级执法部门").out == fuquan("list", "-f", "json", "-u", "区级执法单位").out
    )


def test_upcoming_has_one_entry_a_task_and_day(fuquan: Fuquan) -> None:
    answer = asked(fuquan("upcoming", "-f", "json", "--days", "75"))
    assert [(task["id"], task["due"], task["days"], task["state"]) for task in answer["tasks"]] == [
        (4, "2023-05-19", 9, "open"),
        (14, "2023-05-20", 10, "open"),
        (6, "2023-05-31", 21, "open"),
        (5, "2023-06-20", 41, "open"),
        (7, "2023-06-20", 41, "open"),
        (11, "2023-06-20", 41, "open"),
        (14, "2023-06-20", 41, "open"),
        (13, "2023-06-30", 51, "open"),
        (14, "2023-07-20", 71, "open"),
    ]


@pytest.mark.parametrize(
    ("today", "due"),
    [("2023-06-19", []), ("2023-06-20", [5, 7, 11, 14]), ("2023-06-21", [])],
)
def test_no_days_ahead_is_today(today: str, due: list[int], fuquan: Fuquan) -> None:
    assert ids(fuquan("upcoming", "--days", "0", "--today", today, "-f", "json")) == due


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        ("2023-06-12", "open", 8),
        ("2023-06-13", "due-soon", 7),
        ("2023-06-19", "due-soon", 1),
        ("2023-06-20", "due-today", 0),
        ("2023-06-21", "overdue", -1),
        ("2024-01-01", "overdue", -195),
        ("2024-02-29", "overdue", -254),
    ],
)
def test_the_deadlines_own_day_and_the_days_around_it(today: str, state: str, days: int, fuquan: Fuquan) -> None:
    task = asked(fuquan("show", "7", "--today", today, "-f", "json"))["tasks"][0]
    assert (task["state"], task["days"]) == (state, days)


def test_a_year_turns(fuquan: Fuquan) -> None:
    done = fuquan("upcoming", "--today", "2023-12-25")
    assert "2024年1月20日（周六）" in done.out
    assert done.out.startswith("今后30天（至2024年1月24日）到期1项\n")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--due-before", "2023-04-30", "--due-after", "2023-04-30"], [2, 9, 10]),
        (["--due-before", "上月底", "--due-after", "2023.4.30（周日）"], [2, 9, 10]),
        (["--due-before", "2023-03-31"], [1, 3]),
        (["--due-after", "2023-07-01", "--due-before", "2023-07-31"], [14]),
        (["--due-after", "2023-06-21"], [13, 14]),
        (["--state", "逾期"], [2, 9, 10]),
        (["--state", "overdue", "--state", "已完成"], [1, 2, 3, 9, 10]),
        (["--state", "待省级部署"], [12]),
        (["--kind", "every"], [14]),
        (["--kind", "按月开展"], [14]),
        (["--kind", "持续推进", "--kind", "after"], [8, 12]),
        (["--section", "四"], [9, 10, 11, 12]),
        (["--section", "强化镇执法能力建设", "--state", "open"], [11]),
        (["--section", "一", "--section", "六"], [1, 2, 14, 15]),
    ],
)
def test_filters(options: list[str], expected: list[int], fuquan: Fuquan) -> None:
    assert ids(fuquan("list", "-f", "json", *options)) == expected


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("overdue --unit 区委编办", "区委编办没有逾期任务（截至2023年5月10日；承担10项，已到时限的3项均已完成）。"),
        ("overdue --today 2023-03-31", "没有逾期任务（截至2023年3月31日；共15项，已到时限的2项均已完成）。"),
        ("list --state due-today", "没有符合条件的任务（截至2023年5月10日；清单共15项）。"),
        ("upcoming --days 0", "今日（5月10日，周三）没有到期任务。"),
    ],
)
def test_nothing_there_is_said_in_a_sentence_with_the_day(line: str, sentence: str, fuquan: Fuquan) -> None:
    done = fuquan(*line.split())
    assert (done.status, done.out.split("\n")[0]) == (0, sentence)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("overdue -u 区司法居", "错误：没有“区司法居”这个责任单位\n是不是“区司法局”？\n"),
        ("overdue -u 司法局", "错误：没有“司法局”这个责任单位\n是不是“区司法局”？\n"),
        (
            "overdue -u 甲",
            "错误：没有“甲”这个责任单位\n责任单位有：区委编办、区司法局、区数据资源管理局、区级执法单位、各镇、湾沚镇、",
        ),
        (
            "overdue --unit 开发区管委会",
            "错误：没有“开发区管委会”这个责任单位：它在通知主送范围内，但任务清单未列其任务。\n",
        ),
        ("list --section 七", "错误：没有“七”这项主要任务\n主要任务有：一、积极稳妥开展赋权承接工作；"),
        ("list --state 逾其", "错误：--state 的“逾其”不是可用的状态\n是不是“逾期”？\n"),
        ("list --kind x", "错误：--kind 的“x”不是可用的类别\n可用的有：有明确时限（by）、"),
        ("list --due-before 2023-04-31", "错误：--due-before 的“2023-04-31”不是有效的日期\n"),
        ("list --due-before 4月30日", "错误：--due-before 的“4月30日”没有写明是哪一年\n请写全年月日，如 2023-05-10\n"),
        ("list --due-after 近日", "错误：--due-after 的“近日”不是日期\n可写 2023-05-10、2023年5月10日、昨天、上周五、"),
        (
            "list --due-before 2023-04-01 --due-after 2023-04-30",
            "错误：--due-before 2023-04-01 早于 --due-after 2023-04-30，没有日期能同时符合\n",
        ),
        ("status --today 昨天", "错误：--today 的“昨天”不是日期\n请写成 2023-05-10 或 2023年5月10日\n"),
        ("status --today 20230510--", "错误：--today 的“20230510--”不是日期\n请写成 2023-05-10 或 2023年5月10日\n"),
        ("show 16", "错误：没有任务16\n任务序号有1至15\n"),
        ("show 二", "错误：“二”不是任务序号\n"),
        ("show 4 -u 六郎镇", "错误：六郎镇不承担任务4\n任务4的责任单位是区委编办\n"),
        ("towns -u 区司法局", "错误：区司法局不是镇\n各镇是：湾沚镇、陶辛镇、六郎镇、花桥镇、红杨镇\n"),
        ("upcoming --days -1", "错误：选项“--days”不能是“-1”，应为0至36525的整数\n"),
        ("status --brief -f json", "错误：--brief 是一句话，不能与 --format json 同用\n"),
        ("explain 99", "错误：没有任务99\n任务序号有1至15\n"),
        ("overdu", "错误：没有“overdu”命令，是不是要用“overdue”？\n"),
    ],
)
def test_what_cannot_be_answered_is_an_error_and_nothing_else(line: str, error: str, fuquan: Fuquan) -> None:
    done = fuquan(*line.split())
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(error)


def test_every_option_is_checked_before_anything_is_printed(fuquan: Fuquan) -> None:
    for command in ("status", "list", "overdue", "upcoming", "units", "towns", "show 2", "explain 2"):
        for wrong in ("--unit 区司法居", "--today 2023-02-30", "--data 没有", "--format xml", "--fromat json"):
            if command.startswith("explain") and wrong.startswith("--unit"):
                continue
            done = fuquan(*command.split(), *wrong.split())
            assert (done.status, done.out) == (2, ""), (command, wrong)
            assert done.err.startswith("错误：")


def test_overdue_can_fail_for_scripts(fuquan: Fuquan) -> None:
    assert fuquan("overdue", "--fail").status == 1
    assert fuquan("overdue", "--fail", "-u", "区委编办").status == 0
    assert fuquan("overdue").status == 0


def test_what_is_dated_later_is_left_out_and_said(fuquan: Fuquan) -> None:
    done = fuquan("status", "--brief", "--today", "2023-05-05")
    assert (done.status, done.err) == (
        0,
        "提示：另有5条记录、调整或起算的日期晚于2023年5月5日，未计入。\n",
    )


def test_explain_reads_phrases_without_data(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FUQUAN_DATA")
    monkeypatch.chdir(tmp_path)
    done = fuquan("explain", "6月底前", "-f", "json")
    assert json.loads(done.out)["readings"][0]["due"] == "2023-06-30"
    assert done.err == "提示：没有找到数据，未写年份的时限按今年（2023年）计，“印发之日”按今天计。\n"
    assert fuquan("explain", "2").status == 2


def test_explain_as_json(fuquan: Fuquan) -> None:
    done = fuquan("explain", "每月20日前", "13月底前", "-f", "json")
    assert done.status == 1
    answer = json.loads(done.out)
    assert (answer["fuquan"], answer["command"]) == (1, "explain")
    every, error = answer["readings"]
    assert list(every) == ["phrase", "kind", "due", "rule", "event", "soft", "stages", "why", "error"]
    assert (every["kind"], every["due"], every["rule"]) == ("every", "2023-04-20", "FREQ=MONTHLY;BYMONTHDAY=20")
    assert (error["phrase"], error["kind"], error["due"]) == ("13月底前", "error", None)
    assert error["error"]


def test_explain_needs_the_calendar_of_its_year(fuquan: Fuquan) -> None:
    done = fuquan("explain", "2090年6月最后一个工作日前")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("错误：没有2090年的节假日安排，不能推算工作日\n")


@pytest.mark.parametrize(
    "command",
    ["status", "overdue", "list", "show 2", "towns", "status -f text", "report month -o -", "--help", "check"],
)
def test_a_gbk_console_loses_nothing(command: str, data: Callable[..., Path]) -> None:
    folder = data({"title: 确定承接事项": "title: 确定\U00020bb7承接事项·€"})
    done = subprocess.run(
        [sys.executable, "-m", "fuquan", *command.split()],
        capture_output=True,
        check=True,
        env={
            "PYTHONIOENCODING": "gbk",
            "FUQUAN_DATA": str(folder),
            "FUQUAN_TODAY": "2023-05-10",
            "COLUMNS": "80",
            "PATH": "",
        },
        cwd=TESTS.parent,
    )
    out = done.stdout.decode("gbk")
    assert "?" not in out
    assert ("确定\\U00020bb7承接事项" in out) == (command in ("list", "towns"))


def test_json_and_csv_are_utf_8_on_every_machine() -> None:
    for form in ("json", "csv"):
        done = subprocess.run(
            [sys.executable, "-m", "fuquan", "list", "-f", form],
            capture_output=True,
            check=True,
            env={"PYTHONIOENCODING": "gbk", "FUQUAN_DATA": str(EXAMPLE), "FUQUAN_TODAY": "2023-05-10", "PATH": ""},
            cwd=TESTS.parent,
        )
        assert "签订赋权事项承接确认书" in done.stdout.decode("utf-8")


def test_the_day_is_that_of_shanghai(fuquan: Fuquan, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    monkeypatch.delenv("FUQUAN_TODAY")
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    before = dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)
    told = asked(fuquan("status", "-f", "json", "-u", "区数据资源管理局"))["today"]
    after = dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)
    assert told in (before.date().isoformat(), after.date().isoformat())


def test_names_are_completed_from_the_data() -> None:
    def completed(line: str, **env: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "fuquan"],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env={
                "_FUQUAN_COMPLETE": "complete_fish",
                "_TYPER_COMPLETE_ARGS": line,
                "FUQUAN_DATA": str(EXAMPLE),
                "PYTHONUTF8": "1",
                "PATH": "",
            }
            | env,
            cwd=TESTS.parent,
        )
        return [candidate.partition("\t")[0] for candidate in done.stdout.splitlines()]

    assert completed("fuquan overdue --unit 区") == [
        "区委编办",
        "区司法局",
        "区数据资源管理局",
        "区级执法单位",
        "区级执法部门",
    ]
    assert completed("fuquan list --section ") == ["一", "二", "三", "四", "五", "六"]
    assert completed("fuquan list --state due") == ["due-today", "due-soon"]
    assert completed("fuquan show 1") == ["1", "10", "11", "12", "13", "14", "15"]
    assert completed("fuquan overdue --unit 区", FUQUAN_DATA="/没有") == []
