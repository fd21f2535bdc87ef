"""What of a case is shown only when asked for: the full numbers, and the fields a platform wants.

Both are masked or away again when the page is left; every showing is on the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clerk_app.intake.model import IdType
from clerk_app.reporting.model import PanelRow

if TYPE_CHECKING:
    from clerk_app.intake.model import Party

CopyRow = PanelRow
"""One field to copy, as the view knows it."""
ID_WORDS = {IdType.RESIDENT_ID: "居民身份证", IdType.USCC: "统一社会信用代码"}
EMPTY_VALUE = "要在平台上填"


@dataclass(frozen=True, slots=True)
class FullParty:
    """One party in full, in words."""

    who: str
    name: str
    number: str
    phone: str


@dataclass(frozen=True, slots=True)
class CopyPanel:
    """上报字段: the rows, the one in hand, and the last that was copied (-1: none)."""

    number: str
    rows: tuple[PanelRow, ...]
    at: int = 0
    copied: int = -1

    @property
    def row(self) -> PanelRow | None:
        """The row in hand."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    def moved(self, by: int) -> int:
        """Where Up and Down lead."""
        return max(0, min(len(self.rows) - 1, self.at + by))

    def after(self) -> int:
        """The next row that has something to copy, the last one if none has."""
        ahead = range(self.at + 1, len(self.rows))
        return next((at for at in ahead if self.rows[at].value), len(self.rows) - 1)


def full_party(party: Party, who: str) -> FullParty:
    """A party as it was taken in."""
    kind = ID_WORDS.get(IdType(party.id_type), "其他证件") if _known(party) else "证件"
    number = f"{kind} {party.id_number}" if party.id_number else "没有登记证件号码"
    return FullParty(
        who, party.name, number, f"电话 {party.phone}" if party.phone else "没有登记电话"
    )


def _known(party: Party) -> bool:
    return party.id_type in set(IdType)
