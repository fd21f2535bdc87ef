"""What the windows of paper say when something is not as it looks: a page that cannot be laid out,
a printer that is kept and cannot print, a place that was typed and never kept."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.desk.messages import Weight
from clerk_app.desk.paper_port import DriverSeen, PaperJob, PrinterSeen
from clerk_app.desk.paper_preview import PreviewPresenter
from clerk_app.desk.print_settings import DOCUMENT, SLIP, PrintSettingsPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import PaperState
from clerk_app.kernel.errors import Misused, Unavailable
from tests.desk.paper_fakes import FakePapers
from tests.desk.test_intake import at_papers

LACKING = Unavailable("missing_glyph", "“姓名”里有字库没有的字：U+20BB7（第 1 个字）")


def preview(port: FakePapers) -> PreviewPresenter:
    now = ImmediateRunner()
    sent: list[PaperJob] = []
    act = PreviewPresenter(port, now, now, lambda _state: None, sent.append)
    act.open("N", "N-01")
    return act


def stands(act: PreviewPresenter) -> bool:
    """Whether it says why there is no page."""
    return act.state.fault is not None


def test_why_there_is_no_page_stands_until_there_is_one() -> None:
    port = FakePapers(fails=LACKING)
    act = preview(port)
    assert act.state.fault is not None
    assert "第 1 个字" in act.state.fault.happened
    assert not act.dismiss()  # Esc leads back; it takes no words and leaves no hidden key
    assert stands(act)
    assert act.state.lacking
    port.fails = None
    act.box()
    assert port.boxed == ["N/N-01"]
    assert not stands(act)
    assert act.state.copy is not None
    act.box()
    assert port.boxed == ["N/N-01"]


def test_bad_wording_is_a_fault_without_a_key() -> None:
    act = preview(FakePapers(fails=Misused("bad_wording", "用语文件 a.toml 里没有“x”这一句")))
    assert act.state.fault is not None
    assert "a.toml" in act.state.fault.happened
    assert not act.state.lacking
    act.box()
    assert act.state.fault is not None


def test_a_key_goes_with_the_words_that_offered_it() -> None:
    port = FakePapers()
    act = preview(port)
    port.fails = LACKING
    act.toggle_large()
    assert act.state.copy is not None
    assert act.state.message is not None
    assert act.dismiss()
    act.box()
    assert port.boxed == []


def settings(port: FakePapers) -> PrintSettingsPresenter:
    act = PrintSettingsPresenter(port, ImmediateRunner(), ImmediateRunner(), lambda _state: None)
    act.open()
    return act


def with_hall_a(seen: PrinterSeen) -> FakePapers:
    port = FakePapers()
    port.kept = replace(
        port.kept,
        document="cups:HallA",
        documents=(DriverSeen("cups", "打印机", "打印机的名字"),),
        document_state=seen,
    )
    return port


def test_a_printer_that_is_kept_and_cannot_print_is_said_in_amber() -> None:
    words = "打印服务里没有这台打印机"
    act = settings(with_hall_a(PrinterSeen("HallB", ready=False, words=words, known=True)))
    act.keep(DOCUMENT, "HallB")
    assert act.state.message is not None
    assert act.state.message.weight is Weight.WARN
    assert act.state.message.happened == "已存好，但现在打不了。"
    assert words in act.state.message.means
    act = settings(with_hall_a(PrinterSeen("HallB", words="打印机就绪", known=True)))
    act.keep(DOCUMENT, "HallB")
    assert act.state.message is not None
    assert act.state.message.weight is Weight.TELL


def test_what_is_typed_holds_the_test_page_back_until_it_is_kept() -> None:
    act = settings(with_hall_a(PrinterSeen("HallA", known=True)))
    assert not act.state.unkept(DOCUMENT)
    act.typed(DOCUMENT, "HallB")
    assert act.state.unkept(DOCUMENT)
    assert not act.state.unkept(SLIP)
    act.test_page()
    assert act.state.message is not None
    assert "测试页" in act.state.message.means
    assert act.state.message.happened == "换的打印机还没有存。"
    act.refresh()
    assert act.state.document_where == "HallB"
    act.keep(DOCUMENT, "HallB")
    assert not act.state.unkept(DOCUMENT)
    act.test_page()
    assert act.state.message.happened == "测试页已送打印机。"
    act.typed(DOCUMENT, "HallC")
    act.open()  # come back to
    assert act.state.document_where == "HallB"


def test_the_live_page_says_which_character_of_the_name_stands_in_a_box() -> None:
    act, port = at_papers()
    port.no_glyph = act.state.work.applicant.name[0]
    act.all_in_order()
    assert act.state.pages
    assert act.state.page_note == "姓名第 1 个字没有字形"
    assert "Alt X" in act.state.page_help
    assert not act.state.page_stops


def test_wording_that_stops_the_paper_says_so_before_anything_is_confirmed() -> None:
    act, port = at_papers()
    port.no_page = Misused("bad_wording", "用语文件 acceptance.toml 里少了受理日期")
    act.all_in_order()
    assert act.state.page_stops
    assert "请到别的窗口" in act.state.page_help
    port.no_page = None
    act.to_row(0)
    act.mark(PaperState.MISSING)
    act.undo()
    assert not act.state.page_stops
