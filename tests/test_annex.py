"""The annex with how each row stands, and the files that show it."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Done, Fuquan
from plans import plan_of, task, written

from fuquan.export import to_text
from fuquan.model import Plan
from fuquan.owed import State, situation
from fuquan.view import annex
from fuquan.view.annex import AnnexRow

UNITS = "  - {name: 局}\n  - {name: 办}\n  - {name: 各镇, members: towns}"


def row_of(tasks: str, units: str = UNITS, day: str = "2023-05-10") -> AnnexRow:
    [row] = annex.rows(situation(plan_of(tasks, units), date.fromisoformat(day)))
    return row


def test_every_row_of_the_example(example: Plan, golden: Callable[[str, str], None], fuquan: Fuquan) -> None:
    for kind in ("csv", "md", "json"):
        golden(f"export.{kind}", fuquan("export", kind, "-o", "-").out)


def test_the_annex_on_paper(example: Plan, golden: Callable[[str, str], None]) -> None:
    golden("export.paper.txt", to_text.paper((annex.grid(situation(example, date(2023, 5, 10)), ("红杨镇",)),)))


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


def test_a_period_is_the_earliest_that_is_open() -> None:
    units = "  - name: 局\n    progress: {1: {2023-04: {done: 2023-04-20, evidence: [甲, 乙]}}}\n  - name: 办"
    row = row_of(task("每月20日前", "局, 办"), f"{units}\n  - {{name: 各镇, members: towns}}", "2023-06-10")
    assert (row.due, row.late, row.progress, row.missing, row.evidence, row.remark) == (
        date(2023, 4, 20),
        51,
        "4月：2家单位已完成1家",
        "未报送：办",
        "局：甲、乙",
        "逾期的有4月、5月",
    )


def test_what_was_due_before_the_issue_is_asked_about() -> None:
    row = row_of(task("3月底前", "局", more=", reading: 2023年3月31日前"))
    assert row.remark == "本单位理解为“2023年3月31日前”；方案印发前已到期，请先核实是否已完成"


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
    assert fuquan("export", kind, "-u", "红杨镇", "--section", "四", "--force").out == f"已写出 {name}：2项任务。\n"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_from_the_data_leads_nowhere(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path, task("4月底前"), UNITS, header='short: "../..\\\\a/b:\\n$(x)"')
    monkeypatch.chdir(folder)
    assert fuquan("export", "csv", data=folder).out == "已写出 a_b_$(x)-2023-05-10.csv：1项任务。\n"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("无/甲.csv", "没有文件夹“无”\n请先建立它，或者换一个文件名\n"),
        (".", "已经有文件“.”\n要换掉它，请加上 --force；或者用 -o 换一个文件名\n"),
    ],
)
def test_where_nothing_can_be_written(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fuquan("export", "csv", "-o", output) == Done(status=2, out="", err=f"错误：{said}")
    assert list(tmp_path.iterdir()) == []


def test_text_stays_text(fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("4月底前").replace("title: 任务", 'title: "=1+1\\t|<b>"'), UNITS)
    [row] = csv.DictReader(io.StringIO(fuquan("export", "csv", "-o", "-", data=folder).out.lstrip("\ufeff")))
    assert row["任务"] == "'=1+1\\t|<b>"
    assert "=1+1\\\\t\\|\\<b\\>" in fuquan("export", "md", "-o", "-", data=folder).out


def test_programs_get_what_list_gives(fuquan: Fuquan) -> None:
    exported, listed = (
        json.loads(fuquan(*typed).out) for typed in (("export", "json", "-o", "-"), ("list", "-f", "json"))
    )
    assert exported == listed | {"command": "export"}
