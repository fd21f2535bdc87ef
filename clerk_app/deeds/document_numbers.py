"""文书编号 after the first day of a case: no number twice, though nobody asks the hall.

The device that took a case in counts its documents from 01. A successor (a workstation after a
restore, whose old image cannot know what was printed after it) counts in a block of its own. One
backup may be restored twice, and a restored workstation restored again, so which block is told by
the hall's log alone: the first successor that came into it has the first block, the next the next.
One the log does not name yet issues no paper of an older case. What a workstation takes in itself
it numbers as ever, without a line to the hall. Any other station issues no document of the case.

A case taken in for another hall has two stations in its life. Each has a quarter of the numbers,
and its successors another: from 01, from 26 and, for the station that took the papers over, from
51 and from 76. Two stations may both have taken it over while neither knew of the other; so that
station issues nothing before the hall has numbered its taking over: then only the first stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.take_in import numbering_station
from clerk_app.intake.model import CaseState
from clerk_app.journal.canonical import parse
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.ids import document_number
from clerk_app.storage.practice import is_practice
from clerk_app.storage.schema import devices, events

SUCCESSOR = 51
"""First number a successor gives; the first device never gets that far."""
END = 100
COLLECTED = {
    "opened": (1, 26),
    "opened_before": (26, 51),
    "taken": (51, 76),
    "taken_before": (76, END),
}
"""Of each device of a case taken in for another hall: its first number, and the first beyond."""


def next_document(
    db: Connection, counter: Counter, state: CaseState, happened: Sequence[Event]
) -> str:
    """The number of the next document of a case.

    Raises `Refused` (`no_station`, `forked`, `other_station`, `not_confirmed`,
    `numbers_exhausted`).
    """
    numbering_station(db, hall(db))
    first, end = _range(db, counter, state, happened)
    used = [int(d.number[-2:]) for d in state.documents if d.number[-2:].isdecimal()]
    mine = [n for n in used if first <= n < end]
    following = max(mine, default=first - 1) + 1
    if following >= end:
        raise Refused("numbers_exhausted", "本办件的文书编号已经用完，请与大厅联系")
    return document_number(state.number, following)


def next_sheet(
    db: Connection, counter: Counter, order: str, opener: str, issued: Sequence[str]
) -> str:
    """The number of the next 帮办代办单 of an order opened by the device `opener`: the order's own
    for the first, then with -02 and so on; `issued` are those it has.

    Raises `Refused` (`no_station`, `forked`, `other_station`, `not_confirmed`,
    `numbers_exhausted`).
    """
    numbering_station(db, hall(db))
    own = counter.journal.own_device(db).device
    if opener == own:
        first, end = 1, SUCCESSOR
    elif _is_ours(db, opener):
        first, end = _block_of(db, opener, own, (SUCCESSOR, END))
    else:
        raise Refused("other_station", "这张单是另一个站点开的，请在那里打印")
    ends = [number.removeprefix(f"{order}-") for number in issued if number != order]
    used = [int(each) for each in ends if each.isdecimal()] + [1] * (order in issued)
    following = max((n for n in used if first <= n < end), default=first - 1) + 1
    if following >= end:
        raise Refused("numbers_exhausted", "这张单的文书编号已经用完，请与大厅联系")
    return order if following == 1 else f"{order}-{following:02}"


def opened_here(db: Connection, happened: Sequence[Event]) -> bool:
    """Was the case taken in at this workstation, as whichever device it was then?"""
    return _is_ours(db, _opener(happened))


def block(first: int, end: int, rank: int) -> tuple[int, int]:
    """The numbers of a successor among those from `first` to before `end`: each takes half of what
    the ones before it left, `rank` counts from 1. Empty where nothing is left.

    >>> [block(51, 100, rank) for rank in (1, 2, 3)]
    [(51, 76), (76, 88), (88, 94)]
    """
    for _ in range(rank - 1):
        first = _half(first, end)
    return first, _half(first, end)


def _half(first: int, end: int) -> int:
    return first + (end - first + 1) // 2


def _range(
    db: Connection, counter: Counter, state: CaseState, happened: Sequence[Event]
) -> tuple[int, int]:
    own, opener = counter.journal.own_device(db).device, _opener(happened)
    device, _, s = state.taken_over.partition("/")
    if not state.for_hall:
        if opener == own:
            return 1, SUCCESSOR
        if _is_ours(db, opener):
            return _block_of(db, opener, own, (SUCCESSOR, END))
    elif not device:
        if opener == own:
            return COLLECTED["opened"]
        if _is_ours(db, opener):
            return _block_of(db, opener, own, COLLECTED["opened_before"])
    elif _is_ours(db, device):
        if not _is_numbered(db, device, int(s)):
            raise Refused(
                "not_confirmed",
                "接收还没有得到大厅确认，连上网等本机与大厅同步一次，再出具文书",
            )
        if device == own:
            return COLLECTED["taken"]
        return _block_of(db, device, own, COLLECTED["taken_before"])
    raise Refused(
        "other_station", "这件是另一个站点收的，文书由那里编号出具；请在那里办，或先移交"
    )


def _block_of(db: Connection, before: str, own: str, numbers: tuple[int, int]) -> tuple[int, int]:
    """The numbers this device has of a case that the device `before` began.

    Raises `Refused` (`not_confirmed`): the hall's log does not name it yet.
    """
    first, end = numbers
    if is_practice(db):  # never exchanges with a hall, and its papers are nobody's
        return block(first, end, 1)
    for rank, device in enumerate(_successors(db, before), start=1):
        if device == own:
            return block(first, end, rank)
    raise Refused(
        "not_confirmed",
        "本机是从备份恢复的，大厅还没有确认。这件是恢复之前收的，现在出文书，编号会和恢复之前"
        "打出的重复。连上网等本机与大厅同步一次，再出具文书；恢复以后收的件照常办",
    )


def _successors(db: Connection, first: str) -> Iterator[str]:
    """The devices that took the place of one, and of those in turn, as the hall's log came to
    name them. What the log says later never changes the places before it: a device whose
    forerunner came after it into the log follows that one.
    """
    here = events.c
    replaced = (here.s == 1) & (here.kind == "device.replaced") & here.hall_seq.is_not(None)
    waiting: dict[str, list[str]] = {}
    known = {first}
    for device, body in db.execute(
        select(here.device, here.body).where(replaced).order_by(here.hall_seq)
    ):
        old = text(parse(body), "old") if body is not None else ""
        waiting.setdefault(old, []).append(device)
        coming = waiting.pop(old) if old in known else []
        while coming:
            joined = coming.pop(0)
            known.add(joined)
            yield joined
            coming += waiting.pop(joined, [])


def _opener(happened: Sequence[Event]) -> str:
    return next((e.header.device for e in happened if e.kind == "case.received"), "")


def _is_numbered(db: Connection, device: str, s: int) -> bool:
    here = events.c
    named = (here.device == device) & (here.s == s)
    return db.scalar(select(here.hall_seq).where(named)) is not None


def _is_ours(db: Connection, device: str) -> bool:
    here = devices.c
    found = select(here.device).where(here.device == device, here.private_key.is_not(None))
    return db.scalar(found) is not None
