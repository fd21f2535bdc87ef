"""What a hall may not edit away: the placeholders and the words a sentence must keep.

A sentence that is named here may not be emptied. `plain_…` (the plain words of the large type) and
`…_other` (for what is no 行政许可) follow the rule of the sentence they stand for unless they have
one of their own; the article of the licensing law is then not asked for. How a word is sought, and
what `…` and `|` mean in it: `keeping`.
"""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.notices.mandatory_acts import LIMIT_GRACE, LIMIT_GRACE_BARE, OF_ACTS
from clerk_app.notices.must import (
    ANY_LATE,
    BARE,
    BARE_LATER,
    EDITION,
    GRACE,
    LATE_END,
    LATE_PAUSE,
    LATE_RETURN,
    OTHER,
    PLAIN,
    SAID,
    SENT_HOME,
    SENT_HOME_LATER,
    UNDER_ARTICLE,
    Must,
    words,
)

_ITEM = Must(("item_name",))
_BARRED = words("一年内不得再次申请该项许可")
"""行政许可法 art. 78."""
_BARRED_UNTIL = Must(
    ("barred_until",),
    (
        "一年内不得再次申请该项许可（至{barred_until}，含当日）|{barred_until}前（含当日）不得再次申请",
    ),
)
_UNTOLD = Must(("untold",))
_RECEIVED = Must(("item_name",), ("收件不等于受理",))
_COLLECTED = Must(("collected_for", "item_name"), ("代收不等于受理",))
_TOLD_BY = Must(
    ("notice_due",), ("最迟在{notice_due}前（含当日）一次告知|最迟在{notice_due}前一次告知",)
)
_TOLD_COLLECTED = Must(("collected_for",), ("{collected_for}收到材料",))
_ORDINARY = Must(("item_name", UNDER_ARTICLE), ("不符合法定条件、标准", "本机关决定不予行政许可"))
_CONCEALED = Must(
    ("item_name", UNDER_ARTICLE), ("隐瞒有关情况或者提供虚假材料", "本机关决定不予行政许可")
)
_REFUSED_OTHER = Must(
    ("item_name", UNDER_ARTICLE),
    ("本机关决定不予办理|本机关决定不予批准|本机关决定不予批准（办理）",),
)
_EACH_DAY = words("各自的期限|各自的日期|各项期限", ANY_LATE, "整件")
_COMMITTED = Must(
    ("committed",), ("以承诺代替提交的材料：{committed}|以承诺代替：{committed}", "事后核查")
)
_SAMPLES = words("未公布|没有公布")
_OPEN_LIST = words("未公布完整|没有公布完整")

_EXPLAINED: Mapping[str, Must | None] = {
    "flow": words("办理流程"),
    "limits": words("办理时限"),
    "outside_clock": SAID,
    "fees": words("收费标准和依据"),
    "result": words("办理结果"),
    "follow_ups": words("审批"),
    "follow_ups_first": SAID,
}
"""What a guide and an enquiry explain alike."""

MANDATORY: Mapping[str, Mapping[str, Must | None]] = {
    **OF_ACTS,
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
        "told": words("《一次性告知书》"),
        "told_by": _TOLD_BY,
        "told_collected": _TOLD_COLLECTED,
        "closing": words("办件编号和查询码"),
        "note": words("收件不等于受理", "真实性负责"),
        "stub_label": SAID,
        "stub": words("收件凭证回执"),
        "stub_text": Must(("applicant",), ("{applicant}已收到收件凭证",)),
    },
    "material_list": {
        "opening": _RECEIVED,
        "opening_collected": _COLLECTED,
        "opening_accepted": Must(("item_name", "accepted_on"), ("已于{accepted_on}受理",)),
        "told": words("《一次性告知书》"),
        "told_collected": _TOLD_COLLECTED,
        "taken": Must(("count_all",), ("收到的材料（{count_all}项）",)),
        "wanting": Must(("count_short",), ("未收到或者需要补正的材料（{count_short}项）",)),
        "told_by": _TOLD_BY,
        "closing": words("办件编号和查询码"),
        "note": words("收件不等于受理", "真实性负责"),
        "stub_label": SAID,
        "note_accepted": words("真实性负责"),
        "stub": words("材料接收清单回执"),
        "stub_text": Must(("applicant",), ("{applicant}与窗口已当面清点",)),
    },
    "acceptance": {
        "opening": Must(
            ("item_name", UNDER_ARTICLE),
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
        "promise_other": words("将于{promised_due}前…办结|最晚{promised_due}…办好"),
        "promise_same_day": words("当日办结"),
        "received": Must(("count_ready",), ("收到的材料（{count_ready}项）",)),
        "delivery": Must(("delivery",), ("结果领取：{delivery}",)),
        "committed": _COMMITTED,
        "excluded": words("听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审", "不计入上述时限"),
        "special": words("特殊环节及时限"),
        "fees": words("收费依据和标准"),
        "closing": words("办件编号"),  # 查询码 stands among the facts at the head
        "note": words("真实性负责"),
    },
    "one_time_notice": {
        "opening": Must(
            ("item_name", "count_all", "count_ready", "count_short", UNDER_ARTICLE),
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
        "in_order_none": SAID,
        "none_in_order": words("没有已经具备的材料"),
        "deferrable": Must(("deferrable_numbers",), ("第{deferrable_numbers}项可以容缺",)),
        "not_deferrable": words("不可容缺"),
        "limit": Must(("make_good_by",), ("{make_good_by}前（含当日）|{make_good_by}（含当日）",)),
        "no_limit": words("补正期限：本事项没有规定"),
        "deposit": words("容缺收件", "不是受理|不等于受理"),
        "deposit_bare": words("容缺收件", "没有…收存", "不是受理|不等于受理"),
        "expiry_bare": BARE,
        "expiry_grace_bare": BARE_LATER,
        "limit_grace": LIMIT_GRACE,
        "limit_grace_bare": LIMIT_GRACE_BARE,
        "expiry": SENT_HOME,
        "expiry_grace": SENT_HOME_LATER,
        "closing": words("综合窗口", "予以受理"),
        "note": words("需要补正的全部内容", "收件不等于受理"),
        "stub_label": SAID,
        "stub": words("一次性告知书回执"),
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
        "committed": _COMMITTED,
        "each_day": _EACH_DAY,
        "manner": words("补齐方式"),
        "expiry_return": LATE_RETURN,
        "expiry_suspend": LATE_PAUSE,
        "expiry_terminate": LATE_END,
        "grace": GRACE,
        "clock_made_good": Must(("clock_limits",), ("自材料补齐之日起计算",)),
        "received": Must(("count_ready",), ("已经收到的材料（{count_ready}项）",)),
        "delivery": Must(("delivery",), ("结果领取：{delivery}",)),
        "special": words("特殊环节及时限"),
        "fees": words("收费依据和标准"),
        "closing": words("授权委托书"),
        "note": Must(("no_deferral",), ("真实性负责", "记入信用记录")),
    },
    "undertaking": {
        "opening": Must(
            ("item_name", "count_short"),
            ("申请办理“{item_name}”|申请办“{item_name}”", "自愿申请容缺受理"),
        ),
        "wanting": Must(("count_short",), ("承诺补齐的材料（{count_short}项）",)),
        "each_day": _EACH_DAY,
        "promises_title": SAID,
        "promises": Must(
            ("no_deferral",),
            (
                "已经知晓",
                "自愿选择容缺受理",
                "在上表所列期限内补齐|在上面写的日期前…补齐",
                "记入信用记录",
            ),
        ),
        "expiry_return": LATE_RETURN,
        "expiry_suspend": LATE_PAUSE,
        "expiry_terminate": LATE_END,
        "grace": GRACE,
        "closing": words("授权委托书"),
        "signer": words("承诺人"),
        "foot": words("未经承诺人签字或者盖章无效"),
    },
    "non_acceptance": {
        "opening": Must(("item_name",), ("本机关决定不予受理",)),
        "why": words("为什么不能办"),
        "why_unsaid": SAID,
        "basis_typed": Must(("basis",)),
        "basis_item": Must(("legal_basis",)),
        "how": words("怎样才能办"),
        "evidence": Must(("evidence",), ("证据：{evidence}",)),
        "untold": _UNTOLD,
        "how_agency": Must(("target_agency",), ("由{target_agency}受理",)),
        "how_concealment": _BARRED,
        "how_concealment_barred": _BARRED_UNTIL,
        "how_concealment_reapply": SAID,
        "how_concealment_other": SAID,
        "how_barred": SAID,
        "how_elsewhere": SAID,
        "how_always": SAID,
        "remedies_title": SAID,
        "remedies": SAID,  # what it must say: `remedies`
        "fetch": SAID,
        EDITION: SAID,
    },
    "not_needed": {
        "opening": Must(
            ("item_name", UNDER_ARTICLE), ("依法不需要办理", "{under_article}本机关不予受理")
        ),
        "why": words("为什么不受理"),
        "why_unsaid": SAID,
        "untold": _UNTOLD,
        "situation": words("办理情形见上"),
        "basis_typed": Must(("basis",)),
        "basis_item": Must(("legal_basis",)),
        "how": SAID,
        "how_always": words("不收取费用"),
        "remedies_title": SAID,
        "remedies": SAID,  # what it must say: `remedies`
        "fetch": SAID,
        EDITION: SAID,
    },
    "denial": {
        "law": words("根据《中华人民共和国行政许可法》第三十八条第二款"),
        "law_other": None,
        "title_other": words("不予"),
        "opening": _ORDINARY,
        "opening_other": _REFUSED_OTHER,
        "opening_concealment": _CONCEALED,
        "opening_concealment_other": Must(
            _REFUSED_OTHER.names, ("隐瞒有关情况或者提供虚假材料", *_REFUSED_OTHER.words)
        ),
        "why": words("不予许可的理由"),
        "why_other": words("不予办理的理由|不予批准的理由|不予批准（办理）的理由"),
        "why_unsaid": SAID,
        "basis_item": Must(("legal_basis",)),
        "opinions": words("审查意见"),
        "how": words("怎样才能办"),
        "how_target": Must(("target",), ("向{target}申请|到{target}申请",)),
        "how_again": words("重新申请|再来申请"),
        "how_always": SAID,
        "how_agency": Must(("target_agency",), ("由{target_agency}办理",)),
        "how_concealment": _BARRED,
        "how_concealment_other": SAID,
        "next": words("救济途径"),
        "remedies": SAID,  # what it must say: `remedies`
        "fetch": SAID,
        EDITION: SAID,
    },
    "dual_notice": {
        "opening": _ITEM,
        "why": words("为什么不能办"),
        "why_unsaid": SAID,
        "how": words("怎样才能办"),
        "how_agency": Must(("target_agency",), ("由{target_agency}办理",)),
        "how_target": Must(("target",), ("向{target}申请",)),
        "how_open": Must(("open",), ("备齐：{open}",)),
        "how_concealment": _BARRED,
        "how_concealment_barred": _BARRED_UNTIL,
        "how_concealment_reapply": SAID,
        "how_concealment_other": SAID,
        "how_anew": words("重新申请", "全部重新提交|全部重新交"),
        "how_barred": SAID,
        "how_always": SAID,
        "how_elsewhere": SAID,
    },
    "guide": {
        "copies": words("供查阅和取用"),
        "opening": _ITEM,
        "basis": words("设定依据"),
        "conditions": words("办理条件"),
        "papers": words("申请材料"),
        "samples": _SAMPLES,
        "papers_open": _OPEN_LIST,
        "papers_closed": SAID,
        "questions_first": SAID,
        **_EXPLAINED,
        "where": words("地点", "电话"),
    },
    "enquiry_notice": {
        "copies": words("一式一份"),
        "opening": Must(("item_name",), ("不是收件，也不是受理",)),
        "papers": Must(("count_all",), ("材料清单（{count_all}项）",)),
        "papers_open": _OPEN_LIST,
        "papers_closed": SAID,
        "samples": _SAMPLES,
        "questions": SAID,
        "questions_first": SAID,
        "conditions": words("办理条件"),
        **_EXPLAINED,
        "where": SAID,
        "closing": words("不是受理凭证"),
        "foot": words("不是受理凭证"),
    },
    "post_licence_notice": {
        "copies": words("一式两份：申请人一份，窗口存档一份"),
        "copies_asked": words("一式两份：咨询人一份，窗口存档一份"),
        "opening": _ITEM,
        "opening_asked": _ITEM,
        "list": words("还应办理的审批"),
        "nothing": words("没有登记"),
        "duty": words("未取得上列审批的，不得从事|没有拿到上面的批准，不能做"),
        "foot": words("未盖章无效"),
    },
    "reminder": {
        "opening": Must(("whose", "step", "item_name")),
        "asked_title": SAID,
        "asked": Must(("asked",)),
        "answer": Must(("answer_by",), ("在{answer_by}前（含当日）", "书面答复")),
        "answer_late": Must(("answer_by",), ("在{answer_by}前（含当日）", "书面答复")),
        "note": words("一式两份"),
    },
    "assistance_order": {
        "opening": Must(
            ("helper", "applicant"), ("{helper}受{applicant}委托|{helper}帮{applicant}",)
        ),
        "opening_help": Must(
            ("helper", "applicant"), ("{helper}帮助{applicant}|{helper}帮{applicant}",)
        ),
        "steps": words("办理经过"),
        "steps_none": SAID,
        "result_title": words("办理结果"),
        "result_none": SAID,
        "free": words(
            "免费", "不收取任何费用|不收任何费用|不收取费用|不收费", "帮办人员…不得收受…财物"
        ),
        "note_help": words("一式两份"),
        "note": words("一式两份"),
    },
    "daily_slip": {
        "opening": Must(("on",)),
        "counts": SAID,
        "check": words("核对"),
        "foot": SAID,
    },
    "ticket": {
        "label": words("排队号"),
        "missed": Must(("calls_again",), ("过号{calls_again}次",)),
        "closes": Must(("closes_at",), ("{closes_at}停止办理",)),
        "privacy": words("不含身份信息"),
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
        return SAID
    base = plain.removesuffix(OTHER)
    rule = rules.get(base)
    if base == plain or rule is None:
        return None
    words = tuple(word for word in rule.words if f"{{{UNDER_ARTICLE}}}" not in word)
    return Must(tuple(name for name in rule.names if name != UNDER_ARTICLE), words)
