"""What a hall may not edit away: the placeholders and the words a sentence must keep.

A sentence that is named here may not be emptied. `plain_…` (the plain words of the large type) and
`…_other` (for what is no 行政许可) follow the rule of the sentence they stand for unless they have
one of their own; the article of the licensing law is then not asked for. How a word is sought, and
what `…` and `|` mean in it: `keeping`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PLAIN = "plain_"
OTHER = "_other"
REMEDIES, EDITION = "remedies", "remedies_edition"
"""救济途径, and which edition of it a page says: a sentence that is amended has an edition of its
own, so that the margin never names the shipped one under other words."""
ASSISTANCE = "assistance_order"
"""The sheet of a free service."""
_ARTICLE = "under_article"


@dataclass(frozen=True, slots=True)
class Must:
    """The placeholders a sentence must name, and the words it must hold."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def _words(*words: str) -> Must:
    return Must(words=words)


_ITEM = Must(("item_name",))
_BARRED = _words("一年内不得再次申请该项许可")
"""行政许可法 art. 78."""
_UNTOLD = Must(("untold",))
_SAID = Must()
_RECEIVED = Must(("item_name",), ("收件不等于受理",))
_COLLECTED = Must(("collected_for", "item_name"), ("代收不等于受理",))
_TOLD_BY = Must(
    ("notice_due",), ("最迟在{notice_due}前（含当日）一次告知|最迟在{notice_due}前一次告知",)
)
_TOLD_COLLECTED = Must(("collected_for",), ("{collected_for}收到材料",))
_ORDINARY = Must(("item_name", _ARTICLE), ("不符合法定条件、标准", "本机关决定不予行政许可"))
_CONCEALED = Must(
    ("item_name", _ARTICLE), ("隐瞒有关情况或者提供虚假材料", "本机关决定不予行政许可")
)
_REFUSED_OTHER = Must(
    ("item_name", _ARTICLE), ("本机关决定不予办理|本机关决定不予批准|本机关决定不予批准（办理）",)
)
_SUSPENDED = Must(
    ("item_name", "special_kind", _ARTICLE), ("进行{special_kind}", "不计入办理期限")
)
_ENDED = Must(_SUSPENDED.names, ("{special_kind}已经结束", "不计入办理期限"))
_LATE_RETURN = _words("逾期没有补齐的，视为放弃申请")
_LATE_PAUSE = _words("逾期没有补齐的", "暂停办理")
_GRACE = Must(("grace",), ("宽限期为{grace}个工作日", "宽限期满仍未补齐的，…退件"))
_LATE_END = _words("逾期没有补齐或者补交的材料不合格的", "终止办理")
_SAMPLES = _words("未公布|没有公布")
_OPEN_LIST = _words("未公布完整|没有公布完整")
_ANSWERS = "愿意承担承诺不实或者没有做到所承诺事项的后果|愿意承担后果"

_EXPLAINED: Mapping[str, Must | None] = {
    "flow": _words("办理流程"),
    "limits": _words("办理时限"),
    "outside_clock": _SAID,
    "fees": _words("收费标准和依据"),
    "result": _words("办理结果"),
    "follow_ups": _words("审批"),
    "follow_ups_first": _SAID,
}
"""What a guide and an enquiry explain alike."""

MANDATORY: Mapping[str, Mapping[str, Must | None]] = {
    "receipt": {
        "opening": _RECEIVED,
        "opening_collected": _COLLECTED,
        "taken": Must(("count_all",), ("收到的材料（{count_all}项）",)),
        "sum": Must(("count_pieces",), ("共{count_pieces}件",)),
        "sum_handed_back": Must(
            ("count_pieces", "count_looked_at", "count_kept"),
            ("共{count_pieces}件", "退还{count_looked_at}件", "窗口收存{count_kept}件"),
        ),
        "wanting": Must(("count_short",), ("尚缺或者需要补正的材料（{count_short}项）",)),
        "told": _words("《一次性告知书》"),
        "told_by": _TOLD_BY,
        "told_collected": _TOLD_COLLECTED,
        "closing": _words("办件编号和查询码"),
        "note": _words("收件不等于受理", "真实性负责"),
        "stub_label": _SAID,
        "stub": _words("收件凭证回执"),
        "stub_text": Must(("applicant",), ("{applicant}已收到收件凭证",)),
    },
    "material_list": {
        "opening": _RECEIVED,
        "opening_collected": _COLLECTED,
        "opening_accepted": Must(("item_name", "accepted_on"), ("已于{accepted_on}受理",)),
        "told": _words("《一次性告知书》"),
        "told_collected": _TOLD_COLLECTED,
        "taken": Must(("count_all",), ("收到的材料（{count_all}项）",)),
        "wanting": Must(("count_short",), ("未收到或者需要补正的材料（{count_short}项）",)),
        "told_by": _TOLD_BY,
        "closing": _words("办件编号和查询码"),
        "note": _words("收件不等于受理", "真实性负责"),
        "stub_label": _SAID,
        "note_accepted": _words("真实性负责"),
        "stub": _words("材料接收清单回执"),
        "stub_text": Must(("applicant",), ("{applicant}与窗口已当面清点",)),
    },
    "acceptance": {
        "opening": Must(
            ("item_name", _ARTICLE),
            (
                "材料齐全、符合法定形式",
                "决定予以受理",
                "{under_article}决定予以受理",
            ),
        ),
        "promise": Must(
            ("promised_due",),
            (
                "将于{promised_due}前（含当日；如遇特殊环节顺延）办结"
                "|将于{promised_due}前（如遇特殊环节顺延）办结"
                "|最晚{promised_due}（含当日；遇到特殊环节的，顺延）办好"
                "|最晚{promised_due}办好（遇到特殊环节的，顺延）",
            ),
        ),
        "promise_other": _words("将于{promised_due}前…办结|最晚{promised_due}…办好"),
        "promise_same_day": _words("当日办结"),
        "received": Must(("count_ready",), ("收到的材料（{count_ready}项）",)),
        "delivery": Must(("delivery",), ("结果领取：{delivery}",)),
        "excluded": _words("听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审", "不计入上述时限"),
        "special": _words("特殊环节及时限"),
        "fees": _words("收费依据和标准"),
        "closing": _words("办件编号"),  # 查询码 stands among the facts at the head
        "note": _words("真实性负责"),
    },
    "one_time_notice": {
        "opening": Must(
            ("item_name", "count_all", "count_ready", "count_short", _ARTICLE),
            (
                "应交材料{count_all}项",
                "{count_ready}项已经具备|{count_ready}项已经齐了",
                "{count_short}项不齐全或者不符合法定形式",
                "现将需要补正的全部内容一次告知",
                "{under_article}现将需要补正的全部内容",
                "请补正以下材料",
            ),
        ),
        "again": Must(
            ("notice_before", "notice_before_on"), ("续{notice_before_on}第{notice_before}号",)
        ),
        "again_fresh": Must(
            ("notice_before", "notice_before_on"),
            ("续{notice_before_on}第{notice_before}号", "没有列出"),
        ),
        "wanting": Must(("count_short",), ("需要补正的材料（{count_short}项）",)),
        "basis": Must(("legal_basis",), ("依据：{legal_basis}",)),
        "in_order": Must(("count_ready",), ("已经具备的材料（{count_ready}项，不必再交）",)),
        "in_order_few": Must(("count_ready",), ("已经具备的材料（{count_ready}项", "补足的份数")),
        "none_in_order": _words("没有已经具备的材料"),
        "deferrable": Must(("deferrable_numbers",), ("第{deferrable_numbers}项可以容缺",)),
        "not_deferrable": _words("不可容缺"),
        "limit": Must(("make_good_by",), ("{make_good_by}前（含当日）|{make_good_by}（含当日）",)),
        "no_limit": _words("补正期限：本事项没有规定"),
        "expiry": Must(("on_expiry",), ("按“{on_expiry}”处理",)),
        "closing": _words("综合窗口", "予以受理"),
        "note": _words("需要补正的全部内容", "收件不等于受理"),
        "stub_label": _SAID,
        "stub": _words("一次性告知书回执"),
        "stub_text": Must(
            ("applicant", "count_short", "make_good_by"),
            (
                "{applicant}已收到",
                "需补正材料{count_short}项",
                "于{make_good_by}前（含当日）补正|于{make_good_by}前补正",
            ),
        ),
    },
    "conditional_acceptance": {
        "opening": Must(("item_name", "count_short"), ("可以容缺|可以晚些交", "先予受理")),
        "wanting": Must(("count_short",), ("需要补齐的材料（{count_short}项）",)),
        "manner": _words("补齐方式"),
        "expiry_return": _LATE_RETURN,
        "expiry_suspend": _LATE_PAUSE,
        "expiry_terminate": _LATE_END,
        "grace": _GRACE,
        "clock_made_good": Must(("clock_limits",), ("自材料补齐之日起计算",)),
        "received": Must(("count_ready",), ("已经收到的材料（{count_ready}项）",)),
        "delivery": Must(("delivery",), ("结果领取：{delivery}",)),
        "special": _words("特殊环节及时限"),
        "fees": _words("收费依据和标准"),
        "closing": _words("授权委托书"),
        "note": Must(("no_deferral",), ("真实性负责", "记入信用记录")),
    },
    "undertaking": {
        "opening": Must(
            ("item_name", "count_short"),
            ("申请办理“{item_name}”|申请办“{item_name}”", "自愿申请容缺受理"),
        ),
        "wanting": Must(("count_short",), ("承诺补齐的材料（{count_short}项）",)),
        "promises_title": _SAID,
        "promises": Must(
            ("no_deferral",),
            (
                "已经知晓",
                "自愿选择容缺受理",
                "在上表所列期限内补齐|在上面写的日期前…补齐",
                "记入信用记录",
            ),
        ),
        "expiry_return": _LATE_RETURN,
        "expiry_suspend": _LATE_PAUSE,
        "expiry_terminate": _LATE_END,
        "grace": _GRACE,
        "closing": _words("授权委托书"),
        "signer": _words("承诺人"),
        "foot": _words("未经承诺人签字或者盖章无效"),
    },
    "non_acceptance": {
        "opening": Must(("item_name",), ("本机关决定不予受理",)),
        "why": _words("为什么不能办"),
        "why_unsaid": _SAID,
        "basis_typed": Must(("basis",)),
        "basis_item": Must(("legal_basis",)),
        "how": _words("怎样才能办"),
        "untold": _UNTOLD,
        "how_agency": Must(("target_agency",), ("由{target_agency}受理",)),
        "how_concealment": _BARRED,
        "how_concealment_other": _SAID,
        "how_elsewhere": _SAID,
        "how_always": _SAID,
        "remedies_title": _SAID,
        "remedies": _SAID,  # what it must say: `remedies`
        "fetch": _SAID,
        EDITION: _SAID,
    },
    "not_needed": {
        "opening": Must(
            ("item_name", _ARTICLE), ("依法不需要办理", "{under_article}本机关不予受理")
        ),
        "why": _words("为什么不受理"),
        "why_unsaid": _SAID,
        "untold": _UNTOLD,
        "situation": _words("办理情形见上"),
        "basis_typed": Must(("basis",)),
        "basis_item": Must(("legal_basis",)),
        "how": _SAID,
        "how_always": _words("不收取费用"),
        "remedies_title": _SAID,
        "remedies": _SAID,  # what it must say: `remedies`
        "fetch": _SAID,
        EDITION: _SAID,
    },
    "denial": {
        "law": _words("根据《中华人民共和国行政许可法》第三十八条第二款"),
        "law_other": None,
        "title_other": _words("不予"),
        "opening": _ORDINARY,
        "opening_other": _REFUSED_OTHER,
        "opening_concealment": _CONCEALED,
        "opening_concealment_other": Must(
            _REFUSED_OTHER.names, ("隐瞒有关情况或者提供虚假材料", *_REFUSED_OTHER.words)
        ),
        "why": _words("不予许可的理由"),
        "why_other": _words("不予办理的理由|不予批准的理由|不予批准（办理）的理由"),
        "why_unsaid": _SAID,
        "basis_item": Must(("legal_basis",)),
        "opinions": _words("审查意见"),
        "how": _words("怎样才能办"),
        "how_target": Must(("target",), ("向{target}申请|到{target}申请",)),
        "how_again": _words("重新申请|再来申请"),
        "how_always": _SAID,
        "how_agency": Must(("target_agency",), ("由{target_agency}办理",)),
        "how_concealment": _BARRED,
        "how_concealment_other": _SAID,
        "next": _words("救济途径"),
        "remedies": _SAID,  # what it must say: `remedies`
        "fetch": _SAID,
        EDITION: _SAID,
    },
    "dual_notice": {
        "opening": _ITEM,
        "why": _words("为什么不能办"),
        "why_unsaid": _SAID,
        "how": _words("怎样才能办"),
        "how_agency": Must(("target_agency",), ("由{target_agency}办理",)),
        "how_target": Must(("target",), ("向{target}申请",)),
        "how_open": Must(("open",), ("备齐：{open}",)),
        "how_concealment": _BARRED,
        "how_concealment_other": _SAID,
        "how_anew": _words("重新申请", "全部重新提交|全部重新交"),
        "how_barred": _SAID,
        "how_always": _SAID,
        "how_elsewhere": _SAID,
    },
    "suspension": {
        "law": _words("根据《中华人民共和国行政许可法》第四十五条"),
        "law_other": None,
        "opening": _SUSPENDED,
        "opening_ended": _ENDED,
        "procedure": _words("特别程序"),
        "clock": _words("办理期限的变化"),
        "uncounted": Must(
            ("suspended_workdays",), ("不计入办理期限的时间：{suspended_workdays}个工作日",)
        ),
        "uncounted_before": Must(
            ("suspended_workdays",), ("不计入办理期限的时间：{suspended_workdays}个工作日",)
        ),
        "estimated": _words("按预计…推算|按预计…算", "顺延"),
        "open_end": _words("顺延"),
    },
    "extension": {
        "law": _words("根据《中华人民共和国行政许可法》第四十二条"),
        "law_other": None,
        "approved": _words("经本机关负责人批准，"),
        "approved_joint": _words("经本级人民政府负责人批准，"),
        "approved_other": _SAID,
        "opening": Must(
            ("item_name", "extension_workdays", _ARTICLE, "approved"),
            ("期限延长{extension_workdays}个工作日",),
        ),
        "why": _words("延期理由"),
        "clock": _words("延期后的日期"),
        "once": _words("只延长这一次"),
    },
    "correction_receipt": {
        "opening": Must(("item_name", "on"), ("于{on}收到补交的材料",)),
        "opening_signed": Must(("item_name", "on"), ("于{on}签",)),
        "opening_checked": Must(("item_name", "on"), ("于{on}核对",)),
        "supplied": Must(("count_supplied",), ("本次收到的材料（{count_supplied}项）",)),
        "put_right": Must(("count_supplied",), ("本次更正的材料（{count_supplied}项）",)),
        "open": Must(("count_open",), ("还要补正的材料（{count_open}项）",)),
        "open_deferred": Must(("count_open",), ("还要补齐的材料（{count_open}项）",)),
        "none_open": Must(("count_supplied",), ("全部收到|全部收到了",)),
        "accepted": Must(("accepted_on",), ("予以受理", "即{accepted_on}")),
        "accepted_few": Must(
            ("few_numbers", "accepted_on"), ("按实收份数受理", "予以受理", "即{accepted_on}")
        ),
        "accepted_deferring": Must(("accepted_on", "count_open"), ("于{accepted_on}先予受理",)),
        "few_taken": Must(("few_numbers",), ("按实收份数受理",)),
        "accepted_before": Must(("accepted_on",), ("于{accepted_on}受理",)),
        "made_good": _SAID,
        "made_good_few": Must(("few_numbers",), ("按实收份数办理",)),
        "clock_made_good": Must(("clock_limits",), ("自材料补齐之日起计算",)),
        "waiting": Must(("count_open",), ("还有{count_open}项没有补", "现在还不能受理")),
        "undecided": _words("收到材料不等于受理"),
        "limit": Must(("make_good_by",), ("{make_good_by}前（含当日）|{make_good_by}（含当日）",)),
        "expiry": Must(("on_expiry",), ("按“{on_expiry}”处理",)),
        "expiry_return": _LATE_RETURN,
        "expiry_suspend": _LATE_PAUSE,
        "expiry_terminate": _LATE_END,
        "grace": _GRACE,
        "voucher": _SAID,
        "closing": _words("办件编号"),
        "note": _words("真实性负责"),
    },
    "delivery_receipt": {
        "opening": _SAID,
        "paper": _words("送达的文书"),
        "delivery": _words("送达情况"),
        "proxy": _words("代收"),
        "signed": _words("已经收到"),
        "signed_numbered": Must(
            ("result_name", "result_number"), ("已经收到{result_name}（{result_number}）",)
        ),
        "by_post": _words("邮寄签收记录"),
        "by_proxy": _words("代收人"),
        "note": _words("签收只证明收到|签字只表示收到"),
    },
    "closure": {
        "law": _words("根据《中华人民共和国行政许可法》第四十四条"),
        "opening": Must(("item_name",), ("已经办结",)),
        "opening_bare": Must(("item_name",), ("已经办结",)),
        "result": _words("办理结果"),
        "uncounted": Must(
            ("suspended_workdays",), ("{suspended_workdays}个工作日不计入办理期限",)
        ),
        "extended": Must(("extension_workdays",), ("延长{extension_workdays}个工作日",)),
        "opinions": _words("办理意见"),
        "delivery": Must(("delivery",), ("领取方式：{delivery}",)),
        "within": Must(
            (_ARTICLE,), ("{under_article}准予行政许可的，自作出决定之日起十个工作日内颁发、送达",)
        ),
        "fetch_result": _words("身份证件"),
    },
    "return": {
        "opening": Must(("item_name",), ("因下列原因退件|因为下面的原因退件",)),
        "opening_withdrawn": Must(("item_name",), ("撤回",)),
        "why": _words("退件原因"),
        "why_withdrawn": _words("撤回申请"),
        "why_unsaid": _SAID,
        "back": Must(("count_back",), ("退回的材料（{count_back}项）",)),
        "nothing_back": _words("没有退回材料"),
        "signed": _words("如数领回"),
        "again": _words("重新申请"),
        "again_withdrawn": _words("重新申请"),
    },
    "commitment": {
        "opening": Must(("item_name",), ("自愿…告知承诺",)),
        "inform": _words("行政机关告知的内容"),
        "informs": _words("按一般程序办"),
        "conditions": _words("办理条件："),
        "stands_for": Must(("count_open",), ("以承诺代替提交的材料（{count_open}项）",)),
        "promises_title": _words("申请人承诺的内容"),
        "promises": _words("知晓", "真实、准确", "接受…事后核查", _ANSWERS),
        "promises_last": _words("真实意思"),
        "after_title": _words("事后核查"),
        "check": Must(("check_on",), ("事后核查日期为{check_on}|在{check_on}核查",)),
        "check_unsaid": _words("核查"),
        "consequences": _words("依法撤销据此作出的决定", "记入信用记录"),
        "closing": _words("授权委托书"),
        "foot": _words("未经承诺人签字或者盖章无效"),
    },
    "transfer_slip": {
        "opening": Must(("hall", "item_name", "target"), ("{hall}代收",)),
        "sent": Must(("count_sent",), ("移交的材料（{count_sent}项）",)),
        "check": _SAID,
        "found": _words("缺少的材料（没有的写“无”）", "损坏的材料和损坏的情况（没有的写“无”）"),
        "runs": Must(
            ("target",),
            ("办理时限自{target}收到材料之日起计算|办理时限从{target}收到材料那天算起",),
        ),
        "note": _words("两份"),
    },
    "guide": {
        "copies": _words("供查阅和取用"),
        "opening": _ITEM,
        "basis": _words("设定依据"),
        "conditions": _words("办理条件"),
        "papers": _words("申请材料"),
        "samples": _SAMPLES,
        "papers_open": _OPEN_LIST,
        "papers_closed": _SAID,
        "questions_first": _SAID,
        **_EXPLAINED,
        "where": _words("地点", "电话"),
    },
    "enquiry_notice": {
        "copies": _words("一式一份"),
        "opening": Must(("item_name",), ("不是收件，也不是受理",)),
        "papers": Must(("count_all",), ("材料清单（{count_all}项）",)),
        "papers_open": _OPEN_LIST,
        "papers_closed": _SAID,
        "samples": _SAMPLES,
        "questions": _SAID,
        "questions_first": _SAID,
        "conditions": _words("办理条件"),
        **_EXPLAINED,
        "where": _SAID,
        "closing": _words("不是受理凭证"),
        "foot": _words("不是受理凭证"),
    },
    "post_licence_notice": {
        "copies": _words("一式两份：申请人一份，窗口存档一份"),
        "opening": _ITEM,
        "list": _words("还应办理的审批"),
        "nothing": _words("没有登记"),
        "duty": _words("未取得上列审批的，不得从事|没有拿到上面的批准，不能做"),
        "foot": _words("未盖章无效"),
    },
    "reminder": {
        "opening": Must(("whose", "step", "item_name")),
        "asked_title": _SAID,
        "asked": Must(("asked",)),
        "answer": Must(("answer_by",), ("在{answer_by}前（含当日）", "书面答复")),
        "answer_late": Must(("answer_by",), ("在{answer_by}前（含当日）", "书面答复")),
        "note": _words("一式两份"),
    },
    "assistance_order": {
        "opening": Must(
            ("helper", "applicant"), ("{helper}受{applicant}委托|{helper}帮{applicant}",)
        ),
        "steps": _words("办理经过"),
        "steps_none": _SAID,
        "result_title": _words("办理结果"),
        "result_none": _SAID,
        "free": _words(
            "免费", "不收取任何费用|不收任何费用|不收取费用|不收费", "帮办人员…不得收受…财物"
        ),
        "note": _words("一式两份"),
    },
    "daily_slip": {
        "opening": Must(("on",)),
        "counts": _SAID,
        "check": _words("核对"),
        "foot": _SAID,
    },
    "ticket": {
        "label": _words("排队号"),
        "missed": Must(("calls_again",), ("过号{calls_again}次",)),
        "closes": Must(("closes_at",), ("{closes_at}停止办理",)),
        "privacy": _words("不含身份信息"),
    },
}
"""Per kind of document: sentence → what it must keep; None where a sentence has no rule although
the one it is a variant of has."""


def must_of(kind: str, key: str) -> Must | None:
    """What the sentence must keep, None where it may be edited at will."""
    rules = MANDATORY.get(kind, {})
    plain = key.removeprefix(PLAIN)
    if plain in rules:
        return rules[plain]
    if plain == "next":  # the heading over the last words: a number with nothing behind it
        return _SAID
    base = plain.removesuffix(OTHER)
    rule = rules.get(base)
    if base == plain or rule is None:
        return None
    words = tuple(word for word in rule.words if f"{{{_ARTICLE}}}" not in word)
    return Must(tuple(name for name in rule.names if name != _ARTICLE), words)
