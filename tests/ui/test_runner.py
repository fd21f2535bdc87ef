"""Work away from the window, results in the window's thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from clerk_app.kernel.errors import ClerkError, Refused
from ui.runner import QtRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


def test_jobs_run_in_order_in_one_other_thread_and_answer_in_this_one(qtbot: QtBot) -> None:
    runner = QtRunner("in order")
    here = threading.get_ident()
    jobs: list[tuple[int, int]] = []
    answers: list[tuple[int, int]] = []

    def job(number: int) -> Callable[[], int]:
        def work() -> int:
            jobs.append((number, threading.get_ident()))
            return number

        return work

    def told(number: int) -> None:
        answers.append((number, threading.get_ident()))

    for number in range(5):
        runner.run(job(number), told, _never)
    qtbot.waitUntil(lambda: len(answers) == 5)
    assert [number for number, _ in jobs] == [0, 1, 2, 3, 4]
    assert answers == [(number, here) for number in range(5)]
    assert len({thread for _, thread in jobs}) == 1
    assert jobs[0][1] != here
    assert threads_of("in order") == 1
    runner.close()
    assert threads_of("in order") == 0


def test_what_is_queued_is_done_before_the_thread_ends_and_nothing_begins_after(
    qtbot: QtBot,
) -> None:
    runner = QtRunner("at the end")
    go = threading.Event()
    done: list[str] = []
    runner.run(lambda: done.append("first") if go.wait(60) else None, _never, _never)
    runner.run(lambda: done.append("the store is closed"), _never, _never)
    go.set()
    runner.close()
    assert done == ["first", "the store is closed"]
    runner.run(lambda: done.append("a late paint"), _never, _never)
    assert threads_of("at the end") == 0
    assert done == ["first", "the store is closed"]


def test_a_refusal_reaches_failed(qtbot: QtBot) -> None:
    runner = QtRunner()
    told: list[ClerkError] = []

    def job() -> None:
        raise Refused("not_allowed_now", "现在不行。")

    runner.run(job, _never, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].code == "not_allowed_now"
    runner.close()


def test_a_bug_in_a_job_is_raised_where_the_program_hears_of_it(qtbot: QtBot) -> None:
    runner = QtRunner()

    def job() -> None:
        raise KeyError("lost")

    with qtbot.captureExceptions() as caught:
        runner.run(job, _never, _never)
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert caught[0][0] is KeyError
    runner.close()


def threads_of(name: str) -> int:
    """How many threads a runner of this name has, whatever other tests left behind."""
    return sum(each.name.startswith(f"{name}_") for each in threading.enumerate())


def _never(result: object) -> None:
    raise AssertionError(result)
