"""Writes an invented plan of any size in the project's format: `python tests/bench/plan.py 文件夹 1500 100`.

Its rows are those of the real list over and over, so that in every 15 tasks 7 are owed by every town, one recurs, and
one each is ongoing, waits for an event and names no time. The same numbers give the same bytes, on every day.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

REAL = Path(__file__).parents[2] / "data" / "tasks.yaml"

# What a row says in one round of the list after the other; all phrases but the first of each are from other notices.
DEADLINES = {
    "3月底前": ("3月底前", "2月上旬前", "2023年3月31日前"),
    "4月底前": ("4月底前", "原则上于4月底前完成", "4月15日前", "2023年4月18日至4月24日"),
    "5月底前": ("5月底前", "5 月底前", "①2月上旬前，完成设计。②3月底前，完成深化。③5月底前，开工建设。"),
    "6月中旬前": ("6月中旬前", "7月15日前", "11月中旬", "9月15日-25日"),
    "6月底前": ("6月底前", "12 月底前", "年内", "到2023年底"),
    "持续推进": ("持续推进", "长期坚持"),
    "按省级部署": ("按省级部署", "审计报告送达之日起60日内", "3个工作日内"),
    "每月20日前": ("每月20日前", "每月25日前"),
    "结合工作实际确定": ("结合工作实际确定", "尽快", "视情况适时报告"),
}

Task = Mapping[str, Any]


def write(folder: Path, *, tasks: int, towns: int) -> None:
    """`tasks.yaml` and `towns.yaml` in `folder`, with records up to 2023-05-09 for about half of what is owed.

    Up to 100 towns: the codes of one district hold no more.
    """
    real = yaml.safe_load(REAL.read_text(encoding="utf-8"))
    rows = [_row(real["tasks"], number) for number in range(1, tasks + 1)]
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "tasks.yaml", _tasks_file(real, rows, towns))
    _save(folder / "towns.yaml", _towns_file(rows, towns))


def _save(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("# 示例：本文件由程序生成，内容全部虚构\n")
        file.writelines(f"{line}\n" for line in lines)


def _row(real: Sequence[Task], number: int) -> Task:
    """Task `number`: a row of the real list, under a title of its own."""
    nth, place = divmod(number - 1, len(real))
    row = real[place]
    phrases = DEADLINES[row["deadline"]]
    return {
        **row,
        "id": number,
        "title": f"{row['title']}（示例{number}）",
        "short": f"{row.get('short', row['title'])}（示例{number}）",
        "deadline": phrases[nth % len(phrases)],
    }


def _tasks_file(real: Mapping[str, Any], rows: Sequence[Task], towns: int) -> Iterator[str]:
    yield from (
        "plan:",
        f"  title: 示例：推进镇赋权工作实施方案（生成，{len(rows)}项任务、{towns}个镇）",
        "  short: 示例工作",
        "  issuer: 示例领导小组",
        "  issued: 2023-04-18",
        "  year: 2023",
        "  basis:",
        "    - 示例〔2023〕1号",
        "sections:",
    )
    for section in real["sections"]:
        yield from (f"  - id: {section['id']}", f"    title: {section['title']}")
    yield "tasks:"
    for row in rows:
        yield from _task(row)
    yield "units:"
    for place, unit in enumerate(real["units"]):
        yield f"  - name: {unit['name']}"
        if "members" in unit:
            yield f"    members: {unit['members']}"
        own = [row for row in rows if unit["name"] in row["units"]] if unit.get("members") != "towns" else []
        yield from _progress(own, place)


def _task(row: Task) -> Iterator[str]:
    yield from (
        f"  - id: {row['id']}",
        f"    section: {row['section']}",
        f"    title: {row['title']}",
        f"    short: {row['short']}",
        f"    deadline: {row['deadline']}",
        "    units:",
        *(f"      - {unit}" for unit in row["units"]),
    )
    if row["id"] % 15 == 4:
        yield from (
            "    adjustments:",
            "      - due: 2023-05-19",
            "        date: 2023-04-27",
            "        basis: 专班会议纪要第1号（示例）",
            "        reason: 方案待上级审核（示例）",
        )


def _towns_file(rows: Sequence[Task], towns: int) -> Iterator[str]:
    own = [row for row in rows if "各镇" in row["units"]]
    yield "towns:"
    for number in range(1, towns + 1):
        yield from (f"  - name: 示例{number}镇", f'    code: "9900001{number - 1:02}"')
        yield from _progress(own, number)
        yield from ("    returns:", f"      2023-04: 2023-04-{number % 5 + 16}")


def _progress(rows: Sequence[Task], body: int) -> Iterator[str]:
    """The records of every other row; which ones differs from body to body."""
    recorded = rows[body % 2 :: 2]
    if recorded:
        yield "    progress:"
    for nth, row in enumerate(recorded):
        yield f"      {row['id']}:"
        if row["deadline"].startswith("每月"):
            yield from ("        2023-04:", *(f"  {line}" for line in _record(row, body, nth)))
        else:
            yield from _record(row, body, nth)


def _record(row: Task, body: int, nth: int) -> Iterator[str]:
    """Three of four are done, mostly in time; the others say what they wait for. What stands for long is under way."""
    day = (nth * 7 + body * 3) % 30 + 1
    yield f"        started: 2023-03-{day:02}"
    if row["deadline"] in DEADLINES["持续推进"]:
        return
    if (nth + body) % 4:
        done = f"2023-04-{day:02}" if nth % 9 else f"2023-05-{day % 9 + 1:02}"
        yield from (f"        done: {done}", f"        evidence: 示例〔2023〕{nth + 1}号")
    else:
        yield from (
            "        reason: 待统一组织培训考试（示例）",
            "        expected: 2023-05-26",
            "        notes:",
            f"          - date: 2023-04-{day:02}",
            "            text: 已完成初审（示例）",
        )


if __name__ == "__main__":
    write(Path(sys.argv[1]), tasks=int(sys.argv[2]), towns=int(sys.argv[3]))
