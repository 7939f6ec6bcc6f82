"""Files written whole or not at all, and never over what somebody else has written meanwhile."""

import errno
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from fuquan.errors import FuquanError, listed


class Change(NamedTuple):
    """What the bytes of a file were when they were read, and what they shall be."""

    path: Path
    old: bytes
    new: bytes


def save(*changes: Change) -> None:
    """All files as they shall be: each is prepared beside its target, and only when all are does one replace another.

    A symbolic link stays one, and what it leads to is replaced; mode, extended attributes (access lists are), and owner
    and group where that may be, are kept. The other names of a file with several (hard links) keep what it was. Raises
    FuquanError where a file has changed since it was read or cannot be written; a file that was not replaced then
    stands as it did. Signals that end the process wait until the files stand and the drafts are gone. A process that is
    killed for good leaves whole files, old or new, and at the most a `.….fuquan-…` beside them, which the next save in
    that folder takes away.
    """
    with _undisturbed():
        _save(changes)


def put(path: Path, data: bytes, *, force: bool = False) -> None:
    """A file that others read: whole or not at all, and in the place of another only with `force`.

    Raises FuquanError where there is one already, or none can be made; what is no file (a pipe, a device) stays.
    """
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{target.name}.fuquan-{os.getpid()}")
    try:
        refuse_no_file(path, "请用 -o 写明文件名")
        with _undisturbed():
            try:
                _sweep(target.parent)
                _write(draft, data, target if force and target.exists() else None)
                if force:
                    draft.replace(target)
                else:
                    _name(draft, target)
                _sync_folder(target.parent)
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
    except FileExistsError as error:
        raise FuquanError(f"已经有文件“{path}”", "要换掉它，请加上 --force；或者用 -o 换一个文件名") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FuquanError(f"没有文件夹“{path.parent}”", "请先建立它，或者换一个文件名") from error
    except OSError as error:
        raise unwritten(path, error) from error


def refuse_no_file(path: Path, mend: str) -> None:
    """Refuses what is there and is no file, which is neither read nor replaced; `mend` says what to do about it."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise FuquanError(f"“{path}”是{'文件夹' if target.is_dir() else '设备或者管道'}，不是文件", mend)


def put_into(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Files beside one another in a folder, which is made if its parent is there; none if one is there already.

    Raises FuquanError as `put` does; what was written before a disk is full stays.
    """
    if not force and (there := [name for name in files if os.path.lexists(folder / name)]):
        raise FuquanError(
            f"“{folder}”里已经有{listed([f'“{name}”' for name in there])}",
            "要换掉，请加上 --force；或者用 -o 换一个文件夹",
        )
    try:
        folder.mkdir(exist_ok=True)
        for name in files:
            refuse_no_file(folder / name, "请把它移走，或者用 -o 换一个文件夹")
    except FileExistsError as error:
        raise FuquanError(f"“{folder}”是文件，不是文件夹", "请用 -o 换一个文件夹") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FuquanError(f"没有文件夹“{folder.parent}”", "请先建立它，或者用 -o 换一个文件夹") from error
    except OSError as error:
        raise unwritten(folder, error) from error
    for name, data in files.items():
        put(folder / name, data, force=force)


def _name(draft: Path, target: Path) -> None:
    """Give the file its name, unless that is another's."""
    try:
        os.link(draft, target)
    except OSError as error:
        if isinstance(error, FileExistsError) or target.exists():
            raise FileExistsError(errno.EEXIST, "", str(target)) from error
        draft.replace(target)  # where files have but one name


def unwritten(path: Path, error: OSError, more: str = "") -> FuquanError:
    """What the system's refusal to write is to the user."""
    reason = _REASONS.get(error.errno or 0, f"系统报告错误{error.errno}")
    return FuquanError(f"“{path}”没有写入：{reason}{more}", _MENDS.get(error.errno or 0))


def _save(changes: tuple[Change, ...]) -> None:
    plan: list[tuple[Change, Path, Path]] = []
    replaced: list[str] = []
    path = Path()  # the one that is told of
    try:
        for change in changes:
            path = change.path
            target = Path(os.path.realpath(path, strict=True))  # whose loops are no OSError to Path
            _refuse_changed(path, target, change.old)
            plan.append((change, target, target.with_name(f".{target.name}.fuquan-{os.getpid()}")))
        folders = {target.parent for _, target, _ in plan}
        for folder in folders:
            _sweep(folder)
        for (path, _, new), target, draft in plan:  # noqa: B007
            _write(draft, new, target)
        for (path, old, _), target, _ in plan:  # all of them before any is replaced
            _refuse_changed(path, target, old)
        for (path, old, _), target, draft in plan:
            _refuse_changed(path, target, old, _written(replaced))
            draft.replace(target)
            replaced.append(path.name)
        for folder in folders:
            _sync_folder(folder)
    except OSError as error:
        raise unwritten(path, error, _written(replaced)) from error
    finally:
        for _, _, draft in plan:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _written(names: list[str]) -> str:
    return f"；“{'”、“'.join(names)}”已经写入" if names else ""


def _refuse_changed(path: Path, target: Path, old: bytes, more: str = "") -> None:
    with target.open("r+b") as file:  # a file that is not to be written is not to be replaced either
        if file.read() != old:
            raise FuquanError(f"“{path}”在读取之后又被改动了，没有写入{more}", "请重新运行，以免覆盖别人的改动")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that would end the process, a key at the terminal among them, do so when this is over."""
    import signal
    import threading

    held: list[int] = []
    before = {}
    if threading.current_thread() is threading.main_thread():  # no other may say what a signal does
        for number in {getattr(signal, name, signal.SIGTERM) for name in ("SIGINT", "SIGTERM", "SIGHUP")}:
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, lambda number, _: held.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in held:
            signal.raise_signal(number)


def _sweep(folder: Path) -> None:
    """Take away what processes that were killed have left in the folder."""
    left = re.compile(r"\..+\.fuquan-([0-9]+)", re.DOTALL)
    try:
        names = os.listdir(folder)  # noqa: PTH208 - most names need no path
    except PermissionError:  # it can be written, but not read
        return
    for name in names:
        if (found := left.fullmatch(name)) and not _is_running(int(found[1])):
            with suppress(OSError):
                (folder / name).unlink()


def _is_running(process: int) -> bool:
    return process != os.getpid() and (os.name == "nt" or _answers(process))  # where to ask is to end it


def _answers(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (OSError, OverflowError) as error:
        return isinstance(error, PermissionError)
    return True


def _write(draft: Path, data: bytes, like: Path | None) -> None:
    """A new file, as the one that it shall replace is, or as new ones are."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(draft, flags, 0o600 if like else 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if like:
            _become(handle, draft, like)
        os.fsync(handle)


def _become(handle: int, draft: Path, target: Path) -> None:
    """Owner, mode and attributes as the target has them, by the handle: a name may lead elsewhere meanwhile."""
    now = target.stat()
    if not hasattr(os, "fchown"):
        draft.chmod(now.st_mode & 0o7777)
        return
    for owner, group in ((-1, now.st_gid), (now.st_uid, -1)):  # whoever may not give a file away may give its group
        with suppress(PermissionError):
            os.fchown(handle, owner, group)
    os.fchmod(handle, now.st_mode & 0o7777)
    with suppress(AttributeError, OSError):  # not every system and file system has attributes
        there, here = set(os.listxattr(target)), set(os.listxattr(handle))
        for name in here - there:  # of the folder
            with suppress(OSError):
                os.removexattr(handle, name)
        for name in there:
            with suppress(OSError):
                os.setxattr(handle, name, os.getxattr(target, name))


def _sync_folder(folder: Path) -> None:
    """That the new name outlives a loss of power; not every file system can, and the file is whole all the same."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已满",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "所在的磁盘是只读的",
    errno.EISDIR: "那里是文件夹",
    errno.ELOOP: "那里是没有尽头或者不该有的符号链接",
}
_MENDS = {
    errno.ENOENT: "请核对文件名",
    errno.ENOSPC: "请腾出空间后重新运行",
    errno.EDQUOT: "请腾出空间后重新运行",
    errno.EACCES: "请检查文件和所在文件夹的权限",
    errno.EPERM: "请检查文件和所在文件夹的权限",
    errno.EROFS: "请换到可以写入的磁盘上",
    errno.EISDIR: "请把它移走",
    errno.ELOOP: "请把它移走",
}
