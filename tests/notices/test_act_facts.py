"""What an act adds to a paper is stored and read back; papers of before stay as they are."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.journal.canonical import canonical, parse
from clerk_app.kernel.errors import Damaged, Misused
from clerk_app.notices.facts import ActFacts, DocumentFacts, from_body
from clerk_app.notices.kinds import LATER
from clerk_app.notices.wording import ACT_PLACEHOLDERS, PLACEHOLDERS, Wording, freeze, shipped
from tests.notices.later import hardest, later
from tests.notices.samples import BASE, CASE

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=10)
_BY_TYPE = {
    "str": _TEXT,
    "int": st.integers(0, 400),
    "tuple[str, ...]": st.lists(_TEXT, max_size=3).map(tuple),
}
_ACTS = st.builds(ActFacts, **{f.name: _BY_TYPE[str(f.type)] for f in fields(ActFacts)})
OLD = (
    '{"accepted_on":"2026-03-02","case_number":"51160200012600000176","hall":"青禾县政务服务中心",'
    '"item_type":"行政许可","kind":"acceptance","number":"51160200012600000176-01",'
    '"papers":[{"copies_in":1,"name":"申请表","originals":1,"state":"in_order"}],'
    '"reasons":[{"code":"complete"}],"wording":[["note","甲"]]}'
)


@given(st.one_of(st.none(), _ACTS))
@settings(max_examples=60, deadline=None)
def test_an_act_survives_the_journals_bytes(act: ActFacts | None) -> None:
    facts = replace(BASE, act=act)
    body = facts.to_body()
    assert ("act" in body) == (act is not None)
    assert from_body(parse(canonical(body))) == facts


@pytest.mark.parametrize("kind", [kind.KIND for kind in LATER])
def test_every_sample_survives_with_its_wording(kind: str) -> None:
    for facts in (freeze(later(kind)), freeze(hardest(kind))):
        assert from_body(parse(canonical(facts.to_body()))) == facts


def test_a_body_of_before_reads_and_writes_the_same_bytes() -> None:
    facts = from_body(parse(OLD.encode()))
    assert facts.act is None
    assert canonical(facts.to_body()).decode() == OLD


def test_the_stored_form_of_an_act_is_this_one_for_ever() -> None:
    act = ActFacts(
        on="2026-03-04",
        approver="李示例",
        extension_workdays=10,
        new_promised_due="2026-03-23",
        back=("甲", "乙"),
    )
    facts = DocumentFacts("extension", f"{CASE}-02", case_number=CASE, hall="青禾", act=act)
    assert canonical(facts.to_body()).decode() == (
        '{"act":{"approver":"李示例","back":["甲","乙"],"extension_workdays":10,'
        '"new_promised_due":"2026-03-23","on":"2026-03-04"},"case_number":"51160200012600000176",'
        '"hall":"青禾","kind":"extension","number":"51160200012600000176-02"}'
    )


def test_an_act_names_its_facts_like_this() -> None:
    """The names stand in bodies of the journal: none may change."""
    assert [f.name for f in fields(ActFacts)] == [
        "on",
        "reason",
        "approver",
        "special_kind",
        "basis",
        "length",
        "days",
        "from_on",
        "until_on",
        "suspended_workdays",
        "old_promised_due",
        "new_promised_due",
        "old_statutory_due",
        "new_statutory_due",
        "extension_workdays",
        "result_name",
        "result_number",
        "result_on",
        "valid_until",
        "delivered_on",
        "place",
        "method",
        "waybill",
        "recipient",
        "recipient_id_masked",
        "proxy_reason",
        "proxy_authority",
        "deliverer",
        "check_on",
        "target",
        "back",
        "supplied",
        "open",
        "opinions",
        "commitments",
        "sent",
        "delivered_at",
        "untold",
        "decided",
        "told_on",
        "asked_on",
        "paused_since",
        "grace_until",
        "pauses",
        "cause",
        "no_deferral_until",
    ]
    numbers = {f.name for f in fields(ActFacts) if f.type == "int"}
    assert numbers == {"days", "suspended_workdays", "extension_workdays"}
    assert not hasattr(ActFacts(), "__dict__")  # slots


@pytest.mark.parametrize(
    "act",
    [
        {"colour": "red"},
        {"on": 3},
        {"days": "3"},
        {"back": "甲"},
        {"back": [1]},
        {"opinions": [["甲"]]},
        [],
        "甲",
        1,
    ],
)
def test_an_act_this_program_cannot_print_whole_is_refused(act: object) -> None:
    body = {**BASE.to_body(), "act": act}
    with pytest.raises(Damaged) as caught:
        from_body(body)  # type: ignore[arg-type]  # the wrong types are the point
    assert caught.value.code == "bad_facts"


def test_a_line_that_lacks_a_value_is_left_out_whole() -> None:
    wording = Wording("denial", {"x": "甲{approver}。\n乙{place}。\n丙{under_article}丁。\n\n"})
    assert wording.told("x", {"approver": "{place}", "place": ""}) == ("甲{place}。", "丙丁。")
    assert wording.told("y", {}) == ()


def test_a_wording_may_name_every_fact_of_an_act() -> None:
    assert {"approver", "new_promised_due", "open", "count_open", "count_back"} <= ACT_PLACEHOLDERS
    assert len(ACT_PLACEHOLDERS) == 46 + 7
    assert not ACT_PLACEHOLDERS & PLACEHOLDERS


def test_a_slip_in_a_wording_of_an_act_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("wording")
    (folder / "denial.toml").write_text('opening = "经{aprover}批准"', encoding="utf-8")
    with pytest.raises(Misused, match="aprover"):
        shipped("denial", folder)
    (folder / "extension.toml").write_text('opening = "经{approver}批准"', encoding="utf-8")
    assert shipped("extension", folder).texts
