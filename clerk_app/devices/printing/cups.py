"""Pages through CUPS: `lp` hands over the PDF as it is, IPP asks the server what came of it.

A stopped queue is refused, since CUPS would keep the page and print it whenever somebody starts
the queue again, days later perhaps. An empty tray is not: the printer only finds out while it
prints, and goes on by itself once it has paper.
"""

from __future__ import annotations

import getpass
import os
import re
import subprocess
from contextlib import suppress
from pathlib import Path

from clerk_app.devices.printing.ipp import (
    JobSaid,
    NotFound,
    QueueSaid,
    Silent,
    ask_job,
    ask_queue,
    cancel_job,
    list_queues,
    purge_job,
)
from clerk_app.devices.printing.paper import paper_of
from clerk_app.devices.printing.port import (
    STATE_WORDS,
    TAKEN_BACK,
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    gone_silent,
    offline,
    unknown_printer,
)

_ASK_WITHIN = 5.0
_LIST_WITHIN = 2.0
_LP_WITHIN = 30.0
_STOPPED = 5
_ENDED = (7, 8, 9)
_NUMBERS_END = 2**31
_AWAY = "offline"
"""CUPS itself says of a printer that is unplugged no more than `offline-report`."""
_CONNECTING = "connecting-to-device"
"""Said at the beginning of every page: it is in the way only where the printer has stopped."""
_REASONS = (
    (("cover-open", "door-open", "interlock-open"), Condition.COVER_OPEN, ""),
    (("media-empty", "media-needed"), Condition.PAPER_OUT, ""),
    (("media-jam",), Condition.JAMMED, ""),
    (("output-area-full",), Condition.ATTENTION, "打印机出纸口的纸满了，请取走"),
    (
        ("marker-supply-empty", "toner-empty"),
        Condition.ATTENTION,
        "打印机没有墨粉或墨水了，请换好",
    ),
    ((_AWAY, "shutdown", "timed-out"), Condition.OFFLINE, ""),
)
_JOB_STATES = {
    3: JobState.QUEUED,
    4: JobState.QUEUED,
    5: JobState.PRINTING,
    6: JobState.QUEUED,
    7: JobState.FAILED,
    8: JobState.FAILED,
    9: JobState.DONE,
}
_WAITING = {
    Condition.PAPER_OUT: "打印机缺纸，这份在等着；放纸后会自己接着打，不要再按打印",
    Condition.COVER_OPEN: "打印机盖子开着，这份在等着；合上后会自己接着打，不要再按打印",
    Condition.JAMMED: "打印机卡纸，这份在等着；清理后会自己接着打，不要再按打印",
    Condition.OFFLINE: "打印机没有联机，这份在等着；联机后会自己接着打，不要再按打印",
    Condition.ATTENTION: "打印机要人处理，这份在等着；处理好后会自己接着打，不要再按打印",
}
_TAKEN = re.compile(r"request id is (\S+-\d+) ")
_NOT_TAKEN = ("does not exist", "not accepting")


def queues(server: str = "localhost:631", *, within: float = _LIST_WITHIN) -> tuple[str, ...]:
    """The queues of a server by name, for whoever has to choose one; none where it is silent."""
    try:
        return tuple(name for name in list_queues(server, within=within) if name.isprintable())
    except Silent:
        return ()


class CupsPrinter:
    """A queue of a CUPS server. `server` is `host:port`; both are fixed by the hall's settings."""

    def __init__(
        self, name: str, *, server: str = "localhost:631", within: float = _ASK_WITHIN
    ) -> None:
        self.name = name
        self._server = server
        self._within = within

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        """See `DocPrinter.submit`. The job is `queue-number`, and the server's UUID after a
        blank: numbers start again when a server is set up anew."""
        paper = paper_of(pdf)  # a page that cannot be read is no fault of the printer
        self._refuse_stopped()
        words = ["lp", "-h", self._server, "-d", self.name, "-n", str(copies), "-t", title]
        words += ["-o", "sides=one-sided", *(["-o", f"media={paper}"] if paper else [])]
        try:
            done = subprocess.run(  # noqa: S603  # a list of words, no shell
                [*words, "--", str(pdf.resolve())],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
                timeout=_LP_WITHIN,
            )
        except FileNotFoundError as error:
            raise offline("这台电脑没有装打印服务（cups-client）") from error
        except OSError as error:  # it could not be started, so it sent nothing
            raise offline("这个账户不能用打印命令 lp，请管理员看一下") from error
        except subprocess.TimeoutExpired as error:
            raise gone_silent() from error
        taken = _TAKEN.search(done.stdout.decode(errors="replace"))
        if done.returncode == 0 and taken:
            return self._with_uuid(taken[1])
        said = done.stderr.decode(errors="replace")
        if any(words in said for words in _NOT_TAKEN):
            self._refuse_stopped()
            raise offline("打印服务没有收下")
        raise gone_silent()

    def ask(self, job: str) -> Answer:
        """See `DocPrinter.ask`. A job whose UUID is another one is not ours: `UNKNOWN`."""
        try:
            said = self._said(job)
        except Silent:
            return _SILENT
        except NotFound:
            return answer_of(JobState.UNKNOWN)
        state = _job_state(said)
        if state in (JobState.QUEUED, JobState.PRINTING):
            waits_for = self._waits_for()
            if waits_for:
                return Answer(state, waits_for)
        return answer_of(state)

    def take_back(self, job: str) -> Answer:
        """See `DocPrinter.take_back`. Cancel-Job as the user who sent it; a job the printer had in
        hand is off the queue too, but part of it may have come out."""
        try:
            self._said(job)  # ours, and not another one's of the same number
            user = getpass.getuser()
            cancel_job(self._server, self.name, _number(job), user, within=self._within)
            said = self._said(job)
        except Silent:
            return _SILENT
        except (NotFound, OSError, KeyError):  # the last two: nobody knows who we are
            return answer_of(JobState.UNKNOWN)
        state = _job_state(said)
        return TAKEN_BACK if state is JobState.FAILED else answer_of(state)

    def clear(self, job: str) -> None:
        """See `DocPrinter.clear`. CUPS keeps the files of a job for a day and its title longer,
        unless its settings say otherwise (`PreserveJobFiles No`)."""
        with suppress(Silent, NotFound, OSError, KeyError):
            if self._said(job).state in _ENDED:
                user = getpass.getuser()
                purge_job(self._server, self.name, _number(job), user, within=self._within)

    def state(self) -> State:
        """See `DocPrinter.state`. Reasons are those the printer's driver last reported."""
        try:
            said = ask_queue(self._server, self.name, within=self._within)
        except Silent:
            return State(Condition.OFFLINE, "打印服务没有运行，请管理员看一下，或者换一台打印机")
        except NotFound:
            return State(Condition.OFFLINE, f"没有叫“{self.name}”的打印机，请在设置里重新选打印机")
        return _state(said)

    def _said(self, job: str) -> JobSaid:
        """What the server says of a job of ours. One whose UUID could not be kept is believed only
        by a server that gives none. Raises `Silent`, `NotFound`."""
        uuid = job.partition(" ")[2]
        said = ask_job(self._server, self.name, _number(job), within=self._within)
        if said.uuid != uuid:
            raise NotFound
        return said

    def _waits_for(self) -> str:
        """What is in the way of a page that has not come out, or may be."""
        try:
            said = ask_queue(self._server, self.name, within=self._within)
        except (Silent, NotFound):
            return _WAITING[Condition.OFFLINE]
        condition = _state(said).condition
        hint = _reason(said.hints)[1]
        if condition is Condition.READY and hint:  # it may be printing from another tray
            return f"打印机报告：{hint}。还没打出来的，处理好后会自己接着打，不要再按打印"
        return _WAITING.get(condition, "")

    def _refuse_stopped(self) -> None:
        try:
            said = ask_queue(self._server, self.name, within=self._within)
        except Silent as error:
            raise offline("打印服务没有运行") from error
        except NotFound as error:
            raise unknown_printer(self.name) from error
        if said.state == _STOPPED:
            raise offline("打印机已停用")
        if not said.accepting:
            raise offline("打印机暂不接收打印")

    def _with_uuid(self, job: str) -> str:
        try:
            number = int(job.rpartition("-")[2])
            uuid = ask_job(self._server, self.name, number, within=self._within).uuid
        except (Silent, NotFound):
            return job
        return f"{job} {uuid}" if uuid else job


_SILENT = Answer(
    JobState.UNKNOWN,
    "打印服务没有回答，不知道是否已经打印，请先看出纸口，没有纸再重新打印",
)


def _job_state(said: JobSaid) -> JobState:
    """A job that was cancelled or given up (7, 8) with the printer at it: part of it may have come
    out, or all of one copy, so nobody claims that nothing did."""
    state = _JOB_STATES.get(said.state, JobState.UNKNOWN)
    return JobState.UNKNOWN if state is JobState.FAILED and said.began else state


def _number(job: str) -> int:
    """The number in the name of a job. Raises `NotFound`."""
    number = job.partition(" ")[0].rpartition("-")[2]
    if not (number.isascii() and number.isdecimal() and int(number) < _NUMBERS_END):
        raise NotFound
    return int(number)


def _reason(given: frozenset[str]) -> tuple[Condition, str]:
    """The nearest cause among reasons, and its own words; `READY` where there is none."""
    for reasons, condition, words in _REASONS:
        if given.intersection(reasons):
            return condition, words or STATE_WORDS[condition]
    return Condition.READY, ""


def _state(said: QueueSaid) -> State:
    in_the_way = said.reasons | (said.hints & {_AWAY})
    if said.state == _STOPPED and _CONNECTING in said.reasons | said.hints:
        in_the_way |= {_AWAY}
    condition, words = _reason(in_the_way)
    if condition is not Condition.READY:
        return State(condition, words)
    if said.state == _STOPPED or "paused" in said.reasons:
        return State(Condition.OFFLINE, "打印机已停用，请管理员启用，或者换一台打印机")
    if not said.accepting:
        return State(Condition.OFFLINE, "打印机暂不接收打印，请管理员看一下，或者换一台打印机")
    ready = STATE_WORDS[Condition.READY]
    hint = _reason(said.hints)[1]
    return State(Condition.READY, f"{ready}，但是它报告：{hint}" if hint else ready)
