"""The fuzzer that follows coverage: any bytes in either file, held against what `tests/invariants.py` says must hold.

For a look: `python tests/fuzz/check.py`. For hours, with what was learnt kept for the
next time, and each input that broke something kept as a file:

    mkdir -p build/fuzz build/broken
    python tests/fuzz/check.py -max_total_time=14400 -artifact_prefix=build/broken/ build/fuzz tests/fuzz/corpus

It ends at the first. Further options are libFuzzer's (`-help=1`): `-runs=`, `-seed=`, `-max_len=`.
`python tests/fuzz/check.py build/broken/crash-…` shows what a kept input breaks; it goes as a sample into the tests,
with the mend.

An input is tasks.yaml, and after a line `=====` towns.yaml; without that line the towns are those of the small plan.
"""

import random
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["fuquan"]):
    from invariants import check, check_edit

    from fuquan.load import load_files
    from fuquan.model import Plan
    from fuquan.source import decoded

PARTING = b"\n=====\n"

WORDS = """
plan: title: issuer: issued: year: basis: until: office: short: remind_days: severity: sections: id: tasks: section:
deadline: units: reading: reading_basis: trigger: date: from: adjustments: due: reason: period: approved_by: collects:
name: full: aliases: letter: progress: started: done: evidence: expected: notes: text: withdrawn: members: complete:
since: waivers: rule: task: unit: towns: code: returns:
2023-05 2023-Q2 2023-H1 2023 2023-W20 2023-05-20 2023-04-18 0001-01-01 9999-12-31 2023-02-30 10000-01-01 999999 0 1
true 一 甲局 乙局 组 甲镇 各镇 每日 每个工作日 每周五前 每月20日前 每月最后一个工作日前 每季度首月10日前
每年2月底前 6月底前 持续推进 待定 收到通知后15个工作日内 印发之日起99999日内 按省级部署 原则上于6月中旬前
5月底前启动、10月底前完成 9999年12月31日前 2023年5月至6月，每月20日前 自2023年1月1日起30日内 春节前 (5月1日)
皖政[2022]112号 己完成 １２ gap error hint
[ ] { } , : - ? | > & * ! % @ ` ' " # ： ， ~ <<: --- ... \\e \\u202e \\0
""".split()


def one(data: bytes) -> None:
    """Raises where the two files in `data` bring out anything but findings or a plan."""
    tasks, parting, towns = data.partition(PARTING)
    loaded = load_files(decoded("tasks.yaml", tasks), decoded("towns.yaml", towns if parting else TOWNS), "towns.yaml")
    check(loaded)
    if not loaded.found:
        check_edit(BASE, loaded)


def mutated(data: bytes, max_size: int, seed: int) -> bytes:
    """Half of the time what libFuzzer makes of it, else another word, line or block."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    if chance.random() < 0.5:
        return bytes(atheris.Mutate(data, max_size))
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        n, m = chance.randrange(len(lines)), chance.randrange(len(lines))
        word = chance.choice(WORDS).encode()
        match chance.randrange(6):
            case 0:
                key, colon, _ = lines[n].partition(b": ")
                lines[n] = key + colon + word
            case 1:
                at = chance.randint(0, len(lines[n]))
                lines[n] = lines[n][:at] + word + lines[n][at:]
            case 2:
                lines.insert(m, lines[n])
            case 3:
                lines[n], lines[m] = lines[m], lines[n]
            case 4 if len(lines) > 1:
                del lines[n]
            case _:
                lines[n] = b"  " + lines[n] if chance.random() < 0.5 else lines[n].replace(b"  ", b"", 1)
    return b"\n".join(lines)[:max_size]


def _small() -> tuple[bytes, Plan]:
    """The towns of the small plan, and the plan."""
    data = (HERE / "corpus" / "plan").read_bytes()
    tasks, _, towns = data.partition(PARTING)
    plan = load_files(decoded("tasks.yaml", tasks), decoded("towns.yaml", towns), "towns.yaml").plan
    assert plan is not None
    return towns, plan


if __name__ == "__main__":
    TOWNS, BASE = _small()
    atheris.Setup(sys.argv if len(sys.argv) > 1 else [*sys.argv, str(HERE / "corpus")], one, custom_mutator=mutated)
    atheris.Fuzz()
