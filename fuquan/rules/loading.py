"""What is found while the files are read: it stops every command, and no plan can change its level or waive it."""

from inspect import cleandoc

from fuquan.diagnostic import Severity
from fuquan.rules.rule import Rule

_TEXTS = {
    "file": """
        两个数据文件都在，是 UTF-8 编码的文本文件，不是空的。

        读不了文件就什么也答不了。

        改法：照提示取回文件，或者用编辑器另存为 UTF-8 编码。
        """,
    "empty": """
        数据文件里有内容，不只是注释。

        改法：从版本库取回。

        错：
            # 只有注释
        对：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
        """,
    "yaml": """
        文件是正确的 YAML：缩进用空格并对齐，键后是半角冒号加空格，括号和引号成对。

        写法错了，从那里起就读不懂。锚点、别名、标签、合并键和第二份内容用不着，也不支持。

        改法：照提示改；全角标点可以用 fuquan check --fix 一并改好。

        错：
            plan:
              title: 示例方案
              issued：2023-04-18
              year: 2023
        对：
            plan:
              title: 示例方案
              issued: 2023-04-18
              year: 2023
        """,
    "conflict": """
        合并分支的冲突已经处理完，没有留下标记行。

        改法：在两份内容中取舍，删去三种标记行。

        错：
            plan:
              title: 示例方案
              issued: 2023-04-18
            <<<<<<< HEAD
              year: 2023
            =======
              year: 2024
            >>>>>>> 分支
        对：
            plan:
              title: 示例方案
              issued: 2023-04-18
              year: 2023
        """,
    "type": """
        文件的最外层是若干“键: 值”。

        改法：最外层写 plan:、sections:、tasks:、units:（towns.yaml 写 towns:）。

        错：
            towns:甲镇
        对：
            towns:
              - {name: 甲镇, code: "340210100"}
        """,
    "key": """
        只用数据格式里有的键。

        写错了的键等于没有写，所以不放过。

        改法：照提示改正；全部的键见 fuquan schema tasks 和数据文件开头的注释。

        错：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, shrot: 承接, deadline: 4月28日前, units: [甲局]}
        对：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, short: 承接, deadline: 4月28日前, units: [甲局]}
        """,
    "missing": """
        必填的键都写了。

        改法：照提示补上。

        错：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, units: [甲局]}
        对：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
        """,
    "value": """
        每个值是该有的样子：文字、整数、一列、若干键值，或者几个词之一。

        改法：照提示改正；该写而没有内容的补上，不用写的整行删去。

        错：
            tasks:
              - {id: 一, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
        对：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
        """,
    "date": """
        日期写成 2023-04-18 这样，而且历书上有这一天。

        改法：照提示改正。

        错：
            plan: {title: 示例方案, issued: 2023-04-31, year: 2023}
        对：
            plan: {title: 示例方案, issued: 2023-04-30, year: 2023}
        """,
    "duplicate": """
        同一层的键、任务序号、名称和别名、镇的代码都不重复；一个单位在一项任务或一组里只列一次。

        重复的两处，程序不知道以哪一处为准。

        改法：合并成一处，或者改正其中一处。

        错：
            units:
              - name: 甲局
              - name: 乙局
                aliases: [甲局]
              - name: 各镇
                members: towns
        对：
            units:
              - name: 甲局
              - name: 乙局
                aliases: [乙]
              - name: 各镇
                members: towns
        """,
    "unit": """
        写到的单位都在 units 或 towns 里列出；成组的单位只由单个的单位组成。

        名称差一个字，任务就没有人承担。

        改法：照提示改正名称；确有这个单位的，先列出来。

        错：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局、各镇]}
        对：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局, 各镇]}
        """,
    "owes": """
        办理记录和时限调整只写在承担这项任务的单位之下。

        改法：核对任务序号和单位；成组承担的，写在成员之下。

        错：
            units:
              - name: 甲局
              - name: 乙局
                progress: {1: {done: 2023-04-26}}
              - name: 各镇
                members: towns
        对：
            units:
              - name: 甲局
                progress: {1: {done: 2023-04-26}}
              - name: 乙局
              - name: 各镇
                members: towns
        """,
    "task": """
        写到的任务序号在清单里都有。

        改法：照提示核对序号。

        错：
            units:
              - name: 甲局
                progress: {7: {done: 2023-04-26}}
              - name: 各镇
                members: towns
        对：
            units:
              - name: 甲局
                progress: {1: {done: 2023-04-26}}
              - name: 各镇
                members: towns
        """,
    "section": """
        任务的 section 是 sections 里的一个编号。

        改法：照提示改正。

        错：
            tasks:
              - {id: 1, section: 七, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
        对：
            tasks:
              - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
        """,
    "period": """
        重复任务的记录和调整写明时期，写法与任务的周期相同，在应办的各期之内；不重复的不写。

        时期是原到期日所在的月（2023-05）、季（2023-Q2）、半年（2023-H1）、年（2023）或周（2023-W20）。

        改法：照提示改正时期，或者删去多余的一层。

        错：
            tasks:
              - {id: 1, section: 一, title: 报送情况, deadline: 每月20日前, units: [甲局]}
            units:
              - name: 甲局
                progress: {1: {2023-5: {done: 2023-05-08}}}
              - name: 各镇
                members: towns
        对：
            tasks:
              - {id: 1, section: 一, title: 报送情况, deadline: 每月20日前, units: [甲局]}
            units:
              - name: 甲局
                progress: {1: {2023-05: {done: 2023-05-08}}}
              - name: 各镇
                members: towns
        """,
    "order": """
        后面的日期不早于前面的：完成不早于开始，截止不早于起始。

        改法：核对两个日期。

        错：
            units:
              - name: 甲局
                progress: {1: {started: 2023-04-26, done: 2023-04-20}}
              - name: 各镇
                members: towns
        对：
            units:
              - name: 甲局
                progress: {1: {started: 2023-04-20, done: 2023-04-26}}
              - name: 各镇
                members: towns
        """,
    "deadline": """
        完成时限读得懂，而且只有一种读法。

        读不懂的不猜：猜错了的时限会让逾期的任务显示为没有逾期。

        改法：印发的原文不动，加一行 reading: 写明本单位的理解；怎样写读得懂，可以用 fuquan explain 试。

        错：
            tasks:
              - {id: 1, section: 一, title: 公布目录, deadline: 2024年8月前, units: [甲局]}
        对：
            tasks:
              - {id: 1, section: 一, title: 公布目录, deadline: 2024年8月前, reading: 2024年7月底前, units: [甲局]}
        """,
    "trigger": """
        trigger 只写在等待某件事的时限上。

        改法：删去 trigger；时限有变化的，用 adjustments。

        错：
            tasks:
              - id: 1
                section: 一
                title: 确定承接事项
                deadline: 4月28日前
                trigger: {date: 2023-05-05}
                units: [甲局]
        对：
            tasks:
              - id: 1
                section: 一
                title: 纳入考评
                deadline: 按省级部署
                trigger: {date: 2023-05-05}
                units: [甲局]
        """,
    "adjustment": """
        持续推进的任务没有时限，不写时限调整。

        改法：删去这条调整；任务有了明确时限的，另列一项。

        错：
            tasks:
              - id: 1
                section: 一
                title: 清单宣传
                deadline: 持续推进
                units: [甲局]
                adjustments: [{due: 2023-06-30, basis: 专班会议纪要第1号（示例）}]
        对：
            tasks:
              - id: 1
                section: 一
                title: 清单宣传
                deadline: 持续推进
                units: [甲局]
        """,
    "letter-number": """
        函件登记（letters.yaml）的编号与日期、种类相符，同年同种类的从登记的第一号起连续不断。

        断了号，多半是删了一条，删去的编号可能已经发出去了。

        以前在纸上编过号的，可以从后面的号登记起；所以删了开头的几条，这里看不出来，要用 fuquan check --base 核对。

        改法：恢复删去的一条，或者改正编号。

        错：
            letters:
              - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
              - {number: 2023年催办第3号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
        对：
            letters:
              - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
              - {number: 2023年催办第2号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
        """,
}

LOADING = tuple(Rule(id=name, severity=Severity.ERROR, text=cleandoc(text)) for name, text in _TEXTS.items())
