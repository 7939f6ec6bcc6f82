"""Commands that write the same folder of data, kept apart."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from fuquan.errors import FuquanError
from fuquan.source.saving import unwritten

WAIT = 60.0
"""Seconds; to read, change and save takes less than one."""

NAME = ".fuquan.lock"


@contextmanager
def locked(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Nobody else who asks for the folder has it meanwhile: from reading what is to be changed until it is saved.

    What is locked is the file `.fuquan.lock` in it, by whatever way the folder is reached, which is there no longer
    than that. One that a killed process left locks nothing, and goes with the next. Not to be asked for twice. Raises
    FuquanError where the folder cannot be written, and where another has it for longer than `wait` seconds.
    """
    import warnings

    from filelock import FileLock, Timeout, UnixFileLock

    try:
        path = Path(os.path.realpath(folder, strict=True)) / NAME
        if not path.parent.is_dir():
            raise NotADirectoryError
        lock = FileLock(path, timeout=wait, mode=0o666)  # another user who may write the folder is to wait, not to fail
        with warnings.catch_warnings(action="ignore"):  # where files cannot be locked, that one is there will do
            lock.acquire()
    except Timeout:
        raise FuquanError(
            f"另一个 fuquan 正在写这个文件夹“{folder}”，等了{wait:g}秒还没有写完",
            "请稍后重新运行；那一个要是停住了，请先结束它",
        ) from None
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FuquanError(f"没有文件夹“{folder}”", "请核对路径；其中应有 tasks.yaml") from error
    except OSError as error:
        path = folder / NAME
        raise unwritten(path if os.path.lexists(path) else folder, error) from error
    try:
        with _taken_away(path) if isinstance(lock, UnixFileLock) else nullcontext():  # the others do it themselves
            yield
    finally:
        lock.release()


@contextmanager
def _taken_away(path: Path) -> Iterator[None]:
    """The file of a lock goes while it is still locked, and before a signal ends the process.

    Who waits for it sees that what it has opened has no name any more, and makes another; were it to go later, that
    might be the next one's.
    """
    import signal
    import threading

    def end(number: int, _: object) -> None:
        with suppress(OSError):
            path.unlink()
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    is_main = threading.current_thread() is threading.main_thread()  # no other may say what a signal does
    numbers = [number for number in (signal.SIGTERM, signal.SIGHUP) if is_main]
    numbers = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
        with suppress(OSError):
            path.unlink()
