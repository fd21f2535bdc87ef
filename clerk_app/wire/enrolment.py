"""`POST /v1/enrol`: pairing a device with a hall by a one-time code (一次性配对码).

The hall prints 20 characters in groups of five, in Crockford's base32 (no I, L, O, U): four
name the code, sixteen are its secret of 80 bits, shared by nobody else. The device proves
that it knows the secret, and so does the hall: neither a page of a guest network nor another
hall can answer for it.

    proof = HMAC-SHA256(secret, canonical(request without proof))
    mac   = HMAC-SHA256(secret, canonical(reply without mac) ‖ nonce of the request)

with the secret and the nonce as their ASCII characters. The same device may use its code
again: a lost reply is cured by asking again. 403 `code_wrong`, `code_used`, `code_expired`,
`station_taken`, `already_enrolled`.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace

from clerk_app.journal.canonical import Body, Value, canonical
from clerk_app.journal.events import device_id
from clerk_app.kernel.errors import Damaged, Misused, Refused
from clerk_app.kernel.text import half_width
from clerk_app.wire import patterns
from clerk_app.wire.messages import PROTO, EnrolReply, EnrolRequest, FormerDevice
from clerk_app.wire.strict import Fields, answered, asked, read_json

PATH = "/v1/enrol"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_CHARACTERS = 4
CODE_CHARACTERS = 20
FORMER_LIMIT = 16
_LOOK_ALIKES = str.maketrans("OIL", "011")
_REQUEST = ("proto", "code_id", "device", "public_key", "nonce", "proof")
_REPLY = ("proto", "hall", "name", "hall_key", "station", "now", "mac")


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code: its public id and its secret."""

    code_id: str
    secret: str = field(repr=False)

    def shown(self) -> str:
        """As it is printed: four groups of five."""
        text = self.code_id + self.secret
        return "-".join(text[at : at + 5] for at in range(0, CODE_CHARACTERS, 5))


def make_code(random_bytes: bytes) -> Code:
    """A code from 20 random bytes; each gives one character (256 is a multiple of 32)."""
    if len(random_bytes) != CODE_CHARACTERS:
        raise TypeError(f"{len(random_bytes)} random bytes")
    text = "".join(ALPHABET[byte % 32] for byte in random_bytes)
    return Code(text[:ID_CHARACTERS], text[ID_CHARACTERS:])


def parse_code(text: str) -> Code:
    """Read a code as it was typed: any case, blanks and dashes anywhere, O for 0, I or L for 1.

    Raises `Misused` (`bad_code`).

    >>> parse_code("abcde-fghjk mnpqr-sto1l").shown()
    'ABCDE-FGHJK-MNPQR-ST011'
    """
    plain = "".join(half_width(text).upper().split()).replace("-", "").translate(_LOOK_ALIKES)
    if len(plain) != CODE_CHARACTERS or not set(plain) <= set(ALPHABET):
        raise Misused("bad_code", "配对码应是 20 个字母和数字，每 5 个一组")
    return Code(plain[:ID_CHARACTERS], plain[ID_CHARACTERS:])


def prove(request: EnrolRequest, code: Code) -> EnrolRequest:
    """The request with its proof."""
    return replace(request, proof=_hmac(code.secret, canonical(_request_map(request))))


def check_proof(request: EnrolRequest, secret: str) -> None:
    """Raises `Refused` (`code_wrong`) unless the sender knows the secret."""
    expected = _hmac(secret, canonical(_request_map(request)))
    if not hmac.compare_digest(expected, request.proof):
        raise Refused("code_wrong", "配对码不对，请核对后重输")


def seal_reply(reply: EnrolReply, *, secret: str, nonce: str) -> EnrolReply:
    """The reply with its mac."""
    return replace(reply, mac=_mac(reply, secret, nonce))


def write_request(request: EnrolRequest) -> bytes:
    """The body of a request."""
    return canonical(_request_map(request) | {"proof": request.proof})


def read_request(data: bytes) -> EnrolRequest:
    """Raises `Misused` (`bad_message`), also where a device id is not that of its key."""
    top = Fields(read_json(data, asked), "enrol", asked, required=_REQUEST, optional=("former",))
    top.number("proto", PROTO, PROTO)
    former = top.many("former", FORMER_LIMIT, ("device", "public_key")) if "former" in top else []
    code_id = top.text("code_id", patterns.ANY)
    if len(code_id) != ID_CHARACTERS or not set(code_id) <= set(ALPHABET):
        raise top.fault("code_id", "写法不对")
    device, public_key = _device(top)
    return EnrolRequest(
        code_id=code_id,
        device=device,
        public_key=public_key,
        nonce=top.text("nonce", patterns.NONCE),
        former=tuple(FormerDevice(*_device(item)) for item in former),
        proof=top.text("proof", patterns.SHA),
    )


def _device(fields: Fields) -> tuple[str, str]:
    device = fields.text("device", patterns.DEVICE)
    public_key = fields.text("public_key", patterns.KEY)
    if device_id(bytes.fromhex(public_key)) != device:
        raise fields.fault("device", "和公钥对不上")
    return device, public_key


def write_reply(reply: EnrolReply) -> bytes:
    """The body of a reply."""
    return canonical(_reply_map(reply) | {"mac": reply.mac})


def read_reply(data: bytes, *, code: Code, nonce: str) -> EnrolReply:
    """Read a reply and make sure that the hall which printed the code gave it.

    Raises `Damaged` (`bad_reply`, `foreign_answer`).
    """
    top = Fields(read_json(data, answered), "enrol", answered, required=_REPLY)
    top.number("proto", PROTO, PROTO)
    reply = EnrolReply(
        hall=top.text("hall", patterns.HALL),
        name=top.text("name", patterns.LINE),
        hall_key=top.text("hall_key", patterns.KEY),
        station=top.text("station", patterns.STATION),
        now=top.text("now", patterns.AT),
        mac=top.text("mac", patterns.SHA),
    )
    if not hmac.compare_digest(_mac(reply, code.secret, nonce), reply.mac):
        raise Damaged("foreign_answer", "应答的不是打印这个配对码的大厅，未配对")
    return reply


def _mac(reply: EnrolReply, secret: str, nonce: str) -> str:
    return _hmac(secret, canonical(_reply_map(reply)) + nonce.encode("ascii"))


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode("ascii"), message, "sha256").hexdigest()


def _request_map(request: EnrolRequest) -> Body:
    fields: Body = {
        "proto": PROTO,
        "code_id": request.code_id,
        "device": request.device,
        "public_key": request.public_key,
        "nonce": request.nonce,
    }
    if request.former:
        former: list[Value] = [
            {"device": item.device, "public_key": item.public_key} for item in request.former
        ]
        fields["former"] = former
    return fields


def _reply_map(reply: EnrolReply) -> Body:
    return {
        "proto": PROTO,
        "hall": reply.hall,
        "name": reply.name,
        "hall_key": reply.hall_key,
        "station": reply.station,
        "now": reply.now,
    }
