"""A workstation with the items that a file of tests names (`ITEMS`), made once a file."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.take_in import take_in
from tests.deeds.test_versions import asked
from tests.deeds.tray import Tray
from tests.support.stores import PASSPHRASE, HandClock, create

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clerk_app.deeds.counter import Counter


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    create(folder / "w")
    path = folder / "list.json"
    path.write_text(json.dumps(list(request.module.ITEMS)), encoding="utf-8")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        import_catalogue(opened, [path])
    return folder / "w"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()  # Monday 2 March 2026, 10:05


@pytest.fixture
def counter(made: Path, tmp_path: Path, clock: HandClock) -> Iterator[Counter]:
    folder = shutil.copytree(made, tmp_path / "w")
    with Workstation(clock).open(folder, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def case(counter: Counter) -> str:
    """A case of `test_versions.ITEM` with a one-time notice (01) and a receipt (02)."""
    return take_in(counter, asked(counter)).number


@pytest.fixture
def tray() -> Tray:
    return Tray()
