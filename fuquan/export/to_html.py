"""The board as one file for a browser, which fetches nothing, runs no script but its own, and is whole without it."""

import base64
import datetime as dt
import hashlib
import html
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from fuquan.owed import State
from fuquan.text import long_day, printable
from fuquan.view import words
from fuquan.view.board import Board, Entry, Part, Section
from fuquan.view.page import Line, Page, Row, Table

COLUMNS = ("序号", "主要任务", "任务", "完成时限", "责任单位", "应办日期", "状态", "办理情况")
"""Of the table of all tasks; what the annex has beyond them stands in the last, each under its name."""

ACROSS = 14
"""The columns of the towns' table that a sheet of A4 takes; what is wider goes on in a further table."""

_CLASSES = {
    State.OVERDUE: "late",
    State.DUE_TODAY: "soon",
    State.DUE_SOON: "soon",
    State.DONE: "done",
    State.OPEN: "open",
}
_SEVERITY = {state: n for n, state in enumerate(State)}


def page(board: Board) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    lines = chain(
        _head(board, style, script),
        _counts(board),
        _section("late", "逾期任务", board.late),
        _section("ahead", "近期到期", board.ahead),
        _tasks(board.entries),
        _section("towns", "各镇办理情况", board.towns, wide=True),
        _section("units", "责任单位办理情况", board.units, wide=True),
        ("</main>", f"<script>{script}</script>", "</body>", "</html>", ""),
    )
    return "\n".join(lines)


def _asset(name: str) -> str:
    # A browser reads every line end as LF before it takes the hash, and so does this.
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _head(board: Board, style: str, script: str) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    title = _text(board.title)
    yield from (
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">',
        f"<title>{title}任务进展情况，{_text(board.day)}</title>",
        '<link rel="icon" href="data:,">',  # else a browser asks the server for one
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#main">跳到正文</a>',
        "<header>",
        f"<h1>{title}</h1>",
        f'<p class="under">任务进展情况　{_text(board.day)}</p>',
        *([f'<p class="under">{_text(board.whose)}</p>'] if board.whose else []),
        "</header>",
        '<nav aria-label="本页内容">',
        *(f'<a href="#{key}">{name}</a>' for key, name in _contents(board)),
        "</nav>",
        '<main id="main" tabindex="-1">',
    )


def _contents(board: Board) -> Iterator[tuple[str, str]]:
    yield ("counts", "总体情况")
    if board.late:
        yield ("late", "逾期任务")
    if board.ahead:
        yield ("ahead", "近期到期")
    if board.entries:
        yield ("tasks", "任务清单")
    if board.towns:
        yield ("towns", "各镇")
    if board.units:
        yield ("units", "责任单位")


def _counts(board: Board) -> Iterator[str]:
    yield '<section aria-labelledby="counts">'
    yield '<h2 id="counts">总体情况</h2>'
    yield from (f'<p class="caution">{_text(text)}</p>' for text in board.cautions)
    if board.shares:
        yield '<ul class="cards">'
        for part in board.shares:
            share = words.share(part.tasks, board.dated)
            yield (
                f'<li class="{_class(part)}"><span class="label">{_text(part.label)}</span> '
                f"<b>{part.tasks}<small>项</small></b> <span>{share}</span></li>"
            )
        yield "</ul>"
        told = "，".join(f"{part.label}{part.tasks}项" for part in board.shares)
        yield f'<div class="chart">{_bar(board.shares, board.dated, f"有明确时限的{board.dated}项：{told}")}</div>'
    yield from (f"<p>{_text(text)}</p>" for text in board.said)
    if board.sections:
        yield from _sections(board.sections)
    yield "</section>"


def _class(part: Part) -> str:
    return _CLASSES.get(part.state, "other") if part.tasks and part.state else "other"


def _bar(parts: Iterable[Part], whole: int, label: str = "") -> str:
    """The parts side by side; without a label it repeats what stands beside it."""
    told = f'role="img" aria-label="{_text(label)}"' if label else 'aria-hidden="true" focusable="false"'
    rects, start = [], 0.0
    for part in parts:
        width = part.tasks / whole * 100
        if part.tasks:
            rects.append(f'<rect class="{_class(part)}" x="{start:.2f}" y="0" width="{width:.2f}" height="10"/>')
        start += width
    return f'<svg {told} viewBox="0 0 100 10" preserveAspectRatio="none">{"".join(rects)}</svg>'


def _sections(sections: Sequence[Section]) -> Iterator[str]:
    labels = [part.label for part in sections[0].parts]
    yield from _open("各项主要任务", "numbers sections")
    heads = [f'<th scope="col" class="n">{_text(label)}</th>' for label in ("共", *labels)]
    yield f'<thead><tr><th scope="col">主要任务</th>{"".join(heads)}<th scope="col" class="bar">构成</th></tr></thead>'
    yield "<tbody>"
    for one in sections:
        cells = "".join(
            f'<td class="n {_class(part) if part.tasks else "nil"}">{part.tasks or "-"}</td>' for part in one.parts
        )
        told = "，".join(f"{part.label}{part.tasks}项" for part in one.parts if part.tasks)
        yield (
            f'<tr><th scope="row">{_text(one.title)}</th><td class="n">{one.total}</td>{cells}'
            f'<td class="bar">{_bar(one.parts, one.total, told)}</td></tr>'
        )
    yield "</tbody>"
    yield "</table></div>"


def _open(caption: str, kind: str) -> Iterator[str]:
    """A table in a region of its own, which scrolls, by keyboard too, where the page must not."""
    yield f'<div class="region" role="region" aria-label="{_text(caption)}（表）" tabindex="0">'
    yield f'<table class="{kind}"><caption>{_text(caption)}</caption>'


def _section(key: str, title: str, blocks: Page, *, wide: bool = False) -> Iterator[str]:
    if not blocks:
        return
    yield f'<section aria-labelledby="{key}">'
    first = blocks[0]
    if isinstance(first, Line) and first.heading:
        title, blocks = first.text, blocks[1:]
    name, _, when = title.partition("（截至")
    day = f'<span class="when">（截至{_text(when)}</span>' if when else ""
    yield f'<h2 id="{key}">{_text(name)}{day}</h2>'
    called = title
    for block in blocks:
        if isinstance(block, Table):
            for nth, part in enumerate(parts := list(_divided(block)) if wide else [block], 1):
                caption = f"{called}（{nth}/{len(parts)}）" if len(parts) > 1 else called
                kind = f"numbers {key}-table" if wide else "lines"
                yield from _table(part, caption, kind if len(parts) > 1 else f"{kind} titled")
        elif text := block.text.strip():
            yield f"<p>{_text(text)}</p>"
            called = text.removesuffix("：") if text.endswith("：") else called
    yield "</section>"


def _divided(table: Table) -> Iterator[Table]:
    """In tables that a sheet takes, each with the first column and the last, which sums up the row."""
    if len(table.columns) <= ACROSS + 2:
        yield table
        return
    for start in range(1, len(table.columns) - 1, ACROSS):
        here = [0, *range(start, min(start + ACROSS, len(table.columns) - 1)), len(table.columns) - 1]
        yield Table(
            columns=tuple(table.columns[n] for n in here),
            rows=tuple(
                row._replace(
                    cells=tuple(row.cells[n] for n in here),
                    tones=tuple(row.tones[n] for n in here) if row.tones else (),
                )
                for row in table.rows
            ),
        )


def _table(table: Table, caption: str, kind: str) -> Iterator[str]:
    """Of a `titled` one the heading above says what its caption does, which is there to be heard."""
    yield from _open(caption, kind)
    classes = [' class="n"' if column.right else "" for column in table.columns]
    titles = [_text(column.title or "单位") for column in table.columns]
    labels = [title.partition("；")[0] for title in titles]
    heads = (f'<th scope="col"{kind_}>{title}</th>' for title, kind_ in zip(titles, classes, strict=True))
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(_cells(row, kind, classes, labels))}</tr>"
    yield "</tbody>"
    yield "</table></div>"


def _cells(row: Row, kind: str, classes: Sequence[str], labels: Sequence[str]) -> Iterator[str]:
    last = len(row.cells) - 1
    for n, text in enumerate(row.cells):
        lines = (*text.split("\n"), *row.notes) if n == last else text.split("\n")
        inner = _text(lines[0]) + "".join(f'<span class="sub">{_text(line)}</span>' for line in lines[1:])
        if kind.startswith("numbers"):
            if n == 0:
                yield f'<th scope="row">{inner}</th>'
            elif row.tones and (tone := row.tones[n]):
                yield f'<td class="{tone}">{inner}</td>'
            else:
                yield f"<td{classes[n]}>{inner}</td>"
        elif n == row.toned and row.tone:
            yield f'<td data-label="{labels[n]}"><span class="state {row.tone}">{inner}</span></td>'
        else:
            yield f'<td data-label="{labels[n]}"{classes[n]}>{inner}</td>'


def _tasks(entries: Sequence[Entry]) -> Iterator[str]:
    if not entries:
        return
    states = list(dict.fromkeys(one.row.standing for one in sorted(entries, key=lambda one: _SEVERITY[one.row.state])))
    sections = list(dict.fromkeys(one.row.section for one in entries))
    bodies = list(dict.fromkeys(name for one in entries for name in one.bodies))
    at_state, at_section, at_body = ({name: n for n, name in enumerate(names)} for names in (states, sections, bodies))
    yield '<section class="all" aria-labelledby="tasks">'
    yield '<h2 id="tasks">任务清单</h2>'
    yield '<form id="filters" role="search" aria-label="筛选任务" hidden>'
    yield '<label>查找<input type="search" id="words" autocomplete="off" placeholder="任务、单位、原因等"></label>'
    yield from _choice("state", "状态", states)
    yield from _choice("unit", "责任单位", bodies)
    yield from _choice("section", "主要任务", sections)
    yield '<button type="reset">全部显示</button>'
    yield "</form>"
    yield f'<p id="shown" role="status" hidden>共{len(entries)}项任务。</p>'
    yield '<div class="region" role="region" aria-label="任务清单（表）" tabindex="0">'
    yield '<table class="tasks" id="list"><caption>任务清单（按序号排列）</caption>'
    heads = "".join(
        f'<th scope="col"{" aria-sort=" + chr(34) + "ascending" + chr(34) if n == 0 else ""}>{title}</th>'
        for n, title in enumerate(COLUMNS)
    )
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for one in entries:
        places = " ".join(str(at_body[name]) for name in one.bodies)
        yield (
            f'<tr data-state="{at_state[one.row.standing]}" data-section="{at_section[one.row.section]}" '
            f'data-unit="{places}">'
        )
        yield from _entry(one, at_section[one.row.section], at_body[one.bodies[0]] if one.bodies else len(at_body))
        yield "</tr>"
    yield "</tbody>"
    yield "</table></div>"
    yield "</section>"


def _choice(key: str, label: str, names: Sequence[str]) -> Iterator[str]:
    yield f'<label>{label}<select id="{key}" autocomplete="off"><option value="">全部</option>'
    yield from (f'<option value="{n}">{_text(name)}</option>' for n, name in enumerate(names))
    yield "</select></label>"


def _entry(one: Entry, section: int, body: int) -> Iterator[str]:
    """`section` and `body` are the places in the plan by which these columns are sorted."""
    row = one.row
    late = f"{row.late}天" if row.late is not None else ""
    state = f'<span class="state {_CLASSES.get(row.state, "other")}">{_text(row.standing)}{late}</span>'
    due = f'<time datetime="{row.due.isoformat()}">{long_day(row.due)}</time>' if row.due else ""
    order = _SEVERITY[row.state] * 1_000_000 - (row.late or 0)
    yield f'<th scope="row" data-label="序号" data-key="{row.number}">{row.number}</th>'
    yield _labelled("主要任务", _text(row.section), section)
    yield _labelled("任务", _title(one.name, row.title))
    yield _labelled("完成时限", _text(row.deadline), (row.due or dt.date.max).toordinal())
    yield _labelled("责任单位", _text(one.units), body)
    yield _labelled("应办日期", due, row.due.toordinal() if row.due else None)
    yield _labelled("状态", state, order)
    yield _labelled("办理情况", "".join(_told(one)))


def _labelled(label: str, inner: str, key: int | None = None) -> str:
    sorts = "" if key is None else f' data-key="{key}"'
    nil = "" if inner else ' class="nil"'
    return f'<td data-label="{label}"{nil}{sorts}>{inner}</td>'


def _title(name: str, title: str) -> str:
    """The title with the name by which the task goes set off, whether it begins so or has it beside."""
    if title.startswith(name):
        return f"<b>{_text(name)}</b>{_text(title[len(name) :])}"
    return f'<b>{_text(name)}</b><span class="sub">{_text(title)}</span>'


def _told(one: Entry) -> Iterator[str]:
    row = one.row
    # Of a lone body both would say the same: 推进中, 推进中：区委编办.
    once = row.missing.startswith(f"{row.progress}：")
    yield _text(row.missing if once else row.progress)
    expected = long_day(row.expected) if isinstance(row.expected, dt.date) else row.expected or ""
    for label, text in (
        ("", "" if once else row.missing),
        ("原因", row.reason),
        ("预计完成", expected),
        ("佐证材料", row.evidence),
        ("备注", row.remark),
    ):
        if text:
            yield f'<span class="sub">{f"<i>{label}：</i>" if label else ""}{_text(text)}</span>'


def _text(text: str) -> str:
    """For a place between tags or in double quotes: every character stands for itself."""
    return html.escape(printable(text.replace("\n", " ")))
