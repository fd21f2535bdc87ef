"""A runner of its own for what waits on the network, so that no key waits behind it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from clerk_app.kernel.errors import ClerkError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class BackgroundRunner:
    """A `desk.runner.Runner` with one thread in which `then` and `failed` are called too.

    Nothing of the window may stand behind it. An exception that is no `ClerkError` is a bug:
    it is kept, and `raise_bug` raises it where somebody hears of it.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self._bug: BaseException | None = None

    def run(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[ClerkError], None],
    ) -> None:
        """Queue `job`."""

        def work() -> None:
            try:
                result = job()
            except ClerkError as error:
                failed(error)
            else:
                then(result)

        def look(future: Future[None]) -> None:
            if not future.cancelled():
                self._bug = future.exception() or self._bug

        self._pool.submit(work).add_done_callback(look)

    def raise_bug(self) -> None:
        """Raise what went wrong in the thread, once."""
        bug, self._bug = self._bug, None
        if bug is not None:
            raise bug

    def close(self) -> None:
        """Wait for the job that runs; forget those that do not run yet."""
        self._pool.shutdown(wait=True, cancel_futures=True)
