"""`fuquan check` on files that are wrong: every finding with its place, the line, a caret and what to do."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE, Fuquan

TASKS = (EXAMPLE / "tasks.yaml").read_text(encoding="utf-8")
TOWNS = (EXAMPLE / "towns.yaml").read_text(encoding="utf-8")

Change = tuple[str, str]

# Each case: what it shows, then changes of tasks.yaml, then changes of towns.yaml.
CASES: dict[str, tuple[tuple[Change, ...], tuple[Change, ...]]] = {
    # what is written
    "tab": ((("    title: 签订", "\t title: 签订"),), ()),
    "full-width colon": ((("    deadline: 3月底前", "    deadline：3月底前"),), ()),
    "full-width colon in the last key": ((("    short: “互联网+”平台运行管理\n    deadline: 6月底前", "    deadline: 6月底前\n    short：“互联网+”"),), ()),
    "full-width colon in a flow mapping": (((" 区数据资源管理局\n    progress:\n      13:\n        started: 2023-05-08", " 区数据资源管理局\n    progress:\n      13: {started：2023-05-08}"),), ()),
    "full-width comma": ((("    units:\n      - 区委编办\n      - 区级执法单位\n      - 各镇\n", "    units: [区委编办，区级执法单位，各镇]\n"),), ()),
    "full-width brackets": ((("    units:\n      - 区委编办\n      - 区级执法单位\n      - 各镇\n", "    units: ［区委编办］\n"),), ()),
    "unquoted colon": ((("title: 确定承接事项", "title: 关于印发: 确定承接事项"),), ()),
    "unclosed bracket": ((("    members: []", "    members: [区司法局"),), ()),
    "unclosed quote": ((("title: 确定承接事项", "title: '确定承接事项"),), ()),
    "conflict": ((("  - id: 2\n", "<<<<<<< HEAD\n  - id: 2\n=======\n  - id: 3\n>>>>>>> 分支\n"),), ()),
    "bad indentation": ((("    title: 确定承接事项", "   title: 确定承接事项"),), ()),
    "control character": ((("title: 确定承接事项", "title: 确定\x01承接事项"),), ()),
    "line separators": ((("title: 确定承接事项", "title: '确定\u2028承接事项'"), ("deadline: 3月底前", "deadline: 3月初")), ()),
    "anchors, aliases, tags, merge keys": (
        (
            ("plan:\n", "plan: &甲\n"),
            ("  issuer: 芜湖", "  issuer: !!str 芜湖"),
            ("  office: 芜湖市湾沚区推进依法行政工作领导小组办公室（示例）", "  office: *甲\n  <<: {until: 2024-03-31}"),
        ),
        (),
    ),
    "second document": ((("waivers: []", "waivers: []\n---\nplan: 1"),), ()),
    "deep nesting": ((("waivers: []", f"waivers: {'[' * 100}{']' * 100}"),), ()),
    # what the fields hold
    "types": (
        (
            ("issued: 2023-04-18", "issued: 2023/4/18"),
            ("  year: 2023", "  year: 23\n  remind_days: 七\n  until: 2023-02-30\n  severity: {deadline: fatal}"),
            ("  - id: 2\n", "  - id: ２\n"),
            ("title: 签订赋权事项承接确认书", "title: [签订]"),
            ("  - name: 区数据资源管理局", "  - name: 区数据资源管理局\n    letter: 催办\n    complete: 是"),
            ("    members: []", "    members: 无"),
            ("evidence: 签订情况汇总表", "evidence: {a: b}"),
            ("started: 2023-04-12", "started:"),
            ("done: 2023-04-20", "done: 4月20日"),
            ("waivers: []", "waivers: 无"),
        ),
        (("towns:\n", "towns:\n  - 湾沚镇\n"),),
    ),
    "keys": (
        (
            ("  issuer:", "  isuer:"),
            ("    short: 梳理执法机构编制人员", "    shrot: 梳理执法机构编制人员"),
            ("    deadline: 6月中旬前\n", ""),
            ("    section: 六\n    title: 根据", "    section: 六\n    title2: 根据"),
            ("sections:\n", "sections:\n  - 一\n  - id: 七\n"),
        ),
        (("    code: \"340210101\"\n", ""),),
    ),
    "the same key twice": ((("  year: 2023", "  year: 2023\n  year: 2024"),), (("        done: 2023-03-29\n", "        done: 2023-03-29\n      1:\n        done: 2023-03-28\n"),)),
    # what refers to something
    "unknown names": (
        (
            ("      - 区司法局\n", "      - 区司法居\n"),
            ("    section: 二", "    section: 七"),
            ("    members: []", "    members: [区住建局, {name: 区水务局, since: 2023-05-01, until: 2023-04-01}]"),
            ("    collects: 各镇", "    collects: 各乡镇"),
            ("waivers: []", "waivers:\n  - {rule: rest-day, task: 16, unit: 区司法厅, reason: 示例}"),
        ),
        (),
    ),
    "duplicates": (
        (
            ("  - id: 二", "  - id: 一"),
            ("  - id: 5", "  - id: 4"),
            ("      - 区司法局\n", "      - 区司法局\n      - 区司法局\n"),
            ("      - 相关执法部门", "      - 区司法局"),
            ("    members: []", "    members: [区司法局, 区司法局, 各镇]"),
        ),
        (("340210101", "340210100"), ("name: 陶辛镇", "name: 湾沚镇")),
    ),
    "records that belong nowhere": (
        (
            ("      13:\n        started: 2023-05-08", "      4:\n        started: 2023-05-08\n      16:\n        done: 2023-05-08\n      一:\n        done: 2023-05-08"),
        ),
        (("      1:\n        done: 2023-03-29", "      14:\n        2023-04:\n          done: 2023-03-29"),),
    ),
    "periods": (
        (
            ("      14:\n        2023-04:\n          done: 2023-04-20", "      14:\n        2023-4:\n          done: 2023-04-20\n        2023-Q2:\n          done: 2023-04-20\n        2023-03:\n          done: 2023-04-20\n        2024-04:\n          done: 2023-04-20"),
            ("  year: 2023\n", "  year: 2023\n  until: 2024-03-31\n"),
            ("      14:\n        2023-04:\n          done: 2023-04-20\n  - name: 区数据", "      14:\n        done: 2023-04-20\n      12:\n        2023-05:\n          done: 2023-04-20\n  - name: 区数据"),
            ("    deadline: 6月底前", "    deadline: 6月底前\n    from: 2023-05"),
            ("    collects: 各镇", "    collects: 各镇\n    from: 2023年5月"),
        ),
        (),
    ),
    "adjustments": (
        (
            ("      - due: 2023-05-19", "      - units: [红杨镇, 区司发局]\n        period: 2023-05\n        due: 2023-05-19"),
            ("    deadline: 持续推进", "    deadline: 持续推进\n    adjustments: [{due: 2023-06-30}]"),
            ("    collects: 各镇", "    collects: 各镇\n    adjustments: [{due: 2023-06-30}, {due: 2023-06-30, period: 2023-13}]"),
            ("    deadline: 6月底前", "    deadline: 6月底前\n    trigger: {date: 2023-05-01}"),
        ),
        (),
    ),
    "order of days": ((("        done: 2023-04-27\n        evidence", "        started: 2023-04-28\n        done: 2023-04-27\n        evidence"),), (("    code: \"340210104\"", "    code: \"340210104\"\n    since: 2023-05-01\n    until: 2023-04-30"),)),
    "deadlines": (
        (
            ("    deadline: 4月底前", "    deadline: 2024年8月前"),
            ("    deadline: 6月中旬前", "    deadline: 13月底前"),
            ("    deadline: 5月底前", "    deadline: 2月30日前"),
            ("    deadline: 持续推进", "    deadline: 大概是明后天"),
            ("    deadline: 结合工作实际确定", "    deadline: 6月初\n    reading: 6月上旬某日"),
        ),
        (),
    ),
    "markup and escapes": ((("title: 确定承接事项", "titel: '[red]确定[/x]'"), ("    section: 二", '    section: "\\e[31m二\\u202e"')), ()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_findings_are_as_kept(
    case: str, fuquan: Fuquan, tmp_path: Path, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks, towns = (_changed(text, changes) for text, changes in zip((TASKS, TOWNS), CASES[case], strict=True))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tasks.yaml").write_text(tasks, encoding="utf-8", newline="")
    (tmp_path / "data" / "towns.yaml").write_text(towns, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FUQUAN_DATA")
    done = fuquan("check")
    golden(f"check {case}.txt", done.out + done.err)
    assert done.status == 1
    # No other command answers from such data: all it says is what is wrong.
    refused = fuquan("overdue", "-f", "json")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith(done.out)


def _changed(text: str, changes: tuple[Change, ...]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_example_and_the_shipped_data_are_right(fuquan: Fuquan) -> None:
    done = fuquan("check")
    assert (done.status, done.out, done.err) == (
        0,
        "没有发现问题：15项任务，6个责任单位，5个镇。另有34条提示，用 --severity hint 列出。\n",
        "",
    )
    assert fuquan("check", "--data", "data").status == 0


def test_findings_as_json(fuquan: Fuquan, data: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data({"      - 区司法局\n": "      - 区司法居\n"})
    monkeypatch.chdir(folder.parent)
    done = fuquan("check", "-f", "json", "--data", "data")
    assert done.status == 1
    assert json.loads(done.out) == {
        "fuquan": 1,
        "command": "check",
        "findings": [
            {
                "rule": "unit",
                "severity": "error",
                "path": "data/tasks.yaml",
                "line": 45,
                "column": 9,
                "end_line": 45,
                "end_column": 13,
                "message": "没有“区司法居”这个责任单位",
                "help": "是不是“区司法局”？",
            }
        ],
    }


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            lambda file: file.write_bytes(TASKS.encode("gbk")),
            "data/tasks.yaml:1:1: 错误 file: “data/tasks.yaml”不是 UTF-8 编码（第1行起无法读懂），像是 GBK 编码\n"
            "    请用编辑器打开，另存为 UTF-8 编码\n",
        ),
        (
            lambda file: file.write_bytes(TASKS.encode("utf-16")),
            "data/tasks.yaml:1:1: 错误 file: “data/tasks.yaml”不是 UTF-8 编码（第1行起无法读懂），像是 UTF-16 编码\n"
            "    请用编辑器打开，另存为 UTF-8 编码\n",
        ),
        (
            lambda file: file.write_text(" \n"),
            "data/tasks.yaml:1:1: 错误 file: “data/tasks.yaml”是空文件\n"
            "    请从版本库取回：git checkout -- data/tasks.yaml\n",
        ),
        (
            lambda file: file.write_text("# 只有注释\n", encoding="utf-8"),
            "data/tasks.yaml:2:1: 错误 empty: 文件里只有注释，没有内容\n    请从版本库取回：git checkout -- data/tasks.yaml\n",
        ),
        (
            lambda file: file.unlink(),
            "data/tasks.yaml:1:1: 错误 file: 没有文件“data/tasks.yaml”\n"
            "    请核对文件名，或从版本库取回：git checkout -- data/tasks.yaml\n",
        ),
        (
            lambda file: (file.unlink(), file.mkdir()),
            "data/tasks.yaml:1:1: 错误 file: “data/tasks.yaml”是文件夹或特殊文件，不是文本文件\n"
            "    请把它移走，换成同名的 YAML 文本文件\n",
        ),
        (
            lambda file: (file.unlink(), os.mkfifo(file)),
            "data/tasks.yaml:1:1: 错误 file: “data/tasks.yaml”是文件夹或特殊文件，不是文本文件\n"
            "    请把它移走，换成同名的 YAML 文本文件\n",
        ),
        (
            lambda file: (file.rename(file.with_name("secret")), file.symlink_to("secret")),
            "data/tasks.yaml:1:1: 错误 file: “data/tasks.yaml”是链接，通到别的名称的文件，没有读取\n"
            "    请换成文件本身，或者链接到同名的文件\n",
        ),
        (
            lambda file: file.write_text(TASKS.replace(": ", "：").replace(":\n", "：\n"), encoding="utf-8"),
            "data/tasks.yaml:4:1: 错误 type: 文件的内容不是“键: 值”\n"
            "    plan：\n"
            "    ^^^^^^\n"
            "    文件像是用了全角冒号“：”，请改为半角冒号加空格“: ”\n",
        ),
    ],
    ids=["GBK", "UTF-16", "empty", "comments", "missing", "folder", "pipe", "link", "full-width colons"],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_that_helps(
    make: Callable[[Path], object],
    expected: str,
    fuquan: Fuquan,
    data: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = data()
    make(folder / "tasks.yaml")
    monkeypatch.chdir(folder.parent)
    done = fuquan("check", "--data", "data")
    assert (done.status, done.out, done.err) == (1, expected, "共发现错误1处；改正后再按其余规则核对。\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_gets_a_sentence_that_helps(fuquan: Fuquan, data: Callable[..., Path]) -> None:
    folder = data()
    (folder / "tasks.yaml").chmod(0)
    done = fuquan("check", data=folder)
    assert done.status == 1
    assert done.out.splitlines()[0].endswith("无法读取：没有读取权限")


def test_a_missing_towns_file_is_missed_only_by_a_group_of_towns(fuquan: Fuquan, data: Callable[..., Path]) -> None:
    folder = data(towns=None)
    done = fuquan("check", data=folder)
    assert done.status == 1
    assert done.out.endswith("    tasks.yaml 里有单位写明 members: towns，各镇要列在这个文件的 towns: 之下\n")
    folder = data({"    members: towns\n": "", "    collects: 各镇\n": ""}, towns=None)
    assert fuquan("check", data=folder).out == (
        "没有发现问题：15项任务，6个责任单位。另有16条提示，用 --severity hint 列出。\n"
    )


def test_data_are_found_from_the_current_folder_upwards(
    fuquan: Fuquan, data: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data()
    deep = folder.parent / "甲" / "乙"
    deep.mkdir(parents=True)
    (deep / "data").mkdir()  # somebody else's
    monkeypatch.chdir(deep)
    monkeypatch.delenv("FUQUAN_DATA")
    assert fuquan("check").status == 0


def test_without_data_it_says_where_it_looked_and_what_to_do(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FUQUAN_DATA")
    done = fuquan("status")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"错误：找不到数据文件夹 data：从“{tmp_path}”起逐级向上，都没有 data/tasks.yaml\n"
        "请进入项目所在的文件夹再运行，或者用 --data 文件夹（或环境变量 FUQUAN_DATA）指明它\n"
    )
    done = fuquan("status", "--data", "没有")
    assert (done.status, done.out) == (2, "")
    assert done.err == "错误：没有 --data 所指的文件夹“没有”\n请核对路径；其中应有 tasks.yaml\n"
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    done = fuquan("status", data=tmp_path / "文件")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"错误：环境变量 FUQUAN_DATA 的“{tmp_path / '文件'}”不是文件夹\n")


def test_line_ends_and_a_byte_order_mark_do_not_matter(fuquan: Fuquan, data: Callable[..., Path]) -> None:
    folder = data({"      - 区司法局\n": "      - 区司法居\n"})
    file = folder / "tasks.yaml"
    plain = fuquan("check", data=folder).out
    assert "tasks.yaml:45:9: 错误 unit" in plain
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert fuquan("check", data=folder).out == plain


def test_findings_beyond_a_page_are_counted(fuquan: Fuquan, data: Callable[..., Path]) -> None:
    many = "".join(f"  - {{rule: x, reason: y, k{n}: 1}}\n" for n in range(1000))
    done = fuquan("check", data=data({"waivers: []\n": f"waivers:\n{many}"}))
    assert done.status == 1
    assert done.out.endswith("……另有800条未列出，请先改正以上各条\n")
    assert done.err == "共发现错误1000处；改正后再按其余规则核对。\n"
