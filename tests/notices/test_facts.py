"""What a document says is stored and read back without loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.journal.canonical import canonical, parse
from clerk_app.kernel.errors import Damaged
from clerk_app.notices.facts import DocumentFacts, PaperLine, Reason, from_body
from clerk_app.notices.kinds import KINDS
from clerk_app.notices.wording import freeze
from tests.notices.samples import BASE, of_kind

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_PAPERS = st.builds(
    PaperLine,
    name=_TEXT,
    fault=_TEXT,
    copies=st.integers(0, 9),
    state=st.sampled_from(["in_order", "missing", ""]),
    deferrable=st.booleans(),
)
_FACTS = st.builds(
    DocumentFacts,
    kind=st.just("receipt"),
    number=_TEXT,
    case_number=_TEXT,
    hall=_TEXT,
    applicant=_TEXT,
    legal_basis=st.lists(_TEXT, max_size=3).map(tuple),
    papers=st.lists(_PAPERS, max_size=3).map(tuple),
    reasons=st.lists(st.builds(Reason, code=_TEXT, text=_TEXT), max_size=2).map(tuple),
    wording=st.lists(st.tuples(_TEXT, _TEXT), max_size=2).map(tuple),
    sample=st.booleans(),
)


@given(_FACTS.filter(lambda facts: facts.number and facts.case_number and facts.hall))
@settings(max_examples=60, deadline=None)
def test_facts_survive_the_journals_bytes(facts: DocumentFacts) -> None:
    papers = all(paper.name for paper in facts.papers)
    reasons = all(reason.code for reason in facts.reasons)
    if papers and reasons:
        assert from_body(parse(canonical(facts.to_body()))) == facts


@pytest.mark.parametrize("kind", [kind.KIND for kind in KINDS])
def test_every_kind_of_sample_survives_with_its_wording(kind: str) -> None:
    facts = freeze(of_kind(kind))
    assert facts.wording
    assert from_body(parse(canonical(facts.to_body()))) == facts


def test_the_stored_form_is_this_one_for_ever() -> None:
    facts = DocumentFacts(
        kind="receipt",
        number="51160200012600000176-01",
        case_number="51160200012600000176",
        hall="青禾县政务服务中心",
        legal_basis=("甲",),
        papers=(PaperLine("申请表", originals=1, deferrable=True, state="missing"),),
        sample=True,
    )
    assert canonical(facts.to_body()).decode() == (
        '{"case_number":"51160200012600000176","hall":"青禾县政务服务中心","kind":"receipt",'
        '"legal_basis":["甲"],"number":"51160200012600000176-01",'
        '"papers":[{"deferrable":1,"name":"申请表","originals":1,"state":"missing"}],"sample":1}'
    )


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"hall": 3},
        {"papers": "none"},
        {"papers": ["申请表"]},
        {"papers": [{"name": "申请表", "weight": 3}]},
        {"papers": [{"form": "纸质"}]},
        {"wording": [["only one"]]},
        {"legal_basis": [1]},
        {"sample": 7},
    ],
)
def test_a_body_this_program_cannot_print_whole_is_refused(change: dict[str, object]) -> None:
    body = BASE.to_body() | change
    with pytest.raises(Damaged) as caught:
        from_body(body)  # type: ignore[arg-type]  # the wrong types are the point
    assert caught.value.code == "bad_facts"


def test_a_body_without_its_number_is_refused() -> None:
    body = replace(BASE).to_body()
    del body["number"]
    with pytest.raises(Damaged, match="bad_facts"):
        from_body(body)
