"""What the commands are given: how to open a workstation, where to print, how to ask."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.initialise import Created
from clerk_app.kernel.clock import Clock
from clerk_app.kernel.errors import Misused
from clerk_app.storage.places import file_place, folder_place, written


class Opener(Protocol):
    """How a workstation is made, restored and opened (`bootstrap.Workstation`)."""

    @property
    def clock(self) -> Clock: ...

    def create(
        self,
        folder: Path,
        *,
        hall: str,
        name: str,
        station: str,
        operator: str,
        passphrase: str,
        sample: bool,
        practice: bool = False,
    ) -> Created: ...

    def restore(
        self, folder: Path, file: Path, *, passphrase: str, station: str
    ) -> tuple[str, int]: ...

    def open(
        self,
        folder: Path,
        passphrase: str,
        *,
        operator: str = "",
        window: str = "1",
        writing: bool = True,
        signing_in: bool = False,
    ) -> AbstractContextManager[Counter]: ...


Draw = Callable[[Path, Path, str], list[Path]]
"""Draws the pictures of a day: data folder, folder for the pictures, passphrase."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a command. `draw` is None where no window can be drawn."""

    args: argparse.Namespace
    opener: Opener
    folder: Path
    draw: Draw | None = None

    @contextmanager
    def open(self, *, writing: bool) -> Iterator[Counter]:
        """The workstation, as `--operator` or the clerk whose password it is."""
        with self.opener.open(
            self.folder, passphrase(), operator=self.args.operator or "", writing=writing
        ) as counter:
            boxed = bool(getattr(self.args, "boxed", False))
            yield replace(counter, boxed=True) if boxed else counter

    def file_of(self, typed: str, *, ending: str = "") -> Path:
        """Where a file that was named on the line may be kept. Asked before anything is numbered,
        recorded or sealed. Raises as `storage.places.file_place`."""
        return file_place(self.folder, written(typed), ending=ending)

    def folder_of(self, typed: str) -> Path:
        """The folder that was named on the line for pages, made and tried; asked as `file_of`.
        Raises as `storage.places.folder_place`."""
        return folder_place(self.folder, written(typed))

    def answer(self, document: Any, *lines: str) -> None:
        """Print the JSON document with `--json`, else the lines for people."""
        if self.args.json:
            print(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            print("\n".join(lines))


def passphrase() -> str:
    """From `CLERK_PASSPHRASE`, else asked for. Raises `Misused` (`no_passphrase`)."""
    given = os.environ.get("CLERK_PASSPHRASE", "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise Misused("no_passphrase", "没有密码：请设环境变量 CLERK_PASSPHRASE，或在终端里运行")
    return getpass.getpass("密码：")
