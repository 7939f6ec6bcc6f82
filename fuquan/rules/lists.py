"""Rules about the list itself: its numbers, titles and sections, its bodies and their codes."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from fuquan.owed import Situation
from fuquan.rules.rule import Found
from fuquan.text import bare


def gap(now: Situation) -> Iterator[Found]:
    """任务序号从1起，不缺号。

    缺号多半是漏抄了一行；漏抄的任务永远不会逾期。

    改法：对照印发的清单补上漏抄的任务。印发的清单本来就缺号的，在 waivers 里写明。

    错：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
          - {id: 3, section: 一, title: 梳理人员情况, deadline: 4月28日前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
          - {id: 2, section: 一, title: 梳理人员情况, deadline: 4月28日前, units: [甲局]}
    """
    by_id = {task.id: task for task in now.plan.tasks}
    for before, after in pairwise([0, *sorted(by_id)]):
        if after > before + 1:
            lacking = f"{before + 1}至{after - 1}" if after - before > 2 else f"{before + 1}"
            told = f"任务序号{f'从{before}跳到' if before else '从'}{after}{'' if before else '起'}，缺{lacking}"
            yield Found(by_id[after].at.span("id"), told, "请对照印发的清单，补上漏抄的任务", task=after)


def same_title(now: Situation) -> Iterator[Found]:
    """没有两项任务的原文相同，或者只差全角半角和空格。

    多半是同一行抄了两遍，逾期会数两次。

    改法：删去多抄的一项。印发的清单确有两行相同的，在 waivers 里写明。

    错：
        tasks:
          - {id: 1, section: 一, title: “互联网+”平台, deadline: 4月28日前, units: [甲局]}
          - {id: 2, section: 一, title: “互联网＋” 平台, deadline: 4月28日前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: “互联网+”平台, deadline: 4月28日前, units: [甲局]}
    """
    first: dict[str, int] = {}
    for task in now.plan.tasks:
        same = first.setdefault(bare(task.title), task.id)
        if same != task.id:
            told = f"任务{task.id}与任务{same}的原文相同（不计全角半角和空格）"
            yield Found(task.at.span("title"), told, "请对照印发的清单，删去多抄的一项", task=task.id)


def empty_section(now: Situation) -> Iterator[Found]:
    """每项主要任务之下都有任务。

    没有任务的一项，多半是它的任务漏抄了，或者归错了别处。

    改法：补上漏抄的任务，或者改正任务的 section。

    错：
        sections:
          - {id: 一, title: 承接事项}
          - {id: 二, title: 执法机构}
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
    对：
        sections:
          - {id: 一, title: 承接事项}
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
    """
    used = {task.section for task in now.plan.tasks}
    for section in now.plan.sections:
        if section.id not in used:
            told = f"主要任务“{section.id}、{section.title}”之下没有任务"
            yield Found(section.at.span("id"), told, "请补上漏抄的任务，或者改正任务的 section")


def listed_twice(now: Situation) -> Iterator[Found]:
    """一个单位不在同一项任务里既单独列名、又随所在的组列名。

    它只欠一次，但函件和统计会让人以为列了两家。

    改法：对照印发稿核对；印发稿确实这样列的，照录，并在 waivers 里写明。

    错：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲镇, 各镇]}
    对：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [各镇]}
    """
    groups = now.plan.groups()
    for task in now.plan.tasks:
        listed = frozenset(task.units)
        for name in task.units:
            for group in groups.get(name, ()):
                if group in listed:
                    told = f"任务{task.id}已列{group}，{name}是其成员，又单独列了一次"
                    yield Found(task.at.span("units"), told, "请对照印发稿核对", task=task.id, unit=name)


def town_code(now: Situation) -> Iterator[Found]:
    """各镇的代码是九位数字，前六位是同一个县（区），后三位的第一位与建制相符：0街道，1镇，2、3乡。

    依据国家统计局《统计用区划代码和城乡划分代码编制规则》和《县级以下行政区划代码编制规则》（GB/T 10114—2003）。
    代码抄错了，与别的部门对数会对到别处去。

    改法：对照国家统计局公布的统计用区划代码改正；十二位的只取前九位。

    错：
        towns:
          - {name: 甲镇, code: "340210100"}
          - {name: 乙镇, code: "340210101"}
          - {name: 丙镇, code: "340221102"}
    对：
        towns:
          - {name: 甲镇, code: "340210100"}
          - {name: 乙镇, code: "340210101"}
          - {name: 丙镇, code: "340210102"}
    """
    districts = Counter(town.code[:6] for town in now.plan.towns if town.code and _is_code(town.code))
    usual = districts.most_common(1)[0][0] if districts else ""
    for town in now.plan.towns:
        code = town.code or ""
        wrong = ""
        if not _is_code(code):
            wrong = f"代码“{code}”不是九位数字"
        elif code[:6] != usual:
            wrong = f"代码“{code}”的前六位与其他镇的{usual}不同，不是同一个县（区）"
        elif (kinds := _kinds_of(town.name)) and code[6] not in kinds:
            wrong = f"代码“{code}”的第七位是{code[6]}，{town.name}应当是{'或'.join(kinds)}"
        if wrong:
            told = f"{town.name}的{wrong}"
            yield Found(town.at.span("code"), told, "请对照国家统计局公布的统计用区划代码改正", unit=town.name)


def _is_code(text: str) -> bool:
    return re.fullmatch("[0-9]{9}", text) is not None


def _kinds_of(name: str) -> str:
    """The figures that the seventh place may hold for a body of such a name; empty where the name does not tell."""
    return next((kinds for end, kinds in (("街道", "0"), ("镇", "1"), ("乡", "23")) if name.endswith(end)), "")
