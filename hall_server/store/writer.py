"""The one writer: whatever waits is committed together.

A commit that reaches the disk costs milliseconds, however little it holds. So the requests
that wait while one commit runs go into the next transaction together, each inside its own
savepoint: what goes wrong in one undoes that one alone. Nobody is answered before the commit.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from clerk_app.kernel.errors import Unavailable
from hall_server.store.engine import store_fault

Result = TypeVar("Result")
TOGETHER = 64
"""Most requests in one transaction."""


class _Job:
    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self, failure: Exception | None) -> None:
        error = self.error or failure
        if error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(self.result)


class _Savepoint:
    """One job inside the common transaction. What the job raises becomes its own answer; a
    failure of the store itself (disk full, lost lock) goes on and undoes the whole batch."""

    def __init__(self, db: Connection, job: _Job) -> None:
        self._db = db
        self._job = job

    def __enter__(self) -> None:
        self._db.exec_driver_sql("SAVEPOINT job")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
            return False
        if error is not None:
            self._job.error = error
            self._db.exec_driver_sql("ROLLBACK TO job")
        self._db.exec_driver_sql("RELEASE job")
        return error is None or isinstance(error, Exception)


class Writer:
    """Owns the writing connection and the thread that uses it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        # the hall server has no desk.runner; this module is its only thread of its own
        self._thread = threading.Thread(  # noqa: TID251
            target=self._run, name="hall-writer", daemon=True
        )
        self._thread.start()

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` in the writing transaction and return once it is committed to disk.

        Raises what `work` raises, or a `store_fault` when the store could not be written:
        then nothing of it was, and the same request may be sent again.
        """
        job = _Job(work)
        with self._lock:  # so that no job can slip in behind the end mark and wait for ever
            if self._closed:
                raise Unavailable("closing", "大厅服务器正在关闭")
            self._jobs.put(job)
        result: Result = job.future.result()
        return result

    def close(self) -> None:
        """Finish what waits and stop. May be called twice."""
        with self._lock:
            already, self._closed = self._closed, True
        if not already:
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            batch, going = self._next_batch()
            if batch:
                failure = self._commit(batch)
                for job in batch:
                    job.settle(failure)

    def _next_batch(self) -> tuple[list[_Job], bool]:
        batch: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == TOGETHER or self._jobs.empty():
                return batch, True
            job = self._jobs.get()
        return batch, False

    def _commit(self, batch: list[_Job]) -> Exception | None:
        try:
            with self._engine.begin() as db:
                for job in batch:
                    with _Savepoint(db, job):
                        job.result = job.work(db)
        except DBAPIError as error:
            failure = store_fault(error)
            failure.__cause__ = error
            return failure
        return None
