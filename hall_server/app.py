"""The reference hall server as an ASGI application."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from clerk_app.kernel.clock import Clock
from clerk_app.kernel.errors import ClerkError, Misused, Refused
from clerk_app.wire import messages
from hall_server.api import enquiry, enrol, exchange
from hall_server.api.serving import Serving, refused
from hall_server.intake import SegmentIntake
from hall_server.store.hall_store import HallStore


def create_app(
    store: HallStore, clock: Clock, intake: type[SegmentIntake] = SegmentIntake
) -> FastAPI:
    """Build the application over an open store. The caller closes the store.

    The interactive pages of FastAPI are left out: they load scripts from the internet, which
    a hall's network does not reach. The contract itself is at `/openapi.json`.
    """
    app = FastAPI(
        title="Hall server of the window-clerk workstation (大厅服务器)",
        version=str(messages.PROTO),
        description=messages.__doc__ or "",
        docs_url=None,
        redoc_url=None,
    )
    serving = Serving(store, clock, intake)
    for resource in (enrol, exchange, enquiry):
        app.include_router(resource.routes(serving))
    app.add_exception_handler(ClerkError, _refuse)
    app.add_exception_handler(HTTPException, _no_such_call)
    return app


async def _refuse(_: Request, error: Exception) -> Response:
    if not isinstance(error, ClerkError):
        raise error
    return refused(error)


async def _no_such_call(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    if status == 404:
        return refused(Refused("not_found", "大厅没有这个地址"))
    return refused(Misused("bad_message", f"大厅不接受这样的请求（{status}）"))
