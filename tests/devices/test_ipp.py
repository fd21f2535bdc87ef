"""What a print server says in IPP: how bad it is, whose job it is, and answers that are none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.devices.printing.cups import CupsPrinter
from clerk_app.devices.printing.paper import paper_of
from clerk_app.devices.printing.port import Condition, JobState
from clerk_app.notices.fonts import installed
from clerk_app.notices.page import A4, MM, Page
from clerk_app.notices.pdf import render_pdf
from tests.devices import print_server
from tests.devices.print_server import BOOLEAN, ENUM, INTEGER, KEYWORD, NAME, OCTETS, URI, number

OURS = "Q-7 urn:uuid:a"
_GET_JOB = 0x0009


@pytest.fixture
def server() -> Iterator[print_server.PrintServer]:
    running = print_server.PrintServer()
    yield running
    running.end()


@pytest.fixture
def printer(server: print_server.PrintServer) -> CupsPrinter:
    return CupsPrinter("Q", server=server.name, within=30.0)


@pytest.mark.parametrize(
    ("state", "reason", "condition", "word"),
    [
        (3, "none", Condition.READY, "就绪"),
        (5, "media-empty-error", Condition.PAPER_OUT, "缺纸"),
        (4, "media-empty", Condition.PAPER_OUT, "缺纸"),  # no severity: an error
        (3, "media-empty-warning", Condition.READY, "缺纸"),  # one of two trays
        (3, "media-needed-report", Condition.READY, "缺纸"),
        (3, "cover-open-warning", Condition.READY, "盖子"),
        (5, "cover-open", Condition.COVER_OPEN, "盖子"),
        (5, "door-open-error", Condition.COVER_OPEN, "盖子"),  # each vendor has one of the three
        (5, "interlock-open", Condition.COVER_OPEN, "盖子"),
        (5, "media-needed-error", Condition.PAPER_OUT, "缺纸"),
        (5, "media-jam-error", Condition.JAMMED, "卡纸"),
        (3, "media-low-warning", Condition.READY, "就绪"),
        (5, "output-area-full-error", Condition.ATTENTION, "满了"),
        (3, "output-area-full-report", Condition.READY, "满了"),
        (5, "marker-supply-empty-error", Condition.ATTENTION, "墨"),
        (5, "toner-empty", Condition.ATTENTION, "墨"),
        (3, "toner-empty-warning", Condition.READY, "墨"),
        (4, "connecting-to-device", Condition.READY, "就绪"),  # said at the start of each page
        (5, "connecting-to-device", Condition.OFFLINE, "没有联机"),
        (3, "offline-report", Condition.OFFLINE, "没有联机"),  # CUPS has no stronger word
        (5, "paused", Condition.OFFLINE, "已停用"),
        (5, "shutdown", Condition.OFFLINE, "没有联机"),
        (5, "timed-out-error", Condition.OFFLINE, "没有联机"),
    ],
)
def test_only_what_keeps_a_page_from_printing_is_a_condition_and_the_rest_is_told(
    server: print_server.PrintServer,
    printer: CupsPrinter,
    state: int,
    reason: str,
    condition: Condition,
    word: str,
) -> None:
    server.printer = print_server.printer(state, reason)
    assert printer.state().condition is condition
    assert word in printer.state().words


def test_a_page_that_is_held_up_is_told_what_the_printer_reports_whatever_its_severity(
    server: print_server.PrintServer, printer: CupsPrinter
) -> None:
    server.job = print_server.job(5, "urn:uuid:a")
    for reason, word in (
        ("media-empty-warning", "缺纸"),
        ("output-area-full-error", "要人处理"),
        ("offline-report", "没有联机"),
    ):
        server.printer = print_server.printer(4, reason)
        answer = printer.ask(OURS)
        assert answer.state is JobState.PRINTING
        assert word in answer.words
        assert "不要再按打印" in answer.words
        assert ("在等着" in answer.words) is not reason.endswith("-warning")
    server.printer = print_server.printer(4, "connecting-to-device")
    assert printer.ask(OURS).words == "正在打印"


def test_an_answer_that_comes_in_drops_is_no_answer(
    server: print_server.PrintServer,
) -> None:
    printer = CupsPrinter("Q", server=server.name, within=1.0)
    server.step, server.pause, server.padding = 1, 0.05, 60  # well within each single read
    assert printer.state().condition is Condition.OFFLINE
    answer = printer.ask(OURS)
    assert answer.state is JobState.UNKNOWN
    assert "没有回答" in answer.words


def test_an_answer_without_end_is_no_answer(
    server: print_server.PrintServer, printer: CupsPrinter
) -> None:
    server.padding = 900_000
    assert printer.state().condition is Condition.READY
    server.padding = 2_000_000
    assert printer.state().condition is Condition.OFFLINE
    assert printer.ask(OURS).state is JobState.UNKNOWN


@pytest.mark.parametrize(
    "said",
    [
        [],
        [(KEYWORD, "job-state", b"completed")],
        [(NAME, "job-state", b"")],
        [(ENUM, "job-state", b"\0\1")],
        [(BOOLEAN, "job-state", b"")],
        [(INTEGER, "job-uuid", number(9)), (ENUM, "job-state", number(9))],
        [(ENUM, "job-state", number(99)), (URI, "job-uuid", b"urn:uuid:a")],
    ],
)
def test_words_of_a_wrong_kind_raise_nothing_and_prove_nothing(
    server: print_server.PrintServer, printer: CupsPrinter, said: list[print_server.Attribute]
) -> None:
    server.job = said
    assert printer.ask(OURS).state is JobState.UNKNOWN
    assert printer.take_back(OURS).state is JobState.UNKNOWN
    printer.clear(OURS)


def test_a_printer_that_speaks_of_itself_in_words_of_a_wrong_kind_is_offline(
    server: print_server.PrintServer, printer: CupsPrinter
) -> None:
    server.printer = [(KEYWORD, "printer-state", b"idle")]
    assert printer.state().condition is Condition.OFFLINE
    server.printer = [
        *print_server.printer(3),
        (INTEGER, "printer-state-reasons", number(7)),
        (OCTETS, "printer-alert", b"\xff\xfe\x80"),  # bytes that are no text
    ]
    assert printer.state().condition is Condition.READY


def test_a_job_kept_without_its_uuid_believes_no_other_of_its_number(
    server: print_server.PrintServer, printer: CupsPrinter
) -> None:
    assert printer.ask(OURS).state is JobState.DONE
    assert printer.ask("Q-7").state is JobState.UNKNOWN
    assert printer.take_back("Q-7").state is JobState.UNKNOWN
    printer.clear("Q-7")
    assert print_server.CANCEL_JOB not in server.asked  # nothing was asked for but to be told
    server.job = print_server.job(9)  # a server that gives none
    assert printer.ask("Q-7").state is JobState.DONE
    assert printer.ask(OURS).state is JobState.UNKNOWN


@pytest.mark.parametrize("state", [3, 4, 5, 6, 9])
def test_anothers_page_of_the_same_number_is_never_taken_off(
    server: print_server.PrintServer, printer: CupsPrinter, state: int
) -> None:
    server.job = print_server.job(state, "urn:uuid:b", began=state in (5, 9))
    server.cancelled = print_server.job(7, "urn:uuid:b")
    assert printer.take_back(OURS).state is JobState.UNKNOWN
    printer.clear(OURS)
    assert set(server.asked) == {_GET_JOB}
    assert server.job == print_server.job(state, "urn:uuid:b", began=state in (5, 9))


@pytest.mark.parametrize(
    ("state", "began", "means"),
    [
        (3, False, JobState.QUEUED),
        (4, False, JobState.QUEUED),
        (4, True, JobState.QUEUED),
        (5, True, JobState.PRINTING),
        (6, False, JobState.QUEUED),  # stopped, and it goes on when the queue is started again
        (6, True, JobState.QUEUED),
        (7, False, JobState.FAILED),
        (7, True, JobState.UNKNOWN),
        (8, False, JobState.FAILED),
        (8, True, JobState.UNKNOWN),
        (9, True, JobState.DONE),
        (10, True, JobState.UNKNOWN),
    ],
)
def test_a_page_is_free_only_where_it_can_no_longer_come_out(
    server: print_server.PrintServer,
    printer: CupsPrinter,
    state: int,
    began: bool,
    means: JobState,
) -> None:
    server.job = print_server.job(state, "urn:uuid:a", began=began)
    assert printer.ask(OURS).state is means


@pytest.mark.parametrize(
    ("before", "after", "began", "means"),
    [
        (3, 7, False, JobState.FAILED),
        (6, 7, True, JobState.UNKNOWN),  # it was stopped with a sheet half out
        (5, 7, True, JobState.UNKNOWN),
        (5, 9, True, JobState.DONE),  # the printer was quicker
        (5, 5, True, JobState.PRINTING),  # the server does not let us
        (6, 6, False, JobState.QUEUED),
    ],
)
def test_what_the_server_says_after_it_was_told_to_cancel_counts(
    server: print_server.PrintServer,
    printer: CupsPrinter,
    before: int,
    after: int,
    began: bool,
    means: JobState,
) -> None:
    server.job = print_server.job(before, "urn:uuid:a", began=began)
    server.cancelled = print_server.job(after, "urn:uuid:a", began=began)
    assert printer.take_back(OURS).state is means
    assert server.asked.count(print_server.CANCEL_JOB) == 1


# ---------------------------------------------------------------- what lp is told

_LP = """#!/bin/sh
printf '%s\\n' "$@" >"{folder}/words"
readlink "/proc/$$/fd/0" >"{folder}/stdin"
echo "request id is Q-7 (1 file(s))"
"""
A5 = (148 * MM, 210 * MM)


@pytest.mark.parametrize(
    ("size", "paper"), [(A4, "A4"), (A5, "A5"), ((A5[1], A5[0]), ""), ((400.0, 400.0), "")]
)
def test_lp_is_told_the_paper_of_the_page_and_one_side_and_reads_from_nobody(
    printer: CupsPrinter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[float, float],
    paper: str,
) -> None:
    pdf = render_pdf([Page(*size, 1, 1, ())], tmp_path / "p.pdf", installed(), title="t")
    assert paper_of(pdf) == paper
    (tmp_path / "lp").write_text(_LP.format(folder=tmp_path), "utf-8")
    (tmp_path / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    pipe, end = os.pipe()
    ours = os.dup(0)
    os.dup2(pipe, 0)  # somebody types into the terminal the program was started from
    try:
        assert printer.submit(pdf, title="t", copies=2) == OURS
    finally:
        os.dup2(ours, 0)
        for handle in (ours, pipe, end):
            os.close(handle)
    words = (tmp_path / "words").read_text("utf-8").splitlines()
    options = [words[at + 1] for at, word in enumerate(words) if word == "-o"]
    assert options == ["sides=one-sided", *([f"media={paper}"] if paper else [])]
    assert words[-2:] == ["--", str(pdf)]
    assert words[words.index("-t") + 1] == "t"
    assert words[words.index("-n") + 1] == "2"
    assert (tmp_path / "stdin").read_text("utf-8") == "/dev/null\n"


def test_a_file_that_says_no_size_is_printed_on_what_there_is(tmp_path: Path) -> None:
    page = tmp_path / "p.pdf"
    for content in (b"%PDF-1.4 torn", b"/MediaBox [0 0 1 0 R]", b"/MediaBox [0 0 1.2.3 4]"):
        page.write_bytes(content)
        assert paper_of(page) == ""
    page.write_bytes(b"<</MediaBox[-10 -10.5 585.28 831.39]>>")
    assert paper_of(page) == "A4"
