"""Commands that write the same folder take turns, and leave no trace of it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from processes import NOBODY, forked, held, open_folder, read_only, small_disk, status_of, told

from fuquan.errors import FuquanError
from fuquan.source.locking import locked
from fuquan.source.saving import Change, save

LOCK = ".fuquan.lock"


def refusal(folder: Path, wait: float = 60) -> tuple[str, str | None]:
    with pytest.raises(FuquanError) as raised, locked(folder, wait):
        pytest.fail("the folder was to be had")
    return raised.value.message, raised.value.help


@contextmanager
def held_by_another(folder: Path) -> Iterator[int]:
    """The process that has the folder, until it is told to end."""
    ready, say = os.pipe()
    wait, end = os.pipe()

    def hold() -> None:
        os.close(end)
        with locked(folder):
            os.write(say, b"x")
            os.read(wait, 1)

    process = forked(hold)
    os.close(wait)
    os.close(say)
    os.read(ready, 1)
    try:
        yield process
    finally:
        os.close(end)
        os.close(ready)
        if process_is_there(process):
            assert status_of(process) == 0


def process_is_there(process: int) -> bool:
    try:
        return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False


def test_no_step_of_many_processes_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"0")

    def count() -> None:
        for _ in range(50):
            with locked(tmp_path):
                now = file.read_bytes()
                save(Change(file, now, str(int(now) + 1).encode()))

    processes = [forked(count) for _ in range(8)]
    assert [status_of(process) for process in processes] == [0] * 8
    assert held(tmp_path) == {"x.yaml": b"400"}


def test_the_lock_is_there_as_long_as_it_is_held(tmp_path: Path) -> None:
    with locked(tmp_path):
        assert held(tmp_path) == {LOCK: b""}
    assert held(tmp_path) == {}
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    assert held(tmp_path) == {}


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "别名").symlink_to("data")
    with held_by_another(tmp_path / "data"):
        for folder in (tmp_path / "data", tmp_path / "别名", tmp_path / "data" / ".." / "data"):
            assert refusal(folder, 0.1) == (
                f"另一个 fuquan 正在写这个文件夹“{folder}”，等了0.1秒还没有写完",
                "请稍后重新运行；那一个要是停住了，请先结束它",
            )
        with locked(tmp_path, 0):
            assert held(tmp_path / "data") == {LOCK: b""}
    with locked(tmp_path / "别名", 0):
        assert held(tmp_path / "data") == {LOCK: b""}
    assert held(tmp_path / "data") == {}


def test_another_user_waits_too() -> None:
    with open_folder() as folder:
        folder.chmod(0o777)
        with held_by_another(folder):
            said = told(lambda: locked(folder, 0.1).__enter__(), user=NOBODY)
            assert said.startswith(f"另一个 fuquan 正在写这个文件夹“{folder}”，")
        assert told(lambda: locked(folder, 0).__enter__(), user=NOBODY) == ""  # and it ends while it has it
        with locked(folder, 0):
            pass
        assert held(folder) == {}


def test_what_a_killed_process_left_hinders_nobody(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as process:
        os.kill(process, signal.SIGKILL)
        assert status_of(process) == -signal.SIGKILL
    assert held(tmp_path) == {LOCK: b""}
    with locked(tmp_path, 0):
        assert held(tmp_path) == {LOCK: b""}
    assert held(tmp_path) == {}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_is_asked_to_end_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    with held_by_another(tmp_path) as process:
        os.kill(process, number)
        assert status_of(process) == -number
    assert held(tmp_path) == {}


def test_signals_do_afterwards_what_they_did(tmp_path: Path) -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    was = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        before = [signal.getsignal(number) for number in numbers]
        with locked(tmp_path):
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert [signal.getsignal(number) for number in numbers] == before
    finally:
        signal.signal(signal.SIGHUP, was)


def test_where_there_is_no_folder_none_is_made(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    for folder in (tmp_path / "没有", tmp_path / "没有" / "data", tmp_path / "文件", tmp_path / "文件" / "data"):
        assert refusal(folder) == (f"没有文件夹“{folder}”", "请核对路径；其中应有 tasks.yaml")
    assert held(tmp_path) == {"文件": b""}


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_is_no_file_of_a_lock_is_left_alone(kind: str, tmp_path: Path) -> None:
    path = tmp_path / LOCK
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("x.yaml")
    what = "文件夹" if kind == "folder" else "没有尽头或者不该有的符号链接"
    assert refusal(tmp_path) == (f"“{path}”没有写入：那里是{what}", "请把它移走")
    assert [one.name for one in tmp_path.iterdir()] == [LOCK]


def test_a_folder_that_may_not_be_written_is_told() -> None:
    with open_folder() as folder:
        (folder / "x.yaml").write_bytes(b"old")
        folder.chmod(0o555)
        said = told(lambda: locked(folder).__enter__(), user=NOBODY)
        assert said == f"“{folder}”没有写入：没有写入权限|请检查文件和所在文件夹的权限"
        assert held(folder) == {"x.yaml": b"old"}


def test_a_full_disk_and_one_that_is_read_only_are_told(tmp_path: Path) -> None:
    with small_disk(tmp_path, "nr_inodes=2"):
        (tmp_path / "x.yaml").write_bytes(b"old")
        assert refusal(tmp_path) == (f"“{tmp_path}”没有写入：磁盘空间不足", "请腾出空间后重新运行")
        read_only(tmp_path)
        assert refusal(tmp_path) == (f"“{tmp_path}”没有写入：所在的磁盘是只读的", "请换到可以写入的磁盘上")
        assert held(tmp_path) == {"x.yaml": b"old"}
