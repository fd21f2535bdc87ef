"""The real sign-in (登录): light files before the password, the whole workstation after it.

Nothing heavy is imported here: the store is reached through `opener`, which the program hands
in from above, and `desk.opened` is imported in the worker.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from clerk_app.desk.days import PRACTICE
from clerk_app.desk.sign_in import ClerkChoice, Place, StationStatus, read_status
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.staff.rules import wait_seconds
from clerk_app.storage import attempts, key_file
from clerk_app.storage.files import read_json

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from clerk_app.deeds.counter import Counter
    from clerk_app.desk.frame import Desk
    from clerk_app.desk.opened import OpenedDesk
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.clock import Clock


STATUS = "status.json"
"""Written by `storage.status`, which is too heavy to import here."""


class Opener(Protocol):
    """How a workstation is opened: `bootstrap.Workstation.open`."""

    def __call__(
        self,
        folder: Path,
        passphrase: str,
        *,
        operator: str = "",
        window: str = "1",
        writing: bool = True,
        signing_in: bool = False,
    ) -> AbstractContextManager[Counter]:
        """Open the folder as a clerk."""
        ...


class Entrance:
    """`desk.sign_in.SignInPort` on a data folder.

    `opener` is a function without arguments that returns the way to open a workstation; it is
    called in the worker, so that its module may be imported as late as there. `out` is where
    pages are printed to, the folder `printed` beside the store when None. `background` is for
    tests: the exchange with the hall runs in a thread of its own when None.
    """

    def __init__(
        self,
        folder: Path,
        opener: LateOpener,
        clock: Clock,
        *,
        window: str = "1",
        out: Path | None = None,
        background: Runner | None = None,
    ) -> None:
        self._folder, self._opener, self._clock = folder, opener, clock
        self._window, self._out, self._background = window, out, background
        self._desk: OpenedDesk | None = None

    def place(self) -> Place:
        """Hall and window, as `status.json` knows them."""
        hall = station = ""
        with suppress(ClerkError):  # absent or torn: the sign-in screen goes without
            found = read_json(self._folder / STATUS)
            hall, station = str(found.get("hall_name", "")), str(found.get("station", ""))
            if found.get("practice"):
                hall = f"{hall}（{PRACTICE}）"
        return Place(hall or "政务服务大厅", f"{self._window} 号窗口", station)

    def clerks(self) -> tuple[ClerkChoice, ...]:
        """Who has a password slot here; nobody when the folder holds no workstation."""
        try:
            slots = key_file.load(self._folder)
        except ClerkError:
            return ()
        return tuple(ClerkChoice(s.clerk, s.name) for s in slots if s.kind == "password")

    def status(self) -> StationStatus | None:
        """Counts and ages."""
        return read_status(self._folder / STATUS)

    def wait_seconds(self, clerk: str) -> int:  # noqa: ARG002 - the delay is the machine's
        """What is left of the delay after wrong passwords."""
        failed = attempts.failures(self._folder)
        wait = wait_seconds(len(failed))
        if not wait:
            return 0
        try:
            last = parse_stamp(failed[-1]["at"])
        except ClerkError:
            return 0
        gone = max(0, int((self._clock.now() - last) / timedelta(seconds=1)))
        return max(0, wait - gone)

    def warm(self) -> None:
        """Import what opening needs."""
        import clerk_app.desk.opened  # noqa: F401 - imported for its weight

        self._opener()

    def open(self, clerk: str, password: str) -> Desk:
        """Open the store and the desk on it."""
        from clerk_app.desk.opened import OpenedDesk

        opening = self._opener()(
            self._folder, password, operator=clerk, window=self._window, signing_in=True
        )
        self._desk = OpenedDesk(opening, out=self._out, background=self._background)
        return self._desk

    def unlock(self, clerk: str, password: str) -> None:
        """Check the password of the clerk who locked the screen; the store stays open."""
        from clerk_app.deeds.sign_in import record_sign_in, unlock

        _, whose = unlock(self._folder, password, self._clock, clerk=clerk)
        if whose != clerk:
            raise Refused("wrong_password", "请用锁屏人员自己的密码")
        if self._desk is not None:
            record_sign_in(self._desk.counter)  # with the wrong attempts before it


class LateOpener(Protocol):
    """Gives the opener when it is first needed."""

    def __call__(self) -> Opener:
        """Import and return it."""
        ...
