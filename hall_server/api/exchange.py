"""`POST /v1/x`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from clerk_app.wire.exchange import PATH
from clerk_app.wire.signing import SIGNATURE
from hall_server.api.contract import EXCHANGE_REPLY, EXCHANGE_REQUEST, operation
from hall_server.api.serving import Serving, body_of, json_answer
from hall_server.exchange import exchange


def routes(serving: Serving) -> APIRouter:
    """The exchange."""
    router = APIRouter()

    async def post(request: Request) -> Response:
        body = await body_of(request)
        signature = request.headers.get(SIGNATURE, "")
        answer = await run_in_threadpool(
            exchange, serving.store, serving.clock, body, signature, serving.intake
        )
        return json_answer(answer.body, answer.headers)

    router.add_api_route(
        PATH,
        post,
        methods=["POST"],
        summary="Push sealed segments and pull the change log",
        openapi_extra=operation(EXCHANGE_REPLY, request=EXCHANGE_REQUEST, headers=(SIGNATURE,)),
    )
    return router
