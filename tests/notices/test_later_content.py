"""What particular papers of the later life of a case must say, and may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.document import Closing
from clerk_app.notices.facts import WITHDRAWN, ActFacts, DocumentFacts, Reason
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.render import title_of
from clerk_app.notices.wording import shipped
from tests.notices.conftest import Printed, Says, joined
from tests.notices.later import all_in, later, lined, other, withdrawn
from tests.notices.samples import BASE, PAPERS


def acted(facts: DocumentFacts, **change: Any) -> DocumentFacts:
    assert facts.act is not None
    return replace(facts, act=replace(facts.act, **change))


def expect(text: str, *wanted: str) -> None:
    for words in wanted:
        assert words in text, words


def refuse(text: str, *unwanted: str) -> None:
    for words in unwanted:
        assert words not in text, words


def beside_the_seal(facts: DocumentFacts) -> str:
    """The closing text, which the place of the seal breaks up in a reader's order."""
    document = kind_of(facts.kind).compose(facts, shipped(facts.kind))
    (closing,) = [block for block in document.blocks if isinstance(block, Closing)]
    return "".join(closing.paragraphs)


def test_a_suspension_tells_kind_basis_time_and_the_dates_before_and_after(
    printed: Printed,
) -> None:
    text = joined(printed(later("suspension")))
    expect(
        text,
        "依法需要进行检验",
        "程序种类检验",
        "《示例运输办法》第五条",
        "抽样3个工作日，出具报告7个工作日（10个工作日）",
        "2026年3月5日至2026年3月18日（预计）",
        "需要对拟投入的车辆抽样检验",
        "批准人赵示例",
        "特别程序所需时间不计入办理期限，现书面告知",
        "2026年3月23日",
        "原为2026年3月9日",
        "2026年4月14日",
        "原为2026年3月30日",
        "按预计所需时间推算",
        "需要申请人配合的，另行通知",
        "申请人签收",
    )
    refuse(text, "已经结束")


def test_a_suspension_without_a_new_date_says_that_it_comes(says: Says) -> None:
    text = says(acted(later("suspension"), new_promised_due="", new_statutory_due=""))
    expect(
        text,
        "承诺办结，原不迟于2026年3月9日",
        "自特别程序结束后继续计算",
        "可以凭办件编号和查询码向本窗口查询",
    )
    refuse(text, "顺延后），", "推算", "另行告知")


def test_a_special_procedure_that_is_over_says_what_it_took(says: Says) -> None:
    text = says(acted(later("suspension"), on="2026-03-18", suspended_workdays=10))
    expect(text, "检验已经结束，办理期限继续计算", "不计入办理期限的时间：10个工作日")
    refuse(text, "预计", "推算", "另行")


def test_the_days_are_said_once(says: Says) -> None:
    facts = later("suspension")
    expect(says(acted(facts, length="")), "所需时间10个工作日")
    expect(says(acted(facts, length="共10个工作日")), "所需时间共10个工作日起止日期")
    expect(says(acted(facts, length="第105号标准所定", days=10)), "所定（10个工作日）")


def test_an_extension_tells_who_approved_how_long_why_and_until_when(printed: Printed) -> None:
    expect(
        joined(printed(later("extension"))),
        "第四十二条，经本机关负责人批准，将许可决定期限延长10个工作日",
        "延期理由",
        "车辆技术档案需要向外省核实，核实结果尚未寄回。",
        "批准人李示例",
        "承诺办结（延期后），不迟于",
        "2026年3月23日",
        "原为2026年3月9日",
        "2026年4月14日",
        "原为2026年3月30日",
        "只延长这一次",
    )


def test_an_extension_claims_no_approval_that_is_not_recorded(says: Says) -> None:
    text = says(acted(later("extension"), approver=""))
    expect(text, "第四十二条，将许可决定期限延长10个工作日")
    refuse(text, "批准")


def test_more_than_ten_workdays_are_of_the_governments_head(says: Says) -> None:
    text = says(acted(later("extension"), extension_workdays=15))
    expect(text, "经本级人民政府负责人批准，将许可决定期限延长15个工作日")
    refuse(text, "本机关负责人")
    expect(says(acted(later("extension"), extension_workdays=11)), "人民政府负责人")


def test_an_extension_of_another_item_has_neutral_words(says: Says) -> None:
    text = says(other("extension"))
    expect(text, "不能在原定期限内办结。经批准，将办理期限延长10个工作日", "不能在原定期限内办结")
    refuse(text, "许可", "负责人", "这一次")


def test_a_date_that_does_not_move_says_so(says: Says) -> None:
    expect(says(acted(later("extension"), new_promised_due="2026-03-09")), "日期不变")


def test_a_denial_gives_reasons_and_remedies(printed: Printed) -> None:
    text = joined(printed(later("denial")))
    expect(
        text,
        "不符合法定条件、标准，本机关决定不予行政许可",
        "第三十八条第二款，现将理由和救济途径书面告知",
        "车辆技术等级未达到规定要求（《示例运输条例》第二十二条）",
        "60日内申请行政复议",
        "六个月内向人民法院提起行政诉讼",
        "决定文号青交许决〔2026〕7号",
        "决定日期2026年3月4日",
        "批准人李示例",
        "收件日期2026年3月2日",
        "受理日期2026年3月2日",
        "运输管理股：拟投入车辆的技术等级未达到要求",
        "符合条件、标准后，可以重新申请",
    )
    assert text.index("理由") < text.index("车辆技术等级") < text.index("行政复议")
    refuse(text, "不予受理")


def test_a_denial_of_another_item_is_no_denial_of_a_licence(printed: Printed) -> None:
    facts = replace(other("denial"), act=replace(later("denial").act or ActFacts(), opinions=()))
    path = printed(facts)
    text = joined(path)
    expect(text, "不予办理决定书", "本机关决定不予办理", "60日内申请行政复议")
    refuse(text, "许可", "法定条件、标准")
    document = pypdfium2.PdfDocument(path)
    assert document.get_metadata_dict()["Title"] == f"不予办理决定书 {BASE.number}"
    document.close()
    assert title_of(later("denial")) == "不予许可决定书"


def test_a_denial_always_has_a_reason_and_takes_that_of_the_act(says: Says) -> None:
    facts = replace(later("denial"), reasons=())
    expect(says(facts), "由经办人当面说明")
    text = says(acted(facts, reason="没有停车场地"))
    expect(text, "1.没有停车场地。")
    refuse(text, "当面说明")


def test_a_denial_for_concealment_offers_no_new_application(says: Says) -> None:
    hidden = Reason("concealment", "《中华人民共和国行政许可法》第七十八条", "检测报告是伪造的")
    text = says(replace(later("denial"), reasons=(hidden,), returnable=True))
    expect(text, "隐瞒有关情况或者提供虚假材料，本机关决定不予行政许可", "一年内不得再次申请")
    refuse(text, "符合条件、标准后，可以重新申请", "领回")
    text = says(replace(other("denial"), reasons=(hidden,)))
    expect(text, "不予办理", "以本事项的规定为准")
    refuse(text, "一年内", "行政许可法", "第七十八条")


def test_a_closure_tells_the_result_and_how_it_is_had(printed: Printed) -> None:
    expect(
        joined(printed(later("closure"))),
        "已经办结",
        "道路运输经营许可证",
        "青交运许0000176号",
        "2030年3月4日",
        "作出日期2026年3月5日",
        "办结日期2026年3月6日",
        "特别程序所用10个工作日不计入办理期限",
        "经批准延长5个工作日",
        "运输管理股：符合条件，同意发证。",
        "领取方式：窗口领取或者免费邮寄",
        "第四十四条，准予行政许可的，自作出决定之日起十个工作日内颁发、送达",
        "带本单和有效身份证件",
        "授权委托书和代领人的有效身份证件",
    )


@pytest.mark.parametrize("name", ["不予许可决定书", ""])
def test_a_closure_promises_no_licence_that_was_not_granted(name: str, says: Says) -> None:
    refuse(says(acted(later("closure"), result_name=name)), "颁发", "第四十四条")


def test_a_closure_of_another_item_names_no_licence(says: Says) -> None:
    text = says(acted(other("closure"), result_name="补贴发放通知"))
    refuse(text, "行政许可", "颁发")
    expect(text, "补贴发放通知", "2030年3月4日")


def test_a_validity_in_words_stays_as_it_is(says: Says) -> None:
    expect(says(acted(later("closure"), valid_until="长期有效")), "有效期至长期有效")
    with pytest.raises(Misused, match="bad_date"):
        says(acted(later("closure"), result_on="昨天"))


def test_a_delivery_receipt_tells_what_to_whom_when_where_how_and_who_signed(
    printed: Printed,
) -> None:
    text = joined(printed(later("delivery_receipt")))
    expect(
        text,
        "文书名称道路运输经营许可证",
        "文号青交运许0000176号",
        "受送达人欧阳𬱖",
        "送达时间2026年3月9日",
        "送达地点青禾县示例镇示例路1号",
        "送达方式邮寄（EMS）",
        "运单号EX000000176CN",
        "送达人张测试",
        "代收人欧阳示例",
        "110***********0011",
        "代收原因受送达人外出，由同住的成年家属代收",
        "代收人签收",
        "邮寄签收记录",
    )
    refuse(text, "受送达人签收", "签收人欧阳")


def test_a_delivery_by_hand_is_signed_by_the_one_it_is_for(says: Says) -> None:
    facts = acted(later("delivery_receipt"), proxy_reason="", waybill="", method="直接送达")
    text = says(facts)
    expect(text, "签收人欧阳示例", "送达方式直接送达", "受送达人签收")
    refuse(text, "代收人欧阳", "运单", "邮寄", "代收原因")


def test_a_delivery_receipt_not_yet_signed_leaves_lines_for_a_proxy(says: Says) -> None:
    facts = acted(later("delivery_receipt"), recipient="", recipient_id_masked="", proxy_reason="")
    text = says(facts)
    expect(text, "受送达人签收", "代收人签收", "代收原因", "由代收人签收，写明代收原因")


def test_a_return_gives_the_reason_and_lists_what_went_back(printed: Printed) -> None:
    text = joined(printed(later("return")))
    expect(
        text,
        "因下列原因退件",
        "在告知的期限内没有补正，视为放弃申请。",
        "退件日期2026年3月10日",
        "退回的材料（2项）",
        "道路货物运输经营申请表",
        "经办人身份证明和授权委托书",
        "如数领回",
        "退件后仍可以重新申请",
    )
    refuse(text, "撤回", "营业执照")


def test_a_withdrawal_uses_the_same_paper_in_its_own_words(printed: Printed) -> None:
    text = joined(printed(withdrawn()))
    expect(text, "退件单", "撤回“道路货物运输经营许可（普通货运）”的申请", "撤回日期2026年3月5日")
    expect(text, "退回的材料（1项）", "撤回后仍可以重新申请")
    refuse(text, "退件原因", "因下列原因", "视为放弃", "退件日期")
    moved = acted(withdrawn(), reason="另行选址")
    for said in (moved, replace(moved, reasons=(Reason(WITHDRAWN, "", "另行选址"),))):
        text = joined(printed(said))
        expect(text, "撤回申请的说明")
        assert text.count("另行选址。") == 1


def test_a_return_without_papers_or_with_another_body_says_so(says: Says) -> None:
    text = says(acted(later("return"), back=(), target="青禾县市场监督管理局"))
    expect(text, "本次没有退回材料", "需要向青禾县市场监督管理局申请的")
    refuse(text, "领回", "退回的材料（")


def test_a_correction_receipt_tells_what_came_what_is_open_and_by_when(printed: Printed) -> None:
    text = joined(printed(later("correction_receipt")))
    expect(
        text,
        "2026年3月6日收到补交的材料",
        "本次收到的材料（1项）",
        PAPERS[3].name,
        "还要补正的材料（1项）",
        PAPERS[4].name,
        "缺：整份未交",
        "还有1项没有补正，现在还不能受理；全部补正后予以受理",
        "请在2026年3月20日前（含当日）补齐",
        "逾期没有补齐的，本大厅退件，退回收存的材料",
    )
    refuse(text, "予以受理；受理日期", "3月9日", "已于")


def test_the_day_of_acceptance_is_the_day_the_last_paper_came(printed: Printed) -> None:
    text = joined(printed(all_in()))
    expect(
        text,
        "本次收到的材料（2项）",
        "已经全部补正，予以受理；受理日期为最后一项",
        "受理日期2026年3月6日",
        "以加盖印章的书面凭证为准",
        "2026年3月13日",
        "2026年4月3日",
    )
    refuse(text, "还要补正", "不能受理", "补齐")


def test_whether_acceptance_follows_is_said_in_one_sentence() -> None:
    last = "受理日期为最后一项材料送达窗口之日"
    expect(beside_the_seal(all_in()), f"全部补正，予以受理；{last}，即2026年3月6日。")
    expect(beside_the_seal(later("correction_receipt")), f"全部补正后予以受理，{last}。")


def test_a_case_accepted_before_stays_accepted_on_its_day(says: Says) -> None:
    facts = replace(all_in(), accepted_on="2026-03-02", clock_starts="made_good")
    facts = replace(facts, promised_due="", statutory_due="", promised_text="10 个工作日")
    text = says(facts)
    expect(text, "已于2026年3月2日受理，受理日期不变", "容缺的材料已经全部补齐")
    expect(text, "自材料补齐之日起计算，承诺办结时限为10个工作日")
    refuse(text, "予以受理；", "不能受理")
    late = replace(
        lined(PAPERS[4]),
        accepted_on="2026-03-02",
        make_good_by="2026-03-09",
        provisional=("make_good_by",),
    )
    text = says(late)
    expect(text, "已于2026年3月2日受理", "补齐期限2026年3月9日（暂定）")
    refuse(text, "不能受理", "已经全部补齐")


def test_with_nothing_open_and_no_acceptance_none_is_claimed(says: Says) -> None:
    text = says(replace(all_in(), accepted_on="", promised_due="", statutory_due=""))
    expect(text, "2项材料已经全部收到", "收到材料不等于受理", "是否受理，另行书面告知")
    refuse(text, "予以受理")


def test_a_commitment_tells_takes_promises_names_the_check_and_what_follows(
    printed: Printed,
) -> None:
    text = joined(printed(later("commitment")))
    expect(
        text,
        "行政机关告知的内容",
        "由申请人自愿选择",
        "《示例告知承诺办法》第二条",
        "有停车场地。",
        "以承诺代替提交的材料（1项）",
        "停车场地使用证明",
        "申请人承诺的内容",
        "停车场地面积不少于拟投入车辆所需面积",
        "三十日内完成驾驶员岗前培训",
        "事后核查在2026年6月1日前（含当日）进行",
        "依法撤销据此作出的决定",
        "信用记录",
        "损失由承诺人承担",
        "承诺人签字",
        "告知机关盖章",
        "未经承诺人签字或者盖章无效",
    )
    refuse(text, "容缺", "补齐", "补正")


def test_nobody_signs_a_page_of_a_commitment_that_does_not_say_what_follows(
    printed: Printed,
) -> None:
    document = pypdfium2.PdfDocument(printed(later("commitment")))
    last = "".join(document[len(document) - 1].get_textpage().get_text_range().split())
    document.close()
    expect(last, "承诺人签字", "事后核查在2026年6月1日前", "损失由承诺人承担")


def test_a_commitment_without_a_day_still_says_that_it_is_checked(says: Says) -> None:
    expect(says(acted(later("commitment"), check_on="")), "对承诺的内容进行核查，日期另行告知")


def test_both_halves_of_a_dual_notice_are_there(printed: Printed) -> None:
    text = joined(printed(later("dual_notice")))
    expect(
        text,
        "一、为什么不能办",
        "1.拟投入的车辆没有取得技术等级评定。",
        "二、怎样才能办",
        "请先备齐：道路运输车辆技术等级评定表",
        "需要向青禾县机动车综合性能检测站申请的",
        "03号综合窗口，电话0000-6612305",
        "窗口免费提供申请表",
        "批准人李示例",
    )
    assert text.index("为什么不能办1") < text.index("没有取得") < text.index("怎样才能办1")


def test_a_dual_notice_that_knows_nothing_fills_both_halves(says: Says) -> None:
    text = says(replace(later("dual_notice"), act=None))
    expect(text, "为什么不能办不符合本事项的办理条件", "怎样才能办1.备齐后到本大厅")


def test_a_dual_notice_tells_the_gaps_of_the_papers_and_the_competent_body(says: Says) -> None:
    reason = Reason("not_competent", "", "不属于本机关职权范围")
    facts = replace(
        later("dual_notice"),
        papers=(PAPERS[3],),
        reasons=(reason,),
        target_agency="青禾县市场监督管理局",
        act=None,
    )
    expect(
        says(facts),
        "1.不属于本机关职权范围。",
        "请向青禾县市场监督管理局提出申请",
        "有误：从业资格证复印件已过有效期",
        "到发证机关补办",
    )


@pytest.mark.parametrize(
    ("provisional", "marked"),
    [
        ((), 0),
        (("promised_due",), 2),
        (("promised_due", "statutory_due"), 4),
        (("new_promised_due",), 1),
        (("old_statutory_due",), 1),
        (("make_good_by", "notice_due"), 0),
    ],
)
def test_dates_on_an_unpublished_calendar_are_provisional(
    provisional: tuple[str, ...], marked: int, says: Says
) -> None:
    for kind in ("suspension", "extension"):
        text = says(replace(later(kind), provisional=provisional))
        assert text.count("（暂定）") == marked


def test_a_date_of_the_year_before_is_settled(says: Says) -> None:
    """The new date lies in a year whose calendar is not published, the old one did not."""
    facts = acted(later("extension"), old_promised_due="2026-12-28", new_promised_due="2027-01-12")
    text = says(replace(facts, provisional=("promised_due",)))
    expect(text, "2027年1月12日（暂定）原为2026年12月28日法定")
    assert text.count("（暂定）") == 1
