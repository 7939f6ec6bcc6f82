"""The calendar, read back by a library that reads calendars, and its series expanded by one that expands them."""

import csv
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import TESTS, Done, Fuquan
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from plans import plan_of, task, written

from fuquan.errors import FuquanError
from fuquan.export import to_ics
from fuquan.model import Plan
from fuquan.owed import Situation, narrowed, situation
from fuquan.query import bodies_named
from fuquan.text import printable
from fuquan.view.agenda import Agenda, Event, agenda

UNITS = "  - {name: 局}\n  - {name: 办}\n  - {name: 各镇, members: towns}"


def events(made: bytes) -> list[Any]:
    """The events of a file; nothing in it may be wrong, or longer than a line may be."""
    assert made.endswith(b"\r\n")
    lines = made.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line and line.decode() for line in lines[:-1])
    read = Calendar.from_ical(made)
    assert [key for key, _ in read.property_items() if key == "METHOD"] == ["METHOD"]
    found = read.walk("VEVENT")
    assert [one.errors for one in found] == [[] for _ in found]
    assert [one.name for one in read.subcomponents] == ["VEVENT"] * len(found)
    return found


def name_of(made: bytes) -> str:
    """The library reads names that begin with X as they are written."""
    return re.sub(r"\\([\\,;])", r"\1", str(Calendar.from_ical(made)["x-wr-calname"]))


def whole(one: Any) -> dict[str, Any]:
    """All that an event says, as values."""
    said = {key.lower(): one[key] for key in one}
    said |= {
        key: said[key].dt for key in ("dtstart", "dtend", "dtstamp", "last-modified", "recurrence-id") if key in said
    }
    said |= {"rrule": said["rrule"].to_ical().decode()} if "rrule" in said else {}
    said |= {"exdate": [day.dt for day in said["exdate"].dts]} if "exdate" in said else {}
    said |= {"categories": [str(each) for each in said["categories"].cats]}
    alarms = [{key.lower(): alarm[key] for key in alarm} for alarm in one.subcomponents]
    return said | {"alarms": [alarm | {"trigger": alarm["trigger"].dt} for alarm in alarms]}


def meant(one: Event, today: date) -> dict[str, Any]:
    """The same of the value it was made of."""
    at = datetime(today.year, today.month, today.day, tzinfo=UTC)
    alarms = [
        {"action": "DISPLAY", "description": printable(one.title), "trigger": timedelta(hours=9 - 24 * one.alarm)}
        for _ in range(one.alarm is not None)
        if one.alarm is not None
    ]
    told = {
        "uid": one.uid,
        "dtstamp": at,
        "last-modified": at,
        "sequence": one.sequence,
        "dtstart": one.day,
        "dtend": one.day + timedelta(days=1),
        "summary": printable(one.title),
        "description": "\n".join(printable(line) for line in one.lines),
        "categories": [one.category],
        "status": "CANCELLED" if one.is_off else "CONFIRMED",
        "class": "PUBLIC",
        "transp": "TRANSPARENT",
        "x-microsoft-cdo-busystatus": "FREE",
        "alarms": alarms,
    }
    told |= {"recurrence-id": one.instead_of} if one.instead_of else {}
    if one.series:
        told |= {"exdate": list(one.series.without)} if one.series.without else {}
    return told


def parts(rule: str) -> set[str]:
    return set(rule.split(";"))


def expanded(found: list[Any], last: date) -> list[date]:
    """The days up to `last` on which a calendar shows something that is not off, done ones too."""
    days: list[date] = []
    replaced = {(str(one["uid"]), one["recurrence-id"].dt) for one in found if "recurrence-id" in one}
    for one in found:
        start = one["dtstart"].dt
        if "rrule" not in one:
            days.append(start)
            continue
        rule = rrulestr(one["rrule"].to_ical().decode(), dtstart=datetime(start.year, start.month, start.day))
        without = {day.dt for day in one["exdate"].dts} if "exdate" in one else set()
        occurring = [day.date() for day in rule.between(datetime(1, 1, 1), datetime(last.year, 12, 31), inc=True)]
        assert occurring[0] == start
        assert without <= set(occurring)
        days += [day for day in occurring if day not in without and (str(one["uid"]), day) not in replaced]
    return sorted(day for day in days if day <= last)


def test_every_event_of_the_example_reads_back(example: Plan, fuquan: Fuquan) -> None:
    now = situation(example, date(2023, 5, 10))
    made = agenda(now)
    done = fuquan("export", "ics", "-o", "-")
    assert done.status == 0
    assert (
        done.err == "15项任务中有3项未列入日历，不按日期提醒：任务8（持续推进）、12（待省级部署）、15（时限待定）。\n"
    )
    found = events(done.out.encode())
    rules = [
        (parts(read.pop("rrule")), parts(one.series.rule))
        for read, one in [(whole(each), one) for each, one in zip(found, made.events, strict=True)]
        if one.series
    ]
    assert [read for read, _ in rules] == [told for _, told in rules]
    assert [{key: value for key, value in whole(one).items() if key != "rrule"} for one in found] == [
        meant(one, now.today) for one in made.events
    ]
    assert name_of(done.out.encode()) == "镇赋权工作"


def test_the_whole_file_of_a_body(fuquan: Fuquan, golden: Callable[[str, str], None]) -> None:
    golden("export unit 区委编办.ics", fuquan("export", "ics", "-o", "-", "-u", "区委编办").out)


def recurring() -> list[str]:
    rows = []
    for name in ("deadlines", "phrases"):
        with (TESTS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
            rows += [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row[1] == "every"]
    return sorted({row[0] for row in rows})


TODAY = date(2023, 12, 1)
LAST = date(2026, 12, 31)


TEMPLATE = (
    "(FREQ=DAILY|FREQ=WEEKLY;BYDAY=[A-Z,]+|FREQ=(MONTHLY(;INTERVAL=[236])?|YEARLY;BYMONTH=[0-9]+)"
    ";(BYMONTHDAY=(-1|[0-9]+)|BYDAY=[A-Z]{2};BYSETPOS=(-1|[1-4])))(;UNTIL=[0-9]{8})?"
)
"""The rules that Outlook takes."""


@pytest.mark.parametrize("has_done", [False, True], ids=["nothing done", "one done"])
def test_a_series_is_on_the_days_that_are_owed(has_done: bool) -> None:
    wrong, ruled = [], 0
    for phrase in recurring():
        plan = plan_of(task(json.dumps(phrase, ensure_ascii=False)), UNITS)
        periods = [one.period for one in situation(plan, TODAY).standings[0].assignments]
        if has_done:
            done = f"{{1: {{{json.dumps(periods[len(periods) // 2])}: {{done: 2023-11-30}}}}}}"
            units = UNITS.replace("{name: 局}", f"{{name: 局, progress: {done}}}")
            plan = plan_of(task(json.dumps(phrase, ensure_ascii=False)), units)
        made = agenda(situation(plan, TODAY))
        owed = situation(plan, TODAY, until=LAST).standings[0].assignments
        series = [one for one in made.events if one.series]
        last = LAST if series else made.events[-1].day
        ruled += len(series)
        wrong += [phrase for one in series if one.series and not re.fullmatch(TEMPLATE, one.series.rule)]
        shown = [one for one in owed if one.due and one.due <= last]
        if series and len(owed) > 1:  # a single one stays, as done
            shown = [one for one in shown if one.is_open]
        if expanded(events(to_ics.calendar(made)), last) != [one.due for one in shown]:
            wrong.append(phrase)
    assert wrong == []
    assert ruled > 250


MEMBERS = "  - {name: 组, complete: true, members: [局, {name: 办, since: 2023-06-01, until: 2024-02-10}]}\n"


def owed_days(plan: Plan, only: frozenset[str] | None, today: date, last: date) -> list[date]:
    standings = narrowed(situation(plan, today, until=last), only).standings
    return sorted({one.due for each in standings for one in each.assignments if one.due and one.due <= last})


def test_a_series_begins_and_ends_with_the_body_asked_about() -> None:
    plan = plan_of(task("每月31日前", "组"), f"{UNITS}\n{MEMBERS}")
    only = frozenset({"办"})
    now = narrowed(situation(plan, date(2023, 7, 10)), only)
    found = events(to_ics.calendar(agenda(now, ("办",), only)))
    days = owed_days(plan, only, now.today, date(2024, 12, 31))
    assert expanded(found, date(2024, 12, 31)) == days
    assert (days[0], days[-1], len(days)) == (date(2023, 6, 30), date(2024, 1, 31), 8)
    assert [str(one["summary"]) for one in found] == ["【到期】任务（6月逾期，办）"]


def adjusted(*entries: str) -> str:
    return f", adjustments: [{', '.join(entries)}]"


def shown(plan: Plan, today: str, *asked: str) -> list[tuple[str, str, str, int, str]]:
    """(uid, day, title, sequence, status) of every event as it is read back."""
    only = frozenset(asked) or None
    now = narrowed(situation(plan, date.fromisoformat(today)), only)
    return [
        (str(one["uid"]), one["dtstart"].dt.isoformat(), str(one["summary"]), one["sequence"], str(one["status"]))
        for one in events(to_ics.calendar(agenda(now, asked, only or frozenset())))
    ]


@pytest.mark.parametrize("units", ["", ", units: [局]"], ids=["everybody", "the one body by name"])
def test_an_adjusted_date_moves_the_event(units: str) -> None:
    more = adjusted(f"{{due: 2023-05-19, date: 2023-04-27{units}}}", f"{{due: 2023-06-02, date: 2023-05-18{units}}}")
    plan = plan_of(task("4月底前", more=more), UNITS)
    before, once, twice = (shown(plan, day) for day in ("2023-04-26", "2023-04-27", "2023-05-18"))
    uid = before[0][0]
    assert before == [(uid, "2023-04-30", "【到期】任务", 0, "CONFIRMED")]
    assert once == [(uid, "2023-05-19", "【到期】任务", 1, "CONFIRMED")]
    assert twice == [(uid, "2023-06-02", "【到期】任务", 2, "CONFIRMED")]


def test_whoever_has_another_day_has_another_event() -> None:
    entries = ("{due: 2023-05-15, date: 2023-04-27, units: [甲镇]}", "{due: 2023-06-01, date: 2023-05-10}")
    plan = plan_of(task("4月底前", "局, 各镇", more=adjusted(*entries)), UNITS)
    [together] = shown(plan, "2023-04-20")
    apart = shown(plan, "2023-04-27")
    own = apart[1][0]
    assert apart == [
        (together[0], "2023-04-30", "【到期】任务（局、乙镇）", 1, "CONFIRMED"),
        (own, "2023-05-15", "【到期】任务（甲镇）", 1, "CONFIRMED"),
    ]
    assert shown(plan, "2023-05-10") == [
        (together[0], "2023-06-01", "【到期】任务", 2, "CONFIRMED"),
        (own, "2023-05-15", "【已取消】任务（甲镇）", 2, "CANCELLED"),
    ]
    [alone] = shown(plan, "2023-04-20", "甲镇")
    assert shown(plan, "2023-04-27", "甲镇") == [(alone[0], "2023-05-15", "【到期】任务（甲镇）", 1, "CONFIRMED")]
    assert len({alone[0], together[0], own}) == 3


def test_when_all_were_adjusted_apart_the_last_to_come_keeps_the_name() -> None:
    entries = (
        "{due: 2023-05-15, date: 2023-04-20, units: [局]}",
        "{due: 2023-05-20, date: 2023-04-21, units: [办]}",
        "{due: 2023-05-25, date: 2023-04-22, units: [局]}",
    )
    plan = plan_of(task("4月底前", "局, 办", more=adjusted(*entries)), UNITS)
    days = [{uid: day for uid, day, *_ in shown(plan, f"2023-04-{n}")} for n in (19, 20, 21, 22)]
    both, bureau = [*days[1]]
    assert days == [
        {both: "2023-04-30"},
        {both: "2023-04-30", bureau: "2023-05-15"},
        {both: "2023-05-20", bureau: "2023-05-15"},
        {both: "2023-05-20", bureau: "2023-05-25"},
    ]


def test_a_period_of_its_own_day_is_moved_within_its_series() -> None:
    entries = (
        "{due: 2023-05-26, date: 2023-05-02, period: 2023-05}",
        "{due: 2023-07-28, date: 2023-05-03, period: 2023-07, units: [局]}",
    )
    plan = plan_of(task("每月20日前", "局, 办", more=adjusted(*entries)), UNITS)
    now = situation(plan, date(2023, 5, 10))
    found = events(to_ics.calendar(agenda(now)))
    series = str(found[0]["uid"])
    told = [
        (
            str(one["uid"]) == series,
            "recurrence-id" in one and one["recurrence-id"].dt,
            one["dtstart"].dt,
            str(one["summary"]),
        )
        for one in found
    ]
    assert told == [
        (True, False, date(2023, 4, 20), "【到期】任务（4月逾期）"),
        (True, date(2023, 5, 20), date(2023, 5, 26), "【到期】任务（5月）"),
        (True, date(2023, 7, 20), date(2023, 7, 20), "【到期】任务（7月，办）"),
        (False, False, date(2023, 7, 28), "【到期】任务（7月，局）"),
    ]
    assert found[0]["sequence"] == 2
    assert expanded(found, date(2023, 9, 1)) == owed_days(plan, None, now.today, date(2023, 9, 1))


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from("甲乙，；,;:\\\"'\n\r\t\x1b\u202e\u2028\ud800=<>^"), st.characters()), max_size=60
    ),
    st.integers(0, 400),
)
def test_any_text_is_text(text: str, days: int) -> None:
    one = Event("1", date(2023, 5, 10), text, (text, "完"), "逾期", 0, days)
    made = to_ics.calendar(Agenda(text, date(2023, 5, 1), (one,), ()))
    [found] = events(made)
    assert whole(found) == meant(one, date(2023, 5, 1))
    assert name_of(made) == printable(text)


@pytest.mark.parametrize(
    "title", ["BEGIN:VALARM\\r\\nEND:VEVENT", "\\x1b[31m,;\\\\n甲", "[red]=cmd()<script>", "长" * 500]
)
def test_hostile_titles(fuquan: Fuquan, tmp_path: Path, title: str) -> None:
    folder = written(tmp_path, task("6月底前").replace("title: 任务", f'title: "{title}"'), UNITS, 'short: "a,b;c\\n"')
    done = fuquan("export", "ics", "-o", "-", data=folder)
    [found] = events(done.out.encode())
    typed = json.loads(f'"{title}"'.replace("\\x1b", "\\u001b"))
    assert str(found["summary"]) == f"【到期】{printable(typed)}"
    assert [alarm.name for alarm in found.subcomponents] == ["VALARM"]
    assert name_of(done.out.encode()) == "a,b;c"


def test_the_last_day_that_there_is() -> None:
    plan = plan_of(task("9999年12月31日前"), UNITS)
    [found] = events(to_ics.calendar(agenda(situation(plan, date(2023, 5, 10)))))
    assert (found["dtstart"].dt, "dtend" in found) == (date(9999, 12, 31), False)


def test_a_file_for_a_body(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = fuquan("export", "ics", "-u", "红杨镇")
    assert done == Done(
        status=0,
        out="已写出 镇赋权工作-红杨镇-2023-05-10.ics：7项任务。\n",
        err="7项任务中有1项未列入日历，不按日期提醒：任务8（持续推进）。\n",
    )
    found = events((tmp_path / "镇赋权工作-红杨镇-2023-05-10.ics").read_bytes())
    assert len(found) == 6
    assert all(str(one["summary"]).endswith("（红杨镇）") for one in found)


def test_without_the_library_it_says_how_to_install_it(fuquan: Fuquan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    assert fuquan("export", "ics", "-o", "-", "--section", "一") == Done(
        status=2,
        out="",
        err="错误：写日历文件要用到 icalendar，还没有安装\n"
        f'请先运行 "{sys.executable}" -m pip install "fuquan[office]"\n',
    )


def test_no_calendar_of_nothing(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fuquan("export", "ics", "--kind", "ongoing") == Done(
        status=2, out="", err="错误：没有带日期的任务，写不成日历\n不按日期提醒：任务8（持续推进）。\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_one_that_reads_it_in_sees_what_the_model_says(example: Plan) -> None:
    """Every day on which something is open is in the calendar, and no reminder of what is done."""
    now: Situation = situation(example, date(2023, 5, 10))
    found = events(to_ics.calendar(agenda(now)))
    open_days = {one.due for each in now.standings for one in each.open if one.due}
    assert open_days <= set(expanded(found, date(2023, 12, 31)))
    assert [str(one["summary"]) for one in found if one.subcomponents and "已完成" in str(one["summary"])] == []


BODIES = ("局", "办", "甲镇", "乙镇")
TWO_TOWNS = 'towns:\n  - {name: 甲镇, code: "340210100"}\n  - {name: 乙镇, code: "340210101"}\n'


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, list[date]]:
    """A plan whose days are adjusted and whose records come in one after the other, and the days of that."""
    deadline = draw(
        st.sampled_from(["4月底前", "6月中旬前", "待定", "每月20日前", "每月10日、25日前", "每季度末", "每月30日前"])
    )
    recurs = deadline.startswith("每")
    keys = {"每季度末": ["2023-Q2", "2023-Q3"], "每月10日、25日前": ["2023-04-25", "2023-05-10"]}
    periods = keys.get(deadline, ["2023-04", "2023-05", "2023-06"])
    entries, days = [], []
    for day in sorted(draw(st.lists(st.integers(1, 28), max_size=5, unique=True))):
        granted = date(2023, 5, day)
        units = draw(st.sampled_from(["", ", units: [局]", ", units: [办]", ", units: [各镇]", ", units: [甲镇, 局]"]))
        period = f", period: {draw(st.sampled_from(periods))}" if recurs else ""
        due = date(2023, 6, draw(st.integers(1, 6)))
        entries.append(f"{{due: {due}, date: {granted}{units}{period}}}")
        days.append(granted)
    progress = {}
    for body in BODIES:
        done = draw(st.none() | st.integers(1, 28))
        if done:
            key = f"{draw(st.sampled_from(periods))}: " if recurs else ""
            progress[body] = (
                f", progress: {{1: {{{key}{'{' if recurs else ''}done: 2023-05-{done:02}{'}' if recurs else ''}}}}}"
            )
            days.append(date(2023, 5, done))
    units, towns = UNITS, TWO_TOWNS
    for body, more in progress.items():
        units, towns = (text.replace(f"name: {body}", f"name: {body}{more}") for text in (units, towns))
    plan = plan_of(task(deadline, "局, 办, 各镇", more=adjusted(*entries) if entries else ""), units, towns=towns)
    return plan, sorted({date(2023, 4, 20), *days, date(2023, 5, 31)})


@settings(max_examples=200, deadline=None)
@given(plans(), st.sampled_from([(), ("局",), ("各镇",), ("局", "甲镇")]))
def test_a_calendar_read_in_again_and_again_is_never_stale(
    told: tuple[Plan, list[date]], names: tuple[str, ...]
) -> None:
    """What no file says any more stays in a calendar: so every name that was once there must be there again."""
    plan, days = told
    bodies = bodies_named(plan, names)
    kept: dict[tuple[str, Any], Any] = {}
    for today in days:
        now = narrowed(situation(plan, today), bodies)
        try:
            found = events(to_ics.calendar(agenda(now, names, bodies or frozenset())))
        except FuquanError:  # nothing has a day yet
            found = []
        new = {(str(one["uid"]), "recurrence-id" in one and one["recurrence-id"].dt): one for one in found}
        assert len(new) == len(found)
        assert set(kept) <= set(new)
        for name, before in kept.items():
            after = new[name]
            assert before["sequence"] <= after["sequence"]
            if before["dtstart"].dt != after["dtstart"].dt:
                assert before["sequence"] < after["sequence"]
        kept = new
        open_days = {one.due for each in now.standings for one in each.open if one.due}
        on = [one for one in found if one["status"] != "CANCELLED"]
        assert open_days <= set(expanded(on, date(2023, 12, 31)))
        alarmed = {one["dtstart"].dt for one in on if one.subcomponents and "rrule" not in one}
        assert alarmed <= {one.due for one in _all(plan, today, bodies) if one.is_open}


def _all(plan: Plan, today: date, bodies: frozenset[str] | None) -> list[Any]:
    standings = narrowed(situation(plan, today, until=date(2024, 1, 1)), bodies).standings
    return [one for each in standings for one in each.assignments]
