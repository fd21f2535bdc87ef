"""Paper in the real window on a real store: nothing comes out that nobody asked for, nothing is
called printed that nobody saw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt

from clerk_app.deeds import print_jobs
from clerk_app.desk.background import BackgroundRunner
from clerk_app.desk.opened_papers import OpenedPapers
from clerk_app.desk.paper_port import Copy
from clerk_app.devices.printing.port import Condition, JobState, State
from clerk_app.devices.printing.simulated import SimulatedDocPrinter
from clerk_app.intake import store
from clerk_app.intake.model import CaseState
from clerk_app.notices.page import Run
from clerk_app.notices.wording import OWN_FOLDER
from clerk_app.storage.attachments import FOLDER
from clerk_app.storage.spool import JobStage
from tests.ui import journey_support as journey
from tests.ui import paper_support as support
from tests.ui.catalogue_support import Hands
from tests.ui.hands import CTRL, SHIFT
from tests.ui.journey_support import Window
from tests.ui.paper_support import look, paper, prints, settings
from tests.ui.support import SetClock
from ui.pictures import accessible_texts


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path_factory.mktemp("paper") / "w")
    with journey.closing(journey.show(folder, clock, tickets=1)) as window:
        yield Hands(window, clock)


@pytest.fixture
def hands(opened: Hands) -> Hands:
    window = opened.window
    assert window.shell.frame is not None
    window.shell.frame.go("intake")
    window.shell.frame.dismiss()
    window.intake.presenter.next_citizen()
    window.intake.presenter.anew()
    window.shell.activateWindow()
    window.intake.focus_hand()
    journey.settle()
    return opened


@pytest.fixture
def printer(hands: Hands) -> Iterator[SimulatedDocPrinter]:
    """Ready, tray full; a page comes out when the test says so."""
    made = support.with_printer(hands.window)
    made.condition, made.silent = Condition.READY, False
    made.jobs.clear()
    look(hands.window)
    yield made
    for job in print_jobs.open_jobs(hands.window.desk.counter):
        number = job.id
        if job.state is JobStage.HANDED:
            made.silent = True
            print_jobs.poll_job(hands.window.desk.counter, number, find=lambda _a: made)
        print_jobs.confirm_printed(hands.window.desk.counter, number)
    made.silent = False
    made.condition = Condition.READY
    look(hands.window)
    hands.window.main.papers.print_waiting()
    for name in list(made.jobs):
        made.finish(name)
    look(hands.window)


def state_of(window: Window, number: str) -> CaseState:
    with window.desk.counter.store.reading() as db:
        return store.case(db, window.desk.counter.viewer, number)


def served(window: Window) -> str:
    journey.served(window, journey.ITEM)
    done = window.intake.state.done
    assert done is not None, window.intake.state.message
    return done.number


def lines(window: Window) -> list[str]:
    return [line.text() for line in window.intake.done._lines if line.isVisible()]


def body_size(copy: Copy) -> float:
    """The size most runs of the first page are set in, or the one in the middle."""
    sizes = sorted(mark.size for mark in copy.pages[0].marks if isinstance(mark, Run))
    return sizes[len(sizes) // 2]


def screen_of(hands: Hands) -> str:
    return hands.screen


def test_a_paper_is_sent_and_counts_as_printed_when_the_printer_says_so(
    hands: Hands, printer: SimulatedDocPrinter
) -> None:
    window = hands.window
    number = served(window)
    count = len(state_of(window, number).documents)
    assert len(printer.jobs) == count
    assert all("已送打印机" in line for line in lines(window))
    look(window)
    assert [d.printed for d in state_of(window, number).documents] == [0] * count
    for job in printer.jobs:
        printer.finish(job)
    look(window)
    assert [d.printed for d in state_of(window, number).documents] == [1] * count
    assert all("已打出" in line for line in lines(window))
    look(window)  # asked again, nothing is recorded twice
    assert [d.printed for d in state_of(window, number).documents] == [1] * count


def test_without_paper_the_case_is_stored_the_page_waits_and_the_button_says_so(
    hands: Hands, printer: SimulatedDocPrinter
) -> None:
    window = hands.window
    printer.condition = Condition.PAPER_OUT
    look(window)
    journey.at_papers(window, journey.ITEM).presenter.all_in_order()
    assert "存好并稍后打印" in " ".join(accessible_texts(window.intake.side))
    window.intake.presenter.confirm()
    done = window.intake.state.done
    assert done is not None
    assert printer.jobs == {}
    assert window.intake.state.message is not None
    assert window.intake.state.message.happened.startswith("办件已存好，文书待打印：打印机缺纸")
    count = len(state_of(window, done.number).documents)
    printer.condition = Condition.READY
    hands.press(Qt.Key.Key_P, CTRL)
    assert screen_of(hands) == "prints"
    waiting = [j for j in prints(window).state.facts.todo if j.case == done.number]
    assert [job.stage for job in waiting] == ["waiting"] * count
    hands.press(Qt.Key.Key_A)
    assert len(printer.jobs) == count
    for job in printer.jobs:
        printer.finish(job)
    look(window)
    assert prints(window).state.facts.todo == ()
    assert [d.printed for d in state_of(window, done.number).documents] == [1] * count
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Escape)
    assert screen_of(hands) == "intake"


def test_a_printer_that_ran_out_of_paper_since_it_was_asked_gets_nothing(
    hands: Hands, printer: SimulatedDocPrinter
) -> None:
    window = hands.window
    printer.condition = Condition.PAPER_OUT  # nobody has asked since
    number = served(window)
    assert printer.jobs == {}
    assert window.intake.state.message is not None
    assert "缺纸" in window.intake.state.message.happened
    look(window)
    todo = [job for job in window.main.papers.state.facts.todo if job.case == number]
    assert {(job.stage, "缺纸" in job.said) for job in todo} == {("failed", True)}


def test_a_job_the_printer_lost_is_looked_for_and_never_sent_by_itself(
    hands: Hands, printer: SimulatedDocPrinter
) -> None:
    window = hands.window
    number = served(window)
    window.intake.presenter.next_citizen()
    other = served(window)
    first, second = (state_of(window, n).documents[0].number for n in (number, other))
    sent = len(printer.jobs)
    for job in list(printer.jobs):
        printer.lose(job)
    look(window)
    assert window.shell.frame is not None
    notice = window.shell.frame.state.notice
    assert notice is not None
    assert "没有回答（可能已打出）" in notice.happened
    for _ in range(3):
        look(window)
    assert len(printer.jobs) == sent
    hands.press(Qt.Key.Key_P, CTRL)
    screen = prints(window)
    assert "先看出纸口" in " ".join(accessible_texts(screen))
    job_now = screen.state.job
    assert job_now is not None
    assert job_now.document == first
    hands.press(Qt.Key.Key_1)  # it lies there
    assert state_of(window, number).documents[0].printed == 1
    assert len(printer.jobs) == sent
    hands.press(Qt.Key.Key_2)  # the next one does not: once more, and marked
    look(window)
    assert len(printer.jobs) == sent + 1
    assert window.main.papers.state.facts.stages[second].reprint == 1


def test_a_window_that_died_before_the_answer_offers_the_page_at_the_next_start(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, clock)) as window:
        made = support.with_printer(window)
        number = served(window)
        counter = window.desk.counter
        # as a program that died between the spooler and its answer leaves it
        with counter.store.transaction() as db:
            db.exec_driver_sql("UPDATE print_jobs SET spool_job = ''")
        sent = len(made.jobs)
    with journey.closing(journey.show(folder, clock)) as window:
        assert window.shell.frame is not None
        assert window.shell.frame.state.screen == "prints"
        screen = prints(window)
        assert len(screen.state.facts.todo) == sent
        assert {job.stage for job in screen.state.facts.todo} == {"unanswered"}
        assert len(print_jobs.latest_jobs(window.desk.counter)) == sent
        assert support.with_printer(window).jobs == {}
        screen.command("confirm")
        assert state_of(window, number).documents[0].printed == 1


def test_a_change_of_theme_offers_nothing_again(
    hands: Hands, printer: SimulatedDocPrinter
) -> None:
    window = hands.window
    served(window)
    for job in list(printer.jobs):
        printer.lose(job)
    look(window)
    window.shell.change_theme("dark")
    journey.settle()
    look(window)
    assert screen_of(hands) == "intake"
    window.shell.change_theme("light")
    journey.settle()
    assert screen_of(hands) == "intake"
    assert len(window.main.papers.state.facts.todo) == 1


def test_the_preview_prints_what_it_shows(hands: Hands, printer: SimulatedDocPrinter) -> None:
    window = hands.window
    number = served(window)
    for job in printer.jobs:
        printer.finish(job)
    look(window)
    before = len(printer.jobs)
    hands.press(Qt.Key.Key_O)
    assert screen_of(hands) == "paper"
    screen = paper(window)
    plain = screen.state.copy
    assert plain is not None
    assert plain.reprint == 1
    assert "补打 1 次" in screen._pages[0].accessibleName()
    hands.press(Qt.Key.Key_I)
    large = screen.state.copy
    assert large is not None
    assert large.sheet == "a4-large"
    assert body_size(large) >= 1.4 * body_size(plain)
    hands.press(Qt.Key.Key_Minus)
    hands.press(Qt.Key.Key_PageDown)
    assert screen.state.place == min(1, len(large.pages) - 1)
    hands.press(Qt.Key.Key_Return)
    assert screen_of(hands) == "intake"
    assert len(printer.jobs) == before + 1
    last = next(reversed(printer.jobs.values()))
    assert (last.copies, last.state) == (1, JobState.QUEUED)
    jobs = print_jobs.latest_jobs(window.desk.counter, 1)
    assert (jobs[0].sheet, jobs[0].case_number) == ("a4-large", number)


def test_one_key_reprints_the_last_paper(hands: Hands, printer: SimulatedDocPrinter) -> None:
    window = hands.window
    served(window)
    for job in printer.jobs:
        printer.finish(job)
    look(window)
    before = len(printer.jobs)
    hands.press(Qt.Key.Key_P, CTRL | SHIFT)
    assert len(printer.jobs) == before + 1
    assert window.shell.frame is not None
    assert window.shell.frame.state.notice is not None
    assert "（补打 1 次）" in window.shell.frame.state.notice.happened
    hands.press(Qt.Key.Key_P, CTRL | SHIFT)  # still on its way: not sent again
    assert len(printer.jobs) == before + 1


def test_the_page_of_a_case_shows_where_each_paper_stands_and_prints_all_of_them(
    hands: Hands, printer: SimulatedDocPrinter
) -> None:
    window = hands.window
    printer.condition = Condition.COVER_OPEN
    look(window)
    number = served(window)
    look(window)
    window.main._to_case(number)
    journey.settle()
    texts = " ".join(accessible_texts(window.cases.page))
    assert "待打印" in texts
    printer.condition = Condition.READY
    hands.press(Qt.Key.Key_A)
    look(window)
    assert len(printer.jobs) == len(state_of(window, number).documents)
    assert "已送打印机" in " ".join(accessible_texts(window.cases.page))
    hands.press(Qt.Key.Key_A)  # on their way: nothing is sent again, and nothing remains
    assert len(printer.jobs) == len(state_of(window, number).documents)
    assert window.shell.frame is not None
    notice = window.shell.frame.state.notice
    assert notice is not None
    assert notice.happened == "这件的文书打过了，或在打印机那里，或撤下了。"
    for job in printer.jobs:
        printer.finish(job)
    look(window)
    assert "已印 1 次" in " ".join(accessible_texts(window.cases.page))
    window.shell.frame.dismiss()
    hands.press(Qt.Key.Key_Return)
    assert screen_of(hands) == "paper"
    hands.press(Qt.Key.Key_Escape)
    assert screen_of(hands) == "cases"


def test_a_copy_is_saved_as_pdf_and_nothing_counts_as_printed(
    hands: Hands, printer: SimulatedDocPrinter, tmp_path: Path
) -> None:
    window = hands.window
    number = served(window)
    before = [d.printed for d in state_of(window, number).documents]
    hands.press(Qt.Key.Key_O)
    screen = paper(window)
    screen.ask_save = lambda: str(tmp_path / "copy")
    hands.press(Qt.Key.Key_F)
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF")
    assert [d.printed for d in state_of(window, number).documents] == before


def test_the_collector_signs_the_proof_of_delivery_and_nothing_lies_there_in_plain(
    hands: Hands, printer: SimulatedDocPrinter, tmp_path: Path
) -> None:
    window = hands.window
    number = support.delivered(window, "测试甲")
    picture = support.signature(tmp_path / "s.png")
    window.main.show_paper(f"{number}/delivery_receipt")
    journey.settle()
    screen = paper(window)
    assert "还没有领取人的签名图" in accessible_texts(screen)
    screen.ask_picture = lambda: str(picture)
    hands.press(Qt.Key.Key_Q)
    assert "已存签名图 1 份" in accessible_texts(screen)
    assert screen.signature.isVisible()
    assert screen.signature.pixmap().width() > 50
    kept = list((window.desk.counter.folder / FOLDER).iterdir())
    assert kept
    assert all(b"PNG" not in file.read_bytes() for file in kept)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Escape)
    assert screen.state.signature == b""
    screen.ask_picture = lambda: str(tmp_path / "none.png")
    window.main.show_paper(f"{number}/delivery_receipt")
    hands.press(Qt.Key.Key_Q)
    assert screen.state.message is not None
    assert screen.state.copy is not None
    assert screen.state.copy.signed == 1


def test_the_settings_choose_a_printer_show_the_slip_and_name_a_bad_sentence(
    hands: Hands,
) -> None:
    window = hands.window
    papers = window.desk._papers
    papers.choose("", "", "slip80")
    hands.press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert screen_of(hands) == "print_settings"
    screen = settings(window)
    assert not screen.picture.pixmap().isNull()
    assert "没有选打印机，文书存成 PDF" in accessible_texts(screen)
    for _ in range(3):  # cups, windows, folder
        screen.command("next_document")
    folder = window.desk.counter.folder / "pages"
    folder.mkdir(exist_ok=True)
    screen.document.where.setText(str(folder))
    screen.document.where.confirmed.emit()
    assert papers.settings().document == f"folder:{folder}"
    screen.command("test_page")
    assert [path.suffix for path in folder.iterdir()] == [".pdf"]
    screen.command("next_document")  # the simulated one, in passing: nothing is kept
    assert "还没有存" in screen.document.state.text()
    assert papers.settings().document == f"folder:{folder}"
    hands.press(Qt.Key.Key_Return)  # and a real hall does not take it
    assert screen.state.message is not None
    assert "模拟打印机什么都打不出来" in screen.state.message.text
    assert papers.settings().document == f"folder:{folder}"
    screen.command("next_document")
    hands.press(Qt.Key.Key_Return)
    assert papers.settings().document == ""
    own = window.desk.counter.folder / "wording"
    own.mkdir(exist_ok=True)
    bad = own / "acceptance.toml"
    bad.write_text('nothing = "{x}"', "utf-8")
    try:
        screen.command("ask_again")
        assert screen.state.settings.wording.fault
        assert "acceptance.toml" in screen.wording.text()
        bad.unlink()
        bad.symlink_to(own / "nowhere")  # the shipped sentence is not used in silence
        screen.command("ask_again")
        assert "acceptance.toml 读不出来" in screen.wording.text()
        bad.unlink()
        own.rmdir()
        own.write_text("no folder", "utf-8")
        screen.command("ask_again")
        assert "用语文件夹 wording 不是文件夹" in screen.wording.text()
    finally:
        bad.unlink(missing_ok=True) if own.is_dir() else own.unlink()
    papers.choose("", "", "slip80")


def test_a_spooler_that_falls_silent_keeps_the_case_and_asks_for_a_look(
    hands: Hands, printer: SimulatedDocPrinter
) -> None:
    window = hands.window
    printer.silent = True
    number = served(window)
    assert window.intake.state.message is not None
    printer.silent = False
    look(window)
    stages = window.main.papers.state.facts.stages
    for document in state_of(window, number).documents:
        assert stages[document.number].stage == "unanswered"
        assert document.printed == 0


def test_nothing_is_cut_with_the_longest_names(hands: Hands, printer: SimulatedDocPrinter) -> None:
    window = hands.window
    journey.served(window, journey.LONG_ITEM, name=support.LONG)
    for job in list(printer.jobs):
        printer.lose(job)
    look(window)
    done = window.intake.state.done
    assert done is not None
    paper_now = f"{done.number}/{done.papers[0].number}"
    assert journey.cut_parts(window.shell) == []
    for theme in ("contrast", "large", "light"):
        window.shell.change_theme(theme)
        window.main.show_paper(paper_now)
        assert (theme, journey.cut_parts(window.shell)) == (theme, [])
        window.main.show_prints()
        assert (theme, journey.cut_parts(window.shell)) == (theme, [])
        window.main.show_print_settings()
        assert (theme, journey.cut_parts(window.shell)) == (theme, [])
        window.main._to_case(done.number)
        assert (theme, journey.cut_parts(window.shell)) == (theme, [])


def test_a_bug_in_one_asking_does_not_end_the_asking(hands: Hands, tmp_path: Path) -> None:
    support.with_printer(hands.window)
    asked = []

    class Broken(SimulatedDocPrinter):
        def state(self) -> State:
            asked.append(1)
            if len(asked) == 1:
                raise ZeroDivisionError
            return super().state()

    beside = BackgroundRunner()
    papers = OpenedPapers(hands.window.desk.counter, tmp_path, beside)
    papers.talk.found[support.ADDRESS] = Broken()
    try:
        papers.facts()
        beside._pool.submit(lambda: None).result(120)
        hands.clock.pass_seconds(11)
        with pytest.raises(ZeroDivisionError):  # heard of, once
            papers.facts()
        papers.facts()
        beside._pool.submit(lambda: None).result(120)
    finally:
        beside.close()
    assert len(asked) == 2
    assert papers.facts().printer.words == "打印机就绪"


def test_a_printer_that_does_not_answer_keeps_nobody_waiting(
    hands: Hands, printer: SimulatedDocPrinter, tmp_path: Path
) -> None:
    """Asked in a thread of its own: what the window reads is what was last heard."""
    asked, answer = Event(), Event()

    class Slow(SimulatedDocPrinter):
        def state(self) -> State:
            asked.set()
            assert answer.wait(120)
            return super().state()

    counter = hands.window.desk.counter
    beside = BackgroundRunner()
    papers = OpenedPapers(counter, tmp_path, beside)
    papers.talk.found[support.ADDRESS] = Slow()
    try:
        assert papers.facts().printer.words == "正在问打印机"
        assert asked.wait(120)
        assert not papers.facts().printer.known  # asked once, still silent, and this returned
        answer.set()
        beside.close()
        assert papers.facts().printer.words == "打印机就绪"
    finally:
        answer.set()
        beside.close()


def test_wording_that_stops_a_paper_is_told_over_the_first_screen(
    hands: Hands, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An upgrade no longer has a sentence the hall amended: known before anybody comes."""
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    own = folder / OWN_FOLDER
    own.mkdir()
    (own / "acceptance.toml").write_text('sentence_of_old = "请妥善保管。"\n', encoding="utf-8")
    with journey.closing(journey.show(folder, clock)) as window:
        bar = window.main.notice
        assert bar.isVisible()
        assert bar.happened.text() == "大厅用语有错，改好以前出不了：受理通知书。"
        said = " ".join(accessible_texts(bar))
        assert "acceptance.toml" in said
        assert "Alt 0" in said
        assert window.shell.frame is not None
        window.shell.frame.dismiss()
        journey.settle()
        assert bar.isHidden()
        look(window)
        assert bar.isHidden()  # told once
        window.main.show_print_settings()
        journey.settle()
        assert "acceptance.toml" in settings(window).wording.text()
