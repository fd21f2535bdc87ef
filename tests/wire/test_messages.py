"""The bytes of the protocol: written once and for all, read strictly."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.errors import ClerkError, Damaged, Misused, Refused, Unavailable
from clerk_app.wire import enquiry, enrolment, exchange, signing
from clerk_app.wire.answers import body_of, one_line, refusal
from clerk_app.wire.messages import (
    Accepted,
    CaseEvent,
    CaseView,
    Change,
    DeviceView,
    EnrolReply,
    EnrolRequest,
    ExchangeReply,
    ExchangeRequest,
    FormerDevice,
    Head,
    Offer,
    Place,
    Problem,
    Summary,
)

KEY = bytes(range(32))
# the public half of KEY as any Ed25519 gives it, written down here
PUBLIC = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
DEVICE = "56475aa75463474c"
AT = "2026-03-02T10:05:00.000+08:00"
ID = "0123456789abcdef0123456789abcdef"

REQUEST = ExchangeRequest(
    ID,
    DEVICE,
    Place(2, "ab" * 32),
    (Head(DEVICE, 1, "cd" * 32),),
    (Offer(DEVICE, 2, "ef" * 32, b"\x00\xff"),),
    100,
)
REPLY = ExchangeReply(
    request_id=ID,
    now=AT,
    hall="511602001000",
    accepted=(Accepted(DEVICE, 2, "ef" * 32, 1),),
    problems=(Problem(DEVICE, 4, "gap", "请从第 3 段重发", 3),),
    changes=(
        Change(3, "aa" * 32, DEVICE, 7, "bb" * 32),
        Change(4, "cc" * 32, "0" * 16, 1, "dd" * 32, '{"s":1}', '{"n":"𬱖"}', "e" * 32, "ff" * 32),
        Change(5, "cc" * 32, "0" * 16, 2, "dd" * 32, '{"s":2}', "", "", "ff" * 32),
    ),
    cursor=Place(5, "cc" * 32),
    head=Place(9, "99" * 32),
    more=True,
)


def test_the_bytes_of_an_exchange_never_change() -> None:
    assert exchange.write_request(REQUEST).decode() == (
        '{"cursor":{"h":"' + "ab" * 32 + '","seq":2},"device":"56475aa75463474c",'
        '"heads":[{"device":"56475aa75463474c","n":1,"sha":"' + "cd" * 32 + '"}],'
        '"limit":100,"proto":1,"request_id":"0123456789abcdef0123456789abcdef",'
        '"segments":[{"data":"AP8=","device":"56475aa75463474c","n":2,"sha":"' + "ef" * 32 + '"}]}'
    )


def test_what_is_written_is_what_is_read() -> None:
    assert exchange.read_request(exchange.write_request(REQUEST)) == REQUEST
    assert exchange.read_reply(exchange.write_reply(REPLY), ID) == REPLY
    case = CaseView(
        "5" * 20, "accepted", "accepted", "事项", "2026-03-02", 5, ("5" * 20 + "-01",),
        (CaseEvent(DEVICE, 1, "case.received", AT, 1), CaseEvent(DEVICE, 2, "a.b", AT, 2, False)),
    )  # fmt: skip
    assert enquiry.read_case(enquiry.write_case(case)) == case
    summary = Summary(
        "511602001000", AT, 5, 1, 1, 0, Place(5, "ab" * 32),
        (DeviceView(DEVICE, "0001", "active", 2, 5),),
    )  # fmt: skip
    assert enquiry.read_summary(enquiry.write_summary(summary)) == summary


def test_a_message_spelt_by_another_system_is_read_alike() -> None:
    value = json.loads(exchange.write_request(REQUEST))
    spelt = json.dumps(value, indent=2, ensure_ascii=True, sort_keys=False).encode()
    assert exchange.read_request(spelt) == REQUEST


def test_a_key_that_stands_twice_is_misuse() -> None:
    data = exchange.write_request(REQUEST)
    for key in (b'"limit":100', b'"n":1', b'"seq":2'):
        assert key in data
        with pytest.raises(Misused):
            exchange.read_request(data.replace(key, key + b"," + key))


def test_a_reply_to_another_request_or_of_another_protocol_is_damage() -> None:
    data = exchange.write_reply(REPLY)
    for wrong in (data.replace(b'"proto":1', b'"proto":2'), b"<html>", data[:-1], b""):
        with pytest.raises(Damaged):
            exchange.read_reply(wrong, ID)
    with pytest.raises(Damaged):
        exchange.read_reply(data, "f" * 32)


def test_a_reply_cut_anywhere_is_damage() -> None:
    data = exchange.write_reply(REPLY)
    for cut in range(len(data)):
        with pytest.raises(Damaged):
            exchange.read_reply(data[:cut], ID)


@settings(max_examples=60)
@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_random_bytes_are_misuse_and_never_a_crash(data: bytes) -> None:
    with pytest.raises(Misused):
        exchange.read_request(data)
    with pytest.raises(Misused):
        enrolment.read_request(data)


def chained(count: int) -> list[Change]:
    """A change log whose hashes are worked out here."""
    h, out = bytes(32), []
    for seq in range(1, count + 1):
        event_hash = hashlib.sha256(str(seq).encode()).digest()
        h = hashlib.sha256(h + event_hash).digest()
        out.append(Change(seq, h.hex(), DEVICE, seq, event_hash.hex()))
    return out


def test_a_change_log_is_followed_only_where_it_is_gapless_and_chained() -> None:
    log = chained(4)
    assert exchange.follow(Place(), log) == Place(4, log[3].h)
    assert exchange.follow(Place(2, log[1].h), log[2:]) == Place(4, log[3].h)
    assert exchange.follow(Place(2, log[1].h), []) == Place(2, log[1].h)
    for wrong in (
        log[1:],
        [log[0], log[2]],
        [log[0], log[0]],
        [log[1], log[0]],
        [dataclasses.replace(log[0], h="0" * 64)],
        [log[0], dataclasses.replace(log[1], hash=log[0].hash)],
    ):
        with pytest.raises(Damaged) as caught:
            exchange.follow(Place(), wrong)
        assert caught.value.code == "bad_change_log"
    with pytest.raises(Damaged):
        exchange.follow(Place(2, log[0].h), log[2:])


def test_a_foreign_event_is_taken_only_where_body_salt_and_place_belong_together() -> None:
    header = (
        '{"alg":"sha256","at":"' + AT + '","device":"' + DEVICE + '",'
        '"kind":"case.received","operator":"c","s":7}'
    )
    body, salt = '{"item_name":"办理"}', "0f" * 16
    body_hash = hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()
    right = Change(1, "0" * 64, DEVICE, 7, "1" * 64, header, body, salt, body_hash)
    event = exchange.event_of(right)
    assert event is not None
    assert (event.body, event.header.s) == ({"item_name": "办理"}, 7)
    erased = exchange.event_of(dataclasses.replace(right, body="", salt=""))
    assert erased is not None
    assert (erased.body, erased.salt) == (None, None)
    for wrong in (
        {"body": '{"item_name":"办 理"}'},
        {"body": '{"item_name": "办理"}'},
        {"salt": "00" * 16},
        {"s": 8},
        {"device": "0" * 16},
        {"header": header.replace(",", ", ")},
        {"header": "[]"},
        {"body_hash": "0" * 64},
    ):
        with pytest.raises(Damaged):
            exchange.event_of(dataclasses.replace(right, **wrong))


def test_an_ack_counts_only_for_ones_own_segment() -> None:
    mine = ["11" * 32, "22" * 32]
    assert not exchange.is_fork(Accepted(DEVICE, 0, "99" * 32, 0), [])
    assert not exchange.is_fork(Accepted(DEVICE, 2, "22" * 32, 0), mine)
    assert not exchange.is_fork(Accepted(DEVICE, 1, "11" * 32, 0), mine)
    assert exchange.is_fork(Accepted(DEVICE, 2, "11" * 32, 0), mine)
    assert exchange.is_fork(Accepted(DEVICE, 3, "33" * 32, 0), mine)
    assert exchange.accepted_head(REPLY, DEVICE) == REPLY.accepted[0]
    assert exchange.accepted_head(REPLY, "0" * 16) is None


def test_signatures_of_requests_and_answers_hold_for_these_bytes_only() -> None:
    public = bytes.fromhex(PUBLIC)
    body = exchange.write_request(REQUEST)
    signature = signing.exchange_headers(KEY, body)["X-Signature"]
    signing.check_exchange(public, body, signature)
    for wrong_body, wrong_signature in (
        (body + b" ", signature),
        (body, signature[:-2]),
        (body, ""),
        (body, signature.upper()),
        (b"POST /v1/x\n" + body, signature),
    ):
        with pytest.raises(Refused):
            signing.check_exchange(public, wrong_body, wrong_signature)
    answer = signing.answer_headers(KEY, ID, b"{}")["X-Hall-Signature"]
    signing.check_answer(public, ID, b"{}", answer)
    for asked_by, told in (("f" * 32, b"{}"), (ID, b"{ }")):
        with pytest.raises(Damaged):
            signing.check_answer(public, asked_by, told, answer)


def test_a_query_is_signed_for_its_path_time_and_nonce() -> None:
    headers = signing.query_headers(KEY, DEVICE, "/v1/summary", at=AT, nonce=ID)
    query = signing.read_query("/v1/summary", headers)
    assert query.signed() == f"GET /v1/summary\n{AT}\n{ID}".encode()
    signing.check_query(bytes.fromhex(PUBLIC), query)
    for changed in ({"path": "/v1/x"}, {"at": AT.replace("10:", "11:")}, {"nonce": "f" * 32}):
        with pytest.raises(Refused):
            signing.check_query(bytes.fromhex(PUBLIC), dataclasses.replace(query, **changed))
    for name in headers:
        for value in ("", headers[name] + "\n", "x"):
            with pytest.raises(Misused):
                signing.read_query("/v1/summary", {**headers, name: value})


def test_the_proof_and_the_mac_of_an_enrolment_are_these_hmacs() -> None:
    code = enrolment.parse_code("0A1BC-DEFGH-JKMNP-QRSTV")
    assert (code.code_id, code.secret) == ("0A1B", "CDEFGHJKMNPQRSTV")
    request = enrolment.prove(
        EnrolRequest("0A1B", DEVICE, PUBLIC, ID, (FormerDevice(DEVICE, PUBLIC),)), code
    )
    signed = (
        f'{{"code_id":"0A1B","device":"{DEVICE}",'
        f'"former":[{{"device":"{DEVICE}","public_key":"{PUBLIC}"}}],'
        f'"nonce":"{ID}","proto":1,"public_key":"{PUBLIC}"}}'
    )
    by_hand = hmac.new(b"CDEFGHJKMNPQRSTV", signed.encode(), hashlib.sha256).hexdigest()
    assert request.proof == by_hand
    assert enrolment.read_request(enrolment.write_request(request)) == request
    reply = EnrolReply("511602001000", "大厅", PUBLIC, "0001", AT)
    sealed = enrolment.seal_reply(reply, secret=code.secret, nonce=ID)
    told = (
        f'{{"hall":"511602001000","hall_key":"{PUBLIC}","name":"大厅",'
        f'"now":"{AT}","proto":1,"station":"0001"}}{ID}'
    )
    by_hand = hmac.new(b"CDEFGHJKMNPQRSTV", told.encode(), hashlib.sha256).hexdigest()
    assert sealed.mac == by_hand
    data = enrolment.write_reply(sealed)
    assert enrolment.read_reply(data, code=code, nonce=ID) == sealed
    with pytest.raises(Damaged):
        enrolment.read_reply(data.replace(b"0001", b"0002"), code=code, nonce=ID)


@settings(max_examples=60)
@given(st.binary(min_size=20, max_size=20))
def test_a_code_survives_being_read_aloud_and_typed(random_bytes: bytes) -> None:
    code = enrolment.make_code(random_bytes)
    shown = code.shown()
    assert len(shown) == 23
    assert not set("ILOU") & set(shown)
    for typed in (
        shown,
        shown.lower(),
        shown.replace("-", ""),
        shown.replace("0", "O").replace("1", "l"),
        f"  {shown.replace('-', ' ')}\n",
        "".join(chr(ord(c) + 0xFEE0) for c in shown),
    ):
        assert enrolment.parse_code(typed) == code
    assert code.secret not in repr(code)


@pytest.mark.parametrize(
    "typed", ["", "ABCDE", "A" * 21, "U" * 20, "é" * 20, "ABCDE-FGHJK-MNPQR-ST0"]
)
def test_what_is_no_code_is_misuse(typed: str) -> None:
    with pytest.raises(Misused):
        enrolment.parse_code(typed)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (Misused("bad_message", "请求不合约定"), 400, Misused),
        (Misused("too_large", "过大"), 413, Misused),
        (Refused("code_used", "用过"), 403, Refused),
        (Refused("not_found", "没有"), 404, Refused),
        (Unavailable("store_unavailable", "稍后"), 503, Unavailable),
        (Damaged("store_damaged", "损坏"), 500, Unavailable),
    ],
)
def test_a_refusal_travels_with_its_code_and_words(
    error: ClerkError, status: int, kind: type[ClerkError]
) -> None:
    found, body = refusal(error)
    assert found == status
    assert json.loads(body) == {"code": error.code, "message": error.message}
    with pytest.raises(kind) as caught:
        body_of(found, "application/json; charset=utf-8", body)
    assert (caught.value.code, caught.value.message) == (error.code, error.message)


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "text/html", b"<html>"),
        (200, "", b"{}"),
        (302, "text/html", b""),
        (403, "application/json", b"<html>"),
        (500, "application/json", b'{"code":"x"}'),
        (502, "application/json", b'{"code":"BAD CODE","message":""}'),
        (403, "application/json", b'{"code":"x","message":"a\\u0000b"}'),
    ],
)
def test_whoever_else_answers_is_no_hall(status: int, content_type: str, body: bytes) -> None:
    with pytest.raises(Unavailable) as caught:
        body_of(status, content_type, body)
    assert caught.value.code == "not_a_hall"


def test_words_for_people_are_one_line() -> None:
    assert one_line("一\n二\x00三") == "一 二 三"
    assert len(one_line("长" * 1000)) == 400
