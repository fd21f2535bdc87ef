"""An opened workstation behind the window. Heavy: imported in the worker only."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clerk_app.deeds.call_ticket import call_next, close_ticket, current, recall, todays
from clerk_app.deeds.counter import Hall, hall
from clerk_app.deeds.sweep_pages import sweep_halves, sweep_pages
from clerk_app.desk.actions import CallAct
from clerk_app.desk.background import BackgroundRunner
from clerk_app.desk.frame import FrameFacts, Link, QueueFacts, WaitingClass
from clerk_app.desk.opened_case_lists import CaseLists
from clerk_app.desk.opened_cases import OpenedCases
from clerk_app.desk.opened_catalogue import OpenedCatalogue
from clerk_app.desk.opened_catalogue_admin import OpenedCatalogueAdmin
from clerk_app.desk.opened_intake import OpenedIntake
from clerk_app.desk.opened_limits import OpenedLimits, OpenedOwed
from clerk_app.desk.opened_local_rules import OpenedLocalRules
from clerk_app.desk.opened_papers import OpenedPapers
from clerk_app.kernel.clock import parse_stamp, stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.queueing.model import Ticket, TicketState
from clerk_app.queueing.rules import next_ticket
from clerk_app.storage.facts import fact
from clerk_app.storage.practice import is_practice
from clerk_app.sync import engine

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from clerk_app.deeds.counter import Counter
    from clerk_app.desk.bundle_port import BundlePort
    from clerk_app.desk.case_port import CasesPort
    from clerk_app.desk.catalogue_port import CataloguePort
    from clerk_app.desk.frame import FramePort
    from clerk_app.desk.intake_port import IntakePort
    from clerk_app.desk.item_port import ItemPort
    from clerk_app.desk.limits import LimitsPort
    from clerk_app.desk.local_rules import LocalRulesPort
    from clerk_app.desk.owed import OwedPort
    from clerk_app.desk.palette_port import PalettePort
    from clerk_app.desk.paper_port import PaperPort
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.clock import Clock

RETRY_MS = 15_000
"""Between exchanges while something is unsent, or the last one failed."""
IDLE_MS = 60_000
"""Between exchanges that only ask what is new."""
PRINTED = "printed"
"""The folder of printed pages inside the data folder, when no other is given."""


class OpenedDesk:
    """`desk.frame.Desk` on a real `Counter`.

    `opening` is what `bootstrap.Workstation.open` returns: entered here, left by `close`, both
    in the worker. `background` runs the exchange with the hall; a thread of its own by default.
    """

    def __init__(
        self,
        opening: AbstractContextManager[Counter],
        *,
        out: Path | None = None,
        background: Runner | None = None,
    ) -> None:
        self._stack = ExitStack()
        self.counter = self._stack.enter_context(opening)
        own = BackgroundRunner() if background is None else None
        if own is not None:
            self._stack.callback(own.close)  # before the store: an exchange may still write
        paper_own = BackgroundRunner() if background is None else None
        if paper_own is not None:  # a printer that is slow to answer keeps nothing else waiting
            self._stack.callback(paper_own.close)
        folder = out or self.counter.folder / PRINTED
        with suppress(ClerkError):  # a read-only disk is told when something is printed
            sweep_halves(folder, self.counter.clock.now())
            if out is None:
                sweep_pages(folder, self.counter.clock.now())
        self._frame = OpenedFrame(self.counter, background or own, own)
        self._papers = OpenedPapers(self.counter, folder, background or paper_own)
        self._stack.callback(self._papers.close)  # the first to go: what is being sent ends
        self._intake = OpenedIntake(self.counter, self._papers)
        self._cases = OpenedCases(self.counter, self._papers)
        self._owed = OpenedOwed(self.counter)
        self._limits = OpenedLimits(self.counter, self._papers)
        self._catalogue = OpenedCatalogue(self.counter, folder)
        self._catalogue_admin = OpenedCatalogueAdmin(self.counter)
        self._local_rules = OpenedLocalRules(self.counter)

    @property
    def clock(self) -> Clock:
        """The clock of the workstation."""
        return self.counter.clock

    @property
    def frame(self) -> FramePort:
        """The port of the frame."""
        return self._frame

    @property
    def intake(self) -> IntakePort:
        """The port of the intake screen."""
        return self._intake

    @property
    def cases(self) -> CasesPort:
        """The port of the cases screen."""
        return self._cases

    @property
    def papers(self) -> PaperPort:
        """The port of everything that is printed."""
        return self._papers

    @property
    def owed(self) -> OwedPort:
        """The port of 补正与容缺."""
        return self._owed

    @property
    def limits(self) -> LimitsPort:
        """The port of 时限."""
        return self._limits

    @property
    def palette(self) -> PalettePort:
        """The port of the search box."""
        return self._catalogue

    @property
    def items(self) -> ItemPort:
        """The port of the item page."""
        return self._catalogue

    @property
    def bundles(self) -> BundlePort:
        """The port of the page of a bundle."""
        return self._catalogue

    @property
    def catalogue(self) -> CataloguePort:
        """The port of the catalogue's administration."""
        return self._catalogue_admin

    @property
    def local_rules(self) -> LocalRulesPort:
        """The port of 本地规定."""
        return self._local_rules

    def close(self) -> None:
        """Let a running exchange end, write the status, close the store."""
        self._stack.close()


@dataclass(slots=True)
class _Tried:
    """The last exchange with the hall."""

    at_ms: int | None = None
    good: bool = False
    running: bool = False


class OpenedFrame:
    """`desk.frame.FramePort`: queue, link, calendar. Also keeps the exchange going."""

    def __init__(
        self, counter: Counter, background: Runner | None, own: BackgroundRunner | None
    ) -> None:
        self._counter, self._background, self._own = counter, background, own
        self._tried = _Tried()
        self._lists = CaseLists(counter)

    def facts(self) -> FrameFacts:
        """Everything of the frame in one snapshot; starts an exchange when one is due."""
        if self._own is not None:
            self._own.raise_bug()
        counter = self._counter
        with counter.store.reading() as db:
            here = hall(db)
            paired = bool(fact(db, "hall_key")) and bool(here.url)
            unsent, oldest = counter.journal.unsent(db)
            tickets = todays(db, counter)
            badges = self._lists.badges(db)
            practice = is_practice(db)
        if paired:
            self._exchange(unsent)
        return FrameFacts(
            hall=here.name,
            window=_window(here, counter.window),
            clerk=counter.clerk.name,
            link=Link(
                online=paired and self._tried.good,
                unsent=unsent,
                oldest_at=parse_stamp(oldest) if oldest else None,
            ),
            queue=queue_facts(tickets, counter.window, counter.clock.now()),
            workday=self._workday(counter.today()),
            badges=badges,
            practice=practice,
        )

    def call(self, act: CallAct) -> None:
        """F1 and F2. Raises `Refused` (`nobody_waits`, `nobody_called`, `not_built`)."""
        counter = self._counter
        if act is CallAct.RECALL:
            recall(counter)
        elif act is CallAct.CALL:
            with counter.store.reading() as db:
                tickets = todays(db, counter)
            next_ticket(tickets)  # nobody waits: whoever is here stays
            if current(tickets, counter.window) is not None:
                close_ticket(counter)
            call_next(counter)
        else:
            raise Refused("not_built", "这个叫号键还没有接通，请照大厅原来的办法")

    def _workday(self, day: date) -> bool | None:
        calendar = self._counter.calendar
        return calendar.is_workday(day) if day.year in calendar.years else None

    def _exchange(self, unsent: int) -> None:
        now, tried = self._counter.clock.monotonic_ms(), self._tried
        pause = RETRY_MS if unsent or not tried.good else IDLE_MS
        due = tried.at_ms is None or now - tried.at_ms >= pause
        if not due or tried.running or self._background is None:
            return
        tried.running, tried.at_ms = True, now
        self._background.run(self._synchronise, self._exchanged, self._apart)

    def _synchronise(self) -> None:
        counter = self._counter
        made_at = stamp(counter.clock.now())
        engine.synchronise(counter.store, counter.journal, made_at=made_at)

    def _exchanged(self, _nothing: None) -> None:
        self._tried.running, self._tried.good = False, True

    def _apart(self, _error: ClerkError) -> None:
        """Whatever it was: the window goes on offline, the next exchange tries again."""
        self._tried.running, self._tried.good = False, False


def queue_facts(tickets: tuple[Ticket, ...], window: str, now: datetime) -> QueueFacts:
    """The call bar from the tickets of the day. Only keys that do something are allowed."""
    serving = current(tickets, window)
    waiting = [ticket for ticket in tickets if ticket.state is TicketState.WAITING]
    longest = None
    if waiting:
        first = min(parse_stamp(ticket.taken_at) for ticket in waiting)
        longest = max(0, int((now - first).total_seconds()) // 60)
    allowed = {CallAct.CALL} | ({CallAct.RECALL} if serving else set())
    return QueueFacts(
        ticket=serving.label if serving else "",
        what="办理中" if serving else "",
        since=parse_stamp(serving.called_at) if serving else None,
        times_called=serving.calls if serving else 0,
        waiting=(WaitingClass("普通", len(waiting)),),
        longest_minutes=longest,
        allowed=frozenset(allowed),
        likely=None if serving else CallAct.CALL,
    )


def _window(here: Hall, window: str) -> str:
    sample = "·示例" if here.sample and not here.station else ""
    return f"{window} 号窗口{sample}"
