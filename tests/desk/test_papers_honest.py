"""What the window says of paper on a real store: no key undone by the next, no sheet that is none,
nothing forgotten, nobody anonymous, nothing of before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clerk_app.deeds.print_jobs import latest_jobs
from clerk_app.desk.messages import Message, elsewhere, explain, of_a_test
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.paper_port import Stage
from clerk_app.desk.paper_preview import PreviewPresenter
from clerk_app.desk.papers import PapersPresenter, empty_words
from clerk_app.desk.print_settings import PrintSettingsPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.devices.printing.port import Condition, gone, gone_silent, offline, unknown_printer
from clerk_app.devices.printing.simulated import SimulatedDocPrinter, SimulatedSlipPrinter
from clerk_app.kernel.errors import ClerkError, Refused, Unavailable
from clerk_app.storage.spool import JobStage
from tests.desk.test_opened_papers import HERE, finish, look, served, served_without_paper
from tests.support.faults import NEEDS_ROOT, small_disk
from tests.ui import journey_support as journey
from tests.ui.support import SetClock

SLIPS = "tcp:10.1.0.9"
needs_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason=NEEDS_ROOT)


@dataclass
class Bar:
    """The bar over every screen: what stands there, and all that was told."""

    messages: list[Message] = field(default_factory=list)
    stands: Message | None = None

    def tell(self, message: Message) -> None:
        self.messages.append(message)
        self.stands = message

    @property
    def happened(self) -> str:
        return self.stands.happened if self.stands is not None else ""

    def instead(self, old: Message, new: Message | None) -> None:
        if self.stands == old:
            self.stands = new


@pytest.fixture
def printer(desk: OpenedDesk) -> SimulatedDocPrinter:
    made = SimulatedDocPrinter(at_once=False)
    desk._papers.talk.found[HERE] = made
    desk._papers.choose(HERE, "", "slip80")
    return made


@pytest.fixture
def bar() -> Bar:
    return Bar()


@pytest.fixture
def act(desk: OpenedDesk, bar: Bar) -> PapersPresenter:
    made = PapersPresenter(
        desk._papers,
        ImmediateRunner(),
        ImmediateRunner(),
        lambda _state: None,
        bar.tell,
        bar.instead,
    )
    made.start()
    bar.messages.clear()
    bar.stands = None
    return made


def heard(act: PapersPresenter, clock: SetClock) -> None:
    """Some seconds go by."""
    clock.pass_seconds(11)
    act.refresh()
    act.refresh()


@contextmanager
def full(folder: Path) -> Iterator[Path]:
    """A disk at this place on which nothing has room."""
    with small_disk(folder, "512k") as place:
        with suppress(OSError), (place / "ballast").open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        yield place


# ---------------------------------------------------------------- 撤下


def test_what_was_taken_off_is_printed_by_no_other_key(
    desk: OpenedDesk,
    printer: SimulatedDocPrinter,
    act: PapersPresenter,
    bar: Bar,
    clock: SetClock,
) -> None:
    served(desk)
    heard(act, clock)
    act.drop()
    assert act.state.message is not None
    assert act.state.message.happened == "“受理通知书”已撤下，不再打。"
    assert act.state.facts.todo == ()
    act.print_waiting()
    heard(act, clock)
    assert len(printer.jobs) == 1
    assert bar.messages == []  # the key itself said it


def test_a_page_given_up_may_be_out_and_the_window_says_so(
    desk: OpenedDesk,
    printer: SimulatedDocPrinter,
    act: PapersPresenter,
    bar: Bar,
    clock: SetClock,
) -> None:
    case, (number,) = served(desk)
    heard(act, clock)
    printer.lose("1")
    act.drop()  # nobody can say
    heard(act, clock)
    assert act.state.facts.stages[number].stage is Stage.UNANSWERED
    assert bar.messages == []  # said where the key was pressed
    act.drop()
    assert act.state.message is not None
    assert act.state.message.happened == "“受理通知书”已撤下；可能已经打出一份。"
    assert act.state.facts.todo == ()
    heard(act, clock)
    assert bar.messages == []
    assert desk._papers.send(case, number).reprint == 1  # for there may be one


# ---------------------------------------------------------------- without a printer


def test_without_a_printer_nothing_is_called_printed(
    desk: OpenedDesk, act: PapersPresenter, bar: Bar
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    where = papers._out
    copy = papers.send(case, number)
    assert (copy.stage, copy.path) == (Stage.SAVED, str(where / f"{number}-acceptance.pdf"))
    large = papers.send(case, number, sheet="a4-large")
    assert large.stage is Stage.SAVED
    assert Path(large.path).is_file()
    act.reprint_last()
    assert bar.stands is not None
    assert bar.stands.happened == "没有打印机，“受理通知书”已存成 PDF。"
    assert bar.stands.means.startswith(f"文件在 {where}/")
    assert bar.stands.means.endswith("，页上写着“补打 3 次”。")
    act.daily()
    assert act.state.message is not None
    assert act.state.message.happened == "没有打印机，“日清单”已存成 PDF。"
    assert f"文件在 {where}/RQ" in act.state.message.means
    assert empty_words(act.state) == ("没有要打的", "没有选打印机，文书都存成 PDF。")


def test_a_folder_that_was_chosen_has_files_and_no_sheets(
    desk: OpenedDesk, tmp_path: Path
) -> None:
    case, (number,) = served(desk)
    desk._papers.choose(f"folder:{tmp_path}", "", "slip80")
    job = desk._papers.send(case, number)
    assert (job.stage, job.printer) == (Stage.SAVED, str(tmp_path))
    assert Path(job.path).parent == tmp_path
    assert Path(job.path).is_file()


def test_an_empty_list_does_not_say_of_what_was_put_away_that_it_came_out(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    heard(act, clock)
    assert empty_words(act.state) == ("没有要打的", "送出去的都打出来了。")
    served(desk)
    heard(act, clock)
    act.drop()
    assert empty_words(act.state) == ("没有要打的", "撤下的不再打；别的都打出来了。")
    assert len(printer.jobs) == 1


# ---------------------------------------------------------------- a full disk


@needs_root
def test_a_full_stick_is_no_full_store(desk: OpenedDesk, tmp_path: Path) -> None:
    case, (number,) = served(desk)
    said = "这个磁盘满了，没有存下。请清出空间，或者换一个位置再存。 办件不受影响。"
    with full(tmp_path / "stick") as place:
        with pytest.raises(Unavailable) as caught:
            desk._papers.save(case, number, "", str(place / "copy.pdf"))
        assert caught.value.code == "target_full"
        assert explain(caught.value).text == said
        assert [path.name for path in place.iterdir()] == ["ballast"]


@needs_root
def test_a_full_folder_of_pages_is_no_full_store(desk: OpenedDesk, tmp_path: Path) -> None:
    with full(tmp_path / "pages") as place:
        desk._papers._out = desk._papers.talk._out = place
        act = journey.driven(desk, journey.EIGHT_PAPERS)
        act.all_in_order()
        act.confirm()
        done = act.state.done
        assert done is not None
        assert act.state.message is not None
        assert act.state.message.text == (
            "办件已存好，文书待打印：这个磁盘满了，没有存下。请清出空间，或者换一个位置再存。 "
            "编号不变。 好了按 Ctrl P 再打。"
        )
        assert [each.stage for each in done.papers] == [Stage.WAITING]
        assert [job.stage for job in desk._papers.facts().todo] == [Stage.WAITING]


# ---------------------------------------------------------------- nothing is forgotten


def test_the_line_of_the_case_before_counts_what_did_not_come_out(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    act = journey.driven(desk, journey.EIGHT_PAPERS)
    act.all_in_order()
    act.confirm()
    done = act.state.done
    assert done is not None
    number = done.number
    printer.cancel("1")
    look(desk._papers, clock)
    act.papers_told(desk._papers.facts())
    act.next_citizen()
    assert act.state.last == f"上一件 {number} 已办，文书 1 份，待打印 1 份"
    printer.condition = Condition.PAPER_OUT
    look(desk._papers, clock)
    journey.to_papers(act, journey.EIGHT_PAPERS, "测试甲")
    act.all_in_order()
    act.confirm()
    done = act.state.done
    assert done is not None
    number = done.number
    act.next_citizen()
    assert act.state.last == f"上一件 {number} 已办，文书 1 份，待打印 1 份"
    printer.condition = Condition.READY
    look(desk._papers, clock)
    journey.to_papers(act, journey.EIGHT_PAPERS, "测试甲")
    act.all_in_order()
    act.confirm()
    done = act.state.done
    assert done is not None
    number = done.number
    act.next_citizen()
    assert act.state.last == f"上一件 {number} 已办，文书 1 份"


def test_a_badge_stands_as_long_as_a_page_waits(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    heard(act, clock)
    assert act.state.badge == ""
    served_without_paper(desk, printer, clock)
    heard(act, clock)
    assert act.state.badge == "待打印 1"
    served(desk)
    heard(act, clock)
    printer.cancel("1")
    heard(act, clock)
    assert act.state.badge == "待打印 2"
    act.print_waiting()
    heard(act, clock)
    assert act.state.badge == ""  # on their way
    for job in ("2", "3"):
        printer.lose(job)
    heard(act, clock)
    assert act.state.badge == "没有回答 2"
    act.confirm()
    act.confirm()
    assert act.state.badge == ""


# ---------------------------------------------------------------- a printer that vanished


def test_a_page_that_may_be_out_is_looked_for_before_it_is_printed_again(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, bar: Bar
) -> None:
    printer.silent = True
    intake = journey.driven(desk, journey.EIGHT_PAPERS)
    intake.all_in_order()
    intake.confirm()
    assert intake.state.message is not None
    assert intake.state.message.text == (
        "办件已存好；文书可能已经打出。 先看出纸口，再按 Ctrl P 说打出没有。"
    )
    done = intake.state.done
    assert done is not None
    number = done.documents[0].number
    act.reprint_last()
    assert bar.stands is not None
    assert bar.stands.happened == (f"上一份是“受理通知书 {number}”，可能已经打出，没有补打。")
    assert bar.stands.press == "先看出纸口，再按 Ctrl P 说打出没有。"
    assert len(printer.jobs) == 0
    printer.silent = False
    act.again()  # it does not lie there
    assert bar.happened == ""


# ---------------------------------------------------------------- test pages


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            gone(300, 62033),
            "打印机中途断开，小票可能不全。请收回不全的小票，看好电源和连线后再打印。"
            " 再打一次测试。",
        ),
        (
            gone_silent(),
            "打印服务中途没有回话，不知道是否已经收下。请先看出纸口，没有纸再重新打印。"
            " 再打一次测试。",
        ),
        (
            offline("打印机已停用"),
            "打印机已停用，什么都没有送出。请看电源和连线后再打印，或者换一台打印机。"
            " 看好电源和连线再打，或在上面换一台。",
        ),
        (
            unknown_printer("HallA4"),
            "没有叫“HallA4”的打印机，什么都没有送出。请在设置里重新选打印机。"
            " 在上面改好，按 Enter。",
        ),
    ],
    ids=["gone", "silent", "offline", "unknown"],
)
def test_a_test_that_failed_is_no_case(error: ClerkError, said: str) -> None:
    assert of_a_test(error).text == said
    assert "办件" not in elsewhere(error).text


def test_the_page_of_settings_says_so(desk: OpenedDesk) -> None:
    act = PrintSettingsPresenter(
        desk._papers, ImmediateRunner(), ImmediateRunner(), lambda _state: None
    )
    desk._papers.talk.slips[SLIPS] = SimulatedSlipPrinter(vanishes_after=300)
    desk._papers.choose("", SLIPS, "slip80")
    act.refresh()
    act.test_slip()
    assert act.state.message is not None
    assert act.state.message.text == (
        "打印机中途断开，小票可能不全。请收回不全的小票，看好电源和连线后再打印。 再打一次测试。"
    )


# ---------------------------------------------------------------- bars of before


def test_pages_that_failed_are_told_together_by_name_and_taken_back_when_out(
    desk: OpenedDesk,
    printer: SimulatedDocPrinter,
    act: PapersPresenter,
    bar: Bar,
    clock: SetClock,
) -> None:
    (_, (first,)), (_, (second,)) = served(desk), served(desk)
    heard(act, clock)
    printer.cancel("1")
    heard(act, clock)
    assert bar.happened == f"“受理通知书”没有打成：测*甲，{first}。"
    printer.cancel("2")
    heard(act, clock)
    assert bar.happened == "2 份没有打成：测*甲（2 份）。"
    told = len(bar.messages)
    act.to_row(0)
    act.again()
    heard(act, clock)
    assert bar.happened == f"“受理通知书”没有打成：测*甲，{second}。"
    act.to_row(1)
    act.drop()
    heard(act, clock)
    assert bar.happened == ""
    assert len(bar.messages) == told


def test_a_bar_put_away_does_not_come_back_when_one_page_comes_out(
    desk: OpenedDesk,
    printer: SimulatedDocPrinter,
    act: PapersPresenter,
    bar: Bar,
    clock: SetClock,
) -> None:
    for _ in range(2):
        served(desk)
    heard(act, clock)
    printer.cancel("1")
    printer.cancel("2")
    heard(act, clock)
    assert len(bar.messages) == 1
    bar.stands = None  # Esc
    act.drop()
    heard(act, clock)
    assert bar.stands is None


def test_a_page_nobody_answers_for_is_told_with_what_to_do(
    desk: OpenedDesk,
    printer: SimulatedDocPrinter,
    act: PapersPresenter,
    bar: Bar,
    clock: SetClock,
) -> None:
    _, (number,) = served(desk)
    heard(act, clock)
    printer.lose("1")
    heard(act, clock)
    assert bar.stands is not None
    assert bar.stands.text == (
        f"“受理通知书”没有回答（可能已打出）：测*甲，{number}。 先看出纸口。"
        " 按 Ctrl P 说打出没有。"
    )


def test_what_the_list_said_of_a_page_goes_when_it_is_no_longer_so(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    served_without_paper(desk, printer, clock)
    heard(act, clock)
    act.again()
    assert act.state.message is not None
    assert act.state.message.happened == "“受理通知书”已送打印机。"
    finish(printer)
    heard(act, clock)
    assert act.state.message is None


def test_what_the_preview_said_goes_when_the_page_has_come_out(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    look(papers, clock)
    seen = PreviewPresenter(
        papers, ImmediateRunner(), ImmediateRunner(), lambda _state: None, lambda _job: None
    )
    seen.told(papers.facts())
    seen.open(case, number)
    seen.print()
    assert seen.state.message is not None
    assert seen.state.message.happened.startswith("这份已经送去打印")
    finish(printer)
    look(papers, clock)
    seen.told(papers.facts())
    assert seen.state.message is None


def test_what_intake_said_of_its_papers_goes_when_they_are_out(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    printer.condition = Condition.PAPER_OUT
    look(desk._papers, clock)
    act = journey.driven(desk, journey.EIGHT_PAPERS)
    act.all_in_order()
    act.confirm()
    act.papers_told(desk._papers.facts())
    assert act.state.message is not None
    printer.condition = Condition.READY
    desk._papers.waiting()
    finish(printer)
    look(desk._papers, clock)
    act.papers_told(desk._papers.facts())
    assert act.state.message is None


# ---------------------------------------------------------------- pages of another day


def test_a_page_of_another_day_says_its_day_and_where_to_look(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    _, (lost,) = served(desk)
    printer.lose("1")
    look(papers, clock)
    _, (waits,) = served_without_paper(desk, printer, clock)
    look(papers, clock)
    today = {job.document: job.at for job in papers.facts().todo}
    assert all(len(at) == len("10:41") for at in today.values())
    day = clock.now().strftime("%m-%d")
    clock.pass_seconds(2 * 24 * 3600)
    after = {job.document: job for job in papers.facts().todo}
    assert {number: job.at for number, job in after.items()} == {
        lost: f"{day} {today[lost]}",
        waits: f"{day} {today[waits]}",
    }
    assert after[lost].said == (
        f"可能已经打出，请在 {day} 打出的纸里找：有纸就按“已打出”，没有再按“重打”"
    )


# ---------------------------------------------------------------- 日清单


def test_a_day_on_which_nothing_happened_since_is_not_numbered_again(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    served(desk)
    finish(printer)
    heard(act, clock)
    act.daily()
    first = act.state.slip
    assert first.startswith("RQ511602")
    assert act.state.look == f"/{first}"  # nowhere else, once it is printed
    finish(printer)
    heard(act, clock)
    act.daily()
    assert act.state.message is not None
    assert act.state.message.text == (
        f"出了日清单 {first} 以后没有再办过什么，没有再编号。 再按 R 补打这份，按 O 看它。"
    )
    assert act.state.look == f"/{first}"
    act.dismiss()  # Esc: not that either
    act.daily()
    act.daily()
    assert [job.title for job in printer.jobs.values()][-1] == f"日清单 {first}"
    jobs = latest_jobs(desk.counter, 2)
    assert (jobs[0].number, jobs[0].reprint) == (first, 1)
    finish(printer)
    heard(act, clock)
    served(desk)
    act.daily()
    assert act.state.slip == f"{first[:-2]}02"


def test_the_port_refuses_a_second_number_and_nothing_else(
    desk: OpenedDesk, printer: SimulatedDocPrinter
) -> None:
    papers = desk._papers
    first = papers.daily()
    with pytest.raises(Refused) as caught:
        papers.daily()
    assert caught.value.code == "nothing_since"
    papers.drop(first.id)
    again = papers.daily(again=True)
    assert (again.document, again.reprint) == (first.document, 0)
    assert [job.state for job in latest_jobs(desk.counter, 2)] == [
        JobStage.HANDED, JobStage.PUT_AWAY,
    ]  # fmt: skip
    assert len(printer.jobs) == 2
