"""Workbooks read back with other libraries than wrote them, and opened and printed by LibreOffice."""

import csv
import datetime as dt
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import EXAMPLE, Done, Fuquan
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook as Book
from plans import HEAD, task, written
from programs import printed, program, text_of
from python_calamine import CalamineWorkbook
from repos import saved

from fuquan.errors import FuquanError
from fuquan.export import to_xlsx
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.query import tallies
from fuquan.text import printable
from fuquan.view.workbook import Cell, Head, Kind, Leaf, Starred, Workbook

DAY = dt.date(2023, 5, 10)
UNITS = "  - {name: 局}\n  - {name: 各镇, members: towns}"


def opened(made: bytes) -> Book:
    return openpyxl.load_workbook(io.BytesIO(made))


def of_one(*leaves: Leaf, title: str = "方案", author: str = "") -> bytes:
    return to_xlsx.workbook(Workbook(title=title, author=author, day=DAY, leaves=leaves))


def leaf(*rows: tuple[Cell, ...], kinds: tuple[Kind, ...] = ("text",), width: int = 10, **more: Any) -> Leaf:
    heads = tuple(Head(f"列{n}", width, kind) for n, kind in enumerate(kinds, 1))
    return Leaf(**{"name": "表", "title": "题", "under": ("截至",), "heads": heads, "rows": rows, **more})


@pytest.fixture
def exported(fuquan: Fuquan, tmp_path: Path) -> Callable[..., bytes]:
    """The bytes of `export xlsx` with these options."""

    def exported(*args: str, data: Path | None = None) -> bytes:
        path = tmp_path / "出.xlsx"
        done = fuquan("export", "xlsx", "-o", str(path), "--force", *args, data=data)
        assert done.status == 0, done.err
        assert done.out.startswith(f"已写出 {path}：")
        return path.read_bytes()

    return exported


def told(book: Book) -> Iterator[str]:
    """All that the workbook says, and how it is laid out for screen and print."""
    properties = book.properties
    yield f"{properties.title} / {properties.creator} / {properties.created} / {properties.lastModifiedBy}"
    for sheet in book.worksheets:
        setup = sheet.page_setup
        yield f"\n== {sheet.title}"
        yield f"合并 {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}"
        yield f"冻结 {sheet.freeze_panes} 筛选 {sheet.auto_filter.ref} 标题行 {sheet.print_title_rows}"
        yield (
            f"纸 {setup.paperSize} {setup.orientation} 宽{setup.fitToWidth or 1}高{setup.fitToHeight} "
            f"{sheet.sheet_properties.pageSetUpPr.fitToPage} 页脚 {sheet.oddFooter.center.text}"
        )
        yield from (f"色 {one.sqref} {rule.formula}" for one in sheet.conditional_formatting for rule in one.rules)
        for row in sheet.iter_rows():
            yield f"{row[0].row}\t" + "\t".join(map(_told, row))


def _told(cell: Any) -> str:
    if cell.value is None:
        return ""
    form = "" if cell.number_format == "General" else f"[{cell.number_format}]"
    value = cell.value.date().isoformat() if isinstance(cell.value, dt.datetime) else repr(cell.value)
    return f"{value}{form}"


def test_every_cell_of_the_example(exported: Callable[..., bytes], golden: Callable[[str, str], None]) -> None:
    golden("export.xlsx.txt", "\n".join(told(opened(exported()))) + "\n")


def test_the_annex_says_what_csv_says(exported: Callable[..., bytes], fuquan: Fuquan) -> None:
    """With real dates and numbers; and every row has its section, merged or not."""
    titles, *rows = csv.reader(io.StringIO(fuquan("export", "csv", "-o", "-").out.lstrip("\ufeff"), newline=""))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(exported())).get_sheet_by_name("总表").to_python()
    assert sheet[2] == titles
    assert [[_as_csv(value) for value in row] for row in sheet[3:]] == rows
    types = {type(row[5]) for row in sheet[3:]} | {type(row[11]) for row in sheet[3:]}
    assert types == {dt.date, str}


def _as_csv(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_the_bodies_are_those_of_the_model(exported: Callable[..., bytes], example: Plan) -> None:
    sheet = opened(exported())["责任单位"]
    rows = tallies(situation(example, DAY), example.bodies())
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=3 + len(rows))] == [
        [
            *(one.unit.name, one.tasks, one.expected, one.done, one.done_late, one.overdue),
            *(one.due_today, one.due_soon, "-" if one.rate is None else one.rate),
        ]
        for one in rows
    ]


def test_a_chart_shows_what_each_body_has_done_of_what_was_due(exported: Callable[..., bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(exported())) as files:
        [chart] = [name for name in files.namelist() if name.startswith("xl/charts/chart")]
        text = files.read(chart).decode()
    assert re.findall("<c:f>(.*?)</c:f>", text) == [
        *("责任单位!$C$3", "责任单位!$A$4:$A$13", "责任单位!$C$4:$C$13"),
        *("责任单位!$D$3", "责任单位!$A$4:$A$13", "责任单位!$D$4:$D$13"),
    ]
    assert "".join(re.findall("<a:t>(.*?)</a:t>", text)) == "各单位应完成、已完成项数（截至2023年5月10日）"
    assert '<c:barDir val="bar"/>' in text


def test_of_one_body_there_are_its_own_rows_alone(exported: Callable[..., bytes]) -> None:
    book = opened(exported("-u", "红杨镇"))
    assert book.sheetnames == ["总表", "镇×任务", "责任单位", "逾期"]
    assert [book["责任单位"].cell(row, 1).value for row in (1, 4, 5)] == ["责任单位办理情况（红杨镇）", "红杨镇", None]
    assert [book["镇×任务"].cell(row, 1).value for row in range(3, 8)] == ["镇", "红杨镇", None, "已完成镇数", None]
    assert [row[0].value for row in book["逾期"].iter_rows(min_row=4)] == [2, 9, 10]
    assert opened(exported("-u", "区委编办")).sheetnames == ["总表", "责任单位", "逾期"]


def test_as_it_was_on_a_day(
    exported: Callable[..., bytes], fuquan: Fuquan, top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{HEAD % ''}tasks:\n{task('4月底前')}\nunits:\n  - {{name: 局%s}}\n"
    for when, progress in (("2023-05-01", ""), ("2023-05-05", ", progress: {1: {done: 2023-05-04}}")):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{when}T12:00:00+0800")
        saved(top, {"data/tasks.yaml": (text % progress).encode()})
    made = exported("--at", "2023-05-03", data=top / "data")
    assert lines_of(made, "总表")[1] == "截至2023年5月3日"
    assert [opened(made)["总表"][place].value for place in ("G5", "H5")] == ["逾期", 3]
    assert opened(exported("--at", "2023-05-06", data=top / "data"))["总表"]["G4"].value == "已完成"


def lines_of(made: bytes, name: str) -> list[str]:
    """What stands in the first column of a sheet, as text."""
    return [str(row[0].value) for row in opened(made)[name].iter_rows() if row[0].value is not None]


def test_nothing_late_is_said_of_all_that_was_asked_about(exported: Callable[..., bytes], fuquan: Fuquan) -> None:
    said = lines_of(exported("-u", "区委编办"), "逾期")
    assert said == ["逾期任务（区委编办）", "截至2023年5月10日", fuquan("overdue", "-u", "区委编办").out.rstrip("\n")]


@pytest.mark.parametrize(
    ("options", "scope", "said"),
    [
        (
            ["--section", "二"],
            "符合条件的任务3项，清单共15项",
            "所选的3项中没有逾期任务（截至2023年5月10日；清单共15项，其中逾期3项不在所选之内）。",
        ),
        (
            ["--state", "今日到期"],
            "符合条件的任务0项，清单共15项",
            "没有符合条件的任务（截至2023年5月10日；清单共15项，其中逾期3项不在所选之内）。",
        ),
        (
            ["-u", "区委编办", "--section", "二"],
            "符合条件的任务3项，共承担10项",
            "所选的3项中没有逾期任务（截至2023年5月10日；共承担10项，其余的也没有逾期）。",
        ),
    ],
)
def test_of_a_part_it_is_said_that_it_is_one(
    exported: Callable[..., bytes], options: list[str], scope: str, said: str
) -> None:
    _, under, told = lines_of(exported(*options), "逾期")
    assert (under, told) == (f"截至2023年5月10日；{scope}", said)


def test_a_part_that_is_late_says_so_too(exported: Callable[..., bytes]) -> None:
    assert lines_of(exported("--state", "逾期"), "逾期")[1] == "截至2023年5月10日；符合条件的任务3项，清单共15项"


def test_sheets_without_a_row_are_a_sentence(exported: Callable[..., bytes]) -> None:
    made = exported("--state", "今日到期")
    assert lines_of(made, "总表")[2:] == ["序号", "没有符合条件的任务（截至2023年5月10日；清单共15项）。"]
    assert lines_of(made, "镇×任务")[2:] == ["没有符合条件的任务（截至2023年5月10日；清单共15项）。"]
    assert lines_of(exported("--section", "六"), "镇×任务")[2:] == ["这些任务都不由镇承担。"]
    assert opened(made)["总表"].auto_filter.ref is None


def test_what_the_calendar_does_not_know_is_said_on_each_sheet(exported: Callable[..., bytes], tmp_path: Path) -> None:
    tasks = f"{task('印发之日起15个工作日内', '局')}\n{task('持续推进', '各镇', 2)}"
    data = written(tmp_path, tasks, UNITS, "until: 2100-12-31", 'towns: [{name: 甲镇, code: "340210100"}]')
    path = data / "tasks.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023", "2100"), encoding="utf-8")
    options = ("--today", "2100-05-20")
    for name in ("总表", "镇×任务", "责任单位", "逾期"):
        assert lines_of(exported(*options, data=data), name)[1:4] == [
            "截至2100年5月20日",
            "尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。",
            "没有2100年的节假日安排，按工作日计的时限无法推算，暂作时限待定。",
        ]
    doubt = "缺少2100年的节假日安排，按工作日计的任务无法判断"
    assert lines_of(exported(*options, data=data), "逾期")[4] == (
        f"没有逾期任务（截至2100年5月20日；共2项，尚无任务到时限；{doubt}）。"
    )
    assert lines_of(exported(*options, "--kind", "ongoing", data=data), "逾期")[4] == (
        f"所选的1项中没有逾期任务（截至2100年5月20日；清单共2项，其余的也没有逾期；{doubt}）。"
    )


def test_towns_by_task(exported: Callable[..., bytes], tmp_path: Path) -> None:
    """What was done late bears a star, what is not owed a stroke; late periods without a column are named below."""
    tasks = "\n".join(
        [
            task("4月底前", "各镇"),
            task("每月20日前", "各镇", 2, ", from: 2023-01"),
            task("1月底前", "局", 3),
            task("持续推进", "各镇", 4),
        ]
    )
    towns = """\
towns:
  - {name: 甲镇, code: "340210100", progress: {1: {done: 2023-05-02}, 4: {started: 2023-05-01}}}
  - {name: 乙镇, code: "340210101", since: 2023-05-01, progress: {2: {2023-05: {done: 2023-05-04}}}}
  - name: 丙镇
    code: "340210102"
    progress: {1: {done: 2022-12-30}, 4: {notes: [{date: 2023-05-02, text: 在办}]}}
"""
    sheet = opened(exported(data=written(tmp_path, tasks, UNITS, towns=towns)))["镇×任务"]
    assert [[_told(cell) for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        [
            *("'镇'", r"'任务1\n任务\n4月30日'", r"'任务2（3月）\n任务\n3月20日'", r"'任务2（4月）\n任务\n4月20日'"),
            *(r"'任务2（5月）\n任务\n5月20日'", r"'任务4\n任务\n持续推进'", "'应完成'", "'已完成'"),
        ],
        [
            *(
                "'甲镇'",
                '2023-05-02[m"月"d"日*"]',
                r"'逾期51天\n（未报送）'",
                r"'逾期20天\n（未报送）'",
                "'-'",
                "'推进中'",
            ),
            *('5[0;-0;"-"]', '1[0;-0;"-"]'),
        ],
        ["'乙镇'", "'/'", "'/'", "'/'", '2023-05-04[m"月"d"日"]', "'-'", '0[0;-0;"-"]', '0[0;-0;"-"]'],
        [
            *(
                "'丙镇'",
                '2022-12-30[yyyy"年"m"月"d"日"]',
                r"'逾期51天\n（未报送）'",
                r"'逾期20天\n（未报送）'",
                "'-'",
                "'有说明'",
            ),
            *('5[0;-0;"-"]', '1[0;-0;"-"]'),
        ],
        [""] * 8,
        ["'已完成镇数'", '2[0;-0;"-"]', '0[0;-0;"-"]', '0[0;-0;"-"]', '1[0;-0;"-"]', "", "", ""],
        [""] * 8,
        [
            "'日期为完成日期，*为逾期完成，-为暂无记录，/为不承担；应完成、已完成为已到时限的项数（按月等重复任务每期计1项）。'",
            *[""] * 7,
        ],
        ["'任务2未列出的各期中逾期的还有：甲镇1月、2月；丙镇1月、2月。'", *[""] * 7],
    ]


def test_sections_are_merged_and_every_row_keeps_its_own() -> None:
    rows = (("一",), ("一",), ("二",), ("三",), ("三",), ("三",))
    made = of_one(leaf(*rows, spanned=frozenset({0})))
    sheet = opened(made)["表"]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A4:A5", "A7:A9"]
    assert sheet.auto_filter.ref == "A3:A9"
    assert CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()[3:] == [
        [*x] for x in rows
    ]
    [hint] = sheet.data_validations.dataValidation
    assert (str(hint.sqref), hint.prompt) == (
        "A3",
        "要排序，请先取消本列的单元格合并；每行都有自己的“主要任务”，不会丢失。",
    )


def test_a_merged_text_has_room_in_its_rows_together() -> None:
    sheet = opened(of_one(leaf(("很长" * 20,), ("很长" * 20,), spanned=frozenset({0}))))["表"]
    assert [sheet.row_dimensions[row].height for row in (4, 5)] == [75.75, 75.75]  # Excel counts pixels


def test_a_long_section_is_merged_page_by_page() -> None:
    rows = tuple(("一", "字" * 40) for _ in range(9))
    sheet = opened(of_one(leaf(*rows, kinds=("text", "text"), spanned=frozenset({0}))))["表"]
    assert sheet.row_dimensions[4].height == 146.25
    merged = sorted(str(one) for one in sheet.merged_cells.ranges if one.min_row > 3)
    assert merged == ["A10:A12", "A4:A6", "A7:A9"]


TEXTS = st.text(
    st.one_of(st.sampled_from("甲乙，\"'=+-@,;\n\t\r \u3000\x1b\u202e<>&[]\\_x0D{}#😀"), st.characters()), max_size=30
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), TEXTS)
@example([("=1+1", "+86"), ("-1", "@甲"), ("\t甲", "\r甲"), ("http://example.invalid", "{=1}")], "=1")
@example([("_x000D_", "1"), (" 甲 ", "2023-05-10"), ("\ud800", "\ufffe\uffff")], "&P &N &&")
def test_any_text_reads_back_as_a_text(rows: list[tuple[str, str]], title: str) -> None:
    made = of_one(leaf(*rows, kinds=("text", "mark"), title=title, notes=(title,)), title=title, author=title)
    sheet = opened(made)["表"]
    shown = [[_as_read(text) for text in row] for row in rows]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=3 + len(rows))] == shown
    assert [sheet.cell(row, 1).value or None for row in (1, 5 + len(rows))] == [_as_read(title)] * 2
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    with zipfile.ZipFile(io.BytesIO(made)) as files:
        assert sheet_xml(files).count("<f>") == 0
        assert not [name for name in files.namelist() if "externalLink" in name or name.endswith("sheet1.xml.rels")]


def _as_read(text: str) -> str | None:
    return "\n".join(map(printable, text.split("\n"))) or None


def sheet_xml(files: zipfile.ZipFile) -> str:
    return "".join(files.read(name).decode() for name in files.namelist() if name.startswith("xl/worksheets/sheet"))


def test_texts_of_a_plan_stay_texts(exported: Callable[..., bytes], tmp_path: Path) -> None:
    hostile = "=cmd|' /C calc'!A0"
    tasks = task("4月底前", '"=局", 各镇').replace("title: 任务", f'title: "{hostile}"')
    units = (
        '  - {name: "=局", progress: {1: {started: 2023-04-20, reason: "@甲\\n+1"}}}\n  - {name: 各镇, members: towns}'
    )
    data = written(tmp_path, tasks, units, 'office: "=办"', 'towns: [{name: "-镇", code: "340210100"}]')
    made = exported(data=data)
    book = opened(made)
    assert [book["总表"][place].value for place in ("C4", "E4", "K4")] == [hostile, "=局、各镇", "=局：@甲\n+1"]
    assert book["镇×任务"]["A4"].value == "-镇"
    assert book["镇×任务"]["B3"].value == f"任务1\n{hostile}\n4月30日"
    assert book.properties.creator == "=办"
    with zipfile.ZipFile(io.BytesIO(made)) as files:
        assert "<f>" not in sheet_xml(files)


def test_a_text_too_long_for_a_cell_says_so() -> None:
    told = "…（全文40000字，一格写不下）"
    value = opened(of_one(leaf(("😀" * 40_000,))))["表"]["A4"].value
    assert value == "😀" * ((32_767 - len(told)) // 2) + told
    assert len(value.encode("utf-16-le")) // 2 <= 32_767


def test_no_row_is_taller_than_excel_allows() -> None:
    """A column grows wider for what would else be cut, but not for what would be cut anyway."""
    long, endless = "很长的文字，" * 100, "没完没了" * 5_000
    sheet = opened(of_one(leaf((long,), ("短",))))["表"]
    assert sheet.column_dimensions["A"].width > 40
    assert sheet.row_dimensions[4].height <= 409
    assert sheet["A7"].value is None
    sheet = opened(of_one(leaf((endless,), ("短",))))["表"]
    assert sheet.column_dimensions["A"].width < 12
    assert (sheet.row_dimensions[4].height, sheet["A4"].alignment.vertical) == (408.75, "top")
    assert sheet["A7"].value == "有的单元格文字过长，超出 Excel 的最大行高，打印时显示不全；全文在单元格内。"


@pytest.mark.parametrize(
    ("value", "kind", "read", "form"),
    [
        (dt.date(2023, 5, 10), "day", dt.datetime(2023, 5, 10), 'yyyy"年"m"月"d"日"'),
        (dt.date(1900, 1, 1), "day", dt.datetime(1900, 1, 1), 'yyyy"年"m"月"d"日"'),
        (dt.date(9999, 12, 31), "day", dt.datetime(9999, 12, 31), 'yyyy"年"m"月"d"日"'),
        (dt.date(1899, 12, 31), "day", "1899年12月31日", "General"),
        (Starred(dt.date(2022, 5, 10)), "mark", dt.datetime(2022, 5, 10), 'yyyy"年"m"月"d"日*"'),
        (Starred(dt.date(1899, 5, 10)), "mark", "1899年5月10日*", "General"),
        (7, "number", 7, '0;-0;"-"'),
        (0.5, "share", 0.5, "0.0%"),
        ("-", "share", "-", "General"),
        (None, "text", None, "General"),
    ],
)
def test_what_a_cell_holds(value: Cell, kind: Kind, read: object, form: str) -> None:
    cell = opened(of_one(leaf((value,), kinds=(kind,))))["表"]["A4"]
    assert (cell.value, cell.number_format) == (read, form)


def test_days_are_centred_and_what_several_bodies_say_of_theirs_is_not() -> None:
    rows: tuple[tuple[Cell, ...], ...] = ((dt.date(2023, 5, 10),), ("甲镇6月2日；乙镇6月4日",))
    sheet = opened(of_one(leaf(*rows, kinds=("day",))))["表"]
    assert [sheet[cell].alignment.horizontal for cell in ("A4", "A5")] == ["center", None]


def test_a_sheet_of_many_columns_is_several_pages_wide() -> None:
    """Each with the first column; what is written across stands beside it, on the first page."""
    kinds: tuple[Kind, ...] = ("text", *["mark"] * 60)  # type: ignore[assignment]
    row = ("镇", *["逾期10天（未报送）"] * 60)
    sheet = opened(of_one(leaf(row, kinds=kinds, width=20, kept=1, wide=True, notes=("注",))))["表"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (5, 0)
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$A", "$3:$3")
    assert (sheet.freeze_panes, sheet["A1"].value, sheet["B1"].value, sheet["B6"].value) == ("B4", None, "题", "注")


def test_a_sheet_that_excel_cannot_hold_is_refused() -> None:
    kinds: tuple[Kind, ...] = ("mark",) * 16_385
    with pytest.raises(FuquanError) as caught:
        of_one(leaf(kinds=kinds))
    assert (caught.value.message, caught.value.help) == (
        "“表”有16385列，Excel 的一张表至多16384列",
        "请用 --section、--state 等选项分几次导出",
    )


def test_charts_of_many_bodies_are_never_cut_by_a_page() -> None:
    rows = tuple((f"示例{n}镇", 5, 3) for n in range(60))
    made = of_one(leaf(*rows, kinds=("text", "number", "number"), bars=(1, 2)))
    with zipfile.ZipFile(io.BytesIO(made)) as files:
        charts = sorted(name for name in files.namelist() if name.startswith("xl/charts/chart"))
        shown = [re.findall("<c:f>(.*?)</c:f>", files.read(name).decode())[2] for name in charts]
    assert shown == ["表!$B$4:$B$28", "表!$B$29:$B$53", "表!$B$54:$B$63"]
    assert [one.id for one in opened(made)["表"].row_breaks.brk] == [28, 53]


def test_without_the_library_the_message_names_what_installs_it(tmp_path: Path) -> None:
    script = (
        "import sys\nsys.modules['xlsxwriter'] = None\n"
        "from fuquan.cli.app import app\nfrom fuquan.cli.shell import run\n"
        "sys.exit(run(app, ['export', 'xlsx', '-o', '甲.xlsx']))\n"
    )
    env = {"FUQUAN_DATA": str(EXAMPLE), "FUQUAN_TODAY": "2023-05-10", "PYTHONIOENCODING": "utf-8"}
    env |= {"PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, encoding="utf-8", cwd=tmp_path,
        env=os.environ | env,
    )  # fmt: skip
    assert Done(status=done.returncode, out=done.stdout, err=done.stderr) == Done(
        status=2,
        out="",
        err="错误：写 Excel 文件要用到 XlsxWriter，还没有安装\n"
        f'请先运行 "{sys.executable}" -m pip install "fuquan[office]"\n',
    )
    assert list(tmp_path.iterdir()) == []


def test_a_bar_moves_on_a_terminal_and_nowhere_else(
    exported: Callable[..., bytes], fuquan: Fuquan, tmp_path: Path
) -> None:
    assert fuquan("export", "xlsx", "-o", str(tmp_path / "甲.xlsx")).err == ""
    ours, theirs = pytest.importorskip("pty", exc_type=ImportError).openpty()
    env = {"FUQUAN_DATA": str(EXAMPLE), "FUQUAN_TODAY": "2023-05-10", "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "fuquan", "export", "xlsx", "-o", tmp_path / "乙.xlsx"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=theirs, env=os.environ | env)
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65_536):
            seen += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert done.stdout.decode() == f"已写出 {tmp_path / '乙.xlsx'}：15项任务。\n"
    assert "写 Excel 文件" in seen.decode()
    assert "100%" in seen.decode()
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes() == exported()


def test_libreoffice_prints_every_title_and_the_header_on_every_page(
    exported: Callable[..., bytes], example: Plan, tmp_path: Path
) -> None:
    file = tmp_path / "例.xlsx"
    file.write_bytes(exported())
    pdf = printed(file, tmp_path)
    pages = [re.sub(r"\s", "", page) for page in text_of(pdf).split("\f")[:-1]]
    assert [f"第{n}页，共{len(pages)}页" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    heads = [tuple(re.findall("序号|完成时限|责任单位|应办日期|逾期天数|备注", page))[:6] for page in pages[:2]]
    assert heads == [("序号", "完成时限", "责任单位", "应办日期", "逾期天数", "备注")] * 2
    # As drawn, cell by cell: in their layout the lines of one cell stand among those of others.
    command = [program("pdftotext"), "-raw", pdf, "-"]
    drawn = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    titles = [*(one.title for one in example.tasks), *(f"{one.id}、{one.title}" for one in example.sections)]

    def bare(text: str) -> str:
        return re.sub(r"[\s“”]", "", text)  # some fonts have these marks under another name

    assert [title for title in titles if bare(title) not in bare(drawn)] == []


def test_libreoffice_keeps_every_row_s_section(exported: Callable[..., bytes], tmp_path: Path) -> None:
    """Also under a merge, where its filter looks for it."""
    file = converted(exported(), "csv:Text - txt - csv (StarCalc):44,34,76,1", tmp_path)
    rows = [*csv.reader(io.StringIO(file.read_bytes().decode(), newline=""))][3:]
    assert [(row[0], row[1][:2]) for row in rows] == [
        (str(number), f"{section}、") for number, section in enumerate("一一二二二三三三四四四四五六六", 1)
    ]


def test_every_row_is_as_tall_as_libreoffice_would_have_it(exported: Callable[..., bytes], tmp_path: Path) -> None:
    """So no text is cut in print. It measures rows anew in a file that gives no heights and that it has not written."""
    made = exported()
    flat = converted(made, "fods", tmp_path).read_text(encoding="utf-8")
    flat = re.sub(' style:row-height="[^"]*"', "", flat)
    flat = flat.replace('style:use-optimal-row-height="false"', 'style:use-optimal-row-height="true"')
    flat = re.sub("<meta:generator>[^<]*", "<meta:generator>", flat)
    theirs = openpyxl.load_workbook(converted(flat.encode(), "xlsx", tmp_path, ".fods"))
    compared = [
        (sheet.title, row, ours, theirs[sheet.title].row_dimensions[row].height or 0)
        for sheet in opened(made)
        for row in range(1, sheet.max_row + 1)
        if (ours := sheet.row_dimensions[row].height) and sheet.cell(row, 1).value
    ]
    assert [one for one in compared if one[2] < one[3]] == []
    assert max(one[3] for one in compared) > 80


def converted(made: bytes, form: str, folder: Path, suffix: str = ".xlsx") -> Path:
    """The file as LibreOffice saves it in another form."""
    file = folder / f"例{suffix}"
    file.write_bytes(made)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program("soffice", "libreoffice"), profile, "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", folder / "还", file], check=True, capture_output=True, timeout=240)
    return folder / "还" / f"例.{form.partition(':')[0]}"
