"""What the search box (Ctrl+K) needs of the workstation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from clerk_app.catalogue.model import SearchHit


@dataclass(frozen=True, slots=True)
class ItemHit:
    """A hit with what a line says of it. `parts` counts papers, in a bundle its items; None:
    the catalogue does not say."""

    hit: SearchHit
    pace: str = ""  # 承诺 5 个工作日, 当场办结
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class PaletteStart:
    """What the box shows before the first letter. `at_hand`: favourites, then the latest."""

    items: int = 0
    types: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    at_hand: tuple[ItemHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. Empty filters mean any; empty text with a filter lists it."""

    text: str = ""
    type_: str = ""
    department: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing typed and nothing filtered."""
        return not (self.text.strip() or self.type_ or self.department)


@dataclass(frozen=True, slots=True)
class Found:
    """Items for a wish, best first; `near` only when nothing else was found."""

    hits: tuple[ItemHit, ...] = ()
    near: tuple[ItemHit, ...] = ()


NO_WISH, NOT_STARTED, NOTHING = Wish(), PaletteStart(), Found()


class PalettePort(Protocol):
    """Everything is called in the runner."""

    def start(self) -> PaletteStart:
        """Count, filters, favourites and the latest items."""
        ...

    def find(self, wish: Wish, limit: int) -> Found:
        """Items for what was typed, or of a type or department when nothing was."""
        ...

    def keep(self, key: str, favourite: bool) -> None:
        """A favourite, or no longer one."""
        ...

    def note(self, words: str) -> str:
        """Register a question nobody here knows the item of (首问登记); the enquiry's number.

        Raises `Refused` (`not_allowed`, `no_station`, …), `Unavailable`; nothing is written then.
        """
        ...
