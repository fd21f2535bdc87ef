"""异地代收 through a real hall: seen where it is decided, with the whole chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.rules.papers import due
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.intake import store as intake
from clerk_app.intake.model import (
    Application,
    CaseState,
    CheckedPaper,
    OtherHall,
    PaperState,
    Party,
)
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.storage.facts import set_fact
from clerk_app.sync import engine
from tests.support.commands import PASSPHRASE
from tests.sync.conftest import Join

THERE = OtherHall("511602", "测试市示例局")


def exchange(counter: Counter) -> None:
    at = stamp(counter.clock.now())
    engine.synchronise(counter.store, counter.journal, url="", made_at=at)


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    at = counter.clock.now().isoformat()
    act_on_case(counter, number, read_act(name, {"at": at, **fields}))


def case(counter: Counter, number: str) -> CaseState:
    with counter.store.reading() as db:
        return intake.case(db, counter.viewer, number)


def test_a_collected_case_is_seen_and_decided_at_the_other_station(
    stations: list[Path], join: Join
) -> None:
    join(stations[0], "0001")
    join(stations[1], "0002")
    with Workstation().open(stations[1], PASSPHRASE) as there, there.store.transaction() as db:
        set_fact(db, "hall_name", THERE.name)  # another body of the county, at the same server
    with (
        Workstation().open(stations[0], PASSPHRASE) as here,
        Workstation().open(stations[1], PASSPHRASE) as there,
    ):
        with here.store.reading() as db:
            item = catalogue.item(db, "SL-0001")
        answers = tuple((s.key, s.answers[-1].value) for s in item.situations)
        names = [m.name for m in due(item, dict(answers))]
        person = Party("person", "测试𬱖䶮")
        number = collect(
            here,
            Application(
                "SL-0001",
                here.clock.now(),
                person,
                situations=answers,
                papers=tuple(CheckedPaper(n, PaperState.IN_ORDER, copies=1) for n in names),
                agent=person,
                for_hall=THERE,
            ),
        ).number
        act(here, number, "dispatch", parcel={"method": "courier", "waybill": "K1"})
        exchange(here)
        exchange(there)
        assert [link.holder for link in case(there, number).custody] == [
            case(here, number).custody[0].holder,
            "",
        ]
        act(there, number, "take_over", handover={"by": "王测试"})
        papers = [{"name": name, "state": "in_order"} for name in names]
        by = {"materials": papers, "provisional_approved_by": there.clerk.id}
        with pytest.raises(Refused) as refusal:
            act(there, number, "supply", **by)
        assert refusal.value.code == "not_confirmed"
        exchange(there)
        act(there, number, "supply", **by)
        exchange(there)
        exchange(here)
        seen = case(here, number)
        assert seen == case(there, number)
        assert (seen.state, seen.custody[-1].holder) == ("accepted", THERE.name)
        assert [d.number[-2:] for d in seen.documents] == ["01", "02", "51", "52"]
        at = stamp(here.clock.now())
        view = engine.case_at_hall(here.store, here.journal, number, at)
        assert view.outcome == "accepted"
