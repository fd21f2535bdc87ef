"""What the administration of the catalogue (事项库) needs of the workstation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from clerk_app.kernel.errors import Refused

if TYPE_CHECKING:
    from clerk_app.catalogue.model import ImportReport, SearchHit
    from clerk_app.catalogue.rules.changes import Drift

Progress = Callable[[str, int, int], None]
"""Told the stage in words, how many are done and of how many; it may raise to give up."""
LOCAL = "本机"
"""What a comparison calls the catalogue of this workstation."""


class Stopped(Refused):
    """The clerk stopped the import: the catalogue is what it was."""

    def __init__(self) -> None:
        super().__init__("import_stopped", "已停止导入，事项库还是原来的，一条也没有变")


@dataclass(frozen=True, slots=True)
class Overview:
    """The catalogue in use. `switched_at` is empty when nothing was ever loaded."""

    items: int = 0
    bundles: int = 0
    departments: tuple[str, ...] = ()
    version: str = ""
    switched_at: str = ""
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to; `trouble` says why nothing was loaded in spite of a report."""

    report: ImportReport
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class LintLine:
    """One thing that stands against an item."""

    key: str
    name: str
    department: str
    code: str
    message: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """How two lists differ, how many items each has, and how many rows could not be read."""

    a: int
    b: int
    drifts: tuple[Drift, ...]
    unread_a: int = 0
    unread_b: int = 0


@dataclass(frozen=True, slots=True)
class AliasLine:
    """What people call an item; `local`: added here, else from the catalogue."""

    text: str
    local: bool


class CataloguePort(Protocol):
    """Everything is called in the runner. What changes or writes raises `Refused`
    (`not_allowed`) for a clerk who is no administrator."""

    def overview(self) -> Overview:
        """Counts, version, last switch, and whether this clerk may change anything."""
        ...

    def import_files(
        self, paths: tuple[str, ...], *, partial: bool, progress: Progress
    ) -> Imported:
        """Load files in one transaction. What `progress` raises ends it, and nothing changed.

        Raises `Misused` (`bad_catalogue_file`), `Unavailable`.
        """
        ...

    def lint(self) -> tuple[LintLine, ...]:
        """Every finding of every item in use, the blocking ones first."""
        ...

    def diff(self, a: str, b: str) -> Compared:
        """Compare two lists, each a file or `LOCAL`. Raises `Misused`, `Refused`."""
        ...

    def find(self, text: str) -> tuple[SearchHit, ...]:
        """Items to give an alias to."""
        ...

    def aliases(self, key: str) -> tuple[AliasLine, ...]:
        """The aliases of an item."""
        ...

    def add_alias(self, key: str, text: str) -> None:
        """Raises `Misused` (`bad_text`)."""
        ...

    def remove_alias(self, key: str, text: str) -> None:
        """One of the catalogue's comes back with the next import."""
        ...

    def export(self, path: str, *, force: bool) -> str:
        """All items as they are; what was written, in words. Raises `Refused` (`file_exists`)."""
        ...

    def publish(self, path: str, *, force: bool, leave_out: bool) -> str:
        """A pack for other stations. Raises `Refused` (`not_publishable`, `file_exists`)."""
        ...

    def template(self, path: str, *, force: bool) -> str:
        """The workbook a hall fills in. Raises `Refused` (`file_exists`), `Misused`."""
        ...

    def write_text(self, path: str, text: str, *, force: bool) -> str:
        """A report as a text file. Raises `Refused` (`file_exists`), `Unavailable`."""
        ...
