"""Bodies, members of groups, and the returns of the towns."""

from collections.abc import Iterator

from fuquan.comparison import Comparison
from fuquan.model import Member, Unit
from fuquan.view import words
from fuquan.view.changes.change import Change
from fuquan.view.changes.wording import altered, as_shown, basis_of, day_in, its_task, maybe_day, quoted


def of_body(edit: Comparison, old: Unit | None, new: Unit | None) -> Iterator[Change]:
    if new is None:
        assert old is not None  # noqa: S101 - one of the two is there
        yield Change("body-removed", (f"{_called(old)}“{old.name}”被删去",), unit=old.name, before=old.name)
        return
    name = new.name
    if old is None:
        code = f"（代码{new.code}）" if new.code else ""
        yield Change("body-added", (f"新增{_called(new)}“{name}”{code}",), unit=name, after=name)
    elif old.name != name:
        kept = "旧名留作别名" if old.name in new.aliases else "旧名没有留下"
        said = f"“{old.name}”改名为“{name}”，{kept}"
        yield Change("body-name", (said,), unit=name, before=old.name, after=name)
    fields = (
        ("full", "全称", old.full if old else None, new.full),
        ("code", "代码", old.code if old else new.code, new.code),
        ("since", "设立之日", old.since if old else None, new.since),
        ("until", "撤销之日", old.until if old else None, new.until),
        ("basis", "设立、撤销的依据", old.basis if old else None, new.basis),
    )
    for key, label, was, became in fields:
        if was != became:
            said = f"的{altered(label, as_shown(was, edit), as_shown(became, edit))}"
            yield Change(f"body-{key}", ("", said), unit=name, before=was, after=became)
    letter = old.letter if old else None
    if letter != new.letter:
        said = f"改为只发{new.letter}，不发催办函" if new.letter else f"不再限于只发{letter}"
        yield Change("body-letter", ("", said), unit=name, before=letter, after=new.letter)
    yield from _aliases(old, new)
    yield from _members(edit, old, new)


def _called(unit: Unit) -> str:
    return "镇" if unit.code else "单位"


def _aliases(old: Unit | None, new: Unit) -> Iterator[Change]:
    told = {new.name, old.name} if old and old.name != new.name else set()
    before, after = set(old.aliases if old else ()), set(new.aliases)
    for alias in new.aliases:
        if alias not in before | told:
            yield Change("body-aliases", ("", f"添别名“{alias}”"), unit=new.name, after=alias)
    for alias in old.aliases if old else ():
        if alias not in after | told:
            yield Change("body-aliases", ("", f"的别名“{alias}”被删去"), unit=new.name, before=alias)


def _members(edit: Comparison, old: Unit | None, new: Unit) -> Iterator[Change]:
    group = new.name
    was, became = _sort(old) if old else "", _sort(new)
    if was != became and (old or new.members is not None):
        said = f"由{was}改为{became}" if old else f"是{became}"
        yield Change("body-members", ("", said), unit=group, before=was or None, after=became)
    if old and (old.of_towns and new.of_towns):
        then = now = {}
    else:
        then = {
            name: one._replace(name=name) for one in (old.members if old else None) or () for name in [_now(edit, one)]
        }
        now = {one.name: one for one in new.members or ()}
    for name in dict.fromkeys((*now, *then)):
        yield from _member(edit, group, then.get(name), now.get(name))
    if (old.complete if old else new.of_towns) != new.complete:
        said = "的名单已经报齐" if new.complete else "的名单不再是完整的"
        yield Change("body-complete", ("", said), unit=group, before=not new.complete, after=new.complete)


def _sort(unit: Unit) -> str:
    if unit.members is None:
        return "一个单位"
    return "全部镇" if unit.of_towns else "一组单位"


def _now(edit: Comparison, one: Member) -> str:
    return edit.names.get(one.name, one.name)


def _member(edit: Comparison, group: str, old: Member | None, new: Member | None) -> Iterator[Change]:
    if old == new:
        return
    if new is None:
        assert old is not None  # noqa: S101 - one of the two is there
        yield Change("member-removed", ("", f"从{group}的成员中删去"), unit=old.name, before=group)
        return
    if old is None:
        parts = [
            f"列入{group}",
            f"自{day_in(new.since, edit)}起" if new.since else "",
            f"到{day_in(new.until, edit)}止" if new.until else "",
            f"依据{new.basis}" if new.basis else "",
        ]
        said = "，".join(part for part in parts if part)
        yield Change("member-added", ("", said), unit=new.name, after=group)
        return
    if new.until and new == old._replace(until=new.until, basis=new.basis) and not (old.until or old.basis):
        said = f"退出{group}，到{day_in(new.until, edit)}止，{basis_of(new.basis)}"
    else:
        fields = (
            ("起始日期", maybe_day(old.since, edit), maybe_day(new.since, edit)),
            ("截止日期", maybe_day(old.until, edit), maybe_day(new.until, edit)),
            ("依据", quoted(old.basis), quoted(new.basis)),
        )
        said = f"在{group}的{'，'.join(altered(label, was, now) for label, was, now in fields if was != now)}"
    yield Change("member-changed", ("", said), unit=new.name, before=old.until, after=new.until)


def of_returns(edit: Comparison, old: Unit | None, new: Unit | None) -> Iterator[Change]:
    """六郎镇5月情况已报，5月18日: under the task that gathers them."""
    before, after = old.returns if old else {}, new.returns if new else {}
    if before == after:
        return
    body = new or old
    assert body is not None  # noqa: S101 - one of the two is there
    groups = {*edit.base.groups().get(old.name if old else "", ()), *edit.head.groups().get(body.name, ())}
    gathers = (one for one in (*edit.head.tasks, *edit.base.tasks) if one.collects in groups)
    task = next(gathers, None)
    for month in sorted({*before, *after}):
        was, became = before.get(month), after.get(month)
        name = f"{words.period_name(month, edit.day)}情况"
        if was == became:
            continue
        if was is None:
            kind, said = "return-added", f"{name}已报，{maybe_day(became, edit)}"
        else:
            kind = "return-changed" if became else "return-removed"
            said = f"{name}的{altered('报送日期', maybe_day(was, edit), maybe_day(became, edit))}"
        yield Change(kind, ("", said), *its_task(task), body.name, month, was, became)
