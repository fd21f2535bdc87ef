"""case act, watch: the life of a case outside the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clerk_app.cli.case_answer import accounted_body, case_document
from clerk_app.cli.intake_commands import print_all, read_json
from clerk_app.cli.ports import Call
from clerk_app.deeds.account import read_finding, record_responsibility
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.clock_guard import confirm_clock
from clerk_app.deeds.credit import import_list
from clerk_app.deeds.watch import Watch, watch
from clerk_app.intake.rules.act_file import REQUIRED, read_act
from clerk_app.intake.rules.supervision import FINDINGS, LAMPS, RedEntry
from clerk_app.kernel.clock import parse_day, parse_stamp, stamp
from clerk_app.kernel.ids import read_case_number


def act(call: Call) -> int:
    number = str(read_case_number(call.args.number))
    order = read_act(call.args.action, read_json(Path(call.args.file), "bad_act_file"))
    with call.open(writing=True) as counter:
        out = call.folder_of(call.args.out) if call.args.out is not None else None
        done = act_on_case(counter, number, order)
        printed = print_all(counter, number, done.documents, out, order.on) if out else []
        with counter.store.reading() as db:
            events = counter.journal.case_events(db, number)
        told = case_document(done.state, events, counter.today(), counter.calendar)
    paths = {p.number: str(p.path) for p in printed}
    document = {
        "action": str(order.action),
        **told,
        "issued": [
            {"kind": d.kind, "number": d.number, "path": paths.get(d.number), "copies": d.copies}
            for d in done.documents
        ],
    }
    call.answer(document, f"{number}  {done.state.state}", *(str(p.path) for p in printed))
    return 0


def credit_import(call: Call) -> int:
    as_of = parse_day(call.args.as_of)
    with call.open(writing=True) as counter:
        count = import_list(counter, Path(call.args.file), as_of)
    answer = {"as_of": as_of.isoformat(), "entries": count}
    call.answer(answer, f"已装入 {as_of} 的失信名单：{count} 条")
    return 0


def confirm(call: Call) -> int:
    with call.open(writing=True) as counter:
        confirm_clock(counter)
        now = stamp(counter.clock.now())
    call.answer({"now": now}, f"已确认本机时钟：{now}")
    return 0


def actions(call: Call) -> int:
    table = {str(action): ["at", *fields] for action, fields in REQUIRED.items()}
    call.answer(table, *(f"{name}: {'、'.join(fields)}" for name, fields in table.items()))
    return 0


def account(call: Call) -> int:
    number = str(read_case_number(call.args.number))
    finding = read_finding(call.args.finding)
    with call.open(writing=True) as counter:
        entry = record_responsibility(
            counter,
            number,
            finding,
            reason=call.args.reason,
            measure=call.args.measure,
            by=call.args.by,
        )
    found = entry.accounted
    document = {"number": number, **(accounted_body(found) if found else {})}
    call.answer(document, f"{number}  {FINDINGS[finding]}（{entry.since} 起）的责任已登记")
    return 0


def watch_command(call: Call) -> int:
    at = parse_stamp(call.args.at)
    with call.open(writing=False) as counter:
        seen = watch(counter, at)
    lines = [f"{seen.day}" + ("（本机推算）" if seen.alone else "")]
    for each in seen.cases:
        found = "，".join(FINDINGS[f] for f in each.findings)
        due = f"到 {each.due}" if each.due else ""
        lines.append(f"{each.number} {LAMPS[each.lamp]} {due} {found}".rstrip())
    lines += [_red(entry) for entry in seen.red]
    lines += [f"要告诉申请人：{m.number} {m.words}" for m in seen.messages]
    call.answer(watch_document(seen), *lines)
    return 0


def _red(entry: RedEntry) -> str:
    done = entry.accounted
    said = f"{done.by_name} {done.on} 已登记责任：{done.measure}" if done else "还没有登记责任"
    return f"{entry.number} {FINDINGS[entry.finding]}，{entry.owner} 自 {entry.since}，{said}"


def watch_document(seen: Watch) -> dict[str, Any]:
    """The published form of what supervision says."""
    lamps: dict[str, int] = {}
    for each in seen.cases:
        lamps[str(each.lamp)] = lamps.get(str(each.lamp), 0) + 1
    return {
        "day": seen.day.isoformat(),
        "by": "station" if seen.alone else "hall",
        "lamps": lamps,
        "cases": [
            {
                "number": each.number,
                "state": each.state.state,
                "lamp": str(each.lamp),
                "due": each.due.isoformat() if each.due else None,
                "workdays_left": each.workdays_left,
                "findings": [str(f) for f in each.findings],
                "owner": each.owner,
            }
            for each in seen.cases
        ],
        "deemed": [each.number for each in seen.cases if each.state.deemed],
        "overdue": [each.number for each in seen.cases if "overdue" in each.findings],
        "red_list": [
            {
                "owner": entry.owner,
                "number": entry.number,
                "finding": str(entry.finding),
                "since": entry.since.isoformat(),
                "workdays": entry.workdays,
                "accounted": accounted_body(entry.accounted) if entry.accounted else None,
            }
            for entry in seen.red
        ],
        "messages": [
            {"key": m.key, "message": str(m.message), "number": m.number, "text": m.words}
            for m in seen.messages
        ],
    }
