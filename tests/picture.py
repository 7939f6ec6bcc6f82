"""The picture of `fuquan status` in the README, drawn from the example plan by the program's own renderer."""

import datetime as dt
import html
import io
import re
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from fuquan.load import load
from fuquan.owed import situation
from fuquan.render import draw
from fuquan.view import status

# Rich's own frame, but no font is fetched from anywhere.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "Sarasa Mono SC", "Noto Sans Mono CJK SC", "Source Han Mono SC", NSimSun, monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture(data: Path, today: dt.date) -> str:
    """The SVG of `fuquan status` on 80 columns."""
    plan = load(data).plan
    assert plan is not None
    console = Console(width=80, record=True, file=io.StringIO(), force_terminal=True, color_system="standard")
    draw(status.page(situation(plan, today)), console)
    svg = console.export_svg(title="fuquan status", code_format=FRAME, unique_id="fuquan")
    return re.sub(r'(<text class="fuquan-r[^>]* textLength=")[^"]*("[^>]*>)([^<]*)', _as_wide_as_drawn, svg)


def _as_wide_as_drawn(text: re.Match[str]) -> str:
    """Rich gives a text the length of its characters; a Han character takes two columns of 12.2."""
    before, after, content = text.groups()
    return f"{before}{cell_len(html.unescape(content)) * 12.2:.1f}{after}{content}"
