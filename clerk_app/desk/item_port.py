"""What the item page needs of the workstation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.intake.model import GivenPaper

HASH_SHOWN = 8
"""Characters of a content hash on the screen."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an item that is not in use, the facts a list shows."""

    content_hash: str
    version: str = ""
    effective_from: str = ""
    effective_to: str = ""

    @property
    def words(self) -> str:
        """How the version is called."""
        name = (
            f"第 {self.version} 版" if self.version else f"版本 {self.content_hash[:HASH_SHOWN]}"
        )
        since = f"，{self.effective_from} 起" if self.effective_from else ""
        until = f"，{self.effective_to} 止" if self.effective_to else ""
        return f"{name}{since}{until}"


@dataclass(frozen=True, slots=True)
class ItemFile:
    """An item in use and its other versions, the latest loaded first."""

    item: ServiceItem
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class NotedPaper:
    """A paper of an enquiry as the message calls it. Without a `path`, `trouble` says why."""

    name: str
    path: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """An enquiry that was recorded, and what became of each of its papers."""

    number: str
    papers: tuple[NotedPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """The applicant intake has now, by number; never shown on the page."""

    id_type: str
    number: str


class ItemPort(Protocol):
    """Everything is called in the runner."""

    def given(self, key: str, person: Person) -> tuple[GivenPaper, ...]:
        """What this applicant gave before that the item asks for, newest first.

        Raises `Refused` (`not_allowed`).
        """
        ...

    def item(self, key: str) -> ItemFile:
        """The item in use. Raises `Refused` (`unknown_item`, `is_bundle`), `Damaged`."""
        ...

    def version(self, key: str, content_hash: str) -> ServiceItem:
        """Another version. Raises `Refused` (`unknown_item_version`), `Damaged`."""
        ...

    def print_guide(self, key: str, answers: Mapping[str, str]) -> str:
        """Print 办事指南; the path. Raises `Unavailable`. Nothing is recorded: it is public."""
        ...

    def note_item(self, key: str, answers: Mapping[str, str]) -> Noted:
        """Record the enquiry and print 咨询告知书.

        Raises as `deeds.record_enquiry`: nothing was written then. A page that could not be
        printed is no error: the record stands, and `NotedPaper.trouble` says why.
        """
        ...

    def note_licences(self, key: str, answers: Mapping[str, str], enterprise: str) -> Noted:
        """As `note_item`, and print the licences that follow for this kind of enterprise.

        Without a kind (the item names none) they stand in the 咨询告知书 only. Raises also
        `Refused` (`unknown_enterprise`).
        """
        ...
