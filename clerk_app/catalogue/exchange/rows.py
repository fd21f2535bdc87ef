"""What every reader of catalogue files hands on: rows with their place, and broken files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clerk_app.catalogue.model import ImportWarning
from clerk_app.kernel.errors import Misused

MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file as it stands there, in the field names of the exchange file.

    `place` says where (第 12 条; “材料”表第 5 行). `problem` is set where the row cannot be
    read at all; the rest of the file still can. `notes` are what the file itself made odd
    (a formula, a number where text belongs), each naming file, sheet and row.
    """

    place: str
    raw: object
    problem: ImportWarning | None = None
    notes: tuple[ImportWarning, ...] = ()


class BrokenFile(Misused):
    """A file that cannot be read on from here; `after_rows` good rows stand before.

    Code `bad_catalogue_file`. `line` and `column` count from 1 in a JSON file, else 0.
    """

    def __init__(
        self, name: str, what: str, *, after_rows: int = 0, line: int = 0, column: int = 0
    ) -> None:
        super().__init__("bad_catalogue_file", f"事项文件“{name}”：{what}")
        self.after_rows = after_rows
        self.line = line
        self.column = column
