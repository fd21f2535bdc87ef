"""The scripted intake file: what is read, and that a bad field is refused by its name."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.intake.model import CheckedPaper, Concealment, OtherHall, PaperState, Party
from clerk_app.intake.rules.bodies import paper_bodies, papers_of
from clerk_app.intake.rules.scripted import read_application
from clerk_app.kernel.errors import Misused, Refused

TODAY = date(2026, 3, 2)
PUBLISHED: dict[str, Any] = {
    "item": "T-1",
    "received_at": "2026-03-02T10:05:00+08:00",
    "competent": True,
    "needed": True,
    "target_agency": None,
    "situations": {"代办": "否"},
    "applicant": {
        "kind": "person",
        "name": "示例申请人𬱖䶮",
        "id_type": "resident_id",
        "id_number": "11010519491231002X",
        "phone": None,
    },
    "agent": None,
    "materials": [
        {
            "name": "申请表",
            "state": "defective",
            "fault": "未签字",
            "correction": "declined",
            "copies": 2,
        },
        {"name": "租赁合同", "state": "missing", "fault": None, "correction": None},
    ],
    "undertaking_signed": False,
    "discredited": False,
    "concealment": None,
}
"""The published example; the number is a published test number."""


def read(raw: object) -> Any:
    return read_application(raw, today=TODAY)


def put(path: str, value: object) -> dict[str, Any]:
    """The published file with one place changed; `path` as in `materials.0.copies`."""
    raw: dict[str, Any] = json.loads(json.dumps(PUBLISHED))
    place: Any = raw
    *before, last = path.split(".")
    for step in before:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return raw


def misused(raw: object) -> Misused:
    with pytest.raises(Misused) as error:
        read(raw)
    return error.value


def test_the_published_file_is_read() -> None:
    asked = read(PUBLISHED)
    assert asked.item == "T-1"
    assert asked.received_at.isoformat() == "2026-03-02T10:05:00+08:00"
    assert (asked.competent, asked.needed, asked.target_agency) == (True, True, "")
    assert asked.situations == (("代办", "否"),)
    assert asked.applicant == Party(
        "person", "示例申请人𬱖䶮", "resident_id", "11010519491231002X", ""
    )
    assert asked.papers == (
        CheckedPaper("申请表", PaperState.DEFECTIVE, "未签字", "declined", 2),
        CheckedPaper("租赁合同", PaperState.MISSING, "", "", 0),
    )
    assert (asked.agent, asked.concealment) == (None, None)
    assert (asked.undertaking_signed, asked.discredited) == (False, False)


def test_the_least_a_file_can_say_is_read_with_the_published_defaults() -> None:
    asked = read(
        {"item": "T-1", "received_at": "2026-03-02T02:05:00Z", "applicant": {"name": "甲"}}
    )
    assert asked.received_at.isoformat() == "2026-03-02T10:05:00+08:00"
    assert (asked.needed, asked.competent, asked.papers, asked.situations) == (True, True, (), ())
    assert asked.applicant == Party("person", "甲")


def test_an_agent_and_a_concealment_are_read() -> None:
    raw = put("agent", {"kind": "organization", "name": "示例㛃美公司", "phone": "１３８"})
    raw["concealment"] = {
        "fact": "伪造",
        "evidence": "查无",
        "found_by": "甲",
        "approved_by": "乙",
    }
    asked = read(raw)
    assert asked.agent == Party("organisation", "示例㛃美公司", phone="138")
    assert asked.concealment == Concealment("伪造", "查无", "甲", "乙")


def test_a_concealment_without_an_approver_is_left_to_the_law() -> None:
    assert read(put("concealment", {"fact": "伪造", "approved_by": None})).concealment == (
        Concealment("伪造", "", "", "")
    )


@pytest.mark.parametrize(
    ("state", "copies"),
    [("in_order", 1), ("corrected_on_the_spot", 1), ("missing", 0), ("waived_shared", 0)],
)
def test_copies_not_given_are_one_of_what_was_handed_in(state: str, copies: int) -> None:
    asked = read(put("materials.0", {"name": "申请表", "state": state}))
    assert asked.papers[0].copies == copies


def test_numbers_typed_loosely_are_evened_out_and_wrong_ones_refused() -> None:
    loose = read(put("applicant.id_number", "１１０１０５ 19491231-002x"))
    assert loose.applicant.id_number == "11010519491231002X"
    for number, kind in (
        ("110105194912310021", "resident_id"),
        ("²1010519491231002X", "resident_id"),
        ("91350100M000100Y4Z", "uscc"),
    ):
        raw = put("applicant.id_number", number)
        raw["applicant"]["id_type"] = kind
        with pytest.raises(Refused) as refusal:
            read(raw)
        assert refusal.value.code == "id_invalid"
        assert "applicant.id_number" in refusal.value.message
        assert number not in refusal.value.message


def test_a_kind_of_id_without_a_check_digit_is_kept_as_it_is() -> None:
    raw = put("applicant.id_number", "E12345678")
    raw["applicant"]["id_type"] = "passport"
    applicant = read(raw).applicant
    assert (applicant.id_type, applicant.id_number) == ("passport", "E12345678")


# ---------------------------------------------------------------- times


@pytest.mark.parametrize(
    "when",
    [
        "2026-03-02T10:05:00",
        "2026-03-02",
        "2026-03-02T10:05:00+25:00",
        "2026-13-02T10:05:00+08:00",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-23:59",
        "1999-12-31T23:59:59+08:00",
        "2100-01-01T00:00:00+08:00",
        "现在",
        "   ",
    ],
)
def test_a_time_without_an_offset_or_out_of_reach_is_wrong_usage(when: str) -> None:
    error = misused(put("received_at", when))
    assert error.exit_code == 2
    assert error.code == ("bad_time" if when.strip() else "bad_intake_file")
    assert error.message in {
        "缺少字段：received_at",
        "received_at 应为带时区的时间，如 2026-03-02T10:05:00+08:00",
        "received_at 的年份应在 2000 到 2099 之间",
    }


# ---------------------------------------------------------------- hostile files

TEXTS = (
    "item", "received_at", "target_agency", "situations.代办", "applicant.kind",
    "applicant.name", "applicant.id_type", "applicant.id_number", "applicant.phone",
    "materials.0.name", "materials.0.state", "materials.0.fault", "materials.0.correction",
)  # fmt: skip
FLAGS = ("competent", "needed", "undertaking_signed", "discredited")
NEST: list[Any] = []
for _ in range(500):
    NEST = [NEST]


def shown(path: str) -> str:
    """How a message names a place: `materials.0.name` is `materials[0].name`."""
    return path.replace("materials.0", "materials[0]")


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("value", [7, 10**400, True, 1.5, float("inf"), [], {}, NEST])
def test_a_text_of_another_type_is_refused_by_name(path: str, value: object) -> None:
    error = misused(put(path, value))
    assert shown(path) in error.message


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize(
    "char", ["\x00", "\u202e", "\u2066", "\ud800", "\u200b", "\ufffe", "\u2028", "\n"]
)
def test_text_that_cannot_be_kept_or_printed_is_refused_by_name(path: str, char: str) -> None:
    escaped = json.loads(json.dumps(put(path, f"a{char}b")))  # as \u escapes bring it in
    error = misused(escaped)
    assert (error.code, shown(path) in error.message) == ("bad_text", True)
    assert char not in error.message


@pytest.mark.parametrize("path", FLAGS)
@pytest.mark.parametrize("value", [0, 1, "true", "", [], {}])
def test_a_flag_is_true_or_false_and_nothing_else(path: str, value: object) -> None:
    assert path in misused(put(path, value)).message


@pytest.mark.parametrize("value", [-1, 10_000, 10**400, 1.0, float("nan"), "1", True, [], {}])
def test_copies_are_a_small_whole_number(value: object) -> None:
    assert "materials[0].copies" in misused(put("materials.0.copies", value)).message


@pytest.mark.parametrize("value", [-1, 100_000, 1.0, "1", True, []])
def test_pages_are_a_whole_number_where_they_are_counted(value: object) -> None:
    assert "materials[0].pages" in misused(put("materials.0.pages", value)).message


def test_pages_are_read_with_the_pieces_and_stand_in_the_body() -> None:
    raw = put("materials.0.pages", 12)
    raw["materials"][1]["pages"] = 4  # it was not handed in
    papers = read(raw).papers
    assert [paper.pages for paper in papers] == [12, 0]
    first, second = paper_bodies(papers)
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first["pages"] == 12
    assert "pages" not in second
    assert papers_of({"papers": [first, second]}) == papers


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("applicant", None, "applicant"),
        ("applicant", "甲", "applicant"),
        ("applicant", {}, "applicant.name"),
        ("applicant.name", "", "applicant.name"),
        ("applicant.name", "名" * 201, "applicant.name"),
        ("applicant.kind", "robot", "applicant.kind"),
        ("applicant.age", "7", "age"),
        ("agent", {}, "agent.name"),
        ("agent", [], "agent"),
        ("situations", ["代办"], "situations"),
        ("situations.代办", None, "situations.代办"),
        ("situations. 代办", "是", "代办"),
        ("situations.a\x00b", "是", "situations"),
        ("situations.a\ud800b", "是", "situations"),
        ("materials", {"申请表": "in_order"}, "materials"),
        ("materials", [[]], "materials[0]"),
        ("materials", [{"name": "申请表", "state": "in_order"}] * 1001, "materials"),
        ("materials.1", {"name": " 申请表 ", "state": "missing"}, "materials[1].name"),
        ("materials.0.name", " ", "materials[0].name"),
        ("materials.0.name", "\u3000\u00a0", "materials[0].name"),
        ("materials.0.name", "\u2800", "materials[0].name"),  # a blank of another alphabet
        ("materials.0.name", "\u2061\ufe0f", "materials[0].name"),
        ("materials.1", {"name": "申请表\u3000", "state": "missing"}, "materials[1].name"),
        ("materials.0.state", "", "materials[0].state"),
        ("materials.0.state", "\u3000", "materials[0].state"),
        ("materials.0.state", 1, "materials[0].state"),
        ("applicant.name", "\u3000 ", "applicant.name"),
        ("applicant.name", "\u0301", "applicant.name"),
        ("situations. ", "是", "situations"),
        ("commitment", {"papers": [" "], "signed": True}, "commitment.papers"),
        ("commitment", {"papers": ["\u2800"], "signed": True}, "commitment.papers"),
        ("materials.0.state", "perfect", "materials[0].state"),
        ("materials.0.state", None, "materials[0].state"),
        ("materials.0.fault", "错" * 4001, "materials[0].fault"),
        ("materials.0.sheets", 3, "sheets"),
        ("concealment", "伪造", "concealment"),
        ("concealment", {"evidence": "查无"}, "concealment.fact"),
        ("concealment", {"fact": "伪造", "approved": "乙"}, "approved"),
        ("outcome", "accepted", "outcome"),
        ("item", None, "item"),
        ("item", "", "item"),
        ("received_at", None, "received_at"),
    ],
)
def test_a_file_that_is_not_in_the_form_is_refused_by_the_name_of_the_field(
    path: str, value: object, named: str
) -> None:
    error = misused(put(path, value))
    assert named in error.message
    error.message.encode()  # a message can always be printed


@pytest.mark.parametrize("raw", [None, [], "申请", 7, True, NEST])
def test_a_file_that_is_no_object_is_refused(raw: object) -> None:
    assert misused(raw).code == "bad_intake_file"


def test_an_unknown_field_with_an_unprintable_name_is_refused_in_printable_words() -> None:
    for name in ("\ud800", "\u202egnp", "\x00", "长" * 500):
        message = misused(put(name, 1)).message
        message.encode()
        assert message.isprintable()
        assert len(message) < 100


# ---------------------------------------------------------------- any JSON at all

leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["in_order", "resident_id", "uscc", "person", "\ud800", "\u202e"]),
)  # fmt: skip
KEYS = ("item", "applicant", "name", "state", "materials", "situations", "id_number", "agent")
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=4)), inner, max_size=4),
    ),
    max_leaves=12,
)
PLACES = (
    *TEXTS, *FLAGS, "applicant", "agent", "materials", "materials.0", "materials.0.copies",
    "situations", "concealment",
)  # fmt: skip


@settings(max_examples=60)
@given(st.sampled_from(PLACES), anything)
def test_whatever_stands_in_a_place_it_is_read_or_refused_in_words(path: str, value: Any) -> None:
    told = "read"
    try:
        read(put(path, value))
    except (Misused, Refused) as error:  # anything else is a bug
        told = error.message
    assert told.encode()


def test_how_it_came_is_one_of_the_known_ways() -> None:
    ways = ("walk_in", "booking", "after_hours", "home_visit", "post", "online", "other_hall")
    for way in ways:
        assert read(put("arrival", way)).arrival == way
    assert read(PUBLISHED).arrival == ""
    assert read(put("arrival", None)).arrival == ""
    for odd in ("teleport", 3):
        with pytest.raises(Misused) as misuse:
            read(put("arrival", odd))
        assert "arrival" in misuse.value.message


def test_who_decides_elsewhere_is_named_with_the_code_of_the_place() -> None:
    asked = read(put("for_hall", {"region": "511602", "name": " 示例市大厅 "}))
    assert asked.for_hall == OtherHall("511602", "示例市大厅")
    for region in ("51160", "5116020000001", "51160X", "５１１６０２"):
        error = misused(put("for_hall", {"region": region, "name": "示例市大厅"}))
        assert error.message.startswith("for_hall.region 应为")
    assert "for_hall.name" in misused(put("for_hall", {"region": "511602"})).message


def test_joint_handling_is_said_or_not() -> None:
    assert read(put("joint", True)).joint
    assert not read(PUBLISHED).joint


def test_an_organisation_may_be_spelt_in_two_ways() -> None:
    for kind in ("organisation", "organization"):
        assert read(put("applicant.kind", kind)).applicant.kind == "organisation"
    assert read(put("applicant.kind", None)).applicant.kind == "person"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("applicant", None, "缺少字段：applicant"),
        ("applicant", "甲", "applicant应为一个对象"),
        ("agent", [], "agent应为一个对象"),
        ("concealment", "伪造", "concealment应为一个对象"),
        ("materials", "x", "materials 应为列表，最多 1000 份"),
        ("materials", {}, "materials 应为列表，最多 1000 份"),
        ("materials", [{"name": f"材料{n}", "state": "missing"} for n in range(1001)],
         "materials 应为列表，最多 1000 份"),
        ("situations", [], "situations 应为 {问题: 答案}，最多 1000 个"),
        ("situations", {f"问{n}": "是" for n in range(1001)},
         "situations 应为 {问题: 答案}，最多 1000 个"),
        ("situations", {"问": 3}, "situations.问 应为文字"),
        ("materials.0.copies", 10_000, "materials[0].copies 应为 0–9999 的整数"),
        ("received_at", "1999-12-31T10:05:00+08:00", "received_at 的年份应在 2000 到 2099 之间"),
        ("received_at", "2100-01-01T10:05:00+08:00", "received_at 的年份应在 2000 到 2099 之间"),
        ("x" * 41, 1, f"文件里有不认识的字段：{'x' * 40}"),
    ],
)  # fmt: skip
def test_what_a_wrong_place_is_called(path: str, value: object, message: str) -> None:
    assert misused(put(path, value)).message == message


def test_a_question_with_a_text_that_cannot_be_kept_is_called_situations() -> None:
    error = misused(put("situations", {"a\x00b": "是"}))
    assert "“situations”" in error.message


def test_the_most_of_everything_is_read() -> None:
    many = [{"name": f"材料{n}", "state": "missing"} for n in range(1000)]
    assert len(read(put("materials", many)).papers) == 1000
    answers = {f"问{n}": "是" for n in range(1000)}
    assert len(read(put("situations", answers)).situations) == 1000
    assert read(put("materials.0.copies", 9999)).papers[0].copies == 9999
    for year in (2000, 2099):
        assert read(put("received_at", f"{year}-06-01T10:05:00+08:00")).received_at.year == year


def test_an_answer_about_credit_is_read() -> None:
    asked = read(put("credit_approved_by", " 李示例 "))
    assert (asked.credit_approved_by, asked.deposit) == ("李示例", False)
    assert read(put("deposit", True)).deposit


def test_a_time_without_an_offset_names_its_field() -> None:
    """And the shape it has; the value stays where it was typed."""
    assert misused(put("received_at", "2026-03-02T10:05:00")).message == (
        "received_at 应为带时区的时间，如 2026-03-02T10:05:00+08:00"
    )
    assert misused(put("received_at", "李示例 138")).message == (
        "received_at 应为带时区的时间，如 2026-03-02T10:05:00+08:00"
    )


def test_an_answer_that_is_blank_is_none() -> None:
    assert read(put("situations", {"代办": " \u3000", "户外": "否"})).situations == (
        ("户外", "否"),
    )


@pytest.mark.parametrize("state", ["missing", "waived_shared"])
def test_what_was_not_handed_in_has_no_pieces(state: str) -> None:
    paper = {"name": "申请表", "state": state, "copies": 3}
    assert read(put("materials.0", paper)).papers[0].copies == 0
