"""The letters of one call as they shall be, each with its number; nothing is written yet."""

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.errors import FuquanError
from fuquan.model import Plan
from fuquan.owed import Situation, narrowed, situation

if TYPE_CHECKING:
    from fuquan.letter import Chosen
    from fuquan.load.letters import Register
    from fuquan.recording.register import Numbered
    from fuquan.view.letters import Draft, Terms, Unsent

DAYS = 5
"""Working days that a body is given to answer."""


class Format(StrEnum):
    DOCX = "docx"
    TEXT = "text"


class Call(NamedTuple):
    """What was typed, checked as far as it can be without the data."""

    units: Sequence[str]
    kind: "Chosen | None"
    day: dt.date
    reply_by: dt.date | None
    contact: str | None
    basis: str | None
    form: Format
    template: bytes | None


class File(NamedTuple):
    draft: "Draft"
    given: "Numbered | None"
    """None of the office's own."""
    name: str
    data: bytes

    @property
    def number(self) -> str | None:
        return self.given.letter.number if self.given else None


class Letters(NamedTuple):
    """All that would be written."""

    plan: Plan
    day: dt.date
    recorded: bool
    """Whether anything at all is on record."""
    register: "Register"
    files: Sequence[File]
    unsent: "Sequence[Unsent]"

    @property
    def numbered(self) -> "Sequence[Numbered]":
        return [one.given for one in self.files if one.given is not None]


def made(call: Call, folder: Path, *, dry_run: bool) -> Letters:
    """Every letter as it shall be, with its number; nothing is written yet, nor of a dry run is what nobody sees."""
    from fuquan.letter import Kind, Letter
    from fuquan.recording.register import numbered
    from fuquan.view import letters as view

    plan = options.plan_in(folder)
    options.refuse_unissued(plan, call.day, "没有函件可发")
    register = _register(folder, plan)
    bodies = query.bodies_named(plan, call.units)
    whole = situation(plan, call.day, until=query.ahead(call.day, plan.remind_days))
    options.caution(whole)
    now = narrowed(whole, bodies)
    drafts, unsent = view.drafts(now, call.kind)
    by = call.reply_by or (_days_on(call.day) if drafts else call.day)
    terms = view.Terms(by, call.contact, call.basis, is_given=call.reply_by is not None)
    sent = [one for one in drafts if not one.is_own]
    given = numbered(
        register,
        [
            Letter(
                date=call.day,
                unit=one.unit.name,
                kind=one.kind,
                items=one.items,
                basis=call.basis if one.kind is Kind.SUPERVISE else None,
            )
            for one in sent
        ],
    )
    _refuse_behind(register, given, dry_run=dry_run)
    own = {one.unit.name: each for one, each in zip(sent, given, strict=True)}
    unseen = dry_run and call.form is Format.DOCX and call.template is None
    writer = _writer(call) if not unseen else lambda *_: b""
    files = []
    with options.progress("写函件", len(drafts)) as advance:
        for one in drafts:
            files.append(_file(one, now, terms, own.get(one.unit.name), writer, call.form))
            advance(1)
    return Letters(plan, call.day, whole.recorded, register, files, unsent)


def _register(folder: Path, plan: Plan) -> "Register":
    """The register; as with the plan, nothing is answered from one that is wrong."""
    from fuquan import report
    from fuquan.load.letters import register_in

    register = register_in(folder, plan)
    if register.found:
        files = {register.file.path: register.file} if register.file else {}
        sys.stderr.write(report.text(register.found, files, options.columns(sys.stderr)))
        options.say(f"函件登记有错，没有写出函件：{report.summed(register.found)}")
        raise typer.Exit(1)
    return register


def _refuse_behind(register: "Register", given: "Sequence[Numbered]", *, dry_run: bool) -> None:
    """Refuses new numbers behind one of a later day; of a dry run, which takes none, it is only said."""
    from fuquan.recording.register import behind
    from fuquan.text import long_day

    if (found := behind(register, given)) is None:
        return
    letter, last = found
    told = f"{letter.date.year}年{letter.kind}的最后一号“{last.number}”是{long_day(last.date)}的，"
    told += f"不能再登记更早的日期（{long_day(letter.date)}）"
    if dry_run:
        options.say(f"提示：{told}。")
        return
    mend = f"请用 --today {last.date} 或者以后的日期；只是看看的，请加上 --dry-run；已经登记的日期写错了的，先改正它"
    raise FuquanError(told, mend)


_Writer = Callable[["Draft", Situation, "Terms", str | None], bytes]


def _writer(call: Call) -> _Writer:
    from fuquan.view import letters as view

    def text(draft: "Draft", now: Situation, terms: "Terms", number: str | None) -> bytes:
        from fuquan.export import to_text

        return to_text.paper(view.paper(draft, now, terms, number)).encode(errors="backslashreplace")

    def docx(draft: "Draft", now: Situation, terms: "Terms", number: str | None) -> bytes:
        from fuquan.export import to_docx

        made = view.paper(draft, now, terms, number)
        title = str(view.fields(draft, now, terms, number)["标题"])
        return to_docx.paper(made, title=title, author=now.plan.office or "", day=now.today)

    def filled(draft: "Draft", now: Situation, terms: "Terms", number: str | None) -> bytes:
        from fuquan.export import to_template

        assert call.template is not None  # noqa: S101 - this writer is for one
        return to_template.filled(call.template, view.fields(draft, now, terms, number), view.FIELDS)

    return text if call.form is Format.TEXT else filled if call.template is not None else docx


def _file(
    draft: "Draft", now: Situation, terms: "Terms", given: "Numbered | None", writer: _Writer, form: Format
) -> File:
    from fuquan.text import file_name
    from fuquan.view.letters import CALLED

    number = given.letter.number if given else None
    suffix = "txt" if form is Format.TEXT else "docx"
    name = file_name(suffix, now.plan.name, draft.unit.name, number or CALLED[draft.kind], now.today.isoformat())
    return File(draft, given, name, writer(draft, now, terms, number))


def _days_on(day: dt.date) -> dt.date:
    from fuquan.workdays import NoCalendar, workdays_after

    try:
        return workdays_after(day, DAYS)
    except NoCalendar as missing:
        raise FuquanError(
            f"没有{missing.year}年的节假日安排，算不出{DAYS}个工作日以后是哪一天",
            f"请用 --reply-by 写明日期，如 --reply-by {query.ahead(day, 7)}",
        ) from None
