"""The 示例 plan is the shipped one, filled in with the records that the goldens of whole outputs rest on."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).parent
EXAMPLE = TESTS / "example" / "data"
DATA = TESTS.parent / "data"

# (task, unit, period) -> (started, done)
RECORDS: dict[tuple[int, str, str | None], tuple[date | None, date | None]] = {
    (1, "区委编办", None): (None, date(2023, 3, 30)),
    (1, "区级执法单位", None): (None, date(2023, 3, 31)),
    (1, "湾沚镇", None): (None, date(2023, 3, 29)),
    (1, "陶辛镇", None): (None, date(2023, 3, 29)),
    (1, "六郎镇", None): (None, date(2023, 3, 29)),
    (1, "花桥镇", None): (None, date(2023, 3, 29)),
    (1, "红杨镇", None): (None, date(2023, 3, 29)),
    (2, "区委编办", None): (None, date(2023, 4, 27)),
    (2, "区司法局", None): (None, date(2023, 4, 28)),
    (2, "区级执法单位", None): (date(2023, 4, 20), None),
    (2, "湾沚镇", None): (None, date(2023, 4, 26)),
    (2, "陶辛镇", None): (None, date(2023, 4, 27)),
    (2, "六郎镇", None): (None, date(2023, 4, 28)),
    (2, "花桥镇", None): (None, date(2023, 5, 8)),
    (2, "红杨镇", None): (date(2023, 4, 25), None),
    (3, "区委编办", None): (None, date(2023, 3, 31)),
    (3, "区级执法单位", None): (None, date(2023, 3, 31)),
    (3, "湾沚镇", None): (None, date(2023, 3, 30)),
    (3, "陶辛镇", None): (None, date(2023, 3, 30)),
    (3, "六郎镇", None): (None, date(2023, 3, 30)),
    (3, "花桥镇", None): (None, date(2023, 3, 30)),
    (3, "红杨镇", None): (None, date(2023, 3, 30)),
    (4, "区委编办", None): (date(2023, 4, 12), None),
    (5, "区委编办", None): (date(2023, 5, 4), None),
    (6, "区委编办", None): (date(2023, 4, 28), None),
    (8, "湾沚镇", None): (date(2023, 5, 6), None),
    (8, "红杨镇", None): (date(2023, 5, 6), None),
    (9, "区司法局", None): (date(2023, 4, 10), None),
    (9, "湾沚镇", None): (None, date(2023, 4, 25)),
    (9, "陶辛镇", None): (None, date(2023, 4, 25)),
    (9, "六郎镇", None): (None, date(2023, 4, 25)),
    (9, "花桥镇", None): (None, date(2023, 4, 25)),
    (10, "区级执法单位", None): (date(2023, 4, 24), None),
    (10, "区司法局", None): (date(2023, 4, 24), None),
    (10, "湾沚镇", None): (None, date(2023, 4, 28)),
    (10, "陶辛镇", None): (None, date(2023, 4, 28)),
    (10, "六郎镇", None): (None, date(2023, 5, 5)),
    (11, "区司法局", None): (date(2023, 5, 6), None),
    (13, "区数据资源管理局", None): (date(2023, 5, 8), None),
    (14, "区委编办", "2023-04"): (None, date(2023, 4, 20)),
    (14, "区司法局", "2023-04"): (None, date(2023, 4, 20)),
}

# What the records say beside their dates; 六郎镇 has handed in nothing for task 2.
REMARKS: dict[tuple[int, str], dict[str, Any]] = {
    (2, "区委编办"): {"evidence": "签订情况汇总表"},
    (2, "区司法局"): {"evidence": "审核意见"},
    (2, "区级执法单位"): {"reason": "尚有2家单位未盖章"},
    (2, "湾沚镇"): {"evidence": "确认书扫描件"},
    (2, "陶辛镇"): {"evidence": "确认书扫描件"},
    (2, "花桥镇"): {"evidence": "确认书扫描件"},
    (2, "红杨镇"): {"reason": "待区级单位盖章", "expected": date(2023, 5, 15)},
    (9, "区司法局"): {"reason": "考试已于4月25日组织，证件换领待统一制证（示例）"},
    (10, "区司法局"): {"reason": "正在汇总各单位培训指导计划（示例）"},
}


def test_the_started_and_done_days_are_these() -> None:
    assert {key: (r.get("started"), r.get("done")) for key, r in _records().items()} == RECORDS


def test_evidence_reasons_and_expected_days_are_these() -> None:
    said = {
        (task, unit): {key: value for key, value in record.items() if key not in {"started", "done"}}
        for (task, unit, _), record in _records().items()
    }
    assert {key: remarks for key, remarks in said.items() if remarks} == REMARKS


def test_one_deadline_has_been_adjusted() -> None:
    tasks = _load(EXAMPLE / "tasks.yaml")["tasks"]
    assert {t["id"]: t["adjustments"] for t in tasks if "adjustments" in t} == {
        4: [
            {
                "due": date(2023, 5, 19),
                "date": date(2023, 4, 27),
                "basis": "专班会议纪要第1号（示例）",
                "reason": "方案待上级审核",
            }
        ]
    }


def test_without_what_was_recorded_it_is_the_shipped_plan() -> None:
    assert _load(EXAMPLE / "tasks.yaml")["plan"]["office"] == "芜湖市湾沚区推进依法行政工作领导小组办公室（示例）"
    for name in ("tasks.yaml", "towns.yaml"):
        assert _printed(EXAMPLE / name) == _printed(DATA / name)


def _printed(path: Path) -> Any:
    """A file without what is recorded in the course of time."""
    data = _load(path)
    data.get("plan", {}).pop("office", None)
    for entry in [one for part in ("tasks", "units", "towns") for one in data.get(part, [])]:
        for key in ("adjustments", "trigger", "progress", "returns"):
            entry.pop(key, None)
    return data


def test_each_file_says_at_its_head_that_it_is_invented() -> None:
    heads = {path.name: path.read_text(encoding="utf-8").partition("\n")[0] for path in EXAMPLE.iterdir()}
    notice = "# 示例：本文件的全部办理记录均为虚构"
    assert heads == {"tasks.yaml": notice, "towns.yaml": notice}


def _records() -> dict[tuple[int, str, str | None], dict[str, Any]]:
    """The records of both files by (task, unit, period); task 14 is the one that recurs."""
    bodies = _load(EXAMPLE / "tasks.yaml")["units"] + _load(EXAMPLE / "towns.yaml")["towns"]
    return {
        (task, body["name"], period): record
        for body in bodies
        for task, entry in body.get("progress", {}).items()
        for period, record in (entry.items() if task == 14 else [(None, entry)])
    }


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
