"""Clerks (工作人员), and who answers for what: letters, covers, leave, helpers' orders.

Days are legal days; a period counts both its ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clerk_app.kernel.roles import Role, Viewer


@dataclass(frozen=True, slots=True)
class Clerk:
    """One clerk. `id` is opaque and stands in event headers; the name is never there."""

    id: str
    name: str
    roles: frozenset[Role]

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.id, self.roles)


class Signing(StrEnum):
    """What a letter may let its holder sign (签发). The words of acts are those of `case act`."""

    DECIDE = "decide"
    DENY = "deny"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RETURN = "return"
    REOPEN = "reopen"
    CLOSE = "close"
    OVERRIDE = "override"
    CONCEALMENT = "concealment"
    DISCREDITED = "discredited"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Letter:
    """授权书: a body lets its chief representative (首席代表) sign at the hall.

    `letter` is its 文号. `scope` holds words of `Signing`, or of a newer program. `department`
    empty: for every body. `revoked_on` is the first day it no longer counts, None while it stands.
    """

    letter: str
    grantor: str
    holder: str
    scope: frozenset[str]
    department: str
    since: date
    until: date
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """AB角: from `since` on `b` does the work of `a` on days `a` is away; an empty `b`: nobody."""

    a: str
    b: str
    since: date


@dataclass(frozen=True, slots=True)
class Leave:
    """One stretch away from the hall. `reason` is empty for whoever may not read it."""

    clerk: str
    since: date
    until: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """销假: the clerk is at work again from `on` on."""

    clerk: str
    on: date


@dataclass(frozen=True, slots=True)
class Absence:
    """One day of one clerk away; `cover` is who does the work, empty where nobody does."""

    day: date
    clerk: str
    cover: str


class Help(StrEnum):
    """What a helper does: stands beside the client, or stands for them."""

    HELP = "help"  # 帮办
    ON_BEHALF = "on_behalf"  # 代办


class AuthorisationKind(StrEnum):
    """How a client authorised their agent."""

    LETTER = "letter"  # 授权委托书
    ORAL = "oral"  # 口头委托, recorded


@dataclass(frozen=True, slots=True)
class Authorisation:
    """委托: what the client lets the helper do, from `since` to `until`.

    `reference` is the number of the letter, or where the spoken word is recorded.
    """

    kind: str
    reference: str
    scope: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Client:
    """Whom the helper helps. Erased by law, all of it is empty."""

    name: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class HelpStep:
    """One thing done for the client, by a clerk, on a day."""

    on: date
    operator: str
    what: str


@dataclass(frozen=True, slots=True)
class Assistance:
    """An order of 帮办代办. It costs nothing, so it has no place for a sum.

    `device` tells whose clerk ids `helper` and the operators of `steps` are. `closed_on` is None
    while the order is open.
    """

    number: str
    device: str
    day: date
    kind: str
    helper: str
    case: str = ""
    client: Client = Client()
    authorisations: tuple[Authorisation, ...] = ()
    steps: tuple[HelpStep, ...] = ()
    result: str = ""
    closed_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
