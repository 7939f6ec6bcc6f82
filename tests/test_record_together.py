"""Recording by many at once, and by those who are killed, have no room or may not write: nothing is lost or halved."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import pytest
from conftest import EXAMPLE, Done, Fuquan, copied
from processes import NOBODY, forked, held, open_folder, read_only, small_disk, status_of

from fuquan.cli.app import app
from fuquan.cli.shell import run
from fuquan.load import load

TOWNS = ("湾沚镇", "陶辛镇", "六郎镇", "花桥镇", "红杨镇", "区委编办", "区司法局", "区级执法单位")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-10")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return copied(tmp_path / "data")


def notes(folder: Path) -> list[str]:
    plan = load(folder).plan
    assert plan is not None
    return [note.text for body in plan.bodies() for record in body.progress.values() for note in record.notes]


def noting(folder: Path, number: int, count: int) -> Callable[[], None]:
    """Work that records `count` notes of one body, whichever file it is in."""

    def work() -> None:
        for n in range(count):
            with redirect_stdout(StringIO()):
                typed = ("note", "2", "-u", TOWNS[number], "--note", f"第{number}家第{n}条", "--data", str(folder))
                assert run(app, typed) == 0

    return work


def test_what_eight_record_at_once_is_all_there(folder: Path) -> None:
    processes = [forked(noting(folder, number, 50)) for number in range(8)]
    assert [status_of(process) for process in processes] == [0] * 8
    assert sorted(notes(folder)) == sorted(f"第{number}家第{n}条" for number in range(8) for n in range(50))
    assert sorted(held(folder)) == ["tasks.yaml", "towns.yaml"]


def test_who_is_killed_leaves_what_was_or_what_was_meant(folder: Path) -> None:
    """Of what a process had recorded before it was killed nothing is missing, and the next leaves no trace of it."""
    both = ("done", "10", "-u", "红杨镇", "-u", "区司法局", "--evidence", "签到表")

    def work() -> None:
        with redirect_stdout(StringIO()):
            run(app, [*both, "--data", str(folder)])

    before = held(folder)
    begun = time.monotonic()
    assert status_of(forked(work)) == 0
    whole = time.monotonic() - begun
    after = held(folder)
    seen = set[tuple[bool, bool]]()
    for n in range(200):
        copied(folder)
        process = forked(work)
        time.sleep(1.5 * whole * (n * 0.6180339887 % 1))  # before, while and after it writes
        os.kill(process, signal.SIGKILL)
        status_of(process)
        now = held(folder)
        for name in before:
            assert now[name] in (before[name], after[name])
        seen.add((now["tasks.yaml"] == after["tasks.yaml"], now["towns.yaml"] == after["towns.yaml"]))
        work()
        assert held(folder) == after
    assert {(False, False), (True, True)} <= seen


def test_a_crash_between_the_files_is_made_good_by_the_same_command(fuquan: Fuquan, folder: Path) -> None:
    both = ("done", "10", "-u", "红杨镇", "-u", "区司法局", "--evidence", "签到表")
    assert fuquan(*both, data=folder).status == 0
    after = held(folder)
    (folder / "towns.yaml").write_bytes((EXAMPLE / "towns.yaml").read_bytes())
    assert fuquan(*both, data=folder).out.splitlines()[:2] == [
        "区司法局任务10已记录为2023年5月10日完成，没有改动。",
        "红杨镇完成任务10，5月10日，逾期10天；尚有区级执法单位、花桥镇未完成。",
    ]
    assert held(folder) == after


@pytest.mark.parametrize(("of_folder", "of_file"), [(0o555, 0o666), (0o777, 0o444)])
def test_what_may_not_be_written_stands_as_it_did(
    of_folder: int, of_file: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-10")
    with open_folder() as folder:
        before = held(copied(folder))
        for path in folder.iterdir():
            path.chmod(of_file)
        folder.chmod(of_folder)

        def work() -> None:
            assert run(app, ["done", "9", "-u", "红杨镇", "--data", str(folder)]) == 2

        assert status_of(forked(work, NOBODY)) == 0
        assert held(folder) == before
        place = folder if of_folder == 0o555 else folder / "towns.yaml"
        out, err = capfd.readouterr()
        assert (out, err) == (
            "",
            f"错误：“{place}”没有写入：没有写入权限\n请检查文件和所在文件夹的权限\n",
        )


def test_a_full_disk_leaves_the_old_files(fuquan: Fuquan, folder: Path) -> None:
    with small_disk(folder, "size=32k"):
        before = held(copied(folder))
        with (folder / "别的").open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 1024):
                pass
        done = fuquan("done", "9", "-u", "红杨镇", data=folder)
        assert done == Done(
            status=2, out="", err=f"错误：“{folder}/towns.yaml”没有写入：磁盘空间不足\n请腾出空间后重新运行\n"
        )
        assert {name: data for name, data in held(folder).items() if name != "别的"} == before


def test_a_disk_that_is_read_only_is_told(fuquan: Fuquan, folder: Path) -> None:
    with small_disk(folder, "size=64k"):
        before = held(copied(folder))
        read_only(folder)
        done = fuquan("done", "9", "-u", "红杨镇", data=folder)
        assert done == Done(
            status=2,
            out="",
            err=f"错误：“{folder}”没有写入：所在的磁盘是只读的\n请换到可以写入的磁盘上\n",
        )
        assert held(folder) == before
