"""Who said it: the signatures of requests and replies, made and checked by the same code.

- Exchange: `X-Signature` = hex Ed25519 of the device over `POST /v1/x\\n` ‖ body.
- Query (GET): `X-Device`, `X-At`, `X-Nonce` and `X-Signature` over `GET path\\nat\\nnonce`.
  `X-At` is the workstation's own clock and is not judged: it may be years off.
- Every answer: `X-Hall-Signature` = hex Ed25519 of the hall over
  (request_id, or the nonce of a query) ‖ `\\n` ‖ body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clerk_app.journal.keys import is_signed, sign
from clerk_app.kernel.errors import Damaged, Misused, Refused
from clerk_app.wire import patterns

SIGNATURE = "X-Signature"
HALL_SIGNATURE = "X-Hall-Signature"
DEVICE = "X-Device"
AT = "X-At"
NONCE = "X-Nonce"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Query:
    """A signed GET as its headers tell it; checked for form, not yet for its signature."""

    device: str
    path: str
    at: str
    nonce: str
    signature: str

    def signed(self) -> bytes:
        """The bytes the device signs."""
        return f"GET {self.path}\n{self.at}\n{self.nonce}".encode()


def exchange_headers(private_key: bytes, body: bytes) -> dict[str, str]:
    """The headers of an exchange whose body is `body`."""
    return {"Content-Type": JSON, SIGNATURE: sign(private_key, _exchange(body)).hex()}


def check_exchange(public_key: bytes, body: bytes, signature: str) -> None:
    """Raises `Refused` (`bad_signature`) unless the device with `public_key` signed `body`."""
    _check_request(public_key, _exchange(body), signature)


def query_headers(
    private_key: bytes, device: str, path: str, *, at: str, nonce: str
) -> dict[str, str]:
    """The headers of a signed GET. `at` is a `clock.stamp`, `nonce` 32 fresh hex digits."""
    query = Query(device, path, at, nonce, "")
    return {
        DEVICE: device,
        AT: at,
        NONCE: nonce,
        SIGNATURE: sign(private_key, query.signed()).hex(),
    }


def read_query(path: str, headers: Mapping[str, str]) -> Query:
    """The query a GET carries. Raises `Misused` (`bad_headers`)."""
    wanted = (
        (DEVICE, patterns.DEVICE),
        (AT, patterns.AT),
        (NONCE, patterns.NONCE),
        (SIGNATURE, patterns.SIGNATURE),
    )
    values = []
    for name, pattern in wanted:
        value = headers.get(name, "")
        if not pattern.fullmatch(value):
            raise Misused("bad_headers", f"请求头 {name} 缺失或写法不对")
        values.append(value)
    device, at, nonce, signature = values
    return Query(device, path, at, nonce, signature)


def check_query(public_key: bytes, query: Query) -> None:
    """Raises `Refused` (`bad_signature`) unless the device with `public_key` signed it."""
    _check_request(public_key, query.signed(), query.signature)


def answer_headers(hall_private_key: bytes, asked_by: str, body: bytes) -> dict[str, str]:
    """The headers of an answer. `asked_by` is the request_id, or the nonce of a query."""
    return {HALL_SIGNATURE: sign(hall_private_key, _answer(asked_by, body)).hex()}


def check_answer(hall_key: bytes, asked_by: str, body: bytes, signature: str) -> None:
    """Raises `Damaged` (`foreign_answer`) unless the hall with `hall_key` gave this answer to
    this very request."""
    if not _is_signed(hall_key, _answer(asked_by, body), signature):
        raise Damaged("foreign_answer", "答复不是本大厅对这次请求签发的，已丢弃")


def _exchange(body: bytes) -> bytes:
    return b"POST /v1/x\n" + body


def _answer(asked_by: str, body: bytes) -> bytes:
    return asked_by.encode("utf-8") + b"\n" + body


def _check_request(public_key: bytes, message: bytes, signature: str) -> None:
    if not _is_signed(public_key, message, signature):
        raise Refused("bad_signature", "请求的签名不对，大厅未采信")


def _is_signed(key: bytes, message: bytes, signature: str) -> bool:
    if not patterns.SIGNATURE.fullmatch(signature):
        return False
    return is_signed(key, message, bytes.fromhex(signature))
