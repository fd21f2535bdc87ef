"""What intake needs of the workstation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from clerk_app.catalogue.model import SearchHit, ServiceItem
    from clerk_app.desk.intake_state import Handled
    from clerk_app.intake.model import Application, Decision
    from clerk_app.kernel.working_days import Calendar
    from clerk_app.notices.page import Page


@dataclass(frozen=True, slots=True)
class Begin:
    """What the screen needs once, before the first key."""

    calendar: Calendar
    items: int
    draft: str = ""


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
        """The version in use of an item. Raises `Refused` (`unknown_item`)."""
        ...

    def version(self, key: str, content_hash: str) -> ServiceItem:
        """One version of an item: what a draft was opened under. Raises `Refused`
        (`unknown_item_version`)."""
        ...

    def preview(self, application: Application, decision: Decision) -> tuple[Page, ...]:
        """The first document this decision would issue, laid out. Nothing is written."""
        ...

    def save_draft(self, content: str) -> None:
        """Keep the draft; an empty one is removed. Raises `Unavailable`."""
        ...

    def decide(self, application: Application) -> Handled:
        """Number, decide and print; the draft is removed with it.

        Raises as `deeds.take_in`: nothing was written then. A page that could not be printed
        is no error: the case stands, and `Handled.trouble` says why.
        """
        ...

    def rate(self, number: str, level: int) -> None:
        """Record the citizen's rating. Raises `Refused` (`already_rated`)."""
        ...

    def finish(self) -> None:
        """The citizen was served: close the ticket at this window, if there is one."""
        ...
