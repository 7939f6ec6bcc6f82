"""The plan at a glance, where nothing is on record and nothing was due before the issue."""

from pathlib import Path

from conftest import Fuquan
from plans import task, written


def test_what_was_due_after_the_issue_alone_is_told_by_day(fuquan: Fuquan, tmp_path: Path) -> None:
    tasks = "\n".join((task("4月底前"), task("5月5日前", number=2), task("4月30日前", number=3)))
    done = fuquan("status", data=written(tmp_path, tasks, "  - {name: 局}", towns="towns: []"))
    assert (done.status, done.err) == (0, "")
    assert (
        done.out
        == """\
示例方案
截至2023年5月10日（星期三）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
共3项任务，均有明确时限：
  已完成  0项    0.0%
  逾期    3项  100.0%  ####################
  未到期  0项    0.0%

逾期3项
  方案印发后到期：1、3（4月30日）；2（5月5日）

今后30天没有到期任务。

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     3       -     3       -     -  示例
合计   3       -     3       -     -
"""
    )
