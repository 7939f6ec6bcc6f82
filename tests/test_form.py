"""Forms for those who have no terminal: what they list, and how the file holds what may be filled in."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from conftest import EXAMPLE, Done, Fuquan
from filling import TODAY, blank
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from plans import plan_of, task, written
from programs import printed, text_of

from fuquan import workbook
from fuquan.export import to_form
from fuquan.forms.filled import Filled, filled
from fuquan.forms.form import COLUMNS, KEY, SHEET, forms
from fuquan.forms.keys import read_head
from fuquan.load import load
from fuquan.model import Plan
from fuquan.owed import situation


def sheet_of(data: bytes) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [SHEET]
    return book[SHEET]


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row[: KEY - 1]] for row in sheet.iter_rows(min_row=4)]


def test_a_form_lists_what_is_open_with_what_is_on_record() -> None:
    sheet = sheet_of(blank("红杨镇"))
    assert sheet["A1"].value == "红杨镇任务办理情况填报表"
    assert sheet["A2"].value == "《芜湖市湾沚区推进镇赋权工作实施方案》任务清单，截至2023年5月10日"
    told = (
        "填表说明：1.只填黄色的格，没有变化的不填。"
        "2.进展从下拉框选“已完成”“推进中”或者“尚未开展”，也可以直接写进展情况。\n"
        "3.已完成的填完成日期（如 2023-4-26）和佐证材料的名称；尚未完成的填原因和预计完成时间。%s"
        "4.请不要增删、移动行列。填好后存为 .xlsx 发回。"
    )
    assert sheet["A3"].value == told % "月报送的行，已经报了的选“已报送”，填报送的日期。"
    assert sheet_of(blank("区委编办"))["A3"].value == told % ""
    assert [row[:5] for row in rows(sheet)] == [
        ["序号", "任务", "完成时限", "应办日期", "状态和已有记录"],
        [2, "签订赋权事项承接确认书", "4月底前", datetime(2023, 4, 30), "逾期10天；4月25日开始；原因：待区级单位盖章；预计5月15日完成"],
        [8, "结合法治政府建设、优化营商环境、“互联网+政务服务”等工作，做好赋权事项公示，加强镇各类清单宣传解读，不断提升基层群众清单知晓率", "持续推进", None, "持续推进；5月6日开始"],
        [9, "严格落实执法人员持证上岗制度", "4月底前", datetime(2023, 4, 30), "逾期10天；未报送"],
        [10, "开展审批执法岗前业务培训", "4月底前", datetime(2023, 4, 30), "逾期10天；未报送"],
        [13, "镇承接赋权事项公布后，依托省政务服务事项管理平台，编制发布审批事项实施清单，拓宽“五端”办理渠道，长三角政务服务地图发布运行", "6月底前", datetime(2023, 6, 30), "未到期；暂无记录"],
        [14, "报送4月情况", "每月20日前", datetime(2023, 4, 20), "未报送"],
        [14, "报送5月情况", "每月20日前", datetime(2023, 5, 20), "未报送"],
    ]  # fmt: skip
    assert all(cell is None for row in rows(sheet)[1:] for cell in row[5:])


def standing(plan: Plan, unit: str, day: date = TODAY) -> dict[tuple[int, str], str]:
    found = forms(situation(plan, day), {unit})
    return {(row.number, row.name): row.standing for one in found for row in one.rows}


def test_what_is_said_of_rows_that_wait_recur_or_were_due_before_the_issue(unrecorded: Path) -> None:
    plan = load(unrecorded).plan
    assert plan is not None
    told = standing(plan, "区司法局", date(2024, 1, 10))
    assert [text for (number, _), text in told.items() if number == 12] == ["待省级部署；暂无记录"]
    months = [name for number, name in told if number == 14]
    assert (months[0][-9:], months[-1][-5:], len(months)) == ("（2023年4月）", "况（1月）", 10)
    assert standing(plan, "区委编办")[1, "确定承接事项"] == "逾期40天；未报送；方案印发前已到期，请先核实是否已完成"


def test_the_rest_of_a_record_is_shown(data: Callable[..., Path]) -> None:
    plan = load(
        data(
            towns={
                "started: 2023-04-25\n": "started: 2023-04-25\n        evidence: [甲, 乙]\n        notes:\n          - {date: 2023-05-02, text: 已送审}\n"
            }
        )
    ).plan
    assert plan is not None
    assert standing(plan, "红杨镇")[2, "签订赋权事项承接确认书"] == (
        "逾期10天；4月25日开始；佐证材料：甲、乙；原因：待区级单位盖章；预计5月15日完成；5月2日说明：已送审"
    )


def test_an_adjusted_day_and_returns_that_came(data: Callable[..., Path], fuquan: Fuquan) -> None:
    sheet = sheet_of(blank("区委编办"))
    assert rows(sheet)[1][:4] == [
        4,
        "结合实际研究提出组建镇综合执法机构的具体方案",
        "4月底前（已调整）",
        datetime(2023, 5, 19),
    ]
    folder = data()
    fuquan("received", "2023-04", "-u", "红杨镇", data=folder)
    moved = ("--period", "2023-05", "--due", "5月25日", "--basis", "甲", "--reason", "乙")
    fuquan("adjust", "14", *moved, data=folder)
    *_, last = told = rows(sheet_of(blank("红杨镇", folder)))
    assert last[1:4] == ["报送5月情况", "每月20日前（已调整）", datetime(2023, 5, 25)]
    assert "报送4月情况" not in [row[1] for row in told]
    fuquan("adjust", "14", "-u", "区司法局", *moved[:3], "5月18日", *moved[4:], data=folder)
    assert rows(sheet_of(blank("红杨镇", folder)))[-1][3] == datetime(2023, 5, 18)  # when it is first needed


def test_returns_of_other_grains_and_from_before_the_issue_are_not_asked_for() -> None:
    units = "  - name: 局\n  - name: 各镇\n    members: towns\n  - name: 一组\n    members: [局]\n"
    quarterly = task("每季度首月10日前", more=", collects: 各镇")
    early = task("每月20日前", number=2, more=", collects: 各镇, from: 2023-03")
    plan = plan_of(f"{quarterly}\n{early}", units)
    assert [row.name for one in forms(situation(plan, TODAY), {"甲镇"}) for row in one.rows] == [
        "报送4月情况",
        "报送5月情况",
    ]
    group = plan_of(task("每月20日前", more=", collects: 一组"), units)
    assert forms(situation(group, TODAY), {"甲镇"}) == ()


def test_only_the_cells_to_fill_are_unlocked() -> None:
    sheet = sheet_of(blank("红杨镇"))
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert (sheet.protection.formatRows, sheet.protection.formatColumns) == (False, False)
    free = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    tasks = {f"{column}{row}" for row in range(5, 10) for column in "FGHIJ"}
    assert free == tasks | {f"{column}{row}" for row in (10, 11) for column in "FG"}


def test_cells_say_what_belongs_into_them_and_refuse_the_rest() -> None:
    sheet = sheet_of(blank("红杨镇"))
    found = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert set(found) == {f"{column}5:{column}9" for column in "FGHIJ"} | {"F10:F11", "G10:G11"}
    found = {places.partition(":")[0]: one for places, one in found.items()}
    assert [(found[cell].type, found[cell].formula1, found[cell].showErrorMessage) for cell in ("F5", "F10")] == [
        ("list", '"已完成,推进中,尚未开展"', False),
        ("list", '"已报送"', True),
    ]
    assert [(found[cell].errorTitle, found[cell].error) for cell in ("F5", "F10")] == [
        (None, None),
        ("进展", "这一行请选“已报送”，或者不填"),
    ]
    done, expected = found["G5"], found["J5"]
    assert (done.type, done.operator, done.formula1, done.formula2) == ("date", None, "44927", "TODAY()")
    assert (done.promptTitle, done.prompt) == ("完成日期", "请填年月日，如 2023-4-26；没有完成的不填")
    assert (done.errorTitle, done.error) == ("日期不对", "请填年月日，如 2023-4-26；应在2023年1月1日以后，不晚于今天")
    assert (expected.operator, expected.formula1, expected.formula2) == (None, "45056", "47118")
    assert expected.error == "请填年月日，如 2023-4-26；应在2023年5月10日到2028年底之间"
    assert found["G10"].promptTitle == "报送日期"
    assert [(sheet[cell].number_format) for cell in ("F5", "G5", "H5", "J5", "D5")] == [
        "@", 'yyyy"年"m"月"d"日"', "@", 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"d"日"',
    ]  # fmt: skip


def test_a_form_near_the_end_of_the_calendar() -> None:
    plan = plan_of(task("4月底前"), "  - name: 局\n")
    [one] = forms(situation(plan, date(9998, 1, 1)), {"局"})
    [rule] = (
        one for one in sheet_of(to_form.form(one)).data_validations.dataValidation if one.promptTitle == "预计完成时间"
    )
    assert rule.formula2 == "2958465"


def test_keys_are_plain_and_hidden() -> None:
    sheet = sheet_of(blank("红杨镇"))
    assert sheet.column_dimensions["K"].hidden
    assert re.fullmatch(r"赋权填报表1\|2023-05-10\|[0-9a-f]{12}\|[0-9a-f]{12}\|红杨镇", str(sheet["K1"].value))
    keys = [str(sheet[f"K{row}"].value) for row in range(5, 12)]
    assert [key.split("|")[1:4] for key in keys] == [
        ["2", "", ""], ["8", "", ""], ["9", "", ""], ["10", "", ""], ["13", "", ""], ["14", "2023-04", "R"], ["14", "2023-05", "R"],
    ]  # fmt: skip


def test_it_prints_across_on_a4_with_its_heading_on_each_page(tmp_path: Path) -> None:
    sheet = sheet_of(blank("红杨镇"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.print_area, sheet.freeze_panes) == ("$4:$4", "'填报表'!$A$1:$J$11", "C5")
    file = tmp_path / "表.xlsx"
    file.write_bytes(blank("红杨镇"))
    text = text_of(printed(file, tmp_path))
    assert "红杨镇任务办理情况填报表" in text
    assert "第 1 页，共 1 页" in text
    assert "赋权填报表1" not in text


@pytest.mark.parametrize("title", ["=cmd()", "+1", "-1", "@x", "[red]x", "<script>", "a\\tb", "甲" * 500, "\\x1b[31m"])
def test_texts_of_the_plan_are_text(title: str) -> None:
    row = f'  - {{id: 1, section: 一, title: "{title}", deadline: 4月底前, units: [局]}}'
    plan = plan_of(row, '  - {name: "局"}')
    [one] = forms(situation(plan, TODAY), {"局"})
    cell = sheet_of(to_form.form(one))["B5"]
    assert (cell.data_type, cell.value) == ("s", title if len(title) < 240 else f"{'甲' * 240}…")
    assert (sheet_of(to_form.form(one)).row_dimensions[5].height or 0) <= 409


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_form_for_each_body(fuquan: Fuquan, tmp_path: Path) -> None:
    out = tmp_path / "发出"
    done = fuquan("form", "--all", "-o", str(out))
    assert done == Done(
        status=0,
        out=f"已写出9份填报表到“{out}”：区委编办7项、区司法局6项、区数据资源管理局1项、区级执法单位3项、湾沚镇4项、"
        "陶辛镇4项、六郎镇4项、花桥镇5项、红杨镇7项。\n",
        err="",
    )
    assert names(out)[:2] == ["镇赋权工作-六郎镇-填报表-2023-05-10.xlsx", "镇赋权工作-区司法局-填报表-2023-05-10.xlsx"]
    assert (out / "镇赋权工作-红杨镇-填报表-2023-05-10.xlsx").read_bytes() == blank("红杨镇")


def test_forms_are_replaced_only_with_force(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fuquan("form", "-u", "红杨镇", "-o", "发出").out == "已写出1份填报表到“发出”：红杨镇7项。\n"
    again = fuquan("form", "-u", "红杨镇", "-o", "发出")
    assert (again.status, again.out) == (2, "")
    assert again.err.startswith("错误：“发出”里已经有“镇赋权工作-红杨镇-填报表-2023-05-10.xlsx”")
    assert fuquan("form", "-u", "红杨镇", "-o", "发出", "--force").status == 0
    assert fuquan("form", "-u", "花桥镇").out == "已写出1份填报表到“镇赋权工作-填报表-2023-05-10”：花桥镇5项。\n"


def test_forms_are_files_and_no_stream(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = "错误：填报表是 Excel 文件，一家一份，不能写到标准输出\n请用 -o 写明文件夹\n"
    assert fuquan("form", "-u", "红杨镇", "-o", "-") == Done(status=2, out="", err=told)
    assert list(tmp_path.iterdir()) == []


def test_of_many_forms_the_rows_are_counted(fuquan: Fuquan, tmp_path: Path) -> None:
    units = "".join(f"  - name: 第{n}局\n" for n in range(13))
    folder = written(tmp_path, task("4月底前", "、".join(f"第{n}局" for n in range(13)).replace("、", ", ")), units)
    done = fuquan("form", "--all", "-o", str(tmp_path / "表"), data=folder)
    assert done.out == f"已写出13份填报表到“{tmp_path / '表'}”：共13项。\n"


@pytest.mark.parametrize(
    ("command", "name", "what"), [("form", "xlsxwriter", "写"), ("collect", "python_calamine", "读取")]
)
def test_without_the_libraries_it_says_how_to_install_them(tmp_path: Path, command: str, name: str, what: str) -> None:
    form = tmp_path / "表.xlsx"
    form.write_bytes(blank("红杨镇"))
    script = f"import sys; sys.modules[{name!r}] = None\n"
    script += "from fuquan.cli.app import app; from fuquan.cli.shell import run; sys.exit(run(app, sys.argv[1:]))"
    typed = ["form", "--all", "-o", str(tmp_path / "出")] if command == "form" else ["collect", str(form)]
    env = {"FUQUAN_DATA": str(EXAMPLE), "FUQUAN_TODAY": "2023-05-10", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", script, *typed],
        check=False,
        capture_output=True,
        env=env,
        cwd=EXAMPLE.parents[2],
        encoding="utf-8",
    )
    package = {"xlsxwriter": "XlsxWriter", "python_calamine": "python-calamine"}[name]
    told = f'错误：{what} Excel 文件要用到 {package}，还没有安装\n请先运行 "{sys.executable}" -m pip install "fuquan[office]"\n'
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)
    assert not (tmp_path / "出").exists()


def test_whom_a_form_is_for(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fuquan("form", "-u", "各镇", "-o", "各镇").out.startswith("已写出5份填报表到“各镇”：")
    assert fuquan("form", "-o", "无").err == (
        "错误：没有写给哪家单位做表\n请用 --unit 写明单位，或者用 --all 给每一家还有任务没有完成的单位都做一份\n"
    )
    both = fuquan("form", "--all", "-u", "红杨镇", "-o", "无")
    assert both.err == "错误：--all 是所有单位，不能与 --unit 同用\n请去掉其中一个\n"
    assert fuquan("form", "-u", "红羊镇", "-o", "无").status == 2
    assert fuquan("form", "--all", "-o", "").err == "错误：--output 是空的\n请写上内容，或者去掉这个选项\n"
    assert fuquan("form", "--all", "-o", "无", "--today", "2023-04-17").err == (
        "错误：2023年4月17日时方案还没有印发，没有任务可填报\n方案2023年4月18日印发，请核对日期\n"
    )
    assert not Path("无").exists()


def test_whoever_has_nothing_open_gets_none(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    units = "  - name: 局\n    progress: {1: {done: 2023-04-20}}\n  - name: 处\n"
    folder = written(tmp_path, f"{task('4月底前', '局')}\n{task('4月底前', '处', 2)}", units)
    told = "局没有要填报的任务，没有做表。\n"
    assert fuquan("form", "-u", "局", "-o", "表", data=folder) == Done(status=0, out=told, err="")
    assert not Path("表").exists()
    both = fuquan("form", "-u", "局", "-u", "处", "-o", "表", data=folder)
    assert both.out == f"已写出1份填报表到“表”：处1项。\n{told}"
    assert names(Path("表")) == ["示例方案-处-填报表-2023-05-10.xlsx"]


def test_names_that_differ_only_in_what_a_file_cannot_be_called(fuquan: Fuquan, tmp_path: Path) -> None:
    units = '  - {name: "甲/乙"}\n  - {name: "甲:乙"}\n  - {name: "../../甲"}\n'
    folder = written(tmp_path, task("4月底前", '"甲/乙", "甲:乙", "../../甲"'), units)
    assert fuquan("form", "--all", "-o", str(tmp_path / "表"), data=folder).status == 0
    assert names(tmp_path / "表") == [
        "示例方案-甲-填报表-2023-05-10.xlsx",
        "示例方案-甲_乙-2-填报表-2023-05-10.xlsx",
        "示例方案-甲_乙-填报表-2023-05-10.xlsx",
    ]


def test_columns_are_named_as_the_forms_that_are_out() -> None:
    assert COLUMNS == (
        "序号",
        "任务",
        "完成时限",
        "应办日期",
        "状态和已有记录",
        "进展",
        "完成日期",
        "佐证材料",
        "原因",
        "预计完成时间",
    )
    assert sheet_of(blank("红杨镇", EXAMPLE))["J4"].value == COLUMNS[-1]


TEXTS = st.text(st.sampled_from("甲乙 \u3000。|_x0041\n\t'\"<>&=+-@[]；;（") | st.characters(codec="utf-8"), min_size=1)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
@example("\\", "无", "—")
def test_whatever_the_plan_is_called_its_forms_are_known_again(title: str, unit: str, name: str) -> None:
    row = task("4月底前")
    plan = plan_of(row, "  - name: 局\n")
    own = replace(plan.units[0], name=unit)
    plan = replace(plan, title=title, units=(own,), tasks=(replace(plan.tasks[0], title=name, units=(unit,)),))
    [form] = forms(situation(plan, TODAY), {unit})
    sheet = workbook.read(to_form.form(form), SHEET)
    assert isinstance(sheet, workbook.Sheet)
    assert filled("表.xlsx", sheet, plan, TODAY) == Filled(
        "表.xlsx", read_head(form.key), (), (), rows=frozenset({(1, None, False)})
    )
