"""Papers taken in for another hall (异地代收): who held which, from when until when.

The window that takes them in decides nothing. 行政许可法 art. 32 speaks of the body that decides
receiving the application, so the limits run from the day that body took the papers over.
Until then every piece is either at a hall or on the way, and the chain says where.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clerk_app.intake.model import CaseState, Custody, HeldPaper, PaperState
from clerk_app.intake.rules.act_file import CaseAct, Handover
from clerk_app.intake.rules.clock import Days
from clerk_app.journal.canonical import Body, Value
from clerk_app.journal.events import items, number, text
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused

BY_SLIP = "slip"
"""The sending side wrote down what the signed slip of the other side says."""
LOST = "移交时缺失"
_NOBODY = "（未写明）"

# ---------------------------------------------------------------- what an act needs


def dispatch_body(state: CaseState, act: CaseAct) -> Body:
    """寄出: everything that is held goes to the body that decides, nothing else does.

    Raises `Refused`: `nothing_held`, `wrong_destination`, `waybill_missing`, `not_held` (a paper
    or more pieces of it than lie here), `left_behind`.
    """
    have = dict(held(state.custody))
    if not have:
        raise Refused("nothing_held", "窗口已经没有这件的材料，不能寄出")
    parcel = act.parcel
    if parcel is None:
        raise Refused("parcel_missing", "请写明怎样移交")
    if parcel.to and parcel.to != state.for_hall:
        raise Refused("wrong_destination", f"这件由{state.for_hall}办理，材料只能移交给它")
    if parcel.method != "counter" and not parcel.waybill:
        raise Refused("waybill_missing", "邮寄或快递的，请写明运单号")
    going = dict(parcel.papers) or have
    for name, copies in going.items():
        if copies > have.get(name, 0):
            here = f"窗口只有 {have[name]} 份" if name in have else "不在窗口"
            raise Refused("not_held", f"“{name}”{here}，不能寄出")
    left = [name for name, copies in have.items() if going.get(name, 0) < copies]
    if left:
        raise Refused("left_behind", f"代收的材料要一起移交，还有：{'、'.join(left)}")
    body: Body = {
        "to": state.for_hall,
        "method": parcel.method,
        "papers": paper_lines(have.items()),
    }
    if parcel.waybill:
        body["waybill"] = parcel.waybill
    return body


def take_over_body(state: CaseState, act: CaseAct, calendar: Days, notice_workdays: int) -> Body:
    """接收: the other side has the papers. Where it is the one that records it, the application is
    received there that day, and the notice is due `notice_workdays` later.

    Raises `Refused`: `not_in_parcel`, `nothing_came`.
    """
    handover = act.handover or Handover()
    body = _found(state, handover)
    if len(handover.missing) == len(held(state.custody)):
        raise Refused("nothing_came", "一份材料也没有收到，不能接收；请查运单，或登记退回")
    body["holder"] = state.for_hall
    body["by"] = handover.by
    if act.by_slip:
        body["via"] = BY_SLIP
        return body
    due = calendar.add_workdays(act.on, notice_workdays)
    body["received_at"] = stamp(act.at)
    body["notice_due"] = due.day.isoformat()
    if due.provisional:
        body["provisional"] = ["notice_due"]
    return body


def send_back_body(state: CaseState, act: CaseAct) -> Body:
    """退回: nobody took the papers over, they are at the window again, or lost.

    A body that has received an application answers it by a decision (art. 32) and cannot hand it
    back like this. Raises `Refused` (`not_in_parcel`).
    """
    handover = act.handover or Handover()
    body = _found(state, handover)
    body["holder"] = state.custody[0].holder
    if handover.by:
        body["by"] = handover.by
    return body


def reopened_body(state: CaseState) -> Body:
    """补件重启 of a case that was collected: who has its papers again, or nothing for another.

    They went back to the applicant with the case, so the chain had ended: the body that held them
    receives the case anew and has none of them, until they are brought again.
    """
    if not state.custody:
        return {}
    return {"custody": {"holder": state.custody[-1].holder, "papers": []}}


def _found(state: CaseState, handover: Handover) -> Body:
    sent = {name for name, _ in held(state.custody)}
    damaged = [name for name, _ in handover.damaged]
    foreign = [name for name in (*handover.missing, *damaged) if name not in sent]
    if foreign:
        raise Refused("not_in_parcel", f"移交单上没有：{'、'.join(foreign)}")
    body: Body = {}
    if handover.missing:
        body["missing"] = list(handover.missing)
    if handover.damaged:
        body["damaged"] = [{"name": n, "fault": fault} for n, fault in handover.damaged]
    return body


# ---------------------------------------------------------------- the chain


def held(chain: tuple[Custody, ...]) -> tuple[tuple[str, int], ...]:
    """What the last link has, by name and pieces."""
    return chain[-1].papers if chain else ()


def opened(body: Body, day: str) -> tuple[Custody, ...]:
    """The first link: the hall that took the papers in."""
    raw = body.get("custody")
    first = raw if isinstance(raw, dict) else {}
    return (Custody(text(first, "holder") or _NOBODY, day, papers=_lines(first)),)


def again(chain: tuple[Custody, ...], body: Body, day: str) -> tuple[Custody, ...]:
    """The case is where it was reopened, with the papers a body names (one of before these were
    known to have gone back); a body of before this was said adds nothing."""
    return _next(chain, opened(body, day)[0]) if chain and "custody" in body else chain


def sent(chain: tuple[Custody, ...], body: Body, day: str) -> tuple[Custody, ...]:
    """The papers are on their way; what was held before goes, whatever a body says of it."""
    way, waybill, to = (text(body, name) for name in ("method", "waybill", "to"))
    return _next(chain, Custody("", day, way=way, waybill=waybill, to=to, papers=held(chain)))


def arrived(chain: tuple[Custody, ...], body: Body, day: str) -> tuple[Custody, ...]:
    """The papers are at a hall, but for those that are missing."""
    missing = texts(body.get("missing"))
    here = Custody(
        text(body, "holder") or _NOBODY,
        day,
        papers=tuple(line for line in held(chain) if line[0] not in missing),
        missing=missing,
        damaged=tuple(f"{text(d, 'name')}：{text(d, 'fault')}" for d in items(body, "damaged")),
        by=text(body, "by"),
    )
    return _next(chain, here)


def ended(chain: tuple[Custody, ...], day: str) -> tuple[Custody, ...]:
    """The papers went back to the applicant: the last link ends."""
    if not chain or chain[-1].until:
        return chain
    return (*chain[:-1], replace(chain[-1], until=day))


def after_journey(papers: Iterable[HeldPaper], body: Body) -> tuple[HeldPaper, ...]:
    """What was lost on the way is missing, what was damaged has that fault: the hall's own doing,
    said so that nobody lays it to the applicant."""
    missing = texts(body.get("missing"))
    faults = {text(d, "name"): text(d, "fault") for d in items(body, "damaged")}
    found = []
    for paper in papers:
        if paper.name in missing:
            found.append(replace(paper, state=PaperState.MISSING, fault=LOST))
        elif paper.name in faults:
            fault = f"移交时损坏：{faults[paper.name]}"
            found.append(replace(paper, state=PaperState.DEFECTIVE, fault=fault))
        else:
            found.append(paper)
    return tuple(found)


def paper_lines(papers: Iterable[tuple[str, int]]) -> list[Value]:
    """Names and pieces in a body."""
    return [{"name": name, "copies": copies} for name, copies in papers]


def texts(raw: Value | None) -> tuple[str, ...]:
    """The texts of a list in a body."""
    return tuple(t for t in raw if isinstance(t, str)) if isinstance(raw, list) else ()


def _lines(body: Body) -> tuple[tuple[str, int], ...]:
    found = {text(line, "name"): number(line, "copies") for line in items(body, "papers")}
    return tuple((name, copies) for name, copies in found.items() if name and copies > 0)


def _next(chain: tuple[Custody, ...], link: Custody) -> tuple[Custody, ...]:
    """One link ends where the next begins: no gap, and never two holders."""
    return (*ended(chain, link.since), link)
