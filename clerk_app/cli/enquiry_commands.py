"""enquiry, enquiry list, enquiry close, catalogue guide; notice for papers of an enquiry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clerk_app.cli import intake_commands
from clerk_app.cli.ports import Call
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import Printed
from clerk_app.deeds.print_guide import print_guide
from clerk_app.deeds.record_enquiry import (
    Recorded,
    close_enquiry,
    print_enquiry_document,
    record_enquiry,
)
from clerk_app.enquiry import store
from clerk_app.enquiry.model import Asked, Enquiry, Outcome, Way
from clerk_app.enquiry.rules import is_enquiry_number, read_enquiry_number
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import ClerkError, Misused, Refused, Unavailable
from clerk_app.notices.kinds import kind_of
from clerk_app.storage.faults import disk_faults

_PDF = b"%PDF"

_OUTCOMES = {
    Outcome.ANSWERED: "已当场答复",
    Outcome.LED_TO_WINDOW: "已引导到窗口",
    Outcome.HANDED_OVER: "已转交，待答复",
    Outcome.NO_ITEM: "已记下，待答复",
}


def enquiry(call: Call) -> int:
    asked = _asked(call)
    if asked.item and asked.way is Way.COUNTER and not asked.on_paper:
        raise Misused("wrong_usage", "窗口问事项的要印告知书，请用 --out 说明放在哪个文件夹")
    with call.open(writing=True) as counter:
        out = call.folder_of(call.args.out) if call.args.out is not None else None
        recorded = record_enquiry(counter, asked)
        printed = _print_all(counter, recorded, out) if out is not None else []
    lines = [f"{recorded.number}  {_OUTCOMES[recorded.outcome]}", *(str(p.path) for p in printed)]
    call.answer(_result(recorded, printed), *lines)
    return 0


def enquiry_list(call: Call) -> int:
    day = parse_day(call.args.day).isoformat() if call.args.day else ""
    with call.open(writing=False) as counter, counter.store.reading() as db:
        rows = store.enquiry_rows(
            db, counter.viewer, day=day, only_open=call.args.open, limit=call.args.limit
        )
        counts = store.counts(db, day=day)
    document = {
        "day": day or None,
        "total": counts.total,
        "open": counts.open,
        "by_outcome": counts.by_outcome,
        "by_item": [
            {"item": c.item or None, "name": c.item_name or None, "count": c.count}
            for c in counts.by_item
        ],
        "enquiries": [_row(row) for row in rows],
    }
    head = f"咨询 {counts.total} 次，待答复 {counts.open} 次"
    lines = [f"{r.number}  {r.day}  {_told(r)}  {r.item_name or r.subject}" for r in rows]
    call.answer(document, head, *lines)
    return 0


def enquiry_close(call: Call) -> int:
    number = str(read_enquiry_number(call.args.number))
    with call.open(writing=True) as counter:
        close_enquiry(counter, number, call.args.answer)
    call.answer({"number": number, "closed": True}, f"已答复：{number}")
    return 0


def guide(call: Call) -> int:
    with call.open(writing=False) as counter:
        path = call.file_of(call.args.out, ending=".pdf")
        _keep_what_is_no_page(path)
        facts = print_guide(counter, call.args.id, _answers(call), path)
    document = {
        "kind": facts.kind,
        "item": facts.item_code,
        "version": facts.item_hash,
        "path": str(path),
        "copies": kind_of(facts.kind).COPIES,
        "open_questions": [question.text for question in facts.questions],
    }
    call.answer(document, f"已印：{path}")
    return 0


def notice(call: Call) -> int:
    """补打: of an enquiry where the number is one, else of a case."""
    if not is_enquiry_number(call.args.number):
        return intake_commands.notice(call)
    kind_of(call.args.kind)
    number = str(read_enquiry_number(call.args.number))
    with call.open(writing=True) as counter:
        path = call.file_of(call.args.out, ending=".pdf")
        printed = print_enquiry_document(counter, number, call.args.kind, path)
    document = {
        "kind": printed.kind,
        "number": printed.number,
        "path": str(printed.path),
        "reprint": printed.reprint,
    }
    again = f"（补打 {printed.reprint} 次）" if printed.reprint else ""
    call.answer(document, f"已印：{printed.path}{again}")
    return 0


def _keep_what_is_no_page(path: Path) -> None:
    """A guide may replace a page printed before, never another file.

    Raises `Refused` (`file_exists`), `Unavailable` for the disk.
    """
    with disk_faults():
        if not path.exists():
            return
        with path.open("rb") as file:
            is_page = file.read(len(_PDF)) == _PDF
    if not is_page:
        raise Refused("file_exists", f"“{path.name}”已经有了，又不是 PDF，没有覆盖")


def _told(row: Enquiry) -> str:
    """The outcome in words; one that a newer version knows stays as it is."""
    if row.closed_at:
        return "已答复"
    return _OUTCOMES[Outcome(row.outcome)] if row.outcome in set(Outcome) else row.outcome


def _asked(call: Call) -> Asked:
    args = call.args
    outcome = args.outcome or (Outcome.ANSWERED if args.item else Outcome.NO_ITEM)
    return Asked(
        item=args.item or "",
        answers=tuple(_answers(call).items()),
        subject=args.subject or "",
        way=Way(args.way),
        outcome=Outcome(outcome),
        follow=args.follow or "",
        enterprise=args.enterprise or "",
        caller=args.caller or "",
        phone=args.phone or "",
        on_paper=args.out is not None,
    )


def _answers(call: Call) -> dict[str, str]:
    answers: dict[str, str] = {}
    for pair in call.args.situation or []:
        key, equals, value = pair.partition("=")
        if not equals:
            raise Misused("bad_situation", f"--situation 应写成 问题=答案：{pair}")
        answers[key] = value
    return answers


def _print_all(counter: Counter, recorded: Recorded, out: Path) -> list[Printed]:
    printed = []
    for issued in recorded.documents:
        path = out / f"{issued.number}-{issued.kind}.pdf"
        try:
            made = print_enquiry_document(counter, recorded.number, issued.number, path)
        except ClerkError as error:
            raise Unavailable(
                error.code,
                f"咨询 {recorded.number} 已登记，告知书没有印成（{error.message}）。"
                f"处理后用 notice {issued.kind} {recorded.number} 重印",
            ) from error
        printed.append(made)
    return printed


def _result(recorded: Recorded, printed: list[Printed]) -> dict[str, Any]:
    item = recorded.item
    paths = {p.number: str(p.path) for p in printed}
    return {
        "number": recorded.number,
        "item": (
            {"key": item.key, "name": item.name, "version": item.content_hash} if item else None
        ),
        "outcome": str(recorded.outcome),
        "ticket": recorded.ticket or None,
        "documents": [
            {"kind": d.kind, "number": d.number, "path": paths.get(d.number), "copies": d.copies}
            for d in recorded.documents
        ],
    }


def _row(row: Enquiry) -> dict[str, Any]:
    return {
        "number": row.number,
        "day": row.day,
        "at": row.at,
        "way": row.way,
        "outcome": row.outcome,
        "open": row.is_open,
        "item": row.item or None,
        "item_name": row.item_name or None,
        "subject": row.subject or None,
        "follow": row.follow or None,
        "answer": row.answer or None,
        "ticket": row.ticket or None,
        "operator": row.operator,
        "call_back": bool(row.phone),
    }


HANDLERS: Mapping[str, Callable[[Call], int]] = {
    "enquiry": enquiry,
    "enquiry list": enquiry_list,
    "enquiry close": enquiry_close,
    "catalogue guide": guide,
    "notice": notice,
}
