"""print, printers: pages to a printer, and what became of them."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from clerk_app.cli.ports import Call
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import box_document
from clerk_app.deeds.print_jobs import (
    confirm_printed,
    drop_job,
    latest_jobs,
    open_jobs,
    poll_job,
    print_again,
    recover_jobs,
    send_to_printer,
)
from clerk_app.deeds.print_more import (
    papers_of,
    print_batch,
    print_test_page,
    reprint_last,
    save_pdf,
    save_test_page,
)
from clerk_app.deeds.printers import (
    DOCUMENT,
    SEAL,
    USES,
    address,
    choose_one,
    require_address,
    state_of_printer,
)
from clerk_app.devices.printing import document_printer
from clerk_app.devices.printing.port import Condition, State
from clerk_app.kernel.errors import ClerkError, Misused, Unavailable
from clerk_app.kernel.ids import check_case_number, read_case_number
from clerk_app.storage.spool import JobStage, PrintJob

STAGES = {
    JobStage.MADE: "没有送出",
    JobStage.HANDED: "已送打印机",
    JobStage.UNANSWERED: "可能已经打出",
    JobStage.PRINTED: "已打印",
    JobStage.FAILED: "没有打印",
    JobStage.PUT_AWAY: "已撤下，不再打印",
}
_EVERY = 0.2
find = lru_cache(maxsize=None)(document_printer)
"""One object per printer for the whole command: what a simulated one holds is in it."""
_LISTED = 50


def document(call: Call) -> int:
    args = call.args
    number, document = _named(args)
    with call.open(writing=True) as counter:
        printer = _ready(counter, args.printer)
        if counter.boxed:
            box_document(counter, number, document)
        job = send_to_printer(counter, number, document, printer, copies=args.copies, find=find)
        job = wait_for(counter, job, args.wait)
    return _told(call, [job])


def _named(args: argparse.Namespace) -> tuple[str, str]:
    """Case and document as they were typed; the number of a document says its case itself, and
    one of the hall's own (日清单, a paper of an enquiry) has none."""
    if args.document:
        return str(read_case_number(args.number)), args.document
    typed = "".join(args.number.split())
    case, dash, _ = typed.rpartition("-")
    if check_case_number(typed):
        raise Misused("wrong_usage", "用法不对：办件编号后面还要写文书种类，或者只写文书编号")
    return (case if dash and check_case_number(case) else ""), typed


def case(call: Call) -> int:
    args = call.args
    number = str(read_case_number(args.number))
    with call.open(writing=True) as counter:
        printer = _ready(counter, args.printer)
        papers = papers_of(counter, number, bundle=args.bundle, again=args.again)
        if counter.boxed:
            for paper in papers:
                box_document(counter, *paper)
        batch = print_batch(counter, papers, printer, find=find)
        jobs = [wait_for(counter, job, args.wait) for job in batch.jobs]
    if batch.code:
        left = "、".join(batch.remaining)
        raise Unavailable(
            batch.code, f"{batch.trouble}。送出 {len(jobs)} 份，还没有送出的：{left}"
        )
    return _told(call, jobs)


def last(call: Call) -> int:
    with call.open(writing=True) as counter:
        job = reprint_last(counter, _ready(counter, call.args.printer), find=find)
        job = wait_for(counter, job, call.args.wait)
    return _told(call, [job])


def again(call: Call) -> int:
    with call.open(writing=True) as counter:
        recover_jobs(counter)
        job = print_again(counter, call.args.job, call.args.printer or "", find=find)
        job = wait_for(counter, job, call.args.wait)
    return _told(call, [job])


def jobs(call: Call) -> int:
    with call.open(writing=False) as counter:
        found = open_jobs(counter) if call.args.open else latest_jobs(counter, _LISTED)
    return _told(call, found)


def ask(call: Call) -> int:
    with call.open(writing=True) as counter:
        wanted = [job.id for job in recover_jobs(counter)]
        if call.args.job:
            wanted = [call.args.job]
        found = [poll_job(counter, job, find=find) for job in wanted]
    return _told(call, found)


def confirm(call: Call) -> int:
    with call.open(writing=True) as counter:
        recover_jobs(counter)
        job = confirm_printed(counter, call.args.job, find=find)
    return _told(call, [job])


def drop(call: Call) -> int:
    with call.open(writing=True) as counter:
        recover_jobs(counter)
        job = drop_job(counter, call.args.job, find=find)
    return _told(call, [job])


def pdf(call: Call) -> int:
    args = call.args
    number, document = _named(args)
    with call.open(writing=True) as counter:
        path = call.file_of(args.out, ending=".pdf")
        if counter.boxed:
            box_document(counter, number, document)
        save_pdf(counter, number, document, path)
    call.answer({"path": str(path)}, f"已另存：{path}（不算打印）")
    return 0


# ---------------------------------------------------------------- printers


def list_(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        found = {use: address(db, use) for use in USES}
    document, lines = [], []
    for use, where in found.items():
        said = _state(where, use) if where and use != SEAL else None
        document.append(
            {
                "use": use,
                "address": where or None,
                "state": str(said.condition) if said else None,
                "words": said.words if said else None,
            }
        )
        lines.append(f"{USES[use]}  {where or '没有选'}  {said.words if said else ''}".rstrip())
    call.answer(document, *lines)
    return 0


def _state(where: str, use: str) -> State:
    """How it stands; an address that was kept before such ones were refused is offline."""
    try:
        return state_of_printer(where, use)
    except ClerkError as error:
        return State(Condition.OFFLINE, error.message)


def set_(call: Call) -> int:
    use = call.args.use
    with call.open(writing=True) as counter:
        where = choose_one(counter, use, call.args.address)
    call.answer({"use": use, "address": where or None}, f"{USES[use]}：{where or '不用'}")
    return 0


def test(call: Call) -> int:
    args = call.args
    if args.out is not None:
        with call.open(writing=False) as counter:
            path = call.file_of(args.out, ending=".pdf")
            save_test_page(counter, path, "（存成 PDF）")
        call.answer({"path": str(path)}, f"测试页：{path}")
        return 0
    with call.open(writing=True) as counter:
        job = print_test_page(counter, args.printer or require_address(counter, DOCUMENT))
    call.answer({"job": job}, "测试页已送打印机，请看出纸口，用尺量一量标尺")
    return 0


# ---------------------------------------------------------------- what they share


def wait_for(counter: Counter, job: PrintJob, seconds: int) -> PrintJob:
    """Ask until the printer has said what became of a job, for so many seconds at most."""
    end = time.monotonic() + seconds
    job = poll_job(counter, job.id, find=find)
    while job.state is JobStage.HANDED and time.monotonic() < end:
        time.sleep(_EVERY)
        job = poll_job(counter, job.id, find=find)
    return job


def _ready(counter: Counter, where: str | None) -> str:
    """The printer to use; what an earlier run left open is first seen for what it is."""
    recover_jobs(counter)
    return where or require_address(counter, DOCUMENT)


def job_document(job: PrintJob) -> dict[str, Any]:
    """The published form of a print job."""
    return {
        "job": job.id,
        "number": job.number,
        "kind": job.kind,
        "printer": job.printer,
        "copies": job.copies,
        "reprint": job.reprint,
        "state": str(job.state),
        "said": job.said or None,
    }


def _told(call: Call, found: Sequence[PrintJob]) -> int:
    lines = [f"{j.id}  {j.title}  {STAGES[j.state]}  {j.said}".rstrip() for j in found]
    call.answer([job_document(job) for job in found], *(lines or ["没有送去打印的"]))
    return 0


HANDLERS = {
    "print document": document,
    "print case": case,
    "print last": last,
    "print again": again,
    "print jobs": jobs,
    "print ask": ask,
    "print confirm": confirm,
    "print drop": drop,
    "print pdf": pdf,
    "printers list": list_,
    "printers set": set_,
    "printers test": test,
}
