"""`fuquan rules`: what `fuquan check` asks of the data and of an edit."""

from typing import TYPE_CHECKING, Annotated

import typer

from fuquan.cli import options
from fuquan.cli.options import Form, Format
from fuquan.errors import FuquanError, meant

if TYPE_CHECKING:
    from fuquan.view.page import Page


def complete_rules(incomplete: str) -> list[tuple[str, str]]:
    from fuquan.rules import rules as known

    return [(one.id, one.must) for one in known() if one.id.startswith(incomplete)]


def rules(
    rule: Annotated[
        list[str] | None,
        typer.Argument(metavar="规则", help="只说明这几条；不写则列出全部", autocompletion=complete_rules),
    ] = None,
    form: Form = Format.TABLE,
) -> None:
    from fuquan.rules import rules as known
    from fuquan.view import rules as view

    by_id = {one.id: one for one in known()}
    if unknown := [name for name in dict.fromkeys(rule or ()) if name not in by_id]:
        offer = meant(unknown[0], by_id) or "全部规则见 fuquan rules"
        raise FuquanError(f"没有“{'”“'.join(unknown)}”这条规则", offer)
    chosen = tuple(by_id[name] for name in dict.fromkeys(rule or by_id))
    if form is Format.JSON:
        from fuquan.export import to_json

        return options.write(to_json.rules(view.as_json(chosen)))

    def page() -> "Page":
        if rule:
            return view.explained(chosen)
        return view.document() if form is Format.MD else view.page(chosen)

    return options.answer(form, page=page, sheet=lambda: view.sheet(chosen), text=lambda: view.text(chosen))
