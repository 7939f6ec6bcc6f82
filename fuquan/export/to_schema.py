"""The format of the data as JSON Schema, for editors and validators.

What the schema refuses, the loader refuses. The other way round there is what no schema can say: a day that no month
has, a name that no unit bears, a number written with a leading zero. Draft 7, which every version of the YAML language
server reads; `errorMessage` and `patternErrorMessage` are its own words, and other readers pass them over.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from fuquan import schema
from fuquan.due import KEY
from fuquan.schema import MONTH, RANGES, Kind, Shape, wanted

FILES = {"tasks": schema.TASKS_FILE, "towns": schema.TOWNS_FILE, "letters": schema.LETTERS_FILE}

Schema = dict[str, Any]

# YAML makes numbers and truth values of some scalars that the loader takes as the text they are.
_TEXT = ("string", "number", "boolean")

# Python and JavaScript do not quite agree what a space is: a character is refused as one where both say so.
_BLANK = r"\s\x1c-\x1f\x85"
_FILLED = rf"(?:[^{_BLANK}]|\uFEFF)"
_AROUND = rf"[{_BLANK}\uFEFF]*"


def _number(kind: Kind) -> Schema:
    """Of a number in quotes only the figures are seen."""
    low, high = RANGES[kind]
    figures = f"[1-9][0-9]{{0,{len(str(high)) - 1}}}"
    pattern = f"^{figures}$" if low else f"^(0|{figures})$"
    return {"type": ["integer", "string"], "minimum": low, "maximum": high, "pattern": pattern}


_SCALAR: Mapping[Kind, Schema] = {
    "text": {"type": [*_TEXT], "pattern": _FILLED},
    "name": {"type": [*_TEXT], "pattern": rf"^{_AROUND}{_FILLED}[^\n]*{_AROUND}$"},
    "id": _number("id"),
    "count": _number("count"),
    "year": _number("year"),
    "day": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "month": {"type": "string", "pattern": f"^{MONTH}$"},
    "period": {
        "type": ["string", "integer"],
        "minimum": 1000,
        "maximum": 9999,
        "pattern": f"^{_AROUND}{KEY}{_AROUND}$",
    },
    "flag": {"type": "boolean"},
}


def text(name: str) -> str:
    """The schema of one of `FILES`."""
    shape = FILES[name]
    whole = {"$schema": "http://json-schema.org/draft-07/schema#", **_said(shape), **_value("", shape)}
    whole["definitions"] = {key: {**_said(record), **_value(key, record)} for key, record in records(shape)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def records(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """The records that stand in lists and under tasks, each with the key that it is referred to by, and a title."""
    for key, field in shape.fields.items():
        if field.kind == "record":
            yield from records(field)
        elif field.kind in ("list", "progress") and field.of is not None and field.of.kind == "record":
            yield key, field.of if field.of.says else field.of._replace(says=_title(field))
            yield from records(field.of)


def _said(shape: Shape) -> Schema:
    """What is written here, cut short for the title."""
    title = _title(shape)
    said = {"title": title, "description": shape.says}
    return {key: value for key, value in said.items() if value and (key == "title" or value != title)}


def _title(shape: Shape) -> str:
    return re.split("[，；：]", shape.says)[0]


def _field(key: str, field: Shape) -> Schema:
    made = {**_said(field), **_value(key, field)}
    return made if field.required else _or_empty(made)


def _or_empty(made: Schema) -> Schema:
    """An optional field may be written without a value."""
    types = made["type"] if isinstance(made["type"], list) else [made["type"]]
    words = {"enum": [*made["enum"], None]} if "enum" in made else {}
    return {**made, "type": [*types, "null"], **words}


def _value(key: str, shape: Shape) -> Schema:
    """`key` names the field that the value stands in."""
    if shape.kind in _SCALAR:
        return {**_SCALAR[shape.kind], "errorMessage": wanted(shape)}
    kinds = {
        "word": _word,
        "list": _list,
        "members": _members,
        "progress": _progress,
        "table": _table,
        "record": _record,
    }
    return kinds[shape.kind](key, shape)


def _word(_: str, shape: Shape) -> Schema:
    return {"type": "string", "enum": [*shape.words], "errorMessage": wanted(shape)}


def _list(key: str, shape: Shape) -> Schema:
    assert shape.of is not None  # noqa: S101 - for the type checker
    least = {"minItems": shape.least} if shape.least else {}
    told = {"errorMessage": wanted(shape)}
    if shape.of.kind == "record":
        return {"type": "array", "items": {"$ref": f"#/definitions/{key}"}, **least, **told}
    item = _value(key, shape.of)
    items = {"items": {**_said(shape.of), **item}, **least, **told}
    if not shape.one:
        return {"type": "array", **items}
    return {**item, "type": [*item["type"], "array"], "patternErrorMessage": item["errorMessage"], **items}


def _members(_: str, shape: Shape) -> Schema:
    """The word or a list, and in this names or records: each keyword holds for its own type."""
    assert shape.of is not None  # noqa: S101 - for the type checker
    name = shape.of.fields["name"]._replace(kind="text")
    either = {"type": [*_TEXT, "object"], "pattern": _FILLED, "patternErrorMessage": wanted(name)}
    items = {**_record("", shape.of), **_said(name), **either}
    towns = {"pattern": "^towns$", "examples": ["towns"]}
    return {"type": ["string", "array"], **towns, "items": items, "errorMessage": wanted(shape)}


def _progress(key: str, shape: Shape) -> Schema:
    assert shape.of is not None  # noqa: S101 - for the type checker
    record = {"$ref": f"#/definitions/{key}"}
    # Not by propertyNames: the YAML language server leaves keys such as 2024 out of them, which it takes for numbers.
    entry = {
        **_said(shape.of),
        "type": "object",
        "if": {"patternProperties": {"^[0-9]": False}},
        "then": record,
        "else": {"patternProperties": {f"^{KEY}$": record}, "additionalProperties": False},
    }
    task = _SCALAR["id"]["pattern"]
    return {"type": "object", "patternProperties": {task: entry}, "additionalProperties": False}


def _table(_: str, shape: Shape) -> Schema:
    assert shape.of is not None and shape.key is not None  # noqa: S101 - for the type checker
    pattern = _value("", shape.key)["pattern"]
    value = {**_said(shape.of), **_value("", shape.of)}
    return {"type": "object", "patternProperties": {pattern: value}, "additionalProperties": False}


def _record(_: str, shape: Shape) -> Schema:
    required = [key for key, field in shape.fields.items() if field.required]
    return {
        "type": "object",
        "properties": {key: _field(key, field) for key, field in shape.fields.items()},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }
