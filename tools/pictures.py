"""Pictures of every screen and state in four themes, to be looked at.

    QT_QPA_PLATFORM=offscreen python -m tools.pictures --out DIR [--theme light] [--only NAME]
        [--scale 200]

`--scale` is that of the desktop: the screen stays 1366 x 768, the window has fewer pixels.

To add a scene: a function that returns a widget, and one line in SCENES.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_app.desk.actions import CallAct
from clerk_app.desk.messages import Message, Weight, explain
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.desk.sign_in import Place, StationStatus
from clerk_app.kernel.errors import Damaged, Unavailable
from tests.ui import (
    case_support,
    catalogue_support,
    journey_support,
    more_scenes,
    page_scenes,
    paper_support,
    support,
)
from ui import theme
from ui.labels import ElidedLabel, PlainLabel
from ui.pictures import grab
from ui.shell import Shell
from ui.widgets.cards import Advice, VerdictCard
from ui.widgets.chips import StateChips
from ui.widgets.fields import SearchField, TextField
from ui.widgets.keys import KINDS, KeyButton, KeyCap
from ui.widgets.lamps import LAMPS, LINKS, PAPER_STATES, VERDICTS, Tag
from ui.widgets.notices import NoticeBar
from ui.widgets.steps import Step, StepList
from ui.widgets.strip import CallStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.frame import FrameFacts

SIZE = (1366, 768)


def sign_in(port: support.FakeSignIn | None = None) -> Shell:
    """The sign-in screen."""
    clock = support.SetClock()
    return Shell(port or support.FakeSignIn(), ImmediateRunner(), clock)


def typing() -> QWidget:
    """A password half typed, Caps Lock on."""
    shell = sign_in()
    shell.sign_in.password.setText("Qinghe")
    shell.presenter.typed("Q", shift=False)
    return shell


def wrong_password() -> QWidget:
    """The third wrong password: a delay."""
    port = support.FakeSignIn(wrong=2)
    shell = sign_in(port)
    shell.presenter.submit("x")
    return shell


def opening() -> QWidget:
    """The store is being opened."""
    shell = sign_in()
    shell.sign_in.password.setText(support.PASSWORD)
    shell.presenter._runner = _Never()
    shell.presenter.submit(support.PASSWORD)
    return shell


def long_place() -> QWidget:
    """Long names, no status file, fonts missing."""
    place = Place(support.LONG_HALL, support.LONG.window, "0005")
    shell = sign_in(support.FakeSignIn(where=place, found=None))
    shell.presenter.choose("c2")
    shell.presenter.fonts_missing(("HanaMinB.ttf",))
    return shell


def nobody() -> QWidget:
    """A machine without clerks."""
    return sign_in(support.FakeSignIn(known=(), found=StationStatus()))


def damaged() -> QWidget:
    """A damaged store."""
    error = Damaged("bad_chain", "存下的内容与写入时不一样（第 412 条）。")
    shell = sign_in(support.FakeSignIn(fails=error))
    shell.presenter.submit(support.PASSWORD)
    return shell


def frame(facts: FrameFacts = support.FACTS, screen: str = "intake") -> Shell:
    """The frame after a good sign-in."""
    port = support.FakeSignIn()
    port.desk.frame.told = facts
    shell = sign_in(port)
    shell.presenter.submit(support.PASSWORD)
    if shell.frame is not None:
        shell.frame.go(screen)
    return shell


def frame_idle() -> QWidget:
    """Nobody is served; a call was refused."""
    queue = replace(
        support.SERVING,
        ticket="",
        since=support.NOW,
        allowed=frozenset({CallAct.CALL, CallAct.PAUSE, CallAct.CALL_BACK}),
    )
    shell = frame(replace(support.FACTS, queue=queue, workday=None))
    if shell.frame is not None:
        shell.frame.press(CallAct.RATE)
    return shell


def frame_paused() -> QWidget:
    """The window is paused."""
    queue = replace(
        support.SERVING,
        ticket="",
        paused=True,
        allowed=frozenset({CallAct.PAUSE}),
        likely=CallAct.PAUSE,
    )
    return frame(replace(support.FACTS, queue=queue), "queue")


def frame_no_queue() -> QWidget:
    """The queue is not connected here; a font is missing."""
    shell = frame(replace(support.LONG, queue=type(support.SERVING)()))
    if shell.frame is not None:
        error = Unavailable("missing_glyph", "申请人姓名里有字库没有的字：U+2CB31")
        shell.frame.notify(explain(error))
    return shell


def frame_disk() -> QWidget:
    """No room on the disk: danger."""
    shell = frame(support.OFFLINE, "cases")
    if shell.frame is not None:
        shell.frame.notify(explain(Unavailable("disk_full", "磁盘满了，刚才这件没有存下。")))
    return shell


def locked() -> QWidget:
    """The locked screen."""
    shell = frame()
    shell.lock()
    return shell


def strip() -> QWidget:
    """The call bar alone, with a long wait."""
    made = CallStrip()
    shell = frame(support.OFFLINE)
    if shell.frame is not None:
        made.show_bar(shell.frame.state)
    shell.deleteLater()
    return made


def components() -> QWidget:
    """All small parts on one sheet."""
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    column.setSpacing(theme.px(10))
    column.addWidget(PlainLabel(f"部件与状态 {theme.current().title}", "title"))
    column.addLayout(_buttons())
    for table in (PAPER_STATES, LAMPS, LINKS):
        column.addLayout(_row(*(Tag(sign) for sign in table.values())))
    cards = []
    for sign in VERDICTS.values():
        card = VerdictCard()
        card.show_verdict(sign, "必要材料 1 份有误，缺 2 份可容缺。")
        cards.append(card)
    verdicts = QGridLayout()
    for at, each in enumerate(cards):
        verdicts.addWidget(each, at // 3, at % 3)
    column.addLayout(verdicts)
    chips = StateChips()
    chips.show_state("defective", offered=frozenset(PAPER_STATES) - {"waived_shared"})
    steps = StepList()
    steps.show_steps(
        (
            Step("申请人", f"青禾县拾穗物流公司，代办 林{support.RARE}", done=True),
            Step("材料"),
            Step("打印"),
        ),
        current=1,
    )
    long = ElidedLabel(support.LONG_NAME)
    long.setFixedWidth(theme.px(200))
    column.addLayout(_row(chips, SearchField(), KeyCap("Ctrl+K"), long))
    column.addLayout(_row(steps, Advice("怎样变成可以受理", "材料 4 当场补写委托期限并盖章。")))
    for weight in Weight:
        bar = NoticeBar()
        bar.show_message(Message("打印机没有应答。", "办件已经存好。", "按 P 补打。", weight))
        column.addWidget(bar)
    return sheet


def _buttons() -> QGridLayout:
    grid = QGridLayout()
    for row, kind in enumerate(KINDS):
        for at, enabled in enumerate((True, False)):
            button = KeyButton("出具告知书", "Ctrl+Return", kind)
            button.setEnabled(enabled)
            grid.addWidget(button, row // 2, row % 2 * 3 + at)
    field = TextField("请刷身份证，或在此输入")
    fault = TextField()
    fault.setText("11010519491231002")
    fault.setProperty("fault", "1")
    grid.addWidget(field, 0, 6)
    grid.addWidget(fault, 1, 6)
    return grid


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


class _Never:
    """A runner whose jobs never end."""

    def run(self, *_args: object) -> None:
        return


SCENES: tuple[tuple[str, Callable[[], QWidget]], ...] = (
    ("components", components),
    ("sign-in", sign_in),
    ("sign-in-typing", typing),
    ("sign-in-wrong", wrong_password),
    ("sign-in-opening", opening),
    ("sign-in-long", long_place),
    ("sign-in-nobody", nobody),
    ("sign-in-damaged", damaged),
    ("frame", frame),
    ("frame-offline-long", lambda: frame(support.LONG, "owed")),
    ("frame-idle", frame_idle),
    ("frame-paused", frame_paused),
    ("frame-no-queue", frame_no_queue),
    ("frame-disk-full", frame_disk),
    ("locked", locked),
    ("strip", strip),
    *journey_support.SCENES,
    *case_support.SCENES,
    *catalogue_support.SCENES,
    *more_scenes.SCENES,
    *page_scenes.SCENES,
    *paper_support.SCENES,
)


_NAMES = frozenset(name for name, _ in SCENES)


def make(out: Path, themes: tuple[str, ...], only: str = "", *, scale: int = 100) -> list[Path]:
    """Write the pictures, all or those with `only` in their names (a whole name is that one);
    return their paths."""
    size = (SIZE[0] * 100 // scale, SIZE[1] * 100 // scale)
    theme.fit(*size)
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise Unavailable("no_display", "没有界面程序可用，做不了图片")
    theme.load_fonts(theme.FIRST_FONTS + theme.LATER_FONTS)
    written = []
    for name in themes:
        theme.apply(app, name)
        for scene, build in SCENES:
            if only == scene or (only in scene and only not in _NAMES):
                written.append(_take(build(), out / name / f"{scene}.png", size))
    return written


def _take(widget: QWidget, path: Path, size: tuple[int, int]) -> Path:
    widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if isinstance(widget, CallStrip):
        widget.adjustSize()
    else:
        widget.resize(*size)
    widget.show()
    if not isinstance(widget, CallStrip):
        widget.activateWindow()
    QApplication.processEvents()
    if isinstance(widget, Shell) and (widget.width(), widget.height()) != size:
        print(f"{path.stem} wants {widget.width()} x {widget.height()}")
    grab(widget, path)
    widget.close()
    QApplication.processEvents()
    return path


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--theme", choices=tuple(theme.themes()))
    parser.add_argument("--only", default="")
    parser.add_argument("--scale", type=int, choices=(100, 125, 150, 175, 200), default=100)
    asked = parser.parse_args()
    if asked.scale != 100:  # before the program of Qt is made
        os.environ["QT_SCALE_FACTOR"] = str(asked.scale / 100)
    themes = (asked.theme,) if asked.theme else tuple(theme.themes())
    for path in make(asked.out, themes, asked.only, scale=asked.scale):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
