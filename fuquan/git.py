"""The repository that the data are kept in: the one place that starts a process.

To read, only plumbing is run (rev-parse, merge-base, rev-list, diff-tree, ls-tree, ls-files, cat-file; for-each-ref,
config and status to say what is the matter), so that no hook, filter, pager or external diff of a repository's
configuration is started; nothing is fetched, which would start what the configuration names as transport; and a
revision is data, never an option. Only `save`, which is asked for, commits as the user would, with the hooks and the
identity that git is configured with. Git 2.25 or later does.
"""

import datetime as dt
import os
import re
import shlex
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fuquan.errors import FuquanError

if TYPE_CHECKING:
    import subprocess

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


class Repository(NamedTuple):
    """A work tree, by its top folder."""

    top: Path


class Revision(NamedTuple):
    """A commit that touched the data, or joined lines that did."""

    id: str
    parents: tuple[str, ...]
    """The nearest commits before it of the same kind."""
    author: str
    day: dt.date | None
    """The author's day, in Shanghai; None where what was written down is no date."""
    blobs: tuple[str | None, ...]
    """The ids of the files, None of those that were not there."""


class Commit(NamedTuple):
    id: str
    name: str
    """As it was asked for."""

    @property
    def short(self) -> str:
        return self.id[:7]


def repository(folder: Path) -> Repository:
    """The repository that the folder is in. Raises FuquanError where there is none, or no git."""
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode == 0 and (top := _line(done)):
        return Repository(Path(top))
    told = os.fsdecode(done.stderr)
    if trusting := re.search(r"^\tgit config --global --add safe\.directory .+", told, re.MULTILINE | re.DOTALL):
        raise FuquanError(
            f"“{folder}”所在的版本库属于别的用户，git 不肯读取",
            f"确认可信后运行：{trusting[0].strip()}",
        )
    if done.returncode == 0 or "must be run in a work tree" in told:
        raise FuquanError(
            f"“{folder}”在裸版本库或者 .git 文件夹里，那里没有数据文件",
            "请用 git clone 克隆一份，在克隆出来的文件夹里运行",
        )
    if "not a git repository (or any" in told:
        raise FuquanError(
            f"“{folder}”不在 git 版本库里",
            "请用 git clone 克隆项目，在克隆出来的文件夹里运行，或者用 --data 指明其中的数据文件夹",
        )
    raise FuquanError(f"git 打不开“{folder}”所在的版本库", "请在那里运行 git status，看它报告的原因")


def commit(repo: Repository, text: str, option: str) -> Commit:
    """The commit that a revision names. Raises FuquanError of what names none, with `option` for where it was asked.

    What git would guess at is refused: a name that a branch and a tag share, a day before its log of a branch begins.
    """
    has_path = ":" in re.sub(r"\{[^}]*\}", "", text)  # what asks for a commit would be a part of the path
    if has_path or not text.isprintable() or ".." in text or text[:1] in ("", "-", "^"):
        raise FuquanError(
            f"{_beside(option)}的“{text}”不是版本的写法",
            "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1、3181a06；范围要分成两个版本来写",
        )
    done = _git(repo.top, "rev-parse", "--verify", f"{text}^{{commit}}")
    told = os.fsdecode(done.stderr)
    if re.search(r"^warning: refname '.+' is ambiguous", told, re.MULTILINE):
        raise FuquanError(
            f"{_beside(option)}的“{text}”不止一个意思：有同名的分支、标签或者提交编号",
            f"请写全：分支是 refs/heads/{text}，标签是 refs/tags/{text}，远程的分支是 refs/remotes/{text}",
        )
    if re.search(r"^warning: log for '.+' only goes back to ", told, re.MULTILINE):
        raise FuquanError(
            f"没有“{text}”这个版本：本机对这个分支的记录没有那么早", "请用 git log 查出那一天的提交，写它的编号"
        )
    if re.search(r"^error: short (?:object ID|SHA1) \w+ is ambiguous", told, re.MULTILINE):
        raise FuquanError(f"编号以“{text}”开头的不止一个", "请多写几位；完整的编号可用 git log --format=%H 查看")
    if done.returncode == 0 and re.fullmatch(_ID, name := _line(done)):
        return Commit(name, text)
    raise _no_commit(repo, text, option)


_ID = "[0-9a-f]{40}|[0-9a-f]{64}"


def _beside(option: str) -> str:
    """--base with the space that stands between Latin and Han."""
    return f"{option} " if option.isascii() else option


def _no_commit(repo: Repository, text: str, option: str) -> FuquanError:
    kind = _git(repo.top, "cat-file", "-t", f"{text}^{{}}")
    if kind.returncode == 0:
        called = {"tree": "文件夹", "blob": "文件"}.get(_line(kind), "别的内容")
        return FuquanError(
            f"{_beside(option)}的“{text}”不是一次提交，而是{called}",
            "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1",
        )
    is_id = re.fullmatch(_ID, text.lower()) is not None  # which rev-parse takes, whether there is such an object or not
    is_broken = re.search(rb"^error: ", kind.stderr, re.MULTILINE) is not None
    if is_broken or (not is_id and _git(repo.top, "rev-parse", "--verify", text).returncode == 0):
        return FuquanError(f"读不出“{text}”这个版本：版本库不完整", _how_to_mend(repo, text))
    names = os.fsdecode(_git(repo.top, "for-each-ref", "--format=%(refname:short)").stdout).split("\n")[:-1]
    if not is_id and _git(repo.top, "rev-parse", "--verify", "HEAD").returncode:
        if not names:
            return FuquanError(f"没有“{text}”这个版本：版本库里还没有任何提交", "请先用 git commit 提交一次")
        if re.match("(?:HEAD|@)(?:[~^@{]|$)", text):
            return FuquanError(f"没有“{text}”这个版本：当前的分支还没有提交", f"请写别的分支，如 {names[0]}")
    return FuquanError(f"没有“{text}”这个版本", _how_to_get(repo, text, names))


def _how_to_get(repo: Repository, text: str, names: list[str]) -> str:
    if re.fullmatch("0{40}|0{64}", text):
        return "编号全是0，表示分支刚刚建立，没有以前的版本；请写主干的分支，如 origin/main"
    if full := [name for name in names if name.endswith(f"/{text}")]:
        return f"请写全：{'或'.join(full)}"
    if is_shallow(repo):
        return f"这是浅克隆，没有全部历史。{UNSHALLOW}"
    remote, _, branch = text.partition("/")
    if remote == "origin" and branch:
        fetched = shlex.quote(f"{branch}:refs/remotes/origin/{branch}")
        return f"请核对名称；远程的分支要先取回：git fetch origin {fetched}"
    return "请核对名称；远程的分支要先取回：git fetch，再写成 origin/分支名"


UNSHALLOW = "请取回全部历史：git fetch --unshallow；在 GitHub Actions 里给 actions/checkout 加上 fetch-depth: 0"


def merge_base(repo: Repository, base: Commit, head: Commit) -> Commit:
    """The commit that both come from, under the name of the base. Raises FuquanError where there is none."""
    done = _git(repo.top, "merge-base", base.id, head.id)
    if done.returncode == 0 and re.fullmatch(_ID, name := _line(done)):
        return Commit(name, base.name)
    if done.returncode != 1 or b"error: " in done.stderr:
        raise FuquanError(f"读不出“{base.name}”与“{head.name}”共同的来源：版本库不完整", _how_to_mend(repo, base.short))
    told = f"“{base.name}”与“{head.name}”没有共同的来源，无法比较"
    if is_shallow(repo):
        raise FuquanError(f"{told}：这是浅克隆，没有全部历史", UNSHALLOW)
    raise FuquanError(told, f"请核对是不是同一个项目的分支，如：git log --oneline {base.short} {head.short}")


def committed(repo: Repository, one: Commit) -> dt.date:
    """The committer's day, in Shanghai, whatever zone was written down. Raises FuquanError where there is none."""
    done = _git(repo.top, "cat-file", "commit", one.id)
    if done.returncode:
        raise _unreadable(repo, one)
    head, _, _ = done.stdout.partition(b"\n\n")  # the message may hold a line like the one sought
    seconds = re.search(rb"^committer .*> (-?\d{1,12})(?: |$)", head, re.MULTILINE)
    day = None if seconds is None else _day(int(seconds[1]))
    if day is not None:
        return day
    raise FuquanError(
        f"“{one.name}”（{one.short}）的提交时间不是正常的日期",
        f"请换一个版本；写的内容可以查看：git cat-file -p {one.short}",
    )


def _day(seconds: int) -> dt.date | None:
    try:
        return (dt.datetime.fromtimestamp(0, SHANGHAI) + dt.timedelta(seconds=seconds)).date()
    except OverflowError:
        return None


def is_named(repo: Repository, text: str) -> bool:
    """Whether a branch, a tag or another revision bears this name."""
    return _git(repo.top, "rev-parse", "--verify", "--quiet", f"{text}^{{commit}}").returncode == 0


def until(repo: Repository, tip: Commit, day: dt.date) -> Commit | None:
    """Where the tip's own line stood at the end of the day in Shanghai: its last commit that was made by then."""
    end = _end_of(day)
    if end < 0:  # before there was git, or a way to write it
        return None
    done = _git(repo.top, "rev-list", "--first-parent", "--max-count=1", f"--until=@{end} +0000", tip.id)
    if done.returncode:
        raise _unreadable(repo, tip)
    return Commit(name, name[:7]) if (name := _line(done)) else None


def _end_of(day: dt.date) -> int:
    """The last second of the day in Shanghai, as git counts them."""
    return (day - dt.date(1970, 1, 1)).days * 86400 + 86400 - 8 * 3600 - 1


def first(repo: Repository, tip: Commit, *paths: str) -> Commit | None:
    """The oldest commit of the tip's own line, or the oldest there that touches one of the paths."""
    done = _git(repo.top, "rev-list", "--first-parent", tip.id, "--", *paths)
    if done.returncode:
        raise _unreadable(repo, tip)
    names = done.stdout.split()
    return Commit(names[-1].decode(), names[-1].decode()[:7]) if names else None


def path_then(repo: Repository, tip: Commit, then: Commit, path: str) -> str | None:
    """What a file of the tip was called at an earlier commit, renamed or not; None where it was not there."""
    newer = tip.id
    while blob(repo, then, path) is None:
        done = _git(repo.top, "rev-list", "--first-parent", newer, f"^{then.id}", "--", path)
        if done.returncode:
            raise _unreadable(repo, tip)
        if not (touching := done.stdout.split()):
            return None
        came = touching[-1].decode()
        before = _git(repo.top, "rev-parse", "--verify", "--quiet", f"{came}^1")
        source = _sources(repo, newer := _line(before), came).get(path) if before.returncode == 0 else None
        if source is None:
            return None
        path = source
    return path


def born(repo: Repository, tip: Commit, path: str) -> Commit | None:
    """Where a file came into the tip's own line, under whatever name."""
    newer = tip
    while (came := first(repo, newer, path)) is not None:
        before = _git(repo.top, "rev-parse", "--verify", "--quiet", f"{came.id}^1")
        source = _sources(repo, _line(before), came.id).get(path) if before.returncode == 0 else None
        if source is None:
            return came
        newer, path = Commit(_line(before), newer.name), source
    return None


def at_days(repo: Repository, tip: Commit, days: Sequence[dt.date], *files: str) -> tuple[Revision | None, ...]:
    """Where the tip's own line stood at the end of each day, as `until` has it; days in their order."""
    done = _git(repo.top, "rev-list", "--first-parent", "--timestamp", tip.id)
    if done.returncode:
        raise _unreadable(repo, tip)
    line = [(int(seconds), id_) for seconds, id_ in (text.split() for text in done.stdout.decode().splitlines())]
    found: list[str | None] = []
    n = 0
    for day in reversed(days):
        while n < len(line) and line[n][0] > _end_of(day):
            n += 1
        found.append(line[n][1] if n < len(line) else None)
    found.reverse()
    blobs = _followed_back(repo, tip, list(dict.fromkeys(id_ for id_ in reversed(found) if id_)), files)
    return tuple(Revision(id_, (), "", day, blobs[id_]) if id_ else None for id_, day in zip(found, days, strict=True))


def _followed_back(
    repo: Repository, tip: Commit, ids: list[str], files: Sequence[str]
) -> dict[str, tuple[str | None, ...]]:
    """The ids of the files at each commit, newest first, under the names that they had then."""
    names = [[path] for path in files]
    while True:
        blobs = _blob_ids(repo, ids, names)
        older = [
            (n, path_then(repo, tip, Commit(id_, id_[:7]), files[n]))
            for n in range(len(files))
            for id_ in [id_ for id_, own in zip(ids, blobs, strict=True) if own[n] is None][:1]
        ]
        new = [(n, path) for n, path in older if path is not None and path not in names[n]]
        if not new:
            return dict(zip(ids, blobs, strict=True))
        for n, path in new:
            names[n].append(path)


def _sources(repo: Repository, old: str, new: str) -> dict[str, str]:
    """The old names of the files renamed between two commits."""
    done = _git(repo.top, "diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", old, new)
    words = [os.fsdecode(word) for word in done.stdout.split(b"\0")]
    return dict(zip(words[2::3], words[1::3], strict=False))


def history(repo: Repository, tip: Commit, *files: str) -> tuple[Revision, ...]:
    """The commits up to the tip that touched one of the files, under whatever names, and all merges; newest first."""
    names = [[path] for path in files]
    while True:
        told = _listed(repo, tip, [name for own in names for name in own])
        blobs = _blob_ids(repo, [one[0] for one in told], names)
        made = tuple(
            Revision(id_, parents, author, day, own)
            for (id_, parents, author, day), own in zip(told, blobs, strict=True)
        )
        if not _followed(repo, made, names):
            break
    for n, own in enumerate(names):
        _nothing_lost(repo, [one.id for one in made], [one.blobs[n] is None for one in made], own)
    return made


def _nothing_lost(repo: Repository, ids: list[str], absent: list[bool], names: list[str]) -> None:
    """Raises FuquanError where a file was there, but its content is not: looked at are the ends of each stretch."""
    ends = [
        id_
        for id_, before, now, after in zip(ids, [False, *absent], absent, [*absent[1:], False], strict=False)
        if now and not (before and after)
    ]
    for id_ in ends:
        listed = _git(repo.top, "ls-tree", "-z", id_, "--", *names).stdout
        if b" blob " in listed:
            path = os.fsdecode(listed.partition(b"\t")[2].partition(b"\0")[0])
            raise _unreadable(repo, Commit(id_, id_[:7]), path)


def _listed(repo: Repository, tip: Commit, paths: list[str]) -> list[tuple[str, tuple[str, ...], str, dt.date | None]]:
    form = ("--encoding=UTF-8", "--format=%at %ct %an")
    done = _git(repo.top, "rev-list", "--full-history", "--parents", "--date-order", *form, tip.id, "--", *paths)
    if done.returncode:
        raise _unreadable(repo, tip)
    lines = done.stdout.decode(errors="replace").split("\n")
    told = []
    for commit_line, line in zip(lines[::2], lines[1::2], strict=False):
        _, id_, *parents = commit_line.split(" ")
        at, made, author = line.split(" ", 2)
        seconds = at or made
        told.append((id_, tuple(parents), author, _day(int(seconds)) if seconds else None))
    return told


def _blob_ids(repo: Repository, commits: list[str], names: list[list[str]]) -> list[tuple[str | None, ...]]:
    """Of each commit, the id of each file under the first of its names that there is."""
    if any("\n" in name for own in names for name in own):
        raise FuquanError("数据文件夹的名称里有换行，查不了它的历史", "请先改名")
    asked = "".join(f"{id_}:{name}\n" for id_ in commits for own in names for name in own)
    done = _git(repo.top, "cat-file", "--batch-check=%(objectname) %(objecttype)", given=os.fsencode(asked))
    answers = iter(done.stdout.split(b"\n"))
    found: list[tuple[str | None, ...]] = []
    for _ in commits:
        own_ids: list[str | None] = []
        for own in names:
            ids = [answer[:-5].decode() for answer in (next(answers) for _ in own) if answer.endswith(b" blob")]
            own_ids.append(ids[0] if ids else None)
        found.append(tuple(own_ids))
    return found


def _followed(repo: Repository, made: tuple[Revision, ...], names: list[list[str]]) -> bool:
    """Whether a file had another name before it came under those that are known, which is then known too."""
    by_id = {one.id: one for one in made}
    found = False
    for one in made:
        before = [by_id[parent].blobs for parent in one.parents if parent in by_id]
        new = [n for n, id_ in enumerate(one.blobs) if id_ and all(blobs[n] is None for blobs in before)]
        if not new or (done := _git(repo.top, "rev-parse", "--verify", "--quiet", f"{one.id}^1")).returncode:
            continue
        sources = _sources(repo, _line(done), one.id)
        for n in new:
            source = next((sources[name] for name in names[n] if name in sources), None)
            if source is not None and source not in names[n]:
                names[n].append(source)
                found = True
    return found


def cut_off(repo: Repository) -> frozenset[str]:
    """The commits of a shallow clone whose parents were left behind."""
    done = _git(repo.top, "rev-parse", "--git-path", "shallow")
    path = repo.top / _line(done)
    return frozenset(path.read_text(encoding="ascii").split()) if path.exists() else frozenset()


@contextmanager
def blobs(repo: Repository, ids: Iterable[str]) -> Iterator[Callable[[str], bytes]]:
    """What gives the bytes of a blob; those of `ids`, asked for in about this order, are read ahead."""
    process = _started(repo.top, "cat-file", "--batch")
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
                raise _unreadable(repo, Commit(id_, id_))
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
_PIPE = 1 << 20


def path_in(repo: Repository, folder: Path) -> str:
    """The folder's path as the repository names it, from its top; "." is the top itself."""
    top, whole = repo.top.resolve(), folder.resolve()
    if not whole.is_relative_to(top):
        raise FuquanError(
            f"“{folder}”不在版本库“{top}”里",
            "请核对 --data；若版本库另设了工作区，请取消：git config --unset core.worktree",
        )
    return whole.relative_to(top).as_posix()


def blob(repo: Repository, one: Commit, path: str) -> bytes | None:
    """The bytes of a file at a commit; None where it had none.

    Raises FuquanError of what is no file, and where the folder led elsewhere: what stood there is not known.
    """
    parts = path.split("/")
    above = ["/".join(parts[:n]) for n in range(1, len(parts))]
    done = _git(repo.top, "ls-tree", "-z", one.id, "--", *above, path)
    if done.returncode:
        raise _unreadable(repo, one, path)
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
    read = _git(repo.top, "cat-file", "blob", id_)
    if read.returncode:
        raise _unreadable(repo, one, path)
    return read.stdout


def unsaved(repo: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the files, by their paths from the top, that are not as the last commit has them, or in none."""
    done = _git(repo.top, "status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--", *paths)
    if done.returncode:
        raise FuquanError("git 看不出文件有没有改动", "请在那里运行 git status，看它报告的原因")
    changed = {os.fsdecode(entry[3:]) for entry in done.stdout.split(b"\0")}
    return tuple(path for path in paths if path in changed)


def untracked(repo: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the files, by their paths from the top, that the repository does not keep: never added, or ignored."""
    kept = {os.fsdecode(path) for path in _git(repo.top, "ls-files", "-z", "--", *paths).stdout.split(b"\0")}
    return tuple(path for path in paths if path not in kept)


def refuse_unready(repo: Repository) -> None:
    """Raises FuquanError where git would not commit: nobody is named as author, a merge is under way."""
    if _git(repo.top, "rev-parse", "--verify", "--quiet", "MERGE_HEAD").returncode == 0:
        raise FuquanError(
            "版本库里有一次合并还没有做完，不能提交", "请先用 git commit 完成合并，或者用 git merge --abort 放弃它"
        )
    if _git(repo.top, "rev-parse", "--verify", "--quiet", "CHERRY_PICK_HEAD").returncode == 0:
        raise FuquanError(
            "版本库里有一次 cherry-pick 还没有做完，不能提交",
            "请先用 git cherry-pick --continue 完成，或者用 git cherry-pick --abort 放弃它",
        )
    if _commit(repo, "var", "GIT_COMMITTER_IDENT").returncode or _commit(repo, "var", "GIT_AUTHOR_IDENT").returncode:
        raise FuquanError(
            "git 还不知道是谁在提交", "请先写明：git config user.name 姓名，以及 git config user.email 邮箱地址"
        )


def save(repo: Repository, paths: Sequence[str], message: str) -> Commit:
    """A commit of these files alone, whatever else is staged. Raises FuquanError where git, or a hook, refuses."""
    typed = ("-c", "i18n.commitEncoding=UTF-8", "commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-")
    done = _commit(repo, *typed, "--", *paths, given=message.encode())
    if done.returncode:
        told = (done.stderr + done.stdout).decode(errors="replace").strip().expandtabs()
        if (lock := re.search(r"'(.+\.lock)'", told)) and Path(lock[1]).exists():
            raise FuquanError("git 没有提交：版本库正由另一个 git 使用", f"请等它结束；早已停了的，请删去 {lock[1]}")
        raise FuquanError("git 没有提交", told or "请运行 git status，看它报告的原因")
    return commit(repo, "HEAD", "提交之后")


def _unreadable(repo: Repository, one: Commit, path: str = "") -> FuquanError:
    of, sought = (f"里的“{path}”", f"{one.short}:{path}") if path else ("", one.short)
    return FuquanError(f"读不出“{one.name}”（{one.short}）{of}：版本库不完整", _how_to_mend(repo, sought))


def _how_to_mend(repo: Repository, sought: str) -> str:
    """What to type where an object is missing."""
    if is_shallow(repo):
        return UNSHALLOW
    partial = r"^(remote\..*\.promisor|extensions\.partialclone)$"
    if _git(repo.top, "config", "--get-regexp", partial).returncode == 0:
        return (
            f"这是部分克隆，请先取回缺少的内容：git cat-file -e {shlex.quote(sought)}；"
            "在 GitHub Actions 里给 actions/checkout 去掉 filter"
        )
    return "请用 git fsck 检查版本库，或者用 git clone 重新克隆"


def is_shallow(repo: Repository) -> bool:
    return _line(_git(repo.top, "rev-parse", "--is-shallow-repository")) == "true"


def _line(done: "subprocess.CompletedProcess[bytes]") -> str:
    return os.fsdecode(done.stdout).removesuffix("\n")


_OPTIONS = (
    *("--no-pager", "--no-replace-objects", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false", "-c", "core.warnAmbiguousRefs=true"),
)

# How git is installed, and where a user lets it look for settings and repositories. All other variables of git are
# left out: what a hook sets points at another repository than the data's.
_KEPT = (
    *("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
)

_SET = {
    "LC_ALL": "C",  # what git says is read
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_GRAFT_FILE": os.devnull,  # grafts, like replacements, tell another history than the one that was reviewed
    "GIT_NO_LAZY_FETCH": "1",  # of a partial clone; a git that does not know it finds no transport
    "GIT_ALLOW_PROTOCOL": "",
}


# What points git at another repository, index or settings than those of the folder: what runs fuquan may have set it.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")


def _commit(repo: Repository, *args: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Git as the user runs it, but for the repository."""
    import subprocess

    command = ("git", "--no-pager", "--literal-pathspecs", *args)
    env = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    with _told(repo.top):
        return subprocess.run(command, cwd=repo.top, env=env, input=given, capture_output=True, check=False)


def _git(folder: Path, *args: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    import subprocess

    command = ("git", *_OPTIONS, *args)
    with _told(folder):
        return subprocess.run(command, cwd=folder, env=_env(), input=given, capture_output=True, check=False)


def _started(folder: Path, *args: str) -> "subprocess.Popen[bytes]":
    import subprocess

    command, pipe = ("git", *_OPTIONS, *args), subprocess.PIPE
    with _told(folder):
        return subprocess.Popen(command, cwd=folder, env=_env(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


def _env() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT} | _SET


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Raises FuquanError where git cannot be started there."""
    try:
        yield
    except OSError as error:
        reason = "没有权限" if isinstance(error, PermissionError) else f"系统报告错误{error.errno}"
        if error.filename != "git":  # but the folder
            raise FuquanError(f"进不了文件夹“{folder}”：{reason}", "请核对 --data 和当前的文件夹") from None
        if isinstance(error, FileNotFoundError):
            raise FuquanError("没有安装 git", "请先安装 git（2.25 或更高版本）") from None
        raise FuquanError(f"git 不能运行：{reason}", "请检查 git 的安装：git --version") from None
