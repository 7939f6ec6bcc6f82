"""Files saved whole or not at all: what they keep, what is refused, and what is left when the process is ended."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import NOBODY, forked, held, open_folder, read_only, small_disk, status_of, told

from fuquan.errors import FuquanError
from fuquan.source.locking import locked
from fuquan.source.saving import Change, put, put_into, save


def refusal(*changes: Change) -> tuple[str, str | None]:
    with pytest.raises(FuquanError) as raised:
        save(*changes)
    return raised.value.message, raised.value.help


def test_saving_replaces_whole_files_and_keeps_what_they_are(tmp_path: Path) -> None:
    one, other = tmp_path / "一.yaml", tmp_path / "二.yaml"
    one.write_bytes(b"old")
    one.chmod(0o640)
    other.symlink_to("一[0].yaml")
    (tmp_path / "一[0].yaml").write_bytes(b"")
    was = one.stat()
    save(Change(one, b"old", b"new"), Change(other, b"", b"\r\n"))
    now = one.stat()
    assert (one.read_bytes(), other.read_bytes(), other.is_symlink()) == (b"new", b"\r\n", True)
    assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["一.yaml", "一[0].yaml", "二.yaml"]
    save()


@pytest.mark.skipif(os.getuid() != 0, reason="needs the right to give files away")
def test_root_leaves_a_file_to_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"old")
    os.chown(file, NOBODY, 12345)
    file.chmod(0o664)
    save(Change(file, b"old", b"new"))
    now = file.stat()
    assert (now.st_uid, now.st_gid, now.st_mode & 0o7777) == (NOBODY, 12345, 0o664)


@pytest.mark.skipif(os.getuid() != 0, reason="needs a file of somebody else")
def test_whoever_may_not_give_a_file_away_gives_it_to_its_group() -> None:
    with open_folder() as folder:
        file = folder / "x.yaml"
        file.write_bytes(b"old")
        os.chown(file, 0, 12345)
        file.chmod(0o664)
        folder.chmod(0o777)

        def saves_as_one_of_the_group() -> None:
            os.setgroups([12345])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            save(Change(file, b"old", b"new"))

        assert told(saves_as_one_of_the_group) == ""
        now = file.stat()
        assert (now.st_uid, now.st_gid, now.st_mode & 0o7777) == (NOBODY, 12345, 0o664)


def test_attributes_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"old")
    try:
        os.setxattr(file, "user.fuquan", "甲".encode())
    except (AttributeError, OSError) as error:
        pytest.skip(f"needs a file system with attributes: {error}")
    save(Change(file, b"old", b"new"))
    assert (os.getxattr(file, "user.fuquan"), file.read_bytes()) == ("甲".encode(), b"new")


def test_the_access_list_of_a_file_is_kept_and_that_of_its_folder_not_taken(tmp_path: Path) -> None:
    listed, plain = tmp_path / "一.yaml", tmp_path / "二.yaml"
    for file in (listed, plain):
        file.write_bytes(b"old")
        file.chmod(0o640)
    acl = _acl(NOBODY)
    try:
        os.setxattr(listed, "system.posix_acl_access", acl)
        os.setxattr(tmp_path, "system.posix_acl_default", acl)
    except (AttributeError, OSError) as error:
        pytest.skip(f"needs a file system with access lists: {error}")
    save(Change(listed, b"old", b"new"), Change(plain, b"old", b"new"))
    assert os.getxattr(listed, "system.posix_acl_access") == acl
    assert os.listxattr(plain) == []
    assert plain.stat().st_mode & 0o7777 == 0o640


def _acl(user: int) -> bytes:
    """user::rw-, user:nobody:rw-, group::r--, mask::rw-, other::--- as Linux keeps it."""
    nobody = 0xFFFFFFFF
    entries = [(1, 6, nobody), (2, 6, user), (4, 4, nobody), (16, 6, nobody), (32, 0, nobody)]
    return b"".join(
        [(2).to_bytes(4, "little")]
        + [
            tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + who.to_bytes(4, "little")
            for tag, rights, who in entries
        ]
    )


def test_a_link_to_another_folder_stays_and_the_file_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "共享").mkdir()
    (tmp_path / "别名").symlink_to("data")
    there = tmp_path / "共享" / "x.yaml"
    there.write_bytes(b"old")
    (tmp_path / "data" / "x.yaml").symlink_to("../共享/x.yaml")
    save(Change(tmp_path / "别名" / "x.yaml", b"old", b"new"))
    assert (held(tmp_path / "data"), held(tmp_path / "共享")) == ({"x.yaml": b"new"}, {"x.yaml": b"new"})
    assert (tmp_path / "data" / "x.yaml").is_symlink()
    assert not there.is_symlink()


def test_the_other_name_of_a_file_keeps_what_it_was(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"old")
    os.link(file, tmp_path / "备份.yaml")
    save(Change(file, b"old", b"new"))
    assert held(tmp_path) == {"x.yaml": b"new", "备份.yaml": b"old"}


def test_nothing_is_written_over_what_somebody_else_wrote(tmp_path: Path) -> None:
    one, other = tmp_path / "一.yaml", tmp_path / "二.yaml"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    assert refusal(Change(one, b"1", b"new"), Change(other, b"before", b"new")) == (
        f"“{other}”在读取之后又被改动了，没有写入",
        "请重新运行，以免覆盖别人的改动",
    )
    assert held(tmp_path) == {"一.yaml": b"1", "二.yaml": b"2"}


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    assert refusal(Change(tmp_path / "x.yaml", b"", b"new")) == (
        f"“{tmp_path / 'x.yaml'}”没有写入：没有这个文件",
        "请核对文件名",
    )
    assert held(tmp_path) == {}


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to("x.yaml")
    message = f"“{tmp_path / 'x.yaml'}”没有写入：那里是没有尽头或者不该有的符号链接"
    assert refusal(Change(tmp_path / "x.yaml", b"", b"new")) == (message, "请把它移走")


NO_RIGHT = "没有写入：没有写入权限|请检查文件和所在文件夹的权限"


@pytest.mark.parametrize(
    ("of_folder", "of_file", "error"),
    [(0o777, 0o666, ""), (0o777, 0o444, NO_RIGHT), (0o555, 0o666, NO_RIGHT), (0o1777, 0o666, NO_RIGHT)],
    ids=["may be written", "read-only file", "read-only folder", "somebody else's file in a sticky folder"],
)
def test_what_may_not_be_written_stands_as_it_did(of_folder: int, of_file: int, error: str) -> None:
    if of_folder == 0o1777 and os.getuid() != 0:
        pytest.skip("needs a file of somebody else")
    with open_folder() as folder:
        file, other = folder / "x.yaml", folder / "y.yaml"
        for path in (file, other):
            path.write_bytes(b"old")
            path.chmod(of_file)
        folder.chmod(of_folder)
        said = told(lambda: save(Change(file, b"old", b"new"), Change(other, b"old", b"new")), user=NOBODY)
        assert said == (f"“{file}”{error}" if error else "")
        data = b"old" if error else b"new"
        assert held(folder) == {"x.yaml": data, "y.yaml": data}


def test_a_folder_that_can_be_written_but_not_read_will_do() -> None:
    with open_folder() as folder:
        file = folder / "x.yaml"
        file.write_bytes(b"old")
        file.chmod(0o666)
        folder.chmod(0o733)
        if os.getuid() != 0:
            folder.chmod(0o333)
        assert told(lambda: save(Change(file, b"old", b"new")), user=NOBODY) == ""
        folder.chmod(0o755)
        assert held(folder) == {"x.yaml": b"new"}


def test_a_full_disk_leaves_the_old_files(tmp_path: Path) -> None:
    with small_disk(tmp_path, "size=64k"):
        one, other = tmp_path / "一.yaml", tmp_path / "二.yaml"
        one.write_bytes(b"old")
        other.write_bytes(b"old")
        assert refusal(Change(one, b"old", b"new"), Change(other, b"old", b"x" * 100_000)) == (
            f"“{other}”没有写入：磁盘空间不足",
            "请腾出空间后重新运行",
        )
        assert held(tmp_path) == {"一.yaml": b"old", "二.yaml": b"old"}
        save(Change(one, b"old", b"x" * 20_000), Change(other, b"old", b"new"))
        assert held(tmp_path) == {"一.yaml": b"x" * 20_000, "二.yaml": b"new"}


def test_a_disk_without_room_for_another_file_leaves_the_old_one(tmp_path: Path) -> None:
    with small_disk(tmp_path, "nr_inodes=2"):
        file = tmp_path / "x.yaml"
        file.write_bytes(b"old")
        assert refusal(Change(file, b"old", b"new")) == (
            f"“{file}”没有写入：磁盘空间不足",
            "请腾出空间后重新运行",
        )
        assert held(tmp_path) == {"x.yaml": b"old"}


def test_a_disk_that_is_read_only_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path, "size=64k"):
        file = tmp_path / "x.yaml"
        file.write_bytes(b"old")
        read_only(tmp_path)
        assert refusal(Change(file, b"old", b"new")) == (
            f"“{file}”没有写入：所在的磁盘是只读的",
            "请换到可以写入的磁盘上",
        )
        assert held(tmp_path) == {"x.yaml": b"old"}


def test_what_a_killed_run_left_is_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"old")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = [
        f".x.yaml.fuquan-{ended.pid}",
        f".y.yaml.fuquan-{ended.pid}",
        f".x.yaml.fuquan-{os.getpid()}",
        f".x.yaml.fuquan-{'9' * 30}",
    ]
    kept = [
        f".x.yaml.fuquan-{os.getppid()}",
        ".y.yaml.fuquan-1",
        ".x.yaml.fuquan-",
        f".x.yaml.fuquan-{ended.pid}~",
        f"x.yaml.fuquan-{ended.pid}",
    ]
    for name in (*names, *kept):
        (tmp_path / name).touch()
    save(Change(file, b"old", b"new"))
    assert sorted(held(tmp_path)) == sorted([*kept, "x.yaml"])


SIZE = 100_000
GOLDEN = 0.6180339887  # whose multiples spread moments evenly


def pair(folder: Path) -> tuple[Path, Path]:
    for name in ("tasks.yaml", "towns.yaml"):
        (folder / name).write_bytes(b"a" * SIZE)
    return folder / "tasks.yaml", folder / "towns.yaml"


def saving_without_end(one: Path, other: Path) -> Callable[[], None]:
    def work() -> None:
        while True:
            for old, new in ((b"a" * SIZE, b"b" * SIZE), (b"b" * SIZE, b"a" * SIZE)):
                save(Change(one, old, new), Change(other, old, new))

    return work


def test_a_process_that_is_killed_leaves_whole_files_and_the_next_save_nothing_else(tmp_path: Path) -> None:
    left = set[str]()
    one, other = pair(tmp_path)

    def work() -> None:
        with locked(tmp_path):
            saving_without_end(one, other)()

    for n in range(200):
        for path in (one, other):
            path.write_bytes(b"a" * SIZE)
        process = forked(work)
        time.sleep(0.03 * (n * GOLDEN % 1))
        os.kill(process, signal.SIGKILL)
        assert status_of(process) == -signal.SIGKILL
        now = held(tmp_path)
        left |= now.keys()
        assert now["tasks.yaml"] in (b"a" * SIZE, b"b" * SIZE)
        assert now["towns.yaml"] in (b"a" * SIZE, b"b" * SIZE)
        with locked(tmp_path):
            save(Change(one, now["tasks.yaml"], b"c"), Change(other, now["towns.yaml"], b"d"))
        assert held(tmp_path) == {"tasks.yaml": b"c", "towns.yaml": b"d"}
    assert ".fuquan.lock" in left
    assert any(".yaml.fuquan-" in name for name in left)


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP), (signal.SIGINT, 1)]
)
def test_a_signal_that_ends_the_process_waits_until_both_files_stand(
    number: signal.Signals, status: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one, other = pair(tmp_path)

    def work() -> None:
        if number == signal.SIGINT:  # which a shell has whatever runs in the background ignore
            signal.signal(signal.SIGINT, signal.default_int_handler)
        saving_without_end(one, other)()

    for n in range(30):
        process = forked(work)
        time.sleep(0.01 * (1 + n * GOLDEN % 1))
        os.kill(process, number)
        assert status_of(process) == status
        now = held(tmp_path)
        assert now.keys() == {"tasks.yaml", "towns.yaml"}
        assert now["tasks.yaml"] == now["towns.yaml"]
        pair(tmp_path)
    assert ("KeyboardInterrupt" in capfd.readouterr().err) is (number == signal.SIGINT)


def test_signals_do_afterwards_what_they_did(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"")
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    was = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        before = [signal.getsignal(number) for number in numbers]
        save(Change(file, b"", b"new"))
        assert [signal.getsignal(number) for number in numbers] == before
        refusal(Change(file, b"", b"new"))
        assert [signal.getsignal(number) for number in numbers] == before
    finally:
        signal.signal(signal.SIGHUP, was)


def test_any_thread_may_save(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"")

    def work() -> None:
        with locked(tmp_path):
            save(Change(file, b"", b"new"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert held(tmp_path) == {"x.yaml": b"new"}


def test_a_new_file_is_put_whole_and_in_the_place_of_none(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    put(file, b"one")
    with pytest.raises(FuquanError) as raised:
        put(file, b"two")
    assert (raised.value.message, raised.value.help) == (
        f"已经有文件“{file}”",
        "要换掉它，请加上 --force；或者用 -o 换一个文件名",
    )
    file.chmod(0o640)
    put(file, b"two", force=True)
    assert (held(tmp_path), file.stat().st_mode & 0o777) == ({"x.csv": b"two"}, 0o640)


def test_a_file_is_put_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("x.csv")
    put(tmp_path / "link", b"one")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "x.csv").read_bytes() == b"one"


def test_files_are_put_into_a_folder_and_all_that_are_there_already_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "函件"
    put_into(folder, {"甲.docx": b"1", "乙.docx": b"2"})
    assert held(folder) == {"甲.docx": b"1", "乙.docx": b"2"}
    with pytest.raises(FuquanError) as error:
        put_into(folder, {"丙.docx": b"3", "乙.docx": b"3", "甲.docx": b"3"})
    assert (error.value.message, error.value.help) == (
        f"“{folder}”里已经有“乙.docx”、“甲.docx”",
        "要换掉，请加上 --force；或者用 -o 换一个文件夹",
    )
    assert held(folder) == {"甲.docx": b"1", "乙.docx": b"2"}
    put_into(folder, {"丙.docx": b"3", "乙.docx": b"4"}, force=True)
    assert held(folder) == {"甲.docx": b"1", "乙.docx": b"4", "丙.docx": b"3"}


@pytest.mark.parametrize(
    ("where", "message", "help_"),
    [
        ("文", "“{}/文”是文件，不是文件夹", "请用 -o 换一个文件夹"),
        ("没有/函件", "没有文件夹“{}/没有”", "请先建立它，或者用 -o 换一个文件夹"),
        ("文/函件", "没有文件夹“{}/文”", "请先建立它，或者用 -o 换一个文件夹"),
    ],
)
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, where: str, message: str, help_: str) -> None:
    (tmp_path / "文").write_bytes(b"")
    with pytest.raises(FuquanError) as error:
        put_into(tmp_path / where, {"甲": b""})
    assert (error.value.message, error.value.help) == (message.format(tmp_path), help_)


def test_a_folder_on_a_disk_that_is_read_only_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path, "size=1m"):
        read_only(tmp_path)
        said = told(lambda: put_into(tmp_path / "函件", {"甲": b""}))
    assert said == f"“{tmp_path / '函件'}”没有写入：所在的磁盘是只读的|请换到可以写入的磁盘上"


@pytest.mark.parametrize(("make", "called"), [(os.mkdir, "文件夹"), (os.mkfifo, "设备或者管道")])
def test_nothing_but_a_file_is_replaced(tmp_path: Path, make: Callable[[Path], None], called: str) -> None:
    make(tmp_path / "乙")
    with pytest.raises(FuquanError) as one:
        put(tmp_path / "乙", b"one", force=True)
    assert (one.value.message, one.value.help) == (f"“{tmp_path / '乙'}”是{called}，不是文件", "请用 -o 写明文件名")
    with pytest.raises(FuquanError) as several:
        put_into(tmp_path, {"甲": b"one", "乙": b"two"}, force=True)
    assert (several.value.message, several.value.help) == (
        one.value.message,
        "请把它移走，或者用 -o 换一个文件夹",
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "乙"]


def test_no_file_is_put_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path, "size=16k"):
        with pytest.raises(FuquanError) as raised:
            put(tmp_path / "x", b"x" * 100_000)
        assert raised.value.message == f"“{tmp_path / 'x'}”没有写入：磁盘空间不足"
        assert held(tmp_path) == {}
