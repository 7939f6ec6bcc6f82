"""What the screens say of small plans: the sentences that the example plan has no occasion for, as whole outputs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Fuquan
from plans import TOWNS, task, written

Screen = Callable[..., str]

UNIT = "  - {name: 局}"
TWO = "  - {name: 局}\n  - {name: 委}"
ALL = "  - {name: 各镇, members: towns}"
STARTED = "  - {name: 局, progress: {1: {started: 2023-05-01}}}"


@pytest.fixture
def screen(fuquan: Fuquan, tmp_path: Path) -> Screen:
    """What a command line writes of a small plan as of 2023-05-10, unless told otherwise."""

    def screen(line: str, tasks: str, units: str = UNIT, header: str = "", towns: str = "towns: []") -> str:
        done = fuquan(*line.split(), data=written(tmp_path, tasks, units, header, towns))
        assert done.status == 0
        return done.err + done.out

    return screen


def tasks(*deadlines: str) -> str:
    """A task a deadline, each owed by the one unit."""
    return "\n".join(task(deadline, number=n) for n, deadline in enumerate(deadlines, start=1))


def test_without_any_day_there_is_no_share(screen: Screen) -> None:
    plan = tasks("持续推进", "待定", "按省级部署", "每月20日前", "每季度首月10日前")
    said = """\
示例方案
截至2023年4月19日（星期三）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
共5项任务，都没有明确时限。
另有按月开展1项、按季开展1项、持续推进1项、待省级部署1项、时限待定1项。

没有逾期任务。

近期到期
序号  还有  到期日           任务；责任单位
   4  1天   4月20日（周四）  任务（4月）；局

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     5       -     -       -     5  示例
合计   5       -     -       -     5
"""
    assert screen("status --today 2023-04-19", plan) == said
    said = """\
今后30天（至5月19日）到期1项
到期日           还有            序号  任务；责任单位
4月20日（周四）  1天，1个工作日     4  任务（4月）
                                       局 暂无记录

其后：5月20日 任务4（5月）；7月10日 任务5（第三季度）。
不按日期提醒：任务1（持续推进）、2（时限待定）、3（待省级部署）。
"""
    assert screen("upcoming --today 2023-04-19", plan) == said
    assert screen("overdue", tasks("持续推进")) == "没有逾期任务（截至2023年5月10日；共1项，尚无任务到时限）。\n"


def test_who_is_reminded_earlier_than_the_ten_days_begin_is_told_so(screen: Screen) -> None:
    asked = screen("upcoming --days 1", tasks("6月中旬前"), header="remind_days: 7")
    assert asked.splitlines()[-1] == "其后：6月20日 任务1（6月中旬前，按中旬末计，6月11日起提醒）。"
    asked = screen("upcoming --days 1", tasks("6月中旬前"), header="remind_days: 30")
    assert asked.splitlines()[-1] == "其后：6月20日 任务1（6月中旬前，按中旬末计，5月21日起提醒）。"


def test_a_plan_of_days_alone_leaves_nothing_apart(screen: Screen) -> None:
    plan = tasks("6月底前", "9月底前")
    said = """\
示例方案
截至2023年5月10日（星期三）
共2项任务，均有明确时限：
  已完成  0项    0.0%
  逾期    0项    0.0%
  未到期  2项  100.0%  ####################
尚无任务到时限。

没有逾期任务。

今后30天没有到期任务。

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     2       -     -       2     -  示例
合计   2       -     -       2     -
"""
    assert screen("status", plan, STARTED) == said
    assert screen("overdue", plan) == "没有逾期任务（截至2023年5月10日；共2项，尚无任务到时限）。\n"
    assert screen("overdue -u 局", plan) == "局没有逾期任务（截至2023年5月10日；承担2项，尚无任务到时限）。\n"
    assert screen("overdue -f text", plan) == "没有逾期任务（截至2023年5月10日；共2项，尚无任务到时限）。\n"


def test_nothing_recorded_and_nothing_due(screen: Screen) -> None:
    plan = tasks("6月底前", "9月底前")
    said = """\
示例方案
截至2023年5月10日（星期三）
责任单位：局
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
共2项任务，均有明确时限：
  已完成  0项    0.0%
  逾期    0项    0.0%
  未到期  2项  100.0%  ####################

没有逾期任务。

今后30天没有到期任务。
"""
    assert screen("status -u 局", plan) == said
    assert screen("status -u 局 -f text", plan) == "局：截至5月10日，没有逾期任务。\n"
    said = """\
局：截至6月20日，没有逾期任务。
近期到期：6月30日（周五）任务。
"""
    assert screen("status -u 局 -f text --today 2023-06-20", plan) == said


def test_done_late_and_done_without_a_day_are_told_apart(screen: Screen) -> None:
    units = """\
  - name: 局
    progress:
      1: {done: 2023-05-02}
      2: {done: 2023-05-02, evidence: 表}
      3: {notes: [{date: 2023-05-01, text: 已上报}]}
      4: {done: 2023-04-20}"""
    plan = tasks("4月底前", "待定", "按省级部署", "4月底前")
    said = """\
示例方案
截至2023年5月10日（星期三）
共4项任务，其中有明确时限的2项：
  已完成  2项  100.0%  ####################
  逾期    0项    0.0%
  未到期  0项    0.0%
另有待省级部署1项、不计时限已完成1项。
已到时限的2项中完成2项，其中逾期完成1项（任务1）。

没有逾期任务。

今后30天没有到期任务。

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     4       2     -       -     2  示例
合计   4       2     -       -     2
"""
    assert screen("status", plan, units) == said
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  4月底前，按2023年4月30日计（含当日）
            当日为周日，在五一假期内，之前最后一个工作日是4月28日（周五）
  时限调整  无
  责任单位  局
  状态      已完成
  进展      1家单位：已完成1家（按期0家、逾期1家）

  单位  情况    完成日期  时限     佐证材料；说明
  局    已完成  5月2日    逾期2天  缺佐证材料

任务2  任务
  主要任务  一、示例
  完成时限  待定，时限待定
  时限调整  无
  责任单位  局
  状态      已完成
  进展      1家单位：已完成1家

  单位  情况    完成日期  时限  佐证材料；说明
  局    已完成  5月2日          表

任务3  任务
  主要任务  一、示例
  完成时限  按省级部署，待省级部署，事项发生之前不计日期
  时限调整  无
  责任单位  局
  状态      待省级部署
  进展      1家单位：有说明1家

  单位  情况    完成日期  时限  佐证材料；说明
  局    有说明

  5月1日局：已上报
"""
    assert screen("show 1 2 3", plan, units) == said


def test_late_periods_are_told_beside_late_tasks(screen: Screen) -> None:
    plan = tasks("每月20日前", "每周五前", "4月底前")
    units = STARTED.replace("1: {", "3: {")
    said = """\
示例方案
截至2023年5月10日（星期三）
共3项任务，其中有明确时限的1项：
  已完成  0项    0.0%
  逾期    1项  100.0%  ####################
  未到期  0项    0.0%
另有按月开展1项、按周开展1项。
已到时限的1项中完成0项。

逾期1项
序号  逾期  完成时限            任务；尚未完成的单位
   3  10天  4月底前（4月30日）  任务
                                推进中：局
另有重复任务2项逾期：1的4月（4月20日）；2的第16周（4月21日）、
  第17周（4月28日）、第18周（5月5日）

近期到期
序号  还有  到期日           任务；责任单位
   2  2天   5月12日（周五）  任务（第19周）；局
   2  9天   5月19日（周五）  任务（第20周）；局
   1  10天  5月20日（周六）  任务（5月）；局
   2  16天  5月26日（周五）  任务（第21周）；局
   2  23天  6月2日（周五）   任务（第22周）；局
   2  30天  6月9日（周五）   任务（第23周）；局

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     3       -     1       -     2  示例
合计   3       -     1       -     2
"""
    assert screen("status", plan, units) == said
    said = """\
【示例方案提示】截至5月10日，有明确时限的1项任务已完成0项，逾期1项。
一、已到时限（4月30日），请抓紧完成并报送
3.任务：局
另有重复任务2项逾期：1的4月（4月20日）；2的第16周（4月21日）、第17周（4月28日）、第18周（5月5日）。
二、近期到期
5月12日（周五）任务（第19周）：局
5月19日（周五）任务（第20周）：局
5月20日（周六）任务（5月）：局
5月26日（周五）任务（第21周）：局
6月2日（周五）任务（第22周）：局
6月9日（周五）任务（第23周）：局
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("status -f text", plan, units) == said
    said = """\
局：截至5月10日，有1项任务已到时限（4月30日）。
3.任务（推进中）
另有重复任务2项逾期：1的4月（4月20日）；2的第16周（4月21日）、第17周（4月28日）、第18周（5月5日）。
近期到期：5月12日（周五）任务（第19周）；5月19日（周五）任务（第20周）；5月20日（周六）任务（5月）；5月26日（周五）任务（第21周）；6月2日（周五）任务（第22周）；6月9日（周五）任务（第23周）。
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("status -u 局 -f text", plan, units) == said


def test_late_periods_are_named_in_chat(screen: Screen) -> None:
    said = """\
截至5月10日，逾期3项。
已到时限：
1.任务（4月）（4月20日）：局
2.任务（第16周、第17周、第18周）（4月21日）：局
3.任务（4月30日）：局
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    units = STARTED.replace("1: {", "3: {")
    assert screen("overdue -f text", tasks("每月20日前", "每周五前", "4月底前"), units) == said


def test_late_periods_alone(screen: Screen) -> None:
    plan = tasks("每月20日前", "每周五前")
    said = """\
示例方案
截至2023年5月10日（星期三）
共2项任务，都没有明确时限。
另有按月开展1项、按周开展1项。

有明确时限的任务没有逾期；重复任务2项逾期：1的4月（4月20日）；
2的第16周（4月21日）、第17周（4月28日）、第18周（5月5日）。

近期到期
序号  还有  到期日           任务；责任单位
   2  2天   5月12日（周五）  任务（第19周）；局
   2  9天   5月19日（周五）  任务（第20周）；局
   1  10天  5月20日（周六）  任务（5月）；局
   2  16天  5月26日（周五）  任务（第21周）；局
   2  23天  6月2日（周五）   任务（第22周）；局
   2  30天  6月9日（周五）   任务（第23周）；局

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     2       -     -       -     2  示例
合计   2       -     -       -     2
"""
    assert screen("status", plan, "  - {name: 局, progress: {1: {2023-04: {started: 2023-04-10}}}}") == said
    said = """\
示例方案
截至2023年5月10日（星期三）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
共1项任务，都没有明确时限。
另有按月开展1项。

按月任务1项逾期：1的4月（4月20日）

近期到期
序号  还有  到期日           任务；责任单位
   1  10天  5月20日（周六）  任务（5月）；局

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     1       -     -       -     1  示例
合计   1       -     -       -     1
"""
    assert screen("status", tasks("每月20日前")) == said
    said = """\
【示例方案提示】截至5月10日，有明确时限的0项任务尚未录入办理记录，以下请先核实是否已完成。
一、已到时限，请核实并报送
重复任务2项逾期：1的4月（4月20日）；2的第16周（4月21日）、第17周（4月28日）、第18周（5月5日）。
二、近期到期
5月12日（周五）任务（第19周）：局
5月19日（周五）任务（第20周）：局
5月20日（周六）任务（5月）：局
5月26日（周五）任务（第21周）：局
6月2日（周五）任务（第22周）：局
6月9日（周五）任务（第23周）：局
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("status -f text", plan) == said
    said = """\
局：截至5月10日，有重复任务2项逾期：1的4月（4月20日）；2的第16周（4月21日）、第17周（4月28日）、第18周（5月5日）。
近期到期：5月12日（周五）任务（第19周）；5月19日（周五）任务（第20周）；5月20日（周六）任务（5月）；5月26日（周五）任务（第21周）；6月2日（周五）任务（第22周）；6月9日（周五）任务（第23周）。
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("status -u 局 -f text", plan) == said
    said = """\
截至2023年5月10日，尚未录入任何办理记录；共2项任务，都没有明确时限，另有重复任务
2项逾期：1的4月（4月20日）；2的第16周（4月21日）、第17周（4月28日）、
第18周（5月5日）；下一个到期日：任务2（5月12日）。
"""
    assert screen("status --brief", plan) == said


def test_many_late_periods_are_folded(screen: Screen) -> None:
    plan = tasks("每月20日前", "每日", "每半年", "每年6月底、12月底前", "每年2月底前")
    said = """\
逾期4项（截至2024年2月27日）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
序号  逾期   完成时限                              任务；尚未完成的单位
   2  315天  每日（2023年4月18日）                 任务（2023年4月18日至2024年
                                                   2月26日共315期）
                                                   未报送：局
   1  313天  每月20日前（2023年4月20日）           任务（2023年4月至2024年2月共
                                                   11期）
                                                   未报送：局
   3  242天  每半年（2023年6月30日）               任务（2023年上半年、
                                                   2023年下半年）
                                                   未报送：局
   4  242天  每年6月底、12月底前（2023年6月30日）  任务（2023年6月30日、
                                                   2023年12月31日）
                                                   未报送：局
"""
    assert screen("overdue --today 2024-02-27", plan) == said
    said = """\
截至2024年2月27日，尚未录入任何办理记录；共5项任务，都没有明确时限，今日到期1项
（任务2），另有重复任务4项逾期：2的2023年4月18日至2024年2月26日共315期；
1的2023年4月至2024年2月共11期；3的2023年上半年（2023年6月30日）、
2023年下半年（2023年12月31日）；4的2023年6月30日、2023年12月31日；
下一个到期日：任务2（2月28日）。
"""
    assert screen("status --brief --today 2024-02-27", plan) == said
    said = """\
今后3天（至3月1日）到期5项
到期日           还有            序号  任务；责任单位
2月27日（周二）  今日               2  任务（2月27日）
                                       局 暂无记录
2月28日（周三）  1天，1个工作日     2  任务（2月28日）
                                       局 暂无记录
2月29日（周四）  2天，2个工作日     2  任务（2月29日）
                                       局 暂无记录
2月29日（周四）  2天，2个工作日     5  任务（2024年）
                                       局 暂无记录
3月1日（周五）   3天，3个工作日     2  任务（3月1日）
                                       局 暂无记录

其后：3月2日 任务2（3月2日）；3月20日 任务1（3月）；6月30日 任务3（上半年）、
      4（6月30日）；2025年2月28日 任务5（2025年）。
"""
    assert screen("upcoming --days 3 --today 2024-02-27", plan) == said


def test_a_task_done_by_some_and_put_off_for_the_rest_is_not_late(screen: Screen) -> None:
    more = (
        ", adjustments: [{due: 2023-07-31, date: 2023-04-27, units: [委], basis: 文号, reason: 待核, approved_by: 某}]"
    )
    plan = task("4月底前", "局, 委", more=more)
    units = "  - {name: 局, progress: {1: {done: 2023-04-26}}}\n  - {name: 委}"
    said = """\
没有逾期任务（截至2023年5月10日；共1项，已到时限的1项中，到期的部分均已完成）。
"""
    assert screen("overdue", plan, units) == said
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  4月底前，按2023年4月30日计（含当日）
            当日为周日，在五一假期内，之前最后一个工作日是4月28日（周五）
  时限调整  委，4月27日经批准调整为7月31日，依据文号，事由：待核，批准人：某
  责任单位  局、委
  状态      未到期
  进展      2家单位：已完成1家，暂无记录1家

  单位  情况      完成日期  时限     佐证材料；说明
  局    已完成    4月26日   按期     缺佐证材料
  委    暂无记录            7月31日
"""
    assert screen("show 1", plan, units) == said
    said = """\
任务1“4月底前”：有明确时限，2023年4月30日
  写法：月底、年底前
  文中未写年份，按方案年度2023年
  到期日：2023年4月30日（周日），含当日；当日为周日，在五一假期内，之前最后一个
    工作日是4月28日（周五）
  委已调整为2023年7月31日
"""
    assert screen("explain 1", plan, units) == said
    said = """\
任务1 任务：7月31日（原4月底前），未到期
责任单位：局、委
"""
    assert screen("show 1 -f text", plan, units) == said


def test_what_is_due_today_has_reached_its_day_and_is_not_late(screen: Screen) -> None:
    plan = task("4月底前", "局, 委")
    units = "  - {name: 局, progress: {1: {done: 2023-04-26}}}\n  - {name: 委}"
    said = """\
示例方案
截至2023年4月30日（星期日）
共1项任务，均有明确时限：
  已完成    0项    0.0%
  逾期      0项    0.0%
  今日到期  1项  100.0%  ####################
  未到期    0项    0.0%
已到时限的1项中完成0项。

没有逾期任务。

近期到期
序号  还有  到期日           任务；责任单位
   1  今日  4月30日（周日）  任务；委

各项主要任务
      共  已完成  逾期  今日到期  未到期  其他  主要任务
一     1       -     -         1       -     -  示例
合计   1       -     -         1       -     -
"""
    assert screen("status --today 2023-04-30", plan, units) == said
    said = """\
委没有逾期任务（截至2023年4月30日；承担1项，今日到期1项（任务1））。
"""
    assert screen("overdue -u 委 --today 2023-04-30", plan, units) == said
    assert (
        screen("overdue -u 局 --today 2023-04-30", plan, units)
        == "局没有逾期任务（截至2023年4月30日；承担1项，已到时限的1项均已完成）。\n"
    )
    said = """\
责任单位办理情况（截至2023年4月30日）
单位  承担  应完成  已完成  逾期完成  逾期  今日到期  临期  完成率
局       1       1       1         -     -         -     -  100.0%
委       1       1       -         -     -         1     -    0.0%

承担为任务项数；应完成为已到时限的项数（按月等重复任务每期计1项），其余各列同。
"""
    assert screen("units --today 2023-04-30", plan, units) == said
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  4月底前，按2023年4月30日计（含当日）
            当日为周日，在五一假期内，之前最后一个工作日是4月28日（周五）
  时限调整  无
  责任单位  局、【委】
  状态      今日到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限      佐证材料；说明
  委    暂无记录            今日到期
"""
    assert screen("show 1 -u 委 --today 2023-04-30", plan, units) == said


def test_a_deadline_of_several_days_shows_its_stages(screen: Screen) -> None:
    plan = tasks("6月底前启动、10月底前完成", "原则上4月底前，并长期坚持")
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  6月底前启动、10月底前完成，按2023年10月31日计（含当日）
            其中6月底前（6月30日）
  时限调整  无
  责任单位  局
  状态      未到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限      佐证材料；说明
  局    暂无记录            10月31日

任务2  任务
  主要任务  一、示例
  完成时限  原则上4月底前，并长期坚持，按2023年4月30日计（含当日）
            当日为周日，在五一假期内，之前最后一个工作日是4月28日（周五）
            到期之后还要长期坚持
            原文留有余地（原则上、力争等），日期照计
  时限调整  无
  责任单位  局
  状态      逾期10天
  进展      1家单位：未报送1家

  单位  情况    完成日期  时限      佐证材料；说明
  局    未报送            逾期10天
"""
    assert screen("show 1 2", plan) == said
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  6月底前启动、10月底前完成，按2023年10月31日计（含当日）
            其中6月底前（6月30日，已过）
  时限调整  无
  责任单位  局
  状态      未到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限      佐证材料；说明
  局    暂无记录            10月31日
"""
    assert screen("show 1 --today 2023-07-01", plan) == said
    said = """\
任务1 任务：6月底前启动、10月底前完成（10月31日），未到期
责任单位：局
任务2 任务：原则上4月底前，并长期坚持（4月30日），逾期10天
责任单位：局
尚未完成：局
"""
    assert screen("show 1 2 -f text", plan) == said


def test_an_event_that_came_shows_its_day_and_basis(screen: Screen) -> None:
    phrase = "收到通知后15个工作日内"
    plan = "\n".join(
        (
            task(phrase, more=", trigger: {date: 2023-05-04, basis: 文号}"),
            task(phrase, number=2, more=", trigger: {date: 2023-05-12}"),
            task(phrase, number=3, more=", trigger: {date: 2023-05-05}"),
        )
    )
    said = """\
提示：另有1条记录、调整或起算的日期晚于2023年5月10日，未计入。
任务1  任务
  主要任务  一、示例
  完成时限  收到通知后15个工作日内，按2023年5月24日计（含当日）
            2023年5月4日起算，依据文号
  时限调整  无
  责任单位  局
  状态      未到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限     佐证材料；说明
  局    暂无记录            5月24日

任务2  任务
  主要任务  一、示例
  完成时限  收到通知后15个工作日内，待起算，事项发生之前不计日期
  时限调整  无
  责任单位  局
  状态      待起算
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限  佐证材料；说明
  局    暂无记录

任务3  任务
  主要任务  一、示例
  完成时限  收到通知后15个工作日内，按2023年5月25日计（含当日）
            2023年5月5日起算
  时限调整  无
  责任单位  局
  状态      未到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限     佐证材料；说明
  局    暂无记录            5月25日
"""
    assert screen("show 1 2 3", plan) == said
    said = """\
任务1“收到通知后15个工作日内”：按起算日推定，2023年5月24日
  写法：某事后若干日内
  自“收到通知”起算，当日不计入
  到期日：2023年5月24日（周三），含当日，是工作日

任务2“收到通知后15个工作日内”：待起算
  写法：某事后若干日内
  自“收到通知”起算，当日不计入
  要等“收到通知”，事项发生之前不计日期
"""
    assert screen("explain 1 2", plan) == said


def test_a_reading_is_shown_with_its_basis(screen: Screen) -> None:
    plan = "\n".join(
        (
            task("2024年8月前", more=", reading: 2024年7月底前, reading_basis: 批示"),
            task("2024年8月前", number=2, more=", reading: 2024年7月底前"),
        )
    )
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  2024年8月前，按2024年7月31日计（含当日）
            本单位理解为“2024年7月底前”，依据批示
  时限调整  无
  责任单位  局
  状态      未到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限           佐证材料；说明
  局    暂无记录            2024年7月31日

任务2  任务
  主要任务  一、示例
  完成时限  2024年8月前，按2024年7月31日计（含当日）
            本单位理解为“2024年7月底前”
  时限调整  无
  责任单位  局
  状态      未到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限           佐证材料；说明
  局    暂无记录            2024年7月31日
"""
    assert screen("show 1 2", plan) == said
    said = """\
任务1“2024年8月前”：有明确时限，2024年7月31日
  印发的“2024年8月前”按本单位的理解“2024年7月底前”，依据批示
  写法：月底、年底前
  文中写明2024年
  到期日：2024年7月31日（周三），含当日，是工作日

任务2“2024年8月前”：有明确时限，2024年7月31日
  印发的“2024年8月前”按本单位的理解“2024年7月底前”
  写法：月底、年底前
  文中写明2024年
  到期日：2024年7月31日（周三），含当日，是工作日
"""
    assert screen("explain 1 2", plan) == said


def test_notes_and_withdrawn_records_stand_below_by_day(screen: Screen) -> None:
    units = """\
  - name: 局
    progress:
      1:
        started: 2023-05-02
        notes: [{date: 2023-05-01, text: 后}, {date: 2023-04-22, text: 前}]
        withdrawn:
          - {done: 2023-04-21, date: 2023-04-25, reason: 误报}
          - {started: 2023-04-21, date: 2023-04-26, reason: 再误报}"""
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  4月底前，按2023年4月30日计（含当日）
            当日为周日，在五一假期内，之前最后一个工作日是4月28日（周五）
  时限调整  无
  责任单位  局
  状态      逾期10天
  进展      1家单位：推进中1家

  单位  情况    完成日期  时限      佐证材料；说明
  局    推进中            逾期10天

  4月22日局：前
  5月1日局：后
  4月25日撤回局原报4月21日完成的记录：误报
  4月26日撤回局原报的记录：再误报
"""
    assert screen("show 1", tasks("4月底前"), units) == said


def test_a_period_adjusted_and_its_notes_bear_its_name(screen: Screen) -> None:
    plan = task("每月20日前", more=", adjustments: [{due: 2023-05-25, period: 2023-05, date: 2023-05-01}]")
    units = "  - {name: 局, progress: {1: {2023-04: {done: 2023-04-25, notes: [{date: 2023-04-22, text: 在办}]}}}}"
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  每月20日前，按月开展
  时限调整  5月一期，5月1日经批准调整为5月25日
  责任单位  局
  状态      按月开展
  进展      列出2期，已完成1期

  时期  单位  情况      完成日期  时限     佐证材料；说明
  4月   局    已完成    4月25日   逾期5天  缺佐证材料
  5月   局    暂无记录            5月25日

  4月22日局（4月）：在办
"""
    assert screen("show 1", plan, units) == said
    said = """\
今后30天（至6月9日）到期1项
到期日           还有              序号  任务；责任单位
5月25日（周四）  15天，11个工作日     1  任务（5月）
                                         局 暂无记录；原每月20日前，已调整

其后：6月20日 任务1（6月）。
"""
    assert screen("upcoming", plan, units) == said


def test_the_first_day_of_what_had_none_is_no_adjustment_of_it(screen: Screen) -> None:
    more = ", adjustments: [{due: 2023-06-01, date: 2023-05-01, basis: 纪要}, {due: 2024-01-10, date: 2023-05-02}]"
    shown = screen("show 1", task("待定", more=more), "  - {name: 局}")
    assert [line.strip() for line in shown.split("\n") if "时限调整" in line] == [
        "时限调整  5月1日经批准确定为6月1日，依据纪要",
        "时限调整  5月2日经批准调整为2024年1月10日",
    ]


def test_a_period_adjusted_for_everybody_names_nobody(screen: Screen) -> None:
    plan = task("每月20日前", more=", adjustments: [{due: 2023-05-25, period: 2023-05, date: 2023-05-01}]")
    said = """\
任务1“每月20日前”：按月开展，首次2023年4月20日
  写法：每期某日前
  规则：FREQ=MONTHLY;BYMONTHDAY=20（RFC 5545）
  5月10日起的3次：5月20日（周六）、6月20日（周二）、7月20日（周四）
  5月20日当日为周六，之前最后一个工作日是5月19日（周五）
  5月已调整为2023年5月25日
"""
    assert screen("explain 1", plan) == said


def test_a_year_without_calendar_leaves_out_what_depends_on_it(screen: Screen) -> None:
    plan = tasks("2090年3月1日前", "2090年3月最后一个工作日前")
    said = """\
今后30天（至3月12日）到期2项
到期日          还有  序号  任务；责任单位
3月1日（周三）  19天     1  任务
                            局 暂无记录
3月5日（周日）  23天     2  任务
                            局 暂无记录
"""
    assert screen("upcoming --today 2090-02-10", tasks("2090年3月1日前", "2090年3月5日前")) == said
    said = """\
警告：没有2090年的节假日安排，按工作日计的时限无法推算，暂作时限待定。
任务1  任务
  主要任务  一、示例
  完成时限  2090年3月1日前，按2090年3月1日计（含当日）
  时限调整  无
  责任单位  局
  状态      未到期
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限    佐证材料；说明
  局    暂无记录            3月1日

任务2  任务
  主要任务  一、示例
  完成时限  2090年3月最后一个工作日前，时限待定
  时限调整  无
  责任单位  局
  状态      时限待定
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限  佐证材料；说明
  局    暂无记录
"""
    assert screen("show 1 2 --today 2090-02-10", plan) == said
    said = """\
任务1“2090年3月1日前”：有明确时限，2090年3月1日
  写法：某日前
  文中写明2090年
  到期日：2090年3月1日（周三），含当日；没有2090年的节假日安排，不知是否工作日
"""
    assert screen("explain 1 --today 2090-02-10", plan) == said
    said = """\
今后30天（至3月12日）没有到期任务。
"""
    assert screen("upcoming --today 2090-02-10", tasks("每月最后一个工作日前"), header="until: 2023-06-01") == said
    said = """\
【示例方案提示】截至2090年2月10日，有明确时限的0项任务尚未录入办理记录。
一、近期到期
2月20日（周一）任务（2月）：局
请各镇于2月20日（周一）下班前报送2月情况。
"""
    monthly = task("每月20日前", more=", from: 2090-02, collects: 各镇")
    assert screen("status -f text --today 2090-02-10", monthly, f"{UNIT}\n{ALL}") == said
    said = """\
警告：没有2089年的节假日安排，按工作日计的时限无法推算，暂作时限待定。
警告：没有2090年的节假日安排，按工作日计的时限无法推算，暂作时限待定。
任务清单共1项（截至2090年2月10日）
序号  状态      完成时限              任务；责任单位
   1  时限待定  每月最后一个工作日前  任务
                                      局
"""
    assert screen("list --today 2090-02-10", task("每月最后一个工作日前", more=", from: 2089-12")) == said


def test_recurring_deadlines_are_explained_with_their_next_days(screen: Screen) -> None:
    said = """\
“每周二前”：按周开展，首次2023年4月18日
  写法：每期某日前
  规则：FREQ=WEEKLY;BYDAY=TU（RFC 5545）
  5月2日起的3次：5月2日（周二）、5月9日（周二）、5月16日（周二）
  5月2日当日为周二，在五一假期内，之前最后一个工作日是4月28日（周五）
"""
    assert screen("explain 每周二前 --today 2023-05-02", tasks("待定")) == said
    said = """\
“每月30日前”：按月开展，首次2023年4月30日
  写法：每期某日前
  没有这一天的月份按月末计
  5月10日起的3次：5月30日（周二）、6月30日（周五）、7月30日（周日）
  7月30日当日为周日，之前最后一个工作日是7月28日（周五）

“每年2月底前”：按年开展，首次2024年2月29日
  写法：每期某日前
  规则：FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1（RFC 5545）
  5月10日起的3次：2024年2月29日（周四）、2025年2月28日（周五）、
    2026年2月28日（周六）
"""
    assert screen("explain 每月30日前 每年2月底前", tasks("待定")) == said
    said = """\
“2021—2022年每年12月底前”：按年开展
  整理为“2021-2022年每年12月底前”
  写法：每期某日前
  自2021年1月1日起
  到2022年12月31日止
  规则：DTSTART=2021-01-01; FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31;UNTIL=20221231
    （RFC 5545）
  5月10日起不再有到期日
"""
    assert screen("explain 2021—2022年每年12月底前", tasks("待定")) == said
    said = """\
“每月最后一个工作日前”：按月开展，首次2023年4月28日
  整理为“每月最后1个工作日前”
  写法：每期某日前
  遇休息日提前到之前最后一个工作日
  没有2089年的节假日安排，其后各次尚不能推算
"""
    assert screen("explain 每月最后一个工作日前 --today 2089-05-10", tasks("待定")) == said
    said = """\
“3个工作日内”：待起算
  写法：若干日内
  要等“起算的事项”，事项发生之前不计日期

“持续推进”：持续推进
  写法：持续推进
  没有截止日期，不会逾期

“待定”：时限待定
  写法：时限待定
  没有写明任何时间，不计逾期
"""
    assert screen("explain 3个工作日内 持续推进 待定", tasks("待定")) == said


def test_a_list_of_nothing_is_a_sentence_in_chat_too(screen: Screen) -> None:
    assert (
        screen("list --state 逾期 -f text", tasks("待定")) == "没有符合条件的任务（截至2023年5月10日；清单共1项）。\n"
    )
    assert screen("upcoming --days 0 -f text", tasks("待定")) == "今日（5月10日，周三）没有到期任务。\n"
    assert screen("upcoming -f text", tasks("待定")) == "今后30天（至6月9日）没有到期任务。\n"
    said = """\
【示例方案提示】截至5月10日，有明确时限的1项任务已完成0项，逾期0项。
"""
    assert screen("status -f text", tasks("9月底前"), STARTED) == said
    assert (
        screen("overdue -f text --today 2023-04-19", tasks("待定"))
        == "没有逾期任务（截至2023年4月19日；共1项，尚无任务到时限）。\n"
    )


def test_towns_stand_side_by_side(screen: Screen) -> None:
    units = f"{ALL}\n{UNIT}"
    plan = "\n".join(
        (
            task("4月底前", "各镇, 局"),
            task("每月20日前", "各镇", 2),
            task("待定", "各镇", 3),
            task("6月底前", "各镇", 4, ", adjustments: [{due: 2023-07-31, units: [甲镇]}]"),
        )
    )
    towns = TOWNS.replace(
        '340210100"',
        '340210100", progress: {1: {done: 2023-05-02}, 2: {2023-04: {done: 2023-04-25}}, 3: {started: 2023-05-01}}',
    )
    towns = towns.replace('340210101"', '340210101", progress: {1: {notes: [{date: 2023-05-01, text: 在办}]}}')
    said = """\
各镇办理情况（截至2023年5月10日）
        任务1     任务2（4月）  任务2（5月）  任务3     任务4  完成
时限    4月30日   4月20日       5月20日       时限待定  不一
甲镇    5月2日*   4月25日*      -             推进中    -       2/2
乙镇    逾期10天  逾期20天      -             -         -       0/2
丙镇    /         /             -             -         -       0/0
已完成  1个       1个

日期为完成日期，*逾期完成，-暂无记录，/不承担；“完成”为已完成项数/已到时限项数。
逾期：有说明 任务1乙镇；未报送 任务2乙镇。
任务1 任务；2 任务；3 任务；4 任务
"""
    assert screen("towns", plan, units, towns=towns) == said
    said = """\
各镇办理情况（截至2023年5月10日）
        任务1    任务2（5月）  任务3     任务4    完成
时限    4月30日  5月20日       时限待定  7月31日
甲镇    5月2日*  -             推进中    -         2/2
已完成  1个

日期为完成日期，*逾期完成，-暂无记录；“完成”为已完成项数/已到时限项数。
任务1 任务；2 任务；3 任务；4 任务
"""
    assert screen("towns -u 甲镇", plan, units, towns=towns) == said
    said = """\
各镇办理情况（截至5月10日）
甲镇：已到时限2项，完成2项
乙镇：已到时限2项，完成0项；未完成 1.任务、2.任务
丙镇：已到时限0项，完成0项
"""
    assert screen("towns -f text", plan, units, towns=towns) == said
    said = """\
责任单位办理情况（截至2023年5月10日）
单位  承担  应完成  已完成  逾期完成  逾期  临期  完成率
甲镇     4       2       2         2     -     -  100.0%
乙镇     4       2       -         -     2     -    0.0%
丙镇     3       -       -         -     -     -       -

承担为任务项数；应完成为已到时限的项数（按月等重复任务每期计1项），其余各列同。
"""
    assert screen("units -u 各镇", plan, units, towns=towns) == said
    said = """\
各镇逾期2项（截至2023年5月10日）
序号  逾期  完成时限               任务；尚未完成的单位
   2  20天  每月20日前（4月20日）  任务（4月）
                                   未报送：乙镇
                                   责任单位：【各镇】
   1  10天  4月底前（4月30日）     任务
                                   有说明：乙镇
                                   责任单位：【各镇】、局

各镇共承担4项：逾期2项，未到期1项，时限待定1项。
"""
    assert screen("overdue -u 各镇", plan, units, towns=towns) == said
    said = """\
乙镇逾期2项（截至2023年5月10日）
序号  逾期  完成时限               本单位  任务
   2  20天  每月20日前（4月20日）  未报送  任务（4月）
      责任单位：【各镇】
      其他单位：已完成1家
   1  10天  4月底前（4月30日）     有说明  任务
      责任单位：【各镇】、局
      本单位：5月1日在办
      其他单位：已完成1家；未报送 局

乙镇共承担4项：逾期2项，未到期1项，时限待定1项。
"""
    assert screen("overdue -u 乙镇", plan, units, towns=towns) == said
    said = """\
各镇：截至5月10日，有1项任务已到时限（4月30日）。
1.任务（有说明：乙镇）
另有按月任务1项逾期：2的4月（4月20日）。
近期到期：5月20日（周六）任务（5月）。
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("status -u 各镇 -f text", plan, units, towns=towns) == said


def test_towns_that_owe_nothing_have_an_empty_matrix(screen: Screen) -> None:
    said = """\
各镇办理情况（截至2023年5月10日）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
        完成
时限
甲镇     0/0
乙镇     0/0
丙镇     0/0
已完成

日期为完成日期，*逾期完成，-暂无记录；“完成”为已完成项数/已到时限项数。
"""
    assert screen("towns", tasks("4月底前"), towns=TOWNS) == said
    said = """\
责任单位办理情况（截至5月10日）
局：应完成1项，已完成0项，逾期1项
"""
    assert screen("units -f text", tasks("4月底前"), towns=TOWNS) == said


def test_what_was_due_before_the_issue_is_asked_first(screen: Screen) -> None:
    plan = tasks("3月底前", "9月底前")
    units = STARTED.replace("1: {", "2: {")
    said = """\
示例方案
截至2023年5月10日（星期三）
共2项任务，均有明确时限：
  已完成  0项   0.0%
  逾期    1项  50.0%  ##########
  未到期  1项  50.0%  ##########
已到时限的1项中完成0项。

逾期1项
方案印发前已到期，请先核实是否已完成：1（3月31日）

今后30天没有到期任务。

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     2       -     1       1     -  示例
合计   2       -     1       1     -
"""
    assert screen("status", plan, units) == said
    said = """\
示例方案
截至2023年5月10日（星期三）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
共2项任务，均有明确时限：
  已完成  0项   0.0%
  逾期    1项  50.0%  ##########
  未到期  1项  50.0%  ##########

逾期1项
  方案印发（4月18日）前已到期：1（3月31日）

今后30天没有到期任务。

各项主要任务
      共  已完成  逾期  未到期  其他  主要任务
一     2       -     1       1     -  示例
合计   2       -     1       1     -
"""
    assert screen("status", plan) == said
    said = """\
截至5月10日，逾期1项。
方案印发前已到期，请先核实是否已完成（3月31日）：
1.任务：局
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("overdue -f text", plan, units) == said
    said = """\
截至2023年5月10日，共2项任务，有明确时限的2项已完成0项，逾期1项（任务1）；
下一个到期日：任务2（9月30日）。
"""
    assert screen("status --brief", plan, units) == said


def test_sections_have_a_column_of_what_is_due_today_or_soon_only_where_there_is_some(screen: Screen) -> None:
    said = """\
各项主要任务
      共  已完成  逾期  今日到期  临期  未到期  其他  主要任务
一     4       -     -         1     1       1     1  示例
合计   4       -     -         1     1       1     1
"""
    plan = tasks("5月10日前", "5月12日前", "9月底前", "持续推进")
    assert screen("status", plan, STARTED).endswith(f"\n{said}")
    said = """\
各项主要任务
      共  已完成  逾期  临期  未到期  其他  主要任务
一     2       -     -     1       -     1  示例
合计   2       -     -     1       -     1
"""
    assert screen("status", tasks("5月12日前", "每月10日前"), STARTED).endswith(f"\n{said}")


def test_one_sentence_is_a_page_on_the_screen_and_a_line_in_chat(screen: Screen) -> None:
    plan = tasks("4月底前", "5月10日前", "9月底前")
    said = """\
截至2023年5月10日，共3项任务，有明确时限的3项已完成0项，逾期1项（任务1），今日到
期1项（任务2）；下一个到期日：任务3（9月30日）。
"""
    assert screen("status --brief", plan, STARTED) == said
    assert screen("status --brief -f text", plan, STARTED) == f"{''.join(said.splitlines())}\n"


@pytest.mark.parametrize(
    ("one", "other", "is_complete", "late"),
    [
        ("", "", "true", "未报送：组"),
        ("", "", "false", "未报送：组"),
        ("done", "", "true", "未报送：乙局"),
        ("done", "", "false", "未报送：组、乙局"),
        ("started", "", "true", "推进中：甲局；未报送：乙局"),
        ("started", "started", "true", "推进中：组"),
        ("started", "started", "false", "推进中：甲局、乙局；未报送：组"),
    ],
)
def test_a_group_is_named_where_all_that_owe_through_it_are_alike(
    one: str, other: str, is_complete: str, late: str, screen: Screen
) -> None:
    one, other = (f", progress: {{1: {{{key}: 2023-05-01}}}}" if key else "" for key in (one, other))
    units = f"""\
  - {{name: 甲局{one}}}
  - {{name: 乙局{other}}}
  - {{name: 组, members: [甲局, 乙局], complete: {is_complete}}}
  - {{name: 委, progress: {{1: {{done: 2023-05-01}}}}}}"""
    said = f"""\
逾期1项（截至2023年5月10日）
序号  逾期  完成时限            任务；尚未完成的单位
   1  10天  4月底前（4月30日）  任务
                                {late}
"""
    assert screen("overdue", task("4月底前", "组, 委"), units) == said


def test_days_ahead_tell_who_has_begun(screen: Screen) -> None:
    plan = task("5月底前", "局, 委")
    units = "  - {name: 局, progress: {1: {started: 2023-05-01}}}\n  - {name: 委, progress: {1: {reason: 待核}}}"
    said = """\
今后30天（至6月9日）到期1项
到期日           还有              序号  任务；责任单位
5月31日（周三）  21天，15个工作日     1  任务
                                         局 推进中；委 有说明
"""
    assert screen("upcoming", plan, units) == said


def test_of_a_recurring_task_the_first_day_after_is_told(screen: Screen) -> None:
    plan = task("每月20日前", "局, 委", more=", adjustments: [{due: 2023-07-01, period: 2023-06, units: [委]}]")
    said = """\
今后30天（至6月9日）到期1项
到期日           还有             序号  任务；责任单位
5月20日（周六）  10天，7个工作日     1  任务（5月）
                                        局、委 暂无记录
                                        逢周六，宜于5月19日（周五）前完成

其后：6月20日 任务1（6月）。
"""
    assert screen("upcoming", plan, TWO) == said


def test_periods_that_fall_due_on_one_day_are_all_named(screen: Screen) -> None:
    adjusted = "{due: 2023-06-01, period: 2023-05}, {due: 2023-06-01, period: 2023-06}"
    plan = task("每月20日前", "局, 委", more=f", adjustments: [{adjusted}]")
    begun = (
        "  - {name: 局, progress: {1: {2023-04: {done: 2023-04-20}, 2023-05: {started: 2023-05-08}}}}\n  - {name: 委}"
    )
    said = """\
今后30天（至6月9日）到期1项
到期日          还有              序号  任务；责任单位
6月1日（周四）  22天，16个工作日     1  任务（5月、6月）
                                        局（5月推进中，6月暂无记录）；委（5月、
                                        6月暂无记录）；原每月20日前，已调整
"""
    assert screen("upcoming", plan, begun) == said
    assert "其后：6月1日 任务1（5月、6月）。\n" in screen("upcoming --days 9", plan, begun)
    assert screen("upcoming -f text", plan, begun).endswith("6月1日（周四）任务（5月、6月）：局、委\n")
    assert "6月1日（周四）  任务（5月、6月）；局、委（原每月20日前）\n" in screen("status", plan, begun)
    other = plan.replace("period: 2023-06}", "period: 2023-06, units: [委]}")
    assert "6月1日（周四）任务（5月、6月）：局（5月）、委（5月、6月）\n" in screen("status -f text", other, begun)
    one = task("每月20日前", more=", adjustments: [{due: 2023-05-20, period: 2023-06}]")
    assert "任务（5月、6月）；局（6月原每月20日前）\n" in screen("status", one)
    assert "局 暂无记录；6月原每月20日前，已调整\n" in screen("upcoming", one)


def test_who_still_waits_is_named_where_another_was_given_a_day(screen: Screen) -> None:
    entry = ", adjustments: [{due: 2023-05-31, date: 2023-05-05, units: [局]}]"
    plan = "\n".join((task("按省级部署", "局, 委", more=entry), task("待定", "局", 2)))
    said = "不按日期提醒：任务1（委待省级部署）、2（时限待定）。\n"
    assert screen("upcoming", plan, TWO).endswith(said)
    assert "  完成时限  按省级部署，待省级部署，事项发生之前不计日期\n" in screen("show 1", plan, TWO)


def test_the_period_after_one_done_early_is_still_ahead(screen: Screen) -> None:
    progress = ", ".join(f"2023-W{n}: {{done: 2023-05-09}}" for n in range(16, 20))
    units = f"  - {{name: 局, progress: {{1: {{{progress}}}}}}}"
    assert "   1  9天   5月19日（周五）  任务（第20周）；局\n" in screen("status", tasks("每周五前"), units)
    said = "截至2023年5月10日，共1项任务，都没有明确时限；下一个到期日：任务1（5月19日）。\n"
    assert screen("status --brief", tasks("每周五前"), units) == said


def test_a_period_that_was_due_and_is_done_has_reached_its_day(screen: Screen) -> None:
    units = "  - {name: 局, progress: {1: {2023-04: {done: 2023-04-20}}}}"
    said = "没有逾期任务（截至2023年5月10日；共1项，已到期的各期均已完成）。\n"
    assert screen("overdue", tasks("每月20日前"), units) == said


def test_an_event_that_came_is_waited_for_no_more(screen: Screen) -> None:
    plan = task("按省级部署", more=", trigger: {date: 2023-05-04}")
    said = """\
任务1  任务
  主要任务  一、示例
  完成时限  按省级部署，时限待定
            2023年5月4日起算
  时限调整  无
  责任单位  局
  状态      时限待定
  进展      1家单位：暂无记录1家

  单位  情况      完成日期  时限  佐证材料；说明
  局    暂无记录
"""
    assert screen("show 1", plan) == said


def test_an_event_that_came_is_not_waited_for_where_its_deadline_is_explained(screen: Screen) -> None:
    said = """\
任务1“按省级部署”：时限待定
  写法：按部署
  事项已于2023年5月4日发生，原文没有写明期限，时限待定
"""
    assert screen("explain 1", task("按省级部署", more=", trigger: {date: 2023-05-04}")) == said


def test_a_task_due_today_is_ahead_without_records_too(screen: Screen) -> None:
    said = """\
示例方案
截至2023年4月30日（星期日）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
共1项任务，均有明确时限：
  已完成    0项    0.0%
  逾期      0项    0.0%
  今日到期  1项  100.0%  ####################
  未到期    0项    0.0%

没有逾期任务。

近期到期
序号  还有  到期日           任务；责任单位
   1  今日  4月30日（周日）  任务；局

各项主要任务
      共  已完成  逾期  今日到期  未到期  其他  主要任务
一     1       -     -         1       -     -  示例
合计   1       -     -         1       -     -
"""
    assert screen("status --today 2023-04-30", tasks("4月底前")) == said


def test_a_period_has_one_column(screen: Screen) -> None:
    said = """\
各镇办理情况（截至2023年9月1日）
尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。
        任务1（5月）  任务1（6月）  完成
时限    5月20日       6月20日
甲镇    逾期104天     逾期73天       0/3
乙镇    逾期104天     逾期73天       0/3
丙镇    逾期104天     逾期73天       0/2
已完成  0个           0个

日期为完成日期，*逾期完成，-暂无记录；“完成”为已完成项数/已到时限项数。
逾期：未报送 任务1各镇。
任务1 任务
"""
    plan = task("每月20日前", "各镇")
    assert screen("towns --today 2023-09-01", plan, ALL, "until: 2023-06-30", TOWNS) == said


def test_towns_have_a_column_of_the_period_that_is_due_today_or_was_put_off(screen: Screen) -> None:
    plan = task("每月20日前", "各镇", more=", adjustments: [{due: 2023-05-25, date: 2023-05-19, period: 2023-05}]")
    head = "        任务1（4月）  任务1（5月）  任务1（6月）  完成\n"
    for day in ("2023-05-20", "2023-05-25"):
        said = screen(f"towns --today {day}", plan, ALL, towns=TOWNS)
        assert f"{head}时限    4月20日       5月25日       6月20日\n" in said
    said = screen("towns --today 2023-05-20", task("每月20日前", "各镇"), ALL, towns=TOWNS)
    assert f"{head}时限    4月20日       5月20日       6月20日\n" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "status --brief -f text",
            "截至9999年12月31日，尚未录入任何办理记录；共1项任务，都没有明确时限。",
        ),
        ("status -f text", "【示例方案提示】截至9999年12月31日，有明确时限的0项任务尚未录入办理记录。"),
        ("status -u 局 -f text", "局：截至9999年12月31日，没有逾期任务。"),
        (
            "upcoming --days 0",
            "今日（12月31日，周五）没有到期任务。\n\n不按日期提醒：任务1（持续推进）。",
        ),
    ],
)
def test_the_last_day_of_the_calendar_is_a_day(line: str, said: str, screen: Screen) -> None:
    assert screen(f"{line} --today 9999-12-31", tasks("持续推进")) == f"{said}\n"


def test_a_period_due_today_is_told_in_one_sentence_though_another_is_late(screen: Screen) -> None:
    said = "今日到期1项（任务1），另有按月任务1项逾期：1的4月（4月20日）；下一个到期日：任务1（6月20日）。"
    assert screen("status --brief -f text --today 2023-05-20", tasks("每月20日前")).endswith(f"，{said}\n")


def test_what_was_due_before_the_issue_is_asked_first_in_chat_too(screen: Screen) -> None:
    units = STARTED.replace("1: {", "2: {")
    said = """\
【示例方案提示】截至5月10日，有明确时限的2项任务已完成0项，逾期2项。
一、方案印发前已到期，请先核实是否已完成（3月31日）
1.任务：局
二、已到时限（4月30日），请抓紧完成并报送
2.任务：局
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("status -f text", tasks("3月底前", "4月底前"), units) == said
    said = """\
局：截至5月10日，有2项任务已到时限。
1.任务（未报送，3月31日）
2.任务（推进中，4月30日）
其中任务1方案印发前已到期，请先核实是否已完成。
已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。
"""
    assert screen("status -u 局 -f text", tasks("3月底前", "4月底前"), units) == said


def test_a_body_that_is_late_with_several_periods_is_named_once_and_with_its_own(screen: Screen) -> None:
    units = """\
  - name: 局
    progress: {1: {2023-05: {done: 2023-05-20}, 2023-06: {started: 2023-06-10}}}
  - name: 办
    progress:
      1:
        2023-05: {done: 2023-05-19}
        2023-06: {reason: 人手不足, expected: 2023-12-25}
        2023-07: {done: 2023-08-03}
        2023-08: {reason: 系统故障}
        2023-12: {done: 2023-12-18}"""
    plan = task("每月20日前", "办, 局", more=", from: 2023-05")
    said = """\
逾期1项（截至2023年12月20日）
序号  逾期   完成时限               任务；尚未完成的单位
   1  183天  每月20日前（6月20日）  任务（6月至11月共6期）
                                    办（6月、8月有说明，9月、10月、
                                    11月未报送）；局（6月推进中，7月至11月共5期
                                    未报送）
"""
    assert screen("overdue --today 2023-12-20", plan, units) == said
    told = screen("overdue -f text --today 2023-12-20", plan, units).splitlines()[2]
    assert told == "1.任务（6月至11月共6期）：办（6月、8月至11月共5期）、局（6月至11月共6期）"
    told = screen("overdue -f text --today 2023-07-30", plan, units.replace("7: {done", "9: {done")).splitlines()[-2]
    assert told == "1.任务（6月、7月）：办、局"


def test_a_body_reads_of_each_late_period_and_of_the_others_in_the_same(screen: Screen) -> None:
    def told(unit: str, first: str, second: str) -> list[str]:
        units = f"  - {{name: 局, progress: {{1: {first}}}}}\n  - {{name: 办, progress: {{1: {second}}}}}"
        plan = task("每月20日前", "办, 局", more=", from: 2023-06")
        lines = screen(f"overdue --today 2023-08-30 -u {unit}", plan, units).splitlines()
        return [lines[2].split()[-2], *(line.strip() for line in lines[4:-2])]

    first = "{2023-06: {reason: 等章, expected: 2023-09-05}, 2023-07: {done: 2023-07-20}}"
    assert told("局", first, "{2023-06: {done: 2023-06-20}, 2023-08: {started: 2023-08-01}}") == [
        "各期不同",
        "本单位：6月有说明：等章，预计9月5日完成；8月未报送",
        "其他单位：办（8月推进中）",
    ]
    assert told("办", first, "{2023-06: {started: 2023-06-01}, 2023-07: {started: 2023-06-01}}") == [
        "各期不同",
        "本单位：6月、7月推进中；8月未报送",
        "其他单位：局（6月有说明，8月未报送）",
    ]
    same = "{2023-06: {reason: 缺人}, 2023-07: {reason: 缺人}, 2023-08: {reason: 缺人}}"
    done = "{2023-06: {done: 2023-06-20}, 2023-07: {done: 2023-07-20}, 2023-08: {done: 2023-08-20}}"
    assert told("局", same, done) == ["有说明", "本单位：缺人", "其他单位：已完成1家"]
    assert told("局", same, same) == ["有说明", "本单位：缺人", "其他单位：有说明 办"]


def test_a_group_whose_bodies_changed_is_named_once_by_its_bodies(screen: Screen) -> None:
    towns = """
towns:
  - {name: 甲镇, code: "340210100"}
  - {name: 乙镇, code: "340210101"}
  - {name: 丙镇, code: "340210102", since: 2023-06-01}"""
    plan, units = task("每月20日前", "各镇", more=", from: 2023-05"), "  - {name: 各镇, members: towns}"
    told = screen("overdue -f text --today 2023-06-30", plan, units, towns=towns).splitlines()[-2]
    assert told == "1.任务（5月、6月）：甲镇、乙镇（5月、6月）、丙镇（6月）"
