"""Statements compiled once: what a key press or a signature waits for.

Schema and statements stay SQLAlchemy's; only their text is kept, and handed to the connection of
the transaction as it is. That is worth it where a statement runs at every acceptance: making
the statement anew costs ten times what SQLite needs for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="qmark")
Row = tuple[Any, ...]


class Prepared:
    """A statement with `bindparam`s, compiled at its first use. Values are given by name.

    Types are not converted: columns hold text, integers and bytes, which SQLite gives as they are.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        made = self._statement.compile(dialect=_DIALECT)
        fixed = {name: value for name, value in made.params.items() if value is not None}
        return str(made), tuple(getattr(made, "positiontup", None) or ()), fixed

    def _values(self, values: dict[str, Any]) -> list[Any]:
        _, names, fixed = self._compiled
        return [values[name] if name in values else fixed[name] for name in names]

    def run(self, db: Connection, **values: Any) -> None:
        """Execute it once."""
        _cursor(db).execute(self._compiled[0], self._values(values))

    def run_all(self, db: Connection, many: Iterable[dict[str, Any]]) -> None:
        """Execute it for each."""
        _cursor(db).executemany(self._compiled[0], [self._values(values) for values in many])

    def rows(self, db: Connection, **values: Any) -> list[Row]:
        """Every row."""
        found = _cursor(db).execute(self._compiled[0], self._values(values))
        return list(found.fetchall())

    def row(self, db: Connection, **values: Any) -> Row | None:
        """The first row, or None."""
        found: Row | None = _cursor(db).execute(self._compiled[0], self._values(values)).fetchone()
        return found

    def scalar(self, db: Connection, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.row(db, **values)
        return row[0] if row else None


def _cursor(db: Connection) -> Any:
    raw: Any = db.connection.driver_connection
    return raw.cursor()
