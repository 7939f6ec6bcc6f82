"""What must hold of any two files whatever they hold: for the tests that try texts, and for the fuzzer."""

import io
import re
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import MAXYEAR, date

from icalendar import Calendar

from fuquan import report
from fuquan.cli import options
from fuquan.cli.options import Format
from fuquan.comparison import Comparison
from fuquan.diagnostic import Diagnostic
from fuquan.errors import FuquanError
from fuquan.export import to_ics, to_json, to_text
from fuquan.letter import Item, Letter
from fuquan.load import Loaded, load_files
from fuquan.load.letters import register_of
from fuquan.model import Plan, Unit
from fuquan.owed import Situation, State, TooMuchError, narrowed, situation
from fuquan.query import bodies_named
from fuquan.recording.register import entered, numbered
from fuquan.rules import OF_EDITS, checked
from fuquan.source import File
from fuquan.source.spelling import spelled
from fuquan.view import chat, letters, listing, sheets, status
from fuquan.view.agenda import agenda

BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
"""What YAML counts as the end of a line."""

DAYS = (date(1, 1, 1), date(2023, 5, 10), date(2024, 2, 29), date(9999, 12, 31))

_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal would obey, but for the end of a line."""


def of(tasks: str, towns: str) -> Loaded:
    return load_files(File("tasks.yaml", tasks), File("towns.yaml", towns), "towns.yaml")


def check(loaded: Loaded) -> None:
    """Every place lies inside its file, every finding can be shown, and what has none can be answered from."""
    lie_inside(loaded.found, {path: file.text for path, file in loaded.files.items()})
    place = {path: n for n, path in enumerate(loaded.files)}
    assert list(loaded.found) == sorted(
        loaded.found, key=lambda one: (place.get(one.span.path, -1), one.span.line, one.span.column)
    )
    _show(loaded.found, loaded)
    if not loaded.found:
        assert loaded.plan is not None
        for today in DAYS:
            _check_on(today, loaded.plan, loaded)


def check_edit(base: Plan, head: Loaded) -> None:
    """An edit is judged, whatever it makes of what."""
    assert head.plan is not None
    for day in DAYS[1:3]:
        found = checked(head.plan, day, Comparison(base=base, head=head.plan, day=day))
        lie_inside(found, {path: file.text for path, file in head.files.items()})
        _show(found, head)


def lie_inside(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    lines = {path: re.split(BREAK, text) for path, text in texts.items()}
    for one in found:
        start, end = (one.span.line, one.span.column), (one.span.end_line, one.span.end_column)
        assert (1, 1) <= start <= end, one
        assert one.message
        if one.span.path in lines:
            own = lines[one.span.path]
            assert end[0] <= len(own), one
            assert start[1] <= len(own[start[0] - 1]) + 1, one
            assert end[1] <= len(own[end[0] - 1]) + 2, one  # what is lacking at a line's end is a character wide


def _check_on(today: date, plan: Plan, loaded: Loaded) -> None:
    found = checked(plan, today)
    lie_inside(found, {path: file.text for path, file in loaded.files.items()})
    _show(found, loaded)
    same = checked(plan, today, Comparison(base=plan, head=plan, day=today))
    assert [one for one in same if one.rule in _OF_EDITS] == []
    try:
        now = situation(plan, today)
    except TooMuchError:
        return
    assert sum(now.counts().values()) == len(plan.tasks)
    _answer(now)
    for one in (None, *plan.bodies()[:2]):
        _remind(now, one)
    _write_letters(now)


_OF_EDITS = frozenset(rule.id for rule in OF_EDITS)


def _show(found: tuple[Diagnostic, ...], loaded: Loaded) -> None:
    shown = report.text(found, loaded.files)
    assert shown.count("\n") >= min(len(found), report.MOST)
    _is_harmless(shown + report.text(found, loaded.files, 40) + report.concise(found) + to_json.findings(found))


def _answer(now: Situation) -> None:
    """The plan at a glance and the list in every form, as they are written for a terminal."""
    with redirect_stdout(_stream()) as out, redirect_stderr(_stream()) as err:
        options.caution(now)
        _write(now, (Format.TABLE, Format.TEXT), of_status=True)
        _write(now, (Format.CSV, Format.MD, Format.TEXT), of_status=False)
        options.write(to_json.tasks("list", now, now.standings))
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        _is_harmless(stream.buffer.getvalue().decode().replace("\r\n", "\n"))


def _write_letters(now: Situation) -> None:
    """Every body that owes anything gets a letter or a reason; what is late is in one, and each can be entered."""
    drafts, unsent = letters.drafts(now)
    owed = [(standing.task.id, one) for standing in now.standings for one in standing.assignments]
    assert sorted([*(one.unit.name for one in drafts), *(one.unit for one in unsent)]) == sorted(
        {one.unit for _, one in owed}
    )
    told = [(one.unit.name, item) for one in drafts for item in one.items]
    assert len(set(told)) == len(told)
    assert {(one.unit, Item(n, one.period)) for n, one in owed if one.state is State.OVERDUE} <= set(told)
    terms = letters.Terms(now.today, "联系人", "批示")
    for one in drafts:
        assert letters.fields(one, now, terms, None).keys() == letters.FIELDS.keys()
        _is_harmless(to_text.paper(letters.paper(one, now, terms, "2023年催办第1号")))
    entries = [Letter(date=now.today, unit=one.unit.name, kind=one.kind, items=one.items) for one in drafts]
    given = [one.letter for one in numbered(register_of(None, now.plan), entries)]
    held = [one for one in given if _is_held(one.unit)]
    assert held == given or _is_refused(given, now.plan)
    given = [one.letter for one in numbered(register_of(None, now.plan), [replace(one, n=0) for one in held])]
    if given:
        _, file = entered(register_of(None, now.plan), "letters.yaml", given, now.plan)
        assert register_of(file, now.plan).letters == (*given,)


def _is_held(name: str) -> bool:
    """Whether YAML can hold the text at all."""
    try:
        spelled(name, flow=False)
    except FuquanError:
        return False
    return True


def _is_refused(letters: list[Letter], plan: Plan) -> bool:
    try:
        entered(register_of(None, plan), "letters.yaml", letters, plan)
    except FuquanError:
        return True
    return False


def _write(now: Situation, forms: Iterable[Format], *, of_status: bool) -> None:
    total = len(now.standings)
    for form in forms:
        options.answer(
            form,
            page=lambda: status.page(now) if of_status else listing.page(now, total, frozenset(), False),
            sheet=lambda: sheets.tasks(now, now.standings),
            text=lambda: chat.message(now) if of_status else listing.text(now, total),
        )


def _remind(now: Situation, unit: Unit | None) -> None:
    """The calendar of all or of one body: an event is there once, and each that is meant can be read."""
    names = (unit.name,) if unit else ()
    bodies = bodies_named(now.plan, names, may_be_idle=True)
    own = narrowed(now, bodies)
    try:
        made = agenda(own, names, bodies or frozenset())
    except TooMuchError:
        assert _is_too_much(now)
        return
    except FuquanError:
        assert not [each for one in own.standings for each in one.assignments if each.due]
        return
    read = Calendar.from_ical(to_ics.calendar(made)).walk("VEVENT")
    named = [(str(one["uid"]), "recurrence-id" in one and one["recurrence-id"].dt) for one in read]
    assert named == [(one.uid, one.instead_of or False) for one in made.events]
    assert len(set(named)) == len(named)
    assert [one.errors for one in read] == [[] for _ in read]


def _is_too_much(now: Situation) -> bool:
    """Whether the plan cannot be listed up to the last day that a calendar looks at."""
    try:
        situation(now.plan, now.today, until=date(min(now.today.year + 5, MAXYEAR), 12, 31))
    except TooMuchError:
        return True
    return False


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _is_harmless(text: str) -> None:
    assert _OBEYED.findall(text) == []
