"""The command line: the table of commands, which live in a thin module a family."""

import gc
import sys
from typing import NamedTuple

IMPLIED = "fuquan.implied"
"""The context of a command that was not typed says so here: it is the default one."""

COMPLETION = "_FUQUAN_COMPLETE"
"""The variable by which a shell asks for candidates."""

Row = tuple[str, str, str]
"""The title of a table of help, what is typed, what it does."""


class Entry(NamedTuple):
    """A command: its function, as module and name below `fuquan.cli`, the panel it is listed in, what it does."""

    function: str
    panel: str
    about: str


COMMANDS = {
    "status": Entry("ask.status", "查询", "全貌：完成和逾期多少，是哪些，接下来是什么"),
    "overdue": Entry("ask.overdue", "查询", "逾期的任务，逾期最久的在前，以及还差哪些单位"),
    "upcoming": Entry("ask.upcoming", "查询", "今后一段时间到期的任务"),
    "list": Entry("ask.list_", "查询", "全部任务，可按主要任务、状态、类别、到期日筛选"),
    "show": Entry("ask.show", "查询", "一项任务的全部情况：时限、调整、每个单位的记录"),
    "units": Entry("ask.units", "查询", "各责任单位应完成、已完成、逾期多少"),
    "towns": Entry("ask.towns", "查询", "各镇逐项任务的完成日期"),
    "returns": Entry("ask.returns", "查询", "各镇的月报送：已报几个镇，还差哪些"),
    "start": Entry("record.report", "录入", "哪家单位开始办理了"),
    "done": Entry("record.report", "录入", "哪家单位完成了，附佐证材料"),
    "note": Entry("record.report", "录入", "记一条情况：说明、尚未完成的原因、预计完成日期"),
    "reopen": Entry("record.report", "录入", "撤回报错了的记录，原记录和撤回的原因都留着"),
    "adjust": Entry("record.adjust", "录入", "时限调整，写明依据和事由；印发的时限不动"),
    "trigger": Entry("record.trigger", "录入", "时限所等的事项（如省级部署）发生了"),
    "received": Entry("record.received", "录入", "收到了镇的月报送"),
    "collect": Entry("forms.collect", "录入", "收回的填报表：会怎样录入、有什么要核对；加 --apply 即录入"),
    "log": Entry("log.log", "追溯", "谁在哪一天录入、改动了什么，逐句列出，最近的在前"),
    "trend": Entry("trend.trend", "追溯", "应完成和已完成多少，逐周或逐月，按当时的数据计"),
    "export": Entry("export.export", "成文", "任务进展情况写成文件，给不用终端的人"),
    "report": Entry("bulletin.report", "成文", "月报、季报、年报：推进情况写成一份材料，报领导或通报各单位"),
    "letter": Entry("letter.letter", "成文", "给欠着任务的单位逐家写函：提醒、催办或者督办，编号登记在册"),
    "form": Entry("forms.form", "成文", "发给各单位填写的 Excel 填报表，一家一份"),
    "explain": Entry("explain.explain", "时限", "一个时限怎样理解，逐步说明"),
    "check": Entry("check.check", "核对", "核对数据和改动：写法、引用、日期、时限，一次列出全部问题"),
    "diff": Entry("diff.diff", "核对", "两个版本之间改了什么，逐句说明"),
    "rules": Entry("rules.rules", "核对", "核对的规则，或者其中几条的说明"),
    "schema": Entry("schema.schema", "核对", "数据格式的 JSON Schema，供编辑器补全和核对"),
}

ABOUT = "看住一份实施方案：哪些任务逾期了，是谁的，接下来是什么。不写命令等于 fuquan status。"


def main() -> None:
    # The process is over before there is garbage worth looking for, and looking takes a tenth of the time it lives.
    gc.disable()
    from fuquan.cli.app import app
    from fuquan.cli.shell import run

    status = run(app)
    gc.freeze()  # nor is there a need to look on the way out
    sys.exit(status)
