"""Forms that came back, from the command line: what is said, what is written, and what stands in the way."""

import cProfile
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import EXAMPLE, Done, Fuquan
from filling import blank, fill
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from plans import HEAD, loaded_of, task
from programs import program
from repos import git, isolate, made, saved

from fuquan import workbook
from fuquan.export import to_form
from fuquan.forms.collecting import Collected, collected, steps_of
from fuquan.forms.filled import Entry, Filled, Said, filled
from fuquan.forms.form import SHEET, Form, forms, shown_as
from fuquan.forms.keys import Head, Key, read_key
from fuquan.forms.values import Progress
from fuquan.load import load
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.recording import recorded
from fuquan.workbook import Refused

TODAY = date(2023, 5, 10)
FILLED = {
    "F5": "已完成", "G5": datetime(2023, 5, 9), "H5": "确认书扫描件",
    "F7": "推进中", "I7": "待统一制证", "J7": "5月20日",
    "F8": "未开展", "I8": "师资未定",
    "F9": "正在编制实施清单",
    "F10": "已报送", "G10": "4.28",
}  # fmt: skip
SENTENCES = (
    "  红杨镇完成任务2，5月9日，逾期9天；报送任务2佐证材料“确认书扫描件”；尚有区级执法单位未完成。\n"
    "  红杨镇开始办理任务9，5月10日；填报任务9尚未完成的原因：待统一制证；预计5月20日完成任务9；"
    "尚有区司法局、红杨镇未完成。\n"
    "  红杨镇填报任务10尚未完成的原因：师资未定；任务10，5月10日说明：尚未开展；尚有区级执法单位等4家未完成。\n"
    "  红杨镇任务13，5月10日说明：正在编制实施清单；尚有区数据资源管理局等7家未完成。\n"
    "  红杨镇4月情况已报，4月28日。\n"
)
REMARKS = (
    "另有2处提示，不影响录入：\n"
    "  表.xlsx，填报表 J7：“5月20日”不是日期格式，按2023年5月20日计。\n"
    "  表.xlsx，填报表 G10：“4.28”不是日期格式，按2023年4月28日计。\n"
)
COMMANDS = (
    "done 2 -u 红杨镇 --on 2023-05-09 --evidence 确认书扫描件",
    "start 9 -u 红杨镇 --reason 待统一制证 --expected 2023-05-20",
    "note 10 -u 红杨镇 --note 尚未开展 --reason 师资未定",
    "note 13 -u 红杨镇 --note 正在编制实施清单",
    "received 2023-04 -u 红杨镇 --on 2023-04-28",
)


@pytest.fixture
def folder(data: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data, in a folder without a repository from which the forms are named shortly."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return data()


def put(
    name: str,
    unit: str,
    cells: dict[str, object],
    folder: Path = EXAMPLE,
    day: date = TODAY,
    change: Callable[[Worksheet], object] | None = None,
) -> str:
    Path(name).write_bytes(fill(blank(unit, folder, day), cells, change))
    return name


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_a_form_would_record_is_said_and_nothing_written(fuquan: Fuquan, folder: Path) -> None:
    before = files(folder)
    assert fuquan("collect", put("表.xlsx", "红杨镇", FILLED), data=folder) == Done(
        status=0,
        out=f"表.xlsx（红杨镇）：填报5项。\n{SENTENCES}{REMARKS}",
        err="以上尚未写入文件；要录入，请加上 --apply。\n",
    )
    assert files(folder) == before


def test_what_is_written_is_what_the_commands_write(
    fuquan: Fuquan, folder: Path, tmp_path: Path, data: Callable[..., Path]
) -> None:
    form = put("表.xlsx", "红杨镇", FILLED)
    assert fuquan("collect", form, "--apply", data=folder) == Done(
        status=0,
        out=f"表.xlsx（红杨镇）：填报5项。\n{SENTENCES}{REMARKS}已写入 data/towns.yaml:67、data/towns.yaml:76、"
        "data/towns.yaml:80、data/towns.yaml:86、data/towns.yaml:89。\n",
        err="",
    )
    found = files(folder)
    data()
    for command in COMMANDS:
        assert fuquan(*command.split(), data=folder).status == 0
    assert files(folder) == found
    again = fuquan("collect", form, "--apply", data=folder)
    assert again == Done(status=0, out=f"表.xlsx（红杨镇）：填报5项，都已有记录。\n{REMARKS}", err="")
    assert files(folder) == found


def test_the_same_form_on_a_later_day(fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = put("表.xlsx", "红杨镇", FILLED)
    fuquan("collect", form, "--apply", data=folder)
    found = files(folder)
    late = fuquan("collect", form, "--today", "2023-06-20", data=folder)
    assert late.err.startswith("错误：--today 的2023年6月20日晚于今天（2023年5月10日）\n")
    monkeypatch.setenv("FUQUAN_TODAY", "2023-06-20")
    again = fuquan("collect", form, "--apply", data=folder)
    assert (again.status, again.out) == (0, f"表.xlsx（红杨镇）：填报5项，都已有记录。\n{REMARKS}")
    assert files(folder) == found


@pytest.mark.parametrize(
    ("typed", "came", "done", "told"),
    [
        ("1.5", "2024-01-08", "2024-01-05", "“1.5”不是日期格式，按2024年1月5日计"),
        ("12.26", "2024-01-05", "2023-12-26", "“12.26”不是日期格式，按2023年12月26日计"),
    ],
)
def test_a_day_without_a_year_is_sought_from_when_the_form_came_and_stays_what_it_was(
    fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str, came: str, done: str, told: str
) -> None:
    form = put("表.xlsx", "红杨镇", {"F7": "已完成", "G7": typed})
    monkeypatch.setenv("FUQUAN_TODAY", came)
    assert fuquan("collect", form, "--apply", data=folder).status == 0
    found = files(folder)
    assert f"done: {done}".encode() in found["towns.yaml"]
    monkeypatch.setenv("FUQUAN_TODAY", "2025-02-01")
    again = fuquan("collect", form, "--apply", data=folder)
    assert (again.status, again.out) == (
        0,
        f"表.xlsx（红杨镇）：填报1项，都已有记录。\n另有1处提示，不影响录入：\n  表.xlsx，填报表 G7：{told}。\n",
    )
    assert files(folder) == found


def test_the_day_on_which_forms_came(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F7": "推进中", "F9": "正在编制"}, day=date(2023, 5, 6))
    done = fuquan("collect", form, "--on", "5月8日", "--apply", data=folder)
    assert done.out.splitlines()[1:3] == [
        "  红杨镇开始办理任务9，5月8日；尚有区司法局、红杨镇未完成。",
        "  红杨镇任务13，5月8日说明：正在编制；尚有区数据资源管理局等7家未完成。",
    ]
    assert fuquan("collect", form, "--apply", data=folder).out == "表.xlsx（红杨镇）：填报2项，都已有记录。\n"
    late = fuquan("collect", form, "--on", "2023-05-11", data=folder)
    assert (late.status, late.err) == (
        2,
        "错误：--on 的2023年5月11日晚于今天（2023年5月10日）\n还没有发生的事不能记录，请核对日期\n",
    )
    early = fuquan("collect", form, "--on", "2023-05-05", data=folder).out.splitlines()[2:]
    assert early == ["  表.xlsx：表是2023年5月6日做的，不会在2023年5月5日就收到。请核对 --on。"]


def test_an_empty_form_says_so(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {})
    assert fuquan("collect", form, data=folder) == Done(status=0, out="表.xlsx（红杨镇）：没有填写。\n", err="")
    assert fuquan("collect", form, "--apply", data=folder).out == "表.xlsx（红杨镇）：没有填写。\n"


def test_findings_of_all_forms_and_what_the_right_ones_would_record(fuquan: Fuquan, folder: Path) -> None:
    one = put(
        "红杨镇.xlsx",
        "红杨镇",
        {"J5": date(2023, 5, 30), "F7": "已完成", "G7": "4月31日", "F8": "已完成", "F9": "正在编制"},
    )
    two = put("花桥镇.xlsx", "花桥镇", {"F6": "已完成", "G6": date(2023, 5, 5)})
    Path("别的.xlsx").write_bytes(b"PK")
    before = files(folder)
    sentence = "  花桥镇完成任务10，5月5日，逾期5天；尚有区级执法单位等3家未完成。\n"
    found = (
        "别的.xlsx：有1处要核对，整份不录入。\n"
        "要核对的有3处：\n"
        "  红杨镇.xlsx，填报表 G7：“4月31日”不是有效的日期。历书上没有这一天，请核对年月日。\n"
        "  红杨镇.xlsx，填报表 G8：进展是已完成，没有填完成日期。请补填。\n"
        "  别的.xlsx：文件已经损坏，读不出来。请重新发一份，或者用 Excel、WPS 打开后另存为 .xlsx。\n"
        "共3份，2份要核对，其余1份填报1项。\n"
    )
    would = (
        "红杨镇.xlsx（红杨镇）：有2处要核对，整份不录入；没有问题的2项，改好后会这样录入：\n"
        "  红杨镇任务2的预计完成时间由5月15日改为5月30日。\n"
        "  红杨镇任务13，5月10日说明：正在编制。\n"
    )
    wrong, right = "红杨镇.xlsx（红杨镇）：有2处要核对，整份不录入。\n", "花桥镇.xlsx（花桥镇）：填报1项。\n"
    note = "以上尚未写入文件。请改好再收；只录入没有问题的1份的，请加上 --apply --partial。\n"
    assert fuquan("collect", one, two, "别的.xlsx", data=folder) == Done(
        status=1, out=would + right + sentence + found, err=note
    )
    refused = "什么都没有写入。请改好再收；只录入没有问题的1份的，请加上 --partial。\n"
    assert fuquan("collect", one, two, "别的.xlsx", "--apply", data=folder) == Done(
        status=1, out=wrong + right + found + refused, err=""
    )
    nothing = fuquan("collect", "别的.xlsx", "--apply", data=folder)  # without a right one that might go alone
    assert nothing.out.splitlines()[-1] == "什么都没有写入。请改好再收。"
    assert files(folder) == before
    assert fuquan("collect", one, two, "别的.xlsx", "--apply", "--partial", data=folder) == Done(
        status=1,
        out=f"{wrong}{right}{sentence}{found}已写入 data/towns.yaml:61。\n要核对的2份没有录入，请改好再收。\n",
        err="",
    )
    assert files(folder) != before


def test_what_the_rules_of_the_plan_refuse_is_said_of_its_form(
    fuquan: Fuquan, folder: Path, data: Callable[..., Path]
) -> None:
    folder = data({"  short: ": "  severity: {no-evidence: error}\n  short: "})
    one = put("红杨镇.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 9)})
    two = put("花桥镇.xlsx", "花桥镇", {"F6": "已完成", "G6": date(2023, 5, 5), "H6": "签到表"})
    three = put("六郎镇.xlsx", "六郎镇", {"F5": "推进中", "J6": "6月31日"})
    done = fuquan("collect", one, two, three, "--apply", "--partial", data=folder)
    assert (done.status, done.out.splitlines()) == (
        1,
        [
            "红杨镇.xlsx（红杨镇）：有1处要核对，整份不录入。",
            "花桥镇.xlsx（花桥镇）：填报1项。",
            "  花桥镇完成任务10，5月5日，逾期5天；报送任务10佐证材料“签到表”；尚有区级执法单位等3家未完成。",
            "六郎镇.xlsx（六郎镇）：有1处要核对，整份不录入。",
            "要核对的有2处：",
            "  红杨镇.xlsx：这样记录会让数据出错，没有写入：红杨镇任务9报了完成，没有佐证材料；请补写 evidence。",
            "  六郎镇.xlsx，填报表 J6：“6月31日”不是有效的日期。历书上没有这一天，请核对年月日。",
            "共3份，2份要核对，其余1份填报1项。",
            "已写入 data/towns.yaml:61。",
            "要核对的2份没有录入，请改好再收。",
        ],
    )
    blank_one = put("空.xlsx", "红杨镇", {})
    assert fuquan("collect", blank_one, one, three, data=folder).out.splitlines()[:4] == [
        "空.xlsx（红杨镇）：没有填写。",
        "红杨镇.xlsx（红杨镇）：有1处要核对，整份不录入。",
        "六郎镇.xlsx（六郎镇）：有1处要核对，整份不录入；没有问题的1项，改好后会这样录入：",
        "  六郎镇开始办理任务8，5月10日。",
    ]


def test_a_form_from_before_something_was_recorded(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 9), "F8": "推进中"})
    fuquan("note", "9", "-u", "红杨镇", "--note", "已组织考试", data=folder)
    done = fuquan("collect", form, data=folder)
    assert done.out.splitlines()[3:] == [
        "  表.xlsx，填报表 F7：表是2023年5月10日做的，这一项后来又有了记录（5月10日说明：已组织考试）。"
        "请核对；还要更新的，用新做的表填报。"
    ]
    anew = put("新表.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 9), "F8": "推进中"}, folder)
    assert fuquan("collect", anew, "--apply", data=folder).status == 0


def test_what_is_added_to_a_task_that_is_done(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 9), "H7": "成绩单"})
    fuquan("done", "9", "-u", "红杨镇", "--on", "2023-05-09", data=folder)
    done = fuquan("collect", form, data=folder)
    assert done.out.splitlines()[2:] == [
        "  表.xlsx，填报表 F7：表是2023年5月10日做的，这一项后来又有了记录（5月9日完成）。"
        "请核对；还要补充的，用 fuquan note 9 -u 红杨镇 --evidence 材料名称。"
    ]
    assert fuquan("note", "9", "-u", "红杨镇", "--evidence", "成绩单", data=folder).status == 0
    assert fuquan("collect", form, data=folder).out == "表.xlsx（红杨镇）：填报1项，都已有记录。\n"


def test_the_reason_of_what_is_done_is_a_note(fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = {
        "F5": "已完成，材料后补",
        "G5": date(2023, 5, 9),
        "I5": "盖章耽误",
        "F7": "已完成",
        "G7": date(2023, 5, 9),
        "I7": "人手不足",
    }
    form = put("表.xlsx", "红杨镇", cells)
    done = fuquan("collect", form, "--apply", data=folder)
    assert done.out.splitlines()[1:3] == [
        "  红杨镇完成任务2，5月9日，逾期9天；任务2，5月9日说明：已完成，材料后补；盖章耽误；尚有区级执法单位未完成。",
        "  红杨镇完成任务9，5月9日，逾期9天；任务9，5月9日说明：人手不足；尚有区司法局未完成。",
    ]
    found = files(folder)
    monkeypatch.setenv("FUQUAN_TODAY", "2023-06-20")
    assert fuquan("collect", form, "--apply", data=folder).out == "表.xlsx（红杨镇）：填报2项，都已有记录。\n"
    assert files(folder) == found


def test_a_form_whose_record_was_taken_back(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 9)})
    fuquan("collect", form, "--apply", data=folder)
    fuquan("reopen", "9", "-u", "红杨镇", "--reason", "材料不全", data=folder)
    [line] = fuquan("collect", form, data=folder).out.splitlines()[2:]
    assert line == (
        "  表.xlsx，填报表 F7：表是2023年5月10日做的，这一项后来又有了记录（原来的记录已经撤回）。"
        "请核对；还要更新的，用新做的表填报。"
    )


def test_what_contradicts_the_record(fuquan: Fuquan, folder: Path) -> None:
    form = put(
        "表.xlsx",
        "红杨镇",
        {"F5": "未开展", "F6": "已完成", "G6": date(2023, 5, 1), "F7": "推进中", "J8": date(2023, 5, 1)},
    )
    assert fuquan("collect", form, data=folder).out.splitlines()[3:] == [
        "  表.xlsx，填报表 F5：已记录为2023年4月25日开始，这里填的是尚未开展。已经开始的，请选“推进中”；原来记错了的，先用 fuquan reopen 撤回。",
        "  表.xlsx，填报表 G6：红杨镇任务8的完成日期2023年5月1日早于开始日期2023年5月6日。"
        "报错了的，先撤回原记录：fuquan reopen 8 -u 红杨镇 --reason 原因。",
        "  表.xlsx，填报表 J8：预计完成时间2023年5月1日早于报来的日期2023年5月10日。请重新预计；已经完成的，请选“已完成”。",
    ]


def test_returns(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F10": "已报送", "G10": "4月28日", "F11": "已报送", "G11": date(2023, 4, 28)})
    fuquan("received", "2023-04", "-u", "红杨镇", "--on", "2023-04-27", data=folder)
    found = fuquan("collect", form, data=folder).out.splitlines()[2:]
    assert [line.partition("。")[0] for line in found] == [
        "  表.xlsx，填报表 G10：红杨镇2023年4月情况已记录为2023年4月27日报送，不是2023年4月28日",
        "  表.xlsx，填报表 G11：2023年5月情况不会在2023年4月28日就报来",
        "另有1处提示，不影响录入：",
        "  表.xlsx，填报表 G10：“4月28日”不是日期格式，按2023年4月28日计",
    ]


def beside(sheet: Worksheet) -> None:
    """What whoever fills in a form leaves in the file besides."""
    assert sheet.parent is not None
    sheet.parent.create_sheet("Sheet2")["A1"] = "另附情况"
    sheet.parent.create_sheet("WpsReserved_CellImgList").sheet_state = "veryHidden"
    sheet["H7"].comment = Comment("以原件为准", "张三")
    sheet["A12"] = "填表人：张三"
    sheet["D12"] = "电话：0553-1234567"
    sheet.delete_rows(8, 2)


def test_what_was_not_read_or_read_otherwise_is_said_and_holds_nothing_back(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F7": "已完成", "G7": "4.26"}, change=beside)
    empty = put("空.xlsx", "花桥镇", {})
    told = (
        "表.xlsx（红杨镇）：填报1项。\n"
        "  红杨镇完成任务9，4月26日，按期；尚有区司法局未完成。\n"
        "空.xlsx（花桥镇）：没有填写。\n"
        "另有5处提示，不影响录入：\n"
        "  表.xlsx：另有工作表“Sheet2”，没有读取。\n"
        "  表.xlsx：表里没有任务10、任务13，仍未完成：行被删去了，或者是做表以后才列入的。\n"
        "  表.xlsx，填报表 G7：“4.26”不是日期格式，按2023年4月26日计。\n"
        "  表.xlsx，填报表 H7：有批注，没有读取。\n"
        "  表.xlsx，填报表 A10：写在表外，没有读取。\n"
        "共2份，填报1项，没有要核对的。\n"
    )
    preview = "以上尚未写入文件；要录入，请加上 --apply。\n"
    assert fuquan("collect", form, empty, data=folder) == Done(status=0, out=told, err=preview)
    assert fuquan("collect", form, empty, "--apply", data=folder) == Done(
        status=0, out=f"{told}已写入 data/towns.yaml:74。\n", err=""
    )


def test_remarks_stand_below_what_is_to_be_mended(fuquan: Fuquan, folder: Path) -> None:
    form = put(
        "表.xlsx", "红杨镇", {"F7": "已完成", "G7": "4.26", "F8": "已完成"}, change=lambda one: one.delete_rows(5)
    )
    assert fuquan("collect", form, data=folder) == Done(
        status=1,
        out=(
            "表.xlsx（红杨镇）：有1处要核对，整份不录入；没有问题的1项，改好后会这样录入：\n"
            "  红杨镇完成任务9，4月26日，按期。\n"
            "要核对的有1处：\n"
            "  表.xlsx，填报表 G7：进展是已完成，没有填完成日期。请补填。\n"
            "另有2处提示，不影响录入：\n"
            "  表.xlsx：表里没有任务2，仍未完成：行被删去了，或者是做表以后才列入的。\n"
            "  表.xlsx，填报表 G6：“4.26”不是日期格式，按2023年4月26日计。\n"
        ),
        err="",
    )


def gone(done: Done) -> list[str]:
    return [line for line in done.out.splitlines() if "仍未完成" in line]


def test_rows_that_were_taken_out(fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = put("表.xlsx", "红杨镇", {}, change=lambda sheet: sheet.delete_rows(7, 5))
    told = "  表.xlsx：表里没有%s，仍未完成：行被删去了，或者是做表以后才列入的。"
    assert fuquan("collect", form, data=folder).out.splitlines() == [
        "表.xlsx（红杨镇）：没有填写。",
        "另有1处提示，不影响录入：",
        told % "任务9、任务10、任务13、报送4月情况、报送5月情况",
    ]
    fuquan("done", "9", "-u", "红杨镇", "--on", "2023-05-09", data=folder)
    fuquan("received", "2023-04", "-u", "红杨镇", "--on", "2023-04-27", data=folder)
    assert gone(fuquan("collect", form, data=folder)) == [told % "任务10、任务13、报送5月情况"]
    fuquan("reopen", "9", "-u", "红杨镇", "--reason", "材料不全", data=folder)  # a form may have been made in between
    assert gone(fuquan("collect", form, data=folder)) == [told % "任务10、任务13、报送5月情况"]
    monkeypatch.setenv("FUQUAN_TODAY", "2023-07-20")  # by when it would ask for more returns
    assert gone(fuquan("collect", form, data=folder)) == [told % "任务10、任务13、报送5月情况"]


def test_periods_that_were_taken_out_and_forms_of_whose_rows_not_each_is_known(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "区司法局", {}, change=lambda sheet: sheet.delete_rows(6, 9))
    known = "任务10、任务11、任务12、任务14（5月）、任务15"
    assert gone(fuquan("collect", form, data=folder)) == [
        f"  表.xlsx：表里没有{known}，仍未完成：行被删去了，或者是做表以后才列入的。"
    ]
    other = put("别.xlsx", "区司法局", {"K5": "编号"}, change=lambda sheet: sheet.delete_rows(6, 9))
    keyless = put("无.xlsx", "区司法局", {"K5": None}, change=lambda sheet: sheet.delete_rows(6, 9))
    moved = put("移.xlsx", "区司法局", {"G4": None}, change=lambda sheet: sheet.delete_rows(6, 9))
    assert gone(fuquan("collect", other, keyless, moved, data=folder)) == []


def test_two_forms_of_one_body(fuquan: Fuquan, folder: Path) -> None:
    one = put("甲.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 9), "F8": "推进中"})
    two = put("乙.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 8), "F9": "推进中"})
    three = put("丙.xlsx", "红杨镇", {"F8": "推进中"})
    done = fuquan("collect", one, two, three, data=folder)
    assert done.status == 1
    assert done.out.splitlines() == [
        "甲.xlsx（红杨镇）：有1处要核对，整份不录入；没有问题的1项，改好后会这样录入：",
        "  红杨镇开始办理任务10，5月10日。",
        "乙.xlsx（红杨镇）：有1处要核对，整份不录入；没有问题的1项，改好后会这样录入：",
        "  红杨镇开始办理任务13，5月10日。",
        "丙.xlsx（红杨镇）：填报1项。",
        "  红杨镇开始办理任务10，5月10日；尚有区级执法单位等4家未完成。",
        "要核对的有2处：",
        "  甲.xlsx，填报表 F7：与“乙.xlsx”第7行填的不一样。请核实以哪一份为准，只收那一份。",
        "  乙.xlsx，填报表 F7：与“甲.xlsx”第7行填的不一样。请核实以哪一份为准，只收那一份。",
        "共3份，2份要核对，其余1份填报1项。",
    ]


def test_two_forms_of_a_body_that_was_renamed_in_between(
    fuquan: Fuquan, folder: Path, data: Callable[..., Path]
) -> None:
    before = put("旧.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 2), "F8": "推进中"})
    renamed = data(towns={"name: 红杨镇\n": "name: 红扬镇\n    aliases: [红杨镇]\n"})
    after = put("新.xlsx", "红扬镇", {"F7": "已完成", "G7": date(2023, 5, 3), "F8": "推进中"}, renamed)
    done = fuquan("collect", before, after, "--apply", data=renamed)
    assert (done.status, done.out.splitlines()[2:5]) == (
        1,
        [
            "要核对的有2处：",
            "  旧.xlsx，填报表 F7：与“新.xlsx”第7行填的不一样。请核实以哪一份为准，只收那一份。",
            "  新.xlsx，填报表 F7：与“旧.xlsx”第7行填的不一样。请核实以哪一份为准，只收那一份。",
        ],
    )
    same = put("新.xlsx", "红扬镇", {"F7": "已完成", "G7": date(2023, 5, 2)}, renamed)
    assert fuquan("collect", before, same, data=renamed).status == 0


def test_one_form_twice_counts_once(fuquan: Fuquan, folder: Path) -> None:
    one, two = (put(name, "红杨镇", {"F8": "推进中"}) for name in ("甲.xlsx", "乙.xlsx"))
    assert fuquan("collect", one, two, one, "./乙.xlsx", data=folder).out.splitlines() == [
        "甲.xlsx（红杨镇）：填报1项。",
        "  红杨镇开始办理任务10，5月10日；尚有区级执法单位等4家未完成。",
        "乙.xlsx（红杨镇）：填报1项，前面的表里都有。",
        "共2份，填报1项，没有要核对的。",
    ]
    fuquan("note", "9", "-u", "红杨镇", "--note", "已组织考试", data=folder)
    cells = {"F7": "已组织考试", "F8": "推进中", "F9": "推进中"}
    assert fuquan("collect", one, put("丙.xlsx", "红杨镇", cells), data=folder).out.splitlines()[2:] == [
        "丙.xlsx（红杨镇）：填报3项，其中1项已有记录，1项前面的表里已有。",
        "  红杨镇开始办理任务13，5月10日；尚有区数据资源管理局等7家未完成。",
        "共2份，填报3项，没有要核对的。",
    ]
    assert fuquan("collect", one, "丙.xlsx", "--apply", data=folder).status == 0
    assert fuquan("collect", one, "丙.xlsx", "--apply", data=folder).out.splitlines() == [
        "甲.xlsx（红杨镇）：填报1项，都已有记录。",
        "丙.xlsx（红杨镇）：填报3项，都已有记录。",
        "共2份，填报3项，都已有记录，没有要核对的。",
    ]


def test_a_group_reports_for_itself_alone(fuquan: Fuquan, folder: Path) -> None:
    members = (folder / "tasks.yaml").read_text(encoding="utf-8")
    assert "  - name: 区级执法单位\n" in members
    form = put("表.xlsx", "区级执法单位", {"F5": "已完成", "G5": date(2023, 5, 9)})
    assert fuquan("collect", form, data=folder).out.splitlines()[1:] == [
        "  区级执法单位完成任务2，5月9日，逾期9天；尚有红杨镇未完成。"
    ]


def test_forms_that_the_plan_has_outgrown(fuquan: Fuquan, data: Callable[..., Path], folder: Path) -> None:
    form = put("表.xlsx", "花桥镇", {"F6": "推进中", "F8": "已报送", "G8": date(2023, 5, 5)})
    gone = put("旧.xlsx", "红杨镇", {"F5": "推进中"})
    changed = data({"签订赋权事项承接确认书": "签订确认书"}, {"花桥镇\n": "花桥镇\n    since: 2023-05-01\n"})
    assert fuquan("collect", form, gone, data=changed).out.splitlines()[3:] == [
        "  表.xlsx，填报表 A6：花桥镇现在不承担任务10这一项。请用新做的表填报。",
        "  表.xlsx，填报表 G8：2023年4月没有花桥镇。请核对月份和镇的设立、撤销日期。",
        "  旧.xlsx，填报表 A5：任务2现在是“签订确认书”，与表里的不同。请用新做的表填报。",
        "共2份，都要核对。",
    ]
    renamed = data(towns={"name: 花桥镇": "name: 花园镇"})
    assert fuquan("collect", form, data=renamed).out.splitlines()[2:] == [
        "  表.xlsx：数据里没有“花桥镇”这个单位。单位改了名的，请用 fuquan form 重新做一份。"
    ]
    alias = data(towns={"name: 花桥镇\n": "name: 花园镇\n    aliases: [花桥镇]\n"})
    assert fuquan("collect", form, data=alias).out.splitlines()[1:] == [
        "  花园镇开始办理任务10，5月10日；尚有区级执法单位等4家未完成。",
        "  花园镇4月情况已报，5月5日。",
    ]


def test_a_form_saved_again_by_another_program(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    form = put("表.xlsx", "红杨镇", FILLED)
    convert = ("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "存"), form)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run([program("soffice", "libreoffice"), profile, *convert], check=True, capture_output=True, timeout=240)
    assert fuquan("collect", "存/表.xlsx", data=folder).out == (
        f"存/表.xlsx（红杨镇）：填报5项。\n{SENTENCES}{REMARKS.replace('表.xlsx', '存/表.xlsx')}"
    )


def test_files_that_cannot_be_had(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    assert fuquan("collect", "没有.xlsx", data=folder) == Done(
        status=2, out="", err="错误：没有文件“没有.xlsx”\n请核对路径\n"
    )
    assert fuquan("collect", "data", data=folder).err == "错误：“data”是文件夹\n请写其中的文件，如 data/*.xlsx\n"
    os.mkfifo("管道")
    assert fuquan("collect", "管道", data=folder).err == "错误：“管道”不是文件\n请写收回的填报表\n"
    link = tmp_path / "表.xlsx"
    link.symlink_to("/proc/self/mem")
    assert fuquan("collect", "表.xlsx", data=folder).err == "错误：“表.xlsx”无法读取\n请检查文件的权限和所在磁盘\n"


def test_what_excel_leaves_beside_a_form_that_is_open_is_no_form(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F8": "推进中"})
    Path("~$表.xlsx").write_bytes(b"\x05admin")
    told = "提示：“~$表.xlsx”是表在 Excel 里打开时的临时文件，没有读取；正在改的表，请存好、关闭再收。\n"
    done = fuquan("collect", "~$表.xlsx", form, data=folder)
    assert (done.status, done.out.splitlines()[0]) == (0, "表.xlsx（红杨镇）：填报1项。")
    assert done.err == f"{told}以上尚未写入文件；要录入，请加上 --apply。\n"
    nothing = "错误：没有可以收的填报表\n请写收回的填报表\n"
    assert fuquan("collect", "~$表.xlsx", data=folder) == Done(status=2, out="", err=told + nothing)


def test_files_whose_names_look_alike_are_all_read(fuquan: Fuquan, folder: Path) -> None:
    put("\x1b.xlsx", "红杨镇", {"F8": "推进中"})
    put("\\x1b.xlsx", "花桥镇", {"F6": "推进中"})
    done = fuquan("collect", "\x1b.xlsx", "\\x1b.xlsx", data=folder).out.splitlines()
    assert [line for line in done if line.endswith("填报1项。")] == [
        "\\x1b.xlsx（红杨镇）：填报1项。",
        "\\x1b.xlsx（花桥镇）：填报1项。",
    ]


def test_options_that_do_not_go_together(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {})
    for option in ("--partial", "--commit"):
        told = f"错误：{option} 要与 --apply 同用\n只看结果的，请去掉它\n"
        assert fuquan("collect", form, option, data=folder) == Done(status=2, out="", err=told)


def test_texts_from_a_form_do_no_harm(fuquan: Fuquan, folder: Path) -> None:
    form = put("表.xlsx", "红杨镇", {"F7": "[red]x[/坏] <script>", "H7": "'=cmd()\n+1", "I8": "- a: {b"})
    done = fuquan("collect", form, "--apply", data=folder)
    assert done.status == 0
    plan = load(folder).plan
    assert plan is not None
    records = {key: one for town in plan.towns if town.name == "红杨镇" for key, one in town.progress.items()}
    assert records[9, None].notes[0].text == "[red]x[/坏] <script>"
    assert records[9, None].evidence == ("'=cmd()", "+1")
    assert records[10, None].reason == "- a: {b"


def test_commit(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(tmp_path, monkeypatch)
    work = made(tmp_path / "work")
    saved(work, {f"data/{name}": (EXAMPLE / name).read_bytes() for name in ("tasks.yaml", "towns.yaml")})
    monkeypatch.chdir(work)
    form = put("../表.xlsx", "红杨镇", {"F7": "已完成", "G7": date(2023, 5, 9)})
    offered = fuquan("collect", form, "--apply", data=work / "data")
    assert offered.err == "可以提交：git commit -m '红杨镇完成任务9，5月9日，逾期9天' -- data/towns.yaml\n"
    git(work, "checkout", "data")
    done = fuquan("collect", form, "--apply", "--commit", data=work / "data")
    assert done.out.splitlines()[-1] == f"已提交 {git(work, 'rev-parse', 'HEAD')[:7]}。"
    assert git(work, "log", "-1", "--format=%s") == "红杨镇完成任务9，5月9日，逾期9天"


def held(plan: Plan, form: bytes, day: date) -> Collected:
    """What a form would record in that plan."""
    sheet = workbook.read(form, SHEET)
    assert not isinstance(sheet, Refused)
    [one] = collected(situation(plan, day), [filled("表.xlsx", sheet, plan, day)], day)
    return one


def test_a_task_that_is_in_the_list_no_more(example: Plan) -> None:
    form = fill(blank("红杨镇"), {"F7": "推进中"})
    plan = replace(example, tasks=tuple(one for one in example.tasks if one.id != 9))
    assert [(one.cell, one.message) for one in held(plan, form, TODAY).findings] == [("A7", "任务清单里现在没有任务9")]


def test_a_day_that_hangs_on_holidays_that_are_not_known() -> None:
    day = date(2099, 5, 10)
    plan = loaded_of(
        (HEAD % "").replace("2023", "2099") + f"tasks:\n{task('印发之日起15个工作日内')}\nunits:\n  - name: 局\n"
    ).plan
    assert plan is not None
    [blank_form] = forms(situation(plan, day), {"局"})
    form = fill(to_form.form(blank_form), {"F5": "推进中"})
    assert [(one.cell, one.message) for one in held(plan, form, day).findings] == [
        ("F5", "任务1（印发之日起15个工作日内）按工作日计，没有2099年的节假日安排，算不出到期日")
    ]


def test_two_hundred_forms_take_as_long_as_twice_a_hundred() -> None:
    """By the number of calls, which no other work on the machine changes."""
    counts = {n: _calls(n) for n in (50, 200)}
    assert counts[200] < 5 * counts[50]


class _Text(str):
    """How often it was compared."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        _Text.compared += 1
        return super().__eq__(other)


def test_a_row_copied_a_thousand_times_is_held_against_another_form_once(example: Plan) -> None:
    key = Key("红杨镇", 9, None, False, "")
    read = [
        Filled(
            name, Head("红杨镇", TODAY, ""), tuple(Entry(n, key, "", Said(note=_Text("甲"))) for n in range(1000)), ()
        )
        for name in ("甲.xlsx", "乙.xlsx")
    ]
    now = situation(example, TODAY)
    _Text.compared = 0
    collected(now, read, TODAY)
    assert _Text.compared < 5000


def _calls(n: int) -> int:
    towns = "".join(f"  - {{name: 第{one}镇, code: '{340210100 + one}'}}\n" for one in range(n))
    units = "units:\n  - {name: 各镇, members: towns}\n"
    loaded = loaded_of(
        HEAD % "" + f"tasks:\n{task('6月底前', '各镇')}\n{task('5月底前', '各镇', 2)}\n{units}", f"towns:\n{towns}"
    )
    plan = loaded.plan
    assert plan is not None
    now = situation(plan, TODAY)
    made = forms(now, {one.name for one in plan.towns})
    read = [Filled(one.unit, Head(one.unit, TODAY, ""), tuple(_entries(one, plan)), ()) for one in made]
    profile = cProfile.Profile()
    profile.enable()
    found = collected(now, read, TODAY)
    made_steps = recorded(loaded, steps_of(found), TODAY)
    profile.disable()
    assert len(made_steps.steps) == 2 * n
    return sum(entry.callcount for entry in profile.getstats())


def _entries(form: Form, plan: Plan) -> Iterator[Entry]:
    for row in form.rows:
        key = read_key(row.key, plan.title, shown_as(row.number, row.name))
        assert key is not None
        yield Entry(5, key, row.name, Said(Progress.STARTED))
