"""The signed GETs: one case, and the summary of a hall."""

from __future__ import annotations

from clerk_app.journal.canonical import Value, canonical
from clerk_app.kernel.errors import Misused
from clerk_app.wire import patterns
from clerk_app.wire.exchange import place_map, read_place
from clerk_app.wire.messages import CaseEvent, CaseView, DeviceView, Summary
from clerk_app.wire.strict import Fields, answered, read_json

SUMMARY_PATH = "/v1/summary"
HEALTH_PATH = "/v1/health"

_CASE = (
    "number", "state", "outcome", "item_name", "received_on", "rating", "documents", "events",
)  # fmt: skip
_EVENT = ("device", "s", "kind", "at", "seq", "known")
_SUMMARY = ("hall", "now", "events", "cases", "unknown", "quarantined", "head", "devices")
_DEVICE = ("device", "station", "state", "n", "s")


def case_path(number: str) -> str:
    """The path of a case. Raises `Misused` (`bad_number`) for anything but 20 digits."""
    if not patterns.CASE.fullmatch(number):
        raise Misused("bad_number", "办件编号应是 20 位数字")
    return f"/v1/cases/{number}"


def write_case(case: CaseView) -> bytes:
    """The body of an answer about a case."""
    events: list[Value] = [
        {
            "device": e.device,
            "s": e.s,
            "kind": e.kind,
            "at": e.at,
            "seq": e.seq,
            "known": int(e.known),
        }
        for e in case.events
    ]
    return canonical(
        {
            "number": case.number,
            "state": case.state,
            "outcome": case.outcome,
            "item_name": case.item_name,
            "received_on": case.received_on,
            "rating": case.rating,
            "documents": list(case.documents),
            "events": events,
        }
    )


def read_case(data: bytes) -> CaseView:
    """Raises `Damaged` (`bad_reply`)."""
    top = Fields(read_json(data, answered), "case", answered, required=_CASE)
    return CaseView(
        number=top.text("number", patterns.CASE),
        state=top.text("state", patterns.ANY),
        outcome=top.text("outcome", patterns.ANY),
        item_name=top.text("item_name", patterns.ANY),
        received_on=top.text("received_on", patterns.ANY),
        rating=top.number("rating"),
        documents=top.texts("documents", 100_000, patterns.ANY),
        events=tuple(
            CaseEvent(
                device=e.text("device", patterns.DEVICE),
                s=e.number("s", 1),
                kind=e.text("kind", patterns.KIND),
                at=e.text("at", patterns.AT),
                seq=e.number("seq", 1),
                known=e.flag("known"),
            )
            for e in top.many("events", 1_000_000, _EVENT)
        ),
    )


def write_summary(summary: Summary) -> bytes:
    """The body of a summary."""
    devices: list[Value] = [
        {"device": d.device, "station": d.station, "state": d.state, "n": d.n, "s": d.s}
        for d in summary.devices
    ]
    return canonical(
        {
            "hall": summary.hall,
            "now": summary.now,
            "events": summary.events,
            "cases": summary.cases,
            "unknown": summary.unknown,
            "quarantined": summary.quarantined,
            "head": place_map(summary.head),
            "devices": devices,
        }
    )


def read_summary(data: bytes) -> Summary:
    """Raises `Damaged` (`bad_reply`)."""
    top = Fields(read_json(data, answered), "summary", answered, required=_SUMMARY)
    return Summary(
        hall=top.text("hall", patterns.HALL),
        now=top.text("now", patterns.AT),
        events=top.number("events"),
        cases=top.number("cases"),
        unknown=top.number("unknown"),
        quarantined=top.number("quarantined"),
        head=read_place(top.one("head", ("seq", "h"))),
        devices=tuple(
            DeviceView(
                d.text("device", patterns.DEVICE),
                d.text("station", patterns.STATION),
                d.text("state", patterns.WORD),
                d.number("n"),
                d.number("s"),
            )
            for d in top.many("devices", 100_000, _DEVICE)
        ),
    )
