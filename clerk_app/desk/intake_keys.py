"""The keys of the intake screen, declared once. Single keys act while no field has the focus."""

from __future__ import annotations

from clerk_app.desk.actions import BOXED, Action
from clerk_app.intake.model import PaperState

CONFIRM = Action("confirm", "照结论办", "Ctrl+Return")
GO_ON = Action("go_on", "下一步", "Return")
BACK = Action("back", "上一步", "Ctrl+Up")
UNDO = Action("undo", "撤回上一勾", "Ctrl+Z")
AGENT = Action("agent", "代办人", "Ctrl+G")
ORGANISATION = Action("organisation", "换成单位", "Ctrl+T")
CHANGES = Action("changes", "看改动", "Alt+V")
TAKE_UPDATE = Action("take_update", "换成新的一版", "Alt+U")
MATTER = Action("matter", "不受理、不归这里管", "Ctrl+M")
ANEW = Action("anew", "清空重来", "Ctrl+Shift+N")
PAGE = Action("page", "放大", "F9")
ARRIVAL = Action("arrival", "怎么来的", "Ctrl+R")
ONLINE = Action("online", "取网上预审件", "Ctrl+O")
CHOOSE_FILE = Action("choose_file", "选文件", "Ctrl+F")
COLLECT = Action("collect", "替外地代收", "Ctrl+J")
ANYWHERE = (
    CONFIRM, BACK, UNDO, AGENT, ORGANISATION, MATTER, CHANGES, TAKE_UPDATE, ANEW, PAGE, ARRIVAL,
    ONLINE, COLLECT, BOXED,
)  # fmt: skip
"""What works in every step, also while a field has the focus."""
ALL_IN_ORDER = Action("all_in_order", "其余全部齐全", "A")
UNDERTAKING = Action("undertaking", "已签容缺承诺书", "C")
DISCREDITED = Action("discredited", "在失信名单内", "X")
DEPOSIT = Action("deposit", "材料先存窗口（容缺收件）", "D")
COMMITMENT = Action("commitment", "已签告知承诺书", "K")
SIGNER = Action("signer", "主管答复", "Z")
PROMISED = Action("promised", "告知承诺", "6")
DECLINED = Action("declined", "申请人不愿改", "N")
IMPOSSIBLE = Action("impossible", "当场改不了", "M")
MORE = Action("more", "多一份", "＋")
FEWER = Action("fewer", "少一份", "-")
PAGES = Action("pages", "页数", "S")
REPORTS_UP = Action("reports_up", "须报上级决定", "B")
SKIP = Action("skip", "不评，下一位", "Return")

STATES: dict[str, PaperState] = {
    "1": PaperState.IN_ORDER,
    "2": PaperState.MISSING,
    "3": PaperState.DEFECTIVE,
    "4": PaperState.CORRECTED_ON_THE_SPOT,
    "5": PaperState.WAIVED_SHARED,
}
COMMITTED = "committed"
"""Stands for the state of a paper that a 告知承诺 stands in for: it is not handed in at all."""
FAULTS = "QWERTYUIOP"
"""The faults of a paper's own list, and after the last of them: typed."""
LEVELS: tuple[tuple[str, int, str], ...] = (
    ("5", 5, "非常满意"),
    ("4", 4, "满意"),
    ("3", 3, "基本满意"),
    ("2", 2, "不满意"),
    ("1", 1, "非常不满意"),
)
"""Key, level, words of a rating (GB/T 39735-2020)."""
