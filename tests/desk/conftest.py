"""A workstation with an encrypted store, opened behind the window's ports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.desk.opened import OpenedDesk
from tests.ui import journey_support as journey
from tests.ui.support import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, clock: SetClock
) -> Iterator[OpenedDesk]:
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    opened = journey.opened(folder, clock)
    yield opened
    opened.close()
