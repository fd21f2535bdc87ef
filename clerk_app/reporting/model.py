"""What is told upward of a case, as every part of the program reads it. Frozen, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clerk_app.catalogue.model import ServiceItem
from clerk_app.journal.events import Event

Row = dict[str, str]


class Why(StrEnum):
    """Why a column may not stand as it is."""

    MISSING = "missing"  # nobody said it
    NOT_YET = "not_yet"  # the case has not come that far
    NO_CODE = "no_code"  # what it means is known, its code is not
    NOT_A_NUMBER = "not_a_number"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Words of the hall → codes of the platform. Local configuration with a named source.

    `checked`: held against the standard of the province. Without codes nothing is invented: the
    words stay, the column is told as having no code.
    """

    codes: Mapping[str, str]
    source: str = ""
    checked: bool = False


Codes = Mapping[str, CodeTable]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All a report is made of: the events of a case in the order they are folded, the version of
    the item it was taken in under (None where this station never had it), and the names of the
    clerks by (device, clerk id)."""

    number: str
    events: tuple[Event, ...]
    item: ServiceItem | None
    names: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Gap:
    """A column that may not stand as it is. `row` counts from 1; `words` is what has no code;
    `length` and `most` count code points."""

    table: str
    row: int
    column: str
    label: str
    why: Why
    words: str = ""
    length: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its values as they are sent. `words` says what its codes mean."""

    values: Row
    words: Row


@dataclass(frozen=True, slots=True)
class CaseReport:
    """The national reporting fields of one case, and everything that is wrong with them.

    `left_out`: columns that may be empty, and are since their words have no code. `not_yet` names
    the tables without a row and why; `unchecked` the tables of codes that nobody held against the
    standard of the province, with their source; `unset` those without any code; `day_only` the
    times of which only the day is known, as (table, row, column).
    """

    number: str
    tables: Mapping[str, tuple[Line, ...]]
    missing: tuple[Gap, ...] = ()
    too_long: tuple[Gap, ...] = ()
    left_out: tuple[Gap, ...] = ()
    not_yet: tuple[tuple[str, str], ...] = ()
    unchecked: tuple[tuple[str, str], ...] = ()
    unset: tuple[str, ...] = ()
    day_only: tuple[tuple[str, int, str], ...] = ()
    notes: tuple[str, ...] = ()
    sample: bool = False

    @property
    def complete(self) -> bool:
        """May it be sent as it is? A case that is not at its end is complete so far; a sample
        never is."""
        return not (self.missing or self.too_long or self.sample)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One field to copy into the platform by hand. `value` is what is sent, empty where it must
    be filled there; `words` what a code means."""

    group: str
    label: str
    name: str
    value: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class LinkedNumber:
    """The number of the same case in another system (关联编号)."""

    number: str
    system: str


class RecordStatus(StrEnum):
    """Whether a record still counts where it is kept."""

    VALID = "valid"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Found:
    """A record of a shared register (共享材料). Dates are ISO, empty where there is none.

    `source` is where it was found; `holder` whom it was issued to.
    """

    kind: str
    number: str
    issued_by: str
    source: str
    holder: str = ""
    issued_on: str = ""
    valid_until: str = ""
    status: RecordStatus = RecordStatus.VALID
