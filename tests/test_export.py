"""Every export read back with the real library: CSV, Markdown, JSON."""

import csv
import io
import json
import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from plans import plan_of, task

from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.export import to_csv, to_json, to_md, to_text
from fuquan.owed import situation
from fuquan.query import overdue, tallies
from fuquan.text import printable
from fuquan.view.page import BLANK, Column, Line, Page, Row, Sheet, Table, Tone
from fuquan.view.paper import Grid, Paper, Paragraph

TEXTS = st.text(
    st.one_of(
        st.sampled_from("甲乙，\"'=+-@,;\n\t\r \u3000\x1b\u202e|\\*_`<>[]()#&~$1.!"),
        st.characters(),
    ),
    max_size=30,
)


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_sheet_has_a_header_iso_dates_and_numbers_as_they_are() -> None:
    sheet = Sheet(
        columns=("序号", "任务", "日期", "率"), rows=((1, "甲,乙", date(2023, 5, 10), 0.5), (2, '"', None, None))
    )
    assert to_csv.sheet(sheet) == '序号,任务,日期,率\r\n1,"甲,乙",2023-05-10,0.5\r\n2,"""",,\r\n'


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@甲", "'@甲"),
        ("\t甲", "\\t甲"),
        ("\r甲", "\\r甲"),
        ("'甲", "'甲"),
        ("甲=1", "甲=1"),
        ("甲\n=1", "甲\n=1"),
        ("\x1b[31m", "\\x1b[31m"),
    ],
)
def test_no_text_is_a_formula_or_acts_on_anything(text: str, cell: str) -> None:
    assert read_csv(to_csv.sheet(Sheet(columns=("文",), rows=((text,),)))) == [["文"], [cell]]


def test_a_number_below_nothing_is_a_number() -> None:
    assert to_csv.sheet(Sheet(columns=("天",), rows=((-10,),))) == "天\r\n-10\r\n"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(), st.none() | st.dates()), max_size=4))
def test_any_sheet_reads_back_equal(rows: list[tuple[str, str, int, date | None]]) -> None:
    def cell(text: str) -> str:
        lines = "\n".join(printable(line) for line in text.split("\n"))
        return f"'{lines}" if lines[:1] in tuple("=+-@") else lines

    columns = ("一", "二", "三", "四")
    assert read_csv(to_csv.sheet(Sheet(columns=columns, rows=tuple(rows)))) == [
        list(columns),
        *([cell(one), cell(two), str(n), day.isoformat() if day else ""] for one, two, n, day in rows),
    ]


def test_a_page_is_headings_paragraphs_and_tables() -> None:
    page: Page = (
        Line("示例方案", heading=True),
        Line("  截至2023年5月10日"),
        BLANK,
        Line("逾期1项", heading=True),
        Table(
            columns=(Column("序号", right=True), Column(""), Column("任务")),
            rows=(
                Row(("1", "", "甲\n乙"), notes=("本单位：丙",), tone=Tone.LATE),
                Row(("2", "", "丁")),
            ),
        ),
        BLANK,
        Line("完"),
    )
    assert to_md.page(page) == (
        "# 示例方案\n"
        "\n"
        "截至2023年5月10日\n"
        "\n"
        "## 逾期1项\n"
        "\n"
        "| 序号 | 任务 |\n"
        "| ---: | --- |\n"
        "| 1 | 甲<br>乙<br>本单位：丙 |\n"
        "| 2 | 丁 |\n"
        "\n"
        "完\n"
    )  # fmt: skip


def test_a_column_without_title_stays_where_a_cell_has_text() -> None:
    table = Table(columns=(Column(""), Column("", right=True)), rows=(Row(("甲", "")), Row(("", "1"))))
    assert to_md.page((table,)) == "|  |  |\n| --- | ---: |\n| 甲 |  |\n|  | 1 |\n"


def read_md(text: str) -> list[str]:
    """The text of every heading, paragraph and cell as a reader of Markdown sees it, a line break as a newline."""
    return [
        "".join("\n" if part.type == "html_inline" else part.content for part in token.children or ())
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        if token.type == "inline"
    ]


def as_read(text: str) -> str:
    """On one line, as Markdown shows blanks at neither end."""
    return printable(text.replace("\n", " ")).strip()


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
@example("甲\\", "|", "<br>")
@example("[甲](乙)", "~~甲~~", "![甲](乙)")
@example("**甲**", "`甲`", "__甲__")
@example("http://example.invalid", "<http://example.invalid>", "a@b.invalid")
def test_every_text_stands_in_markdown_for_itself(title: str, cell: str, note: str) -> None:
    title, cell, note = (text.replace("&", "") for text in (title, cell, note))  # see the next test
    page = (
        Line(f"题{title}", heading=True),
        Line(f"文{title}"),
        Table((Column("列"), Column(f"列{title}")), (Row((f"一{cell}", f"二{cell}"), notes=(f"注{note}",)),)),
    )
    lines = [
        as_read(f"二{cell}".partition("\n")[0]),
        *(as_read(line) for line in cell.split("\n")[1:]),
        as_read(f"注{note}"),
    ]
    first = [as_read(f"一{cell}".partition("\n")[0]), *(as_read(line) for line in cell.split("\n")[1:])]
    seen = read_md(to_md.page(page))
    assert [[line.strip() for line in text.split("\n")] for text in seen] == [
        [as_read(f"题{title}".strip())],
        [as_read(f"文{title}".strip())],
        ["列"],
        [as_read(f"列{title}")],
        first,
        lines,
    ]


PAPER: Paper = (
    Paragraph("title", "推进情况"),
    Paragraph("under", "（2023年5月）"),
    Paragraph("addressee", "各镇："),
    Paragraph("heading", "一、总体情况"),
    Paragraph("body", "时限4月底前。", "（一）第2项：签订。"),
    Paragraph("body", "1.甲"),
    Paragraph("attached", "附：表"),
    Paragraph("signature", "办公室"),
    Paragraph("date", "2023年5月10日"),
    Grid("表", ("序号", "日期", "说明"), ((1, date(2023, 5, 10), "甲|乙\n丙"), (2, None, "")), (1, 1, 1), "（截至）"),
)


def test_a_paper_is_a_title_headings_paragraphs_and_tables() -> None:
    assert to_md.paper(PAPER) == (
        "# 推进情况\n"
        "\n"
        "（2023年5月）\n"
        "\n"
        "各镇：\n"
        "\n"
        "## 一、总体情况\n"
        "\n"
        "（一）第2项：签订。时限4月底前。\n"
        "\n"
        "1\\.甲\n"
        "\n"
        "附：表\n"
        "\n"
        "办公室\n"
        "\n"
        "2023年5月10日\n"
        "\n"
        "## 表\n"
        "\n"
        "（截至）\n"
        "\n"
        "| 序号 | 日期 | 说明 |\n"
        "| --- | --- | --- |\n"
        "| 1 | 2023年5月10日 | 甲\\|乙<br>丙 |\n"
        "| 2 |  |  |\n"
    )  # fmt: skip
    assert to_md.paper((Grid("表", ("一",), (("甲",),), (1,)),)) == "## 表\n\n| 一 |\n| --- |\n| 甲 |\n"


def test_a_paper_to_paste_has_a_paragraph_a_line() -> None:
    assert to_text.paper(PAPER) == (
        "推进情况\n"
        "（2023年5月）\n"
        "各镇：\n"
        "　　一、总体情况\n"
        "　　（一）第2项：签订。时限4月底前。\n"
        "　　1.甲\n"
        "　　附：表\n"
        "办公室\n"
        "2023年5月10日\n"
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
@example("甲\\", "|\n<br>")
@example("[甲](乙)", "**甲**")
def test_every_text_of_a_paper_stands_in_markdown_for_itself(title: str, cell: str) -> None:
    title, cell = (text.replace("&", "") for text in (title, cell))
    paper = (
        Paragraph("title", f"题{title}"),
        Paragraph("body", f"文{title}", f"首{cell}"),
        Grid(f"表{title}", (f"列{title}",), ((f"格{cell}",),), (1,)),
    )
    seen = read_md(to_md.paper(paper))
    assert [[line.strip() for line in text.split("\n")] for text in seen] == [
        [as_read(f"题{title}")],
        [as_read(f"首{cell}文{title}")],
        [as_read(f"表{title}")],
        [as_read(f"列{title}")],
        [as_read(line) for line in f"格{cell}".split("\n")],
    ]


@pytest.mark.parametrize("text", ["甲&lt;乙", "&copy;", "&amp;"])
def test_a_text_like_an_entity_stands_for_itself(text: str) -> None:
    assert read_md(to_md.page((Line(text),))) == [text]


@pytest.mark.parametrize("text", ["1. 甲", "- 甲", "+ 甲", "---", "1) 甲"])
def test_a_paragraph_is_no_list(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(to_md.page((Line(text),)))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert read_md(to_md.page((Line(text),))) == [text]


def test_tasks_in_json_are_the_contract() -> None:
    progress = (
        "progress: {1: {started: 2023-04-20, reason: 待核, expected: 2023-05-31, evidence: [表],"
        " notes: [{date: 2023-04-22, text: 在办}]}, 2: {2023-04: {done: 2023-04-25}}}"
    )
    more = ", adjustments: [{due: 2023-05-08, units: [甲镇]}]"
    tasks = f"{task('4月底前', '局, 各镇', more=more)}\n{task('每月20日前', number=2)}"
    towns = 'towns: [{name: 甲镇, code: "340210100"}]'
    units = f"  - {{name: 局, {progress}}}\n  - {{name: 各镇, members: towns}}"
    now = situation(plan_of(tasks, units, towns=towns), date(2023, 5, 10))
    text = to_json.tasks("overdue", now, overdue(now))
    nothing = {"started": None, "done": None, "late_days": None, "evidence": [], "reason": None, "expected": None}
    assert json.loads(text) == {
        "fuquan": 1,
        "command": "overdue",
        "today": "2023-05-10",
        "plan": "示例方案",
        "counts": {
            "total": 2,
            "done": 0,
            "overdue": 1,
            "due-today": 0,
            "due-soon": 0,
            "open": 1,
            "waiting": 0,
            "undetermined": 0,
            "ongoing": 0,
        },
        "tasks": [
            {
                "id": 1,
                "section": "一",
                "title": "任务",
                "deadline": "4月底前",
                "kind": "by",
                "due": "2023-04-30",
                "original_due": "2023-04-30",
                "days": -10,
                "state": "overdue",
                "units": ["局", "各镇"],
                "assignments": [
                    {
                        "unit": "局",
                        "via": None,
                        "period": None,
                        "due": "2023-04-30",
                        "original_due": "2023-04-30",
                        "state": "overdue",
                        "record": "started",
                        "started": "2023-04-20",
                        "done": None,
                        "late_days": None,
                        "evidence": ["表"],
                        "reason": "待核",
                        "expected": "2023-05-31",
                        "notes": [{"date": "2023-04-22", "text": "在办"}],
                    },
                    {
                        "unit": "甲镇",
                        "via": "各镇",
                        "period": None,
                        "due": "2023-05-08",
                        "original_due": "2023-04-30",
                        "state": "overdue",
                        "record": "none",
                        **nothing,
                        "notes": [],
                    },
                ],
            }
        ],
    }
    assert text.endswith("}\n")
    assert "示例方案" in text
    recurring = json.loads(to_json.tasks("list", now, now.standings))["tasks"][1]
    assert [(one["period"], one["state"], one["late_days"]) for one in recurring["assignments"]] == [
        ("2023-04", "done", 5),
        ("2023-05", "open", None),
    ]


def test_bodies_in_json_stand_under_the_name_of_the_command() -> None:
    now = situation(plan_of(task("4月底前"), "  - {name: 局}"), date(2023, 5, 7))
    answer = json.loads(to_json.tallies("units", now, tallies(now, now.plan.units)))
    assert answer["units"] == [
        {
            "name": "局",
            "group": None,
            "tasks": 1,
            "expected": 1,
            "done": 0,
            "done_late": 0,
            "overdue": 1,
            "due_soon": 0,
            "rate": 0.0,
        }
    ]
    assert list(answer) == ["fuquan", "command", "today", "plan", "counts", "units"]


def test_findings_in_json_have_their_place() -> None:
    span = Span(path="x.yaml", line=1, column=2, end_line=3, end_column=4)
    one = Diagnostic("stage", Severity.WARNING, span, "“[red]”\x1b")
    assert json.loads(to_json.findings([one])) == {
        "fuquan": 1,
        "command": "check",
        "findings": [
            {
                "rule": "stage",
                "severity": "warning",
                "path": "x.yaml",
                "line": 1,
                "column": 2,
                "end_line": 3,
                "end_column": 4,
                "message": "“[red]”\x1b",
                "help": None,
            }
        ],
    }
    assert json.loads(to_json.findings([])) == {"fuquan": 1, "command": "check", "findings": []}


def test_readings_in_json_are_as_given() -> None:
    assert to_json.readings([{"phrase": "6月底前"}]) == (
        '{"fuquan": 1, "command": "explain", "readings": [{"phrase": "6月底前"}]}\n'
    )


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("\x7f\x9b31m\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069")
def test_json_says_every_text_and_nothing_in_it_acts_on_a_terminal(text: str) -> None:
    found = Diagnostic("yaml", Severity.ERROR, Span("x", 1, 1, 1, 1), text)
    written = to_json.findings([found])
    assert json.loads(written)["findings"][0]["message"] == text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", written)
