"""Files written whole or not at all, and never over what somebody else has written meanwhile."""

import errno
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from fuquan.errors import FuquanError


class Change(NamedTuple):
    """What the bytes of a file were when they were read, and what they shall be."""

    path: Path
    old: bytes
    new: bytes


def save(*changes: Change) -> None:
    """All files as they shall be: each is prepared beside its target, and only when all are does one replace another.

    A symbolic link stays one, and what it leads to is replaced; mode, and owner where that may be, are kept. Raises
    FuquanError where a file has changed since it was read or cannot be written; a file that was not replaced then
    stands as it did. A process that is killed leaves whole files, old or new, and at the most a `.….fuquan-…` beside
    them that the next save takes away.
    """
    prepared: list[tuple[Path, Path]] = []
    replaced: list[str] = []
    path = Path()
    try:
        for path, old, new in changes:
            target = Path(os.path.realpath(path, strict=True))  # whose loops are no OSError to Path
            _refuse_changed(path, target, old)
            _sweep(target)
            draft = target.with_name(f".{target.name}.fuquan-{os.getpid()}")
            prepared.append((draft, target))
            _write(draft, target, new)
        for (draft, target), (path, old, _) in zip(prepared, changes, strict=True):
            _refuse_changed(path, target, old)
            draft.replace(target)
            replaced.append(path.name)
            _sync_folder(target.parent)
    except OSError as error:
        written = f"；“{'”、“'.join(replaced)}”已经写入" if replaced else ""
        raise FuquanError(f"“{path}”没有写入：{_reason(error)}{written}", _MENDS.get(error.errno or 0)) from error
    finally:
        for draft, _ in prepared:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _refuse_changed(path: Path, target: Path, old: bytes) -> None:
    with target.open("r+b") as file:  # a file that is not to be written is not to be replaced either
        if file.read() != old:
            raise FuquanError(f"“{path}”在读取之后又被改动了，没有写入", "请重新运行，以免覆盖别人的改动")


def _sweep(target: Path) -> None:
    """Take away what processes that were killed have left beside the file."""
    left = re.compile(re.escape(f".{target.name}.fuquan-") + r"(\d+)")
    for name in os.listdir(target.parent):  # noqa: PTH208 - a file's name may hold what glob reads as a pattern
        if (found := left.fullmatch(name)) and not _is_running(int(found[1])):
            with suppress(OSError):
                (target.parent / name).unlink()


def _is_running(process: int) -> bool:
    return process != os.getpid() and (os.name == "nt" or _answers(process))  # where to ask is to end it


def _answers(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (OSError, OverflowError) as error:
        return isinstance(error, PermissionError)
    return True


def _write(draft: Path, target: Path, data: bytes) -> None:
    now = target.stat()
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        with suppress(AttributeError, PermissionError):
            os.chown(draft, now.st_uid, now.st_gid)
        draft.chmod(now.st_mode & 0o7777)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """That the new name outlives a loss of power; not every file system can, and the file is whole all the same."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, f"系统报告错误{error.errno}")


_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已满",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "所在的磁盘是只读的",
}
_MENDS = {
    errno.ENOENT: "请核对文件名",
    errno.ENOSPC: "请腾出空间后重新运行",
    errno.EDQUOT: "请腾出空间后重新运行",
    errno.EACCES: "请检查文件和所在文件夹的权限",
    errno.EPERM: "请检查文件和所在文件夹的权限",
    errno.EROFS: "请换到可以写入的磁盘上",
}
