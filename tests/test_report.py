"""Findings for people: the place, the line, and a caret under what is meant."""

from rich.cells import cell_len

from fuquan import report
from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.source import File


def finding(
    line: int, column: int, end_line: int, end_column: int, *, level: Severity = Severity.ERROR, mend: str | None = None
) -> Diagnostic:
    span = Span(path="x.yaml", line=line, column=column, end_line=end_line, end_column=end_column)
    return Diagnostic(rule="value", severity=level, span=span, message="写法不对", help=mend)


def told(text: str, one: Diagnostic) -> str:
    return report.text([one], {"x.yaml": File("x.yaml", text)})


def test_the_caret_stands_under_the_words_meant() -> None:
    assert told("title: 甲乙丙丁\n", finding(1, 9, 1, 11, mend="请改正")) == (
        "x.yaml:1:9: 错误 value: 写法不对\n"
        "    title: 甲乙丙丁\n"
        "             ^^^^\n"
        "    请改正\n"
    )  # fmt: skip


def test_a_place_of_no_width_has_one_caret() -> None:
    assert told("title:\n", finding(1, 7, 1, 7)) == (
        "x.yaml:1:7: 错误 value: 写法不对\n"
        "    title:\n"
        "          ^\n"
    )  # fmt: skip


def test_a_place_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert told("a: [甲,\n  乙]\n", finding(1, 4, 2, 5)) == (
        "x.yaml:1:4: 错误 value: 写法不对\n"
        "    a: [甲,\n"
        "       ^^^^\n"
    )  # fmt: skip


def test_a_place_past_the_end_shows_no_line() -> None:
    assert told("a: 1\n", finding(2, 1, 2, 1)) == "x.yaml:2:1: 错误 value: 写法不对\n"
    assert report.text([finding(1, 1, 1, 2)], {}) == "x.yaml:1:1: 错误 value: 写法不对\n"


def test_tabs_and_what_is_not_seen_do_not_move_the_caret() -> None:
    assert told("\ta: \x1b甲\n", finding(1, 6, 1, 7)) == (
        "x.yaml:1:6: 错误 value: 写法不对\n"
        "     a: \\x1b甲\n"
        "            ^^\n"
    )  # fmt: skip
    assert told("a:\t甲\t乙\n", finding(1, 4, 1, 7)) == (
        "x.yaml:1:4: 错误 value: 写法不对\n"
        "    a: 甲 乙\n"
        "       ^^^^^\n"
    )  # fmt: skip


def test_of_a_long_line_what_stands_around_the_place_is_shown_on_120_columns() -> None:
    text = "".join(chr(0x61 + n % 26) for n in range(500))
    _, line, caret = told(text, finding(1, 301, 1, 303)).splitlines()
    assert (line, caret) == (f"    …{text[242:357]}", f"    {' ' * 59}^^")
    assert cell_len(line) == 120


def test_what_stands_around_a_place_is_measured_in_columns() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(500))
    _, line, caret = told(text, finding(1, 301, 1, 303)).splitlines()
    assert (line, caret) == (f"    …{text[271:328]}", f"    {' ' * 59}^^^^")


def test_of_a_long_place_its_beginning_is_shown() -> None:
    text = "甲" * 500
    _, line, caret = told(text, finding(1, 1, 1, 501)).splitlines()
    assert (line, caret) == (f"    {'甲' * 58}", f"    {'^' * 116}")


def test_nothing_in_a_finding_acts_on_the_terminal() -> None:
    span = Span(path="\x1b[31m.yaml", line=1, column=1, end_line=1, end_column=2)
    one = Diagnostic("value", Severity.HINT, span, "“\x1b”写法不对", "请删去\u202e")
    assert report.text([one], {}) == (
        "\\x1b[31m.yaml:1:1: 提示 value: “\\x1b”写法不对\n    请删去\\u202e\n"
    )  # fmt: skip


def test_what_is_beyond_a_page_is_counted() -> None:
    lines = report.text([finding(n, 1, n, 1) for n in range(1, 204)], {}).splitlines()
    assert (len(lines), lines[-1]) == (201, "……另有3条未列出，请先改正以上各条")
    assert len(report.text([finding(n, 1, n, 1) for n in range(1, 201)], {}).splitlines()) == 200


def test_findings_are_summed_by_level_the_worst_first() -> None:
    levels = (Severity.HINT, Severity.ERROR, Severity.WARNING, Severity.ERROR)
    assert report.summed([finding(1, 1, 1, 1, level=level) for level in levels]) == "错误2处，警告1处，提示1处"
    assert report.summed([finding(1, 1, 1, 1, level=Severity.WARNING)]) == "警告1处"
    assert report.summed([]) == ""
