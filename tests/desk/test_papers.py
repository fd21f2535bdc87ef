"""打印 without a window: where pages stand, what the clerk says of one, and the preview."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.messages import Message
from clerk_app.desk.paper_port import BatchDone, PaperFacts, PaperJob, Stage
from clerk_app.desk.paper_preview import PreviewPresenter
from clerk_app.desk.papers import PapersPresenter, batch_words, later_words
from clerk_app.desk.print_settings import DOCUMENT, SLIP, PrintSettingsPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.kernel.errors import Misused, Refused, Unavailable
from tests.desk.fakes import FakeIntake
from tests.desk.paper_fakes import EMPTY_TRAY, SIGNATURE, FakePapers
from tests.desk.test_intake import LateRunner


@dataclass
class Said:
    messages: list[Message] = field(default_factory=list)

    def tell(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def last(self) -> str:
        return self.messages[-1].text if self.messages else ""


def papers(port: FakePapers) -> tuple[PapersPresenter, Said]:
    said = Said()
    act = PapersPresenter(
        port, ImmediateRunner(), ImmediateRunner(), lambda _state: None, said.tell
    )
    act.start()
    return act, said


def preview(port: FakePapers) -> tuple[PreviewPresenter, list[PaperJob]]:
    sent: list[PaperJob] = []
    act = PreviewPresenter(
        port, ImmediateRunner(), ImmediateRunner(), lambda _state: None, sent.append
    )
    act.told(port.facts())
    act.open("N", "N-01")
    return act, sent


def test_what_the_last_run_left_open_is_offered_and_never_sent() -> None:
    port = FakePapers()
    port.put("N-01", Stage.UNANSWERED)
    port.put("N-02", Stage.WAITING, number=0)
    act, said = papers(port)
    assert (act.state.offered, len(act.state.facts.todo)) == (1, 2)
    assert port.sent == []
    assert said.messages == []  # the list itself is opened


def test_pages_that_only_wait_are_told_by_one_line() -> None:
    port = FakePapers()
    port.put("N-02", Stage.WAITING, number=0)
    act, said = papers(port)
    assert act.state.offered == 0
    assert said.last == "有 1 份文书还没有打出来。 办件都存好了。 按 Ctrl P 看“打印”。"


def test_the_clerk_says_that_it_came_out_or_has_it_printed_again() -> None:
    port = FakePapers()
    port.put("N-01", Stage.UNANSWERED, number=7)
    act, _ = papers(port)
    act.confirm()
    assert act.state.facts.stages["N-01"].stage is Stage.PRINTED
    assert act.state.facts.todo == ()
    port.put("N-01", Stage.UNANSWERED, number=7)
    act.refresh()
    act.again()
    assert port.sent == [("N", "N-01", "", 0)]


def test_later_leaves_it_where_it_is() -> None:
    port = FakePapers()
    port.put("N-01", Stage.UNANSWERED)
    port.put("N-02", Stage.UNANSWERED, number=2)
    act, _ = papers(port)
    act.later()
    assert (act.state.row, len(act.state.facts.todo), port.sent) == (1, 2, [])


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.FAILED])
def test_nobody_confirms_what_was_not_printed(stage: Stage) -> None:
    port = FakePapers()
    port.put("N-01", stage)
    act, _ = papers(port)
    act.confirm()
    assert port.jobs["N-01"].stage is stage
    assert act.state.message is not None


def test_a_page_at_the_printer_is_not_sent_a_second_time() -> None:
    port = FakePapers()
    port.put("N-01", Stage.SENT)
    act, _ = papers(port)
    act.again()
    assert port.sent == []
    act.drop()
    assert port.jobs["N-01"].stage is Stage.PUT_AWAY


def test_a_page_that_was_never_sent_is_printed_for_the_first_time() -> None:
    port = FakePapers()
    port.put("N-02", Stage.WAITING, number=0)
    act, _ = papers(port)
    act.again()
    assert port.sent == [("N", "N-02", "", 0)]


def test_everything_that_waits_is_printed_in_order() -> None:
    port = FakePapers()
    act, _ = papers(port)
    act.print_waiting()
    assert act.state.message is not None
    port.put("N-02", Stage.WAITING, number=0)
    port.put("N-01", Stage.WAITING, number=0)
    act.refresh()
    act.print_waiting()
    assert [each[1] for each in port.sent] == ["N-02", "N-01"]


def test_a_page_that_went_wrong_is_told_on_whatever_screen_there_is() -> None:
    port = FakePapers()
    port.put("N-01", Stage.SENT)
    act, said = papers(port)
    port.put("N-01", Stage.FAILED)
    act.refresh()
    assert said.last == "“受理通知书”没有打成：N-01。 按 Ctrl P 看“打印”。"
    count = len(said.messages)
    act.refresh()
    assert len(said.messages) == count  # once


def test_the_printer_is_asked_often_only_while_pages_are_on_their_way() -> None:
    port = FakePapers()
    act, _ = papers(port)
    before = port.looked
    for _ in range(9):
        act.tick()
    assert port.looked == before
    act.tick()
    assert port.looked == before + 1
    port.put("N-01", Stage.SENT)
    act.refresh()
    before = port.looked
    for _ in range(4):
        act.tick()
    assert port.looked == before + 2


def test_a_bug_in_one_look_does_not_end_the_looking() -> None:
    port = FakePapers()
    act, _ = papers(port)
    port.bug = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        act.refresh()
    before = port.looked
    act.refresh()
    assert port.looked == before + 1


def test_one_key_reprints_the_last_and_says_so() -> None:
    port = FakePapers()
    act, said = papers(port)
    act.reprint_last()
    assert said.last.startswith("本机还没有打印过")
    port.send("N", "N-01")
    act.reprint_last()
    assert said.last == "“受理通知书”已送打印机（补打 1 次）。 文书编号 N-01。"


def test_the_first_trouble_of_a_batch_names_what_remains() -> None:
    done = BatchDone(2, ("甲", "乙", "丙", "丁", "戊"), "打印机缺纸")
    assert batch_words(done).text == (
        "已送 2 份。还有没打的：甲、乙、丙、丁等 5 份。 打印机缺纸。 按 Ctrl P 看“打印”。"
    )
    assert batch_words(BatchDone(0)).happened == "这件的文书打过了，或在打印机那里，或撤下了。"


# ---------------------------------------------------------------- preview


def test_the_preview_shows_every_page_and_what_it_goes_on() -> None:
    act, _ = preview(FakePapers())
    assert (act.state.pages, act.state.copies, act.state.button) == ("第 1 页，共 3 页", 2, "打印")
    for _ in range(5):
        act.move(1)
    assert act.state.pages == "第 3 页，共 3 页"
    act.move(-9)
    assert act.state.place == 0


def test_enter_sends_the_sheet_and_the_copies_that_were_chosen() -> None:
    port = FakePapers()
    act, sent = preview(port)
    act.toggle_large()
    assert act.state.copy is not None
    assert act.state.copy.sheet == "a4-large"
    act.count(-1)
    act.count(-1)
    assert act.state.copies == 1
    act.print()
    assert port.sent == [("N", "N-01", "a4-large", 1)]
    assert [job.document for job in sent] == ["N-01"]
    act.toggle_large()
    assert act.state.copy.sheet == "a4"
    for wanted in ("a4-large", "a5", "a4"):
        act.next_sheet()
        assert act.state.copy.sheet == wanted


def test_a_printer_without_paper_gets_nothing() -> None:
    port = FakePapers(printer=EMPTY_TRAY)
    act, sent = preview(port)
    assert act.state.button == "打印机没有备好"
    act.print()
    assert (port.sent, sent) == ([], [])
    assert act.state.message is not None
    assert act.state.message.happened == "打印机缺纸，请放纸。"


def test_a_send_that_fails_leaves_the_preview_as_it_was() -> None:
    port = FakePapers()
    act, sent = preview(port)
    port.fails = Unavailable("printer_offline", "打印机没有联机")
    act.print()
    assert (act.state.busy, sent) == (False, [])
    assert act.state.message is not None
    port.fails = None
    act.print()
    assert len(sent) == 1


def test_saving_is_no_print() -> None:
    port = FakePapers()
    act, sent = preview(port)
    act.save("copy.pdf")
    assert (port.saved, port.sent, sent) == (["N/N-01/a4"], [], [])
    assert act.state.message is not None
    assert act.state.message.happened == "已存成 PDF，不算打印。"


def test_only_a_proof_of_delivery_takes_a_signature_and_showing_it_is_asked_for() -> None:
    port = FakePapers()
    act, _ = preview(port)
    act.sign("s.png")
    assert port.signed == []
    port.kind = "delivery_receipt"
    act.open("N", "N-03")
    act.sign("s.png")
    assert port.signed == ["N/N-03/s.png"]
    assert act.state.signature == SIGNATURE
    act.leave()
    assert act.state.signature == b""
    act.toggle_signature()
    assert port.shown == ["N/N-03"]


# ---------------------------------------------------------------- settings


def settings(port: FakePapers) -> PrintSettingsPresenter:
    act = PrintSettingsPresenter(port, ImmediateRunner(), ImmediateRunner(), lambda _state: None)
    act.refresh()
    return act


def test_a_printer_is_kept_only_when_its_place_is_given() -> None:
    port = FakePapers()
    act = settings(port)
    act.next_driver(DOCUMENT)
    assert (act.state.document_driver.name, port.kept.document) == ("cups", "")
    act.keep(DOCUMENT, " ")
    assert act.state.message is not None
    assert act.state.message.happened == "还没有写打印机在哪里。"
    act.keep(DOCUMENT, " HallA4 ")
    assert port.kept.document == "cups:HallA4"
    act.next_driver(DOCUMENT)  # needs no place, and is still only looked at
    assert act.state.document_driver.name == "simulated"
    assert port.kept.document == "cups:HallA4"
    act.next_driver(DOCUMENT)
    assert (act.state.document_driver.name, port.kept.document) == ("", "cups:HallA4")


def test_a_printer_without_a_place_is_kept_by_enter_alone() -> None:
    port = FakePapers()
    act = settings(port)
    act.keep_hand()  # nothing in hand, nothing to keep
    assert act.state.message is None
    act.next_driver(DOCUMENT)
    act.keep_hand()  # this one needs a place
    assert port.kept.document == ""
    act.next_driver(DOCUMENT)
    act.keep_hand()
    assert port.kept.document == "simulated:"
    act.next_driver(DOCUMENT)
    act.keep_hand()
    assert port.kept.document == ""
    act.next_driver(SLIP)
    act.keep(SLIP, "10.1.0.9")
    act.next_driver(SLIP)
    act.keep_hand()
    assert (port.kept.document, port.kept.slip) == ("", "")


def test_the_slip_printer_and_its_width_are_kept_beside_the_other() -> None:
    port = FakePapers()
    act = settings(port)
    act.next_driver(DOCUMENT)
    act.keep(DOCUMENT, "HallA4")
    act.next_driver(SLIP)
    act.keep(SLIP, "10.1.0.9")
    act.next_width()
    kept = port.kept
    assert (kept.document, kept.slip, kept.slip_sheet) == (
        "cups:HallA4", "tcp:10.1.0.9", "slip58",
    )  # fmt: skip
    assert act.state.slip == b"slip58"


def test_an_address_nobody_reads_keeps_the_old_printer() -> None:
    port = FakePapers()
    act = settings(port)
    act.next_driver(DOCUMENT)
    port.fails = Misused("bad_printer", "打印机地址要写全")
    act.keep(DOCUMENT, "x")
    assert port.kept.document == ""
    assert act.state.message is not None


# ---------------------------------------------------------------- intake


def test_the_button_of_intake_knows_that_paper_cannot_come_out() -> None:
    act = IntakePresenter(FakeIntake(), ImmediateRunner(), lambda _state: None)
    act.papers_told(PaperFacts(EMPTY_TRAY))
    assert act.state.print_later == "打印机缺纸，请放纸"
    act.papers_told(PaperFacts())
    assert act.state.print_later == ""
    assert later_words(PaperFacts(EMPTY_TRAY)) == "打印机缺纸，请放纸"


def test_a_refusal_while_looking_says_so() -> None:
    port = FakePapers(fails=Refused("unknown_document", "没有这份文书"))
    act, _ = preview(port)
    assert act.state.copy is None
    assert act.state.fault is not None


def test_an_open_preview_shows_what_would_come_out_now() -> None:
    port = FakePapers()
    act, _ = preview(port)
    act.print()
    port.put("N-01", Stage.SENT)
    act.told(port.facts())
    assert act.state.copy is not None
    port.put("N-01", Stage.PRINTED)
    act.told(port.facts())
    assert (act.state.copy.reprint, act.state.button) == (1, "补打")


def test_a_preview_that_lacks_a_glyph_goes_on_when_the_clerk_says_so() -> None:
    port = FakePapers(fails=Unavailable("missing_glyph", "“姓名”里有字库没有的字：U+0F40"))
    act, _ = preview(port)
    assert act.state.pages == ""
    assert act.state.fault is not None
    assert "Alt X" in act.state.fault.press
    act.box()
    assert port.boxed == ["N/N-01"]
    assert act.state.pages == "第 1 页，共 3 页"
    act.box()
    assert port.boxed == ["N/N-01"]


def test_a_seal_is_asked_for_where_there_is_a_service_and_its_file_can_be_saved() -> None:
    port = FakePapers()
    act, _ = preview(port)
    act.seal()
    assert port.seals == []
    port.seal_service = True
    act.open("N", "N-01")
    act.seal()
    assert port.seals == ["N/N-01"]
    assert act.state.copy is not None
    assert (act.state.copy.sealed, act.state.copy.sealable, act.state.busy) == (True, False, False)
    act.save_sealed("盖章.pdf")
    assert port.saved == ["N/N-01/sealed"]


def test_the_slip_of_the_day_is_one_key() -> None:
    port = FakePapers()
    act, _ = papers(port)
    act.daily()
    assert "RQ51160200012026030201" in port.jobs
    port.fails = Refused("clock_back", "电脑的时间往回走了")
    act.daily()
    assert act.state.message is not None
    assert act.state.message.happened.startswith("电脑的时间")


def test_what_went_wrong_unseen_is_told() -> None:
    port = FakePapers()
    act, said = papers(port)
    job = port.put("N-01", Stage.FAILED)
    port.news = (job,)
    act.refresh()
    assert said.last.startswith("“受理通知书”没有打成")
    port.news = ()
    before = len(said.messages)
    act.refresh()
    assert len(said.messages) == before
    act.to_row(0)
    act.drop()
    assert port.jobs["N-01"].stage is Stage.PUT_AWAY


def test_a_key_pressed_again_before_the_printer_answered_does_nothing_more() -> None:
    port, devices = FakePapers(), LateRunner()
    port.put("N-01", Stage.SENT)
    act = PapersPresenter(port, ImmediateRunner(), devices, lambda _state: None, Said().tell)
    act.start()
    act.drop()
    act.drop()
    act.reprint_last()
    act.daily()
    devices.catch_up()
    assert list(port.jobs) == ["N-01"]
    assert port.jobs["N-01"].stage is Stage.PUT_AWAY
    assert (port.sent, act.state.busy) == ([], False)
    act.daily()
    devices.catch_up()
    assert "RQ51160200012026030201" in port.jobs


def test_a_page_nobody_wants_on_paper_is_put_away_unsent() -> None:
    port = FakePapers()
    port.put("N-02", Stage.WAITING, number=0)
    act, _ = papers(port)
    act.drop()
    assert port.put_off == ["N/N-02"]
    assert act.state.facts.todo == ()
