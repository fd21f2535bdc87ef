"""What a clerk reads when something did not go: what happened, what it means, what to press.

The error itself says what happened. This table adds, by its code, what it means for the
citizen standing there and the next key. A code without an entry still shows its own words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from clerk_app.kernel.errors import Damaged

if TYPE_CHECKING:
    from clerk_app.kernel.errors import ClerkError


class Weight(StrEnum):
    """How a message looks: everyday work is amber, only danger is red."""

    TELL = "tell"
    WARN = "warn"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the hall, not of the computer."""

    happened: str
    means: str = ""
    press: str = ""
    weight: Weight = Weight.WARN

    @property
    def text(self) -> str:
        """All of it in one line, for readers of the screen."""
        return " ".join(part for part in (self.happened, self.means, self.press) if part)


_NOTHING = "没有写入任何内容，面前这件事可以接着办。"
_NOT_HERE = "现在不能在本机收件，请群众到别的窗口。"
_FULL = "现在存不下新办件，请先不要收件。"
_ADMIN = "请管理员来看。"
LOOK_FIRST = "先看出纸口，再按 Ctrl P 说打出没有。"
"""What to do about a page that may be out."""

KNOWN: dict[str, tuple[str, str]] = {
    # code: (what it means for the citizen or the work, what to press)
    # signing in
    "wrong_password": ("", "核对大小写后重输；忘了找值班主任。"),
    "unknown_clerk": ("", "换一个人员再试，或请管理员添加。"),
    "no_store": (_NOT_HERE, "请管理员先做初始化（init），或从备份恢复。"),
    "foreign_store": (_NOT_HERE, "请管理员核对数据文件夹。"),
    "newer_store": (_NOT_HERE, "请管理员升级程序。"),
    "unsafe_sqlite": (_NOT_HERE, "请管理员重新安装程序。"),
    "store_busy": ("数据没有受影响。", "关掉正在写的另一个程序后再试。"),
    "another_instance": ("数据没有受影响。", "用已经打开的那个窗口，或关掉它再试。"),
    "journal_rolled_back": (_NOT_HERE, "请管理员从备份恢复，先不要关机。"),
    # storing
    "read_only": (_FULL, "请管理员检查文件夹的写入权限。"),
    "disk_full": (_FULL, "腾出空间后再试，屏幕上的内容还在。"),
    "disk_error": (_FULL, _ADMIN),
    # the hall
    "no_hall": ("面前的群众照常办，联网后自动上传。", ""),
    "not_enrolled": ("面前的群众照常办，只是不上传。", "请管理员配对大厅（enrol）。"),
    "numbers_exhausted": ("不能给新办件编号，请先不要收件。", "请管理员向大厅申请新的站点号。"),
    # paper
    "not_writable": ("办件已经存好，文书编号不变。", "换一个文件夹，再补打。"),
    "paper_out": ("办件已经存好，文书待打印。", "放好纸再打。"),
    "cover_open": ("办件已经存好，文书待打印。", "合上盖子再打。"),
    "printer_jammed": ("办件已经存好，文书待打印。", "清理好再打。"),
    "printer_attention": ("办件已经存好，文书待打印。", "看打印机的屏幕，处理好再打。"),
    "printer_offline": ("办件已经存好，文书待打印。", "看好电源和连线，或按 Alt 0 换一台。"),
    "printer_unknown": ("办件已经存好，文书待打印。", "按 Alt 0 重新选打印机。"),
    "printer_gone": ("办件已经存好；这份可能已经打出。", "看过出纸口，按 Ctrl P 说打出没有。"),
    "target_full": ("办件不受影响。", ""),
    "print_open": ("没有送第二次。", "按 Ctrl P 看它到哪一步。"),
    "perhaps_printed": ("", "有纸按 1，没有纸按 2；不要了再按 4。"),
    "not_taken_back": ("", "等它打完。"),
    "bad_printer": ("还用原来的打印机。", "改好再按 Enter。"),
    "missing_glyph": (
        "什么都没有印，免得姓名缺字；填的内容都还在。",
        "按 Alt X：这个字以方框加代码印出，页上有说明。",
    ),
    "last_not_printed": ("没有补打任何文书。", "按 Ctrl P 看是哪一份。"),
    "last_perhaps_printed": ("", LOOK_FIRST),
    "nothing_since": ("", "再按 R 补打这份，按 O 看它。"),
    "already_sealed": ("没有再盖。", "按 E 存下盖好章的文件。"),
    "seal_offline": ("文书没有盖章，还是原来那份。", "等服务好了再按 E，或打印后盖实物章。"),
    "seal_refused": ("文书没有盖章，还是原来那份。", "照服务说的改好再按 E，或打印后盖实物章。"),
    "file_there": ("没有存下任何内容。", "换一个名字再存。"),
    "not_a_file": ("没有存下任何内容。", "另选一个位置再存。"),
    "bad_path": ("没有存下任何内容。", "换一个名字再存。"),
    "inside_data": ("没有存下任何内容。", "另选一个文件夹再存。"),
    "bad_wording": ("没有出文书，办件没有动。", "请管理员改好用语文件；按 Alt 0 看哪里不对。"),
    "bad_attachment": ("没有存下任何内容。", "换一张 PNG 图片再放。"),
    "no_delivery_receipt": ("没有存下任何内容。", "先办送达。"),
    # intake
    "item_incomplete": ("这个事项的材料清单不全，不能按它收件。", "请管理员补全，或另选事项。"),
    "offer_correction": ("有一处可以当场更正，应先请申请人更正。", "按 4 当场更正；不愿改按 3。"),
    "situation_unanswered": (_NOTHING, "先问完情形再往下。"),
    "no_station": (_NOTHING, "请管理员登记站点号（enrol）。"),
    "fault_missing": (_NOTHING, "写明错在哪里再往下。"),
    "waiver_not_allowed": (_NOTHING, "请申请人交这份材料，或按 2 记为缺。"),
    "id_invalid": (_NOTHING, "核对证件号码后重输。"),
    "bad_text": (_NOTHING, "改过后再按一次。"),
    "not_allowed": (_NOTHING, "需要时请值班主任来办。"),
    "verdict_changed": ("填的内容都还在。", "看过右边的结论再按一次。"),
    "provisional_unapproved": (_NOTHING, "请主管答复，按 Z。"),
    "approval_missing": (_NOTHING, "选一位批准人再按一次。"),
    "bad_online_file": (_NOTHING, "请改好文件再读一次，或在受理里录。"),
    "linked_elsewhere": (_NOTHING, "核对编号；是同一件就不用再收。"),
    "bundle_incomplete": (_NOTHING, "请管理员导入，或逐个事项受理。"),
    "person_erased": ("", "需要时到原件上看。"),
    "practice": ("", "真的件请在正式的数据文件夹里办。"),
    "agent_without_authority": (
        "什么都没有收，填的内容都还在。",
        "按 Ctrl+Up 回到代办人，改代办单号；不凭代办单来的清空，按委托书办。",
    ),
    "collecting_decides_nothing": (_NOTHING, "去掉这些内容再代收。"),
    "own_hall": ("填的内容都还在。", "按 Ctrl+J 清空代收，照常收件。"),
    "nothing_to_collect": ("填的内容都还在。", "有材料留下的按 1，再按一次。"),
    "bad_region": ("填的内容都还在。", "改好再按 Enter；清空就是不代收。"),
    "no_body": ("填的内容都还在。", "写好再按 Enter；两格都清空就是不代收。"),
    # the life of a case
    "unlawful_act": (_NOTHING, "看上面写着的键，按能做的那个。"),
    "suspended": (_NOTHING, "先按 J 结束特别程序。"),
    "already_extended": (_NOTHING, "按期限作出决定。"),
    "paper_open": (_NOTHING, "先按 B 补齐材料。"),
    "before_last_act": (_NOTHING, "请管理员核对电脑的时间。"),
    "case_changed": ("填的内容都还在。", "按 Esc 放下，看过现在的情况再按一次。"),
    "clock_back": (_NOTHING, "请管理员把电脑的时间调对。"),
    "clock_forward": (_NOTHING, "请管理员把电脑的时间调对。"),
    "extension_too_long": ("填的内容都还在。", "改少些，或空着用最多的。"),
    "overdue_already": (_NOTHING, "只能作出决定，不能再延。"),
    "no_limit": (_NOTHING, ""),
    "not_lapsed": ("申请人还可以补交。", "到期以后再退；申请人不办了选“申请人放弃”。"),
    "nothing_new": ("填的内容都还在。", "标出这次交来的材料再按一次。"),
    "deferral_expired": ("不能再补，请向申请人说明。", "按 Esc 放下，再按 U 退件。"),
    "correction_missing": ("填的内容都还在。", "写明更正了什么再按一次。"),
    "not_in_first_notice": (
        "不能让申请人为同一件事再跑一趟。",
        "已交的按 1；确实要，由主管写明理由批准。",
    ),
    "approver_missing": ("填的内容都还在。", "选一位批准人再按一次。"),
    "approver_not_authorised": ("填的内容都还在。", "换主管或有授权书的人批准。"),
    "delegation_expired": ("填的内容都还在。", "换主管批准，或请主管登记新的授权书。"),
    "delegation_revoked": ("填的内容都还在。", "换主管批准。"),
    "delegation_not_yet": ("填的内容都还在。", "换主管批准。"),
    "waybill_missing": ("填的内容都还在。", "填上运单号再按一次。"),
    "recipient_missing": ("填的内容都还在。", "写明谁签收的再按一次。"),
    "proxy_reason_missing": ("填的内容都还在。", "写明为什么代收再按一次。"),
    "delivered_to_self": ("填的内容都还在。", "写明为什么由你代收，或者换一位同事送达。"),
    "not_owed": ("没有再记一遍。", ""),
    "not_confirmed": (
        "没有出文书，办件没有动；新来的人照常收件。",
        "连上网，本机会自己同步，等一两分钟再办；没有配对大厅的，请管理员配对（enrol）。",
    ),
    "wrong_hall": ("什么都没有记下，申请人的期限没有变。", "看单子上写的接收机关，转交给它。"),
    # who answers for a red lamp, the hall's own numbers
    "own_responsibility": ("填的内容都还在。", "请另一位主管或管理员登录后登记。"),
    "already_accounted": ("没有再记一遍。", "按 Esc 放下，看已经登记的。"),
    "no_such_finding": (_NOTHING, "按 Esc 放下，看过现在的情况再办。"),
    "text_missing": ("填的内容都还在。", "写好再按一次。"),
    "bad_period": ("填的内容都还在。", "改好日期再按一次。"),
    "nothing_to_urge": ("", "到了快到期那天再催。"),
    "no_papers_here": ("没有用掉编号。", "按 Esc 放下。"),
    # the queue
    "nobody_waits": ("", "有人取号后再按 F1。"),
    "nobody_called": ("", "先按 F1 呼叫。"),
}


UNREAD = ("没有读出来", "不是没有办件。照上面写的办，再回到这里看。")
"""What a list says that could not be read."""


def explain(error: ClerkError) -> Message:
    """Turn an error into words for the window."""
    means, press = KNOWN.get(error.code, ("", ""))
    if isinstance(error, Damaged):
        weight = Weight.DANGER
        means = means or "请先停止在本机收件，改到别的窗口办理。"
        press = press or "请管理员来看，先不要关机。"
    elif error.code in {"disk_full", "disk_error", "read_only"}:
        weight = Weight.DANGER
    else:
        weight = Weight.WARN
    return Message(sentence(error.message), means, press, weight)


_OF_AN_ACT = frozenset(
    {
        *("paper_out", "cover_open", "printer_jammed", "printer_attention"),
        *("printer_offline", "printer_unknown", "printer_gone"),
    }
)
"""What `KNOWN` says that these mean is said of the papers of an act."""
_ON_SETTINGS = {
    "printer_offline": "看好电源和连线再打，或在上面换一台。",
    "printer_unknown": "在上面改好，按 Enter。",
    "printer_gone": "再打一次测试。",
}
"""What to press after a test, where the hand is on the page of the printers already."""


def elsewhere(error: ClerkError) -> Message:
    """Why a paper is not printed, where the paper itself is not in sight."""
    message = explain(error)
    if error.code == "missing_glyph":
        return replace(message, press="选中这份按 O 看，再按 Alt X：这个字以方框加代码印出。")
    if error.code in _OF_AN_ACT:
        return replace(message, means="")
    return message


def of_a_test(error: ClerkError) -> Message:
    """Why a test page or slip did not come out: no case and no paper of anybody is concerned."""
    message = explain(error)
    if error.code not in _OF_AN_ACT:
        return message
    return replace(message, means="", press=_ON_SETTINGS.get(error.code, message.press))


def sentence(text: str) -> str:
    """The text with a full stop.

    >>> sentence("现在没有人在等候"), sentence("密码不对。")
    ('现在没有人在等候。', '密码不对。')
    """
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def waiting_words(seconds: int) -> str:
    """How long until the next try.

    >>> waiting_words(5), waiting_words(75), waiting_words(120)
    ('5 秒', '1 分 15 秒', '2 分')
    """
    minutes, rest = divmod(max(seconds, 0), 60)
    if not minutes:
        return f"{rest} 秒"
    return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分"
