"""One made workstation and one empty store, copied for each test; one server of jobs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clerk_app.deeds.sign_in import unlock
from tests.support.faults import Jobs
from tests.support.stores import (
    PASSPHRASE,
    HandClock,
    Station,
    create,
    make_template,
    opened,
    station,
)


@dataclass(frozen=True)
class Made:
    """A workstation as `init` left it, its recovery code, and its key."""

    folder: Path
    recovery_code: str
    key: bytes


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made") / "data"
    created = create(folder)
    key, _ = unlock(folder, PASSPHRASE, HandClock())
    return Made(folder, created.recovery_code, key)


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    """A copy of the made workstation's folder."""
    return Path(shutil.copytree(made.folder, tmp_path / "data"))


@pytest.fixture
def here(made: Made, folder: Path) -> Iterator[Station]:
    """That workstation, open without a password."""
    with opened(folder, made.key) as found:
        yield found


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty store of the newest schema."""
    return make_template(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
def alone(template: Path, tmp_path: Path) -> Iterator[Station]:
    """A store with one device and one event, and no key file."""
    with station(template, tmp_path / "alone") as found:
        yield found


@pytest.fixture(scope="session")
def _jobs() -> Iterator[Jobs]:
    found = Jobs("tests.storage.jobs")
    yield found
    found.stop()


@pytest.fixture
def jobs(_jobs: Jobs) -> Iterator[Jobs]:
    """Runs jobs in processes of their own; none outlives its test."""
    yield _jobs
    _jobs.clear()
