"""What a phrase is read as, and in what words it is refused."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuquan.deadline import (
    FORMS,
    After,
    By,
    Deadline,
    Every,
    Form,
    Grain,
    Kind,
    LengthUnit,
    Ongoing,
    Reading,
    Shift,
    ShiftTo,
    Stage,
    Undetermined,
    Unreadable,
    kind_of,
    later,
    read,
    steps,
)
from fuquan.deadline.dates import NEW_YEARS
from fuquan.deadline.words import number
from fuquan.due import due_of, occurrences
from fuquan.workdays import holiday_name

ISSUED = date(2023, 4, 18)


def table(name: str) -> list[list[str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def of(phrase: str, year: int = 2023, issued: date = ISSUED) -> Deadline:
    deadline = read(phrase, year=year, issued=issued)
    assert isinstance(deadline, Deadline), deadline
    return deadline


def by(phrase: str, year: int = 2023, issued: date = ISSUED) -> By:
    reading = of(phrase, year, issued).reading
    assert isinstance(reading, By)
    return reading


def every(phrase: str) -> Every:
    reading = of(phrase).reading
    assert isinstance(reading, Every)
    return reading


def refused(phrase: str, year: int = 2023, issued: date = ISSUED) -> tuple[str, str, tuple[str, ...]]:
    unreadable = read(phrase, year=year, issued=issued)
    assert isinstance(unreadable, Unreadable), unreadable
    return unreadable.kind, unreadable.message, unreadable.readings


def day_of(reading: Reading) -> date | None:
    """Its day, or the first one on or after the issue."""
    match reading:
        case By() | After():
            return due_of(reading, issued=ISSUED, triggered=None)
        case Every():
            return next(occurrences(reading, ISSUED)).day
        case Ongoing() | Undetermined():
            return None


def said(phrase: str) -> tuple[str, str, str]:
    """Kind, day, and the rule of what recurs."""
    deadline = read(phrase, year=2023, issued=ISSUED)
    if isinstance(deadline, Unreadable):
        return deadline.kind, "", ""
    reading = deadline.reading
    rule = reading.rule if isinstance(reading, Every) else None
    return kind_of(reading), str(day_of(reading) or ""), rule or ""


# --- the tables


@pytest.mark.parametrize(("phrase", "kind", "due", "rule"), [row[:4] for row in table("deadlines.tsv")])
def test_phrases_of_public_documents(phrase: str, kind: str, due: str, rule: str) -> None:
    assert said(phrase) == (kind, due, rule)


@pytest.mark.parametrize(("phrase", "kind", "due", "detail"), table("phrases.tsv"))
def test_phrases_that_notices_write(phrase: str, kind: str, due: str, detail: str) -> None:
    reading = getattr(read(phrase, year=2023, issued=ISSUED), "reading", None)
    event = reading.event if isinstance(reading, After) else ""
    assert (said(phrase)[0], said(phrase)[1], said(phrase)[2] or event) == (kind, due, detail)


@pytest.mark.parametrize(
    ("form", "phrase", "answer"),
    [(form, *line.split(" → ")) for form in FORMS for line in form.examples],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_form_reads_its_examples(form: Form, phrase: str, answer: str) -> None:
    deadline = of(phrase)
    reading = deadline.reading
    got = (
        reading.rule if isinstance(reading, Every) else reading.event if isinstance(reading, After) else day_of(reading)
    )
    assert (deadline.form, str(got or "")) == (form.name, answer)


def test_every_form_is_named_once() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS)


# --- what a reading carries


@pytest.mark.parametrize(
    ("phrase", "reading"),
    [
        ("6月底前", By(day=date(2023, 6, 30))),
        ("6月", By(day=date(2023, 6, 30), opens=date(2023, 6, 1))),
        ("6月中旬前", By(day=date(2023, 6, 20), opens=date(2023, 6, 11), ten_days="中旬")),
        ("6月上半月", By(day=date(2023, 6, 15), opens=date(2023, 6, 1))),
        ("9月15日-25日", By(day=date(2023, 9, 25), opens=date(2023, 9, 15))),
        ("即日起至6月底", By(day=date(2023, 6, 30), opens=ISSUED)),
        ("第三季度", By(day=date(2023, 9, 30), opens=date(2023, 7, 1))),
        ("前三季度", By(day=date(2023, 9, 30), opens=date(2023, 1, 1))),
        ("年底前", By(day=date(2023, 12, 31))),
        ("4月上旬至5月中旬", By(day=date(2023, 5, 20), opens=date(2023, 4, 1))),
        ("原则上6月底前", By(day=date(2023, 6, 30), soft=True)),
        ("6月底前基本完成", By(day=date(2023, 6, 30), soft=True)),
        ("6月底前完成基本情况摸排", By(day=date(2023, 6, 30))),
        ("2024年底前，并长期坚持", By(day=date(2024, 12, 31), then_ongoing=True)),
        ("6月底前（遇节假日顺延）", By(day=date(2023, 6, 30), shift=Shift(ShiftTo.NEXT))),
        ("6月底前，遇节假日提前", By(day=date(2023, 6, 30), shift=Shift(ShiftTo.LAST))),
        ("6月最后一个工作日", By(day=date(2023, 6, 30), shift=Shift(ShiftTo.LAST))),
        ("6月第3个工作日前", By(day=date(2023, 6, 1), shift=Shift(ShiftTo.NTH, 3))),
        ("自5月1日起10个工作日内", By(day=date(2023, 5, 1), shift=Shift(ShiftTo.AFTER, 10))),
        ("6月第二个周五，遇节假日顺延", By(day=date(2023, 6, 9), shift=Shift(ShiftTo.NEXT))),
        (
            "6月底前启动、10月底前完成",
            By(day=date(2023, 10, 31), stages=(Stage("6月底前", date(2023, 6, 30)),)),
        ),
        (
            "力争6月底前、确保8月底前",
            By(day=date(2023, 8, 31), stages=(Stage("6月底前", date(2023, 6, 30)),)),
        ),
        (
            "6月底前（力争5月底前）",
            By(day=date(2023, 6, 30), stages=(Stage("5月底前", date(2023, 5, 31)),)),
        ),
        (
            "6、9、12月底前",
            By(
                day=date(2023, 12, 31),
                stages=(Stage("6月底前", date(2023, 6, 30)), Stage("9月底前", date(2023, 9, 30))),
            ),
        ),
        ("收到通知后15个工作日内", After(event="收到通知", length=15, unit=LengthUnit.WORKDAY)),
        ("省级平台 开放后10天内", After(event="省级平台 开放", length=10, unit=LengthUnit.DAY)),
        ("自本方案印发之日起3个月内", After(event="本方案印发", length=3, unit=LengthUnit.MONTH, from_issue=True)),
        ("方案公布之日起6个月内", After(event="方案公布", length=6, unit=LengthUnit.MONTH)),
        ("公布后10日内", After(event="公布", length=10, unit=LengthUnit.DAY)),
        ("原则上3个工作日内", After(event="", length=3, unit=LengthUnit.WORKDAY, soft=True)),
        (
            "收到通知后10日内，遇节假日顺延",
            After(event="收到通知", length=10, unit=LengthUnit.DAY, shift=Shift(ShiftTo.NEXT)),
        ),
        ("收到通知后10日内，并长期坚持", After(event="收到通知", length=10, unit=LengthUnit.DAY, then_ongoing=True)),
        ("一年内", After(event="", length=1, unit=LengthUnit.YEAR)),
        ("两周内", After(event="", length=2, unit=LengthUnit.WEEK)),
        ("按省级部署", After(event="省级部署", level="省级")),
        ("根据省、市级部署", After(event="省、市级部署", level="省、市级")),
        ("按国家部署", After(event="国家部署", level="国家")),
        ("按领导小组要求", After(event="领导小组要求")),
        ("待省级部署后", After(event="省级部署")),
        ("持续推进", Ongoing()),
        ("待定", Undetermined()),
    ],
)
def test_a_reading_carries_all_that_is_said(phrase: str, reading: Reading) -> None:
    assert of(phrase).reading == reading


@pytest.mark.parametrize(
    ("phrase", "series"),
    [
        (
            "每季度首月10日前",
            Every(
                grain=Grain.QUARTER,
                rule="FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=10",
                dates=((1, 10), (4, 10), (7, 10), (10, 10)),
            ),
        ),
        (
            "每年6月底、12月底前",
            Every(
                grain=Grain.YEAR,
                rule="FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1",
                dates=((6, -1), (12, -1)),
            ),
        ),
        ("每周一、四前", Every(grain=Grain.WEEK, rule="FREQ=WEEKLY;BYDAY=MO,TH", weekdays=(0, 3))),
        ("每个工作日", Every(grain=Grain.DAY, rule=None, shift=Shift(ShiftTo.EACH))),
        (
            "每年6月第二个周五",
            Every(grain=Grain.YEAR, rule="FREQ=YEARLY;BYMONTH=6;BYDAY=2FR", dates=((6, 1),), weekdays=(4,), nth=2),
        ),
        (
            "原则上2023年至2025年每年10月底前",
            Every(
                grain=Grain.YEAR,
                rule="DTSTART=2023-01-01; FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=31;UNTIL=20251231",
                dates=((10, -1),),
                start=date(2023, 1, 1),
                until=date(2025, 12, 31),
                soft=True,
            ),
        ),
        (
            "每年1月10日前、7月20日前",
            Every(grain=Grain.YEAR, rule=None, dates=((1, 10), (7, 20))),
        ),
    ],
)
def test_a_series_carries_its_days(phrase: str, series: Every) -> None:
    assert of(phrase).reading == series


def test_the_last_working_day_needs_no_other_shift() -> None:
    assert every("每月最后一个工作日，遇节假日顺延").shift == Shift(ShiftTo.LAST)


def test_kinds_are_told_apart() -> None:
    phrases = ("6月底前", "每月20日前", "持续推进", "按省级部署", "待定")
    assert [kind_of(of(phrase).reading) for phrase in phrases] == list(Kind)


# --- years


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("3月底前", date(2023, 3, 31)),
        ("明年3月、6月底前", date(2024, 6, 30)),
        ("2024年6月底前启动，12月底前完成", date(2024, 12, 31)),
        ("2024年11月至次年2月底", date(2025, 2, 28)),
        ("本月底前", date(2022, 12, 31)),
        ("本月启动，12月底前完成", date(2023, 12, 31)),
        ("下月底前", date(2023, 1, 31)),
        ("本季度末", date(2022, 12, 31)),
        ("下季度末前", date(2023, 3, 31)),
        ("本周五前", date(2022, 12, 23)),
        ("下周三前", date(2022, 12, 28)),
        ("元旦前", date(2022, 12, 31)),
        ("去年底前", date(2022, 12, 31)),
        ("后年底前", date(2025, 12, 31)),
        ("十五五末前", date(2030, 12, 31)),
    ],
)
def test_the_year_of_a_plan_issued_the_year_before(phrase: str, day: date) -> None:
    assert by(phrase, issued=date(2022, 12, 20)).day == day


@pytest.mark.parametrize("year", sorted(NEW_YEARS))
def test_the_first_of_the_lunar_year_is_a_holiday(year: int) -> None:
    if year <= 2026:
        assert holiday_name(NEW_YEARS[year]) == "春节"


# --- refusals


@pytest.mark.parametrize(
    ("phrase", "refusal"),
    [
        (
            "2024年8月前",
            ("ambiguous", "“2024年8月前”有两种读法：2024年7月底前、2024年8月底前", ("2024年7月底前", "2024年8月底前")),
        ),
        (
            "1月前",
            ("ambiguous", "“1月前”有两种读法：2022年12月底前、2023年1月底前", ("2022年12月底前", "2023年1月底前")),
        ),
        (
            "2027年前",
            ("ambiguous", "“2027年前”有两种读法：2026年12月底前、2027年12月底前", ("2026年12月底前", "2027年12月底前")),
        ),
        (
            "第三季度前",
            ("ambiguous", "“第三季度前”有两种读法：2023年6月底前、2023年9月底前", ("2023年6月底前", "2023年9月底前")),
        ),
        ("2019年初", ("ambiguous", "“2019年初”说的是一段时间，没有写明哪一天", ("2019年1月底前", "2019年3月底前"))),
        ("6月初", ("ambiguous", "“6月初”说的是一段时间，没有写明哪一天", ("2023年6月5日前", "2023年6月上旬前"))),
        (
            "6月中下旬",
            ("ambiguous", "“6月中下旬”说的是一段时间，没有写明哪一天", ("2023年6月中旬前", "2023年6月下旬前")),
        ),
        ("月初", ("ambiguous", "“月初”说的是一段时间，没有写明哪一天", ("2023年4月5日前", "2023年4月上旬前"))),
        ("下半年初", ("ambiguous", "“下半年初”说的是一段时间，没有写明哪一天", ())),
        ("每年年中", ("ambiguous", "“年中”说的是一段时间，没有写明哪一天", ("每年6月底前", "每年7月底前"))),
        ("每月初", ("ambiguous", "“每月初”说的是一段时间，没有写明哪一天", ("每月5日前", "每月上旬前"))),
        ("春节前", ("ambiguous", "“春节”没有写明是公历哪一天", ("2023年1月21日前", "2024年2月9日前"))),
        ("2024年春节前", ("ambiguous", "“2024年春节”没有写明是公历哪一天", ("2024年2月9日前",))),
        ("中秋节前", ("ambiguous", "“中秋节”没有写明是公历哪一天", ())),
        ("国庆节", ("ambiguous", "“国庆节”没有写明是节前还是当日", ("2023年9月30日前", "2023年10月1日前"))),
        ("月底前", ("ambiguous", "“月底”没有写明是哪个月", ("每月底前", "2023年4月底前"))),
        ("20日前", ("ambiguous", "“20日”没有写明是哪个月", ("每月20日前", "2023年4月20日前"))),
        ("中旬前", ("ambiguous", "“中旬”没有写明是哪个月", ("每月中旬前", "2023年4月中旬前"))),
        ("季度末", ("ambiguous", "“季度末”没有写明是哪个季度", ("每季度末前", "2023年第2季度末前"))),
        ("上季度末", ("ambiguous", "“上季度末”没有写明是哪个季度", ("每季度末前", "2023年第2季度末前"))),
        ("次月10日前", ("ambiguous", "“次月10日”没有写明从哪个月数起", ())),
        ("本周内", ("ambiguous", "“本周”可以算到周五，也可以算到周日", ("2023年4月21日前", "2023年4月23日前"))),
        ("上周三前", ("ambiguous", "“上周三”没有写明是哪一周", ())),
        ("周五前", ("ambiguous", "“周五前”没有写明是哪一周", ("每周五前", "本周五前"))),
        ("汛期前", ("ambiguous", "“汛期前”没有写明是哪一天", ())),
        ("6月底左右", ("ambiguous", "“左右”说的是大概的日子，没有写明哪一天", ("2023年6月30日前",))),
        ("5月1日起施行", ("ambiguous", "“5月1日起”只写了起点，没有写到哪一天为止", ())),
        ("每两周", ("ambiguous", "“每两周”没有写明从何时算起", ())),
        ("每季度20日前", ("ambiguous", "“每季度20日”没有写明是哪个月", ("每季度首月20日前", "每季度末月20日前"))),
        ("10月底前启动，1月底前完成", ("ambiguous", "“1月底前”早于前面的“10月底前”，没有写明以哪个为准", ())),
        ("6月底前（6月25日前）", ("ambiguous", "“6月底前”与“6月25日”不是同一天，没有写明以哪个为准", ())),
        ("6月30日0时前", ("ambiguous", "“0时”是一天的开头，没有写明当日算不算在内", ())),
        ("6月前5个工作日", ("ambiguous", "“前5个工作日”没有写明是最初的，还是之前的", ())),
        ("自5月起3个月内", ("ambiguous", "“5月”不是一天，没有写明从哪一天起算", ())),
        ("6月以前最后一个工作日", ("error", "未能理解“以前”部分", ())),
        ("原则上", ("error", "“原则上”没有写明时限", ())),
        ("（原则上）", ("error", "“（原则上）”没有写明时限", ())),
        ("一" * 9, ("error", f"未能理解“{'一' * 9}”部分", ())),
        ("6月" + "(" * 50, ("error", f"未能理解“6月{'(' * 50}”部分", ())),
        (
            "2023年6月底前，以后每年12月底前",
            ("error", "2023年6月30日不在“每年12月底前”之中，一次性的和定期的时限请分成两行", ()),
        ),
        (
            "2023年6月1日前，以后每年6月底前",
            ("error", "2023年6月1日不在“每年6月底前”之中，一次性的和定期的时限请分成两行", ()),
        ),
        ("2023年6月1日前，以后每周五", ("error", "2023年6月1日不在“每周五”之中，一次性的和定期的时限请分成两行", ())),
        ("每年本月底前", ("error", "未能理解“每年”之后的“本月底”", ())),
        ("每年2024年4月至6月", ("error", "未能理解“每年”之后的“2024年4月”", ())),
        ("每年6月30日（周五）前", ("error", "未能理解“每年”之后的“周五”", ())),
        ("每月6月最后一个工作日", ("error", "未能理解“每月”之后的“6月”", ())),
        ("每月第20个工作日", ("error", "“第20个工作日”不是每期都有", ())),
        ("每月第30天", ("error", "“第30天”不是每期都有", ())),
        ("每月结束后30日内", ("error", "期满之后的期限太长，请写明每期到期的日子", ())),
        ("每季度（3月、6月底前）", ("error", "“每季度（3月、6月底前）”没有写全每季度的日子", ())),
        ("两周一次", ("ambiguous", "“两周一次”没有写明从何时算起", ())),
        ("季度结束后10日内", ("ambiguous", "“季度结束”会一再发生，没有写明是哪一次", ("每季度结束后10日内",))),
        ("6月底前报市局，市局7月底前汇总", ("error", "“报市局，市局”：不同单位的时限不同，请分成几行", ())),
        ("4月底前各镇完成，5月底前区级单位完成", ("error", "“各镇完成”：不同单位的时限不同，请分成几行", ())),
        ("30日内（含31日）", ("ambiguous", "“30日内（含31日）”写了两个期限，没有写明以哪个为准", ())),
        ("13月底前", ("error", "“13月底”不是日期：没有13月", ())),
        ("2月30日前", ("error", "“2月30日”不是日期：2023年2月没有30日", ())),
        ("每年2月30日前", ("error", "“2月30日”不是日期：每年2月没有30日", ())),
        ("每月32日前", ("error", "“32日”不是日期：没有32日", ())),
        ("第五季度", ("error", "“第五季度”不是日期：一年没有第5季度", ())),
        ("每季度第四个月", ("error", "季度里没有第4个月", ())),
        ("6月第五个周一", ("error", "没有“6月第五个周一”这一天", ())),
        ("6月30日（周六）前", ("error", "“6月30日前”不是“周六”：2023年6月30日是周五", ())),
        ("6月30日25时前", ("error", "没有“25时”这个时刻", ())),
        ("2小时内", ("error", "“2小时”按小时计，时限只能按日计", ())),
        ("6月至4月", ("error", "“4月”早于起始日2023年6月1日", ())),
        ("自平台上线之日起每月20日前", ("error", "“平台上线”的日期还不知道，不能作为起始日", ())),
        ("会议后每月20日前", ("error", "“会议”的日期还不知道，不能作为起始日", ())),
        ("自印发之日起至2023年3月底", ("error", "2023年3月31日早于印发日2023年4月18日", ())),
        ("0日内", ("error", "“0日内”的期限是零", ())),
        ("11月底前完成2024年工作计划", ("error", "没有看懂“2024年”是时限，还是所做的事的一部分", ())),
        ("6月底前，经批准可延长", ("error", "未能理解“经批准可延长”部分", ())),
        ("若条件成熟，6月底前完成", ("error", "未能理解“若条件成熟”部分", ())),
        ("大概是明后天", ("error", "未能理解“大概是明后天”部分", ())),
        ("运行半年后", ("error", "未能理解“运行半年后”部分", ())),
        ("6月底前？", ("error", "未能理解“？”部分", ())),
        ("自查阶段（收到通知后10日内）", ("error", "未能理解“收到通知后10日内）”部分", ())),
        ("6月 底前视情 延长", ("error", "未能理解“视情 延长”部分", ())),
        ("各镇6月底前、区直单位7月底前", ("error", "未能理解“区直单位7月底前”部分", ())),
        ("近30日内", ("error", "未能理解“近”部分", ())),
        ("完成签订工作", ("error", "未能理解“完成签订工作”部分", ())),
        ("", ("error", "完成时限是空的", ())),
        ("，。", ("error", "完成时限是空的", ())),
        ("10000年底前", ("error", "“10000年底前”超出了公历1年至9999年", ())),
        ("月" * 201, ("error", "完成时限有201字，最多200字", ())),
    ],
)
def test_a_refusal_says_what_was_not_understood(phrase: str, refusal: tuple[str, str, tuple[str, ...]]) -> None:
    assert refused(phrase) == refusal


@pytest.mark.parametrize(
    "row", [row[0] for row in (*table("deadlines.tsv"), *table("phrases.tsv")) if row[1] == "ambiguous"]
)
def test_readings_that_are_offered_can_be_read(row: str) -> None:
    _, _, readings = refused(row)
    assert [reading for reading in readings if isinstance(read(reading, year=2023, issued=ISSUED), Unreadable)] == []


# --- steps


@pytest.mark.parametrize(
    ("phrase", "lines"),
    [
        ("6月底前", ("写法：月底、年底前", "文中未写年份，按方案年度2023年")),
        (
            "原则上于　六月中旬前完成",
            (
                "整理为“6月中旬前”",
                "写法：某旬前",
                "文中未写年份，按方案年度2023年",
                "中旬按旬末计：2023年6月20日",
                "“原则上”“力争”“基本”一类的话不改变到期日",
            ),
        ),
        ("次年1月底前", ("写法：月底、年底前", "“次年”即2024年")),
        ("本月底前", ("写法：月底、年底前", "“本月”按印发日期推算")),
        ("“十四五”末", ("写法：月底、年底前", "该五年规划自2021年起")),
        (
            "6月底前启动、10月底前完成",
            (
                "整理为“6月底前启动、10月底前”",
                "写法：多个时点",
                "文中未写年份，按方案年度2023年",
                "写了2个日子，以最后一个为准；此前：6月底前（2023年6月30日）",
            ),
        ),
        (
            "9月15日-25日",
            (
                "写法：某日至某日",
                "文中未写年份，按方案年度2023年",
                "自2023年9月15日起，到2023年9月25日为止，以最后一天为准",
            ),
        ),
        (
            "2024年6月30日（周日）17:00前，遇节假日顺延，并长期坚持",
            (
                "写法：某日前",
                "文中写明2024年",
                "遇休息日顺延到其后第一个工作日",
                "此外是长期工作，到期日只看写明的日子",
                "“17:00”不影响到期日：时限按日计，含当日",
            ),
        ),
        (
            "自5月1日起10个工作日内",
            ("写法：某日起若干日内", "文中未写年份，按方案年度2023年", "2023年5月1日之后第10个工作日，当日不计入"),
        ),
        (
            "2023—2025年每月31日17时前（遇节假日提前）",
            (
                "整理为“2023-2025年每月31日17时前（遇节假日提前）”",
                "写法：每期某日前",
                "自2023年1月1日起",
                "到2025年12月31日止",
                "没有这一天的月份按月末计",
                "遇休息日提前到之前最后一个工作日",
            ),
        ),
        ("每周五下班前", ("写法：每期某日前", "“下班前”不影响到期日：时限按日计，含当日")),
        ("印发之日起30日内", ("写法：某事之日起若干日内", "“印发”即印发日，当日不计入")),
        (
            "收到通知后10日内，遇节假日顺延，并长期坚持",
            (
                "写法：某事后若干日内",
                "自“收到通知”起算，当日不计入",
                "遇休息日顺延到其后第一个工作日",
                "此后是长期工作",
            ),
        ),
        ("按省级部署", ("写法：按部署",)),
        ("持续推进", ("写法：持续推进",)),
        ("待定", ("写法：时限待定",)),
    ],
)
def test_steps_tell_how_a_phrase_was_read(phrase: str, lines: tuple[str, ...]) -> None:
    assert steps(of(phrase)) == lines


# --- any text at all

_PIECES = (
    "6月 12月 2月29日 31日 2023年 2024年 9999年 明年 三季度 上半年 年底 月底 中旬 底 初 十一 春节 元旦 "
    "“十四五” 末 本周 周五 15个工作日 30天 3个月 99999999 第3个工作日 最后一个工作日 第五个周一 17:00 25时 "
    "6.30 2023-06-30 每月 每年 每季度 每周 每个工作日 末月 前 内 后 起 至 到 - 、 ， 。 （ ） 的 和 或 于 自 "
    "按 待 等 含 不含 左右 力争 确保 即日起 之日起 印发 收到通知 持续推进 尽快 适时 遇节假日 顺延 提前 完成 "
    "情况 各镇 ① 1、 0 一 半年 两周 结束"
).split()


@given(
    st.text(max_size=40) | st.lists(st.sampled_from(_PIECES), max_size=9).map("".join), st.integers(1, 9999), st.dates()
)
@example("4—6、月", 2023, ISSUED)
@example("每月本周", 2023, ISSUED)
@example("印发之日起99999999个月内", 2023, ISSUED)
def test_any_text_is_read_or_refused(phrase: str, year: int, issued: date) -> None:
    deadline = read(phrase, year=year, issued=issued)
    assert deadline.phrase == phrase
    if isinstance(deadline, Deadline):
        assert all(steps(deadline))
    else:
        assert deadline.message


@pytest.mark.parametrize(
    "phrase", ["月" * 100_000, "每" * 200, "1、" * 100, "(" * 200, "6月、" * 66, "后" * 200, "适时，" * 66]
)
def test_long_and_tangled_text_comes_to_an_end(phrase: str) -> None:
    assert read(phrase, year=2023, issued=ISSUED).phrase == phrase


@given(st.dates(), st.sampled_from(["{0.year:04}年{0.month}月{0.day}日前", "{0}", "{0.year:04}.{0.month}.{0.day}前"]))
def test_a_date_is_itself(day: date, written: str) -> None:
    if day.year >= 1000:
        assert by(written.format(day)).day == day


@given(st.integers(1, 199))
def test_han_numbers_count(n: int) -> None:
    tens, ones = divmod(n % 100, 10)
    han = "〇一二三四五六七八九"
    ten = "" if tens == 0 else "十" if tens == 1 and n < 100 else f"{han[tens]}十"
    text = ("一百" if n >= 100 else "") + ("零" if n > 100 and tens == 0 else "") + ten + (han[ones] if ones else "")
    assert number(text) == n


@pytest.mark.parametrize(("text", "n"), [("廿五", 25), ("卅", 30), ("二〇二三", 2023), ("三五", None), ("十百", None)])
def test_other_han_numbers(text: str, n: int | None) -> None:
    assert number(text) == n


@pytest.mark.parametrize(
    ("n", "unit", "day"),
    [
        (1, LengthUnit.MONTH, date(2024, 2, 29)),
        (1, LengthUnit.YEAR, date(2025, 1, 31)),
        (2, LengthUnit.WEEK, date(2024, 2, 14)),
        (3, LengthUnit.DAY, date(2024, 2, 3)),
    ],
)
def test_a_length_is_counted_from_the_day_after(n: int, unit: LengthUnit, day: date) -> None:
    assert later(date(2024, 1, 31), n, unit) == day


def test_messages_end_without_a_stop() -> None:
    messages = [refused(row[0])[1] for row in table("phrases.tsv") if row[1] in {"ambiguous", "error"}]
    assert [message for message in messages if re.search(r"[。，]$", message)] == []
