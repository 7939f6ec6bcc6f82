"""Pages on a terminal: every width, no character lost, nothing that acts on the terminal."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import starmap

from hypothesis import given, settings
from hypothesis import strategies as st
from plans import plan_of
from rich.cells import cell_len
from rich.console import Console

from fuquan.owed import situation
from fuquan.query import tallies
from fuquan.render import draw, hung, show
from fuquan.text import printable
from fuquan.view import listing, overdue, units, upcoming
from fuquan.view import show as whole
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table, Tone


def shown(page: Page, width: int) -> str:
    file = io.StringIO()
    show(page, file=file, width=width)
    return file.getvalue()


LIST = Table(
    columns=(Column("序号", right=True), Column("状态"), Column("任务；责任单位")),
    rows=(
        Row(("1", "逾期10天", "签订承接确认书\n区委编办"), notes=("本单位：考试已组织",), tone=Tone.LATE),
        Row(("12", "", "")),
    ),
)
MATRIX = Table(
    divisible=True,
    columns=(Column(""), Column("任务1"), Column("任务2"), Column("完成", right=True)),
    rows=(Row(("湾沚镇", "4月26日", "逾期10天", "5/5")), Row(("红杨镇", "-", "-", "2/5"))),
)


def test_a_paragraph_hangs_where_it_is_told() -> None:
    page = (Line("标题一二三四五六", heading=True), BLANK, Line("  其后：六月任务，七月任务", hang=6))
    assert shown(page, 16) == (
        "标题一二三四五六\n"
        "\n"
        "  其后：六月任\n"
        "      务，七月任\n"
        "      务\n"
    )  # fmt: skip


def test_a_table_gives_its_last_column_what_is_left() -> None:
    assert shown((LIST,), 40) == (
        "序号  状态      任务；责任单位\n"
        "   1  逾期10天  签订承接确认书\n"
        "                区委编办\n"
        "      本单位：考试已组织\n"
        "  12\n"
    )  # fmt: skip
    assert shown((LIST,), 24) == (
        "序号  状态    任务；责任\n"
        "              单位\n"
        "   1  逾期    签订承接确\n"
        "      10天    认书\n"
        "              区委编办\n"
        "      本单位：考试已组织\n"
        "  12\n"
    )  # fmt: skip


def test_a_table_too_narrow_for_columns_has_a_line_a_cell() -> None:
    assert shown((LIST,), 16) == (
        "序号：1\n"
        "状态：逾期10天\n"
        "任务；责任单位：\n"
        "  签订承接确认书\n"
        "任务；责任单位：\n"
        "  区委编办\n"
        "本单位：考试已组\n"
        "  织\n"
        "序号：12\n"
        "状态：\n"
        "任务；责任单位：\n"
    )  # fmt: skip


def test_a_table_that_may_be_divided_goes_on_below() -> None:
    assert shown((MATRIX,), 40) == (
        "        任务1    任务2     完成\n"
        "湾沚镇  4月26日  逾期10天   5/5\n"
        "红杨镇  -        -          2/5\n"
    )  # fmt: skip
    assert shown((MATRIX,), 24) == (
        "        任务1\n"
        "湾沚镇  4月26日\n"
        "红杨镇  -\n"
        "        任务2     完成\n"
        "湾沚镇  逾期10天   5/5\n"
        "红杨镇  -          2/5\n"
    )  # fmt: skip
    assert shown((MATRIX,), 10) == (
        "湾沚镇\n"
        "任务1：4月\n"
        "  26日\n"
        "红杨镇\n"
        "任务1：-\n"
        "湾沚镇\n"
        "任务2：逾\n"
        "  期10天\n"
        "红杨镇\n"
        "任务2：-\n"
        "湾沚镇\n"
        "完成：5/5\n"
        "红杨镇\n"
        "完成：2/5\n"
    )  # fmt: skip


def test_rows_of_nothing_keep_their_line() -> None:
    table = Table(columns=(Column(""), Column("")), rows=(Row(("", "")), Row(("甲", "乙")), Row(("", " "))))
    assert shown((table,), 20) == "\n甲  乙\n\n"


def test_a_table_without_titles_begins_with_its_rows() -> None:
    table = Table(
        columns=(Column(""), Column("", right=True)), rows=(Row(("甲", "1项")), Row(("乙丙", "10项"))), indent=2
    )
    assert shown((table,), 20) == "  甲     1项\n  乙丙  10项\n"


def test_a_table_of_no_rows_is_its_titles() -> None:
    assert shown((LIST._replace(rows=()),), 40) == "序号  状态  任务；责任单位\n"


def test_colour_repeats_what_the_words_say_on_a_terminal_alone() -> None:
    page = (Line("甲", heading=True), Line("乙", tone=Tone.LATE), LIST._replace(rows=(LIST.rows[0],)))
    console = Console(file=io.StringIO(), width=40, force_terminal=True, color_system="standard", legacy_windows=False)
    draw(page, console)
    assert console.file.getvalue().replace("\x1b", "") == (  # type: ignore[attr-defined]
        "[1m甲[0m\n"
        "[31m乙[0m\n"
        "[2m序号[0m  [2m状态    [0m  [2m任务；责任单位[0m\n"
        "   1  [31m逾期10天[0m  签订承接确认书\n"
        "                区委编办\n"
        "      本单位：考试已组织\n"
    )
    assert "\x1b" not in shown(page, 40)


def test_nothing_of_a_text_acts_on_the_terminal() -> None:
    table = Table(
        columns=(Column("任务"), Column("说明")), rows=(Row(("[red]甲[/x]", "\x1b[31m乙\u202e"), ("丙\n\x07",)),)
    )
    assert shown((Line("[/x]甲\n乙\x1b"), table), 60) == (
        "[/x]甲 乙\\x1b\n"
        "任务         说明\n"
        "[red]甲[/x]  \\x1b[31m乙\\u202e\n"
        "             丙 \\x07\n"
    )  # fmt: skip


def test_a_paragraph_that_begins_with_a_wide_space_says_nothing_twice() -> None:
    assert "".join(hung("\u3000" + "a" * 10 + " " + "b" * 8, 10, 2)).replace(" ", "") == "\u3000" + "a" * 10 + "b" * 8


TEXTS = st.text(
    st.one_of(
        st.sampled_from("甲乙丙，。；：、（）“”…—·％ab1 9.,:[]()<>*|/\\\u3000\n\t"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
WORDS = st.text(st.sampled_from("甲乙丙丁戊己庚辛，、（）“”ab12 [/]"), min_size=1, max_size=40).filter(str.strip)


def lost(page: Page, out: str) -> Counter[str]:
    """The characters of the page that the output has not, blanks aside."""
    seen = "".join(printable(part) for text in _texts(page) for part in text.split("\n"))
    return Counter("".join(seen.split())) - Counter("".join(out.split()))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Of one to six columns, with cells of several lines and notes; one that is divided has neither."""
    width, divisible = draw(st.integers(1, 6)), draw(st.booleans())
    columns = draw(st.lists(st.tuples(WORDS, st.booleans()), min_size=width, max_size=width))
    cells = st.lists(WORDS if divisible else TEXTS, min_size=width, max_size=width).map(tuple)
    notes = st.just(()) if divisible else st.lists(TEXTS, max_size=2).map(tuple)
    rows = draw(st.lists(st.tuples(cells, notes), max_size=3))
    columns, rows = starmap(Column, columns), starmap(Row, rows)
    return Table(tuple(columns), tuple(rows), 0 if divisible else draw(st.integers(0, 4)), divisible)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.tuples(TEXTS, st.integers(0, 12)).map(lambda line: Line(*line)), tables()), max_size=3),
    st.integers(60, 200),
)
def test_no_line_of_any_page_is_too_wide_and_no_character_lost(blocks: list[Line | Table], width: int) -> None:
    page = tuple(blocks)
    out = shown(page, width)
    assert max(map(cell_len, out.split("\n"))) <= width
    assert lost(page, out) == Counter()


@st.composite
def plans(draw: st.DrawFn) -> tuple[Page, ...]:
    """Screens of a plan whose every text is drawn."""
    quoted = WORDS.map(lambda text: f"'{text}'")
    title, short, phrase, reason, evidence, note = (draw(quoted) for _ in range(6))
    # Names are told apart by a number, and hold nothing but what was drawn beside it.
    unit, other, town = (f"'{n}{draw(WORDS)}'" for n in "一二三")
    made = plan_of(
        f"  - {{id: 1, section: 一, title: {title}, deadline: 4月底前, units: [{unit}, {other}]}}\n"
        f"  - {{id: 2, section: 一, title: {title}, short: {short}, deadline: 待定, reading: 每月20日前,"
        f" reading_basis: {phrase}, units: [各镇]}}\n"
        f"  - {{id: 3, section: 一, title: {short}, deadline: 持续推进, units: [{other}]}}\n"
        f"  - {{id: 4, section: 一, title: {short}, deadline: 5月底前, units: [{other}, {unit}]}}\n",
        f"  - {{name: {unit}, progress: {{1: {{started: 2023-05-01, reason: {reason}, evidence: {evidence},"
        f" notes: [{{date: 2023-05-02, text: {note}}}]}}}}}}\n  - {{name: {other}}}\n"
        "  - {name: 各镇, members: towns}",
        towns=f'towns: [{{name: {town}, code: "340210100"}}]',
    )
    now = situation(made, date(2023, 5, 10))
    return (
        listing.page(now, 4, frozenset(), filtered=False),
        whole.page(now, now.standings, frozenset()),
        upcoming.page(now, 30),
        overdue.page(now, now, (), frozenset()),
        units.page(now, tallies(now, made.bodies())),
        units.matrix(now, tallies(now, made.towns)),
    )


@settings(max_examples=40, deadline=None)
@given(plans(), st.integers(60, 200))
def test_no_line_of_any_plan_is_too_wide_and_no_character_lost(pages: tuple[Page, ...], width: int) -> None:
    for page in pages:
        out = shown(page, width)
        assert max(map(cell_len, out.split("\n"))) <= width
        assert lost(page, out) == Counter()


def _texts(page: Page) -> Iterator[str]:
    for block in page:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (column.title for column in block.columns)
            yield from (text for row in block.rows for text in (*row.cells, *row.notes))
