"""A page claims only what holds for this item and this case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.notices.facts import ActFacts, DocumentFacts, PaperLine, Reason, from_body
from clerk_app.notices.kinds import KINDS
from clerk_app.notices.wording import freeze
from tests.notices.conftest import Says
from tests.notices.samples import BASE, PAPERS, of_kind

LATE = "补录：收件2026-03-02，录入2026-11-25"
BARRED = ["no_deferral_policy", "bound_exceeded", "on_the_spot_item", "discredited"]


def other(kind: str, **change: Any) -> DocumentFacts:
    """The sample of a kind for an item that is no 行政许可: no article, as the rules give it."""
    facts = of_kind(kind)
    reasons = tuple(replace(reason, article="") for reason in facts.reasons)
    return replace(facts, item_type="公共服务", reasons=reasons, **change)


def refused(code: str, *, licence: bool, **change: Any) -> DocumentFacts:
    article = "《中华人民共和国行政许可法》第七十八条" if licence else ""
    reasons = (Reason(code, article, "有此事由"),)
    facts = replace(of_kind("non_acceptance"), reasons=reasons, **change)
    return facts if licence else replace(facts, item_type="行政给付")


@pytest.mark.parametrize("kind", [kind.KIND for kind in KINDS])
def test_back_entry_is_said_beside_the_facts_and_never_as_a_ground(kind: str, says: Says) -> None:
    facts = replace(of_kind(kind), issued_at="2026-11-25T05:00:00.000+08:00")
    assert "补录" not in says(facts)
    flagged = replace(facts, back_entered=True)
    assert LATE in says(flagged)
    # as events of before hold it: among the reasons
    among = replace(facts, reasons=(*facts.reasons, Reason("back_entered", "", "系后补录入")))
    text = says(among)
    assert LATE in text
    assert "系后补录入" not in text


def test_the_ban_of_one_year_is_of_licences_only(says: Says) -> None:
    assert "一年内不得再次申请" in says(refused("concealment", licence=True))
    text = says(refused("concealment", licence=False))
    assert "请如实提供情况和真实、有效的材料" in text
    for words in ("公共安全", "一年内", "更正后可以重新申请", "许可"):
        assert words not in text.replace(BASE.item_name, ""), words


def test_an_agency_is_named_only_by_a_body_that_is_not_competent(says: Says) -> None:
    agency = "请向青禾县市场监督管理局提出申请"
    assert agency in says(refused("not_competent", licence=False))
    assert agency not in says(refused("concealment", licence=True))


def test_what_time_is_not_counted_is_said_of_licences_with_a_limit(says: Says) -> None:
    assert "不计入上述时限" in says(of_kind("acceptance"))
    without = replace(of_kind("acceptance"), promised_due="", statutory_due="")
    for facts in (without, other("acceptance")):
        text = says(facts)
        assert "上述时限" not in text
        assert "听证" not in text


def test_an_acceptance_of_another_item_names_its_own_decision(says: Says) -> None:
    text = says(other("acceptance"))
    assert "符合法定形式。本机关决定予以受理。" in text
    assert "如遇特殊环节顺延" not in text


def test_what_is_done_the_same_day_says_so(says: Says) -> None:
    facts = replace(of_kind("acceptance"), promised_due="2026-03-02")
    text = says(facts)
    assert "本事项当日办结。" in text
    assert "2026年3月2日前" not in text


def test_no_licence_is_spoken_of_where_none_was_asked_for(says: Says) -> None:
    text = says(of_kind("not_needed"))
    assert "不需要取得行政许可" in text
    assert "是否需要办理备案等其他手续" in text
    text = says(other("not_needed")).replace(BASE.item_name, "")
    for words in ("许可", "备案", "自行开展"):
        assert words not in text, words
    assert "1.申请事项依法不需要办理。" in text


@pytest.mark.parametrize(
    ("kind", "paper"), [("non_acceptance", "决定书"), ("not_needed", "告知书")]
)
def test_a_refusal_claims_no_return_and_says_how_papers_are_fetched(
    kind: str, paper: str, says: Says
) -> None:
    fetch = f"已提交的材料可以凭本{paper}领回"
    text = says(of_kind(kind))
    assert "退回" not in text
    assert "领回" not in text
    assert fetch in says(replace(of_kind(kind), returnable=True))


def test_papers_that_prove_concealment_are_not_offered_back(says: Says) -> None:
    text = says(refused("concealment", licence=True, returnable=True))
    assert "领回" not in text


@pytest.mark.parametrize("kind", ["acceptance", "receipt", "one_time_notice"])
def test_pieces_due_are_printed_in_the_catalogues_words(kind: str, says: Says) -> None:
    state = "missing" if kind == "one_time_notice" else "in_order"
    photo = PaperLine("近照", copies=3, copies_in=3, due="3份", state=state, keep="收取")
    text = says(replace(of_kind(kind), papers=(photo,)))
    assert "3份" in text
    assert "复印件3份" not in text


@pytest.mark.parametrize("kind", ["acceptance", "conditional_acceptance"])
def test_notes_of_limits_and_fee_stand_on_the_page(kind: str, says: Says) -> None:
    facts = replace(
        of_kind(kind),
        promised_note="不含现场核查",
        statutory_note="自受理之日起制作发放",
        fee="20 元/证",
        fee_note="首次申领免收",
    )
    text = says(facts)
    for words in ("不含现场核查", "自受理之日起制作发放", "20元/证", "首次申领免收"):
        assert words in text, words


def test_papers_asked_for_are_not_said_to_be_handed_in(says: Says) -> None:
    text = says(of_kind("one_time_notice"))
    assert "本次申请应交材料5项，其中3项已经具备" in text
    assert "所提交的" not in text


def test_a_receipt_names_all_that_was_handed_in_and_what_went_back_at_once(
    says: Says,
) -> None:
    papers = (
        PaperLine("申请表", originals=1, copies_in=1, keep="收取", state="in_order"),
        PaperLine("户口簿", originals=1, copies_in=2, keep="核验", state="in_order"),
        PaperLine(
            "荣誉证书", form="原件", copies_in=4, keep="收取", state="defective", not_due=True
        ),
    )
    text = says(replace(of_kind("receipt"), papers=papers))
    for words in (
        "收到的材料（3项）",
        "荣誉证书",
        "非应交",
        "已核验退还",
        "共7件，其中核验后当场退还2件，窗口收存5件",
    ):
        assert words in text, words
    assert "尚缺或者需要补正" not in text


def test_a_receipt_beside_the_one_time_notice_points_to_it(says: Says) -> None:
    assert "最迟在2026年3月9日前（含当日）一次告知" in says(of_kind("receipt"))
    text = says(replace(of_kind("receipt"), notice_given=True))
    assert "需要补正的内容见《一次性告知书》" in text
    assert "最迟在" not in text
    assert "五个工作日" not in says(other("receipt"))


def test_too_few_pieces_are_asked_for_on_the_one_time_notice(says: Says) -> None:
    few = replace(PAPERS[0], copies=1)
    text = says(replace(of_kind("one_time_notice"), papers=(few, PAPERS[4])))
    assert "道路货物运输经营申请表（少1份，请补足）" in text
    assert "1项，不必再交" not in text
    assert "请补足" not in says(of_kind("one_time_notice"))


def test_a_clock_that_waits_for_the_papers_says_so(says: Says) -> None:
    facts = replace(
        of_kind("conditional_acceptance"),
        promised_due="",
        statutory_due="",
        clock_starts="made_good",
        promised_text="10 个工作日",
        promised_note="不含现场核查",
        on_expiry="暂停",
        grace=3,
    )
    text = says(facts)
    assert "办理期限自材料补齐之日起计算，承诺办结时限为10个工作日（不含现场核查）。" in text
    assert "宽限期为3个工作日" in text
    bare = says(replace(facts, promised_text="", on_expiry="退件"))
    assert "办理期限自材料补齐之日起计算。" in bare
    assert "宽限期" not in bare
    assert "自材料补齐之日起" not in says(of_kind("conditional_acceptance"))


@pytest.mark.parametrize("code", BARRED)
def test_a_bar_to_deferral_is_named_and_nothing_is_offered_to_sign(code: str, says: Says) -> None:
    words = {
        "no_deferral_policy": "没有容缺受理规定",
        "bound_exceeded": "没有可用的补齐期限",
        "on_the_spot_item": "是即办件，不适用容缺受理",
        "discredited": "本次申请不适用容缺受理。",
    }[code]
    barred = (Reason(code, "", "申请人在失信名单内"),)
    text = says(replace(of_kind("one_time_notice"), reasons=barred))
    assert words in text
    assert "承诺书" not in text
    assert "·可容缺" not in text
    assert "失信" not in text


def test_only_a_paper_that_may_follow_is_marked_so(says: Says) -> None:
    text = says(of_kind("one_time_notice"))
    assert "容缺后补·可容缺" in text
    late = replace(PAPERS[4], deferrable=False)
    text = says(replace(of_kind("one_time_notice"), papers=(late,)))
    assert "本次不可容缺" in text
    assert "·可容缺" not in text


@pytest.mark.parametrize("kind", [kind.KIND for kind in KINDS])
def test_a_document_with_the_sentences_of_before_still_prints(kind: str, says: Says) -> None:
    """Frozen without the sentences that came later, and without the facts they need."""
    later = ("_other", "told", "told_by", "excluded", "fetch", "grace", "clock_made_good")
    facts = freeze(of_kind(kind))
    kept = tuple((key, text) for key, text in facts.wording if not key.endswith(later))
    old = replace(facts, wording=kept, item_type="", returnable=True, clock_starts="made_good")
    assert BASE.case_number in says(from_body(old.to_body()))


def test_what_a_clerk_wrote_where_nothing_was_told_before_is_the_first_ground(says: Says) -> None:
    facts = refused("concealment", licence=True)
    said = replace(facts, act=ActFacts(on="2026-03-02", reason="营业执照是伪造的。"))
    assert "1.营业执照是伪造的；有此事由" in says(freeze(said))
    assert "1.有此事由" in says(freeze(facts))
