"""Columns, line ends and unseen characters."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fuquan.text import file_name, half_width, pad, printable, seen, unseen, width_of, wrap

MAY_NOT_BEGIN = "，。；：、）》”"
MAY_NOT_END = "（《“"

any_text = st.text(st.characters(exclude_categories=()))
chinese = st.text(st.sampled_from("任务时限，。；：、）》”（《“ 10-ab.\n"), max_size=80)


@given(any_text)
def test_columns_are_those_of_rich_for_all_printable_text(text: str) -> None:
    shown = printable(text)
    assert width_of(shown) == cell_len(shown)


def test_columns_of_every_printable_character_are_those_of_rich() -> None:
    differing = [
        char for char in map(chr, range(0x110000)) if printable(char) == char and width_of(char) != cell_len(char)
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("ab", 2), ("区司法局", 8), ("“互联网+”", 9), ("（２）", 6), ("e\u0301", 1), ("𠮷", 2), ("①…—", 3)],
)
def test_width_of(text: str, columns: int) -> None:
    assert width_of(text) == columns


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("镇赋权工作", "红杨镇", "2023-05-10"), "镇赋权工作-红杨镇-2023-05-10.csv"),
        (("../../etc/passwd", "C:\\x"), "etc_passwd-C_x.csv"),
        (("  甲 乙\n\x1b[丙  ", "", "..", '丁?*<>|"'), "甲_乙_[丙-丁.csv"),
        (("长" * 60, "a"), "长" * 40 + "-a.csv"),
        (("长" * 60, "远" * 60, "2023年催办第1号"), "长" * 29 + "-" + "远" * 30 + "-2023年催办第1号.csv"),
        (("甲\ud800乙",), "甲_乙.csv"),
    ],
)
def test_a_name_of_a_file_leads_nowhere(parts: tuple[str, ...], name: str) -> None:
    assert file_name("csv", *parts) == name


def test_pad_fills_up_and_never_cuts() -> None:
    assert [pad("红杨镇", width) for width in (0, 6, 8)] == ["红杨镇", "红杨镇", "红杨镇  "]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("区司法局", "区司法局"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("一\n二\t三\r", r"一\n二\t三\r"),
        ("\u202e镇\u2066\u2069", r"\u202e镇\u2066\u2069"),
        ("红\u200b杨\ufeff镇\u200d", r"红\u200b杨\ufeff镇\u200d"),
        ("a\x00\x7f\x85\xad", r"a\x00\x7f\x85\xad"),
        ("\udce9\ufffe\u2028", r"\udce9\ufffe\u2028"),
        ("葛\U000e0100⚠\ufe0f\u3164", r"葛\U000e0100⚠\ufe0f\u3164"),
        ("C:\\数据\\u202e", "C:\\数据\\u202e"),
        ("\u3000一\xa0二\ue863", "\u3000一\xa0二\ue863"),
    ],
)
def test_what_is_not_seen_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(any_text)
def test_printable_text_stays_as_it_is(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert "\x1b" not in shown
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("区委编办、区司法局", 10, ["区委编办、", "区司法局"]),
        ("区委编办，区司法局", 8, ["区委编", "办，区司", "法局"]),
        ("见（区司法局）", 4, ["见", "（区", "司法", "局）"]),
        ("任务2 overdue 逾期", 12, ["任务2", "overdue 逾期"]),
        ("时限2023-05-10前", 12, ["时限", "2023-05-10前"]),
        ("abcdefgh。", 4, ["abcd", "efg", "h。"]),
        ("a --unit NAME", 8, ["a --unit", "NAME"]),
        ("  一二三四", 6, ["  一二", "三四"]),
        ("      一二", 4, ["一二"]),
        ("一 ，二", 2, ["一", "，", "二"]),
        ("一二", 1, ["一", "二"]),
        ("一e\u0301", 0, ["一", "e\u0301"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(any_text.map(printable) | chinese, st.integers(-1, 30))
def test_no_line_is_wider_than_asked_unless_one_character_is(text: str, width: int) -> None:
    widest = max([0, width, *(width_of(char) for char in text)])
    assert [line for line in wrap(text, width) if width_of(line) > widest] == []


@given(any_text | chinese, st.integers(-1, 30))
def test_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    assert _without_spaces("".join(wrap(text, width))) == _without_spaces(text.replace("\n", ""))


@given(chinese.filter(lambda text: not _has_run_of_marks(text)), st.integers(6, 30))
def test_no_line_begins_or_ends_with_a_mark_that_may_not(text: str, width: int) -> None:
    for paragraph in text.split("\n"):
        lines = wrap(paragraph, width)
        assert [line for line in lines[1:] if line[0] in MAY_NOT_BEGIN] == []
        assert [line for line in lines[:-1] if line[-1] in MAY_NOT_END] == []


@given(st.lists(st.from_regex(r"[a-z0-9.-]{1,8}|[任务时限]{1,4}", fullmatch=True)), st.integers(8, 30))
def test_words_and_numbers_are_not_cut(words: list[str], width: int) -> None:
    assert [word for line in wrap(" ".join(words), width) for word in line.split() if word.isascii()] == [
        word for word in words if word.isascii()
    ]


def _without_spaces(text: str) -> str:
    return text.replace(" ", "").replace("\u3000", "")


def _has_run_of_marks(text: str) -> bool:
    """Whether two marks meet, or a space stands beside one: such a run may be wider than a line."""
    marks = MAY_NOT_BEGIN + MAY_NOT_END + " .-"
    return any(left in marks and right in marks for left, right in pairwise(text))


def test_what_nobody_sees_is_named_and_taken_out() -> None:
    text = "区\u200b司\ufeff法\u200b局"
    assert (unseen(text), seen(text), unseen("区司法局")) == ("U+200B、U+FEFF", "区司法局", "")


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("２０２３－０４－１８", "2023-04-18"),
        ("“2023—04–18”", "2023-04-18"),
        ("\u3000ｄｏ\u200bｎｅ\xa0", "done"),
        ("‘ 甲 ’", "甲"),
        ("甲：［乙，丙］", "甲:[乙,丙]"),
        ("“", '"'),
        ("", ""),
    ],
)
def test_the_half_width_of_a_word(text: str, half: str) -> None:
    assert half_width(text) == half
