"""`fuquan diff` on real repositories: which two states it compares, whole outputs, and what it refuses."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE, Done, Fuquan
from rich.cells import cell_len

DAY = "2023-05-09T10:00:00+08:00"
IDENTITY = {
    name: value
    for who in ("AUTHOR", "COMMITTER")
    for name, value in ((f"GIT_{who}_NAME", "甲"), (f"GIT_{who}_EMAIL", "a@example.com"), (f"GIT_{who}_DATE", DAY))
}


class Repo:
    """A repository with the example's data, whose commits have the same ids wherever it is made."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.data = top / "data"
        shutil.copytree(EXAMPLE, self.data)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("基础")

    def git(self, *args: str) -> str:
        env = {"PATH": os.environ["PATH"], "HOME": str(self.top), "GIT_CONFIG_NOSYSTEM": "1", **IDENTITY}
        done = subprocess.run(("git", *args), cwd=self.top, env=env, capture_output=True, check=True, encoding="utf-8")
        return done.stdout.strip()

    def commit(self, message: str = "改") -> str:
        self.git("add", "--all")
        self.git("-c", "core.autocrlf=false", "commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def change(self, name: str, *changes: tuple[str, str]) -> None:
        path = self.data / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


@pytest.fixture
def diff(repo: Repo, fuquan: Fuquan) -> Callable[..., Done]:
    def diff(*args: str, columns: int = 80) -> Done:
        return fuquan("diff", *args, columns=columns, data=repo.data)

    return diff


def edited(repo: Repo) -> None:
    """What an honest week brings, and a line that nobody should have touched."""
    repo.change(
        "tasks.yaml",
        (
            "    deadline: 6月中旬前\n    units:\n      - 区委编办\n",
            (
                "    deadline: 6月中旬前\n    units:\n      - 区委编办\n"
                "    adjustments:\n      - {due: 2023-06-30, date: 2023-05-08, basis: 芜湾府〔2023〕6号（示例）}\n"
            ),
        ),
        ("title: 确定承接事项", "title: 确定承接的事项"),
        ("  office: 芜湖市湾沚区推进依法行政工作领导小组办公室（示例）\n", ""),
        (
            "        reason: 尚有2家单位未盖章\n",
            (
                "        done: 2023-05-09\n        evidence: 确认书扫描件\n"
                "        notes: [{date: 2023-05-09, text: 最后2家单位已盖章（示例）}]\n"
            ),
        ),
    )
    started = "      13:\n        started: 2023-05-08\n"
    repo.change(
        "towns.yaml",
        ("        reason: 待区级单位盖章\n        expected: 2023-05-15\n", "        done: 2023-05-09\n"),
        ("      10:\n        done: 2023-05-05\n", "      10:\n        done: 2023-05-06\n"),
        ("  - name: 陶辛镇\n", f"{started}  - name: 陶辛镇\n"),
        ("  - name: 六郎镇\n", f"{started}  - name: 六郎镇\n"),
    )


def without_ids(text: str, repo: Repo) -> str:
    """The ids follow from the example's data, and change with them."""
    whole = repo.git("rev-parse", "HEAD")
    return text.replace(whole, "0" * 40).replace(whole[:7], "0" * 7)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_screen_is_as_kept(
    columns: int, repo: Repo, diff: Callable[..., Done], golden: Callable[[str, str], None]
) -> None:
    edited(repo)
    done = diff("HEAD", columns=columns)
    golden(f"diff.{columns}.txt", without_ids(done.out, repo))
    assert (done.status, done.err) == (0, "")
    assert max(map(cell_len, done.out.split("\n"))) <= columns


@pytest.mark.parametrize("form", ["md", "text", "json", "csv"])
def test_the_other_forms_are_as_kept(
    form: str, repo: Repo, diff: Callable[..., Done], golden: Callable[[str, str], None]
) -> None:
    edited(repo)
    done = diff("main", "-f", form)
    golden(f"diff.{form}", without_ids(done.out, repo))
    assert (done.status, done.err) == (0, "")


def test_one_body_is_told_of_its_own(repo: Repo, diff: Callable[..., Done], golden: Callable[[str, str], None]) -> None:
    edited(repo)
    done = diff("HEAD", "-u", "红杨镇")
    golden("diff --unit 红杨镇.txt", without_ids(done.out, repo))
    assert (done.status, done.err) == (0, "")


def test_no_change_is_said_in_words(repo: Repo, diff: Callable[..., Done]) -> None:
    text = (repo.data / "towns.yaml").read_text(encoding="utf-8")
    (repo.data / "towns.yaml").write_text(f"# 另加一行注释\n{text}", encoding="utf-8", newline="\r\n")
    short = repo.git("rev-parse", "HEAD")[:7]
    said = f"从HEAD（{short}）到工作区，没有变化。\n"
    for form in ("table", "md", "text"):
        assert diff("HEAD", "-f", form) == Done(status=0, out=said, err="")
    assert diff("HEAD", "-u", "区级执法部门", "-u", "各镇").out == said.replace("没有", "区级执法单位、各镇没有")
    assert diff("HEAD", "-f", "csv").out.splitlines()[1:] == []
    told = json.loads(diff("HEAD", "-f", "json").out)
    assert told["changes"] == []
    assert told["counts"]["before"] == told["counts"]["after"]


def test_two_revisions_are_compared_on_the_day_of_the_second(
    repo: Repo, diff: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repo.git("rev-parse", "HEAD")
    edited(repo)
    head = repo.commit()
    monkeypatch.delenv("FUQUAN_TODAY")
    told = json.loads(diff("HEAD~1", "HEAD", "-f", "json").out)
    assert (told["base"], told["head"], told["today"]) == (base, head, "2023-05-09")
    assert json.loads(diff("HEAD~1", "HEAD", "-f", "json", "--today", "2023-06-01").out)["today"] == "2023-06-01"
    assert "\n任务2 " in diff("HEAD~1", head[:9]).out
    assert diff("HEAD~1", head[:9]).out.splitlines()[0].startswith(f"从HEAD~1（{base[:7]}）到{head[:7]}，共")


def test_the_base_is_where_the_two_parted(repo: Repo, diff: Callable[..., Done]) -> None:
    start = repo.git("rev-parse", "HEAD")
    repo.git("checkout", "--quiet", "-b", "录入")
    edited(repo)
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.change("tasks.yaml", ("year: 2023", "year: 2024"))
    repo.commit()
    repo.git("checkout", "--quiet", "录入")
    done = diff("main")
    assert done.out.splitlines()[0].startswith(f"从main分叉处（{start[:7]}）到工作区，共")
    assert "年度" not in done.out
    assert json.loads(diff("main", "录入", "-f", "json").out)["base"] == start


def test_of_a_base_without_a_list_all_is_new(repo: Repo, diff: Callable[..., Done]) -> None:
    repo.git("rm", "--quiet", "-r", "--cached", "data")
    repo.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "空")
    short = repo.git("rev-parse", "HEAD")[:7]
    said = f"HEAD（{short}）里还没有任务清单，工作区的全部内容都是新的。\n"
    for form in ("table", "md", "text"):
        assert diff("HEAD", "-f", form) == Done(status=0, out=said, err="")
    told = json.loads(diff("HEAD", "-f", "json").out)
    assert (told["counts"]["before"], told["counts"]["after"]["total"], told["changes"]) == (None, 15, [])
    done = diff("HEAD", "HEAD")
    assert (done.status, done.out) == (2, "")
    assert done.err == f"错误：“HEAD”（{short}）里没有 data/tasks.yaml\n请核对版本（新版本）和数据文件夹\n"


def test_what_cannot_be_read_is_not_compared(repo: Repo, diff: Callable[..., Done]) -> None:
    short = repo.git("rev-parse", "HEAD")[:7]
    repo.change("tasks.yaml", ("issued: 2023-04-18", "issued: 2023-04-31"))
    done = diff("HEAD")
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines()[-1] == "工作区的数据有错，未作比较：错误1处"
    assert "data/tasks.yaml:" in done.err.splitlines()[0]
    bad = repo.commit()[:7]
    repo.change("tasks.yaml", ("issued: 2023-04-31", "issued: 2023-04-18"))
    done = diff("HEAD")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"{bad}:data/tasks.yaml:")
    assert done.err.splitlines()[-1] == f"HEAD（{bad}）的数据有错，未作比较：错误1处"
    assert diff(short).status == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("没有",), "没有“没有”这个版本"),
        (("HEAD", "没有"), "没有“没有”这个版本"),
        (("--", "-x"), "原版本的“-x”不是版本的写法"),
        (("HEAD", "a..b"), "新版本的“a..b”不是版本的写法"),
        (("HEAD", "-u", "没有局"), "没有“没有局”这个责任单位"),
        ((), "缺少参数“原版本”"),
    ],
)
def test_what_cannot_be_asked_is_refused(args: tuple[str, ...], message: str, diff: Callable[..., Done]) -> None:
    done = diff(*args)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[0] == f"错误：{message}"


def test_outside_a_repository_there_is_nothing_to_compare_with(fuquan: Fuquan, data: Callable[..., Path]) -> None:
    done = fuquan("diff", "HEAD", data=data())
    assert (done.status, done.out) == (2, "")
    assert "不在 git 版本库里" in done.err


def test_a_body_that_is_gone_or_renamed_is_asked_for_by_either_name(repo: Repo, diff: Callable[..., Done]) -> None:
    repo.change("towns.yaml", ("name: 红杨镇", "name: 新红杨镇"))
    out = [diff("HEAD", "-u", name).out for name in ("红杨镇", "新红杨镇")]
    assert "“红杨镇”改名为“新红杨镇”，旧名没有留下" in out[0]
    assert out[0].splitlines()[0].endswith("，红杨镇共1处变化")
    assert out[1].splitlines()[0].endswith("，新红杨镇共1处变化")
    assert out[0].splitlines()[1:] == out[1].splitlines()[1:]


def test_nothing_of_the_data_acts_on_the_terminal(repo: Repo, diff: Callable[..., Done]) -> None:
    repo.change(
        "tasks.yaml", ("title: 确定承接事项", r'title: "[red]确定[/x]\e[31m<script>=cmd()\u202e{0}{}\n1. 事项"')
    )
    said = {form: diff("HEAD", "-f", form).out for form in ("table", "md", "text", "csv")}
    for out in said.values():
        assert not {"\x1b", "\u202e"} & set(out)
    assert r"改为“[red]确定[/x]\x1b[31m<script>=cmd()\u202e{0}{} 1. 事项”" in said["text"]
    assert r"\[red\]确定\[/x\]" in said["md"]
    assert r"\<script\>" in said["md"]
    told = json.loads(diff("HEAD", "-f", "json").out)
    assert told["changes"][0]["after"] == "[red]确定[/x]\x1b[31m<script>=cmd()\u202e{0}{}\n1. 事项"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_pipe_gets_whole_lines_in_any_encoding(encoding: str, repo: Repo) -> None:
    edited(repo)
    env = {"PATH": os.environ["PATH"], "FUQUAN_TODAY": "2023-05-10", "PYTHONIOENCODING": encoding, "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "fuquan", "diff", "main"], cwd=repo.top, env=env, capture_output=True, check=True
    )
    assert done.stderr == b""
    out = done.stdout.decode(encoding)
    assert "逾期3项 → 2项；已完成2项 → 3项（按2023年5月10日）。" in out.splitlines()
    assert "\\u" not in out
