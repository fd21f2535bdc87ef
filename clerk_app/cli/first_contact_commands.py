"""enquiry handover, enquiry report: who was asked first, and who owes an answer (首问负责)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from clerk_app.cli.ports import Call
from clerk_app.cli.staff_commands import names_of, who
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.record_enquiry import hand_over_enquiry
from clerk_app.enquiry import store as enquiries
from clerk_app.enquiry.model import Age, ContactCounts, Enquiry, HolderKind
from clerk_app.enquiry.rules import age_of, holder_of, read_enquiry_number, report, sound_day
from clerk_app.kernel.clock import parse_day
from clerk_app.staff import store

_ALL = 999_999_999


def enquiry_handover(call: Call) -> int:
    args = call.args
    number = str(read_enquiry_number(args.number))
    with call.open(writing=True) as counter:
        made = hand_over_enquiry(counter, number, args.to, args.reason, HolderKind(args.kind))
        names = names_of(counter)
    to = names.get(made.to, made.to) if made.kind == HolderKind.CLERK else made.to
    document = {"number": number, "kind": made.kind, "to": to, "on": made.on}
    call.answer(document, f"已转交：{number}，首问责任不变")
    return 0


def enquiry_report(call: Call) -> int:
    first = parse_day(call.args.since).isoformat() if call.args.since else ""
    last = parse_day(call.args.until).isoformat() if call.args.until else "9999"
    with call.open(writing=False) as counter, counter.store.reading() as db:
        own, names, today = store.own_devices(db), store.clerk_names(db), counter.today()
        found = enquiries.contacts(db, counter.viewer, own, first=first, last=last)
        lines = report(found, today, counter.calendar)
        waiting = enquiries.enquiry_rows(db, counter.viewer, only_open=True, limit=_ALL)
        document = {
            "today": today.isoformat(),
            "clerks": [_counts(line, names) for line in lines],
            "open": [
                _waiting(each, own, names, _age(each, today, counter))
                for each in waiting
                if first <= each.day <= last
            ],
        }
    words = [_words(line, names) for line in lines]
    call.answer(document, *words)
    return 0


def _words(line: ContactCounts, names: Mapping[str, str]) -> str:
    clerk = line.operator if line.workstation else names.get(line.operator, line.operator)
    text = (
        f"{clerk}  首问 {line.received}  转交 {line.handed_on}  "
        f"答复 {line.answered + line.closed}  待答复 {line.open}"
    )
    return text + (f"  最久 {line.oldest_age.workdays} 个工作日" if line.oldest_age else "")


def _age(enquiry: Enquiry, today: date, counter: Counter) -> Age | None:
    day = sound_day(enquiry.day)
    return age_of(day, today, counter.calendar) if day else None


def _counts(line: ContactCounts, names: Mapping[str, str]) -> dict[str, Any]:
    age = line.oldest_age
    oldest = {
        "number": line.oldest,
        "day": line.oldest_day.isoformat() if line.oldest_day else None,
        "workdays": age.workdays if age else None,
        "provisional": bool(age and age.provisional),
    }
    return {
        "clerk": who(line.operator, {} if line.workstation else names),
        "workstation": line.workstation or None,
        "received": line.received,
        "answered": line.answered,
        "handed_on": line.handed_on,
        "closed": line.closed,
        "open": line.open,
        "oldest": oldest if line.open else None,
    }


def _waiting(
    enquiry: Enquiry, own: frozenset[str], names: Mapping[str, str], age: Age | None
) -> dict[str, Any]:
    holder = holder_of(enquiry)
    is_clerk = holder.kind == HolderKind.CLERK
    known = names if holder.device in own and is_clerk else {}
    return {
        "number": enquiry.number,
        "day": enquiry.day,
        "workdays": age.workdays if age else None,
        "provisional": bool(age and age.provisional),
        "first_contact": who(enquiry.operator, names if enquiry.device in own else {}),
        "holder": {"kind": holder.kind, "to": known.get(holder.to, holder.to)},
        "handovers": [
            {"on": each.on, "kind": each.kind, "to": each.to, "reason": each.reason}
            for each in enquiry.handovers
        ],
    }


HANDLERS: Mapping[str, Callable[[Call], int]] = {
    "enquiry handover": enquiry_handover,
    "enquiry report": enquiry_report,
}
