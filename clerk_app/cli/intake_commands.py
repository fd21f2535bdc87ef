"""intake, case list, case show, notice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from clerk_app.catalogue import store as catalogue
from clerk_app.cli.case_answer import case_document
from clerk_app.cli.ports import Call
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import Printed, box_document, print_document
from clerk_app.deeds.take_in import Issued, Taken, take_in
from clerk_app.deeds.take_in_bundle import take_in_bundle
from clerk_app.intake import store
from clerk_app.intake.model import Application, Decision
from clerk_app.intake.rules.fan_out import one_face
from clerk_app.intake.rules.scripted import read_application
from clerk_app.journal.events import Event, text
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError, Misused, Refused, Unavailable
from clerk_app.kernel.ids import read_case_number
from clerk_app.notices.kinds import kind_of
from clerk_app.staff import store as staff
from clerk_app.storage.faults import disk_faults

FILE_LIMIT = 4 * 1024 * 1024


def intake(call: Call) -> int:
    raw = read_json(Path(call.args.file))
    today = legal_day(call.opener.clock.now())
    application = read_application(raw, today=today)
    with call.open(writing=True) as counter:
        out = call.folder_of(call.args.out)
        if application.for_hall is not None:
            return _collect(call, counter, application, out)
        if _is_bundle(counter, application):
            return _bundle(call, counter, application, out)
        taken = take_in(counter, application)
        day = legal_day(application.received_at)
        printed = print_all(counter, taken.number, taken.documents, out, day)
    document = intake_result(taken, printed)
    lines = [f"{taken.number}  {taken.decision.outcome}"]
    lines += [r.text for r in taken.decision.reasons]
    lines += [str(p.path) for p in printed]
    call.answer(document, *lines)
    return 0


def _is_bundle(counter: Counter, application: Application) -> bool:
    with counter.store.reading() as db, suppress(Refused):
        return catalogue.bundle(db, application.item) is not None
    return False


def _collect(call: Call, counter: Counter, application: Application, out: Path) -> int:
    """异地代收: taken in for another hall, nothing decided."""
    made = collect(counter, application)
    day = legal_day(application.received_at)
    printed = print_all(counter, made.number, made.documents, out, day)
    paths = {p.number: str(p.path) for p in printed}
    document = {
        "number": made.number,
        "outcome": "collected",
        "for_hall": {"region": made.for_hall.region, "name": made.for_hall.name},
        "received_on": day.isoformat(),
        "shortfalls": [{"name": s.name, "fault": s.fault} for s in made.wanting],
        "documents": [
            {"kind": d.kind, "number": d.number, "path": paths.get(d.number), "copies": d.copies}
            for d in made.documents
        ],
        "back_entered": made.back_entered,
    }
    words = f"{made.number}  已代收，由{made.for_hall.name}决定"
    call.answer(document, words, *(str(p.path) for p in printed))
    return 0


def _bundle(call: Call, counter: Counter, application: Application, out: Path) -> int:
    """一件事: the result of each item, and one face for the citizen."""
    taken = take_in_bundle(counter, application)
    day = legal_day(application.received_at)
    results, lines, states = [], [taken.bundle.name], []
    for each in taken.cases:
        printed = print_all(counter, each.number, each.documents, out, day)
        results.append({"item": each.item.key, **intake_result(each, printed)})
        lines.append(f"{each.number}  {each.item.name}  {each.decision.outcome}")
        lines += [str(p.path) for p in printed]
        with counter.store.reading() as db:
            states.append(store.case(db, counter.viewer, each.number))
    document = {"bundle": taken.bundle.key, "state": one_face(states), "cases": results}
    call.answer(document, *lines)
    return 0


def print_all(
    counter: Counter, number: str, documents: Iterable[Issued], out: Path, day: date
) -> list[Printed]:
    """Make the pages of one scripted act, given on the day of the act.

    Raises `Unavailable`: the case stands, and how to print it again is said.
    """
    printed = []
    for issued in documents:
        path = out / f"{issued.number}-{issued.kind}.pdf"
        try:
            printed.append(print_document(counter, number, issued.number, path, on=day))
        except ClerkError as error:
            raise Unavailable(
                error.code,
                f"办件 {number} 已保存，文书没有印成（{error.message}）。"
                f"处理后用 notice {issued.kind} {number} 重印",
            ) from error
    return printed


def case_list(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        rows = store.case_rows(db, counter.viewer, limit=call.args.limit)
    document = [
        {
            "number": row.number,
            "item": row.item_name,
            "applicant": row.applicant,
            "state": row.state,
            "received_on": row.received_on,
            "due_on": row.due_on or None,
            "rating": row.rating or None,
        }
        for row in rows
    ]
    lines = [f"{r.number}  {r.state}  {r.received_on}  {r.item_name}" for r in rows]
    call.answer(document, *(lines or ["还没有办件"]))
    return 0


def case_show(call: Call) -> int:
    number = str(read_case_number(call.args.number))
    with call.open(writing=False) as counter, counter.store.reading() as db:
        state = store.case(db, counter.viewer, number)
        events = counter.journal.case_events(db, number)
        document = case_document(state, events, counter.today(), counter.calendar)
        names = staff.clerk_names(db)
    lines = [
        f"{state.number}  {document['state_text']}",
        state.item_name,
        f"收件 {state.received_on}  受理 {state.accepted_on or '—'}",
        *(document["law"]["promised"] or {"why": ()})["why"],
        *(f"文书 {d.number} {d.kind} 已印 {d.printed} 次" for d in state.documents),
        *(_happened(e, names) for e in events),
    ]
    call.answer(document, *lines)
    return 0


def _happened(event: Event, names: Mapping[str, str]) -> str:
    """One event in a line; 代A where it was the work of another clerk."""
    behalf = text(event.body or {}, "for")
    whose = f"（代 {names.get(behalf, behalf)}）" if behalf else ""
    return f"{event.header.at} {event.kind}{whose}"


def notice(call: Call) -> int:
    kind_of(call.args.kind)
    number = str(read_case_number(call.args.number))
    with call.open(writing=True) as counter:
        path = call.file_of(call.args.out, ending=".pdf")
        if counter.boxed:
            box_document(counter, number, call.args.kind)
        printed = print_document(counter, number, call.args.kind, path)
    call.answer(
        {
            "kind": printed.kind,
            "number": printed.number,
            "path": str(printed.path),
            "reprint": printed.reprint,
        },
        f"已印：{printed.path}" + (f"（补打 {printed.reprint} 次）" if printed.reprint else ""),
    )
    return 0


def intake_result(taken: Taken, printed: list[Printed]) -> dict[str, Any]:
    """The published result of one intake."""
    decision = taken.decision
    paths = {p.number: str(p.path) for p in printed}
    return {
        "number": taken.number,
        "outcome": str(decision.outcome),
        **_dates(decision),
        "provisional": list(decision.provisional),
        "shortfalls": [
            {
                "name": s.name,
                "fault": s.fault,
                "deferrable": s.deferrable,
                "make_good_by": s.make_good_by.isoformat() if s.make_good_by else None,
            }
            for s in decision.shortfalls
        ],
        "reasons": [
            {"code": r.code, "article": r.article or None, "text": r.text}
            for r in decision.reasons
        ],
        "documents": [
            {"kind": d.kind, "number": d.number, "path": paths.get(d.number), "copies": d.copies}
            for d in taken.documents
        ],
        "back_entered": taken.back_entered,
    }


def _dates(decision: Decision) -> dict[str, str | None]:
    names = (
        "received_on",
        "accepted_on",
        "notice_due",
        "promised_due",
        "statutory_due",
        "make_good_by",
    )
    days = {name: getattr(decision, name) for name in names}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def read_json(path: Path, code: str = "bad_intake_file") -> object:
    """A JSON file of a sane size. Raises `Misused` (`code`), `Unavailable`."""
    with disk_faults():
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise Misused(code, f"文件太大：{path.name}")
        data = path.read_bytes()
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Misused(code, f"{path.name} 不是 JSON 文件：{error}") from error
