"""The administration of the catalogue, and that nothing is cut on the catalogue's screens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from clerk_app.catalogue import store
from clerk_app.desk.catalogue_admin import AdminPresenter, Tab
from clerk_app.desk.catalogue_port import Stopped
from clerk_app.desk.opened_catalogue_admin import OpenedCatalogueAdmin
from clerk_app.kernel.errors import Misused, Refused
from tests.desk.catalogue_fakes import FakeCatalogue
from tests.ui import catalogue_support as support
from tests.ui import journey_support as journey
from tests.ui.catalogue_support import BUNDLE, SHOP, Hands
from tests.ui.hands import ALT, CTRL, press
from tests.ui.journey_support import LONG_ITEM, Made
from tests.ui.support import SetClock
from ui import theme
from ui.pictures import accessible_texts
from ui.runner import QtRunner
from ui.screens.catalogue_admin import CatalogueAdminScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return support.made_with_pack(tmp_path_factory)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    yield from support.opened(tmp_path_factory)


@pytest.fixture
def hands(opened: Hands) -> Hands:
    support.at_rest(opened)
    opened.press(Qt.Key.Key_9, ALT)
    assert opened.screen == "settings"
    for page in (Qt.Key.Key_5, Qt.Key.Key_1):  # another page empties the fields
        opened.press(page, CTRL)
    return opened


def screen_of(hands: Hands) -> CatalogueAdminScreen:
    return support.admin_screen(hands.window)


def written(folder: Path, *, promised: int = 5) -> Path:
    path = folder / "pack.json"
    path.write_text(json.dumps(support.pack(promised=promised), ensure_ascii=False), "utf-8")
    return path


def test_a_file_is_imported_by_its_path_and_the_report_stands_below(
    hands: Hands, tmp_path: Path
) -> None:
    screen = screen_of(hands)
    before = screen.state.overview.version
    assert QApplication.focusWidget() is screen.first
    hands.type(str(written(tmp_path, promised=8)))
    hands.press(Qt.Key.Key_Return)
    assert screen.state.head.startswith("新增 0，更新 1，未变 2")
    assert screen.state.overview.version != before
    assert screen.state.facts in accessible_texts(screen)
    lines = len(screen.state.lines)
    assert lines > 0
    hands.press(Qt.Key.Key_F)
    assert len(screen.state.shown) < lines
    hands.press(Qt.Key.Key_C)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == screen.presenter.report_text()


def test_a_file_that_is_none_is_told_and_nothing_changes(hands: Hands, tmp_path: Path) -> None:
    screen = screen_of(hands)
    path = tmp_path / "x.json"
    path.write_text("{", "utf-8")
    before = screen.state.overview
    hands.type(str(path))
    hands.press(Qt.Key.Key_Return)
    assert screen.state.message is not None
    assert screen.state.overview == before
    hands.press(Qt.Key.Key_Escape)
    assert screen.state.message is None


def test_every_page_by_its_key_while_a_field_has_the_focus(hands: Hands, tmp_path: Path) -> None:
    screen = screen_of(hands)
    hands.press(Qt.Key.Key_2, CTRL)
    assert screen.state.tab is Tab.LINT
    hands.press(Qt.Key.Key_Return)
    assert screen.state.shown
    blocks = [line.stands for line in screen.state.shown]
    assert blocks == sorted(blocks, reverse=True)
    hands.press(Qt.Key.Key_3, CTRL)
    hands.type(str(written(tmp_path, promised=6)))
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    assert any("6 个工作日 →" in line.detail for line in screen.state.shown)
    hands.press(Qt.Key.Key_5, CTRL)
    target = tmp_path / "all.json"
    hands.type(str(target))
    hands.press(Qt.Key.Key_E, ALT)
    assert screen.state.message is not None
    exported = json.loads(target.read_text("utf-8"))
    assert {item["code"] for item in exported["items"]} >= {SHOP, LONG_ITEM}
    assert BUNDLE in {bundle["code"] for bundle in exported["bundles"]}
    hands.press(Qt.Key.Key_E, ALT)
    assert "没有覆盖" in screen.state.message.text


def test_an_alias_added_here_is_found_at_once_in_the_search_box(hands: Hands) -> None:
    screen = screen_of(hands)
    hands.press(Qt.Key.Key_4, CTRL)
    hands.type("便利店备案")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    assert screen.state.chosen is not None
    hands.type("开杂货铺")
    hands.press(Qt.Key.Key_Return)
    assert "开杂货铺" in [line.title for line in screen.state.shown]
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("杂货铺")
    assert hands.box.state.lines[0].key == SHOP
    assert hands.box.state.lines[0].detail.startswith("俗称：开杂货铺")


def test_a_stopped_import_leaves_the_old_catalogue_whole(made: Made, tmp_path: Path) -> None:
    desk = journey.opened(made.copy(tmp_path / "w"), SetClock())
    port = OpenedCatalogueAdmin(desk.counter)
    before = port.overview()

    def stop(_stage: str, done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        port.import_files((str(written(tmp_path, promised=7)),), partial=False, progress=stop)
    assert port.overview() == before
    with desk.counter.store.reading() as db:
        limit = store.item(db, SHOP).promised_limit
    assert limit is not None
    assert limit.value == 5
    desk.close()


def test_x_stops_an_import_while_it_runs_in_the_worker(qtbot: QtBot, hands: Hands) -> None:
    port, runner = FakeCatalogue(), QtRunner()
    screen = CatalogueAdminScreen()
    qtbot.addWidget(screen)
    act = AdminPresenter(port, runner, screen.show_state, lambda _held: None)
    stopped = Event()
    port.on_step = lambda: stopped.wait(120)  # the worker is at it until the key was pressed
    screen.bind(act)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(lambda: screen.isActiveWindow() and not act.state.loading)
    act.import_files("a.json")
    qtbot.waitUntil(lambda: screen.progress.words.text() == "正在导入事项库：读取 100 / 300")
    assert screen.hasFocus()
    press(screen, Qt.Key.Key_X)
    assert hands.window.shell.scans is not None
    hands.window.shell.scans.flush()  # it holds keys back in every window
    stopped.set()
    qtbot.waitUntil(lambda: act.state.going is None)
    assert port.imports == []
    assert act.state.message is not None
    assert act.state.message.happened.startswith("已停止导入")
    runner.close()


def test_files_are_never_written_into_the_data_folder_or_nowhere(
    made: Made, tmp_path: Path
) -> None:
    folder = made.copy(tmp_path / "w")
    desk = journey.opened(folder, SetClock())
    port = OpenedCatalogueAdmin(desk.counter)
    for path in (folder / "all.json", Path("all.json"), tmp_path / "none" / "all.json"):
        with pytest.raises(Misused):
            port.export(str(path), force=True)
    with pytest.raises(Refused, match="不能发布"):
        port.publish(str(tmp_path / "pack.json"), force=False, leave_out=False)
    with pytest.raises(Misused):
        port.template(str(tmp_path / "t.json"), force=False)
    assert port.template(str(tmp_path / "t.xlsx"), force=False).startswith("已写好空白模板")
    assert (tmp_path / "t.xlsx").stat().st_size > 0
    (tmp_path / "folder").mkdir()
    with pytest.raises(Misused, match="不是普通文件"):
        port.write_text(str(tmp_path / "folder"), "x", force=True)
    odd = tmp_path / "odd.json"
    odd.write_text('{"items": [{"code": "T-1", "name": "甲"}, {"name": ""}, 1]}', "utf-8")
    found = port.diff("本机", str(odd))
    assert (found.b, found.unread_a, found.unread_b) == (1, 0, 2)
    desk.close()


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "large"])
def test_nothing_is_cut_in_any_theme(
    qapp: QApplication, made: Made, tmp_path: Path, name: str
) -> None:
    theme.apply(qapp, name)
    with journey.closing(journey.show(made.copy(tmp_path / "w"), SetClock())) as window:
        frame, main = window.shell.frame, window.main
        assert frame is not None
        for text in ("", "dj", "发包", "飞天扫帚"):
            main.search(text)
            assert journey.cut_parts(main) == [], text
        main.close_search()
        for key in (SHOP, LONG_ITEM, "SL-9999"):
            support.show_page(window, "item", key)
            assert journey.cut_parts(main) == [], key
        support.show_page(window, "bundle", BUNDLE)
        assert journey.cut_parts(main) == []
        frame.go("settings")
        screen = support.admin_screen(window)
        for tab in Tab:
            screen.presenter.go(tab)
            assert journey.cut_parts(main) == [], tab
        screen.presenter.go(Tab.LINT)
        screen.presenter.lint()
        assert journey.cut_parts(main) == []
        assert (window.shell.width(), window.shell.height()) == (1366, 768)
