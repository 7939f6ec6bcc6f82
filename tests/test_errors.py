"""The nearest words, offered where one is not known."""

import pytest

from fuquan.errors import meant, nearest, ranges


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("司法局", ["区司法局", "区委编办"], ("区司法局",)),
        ("区司法局办公室", ["区司法局", "区委编办"], ("区司法局",)),
        ("局", ["区司法局", "区水务局"], ()),
        ("overdu", ["overdue", "over", "due"], ("overdue", "over")),
        ("甲局", ["甲局一", "甲局二", "甲局三", "甲局四"], ("甲局一", "甲局二", "甲局三")),
        ("甲", [], ()),
        ("", ["甲局"], ()),
    ],
)
def test_the_nearest_words_are_offered_best_first(word: str, known: list[str], expected: tuple[str, ...]) -> None:
    assert nearest(word, known) == expected


def test_the_question_of_what_was_meant() -> None:
    assert meant("甲居", ["甲局"]) == "是不是“甲局”？"
    assert meant("甲局", ["甲局一", "甲局二"]) == "是不是“甲局一”或“甲局二”？"
    assert meant("甲", ["乙局"]) is None


@pytest.mark.parametrize(
    ("numbers", "told"),
    [((), ""), ((7,), "7"), ((1, 2, 3, 5), "1至3、5"), ((9, 2, 1, 2, 7, 8), "1至2、7至9"), ((1, 3, 5), "1、3、5")],
)
def test_numbers_are_told_in_runs(numbers: tuple[int, ...], told: str) -> None:
    assert ranges(numbers) == told


def test_of_two_in_a_row_both_are_named_where_a_paper_tells_them() -> None:
    assert ranges((9, 2, 1, 2, 7, 8), 3) == "1、2、7至9"


def test_what_looks_the_same_is_what_was_meant() -> None:
    known = ("已镇", "甲镇", "乙镇", "A局", "局")
    assert [meant(word, known) for word in ("己镇", "巳镇", "Ａ局")] == ["是不是“已镇”？"] * 2 + ["是不是“A局”？"]


def test_nothing_is_near_a_text() -> None:
    assert nearest("区司法局" * 25, ["区司法局"]) == ("区司法局",)
    assert nearest("区司法局" * 26, ["区司法局"]) == ()
    assert nearest("区司法局", ["区司法局" * 26]) == ()
