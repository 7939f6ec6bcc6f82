"""Writes a repository of the example's data in which each commit records one thing: `python history.py 文件夹 2000`.

What is recorded is invented; the same number gives the same commits, on every day.
"""

import datetime as dt
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "example" / "data"
FILES = ("tasks.yaml", "towns.yaml")
AUTHORS = ("示例甲", "示例乙", "示例丙")
FIRST = dt.datetime(2023, 5, 10, 1, tzinfo=dt.UTC)
STEP = dt.timedelta(hours=2)
RECORD = re.compile(r"(?m)^      \d+:\n((?:        [a-z].*\n(?:          .*\n)*)+)")
"""Of a task that does not recur."""


def write(folder: Path, *, commits: int) -> None:
    """A repository in `folder`, which is made, whose work tree is that of the last commit."""
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "fast-import", "--quiet", "--done", given=b"".join(_stream(commits)))
    _git(folder, "reset", "--quiet", "--hard", "main")


def _stream(commits: int) -> Iterator[bytes]:
    texts = {name: (EXAMPLE / name).read_text(encoding="utf-8") for name in FILES}
    chance = random.Random(1)  # noqa: S311 - the same every time is what is wanted
    for number in range(1, commits + 1):
        when = FIRST + STEP * number
        changed = FILES
        if number > 1:
            changed = (chance.choice(FILES),)
            texts[changed[0]] = _recorded(texts[changed[0]], number, when.date().isoformat(), chance)
        yield _commit(number, when, chance.choice(AUTHORS))
        for name in changed:
            data = texts[name].encode()
            yield b"M 100644 inline data/%b\ndata %d\n%b\n" % (name.encode(), len(data), data)
    yield b"done\n"


def _commit(number: int, when: dt.datetime, author: str) -> bytes:
    who = f"{author} <a@example.com> {int(when.timestamp())} +0800"
    message = f"第{number}次记录".encode()
    head = f"commit refs/heads/main\nmark :{number}\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode()
    return head + message + (b"\nfrom :%d\n" % (number - 1) if number > 1 else b"\n")


def _recorded(text: str, number: int, day: str, chance: random.Random) -> str:
    """With one thing more in one of the records: what was reported stays, as the rules have it."""
    one = chance.choice([*RECORD.finditer(text)])
    body = one[1]
    added = {
        "        started: ": f"        started: 2023-03-{number % 28 + 1:02}\n",
        "        expected: ": f"        expected: {day}\n",
        "        evidence: ": f"        evidence: 示例〔2023〕{number}号\n",
        "        reason: ": f"        reason: 待统一组织培训考试，第{number}次（示例）\n",
        "        done: ": f"        done: {day}\n",
    }
    new = [line for start, line in added.items() if start not in body]
    if new:
        line = chance.choice(new)
        return f"{text[: one.start(1)]}{line}{text[one.start(1) :]}"
    note = f"          - date: {day}\n            text: 第{number}次说明：正在推进（示例）\n"
    head = "" if "        notes:\n" in body else "        notes:\n"
    return f"{text[: one.end(1)]}{head}{note}{text[one.end(1) :]}"


def _git(folder: Path, *args: str, given: bytes = b"") -> None:
    subprocess.run(["git", *args], cwd=folder, input=given, check=True, env=os.environ | {"GIT_CONFIG_NOSYSTEM": "1"})


if __name__ == "__main__":
    write(Path(sys.argv[1]), commits=int(sys.argv[2]))
