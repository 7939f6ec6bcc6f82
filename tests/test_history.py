"""A state read in pieces is the state that is read whole, whatever was read before it."""

import re
from collections.abc import Callable

import pytest
from conftest import EXAMPLE
from hypothesis import given, settings
from hypothesis import strategies as st

from fuquan.load import load_past
from fuquan.load.history import History, Version
from fuquan.load.pieces import Blob

TASKS, TOWNS = (EXAMPLE / "tasks.yaml").read_bytes(), (EXAMPLE / "towns.yaml").read_bytes()


def read(history: History, tasks: bytes, towns: bytes | None = TOWNS) -> Version:
    """The version, once it is seen to be what the whole files give."""
    blob = None if towns is None else Blob(str(hash(towns)), towns)
    version = history.version(Blob(str(hash(tasks)), tasks), blob)
    loaded = load_past(("tasks.yaml", tasks), ("towns.yaml", towns))
    assert version.errors == len(loaded.found)
    assert version.plan == (None if loaded.found else loaded.plan)
    return version


def changed(old: str, new: str, text: bytes = TASKS) -> bytes:
    assert old in text.decode()
    return text.decode().replace(old, new, 1).encode()


def is_pieced(*texts: bytes) -> list[bool]:
    """Whether each of these task lists, one after the other, is read in pieces."""
    history = History()
    return [read(history, text).outline is not None for text in texts]


RECORD = "      2:\n        done: 2023-04-27\n        evidence: 签订情况汇总表\n"

APRIL = "        2023-04:\n          done: 2023-04-20\n"
SECOND = "  - name: 区司法局"
FIRST = "    progress:\n      1:\n        done: 2023-03-30\n"
GROUP = "  - name: 各镇\n    members: towns\n"
STARTED = ":\n        started: 2023-04-01\n"

NEAR = {
    "another day": ("done: 2023-04-27", "done: 2023-04-28"),
    "a note": (RECORD, f"{RECORD}        notes:\n          - date: 2023-05-04\n            text: 已完成初审\n"),
    "a note without a step": (RECORD, f"{RECORD}        notes:\n        - date: 2023-05-04\n          text: 初审\n"),
    "a list": ("evidence: 签订情况汇总表", "evidence:\n          - 签订情况汇总表\n          - 照片"),
    "quotes": ("evidence: 签订情况汇总表", 'evidence: "签订情况：汇总表 #1"'),
    "a comment": ("evidence: 签订情况汇总表", "evidence: 签订情况汇总表 # 存档"),
    "a record more": (RECORD, f"{RECORD}      13:\n        done: 2023-04-27\n"),
    "two records more": (RECORD, f"{RECORD}      7{STARTED}      11{STARTED}"),
    "a record less": (RECORD, ""),
    "another task": (RECORD, RECORD.replace("2:\n", "7:\n", 1)),
    "a period": (APRIL, f"{APRIL}        2023-05:\n          started: 2023-05-02\n"),
    "in one line": (RECORD, "      2: {done: 2023-04-27, evidence: 签订情况汇总表}\n"),
    "nothing on record": (RECORD, "      2: {}\n"),
    "a word for nothing": ("evidence: 签订情况汇总表", "evidence: null"),
    "a text block": ("evidence: 签订情况汇总表", "reason: |\n          待盖章\n          13: 号"),
    "the last record": (APRIL + SECOND, f"{APRIL}      15{STARTED}{SECOND}"),
    "before the first": (FIRST, FIRST.replace("      1:", f"      15{STARTED}      1:")),
    "a quoted key": ("      13:\n", '      "13":\n'),
    "nothing in progress": ("    progress:\n      13:\n        started: 2023-05-08\n", "    progress:\n\n"),
    "a first record": (GROUP, f"{GROUP}    progress:\n      13{STARTED}"),
    "a title": ("title: 确定承接事项", "title: 确定承接的事项"),
    "a moved body": ("  - name: 开发区管委会\n", ""),
    "an adjustment": ("due: 2023-05-19", "due: 2023-05-22"),
    "a waiver": ("waivers: []", "waivers:\n  - {rule: rest-day, task: 2, reason: 已知}"),
    "no last line end": ("waivers: []\n", "waivers: []"),
    "blank lines": (RECORD, f"\n{RECORD}\n\n"),
    "a blank line in a record": ("done: 2023-04-27\n", "done: 2023-04-27\n\n"),
    "a comment at the margin": (RECORD, f"# 核对过\n{RECORD}"),
}


@pytest.mark.parametrize("name", NEAR)
def test_an_edit_gives_what_the_whole_files_give(name: str) -> None:
    assert is_pieced(TASKS, changed(*NEAR[name]), TASKS)[::2] == [True, True]


UNOWED = "    deadline: 4月底前\n    units:\n      - 区级执法部门\n    adj"
ODD = {
    "no such day": ("done: 2023-04-27", "done: 2023-02-30"),
    "the end before the start": (RECORD, f"{RECORD}        started: 2023-05-01\n"),
    "a key twice": (RECORD, f"{RECORD}        done: 2023-04-27\n"),
    "a record twice": (RECORD, f"{RECORD}{RECORD}"),
    "a record elsewhere again": ("      4:\n", "      2:\n"),
    "no such task": ("      4:\n", "      99:\n"),
    "not owed": (RECORD, f"{RECORD}      12:\n        done: 2023-04-27\n"),
    "no such period": ("        2023-04:\n", "        2022-04:\n"),
    "no such key": ("evidence: 签订情况汇总表", "evidences: 签订情况汇总表"),
    "an open quote": ("evidence: 签订情况汇总表", 'evidence: "签订情况汇总表'),
    "a quote over records": (RECORD, '      2:\n        evidence: "签订\n      7:\n        reason: 汇总"\n'),
    "an anchor": ("evidence: 签订情况汇总表", "evidence: &a 签订情况汇总表"),
    "a second document": (RECORD, f"{RECORD}---\n"),
    "a note of no day": (RECORD, f"{RECORD}        notes:\n          - date: 2023-02-30\n            text: 初审\n"),
    "a list of no name": ("units:\n  - name: 区委编办", "#units:\n  - name: 区委编办"),
    "the end between sections": ("  - id: 二\n", "...\n  - id: 二\n"),
    "the end between bodies": (SECOND, f"...\n{SECOND}"),
    "the end of a document": (RECORD, f"{RECORD}...\n"),
    "a list in a lower line": (RECORD, "      2:\n        evidence:\n    # 见下\n        - 汇总表\n"),
    "a comment between": (RECORD, f"    # 核对过\n{RECORD}"),
    "a tab": ("done: 2023-04-27", "done:\t2023-04-27"),
    "a conflict": (RECORD, f"<<<<<<< HEAD\n{RECORD}"),
    "no units": ("units:\n  - name: 区委编办\n", "unit:\n  - name: 区委编办\n"),
    "nothing in a list": ("waivers: []", "waivers:"),
    "a key of the file twice": ("waivers: []", "waivers: []\nwaivers: []"),
    "no such unit": ("      - 区委编办\n", "      - 区委办\n"),
    "another name": ("  - name: 区委编办\n", "  - name: 区委办\n"),
    "two progresses": ("  - name: 区司法局\n", "  - name: 区司法局\n    progress: {}\n"),
    "an empty progress before another": (FIRST, f"    progress:\n{FIRST}"),
    "no longer owed": ("    deadline: 4月底前\n    units:\n      - 区委编办\n    adj", UNOWED),
    "returns of a unit": ("  - name: 区司法局\n", "  - name: 区司法局\n    returns:\n      2023-05: 2023-05-18\n"),
    "a list of another make": ("sections:\n  - id: 一\n", "sections:\n  - a\n  - id: 一\n"),
    "text before": ("# 示例", "示例\n# 示例"),
    "no towns": ("    members: towns\n", "    members: [湾沚镇, 陶辛]\n"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_or_wrong_gives_what_the_whole_files_give_time_and_again(name: str) -> None:
    history = History()
    read(history, TASKS)
    odd = changed(*ODD[name])
    for _ in range(2):
        read(history, odd)
    assert read(history, TASKS).outline is not None


def test_the_outline_is_the_same_while_only_records_differ() -> None:
    history = History()
    first = read(history, TASKS)
    assert read(history, changed("done: 2023-04-27", "done: 2023-04-28")).outline is first.outline
    assert read(history, changed(RECORD, "")).outline is first.outline
    assert read(history, changed("title: 确定承接事项", "title: 确定")).outline is not first.outline
    assert read(history, TASKS).outline is first.outline


def test_returns_are_apart_from_the_outline() -> None:
    history = History()
    first = read(history, TASKS)
    returned = changed("  - name: 陶辛镇\n", "    returns:\n      2023-05: 2023-05-18\n  - name: 陶辛镇\n", TOWNS)
    version = read(history, TASKS, returned)
    assert version.plan is not None
    assert (version.outline is first.outline, list(version.plan.towns[0].returns)) == (True, ["2023-05"])


@pytest.mark.parametrize(
    "written",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.removesuffix(b"\n"),
        lambda data: b"---\n" + data,
        lambda data: re.sub(rb"(?m)^  ", b"", data),
        lambda data: re.sub(rb"(?m)^( +)", rb"\1\1", data),
    ],
    ids=["mark", "crlf", "no end", "document start", "dashes at the margin", "wide"],
)
def test_files_written_in_other_ways_are_the_same_data(written: Callable[[bytes], bytes]) -> None:
    history = History()
    for data in (TASKS, changed("done: 2023-04-27", "done: 2023-04-28")):
        read(history, written(data))


def test_a_large_file_is_read_like_a_small_one() -> None:
    large = TASKS.replace(b"\nplan:", b"\n" + b"# x\n" * 9000 + b"plan:")
    history = History()
    first = read(history, large)
    assert read(history, changed("done: 2023-04-27", "done: 2023-04-28", large)).outline is first.outline
    assert read(history, large.replace(b"# x\n", b"# y\n")).outline is first.outline


def test_bytes_that_are_no_text_are_found() -> None:
    history = History()
    read(history, TASKS)
    assert read(history, TASKS.replace("汇总表".encode(), "汇总表".encode("gbk"))).errors == 1
    assert read(history, TASKS.replace(b"- name: ", b"- name: \xff", 1)).errors == 1


def test_a_file_in_one_line_and_no_towns_are_read_too() -> None:
    flow = "plan: {title: 甲, issued: 2023-04-18, year: 2023}\nsections: [{id: 一, title: 甲}]\n"
    tasks = "tasks: [{id: 1, section: 一, title: 甲, deadline: 4月底前, units: [局]}]\n"
    history = History()
    for done in ("2023-04-27", "2023-04-28"):
        text = f"{flow}{tasks}units: [{{name: 局, progress: {{1: {{done: {done}}}}}}}]\n"
        assert read(history, text.encode(), None).outline is not None
    assert read(history, TASKS, None).errors == 1
    assert read(history, b"", None).plan is None
    assert read(history, "示例".encode("gbk") + TASKS, None).plan is None


PIECES = [*TASKS.decode().splitlines(keepends=True), RECORD, "\n", "  - name: 新\n", "      2: {}\n"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 213), st.integers(0, 4), st.lists(st.sampled_from(PIECES), max_size=3)), max_size=6
    )
)
def test_any_edits_of_lines_give_what_the_whole_files_give(edits: list[tuple[int, int, list[str]]]) -> None:
    history = History()
    read(history, TASKS)
    lines = TASKS.decode().splitlines(keepends=True)
    for at, gone, come in edits:
        lines[at : at + gone] = come
        read(history, "".join(lines).encode())


DAYS = ["2023-04-01", "2023-05-09", "2023-13-01", "12"]
WORDS = ["null", "~", "true", "甲", "“甲”", "'a'", "a: b", "a #b", "a#b", "- a", "甲：乙", "甲 乙", "", "\u2028甲"]
VALUES = st.sampled_from([*DAYS, *WORDS, "[a]", "{}", "*a"])
FIELDS = st.dictionaries(
    st.sampled_from(["started", "done", "expected", "reason", "evidence", "notes", "x"]), VALUES, min_size=1
)


@settings(max_examples=200, deadline=None)
@given(FIELDS, st.lists(st.tuples(VALUES, VALUES), max_size=2), st.sampled_from(["  ", "", "    "]))
def test_any_record_is_read_as_a_parser_reads_it(
    fields: dict[str, str], notes: list[tuple[str, str]], step: str
) -> None:
    lines = [f"        {key}: {value}\n" for key, value in fields.items()]
    if notes:
        lines.append("        notes:\n")
        lines += [f"        {step}- date: {day}\n        {step}  text: {text}\n" for day, text in notes]
    history = History()
    read(history, TASKS)
    read(history, changed(RECORD, f"      2:\n{''.join(lines)}"))
