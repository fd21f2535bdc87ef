"""A state said twice: by a shape and by a word. The colour only helps."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.glyphs import GlyphView
from ui.labels import PlainLabel
from ui.theme import px


class Sign(NamedTuple):
    """Glyph, word and tone of a state."""

    glyph: str
    word: str
    tone: str


PAPER_STATES = {
    # ids as in the scripted intake file; `unseen` is a row nobody has looked at
    "in_order": Sign("in_order", "齐全", "ok"),
    "missing": Sign("missing", "缺", "warn"),
    "defective": Sign("defective", "有误", "warn"),
    "corrected_on_the_spot": Sign("corrected", "当场更正", "ok"),
    "waived_shared": Sign("waived", "免交", "idle"),
    "committed": Sign("promised", "告知承诺", "accent"),
    "unseen": Sign("unseen", "未看", "text3"),
}
LAMPS = {
    "normal": Sign("normal", "正常", "ok"),
    "soon": Sign("soon", "临期", "warn"),
    "overdue": Sign("overdue", "超期", "danger"),
    "suspended": Sign("suspended", "已暂停", "idle"),
    "closed": Sign("closed", "已办结", "idle"),
}
LINKS = {
    "online": Sign("online", "在线", "ok"),
    "offline": Sign("offline", "离线", "warn"),
    "failing": Sign("failing", "本机存不下", "danger"),
    "here": Sign("computer", "已存本机", "text2"),
    "at_hall": Sign("hall", "已到大厅", "text2"),
    "backed_up": Sign("backed_up", "已备份", "text2"),
}
VERDICTS = {
    # ids as the outcomes of an intake, and deemed acceptance
    "accepted": Sign("accept", "可以受理", "ok"),
    "conditionally_accepted": Sign("conditional", "可以容缺受理", "accent"),
    "returned_for_correction": Sign("notice", "需一次性告知补正", "warn"),
    "not_accepted": Sign("elsewhere", "不属本机关，告知去处", "idle"),
    "not_needed": Sign("told", "不需要办理，即时告知", "idle"),
    "collected": Sign("delivery", "代收，不在这里决定", "idle"),
    "deemed": Sign("deemed", "到点视为受理", "danger"),
}
SAID = {
    # signs of `desk.case_said`: what the law says of a case today
    "ok": Sign("normal", "", "ok"),
    "wait": Sign("notice", "", "warn"),
    "conditional": Sign("conditional", "", "accent"),
    "late": Sign("overdue", "", "danger"),
    "done": Sign("closed", "", "idle"),
    "paused": Sign("suspended", "", "idle"),
    "elsewhere": Sign("elsewhere", "", "idle"),
    "unknown": Sign("told", "", "text2"),
}


class Tag(QFrame):
    """Glyph and word side by side."""

    def __init__(self, sign: Sign, *, size: int = 16, role: str = "state") -> None:
        super().__init__()
        self.glyph = GlyphView(sign.glyph, sign.tone, size)
        self.label = PlainLabel(sign.word, role, sign.tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        row.addWidget(self.glyph)
        row.addWidget(self.label)

    def show_sign(self, sign: Sign, word: str | None = None) -> None:
        """Another state; `word` says it more closely (剩 5 天)."""
        self.glyph.show_glyph(sign.glyph, sign.tone)
        self.label.set_tone(sign.tone)
        self.label.setText(sign.word if word is None else word)
