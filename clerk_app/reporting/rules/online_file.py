"""The file of a pre-reviewed online case (预审 / 在线申请): `case import-online FILE.json`.

It is the scripted intake file with what the portal adds. The window takes the case in as it is,
under the same rules as one that came to the counter: a pre-review is not an acceptance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from clerk_app.intake.model import Application, Arrival
from clerk_app.intake.rules.fields import moment, wanted
from clerk_app.intake.rules.scripted import read_application
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.text import person_name
from clerk_app.reporting.model import LinkedNumber
from clerk_app.reporting.rules.links import read_link

PORTAL = "网上办事大厅"
"""The system an online number belongs to where the file names none."""
_LOCAL = (
    ("credit_approved_by", ""),
    ("provisional_approved_by", ""),
    ("concealment", "approved_by"),
    ("agent", "order"),
)
"""What somebody of this hall answers for, or what is registered here: no portal can say so."""
_OWN = ("online_number", "online_system", "pre_reviewed_by", "pre_reviewed_at")


@dataclass(frozen=True, slots=True)
class OnlineCase:
    """One pre-reviewed case. `link` is its number in the portal; who looked at it there, and
    when."""

    application: Application
    link: LinkedNumber
    pre_reviewed_by: str
    pre_reviewed_at: datetime

    @property
    def about(self) -> dict[str, str]:
        """What is recorded beside the linked number."""
        return {
            "pre_reviewed_by": self.pre_reviewed_by,
            "pre_reviewed_at": stamp(self.pre_reviewed_at),
        }


def read_online(raw: object, *, now: datetime, today: date) -> OnlineCase:
    """Read the file of an online case.

    All of the scripted intake file (`arrival` may be left out, or be `online`), and
    `online_number`, `pre_reviewed_by`, `pre_reviewed_at`, with `online_system` where it is not
    the portal. What this hall approves itself (`_LOCAL`) is none of the portal's. Raises
    `Misused` (`bad_online_file`, `bad_time`, `bad_text`) naming the field,
    `Refused` (`id_invalid`).
    """
    if not isinstance(raw, Mapping):
        raise Misused("bad_online_file", "文件应为一个对象")
    own = {name: raw[name] for name in _OWN if name in raw}
    _require_no_local(raw)
    rest = {name: value for name, value in raw.items() if name not in _OWN}
    try:
        number = wanted(own, "online_number", "")
        reviewer = person_name(wanted(own, "pre_reviewed_by", ""), "pre_reviewed_by")
        at = moment(wanted(own, "pre_reviewed_at", ""), "pre_reviewed_at")
        system = wanted(own, "online_system", "") if "online_system" in own else PORTAL
        if rest.get("arrival") not in {None, "", Arrival.ONLINE}:
            raise Misused("bad_online_file", "arrival 应为 online，或者不写")
        application = read_application(rest, today=today)
    except Misused as error:
        code = "bad_online_file" if error.code == "bad_intake_file" else error.code
        raise Misused(code, error.message) from error
    if at > now:
        raise Misused("bad_online_file", "pre_reviewed_at 还没有到，请核对预审时间")
    link = read_link(number, system)
    return OnlineCase(replace(application, arrival=str(Arrival.ONLINE)), link, reviewer, at)


def _require_no_local(raw: Mapping[str, object]) -> None:
    """Raises `Misused` (`bad_online_file`) for an approval of this hall in a file from outside."""
    for outer, inner in _LOCAL:
        where = raw.get(outer) if inner else raw
        if isinstance(where, Mapping) and (inner or outer) in where:
            path = f"{outer}.{inner}" if inner else outer
            raise Misused(
                "bad_online_file",
                f"{path} 只能由本大厅登记，外来的文件不能带；请删去，收件时由本厅的人确认",
            )


def tells_the_same(recorded: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Whether a receipt on record is that of this application: same item, time, people, answers
    and papers, under whatever version of the item."""
    return all(recorded.get(name) == wanted.get(name) for name in _SAME)


_SAME = ("item", "received_at", "applicant", "agent", "situations", "papers", "arrival")
