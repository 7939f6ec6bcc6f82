"""What files hold at a commit."""

import os
import shlex
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from fuquan.errors import FuquanError
from fuquan.git.missing import unreadable
from fuquan.git.running import git, started
from fuquan.git.values import Commit, Repository


def blob(repo: Repository, one: Commit, path: str) -> bytes | None:
    """The bytes of a file at a commit; None where it had none.

    Raises FuquanError of what is no file, and where the folder led elsewhere: what stood there is not known.
    """
    parts = path.split("/")
    above = ["/".join(parts[:n]) for n in range(1, len(parts))]
    done = git(repo.top, "ls-tree", "-z", one.id, "--", *above, path)
    if done.returncode:
        raise unreadable(repo, one, path)
    # Listed is what is in the folders above: among it the file, or what is in the place of a folder.
    listed = (line.partition(b"\t") for line in done.stdout.split(b"\0")[:-1])
    entries = {os.fsdecode(name): entry.decode().split() for entry, _, name in listed}
    found = next((at for at in (path, *above) if at in entries), None)
    if found is None:
        return None
    mode, kind, id_ = entries[found]
    called = "符号链接" if mode == "120000" else {"tree": "文件夹", "commit": "子模块"}.get(kind)
    if called is not None:
        wanted = "文件" if found == path else "文件夹"
        raise FuquanError(
            f"“{one.name}”（{one.short}）里的“{found}”是{called}，不是{wanted}",
            f"请换一个版本；各个版本可以查看：git log --oneline -- {shlex.quote(found)}",
        )
    if found != path:
        return None
    read = git(repo.top, "cat-file", "blob", id_)
    if read.returncode:
        raise unreadable(repo, one, path)
    return read.stdout


@contextmanager
def blobs(repo: Repository, ids: Iterable[str]) -> Iterator[Callable[[str], bytes]]:
    """What gives the bytes of a blob; those of `ids`, asked for in about this order, are read ahead."""
    process = started(repo.top, "cat-file", "--batch")
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 - for the type checker
    source, sink = process.stdout, process.stdin
    ahead = dict.fromkeys(ids)
    coming = iter(tuple(ahead))
    asked: deque[str] = deque()
    known: dict[str, bytes] = {}

    def ask(names: list[str]) -> None:
        sink.write("".join(f"{id_}\n" for id_ in names).encode())
        sink.flush()
        asked.extend(names)

    def read(id_: str) -> bytes:
        if id_ not in known and id_ not in ahead:
            ask([id_])
            ahead[id_] = None
        while id_ not in known:
            if len(asked) <= _AHEAD // 2:
                ask(list(islice(coming, _AHEAD // 2)))
            if len(known) >= _AHEAD:
                del known[next(iter(known))]
            one = asked.popleft()
            head = source.readline().split()
            if len(head) != 3:
                raise unreadable(repo, Commit(id_, id_))
            del ahead[one]
            known[one] = source.read(int(head[2]))
            source.read(1)
        return known[id_]

    try:
        yield read
    finally:
        sink.close()
        source.close()
        process.wait()


_AHEAD = 64
"""Blobs at once, of which half are asked for while git still works at the others: their names fit into a pipe."""
