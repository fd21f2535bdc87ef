"""Two stations and a hall: whatever the order of work, push, pull, rebuild and a restored hall,
every table is what the events say, and in the end both stations say the same."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import func, select

from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from clerk_app.storage.journal import Received, events_of
from clerk_app.storage.schema import events
from tests.support.stores import CASE, OTHER_CASE, Station, station

CASES = (CASE, OTHER_CASE)
SHARED = ("cases", "number_series", "tickets")
TEMPLATE: list[Path] = []
MEMORY = Path("/dev/shm")  # noqa: S108 - no disk is tested here

WHICH = st.sampled_from([0, 1])
COUNT = st.integers(1, 6)


@pytest.fixture(autouse=True, scope="module")
def _template(template: Path) -> None:
    TEMPLATE.append(template)


class Hall:
    """The hall's log as a list. It can forget its end, as after a restore."""

    def __init__(self) -> None:
        self.log: list[Event] = []

    def holds(self, device: str) -> int:
        return sum(e.header.device == device for e in self.log)


class Halls(RuleBasedStateMachine):
    """The machine; `cursors` is how much of the log each station has read, and what it saw."""

    @initialize()
    def begin(self) -> None:
        self.stack = ExitStack()
        folder = Path(tempfile.mkdtemp(prefix="model-", dir=MEMORY if MEMORY.is_dir() else None))
        self.stack.callback(shutil.rmtree, folder)
        self.hall = Hall()
        self.stations: list[Station] = [
            self.stack.enter_context(station(TEMPLATE[0], folder / name)) for name in "ab"
        ]
        self.read: list[list[Event]] = [[], []]
        self.own = []
        for here in self.stations:
            with here.store.reading() as db:
                self.own.append(here.journal.own_device(db).device)

    def teardown(self) -> None:
        if hasattr(self, "stations"):
            self.settle()
        if hasattr(self, "stack"):
            self.stack.close()

    # ---------------------------------------------------------------- acts

    @rule(which=WHICH, case=st.sampled_from(CASES), item=st.sampled_from("甲乙"))
    def receive_case(self, which: int, case: str, item: str) -> None:
        body: Body = {"item": item, "item_name": item * 2, "received_on": "2026-03-02"}
        self.stations[which].record("case.received", body, case=case, base_ver=0)

    @rule(
        which=WHICH,
        case=st.sampled_from(CASES),
        outcome=st.sampled_from(["accepted", "not_needed", "returned_for_correction"]),
        ver=st.integers(-1, 3),
    )
    def decide(self, which: int, case: str, outcome: str, ver: int) -> None:
        self.stations[which].record("case.decided", {"outcome": outcome}, case=case, base_ver=ver)

    @rule(which=WHICH, case=st.sampled_from(CASES), n=st.integers(1, 3), printed=st.booleans())
    def document(self, which: int, case: str, n: int, printed: bool) -> None:
        kind = "document.printed" if printed else "document.issued"
        body: Body = {"number": f"{case}-0{n}", "kind": f"k{which}"}
        self.stations[which].record(kind, body, case=case)

    @rule(which=WHICH, case=st.sampled_from(CASES), level=st.integers(1, 5))
    def rate(self, which: int, case: str, level: int) -> None:
        self.stations[which].record("case.rated", {"level": level}, case=case)

    @rule(
        which=WHICH,
        kind=st.sampled_from(["ticket.taken", "ticket.called", "ticket.closed"]),
        label=st.sampled_from(["A001", "A002"]),
    )
    def ticket(self, which: int, kind: str, label: str) -> None:
        body: Body = {"day": "2026-03-02", "label": label, "window": f"{which}"}
        self.stations[which].record(kind, body)

    @rule(which=WHICH, clerk=st.sampled_from(["c1", "c2"]), name=st.sampled_from("丙丁"))
    def clerk(self, which: int, clerk: str, name: str) -> None:
        body: Body = {"clerk": clerk, "name": f"{name}{which}", "roles": ["clerk"]}
        self.stations[which].record("clerk.added", body)

    @rule(which=WHICH, case=st.sampled_from(CASES))
    def strange(self, which: int, case: str) -> None:
        self.stations[which].record("case.not_yet_invented", {"x": which}, case=case)

    # ---------------------------------------------------------------- exchange

    @rule(which=WHICH, count=COUNT)
    def push(self, which: int, count: int) -> None:
        """The next events the hall lacks of this device."""
        here, device = self.stations[which], self.own[which]
        held = self.hall.holds(device)
        with here.store.reading() as db:
            self.hall.log += events_of(db, device, held + 1, held + count)

    @rule(which=WHICH, count=COUNT, twice=st.booleans())
    def pull(self, which: int, count: int, twice: bool) -> None:
        """A page of the log; from its beginning when it is not the log that was read before."""
        here, seen = self.stations[which], self.read[which]
        with here.store.transaction() as db:
            if self.hall.log[: len(seen)] != seen:
                here.journal.forget_hall_numbers(db)
                seen.clear()
                return
            page = self.hall.log[len(seen) : len(seen) + count]
            received = [Received(e, len(seen) + n) for n, e in enumerate(page, 1)]
            for _ in range(1 + twice):
                here.journal.receive(db, received)
        seen += page

    @precondition(lambda self: len(self.hall.log) > 2)
    @rule(left=st.integers(0, 100))
    def restore_hall(self, left: int) -> None:
        """The hall is restored from a backup and has forgotten the end of its log."""
        del self.hall.log[len(self.hall.log) * left // 100 :]

    # ---------------------------------------------------------------- what must hold

    @rule(which=WHICH)
    def rebuild(self, which: int) -> None:
        here = self.stations[which]
        with here.store.transaction() as db:
            before = here.rows_in(db)
            here.journal.rebuild(db)
            assert here.rows_in(db) == before
            assert here.journal.verify(db).ok

    def settle(self) -> None:
        """Exchange until both have all of it."""
        most = 0
        for here in self.stations:
            with here.store.reading() as db:
                most += db.execute(select(func.count()).select_from(events)).scalar_one()
        for _ in range(3):
            for which in (0, 1):
                self.push(which, most)
                self.pull(which, most, False)
                self.pull(which, most, False)
        rows: list[dict[str, Any]] = []
        for which, here in enumerate(self.stations):
            self.rebuild(which)
            found = here.rows()
            rows.append({name: found[name] for name in SHARED})
            assert len(here.events()) == len(self.hall.log)
        assert rows[0] == rows[1]


TestHalls = Halls.TestCase
TestHalls.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
