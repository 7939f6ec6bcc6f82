"""The history of files: where a line of commits stood on a day, and which commits touched them under what names."""

import datetime as dt
import os
from collections.abc import Sequence

from fuquan.errors import FuquanError
from fuquan.git.content import blob
from fuquan.git.missing import unreadable
from fuquan.git.naming import day_of
from fuquan.git.running import git, line
from fuquan.git.values import Commit, Repository, Revision


def until(repo: Repository, tip: Commit, day: dt.date) -> Commit | None:
    """Where the tip's own line stood at the end of the day in Shanghai: its last commit that was made by then."""
    end = _end_of(day)
    if end < 0:  # before there was git, or a way to write it
        return None
    done = git(repo.top, "rev-list", "--first-parent", "--max-count=1", f"--until=@{end} +0000", tip.id)
    if done.returncode:
        raise unreadable(repo, tip)
    return Commit(name, name[:7]) if (name := line(done)) else None


def _end_of(day: dt.date) -> int:
    """The last second of the day in Shanghai, as git counts them."""
    return (day - dt.date(1970, 1, 1)).days * 86400 + 86400 - 8 * 3600 - 1


def first(repo: Repository, tip: Commit, *paths: str) -> Commit | None:
    """The oldest commit of the tip's own line, or the oldest there that touches one of the paths."""
    done = git(repo.top, "rev-list", "--first-parent", tip.id, "--", *paths)
    if done.returncode:
        raise unreadable(repo, tip)
    names = done.stdout.split()
    return Commit(names[-1].decode(), names[-1].decode()[:7]) if names else None


def path_then(repo: Repository, tip: Commit, then: Commit, path: str) -> str | None:
    """What a file of the tip was called at an earlier commit, renamed or not; None where it was not there."""
    newer = tip.id
    while blob(repo, then, path) is None:
        done = git(repo.top, "rev-list", "--first-parent", newer, f"^{then.id}", "--", path)
        if done.returncode:
            raise unreadable(repo, tip)
        if not (touching := done.stdout.split()):
            return None
        came = touching[-1].decode()
        before = git(repo.top, "rev-parse", "--verify", "--quiet", f"{came}^1")
        source = _sources(repo, newer := line(before), came).get(path) if before.returncode == 0 else None
        if source is None:
            return None
        path = source
    return path


def born(repo: Repository, tip: Commit, path: str) -> Commit | None:
    """Where a file came into the tip's own line, under whatever name."""
    newer = tip
    while (came := first(repo, newer, path)) is not None:
        before = git(repo.top, "rev-parse", "--verify", "--quiet", f"{came.id}^1")
        source = _sources(repo, line(before), came.id).get(path) if before.returncode == 0 else None
        if source is None:
            return came
        newer, path = Commit(line(before), newer.name), source
    return None


def at_days(repo: Repository, tip: Commit, days: Sequence[dt.date], *files: str) -> tuple[Revision | None, ...]:
    """Where the tip's own line stood at the end of each day, as `until` has it; days in their order."""
    done = git(repo.top, "rev-list", "--first-parent", "--timestamp", tip.id)
    if done.returncode:
        raise unreadable(repo, tip)
    own = [(int(seconds), id_) for seconds, id_ in (text.split() for text in done.stdout.decode().splitlines())]
    found: list[str | None] = []
    n = 0
    for day in reversed(days):
        while n < len(own) and own[n][0] > _end_of(day):
            n += 1
        found.append(own[n][1] if n < len(own) else None)
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
    done = git(repo.top, "diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", old, new)
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
        listed = git(repo.top, "ls-tree", "-z", id_, "--", *names).stdout
        if b" blob " in listed:
            path = os.fsdecode(listed.partition(b"\t")[2].partition(b"\0")[0])
            raise unreadable(repo, Commit(id_, id_[:7]), path)


def _listed(repo: Repository, tip: Commit, paths: list[str]) -> list[tuple[str, tuple[str, ...], str, dt.date | None]]:
    form = ("--encoding=UTF-8", "--format=%at %ct %an")
    done = git(repo.top, "rev-list", "--full-history", "--parents", "--date-order", *form, tip.id, "--", *paths)
    if done.returncode:
        raise unreadable(repo, tip)
    lines = done.stdout.decode(errors="replace").split("\n")
    told = []
    for commit_line, about in zip(lines[::2], lines[1::2], strict=False):
        _, id_, *parents = commit_line.split(" ")
        at, made, author = about.split(" ", 2)
        seconds = at or made
        told.append((id_, tuple(parents), author, day_of(int(seconds)) if seconds else None))
    return told


def _blob_ids(repo: Repository, commits: list[str], names: list[list[str]]) -> list[tuple[str | None, ...]]:
    """Of each commit, the id of each file under the first of its names that there is."""
    if any("\n" in name for own in names for name in own):
        raise FuquanError("数据文件夹的名称里有换行，查不了它的历史", "请先改名")
    asked = "".join(f"{id_}:{name}\n" for id_ in commits for own in names for name in own)
    done = git(repo.top, "cat-file", "--batch-check=%(objectname) %(objecttype)", given=os.fsencode(asked))
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
        if not new or (done := git(repo.top, "rev-parse", "--verify", "--quiet", f"{one.id}^1")).returncode:
            continue
        sources = _sources(repo, line(done), one.id)
        for n in new:
            source = next((sources[name] for name in names[n] if name in sources), None)
            if source is not None and source not in names[n]:
                names[n].append(source)
                found = True
    return found


def cut_off(repo: Repository) -> frozenset[str]:
    """The commits of a shallow clone whose parents were left behind."""
    done = git(repo.top, "rev-parse", "--git-path", "shallow")
    path = repo.top / line(done)
    return frozenset(path.read_text(encoding="ascii").split()) if path.exists() else frozenset()
