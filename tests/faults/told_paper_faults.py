"""Faults of what the window says of paper: a key undone by the next, a sheet that is none, a page
forgotten, a bar of before."""

from __future__ import annotations

from tests.faults.fault import Fault

_DEEDS, _DESK = "tests/deeds/test_print_drop.py", "tests/desk/test_papers_honest.py"
_PAPERS, _OPENED = "clerk_app/desk/papers.py", "clerk_app/desk/opened_papers.py"

TOLD_PAPER = (
    Fault(
        "what was taken off is offered to the next key",
        "clerk_app/deeds/print_jobs.py",
        "    return _taken_off(counter, job_id, JobStage.PUT_AWAY, find)",
        "    return _taken_off(counter, job_id, JobStage.FAILED, find)",
        f"{_DEEDS} -k off_its_queue",
    ),
    Fault(
        "a page given up is taken for one that did not come out",
        "clerk_app/deeds/print_jobs.py",
        "said=_GIVEN_UP, perhaps=1)",
        "said=_GIVEN_UP)",
        f"{_DEEDS} -k given_up",
    ),
    Fault(
        "a page given up is not said to be perhaps out",
        "clerk_app/desk/seen_jobs.py",
        "perhaps=bool(job.perhaps)",
        "perhaps=False",
        f"{_DESK} -k given_up",
    ),
    Fault(
        "what a key did to a page of before is told over the screen too",
        _OPENED,
        " | bad & {about}",
        "",
        f"{_DESK} -k given_up",
    ),
    Fault(
        "a file is called a sheet of paper",
        "clerk_app/desk/seen_jobs.py",
        "stage, path = Stage.SAVED, ",
        "path = ",
        f"{_DESK} -k folder_that_was_chosen",
    ),
    Fault(
        "a full stick stops the intake",
        "clerk_app/storage/faults.py",
        'raise Unavailable("target_full",',
        'raise Unavailable("disk_full",',
        f"{_DESK} -k full_stick",
    ),
    Fault(
        "a full store is taken for a full stick",
        "clerk_app/storage/faults.py",
        " and not place.is_relative_to(home)",
        "",
        "tests/deeds/test_print_jobs.py -k full_disk",
    ),
    Fault(
        "a paper that waits is not counted when the case is left",
        "clerk_app/desk/intake_papers.py",
        '    ("待打印", frozenset({Stage.WAITING, Stage.FAILED})),\n',
        "",
        f"{_DESK} -k case_before",
    ),
    Fault(
        "the badge forgets what failed",
        _PAPERS,
        "        wanted = {Stage.WAITING, Stage.FAILED}",
        "        wanted = {Stage.WAITING}",
        f"{_DESK} -k badge",
    ),
    Fault(
        "a page that may be out is called waiting",
        "clerk_app/desk/intake_more.py",
        "    if Stage.UNANSWERED in stages:\n        waits",
        "    if Stage.FAILED in stages:\n        waits",
        f"{_DESK} -k looked_for",
    ),
    Fault(
        "where nothing was ever printed the page that may be out is not pointed to",
        "clerk_app/deeds/print_more.py",
        "        newer = printed is None or _is_newer",
        "        newer = printed is not None and _is_newer",
        f"{_DEEDS} -k pointed_to",
    ),
    Fault(
        "a test that failed is told as a case",
        "clerk_app/desk/print_settings.py",
        "self._port.test_slip, self._said, self._test_failed",
        "self._port.test_slip, self._said, self._failed",
        f"{_DESK} -k settings",
    ),
    Fault(
        "a bar stays when its page has come out",
        _PAPERS,
        "left = [each for each in self._wrong if _is_still(each, facts)]",
        "left = list(self._wrong)",
        f"{_DESK} -k together_by_name",
    ),
    Fault(
        "a page of two days ago is looked for in the tray",
        "clerk_app/desk/seen_jobs.py",
        "if moment[:_DAY] == today.isoformat() else",
        "if moment else",
        f"{_DESK} -k another_day",
    ),
    Fault(
        "a day is numbered twice for nothing",
        _OPENED,
        "            if latest:\n                raise NothingSince",
        "            if not latest and again:\n                raise NothingSince",
        f"{_DESK} -k not_numbered_again",
    ),
    Fault(
        "what was done since the slip is not numbered",
        "clerk_app/deeds/daily_slip.py",
        "            if row.kind in _COUNTED or again:",
        "            if not row.kind:",
        f"{_DEEDS} -k unchanged",
    ),
)
