"""Each safeguard, taken out by a one-token patch of a copy of the program, turns a test red.

The program itself has no fault switches. A line here that no longer applies fails too: the
safeguard was moved, and the patch must follow it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.answer_faults import ANSWERS
from tests.faults.catalogue_faults import CATALOGUE
from tests.faults.character_faults import CHARACTERS
from tests.faults.custody_faults import CUSTODY_FAULTS
from tests.faults.fault import Fault
from tests.faults.handed_faults import HANDED
from tests.faults.head_faults import HEADS
from tests.faults.intake_faults import INTAKE
from tests.faults.intake_time_faults import INTAKE_TIME
from tests.faults.issue_faults import ISSUE
from tests.faults.late_paper_faults import LATE_PAPERS
from tests.faults.later_guard_faults import LATER_GUARDS
from tests.faults.later_paper_faults import LATER_PAPER
from tests.faults.made_paper_faults import MADE_PAPERS
from tests.faults.one_message_faults import ONE_MESSAGE
from tests.faults.paper_faults import PAPER
from tests.faults.paper_guard_faults import PAPER_GUARDS
from tests.faults.place_faults import PLACES
from tests.faults.platform_faults import PLATFORM
from tests.faults.print_faults import PRINT
from tests.faults.promise_faults import PROMISE
from tests.faults.sheet_faults import SHEET
from tests.faults.spool_faults import SPOOL
from tests.faults.staff_faults import STAFF
from tests.faults.told_paper_faults import TOLD_PAPER
from tests.faults.window_faults import WINDOW
from tests.faults.window_paper_faults import WINDOW_PAPER
from tests.faults.wording_faults import WORDING

ROOT = Path(__file__).parents[2]


FAULTS = (
    *ANSWERS,
    *CATALOGUE,
    *CHARACTERS,
    *CUSTODY_FAULTS,
    *HANDED,
    *HEADS,
    *INTAKE,
    *INTAKE_TIME,
    *LATER_GUARDS,
    *LATER_PAPER,
    *ISSUE,
    *LATE_PAPERS,
    *MADE_PAPERS,
    *ONE_MESSAGE,
    *PAPER,
    *PAPER_GUARDS,
    *PLACES,
    *PLATFORM,
    *PRINT,
    *PROMISE,
    *SPOOL,
    *SHEET,
    *WORDING,
    *STAFF,
    *TOLD_PAPER,
    *WINDOW,
    *WINDOW_PAPER,
    Fault(
        "a returned case counts as refused",
        "clerk_app/intake/rules/decide.py",
        "Outcome.RETURNED_FOR_CORRECTION,",
        "Outcome.NOT_ACCEPTED,",
        "tests/cli/test_commands.py -k one_notice",
    ),
    Fault(
        "the notice is due in six workdays",
        "clerk_app/intake/rules/decide.py",
        "NOTICE_WORKDAYS = 5",
        "NOTICE_WORKDAYS = 6",
        "tests/cli/test_commands.py -k one_notice",
    ),
    Fault(
        "an unsigned undertaking is enough",
        "clerk_app/intake/rules/decide.py",
        "if not application.undertaking_signed:",
        "if False:",
        "tests/intake",
    ),
    Fault(
        "numbers do not count up",
        "clerk_app/deeds/take_in.py",
        "last + n)",
        "max(last, 1) + n - 1)",
        "tests/cli/test_commands.py -k count_up",
    ),
    Fault(
        "reprints are not marked",
        "clerk_app/deeds/print_document.py",
        "return found.facts, found.code, found.out",
        "return found.facts, found.code, 0",
        "tests/cli/test_commands.py -k reprints",
    ),
    Fault(
        "a second instance may write",
        "clerk_app/storage/lock.py",
        "if not try_lock(handle):",
        "if try_lock(handle) is None:",
        "tests/cli/test_bad_input.py -k second_instance",
    ),
    Fault(
        "wrong passwords cost nothing",
        "clerk_app/deeds/sign_in.py",
        "if left > 0:",
        "if left > 10**9:",
        "tests/cli/test_bad_input.py -k wrong_password",
    ),
    Fault(
        "a restored image may go on numbering",
        "clerk_app/deeds/restore.py",
        '"station", "hall_url"',
        '"hall_url"',
        "tests/cli/test_commands.py -k backup_and_restore",
    ),
    Fault(
        "answers are not checked for the hall's signature",
        "clerk_app/sync/engine.py",
        "check_answer(hall_key, request.request_id, answer.body, answer.signature)",
        "None",
        "tests/sync -k did_not_sign",
    ),
    Fault(
        "another history of this device is not noticed",
        "clerk_app/sync/engine.py",
        "if accepted.device == live:",
        "if accepted.device == 'nobody':",
        "tests/sync -k never_sent",
    ),
    Fault(
        "own events are not matched with the hall's log",
        "clerk_app/storage/journal.py",
        "values(hall_seq=item.hall_seq)",
        "values(hall_seq=None)",
        "tests/sync -k visible_in_the_hall",
    ),
    Fault(
        "a retired device is sealed before the pull",
        "clerk_app/sync/segments.py",
        "if bool(device.retired) is not retired:",
        "if retired and not device.retired:",
        "tests/sync -k old_image",
    ),
    Fault(
        "the segment's signature is not checked",
        "clerk_app/journal/segments.py",
        "if not is_signed(public_key, signed, signature):",
        "if not signed:",
        "tests/journal",
    ),
    Fault(
        "a body is not checked against its hash",
        "clerk_app/journal/events.py",
        "if expected != event.body_hash:",
        "if not expected:",
        "tests/journal",
    ),
    Fault(
        "canonical keys are not sorted",
        "clerk_app/journal/canonical.py",
        "sort_keys=True, ",
        "",
        "tests/journal",
    ),
    Fault(
        "the salt is left out of the body hash",
        "clerk_app/journal/events.py",
        "body_hash = digest(salt, content, alg=header.alg)",
        "body_hash = digest(content, alg=header.alg)",
        "tests/journal",
    ),
    Fault(
        "what the disk refuses is called a bug",
        "clerk_app/storage/faults.py",
        '("SQLITE_FULL", Unavailable',
        '("SQLITE_NEVER", Unavailable',
        "tests/storage/test_full_disk.py",
    ),
    Fault(
        "control characters enter in names",
        "clerk_app/kernel/text.py",
        "    if fault:\n        raise Misused",
        "    if not text:\n        raise Misused",
        "tests/kernel",
    ),
)


def copy_of_the_program(place: Path) -> Path:
    """A copy that the tests can run in; resources and data are shared, not copied."""
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("clerk_app", "hall_server", "ui", "tools", "tests"):
        shutil.copytree(ROOT / name, place / name, ignore=ignore)
    for name in ("resources", "requirements"):
        (place / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def run_tests(place: Path, tests: str) -> int:
    """The exit code of pytest: 0 all passed, 1 some failed, anything else did not run."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", *tests.split()]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        words, cwd=place, env=environment, capture_output=True, check=False
    ).returncode


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_fault_is_caught(fault: Fault, tmp_path: Path) -> None:
    place = copy_of_the_program(tmp_path / "copy")
    file = place / fault.file
    text = file.read_text(encoding="utf-8")
    assert text.count(fault.old) >= 1, "the safeguard moved: the patch no longer applies"
    file.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    assert run_tests(place, fault.tests) == 1


@pytest.mark.long
def test_the_control_without_a_fault_is_green(tmp_path: Path) -> None:
    place = copy_of_the_program(tmp_path / "copy")
    assert run_tests(place, "tests/journal tests/kernel tests/sync -k not(wrong)") == 0


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_patch_still_applies(fault: Fault) -> None:
    assert fault.old in (ROOT / fault.file).read_text(encoding="utf-8")
