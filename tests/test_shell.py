"""The command line in Chinese: help, what was typed wrong, how it ends, and completion in three shells."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLE, copied
from rich.cells import cell_len
from shell_app import NAMES, app

import fuquan
from fuquan.cli.completion import install
from fuquan.cli.shell import run

APP = Path(__file__).with_name("shell_app.py")
SPECIAL = NAMES[2][0]
ENVIRONMENT = {
    "HOME": os.devnull,
    "LC_ALL": "C.UTF-8",
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(Path(fuquan.__file__).parents[1]),
}


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("overdu", "没有“overdu”命令，是不是要用“overdue”？", ""),
        ("OVERDUE", "没有“OVERDUE”命令，是不是要用“overdue”？", ""),
        ("ｓｈｏｗ 1", "没有“ｓｈｏｗ”命令，是不是要用“show”？", ""),
        ("xyz", "没有“xyz”命令", ""),
        ("fal", "没有“fal”命令", ""),
        ("——hepl", "没有“——hepl”命令，是不是要用“--help”？", ""),
        ("report mnth", "没有“mnth”命令，是不是要用“month”？", " report"),
        ("report", "缺少命令，可用：month、week", " report"),
        ("overdue --dayz 3", "没有“--dayz”选项，是不是要用“--days”或“--data”？", " overdue"),
        ("overdue --dayz=3", "没有“--dayz”选项，是不是要用“--days”或“--data”？", " overdue"),
        ("overdue -U 区司法局", "没有“-U”选项，是不是要用“-u”？", " overdue"),
        ("overdue -x", "没有“-x”选项", " overdue"),
        ("overdue -unit 区司法局", "没有“-unit”选项，是不是要用“--unit”？", " overdue"),
        ("overdue ——unit 区司法局", "多余的参数“——unit”、“区司法局”，是不是要用“--unit”？", " overdue"),
        ("overdue 红杨镇", "多余的参数“红杨镇”", " overdue"),
        ("overdue --days", "选项“--days”后面缺少整数", " overdue"),
        ("overdue -u", "选项“-u”后面缺少单位", " overdue"),
        ("overdue --days 三", "选项“--days”不能是“三”，应为1至366的整数", " overdue"),
        ("overdue --days 0", "选项“--days”不能是“0”，应为1至366的整数", " overdue"),
        ("overdue --days 1 --days 2", "选项“--days”只能写一次", " overdue"),
        ("overdue --fail=yes", "选项“--fail”不带值", " overdue"),
        ("overdue --town 区司法局", "选项“--town”：“区司法局”不是镇", " overdue"),
        ("overdue --data /不/在", "选项“--data”不能是“/不/在”：没有这个文件夹，或者不能用", " overdue"),
        ("show", "缺少参数“序号”", " show"),
        ("show 1", "缺少选项“--on”，可选：table、json、csv", " show"),
        ("show 1 x --on csv", "参数“序号”不能是“x”，应为整数", " show"),
        ("show 1 --on jsno", "选项“--on”不能是“jsno”，是不是要用“json”？可选：table、json、csv", " show"),
        ("show 1 --on 图", "选项“--on”不能是“图”，可选：table、json、csv", " show"),
        ("-f jsno", "选项“--format”不能是“jsno”，是不是要用“json”？可选：table、json、csv", " status"),
        ("--verson", "没有“--verson”选项，是不是要用“--version”？", " status"),
        ("--today 2023-05-10 overdue", "命令要写在最前面：fuquan overdue …", " status"),
        ("fall refuse", "这样不行", " fall"),
    ],
)
def test_what_was_typed_wrong_is_said_with_what_was_meant(
    line: str, message: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(app, line.split()) == 2
    assert capsys.readouterr() == ("", f"错误：{message}\n用法见 fuquan{command} --help\n")


def test_a_wrong_value_from_the_environment_is_not_blamed_on_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHELL_APP_DAYS", "0")
    assert run(app, ["overdue"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == "错误：环境变量“SHELL_APP_DAYS”不能是“0”，应为1至366的整数"


def test_control_characters_of_the_line_are_shown_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["a\x1b[31m\u202e\n"]) == 2
    assert capsys.readouterr().err == "错误：没有“a\\x1b[31m\\u202e\\n”命令\n用法见 fuquan --help\n"


def test_what_cannot_be_done_is_said_with_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["show", "99", "--on", "csv"]) == 2
    assert capsys.readouterr() == ("", "错误：没有任务“99\\x1b[31m”\n序号是1至15\n共15项\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "status None False table None\n"),
        ("--brief", "status None True table None\n"),
        ("-u 区司法局 -u 红杨镇", "status ['区司法局', '红杨镇'] False table None\n"),
        ("--today 2023-05-10", "status None False table 2023-05-10\n"),
        ("--format=csv", "status None False csv None\n"),
        ("status --brief --brief", "status None True table None\n"),
        ("--version", "fuquan 0.1.0\n"),
    ],
)
def test_without_a_command_it_runs_the_default_one(line: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, line.split()) == 0
    assert capsys.readouterr() == (said, "")


HELP = """\
用法：fuquan [命令] [选项]

看住一份实施方案：谁欠什么，哪天到期，逾期几天。

各命令的用法见 fuquan 命令 --help。

查询
  status   总体情况：完成、逾期、近期到期（默认）
  overdue  已逾期的任务，逾期最久的在前，写明逾期天数，以及
           哪些单位还没有完成

核对
  show     一项任务的全部内容
  report   写报告

选项
      --version             显示版本并退出
      --install-completion [shell]
                            安装命令补全；不写shell，则为当
                            前的shell（可选：bash、zsh、
                            fish）
      --show-completion [shell]
                            显示命令补全的脚本，不安装（可
                            选：bash、zsh、fish）
  -h, --help                显示帮助并退出

例：fuquan overdue --unit 区司法局
"""

OVERDUE_HELP = """\
用法：fuquan overdue [选项]

已逾期的任务，逾期最久的在前，写明逾期天数，以及哪些单位还没有完成

选项
  -u, --unit 单位    只看这些单位的任务，别名也算（可多次使用）
      --days 整数    至少几天（1至366；默认：30）
      --town 镇
      --data 文件夹  数据所在的文件夹
      --fail
  -h, --help         显示帮助并退出
"""

SHOW_HELP = """\
用法：fuquan show [选项] 序号...

一项任务的全部内容

参数
  序号...      任务的序号（必填；可写多个）

选项
      --on 值  什么格式（可选：table、json、csv；必填）
  -h, --help   显示帮助并退出
"""


@pytest.mark.parametrize(
    ("line", "columns", "page"),
    [
        ("--help", 60, HELP),
        ("-h", 60, HELP),
        ("overdue --help", 80, OVERDUE_HELP),
        ("show -h", 80, SHOW_HELP),
        ("overdue 多余 --days 0 -h", 80, OVERDUE_HELP),
    ],
)
def test_help(
    line: str, columns: int, page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert run(app, line.split()) == 0
    assert capsys.readouterr() == (page, "")


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 120])
@pytest.mark.parametrize("line", ["-h", "status -h", "overdue -h", "show -h", "report -h", "report month -h"])
def test_help_fits_the_terminal_and_loses_nothing(
    line: str, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = []
    for width in (columns, 1000):
        monkeypatch.setenv("COLUMNS", str(width))
        run(app, line.split())
        pages.append(capsys.readouterr().out)
    fitted, wide = pages
    assert [text for text in fitted.splitlines() if cell_len(text) > columns] == []
    assert "".join(fitted.split()) == "".join(wide.split())
    assert [text for text in fitted.splitlines() if text.strip()[:1] in tuple("，。；：、）》”")] == []


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [("interrupt", 130, "已中断\n"), ("abort", 2, "已取消\n"), ("exit", 3, "")],
)
def test_other_ends(how: str, status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["fall", how]) == status
    assert capsys.readouterr() == ("", said)


def test_the_status_is_what_the_command_returns() -> None:
    assert (run(app, ["overdue"]), run(app, ["overdue", "--fail"])) == (0, 1)


def test_a_bug_is_a_plain_traceback() -> None:
    done = _run("fall", "bug")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert done.stderr.endswith("ZeroDivisionError: bug\n")


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, APP, "fall", "long"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 141)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_a_full_disk_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, APP, "-h"]
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT)
    assert (done.returncode, done.stderr.decode()) == (2, "错误：磁盘已满，没有写完\n")


def test_a_gbk_console_shows_what_it_lacks_escaped() -> None:
    command = f'"{sys.executable}" "{APP}" "$@" 2>&1 | iconv -f gbk -t utf-8'
    environment = ENVIRONMENT | {"PYTHONIOENCODING": "gbk"}
    said = [
        subprocess.check_output(["sh", "-c", command, "sh", *args], env=environment).decode()
        for args in (["fall", "gbk"], [b"\xff\xe9\x95\x87"])
    ]
    assert said == ["℃\\U00020bb7\\u2713\n", "错误：没有“\\udcff镇”命令\n用法见 fuquan --help\n"]


@pytest.mark.parametrize("line", ["--help", "overdue --help", "overdu", "overdue", "--version"])
def test_nothing_heavy_is_imported(line: str) -> None:
    code = f"""
import runpy, sys
sys.argv = {[str(APP), *line.split()]}
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print(*sys.modules, file=sys.__stderr__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, env=ENVIRONMENT)
    loaded = set(done.stderr.split())
    assert "typer.core" in loaded
    assert loaded & {"rich", "importlib.metadata", "markdown_it", "pygments", "pydantic"} == set()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fuquan ", ["status", "overdue", "show", "report"]),
        ("fuquan o", ["overdue"]),
        ("fuquan report ", ["month", "week"]),
        ("fuquan -u ", ["区司法局", "红杨镇", SPECIAL]),
        ("fuquan overdue -u 红", ["红杨镇"]),
        ("fuquan overdue --f", ["--fail"]),
        ("fuquan --bri", ["--brief"]),
        ("fuquan --vers", ["--version"]),
        ("fuquan status --format ", ["table", "json", "csv"]),
        ("fuquan --show-completion ", ["bash", "zsh", "fish"]),
        ("fuquan overdue --town ", []),
        ("fuquan overdue ", ["--unit", "-u", "--days", "--town", "--data", "--fail", "-h", "--help"]),
        ("fuquan xyz ", []),
    ],
)
def test_candidates_of_every_shell(typed: str, found: list[str]) -> None:
    words = typed.split(" ")
    bash = _run(_FUQUAN_COMPLETE="complete_bash", COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1))
    zsh = _run(_FUQUAN_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=typed)
    fish = _run(_FUQUAN_COMPLETE="complete_fish", _TYPER_COMPLETE_ARGS=typed)
    assert {(done.returncode, done.stderr) for done in (bash, zsh, fish)} == {(0, "")}
    assert [re.sub(r"\\(.)", r"\1", line) for line in bash.stdout.splitlines()] == found
    assert [_value_for_zsh(line) for line in zsh.stdout.splitlines()] == found
    assert [line.partition("\t")[0] for line in fish.stdout.splitlines()] == found


def test_candidates_bring_the_first_line_of_their_help() -> None:
    zsh = _run(_FUQUAN_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="fuquan -u ")
    fish = _run(_FUQUAN_COMPLETE="complete_fish", _TYPER_COMPLETE_ARGS="fuquan -u ")
    assert zsh.stdout.splitlines()[:2] == ["区司法局:七项[/坏]", "红杨镇:镇：五个之一"]
    assert fish.stdout.splitlines()[:2] == ["区司法局\t七项[/坏]", "红杨镇\t镇：五个之一"]


@pytest.mark.parametrize("instruction", ["complete_tcsh", "complete_bash", "source_bash", "x"])
def test_a_question_that_is_not_understood_has_no_answer(instruction: str) -> None:
    done = _run(_FUQUAN_COMPLETE=instruction)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the program on the path as `fuquan` and the scripts of the shells."""
    program = tmp_path / "fuquan"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{APP}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for shell in ("bash", "zsh", "fish"):
        (tmp_path / shell).write_text(_run("--show-completion", shell).stdout, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(shutil.which("bash") is None, reason="没有 bash")
@pytest.mark.parametrize("typed", ["a", "'a", '"a'])
def test_bash_reads_back_the_name_it_completes(folder: Path, typed: str) -> None:
    script = """
        source ./bash; COMP_WORDS=(fuquan -u "$1"); COMP_CWORD=2; _fuquan_completion fuquan
        eval "printf '%s|' ${1%a}${COMPREPLY[0]}${1%a}"; printf %s "${#COMPREPLY[@]}"
    """
    assert _shell(folder, "bash", "--norc", "-c", script, "bash", typed) == f"{SPECIAL}|1"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="没有 zsh")
def test_zsh_describes_names_and_evaluates_none(folder: Path) -> None:
    script = """
        compdef() { }; _files() { print files }; _describe() { print -rl -- $found }
        source ./zsh; words=(fuquan -u ""); CURRENT=3; _fuquan_completion
        words=(fuquan xyz ""); _fuquan_completion
    """
    lines = _shell(folder, "zsh", "-f", "-c", script).splitlines()
    assert [_value_for_zsh(line) for line in lines] == ["区司法局", "红杨镇", SPECIAL, "files"]


@pytest.mark.skipif(shutil.which("fish") is None, reason="没有 fish")
def test_fish_completes_names_options_and_else_files(folder: Path) -> None:
    script = """
        source ./fish; complete -C "fuquan over"; complete -C "fuquan --unit=红"; complete -C "fuquan -u "
        complete -C "fuquan show 1 zs"
    """
    lines = _shell(folder, "fish", "--no-config", "-c", script).splitlines()
    assert [line.partition("\t")[0] for line in lines] == [
        "overdue",
        "--unit=红杨镇",
        "区司法局",
        "红杨镇",
        SPECIAL,
        "zsh",
    ]


def test_installation_adds_to_the_files_of_the_shell_and_does_so_once(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_bytes("# 我的设置".encode("gbk"))
    for _ in range(2):
        for shell in ("bash", "zsh", "fish"):
            done = _run("--install-completion", shell, HOME=str(tmp_path))
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout.startswith(f"已安装{shell}的命令补全：{tmp_path}")
    bash = tmp_path / ".bash_completions" / "fuquan.sh"
    assert (tmp_path / ".bashrc").read_bytes() == "# 我的设置".encode("gbk") + f"\nsource '{bash}'\n".encode()
    assert (tmp_path / ".zshrc").read_text(encoding="utf-8") == "fpath+=~/.zfunc; autoload -Uz compinit; compinit\n"
    assert bash.read_text(encoding="utf-8") == _run("--show-completion", "bash").stdout
    assert (tmp_path / ".zfunc" / "_fuquan").read_text(encoding="utf-8") == _run("--show-completion", "zsh").stdout
    assert install("fish", tmp_path).read_text(encoding="utf-8") == _run("--show-completion", "fish").stdout


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["--show-completion", "tcsh"]) == 2
    assert capsys.readouterr().err.startswith("错误：选项“--show-completion”不能是“tcsh”，")


def test_an_installation_that_cannot_be_written_is_said() -> None:
    done = _run("--install-completion", "fish", HOME=os.devnull)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "错误：写不了“/dev/null/.config/fish/completions”，没有安装\n"


def _run(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, APP, *args]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=ENVIRONMENT | environment)


def _shell(folder: Path, *command: str) -> str:
    """What the shell prints, having run nothing that a name contains."""
    environment = ENVIRONMENT | {"PATH": f"{folder}:{ENVIRONMENT['PATH']}", "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, encoding="utf-8", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (folder / "pwned").exists()
    return done.stdout


def _value_for_zsh(line: str) -> str:
    """The part before the first bare colon, as _describe reads it."""
    value = re.match(r"(?:[^:\\]|\\.)*", line)
    assert value is not None
    return re.sub(r"\\([:\\])", r"\1", value.group())


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_who_closes_an_output_hears_nothing_and_all_is_done(closed: str, tmp_path: Path) -> None:
    copied(tmp_path)
    typed = f"'{sys.executable}' -m fuquan note 8 -u 湾沚镇 --note 甲 --data '{tmp_path}' {closed}"
    env = {"FUQUAN_TODAY": "2023-05-10", "PYTHONUTF8": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run(["sh", "-c", typed], check=False, capture_output=True, env=env, cwd=EXAMPLE.parents[2])
    assert (done.returncode, done.stderr) == (0, b"")
    assert "text: 甲\n" in (tmp_path / "towns.yaml").read_text(encoding="utf-8")
