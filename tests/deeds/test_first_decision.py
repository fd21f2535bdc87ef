"""The first decision of a case that was received later than at the window, on real workstations:
no other answer than acceptance or the one notice would leave art. 32(1), 32(2) and 78 nowhere to
go; and its clock is that of the day it was received anew.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from clerk_app.deeds.collect import collect
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.deeds.watch import watch
from clerk_app.intake import store as intake
from clerk_app.intake.model import CheckedPaper, PaperState, Party
from clerk_app.intake.rules.running import clock_of
from clerk_app.kernel.clock import CHINA
from tests.deeds.test_collect import (
    DAY,
    NAMES,
    Place,
    World,
    application,
    made,
    on_its_way,
    world,
)
from tests.deeds.test_versions import ITEM

__all__ = ["made", "world"]

AT_ONCE = {
    **ITEM,
    "code": "T-3",
    "name": "测试即办许可",
    "handling": "即办件",
    "promised_limit": {"value": 0, "unit": "当日"},
}
GRACE = {
    **ITEM,
    "code": "T-4",
    "name": "测试容缺许可",
    "promised_limit": {"value": 10, "unit": "工作日"},
    "deferral": {
        "enabled": True, "bound_workdays": 3, "on_expiry": "暂停", "grace_workdays": 2,
    },
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "租赁合同", "necessity": "容缺后补", "deferrable": True, "defer_workdays": 3},
    ],
}  # fmt: skip
PERSON = Party("person", "测试申请人", "other", "TEST-0001")
WHOLE = [{"name": name, "state": "in_order"} for name in NAMES]


def load(world: World, folder: Path, item: dict[str, Any]) -> None:
    file = folder / "more.json"
    file.write_text(json.dumps([item], ensure_ascii=False), encoding="utf-8")
    for place in world.places:
        import_catalogue(place.counter, [file])


def taken_over(world: World) -> str:
    """A case the second workstation has received, and the hall has numbered that."""
    number = on_its_way(world)
    world.places[1].act(number, "take_over", handover={"by": "王测试"})
    world.exchange(1, 0)
    return number


def page(place: Place, number: str, kind: str, folder: Path) -> str:
    print_document(place.counter, number, kind, folder / "p.pdf")
    return "".join("".join(p.extract_text().split()) for p in PdfReader(folder / "p.pdf").pages)


def test_the_body_that_took_over_may_say_it_is_not_competent(world: World, tmp_path: Path) -> None:
    there = world.places[1]
    number = taken_over(world)
    assert there.refuses(number, "refuse", grounds="not_competent") == "target_agency_missing"
    done = there.act(number, "refuse", grounds="not_competent", target_agency="示例市交通运输局")
    state = done.state
    assert (state.state, state.reason_codes) == ("not_accepted", ("not_competent",))
    assert (state.received_on, state.notice_due) == ("2026-03-02", "2026-03-02")
    assert [(d.kind, d.number[-2:]) for d in done.documents] == [("non_acceptance", "51")]
    text = page(there, number, "non_acceptance", tmp_path)
    # where to go, and both ways to object
    for words in ("示例市交通运输局", "第三十二条第一款第（二）项", "行政复议", "行政诉讼"):
        assert words in text, words
    # answered: nothing is lawful any more, and supervision asks for nothing once it is printed
    assert there.refuses(number, "supply", materials=WHOLE) == "unlawful_act"
    assert there.refuses(number, "refuse", grounds="not_needed") == "unlawful_act"
    seen = watch(there.counter, datetime(2026, 3, 2, 18, 0, tzinfo=CHINA))
    assert [w.number for w in seen.cases] == []


def test_one_that_was_reopened_may_need_no_licence(world: World, tmp_path: Path) -> None:
    here = world.places[0]
    number = take_in(here.counter, application(here, for_hall=None)).number
    here.act(number, "withdraw", reason="补材料")
    here.act(number, "reopen", approver=here.counter.clerk.id, reason="材料已齐")
    done = here.act(number, "refuse", grounds="not_needed")
    assert (done.state.state, done.state.accepted_on) == ("not_needed", "")
    text = page(here, number, "not_needed", tmp_path)
    for words in ("第三十二条第一款第（一）项", "行政复议", "行政诉讼"):
        assert words in text, words


def test_after_the_one_notice_a_supervisor_answers_for_it(world: World) -> None:
    here = world.places[0]
    short = (CheckedPaper("申请书", PaperState.IN_ORDER, copies=1),)
    number = take_in(here.counter, application(here, for_hall=None, papers=short)).number
    agency = {"grounds": "not_competent", "target_agency": "某局"}
    assert here.refuses(number, "refuse", **agency) == "reason_missing"
    why = {**agency, "reason": "区划调整"}
    assert here.refuses(number, "refuse", **why) == "approver_missing"
    done = here.act(number, "refuse", **why, approver=here.counter.clerk.id)
    assert (done.state.state, done.state.open_papers) == ("not_accepted", ())
    with here.counter.store.reading() as db:
        last = here.counter.journal.case_events(db, number)[-2]
    body = last.body or {}
    assert (last.kind, body["reason"], body["approver"]) == (
        "case.decided", "区划调整", here.counter.clerk.id,
    )  # fmt: skip


def test_what_was_concealed_bars_for_a_year_whenever_it_is_found(world: World) -> None:
    here = world.places[0]
    short = (CheckedPaper("申请书", PaperState.IN_ORDER, copies=1),)
    plain = application(here, for_hall=None, papers=short, applicant=PERSON)
    number = take_in(here.counter, plain).number
    hidden = {"fact": "租赁合同系伪造", "found_by": "李示例"}
    asked = {"grounds": "concealment", "concealment": hidden, "reason": "后来查明"}
    assert here.refuses(number, "refuse", **asked) == "approver_missing"
    done = here.act(number, "refuse", **asked, approver=here.counter.clerk.id)
    assert done.state.reason_codes == ("concealment",)
    key = here.case(number).item
    with here.counter.store.reading() as db:
        found = intake.concealed_on(db, PERSON.id_type, PERSON.id_number, key, date(2026, 6, 1))
    assert found == "2026-03-02"


# ---------------------------------------------------------------- its clock


def test_taken_over_after_hours_a_same_day_limit_ends_on_the_next_workday(
    world: World, tmp_path: Path
) -> None:
    here, there, _ = world.places
    load(world, tmp_path, AT_ONCE)
    number = on_its_way_of(world, "T-3")
    there.clock.move(DAY + 8 * 3600)  # Tuesday 3 March, 18:05
    there.act(number, "take_over", handover={"by": "王测试"})
    world.exchange(1)
    state = there.act(number, "supply", materials=WHOLE).state
    assert (state.accepted_on, state.promised_due) == ("2026-03-03", "2026-03-04")
    shown = clock_of(state, there.counter.calendar, on=date(2026, 3, 3)).promised
    assert shown is not None
    assert shown.day.isoformat() == "2026-03-04"
    assert here.counter.clock.now().day == 2


def on_its_way_of(world: World, item: str) -> str:
    here = world.places[0]
    number = collect(here.counter, application(here, item=item)).number
    here.act(number, "dispatch", parcel={"method": "mail", "waybill": "EX1"})
    world.exchange(0, 1)
    return number


def test_reopened_the_hour_of_the_first_receipt_counts_no_more(
    world: World, tmp_path: Path
) -> None:
    here = world.places[0]
    load(world, tmp_path, AT_ONCE)
    here.clock.move(8 * 3600)  # Monday 2 March, 18:05
    number = take_in(here.counter, application(here, item="T-3", for_hall=None)).number
    assert here.case(number).promised_due == "2026-03-03"
    here.act(number, "withdraw", reason="补材料")
    here.clock.move(DAY - 8 * 3600)  # Tuesday 3 March, 10:05
    here.act(number, "reopen", approver=here.counter.clerk.id, reason="材料已齐")
    state = here.act(number, "supply", materials=WHOLE).state
    assert state.received_at == "2026-03-03T10:05:00.000+08:00"
    assert (state.accepted_on, state.promised_due) == ("2026-03-03", "2026-03-03")
    shown = clock_of(state, here.counter.calendar, on=date(2026, 3, 3)).promised
    assert shown is not None
    assert shown.day.isoformat() == "2026-03-03"


def test_a_day_that_is_past_keeps_the_cases_that_were_received_anew_since(world: World) -> None:
    there = world.places[1]
    number = on_its_way(world)
    for place in world.places:
        place.clock.move(4 * DAY)
    noon = datetime(2026, 3, 3, 12, 0, tzinfo=CHINA)
    assert [w.number for w in watch(there.counter, noon).cases] == [number]
    there.act(number, "take_over", handover={"by": "王测试"})
    looked = watch(there.counter, noon).cases
    assert [(w.number, w.state.state) for w in looked] == [(number, "collected")]
    earlier = datetime(2026, 3, 1, 12, 0, tzinfo=CHINA)
    assert watch(there.counter, earlier).cases == ()


def test_an_extension_after_the_grace_prints_the_day_that_held_until_then(
    world: World, tmp_path: Path
) -> None:
    """Promised until 16 March; the lease was due on the 5th, the grace ended on the 9th: two
    workdays the clock stood still, so until the extension it was the 18th."""
    here = world.places[0]
    load(world, tmp_path, GRACE)
    papers = (CheckedPaper("申请书", PaperState.IN_ORDER, copies=1),)
    asked = application(here, item="T-4", for_hall=None, papers=papers, undertaking_signed=True)
    number = take_in(here.counter, asked).number
    state = here.case(number)
    assert (state.promised_due, state.make_good_by) == ("2026-03-16", "2026-03-05")
    here.clock.move(8 * DAY)  # Tuesday 10 March
    done = here.act(number, "extend", approver=here.counter.clerk.id, reason="案情复杂")
    with here.counter.store.reading() as db:
        last = here.counter.journal.case_events(db, number)[-1]
    said = (last.body or {})["act"]
    assert isinstance(said, dict)
    assert said["old_promised_due"] == "2026-03-18"
    assert said["new_promised_due"] == done.state.promised_due == "2026-04-01"
