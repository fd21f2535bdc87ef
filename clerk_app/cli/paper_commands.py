"""numbers, attachment, seal, daily: what stands on paper and what is kept with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clerk_app.cli.ports import Call
from clerk_app.cli.print_commands import find, job_document, wait_for
from clerk_app.deeds.agency_numbers import lease_numbers
from clerk_app.deeds.attach import (
    attach,
    attachments_of,
    check_attachments,
    read_file,
    show_attachment,
)
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_document import find_document, print_facts
from clerk_app.deeds.print_jobs import recover_jobs, send_to_printer
from clerk_app.deeds.print_slip import print_slip
from clerk_app.deeds.printers import DOCUMENT, SEAL, SLIP, refuse_simulated, require_address
from clerk_app.deeds.seal_document import seal_document, sealed_file
from clerk_app.devices.printing import slip_printer
from clerk_app.devices.printing.port import refuse_unready
from clerk_app.devices.seal import seal_service
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import ClerkError, Damaged, Unavailable
from clerk_app.kernel.ids import read_case_number
from clerk_app.numbering import store as numbering
from clerk_app.numbering.model import Block
from clerk_app.numbering.rules import clashes
from clerk_app.storage.files import write_whole

_WAIT = 10


def lease(call: Call) -> int:
    args = call.args
    with call.open(writing=True) as counter:
        made = lease_numbers(
            counter,
            args.agency,
            args.template,
            first=args.first,
            last=args.last,
            year=args.year,
            kinds=args.kind,
        )
    call.answer(
        _block(made, own=True),
        f"已登记：{made.agency} {made.template} {made.first}～{made.last} 号",
    )
    return 0


def list_numbers(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        found = numbering.blocks(db)
        device = counter.journal.own_device(db).device
    overlaps = clashes(found)
    lines = [
        f"{b.agency}  {b.template}  {b.year or ''}  {b.first}～{b.last}  下一个 {b.next}"
        f"，还有 {b.left} 个" + ("" if b.device == device else "（别的站点或恢复之前的，不能用）")
        for b in found
    ]
    lines += [f"号段重叠，请报告大厅：{a.template} {a.first}～{a.last}" for a, _ in overlaps]
    document = {
        "blocks": [_block(b, own=b.device == device) for b in found],
        "overlaps": [[f"{a.device}/{a.s}", f"{b.device}/{b.s}"] for a, b in overlaps],
    }
    call.answer(document, *(lines or ["还没有号段"]))
    return 0


def _block(block: Block, *, own: bool) -> dict[str, Any]:
    return {
        "lease": f"{block.device}/{block.s}",
        "agency": block.agency,
        "template": block.template,
        "year": block.year or None,
        "kinds": list(block.kinds),
        "first": block.first,
        "last": block.last,
        "next": block.next,
        "left": block.left,
        "usable": own and block.left > 0,
    }


# ---------------------------------------------------------------- attachments


def add_attachment(call: Call) -> int:
    args = call.args
    number, path = str(read_case_number(args.number)), Path(args.file)
    content = read_file(path)
    with call.open(writing=True) as counter:
        made = attach(counter, number, content, args.purpose, document=args.document)
    call.answer(
        {"number": number, "sha256": made.sha256, "media": made.media, "size": made.size},
        f"已存附件 {made.sha256}",
    )
    return 0


def list_attachments(call: Call) -> int:
    number = str(read_case_number(call.args.number))
    with call.open(writing=False) as counter:
        found = attachments_of(counter, number)
    document = [
        {
            "sha256": a.sha256,
            "purpose": a.purpose,
            "document": a.document or None,
            "media": a.media,
            "size": a.size,
            "at": a.at,
        }
        for a in found
    ]
    lines = [f"{a.sha256[:16]}  {a.purpose}  {a.media}  {a.size} 字节  {a.at}" for a in found]
    call.answer(document, *(lines or ["没有附件"]))
    return 0


def take_attachment(call: Call) -> int:
    args = call.args
    number = str(read_case_number(args.number))
    with call.open(writing=True) as counter:
        path = call.file_of(args.out)  # first: that it is shown is recorded
        content = show_attachment(counter, number, args.sha256)
        write_whole(path, content, private=True)
    call.answer({"path": str(path), "size": len(content)}, f"已取出：{path}")
    return 0


def check_files(call: Call) -> int:
    with call.open(writing=False) as counter:
        counter.viewer.require_journal()
        found = check_attachments(counter)
    bad = [*found.missing, *found.damaged]
    call.answer(
        {"files": found.files, "missing": list(found.missing), "damaged": list(found.damaged)},
        f"{found.files} 个附件" + ("" if bad else "，都完好"),
        *(f"不在：{name}" for name in found.missing),
        *(f"损坏：{name}" for name in found.damaged),
    )
    return Damaged.exit_code if bad else 0


# ---------------------------------------------------------------- seal, daily slip


def seal(call: Call) -> int:
    args = call.args
    number = str(read_case_number(args.number))
    with call.open(writing=True) as counter:
        # before it is sealed: a page is sealed once
        out = call.file_of(args.out, ending=".pdf") if args.out is not None else None
        service = seal_service(args.service or require_address(counter, SEAL))
        made = seal_document(counter, service, number, args.document)
        if out is not None:
            sealed = sealed_file(counter, number, made.number) or b""
            write_whole(out, sealed, private=True)
    said = "已盖章（模拟，无效力）" if made.simulated else "已盖章"
    call.answer(
        {
            "number": made.number,
            "serial": made.serial,
            "sha256": made.sha256,
            "simulated": made.simulated,
            "path": str(out) if out else None,
        },
        f"{made.number}  {said}  {made.serial}",
    )
    return 0


def daily(call: Call) -> int:
    args = call.args
    day = parse_day(args.day) if args.day else None
    with call.open(writing=True) as counter:
        recover_jobs(counter)
        printer, out = "", None
        if args.out is not None:
            out = call.folder_of(args.out)
        else:
            use = SLIP if args.slip else DOCUMENT
            printer = args.printer or require_address(counter, use)
            _refuse_unready(counter, printer, slip=args.slip)  # before a number is used up
        issued = issue_daily_slip(counter, day)
        found = find_document(counter, "", issued.number)
        path, job = None, None
        with _numbered(issued.number):
            if out is not None:
                path = out / f"{issued.number}-{issued.kind}.pdf"
                print_facts(counter, found.facts, found.code, found.printed, path)
            elif args.slip:
                job = print_slip(counter, issued.number)
            else:
                job = send_to_printer(counter, "", issued.number, printer, find=find)
                job = wait_for(counter, job, _WAIT)
    told = found.facts.day
    counts = {line.name: line.count for line in told.counts} if told else {}
    call.answer(
        {
            "number": issued.number,
            "on": told.on if told else None,
            "counts": counts,
            "events": told.events if told else 0,
            "head": told.head if told else "",
            "path": str(path) if path else None,
            "job": job_document(job) if job else None,
        },
        f"日清单 {issued.number}",
        *(f"{name} {count}" for name, count in counts.items()),
        *([str(path)] if path else []),
    )
    return 0


@contextmanager
def _numbered(number: str) -> Iterator[None]:
    """Trouble with the paper of a number that is used up: which it is, and where it waits."""
    try:
        yield
    except ClerkError as error:
        raise Unavailable(
            error.code,
            f"日清单 {number} 已编号，没有印成（{error.message}）。它在窗口的“打印”里等着；"
            f"处理后也可以用 print document {number} 打印",
        ) from error


def _refuse_unready(counter: Counter, printer: str, *, slip: bool) -> None:
    """Raises as the printer that cannot print now, `Refused` (`simulated_printer`)."""
    with counter.store.reading() as db:
        refuse_simulated(db, printer)
    port = slip_printer(printer) if slip else find(printer)
    refuse_unready(port.state().condition)


HANDLERS = {
    "numbers lease": lease,
    "numbers list": list_numbers,
    "attachment add": add_attachment,
    "attachment list": list_attachments,
    "attachment show": take_attachment,
    "attachment check": check_files,
    "seal": seal,
    "daily": daily,
}
