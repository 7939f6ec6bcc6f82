"""The words of the field: periods in a list, and what somebody wrote as a part of a sentence."""

from datetime import date

import pytest

from fuquan.view import words


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ((), ""),
        (("2023-04", "2023-05", "2023-06"), "4月、5月、6月"),
        (("2022-12", "2023-01"), "2022年12月、1月"),
        (("2023-04", "2023-05", "2023-06", "2023-12"), "4月至12月共4期"),
        (("2022-04", "2022-05", "2022-06", "2022-07"), "2022年4月至7月共4期"),
        (("2022-11", "2022-12", "2023-01", "2023-02"), "2022年11月至2023年2月共4期"),
        (("2023-04-18", "2023-04-19", "2023-04-20", "2024-02-26"), "2023年4月18日至2024年2月26日共4期"),
        (("2023-W16", "2023-W17", "2023-W18", "2023-W23"), "第16周至第23周共4期"),
        (("2023", "2024", "2025", "2027"), "2023年至2027年共4期"),
    ],
)
def test_many_periods_are_told_by_the_first_and_the_last(keys: tuple[str, ...], told: str) -> None:
    assert words.periods(keys, date(2023, 5, 10)) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("待盖章。", "待盖章"),
        ("一是缺人；\n\n二是缺证，\n", "一是缺人；二是缺证"),
        (" \n。", ""),
        ("3.5万元", "3.5万元"),
    ],
)
def test_what_somebody_wrote_is_a_part_of_a_sentence(written: str, told: str) -> None:
    assert words.plain(written) == told
