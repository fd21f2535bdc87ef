"""Scenes of what intake asks beside its steps, of bundles, full numbers and practice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.desk.intake_state import Matter
from clerk_app.intake.model import PaperState
from tests.ui import catalogue_support as catalogue
from tests.ui import journey_support as journey
from tests.ui.catalogue_support import BUNDLE, PARK, SHOP
from tests.ui.journey_support import CLERK, HALL, HALL_NAME, PERSON, SECRET
from tests.ui.support import RARE, SetClock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.journey_support import Window
    from ui.shell import Shell

LONG = f"欧阳{RARE}·买买提艾力·阿布都热依木·吐尔逊江"


def _arrival(window: Window) -> None:
    window.intake.presenter.fill("name", LONG)
    window.intake.presenter.ask_arrival()


def _concealed(window: Window) -> None:
    act = journey.at_papers(window, journey.LONG_ITEM, name=LONG).presenter
    act.ask_matter()
    act.matter(Matter.CONCEALED)
    act.conceal("hidden", "承包合同草案上的签名是他人代签的，本人书面否认")
    act.conceal("evidence", "本人到场的书面陈述，笔迹对照")


def _kept(window: Window) -> None:
    act = journey.at_papers(window, journey.LONG_ITEM, name=LONG).presenter
    act.all_in_order()
    act.to_row(0)
    act.mark(PaperState.MISSING)
    act.toggle_deposit()


def _collect(window: Window) -> None:
    act = journey.at_papers(window, journey.LONG_ITEM, name=LONG).presenter
    act.ask_collect()
    act.collect_for("511600", "示例市市场监督管理局（知识产权局、食品安全委员会办公室）")
    act.all_in_order()


def _collect_asked(window: Window) -> None:
    act = window.intake.presenter
    act.fill("name", LONG)
    act.toggle_agent()
    act.fill("name", LONG, agent=True)
    act.ask_collect()


def _agent_order(window: Window) -> None:
    act = window.intake.presenter
    act.fill("name", LONG)
    act.toggle_agent()
    act.fill("name", LONG, agent=True)
    act.fill("order", "5116021010000005BB000123", agent=True)


def _promise(window: Window) -> None:
    from tests.ui.test_intake_more import PROMISE

    folder = Path(mkdtemp(prefix="promise-"))
    path = folder / "pack.json"
    content = {**catalogue.pack(), "items": [PROMISE]}
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    import_catalogue(window.desk.counter, [path], partial=True)
    act = journey.at_papers(window, str(PROMISE["code"]), name=LONG).presenter
    act.all_in_order()
    act.to_row(1)
    act.promise()


def _online(window: Window) -> None:
    path = Path(mkdtemp(prefix="online-")) / "online.json"
    item = window.desk.intake.item(journey.LONG_ITEM)
    answers = {each.key: each.answers[0].value for each in item.situations}
    content = {
        "online_number": "WS511602202611240007",
        "pre_reviewed_by": "预审甲",
        "pre_reviewed_at": "2026-11-24T09:00:00+08:00",
        "item": journey.LONG_ITEM,
        "received_at": "2026-11-24T10:00:00+08:00",
        "applicant": {"name": LONG, "id_type": "resident_id", "id_number": PERSON[1]},
        "situations": answers,
        "materials": [{"name": each.name, "state": "in_order"} for each in item.materials[:3]],
    }
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    act = window.intake.presenter
    act.ask_online()
    window.intake.ask.path.setText(str(path))
    act.read_online(str(path))


def _bundle(window: Window) -> None:
    act = window.intake.presenter
    act.fill("name", LONG)
    act.fill("number", PERSON[1])
    act.take(BUNDLE, {f"{SHOP}:场地": "租赁", f"{SHOP}:租期": "不满", f"{PARK}:场地": "租赁"})
    act.all_in_order()
    act.to_row(len(act.state.rows) - 1)
    act.mark(PaperState.MISSING)
    act.go_on()


def _bundle_done(window: Window) -> None:
    _bundle(window)
    window.intake.presenter.confirm()


def _full(window: Window) -> None:
    journey.one_case(window)
    window.cases.presenter.unmask()


def _fields(window: Window) -> None:
    journey.one_case(window)
    window.cases.presenter.fields()
    window.cases.presenter.copy_field()


def _practice() -> Shell:
    clock = SetClock()
    folder = Path(mkdtemp(prefix="practice-")) / "w"
    Workstation(clock).create(
        folder,
        hall=HALL,
        name=HALL_NAME,
        station="",
        operator=CLERK,
        passphrase=SECRET,
        sample=False,
        practice=True,
    )
    return journey.show(folder, clock, tickets=2).shell


SCENES: tuple[tuple[str, Callable[[], QWidget]], ...] = (
    ("intake-arrival", journey.scene(_arrival)),
    ("intake-concealed", journey.scene(_concealed)),
    ("intake-kept-at-the-window", journey.scene(_kept)),
    ("intake-collect", journey.scene(_collect)),
    ("intake-collect-asked", journey.scene(_collect_asked)),
    ("intake-agent-order", journey.scene(_agent_order)),
    ("intake-promise", journey.scene(_promise)),
    ("intake-online", journey.scene(_online)),
    ("bundle-intake", catalogue.scene(_bundle)),
    ("bundle-intake-done", catalogue.scene(_bundle_done)),
    ("case-full-number", journey.scene(_full)),
    ("case-fields", journey.scene(_fields)),
    ("practice", _practice),
)
"""For `tools/pictures.py`."""
