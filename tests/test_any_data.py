"""Whatever the two files hold: findings with places inside them, or a plan to answer from; never an exception."""

import re
from pathlib import Path

from conftest import EXAMPLE
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from invariants import check, check_edit, lie_inside, of

from fuquan.load import load

TASKS, TOWNS = ((EXAMPLE / name).read_text(encoding="utf-8") for name in ("tasks.yaml", "towns.yaml"))

# What a field is not ready for: other kinds, other marks, the edges of numbers and of the calendar, and YAML itself.
VALUES = st.sampled_from(
    [
        *(
            "",
            "~",
            "''",
            '""',
            "[]",
            "{}",
            "[[]]",
            "[~]",
            "{a: b}",
            "- 甲",
            "- - 甲",
            "甲",
            "1",
            "0",
            "-1",
            "007",
            "1e9",
        ),
        *(
            "99999999999999999999",
            "２",
            "true",
            "no",
            "0001-01-01",
            "9999-12-31",
            "2023-02-30",
            "2023-04-18",
            "10000-01-01",
        ),
        *(
            "2023-05",
            "2023-13",
            "2023-Q1",
            "2023-W53",
            "0000",
            "9999",
            "各镇",
            "区司法局",
            "towns",
            "每月20日前",
            "持续推进",
        ),
        *(
            "每日",
            "待定",
            "收到通知后99999999个工作日内",
            "9999年12月31日前",
            "2月30日前",
            "每月最后一个工作日前",
            "*甲",
            "&甲 乙",
        ),
        *(
            "!!int 1",
            "|\n  甲",
            ">-\n  甲",
            "'甲",
            '"甲\\q"',
            "[甲",
            "{甲",
            "甲: 乙",
            "甲：乙",
            "<<: 甲",
            "? 甲",
            "@甲",
            "`甲",
            "%甲",
        ),
        *(
            "\x00",
            "\x1b[31m",
            "\ufeff",
            "\u2028",
            "\x85",
            "\ud7ff\ue000",
            "\U0010ffff",
            "\u202e",
            "<<<<<<< HEAD",
            "---",
            "...",
        ),
        "甲" * 300,
    ]
)
KEYS = sorted(set(re.findall(r"^[ -]*([a-z_]+|[0-9-]+):", TASKS + TOWNS, re.MULTILINE)))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.binary(max_size=80), st.text(max_size=40).map(str.encode)),
    st.one_of(st.none(), st.binary(max_size=40)),
)
@example(b"", None)
@example(b"\xef\xbb\xbf", b"\xff\xfe")
@example("plan: {title: 甲".encode(), b"towns: [")
@example(b"a: \x00", b"\xef\xbb\xbf\xef\xbb\xbftowns: 1")
def test_any_bytes_are_findings_or_a_plan(tmp_path: Path, tasks: bytes, towns: bytes | None) -> None:
    (tmp_path / "tasks.yaml").write_bytes(tasks + b"\n")
    (tmp_path / "towns.yaml").unlink(missing_ok=True)
    if towns is not None:
        (tmp_path / "towns.yaml").write_bytes(towns + b"\n")
    loaded = load(tmp_path)
    assert loaded.found
    texts = {path: path.read_bytes().decode(errors="replace").removeprefix("\ufeff") for path in tmp_path.iterdir()}
    lie_inside(loaded.found, {str(path): text for path, text in texts.items()})


# A small alphabet of what YAML and the format are made of comes further than any text.
PIECES = (
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "\n",
                    "\n  ",
                    "\n    ",
                    "\n  - ",
                    ": ",
                    "：",
                    "- ",
                    "[",
                    "]",
                    "{",
                    "}",
                    ", ",
                    "'",
                    '"',
                    "#",
                    "\t",
                    "|\n",
                ]
            ),
            st.sampled_from(
                ["plan", "sections", "tasks", "units", "towns", "id", "title", "name", "progress", "1", "甲"]
            ),
        ),
        max_size=25,
    )
    .map("".join)
    .map("{}\n".format)
)


@settings(max_examples=400, deadline=None)
@given(PIECES, PIECES)
def test_any_pieces_of_yaml_are_findings_or_a_plan(tasks: str, towns: str) -> None:
    check(of(tasks, towns))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_example_with_any_values_changed_is_findings_or_a_plan(data: st.DataObject) -> None:
    changed = []
    for text in (TASKS, TOWNS):
        lines = text.split("\n")
        for _ in range(data.draw(st.integers(0, 4))):
            n = data.draw(st.integers(0, len(lines) - 1))
            key, colon, _ = lines[n].partition(": ")
            value = data.draw(VALUES)
            if colon:
                lines[n] = f"{key}: {value}"
            elif lines[n].endswith(":"):
                lines[n] = f"{lines[n]} {value}"
            else:
                lines[n] = f"{lines[n].partition('- ')[0]}- {value}"
        changed.append("\n".join(lines))
    check(of(changed[0], changed[1]))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_example_with_any_lines_moved_is_findings_or_a_plan(data: st.DataObject) -> None:
    lines = TASKS.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        n, m = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match data.draw(st.sampled_from(["drop", "double", "swap", "indent", "rename", "cut", "join"])):
            case "drop":
                del lines[n]
            case "double":
                lines.insert(m, lines[n])
            case "swap":
                lines[n], lines[m] = lines[m], lines[n]
            case "indent":
                lines[n] = " " * data.draw(st.integers(0, 8)) + lines[n].lstrip()
            case "rename":
                lines[n] = re.sub(r"[a-z_]+:", f"{data.draw(st.sampled_from(KEYS))}:", lines[n])
            case "cut":
                del lines[n + 1 :]
                lines[n] = lines[n][: data.draw(st.integers(0, len(lines[n])))]
            case _:
                lines[n] += lines.pop(m) if m != n and n < len(lines) - 1 and m > n else ""
        if len(lines) < 2:
            break
    check(of("\n".join([*lines, ""]), TOWNS))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(lines: list[str], n: int) -> int:
    """Where the entry that begins on line `n` ends."""
    return next((m for m in range(n + 1, len(lines)) if _depth(lines[m]) <= _depth(lines[n])), len(lines))


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """The text as somebody may leave it: entries dropped, moved or doubled, values taken from elsewhere or made up."""
    lines = text.rstrip("\n").split("\n")
    for _ in range(draw(st.integers(0, 5))):
        n = draw(st.integers(3, len(lines) - 1))
        end = _block(lines, n)
        key, colon, value = lines[n].partition(": ")
        others = [line.partition(": ")[2] for line in lines if line.partition(": ")[0].strip(" -") == key.strip(" -")]
        match draw(st.sampled_from(["drop", "take", "take", "take", "make", "move"])):
            case "drop" if end - n < 20:
                del lines[n:end]
            case "take" if colon:
                lines[n] = f"{key}: {draw(st.sampled_from(others))}"
            case "make" if colon:
                made = st.sampled_from(
                    ["2023-05-01", "0001-01-01", "9999-12-31", "每日", "每年底前", "待定", "甲", value]
                )
                lines[n] = f"{key}: {draw(made)}"
            case "move" if end < len(lines) and _depth(lines[end]) == _depth(lines[n]):
                after = _block(lines, end)
                lines[n:after] = [*lines[end:after], *lines[n:end]]
            case _:
                pass
        if len(lines) < 5:
            break
    return "\n".join([*lines, ""])


@settings(max_examples=60, deadline=None)
@given(edited(TASKS), edited(TOWNS))
def test_the_example_as_somebody_may_leave_it_is_findings_or_a_plan(tasks: str, towns: str) -> None:
    check(of(tasks, towns))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(edited(TASKS), edited(TOWNS), edited(TASKS), edited(TOWNS))
def test_any_edit_of_the_example_is_judged(tasks: str, towns: str, then_tasks: str, then_towns: str) -> None:
    base, head = of(then_tasks, then_towns), of(tasks, towns)
    assume(not base.found and not head.found)
    assert base.plan is not None
    check_edit(base.plan, head)
