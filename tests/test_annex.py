"""The annex with how each row stands, and the files that show it."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE, TESTS, Done, Fuquan
from plans import plan_of, task, written
from processes import held

from fuquan.export import to_md
from fuquan.model import Plan
from fuquan.owed import State, narrowed, situation
from fuquan.view import annex, workbook
from fuquan.view.annex import AnnexRow
from fuquan.view.page import Line
from fuquan.view.paper import Grid, Paper, Paragraph

UNITS = "  - {name: 局}\n  - {name: 办}\n  - {name: 各镇, members: towns}"


def row_of(tasks: str, units: str = UNITS, day: str = "2023-05-10") -> AnnexRow:
    [row] = annex.rows(situation(plan_of(tasks, units), date.fromisoformat(day)))
    return row


def test_every_row_of_the_example(example: Plan, golden: Callable[[str, str], None], fuquan: Fuquan) -> None:
    for kind in ("csv", "md", "json"):
        golden(f"export.{kind}", fuquan("export", kind, "-o", "-").out)


def paper_of(tasks: str, units: str = UNITS, total: int = 1) -> Paper:
    return annex.paper(situation(plan_of(tasks, units), date(2023, 5, 10)), ("局",), total)


def test_the_paper_of_the_annex_says_what_must_be_known_of_it() -> None:
    day = "  - {name: 局}\n  - {name: 各镇, members: towns}"
    [table] = paper_of(task("收到通知后15个工作日内", more=", trigger: {date: 2001-06-01}"), day)
    assert isinstance(table, Grid)
    assert (table.title, table.under.split("\n")) == (
        "示例方案任务进展情况表（局）",
        [
            "（截至2023年5月10日）",
            "尚未录入任何办理记录。表中“逾期”仅指已到时限、未报送，请先核实是否已完成。",
            "没有2001年的节假日安排，按工作日计的时限无法推算，暂作时限待定。",
        ],
    )


def test_the_paper_of_a_part_says_of_how_many() -> None:
    [table] = paper_of(task("4月底前"), total=3)
    assert isinstance(table, Grid)
    assert table.under.split("\n")[0] == "（截至2023年5月10日；符合条件的任务1项，共承担3项）"


def test_markdown_says_what_must_be_known_of_it() -> None:
    now = situation(plan_of(task("4月底前"), UNITS), date(2023, 5, 10))
    heading, under, note, _ = annex.page(now, (), 3)
    assert (heading, under) == (
        Line(text="示例方案任务进展情况表", heading=True),
        Line(text="截至2023年5月10日；符合条件的任务1项，清单共3项"),
    )
    assert note == Line(text="尚未录入任何办理记录。表中“逾期”仅指已到时限、未报送，请先核实是否已完成。")
    assert annex.page(now._replace(standings=()), (), 1) == (
        heading,
        Line(text="没有符合条件的任务（截至2023年5月10日；清单共1项）。"),
    )


def test_the_paper_of_nothing_has_no_empty_table() -> None:
    now = situation(plan_of(task("4月底前"), UNITS), date(2023, 5, 10))
    assert annex.paper(now._replace(standings=()), (), 1) == (
        Paragraph("title", "示例方案任务进展情况表"),
        Paragraph("body", "没有符合条件的任务（截至2023年5月10日；清单共1项）。"),
    )


def test_a_row_on_paper_says_each_thing_once() -> None:
    units = (
        "  - name: 局\n    progress: {1: {started: 2023-04-20, reason: 等章, expected: 2023-05-15}}\n"
        "  - name: 办\n    progress: {1: {reason: 等章。, expected: 2023-05-20}}\n"
        "  - {name: 各镇, members: towns}"
    )

    def row(tasks: str, units: str = UNITS) -> tuple[object, ...]:
        return annex.grid(situation(plan_of(tasks, units), date(2023, 5, 10))).rows[0][5:]

    told = "2家单位均未完成。推进中：局；有说明：办。原因：局：等章；办：等章。预计完成时间：局5月15日；办5月20日。"
    assert row(task("4月底前", "局, 办"), units) == ("4月30日", "逾期10天", told, None)
    alone = "  - {name: 局, progress: {1: {started: 2023-04-20, reason: 等章。, expected: 2023-05-15}}}\n"
    told = "推进中。原因：等章。预计5月15日完成。"
    assert row(task("4月底前"), f"{alone}  - {{name: 各镇, members: towns}}") == ("4月30日", "逾期10天", told, None)
    assert row(task("持续推进", "局, 办")) == (None, "持续推进", "暂无记录：局、办。", None)
    assert row(task("按省级部署", "各镇")) == (None, "待省级部署", "3家单位均未完成。暂无记录：各镇。", None)


def test_the_annex_on_paper(example: Plan, golden: Callable[[str, str], None]) -> None:
    golden("export.paper.md", to_md.paper((annex.grid(situation(example, date(2023, 5, 10)), ("红杨镇",)),)))


def test_bodies_that_say_several_things() -> None:
    units = (
        "  - name: 局\n    progress: {1: {started: 2023-04-20, reason: 等章, expected: 2023-05-15}}\n"
        "  - name: 办\n    progress: {1: {reason: 等章, expected: 2023-05-20}}\n"
        "  - {name: 各镇, members: towns}"
    )
    more = ", adjustments: [{due: 2023-05-05, date: 2023-05-01, units: [局]}, {due: 2023-05-04, basis: 纪要}]"
    assert row_of(task("4月底前", "局, 办", more=more), units) == AnnexRow(
        number=1,
        section="一、示例",
        title="任务",
        deadline="4月底前",
        units="局、办",
        due=date(2023, 5, 4),
        state=State.OVERDUE,
        standing="逾期",
        late=6,
        progress="2家单位均未完成",
        missing="推进中：局；有说明：办",
        reason="局、办：等章",
        expected="局5月15日；办5月20日",
        evidence="",
        remark="局的时限5月1日经批准调整为5月5日；时限经批准调整为5月4日（纪要）",
    )


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("{expected: 2023-05-15}", "", "局5月15日"),
        ("{expected: 2023-05-15}", "{expected: 2023-05-15}", date(2023, 5, 15)),
        ("{expected: 2023-05-15}", "{done: 2023-05-02}", date(2023, 5, 15)),
        ("{done: 2023-05-02}", "", None),
    ],
)
def test_a_day_that_one_body_names_is_not_that_of_others(first: str, second: str, told: date | str | None) -> None:
    assert row_of(task("4月底前", "局, 办"), recorded(first, second)).expected == told


def test_a_period_is_the_earliest_that_is_open() -> None:
    units = "  - name: 局\n    progress: {1: {2023-04: {done: 2023-04-20, evidence: [甲, 乙]}}}\n  - name: 办"
    row = row_of(task("每月20日前", "局, 办"), f"{units}\n  - {{name: 各镇, members: towns}}")
    assert (row.due, row.late, row.progress, row.missing, row.evidence, row.remark) == (
        date(2023, 4, 20),
        20,
        "4月：2家单位已完成1家",
        "未报送：办",
        "局：甲、乙",
        "",
    )


def test_periods_that_fall_due_on_one_day_are_all_told_of() -> None:
    moved = "{due: 2023-05-20, date: 2023-05-01, period: 2023-06, units: [局]}"
    held = "{1: {2023-04: {done: 2023-04-20}, 2023-06: {started: 2023-05-08, reason: 等章}}}"
    units = f"  - {{name: 局, progress: {held}}}\n  - {{name: 办, progress: {{1: {{2023-04: {{done: 2023-04-20}}}}}}}}"
    row = row_of(
        task("每月20日前", "局, 办", more=f", adjustments: [{moved}]"), f"{units}\n  - {{name: 各镇, members: towns}}"
    )
    assert (row.due, row.progress, row.missing, row.reason) == (
        date(2023, 5, 20),
        "5月、6月：2家单位均未完成",
        "5月：局、办暂无记录；6月：局推进中，办暂无记录",
        "局（6月）：等章",
    )


WAITS = "{reason: 等章, expected: 2023-09-01}"


def recorded(first: str, second: str) -> str:
    """局 and 办 with these records of task 1, if any."""
    named = (
        f"  - {{name: {name}{told and f', progress: {{1: {told}}}'}}}"
        for name, told in zip("局办", (first, second), strict=True)
    )
    return "\n".join((*named, "  - {name: 各镇, members: towns}"))


@pytest.mark.parametrize(
    ("bodies", "records", "day", "told"),
    [
        (
            "局, 办",
            (
                "{2023-06: {done: 2023-06-20, evidence: 表}}",
                f"{{2023-06: {WAITS}, 2023-07: {{reason: 等章, expected: 2023-09-10, evidence: 草稿}}}}",
            ),
            "2023-07-30",
            (
                "6月：2家单位已完成1家；7月：2家单位均未完成",
                "6月：办有说明；7月：办有说明，局未报送",
                "办（6月、7月）：等章",
                "办（6月）9月1日；办（7月）9月10日",
                "局（6月）：表；办（7月）：草稿",
            ),
        ),
        (
            "局",
            ("{2023-06: {reason: 等章, expected: 2023-09-01}, 2023-07: {reason: 等人, expected: 2023-09-01}}", ""),
            "2023-07-30",
            ("6月、7月：有说明", "6月、7月：局有说明", "6月：等章；7月：等人", date(2023, 9, 1), ""),
        ),
        (
            "局",
            (f"{{2023-06: {WAITS}}}", ""),
            "2023-07-30",
            ("6月：有说明；7月：未报送", "6月：局有说明；7月：局未报送", "6月：等章", "6月：9月1日", ""),
        ),
        (
            "局, 办",
            (
                "{2023-06: {done: 2023-06-01}, 2023-08: {done: 2023-08-01}, 2023-10: {done: 2023-10-01}}",
                "{2023-06: {started: 2023-06-01}}",
            ),
            "2023-11-30",
            (
                "6月至11月共6期：12家次已完成3家次",
                "6月：办推进中；7月至11月共5期：办未报送；7月、9月、11月：局未报送",
                "",
                None,
                "",
            ),
        ),
        (
            "局",
            ("{2023-06: {started: 2023-06-01}, 2023-08: {started: 2023-08-01}}", ""),
            "2023-09-30",
            ("6月至9月共4期：均未完成", "6月、8月：局推进中；7月、9月：局未报送", "", None, ""),
        ),
        (
            "局, 办",
            ("", ""),
            "2023-12-30",
            ("6月至12月共7期：2家单位均未完成", "6月至12月共7期：局、办未报送", "", None, ""),
        ),
    ],
)
def test_every_body_that_is_late_in_any_period_is_named(
    bodies: str, records: tuple[str, str], day: str, told: tuple[object, ...]
) -> None:
    plan = plan_of(task("每月20日前", bodies, more=", from: 2023-06"), recorded(*records))
    now = situation(plan, date.fromisoformat(day))
    [row] = annex.rows(now)
    assert (row.progress, row.missing, row.reason, row.expected, row.evidence) == told
    *_, late = workbook.workbook(now, now, (), frozenset()).leaves
    assert late.rows[0][6:9] == (told[1], told[2] or None, told[3])


SEVERAL = (
    "{2023-05: {done: 2023-05-20}, 2023-06: {started: 2023-06-10}}",
    (
        "{2023-05: {done: 2023-05-19}, 2023-06: {reason: 人手不足, expected: 2023-12-25}, 2023-07: {done: 2023-08-03},"
        " 2023-08: {reason: 系统故障}, 2023-12: {done: 2023-12-18}}"
    ),
)
"""What 局 and 办 have on record of a monthly task from May on: they are late with June to November, but 办 did July."""


def test_of_many_periods_that_differ_each_body_has_its_own() -> None:
    plan = plan_of(task("每月20日前", "办, 局", more=", from: 2023-05"), recorded(*SEVERAL))
    now = situation(plan, date(2023, 12, 20))
    told = "6月、8月：办有说明；9月、10月、11月：办未报送；6月：局推进中；7月至11月共5期：局未报送"
    assert annex.rows(now)[0].missing == told
    assert workbook.workbook(now, now, (), frozenset()).leaves[-1].rows[0][6] == told
    alone = annex.rows(narrowed(now, {"办"}))[0].missing
    assert alone == "6月、8月：办有说明；9月、10月、11月：办未报送"


def test_the_periods_of_a_row_on_paper() -> None:
    def told(*records: str) -> object:
        plan = plan_of(task("每月20日前", "局, 办" if records[1] else "局", more=", from: 2023-06"), recorded(*records))
        return annex.grid(situation(plan, date(2023, 7, 30))).rows[0][7]

    several = "6月：2家单位已完成1家；7月：2家单位均未完成。6月：办未报送；7月：办推进中，局未报送。"
    assert told("{2023-06: {done: 2023-06-20}}", "{2023-07: {started: 2023-07-01}}") == several
    assert told("{2023-06: {reason: 等章}}", "") == "6月：有说明；7月：未报送。原因：6月：等章。"


def test_a_recurring_task_of_which_nothing_is_owed() -> None:
    now = situation(plan_of(task("每月20日前"), UNITS), date(2023, 5, 10))
    [row] = annex.rows(now._replace(standings=(replace(now.standings[0], assignments=(), due=None),)))
    assert (row.due, row.progress, row.missing) == (None, "", "")


def test_what_bodies_that_have_not_finished_have_to_show_is_named() -> None:
    row = row_of(
        task("4月底前", "局, 办"), recorded("{done: 2023-04-20, evidence: 表}", "{evidence: [已盖章扫描件, 签收单]}")
    )
    assert row.evidence == "局：表；办：已盖章扫描件、签收单"
    assert row_of(task("4月底前"), recorded("{started: 2023-04-20, evidence: 草稿}", "")).evidence == "草稿"


@pytest.mark.parametrize(
    ("deadline", "entries", "told"),
    [
        ("待定", "{due: 2023-05-09, date: 2023-05-02}", "时限5月2日经批准确定为5月9日"),
        ("待定", "{due: 2023-05-09}", "时限已确定为5月9日"),
        (
            "待定",
            "{due: 2023-05-09, basis: 纪要}, {due: 2023-05-16, date: 2023-05-08, approved_by: 区长}",
            "时限经批准确定为5月9日（纪要）；时限5月8日经批准调整为5月16日",
        ),
        (
            "待定",
            "{due: 2023-05-09, units: [局]}, {due: 2023-05-10, units: [办]}, {due: 2023-05-16, units: [局]}",
            "局的时限已确定为5月9日；办的时限已确定为5月10日；局的时限已调整为5月16日",
        ),
        (
            "待定",
            "{due: 2023-05-09, units: [局]}, {due: 2023-05-10}, {due: 2023-05-16, units: [办]}",
            "局的时限已确定为5月9日；时限已确定为5月10日；办的时限已调整为5月16日",
        ),
        ("收到通知后15日内", "{due: 2023-05-09}", "时限已确定为5月9日"),
        ("印发后15日内", "{due: 2023-05-09}", "时限已调整为5月9日"),
        ("4月底前", "{due: 2023-05-09, basis: 纪要。}", "时限经批准调整为5月9日（纪要）"),
    ],
)
def test_how_a_day_that_was_granted_is_told(deadline: str, entries: str, told: str) -> None:
    remark = row_of(task(deadline, "局, 办", more=f", adjustments: [{entries}]"), day="2023-05-09").remark
    assert remark == told


def test_a_body_reads_of_the_days_that_are_its_own() -> None:
    more = ", adjustments: [{due: 2023-05-09, units: [办]}, {due: 2023-05-16, units: [各镇]}]"
    plan = plan_of(task("4月底前", "局, 办, 各镇", more=more), UNITS)
    now = narrowed(situation(plan, date(2023, 5, 1)), {"甲镇"})
    assert [row.remark for row in annex.rows(now)] == ["各镇的时限已调整为5月16日"]


def test_many_late_periods_are_told_in_words() -> None:
    assert row_of(task("每月20日前", "局"), day="2023-12-31").remark == "逾期的有4月至12月共9期"


def test_what_was_due_before_the_issue_is_asked_about() -> None:
    row = row_of(task("3月底前", "局", more=", reading: 2023年3月31日前"))
    assert row.remark == "按“2023年3月31日前”计；方案印发前已到期，请先核实是否已完成"


def test_a_day_that_came_from_elsewhere_is_told_with_its_paper() -> None:
    row = row_of(task("收到通知后15日内", "局", more=", trigger: {date: 2023-05-08, basis: 收文单}"))
    assert row.remark == "自5月8日（收文单）起算"


def test_one_body_that_is_done_and_a_deadline_without_a_day() -> None:
    done = "  - name: 局\n    progress: {1: {done: 2023-05-01, evidence: 甲}}\n  - {name: 各镇, members: towns}"
    row = row_of(task("4月底前"), done)
    assert (row.due, row.standing, row.progress, row.evidence) == (date(2023, 4, 30), "已完成", "已完成", "甲")
    assert row_of(task("持续推进", "各镇")).due is None


@pytest.mark.parametrize("kind", ["csv", "md", "json"])
def test_a_file_is_written_under_a_name_that_says_plan_and_day(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    to_stdout = fuquan("export", kind, "-o", "-", "--unit", "红杨镇").out
    name = f"镇赋权工作-红杨镇-2023-05-10.{kind}"
    assert fuquan("export", kind, "-u", "红杨镇") == Done(status=0, out=f"已写出 {name}：7项任务。\n", err="")
    assert (tmp_path / name).read_bytes().decode() == to_stdout
    assert fuquan("export", kind, "-u", "红杨镇") == Done(
        status=2, out="", err=f"错误：已经有文件“{name}”\n要换掉它，请加上 --force；或者用 -o 换一个文件名\n"
    )
    again = fuquan("export", kind, "-u", "红杨镇", "--force")
    assert again.out == f"已写出 {name}：7项任务。\n"
    # what holds a part of them does not pass for the whole
    part = f"镇赋权工作-红杨镇-部分任务-2023-05-10.{kind}"
    assert fuquan("export", kind, "-u", "红杨镇", "--section", "四").out == f"已写出 {part}：2项任务。\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, part])


def test_a_name_from_the_data_leads_nowhere(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path, task("4月底前"), UNITS, header='short: "../..\\\\a/b:\\n$(x)"')
    monkeypatch.chdir(folder)
    assert fuquan("export", "csv", data=folder).out == "已写出 a_b_$(x)-2023-05-10.csv：1项任务。\n"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("无/甲.csv", "没有文件夹“无”\n请先建立它，或者换一个文件名\n"),
        (".", "“.”是文件夹，不是文件\n请用 -o 写明文件名\n"),
    ],
)
def test_where_nothing_can_be_written(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fuquan("export", "csv", "-o", output) == Done(status=2, out="", err=f"错误：{said}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["export csv", "report month -f text"])
@pytest.mark.parametrize("name", ["tasks.yaml", "towns.yaml", "letters.yaml", "链接.csv"])
def test_the_data_are_not_written_over(
    fuquan: Fuquan, data: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    folder = data()
    (folder / "链接.csv").symlink_to("tasks.yaml")
    before = held(folder)
    monkeypatch.chdir(folder)
    assert fuquan(*command.split(), "-o", name, "--force", data=folder) == Done(
        status=2, out="", err=f"错误：“{name}”是数据文件的名称，不能写成别的文件\n请用 -o 换一个文件名\n"
    )
    assert held(folder) == before


@pytest.mark.parametrize("command", ["export csv", "report month", "report month -f text"])
@pytest.mark.parametrize("name", ["", " "])
def test_no_name_is_none(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fuquan(*command.split(), "-o", name, "--force") == Done(
        status=2, out="", err="错误：--output 是空的\n请写上内容，或者去掉这个选项\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_promises_another_format_is_refused(fuquan: Fuquan, tmp_path: Path) -> None:
    file = tmp_path / "表.XLSX"
    assert fuquan("export", "csv", "-o", str(file)) == Done(
        status=2,
        out="",
        err=f"错误：文件名“{file}”的后缀与格式 csv 不符\n请用 fuquan export xlsx，或者换一个后缀\n",
    )
    assert fuquan("export", "csv", "-o", str(tmp_path / "表.txt")).status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["表.txt"]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to try")
def test_a_screen_is_shown_text_alone() -> None:
    env = os.environ | {"FUQUAN_DATA": str(EXAMPLE), "FUQUAN_TODAY": "2023-05-10"}
    screen, ours = os.openpty()
    try:
        command = [sys.executable, "-m", "fuquan", "export", "docx", "-o", "-"]
        done = subprocess.run(command, stdout=ours, stderr=subprocess.PIPE, env=env, cwd=TESTS.parent, check=False)
        os.set_blocking(screen, False)
        with pytest.raises(BlockingIOError):
            os.read(screen, 1)
    finally:
        os.close(screen)
        os.close(ours)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "错误：这种文件不是文字，不能显示在屏幕上\n请用 -o 写明文件名，或者接到别的程序\n",
    )


def test_text_stays_text(fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("4月底前").replace("title: 任务", 'title: "=1+1\\t|<b>"'), UNITS)
    [row] = csv.DictReader(io.StringIO(fuquan("export", "csv", "-o", "-", data=folder).out.lstrip("\ufeff")))
    assert row["任务"] == "'=1+1\\t|<b>"
    assert "=1+1\\\\t\\|\\<b\\>" in fuquan("export", "md", "-o", "-", data=folder).out


def test_a_table_without_a_title_is_said_to_be_a_part_of_it(fuquan: Fuquan) -> None:
    done = fuquan("export", "csv", "--section", "三", "-u", "区委编办", "-o", "-")
    assert (done.status, done.err) == (0, "文件里只有符合条件的3项，共10项任务。\n")
    assert fuquan("export", "csv", "-u", "区委编办", "-o", "-").err == ""


def test_a_part_of_the_tasks_as_markdown_cannot_be_taken_for_the_whole(fuquan: Fuquan) -> None:
    part = fuquan("export", "md", "--state", "逾期", "-o", "-").out
    assert part.split("\n")[2] == "截至2023年5月10日；符合条件的任务3项，清单共15项"


def test_programs_get_what_list_gives(fuquan: Fuquan) -> None:
    exported, listed = (
        json.loads(fuquan(*typed).out) for typed in (("export", "json", "-o", "-"), ("list", "-f", "json"))
    )
    assert exported == listed | {"command": "export"}
