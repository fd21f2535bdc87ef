"""Print jobs: what this machine knows of pages it handed to a spooler. Not journalled, never sent.

    made → handed → printed | failed | unanswered → printed | failed
    any but printed → put away (撤下)

A page is committed as `handed` before the spooler hears of it, so that a program killed at any
moment finds every page again that may have come out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import StrEnum

from sqlalchemy import Connection, Row, func, insert, select, update

from clerk_app.kernel.errors import Refused
from clerk_app.storage.schema import print_jobs


class JobStage(StrEnum):
    """How far a page is. `UNANSWERED`: it may have come out, and a clerk has to look. `PUT_AWAY`:
    a clerk said that it shall not be printed here, or not any more."""

    MADE = "made"
    HANDED = "handed"
    UNANSWERED = "unanswered"
    PRINTED = "printed"
    FAILED = "failed"
    PUT_AWAY = "put_away"


OPEN = (JobStage.MADE, JobStage.HANDED, JobStage.UNANSWERED)
_OFF_BEFORE = ("已撤下，没有送出", "可能已经打出，没有再等")
"""What programs of before wrote of a page that was taken off, and then offered it as failed."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One page on its way to paper, `copies` times.

    `device` and `s` name the event it is drawn from, `printer` is an address, `sheet` the paper it
    is laid out on (empty: the first of its kind), `spool_job` what
    the spooler calls it (empty until it said so), `reprint` the number of 补打 on the page,
    `on_day` the legal day of a scripted act. `perhaps`: given up, and yet it may have come out.
    `said` is the last sentence for the clerk.
    """

    id: int
    number: str
    kind: str
    case_number: str
    device: str
    s: int
    title: str
    printer: str
    sheet: str
    copies: int
    reprint: int
    state: JobStage
    spool_job: str
    sha256: str
    on_day: str
    operator: str
    made_at: str
    handed_at: str
    ended_at: str
    perhaps: int
    said: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be seen what becomes of it."""
        return self.state in OPEN

    @property
    def needs_a_look(self) -> bool:
        """可能已经打出: nobody knows, so the clerk has to say."""
        return self.state is JobStage.UNANSWERED


def add(db: Connection, **values: str | int) -> PrintJob:
    """A new job; fields not given are empty."""
    blank = {field.name: 0 if "int" in str(field.type) else "" for field in fields(PrintJob)}
    del blank["id"]
    made = db.execute(insert(print_jobs).values({**blank, "state": JobStage.MADE, **values}))
    key = made.inserted_primary_key
    return job(db, int(key[0]) if key else 0)


def job(db: Connection, job_id: int) -> PrintJob:
    """One job. Raises `Refused` (`unknown_job`)."""
    row = db.execute(select(print_jobs).where(print_jobs.c.id == job_id)).one_or_none()
    if row is None:
        raise Refused("unknown_job", f"没有这个打印任务：{job_id}")
    return _job(row)


def move(
    db: Connection, job_id: int, was: Collection[JobStage], to: JobStage, **values: str | int
) -> bool:
    """Move a job from one of the stages `was`; False where it is in none of them any more, and
    then nothing changed."""
    here = print_jobs.c
    done = db.execute(
        update(print_jobs)
        .where(here.id == job_id, here.state.in_([str(stage) for stage in was]))
        .values({"state": str(to), **values})
    )
    return done.rowcount == 1


def open_jobs(db: Connection) -> tuple[PrintJob, ...]:
    """Every job that is not printed and not failed, oldest first."""
    here = print_jobs.c
    query = select(print_jobs).where(here.state.in_([str(stage) for stage in OPEN]))
    return tuple(_job(row) for row in db.execute(query.order_by(here.id)))


def jobs(db: Connection, limit: int = 50) -> tuple[PrintJob, ...]:
    """The latest jobs, newest first."""
    query = select(print_jobs).order_by(print_jobs.c.id.desc()).limit(limit)
    return tuple(_job(row) for row in db.execute(query))


def open_of(db: Connection, number: str) -> PrintJob | None:
    """The job of a document that is still open; there is never more than one."""
    here = print_jobs.c
    query = select(print_jobs).where(
        here.number == number, here.state.in_([str(stage) for stage in OPEN])
    )
    row = db.execute(query).first()
    return _job(row) if row is not None else None


def newest_of(db: Connection, number: str) -> PrintJob | None:
    """The latest job of a document."""
    query = select(print_jobs).where(print_jobs.c.number == number)
    row = db.execute(query.order_by(print_jobs.c.id.desc()).limit(1)).one_or_none()
    return _job(row) if row is not None else None


def pages_out(db: Connection, number: str, recorded: int) -> int:
    """How many pages of a document exist or may exist: those `recorded` as printed, or printed by
    jobs here should that be more by now, and those given up that may have come out."""
    here = print_jobs.c
    of = select(func.count()).where(here.number == number)
    printed = int(db.scalar(of.where(here.state == str(JobStage.PRINTED))) or 0)
    return max(recorded, printed) + int(db.scalar(of.where(here.perhaps == 1)) or 0)


def job_of_page(db: Connection, number: str, sha256: str) -> PrintJob | None:
    """The job that printed this page; None where no job did."""
    here = print_jobs.c
    query = select(print_jobs).where(here.number == number, here.sha256 == sha256)
    row = db.execute(query.order_by(here.id.desc()).limit(1)).one_or_none()
    return _job(row) if row is not None else None


def put_away(db: Connection, numbers: Collection[str]) -> frozenset[str]:
    """Those of these documents whose latest job a clerk put away."""
    here = print_jobs.c
    latest = select(func.max(here.id)).where(here.number.in_(list(numbers))).group_by(here.number)
    query = select(here.number).where(here.id.in_(latest), here.state == str(JobStage.PUT_AWAY))
    return frozenset(db.scalars(query)) if numbers else frozenset()


def known(db: Connection, numbers: Collection[str]) -> frozenset[str]:
    """Those of these documents that any job was made for."""
    here = print_jobs.c
    query = select(here.number).where(here.number.in_(list(numbers))).distinct()
    return frozenset(db.scalars(query)) if numbers else frozenset()


def off_as_before(db: Connection) -> bool:
    """Whether there are pages that a program of before took off and would offer again."""
    here = print_jobs.c
    failed = here.state == str(JobStage.FAILED)
    query = select(here.id).where(failed, here.said.in_(_OFF_BEFORE)).limit(1)
    return db.scalar(query) is not None


def put_off_as_before(db: Connection) -> None:
    """They are put away, as by this program."""
    here = print_jobs.c
    failed = here.state == str(JobStage.FAILED)
    off = update(print_jobs).where(failed, here.said.in_(_OFF_BEFORE))
    db.execute(off.values(state=str(JobStage.PUT_AWAY)))


def doubt_all(db: Connection, at: str, said: str) -> None:
    """What a restored workstation knows of its spoolers is of another day: open jobs may all have
    come out, and their names at the spooler may be another's by now."""
    db.execute(
        update(print_jobs)
        .where(print_jobs.c.state.in_([str(stage) for stage in OPEN]))
        .values(state=str(JobStage.UNANSWERED), spool_job="", ended_at=at, said=said)
    )


def _job(row: Row[tuple[object, ...]]) -> PrintJob:
    values = dict(row._mapping)
    return PrintJob(**{**values, "state": JobStage(str(values["state"]))})
