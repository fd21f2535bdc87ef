"""What a hall may not edit away of the papers of acts on a case. See `mandatory`."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.notices.must import (
    ANY_LATE,
    BARE,
    BARE_LATER,
    GRACE,
    LATE_END,
    LATE_PAUSE,
    LATE_RETURN,
    OVER,
    SAID,
    SENT_HOME,
    SENT_HOME_LATER,
    UNDER_ARTICLE,
    Must,
    words,
)

_SUSPENDED = Must(
    ("item_name", "special_kind", UNDER_ARTICLE), ("进行{special_kind}", "不计入办理期限")
)
_ENDED = Must(_SUSPENDED.names, ("{special_kind}已经结束", "不计入办理期限"))
_UNKEPT = Must(("unkept",), ("没有…补齐容缺材料：{unkept}|没有补齐：{unkept}",))
_EACH_OPEN = Must(("make_good_by",), ("最早一项", ANY_LATE, "整件"))
_PAUSED = Must(
    ("paused_since", "grace_until"),
    ("已于{paused_since}暂停办理", "{grace_until}（含当日）", "宽限期满仍未补齐的，…退件"),
)
_LATE = ("期限{make_good_by}已过", "{grace_until}（含当日）", OVER)
LIMIT_GRACE = Must(("make_good_by", "grace_until"), (*_LATE, *SENT_HOME.words))
LIMIT_GRACE_BARE = Must(LIMIT_GRACE.names, _LATE)
_RUNS = Must(
    ("target",), ("办理时限自{target}收到材料之日起计算|办理时限从{target}收到材料那天算起",)
)
_ANSWERS = "愿意承担承诺不实或者没有做到所承诺事项的后果|愿意承担后果"

OF_ACTS: Mapping[str, Mapping[str, Must | None]] = {
    "suspension": {
        "law": words("根据《中华人民共和国行政许可法》第四十五条"),
        "law_other": None,
        "basis_hearing": words("《中华人民共和国行政许可法》第四十七条"),
        "basis_hearing_other": None,
        "opening": _SUSPENDED,
        "opening_ended": _ENDED,
        "procedure": words("特别程序"),
        "clock": words("办理期限的变化"),
        "uncounted": Must(
            ("suspended_workdays",), ("不计入办理期限的时间：{suspended_workdays}个工作日",)
        ),
        "uncounted_before": Must(
            ("suspended_workdays",), ("不计入办理期限的时间：{suspended_workdays}个工作日",)
        ),
        "estimated": words("按预计…推算|按预计…算", "顺延"),
        "open_end": words("顺延"),
        "paused": _PAUSED,
    },
    "extension": {
        "law": words("根据《中华人民共和国行政许可法》第四十二条"),
        "law_other": None,
        "approved": words("经本机关负责人批准，"),
        "approved_joint": words("经本级人民政府负责人批准，"),
        "approved_other": SAID,
        "opening": Must(
            ("item_name", "extension_workdays", UNDER_ARTICLE, "approved"),
            ("期限延长{extension_workdays}个工作日",),
        ),
        "why": words("延期理由"),
        "used": Must(
            ("suspended_workdays",), ("实际用了{suspended_workdays}个工作日，不计入办理期限",)
        ),
        "used_pauses": Must(("pauses",), ("{pauses}暂停办理", "顺延")),
        "clock": words("延期后的日期"),
        "once": words("只延长这一次"),
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
        "made_good": SAID,
        "made_good_few": Must(("few_numbers",), ("按实收份数办理",)),
        "clock_made_good": Must(("clock_limits",), ("自材料补齐之日起计算",)),
        "waiting": Must(("count_open",), ("还有{count_open}项没有补", "现在还不能受理")),
        "undecided": words("收到材料不等于受理"),
        "limit": Must(("make_good_by",), ("{make_good_by}前（含当日）|{make_good_by}（含当日）",)),
        "limit_each": _EACH_OPEN,
        "limit_grace": LIMIT_GRACE,
        "limit_grace_bare": LIMIT_GRACE_BARE,
        "expiry_bare": BARE,
        "expiry_grace_bare": BARE_LATER,
        "special_runs": Must(("special_kind",), ("{special_kind}（特别程序）", "顺延")),
        "paused": _PAUSED,
        "moved": Must(("pauses",), ("{pauses}暂停办理", "顺延")),
        "expiry": SENT_HOME,
        "expiry_grace": SENT_HOME_LATER,
        "expiry_return": LATE_RETURN,
        "expiry_suspend": LATE_PAUSE,
        "expiry_terminate": LATE_END,
        "grace": GRACE,
        "voucher": SAID,
        "closing": words("办件编号"),
        "note": words("真实性负责"),
    },
    "delivery_receipt": {
        "opening": SAID,
        "paper": words("送达的文书"),
        "delivery": words("送达情况"),
        "proxy": words("代收"),
        "signed": words("已经收到"),
        "signed_numbered": Must(
            ("result_name", "result_number"), ("已经收到{result_name}（{result_number}）",)
        ),
        "by_post": words("邮寄签收记录"),
        "by_proxy": words("代收人"),
        "note": words("签收只证明收到|签字只表示收到"),
    },
    "closure": {
        "law": words("根据《中华人民共和国行政许可法》第四十四条"),
        "opening": Must(("item_name",), ("已经办结",)),
        "opening_bare": Must(("item_name",), ("已经办结",)),
        "result": words("办理结果"),
        "uncounted": Must(
            ("suspended_workdays",), ("{suspended_workdays}个工作日不计入办理期限",)
        ),
        "extended": Must(("extension_workdays",), ("延长{extension_workdays}个工作日",)),
        "opinions": words("办理意见"),
        "delivery": Must(("delivery",), ("领取方式：{delivery}",)),
        "within": Must(
            (UNDER_ARTICLE,),
            ("{under_article}准予行政许可的，自作出决定之日起十个工作日内颁发、送达",),
        ),
        "fetch_result": words("身份证件"),
    },
    "return": {
        "opening": Must(("item_name",), ("因下列原因退件|因为下面的原因退件",)),
        "opening_withdrawn": Must(("item_name",), ("撤回",)),
        "opening_terminated": Must(("item_name",), ("终止办理",)),
        "cause_return": _UNKEPT,
        "cause_grace_over": Must(
            ("unkept", "grace_until"), (*_UNKEPT.words, "宽限期已于{grace_until}届满")
        ),
        "cause_terminate": Must(_UNKEPT.names, (*_UNKEPT.words, "终止办理")),
        "cause_deposit": Must(
            ("make_good_by", "unkept"), ("没有补正：{unkept}|没有补齐：{unkept}",)
        ),
        "cause_not_corrected": Must(("unkept",), ("没有补正：{unkept}",)),
        "cause_abandoned": words("放弃申请"),
        "barred": Must(("no_deferral_until",), ("不适用容缺受理|不能容缺受理",)),
        "why": words("退件原因"),
        "why_withdrawn": words("撤回申请"),
        "why_unsaid": SAID,
        "back": Must(("count_back",), ("退回的材料（{count_back}项）",)),
        "nothing_back": words("没有退回材料"),
        "signed": words("如数领回"),
        "again": words("重新申请"),
        "again_withdrawn": words("重新申请"),
        "again_terminated": words("重新申请"),
    },
    "commitment": {
        "opening": Must(("item_name",), ("自愿…告知承诺",)),
        "inform": words("行政机关告知的内容"),
        "informs": words("按一般程序办"),
        "informs_bare": words("按一般程序办"),
        "conditions": words("办理条件："),
        "stands_for": Must(("count_open",), ("以承诺代替提交的材料（{count_open}项）",)),
        "promises_title": words("申请人承诺的内容"),
        "promises": words("知晓", "真实、准确", "接受…事后核查", _ANSWERS),
        "promises_bare": words("知晓", "真实、准确", "接受…事后核查", _ANSWERS),
        "promises_last": words("真实意思"),
        "after_title": words("事后核查"),
        "check": Must(
            ("check_on",),
            (
                "核查在{check_on}前|{check_on}前…核查|{check_on}以前…核查|{check_on}之前…核查"
                "|最晚在{check_on}…核查|不迟于{check_on}…核查|不晚于{check_on}…核查",
            ),
        ),
        "check_unsaid": words("核查"),
        "consequences": words(
            "依法撤销据此作出的决定", "依法可以记入信用记录|可以依法记入信用记录|依法记入信用记录"
        ),
        "closing": words("授权委托书"),
        "foot": words("未经承诺人签字或者盖章无效"),
    },
    "transfer_slip": {
        "opening": Must(("hall", "item_name", "target"), ("{hall}代收",)),
        "sent": Must(("count_sent",), ("移交的材料（{count_sent}项）",)),
        "check": SAID,
        "found": words("缺少的材料（没有的写“无”）", "损坏的材料和损坏的情况（没有的写“无”）"),
        "runs": _RUNS,
        "runs_sent": _RUNS,
        "note": words("两份"),
    },
}
"""Per kind of document, as `mandatory.MANDATORY`."""
