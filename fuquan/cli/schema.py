"""`fuquan schema`: the format of a file of the data, for editors and validators."""

from enum import StrEnum
from typing import Annotated

import typer

from fuquan.cli import options


class Name(StrEnum):
    TASKS = "tasks"
    TOWNS = "towns"
    LETTERS = "letters"


def schema(
    name: Annotated[
        Name, typer.Argument(metavar="文件", help="哪个数据文件的格式：tasks.yaml、towns.yaml 或 letters.yaml")
    ],
) -> None:
    from fuquan.export import to_schema

    options.write(to_schema.text(name.value))
