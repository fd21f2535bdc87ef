"""A print job as the window shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clerk_app.deeds.print_jobs import FOLDER
from clerk_app.desk.opened_documents import title_of_kind
from clerk_app.desk.paper_port import PaperJob, Stage
from clerk_app.storage.spool import JobStage, PrintJob

if TYPE_CHECKING:
    from datetime import date

STAGES = {
    JobStage.MADE: Stage.SENT,
    JobStage.HANDED: Stage.SENT,
    JobStage.UNANSWERED: Stage.UNANSWERED,
    JobStage.PRINTED: Stage.PRINTED,
    JobStage.FAILED: Stage.FAILED,
    JobStage.PUT_AWAY: Stage.PUT_AWAY,
}
_YEAR, _DAY, _MINUTE = len("2026-"), len("2026-11-24"), len("2026-11-24T10:41")


def at_words(moment: str, today: date) -> str:
    """The time of today; the day with it on another day, since `10:41` of two days ago sends a
    clerk to the tray.

    >>> from datetime import date
    >>> at_words("2026-11-24T10:41:12.000+08:00", date(2026, 11, 24))
    '10:41'
    >>> at_words("2026-11-24T10:41:12.000+08:00", date(2026, 11, 26))
    '11-24 10:41'
    """
    time = moment[_DAY + 1 : _MINUTE]
    return time if moment[:_DAY] == today.isoformat() else f"{moment[_YEAR:_DAY]} {time}"


def seen_job(job: PrintJob, name: str, out: Path, today: date) -> PaperJob:
    """`name` is its printer as the clerk knows it, `out` where pages lie when none is chosen: such
    a page has no printer, and its file is its place."""
    moment = job.ended_at or job.handed_at or job.made_at
    stage, said, path = STAGES[job.state], job.said, ""
    if job.printer.startswith(FOLDER):
        folder = Path(job.printer.removeprefix(FOLDER))
        name = "" if folder == out else name
        if stage is Stage.PRINTED:
            stage, path = Stage.SAVED, str(folder / job.spool_job)
    if stage is Stage.UNANSWERED and moment[:_DAY] != today.isoformat():
        day = moment[_YEAR:_DAY]
        said = f"可能已经打出，请在 {day} 打出的纸里找：有纸就按“已打出”，没有再按“重打”"
    return PaperJob(
        job.id,
        job.case_number,
        job.number,
        title_of_kind(job.kind),
        stage,
        job.copies,
        name,
        said,
        at_words(moment, today),
        job.reprint,
        path,
        perhaps=bool(job.perhaps),
    )
