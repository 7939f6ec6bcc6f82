"""The schemas that are shipped: fresh, valid, and refusing nothing that the loader takes."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
import yaml
from conftest import EXAMPLE, TESTS, Fuquan
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from plans import loaded_of
from test_any_data import KEYS, VALUES

from fuquan.export import to_schema
from fuquan.load.letters import register_of
from fuquan.schema import Shape
from fuquan.source import File

ROOT = TESTS.parent
KEPT = {name: ROOT / "fuquan" / "schemas" / f"{name}.schema.json" for name in to_schema.FILES}
VALIDATORS = {
    name: Draft7Validator(json.loads(to_schema.text(name)), format_checker=Draft7Validator.FORMAT_CHECKER)
    for name in to_schema.FILES
}
DATA = ("tasks", "towns")
"""The files that are shipped with data; a register of letters is begun by the first letter."""
EXAMPLES = {name: (EXAMPLE / f"{name}.yaml").read_text(encoding="utf-8") for name in DATA}

# Every field there is, in a small plan, for each to be written otherwise.
TASKS = """\
plan:
  {title: 方案, short: 简称, issuer: 办, office: 室, issued: 2023-04-18, year: 2023, basis: [甲〔2023〕1号],
   until: 2024-03-31, remind_days: 7, severity: {a: hint}}
sections: [{id: 一, title: 标题}]
tasks:
  - {id: 1, section: 一, title: 任务, deadline: 4月底前, units: [局, 各镇]}
  - {id: 2, section: 一, title: 任务, deadline: 每月20日前, units: [局], from: 2023-05, collects: 各镇}
  - {id: 3, section: 一, title: 任务, deadline: 每年2月底前, units: [局]}
  - {id: 4, section: 一, title: 任务, deadline: 按省级部署, units: [局], trigger: {date: 2023-05-05, basis: 通知}}
  - id: 5
    section: 一
    title: 任务
    deadline: 2024年8月前
    reading: 2024年7月底前
    reading_basis: 会议
    units: [局, 组]
    adjustments: [{due: 2024-08-31, date: 2024-01-01, basis: 通知, reason: 事由, units: [局], approved_by: 某人}]
  - id: 6
    section: 一
    title: 任务
    deadline: 每季度首月10日前
    units: [局]
    adjustments: [{due: 2023-07-15, period: 2023-Q3}]
units:
  - name: 局
    full: 全称
    aliases: [局子]
    letter: 提示
    progress:
      1: {started: 2023-04-20, done: 2023-04-26, evidence: 材料, reason: 原因, expected: 2023-05-15}
      2: {2023-05: {done: 2023-05-19}, 2023-06: {}}
      3: {2024: {done: 2024-02-01}}
      4: {notes: [{date: 2023-05-06, text: 说明}]}
      5: {withdrawn: [{date: 2023-05-06, reason: 误报, done: 2023-05-05, evidence: [甲, 乙]}]}
  - {name: 所}
  - {name: 组, members: [所, {name: 局, since: 2023-01-01, until: 2024-12-31}], complete: true}
  - {name: 各镇, members: towns}
waivers: [{rule: 规则, task: 1, unit: 局, period: 2023-05, reason: 理由, basis: 依据}]
"""
TOWNS = """\
towns:
  - {name: 甲镇, code: "340210100", since: 2023-01-01, until: 2024-12-31, returns: {2023-05: 2023-05-18}}
  - {name: 乙镇, code: 340210101, progress: {1: {done: 2023-04-26}}}
"""
LETTERS = """\
letters:
  - number: 2023年督办第1号
    date: 2023-05-24
    unit: 局
    kind: 督办
    basis: 批示
    items: [{task: 1}, {task: 2, period: 2023-05}]
"""
TEXTS = {"tasks": TASKS, "towns": TOWNS, "letters": LETTERS}


class _Yaml11(yaml.SafeLoader):
    """YAML 1.1, in which `no` is false and 12:30 a number; days stay text, as JSON has no days."""


_Yaml11.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_yaml_str)


class _Strings(ruamel.yaml.SafeConstructor):
    """YAML 1.2, as check-jsonschema and the language server read it: days stay text."""


_Strings.add_constructor("tag:yaml.org,2002:timestamp", ruamel.yaml.SafeConstructor.construct_yaml_str)


def refused(name: str, text: str) -> list[bool]:
    """Whether the schema refuses the text, once for each version of YAML that can parse it."""
    return [not VALIDATORS[name].is_valid(value) for value in _values(text)]


def _values(text: str) -> Iterator[Any]:
    modern = ruamel.yaml.YAML(typ="safe", pure=True)
    modern.Constructor = _Strings
    modern.composer.warn_double_anchors = False
    for load in (lambda: yaml.load(text, _Yaml11), lambda: modern.load(text)):  # noqa: S506 - made from the safe one
        try:
            value = load()
        except (yaml.YAMLError, ruamel.yaml.YAMLError, ValueError, TypeError, RecursionError):
            continue
        yield _with_text_keys(value)


def _with_text_keys(value: Any) -> Any:
    """Keys are strings in JSON: both validators write them as such."""
    if isinstance(value, dict):
        return {str(key): _with_text_keys(one) for key, one in value.items()}
    return [_with_text_keys(one) for one in value] if isinstance(value, list) else value


def is_loaded(texts: dict[str, str]) -> bool:
    loaded = loaded_of(texts["tasks"], texts["towns"])
    if loaded.found or loaded.plan is None:
        return False
    return not register_of(File("letters.yaml", texts["letters"]) if "letters" in texts else None, loaded.plan).found


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert TEXTS[name].count(old) == 1, old
    return TEXTS | {name: TEXTS[name].replace(old, new)}


@pytest.mark.parametrize("name", KEPT)
def test_the_files_in_the_package_are_what_is_generated(name: str, pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--golden"):
        KEPT[name].write_bytes(to_schema.text(name).encode())
    assert KEPT[name].read_bytes().decode() == to_schema.text(name)


@pytest.mark.parametrize("name", KEPT)
def test_the_command_prints_what_is_kept(name: str, fuquan: Fuquan) -> None:
    done = fuquan("schema", name)
    assert (done.status, done.out, done.err) == (0, KEPT[name].read_bytes().decode(), "")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "错误：缺少参数“文件”，可选：tasks、towns、letters\n"),
        (["task"], "错误：参数“文件”不能是“task”，是不是要用“tasks”？可选：tasks、towns、letters\n"),
        (["单位"], "错误：参数“文件”不能是“单位”，可选：tasks、towns、letters\n"),
    ],
)
def test_a_file_that_there_is_not_is_answered_with_those_there_are(args: list[str], told: str, fuquan: Fuquan) -> None:
    done = fuquan("schema", *args)
    assert (done.status, done.out, done.err) == (2, "", f"{told}用法见 fuquan schema --help\n")


@pytest.mark.parametrize("name", KEPT)
def test_the_schemas_are_valid_ones(name: str) -> None:
    Draft7Validator.check_schema(json.loads(to_schema.text(name)))


@pytest.mark.parametrize("name", KEPT)
def test_every_title_and_message_is_chinese(name: str) -> None:
    told = [
        value
        for part in _parts(json.loads(to_schema.text(name)))
        for key, value in part.items()
        if key in ("title", "description", "errorMessage", "patternErrorMessage") and isinstance(value, str)
    ]
    assert len(told) > 15
    assert [one for one in told if not any("一" <= mark <= "鿿" for mark in one)] == []


@pytest.mark.parametrize("name", KEPT)
def test_every_field_has_its_title(name: str) -> None:
    fields = [field for part in _parts(json.loads(to_schema.text(name))) for field in _properties(part).values()]
    assert fields
    assert [field for field in fields if "title" not in field] == []


@pytest.mark.parametrize("shape", to_schema.FILES.values(), ids=to_schema.FILES)
def test_records_of_one_key_are_of_one_shape(shape: Shape) -> None:
    # They are referred to by it.
    records: dict[str, Shape] = {}
    for key, record in to_schema.records(shape):
        assert records.setdefault(key, record) == record


@pytest.mark.parametrize("name", KEPT)
def test_every_reference_leads_somewhere(name: str) -> None:
    whole = json.loads(to_schema.text(name))
    referred = {part["$ref"] for part in _parts(whole) if "$ref" in part}
    assert referred == {f"#/definitions/{key}" for key in whole["definitions"]}


@pytest.mark.parametrize("name", DATA)
def test_the_first_line_of_the_data_names_its_schema(name: str) -> None:
    path = ROOT / "data" / f"{name}.yaml"
    mark, _, given = path.read_text(encoding="utf-8").partition("\n")[0].partition("=")
    assert mark == "# yaml-language-server: $schema"
    assert (path.parent / given).resolve() == KEPT[name].resolve()


@pytest.mark.parametrize("name", DATA)
def test_check_jsonschema_passes_what_is_shipped_and_refuses_a_broken_copy(name: str, tmp_path: Path) -> None:
    good, broken = tmp_path / "good.yaml", tmp_path / "broken.yaml"
    good.write_text(TEXTS[name], encoding="utf-8")
    broken.write_text(re.sub("done: 2023-04-2.", "done: 2023-04-31", EXAMPLES[name]), encoding="utf-8")
    passed = _checked(name, ROOT / "data" / f"{name}.yaml", EXAMPLE / f"{name}.yaml", good)
    assert (passed.returncode, passed.stdout) == (0, "ok -- validation done\n")
    failed = _checked(name, broken)
    assert failed.returncode == 1
    assert "'2023-04-31' is not a 'date'" in failed.stdout


def test_the_small_plan_is_accepted_by_both() -> None:
    assert is_loaded(TEXTS)
    assert {name: refused(name, text) for name, text in TEXTS.items()} == {name: [False, False] for name in TEXTS}


def test_the_small_plan_has_every_field() -> None:
    known = {key for name in TEXTS for part in _parts(json.loads(to_schema.text(name))) for key in _properties(part)}
    written = {key for text in TEXTS.values() for value in _values(text) for part in _parts(value) for key in part}
    assert known - written == set()


WRONG = [
    # what is not a field, or lacks one
    ("tasks", "{title", "{ttile: 方案, title"),
    ("tasks", "{title: 方案, ", "{"),
    ("tasks", "sections: [{id: 一, title: 标题}]\n", ""),
    ("tasks", "name: 所", "name:"),
    ("tasks", "units: [局], from", "units:, from"),
    ("tasks", "{due: 2023-07-15, ", "{"),
    ("tasks", "{name: 所}", "{full: 所}"),
    ("tasks", ", reason: 理由", ""),
    ("tasks", "{date: 2023-05-06, text: 说明}", "{date: 2023-05-06}"),
    ("tasks", "reason: 误报, ", ""),
    ("tasks", "{date: 2023-05-05, basis: 通知}", "{basis: 通知}"),
    ("tasks", "{name: 局, since", "{since"),
    ("tasks", "4: {notes", "4: {note"),
    ("tasks", "2023-06: {}", "2023-06: {结束: 是}"),
    ("tasks", "waivers:", "waiver:"),
    ("towns", ', code: "340210100"', ""),
    ("towns", "since:", "from:"),
    ("towns", "towns:\n", "town:\n"),
    # another make
    ("tasks", "{title: 方案", "{title: [方案]"),
    ("tasks", "{title: 方案", "{title: {方: 案}"),
    ("tasks", "{title: 方案", "{title: ~"),
    ("tasks", "{title: 方案", "{title: ''"),
    ("tasks", "{title: 方案", "{title: ' \t'"),
    ("tasks", "sections: [{id: 一, title: 标题}]", "sections: {id: 一, title: 标题}"),
    ("tasks", "sections: [{id: 一, title: 标题}]", "sections: [一]"),
    ("tasks", "sections: [{id: 一, title: 标题}]", "sections: [~]"),
    ("tasks", "{id: 一, title", '{id: "一\\n二", title'),
    ("tasks", "units: [局, 各镇]", "units: 局"),
    ("tasks", "units: [局, 各镇]", "units: []"),
    ("tasks", "units: [局, 各镇]", "units: [局, ~]"),
    ("tasks", "units: [局, 各镇]", "units: [局, [各镇]]"),
    ("tasks", "basis: [甲〔2023〕1号]", "basis: {甲: 乙}"),
    ("tasks", "basis: [甲〔2023〕1号]", "basis: ''"),
    ("tasks", "basis: [甲〔2023〕1号]", "basis: [{甲: 乙}]"),
    ("tasks", "aliases: [局子]", "aliases: 局子"),
    ("tasks", "trigger: {date: 2023-05-05, basis: 通知}", "trigger: 2023-05-05"),
    ("tasks", "severity: {a: hint}", "severity: [a]"),
    ("tasks", "severity: {a: hint}", "severity: {a: fatal}"),
    ("tasks", "severity: {a: hint}", "severity: {a: ~}"),
    ("tasks", "severity: {a: hint}", "severity: {'': hint}"),
    ("tasks", "letter: 提示", "letter: 催办"),
    ("tasks", "complete: true", "complete: 'true'"),
    ("tasks", "complete: true", "complete: 1"),
    ("tasks", "members: towns", "members: town"),
    ("tasks", "members: towns", "members: {name: 所}"),
    ("tasks", "members: [所, ", "members: [~, "),
    ("tasks", "members: [所, ", "members: [[所], "),
    ("tasks", "{name: 局, since", "{name: 局, 自, since"),
    ("tasks", "4: {notes: [{date: 2023-05-06, text: 说明}]}", "4: {notes: {date: 2023-05-06, text: 说明}}"),
    ("tasks", "4: {notes: [{date: 2023-05-06, text: 说明}]}", "4: ~"),
    ("tasks", "4: {notes: [{date: 2023-05-06, text: 说明}]}", "4: [{done: 2023-05-06}]"),
    # numbers, days, months, periods
    ("tasks", "{id: 1,", "{id: 0,"),
    ("tasks", "{id: 1,", "{id: -1,"),
    ("tasks", "{id: 1,", "{id: 1000000,"),
    ("tasks", "{id: 1,", "{id: 1.5,"),
    ("tasks", "{id: 1,", "{id: 一,"),
    ("tasks", "{id: 1,", "{id: '01',"),
    ("tasks", "{id: 1,", "{id: １,"),
    ("tasks", "year: 2023", "year: 23"),
    ("tasks", "year: 2023", "year: 1899"),
    ("tasks", "year: 2023", "year: 2023年"),
    ("tasks", "remind_days: 7", "remind_days: -1"),
    ("tasks", "remind_days: 7", "remind_days: 七"),
    ("tasks", "remind_days: 7", "remind_days: '07'"),
    ("tasks", "issued: 2023-04-18", "issued: 2023-4-18"),
    ("tasks", "issued: 2023-04-18", "issued: 2023/04/18"),
    ("tasks", "issued: 2023-04-18", "issued: 20230418"),
    ("tasks", "issued: 2023-04-18", "issued: 2023-02-30"),
    ("tasks", "issued: 2023-04-18", "issued: 2023年4月18日"),
    ("tasks", "issued: 2023-04-18", "issued: 2023-04-18 10:00:00"),
    ("tasks", "issued: 2023-04-18", "issued: ~"),
    ("tasks", "done: 2023-04-26", "done: ''"),
    ("tasks", "done: 2023-04-26", "done: 是"),
    ("tasks", "from: 2023-05", "from: 5月"),
    ("tasks", "from: 2023-05", "from: 20235"),
    ("tasks", "period: 2023-Q3", "period: 2023-Q5"),
    ("tasks", "2: {2023-05:", "2: {2023-5:"),
    ("tasks", "2: {2023-05:", "2: {done: 2023-05-19, 2023-05:"),
    ("tasks", "2: {2023-05:", "2: {5:"),
    ("tasks", "3: {2024: {done: 2024-02-01}}", "3: {2024: 2024-02-01}"),
    ("tasks", "3: {2024: {done: 2024-02-01}}", "0: {2024: {done: 2024-02-01}}"),
    ("tasks", "3: {2024: {done: 2024-02-01}}", "三: {2024: {done: 2024-02-01}}"),
    ("towns", "{2023-05: 2023-05-18}", "{2023-13: 2023-05-18}"),
    ("towns", "{2023-05: 2023-05-18}", "{2023-5: 2023-05-18}"),
    ("towns", "{2023-05: 2023-05-18}", "{2023-05: 5月18日}"),
    ("towns", "{2023-05: 2023-05-18}", "[2023-05-18]"),
    # the register of letters
    ("letters", "letters:\n", "letter:\n"),
    ("letters", "number: 2023年督办第1号\n    date", "date"),
    ("letters", "number: 2023年督办第1号", "number:"),
    ("letters", "date: 2023-05-24", "date: 2023-02-30"),
    ("letters", "kind: 督办", "kind: 通报"),
    ("letters", "items: [{task: 1}, {task: 2, period: 2023-05}]", "items: []"),
    ("letters", "items: [{task: 1}, {task: 2, period: 2023-05}]", "items: [1]"),
    ("letters", "{task: 1}", "{task: 一}"),
    ("letters", "{task: 1}", "{period: 2023-05}"),
    ("letters", "basis: 批示", "reason: 批示"),
]


@pytest.mark.parametrize(("name", "old", "new"), WRONG)
def test_what_is_wrong_is_refused_by_both(name: str, old: str, new: str) -> None:
    texts = changed(name, old, new)
    assert (refused(name, texts[name]), is_loaded(texts)) == ([True, True], False)


SCALARS = "no 010 0x1F 1e3 12:30 .inf 2023-04-18 1_000 true 3.0".split()

# Text that YAML takes for something else, and what may stand where a list or a record may.
ODD = [
    *(
        ("tasks", "title: 方案", f"title: {odd}")
        for odd in "no 010 0x1F 1e3 12:30 .inf 2023-04-18 1_000 true 3.0".split()
    ),
    *(("tasks", "office: 室, ", f"office: {odd}, ") for odd in ("~", "null", "", "off", "'~'", '"\\ufeff"')),
    *(("tasks", "basis: [甲〔2023〕1号]", f"basis: {odd}") for odd in ("~", "2023", "甲", "[]", "[2023, no, 1.5]")),
    ("tasks", "id: 1,", "id: '1',"),
    ("tasks", "year: 2023", "year: '2023'"),
    ("tasks", "remind_days: 7", "remind_days: 0"),
    ("tasks", "remind_days: 7", "remind_days: '30'"),
    ("tasks", "remind_days: 7", "remind_days: "),
    ("tasks", "issued: 2023-04-18", 'issued: "2023-04-18"'),
    ("tasks", "severity: {a: hint}", "severity: {1: 'hint', no: error}"),
    ("tasks", "severity: {a: hint}", "severity: ~"),
    ("tasks", "aliases: [局子]", "aliases: [007, no, 12:30]"),
    ("tasks", "aliases: [局子]", "aliases: []"),
    ("tasks", "full: 全称", "full: |\n      全\n      称"),
    ("tasks", "name: 所}", 'name: "\\n 所 \\n"}'),
    ("tasks", "letter: 提示", "letter: '提示'"),
    ("tasks", "letter: 提示", "letter:"),
    ("tasks", "complete: true", "complete: false"),
    ("tasks", "complete: true", "complete: "),
    ("tasks", "members: [所, ", "members: ['所', "),
    ("tasks", "members: towns", "members: 'towns'"),
    ("tasks", "evidence: 材料", "evidence: 2023"),
    ("tasks", "evidence: 材料", "evidence: [2023-04-18, 12:30]"),
    ("tasks", "reason: 原因, ", "reason: , "),
    ("tasks", "2: {2023-05: ", "'2': {'2023-05': "),
    ("tasks", "3: {2024: ", '3: {"2024": '),
    ("tasks", "2: {2023-05: {done: 2023-05-19}, 2023-06: {}}", "2: {2023-05: {}}"),
    ("tasks", "from: 2023-05", "from: ' 2023-05 '"),
    ("tasks", "trigger: {date: 2023-05-05, basis: 通知}", "trigger: "),
    ("tasks", "waivers: [", "waivers: []\n# ["),
    ("tasks", "waivers: [", "waivers:\n# ["),
    ("towns", "code: 340210101", "code: 034021"),
    ("towns", "returns: {2023-05: 2023-05-18}", "returns: "),
    ("towns", "returns: {2023-05: 2023-05-18}", "returns: {'2023-05': '2023-05-18'}"),
    ("towns", "progress: {1: {done: 2023-04-26}}", "progress: {1: {}}"),
    ("towns", "progress: {1: {done: 2023-04-26}}", "progress: "),
]


@pytest.mark.parametrize(("name", "old", "new"), ODD)
def test_what_is_odd_is_accepted_by_both(name: str, old: str, new: str) -> None:
    texts = changed(name, old, new)
    assert (refused(name, texts[name]), loaded_of(texts["tasks"], texts["towns"]).found) == ([False, False], ())


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whatever_the_schema_refuses_the_loader_refuses(data: st.DataObject) -> None:
    texts = dict(EXAMPLES)
    name = data.draw(st.sampled_from(sorted(texts)))
    lines = texts[name].split("\n")
    for _ in range(data.draw(st.integers(1, 2))):
        n = data.draw(st.integers(1, len(lines) - 1))
        key, colon, _ = lines[n].partition(":")
        match data.draw(st.sampled_from(["value", "value", "value", "key", "drop", "indent"])):
            case "value" if colon:
                lines[n] = f"{key}: {data.draw(VALUES)}"
            case "value":
                lines[n] = f"{lines[n].partition('- ')[0]}- {data.draw(VALUES)}"
            case "key":
                before = key[: len(key) - len(key.lstrip("- "))]
                lines[n] = f"{before}{data.draw(st.sampled_from(KEYS))}{lines[n][len(key) :]}"
            case "drop":
                lines[n] = ""
            case _:
                lines[n] = " " * data.draw(st.integers(0, 8)) + lines[n].lstrip()
    texts[name] = "\n".join(lines)
    assume(any(refused(name, texts[name])))
    assert not is_loaded(texts)


# A value or a key of every kind.
SPOTS = [
    ("tasks", "{title: 方案", "{title: %s"),
    ("tasks", "office: 室", "office: %s"),
    ("tasks", "issued: 2023-04-18", "issued: %s"),
    ("tasks", "year: 2023", "year: %s"),
    ("tasks", "basis: [甲〔2023〕1号]", "basis: %s"),
    ("tasks", "remind_days: 7", "remind_days: %s"),
    ("tasks", "{a: hint}", "{%s: hint}"),
    ("tasks", "{a: hint}", "{a: %s}"),
    ("tasks", "{id: 1,", "{id: %s,"),
    ("tasks", "from: 2023-05", "from: %s"),
    ("tasks", "period: 2023-Q3", "period: %s"),
    ("tasks", "aliases: [局子]", "aliases: [%s]"),
    ("tasks", "letter: 提示", "letter: %s"),
    ("tasks", "{name: 所}", "{name: 所, full: %s}"),
    ("tasks", "  - {name: 所}", "  - {name: 所}\n  - {name: %s}"),
    ("tasks", "members: towns", "members: %s"),
    ("tasks", "complete: true", "complete: %s"),
    ("tasks", "evidence: 材料", "evidence: %s"),
    ("tasks", "expected: 2023-05-15", "expected: %s"),
    ("tasks", "1: {started", "%s: {started"),
    ("tasks", "2: {2023-05:", "2: {%s:"),
    ("tasks", "3: {2024:", "3: {%s:"),
    ("towns", "code: 340210101", "code: %s"),
    ("towns", "{2023-05: 2023-05-18}", "{%s: 2023-05-18}"),
    ("towns", "{2023-05: 2023-05-18}", "{2023-05: %s}"),
    ("letters", "date: 2023-05-24", "date: %s"),
    ("letters", "basis: 批示", "basis: %s"),
    ("letters", "{task: 1}", "{task: %s}"),
    ("letters", "period: 2023-05", "period: %s"),
]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(SPOTS),
    st.one_of(
        st.text(max_size=6).map(json.dumps),
        st.text("0123456789-_.:+xeoEQHWT \t\n\x1c\x85\u3000\ufeff年", max_size=10).map(json.dumps),
        st.text("0123456789-_.:+xeoEQHWT", max_size=10),
        st.from_regex(r"[+-]?(0|0x|0o|0b)?[0-9]{1,7}(_[0-9]+|\.[0-9]*|e[0-9]+|:[0-5]?[0-9])?", fullmatch=True),
        st.from_regex(r"[0-9]{4}(-([0-9]{2}|[QHW][0-9]{1,2})(-[0-9]{2})?)?", fullmatch=True),
        st.sampled_from(["yes", "No", "ON", "TRUE", "False", "null", "NULL", "~", "", ".nan", "-.INF", "[]", "{}"]),
    ),
)
def test_no_scalar_that_the_loader_takes_is_refused(spot: tuple[str, str, str], scalar: str) -> None:
    name, old, new = spot
    texts = changed(name, old, new % scalar)
    assume(is_loaded(texts))
    assert not any(refused(name, texts[name]))


def _checked(name: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(KEPT[name]), *map(str, paths)]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8")


def _properties(part: dict[str, Any]) -> dict[str, Any]:
    """The fields that a part of a schema describes: a field may be called so itself."""
    return part["properties"] if isinstance(part.get("properties"), dict) and "type" in part else {}


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping, however deep."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(one)
