"""登记站点编号: the number the hall gave, where no pairing gives it."""

from __future__ import annotations

from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.initialise import assign_station, check_station
from clerk_app.kernel.errors import Refused
from clerk_app.storage.stations import check_never_held


def assign(counter: Counter, station: str) -> None:
    """Let this workstation number under `station`.

    Raises `Misused` (`bad_station`), `Refused` (`not_allowed`, `station_held`: it has one
    already; `station_spent`: it held this one before it was restored).
    """
    counter.viewer.require_administration()
    check_station(station)
    with counter.store.transaction() as db:
        held = hall(db).station
        if held:
            raise Refused("station_held", f"本机的站点编号是 {held}，不能改")
        check_never_held(db, station)
        assign_station(db, counter.journal, station, counter.act())
