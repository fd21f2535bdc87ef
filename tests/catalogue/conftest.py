"""A real SQLCipher store in memory, and the real files in the repository."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from clerk_app.catalogue import service
from clerk_app.catalogue.model import ImportReport
from clerk_app.storage.schema import metadata

DATA = Path(__file__).parents[1] / "data"
REAL_FILES = (DATA / "items_real.json", DATA / "items_catalog_real.json")

WriteCatalogue = Callable[..., Path]


def catalogue_engine() -> Engine:
    """A store in memory with every table of the catalogue and its search index."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlcipher3.dbapi2.connect(":memory:", check_same_thread=False),
        module=sqlcipher3.dbapi2,
        poolclass=StaticPool,
    )
    metadata.create_all(engine)
    return engine


@pytest.fixture
def db() -> Iterator[Connection]:
    """An empty catalogue inside one transaction."""
    engine = catalogue_engine()
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def real_import() -> Iterator[tuple[Connection, ImportReport]]:
    """The 41 items and 884 rows, imported once. Tests only read it."""
    engine = catalogue_engine()
    with engine.begin() as connection:
        report, _ = service.import_items(connection, REAL_FILES)
        yield connection, report
    engine.dispose()


@pytest.fixture(scope="session")
def raw_items() -> list[dict[str, Any]]:
    """The 41 items as they stand in the file."""
    items: list[dict[str, Any]] = json.loads(REAL_FILES[0].read_text("utf-8"))["items"]
    return items


@pytest.fixture(scope="session")
def raw_rows() -> list[dict[str, Any]]:
    """The 884 rows as they stand in the file."""
    rows: list[dict[str, Any]] = json.loads(REAL_FILES[1].read_text("utf-8"))["rows"]
    return rows


@pytest.fixture
def write(tmp_path: Path) -> WriteCatalogue:
    """Writes a catalogue file of the given items and returns its path."""

    def write_items(*items: object, name: str = "catalogue.json") -> Path:
        path = tmp_path / name
        document = {"format": "hall-catalogue", "version": 1, "items": items}
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write_items
