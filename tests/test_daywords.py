"""Days as offices write them: what each form means, in which direction an open one looks, and what is refused."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuquan.daywords import Day, day_of, exact_day, month_of, quarter_of, year_of
from fuquan.errors import FuquanError

TODAY = date(2023, 5, 10)  # a Wednesday
HELP = "可写 2023-05-10、2023年5月10日、5月10日、10日、昨天、周五、上周五、上月10日、4月底"
EXACT = "可写 2023-05-10、2023年5月10日、昨天、上周五、上月10日、今年4月底"
NO_SUCH_DAY = "历书上没有这一天，请核对年月日"


@pytest.mark.parametrize(
    "text",
    [
        "2023-04-30", "2023-4-30", "2023/04/30", "2023/4/30", "2023.4.30", "2023。4。30", "20230430", "2023–04–30",
        "2023年4月30日", "2023年04月30日", "2023年4月30号", "2023年4月份30日",
        "二〇二三年四月三十日", "二零二三年四月卅日", "二○二三年四月三十号", "2023年四月三十日",
        "２０２３年４月３０日", "２０２３－０４－３０", "２０２３．４．３０", "２０２３０４３０",
        " 2023 年 4 月 30 日 ", "2023年\u30004月30日\n", "2023-\u200b04-30", "“2023年4月30日”", "2023 - 4 - 30",
        "2023年4月30日（周日）", "2023年4月30日 (星期天)", "2023-04-30 周日", "20230430礼拜日",
    ],
)  # fmt: skip
def test_a_full_day_is_that_day(text: str) -> None:
    assert day_of(text, TODAY, "--on") == Day(date(2023, 4, 30), is_full=True)
    assert exact_day(text, date(1999, 1, 1), "--on") == date(2023, 4, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2023-05-10"),
        ("今日", "2023-05-10"),
        ("昨天", "2023-05-09"),
        ("昨日", "2023-05-09"),
        ("前天", "2023-05-08"),
        ("前日", "2023-05-08"),
        ("大前天", "2023-05-07"),
        ("明天", "2023-05-11"),
        ("明日", "2023-05-11"),
        ("后天", "2023-05-12"),
        ("后日", "2023-05-12"),
        ("大后天", "2023-05-13"),
        ("昨天（周二）", "2023-05-09"),
        ("今年4月30日 星期天", "2023-04-30"),
        ("本周五", "2023-05-12"),
        ("这周五", "2023-05-12"),
        ("这个星期五", "2023-05-12"),
        ("本周一", "2023-05-08"),
        ("本周日", "2023-05-14"),
        ("上周五", "2023-05-05"),
        ("上周日", "2023-05-07"),
        ("上个礼拜天", "2023-05-07"),
        ("上上周五", "2023-04-28"),
        ("下周五", "2023-05-19"),
        ("下下周三", "2023-05-24"),
        ("本月10日", "2023-05-10"),
        ("本月31号", "2023-05-31"),
        ("这个月五日", "2023-05-05"),
        ("上月10日", "2023-04-10"),
        ("上个月10日（周一）", "2023-04-10"),
        ("下月10日", "2023-06-10"),
        ("本月底", "2023-05-31"),
        ("上月底", "2023-04-30"),
        ("上上个月末", "2023-03-31"),
        ("下月底", "2023-06-30"),
        ("今年5月20日", "2023-05-20"),
        ("本年二月底", "2023-02-28"),
        ("去年12月31日", "2022-12-31"),
        ("前年2月底", "2021-02-28"),
        ("明年2月29日", "2024-02-29"),
        ("后年1月1日", "2025-01-01"),
        ("2024年2月底", "2024-02-29"),
        ("二〇二三年四月末", "2023-04-30"),
    ],
)
def test_a_day_beside_today_is_the_same_in_every_direction(text: str, day: str) -> None:
    near = date(2020, 1, 1)
    for found in (
        day_of(text, TODAY, "--on"),
        day_of(text, TODAY, "--on", ahead=True),
        day_of(text, TODAY, "--on", near=near),
    ):
        assert found == Day(date.fromisoformat(day), is_full=False)
    assert exact_day(text, TODAY, "--on") == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("下周一", "2023-12-31", "2024-01-01"),
        ("上周日", "2024-01-01", "2023-12-31"),
        ("上月底", "2024-01-01", "2023-12-31"),
        ("下月1日", "2023-12-31", "2024-01-01"),
        ("上上月31日", "2023-02-28", "2022-12-31"),
        ("昨天", "2024-03-01", "2024-02-29"),
    ],
)
def test_weeks_and_months_pass_over_the_year(text: str, today: str, day: str) -> None:
    assert day_of(text, date.fromisoformat(today), "--on").date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "past", "ahead", "near", "lacks"),
    [  # near is nearest to 2023-10-03, a Tuesday
        ("4月26日", "2023-04-26", "2024-04-26", "2023-04-26", "年"),
        ("5月10日", "2023-05-10", "2023-05-10", "2023-05-10", "年"),
        ("5月11号", "2022-05-11", "2023-05-11", "2023-05-11", "年"),
        ("五月十一日", "2022-05-11", "2023-05-11", "2023-05-11", "年"),
        ("5-9", "2023-05-09", "2024-05-09", "2023-05-09", "年"),
        ("5/9", "2023-05-09", "2024-05-09", "2023-05-09", "年"),
        ("5.9", "2023-05-09", "2024-05-09", "2023-05-09", "年"),
        ("05-09", "2023-05-09", "2024-05-09", "2023-05-09", "年"),
        ("１月１日", "2023-01-01", "2024-01-01", "2024-01-01", "年"),
        ("12月31日", "2022-12-31", "2023-12-31", "2023-12-31", "年"),
        ("2月29日", "2020-02-29", "2024-02-29", "2024-02-29", "年"),
        ("4月底", "2023-04-30", "2024-04-30", "2023-04-30", "年"),
        ("2月末", "2023-02-28", "2024-02-29", "2024-02-29", "年"),
        ("10日", "2023-05-10", "2023-05-10", "2023-10-10", "月"),
        ("11日", "2023-04-11", "2023-05-11", "2023-10-11", "月"),
        ("31号", "2023-03-31", "2023-05-31", "2023-10-31", "月"),
        ("廿五日", "2023-04-25", "2023-05-25", "2023-09-25", "月"),
        ("月底", "2023-04-30", "2023-05-31", "2023-09-30", "月"),
        ("周三", "2023-05-10", "2023-05-10", "2023-10-04", "周"),
        ("星期五", "2023-05-05", "2023-05-12", "2023-10-06", "周"),
        ("礼拜天", "2023-05-07", "2023-05-14", "2023-10-01", "周"),
        ("周六", "2023-05-06", "2023-05-13", "2023-09-30", "周"),
    ],
)
def test_an_open_day_is_chosen_by_the_direction(text: str, past: str, ahead: str, near: str, lacks: str) -> None:
    days = (
        day_of(text, TODAY, "--on"),
        day_of(text, TODAY, "--on", ahead=True),
        day_of(text, TODAY, "--on", near=date(2023, 10, 3)),
    )
    assert days == tuple(Day(date.fromisoformat(day), is_full=False) for day in (past, ahead, near))
    assert refusal_of_exact(text) == (f"--on 的“{text}”没有写明是哪一{lacks}", "请写全年月日，如 2023-05-10")


@pytest.mark.parametrize(
    ("today", "past", "ahead"),
    [
        ("1900-03-01", "1896-02-29", "1904-02-29"),
        ("1903-12-31", "1896-02-29", "1904-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02-28", "2020-02-29", "2024-02-29"),
    ],
)
def test_a_leap_day_is_up_to_eight_years_away(today: str, past: str, ahead: str) -> None:
    day = date.fromisoformat(today)
    assert day_of("2月29日", day, "--on").date == date.fromisoformat(past)
    assert day_of("2月29日", day, "--on", ahead=True).date == date.fromisoformat(ahead)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "5", "10", "510", "0510", "5月", "五月", "2023年", "2023年5月", "2023-05", "5月上旬", "上旬", "近日",
        "月初", "年底", "周末", "本周", "上周", "周八", "星期0", "昨", "大昨天", "2023-5/10", "2023-05-10前",
        "5月10日前", "于5月10日", "5月10日起", "5月10", "5-6日", "5～6", "5月9日至10日", "5月9、10日", "5月1 0日",
        "2023 05 10", "5月三五日", "二十十月一日", "五一", "初五", "去年10日", "2023年10日", "上周10日", "上上上周五",
        "2023-05-10T00:00", "2023051", "202305100", "-5-10", "5月-10日", "5月10日（周）", "5月10日（周三",
        "5月10日（下周三）", "5月10日）", "May 10", "10th", "٥月١٠日", "5月10日\x00", "\udcff", "²月",
    ],
)  # fmt: skip
def test_anything_else_is_no_day(text: str) -> None:
    assert refusal(text) == (f"--on 的“{text}”不是日期", HELP)
    assert refusal_of_exact(text) == (f"--on 的“{text}”不是日期", EXACT)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29", "2023年2月30日", "2月30日", "4月31日", "13月1日", "0月1日", "5月0日", "二月三十日", "32日", "0号",
        "20231301", "0000-01-01", "〇〇〇〇年一月一日", "2023.13.1", "99/99", "去年2月29日", "上月31日", "13月底",
        "4月31日（周一）",
    ],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_told_apart(text: str) -> None:
    assert refusal(text) == refusal_of_exact(text) == (f"--on 的“{text}”不是有效的日期", NO_SUCH_DAY)


@pytest.mark.parametrize("text", ["昨天", "上周一", "上月1日", "去年1月1日", "周日", "1月2日", "2日", "月底"])
def test_before_the_first_day_there_is_none(text: str) -> None:
    assert refusal(text, date.min) == (f"--on 的“{text}”不是有效的日期", NO_SUCH_DAY)


@pytest.mark.parametrize("text", ["明天", "下周一", "下月1日", "明年1月1日", "周四", "12月30日", "30日"])
def test_after_the_last_day_there_is_none(text: str) -> None:
    assert refusal(text, date.max, ahead=True) == (f"--on 的“{text}”不是有效的日期", NO_SUCH_DAY)


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ("23年5月10日", "没有写全年份", "年份请写四位，如 2023-05-10"),
        ("二三年五月十日", "没有写全年份", "年份请写四位，如 2023-05-10"),
        ("23-5-10", "没有写全年份", "年份请写四位，如 2023-05-10"),
        ("05/10/2023", "分不清哪个是月、哪个是日", "请把年份写在前面，如 2023-05-10"),
        ("10.5.2023", "分不清哪个是月、哪个是日", "请把年份写在前面，如 2023-05-10"),
        ("2023年5月10日（周五）", "前后不符：2023年5月10日是周三，不是周五", "请核对日期和星期"),
        ("4月30日 星期六", "前后不符：2023年4月30日是周日，不是周六", "请核对日期和星期"),
        ("昨天（周三）", "前后不符：2023年5月9日是周二，不是周三", "请核对日期和星期"),
        ("上周五（周四）", "前后不符：2023年5月5日是周五，不是周四", "请核对日期和星期"),
        ("5月底（周日）", "前后不符：2022年5月31日是周二，不是周日", "请核对日期和星期"),
    ],
)
def test_what_can_be_read_in_two_ways_or_contradicts_itself_is_refused(text: str, message: str, help_: str) -> None:
    assert refusal(text) == (f"--on 的“{text}”{message}", help_)


def test_of_two_days_as_near_none_is_chosen() -> None:
    assert refusal("10日", near=date(2023, 9, 25)) == (
        "--on 的“10日”可以是2023年9月10日，也可以是2023年10月10日",
        "请写全年月日",
    )
    assert day_of("10日", TODAY, "--on", near=date(2023, 9, 26)) == Day(date(2023, 10, 10), is_full=False)


def test_a_long_text_is_clipped() -> None:
    assert refusal("日" * 41) == (f"--on 的“{'日' * 40}…”不是日期", HELP)


@settings(deadline=None)
@given(st.text() | st.text("0123456789年月日号周上下本去明底天（）-/. 一二三十〇"), st.dates(), st.dates() | st.none())
def test_any_text_is_a_day_or_an_error(text: str, today: date, near: date | None) -> None:
    for ahead in (False, True):
        try:
            found = day_of(text, today, "--on", near=near, ahead=ahead)
        except FuquanError as error:
            assert error.help
        else:
            assert isinstance(found.date, date)
    try:
        assert exact_day(text, today, "--on") == day_of(text, today, "--on").date
    except FuquanError as error:
        assert error.help


HAN = {char: "〇一二三四五六七八九"[int(char)] for char in "0123456789"}


def han(n: int) -> str:
    tens, ones = divmod(n, 10)
    return f"{HAN[str(tens)] if tens > 1 else ''}{'十' if tens else ''}{HAN[str(ones)] if ones else ''}"


@settings(deadline=None)
@given(st.dates(), st.dates())
def test_every_date_in_every_full_form_is_itself(day: date, today: date) -> None:
    year = f"{day.year:04}"
    week = f"（周{'一二三四五六日'[day.weekday()]}）"
    forms = [
        day.isoformat(),
        f"{year}/{day.month}/{day.day}",
        f"{year}.{day.month}.{day.day}",
        day.strftime("%Y").zfill(4) + day.strftime("%m%d"),
        f"{year}年{day.month}月{day.day}日",
        f"{year}年{day.month:02}月{day.day:02}号",
        f"{''.join(HAN[char] for char in year)}年{han(day.month)}月{han(day.day)}日",
    ]
    for form in [*forms, *(form + week for form in forms)]:
        assert day_of(form, today, "--on") == Day(day, is_full=True)


@settings(deadline=None)
@given(st.dates(date(1600, 1, 1), date(9000, 1, 1)), st.dates(date(1600, 1, 1), date(9000, 1, 1)))
def test_open_days_are_the_first_on_their_side(day: date, today: date) -> None:
    texts = {
        f"{day.month}月{day.day}日": lambda one: (one.month, one.day) == (day.month, day.day),
        f"{day.day}日": lambda one: one.day == day.day,
        f"周{'一二三四五六日'[day.weekday()]}": lambda one: one.weekday() == day.weekday(),
        "月底": lambda one: one.day == calendar.monthrange(one.year, one.month)[1],
    }
    for text, answers in texts.items():
        for ahead, step in ((False, -1), (True, 1)):
            first = next(one for n in range(3000) if answers(one := today + timedelta(days=step * n)))
            assert day_of(text, today, "--on", ahead=ahead).date == first


def refusal(text: str, today: date = TODAY, *, near: date | None = None, ahead: bool = False) -> tuple[str, str | None]:
    with pytest.raises(FuquanError) as raised:
        day_of(text, today, "--on", near=near, ahead=ahead)
    return raised.value.message, raised.value.help


def refusal_of_exact(text: str) -> tuple[str, str | None]:
    with pytest.raises(FuquanError) as raised:
        exact_day(text, TODAY, "--on")
    return raised.value.message, raised.value.help


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2023-05", "2023-05"),
        ("2023/5", "2023-05"),
        ("2023.05", "2023-05"),
        ("２０２３年５月", "2023-05"),
        ("二〇二三年十二月", "2023-12"),
        ("去年12月份", "2022-12"),
        ("5月", "2023-05"),
        ("5月份", "2023-05"),
        ("六月", "2022-06"),
        ("本月", "2023-05"),
        ("上个月", "2023-04"),
        ("上上月", "2023-03"),
        ("下月", "2023-06"),
        ("13月", None),
        ("〇〇〇〇年五月", None),
        ("0月", None),
        ("2023-13", None),
        ("0023-05", None),
        ("2023-05-10", None),
        ("第二季度", None),
        ("2023-Q2", None),
        ("5", None),
        ("", None),
    ],
)
def test_months(text: str, month: str | None) -> None:
    assert month_of(text, date(2023, 5, 10)) == month


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2023-Q2", "2023-Q2"),
        ("2023q2", "2023-Q2"),
        ("Q4", "2022-Q4"),
        ("2023年第二季度", "2023-Q2"),
        ("二〇二二年四季度", "2022-Q4"),
        ("2023年2季", "2023-Q2"),
        ("第一季度", "2023-Q1"),
        ("三季度", "2022-Q3"),
        ("去年 四季度", "2022-Q4"),
        ("本季度", "2023-Q2"),
        ("上个季度", "2023-Q1"),
        ("上上季度", "2022-Q4"),
        ("下季", "2023-Q3"),
        ("第五季度", None),
        ("〇〇〇〇年一季度", None),
        ("2023-05", None),
        ("2", None),
        ("", None),
    ],
)
def test_quarters(text: str, quarter: str | None) -> None:
    assert quarter_of(text, TODAY) == quarter


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023", "2023"),
        ("２０２３年", "2023"),
        ("2023年度", "2023"),
        ("二〇二二年", "2022"),
        ("今年", "2023"),
        ("去年", "2022"),
        ("明年度", "2024"),
        ("〇〇〇〇", None),
        ("23", None),
        ("2023-05", None),
        ("二季度", None),
    ],
)
def test_years(text: str, year: str | None) -> None:
    assert year_of(text, TODAY) == year


def test_there_is_no_quarter_and_no_year_before_the_first() -> None:
    assert quarter_of("上季度", date(1, 1, 10)) is None
    assert quarter_of("下季度", date(9999, 12, 10)) is None
    assert year_of("去年", date(1, 1, 10)) is None


def test_there_is_no_month_before_the_first() -> None:
    assert month_of("上月", date(1, 1, 10)) is None
