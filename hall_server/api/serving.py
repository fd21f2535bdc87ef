"""What every resource of the server works with, and how it answers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from fastapi import Request, Response

from clerk_app.kernel.clock import Clock
from clerk_app.kernel.errors import ClerkError, Misused, Refused
from clerk_app.wire.answers import refusal
from clerk_app.wire.signing import JSON
from clerk_app.wire.strict import MESSAGE_LIMIT
from hall_server.intake import SegmentIntake
from hall_server.store.hall_store import HallStore

REMEMBERED_NONCES = 20_000


class SeenNonces:
    """The nonces of late queries: none is answered twice.

    Kept in memory only and only so many: a bound on idle repetition, not a promise; what a
    query tells is protected by TLS.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def use(self, nonce: str) -> None:
        """Raises `Refused` (`replayed`)."""
        with self._lock:
            if nonce in self._seen:
                raise Refused("replayed", "同一查询已答复过")
            self._seen[nonce] = None
            if len(self._seen) > REMEMBERED_NONCES:
                self._seen.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Serving:
    """The store, the clock and the intake that the resources share."""

    store: HallStore
    clock: Clock
    intake: type[SegmentIntake] = SegmentIntake
    nonces: SeenNonces = field(default_factory=SeenNonces)


async def body_of(request: Request) -> bytes:
    """The body of a request. Raises `Misused` (`too_large`) as soon as it is."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MESSAGE_LIMIT:
            raise Misused("too_large", f"请求超过 {MESSAGE_LIMIT} 字节")
        parts.append(part)
    return b"".join(parts)


def json_answer(body: bytes, headers: dict[str, str] | None = None) -> Response:
    """A 200 answer that no cache may keep."""
    extra = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, media_type=JSON, headers=extra)


def refused(error: ClerkError) -> Response:
    """The answer that says no."""
    status, body = refusal(error)
    return Response(body, status, media_type=JSON, headers={"Cache-Control": "no-store"})
