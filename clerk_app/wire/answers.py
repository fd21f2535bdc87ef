"""Telling a hall's answer from anything else that answers on the network."""

from __future__ import annotations

import re

from clerk_app.journal.canonical import canonical
from clerk_app.kernel.errors import ClerkError, Damaged, Misused, Refused, Unavailable
from clerk_app.wire import patterns
from clerk_app.wire.signing import JSON
from clerk_app.wire.strict import Fields, answered, read_json

_STATUS = {Misused: 400, Refused: 403, Unavailable: 503, Damaged: 500}
_LEGIBLE = re.compile(r"[^\x00-\x1f\x7f]+")


def refusal(error: ClerkError) -> tuple[int, bytes]:
    """The status and the body of a refusal; `too_large` is 413, `not_found` 404."""
    status = {"too_large": 413, "not_found": 404}.get(error.code)
    if status is None:
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 500)
    return status, canonical({"code": error.code, "message": error.message})


def body_of(status: int, content_type: str, body: bytes) -> bytes:
    """The body of a 200 answer that may be a hall's; else the error it stands for.

    Raises `Unavailable` (`not_a_hall`) for what is no JSON: the sign-in page of a guest
    network answers 200 to everything. A refusal becomes `Misused` (400, 413), `Refused`
    (403, 404) or `Unavailable` (5xx, or a refusal that is not in the agreed form). The
    signature of a 200 answer is still to be checked.
    """
    if content_type.split(";", maxsplit=1)[0].strip().lower() != JSON:
        raise Unavailable("not_a_hall", "应答的不是大厅服务器，可能需要先登录网络")
    if status == 200:
        return body
    try:
        fields = Fields(
            read_json(body, answered), "refusal", answered, required=("code", "message")
        )
        code = fields.text("code", patterns.WORD)
        message = fields.text("message", patterns.LINE)
    except Damaged as error:
        raise Unavailable("not_a_hall", f"大厅应答异常（HTTP {status}）") from error
    if status in {400, 405, 413}:
        raise Misused(code, message)
    if status in {403, 404}:
        raise Refused(code, message)
    raise Unavailable(code, message)


def one_line(text: str) -> str:
    """A text for people as it may stand in a message: one line, at most 400 characters."""
    return " ".join(_LEGIBLE.findall(text))[:400]
