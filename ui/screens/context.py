"""What every screen is built from, and what the frame may ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.actions import Action
    from clerk_app.desk.frame import Desk, FramePresenter
    from clerk_app.desk.paper_port import PaperFacts
    from clerk_app.desk.runner import Runner


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """The opened workstation, the runner for slow work, the one for what speaks to printers, the
    frame for messages and going on."""

    desk: Desk
    runner: Runner
    devices: Runner
    frame: FramePresenter


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """A screen: the id of its rail entry (`desk/actions.py`), and how to build it."""

    id: str
    build: Callable[[ScreenContext], QWidget]


@runtime_checkable
class Scannable(Protocol):
    """A screen that takes a scanned code (a receipt's barcode) while no field has the focus."""

    def scanned(self, code: str) -> None:
        """Act on the code: find, never confirm."""
        ...


@runtime_checkable
class PaperWatching(Protocol):
    """A screen that shows where pages stand, or how the printer is."""

    def show_papers(self, facts: PaperFacts) -> None:
        """What was heard last."""
        ...


@runtime_checkable
class Commanding(Protocol):
    """A screen whose acts can be found in the search box (Ctrl+K)."""

    def commands(self) -> tuple[Action, ...]:
        """The acts that mean something now."""
        ...

    def command(self, name: str) -> None:
        """Do the act of this id."""
        ...
