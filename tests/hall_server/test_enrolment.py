"""Pairing a device with a hall by a one-time code."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from clerk_app.kernel.errors import Damaged, Refused, Unavailable
from clerk_app.wire import enrolment
from clerk_app.wire.answers import body_of
from clerk_app.wire.enquiry import SUMMARY_PATH, read_summary
from hall_server.halls import make_hall
from tests.hall_server.station import AT, Station
from tests.support.hall import HALL, NAME, HallApp


def refusal(hall: HallApp, station: Station, code: str) -> str:
    with pytest.raises(Refused) as caught:
        station.enrol(hall, code)
    return caught.value.code


def test_a_code_pairs_one_device_and_gives_it_hall_key_and_station(hall: HallApp) -> None:
    station = Station()
    code = hall.enrol_code()
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
    reply = station.enrol(hall, code.lower().replace("-", " "))
    assert (reply.hall, reply.name, reply.station) == (HALL, NAME, "0001")
    assert reply.now == "2026-03-02T10:05:00.000+08:00"
    assert station.push(hall).hall == HALL


def test_the_same_device_may_ask_again_when_the_answer_was_lost(hall: HallApp) -> None:
    station = Station()
    code = hall.enrol_code()
    first = station.enrol(hall, code)
    hall.clock.move(timedelta(days=3))
    again = station.enrol(hall, code)
    assert (again.station, again.hall_key) == (first.station, first.hall_key)
    assert len(read_summary(station.ask(hall, SUMMARY_PATH)).devices) == 1


def test_a_used_code_pairs_no_second_device(hall: HallApp) -> None:
    code = hall.enrol_code()
    Station().enrol(hall, code)
    assert refusal(hall, Station(), code) == "code_used"


def test_an_expired_code_pairs_nobody(hall: HallApp) -> None:
    code = hall.enrol_code()
    hall.clock.move(timedelta(hours=24, seconds=1))
    assert refusal(hall, Station(), code) == "code_expired"


def test_a_wrong_secret_and_an_unknown_id_are_told_alike(hall: HallApp) -> None:
    code = hall.enrol_code()
    wrong_end = code[:-1] + ("0" if code[-1] != "0" else "1")
    wrong_id = ("0" if code[0] != "0" else "1") + code[1:]
    assert refusal(hall, Station(), wrong_end) == "code_wrong"
    assert refusal(hall, Station(), wrong_id) == "code_wrong"
    # a wrong try uses nothing up
    assert Station().enrol(hall, code).station == "0001"


def test_a_proof_covers_every_field_of_the_request(hall: HallApp) -> None:
    code = enrolment.parse_code(hall.enrol_code())
    thief, honest = Station(), Station()
    request = honest.enrol_request(code)
    swapped = dataclasses.replace(request, device=thief.device, public_key=thief.public_key.hex())
    reply = hall.call("POST", enrolment.PATH, enrolment.write_request(swapped))
    assert (reply.status, b"code_wrong" in reply.body) == (403, True)


def test_station_numbers_are_given_once_and_never_again(hall: HallApp) -> None:
    assert [Station().enrol(hall, hall.enrol_code()).station for _ in range(2)] == ["0001", "0002"]
    hall.enrol_code("0100")
    assert Station().enrol(hall, hall.enrol_code()).station == "0101"
    with pytest.raises(Refused) as caught:
        hall.enrol_code("0001")
    assert caught.value.code == "station_taken"
    # a code that was never used may be replaced, and only one of the two pairs
    first, second = hall.enrol_code("0100"), hall.enrol_code("0100")
    assert Station().enrol(hall, second).station == "0100"
    assert refusal(hall, Station(), first) == "station_taken"


def test_halls_of_one_county_share_the_station_numbers(hall: HallApp) -> None:
    neighbour, far = hall.hall[:6] + "999000", "420102001000"
    for code in (neighbour, far):
        hall.store.write(lambda db, code=code: make_hall(db, code, "测试", AT))  # type: ignore[misc]
    assert Station().enrol(hall, hall.enrol_code()).station == "0001"
    with pytest.raises(Refused) as caught:
        hall.enrol_code("0001", hall=neighbour)
    assert caught.value.code == "station_taken"
    assert Station().enrol(hall, hall.enrol_code(hall=neighbour)).station == "0002"
    assert Station().enrol(hall, hall.enrol_code(hall=far)).station == "0001"


def test_a_device_has_one_station_and_one_hall(hall: HallApp) -> None:
    station = Station()
    station.enrol(hall, hall.enrol_code())
    assert refusal(hall, station, hall.enrol_code()) == "already_enrolled"
    retired = station
    assert Station().enrol(hall, hall.enrol_code(successor="0001")).station != "0001"
    assert refusal(hall, retired, hall.enrol_code()) == "already_enrolled"


def test_a_restored_workstation_never_gets_its_old_station_number_again(hall: HallApp) -> None:
    Station().enrol(hall, hall.enrol_code("0001"))
    with pytest.raises(Refused) as caught:
        hall.enrol_code("0001", successor="0001")
    assert caught.value.code == "station_taken"
    with pytest.raises(Refused) as caught:
        hall.enrol_code(successor="0777")
    assert caught.value.code == "unknown_station"


def test_neither_a_guest_network_nor_another_hall_can_answer_for_the_hall(
    hall: HallApp,
) -> None:
    with pytest.raises(Unavailable) as page:
        body_of(200, "text/html; charset=utf-8", b"<html>sign in</html>")
    assert page.value.code == "not_a_hall"
    code = enrolment.parse_code(hall.enrol_code())
    request = Station().enrol_request(code)
    reply = hall.call("POST", enrolment.PATH, enrolment.write_request(request))
    for other_code, nonce in (
        (enrolment.make_code(bytes(20)), request.nonce),
        (code, "f" * 32),
    ):
        with pytest.raises(Damaged) as caught:
            enrolment.read_reply(reply.body, code=other_code, nonce=nonce)
        assert caught.value.code == "foreign_answer"
    assert enrolment.read_reply(reply.body, code=code, nonce=request.nonce).station == "0001"


def test_a_device_id_must_be_that_of_its_key(hall: HallApp, paired: Callable[[], Station]) -> None:
    victim = paired()
    thief = Station()
    code = enrolment.parse_code(hall.enrol_code())
    request = dataclasses.replace(thief.enrol_request(code), device=victim.device, proof="")
    body = enrolment.write_request(enrolment.prove(request, code))
    assert hall.call("POST", enrolment.PATH, body).status == 400
