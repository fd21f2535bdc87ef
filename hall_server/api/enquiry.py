"""The GETs: one case, the summary, and whether this is a hall at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

from clerk_app.journal.canonical import canonical
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.wire.enquiry import (
    HEALTH_PATH,
    SUMMARY_PATH,
    case_path,
    write_case,
    write_summary,
)
from clerk_app.wire.messages import PROTO
from clerk_app.wire.signing import (
    AT,
    DEVICE,
    NONCE,
    SIGNATURE,
    answer_headers,
    check_query,
    read_query,
)
from hall_server.api.contract import CASE, HEALTH, SUMMARY, operation
from hall_server.api.serving import Serving, json_answer
from hall_server.devices import DeviceState, find, unknown
from hall_server.entities import case
from hall_server.halls import Hall, get_hall
from hall_server.summary import summary

QUERY_HEADERS = (DEVICE, AT, NONCE, SIGNATURE)
Tell = Callable[[Connection, Hall], bytes]


def answer(serving: Serving, path: str, headers: Mapping[str, str], tell: Tell) -> Response:
    """Answer a signed query of an active device about its own hall.

    Raises `Misused` (`bad_headers`), `Refused` (`unknown_device`, `bad_signature`,
    `revoked`, `retired`, `replayed`, and what `tell` raises).
    """
    query = read_query(path, headers)
    with serving.store.reading() as db:
        device = find(db, query.device)
        if device is None:
            raise unknown()
        check_query(device.public_key, query)
        if device.state is not DeviceState.ACTIVE:
            raise Refused(device.state.value, "这台设备已停用，大厅不再答复它的查询")
        serving.nonces.use(query.nonce)
        hall = get_hall(db, device.hall)
        body = tell(db, hall)
    return json_answer(body, answer_headers(hall.private_key, query.nonce, body))


def routes(serving: Serving) -> APIRouter:
    """The enquiries."""
    router = APIRouter()

    async def ask(request: Request, path: str, tell: Tell) -> Response:
        if request.url.query:
            raise Misused("bad_message", "查询地址后面不带参数")
        return await run_in_threadpool(answer, serving, path, request.headers, tell)

    async def get_case(number: str, request: Request) -> Response:
        path = case_path(number)
        return await ask(
            request, path, lambda db, hall: write_case(case.view(db, hall.hall, number))
        )

    async def get_summary(request: Request) -> Response:
        return await ask(
            request,
            SUMMARY_PATH,
            lambda db, hall: write_summary(summary(db, hall, stamp(serving.clock.now()))),
        )

    async def get_health() -> Response:
        return json_answer(canonical({"proto": PROTO, "now": stamp(serving.clock.now())}))

    for path, endpoint, title, schema, headers in (
        ("/v1/cases/{number}", get_case, "What the hall knows of a case", CASE, QUERY_HEADERS),
        (SUMMARY_PATH, get_summary, "Counts, head and devices", SUMMARY, QUERY_HEADERS),
        (HEALTH_PATH, get_health, "Whether this is a hall (unsigned)", HEALTH, ()),
    ):
        router.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            summary=title,
            openapi_extra=operation(schema, headers=headers),
        )
    return router
