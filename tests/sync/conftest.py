"""A real hall server, and workstations that belong to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.sync import engine
from tests.support.commands import PASSPHRASE, SAMPLE
from tests.support.hall import HALL, NAME, HallProcess, start_hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallProcess]:
    """A hall of its own for each test."""
    with start_hall(tmp_path) as process:
        yield process


@pytest.fixture(scope="session")
def made_stations(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two workstations with the sample catalogue, not enrolled yet."""
    folders = []
    for name in ("one", "two"):
        folder = tmp_path_factory.mktemp("stations") / name
        Workstation().create(
            folder,
            hall=HALL,
            name=NAME,
            station="",
            operator="测试管理员",
            passphrase=PASSPHRASE,
            sample=False,
        )
        with Workstation().open(folder, PASSPHRASE) as counter:
            import_catalogue(counter, [SAMPLE])
        folders.append(folder)
    return folders


@pytest.fixture
def stations(made_stations: list[Path], tmp_path: Path) -> list[Path]:
    """Fresh copies of both."""
    return [shutil.copytree(made, tmp_path / made.name) for made in made_stations]


Join = Callable[[Path, str], None]


@pytest.fixture
def join(hall: HallProcess) -> Join:
    """Enrols a workstation with the hall under a station number."""

    def enrol(folder: Path, station: str) -> None:
        code = hall.enrol_code(station)
        with Workstation().open(folder, PASSPHRASE) as counter:
            engine.enrol(counter.store, counter.journal, hall.url, code, counter.act())

    return enrol


def all_events(counter: Counter) -> set[tuple[str, int, str]]:
    """The name and hash of every event a workstation holds."""
    from sqlalchemy import select

    from clerk_app.storage.schema import events

    with counter.store.reading() as db:
        rows = db.execute(select(events.c.device, events.c.s, events.c.hash)).all()
    return {(row.device, row.s, row.hash.hex()) for row in rows}
