"""`POST /v1/enrol`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from clerk_app.wire.enrolment import PATH, read_request, write_reply
from hall_server.api.contract import ENROL_REPLY, ENROL_REQUEST, operation
from hall_server.api.serving import Serving, body_of, json_answer
from hall_server.enrolment import enrol


def routes(serving: Serving) -> APIRouter:
    """The pairing of devices."""
    router = APIRouter()

    def work(body: bytes) -> bytes:
        request = read_request(body)
        now = serving.clock.now()
        return write_reply(serving.store.write(lambda db: enrol(db, request, now)))

    async def post(request: Request) -> Response:
        return json_answer(await run_in_threadpool(work, await body_of(request)))

    router.add_api_route(
        PATH,
        post,
        methods=["POST"],
        summary="Pair a device with a hall by a one-time code",
        openapi_extra=operation(ENROL_REPLY, request=ENROL_REQUEST),
    )
    return router
