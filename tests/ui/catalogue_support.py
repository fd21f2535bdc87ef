"""The catalogue in the real window: a pack with a bundle and nested questions, and its scenes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clerk_app.catalogue.search import usage
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.desk.catalogue_admin import Going, Tab
from clerk_app.desk.messages import explain
from clerk_app.kernel.errors import Unavailable
from tests.ui import journey_support as journey
from tests.ui.hands import NONE
from tests.ui.journey_support import Made
from tests.ui.support import SetClock
from ui.screens.bundle import BundleScreen
from ui.screens.catalogue_admin import CatalogueAdminScreen
from ui.screens.item_page import ItemScreen
from ui.widgets.palette import PaletteView

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QWidget

    from tests.ui.journey_support import Window
    from ui.shell import Shell

SHOP, PARK, BUNDLE = "YS-0001", "YS-0002", "YS-B001"
BUNDLE_LETTERS = "kbld"
"""Initials of the bundle's name."""
RENT = "场地租赁合同"
LATER = "2026-11-24T10:00:00+08:00"


def paper(name: str, need: str = "必要", **more: Any) -> dict[str, Any]:
    """A paper of the exchange file."""
    return {"name": name, "necessity": need, "form": "原件", "originals": 1, "copies": 0, **more}


def pack(*, promised: int = 5) -> dict[str, Any]:
    """Two items that share papers and questions, and the bundle of both. All of it invented."""
    rent: dict[str, Any] = {"copies": 1, "originals": 0, "form": "复印件"}
    shop = {
        "code": SHOP,
        "name": "便利店备案（示例）",
        "sample": True,
        "type": "公共服务",
        "department": "示例县商务局",
        "handling": "承诺件",
        "promised_limit": {"value": promised, "unit": "工作日"},
        "aliases": ["开小卖部"],
        "phone": "0000-1234567",
        "place": "政务大厅二楼 05 窗口",
        "stages": ["受理", "审查", "办结"],
        "materials": [
            paper("《备案申请书》", standard="写明店名和地址", how_to_get="窗口领取"),
            paper("身份证", copies=1, originals=0, form="复印件"),
            paper(RENT, "情形必要", applies_when="场地是租来的", **rent),
            paper("租期说明", "情形必要", applies_when="租期不满一年"),
        ],
        "situations": [
            {
                "key": "场地",
                "question": "场地是谁的？",
                "answers": [
                    {"value": "自有", "label": "自己的"},
                    {
                        "value": "租赁",
                        "label": "租来的",
                        "adds": ["场地租赁合同"],
                        "asks": ["租期"],
                    },
                ],
            },
            {
                "key": "租期",
                "question": "租期满一年吗？",
                "help": "从签合同那天算起",
                "answers": [
                    {"value": "满", "label": "满一年"},
                    {"value": "不满", "label": "不满一年", "adds": ["租期说明"]},
                ],
            },
        ],
        "fields": [
            {"element": "经营者姓名", "label": "经营者姓名", "kind": "text"},
            {
                "element": "经营方式",
                "label": "经营方式",
                "kind": "choice",
                "options": ["零售", "批发"],
            },
        ],
    }
    park = {
        "code": PARK,
        "name": "门前临时停放点登记（示例）",
        "sample": True,
        "type": "其他行政权力",
        "department": "示例县城市管理局",
        "handling": "即办件",
        "materials": [
            paper("备案申请书"),
            paper("身份证", originals=1, copies=2),
            paper(RENT, "情形必要", **rent),
            paper("位置图"),
        ],
        "follow_ups": [{"name": "户外广告设施登记（示例）", "department": "示例县城市管理局"}],
        "situations": [
            {
                "key": "场地",
                "question": "场地是谁的？",
                "answers": [
                    {"value": "自有", "label": "自己的"},
                    {"value": "租赁", "label": "租来的", "adds": ["场地租赁合同"]},
                ],
            }
        ],
        "fields": [
            {"element": "经营者姓名", "label": "负责人姓名", "kind": "text"},
            {"element": "经营方式", "label": "经营方式", "kind": "choice", "options": ["网上"]},
        ],
    }
    bundle = {
        "code": BUNDLE,
        "name": "开便利店一件事（示例）",
        "department": "示例县政务服务局",
        "items": [SHOP, PARK],
        "note": "两个部门一起看，只跑一次。",
        "sample": True,
    }
    return {
        "format": "hall-catalogue",
        "version": 1,
        "items": [shop, park],
        "bundles": [bundle],
    }


def load(window: Window, folder: Path, *, promised: int = 5) -> None:
    """Import the pack."""
    path = folder / f"pack-{promised}.json"
    path.write_text(json.dumps(pack(promised=promised), ensure_ascii=False), "utf-8")
    import_catalogue(window.desk.counter, [path])


def used(window: Window) -> None:
    """A favourite and some that were taken in."""
    with window.desk.counter.store.transaction() as db:
        for key, times in (("SL-0002", 12), ("SL-0001", 3), (journey.LONG_ITEM, 1)):
            for _ in range(times):
                usage.record_use(db, key, LATER)
        usage.set_favourite(db, "SL-0001", favourite=True)


def item_screen(window: Window) -> ItemScreen:
    """The item page."""
    screen = window.main.screen_of("item")
    assert isinstance(screen, ItemScreen)
    return screen


def bundle_screen(window: Window) -> BundleScreen:
    """The page of a bundle."""
    screen = window.main.screen_of("bundle")
    assert isinstance(screen, BundleScreen)
    return screen


def admin_screen(window: Window) -> CatalogueAdminScreen:
    """The administration."""
    screen = window.main.screen_of("settings")
    assert isinstance(screen, CatalogueAdminScreen)
    return screen


def show_page(window: Window, screen: str, key: str) -> None:
    """A page as the search box opens it."""
    assert window.shell.frame is not None
    window.shell.frame.show_page(screen, key)
    QApplication.processEvents()


_scenes: list[Made] = []


def scene(build: Callable[[Window], None]) -> Callable[[], Shell]:
    """A picture of the real window with the pack loaded; the folder is made once."""

    def made() -> Shell:
        if not _scenes:
            first = journey.make(Path(mkdtemp(prefix="scenes-")) / "w", SetClock())
            clock = SetClock()
            window = journey.show(first.folder, clock)
            with journey.closing(window):
                for promised in (9, 5):
                    load(window, first.folder.parent, promised=promised)
                used(window)
            _scenes.append(first)
        clock = SetClock()
        folder = _scenes[0].copy(Path(mkdtemp(prefix="scene-")) / "w")
        window = journey.show(folder, clock, tickets=3)
        build(window)
        journey.settle()
        return window.shell

    return made


def _typed(text: str, *keys: str, busy: bool = False) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        if busy:
            journey.with_shortfall(window)
        window.main.search(text)
        journey.settle()
        for key in keys:
            window.main.palette_box.field.key.emit(key)

    return build


def _item(key: str, *acts: Callable[[ItemScreen], object]) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        show_page(window, "item", key)
        for act in acts:
            act(item_screen(window))

    return build


def _bundle(window: Window) -> None:
    show_page(window, "bundle", BUNDLE)
    screen = bundle_screen(window)
    screen.presenter.answer(1)
    screen.presenter.answer(1)
    screen.presenter.toggle()


def _bundle_fields(window: Window) -> None:
    _bundle(window)
    bundle_screen(window).presenter.move(5)


def _admin(tab: Tab, *acts: Callable[[CatalogueAdminScreen], object]) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        assert window.shell.frame is not None
        window.shell.frame.go("settings")
        screen = admin_screen(window)
        screen.presenter.go(tab)
        for act in acts:
            act(screen)

    return build


def _importing(screen: CatalogueAdminScreen) -> None:
    going = Going("正在导入事项库", "读取", 4_300, 12_408, stoppable=True)
    screen.show_state(replace(screen.state, going=going))
    screen._timer.stop()


def _imported(screen: CatalogueAdminScreen) -> None:
    path = Path(mkdtemp(prefix="pack-")) / "pack.json"
    made = pack(promised=7)
    made["items"].append({"name": "没有材料的事项（示例）", "code": "YS-0009"})
    made["items"].append({"code": "YS-0010"})
    path.write_text(json.dumps(made, ensure_ascii=False), "utf-8")
    screen.presenter.import_files(str(path))


def _diff(screen: CatalogueAdminScreen) -> None:
    path = Path(mkdtemp(prefix="pack-")) / "pack.json"
    path.write_text(json.dumps(pack(promised=7), ensure_ascii=False), "utf-8")
    screen.first.setText(str(path))
    screen.presenter.diff(str(path), "")


def _aliases(screen: CatalogueAdminScreen) -> None:
    screen.first.setText("便利店")
    screen.presenter.find("便利店备案")
    screen.presenter.choose()
    screen.presenter.add_alias("开杂货铺")


def _failed(window: Window) -> None:
    _typed("食品")(window)
    error = explain(Unavailable("store_busy", "数据正被另一个程序写着"))
    box = window.main.palette_box
    box.show_state(replace(box.state, message=error))


SCENES: tuple[tuple[str, Callable[[], QWidget]], ...] = (
    ("palette-empty", scene(_typed(""))),
    ("palette-letters", scene(_typed("dj", busy=True))),
    ("palette-alias", scene(_typed("小卖部"))),
    ("palette-filtered", scene(_typed("", "type", "type"))),
    ("palette-long", scene(_typed("发包"))),
    ("palette-no-hit", scene(_typed("飞天扫帚"))),
    ("palette-failed", scene(_failed)),
    ("item", scene(_item("SL-0001"))),
    ("item-nested", scene(_item(SHOP, *[lambda s: s.presenter.answer(1)] * 2))),
    (
        "item-opened",
        scene(
            _item(
                "SL-0001", *[lambda s: s.presenter.answer(0)] * 3, lambda s: s.presenter.toggle()
            )
        ),
    ),
    ("item-long", scene(_item(journey.LONG_ITEM))),
    ("item-compared", scene(_item(SHOP, lambda s: s.presenter.compare()))),
    ("item-licences", scene(_item("SL-0002", lambda s: s.presenter.licences()))),
    (
        "item-licences-noted",
        scene(_item("SL-0002", lambda s: s.presenter.licences(), lambda s: s.presenter.answer(1))),
    ),
    ("item-gone", scene(_item("SL-9999"))),
    ("bundle", scene(lambda w: show_page(w, "bundle", BUNDLE))),
    ("bundle-answered", scene(_bundle)),
    ("bundle-fields", scene(_bundle_fields)),
    ("catalogue", scene(_admin(Tab.IMPORT))),
    ("catalogue-importing", scene(_admin(Tab.IMPORT, _importing))),
    ("catalogue-imported", scene(_admin(Tab.IMPORT, _imported))),
    ("catalogue-lint", scene(_admin(Tab.LINT, lambda s: s.presenter.lint()))),
    ("catalogue-diff", scene(_admin(Tab.DIFF, _diff))),
    ("catalogue-aliases", scene(_admin(Tab.ALIASES, _aliases))),
    ("catalogue-export", scene(_admin(Tab.EXPORT))),
)
"""For `tools/pictures.py`."""


def made_with_pack(folders: pytest.TempPathFactory) -> Made:
    """The folder of the journey with the pack in two versions, a favourite and some use."""
    made = Made(journey.made_once(folders).copy(folders.mktemp("pack") / "w"))
    desk = journey.opened(made.folder, SetClock())
    folder = folders.mktemp("files")
    for promised in (9, 5):
        path = folder / f"pack-{promised}.json"
        path.write_text(json.dumps(pack(promised=promised), ensure_ascii=False), "utf-8")
        import_catalogue(desk.counter, [path])
    with desk.counter.store.transaction() as db:
        usage.record_use(db, "SL-0002", LATER)
    desk.close()
    return made


class Hands:
    """A window, its clock, and a hand slower than a scanner."""

    def __init__(self, window: Window, clock: SetClock) -> None:
        self.window, self.clock = window, clock

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        self.clock.pass_seconds(0.2)
        journey.press_by_hand(self.window, key, modifier)
        journey.settle()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        at = QApplication.focusWidget()
        assert at is not None
        for letter in text:
            self.clock.pass_seconds(0.2)
            journey.put(at, letter)
        journey.settle()

    @property
    def box(self) -> PaletteView:
        """The search box."""
        return self.window.main.palette_box

    @property
    def screen(self) -> str:
        """The screen in front."""
        assert self.window.shell.frame is not None
        return self.window.shell.frame.state.screen


def opened(folders: pytest.TempPathFactory) -> Iterator[Hands]:
    """A window on the folder with the pack, closed in the end."""
    clock = SetClock()
    folder = made_with_pack(folders).copy(folders.mktemp("window") / "w")
    window = journey.show(folder, clock, tickets=1)
    with journey.closing(window):
        yield Hands(window, clock)


def at_rest(hands: Hands) -> Hands:
    """No box, the intake screen in front and empty."""
    window = hands.window
    if hands.box.isVisible():
        window.main.close_search()
    assert window.shell.frame is not None
    window.shell.frame.go("intake")
    window.intake.presenter.next_citizen()
    window.intake.presenter.anew()
    for _ in range(2):
        window.cases.presenter.close()
    window.shell.activateWindow()
    journey.settle()
    return hands
