"""An lp that is slow, torn or strange: whether it handed the page over before, nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clerk_app.devices.printing import cups
from clerk_app.devices.printing.cups import CupsPrinter
from clerk_app.devices.printing.port import NOTHING_SENT
from clerk_app.kernel.errors import Unavailable
from tests.devices import print_server
from tests.support.patience import comes_to_an_end

Lp = Callable[[str], None]


@pytest.fixture
def server() -> Iterator[print_server.PrintServer]:
    running = print_server.PrintServer()
    yield running
    running.end()


@pytest.fixture
def printer(server: print_server.PrintServer) -> CupsPrinter:
    return CupsPrinter("Q", server=server.name, within=30.0)


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lp:
    """An lp of our own that does this."""
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    def put(does: str) -> None:
        (tmp_path / "lp").write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (tmp_path / "lp").chmod(0o755)

    return put


def _refused(printer: CupsPrinter, pdf: Path) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        printer.submit(pdf, title="t", copies=1)
    return caught.value


def test_an_lp_that_does_not_come_back_may_have_handed_the_page_over(
    printer: CupsPrinter, pdf: Path, lp: Lp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cups, "_LP_WITHIN", 0.2)
    lp("exec sleep 100")
    with comes_to_an_end():
        refused = _refused(printer, pdf)
    assert refused.code == "printer_gone"
    assert "什么都没有送出" not in refused.message
    assert "请先看出纸口" in refused.message


@pytest.mark.parametrize(
    "does",
    [
        'echo "lp: Connection reset by peer" >&2; exit 1',
        'echo "lp: Bad file descriptor" >&2; exit 1',
        'echo "request id is Q-7 (1 file(s))"; exit 1',  # it fell over after the page was taken
        "exit 1",
        "exit 0",  # it says nothing of a job
        'echo "request id is Q (1 file(s))"',
        "printf '\\377\\376' >&2; exit 1",
        "kill -9 $$",
    ],
)
def test_an_lp_that_fails_with_other_words_than_a_refusal_may_have_handed_the_page_over(
    printer: CupsPrinter, pdf: Path, lp: Lp, does: str
) -> None:
    lp(does)
    refused = _refused(printer, pdf)
    assert refused.code == "printer_gone"
    assert "什么都没有送出" not in refused.message
    assert "请先看出纸口" in refused.message


@pytest.mark.parametrize(
    "words",
    [
        "lp: The printer or class does not exist.",
        'lp: Destination "Q" is not accepting jobs.',
    ],
)
def test_an_lp_that_was_refused_sent_nothing(
    printer: CupsPrinter, pdf: Path, lp: Lp, words: str
) -> None:
    lp(f"echo '{words}' >&2; exit 1")
    refused = _refused(printer, pdf)
    assert refused.code in NOTHING_SENT
    assert "什么都没有送出" in refused.message


def test_a_job_whose_server_falls_silent_at_once_is_still_a_job(
    server: print_server.PrintServer, pdf: Path, lp: Lp
) -> None:
    server.job = []  # it says nothing of the job, so its UUID is not known
    printer = CupsPrinter("Q", server=server.name, within=30.0)
    lp('echo "request id is Q-7 (1 file(s))"')
    assert printer.submit(pdf, title="t", copies=1) == "Q-7"
