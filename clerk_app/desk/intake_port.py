"""What intake needs of the workstation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from clerk_app.intake.model import OtherHall

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from clerk_app.catalogue.model import SearchHit, ServiceItem
    from clerk_app.desk.bundle_port import BundleFile
    from clerk_app.desk.case_port import Signer
    from clerk_app.desk.intake_state import Handled
    from clerk_app.intake.model import Application, Decision, Outcome
    from clerk_app.kernel.errors import ClerkError
    from clerk_app.kernel.working_days import Calendar
    from clerk_app.notices.page import Page
    from clerk_app.reporting.rules.online_file import OnlineCase


NO_HALL = OtherHall("", "")


@dataclass(frozen=True, slots=True)
class Begin:
    """What the screen needs before the first key, and again for each citizen.

    `credit_stale`: the list of 失信 held here is too old to rely on. `signers` may answer for
    what needs a supervisor. `here` is this hall: what it decides itself is not taken in for it.
    """

    calendar: Calendar
    items: int
    draft: str = ""
    credit_stale: bool = False
    signers: tuple[Signer, ...] = ()
    here: OtherHall = NO_HALL


@dataclass(frozen=True, slots=True)
class OnlineSeen:
    """A pre-reviewed online case as its file says it; nothing is recorded yet.

    `known` is the number it was taken in under before, empty for a new one. `decision` is what
    the window would decide now, `refused` why it would not, as the error says.
    """

    case: OnlineCase
    item_name: str
    known: str = ""
    decision: Decision | None = None
    refused: ClerkError | None = None


class IntakePort(Protocol):
    """What intake needs of the workstation. All but `now` are called in the runner."""

    def now(self) -> datetime:
        """The time of the workstation; cheap, called in the window's thread."""
        ...

    def begin(self) -> Begin:
        """Calendar, number of items, and this clerk's draft."""
        ...

    def search(self, text: str, limit: int) -> tuple[SearchHit, ...]:
        """Items for what was typed, best first."""
        ...

    def item(self, key: str) -> ServiceItem:
        """The version in use of an item. Raises `Refused` (`unknown_item`, `is_bundle`)."""
        ...

    def bundle(self, key: str) -> BundleFile:
        """一件事 with those of its items that are here. Raises `Refused` (`unknown_bundle`)."""
        ...

    def version(self, key: str, content_hash: str) -> ServiceItem:
        """One version of an item: what a draft was opened under. Raises `Refused`
        (`unknown_item_version`)."""
        ...

    def preview(self, application: Application, decision: Decision) -> tuple[Page, ...]:
        """The first document this decision would issue, laid out. Nothing is written."""
        ...

    def undrawn(self, text: str) -> tuple[int, ...]:
        """Which characters of a name no font has, counted from 1: they stand in boxes."""
        ...

    def save_draft(self, content: str) -> None:
        """Keep the draft; an empty one is removed. Raises `Unavailable`."""
        ...

    def decide(self, application: Application, *, boxed: bool = False) -> Handled:
        """Number, decide and print, or take in for the hall it names; the draft is removed.

        Raises as `deeds.take_in` and `deeds.collect`: nothing was written then. A page that could
        not be printed is no error: the case stands, and `Handled.trouble` says why. With `boxed` a
        character no font has is printed as its code.
        """
        ...

    def decide_bundle(
        self, application: Application, expected: Mapping[str, Outcome], *, boxed: bool = False
    ) -> Handled:
        """Every item of a 一件事 numbered, decided and printed, all or nothing, as `decide`.

        `expected` has the outcomes the clerk was shown, by item. Raises as
        `deeds.take_in_bundle`.
        """
        ...

    def read_online(self, path: str) -> OnlineSeen:
        """A pre-reviewed online case out of its file. Raises `Misused` (`bad_online_file`, …),
        `Refused` (`id_invalid`), `Unavailable` for the disk. Nothing is written."""
        ...

    def import_online(self, case: OnlineCase) -> Handled:
        """Take it in and print it, exactly once; the draft stays. Raises as
        `deeds.import_online`."""
        ...

    def rate(self, number: str, level: int) -> None:
        """Record the citizen's rating. Raises `Refused` (`already_rated`)."""
        ...

    def finish(self) -> None:
        """The citizen was served: close the ticket at this window, if there is one."""
        ...
