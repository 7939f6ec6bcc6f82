"""What a template of an office's own may name, and what stands there."""

from collections.abc import Iterator, Mapping

from fuquan.owed import Situation
from fuquan.text import long_day
from fuquan.view.letters.drafting import Draft, Terms
from fuquan.view.letters.wording import CALLED, Wording
from fuquan.view.words import plain

FIELDS: Mapping[str, str] = {
    "标题": "如 关于抓紧完成镇赋权工作有关任务的函",
    "种类": "催办函、提醒函、核实函、督办通知单或者提示",
    "编号": "如 2023年催办第1号；落款单位给自己的提示没有编号，是空的",
    "主送": "如 红杨镇人民政府，不带冒号",
    "正文": "一列文字，逐段：开头、各事项、要求和结语，不含主送、落款和日期",
    "开头": "正文的第一段",
    "事项": "一列事项，各项的字段见下",
    "要求": "请对方在哪天以前报送什么，一段文字",
    "结语": "如 特此函告。",
    "落款": "落款单位；没有写 office 的，是留空的“（落款单位：…）”",
    "日期": "函件的日期，如 2023年5月10日",
    "报送日期": "请对方报送的日期，如 2023年5月17日（星期三）",
    "联系人": "（联系人：…），没有给 --contact 的留空",
    "方案": "方案的名称，不带书名号",
    "印发日期": "方案的印发日期，如 2023年4月18日",
    "依据": "督办的依据，即 --basis；其他函件是空的",
}
"""What a template may name, and what stands there."""

ITEM_FIELDS: Mapping[str, str] = {
    "序": "在函件里的序号，从1起",
    "类": "逾期、到期或者核实",
    "名称": "任务原文的第一句",
    "清单序号": "任务在清单里的序号",
    "时期": "重复任务的时期，如 4月；不重复的是空的",
    "完成时限": "如 4月底前（4月30日）；调整过的写明依据",
    "到期日": "如 2023年4月30日",
    "逾期天数": "逾期的天数；没有逾期的和要核实的是空的",
    "情况": "对方报送的情况，如 正在推进，未完成原因为待区级单位盖章，预计5月15日完成；没有报送的是空的",
    "全文": "这一项整段的文字",
}
"""What each of 事项 has."""


def fields(draft: Draft, now: Situation, terms: Terms, number: str | None) -> Mapping[str, object]:
    """By the names of `FIELDS`: what a letter says, for a template of the office's own."""
    made = Wording(draft, now, terms)
    body = [part.lead + part.text for part in made.body]
    return {
        "标题": made.title,
        "种类": CALLED[draft.kind],
        "编号": number or "",
        "主送": made.addressee,
        "正文": [*body, made.demand, *([made.closing] if made.closing else [])],
        "开头": body[0],
        "事项": [*_rows(made)],
        "要求": made.demand,
        "结语": made.closing,
        "落款": made.signature,
        "日期": long_day(now.today),
        "报送日期": made.reply_by,
        "联系人": made.contact,
        "方案": plain(now.plan.title),
        "印发日期": long_day(now.plan.issued),
        "依据": made.basis,
    }


def _rows(made: Wording) -> Iterator[Mapping[str, str]]:
    """By the names of `ITEM_FIELDS`."""
    n = 0
    for part, points in made.parts():
        for point in points:
            n += 1
            yield {
                "序": str(n),
                "类": part,
                "名称": plain(point.standing.task.first_sentence),
                "清单序号": str(point.standing.task.id),
                "时期": made.period(point),
                "完成时限": made.limit(point),
                "到期日": long_day(point.due),
                "逾期天数": str((made.now.today - point.due).days) if part == "逾期" else "",
                "情况": made.reported(point),
                "全文": made.numbered(n, point) + made.text(part, point),
            }
