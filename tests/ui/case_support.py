"""Cases of every kind on a real store, made through the deeds, and pictures of their screens."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import Necessity, ServiceItem
from clerk_app.catalogue.rules.papers import checklist
from clerk_app.catalogue.rules.situations import asked
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.desk.actions import DUAL_NOTICE, MATERIAL_LIST, URGE
from clerk_app.desk.case_issue import BY_DAY
from clerk_app.desk.case_port import Filter
from clerk_app.desk.limits import Tab as LimitTab
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.owed import Tab as OwedTab
from clerk_app.intake.model import Action, Application, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import legal_day, parse_stamp, stamp
from clerk_app.kernel.errors import Refused, Unavailable
from tests.ui import journey_support as journey
from tests.ui.journey_support import ITEM, LONG_ITEM, Window
from tests.ui.support import LONG_NAME, SetClock
from ui.shell import Shell

if TYPE_CHECKING:
    import pytest

GRACE_ITEM, ENDING_ITEM = "SL-0003", "SL-0005"
"""Items whose policy after 容缺 is a grace, and an end."""
LONG_COMPANY = "青禾县云溪镇拾穗现代农业机械服务与粮食烘干专业合作社联合社有限责任公司"


@dataclass
class Cases:
    """Makes cases at the counter of a desk; `clock` is the clock of both."""

    desk: OpenedDesk
    clock: SetClock

    def on(self, day: str, hour: int = 10) -> Cases:
        """Go to a day."""
        wanted = date.fromisoformat(day)
        at = self.clock.at
        moved = at + timedelta(days=(wanted - at.date()).days)
        self.clock.at = moved.replace(hour=hour) if moved.date() != at.date() else moved
        return self

    def item(self, key: str) -> ServiceItem:
        """The version in use."""
        with self.desk.counter.store.reading() as db:
            return catalogue.item_on(db, key, legal_day(self.clock.at))

    def take(
        self,
        key: str = ITEM,
        *,
        name: str = "测试甲",
        kind: str = "person",
        signed: bool = False,
        given: bool = True,
        **states: str,
    ) -> str:
        """Take one in: everything in order but for `wanting` papers, named m0, m1 … by their
        place on the checklist. Its papers are given (printed) unless told otherwise."""
        item = self.item(key)
        answers: dict[str, str] = {}
        while left := [s for s in asked(item, answers) if s.key not in answers]:
            answers[left[0].key] = left[0].answers[0].value
        papers = []
        for at, material in enumerate(checklist(item, answers)):
            if material.necessity is Necessity.OPTIONAL:
                continue
            state = PaperState(states.get(f"m{at}", "in_order"))
            fault = "内容与证照不一致" if state is PaperState.DEFECTIVE else ""
            copies = material.count_due if state.is_handed_in else 0
            papers.append(CheckedPaper(material.name, state, fault, "", copies))
        application = Application(
            item=key,
            received_at=self.clock.at,
            applicant=Party(kind, name),
            agent=Party("person", "测试乙"),
            situations=tuple(answers.items()),
            papers=tuple(papers),
            undertaking_signed=signed,
        )
        taken = take_in(self.desk.counter, application)
        for document in taken.documents if given else ():
            self.print(taken.number, document.number)
        return taken.number

    def soft(self, key: str) -> str:
        """The place of the first deferrable paper on the checklist (m3)."""
        item = self.item(key)
        answers: dict[str, str] = {}
        while left := [s for s in asked(item, answers) if s.key not in answers]:
            answers[left[0].key] = left[0].answers[0].value
        for at, material in enumerate(checklist(item, answers)):
            if material.necessity is Necessity.DEFERRABLE:
                return f"m{at}"
        raise Refused("no_deferrable", "这个事项没有可以容缺的材料")

    def deferred(self, key: str = ITEM, **more: Any) -> str:
        """One accepted conditionally: its first deferrable paper is missing."""
        states: dict[str, Any] = {**more, self.soft(key): "missing"}
        return self.take(key, signed=True, **states)

    def act(self, number: str, action: Action, **fields: Any) -> None:
        """One act now."""
        raw = {"at": stamp(self.clock.at), **fields}
        act_on_case(self.desk.counter, number, read_act(str(action), raw))

    def print(self, number: str, document: str) -> None:
        """Give one paper."""
        with TemporaryDirectory() as folder:
            page = Path(folder) / "page.pdf"
            print_document(self.desk.counter, number, document, page, on=legal_day(self.clock.at))

    def approver(self) -> str:
        """Who may sign everything here."""
        return self.desk.counter.clerk.id


def a_hall_full(cases: Cases) -> None:
    """Cases of every lamp, long names among them, as of 2026-11-24."""
    by = cases.approver()
    cases.on("2026-11-05")
    cases.take("SL-0020", name="测试丁")  # 7 workdays promised: overdue
    parked = cases.take("SL-0025", name=LONG_COMPANY, kind="organisation")
    lapsed = cases.deferred(ITEM, name=LONG_COMPANY, kind="organisation")
    cases.deferred(GRACE_ITEM, name="测试戊")
    cases.on("2026-11-10")
    cases.act(parked, Action.SUSPEND, special="检测", reason="圈舍和水质要检测", days=10)
    cases.deferred(ENDING_ITEM, name=LONG_NAME)
    cases.on("2026-11-13")
    cases.take(LONG_ITEM, name=LONG_NAME, m0="missing", m1="defective", given=False)
    cases.on("2026-11-16")
    cases.take(LONG_ITEM, name=LONG_COMPANY, kind="organisation", m0="missing")
    cases.on("2026-11-17")
    cases.take("SL-0021", m0="missing", m1="missing", name="测试己", given=False)
    cases.on("2026-11-18")
    granted = cases.take("SL-0022", name="测试庚")
    cases.on("2026-11-20")
    cases.act(granted, Action.DECIDE, approver=by, result={"name": "农村宅基地批准书"})
    cases.act(granted, Action.CLOSE)
    cases.deferred(LONG_ITEM, name=LONG_NAME)
    cases.deferred(ITEM, name="测试辛")
    cases.take("SL-0024", name="测试壬")
    cases.on("2026-11-24")
    cases.take("SL-0001", m2="missing", name="测试癸")
    assert lapsed


def _clock(window: Window) -> SetClock:
    clock = window.desk.counter.clock
    assert isinstance(clock, SetClock)
    return clock


def early() -> SetClock:
    """A clock of three weeks ago: it only goes forward."""
    return SetClock(parse_stamp("2026-11-04T09:00:00+08:00"))


_full: list[tuple[Path, SetClock]] = []


def full_once(folders: pytest.TempPathFactory) -> Path:
    """A folder with the full hall, made once per session, as of 2026-11-24."""
    if not _full:
        clock = early()
        folder = journey.make(folders.mktemp("full") / "w", clock).folder
        desk = journey.opened(folder, clock)
        a_hall_full(Cases(desk, clock))
        desk.close()
        _full.append((folder, clock))
    return _full[0][0]


def now() -> SetClock:
    """The clock the full hall was left with."""
    return SetClock(parse_stamp("2026-11-24T10:30:00+08:00"))


_scenes: dict[bool, Path] = {}
_folders: list[TemporaryDirectory[str]] = []  # they go with the process


def _fresh() -> Path:
    _folders.append(TemporaryDirectory(prefix="scene-"))
    return Path(_folders[-1].name)


def _scene_folder(*, full: bool) -> tuple[Path, SetClock]:
    """A folder of one's own, empty or with the full hall; each is made once per process."""
    if full not in _scenes:
        clock = early()
        folder = journey.make(_fresh() / "w", clock).folder
        if full:
            desk = journey.opened(folder, clock)
            a_hall_full(Cases(desk, clock))
            desk.close()
        _scenes[full] = folder
    copy = _fresh() / "w"
    shutil.copytree(_scenes[full], copy)
    return copy, now() if full else early()


def scene(build: Callable[[Window], None], *, full: bool = False) -> Callable[[], Shell]:
    """A picture of the real window after `build`."""

    def made() -> Shell:
        folder, clock = _scene_folder(full=full)
        window = journey.show(folder, clock)
        build(window)
        QApplication.processEvents()
        return window.shell

    return made


def go(window: Window, screen: str) -> QWidget:
    """To a screen of the rail."""
    assert window.shell.frame is not None
    window.shell.frame.tick()
    window.shell.frame.go(screen)
    QApplication.processEvents()
    return window.main.screen_of(screen)


def open_case(window: Window, number: str, act: str = "") -> None:
    """The page of a case, perhaps with an act begun."""
    go(window, "cases")
    window.cases.presenter.open_number(number, act)
    QApplication.processEvents()


def _list(which: Filter) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        go(window, "cases")
        window.cases.presenter.show(which)

    return build


def _page(make: Callable[[Cases], str], act: str = "", *more: Any) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        cases = Cases(window.desk, _clock(window))
        number = make(cases)
        cases.on("2026-11-24")
        open_case(window, number, act)
        for each in more:
            each(window)
            QApplication.processEvents()

    return build


def _suspended(cases: Cases) -> str:
    number = cases.on("2026-11-10").take("SL-0025")
    cases.on("2026-11-12").act(number, Action.SUSPEND, special="检测", reason="水质要检测", days=8)
    return number


def _reviewed(cases: Cases) -> str:
    """Everything a page can hold: suspension, opinions, transfer."""
    number = cases.on("2026-11-09").take("SL-0025", name=LONG_COMPANY, kind="organisation")
    cases.on("2026-11-10").act(number, Action.SUSPEND, special="检测", reason="水质要检测", days=3)
    cases.on("2026-11-13").act(number, Action.RESUME)
    cases.act(number, Action.OPINION, reason="圈舍布局符合要求", target="县农业农村局畜牧股")
    cases.act(number, Action.OPINION, reason="排污口离水源太近", agrees=False)
    cases.act(number, Action.TRANSFER, target="县农业农村局", reason="要现场核查")
    return number


def _long(cases: Cases) -> str:
    return cases.on("2026-11-20").deferred(LONG_ITEM, name=LONG_NAME)


def _returned(cases: Cases) -> str:
    return cases.on("2026-11-18").take(ITEM, m0="missing", m1="defective")


def _silent(cases: Cases) -> str:
    return cases.on("2026-11-13").take(ITEM, m0="missing", given=False)


def _lapsed(cases: Cases) -> str:
    return cases.on("2026-11-10").deferred(ITEM)


def _closed(cases: Cases) -> str:
    number = cases.on("2026-11-16").take("SL-0024")
    cases.on("2026-11-20").act(
        number, Action.DECIDE, approver=cases.approver(), result={"name": "林木采伐许可证"}
    )
    cases.act(number, Action.CLOSE)
    return number


def _late(cases: Cases) -> str:
    return cases.on("2026-11-05").take("SL-0020", name=LONG_COMPANY, kind="organisation")


def _urging(window: Window) -> None:
    """催办 refused for its day: the longest this form gets."""
    presenter = window.cases.presenter
    presenter.issue(URGE.id)
    presenter.issuing.fill(BY_DAY, "2026-11-20")
    presenter.issuing.record()
    presenter.issuing.record()


def _why_not(window: Window) -> None:
    """书面双告知书 of a case sent back for papers."""
    presenter = window.cases.presenter
    presenter.issue(DUAL_NOTICE.id)
    presenter.issuing.fill("how", "先到社区开具居住证明，再带身份证原件来")


def _boxing(window: Window) -> None:
    """The list of papers, refused for a character no font has."""
    presenter = window.cases.presenter
    presenter.issue(MATERIAL_LIST.id)
    presenter.issuing.refused(
        Unavailable("missing_glyph", "字体里没有“\U000323af”（U+323AF），它在申请人姓名里")
    )


def _urging_limits(window: Window) -> None:
    found: Any = go(window, "limits")
    found.presenter.urge()


def _why(window: Window) -> None:
    window.cases.presenter.toggle_why()


def _marked(window: Window) -> None:
    acting = window.cases.presenter.acting
    acting.mark(PaperState.IN_ORDER)
    acting.next()
    acting.mark(PaperState.DEFECTIVE)
    acting.fault(0)


def _asking(window: Window) -> None:
    acting = window.cases.presenter.acting
    acting.fill("reason", "排污口离饮用水源地不足一百米，不符合选址条件")
    acting.next()
    acting.next()
    acting.choose(0)


def _refused(window: Window) -> None:
    acting = window.cases.presenter.acting
    acting.choose(0)
    acting.fill("reason", "省里的专家排不开")
    acting.fill("workdays", "30")
    acting.ask()
    acting.record(surely=True)


def _delivering(window: Window) -> None:
    acting = window.cases.presenter.acting
    acting.choose(0)
    acting.choose(2)
    acting.fill("delivery.recipient", LONG_NAME)
    acting.next()


def _listed(screen: str, tab: int = 0, row: int = 0) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        found: Any = go(window, screen)
        tabs: list[Any] = list(LimitTab if screen == "limits" else OwedTab)
        found.presenter.go(tabs[tab])
        found.presenter.to_row(row)

    return build


def _empty(screen: str) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        Cases(window.desk, _clock(window)).on("2026-11-24")
        go(window, screen)

    return build


def _failing(screen: str) -> Callable[[Window], None]:
    """The store does not answer."""

    def build(window: Window) -> None:
        setattr(window.desk, f"_{screen}", Broken())
        go(window, screen)

    return build


class Broken:
    """A port of a list whose disk does not answer."""

    def look(self) -> Any:
        raise Unavailable("disk_error", "数据盘读不出来")


def _not_owed(window: Window) -> None:
    found: Any = go(window, "owed")
    found.scanned("6901234567892")


SCENES: tuple[tuple[str, Callable[[], Shell]], ...] = (
    ("cases-full", scene(_list(Filter.ALL), full=True)),
    ("cases-overdue", scene(_list(Filter.OVERDUE), full=True)),
    ("cases-empty", scene(_empty("cases"))),
    ("case-returned", scene(_page(_returned))),
    ("case-conditional-long", scene(_page(_long))),
    ("case-suspended", scene(_page(_suspended))),
    ("case-reviewed-why", scene(_page(_reviewed, "", _why))),
    ("case-deemed", scene(_page(_silent))),
    ("case-lapsed", scene(_page(_lapsed))),
    ("case-urging", scene(_page(_late, "", _urging))),
    ("case-listing", scene(_page(_late, "", _boxing))),
    ("case-why-not", scene(_page(_returned, "", _why_not))),
    ("act-supply", scene(_page(_returned, "supply", _marked))),
    ("act-suspend", scene(_page(_reviewed, "suspend"))),
    ("act-deny-asking", scene(_page(_reviewed, "deny", _asking))),
    ("act-extend-refused", scene(_page(_reviewed, "extend", _refused))),
    ("act-deliver", scene(_page(_closed, "deliver", _delivering))),
    ("owed-empty", scene(_empty("owed"))),
    ("owed-correction", scene(_listed("owed"), full=True)),
    ("owed-deferred", scene(_listed("owed", 1, 1), full=True)),
    ("owed-wrong-scan", scene(_not_owed, full=True)),
    ("owed-failed", scene(_failing("owed"))),
    ("limits-empty", scene(_empty("limits"))),
    ("limits-today", scene(_listed("limits"), full=True)),
    ("limits-deeming", scene(_listed("limits", 1), full=True)),
    ("limits-red", scene(_listed("limits", 3), full=True)),
    ("limits-urging", scene(_urging_limits, full=True)),
    ("limits-failed", scene(_failing("limits"))),
)
"""For `tools/pictures.py`."""
