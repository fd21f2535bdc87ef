"""Full numbers and reporting fields: only when asked for, away again when the page is left."""

from __future__ import annotations

from clerk_app.desk.case_private import full_party
from clerk_app.desk.cases import CasesPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import Party
from clerk_app.kernel.errors import Refused
from clerk_app.reporting.model import PanelRow
from tests.desk.fakes import FakeCases

ROWS = (
    PanelRow("受理", "申请人证件号码", "id", "11010519491231002X"),
    PanelRow("受理", "办理方式", "way", "", ""),
    PanelRow("受理", "申请人类型", "kind", "1", "自然人"),
)


def opened(port: FakeCases | None = None) -> tuple[CasesPresenter, FakeCases]:
    port = port or FakeCases(panel=ROWS)
    act = CasesPresenter(port, ImmediateRunner(), ImmediateRunner(), lambda _state: None)
    act.open_number("1")
    return act, port


def test_the_full_number_is_shown_on_a_key_asked_of_the_port_and_masked_by_the_same() -> None:
    act, port = opened()
    assert (act.state.persons, port.shown) == ((), [])
    act.unmask()
    assert act.state.persons[0].number == "居民身份证 11010519491231002X"
    assert port.shown == [("1", "identity")]
    act.unmask()
    assert act.state.persons == ()
    assert port.shown == [("1", "identity")]


def test_leaving_the_page_or_another_case_masks_again() -> None:
    act, _ = opened()
    act.unmask()
    act.open_number("2")
    assert act.state.persons == ()
    act.unmask()
    act.close()
    assert (act.state.file, act.state.persons) == (None, ())
    act.open_number("1")
    act.unmask()
    act.fields()
    act.mask()
    assert (act.state.persons, act.state.panel) == ((), None)


def test_nobody_is_shown_where_the_showing_could_not_be_recorded() -> None:
    act, port = opened()
    port.fails = Refused("disk_full", "磁盘满了")
    act.unmask()
    assert act.state.persons == ()
    assert act.state.message is not None
    act.fields()
    assert act.state.panel is None


def test_one_key_copies_the_value_and_goes_to_the_next_that_has_one() -> None:
    act, port = opened()
    act.fields()
    assert port.shown == [("1", "report")]
    assert act.copy_field() == "11010519491231002X"
    panel = act.state.panel
    assert panel is not None
    assert (panel.copied, panel.at) == (0, 2)
    assert act.copy_field() == "1"  # the code, not its words
    act.move_field(-1)
    assert act.copy_field() == ""
    assert act.state.message is not None
    assert "办理方式" in act.state.message.happened


def test_escape_closes_message_fields_and_page_one_after_the_other() -> None:
    act, _ = opened()
    act.fields()
    act.move_field(1)
    act.copy_field()
    seen = []
    for _ in range(3):
        act.close()
        state = act.state
        seen.append((bool(state.message), bool(state.panel), bool(state.file)))
    assert seen == [(False, True, True), (False, False, True), (False, False, False)]


def test_a_party_without_a_number_says_so() -> None:
    shown = full_party(Party("person", "测试甲", "", "", ""), "代办人")
    assert (shown.number, shown.phone) == ("没有登记证件号码", "没有登记电话")
    other = full_party(Party("person", "测试甲", "passport", "E1234", "1"), "申请人")
    assert other.number == "证件 E1234"
