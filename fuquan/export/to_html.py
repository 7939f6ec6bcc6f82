"""The board as one HTML file: nothing is loaded from elsewhere, and nothing in the data is markup."""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from fuquan.text import long_day, printable
from fuquan.view.board import Board, Share
from fuquan.view.page import Line, Page, Table, Tone
from fuquan.view.words import STATES, TONES
from fuquan.view.workbook import Cell, Head, Leaf, Starred

_HERE = Path(__file__)


def page(board: Board) -> str:
    """Without the script all is there to be read; with it the annex can be filtered and sorted."""
    style, script = (_HERE.with_name(f"page.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="zh-CN">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{_text(board.title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            *_body(board),
            f"<script>{script}</script>",
            "</body>",
            "</html>",
            "",
        )
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _body(board: Board) -> Iterator[str]:
    leaves = (board.late, board.annex, *board.others)
    links = [("概况", "glance"), *((leaf.name, f"leaf-{n}") for n, leaf in enumerate(leaves))]
    yield '<a class="skip" href="#main">跳到正文</a>'
    yield f"<header><h1>{_text(board.title)}</h1>"
    yield from _paragraphs(board.under)
    yield '<nav aria-label="本页内容"><ul>'
    yield from (f'<li><a href="#{anchor}">{_text(name)}</a></li>' for name, anchor in links)
    yield "</ul></nav></header>"
    yield '<main id="main" tabindex="-1">'
    yield '<section id="glance" aria-labelledby="glance-title"><h2 id="glance-title">概况</h2>'
    yield from _paragraphs(board.said[:1])
    yield from _chart(board.shares)
    yield from _paragraphs(board.said[1:])
    yield "</section>"
    yield from _leaf(board.late, "leaf-0")
    yield from _ahead(board.ahead)
    yield from _leaf(board.annex, "leaf-1", board.owners)
    for n, leaf in enumerate(board.others, start=2):
        yield from _leaf(leaf, f"leaf-{n}")
    yield "</main>"


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    return (f"<p>{_text(text)}</p>" for text in texts)


def _chart(shares: Sequence[Share]) -> Iterator[str]:
    """Each part in words and figures, and as a bar."""
    if shares:
        yield '<ul class="shares">'
        for label, count, whole, tone in shares:
            part = f"{count / whole:.1%}"
            bar = _bar(count, whole, tone)
            yield f"<li{_toned(tone)}><b>{_text(label)}</b> <span>{count}项</span> <span>{part}</span> {bar}</li>"
        yield "</ul>"


def _bar(part: int, whole: int, tone: Tone | None = None, most: int | None = None) -> str:
    """What the figures beside it say: a strip as long as `whole` is of `most`, filled as far as `part`."""
    scale = 100 / (most or whole or 1)
    strips = f'<rect class="track" width="{whole * scale:.2f}" height="10"/>'
    strips += f'<rect class="fill" width="{part * scale:.2f}" height="10"/>' if part else ""
    return f'<svg{_toned(tone)} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{strips}</svg>'


def _toned(tone: Tone | None) -> str:
    return f' class="{tone}"' if tone else ""


def _ahead(page: Page) -> Iterator[str]:
    """Each heading begins a section, which its table is named by."""
    is_open, named = False, ""
    for n, block in enumerate(page):
        if isinstance(block, Line) and block.heading:
            if is_open:
                yield "</section>"
            is_open, named = True, f"{block.text}表"
            yield f'<section aria-labelledby="ahead-{n}"><h2 id="ahead-{n}">{_text(block.text)}</h2>'
        elif isinstance(block, Line) and block.text:
            yield f"<p>{_text(block.text)}</p>"
        elif isinstance(block, Table):
            yield from _table(block, named)
    if is_open:
        yield "</section>"


def _table(table: Table, named: str) -> Iterator[str]:
    yield f'<div class="scroll" role="region" aria-label="{_text(named)}" tabindex="0">'
    yield '<table class="ahead"><thead><tr>'
    for column in table.columns:
        yield f'<th scope="col">{_text(column.title)}</th>' if column.title else "<td></td>"
    yield "</tr></thead><tbody>"
    for row in table.rows:
        cells = (
            f"<td{_toned(row.tone if n == row.toned else None)}>{_text(cell)}</td>" for n, cell in enumerate(row.cells)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _leaf(leaf: Leaf, anchor: str, owners: Sequence[Sequence[str]] = ()) -> Iterator[str]:
    yield f'<section id="{anchor}" aria-labelledby="{anchor}-title"><h2 id="{anchor}-title">{_text(leaf.name)}</h2>'
    if leaf.heads:
        most = max((_numbers(leaf, row)[0] for row in leaf.rows), default=0) if leaf.bars else 0
        heads = (*leaf.heads, Head("进度", 10)) if leaf.bars else leaf.heads
        shape = "matrix" if leaf.wide else "figures" if leaf.bars else "cards"
        kind = f' class="{shape}"{" data-filters" if owners else ""}'
        yield f'<div class="scroll" role="region" aria-labelledby="{anchor}-table" tabindex="0">'
        yield f'<table{kind}><caption id="{anchor}-table">{_text(leaf.title)}</caption><thead><tr>'
        yield from (f'<th scope="col" class="{head.kind}">{_text(head.title)}</th>' for head in heads)
        yield "</tr></thead><tbody>"
        for n, row in enumerate(leaf.rows):
            whose = f' data-units="{_text("，".join(owners[n]))}"' if owners else ""
            bar = f"<td>{_progress(leaf, row, most)}</td>" if leaf.bars else ""
            yield f"<tr{whose}>{''.join(_cells(leaf.heads, row))}{bar}</tr>"
        yield "</tbody>"
        if leaf.total:
            yield f"<tfoot><tr>{''.join(_cells(leaf.heads, leaf.total))}</tr></tfoot>"
        yield "</table></div>"
    yield from _paragraphs(leaf.notes)
    yield "</section>"


def _progress(leaf: Leaf, row: Sequence[Cell], most: int) -> str:
    expected, done = _numbers(leaf, row)
    return _bar(done, expected, Tone.DONE, most)


def _numbers(leaf: Leaf, row: Sequence[Cell]) -> list[int]:
    """What is expected of the row's body, and what is done."""
    return [value for n in leaf.bars if isinstance(value := row[n], int)]


def _cells(heads: Sequence[Head], row: Sequence[Cell]) -> Iterator[str]:
    """The first cell names its row; each bears the title of its column for where the row stands as a card."""
    for n, (head, value) in enumerate(zip(heads, row, strict=True)):
        tag = "th" if n == 0 else "td"
        scope = ' scope="row"' if n == 0 else ""
        tone = _tone(value) if head.kind in ("state", "mark") else None
        classes = " ".join(filter(None, (head.kind, tone)))
        title = _text(head.title.split("\n")[0])
        yield f'<{tag}{scope} class="{classes}" data-title="{title}"{_order(value)}>{_shown(head, value)}</{tag}>'


def _tone(value: Cell) -> Tone | None:
    """The colour of a word of state, or of a day on which something was done."""
    match value:
        case str():
            return next(
                (TONES[state] for state, word in STATES.items() if state in TONES and value.startswith(word)), None
            )
        case dt.date() | Starred():
            return Tone.DONE
        case _:
            return None


def _order(value: Cell) -> str:
    """What is sorted by, where that is not the text."""
    match value:
        case dt.date():
            return f' data-order="{value.isoformat()}"'
        case int() | float():
            return f' data-order="{value}"'
        case _:
            return ""


def _shown(head: Head, value: Cell) -> str:
    match value:
        case None:
            return ""
        case Starred():
            return f"{_day(value.day)}*"
        case dt.date():
            return _day(value)
        case float() if head.kind == "share":
            return f"{value:.1%}"
        case str():
            return _text(value)
        case _:
            return str(value)


def _day(value: dt.date) -> str:
    return f'<time datetime="{value.isoformat()}">{long_day(value)}</time>'


def _text(text: str) -> str:
    return "<br>".join(escape(printable(line)) for line in text.split("\n"))
