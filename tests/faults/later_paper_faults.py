"""Faults of 重打, of pages taken off and of files: what must not be lost, printed or forgotten."""

from __future__ import annotations

from tests.faults.fault import Fault

_JOBS, _SLIP = "clerk_app/deeds/print_jobs.py", "clerk_app/deeds/print_slip.py"
_PAPERS, _OPENED = "clerk_app/desk/papers.py", "clerk_app/desk/opened_papers.py"
_AGAIN, _LATER = "tests/deeds/test_print_again.py", "tests/desk/test_papers_later.py"

LATER_PAPER = (
    Fault(
        "a reprint that fails loses the page",
        _JOBS,
        "        take_off(counter, job_id, find=find)",
        "        drop_job(counter, job_id, find=find)",
        f"{_AGAIN} -k offered",
    ),
    Fault(
        "the page that takes another's place is not marked",
        _JOBS,
        "spool.move(db, job_id, was, away, perhaps=1,",
        "spool.move(db, job_id, was, away, perhaps=0,",
        f"{_AGAIN} -k may_be_two",
    ),
    Fault(
        "a page that came out meanwhile is printed again",
        _JOBS,
        "    if spool.job(db, job_id).state is JobStage.PRINTED:",
        "    if spool.job(db, job_id).state is JobStage.MADE:",
        f"{_AGAIN} -k meanwhile",
    ),
    Fault(
        "a slip printed again in vain is lost",
        _SLIP,
        "        take_off(counter, job_id)",
        "        drop_job(counter, job_id)",
        f"{_AGAIN} -k slip_that_may",
    ),
    Fault(
        "a slip that may be the second does not say so",
        _SLIP,
        "    out = found.out + perhaps",
        "    out = found.out",
        f"{_AGAIN} -k slip_that_may",
    ),
    Fault(
        "what a program of before took off comes back",
        _JOBS,
        "            spool.put_off_as_before(db)",
        "            spool.off_as_before(db)",
        f"{_AGAIN} -k program_of_before",
    ),
    Fault(
        "a ticket makes another slip of the day",
        "clerk_app/deeds/daily_slip.py",
        "            if row.kind in _COUNTED or again:",
        "            if row.kind != PRINTED or again:",
        f"{_AGAIN} -k only_what",
    ),
    Fault(
        "a case prints what was taken off",
        _OPENED,
        "            away |= spool.put_away(",
        "            spool.put_away(",
        f"{_LATER} -k case_prints",
    ),
    Fault(
        "the page of a case is silent on what was taken off",
        "clerk_app/desk/cases.py",
        "    said = OPEN | {Stage.PUT_AWAY}",
        "    said = OPEN",
        f"{_LATER} -k page_of_a_case",
    ),
    Fault(
        "a key pressed twice takes off the next citizen's page",
        _PAPERS,
        "        if self._taken_off and job.document",
        "        if not self._taken_off and job.document",
        f"{_LATER} -k second_key",
    ),
    Fault(
        "a paper saved without a printer waits for ever",
        _OPENED,
        "        self._add_saved(stages, latest_of)\n",
        "",
        f"{_LATER} -k no_longer",
    ),
    Fault(
        "a page given up is counted as one that is not out",
        "clerk_app/desk/intake_papers.py",
        "job.perhaps and job.stage is Stage.PUT_AWAY for",
        "job.stage is Stage.SENT for",
        f"{_LATER} -k line_left",
    ),
    Fault(
        "the slip stays under the hand that moved on",
        _PAPERS,
        'row=row, slip="")',
        "row=row)",
        f"{_LATER} -k moved_on",
    ),
)
