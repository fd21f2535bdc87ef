"""A hall in this process, and a way to a paired workstation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hall_server.station import Station
from tests.support.hall import HallApp


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallApp]:
    with HallApp(tmp_path) as app:
        yield app


@pytest.fixture
def paired(hall: HallApp) -> Callable[[], Station]:
    """Makes workstations that the hall has enrolled, each with a station number of its own."""

    def make() -> Station:
        station = Station()
        station.enrol(hall, hall.enrol_code())
        return station

    return make
