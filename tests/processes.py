"""Processes of our own, and places that refuse to be written."""

import os
import signal
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

NOBODY = 65534


def forked(work: Callable[[], object], user: int | None = None) -> int:
    """The process that does the work; it ends with status 0 if nothing is raised."""
    process = os.fork()
    if process == 0:
        _ends(work, user)
    return process


def _ends(work: Callable[[], object], user: int | None) -> NoReturn:
    status = 1
    try:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # though the tests were started to outlive a terminal
        if user is not None and os.getuid() == 0:  # whom no permission binds
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


def status_of(process: int) -> int:
    """Its exit status, or the signal that ended it, negative."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def told(work: Callable[[], object], user: int | None = None) -> str:
    """What the work, done by another user, raises, or an empty text."""
    read, write = os.pipe()

    def tell() -> None:
        try:
            work()
        except Exception as error:
            os.write(write, f"{error}|{getattr(error, 'help', None)}".encode())

    process = forked(tell, user)
    os.close(write)
    with os.fdopen(read, "rb") as end:
        text = end.read().decode()
    assert status_of(process) == 0
    return text


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every user reaches, which pytest's is not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            folder.chmod(0o755)


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[None]:
    """A file system of its own on the folder; the test is skipped where that may not be."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        pytest.skip(f"needs the right to mount: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def read_only(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)


def held(folder: Path) -> dict[str, bytes]:
    """All that is in the folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
