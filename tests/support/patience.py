"""Work that must end, and work that must not grow faster than what it is given.

No test says how long a thing takes on the machine it happens to run on: a wait without an end is
stopped after a minute, and growth is counted in steps.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from _typeshed import TraceFunction


@contextmanager
def comes_to_an_end(seconds: int = 60) -> Iterator[None]:
    """Fail where the work would go on waiting; in the main thread only."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"still waiting after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def steps_of(work: Callable[[], object]) -> int:
    """How many lines of Python are gone through, the libraries' own among them."""
    steps = 0

    def count(_frame: FrameType, event: str, _what: object) -> TraceFunction:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps
