"""`fuquan letter`: a letter to each body that owes something, and its number in the register."""

import datetime as dt
import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, cast

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import Data
from fuquan.errors import FuquanError, listed
from fuquan.model import Plan
from fuquan.owed import Situation, narrowed, situation

if TYPE_CHECKING:
    from fuquan.letter import Chosen
    from fuquan.load.letters import Register
    from fuquan.recording.register import Numbered
    from fuquan.view.letters import Draft, Terms, Unsent

DAYS = 5
"""Working days that a body is given to answer."""

FAR = 183
"""Days; a date without its year that is farther ahead was meant to be the one that is past."""


class Format(StrEnum):
    DOCX = "docx"
    TEXT = "text"


def letter(
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            "-u",
            metavar="单位",
            help="发给哪家单位，可用别名；组（如各镇）即其全部成员",
            autocompletion=options.complete_units,
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="发给所有欠着任务的单位")] = False,
    kind: Annotated[
        Literal["提醒", "催办", "督办"] | None,
        typer.Option(
            "--kind",
            metavar="种类",
            help="只发这一种：提醒即将到期的，催办逾期的，督办逾期的（须有 --basis）；不写则各发合适的一种，不会是督办",
        ),
    ] = None,
    reply_by: Annotated[
        str | None, typer.Option("--reply-by", metavar="日期", help=f"请对方在哪天以前报送；不写即{DAYS}个工作日以后")
    ] = None,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="联系人", help="联系人和电话，写在函末；不写则留空")
    ] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", metavar="依据", help="督办的依据，如领导批示；只与 --kind 督办 同用")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="文件夹", help="写到哪个文件夹；- 即标准输出，须是 text；不写则按方案和日期取名"
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="格式：docx 即 Word，text 即纯文字")] = Format.DOCX,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="文件", help="套用本单位的 Word 模板（docx）；可用的字段见 docs/letters.md"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只显示会给谁发什么函，加 -f text 显示全文；不写文件，不占编号")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="文件夹里已经有这些文件的，换掉它们")] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="日期", help="函件的日期，也按这一天看是否到期；不写即今天")
    ] = None,
    data: Data = None,
) -> None:
    from fuquan.letter import Kind
    from fuquan.source.locking import locked

    sort = cast("Chosen | None", kind and Kind(kind))
    day = options.today(today)
    call = _Call(
        units=_whose(unit, all_),
        kind=sort,
        day=day,
        reply_by=_reply_by(reply_by, day) if reply_by is not None else None,
        contact=options.text(contact, "--contact", one_line=True),
        basis=_decided(sort, options.text(basis, "--basis", one_line=True)),
        form=form,
        template=_template(template, form),
    )
    if output == "-" and form is not Format.TEXT:
        raise FuquanError("Word 文件不能写到标准输出", "请加上 -f text，或者用 -o 写明文件夹")
    if not dry_run:
        _refuse_to_come(day)
    folder = options.data_folder(data)
    with locked(folder) if not dry_run else nullcontext():
        made = _made(call, folder, dry_run=dry_run)
        if dry_run:
            return _preview(made, call)
        _write(made, folder, output, force=force)
    return None


class _Call(NamedTuple):
    """What was typed, checked as far as it can be without the data."""

    units: Sequence[str]
    kind: "Chosen | None"
    day: dt.date
    reply_by: dt.date | None
    contact: str | None
    basis: str | None
    form: Format
    template: bytes | None


class _File(NamedTuple):
    draft: "Draft"
    number: str | None
    is_new: bool
    name: str
    data: bytes


class _Letters(NamedTuple):
    """All that would be written."""

    plan: Plan
    day: dt.date
    recorded: bool
    """Whether anything at all is on record."""
    register: "Register"
    numbered: "Sequence[Numbered]"
    files: Sequence[_File]
    unsent: "Sequence[Unsent]"


def _whose(units: list[str] | None, all_: bool) -> Sequence[str]:
    if units and all_:
        raise FuquanError("--all 是所有单位，不能与 --unit 同用", "请去掉其中一个")
    if not units and not all_:
        raise FuquanError(
            "没有写给哪家单位发函",
            "请用 --unit 写明单位，或者用 --all 发给所有欠着任务的单位；可以先加 --dry-run 看看会发什么",
        )
    return units or ()


def _decided(kind: "Chosen | None", basis: str | None) -> str | None:
    from fuquan.letter import Kind

    if kind is Kind.SUPERVISE and basis is None:
        raise FuquanError("督办要有依据", "请用 --basis 写明领导批示或者会议决定；没有的，用 --kind 催办")
    if basis is not None and kind is not Kind.SUPERVISE:
        raise FuquanError("--basis 是督办的依据，要与 --kind 督办 同用", "请加上 --kind 督办，或者去掉 --basis")
    return basis


def _template(path: Path | None, form: Format) -> bytes | None:
    if path is None:
        return None
    if form is not Format.DOCX:
        raise FuquanError("--template 是 Word 模板，不能与 -f text 同用", "请去掉其中一个")
    from fuquan.export.to_template import MOST_BYTES

    if path.exists() and not path.is_file():
        raise FuquanError(f"模板“{path}”不是文件", "请核对 --template 的文件名")
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)  # no more than it takes to see that it is too much
    except OSError as error:
        told = "没有这个文件" if isinstance(error, FileNotFoundError) else "无法读取"
        raise FuquanError(f"模板“{path}”{told}", "请核对 --template 的文件名") from error


def _reply_by(text: str, today: dt.date) -> dt.date:
    from fuquan.daywords import day_of
    from fuquan.text import long_day

    day, is_full = day_of(text, today, "--reply-by", ahead=True)
    if day < today or (not is_full and (day - today).days > FAR):
        told = f"--reply-by 的“{text}”早于函件的日期（{long_day(today)}）"
        raise FuquanError(told, "请核对日期" if day < today else f"确是{long_day(day)}的，请写全年月日")
    return day


def _refuse_to_come(day: dt.date) -> None:
    from fuquan.recording.asked import past

    try:
        past(day, max(options.today(None), options.now_in_shanghai()), "--today")
    except FuquanError as error:
        raise FuquanError(error.message, "函件还不能登记编号；只是看看的，请加上 --dry-run") from None


def _days_on(day: dt.date) -> dt.date:
    from fuquan.workdays import NoCalendar, workdays_after

    try:
        return workdays_after(day, DAYS)
    except NoCalendar as missing:
        raise FuquanError(
            f"没有{missing.year}年的节假日安排，算不出{DAYS}个工作日以后是哪一天",
            f"请用 --reply-by 写明日期，如 --reply-by {query.ahead(day, 7)}",
        ) from None


def _made(call: _Call, folder: Path, *, dry_run: bool) -> _Letters:
    """Every letter as it shall be, with its number; nothing is written yet, nor of a dry run is what nobody sees."""
    from fuquan.letter import Kind, Letter
    from fuquan.recording.register import numbered
    from fuquan.view import letters as view

    plan = options.plan_in(folder)
    register = _register(folder, plan)
    bodies = query.bodies_named(plan, call.units)
    whole = situation(plan, call.day, until=query.ahead(call.day, plan.remind_days))
    options.caution(whole)
    now = narrowed(whole, bodies)
    drafts, unsent = view.drafts(now, call.kind)
    by = call.reply_by or (_days_on(call.day) if drafts else call.day)
    terms = view.Terms(by, call.contact, call.basis)
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
    own = {one.unit.name: each for one, each in zip(sent, given, strict=True)}
    unseen = dry_run and call.form is Format.DOCX and call.template is None
    writer = _writer(call) if not unseen else lambda *_: b""
    files = []
    with options.progress("写函件", len(drafts)) as advance:
        for one in drafts:
            files.append(_file(one, now, terms, own.get(one.unit.name), writer, call.form))
            advance(1)
    return _Letters(plan, call.day, whole.recorded, register, given, files, unsent)


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


_Writer = Callable[["Draft", Situation, "Terms", str | None], bytes]


def _writer(call: _Call) -> _Writer:
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
) -> _File:
    from fuquan.text import file_name
    from fuquan.view.letters import CALLED

    number = given.letter.number if given else None
    suffix = "txt" if form is Format.TEXT else "docx"
    name = file_name(suffix, now.plan.name, draft.unit.name, number or CALLED[draft.kind], now.today.isoformat())
    return _File(draft, number, given is None or given.is_new, name, writer(draft, now, terms, number))


def _write(made: _Letters, folder: Path, output: str | None, *, force: bool) -> None:
    """The register first: whoever is stopped behind that has taken a number that nobody else gets, and the same call
    writes the same letters under it. Were the files first, a number on paper might be given again.
    """
    from fuquan.source import put_into, shown

    to = None if output == "-" else Path(output if output is not None else _folder_name(made))
    left = _unwritten(to, made.files, force=force) if to is not None else {}
    with _ready(to, left) if to is not None and left else nullcontext():
        where = _enter(made, folder)
    if to is None:
        _print(made)
    elif left:
        try:
            put_into(to, left, force=force)
        except FuquanError as error:
            again = "解决以后当天再运行同样的命令，还是原来的编号"
            raise FuquanError(
                f"编号已经登记在“{where}”，但是{error.message}", f"{error.help}；{again}" if error.help else again
            ) from error
    wrote = f"以上共{len(made.files)}份" if to is None else f"已写出{len(made.files)}份到“{shown(to)}”"
    if to is not None and not left:
        wrote = f"{len(made.files)}份都已在“{shown(to)}”，内容相同，没有再写"
    noted = f"，编号登记在“{where}”" if made.numbered else ""
    _hint(made)
    _say([*_told(made), *([f"{wrote}{noted}。"] if made.files else [])], aside=to is None)


def _folder_name(made: _Letters) -> str:
    from fuquan.text import folder_name

    return folder_name(made.plan.name, "函件", made.day.isoformat())


def _unwritten(to: Path, files: Sequence[_File], *, force: bool) -> Mapping[str, bytes]:
    """The files that are not there yet as they shall be. Raises FuquanError where others are in their places."""
    there = {one.name: _held(to / one.name) for one in files}
    left = {one.name: one.data for one in files if there[one.name] != one.data}
    taken = [name for name in left if there[name] is not None]
    if taken and not force:
        raise FuquanError(
            f"“{to}”里已经有{listed([f'“{name}”' for name in taken])}，内容不同，没有写出函件，也没有登记编号",
            "要换掉，请加上 --force；或者用 -o 换一个文件夹",
        )
    return left


def _held(path: Path) -> bytes | None:
    """What is in the file; nothing of what is there and cannot be read, None where there is nothing."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError as error:
        raise FuquanError(f"“{path}”是文件夹，不是文件", "请把它移走，或者用 -o 换一个文件夹") from error
    except OSError as error:
        if os.path.lexists(path):
            return b""
        raise _unnamed(path, error) from error


@contextmanager
def _ready(to: Path, names: Iterable[str]) -> Iterator[None]:
    """The folder, made if it is not there, in which files can be named so: what is in the way of that is said before
    a number is taken. If none can be taken, no folder is left behind that was made for it.
    """
    from fuquan.source import put_into

    is_new = not os.path.lexists(to)
    put_into(to, {})
    try:
        if not os.access(to, os.W_OK | os.X_OK):
            raise FuquanError(f"“{to}”没有写入权限，没有写出函件，也没有登记编号", "请用 -o 换一个文件夹")
        for name in names:
            _refuse_unnamed(to / name)
        yield
    except FuquanError:
        if is_new:
            with suppress(OSError):
                to.rmdir()
        raise


def _refuse_unnamed(path: Path) -> None:
    """Refuses a file that the system has no room to name, and as a draft beside it before."""
    try:
        os.lstat(path.with_name(f".{path.name}.fuquan-{os.getpid()}"))
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unnamed(path, error) from error


def _unnamed(path: Path, error: OSError) -> FuquanError:
    from fuquan.source.saving import unwritten

    if error.errno == errno.ENAMETOOLONG:
        return FuquanError(f"“{path}”的名称太长，没有写出函件，也没有登记编号", "请用 -o 换一个路径短一些的文件夹")
    return unwritten(path, error, "；也没有登记编号")


def _enter(made: _Letters, folder: Path) -> str:
    """The new numbers into the register; where that is comes back."""
    from fuquan import edit
    from fuquan.recording.register import entered
    from fuquan.source import LETTERS, shown

    path = folder / LETTERS
    if new := [one.letter for one in made.numbered if one.is_new]:
        before, after = entered(made.register, shown(path), new, made.plan)
        if before is None:
            _begin(path, after.data)
        else:
            edit.write(folder, ((before, after),))
    return shown(path)


def _begin(path: Path, data: bytes) -> None:
    """A register where there was none. What `put` says of other files speaks of -o and --force, which it has not."""
    from fuquan.source import put, shown

    try:
        put(path, data)
    except FuquanError as error:
        if path.is_symlink() and isinstance(error.__cause__, OSError):
            told = f"“{shown(path)}”是符号链接，它所指的地方写不了文件，没有登记编号，也没有写出函件"
            raise FuquanError(told, "请改好这个链接，或者删去它") from error
        if isinstance(error.__cause__, FileExistsError):
            told = f"“{shown(path)}”刚刚由别的程序建立，没有登记编号，也没有写出函件"
            raise FuquanError(told, "请重新运行") from error
        raise


def _preview(made: _Letters, call: _Call) -> None:
    is_text = call.form is Format.TEXT
    if is_text:
        _print(made)
    _hint(made)
    _say(_told(made), aside=is_text)
    options.say("以上没有写入文件，也没有占用编号。")


def _print(made: _Letters) -> None:
    options.write("\n\n".join(one.data.decode() for one in made.files))


def _hint(made: _Letters) -> None:
    if made.files and made.plan.office is None:
        options.say("提示：plan 里没有写 office（落款单位），函件的落款是空的。")
    if made.files and not made.recorded:
        options.say("提示：尚未录入任何办理记录，发函以前请先核实是否已完成。")


def _told(made: _Letters) -> list[str]:
    from fuquan.view import letters as view

    again = "（今天已经登记过，编号不变）"
    told = [f"{view.told(one.draft, one.number)}{'' if one.is_new else again}。" for one in made.files]
    return [*(told or ["没有要发的函件。"]), *(f"{one}。" for one in view.unsent(made.unsent))]


def _say(lines: Sequence[str], *, aside: bool) -> None:
    """With the results, or beside letters that are printed themselves."""
    from fuquan.text import printable

    for line in lines:
        if aside:
            options.say(printable(line))
        else:
            sys.stdout.write(f"{printable(line)}\n")
