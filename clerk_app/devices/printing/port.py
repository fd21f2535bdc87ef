"""What a printer is to the rest of the program: two ports, what they answer, what goes wrong.

`DocPrinter` takes whole PDF pages and hands them to a spooler, which answers later what became
of the job. `SlipPrinter` takes the bytes of a ticket slip and answers at once.

Every driver says one of these `Unavailable` codes, and no other:

    printer_unknown  no printer of that name or address; nothing was sent
    printer_offline  switched off, unplugged, stopped, held by another; nothing was sent
    paper_out        no paper; nothing was sent
    cover_open       the cover is open; nothing was sent
    printer_jammed   paper stuck or the cutter blocked; nothing was sent
    printer_attention  somebody has to look at it: no toner, the tray of finished pages is
                     full, a question on its own screen; nothing was sent
    printer_gone     it stopped answering after sending began: how much came out is not known,
                     so the paper must be looked for before it is printed again

Whoever offers a page again may do so freely after the first six; after `printer_gone` the
clerk has to say that no paper came out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from clerk_app.kernel.errors import Unavailable


class JobState(StrEnum):
    """How far a job is. `UNKNOWN`: nobody can say whether it came out, the clerk has to look."""

    QUEUED = "queued"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Condition(StrEnum):
    """How a printer stands. `UNKNOWN`: it does not tell; it may be ready."""

    READY = "ready"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    JAMMED = "jammed"
    ATTENTION = "attention"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a job, and a Chinese sentence for the clerk."""

    state: JobState
    words: str


@dataclass(frozen=True, slots=True)
class State:
    """How a printer stands now, and a Chinese sentence for the clerk."""

    condition: Condition
    words: str


class DocPrinter(Protocol):
    """A printer of pages behind a spooler. `name` is the queue as the clerk knows it."""

    name: str

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        """Hand over a PDF file and return the spooler's name of the job.

        `title` stands in the spooler's list, which others can read: kind and number, never a
        person's name. `copies` is at least 1, each on a sheet of its own, one side of paper of
        the page's own size, whatever the queue is set to. An empty tray does not refuse a job:
        the spooler keeps it, and `ask` says what it waits for. Raises `Unavailable`:
        `printer_unknown`, `printer_offline`, or `printer_gone` where the spooler fell silent with
        the job in hand.
        """
        ...

    def ask(self, job: str) -> Answer:
        """What became of a job. Never raises: a silent or forgetful spooler is `UNKNOWN`."""
        ...

    def take_back(self, job: str) -> Answer:
        """Take a job off the queue, so that it cannot come out later. Never raises.

        `FAILED`: it is off and nothing of it came out; `DONE`: it is printed already; `QUEUED` or
        `PRINTING`: it is still there and cannot be taken off now; `UNKNOWN`: nobody can say, part
        of it may have come out.
        """
        ...

    def clear(self, job: str) -> None:
        """The job is settled and written down: have the spooler remove what it keeps of it, page
        and title, as far as it lets us. A job that has not ended is left alone. Never raises."""
        ...

    def state(self) -> State:
        """How the printer stands now. Never raises."""
        ...


class SlipPrinter(Protocol):
    """A ticket printer that is fed bytes directly. `name` is what the clerk calls it."""

    name: str

    def write(self, data: bytes) -> Answer:
        """Send the bytes of one slip, in order and whole.

        `DONE` where the printer itself said that it has worked through them, `UNKNOWN` where it
        took them and does not answer. Raises `Unavailable` with any code of this module.
        """
        ...

    def state(self) -> State:
        """How the printer stands now. Never raises."""
        ...


STATE_WORDS: Mapping[Condition, str] = {
    Condition.READY: "打印机就绪",
    Condition.PAPER_OUT: "打印机缺纸，请放纸",
    Condition.COVER_OPEN: "打印机盖子开着，请合上",
    Condition.OFFLINE: "打印机没有联机，请看电源和连线",
    Condition.JAMMED: "打印机卡纸或者切刀卡住，请清理后合上盖子",
    Condition.ATTENTION: "打印机要人处理，请看它的屏幕和指示灯",
    Condition.UNKNOWN: "打印机不报告状态，请看一眼纸和指示灯",
}
"""What a clerk is told of each condition."""

NOTHING_SENT = frozenset(
    {
        "printer_unknown",
        "printer_offline",
        "paper_out",
        "cover_open",
        "printer_jammed",
        "printer_attention",
    }
)
"""The codes after which a page may be offered again freely."""

JOB_WORDS: Mapping[JobState, str] = {
    JobState.QUEUED: "正在排队，还没有开始打印",
    JobState.PRINTING: "正在打印",
    JobState.DONE: "已打印",
    JobState.FAILED: "没有打印出来，可以重新打印",
    JobState.UNKNOWN: "不知道是否已经打印，请先看出纸口，没有纸再重新打印",
}
"""What a clerk is told of each state of a job."""

_REFUSALS: Mapping[Condition, tuple[str, str]] = {
    Condition.PAPER_OUT: ("paper_out", "打印机缺纸，什么都没有送出。请放纸后再打印"),
    Condition.COVER_OPEN: ("cover_open", "打印机盖子开着，什么都没有送出。请合上后再打印"),
    Condition.OFFLINE: (
        "printer_offline",
        "打印机没有联机，什么都没有送出。请看电源和连线后再打印，或者换一台打印机",
    ),
    Condition.JAMMED: (
        "printer_jammed",
        "打印机卡纸或者切刀卡住，什么都没有送出。请清理后再打印",
    ),
    Condition.ATTENTION: (
        "printer_attention",
        "打印机要人处理，什么都没有送出。请看它的屏幕和指示灯，处理好再打印",
    ),
}


def state_of(condition: Condition) -> State:
    """The condition with its usual words."""
    return State(condition, STATE_WORDS[condition])


TAKEN_BACK = Answer(JobState.FAILED, "已从打印队列里撤下，没有打印出来")
"""A job that was still waiting and is off the queue now."""


def answer_of(state: JobState) -> Answer:
    """The state of a job with its usual words."""
    return Answer(state, JOB_WORDS[state])


def refuse_unready(condition: Condition) -> None:
    """Raise the `Unavailable` of a printer that cannot print now, before anything is sent.

    `READY` and `UNKNOWN` pass: many a cheap printer tells nothing and prints well.
    """
    if condition in _REFUSALS:
        raise Unavailable(*_REFUSALS[condition])


def unknown_printer(name: str) -> Unavailable:
    """No printer of that name or address."""
    return Unavailable(
        "printer_unknown",
        f"没有叫“{name}”的打印机，什么都没有送出。请在设置里重新选打印机",
    )


def offline(reason: str) -> Unavailable:
    """The printer cannot be reached; `reason` is a Chinese clause that says why."""
    return Unavailable(
        "printer_offline",
        f"{reason}，什么都没有送出。请看电源和连线后再打印，或者换一台打印机",
    )


class Gone(Unavailable):
    """The printer vanished after at most `sent` of `total` bytes; a clerk is told no bytes."""

    def __init__(self, sent: int, total: int) -> None:
        super().__init__(
            "printer_gone",
            "打印机中途断开，小票可能不全。请收回不全的小票，看好电源和连线后再打印",
        )
        self.sent, self.total = sent, total


def gone(sent: int, total: int) -> Unavailable:
    """The printer vanished after at most `sent` of `total` bytes."""
    return Gone(sent, total)


def gone_silent() -> Unavailable:
    """The spooler fell silent with the job in hand."""
    return Unavailable(
        "printer_gone",
        "打印服务中途没有回话，不知道是否已经收下。请先看出纸口，没有纸再重新打印",
    )
