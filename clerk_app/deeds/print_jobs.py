"""送打印: a page handed to a printer, and what became of it.

`document.printed` stands in the journal once the printer said that the page came out, or a clerk
who looked. Until then nobody claims it: a notice counts from the day its page is known to exist,
today where that is learnt later, which never flatters the window.

Nothing is sent twice by itself. A page that may have come out (the program was killed, the spooler
fell silent) waits for the clerk: 已打出 (`confirm_printed`) or 重打 (`print_again`), which then
carries 补打, for there may be two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import (
    PRINTED,
    Found,
    box_document,
    find_document,
    make_page,
)
from clerk_app.deeds.printers import refuse_simulated
from clerk_app.devices.printing import document_printer
from clerk_app.devices.printing.port import (
    NOTHING_SENT,
    Answer,
    DocPrinter,
    JobState,
    answer_of,
    refuse_unready,
)
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import parse_stamp, stamp
from clerk_app.kernel.errors import ClerkError, Misused, Refused, Unavailable
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.sheets import sheet_of
from clerk_app.storage import spool
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import discard
from clerk_app.storage.spool import JobStage, PrintJob

Find = Callable[[str], DocPrinter]
"""How a printer is found by its address. Raises `Misused` (`bad_printer`)."""

SPOOL = "spool"
"""Pages on their way, inside the data folder: each is removed once the spooler has taken it."""
SLIP, FOLDER = "slip:", "folder:"
"""Before the address of a ticket printer in a job (no printer of pages is ever asked what became
of a slip), and of a folder."""
_NAMED: dict[tuple[Path, int], str] = {}
"""What spoolers called jobs whose names could not be written down yet, by data folder and job."""
_WAITING = (JobStage.HANDED, JobStage.UNANSWERED)
_PERHAPS = "可能已经打出，请先看出纸口：有纸就按“已打出”，没有再按“重打”"
_DAY = len("2026-03-02")
MOST_COPIES = 99
"""Of one page at once."""
PATIENCE = timedelta(minutes=1)
"""How long a printer is given to say itself that a page came out."""
_NEVER_SENT = "程序中途退出，这份还没有送出，可以重新打印"
_DROPPED = "已撤下，没有送出"
_GIVEN_UP = "可能已经打出一份，没有再等"
_NOT_AGAIN = "已取回，重打的还没有送出"
_REPLACED = "可能已经打出一份，已经重打"
_OUT_NOW = "这份刚刚已经打出，请取纸；还要再打一份，请用补打"


def send_to_printer(
    counter: Counter,
    case: str,
    number: str,
    printer: str,
    *,
    copies: int = 0,
    on: date | None = None,
    sheet: str = "",
    instead: int = 0,
    find: Find = document_printer,
) -> PrintJob:
    """Hand the page of a committed document to the printer at this address, and wait until the
    spooler has it or refuses.

    One step: what became of it is asked with `poll_job`. `number` may be a kind, `copies` are
    those of the kind where 0, `on` is the legal day of a scripted act, `sheet` one of the kind's
    (A5, 大字), the first where empty, `instead` a job that may have come out, in whose place it
    is. After the first time the page carries 补打.

    Raises `Refused` (`unknown_case`, `unknown_document`, `print_open`: this document is on its
    way already, `simulated_printer`), `Misused` (`bad_printer`, `unknown_sheet`, `bad_copies`),
    `Unavailable` as the printer (with `printer_gone` the job waits for the clerk, else nothing was
    sent), `disk_full`, `read_only`, `fonts_absent`.
    The case stays as it is.
    """
    found = _found(counter, case, number)
    return _send(counter, found, printer, _Asked(copies, on, sheet, instead), find)


def make_job(
    counter: Counter,
    case: str,
    number: str,
    printer: str,
    *,
    copies: int = 0,
    on: date | None = None,
    find: Find = document_printer,
) -> PrintJob:
    """The first half of `send_to_printer`, for who must not wait for a printer: the page is drawn
    and lies ready, `hand_over_job` sends it. Nothing has left this machine; a program that ends
    here offers the page anew. Raises as `send_to_printer`, but for what the printer raises.
    """
    found = _found(counter, case, number)
    return _ready(counter, found, printer, _Asked(copies, on, ""), find)


def hand_over_job(
    counter: Counter, job_id: int, *, look: bool = False, find: Find = document_printer
) -> PrintJob:
    """The second half: the spooler gets the page that lies ready. With `look` not where the
    printer says that it cannot print: it would come out when nobody is there to hand it over.

    Raises `Refused` (`unknown_job`, `not_open`: it was dropped meanwhile), `Unavailable` as the
    printer, as in `send_to_printer`; what became of it stands in the job.
    """
    with counter.store.reading() as db:
        job = spool.job(db, job_id)
    if job.state is not JobStage.MADE:
        raise Refused("not_open", f"这份没有再送：{_said_of(job)}")
    return _handed_over(counter, job, find, look=look)


def poll_job(counter: Counter, job_id: int, *, find: Find = document_printer) -> PrintJob:
    """Ask once what became of a job, and record it: a page that came out, exactly once.

    Raises `Refused` (`unknown_job`), `Unavailable` of the store.
    """
    with counter.store.reading() as db:
        job = spool.job(db, job_id)
    if job.state not in _WAITING:
        return job
    job = _with_name(counter, job)
    if not job.spool_job:  # it is being handed over now
        return job
    answer = _asked(job, find, lambda printer: printer.ask(job.spool_job))
    return _cleared(_answered(counter, job, answer), find)


def confirm_printed(counter: Counter, job_id: int, *, find: Find = document_printer) -> PrintJob:
    """已打出: the clerk looked and the page is there. Recorded as printed, by her word, and the
    spooler is asked to forget it.

    A page on its way may be confirmed after a minute: many a printer never says that it has
    printed. Raises `Refused` (`unknown_job`, `not_unanswered`: the printer itself still answers
    for it).
    """
    counter.viewer.require_cases()
    with counter.store.reading() as db:
        job = spool.job(db, job_id)
    job = _with_name(counter, job)
    if job.state is JobStage.HANDED and timedelta() <= _waited(counter, job) < PATIENCE:
        raise Refused("not_unanswered", "刚送去打印机，它还会回话。过一分钟没有回话，看过纸再按")
    if job.state not in _WAITING:
        raise Refused("not_unanswered", f"这份不用确认：{_said_of(job)}")
    return _cleared(_printed(counter, job, "工作人员看过，已打出", by_clerk=True), find)


def _waited(counter: Counter, job: PrintJob) -> timedelta:
    return counter.clock.now() - parse_stamp(job.handed_at)


def print_again(
    counter: Counter, job_id: int, printer: str = "", *, find: Find = document_printer
) -> PrintJob:
    """重打: a page that did not come out, or may not have, once more, here or elsewhere.

    A page that still waits is first taken off its queue, else it would come out later. The new
    one carries 补打 where the old one may have come out. Whatever goes wrong, one of the two is
    offered: only `drop_job` puts a page away.

    Raises as `drop_job` and `send_to_printer`.
    """
    with counter.store.reading() as db:
        job = spool.job(db, job_id)
        newest = spool.newest_of(db, job.number) or job
    if job.state is JobStage.PRINTED or newest.id > job.id:
        raise Refused("already_printed", f"这份后来又送过：{_said_of(newest)}；还要打，请用补打")
    if job.printer.startswith(SLIP):
        raise Refused("slip_job", "这份是小票机打的，请在小票机上重打")
    if job.is_open:
        take_off(counter, job_id, find=find)
    on = date.fromisoformat(job.on_day) if job.on_day else None
    found = _found(counter, job.case_number, job.number)
    asked = _Asked(job.copies, on, job.sheet, instead=job_id)
    return _send(counter, found, printer or job.printer, asked, find)


def take_off(counter: Counter, job_id: int, *, find: Find = document_printer) -> PrintJob:
    """The first half of 重打: off its queue, and still offered as one that did not come out. One
    nobody answers for stays open until another takes its place (`instead`).

    Raises as `drop_job`; `perhaps_printed` the first time only.
    """
    return _taken_off(counter, job_id, JobStage.FAILED, find)


def drop_job(counter: Counter, job_id: int, *, find: Find = document_printer) -> PrintJob:
    """撤下: the page shall not come out any more. It is put away, so that nothing prints it later
    but a key that asks for this very paper; so is one that failed.

    Raises `Refused` (`unknown_job`, `not_open`, `already_printed`: it has come out meanwhile and
    is recorded; `not_taken_back`: it prints now), `Unavailable` (`perhaps_printed`: nobody can
    say, so the clerk looks first; asked again, it is given up and counts as one that may exist:
    `perhaps`).
    """
    return _taken_off(counter, job_id, JobStage.PUT_AWAY, find)


def _taken_off(counter: Counter, job_id: int, to: JobStage, find: Find) -> PrintJob:
    counter.viewer.require_cases()
    now = stamp(counter.clock.now())
    said = _DROPPED if to is JobStage.PUT_AWAY else _NOT_AGAIN
    with counter.store.transaction() as db:  # only here can it not be handed over meanwhile
        job = spool.job(db, job_id)
        if spool.move(db, job_id, (JobStage.MADE,), to, said=said, ended_at=now):
            discard(_page_of(counter, job))
            return spool.job(db, job_id)
        if spool.move(db, job_id, (JobStage.FAILED,), to):
            return spool.job(db, job_id)
    if not job.is_open:
        raise Refused("not_open", f"这份不在打印：{_said_of(job)}")
    job = _with_name(counter, job)
    answer = answer_of(JobState.UNKNOWN)
    if job.spool_job:
        answer = _asked(job, find, lambda printer: printer.take_back(job.spool_job))
    if answer.state is JobState.DONE:
        _cleared(_printed(counter, job, answer.words), find)
        raise Refused("already_printed", _OUT_NOW)
    if answer.state in (JobState.QUEUED, JobState.PRINTING):
        raise Refused("not_taken_back", f"这份撤不下来：{answer.words}。请等它打完")
    if answer.state is JobState.FAILED:
        return _cleared(_off(counter, job, to, said=answer.words), find)
    if job.state is JobStage.HANDED:
        _moved(counter, job, JobStage.UNANSWERED, said=_PERHAPS)
        raise Unavailable("perhaps_printed", f"这份{_PERHAPS}")
    if to is JobStage.FAILED:
        return job
    return _cleared(_off(counter, job, to, said=_GIVEN_UP, perhaps=1), find)


def _off(counter: Counter, job: PrintJob, to: JobStage, **values: str | int) -> PrintJob:
    """Put away or offered again, also where an asking beside this one has just heard that it was
    taken off. Raises `Refused` (`already_printed`) where it heard that the page came out."""
    now = stamp(counter.clock.now())
    with counter.store.transaction() as db:
        was = (*spool.OPEN, JobStage.FAILED)
        spool.move(db, job.id, was, to, ended_at=now, **values)
        job = spool.job(db, job.id)
    if job.state is JobStage.PRINTED:
        raise Refused("already_printed", _OUT_NOW)
    return job


def put_away(counter: Counter, case: str, number: str) -> PrintJob:
    """A document that was never sent shall not be printed here: it was given some other way, or
    is not wanted. It stays in its case and may be printed at any time.

    Raises `Refused` (`unknown_case`, `unknown_document`, `print_open`).
    """
    found = find_document(counter, case, number)
    with counter.store.transaction() as db:
        return _added(db, counter, found, "", _Asked(0, None, ""), JobStage.PUT_AWAY)


@dataclass(frozen=True, slots=True)
class LastRun:
    """What a run that ended left behind: jobs that were open, pages that lay ready."""

    jobs: frozenset[int]
    pages: tuple[Path, ...]


def last_run(counter: Counter) -> LastRun:
    """What is there before this run has printed anything: all of it is of runs before. Raises
    `Unavailable` of the store."""
    with counter.store.reading() as db:
        jobs = frozenset(job.id for job in spool.open_jobs(db))
    return LastRun(jobs, tuple((counter.folder / SPOOL).glob("*")))  # half written ones too


def recover_jobs(counter: Counter, left: LastRun | None = None) -> tuple[PrintJob, ...]:
    """At the start: what the last run left open, to be offered to the clerk; nothing is sent.

    A page that was not handed over yet did not come out; one whose name at the spooler was not
    written down may have. Called before anything is printed, or later with what was `left` then:
    the pages of this run are no business of it. Raises `Unavailable` of the store.
    """
    left = left or last_run(counter)
    for page in left.pages:
        discard(page)
    with counter.store.reading() as db:
        stale = spool.off_as_before(db)
    if stale:  # where there are none, a full disk has no part in it
        with counter.store.transaction() as db:
            spool.put_off_as_before(db)
    with counter.store.reading() as db:
        left_open = [job for job in spool.open_jobs(db) if job.id in left.jobs]
    for job in left_open:
        if job.state is JobStage.MADE:
            _moved(counter, job, JobStage.FAILED, said=_NEVER_SENT)
        elif job.state is JobStage.HANDED and not job.spool_job:
            _moved(counter, job, JobStage.UNANSWERED, said=_PERHAPS)
    return open_jobs(counter)


def open_jobs(counter: Counter) -> tuple[PrintJob, ...]:
    """The pages on their way and those a clerk has to look for, oldest first."""
    with counter.store.reading() as db:
        return spool.open_jobs(db)


def latest_jobs(counter: Counter, limit: int = 50) -> tuple[PrintJob, ...]:
    """The latest jobs, newest first."""
    with counter.store.reading() as db:
        return spool.jobs(db, limit)


# ---------------------------------------------------------------- one page


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a page is wanted; `instead`: a job nobody answers for, given up with this one."""

    copies: int
    on: date | None
    sheet: str
    instead: int = 0


def _found(counter: Counter, case: str, number: str) -> Found:
    """The document; printed with codes in boxes from now on where the clerk chose that."""
    if counter.boxed:
        box_document(counter, case, number)
    return find_document(counter, case, number)


def _send(counter: Counter, found: Found, address: str, asked: _Asked, find: Find) -> PrintJob:
    return _handed_over(counter, _ready(counter, found, address, asked, find), find)


def _ready(counter: Counter, found: Found, address: str, asked: _Asked, find: Find) -> PrintJob:
    find(address)
    if not 0 <= asked.copies <= MOST_COPIES:
        raise Misused("bad_copies", f"份数应为 1 到 {MOST_COPIES}")
    if asked.sheet:  # before there is a job
        sheet = sheet_of(asked.sheet)
        if sheet.endless and not address.startswith((SLIP, FOLDER)):
            raise Misused("unknown_sheet", f"{sheet.title}要在小票机上打，这台打印机用的是整张纸")
    job = _made(counter, found, address, asked)
    if asked.instead:
        with counter.store.reading() as db:
            old = spool.job(db, asked.instead)
        _cleared(old, find)
    path = _page_of(counter, job)
    try:
        with disk_faults(path):
            path.parent.mkdir(mode=0o700, exist_ok=True)
        make_page(counter, found.facts, found.code, job.reprint, path, sheet=job.sheet)
    except BaseException as error:
        discard(path)
        _not_sent(counter, job, error)
        raise
    return job


def _handed_over(counter: Counter, job: PrintJob, find: Find, *, look: bool = False) -> PrintJob:
    path = _page_of(counter, job)
    try:
        printer = find(job.printer)
        if look:
            refuse_unready(printer.state().condition)
        with disk_faults(path):
            sha = hashlib.sha256(path.read_bytes()).hexdigest()
        _handed(counter, job, sha)
    except Refused:  # dropped, or in another's hand: neither the job nor the page is ours
        raise
    except BaseException as error:
        discard(path)
        _not_sent(counter, job, error)
        raise
    # from here on the page may come out, whatever happens to this program
    try:
        named = printer.submit(path, title=job.title, copies=job.copies)
    except Exception as error:
        said, to = _PERHAPS, JobStage.UNANSWERED
        if isinstance(error, ClerkError) and error.code in NOTHING_SENT:
            said, to = error.message, JobStage.FAILED
        with suppress(ClerkError):  # unrecorded, it stays one that may have come out
            _moved(counter, job, to, said=said)
        raise
    finally:
        discard(path)
    return _named(counter, job, named)


def _named(counter: Counter, job: PrintJob, name: str) -> PrintJob:
    """What the spooler calls the job goes to the disk; on a full one it is kept until the next
    asking, since nobody else can say it."""
    key = counter.folder, job.id
    _NAMED[key] = name
    written = _moved(counter, job, JobStage.HANDED, spool_job=name)
    _NAMED.pop(key, None)  # an asking beside this one may have written it meanwhile
    return written


def _with_name(counter: Counter, job: PrintJob) -> PrintJob:
    """The job with the name its spooler gave, where that could not be written down before."""
    named = _NAMED.get((counter.folder, job.id)) if job.state in _WAITING else None
    return _named(counter, job, named) if named and not job.spool_job else job


def _not_sent(counter: Counter, job: PrintJob, error: BaseException) -> None:
    """Only a page that nobody has handed over meanwhile."""
    said = error.message if isinstance(error, ClerkError) else _NEVER_SENT
    now = stamp(counter.clock.now())
    with suppress(ClerkError), counter.store.transaction() as db:
        # on a full disk it is found again at the next start
        spool.move(db, job.id, (JobStage.MADE,), JobStage.FAILED, said=said, ended_at=now)


def _page_of(counter: Counter, job: PrintJob) -> Path:
    return counter.folder / SPOOL / f"{job.id}.pdf"


def _made(counter: Counter, found: Found, address: str, asked: _Asked) -> PrintJob:
    with counter.store.transaction() as db:
        refuse_simulated(db, address)
        if asked.instead:
            _replaced(db, counter, asked.instead)
        return _added(db, counter, found, address, asked, JobStage.MADE)


def _replaced(db: Connection, counter: Counter, job_id: int) -> None:
    """The job nobody answers for is given up with the one that takes its place, or not at all.
    Raises `Refused` (`already_printed`) where it has come out meanwhile."""
    now = stamp(counter.clock.now())
    was, away = (JobStage.UNANSWERED,), JobStage.PUT_AWAY
    spool.move(db, job_id, was, away, perhaps=1, said=_REPLACED, ended_at=now)
    if spool.job(db, job_id).state is JobStage.PRINTED:
        raise Refused("already_printed", _OUT_NOW)


def _added(
    db: Connection,
    counter: Counter,
    found: Found,
    address: str,
    asked: _Asked,
    state: JobStage,
) -> PrintJob:
    facts, header = found.facts, found.event.header
    kind = kind_of(facts.kind)
    waiting = spool.open_of(db, facts.number)
    if waiting is not None and waiting.needs_a_look:
        raise Refused("print_open", "这份可能已经打出，没有再送。请先看出纸口")
    if waiting is not None:
        raise Refused("print_open", f"这份已经送去打印，没有再送：{_said_of(waiting)}")
    return spool.add(
        db,
        number=facts.number,
        kind=facts.kind,
        case_number=facts.case_number,
        device=header.device,
        s=header.s,
        title=f"{kind.TITLE} {facts.number}",
        printer=address,
        sheet=asked.sheet,
        copies=asked.copies or kind.COPIES,
        reprint=spool.pages_out(db, facts.number, found.printed) + found.lost,
        on_day=asked.on.isoformat() if asked.on else "",
        operator=counter.clerk.id,
        made_at=stamp(counter.clock.now()),
        state=str(state),
    )


def _handed(counter: Counter, job: PrintJob, sha: str) -> None:
    """On the disk before the spooler hears of the page. Raises `Refused` (`not_open`) for one that
    was dropped meanwhile."""
    values = {"sha256": sha, "handed_at": stamp(counter.clock.now())}
    with counter.store.transaction() as db:
        if not spool.move(db, job.id, (JobStage.MADE,), JobStage.HANDED, **values):
            raise Refused("not_open", "这份已经撤下，没有送出")


def _asked(job: PrintJob, find: Find, ask: Callable[[DocPrinter], Answer]) -> Answer:
    """The printer's answer; `UNKNOWN` where there is no such printer any more."""
    try:
        return ask(find(job.printer))
    except ClerkError:
        return answer_of(JobState.UNKNOWN)


def _cleared(job: PrintJob, find: Find) -> PrintJob:
    """What the spooler keeps of a job that is settled (a page with a person's name on it) goes,
    after the outcome is on the disk: killed between the two, it is only kept longer."""
    if job.spool_job and not job.is_open:
        with suppress(ClerkError):
            find(job.printer).clear(job.spool_job)
    return job


def _answered(counter: Counter, job: PrintJob, answer: Answer) -> PrintJob:
    if answer.state is JobState.DONE:
        return _printed(counter, job, answer.words)
    if answer.state is JobState.FAILED:
        return _moved(counter, job, JobStage.FAILED, said=answer.words)
    if answer.state is JobState.UNKNOWN:
        return _moved(counter, job, JobStage.UNANSWERED, said=_PERHAPS)
    return _moved(counter, job, JobStage.HANDED, said=answer.words)


def _printed(counter: Counter, job: PrintJob, said: str, *, by_clerk: bool = False) -> PrintJob:
    """Recorded as printed, in the journal and here, in one transaction: once and never again."""
    now = stamp(counter.clock.now())
    with counter.store.transaction() as db:
        if spool.move(db, job.id, _WAITING, JobStage.PRINTED, ended_at=now, said=said):
            counter.journal.append(
                db,
                PRINTED,
                _body(job, now, by_clerk=by_clerk),
                counter.act(db),
                case=job.case_number,
            )
        return spool.job(db, job.id)


def _body(job: PrintJob, now: str, *, by_clerk: bool) -> Body:
    body: Body = {
        "number": job.number,
        "kind": job.kind,
        "reprint": job.reprint,
        "sha256": job.sha256,
    }
    if job.sheet:
        body["sheet"] = job.sheet
    if job.on_day and job.handed_at[:_DAY] == now[:_DAY]:  # learnt later, it counts from then
        body["on"] = job.on_day
    if by_clerk:
        body["confirmed"] = 1
    return body


def _moved(counter: Counter, job: PrintJob, to: JobStage, **values: str | int) -> PrintJob:
    if (job.state, job.said) == (to, values.get("said", job.said)) and "spool_job" not in values:
        return job  # asked again, the same answer: nothing to write
    if to is JobStage.FAILED:
        values["ended_at"] = stamp(counter.clock.now())
    with counter.store.transaction() as db:
        spool.move(db, job.id, spool.OPEN, to, **values)
        return spool.job(db, job.id)


def _said_of(job: PrintJob) -> str:
    return job.said or {
        JobStage.MADE: "正在送去打印",
        JobStage.HANDED: "已交给打印机，正在等它回话",
        JobStage.PRINTED: "已经打出",
    }.get(job.state, _PERHAPS)
