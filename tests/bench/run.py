"""Ratios, measured side by side: `python tests/bench/run.py`, with `--quick` for a first look.

Whole processes are timed from outside, taken in turn (A B C A B C …), so that a machine that slows down slows them all.
Each Python program is started by the interpreter that runs this, as an installed script starts: one import, `main()`.
"""

import argparse
import importlib.util
import itertools
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import history
import plan

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

HEAVY = ("rich", "chinese_calendar", "importlib.metadata")
"""What an answer as JSON has no use for."""

GROWTH = (150, 1_500, 15_000)
CHECKED = 10_000
COMMITS = 2_000
EXPORTED = (500, 1_000, 1_500)
SCHEMA = ROOT / "fuquan" / "schemas" / "tasks.schema.json"
LINTED = "{extends: default, rules: {document-start: disable, line-length: disable}}"

GROWTH_TOWNS = 10
"""Of 100 towns, 15,000 tasks would be 700,000 assignments, a file of 42 MB, and a wait that tells no more."""

COMPOSE = "import sys, yaml\nfor path in sys.argv[1:]: yaml.compose(open(path, 'rb'), Loader=yaml.CSafeLoader)"
UNCOLLECTED = "import gc\ngc.disable()\n"
MODULES = "import sys\nfrom fuquan.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=dict)
    rows: str | None = None
    """What each of 15 rows of the output holds, where that is to be seen before it is timed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    seconds: tuple[float, ...]
    peak: int
    """Most memory in bytes, 0 where the system does not tell."""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def least(self) -> float:
        return min(self.seconds)


Times = Mapping[Program, Timing]
Row = tuple[str, ...]


def main() -> None:
    options = argparse.ArgumentParser(description="量 fuquan 的快慢：与别的程序轮流运行，只看比值")
    options.add_argument("--quick", action="store_true", help="少跑几次，先看个大概")
    quick = options.parse_args().quick
    system = f"{platform.system()}，{os.cpu_count()}个处理器"
    _say(f"Python {platform.python_version()}，{system}。各程序轮流运行，用时是整个进程的；")
    _say("比值是中位数之比，括号内是最小值之比。")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _small(folder, rounds=7 if quick else 25)
        _modules()
        _large(folder, rounds=3 if quick else 7)
        _growth(folder, rounds=2 if quick else 5)
        _check(folder, rounds=1 if quick else 3)
        _past(folder, rounds=3 if quick else 9)
        _workbook(folder, rounds=1 if quick else 3)


def _small(folder: Path, rounds: int) -> None:
    status, overdue = _fuquan("status"), _fuquan("overdue", "-f", "json")
    table, as_json = _floor("floor_table"), _floor("floor_json")
    bare = _python("python -c pass", "pass")
    others = [program for program in (_todo(folder / "todo"), _task(folder / "task")) if program]
    times = _side_by_side((status, table, overdue, as_json, bare, *others), rounds)
    _head(f"实施方案 data/：15项任务，各{rounds}次")
    _durations(times)
    compared = [
        (status, table, 1.25),
        (overdue, as_json, 1.25),
        *((one, bare, None) for one in (status, overdue)),
        *((status, other, None) for other in others),
    ]
    _ratios((times, one, other, goal) for one, other, goal in compared)


def _modules() -> None:
    """What answering as JSON has loaded by its end."""
    done = subprocess.run(
        [sys.executable, "-c", MODULES, "overdue", "-f", "json"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env=OURS,
    )
    loaded = done.stderr.splitlines()[-1].split()
    heavy = [name for name in HEAVY if any(f"{one}.".startswith(f"{name}.") for one in loaded)]
    verdict = f"未达到：载入了 {'、'.join(heavy)}" if heavy else "达到"
    _say(f"\nfuquan overdue -f json 载入模块{len(loaded)}个，不应有 {'、'.join(HEAVY)}：{verdict}")


def _large(folder: Path, rounds: int) -> None:
    data = folder / "large"
    plan.write(data, tasks=1_500, towns=100)
    overdue, status = (_fuquan(name, "-f", "json", "--data", data) for name in ("overdue", "status"))
    yaml, collected = _compose(data), _compose(data, collect=True)
    times = _side_by_side((overdue, status, yaml, collected), rounds)
    _head(f"生成的方案：1500项任务、100个镇，{_megabytes(_size_of(data))}，各{rounds}次")
    _durations(times)
    _ratios((times, one, other, goal) for other, goal in ((yaml, 3.0), (collected, 3.0)) for one in (overdue, status))


def _growth(folder: Path, rounds: int) -> None:
    """How much a further task costs among many, against what it costs among few: start-up counts in neither."""
    pairs = []
    for tasks in GROWTH:
        data = folder / str(tasks)
        plan.write(data, tasks=tasks, towns=GROWTH_TOWNS)
        pairs.append((_fuquan("overdue", "-f", "json", "--data", data), _compose(data)))
    times = _side_by_side([program for pair in pairs for program in pair], rounds)
    answers, yamls = ([times[program].median for program in programs] for programs in zip(*pairs, strict=True))
    more, more_yaml = _further(answers), _further(yamls)
    _head(f"生成的方案：{GROWTH_TOWNS}个镇，fuquan overdue -f json，各{rounds}次")
    rows = [
        (str(tasks), _duration(answer), _megabytes(times[overdue].peak), _duration(answer / tasks), *step)
        for tasks, answer, (overdue, _), step in zip(
            GROWTH,
            answers,
            pairs,
            [("-", "-"), *((_duration(own), _duration(yaml)) for own, yaml in zip(more, more_yaml, strict=True))],
            strict=True,
        )
    ]
    _say_table(("任务", "用时", "内存", "平均每项", "每增一项", "其中读YAML"), rows)
    ratio, of_yaml = more[-1] / more[0], more_yaml[-1] / more_yaml[0]
    _say(f"每增一项用时，后一段比前一段：{ratio:.2f}（读YAML {of_yaml:.2f}），至多1.25：{_verdict_on(ratio, 1.25)}")


def _check(folder: Path, rounds: int) -> None:
    """Beside programs that look at one file where `check` reads two, links them and answers by its rules."""
    data = folder / "checked"
    plan.write(data, tasks=CHECKED, towns=GROWTH_TOWNS)
    tasks = data / "tasks.yaml"
    check = _fuquan("check", "--data", data)
    _head(f"生成的方案：{CHECKED}项任务、{GROWTH_TOWNS}个镇，{_megabytes(_size_of(data))}，各{rounds}次；")
    _say(f"别的程序只看 tasks.yaml（{_megabytes(tasks.stat().st_size)}）")
    others = []
    if _is_module("yamllint"):
        others.append(_other("yamllint", "-d", LINTED, tasks))
    if not SCHEMA.exists():
        _say(f"还没有 {SCHEMA.relative_to(ROOT).as_posix()}，不与 check_jsonschema 比")
    elif _is_module("check_jsonschema"):
        others.append(_other("check_jsonschema", "--schemafile", SCHEMA, tasks))
    times = _side_by_side((check, *others), rounds)
    _durations(times)
    if others:
        faster = min(others, key=lambda program: times[program].median)
        _ratios((times, check, other, 0.25 if other is faster else None) for other in others)


def _past(folder: Path, rounds: int) -> None:
    """Beside git, which shows the same changes line by line."""
    top = folder / "past"
    history.write(top, commits=COMMITS)
    data = top / "data"
    files = [f"data/{path.name}" for path in sorted(data.iterdir())]
    command = ("git", "-C", top, "--no-pager", "log", "-p", "--", *files)
    lines = Program(name="git log -p", command=command, env=ENVIRONMENT)
    log = _fuquan("log", "--data", data)
    trend = _fuquan("trend", "--data", data, "--by", "week", "--today", "2023-12-31")
    times = _side_by_side((log, trend, lines), rounds)
    _head(f"{COMMITS}次提交，每次录入一条，两个文件最后{_megabytes(_size_of(data))}，各{rounds}次")
    _durations(times)
    _ratios((times, one, lines, 2.0) for one in (log, trend))


def _workbook(folder: Path, rounds: int) -> None:
    """Beside the same tasks as CSV, for which as much is read and worked out; and what each task more takes of memory.

    Every task that the towns owe is a column of 100 cells.
    """
    if not _is_module("xlsxwriter", "office"):
        return
    pairs = []
    for tasks in EXPORTED:
        data = folder / f"exported{tasks}"
        plan.write(data, tasks=tasks, towns=100)
        pairs.append(
            (_fuquan("export", "xlsx", "-o", "-", "--data", data), _fuquan("list", "-f", "csv", "--data", data))
        )
    times = _side_by_side([program for pair in pairs for program in pair], rounds)
    _head(f"生成的方案：100个镇，fuquan export xlsx 与 list -f csv，各{rounds}次")
    rows = [
        (
            str(tasks),
            *(_duration(times[program].median) for program in pair),
            f"{times[pair[0]].median / times[pair[1]].median:.2f}",
            *(_megabytes(times[program].peak) for program in pair),
        )
        for tasks, pair in zip(EXPORTED, pairs, strict=True)
    ]
    _say_table(("任务", "xlsx用时", "csv用时", "比值", "xlsx内存", "csv内存"), rows)
    first, second = (after - before for before, after in itertools.pairwise(times[xlsx].peak for xlsx, _ in pairs))
    if first > 0:
        _say(f"每增一项内存，后一段比前一段：{second / first:.2f}，至多1.25：{_verdict_on(second / first, 1.25)}")


def _is_module(name: str, extra: str = "bench") -> bool:
    """Whether it can be run; says so where it cannot."""
    if importlib.util.find_spec(name):
        return True
    _say(f"没有安装 {name}，不与它比：pip install -e '.[{extra}]'")
    return False


def _other(module: str, *args: str | Path) -> Program:
    return Program(name=module, command=(sys.executable, "-m", module, *args), env=ENVIRONMENT)


def _further(seconds: Sequence[float]) -> list[float]:
    """Seconds for each task more, from each size of GROWTH to the next."""
    sizes = itertools.pairwise(zip(GROWTH, seconds, strict=True))
    return [(after - before) / (more - fewer) for (fewer, before), (more, after) in sizes]


def _fuquan(*args: str | Path) -> Program:
    name = " ".join(("fuquan", *(str(arg) for arg in args))).partition(" --data")[0]
    return _python(name, "from fuquan.cli import main; main()", *args)


def _floor(module: str) -> Program:
    return _python(f"{module}.py", f"from {module} import main; main()")


def _compose(data: Path, *, collect: bool = False) -> Program:
    """Without the collector, which finds nothing here and takes three quarters of the time, unless asked for."""
    name, code = ("yaml.compose，开着gc", COMPOSE) if collect else ("yaml.compose", f"{UNCOLLECTED}{COMPOSE}")
    return _python(name, code, data / "tasks.yaml", data / "towns.yaml")


def _python(name: str, code: str, *args: str | Path) -> Program:
    return Program(name=name, command=(sys.executable, "-c", code, *args), env=OURS)


def _todo(home: Path) -> Program | None:
    """`todo list` of 15 tasks in a home of its own; None where todoman is not installed."""
    if not _is_installed("todo", "todoman", home):
        return None
    calendar = home / "lists" / "plan"
    calendar.mkdir(parents=True)
    for n in range(1, 16):
        lines = (
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:fuquan", "BEGIN:VTODO", f"UID:{n}", f"SUMMARY:示例任务{n}",
            "DTSTAMP:20230418T000000Z", f"DUE;VALUE=DATE:202305{n:02}", "END:VTODO", "END:VCALENDAR", "",
        )  # fmt: skip
        (calendar / f"{n}.ics").write_text("\r\n".join(lines), encoding="utf-8", newline="")
    settings = home / "config.py"
    paths = {"path": home / "lists" / "*", "cache_path": home / "cache"}
    settings.write_text("".join(f"{name} = {str(path)!r}\n" for name, path in paths.items()), encoding="utf-8")
    env = _elsewhere(home)
    return Program(name="todo list", command=("todo", "--config", settings, "list"), env=env, rows="示例任务")


def _task(home: Path) -> Program | None:
    """`task list` of 15 tasks in a home of its own; None where Taskwarrior is not installed."""
    if not _is_installed("task", r"\d+\.\d+\.\d+$", home):
        return None
    home.mkdir()
    settings = home / "taskrc"
    settings.write_text(f"data.location={home}\nconfirmation=off\n", encoding="utf-8")
    env = _elsewhere(home) | {"TASKRC": str(settings), "TASKDATA": str(home)}
    tasks = [{"description": f"示例任务{n}", "status": "pending", "due": f"202305{n:02}T000000Z"} for n in range(1, 16)]
    subprocess.run(["task", "import", "-"], capture_output=True, check=True, env=env, input=json.dumps(tasks).encode())
    return Program(name="task list", command=("task", "list"), env=env, rows="示例任务")


def _is_installed(name: str, version: str, home: Path) -> bool:
    """Whether `name` is the program meant: others bear the names of both."""
    if shutil.which(name) is None:
        return False
    done = subprocess.run(
        [name, "--version"],
        capture_output=True,
        check=False,
        env=_elsewhere(home),
        stdin=subprocess.DEVNULL,
        text=True,
    )
    return re.match(version, done.stdout.strip()) is not None


def _elsewhere(home: Path) -> dict[str, str]:
    """The environment of a program that is to leave the user's own tasks alone."""
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    return ENVIRONMENT | folders | {"HOME": str(home)}


def _environment() -> dict[str, str]:
    """Of every program: nothing set here makes Python start in another way, or another day or folder be asked for."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FUQUAN"))}
    return own | {
        "COLUMNS": "80",
        "FUQUAN_TODAY": "2023-05-10",
        "PYTHONIOENCODING": "utf-8",
    }


ENVIRONMENT = _environment()
OURS = ENVIRONMENT | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))}


def _side_by_side(programs: Sequence[Program], rounds: int) -> Times:
    """Each program's timing, after a run that is looked at and not counted."""
    for program in programs:
        _rehearse(program)
    runs = [[_timed(program) for program in programs] for _ in range(rounds)]
    return {
        program: Timing(seconds=tuple(seconds for seconds, _ in own), peak=max(peak for _, peak in own))
        for program, own in zip(programs, zip(*runs, strict=True), strict=True)
    }


def _rehearse(program: Program) -> None:
    """A failure is fast, so the output is looked at; and Python keeps what it compiles in this run."""
    sys.stderr.write(f"  {program.name} …\n")
    done = subprocess.run(
        program.command,
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        errors="replace",  # a workbook is no text
        env=program.env,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        sys.exit(f"“{program.name}”没有跑成，状态{done.returncode}：\n{done.stderr}")
    if program.rows and done.stdout.count(program.rows) != 15:
        sys.exit(f"“{program.name}”列出的不是15项任务：\n{done.stdout}")


def _timed(program: Program) -> tuple[float, int]:
    """Seconds, and the most memory in bytes (0 where the system does not tell)."""
    started = time.perf_counter()
    process = subprocess.Popen(
        program.command,
        cwd=ROOT,
        env=program.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if sys.platform == "win32":
        status, peak = process.wait(), 0
    else:
        # the usage of this one child; getrusage would give the largest of all so far
        _, code, usage = os.wait4(process.pid, 0)
        status = process.returncode = os.waitstatus_to_exitcode(code)
        peak = _peak_of(usage.ru_maxrss)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"“{program.name}”没有跑成，状态{status}")
    return seconds, peak


def _peak_of(most: int) -> int:
    """Bytes; 0 where it is this process's own size, at which the count of every child begins."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return most * unit if most > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss else 0


def _head(text: str) -> None:
    _say(f"\n{text}")


def _durations(times: Times) -> None:
    rows = [
        (_duration(own.median), _duration(own.least), _megabytes(own.peak), program.name)
        for program, own in times.items()
    ]
    _say_table(("中位数", "最小值", "内存", "程序"), rows)


def _ratios(compared: Iterable[tuple[Times, Program, Program, float | None]]) -> None:
    rows = []
    for times, one, other, goal in compared:
        ratio = times[one].median / times[other].median
        rows.append(
            (
                f"{ratio:.2f}",
                f"（{times[one].least / times[other].least:.2f}）",
                "-" if goal is None else f"至多{goal:g}",
                "-" if goal is None else _verdict_on(ratio, goal),
                f"{one.name} ÷ {other.name}",
            )
        )
    _say_table(("比值", "", "目标", "结果", "比较"), rows)


def _verdict_on(ratio: float, goal: float) -> str:
    return "达到" if ratio <= goal else "未达到"


def _duration(seconds: float) -> str:
    return f"{seconds:.2f}秒" if seconds >= 1 else f"{seconds * 1000:.{0 if seconds >= 0.01 else 2}f}毫秒"


def _megabytes(size: int) -> str:
    return "-" if not size else f"{size / 1_000_000:.{0 if size >= 10_000_000 else 1}f}MB"


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _say_table(titles: Row, rows: Sequence[Row]) -> None:
    """Numbers to the right, the last column, which is text, to the left."""
    widths = [max(map(_width_of, column)) for column in zip(titles, *rows, strict=True)]
    for row in (titles, *rows):
        cells = [" " * (width - _width_of(cell)) + cell for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        _say("  ".join(("", *cells, row[-1])))


def _width_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
