"""What is taken from the cells of a form, and each thing that cannot be."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

import pytest
from conftest import EXAMPLE
from filling import TODAY, blank, fill
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from fuquan import workbook
from fuquan.forms.filled import Filled, Said, filled
from fuquan.forms.form import SHEET
from fuquan.forms.values import Progress, Wrong, claims_done, day, denies_done, is_empty, progress_of, text_of
from fuquan.load import load
from fuquan.workbook import Refused, Value

MADE = date(2023, 5, 10)
FULL = "请写成 2023-04-26 或者 2023年4月26日"


@pytest.mark.parametrize(
    "value",
    [
        *(
            "4.26",
            "4-26",
            "4/26",
            "4月26日",
            "4月26号",
            "4月26",
            "04.26",
            "４．２６",
            "4。26",
            "四月二十六日",
            "4.26日",
        ),
        *(
            "2023年4月26日",
            "2023/4/26",
            "2023-04-26",
            "2023.4.26",
            "2023.4.26日",
            "20230426",
            "2023，4，26",
            "2023 4 26",
        ),
        *(
            "二〇二三年四月二十六日",
            "2023年4月26",
            "4月26日完成",
            "4月26日已办结",
            "2023-04-26（周三）",
            "45042",
            " 4月26日\n",
            "2023年4月26日 10:30",
            "2023/4/26 0:00:00",
            "2023-04-26T00:00:00.000",
        ),
        *(45042, 45042.0, 4.26, 20230426, 20230426.0, date(2023, 4, 26), datetime(2023, 4, 26, 17, 30)),
        datetime(1900, 1, 4, 6, 14, 24),  # 4.26 in a cell for days
    ],
)
def test_a_day_in_every_way_that_an_office_writes_it(value: Value) -> None:
    assert day(value, MADE) == date(2023, 4, 26)


@pytest.mark.parametrize(
    ("value", "message", "help_"),
    [
        ("昨天", "“昨天”不知从哪天算起", FULL),
        ("上周五", "“上周五”里的“上周”不知从哪天算起", FULL),
        ("周五", "“周五”里的“周”不知从哪天算起", FULL),
        ("今年4月26日", "“今年4月26日”里的“今年”不知从哪天算起", FULL),
        ("26日", "“26日”没有写明是哪一月", FULL),
        ("月底", "“月底”没有写明是哪一天", FULL),
        ("4月底", "“4月底”没有写明是哪一天", FULL),
        ("4月", "“4月”没有写明是哪一天", FULL),
        ("2023年4月", "“2023年4月”没有写明是哪一天", FULL),
        ("4月31日", "“4月31日”不是有效的日期", "历书上没有这一天，请核对年月日"),
        ("2023.2.30", "“2023.2.30”不是有效的日期", "历书上没有这一天，请核对年月日"),
        ("4月31", "“4月31”不是有效的日期", "历书上没有这一天，请核对年月日"),
        ("23.4.26", "“23.4.26”没有写全年份", "年份请写四位，如 2023-05-10"),
        ("26/4/2023", "“26/4/2023”分不清哪个是月、哪个是日", "请把年份写在前面，如 2023-05-10"),
        ("4月26日（周二）", "“4月26日（周二）”前后不符：2023年4月26日是周三，不是周二", "请核对日期和星期"),
        ("待定", "“待定”不是日期", FULL),
        ("4月26日左右", "“4月26日左右”不是日期", FULL),
        ("4月26日前", "“4月26日前”不是日期", FULL),
        (4.3, "“4.3”分不清是4月3日还是4月30日", FULL),
        (datetime(1900, 1, 4, 7, 12), "“4.3”分不清是4月3日还是4月30日", FULL),
        (426.0, "“426”不是日期", FULL),
        (date(1901, 3, 1), "是1901年3月1日", FULL),
        (datetime(1901, 3, 1, 12), "“426.5”不是日期", FULL),
        (1e300, "“1e+300”不是日期", FULL),
        (float("nan"), "“nan”不是日期", FULL),
        (-5, "“-5”不是日期", FULL),
        (True, "不是日期", FULL),
        (time(1, 2), "不是日期", FULL),
        (timedelta(1), "不是日期", FULL),
    ],
)
def test_what_is_no_day_or_several(value: Value, message: str, help_: str) -> None:
    assert day(value, MADE) == Wrong(message, help_)


@given(
    st.text("0123456789年月日号前底.-/，、 今上周末旬二十预计完成０４:（）", max_size=14) | st.text(max_size=9),
    st.booleans(),
)
def test_any_text_is_a_day_or_not(text: str, ahead: bool) -> None:
    assert isinstance(day(text, MADE, ahead=ahead), date | Wrong)
    progress_of(text)
    assert isinstance(text_of(text), str | Wrong)


@given(st.floats() | st.integers() | st.datetimes() | st.dates() | st.times() | st.timedeltas())
def test_any_value_is_a_day_or_not(value: Value) -> None:
    assert isinstance(day(value, MADE), date | Wrong)
    assert isinstance(text_of(value), str | Wrong)


@pytest.mark.parametrize("text", ["5月20日前", "预计5月20日", "预计5月20日前完成", "5.20", "2023年5月20日前"])
def test_an_expected_day_may_be_a_limit(text: str) -> None:
    assert day(text, MADE, ahead=True) == date(2023, 5, 20)


def test_an_expected_day_may_be_the_end_of_a_month_that_is_named() -> None:
    assert day("5月底前", MADE, ahead=True) == date(2023, 5, 31)
    assert day("月底前", MADE, ahead=True) == Wrong("“月底前”没有写明是哪一月", FULL)


@pytest.mark.parametrize(
    ("text", "found"),
    [("5月10日", date(2023, 5, 10)), ("11月20日", date(2023, 11, 20)), ("1月5日", date(2024, 1, 5)),
     ("5月9日", date(2023, 5, 9)), ("3月31日", date(2023, 3, 31)), ("2023年4月26日", date(2023, 4, 26)),
     ("2025年4月26日", date(2025, 4, 26))],
)  # fmt: skip
def test_an_expected_day_without_a_year_lies_ahead_unless_it_has_just_passed(text: str, found: date) -> None:
    assert day(text, MADE, ahead=True) == found


@pytest.mark.parametrize(("text", "year"), [("12月30日", 2023), ("1月2日", 2024), ("1月5日", 2023), ("2.29", 2020)])
def test_a_day_without_a_year_is_the_latest_that_had_come_when_the_form_did(text: str, year: int) -> None:
    found = day(text, date(2024, 1, 2))
    assert isinstance(found, date)
    assert found.year == year


@pytest.mark.parametrize(
    ("made", "came", "text", "message"),
    [
        ((2023, 5, 10), (2024, 1, 3), "1.5", "2024年1月5日还没有到（今天是2024年1月3日）。请核对日期"),
        ((2024, 5, 8), (2024, 5, 10), "5.11", "2024年5月11日还没有到（今天是2024年5月10日）。请核对日期"),
        ((2023, 5, 10), (2023, 5, 10), "1.5", ("没有写年份，最近的2023年1月5日早于方案印发的2023年4月18日。"
         "请写全年月日；确实早于印发的，用 fuquan done 录入")),
    ],
)  # fmt: skip
def test_a_day_whose_year_has_to_be_asked_for(
    made: tuple[int, int, int], came: tuple[int, int, int], text: str, message: str
) -> None:
    form = fill(blank("红杨镇", day=date(*made)), {"F5": "已完成", "G5": text})
    assert found(form, date(*came)) == [("G5", message)]


def test_a_day_of_later_than_the_forms_came() -> None:
    sheet = workbook.read(fill(FORM, {"F5": "已完成", "G5": "5.20"}), SHEET)
    assert not isinstance(sheet, Refused)
    assert PLAN is not None
    [one] = filled("表.xlsx", sheet, PLAN, date(2023, 6, 1), date(2023, 5, 15)).findings
    assert one == ("表.xlsx", "G5", "2023年5月20日晚于收到表的2023年5月15日", "请核对日期和 --on")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("已完成", (Progress.DONE, "")),
        (" 已 完成 ", (Progress.DONE, "")),
        ("完成。", (Progress.DONE, "")),
        ("已完成，材料后补", (Progress.DONE, "已完成，材料后补")),
        ("推进中", (Progress.STARTED, "")),
        ("推进中（待盖章）", (Progress.STARTED, "推进中（待盖章）")),
        ("未开展", (Progress.NONE, "")),
        ("尚未开展：缺人手", (Progress.NONE, "尚未开展：缺人手")),
        ("已完成初审", (Progress.TOLD, "已完成初审")),
        ("正在汇总", (Progress.TOLD, "正在汇总")),
    ],
)
def test_words_of_progress(text: str, found: tuple[Progress, str]) -> None:
    assert progress_of(text) == found


@pytest.mark.parametrize(
    "text",
    [
        *(
            "已完成80%",
            "已完成 80%",
            "已完成（80%）",
            "已完成，约８０％",
            "已完成99.5%",
            "已完成约80%",
            "完成 百分之八十",
        ),
        *(
            "已完成，预计5月20日",
            "已完成预计5月底",
            "已完成（基本）",
            "已完成 基本",
            "已完成基本",
            "已完成，但材料未交",
        ),
        *("已完成但材料未交", "已完成（尚未盖章）", "已完成尚未盖章", "已办结，未盖章", "已完成未盖章", "已完成八成"),
        *("已完成大部分工作", "已完成 材料尚未交", "已全部完成：还差一项", "已完成，三分之二"),
    ],
)
def test_words_that_say_done_and_deny_it(text: str) -> None:
    assert denies_done(text)
    assert told(F5=text, G5="5月9日")[0] == (
        "F5",
        f"“{text}”前后不一。是已完成还是推进中，请写明；还没有完成的，请选“推进中”，情况写在原因里",
    )


@pytest.mark.parametrize(
    "text",
    [
        "已完成",
        "已完成，材料后补",
        "已完成初审，尚未盖章",
        "已完成100%",
        "已完成（100%）",
        "完成3项",
        "已完成基本情况调查",
        "推进中80%",
        "尚未开展",
        "80%",
        "基本完成",
    ],
)
def test_words_that_do_not_deny_it(text: str) -> None:
    assert not denies_done(text)


@pytest.mark.parametrize("value", ["同上", "√", "✓", "是", " 是 ", 0.8, 1, "0.8"])
def test_ticks_and_figures_are_no_progress(value: object) -> None:
    assert told(F5=value) == [
        ("F5", f"“{str(value).strip()}”看不出进展。请写明进展，如“已完成”“推进中”"),
    ]


def test_a_share_in_another_cell_is_asked_for_in_words() -> None:
    assert told(I5=0.8) == [("I5", "是数字0.8，看不出是不是百分比。请写成文字，如“完成80%”")]


@pytest.mark.parametrize(
    "text", ["100%", "已完成100%", "4月26日已完成", "均已完成", "已全部完成。", "2023年4月26日完成", "４月26日办结"]
)
def test_words_that_claim_all_is_done(text: str) -> None:
    assert claims_done(text)


@pytest.mark.parametrize("text", ["已完成初审", "初审已完成", "未完成", "预计5月20日完成", "完成80%", "80%", "4月26日"])
def test_words_that_do_not(text: str) -> None:
    assert not claims_done(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e15, Wrong("是很长的数字，后几位已经不准", "请把这一格改成文字，重新输入")), (340210100.0, "340210100"),
        (None, ""), ("  ", ""), ("无", ""), ("/", ""), ("——", ""), (12.0, "12"), (4.5, "4.5"), (7, "7"),
        (date(2023, 4, 26), "2023年4月26日"), (datetime(2023, 4, 26), "2023年4月26日"), (" 甲\r\n 乙 ", "甲\n乙"),
        (True, Wrong("不是文字", "请写成文字")), (time(1), Wrong("不是文字", "请写成文字")),
        ("甲\u200b", Wrong("里有看不见的字符：甲\\u200b", "请去掉它，重新输入")),
    ],
)  # fmt: skip
def test_texts(value: Value | None, text: str | Wrong) -> None:
    assert text_of(value) == text


def test_cells_that_say_nothing() -> None:
    assert [one for one in (None, "", " \u3000", "无", "-", "0", 0, False) if is_empty(one)] == [
        None,
        "",
        " \u3000",
        "无",
        "-",
    ]


PLAN = load(EXAMPLE).plan
assert PLAN is not None


def read(data: bytes, today: date = TODAY) -> Filled:
    sheet = workbook.read(data, SHEET)
    assert not isinstance(sheet, Refused)
    assert PLAN is not None
    return filled("表.xlsx", sheet, PLAN, today)


def found(data: bytes, today: date = TODAY) -> list[tuple[str, str]]:
    """The findings: the cell, and the message with its help."""
    return [(one.cell, f"{one.message}。{one.help or ''}") for one in read(data, today).findings]


FORM = blank("红杨镇")


def told(**cells: object) -> list[tuple[str, str]]:
    return found(fill(FORM, cells))


def test_a_form_that_is_empty() -> None:
    form = read(fill(FORM, {}))
    assert (form.unit, form.entries, form.findings) == ("红杨镇", (), ())
    assert (
        read(
            fill(
                FORM,
                {
                    "F5": "",
                    "G5": "/",
                    "H5": "无",
                    "I6": " ",
                    "F6": "无变化",
                    "F7": "N/A",
                    "I7": "n/a",
                    "F8": "没有变化",
                },
            )
        ).entries
        == ()
    )


def test_what_rows_say() -> None:
    form = read(
        fill(
            FORM,
            {
                "F5": "已完成", "G5": datetime(2023, 5, 9), "H5": "确认书\n签收单",
                "F7": "推进中，\n待制证", "I7": "统一\n\n制证", "J7": "5月20日前",
                "F8": "未开展", "I8": "师资未定",
                "F9": "正在编制实施清单",
                "F10": "已报送", "G10": "4.28",
                "H6": 12,
            },
        )
    )  # fmt: skip
    assert form.findings == ()
    assert {(one.row, one.key.task, one.key.period, one.said) for one in form.entries} == {
        (5, 2, None, Said(Progress.DONE, date(2023, 5, 9), ("确认书", "签收单"))),
        (6, 8, None, Said(evidence=("12",))),
        (7, 9, None, Said(Progress.STARTED, None, (), "统一；制证", date(2023, 5, 20), "推进中，待制证")),
        (8, 10, None, Said(Progress.NONE, None, (), "师资未定", None, "尚未开展")),
        (9, 13, None, Said(Progress.TOLD, note="正在编制实施清单")),
        (10, 14, "2023-04", Said(Progress.DONE, date(2023, 4, 28))),
    }


KEYLESS = (
    "这一行没有隐藏的编号（是后加的，或者编号被删去了），没有读取。"
    "后加的，请删去这一行，表里没有的任务请另行说明；编号被删去了的，请在原表上重新填写"
)


@pytest.mark.parametrize(
    ("cells", "cell", "message"),
    [
        ({"F5": "已完成"}, "G5", "进展是已完成，没有填完成日期。请补填"),
        ({"F5": "已完成", "G5": "5月9日", "J5": "5月20日"}, "J5", "已经完成的，没有预计完成时间。请清空这一格；还没有完成的，请改进展"),
        ({"G5": "5月9日"}, "F5", "填了完成日期（G5），进展是空的。已经完成的，请选“已完成”；没有完成的，请清空完成日期"),
        ({"G5": "5月9日", "F5": "推进中"}, "F5", "填了完成日期（G5），进展却是“推进中”。已经完成的，请选“已完成”；没有完成的，请清空完成日期"),
        ({"F5": "4月26日已完成"}, "F5", "“4月26日已完成”像是说已经完成。请选“已完成”，并填完成日期"),
        ({"F5": "未开展", "H5": "方案"}, "H5", "进展是“未开展”，却有佐证材料。已经开始的，请选“推进中”；没有的，请清空这一格"),
        ({"F5": "已完成", "G5": "5月11日"}, "G5", "2023年5月11日还没有到（今天是2023年5月10日）。请核对日期"),
        ({"F5": "已完成", "G5": "2022-12-31"}, "G5", "2022年12月31日早于方案的2023年。请核对年份；确实如此的，用 fuquan done 录入"),
        ({"F5": "已完成", "G5": "4月31日"}, "G5", "“4月31日”不是有效的日期。历书上没有这一天，请核对年月日"),
        ({"F5": "已完成", "G5": "=TODAY()"}, "G5", "是公式，没有读取。请直接填写内容"),
        ({"I5": "=1+1"}, "I5", "是公式，没有读取。请直接填写内容"),
        ({"J5": "2033-05-20"}, "J5", "2033年5月20日晚于2028年。请核对年份；确实如此的，用 fuquan note 录入"),
        ({"J5": "待定"}, "J5", "“待定”不是日期。请写成 2023-04-26 或者 2023年4月26日"),
        ({"H5": True}, "H5", "不是文字。请写成文字"),
        ({"F10": "已报送"}, "G10", "进展是已报送，没有填报送的日期。请补填"),
        ({"G10": "4月28日"}, "F10", "月报送这一行的进展是空的。已经报送的，请选“已报送”并填日期；没有报送的，请清空这一行"),
        ({"F10": "推进中"}, "F10", "月报送这一行的进展是“推进中”。已经报送的，请选“已报送”并填日期；没有报送的，请清空这一行"),
        ({"I10": "忙"}, "I10", "月报送这一行只填进展和完成日期。请清空这一格"),
        ({"B12": "新任务", "F12": "推进中"}, "B12", KEYLESS),
        ({"B12": "新任务", "F12": "=1+1"}, "B12", KEYLESS),
        ({"A12": 16, "B12": "新任务"}, "A12", KEYLESS),
        ({"K7": None}, "A7", KEYLESS),
        ({"K11": None}, "A11", KEYLESS),
        ({"M6": "备注"}, "M6", "写在表外，没有读取。请移到表里相应的格"),
        (dict.fromkeys(("A6", "B6", "C6", "D6", "E6", "K6")) | {"M6": "备注"}, "M6", "写在表外，没有读取。请移到表里相应的格"),
        ({"A5": 3}, "A5", "这一行的序号、任务和表里隐藏的编号对不上，没有读取。请不要改动、移动这些格；请在原表上重新填写"),
        ({"B5": "别的任务"}, "A5", "这一行的序号、任务和表里隐藏的编号对不上，没有读取。请不要改动、移动这些格；请在原表上重新填写"),
        ({"K5": "赋权填报表1|二||||x|红杨镇"}, "A5", "这一行的序号、任务和表里隐藏的编号对不上，没有读取。请不要改动、移动这些格；请在原表上重新填写"),
        ({"K5": "编号"}, "A5", "这一行的序号、任务和表里隐藏的编号对不上，没有读取。请不要改动、移动这些格；请在原表上重新填写"),
        ({"G4": "日期"}, "G4", "应当是“完成日期”，现在是“日期”。请不要移动、增删行列，也不要改表头；请在原表上重新填写"),
        ({"G4": None}, "G4", "应当是“完成日期”，现在是空的。请不要移动、增删行列，也不要改表头；请在原表上重新填写"),
    ],
)  # fmt: skip
def test_each_thing_that_is_wrong_is_said_of_its_cell(cells: dict[str, object], cell: str, message: str) -> None:
    assert told(**cells) == [(cell, message)]


def remarks(data: bytes) -> list[tuple[str, str]]:
    """The remarks of a form with nothing wrong in it: the cell, and the message."""
    form = read(data)
    assert (form.findings, [one.help for one in form.remarks if one.help]) == ((), [])
    return [(one.cell, one.message) for one in form.remarks]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("4.26", "“4.26”不是日期格式，按2023年4月26日计"),
        (" 4/26 ", "“4/26”不是日期格式，按2023年4月26日计"),
        ("2023年4月26日  10:30\n", "“2023年4月26日 10:30”不是日期格式，按2023年4月26日计"),
        ("2023-04-26", "“2023-04-26”不是日期格式，按2023年4月26日计"),
        ("20230426", "“20230426”不是日期格式，按2023年4月26日计"),
        (20230426, "“20230426”不是日期格式，按2023年4月26日计"),
        (4.26, "“4.26”不是日期格式，按2023年4月26日计"),
        (45042, "“45042”不是日期格式，按2023年4月26日计"),
        (datetime(1900, 1, 4, 6, 14, 24), "“4.26”不是日期格式，按2023年4月26日计"),
    ],
)
def test_a_day_that_was_not_typed_as_one_is_told_as_it_was_read(value: object, told: str) -> None:
    def as_number(sheet: Worksheet) -> None:
        if isinstance(value, int | float):
            sheet["G5"].number_format = "General"

    assert remarks(fill(FORM, {"F5": "已完成", "G5": value}, as_number)) == [("G5", told)]


def test_days_ahead_and_of_returns_as_well_and_none_that_is_one() -> None:
    days = {"F5": "已完成", "G5": datetime(2023, 4, 26), "F6": "推进中", "J6": date(2023, 5, 20)}
    assert remarks(fill(FORM, days)) == []
    typed = {"F6": "推进中", "J6": "5月底前", "F10": "已报送", "G10": "4.28"}
    assert remarks(fill(FORM, typed)) == [
        ("J6", "“5月底前”不是日期格式，按2023年5月31日计"),
        ("G10", "“4.28”不是日期格式，按2023年4月28日计"),
    ]


def test_a_day_that_is_refused_is_not_reckoned() -> None:
    form = read(fill(FORM, {"F5": "已完成", "G5": "5月11日", "J6": "2033-05-20"}))
    assert ([one.cell for one in form.findings], form.remarks) == (["G5", "J6"], ())


def test_lines_below_the_table_are_remarked_on() -> None:
    signed = {
        "A12": "填表人：张三",
        "D12": "电话：1234567",
        "M12": "盖章",
        "F14": "无",
        "B14": "注：以上属实",
        "M20": "备注",
    }
    told = "写在表外，没有读取"
    below = [("A12", told), ("B14", told), ("M20", told)]
    assert remarks(fill(FORM, signed)) == below
    assert remarks(fill(FORM, signed, lambda sheet: sheet.merge_cells("A12:J12"))) == below


def test_comments_are_remarked_on() -> None:
    def change(sheet: Worksheet) -> None:
        for cell in ("G6", "F5", "A1"):
            sheet[cell].comment = Comment("请核", "李四")

    told = "有批注，没有读取"
    assert remarks(fill(FORM, {}, change)) == [("A1", told), ("F5", told), ("G6", told)]
    form = read(fill(FORM, {"G4": None}, change))  # whatever else is wrong with the form
    assert [one.cell for one in form.remarks] == ["A1", "F5", "G6"]


def test_whoever_moves_columns_is_told_where() -> None:
    moved = fill(FORM, {}, lambda sheet: sheet.insert_cols(6))
    assert [cell for cell, _ in found(moved)] == [""]  # the keys have moved as well
    kept = fill(FORM, {}, lambda sheet: [sheet.move_range("F4:G11", cols=20), sheet.move_range("H4:I11", cols=-2)])
    assert [cell for cell, _ in found(kept)] == ["F4", "G4", "H4", "I4"]


def test_merged_cells() -> None:
    mend = "这里的格被合并了，分不清填的是哪一项。请拆开，每项各填各的"
    assert found(fill(FORM, {}, lambda sheet: sheet.merge_cells("H5:H7"))) == [("H5", mend)]
    assert found(fill(FORM, {}, lambda sheet: sheet.merge_cells("M1:M9"))) == []


def second(
    cells: Mapping[str, str], state: Literal["visible", "hidden", "veryHidden"] = "visible"
) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        copy = sheet.parent.copy_worksheet(sheet)
        copy.title, copy.sheet_state = "填报表 (2)", state
        for name, value in cells.items():
            copy[name] = value

    return change


def test_a_copy_of_the_form_in_another_sheet_is_not_passed_over() -> None:
    told = "另一张工作表“填报表 (2)”里也填了内容（F7等），没有读取。请都填在“填报表”这一张里，删去另一张"
    cells = {"F7": "已完成", "G7": "5月9日"}
    assert found(fill(FORM, {"F5": "推进中"}, second(cells))) == [("", told)]
    assert read(fill(FORM, {}, second(cells))).remarks == ()  # it is said already
    assert found(fill(FORM, {}, second({"F7": "#N/A"}))) == [("", told.replace("等", ""))]
    assert found(fill(FORM, {}, second(cells, "hidden"))) == []
    assert found(fill(FORM, {}, second(cells, "veryHidden"))) == []
    same = fill(FORM, {"F5": "推进中"}, second({"G7": "无"}))  # it says no more than the form
    assert remarks(same) == [("", "另有工作表“填报表 (2)”，没有读取")]


def test_other_sheets_that_are_no_forms_are_remarked_on() -> None:
    def change(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("说明").append(["进展", "顺利"])
        sheet.parent.create_sheet("Sheet2")
        sheet.parent.create_sheet("WpsReserved_CellImgList").sheet_state = "veryHidden"
        sheet.parent.create_sheet("旧").sheet_state = "hidden"

    assert remarks(fill(FORM, {}, change)) == [("", "另有工作表“说明”、“Sheet2”，没有读取")]


@pytest.mark.parametrize("value", ["#N/A", "#NAME?", "#VALUE!", "#REF!"])
@pytest.mark.parametrize("cell", ["F5", "G5", "H5", "I5", "J5"])
def test_an_error_in_a_cell(cell: str, value: str) -> None:
    said = (cell, "是错误值（如 #N/A、#NAME?），读不出填了什么。请重新填写")
    assert said in told(**{cell: value})
    assert said in found(fill(FORM, {cell: f"'{value}"}, lambda sheet: _as_text(sheet, cell, value)))


def _as_text(sheet: Worksheet, cell: str, value: str) -> None:
    sheet[cell].value, sheet[cell].data_type = value, "s"


def test_rows_may_be_taken_out() -> None:
    form = read(fill(FORM, {"F6": "推进中", "F9": "推进中"}, lambda sheet: sheet.delete_rows(7, 2)))
    assert [(one.row, one.key.task) for one in form.entries] == [(6, 8), (7, 13)]
    assert form.findings == ()


def copied(sheet: Worksheet) -> None:
    for column in range(1, 12):
        sheet.cell(12, column).value = sheet.cell(5, column).value


def test_a_row_that_was_copied() -> None:
    assert found(fill(FORM, {"F5": "推进中"}, copied)) == [("A12", "与第5行是同一项。请只留一行")]


def test_a_row_of_an_older_form_of_ones_own(data: Callable[..., Path]) -> None:
    older = fill(blank("红杨镇", data(towns={"expected: 2023-05-15": "expected: 2023-05-14"})), {})
    cells = {"A12": 2, "B12": _cell(older, "B5"), "K12": _cell(older, "K5"), "F12": "推进中"}
    assert cells["K12"] != _cell(FORM, "K5")
    assert found(fill(FORM, {"F5": "推进中"} | cells)) == [("A12", "与第5行是同一项。请只留一行")]


def test_a_row_of_the_form_of_another() -> None:
    other = fill(blank("花桥镇"), {})
    key, name = (_cell(other, name) for name in ("K6", "B6"))
    assert found(fill(FORM, {"A5": 10, "B5": name, "K5": key})) == [
        ("A5", "这一行是花桥镇的表里的，不是红杨镇的。请各单位填写发给自己的表")
    ]


def _cell(data: bytes, name: str) -> object:
    import io

    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data))[SHEET][name].value


def test_the_form_of_another_under_ones_own_title() -> None:
    assert told(A1="六郎镇任务办理情况填报表") == [
        ("A1", "表头是“六郎镇任务办理情况填报表”，表里隐藏的编号却是红杨镇的。请各单位填写发给自己的表，不要改动表头")
    ]


NO_FORM = "不是 fuquan form 做的填报表，或者表里隐藏的编号被改动、删去了。请用 fuquan form 重新做一份，再请填报"


@pytest.mark.parametrize(
    "key",
    [
        None,
        "编号",
        "赋权填报表1|x|x|x|红杨镇",
        "赋权填报表1|2023-05-10|x|x|红杨镇",
        "赋权填报表9|2023-05-10|x|x|红杨镇",
    ],
)
def test_what_is_no_form(key: str | None) -> None:
    assert told(K1=key) == [("", NO_FORM)]


def test_the_form_of_another_plan_and_one_from_a_day_to_come() -> None:
    assert PLAN is not None
    from dataclasses import replace

    sheet = workbook.read(fill(FORM, {}), SHEET)
    assert not isinstance(sheet, Refused)
    [one] = filled("表.xlsx", sheet, replace(PLAN, title="另一个方案"), TODAY).findings
    assert one == (
        "表.xlsx",
        "",
        "是另一个方案的填报表：《芜湖市湾沚区推进镇赋权工作实施方案》任务清单，截至2023年5月10日",
        "这里的数据是《另一个方案》的，请核对是不是发错了文件",
    )
    assert found(FORM, date(2023, 5, 9)) == [("", "是2023年5月10日做的表，晚于今天（2023年5月9日）。请核对日期")]
