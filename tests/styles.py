"""Documents of the shape of towns.yaml in any style of YAML, and edits of them: for the tests of what writes."""

import json
from random import Random
from typing import Any

import yaml

IDS = ("1", "2", "9", "14")
PERIODS = ("2023-04", "2023-05", "2023-06")
DAYS = ("2023-04-20", "2023-04-26", "2023-05-19")
TEXTS = (
    *("待盖章", "区 级单位 待定", "a: b", "甲, 乙", "x #y", "#x", "- 项", "it's", '说"好"', "yes", "010", "😀", "[x]"),
    *("第一行\n第二行\n", "一\n\n二", "  前", "甲\u2028乙", "100%", "：", "http://x.cn/a?b=c,d", "a" * 70),
)


class Document:
    """A text, drawn with all that YAML leaves open; `comments` are those in it, each unlike the others."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments: list[str] = []
        self.step = self.pick(2, 2, 3, 4)
        self.dash = self.pick(0, 2, 2, self.step)
        self.gap = self.pick(2, 2, 2, 4)
        self.plain = self.pick(0.2, 0.9)
        self.braces = self.pick(0, 0.1, 0.4)
        self.commented = self.pick(0, 0.1, 0.4)
        lines = [*self.own(0), *self.entry("towns", [self.town(n) for n in range(self.pick(1, 2, 3))], 0), *self.own(0)]
        end = self.pick("\n", "\n", "\r\n", "\r")
        text = "\n".join(lines) + self.pick("", "\n", "\n", "\n\n")
        self.text = self.pick("", "", "\ufeff") + text.replace("\n", end)

    def pick(self, *values: Any) -> Any:
        return self.random.choice(values)

    def is_so(self, share: float) -> bool:
        return self.random.random() < share

    # What it says

    def town(self, n: int) -> dict[str, Any]:
        town: dict[str, Any] = {"name": "甲乙丙"[n]}
        if self.is_so(0.3):
            town["full"] = self.pick(*TEXTS)
        if self.is_so(0.3):
            town["aliases"] = [self.pick(*TEXTS) for _ in range(self.pick(0, 1, 2))]
        if self.is_so(0.3):
            town["code"] = "340210100"
        if self.is_so(0.8):
            ids = self.random.sample(IDS, self.pick(0, 1, 2, 3))
            town["progress"] = {key: self.periods() if key == "14" else self.record() for key in ids}
        if self.is_so(0.3):
            town["returns"] = {key: self.pick(*DAYS) for key in PERIODS if self.is_so(0.4)}
        return town

    def periods(self) -> dict[str, Any]:
        return {key: self.record() for key in PERIODS if self.is_so(0.5)}

    def record(self) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for key in self.random.sample(("started", "done", "expected"), self.pick(0, 1, 2)):
            record[key] = None if self.is_so(0.05) else self.pick(*DAYS)
        if self.is_so(0.3):
            texts = [self.pick(*TEXTS) for _ in range(self.pick(0, 1, 2, 3))]
            record["evidence"] = texts[0] if len(texts) == 1 and self.is_so(0.8) else texts
        if self.is_so(0.3):
            record["reason"] = self.pick(*TEXTS)
        if self.is_so(0.3):
            record["notes"] = [self.note() for _ in range(self.pick(0, 1, 2))]
        if self.is_so(0.1):
            record["withdrawn"] = [{"done": "2023-04-01", "date": "2023-04-02", "reason": self.pick(*TEXTS)}]
        return record

    def note(self) -> dict[str, Any]:
        return {"date": self.pick(*DAYS), "text": self.pick(*TEXTS)}

    # How it is written

    def entry(self, key: str, value: Any, column: int) -> list[str]:
        name = self.pick(f"'{key}'", f'"{key}"', f"{key} ") if self.is_so(0.05) else key
        lead = f"{' ' * column}{name}:"
        if isinstance(value, dict | list) and value and not self.is_so(self.braces):
            at = column + (self.step if isinstance(value, dict) else self.dash)
            return [f"{lead}{self.comment()}", *self.own(at), *self.block(value, at)]
        return [f"{lead}{self.value(value, column)}"]

    def block(self, value: Any, column: int) -> list[str]:
        found: list[str] = []
        if isinstance(value, dict):
            for key, one in value.items():
                found += [*self.own(column), *self.entry(key, one, column)]
            return found
        for one in value:
            lead = f"{' ' * column}-"
            found += self.own(column)
            if isinstance(one, dict) and not self.is_so(self.braces):
                first, *rest = [line for key, each in one.items() for line in self.entry(key, each, column + self.gap)]
                if self.is_so(0.03):
                    found += [lead, *self.own(column), first, *rest]
                else:
                    found += [f"{lead}{first[column + 1 :]}", *rest]
            else:
                found.append(f"{lead}{self.value(one, column)}")
        return found

    def value(self, value: Any, column: int) -> str:
        """What stands behind a colon or a dash, on one line or some."""
        if value is None or (value == {} and self.is_so(0.5)):
            return f"{self.pick('', ' ~')}{self.comment()}"
        if isinstance(value, dict | list):
            return f" {self.flow(value, column + self.step)}{self.comment()}"
        below = f"\n{' ' * (column + self.step)}"
        if "\u2028" not in value and value.strip() and self.is_so(0.5 if "\n" in value else 0.1):
            return f" {self.literal(value, below)}"
        form = self.scalar(value, flow=False)
        if " " in form[2:-2] and self.is_so(0.3):
            form = form.replace(" ", f" \\{below}" if form[0] == '"' else below, 1)
        return f"{below if self.is_so(0.02) else ' '}{form}{self.comment()}"

    def literal(self, text: str, below: str) -> str:
        mark = self.pick("|", "|", ">") + (self.pick("", "", "+") if text.endswith("\n") else "-")
        if text.startswith(" ") or self.is_so(0.1):
            mark += str(self.step)
        lines = "".join(f"{below}{line}" if line else "\n" for line in text.removesuffix("\n").split("\n"))
        return f"{mark}{self.comment()}{lines}"

    def flow(self, value: Any, column: int) -> str:
        if not isinstance(value, dict | list):
            return self.scalar(value, flow=True)
        parts = (
            [f"{key}:{'' if one is None else ' '}{self.flow(one, column)}" for key, one in value.items()]
            if isinstance(value, dict)
            else [self.flow(one, column) for one in value]
        )
        start, end = "{}" if isinstance(value, dict) else "[]"
        if parts and self.is_so(0.2):
            below = f"\n{' ' * column}"
            return f"{start}{''.join(f'{below}{part},{self.comment()}' for part in parts)}{below}{end}"
        blank = self.pick("", "", " ")
        return f"{start}{blank}{', '.join(parts)}{blank}{end}"

    def scalar(self, text: str | None, *, flow: bool) -> str:
        if text is None:
            return self.pick(" ", " ~ ")
        single = "'{}'".format(text.replace("'", "''"))
        forms = [text] if self.is_so(self.plain) else []
        for form in (*forms, *self.random.sample((single, json.dumps(text, ensure_ascii=False)), 2)):
            if _reads_as(form, text, flow):
                return form
        raise AssertionError(text)

    def comment(self) -> str:
        if not self.is_so(self.commented):
            return self.pick("", "", "", " ", "\t")
        return self.pick("  ", " ", "\t ") + self.remark()

    def own(self, column: int) -> list[str]:
        """Lines of comments, and empty ones."""
        if not self.is_so(self.commented):
            return []
        return [" " * self.random.randint(0, column) + self.remark() if self.is_so(0.7) else "" for _ in range(2)]

    def remark(self) -> str:
        self.comments.append(f"#{self.pick('', ' ')}注{len(self.comments)}{self.pick('。', ': x', ' {', ' #', ' |')}")
        return str(self.comments[-1])


def _reads_as(form: str, text: str, flow: bool) -> bool:
    try:
        return bool(
            said(f"a: {{b: {form}, c: d}}" if flow else f"a:\n  b: {form}\n  c: d") == {"a": {"b": text, "c": "d"}}
        )
    except yaml.YAMLError:
        return False


def said(text: str) -> Any:
    """What the text says, in words alone."""
    return yaml.load(text.removeprefix("\ufeff"), getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - it makes nothing but texts
