"""The shipped data say what the notice printed, whatever is recorded beside it."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"

# The notice lost its full-width punctuation when its text was extracted; the data have it back.
FULL_WIDTH = str.maketrans(",;:()", "，；：（）")
NOTICE = (TESTS / "notice.txt").read_text(encoding="utf-8").translate(FULL_WIDTH)


def test_the_tasks_are_the_rows_of_the_annex() -> None:
    tasks = _load("tasks.yaml")["tasks"]
    assert [(t["id"], t["section"], t["title"], t["deadline"], t["units"]) for t in tasks] == _annex()[1]


def test_the_annex_is_read_whole() -> None:
    # So that the test above cannot pass on two equally short lists.
    headings, rows = _annex()
    assert "".join(headings) == "一二三四五六"
    assert [row[0] for row in rows] == list(range(1, 16))


def test_the_sections_are_the_headings_of_the_annex() -> None:
    assert {s["id"]: s["title"] for s in _load("tasks.yaml")["sections"]} == _annex()[0]


def test_the_sections_stand_in_the_order_of_the_annex() -> None:
    assert [s["id"] for s in _load("tasks.yaml")["sections"]] == list("一二三四五六")


def test_the_plan_is_the_one_the_notice_issues() -> None:
    title = re.match("关于印发《(.+?)》的通知\n", NOTICE)
    imprint = re.search(r"\n(\S+) (\d+)年(\d+)月(\d+)日印发$", NOTICE)
    assert title and imprint
    issued = date(int(imprint[2]), int(imprint[3]), int(imprint[4]))
    assert _load("tasks.yaml")["plan"] == {
        "title": title[1],
        "short": "镇赋权工作",
        "issuer": imprint[1],
        "issued": issued,
        "year": issued.year,
        "basis": re.findall(r"（([^（）]+〔\d{4}〕\d+号)）", NOTICE),
    }


def test_every_task_has_its_short_name() -> None:
    tasks = _load("tasks.yaml")["tasks"]
    assert [t.get("short", t["title"].partition("。")[0]) for t in tasks] == [
        "确定承接事项",
        "签订赋权事项承接确认书",
        "梳理执法机构编制人员",
        "提出执法机构组建方案",
        "优化编制资源配置",
        "制定公布三清单",
        "修订完善四项机制",
        "强化清单宣传解读",
        "执法人员持证上岗",
        "审批执法岗前业务培训",
        "行政执法协调监督",
        "纳入平台、年报、考评",
        "“互联网+”平台运行管理",
        "收集掌握镇赋权情况",
        "运行情况评估和动态调整",
    ]


def test_no_short_name_repeats_the_first_sentence_of_its_title() -> None:
    tasks = _load("tasks.yaml")["tasks"]
    assert [t["id"] for t in tasks if t.get("short") == t["title"].partition("。")[0]] == []


def test_the_units_are_those_of_the_annex_and_the_one_addressed_without_a_task() -> None:
    units = [unit["name"] for unit in _load("tasks.yaml")["units"]]
    assert units == ["区委编办", "区司法局", "区数据资源管理局", "区级执法单位", "各镇", "开发区管委会"]
    assert {unit for row in _annex()[1] for unit in row[4]} == set(units) - {"开发区管委会"}


def test_every_alias_is_a_word_of_the_notice() -> None:
    aliases = [alias for unit in _load("tasks.yaml")["units"] for alias in unit.get("aliases", [])]
    assert [alias for alias in aliases if alias not in NOTICE] == []


def test_the_towns_are_the_five_with_their_codes() -> None:
    assert [(town["name"], town["code"]) for town in _load("towns.yaml")["towns"]] == [
        ("湾沚镇", "340210100"),
        ("陶辛镇", "340210101"),
        ("六郎镇", "340210102"),
        ("花桥镇", "340210103"),
        ("红杨镇", "340210104"),
    ]


def test_task_14_collects_the_returns_of_the_towns() -> None:
    assert {t["id"]: t["collects"] for t in _load("tasks.yaml")["tasks"] if "collects" in t} == {14: "各镇"}


def test_no_half_width_punctuation_stands_in_a_title() -> None:
    data = _load("tasks.yaml")
    titled = [data["plan"], *data["sections"], *data["tasks"]]
    names = [name for entry in titled for name in (entry["title"], entry.get("short", ""))]
    assert [name for name in names if re.search("[,;:()]", name)] == []


def _load(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def _annex() -> tuple[dict[str, str], list[tuple[int, str, str, str, list[str]]]]:
    """The headings, and the rows as (number, section, title, deadline, units), of the table at the end of the notice.

    Its text is the cells, each closed by a bar. A heading cell spans rows, so it stands before the first of them only
    (before rows 9 and 10, where the table breaks over a page). Rows 14 and 15 separate their units by a space.
    """
    table = NOTICE.rpartition("芜湖市湾沚区推进镇赋权工作任务清单\n")[2]
    head, _, body = table.partition("|\n|\n")
    assert head == "序号 |\n主 要 任 务 |\n完成时限 |\n责任单位 "
    cells = (cell for text in body.split("|")[:-1] if (cell := text.strip()))
    headings: dict[str, str] = {}
    rows = []
    section = ""
    for number in cells:
        title = next(cells)
        if heading := re.fullmatch("([一二三四五六])、(.+)", title):
            section = heading[1]
            assert headings.setdefault(section, heading[2]) == heading[2]
            title = next(cells)
        rows.append((int(number), section, title, next(cells), re.split("[、 ]", next(cells))))
    return headings, rows
