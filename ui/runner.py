"""The only place with threads: one worker, results by queued signal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from clerk_app.kernel.errors import ClerkError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class QtRunner(QObject):
    """A `desk.runner.Runner` with one thread, so that jobs on the database run in order.

    Results come back in the thread this object was made in. An exception that is not a
    `ClerkError` is a bug and is raised there, where `sys.excepthook` hears of it.
    """

    _finished = Signal(object, object, object)

    def __init__(self, name: str = "store") -> None:
        super().__init__()
        self._name = name
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[ClerkError], None],
    ) -> None:
        """Queue `job`; after `close` it is left undone, since nobody would hear how it went."""
        if self._closed:
            return  # a late paint or timer of a window that is going away
        if self._pool is None:
            # imported here: the first job is asked for after the first paint
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        future = self._pool.submit(job)
        future.add_done_callback(lambda done: self._finished.emit(done, then, failed))

    def close(self) -> None:
        """Do what is still queued (the store's closing is the last), end the thread."""
        self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
        self._finished.disconnect(self._deliver)

    def _deliver(
        self,
        done: Future[T],
        then: Callable[[T], None],
        failed: Callable[[ClerkError], None],
    ) -> None:
        if self._closed or done.cancelled():
            return  # an answer that was on its way when the window went
        error = done.exception()
        if error is None:
            then(done.result())
        elif isinstance(error, ClerkError):
            failed(error)
        else:
            raise error
