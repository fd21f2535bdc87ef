"""Every act of the window that has a key, declared once: id, words, key.

Views draw their buttons, shortcuts and rail from here; nothing else names a key. Keys are
written as Qt's portable key text, which is also what is shown on the key cap.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CallAct(StrEnum):
    """An act of queue calling (叫号)."""

    CALL = "call"  # 呼叫 the next ticket
    RECALL = "recall"  # 重呼
    RATE = "rate"  # 评价
    MISSED = "missed"  # 过号
    PAUSE = "pause"  # 暂停, and 恢复 while paused
    TRANSFER = "transfer"  # 转移
    HOLD = "hold"  # 挂起
    CALL_BACK = "call_back"  # 回呼 a held or missed ticket


@dataclass(frozen=True, slots=True)
class CallKey:
    """One of the eight keys of the call bar."""

    act: CallAct
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One entry of the left rail; `id` is also the screen's id and its glyph."""

    id: str
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Action:
    """Any other act that works from everywhere in the window."""

    id: str
    title: str
    key: str


CALL_KEYS: tuple[CallKey, ...] = (
    CallKey(CallAct.CALL, "呼叫", "F1"),
    CallKey(CallAct.RECALL, "重呼", "F2"),
    CallKey(CallAct.RATE, "评价", "F3"),
    CallKey(CallAct.MISSED, "过号", "F4"),
    CallKey(CallAct.PAUSE, "暂停", "F5"),
    CallKey(CallAct.TRANSFER, "转移", "F6"),
    CallKey(CallAct.HOLD, "挂起", "F7"),
    CallKey(CallAct.CALL_BACK, "回呼", "F8"),
)
RESUME_TITLE = "恢复"
"""What F5 reads while the window is paused."""

RAIL: tuple[RailEntry, ...] = (
    RailEntry("queue", "叫号", "Alt+1"),
    RailEntry("intake", "受理", "Alt+2"),
    RailEntry("cases", "办件", "Alt+3"),
    RailEntry("owed", "补正与容缺", "Alt+4"),
    RailEntry("limits", "时限", "Alt+5"),
    RailEntry("delivery", "出件", "Alt+6"),
    RailEntry("rating", "评价", "Alt+7"),
    RailEntry("reports", "统计", "Alt+8"),
    RailEntry("settings", "设置", "Alt+9"),
)

SEARCH = Action("search", "搜事项、办件、申请人、命令", "Ctrl+K")
LOCK = Action("lock", "锁屏", "Ctrl+L")
DISMISS = Action("dismiss", "知道了", "Esc")
SHOW_PASSWORD = Action("show_password", "显示密码", "Alt+P")
LARGER = Action("larger", "字大一些", "Ctrl+=")
SMALLER = Action("smaller", "字小一些", "Ctrl+-")
PRINTS = Action("prints", "打印：待打印、没有回答的", "Ctrl+P")
REPRINT_LAST = Action("reprint_last", "补打上一份", "Ctrl+Shift+P")
PRINT_SETTINGS = Action("print_settings", "设置：打印机", "Alt+0")
LOCAL_RULES = Action("local_rules", "设置：本地规定", "Alt+G")
ACTIONS: tuple[Action, ...] = (
    SEARCH, LOCK, DISMISS, SHOW_PASSWORD, LARGER, SMALLER, PRINTS, REPRINT_LAST, PRINT_SETTINGS,
    LOCAL_RULES,
)  # fmt: skip

PRINT_ACTS: tuple[Action, ...] = (
    Action("confirm", "已打出", "1"),
    Action("again", "重打", "2"),
    Action("later", "稍后", "3"),
    Action("drop", "撤下", "4"),
    Action("waiting", "待打印的全部打", "A"),
)
"""What a clerk says of a page in the list of 打印."""
DAILY = Action("daily", "打日清单", "R")
PREVIEW_ACTS: tuple[Action, ...] = (
    Action("large", "大字版", "I"),
    Action("sheet", "换纸", "S"),
    Action("more", "多一份", "＋"),
    Action("fewer", "少一份", "-"),
    Action("zoom", "看整页", "Z"),
    Action("save", "存成 PDF", "F"),
)
"""The keys of the preview, beside Enter and Esc."""
BOXED = Action("boxed", "缺的字以方框加代码印", "Alt+X")
"""After a paper was refused for a character no font has: the clerk's way to go on."""
LACKS_GLYPH = "missing_glyph"
PRINT = Action("print", "打印", "Return")
GO_BACK = Action("go_back", "返回", "Esc")
SEAL = Action("seal", "电子盖章", "E")
SAVE_SEALED = Action("save_sealed", "存盖章文件", "E")
SIGN = Action("sign", "放签名图", "Q")
SHOW_SIGN = Action("show_sign", "看签名图", "V")

CASE_FILTERS: tuple[Action, ...] = (
    Action("mine", "我的", "1"),
    Action("soon", "快到期", "2"),
    Action("overdue", "超期", "3"),
    Action("waiting", "等材料", "4"),
    Action("conflict", "有冲突", "5"),
    Action("all", "全部", "6"),
)
"""The lists of 办件; an id is that of `case_port.Filter`."""
FIND = Action("find", "在办件里找：编号、事项、申请人", "/")
OPEN = Action("open", "打开", "Return")

CASE_ACTS: tuple[Action, ...] = (
    Action("correct", "当场更正", "G"),
    Action("supply", "补交材料", "B"),
    Action("suspend", "进入特别程序", "T"),
    Action("resume", "结束特别程序", "J"),
    Action("extend", "延期", "Y"),
    Action("opinion", "审查意见", "S"),
    Action("check", "核查承诺", "K"),
    Action("decide", "准予", "Z"),
    Action("deny", "不予许可", "N"),
    Action("refuse", "不予受理", "0"),
    Action("transfer", "移交", "M"),
    Action("close", "办结", "E"),
    Action("deliver", "送达", "D"),
    Action("withdraw", "撤回", "H"),
    Action("return", "退件", "U"),
    Action("reopen", "补件重启", "C"),
    Action("dispatch", "寄出代收材料", "F"),
    Action("take_over", "接收代收材料", "R"),
    Action("send_back", "退回代收窗口", "Q"),
)
"""The acts in the life of a case: ids and words are those of `intake.rules.life.ACTS` (a test
compares them), not imported, since the sign-in paints before any of it is needed."""
WHY = Action("why", "为什么是这一天", "W")
REPRINT = Action("reprint", "补打", "P")
LOOK = Action("look", "看文书", "O")
LOOK_LARGE = Action("look_large", "大字版", "I")
PRINT_ALL = Action("print_all", "全部打印", "A")
DEEM = Action("deem", "记录视为受理", "V")
DUAL_NOTICE = Action("dual_notice", "书面双告知书", "7")
MATERIAL_LIST = Action("material_list", "材料接收清单", "8")
URGE = Action("urge", "催办单", "9")
"""Papers that are no act; digits, since every letter of that page has its act."""
UNMASK = Action("unmask", "看全号", "X")
FIELDS = Action("fields", "上报字段", "L")
COPY = Action("copy", "复制，下一项", "Return")
BACK = Action("back", "回列表", "Esc")
CASE_KEYS: tuple[Action, ...] = (
    *CASE_ACTS, WHY, REPRINT, DEEM, UNMASK, FIELDS, LOOK, LOOK_LARGE, PRINT_ALL, DUAL_NOTICE,
    MATERIAL_LIST, URGE,
)  # fmt: skip
"""Every single key of the page of a case."""

RECORD = Action("record", "记录", "Return")
RECORD_SURELY = Action("record", "记录", "Ctrl+Return")
"""The key that records what gives an application up, refuses it or sends it back: a key of its
own, since Enter is what a hand presses without thinking, and a scanner too."""
LEAVE = Action("leave", "不做了", "Esc")

OWED_TABS: tuple[Action, ...] = (
    Action("correction", "待补正", "1"),
    Action("deferred", "容缺待补", "2"),
    Action("messages", "要通知", "3"),
)
ACCOUNT = Action("account", "责任记录", "Z")
TELL = Action("tell", "已通知", "N")
SUPPLY_HERE = Action("supply", "补交材料", "B")

LIMIT_TABS: tuple[Action, ...] = (
    Action("today", "今天要做", "1"),
    Action("deeming", "视为受理", "2"),
    Action("suspended", "已暂停", "3"),
    Action("red", "红名单", "4"),
    Action("all", "全部", "5"),
)


def cap(key: str) -> str:
    """How a key is written on its cap.

    >>> cap("Ctrl+Return")
    'Ctrl Enter'
    """
    return key.replace("Return", "Enter").replace("++", " +").replace("+", " ").strip()
