"""Numbers into the register, letters into a folder, and what is said of both."""

import datetime as dt
import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fuquan.cli import options
from fuquan.cli.letter.making import Call, File, Format, Letters
from fuquan.cli.writing import offer_new
from fuquan.errors import FuquanError, listed
from fuquan.source import LETTERS

if TYPE_CHECKING:
    from fuquan.letter import Letter
    from fuquan.recording.register import Numbered


def write(made: Letters, folder: Path, output: str | None, *, force: bool) -> None:
    """The register first: whoever is stopped behind that has taken a number that nobody else gets, and the same call
    writes the same letters under it. Were the files first, a number on paper might be given again.
    """
    from fuquan.source import shown
    from fuquan.source.saving import put_into

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
    if new := [one for one in made.numbered if one.is_new]:
        offer_new(folder, LETTERS, f"登记{new[0].letter.number}{f'等{len(new)}份函件' if len(new) > 1 else ''}")


def preview(made: Letters, call: Call) -> None:
    is_text = call.form is Format.TEXT
    if is_text:
        _print(made)
    _hint(made)
    _say(_told(made), aside=is_text)
    options.say("以上没有写入文件，也没有占用编号。")


def _folder_name(made: Letters) -> str:
    from fuquan.text import folder_name

    return folder_name(made.plan.name, "函件", made.day.isoformat())


def _unwritten(to: Path, files: Sequence[File], *, force: bool) -> Mapping[str, bytes]:
    """The files that are not there yet as they shall be. Raises FuquanError where others are in their places."""
    there = {one.name: _held(to / one.name) for one in files}
    left = {one.name: one.data for one in files if there[one.name] != one.data}
    taken = [name for name in left if there[name] is not None]
    if taken and not force:
        unnumbered = "，也没有登记编号" if any(one.given and one.given.is_new for one in files) else ""
        raise FuquanError(
            f"“{to}”里已经有{listed([f'“{name}”' for name in taken])}，内容不同，没有写出函件{unnumbered}",
            "要换掉，请加上 --force；或者用 -o 换一个文件夹",
        )
    return left


def _held(path: Path) -> bytes | None:
    """What is in the file; nothing of what is there and cannot be read, None where there is nothing."""
    from fuquan.source.saving import refuse_no_file

    try:
        refuse_no_file(path, "请把它移走，或者用 -o 换一个文件夹")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if os.path.lexists(path):
            return b""
        raise _unnamed(path, error) from error


@contextmanager
def _ready(to: Path, names: Iterable[str]) -> Iterator[None]:
    """The folder, made if it is not there, in which files can be named so: what is in the way of that is said before
    a number is taken. If none can be taken, no folder is left behind that was made for it.
    """
    from fuquan.source.saving import put_into

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


def _enter(made: Letters, folder: Path) -> str:
    """The new numbers into the register; where that is comes back."""
    from fuquan import edit
    from fuquan.recording.register import entered
    from fuquan.source import shown

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
    from fuquan.source import shown
    from fuquan.source.saving import put

    if path.is_symlink() and Path(os.path.realpath(path)).name != path.name:  # as it would not be read either
        told = f"“{shown(path)}”是链接，通到别的名称的文件，没有登记编号，也没有写出函件"
        raise FuquanError(told, "请删去这个链接，或者链接到同名的文件")
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


def _print(made: Letters) -> None:
    """To be read, so in the screen's own encoding."""
    sys.stdout.write("\n\n".join(one.data.decode() for one in made.files))


def _hint(made: Letters) -> None:
    if made.files and made.plan.office is None:
        options.say("提示：plan 里没有写 office（落款单位），函件的落款是空的。")
    if made.files and not made.recorded:
        options.say("提示：尚未录入任何办理记录，发函以前请先核实是否已完成。")
    options.caution_ended((one.draft.unit for one in made.files), made.day)


def _told(made: Letters) -> list[str]:
    from fuquan.recording.register import last_before
    from fuquan.view import letters as view

    given = made.numbered
    before = dict(zip(given, last_before(made.register, (one.letter for one in given)), strict=True))
    told = [f"{view.told(one.draft, one.number)}{_known(one, before, made.day)}。" for one in made.files]
    return [*(told or ["没有要发的函件。"]), *(f"{one}。" for one in view.unsent(made.unsent))]


def _known(file: File, before: "Mapping[Numbered, Letter | None]", today: dt.date) -> str:
    """What the register has of it already, or of the last one about the same: a number taken for nothing stays so."""
    from fuquan.view import words

    if file.given is None:
        return ""
    if not file.given.is_new:
        return "（已经登记过，编号不变）"
    last = before[file.given]
    return f"；上一份是{last.number}（{words.day(last.date, today)}）" if last else ""


def _say(lines: Sequence[str], *, aside: bool) -> None:
    """With the results, or beside letters that are printed themselves."""
    from fuquan.text import printable

    for line in lines:
        if aside:
            options.say(printable(line))
        else:
            sys.stdout.write(f"{printable(line)}\n")
