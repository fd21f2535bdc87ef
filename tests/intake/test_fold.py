"""A case is the fold over its events: what each does, and what conflicts do."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from clerk_app.intake.model import CaseState, IssuedDocument, Step
from clerk_app.intake.rules.fold import KINDS, dump_state, fold, fold_case, read_state
from clerk_app.journal.canonical import Body, Value, canonical
from clerk_app.journal.events import Event
from tests.intake.stories import examples
from tests.support.items import event

NUMBER = "51160200012600000163"
HERE, THERE = "0123456789abcdef", "fedcba9876543210"
RECEIVED: Body = {
    "item": "T-1",
    "item_name": "测试事项",
    "item_hash": "c" * 64,
    "department": "示例局",
    "received_at": "2026-03-02T10:05:00.000+08:00",
    "received_on": "2026-03-02",
    "applicant": {"kind": "person", "name": "示例申请人䶮"},
    "ticket": "A007",
    "sample": 1,
}
ACCEPTED: Body = {
    "outcome": "accepted",
    "accepted_on": "2026-03-02",
    "received_on": "2026-03-02",
    "notice_due": "2026-03-09",
    "promised_due": "2026-03-16",
    "statutory_due": "2026-03-30",
    "reasons": [],
}
RETURNED: Body = {
    "outcome": "returned_for_correction",
    "received_on": "2026-03-02",
    "notice_due": "2026-03-09",
    "provisional": ["notice_due"],
    "shortfalls": [{"name": "申请表", "fault": "未提交", "deferrable": 0}],
    "reasons": [],
}


def here(kind: str, body: Body, s: int, base_ver: int = -1) -> Event:
    return event(kind, body, case=NUMBER, s=s, base_ver=base_ver)


def there(kind: str, body: Body, s: int, base_ver: int = -1) -> Event:
    return event(kind, body, case=NUMBER, s=s, base_ver=base_ver, device=THERE, operator="c2")


def folded(*events: Event) -> CaseState:
    state = fold_case(events)
    assert state is not None
    return state


OPENED = here("case.received", RECEIVED, 1, 0)


def test_no_events_are_no_case() -> None:
    assert fold_case([]) is None


def test_a_receipt_opens_the_case() -> None:
    assert folded(OPENED) == CaseState(
        number=NUMBER,
        version=1,
        item="T-1",
        item_name="测试事项",
        item_hash="c" * 64,
        department="示例局",
        applicant="示例申请人䶮",
        ticket="A007",
        operator="c1",
        received_on="2026-03-02",
        received_at="2026-03-02T10:05:00.000+08:00",
        state="received",
        sample=True,
        steps=(Step("c1", "2026-03-02", why="收件"),),
        visits=("2026-03-02",),
        acts=1,
        acted_on="2026-03-02",
        opened_on="2026-03-02",
    )


def test_a_decision_gives_outcome_dates_and_shortfalls() -> None:
    state = folded(OPENED, here("case.decided", ACCEPTED, 2, 1))
    assert (state.state, state.outcome, state.accepted_on) == (
        "accepted",
        "accepted",
        "2026-03-02",
    )
    assert (state.notice_due, state.promised_due, state.statutory_due) == (
        "2026-03-09",
        "2026-03-16",
        "2026-03-30",
    )
    returned = folded(OPENED, here("case.decided", RETURNED, 2, 1))
    assert (returned.shortfalls, returned.provisional) == (("申请表",), ("notice_due",))
    assert (returned.accepted_on, returned.promised_due) == ("", "")


def test_every_event_counts_one_version_and_the_receiving_clerk_stays_the_cases() -> None:
    state = folded(
        OPENED,
        there("case.decided", ACCEPTED, 1, 1),
        there("case.rated", {"level": 5}, 2),
        there("case.stamped_by_a_newer_version", {}, 3),
    )
    assert (state.version, state.operator) == (4, "c1")


def test_documents_are_listed_once_and_their_prints_counted() -> None:
    number = f"{NUMBER}-01"
    issued = here("document.issued", {"number": number, "kind": "acceptance"}, 2)
    printed = [here("document.printed", {"number": number}, s) for s in (3, 4)]
    other = here("document.printed", {"number": f"{NUMBER}-02"}, 5)
    state = folded(OPENED, issued, issued, *printed, other)
    assert state.documents == (IssuedDocument(number, "acceptance", 2, "2026-03-02"),)


def test_the_first_rating_stands_and_a_level_that_is_none_is_not_a_rating() -> None:
    wrong = [here("case.rated", {"level": n}, 9) for n in (0, -1, 6, 2**52)]
    state = folded(
        OPENED, *wrong, here("case.rated", {"level": 2}, 2), there("case.rated", {"level": 5}, 1)
    )
    assert state.rating == 2


# ---------------------------------------------------------------- conflicts


def test_of_two_decisions_the_first_in_hall_order_stands_and_the_other_is_listed() -> None:
    mine = here("case.decided", ACCEPTED, 2, 1)
    theirs = there("case.decided", RETURNED, 7, 1)
    first = folded(OPENED, mine, theirs)
    assert (first.outcome, first.shortfalls, first.conflicts) == ("accepted", (), (f"{THERE}/7",))
    second = folded(OPENED, theirs, mine)
    assert (second.outcome, second.conflicts) == ("returned_for_correction", (f"{HERE}/2",))
    assert second.shortfalls == ("申请表",)
    assert first.version == second.version == 3


def test_a_decision_that_saw_the_one_before_replaces_it_without_conflict() -> None:
    state = folded(
        OPENED, here("case.decided", RETURNED, 2, 1), there("case.decided", ACCEPTED, 1, 2)
    )
    assert (state.outcome, state.conflicts, state.shortfalls) == ("accepted", (), ())


def test_a_stale_decision_where_none_stands_is_taken_and_still_listed() -> None:
    state = folded(
        OPENED, here("case.rated", {"level": 3}, 2), there("case.decided", ACCEPTED, 1, 1)
    )
    assert (state.outcome, state.conflicts) == ("accepted", (f"{THERE}/1",))


def test_a_decision_that_names_no_version_never_replaces_one() -> None:
    state = folded(
        OPENED, here("case.decided", ACCEPTED, 2, 1), there("case.decided", RETURNED, 1)
    )
    assert (state.outcome, state.conflicts) == ("accepted", (f"{THERE}/1",))


def test_a_second_receipt_under_one_number_never_replaces_the_first() -> None:
    other = RECEIVED | {"item_name": "别的事项", "applicant": {"name": "别人"}}
    for base in (-1, 0):
        state = folded(OPENED, there("case.received", other, 1, base))
        assert (state.item_name, state.operator) == ("测试事项", "c1")
        assert state.conflicts == (f"{THERE}/1",)


def test_a_first_decision_that_names_no_version_is_no_conflict() -> None:
    state = folded(OPENED, there("case.decided", ACCEPTED, 1))
    assert (state.outcome, state.conflicts) == ("accepted", ())


def test_a_first_decision_that_saw_no_receipt_is_taken_and_listed() -> None:
    state = folded(OPENED, there("case.decided", ACCEPTED, 1, 0))
    assert (state.outcome, state.conflicts) == ("accepted", (f"{THERE}/1",))


# ---------------------------------------------------------------- whatever comes


def test_every_unknown_kind_is_named() -> None:
    state = folded(OPENED, here("case.teleported", {}, 2), here("case.painted", {}, 3))
    assert state.unknown_kinds == ("case.teleported", "case.painted")


def test_an_unknown_kind_is_kept_once_by_name_and_changes_nothing_else() -> None:
    state = folded(
        OPENED, here("case.teleported", {}, 2), here("case.teleported", {"to": "火星"}, 3)
    )
    assert state.unknown_kinds == ("case.teleported",)
    assert (state.state, state.version) == ("received", 3)


def test_an_outcome_this_version_does_not_know_is_kept_and_the_state_left() -> None:
    state = folded(OPENED, here("case.decided", ACCEPTED | {"outcome": "deemed_x"}, 2, 1))
    assert (state.outcome, state.state) == ("deemed_x", "received")


def test_an_erased_body_changes_nothing_but_the_version() -> None:
    erased = Event(OPENED.header, None, None, OPENED.body_hash, OPENED.hash)
    assert folded(erased) == CaseState(number=NUMBER, version=1, operator="c1")


FIELDS = (
    "item", "item_name", "applicant", "outcome", "shortfalls", "provisional", "number", "kind",
    "level", "received_on", "name", "sample", "ticket",
)  # fmt: skip
values: st.SearchStrategy[Value] = st.recursive(
    st.one_of(st.text(st.characters(codec="utf-8"), max_size=5), st.integers(-9, 2**52)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = st.dictionaries(st.sampled_from(FIELDS), values, max_size=6)
histories = st.lists(
    st.tuples(st.sampled_from([*KINDS, "case.unheard_of"]), bodies, st.integers(-1, 4)), max_size=6
)


@examples(60)
@given(histories)
def test_no_body_breaks_the_fold_and_every_state_is_read_back(
    history: list[tuple[str, Body, int]],
) -> None:
    state: CaseState | None = None
    for s, (kind, body, base) in enumerate(history, start=1):
        assert canonical(body)
        state = fold(state, here(kind, body, s, base))
        assert state.version == s
        assert read_state(dump_state(state)) == state
    assert state == fold_case(
        here(kind, body, s, base) for s, (kind, body, base) in enumerate(history, start=1)
    )


def test_fields_of_a_newer_version_are_passed_over() -> None:
    state = folded(OPENED, here("document.issued", {"number": "n", "kind": "acceptance"}, 2))
    newer = dump_state(state)[:-1] + ', "mood": "good"}'
    assert read_state(newer) == state


def test_acts_that_do_not_exclude_each_other_may_come_in_any_order() -> None:
    acts = [
        here("case.rated", {"level": 4}, 3),
        there("document.printed", {"number": f"{NUMBER}-01"}, 1),
        there("case.unheard_of", {}, 2),
    ]
    issued = here("document.issued", {"number": f"{NUMBER}-01", "kind": "acceptance"}, 2)
    states = {dump_state(folded(OPENED, issued, *order)) for order in itertools.permutations(acts)}
    assert len(states) == 1
