"""What slow answers and pages that come and go must not do to the paper in hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from clerk_app.desk.messages import Message
from clerk_app.desk.paper_port import PaperJob, Stage
from clerk_app.desk.paper_preview import PreviewPresenter, PreviewState
from clerk_app.desk.papers import PapersPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.kernel.errors import Unavailable
from tests.desk.paper_fakes import SIGNATURE, FakePapers
from tests.desk.test_intake import LateRunner

NO_GLYPH = Unavailable("missing_glyph", "“𪚥”没有字体")
OFFLINE = Unavailable("printer_offline", "打印机没有联机")


@dataclass
class Desk:
    """A preview whose store and printers answer when told, in the order that is told."""

    port: FakePapers = field(default_factory=FakePapers)
    store: LateRunner = field(default_factory=LateRunner)
    printers: LateRunner = field(default_factory=LateRunner)
    sent: list[PaperJob] = field(default_factory=list)
    drawn: list[PreviewState] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.act = PreviewPresenter(
            self.port, self.store, self.printers, self.drawn.append, self.sent.append
        )
        self.act.told(self.port.facts())

    def open(self, document: str) -> None:
        """Asked for and there."""
        self.act.open("N", document)
        self.store.catch_up()

    @property
    def in_sight(self) -> str:
        return self.act.state.copy.document if self.act.state.copy else ""


@pytest.fixture
def desk() -> Desk:
    return Desk()


# ---------------------------------------------------------------- whose paper is in the preview


def test_a_slow_answer_never_puts_the_citizen_before_in_the_preview(desk: Desk) -> None:
    desk.act.open("N", "N-01")
    desk.act.open("M", "M-01")
    first, second = desk.store.jobs
    second()
    first()
    copy = desk.act.state.copy
    assert copy is not None
    assert (copy.case, copy.document) == ("M", "M-01")
    desk.act.print()
    desk.printers.catch_up()
    assert [each[:2] for each in desk.port.sent] == [("M", "M-01")]


def test_answers_in_order_never_show_the_first(desk: Desk) -> None:
    desk.act.open("N", "N-01")
    desk.act.open("M", "M-01")
    first, second = desk.store.jobs
    first()
    assert desk.in_sight == ""
    second()
    assert {state.copy.document for state in desk.drawn if state.copy} == {"M-01"}


def test_until_the_next_paper_is_there_nothing_is_in_sight_and_enter_sends_nothing(
    desk: Desk,
) -> None:
    desk.open("N-01")
    desk.act.open("M", "M-01")
    assert (desk.in_sight, desk.act.state.pages) == ("", "")
    desk.act.print()
    desk.printers.catch_up()
    assert desk.port.sent == []
    desk.store.catch_up()
    assert desk.in_sight == "M-01"


def test_a_slow_refusal_of_the_paper_before_is_not_told_of_this_one(desk: Desk) -> None:
    desk.act.open("N", "N-01")
    desk.act.open("M", "M-01")
    first, second = desk.store.jobs
    desk.port.fails = NO_GLYPH
    first()
    assert (desk.act.state.fault, desk.act.state.lacking) == (None, False)
    desk.port.fails = None
    second()
    assert (desk.in_sight, desk.act.state.message) == ("M-01", None)
    desk.act.box()
    desk.store.catch_up()
    assert desk.port.boxed == []


@pytest.mark.parametrize("kept", [0, 1], ids=["just signed", "shown"])
def test_the_signature_of_one_is_never_shown_beside_the_paper_of_the_next(
    desk: Desk, kept: int
) -> None:
    desk.port.kind = "delivery_receipt"
    desk.port.signed = ["before"] * kept
    desk.open("N-01")
    if kept:
        desk.act.toggle_signature()
    else:
        desk.act.sign("s.png")
    desk.act.open("M", "M-01")
    kept_or_read, there = desk.store.jobs
    there()  # whichever of the two comes first
    kept_or_read()
    assert desk.in_sight == "M-01"
    assert {state.signature for state in desk.drawn} == {b""}


def test_a_signature_comes_though_the_sheet_was_turned(desk: Desk) -> None:
    desk.port.kind = "delivery_receipt"
    desk.open("N-01")
    desk.act.sign("s.png")
    desk.act.toggle_large()
    desk.store.catch_up()
    assert desk.act.state.signature == SIGNATURE


def test_what_came_of_the_paper_before_neither_frees_the_keys_of_this_one_nor_leaves_it(
    desk: Desk,
) -> None:
    desk.open("N-01")
    desk.act.print()
    desk.act.open("M", "M-01")
    desk.store.catch_up()
    desk.act.print()
    first, second = desk.printers.jobs
    desk.printers.jobs.clear()
    first()
    assert desk.act.state.busy
    assert desk.sent == []
    desk.act.print()  # it is on its way
    assert desk.printers.jobs == []
    second()
    assert desk.drawn[-1].busy is False
    assert [job.document for job in desk.sent] == ["M-01"]


@pytest.mark.parametrize("deed", ["print", "seal"])
def test_what_went_wrong_with_the_paper_before_is_told_with_its_name(
    desk: Desk, deed: str
) -> None:
    desk.port.seal_service = True
    desk.open("N-01")
    before = desk.act.state.copy
    assert before is not None
    assert before.sealable
    if deed == "print":
        desk.act.print()
    else:
        desk.act.seal()
    slow = desk.printers.jobs.pop()
    desk.act.open("M", "M-01")
    desk.store.catch_up()
    desk.act.print()
    desk.port.fails = OFFLINE
    slow()
    told = desk.act.state.message
    assert told is not None
    assert told.happened.startswith(f"{before.title}（N-01）：")
    assert desk.act.state.busy  # this one is still on its way


# ---------------------------------------------------------------- keys while it is being sent


def test_enter_twice_sends_one_page(desk: Desk) -> None:
    desk.open("N-01")
    desk.act.print()
    desk.act.print()
    desk.printers.catch_up()
    assert desk.port.sent == [("N", "N-01", "a4", 2)]
    assert len(desk.sent) == 1


@pytest.mark.parametrize("key", ["next_sheet", "toggle_large"])
def test_the_sheet_stays_while_the_page_is_being_sent(desk: Desk, key: str) -> None:
    """What is in sight is what comes out."""
    desk.open("N-01")
    desk.act.print()
    getattr(desk.act, key)()
    desk.store.catch_up()
    desk.printers.catch_up()
    assert desk.act.state.copy is not None
    assert (desk.act.state.copy.sheet, desk.port.sent[0][2]) == ("a4", "a4")
    getattr(desk.act, key)()
    desk.store.catch_up()
    assert desk.act.state.copy.sheet == "a4-large"


# ---------------------------------------------------------------- codes in boxes


def test_codes_in_boxes_are_for_want_of_a_glyph_alone(desk: Desk) -> None:
    desk.port.fails = Unavailable("fonts_absent", "没有字体")
    desk.open("N-01")
    assert desk.act.state.fault is not None
    desk.act.box()
    desk.store.catch_up()
    assert desk.port.boxed == []
    desk.port.fails = NO_GLYPH
    desk.open("N-01")
    desk.act.box()
    desk.store.catch_up()
    assert (desk.port.boxed, desk.in_sight) == (["N/N-01"], "N-01")


def test_a_printer_that_fails_gives_no_leave_for_boxes(desk: Desk) -> None:
    desk.open("N-01")
    desk.port.fails = OFFLINE
    desk.act.print()
    desk.printers.catch_up()
    assert desk.act.state.message is not None
    desk.act.box()
    desk.store.catch_up()
    assert desk.port.boxed == []


def test_the_next_document_is_not_boxed_for_the_one_before(desk: Desk) -> None:
    desk.port.fails = NO_GLYPH
    desk.open("N-01")
    assert desk.act.state.lacking
    desk.port.fails = None
    desk.act.open("N", "N-02")
    desk.act.box()
    desk.store.catch_up()
    desk.act.box()
    desk.store.catch_up()
    assert (desk.port.boxed, desk.in_sight) == ([], "N-02")


# ---------------------------------------------------------------- the list of pages


def listed(port: FakePapers) -> PapersPresenter:
    told: list[Message] = []
    act = PapersPresenter(
        port, ImmediateRunner(), ImmediateRunner(), lambda _state: None, told.append
    )
    act.start()
    return act


def stages(port: FakePapers) -> dict[str, Stage]:
    return {job.document: job.stage for job in port.jobs.values()}


def test_the_hand_stays_on_its_page_when_another_comes_before_it() -> None:
    port = FakePapers()
    port.put("N-01", Stage.UNANSWERED, number=1)
    port.put("M-01", Stage.UNANSWERED, number=2)
    act = listed(port)
    act.to_row(1)
    new = port.put("L-01", Stage.UNANSWERED, number=3)
    del port.jobs["L-01"]
    port.jobs = {"L-01": new, **port.jobs}
    act.refresh()
    assert act.state.job is not None
    assert (act.state.job.document, act.state.row) == ("M-01", 2)
    act.confirm()  # of the page that she looked at
    assert stages(port) == {
        "L-01": Stage.UNANSWERED,
        "N-01": Stage.UNANSWERED,
        "M-01": Stage.PRINTED,
    }


def test_the_hand_stays_on_its_page_when_the_one_before_it_is_done() -> None:
    port = FakePapers()
    for number, document in enumerate(("L-01", "N-01", "M-01"), 1):
        port.put(document, Stage.UNANSWERED, number=number)
    act = listed(port)
    act.to_row(1)
    port.confirm(1)
    act.refresh()
    assert (act.state.row, act.state.look) == (0, "N/N-01")
    act.confirm()
    assert stages(port)["M-01"] is Stage.UNANSWERED


def test_who_prints_again_is_told_that_the_page_says_so() -> None:
    port = FakePapers()
    port.send("N", "N-01")
    port.put("N-01", Stage.UNANSWERED, number=1)
    act = listed(port)
    act.again()
    assert act.state.message is not None
    assert act.state.message.means == "N-01。页上有“补打 1 次”。"
