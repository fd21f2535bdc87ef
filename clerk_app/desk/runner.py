"""How a screen has slow work done without waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from clerk_app.kernel.errors import ClerkError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Runner(Protocol):
    """Runs jobs one after another, away from the window.

    `then` or `failed` is called where the presenter lives, never in the job's thread.
    Only a `ClerkError` reaches `failed`; anything else a job raises is a bug and goes to
    the program's own handler of bugs.
    """

    def run(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[ClerkError], None],
    ) -> None:
        """Queue `job`; later call exactly one of `then(result)` and `failed(error)`."""
        ...


class IdleRunner:
    """Does nothing, ever: for a window that must not exchange with the hall by itself."""

    def run(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[ClerkError], None],
    ) -> None:
        """Leave `job` undone."""


class ImmediateRunner:
    """Does each job at once, in the caller's thread: for tests and for the command line."""

    def run(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[ClerkError], None],
    ) -> None:
        """Do `job` now."""
        try:
            result = job()
        except ClerkError as error:
            failed(error)
        else:
            then(result)
