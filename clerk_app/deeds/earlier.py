"""What earlier events of a case say that a later paper repeats and the case does not keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from clerk_app.intake.model import Opinion
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.facts import from_body
from clerk_app.notices.render import title_of
from clerk_app.staff import store as staff

_DECISIONS = frozenset({"case.granted", "case.denied"})


@dataclass(frozen=True, slots=True)
class Earlier:
    """Of the decision: who approved it, until when its result is valid and, of a denial, the
    title and number (文号, else 文书编号) its letter bears. `clerks` are the names of clerks who
    wrote an opinion, by account and text; an account of another station has none here."""

    approver: str = ""
    valid_until: str = ""
    title: str = ""
    number: str = ""
    clerks: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def signed(self, opinion: Opinion) -> str:
        """An opinion as paper tells it, with who gave it: a name or a section, never an account
        of this program."""
        by = self.clerks.get((opinion.by, opinion.text), opinion.by)
        return f"{by}：{opinion.text}" if by else opinion.text


def earlier_of(db: Connection, events: Sequence[Event]) -> Earlier:
    """What the events of a case say so far."""
    found = Earlier()
    clerks: dict[tuple[str, str], str] = {}
    names, own = staff.clerk_names(db), staff.own_devices(db)
    for event in events:
        body: Body = event.body or {}
        if event.kind in _DECISIONS:
            result = body.get("result")
            valid = text(result, "valid_until") if isinstance(result, dict) else ""
            found = Earlier(text(body, "approver_name"), valid)
        elif event.kind == "document.issued" and text(body, "kind") == "denial":
            number = text(body, "agency_number") or text(body, "number")
            found = replace(found, title=_title(body), number=number)
        elif event.kind == "case.opined" and not text(body, "by"):
            operator = event.header.operator
            name = names.get(operator, "") if event.header.device in own else ""
            clerks[operator, text(body, "text")] = name
    return replace(found, clerks=clerks)


def _title(body: Body) -> str:
    """The title as it was printed; empty where only a newer program can read that letter."""
    with suppress(ClerkError):
        return title_of(from_body(body))
    return ""
