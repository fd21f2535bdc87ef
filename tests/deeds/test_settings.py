"""本地规定: a change has a source, and holds for what is opened after it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.credit import is_stale
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.settings import change_setting, local_rules, settings
from clerk_app.deeds.take_in import Taken, take_in
from clerk_app.deeds.watch import watch
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, CaseState, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.running import clock_of
from clerk_app.kernel.clock import CHINA
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.local_rules import DEFAULT, NAMES, read_rules, read_value, write_value
from clerk_app.kernel.paths import resource
from clerk_app.kernel.roles import Role
from clerk_app.staff.model import Clerk
from clerk_app.storage.facts import set_fact
from tests.staff.halls import code
from tests.support.stores import PASSPHRASE, HandClock, create

SAME_DAY: dict[str, Any] = {
    "code": "L-1",
    "name": "测试即办",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例局",
    "legal_basis": ["《测试条例》第一条"],
    "legal_limit": {"value": 5, "unit": "工作日"},
    "promised_limit": {"value": 1, "unit": "当日"},
    "materials": [{"name": "申请书", "necessity": "必要"}],
}
SOURCE = "测试县规定第一条"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder, clock = tmp_path_factory.mktemp("settings"), HandClock()
    create(folder / "data", clock=clock)
    with Workstation(clock).open(folder / "data", PASSPHRASE) as counter:
        file = folder / "items.json"
        file.write_text(json.dumps([SAME_DAY], ensure_ascii=False), encoding="utf-8")
        import_catalogue(counter, [file])
        yield counter


@pytest.fixture
def counter(opened: Counter) -> Iterator[Counter]:
    yield opened
    with opened.store.transaction() as db:
        for name in NAMES:
            set_fact(db, f"local.{name}", "")


def changed(counter: Counter, name: str, value: str) -> Counter:
    """The same workstation opened again after a change."""
    change_setting(counter, name, value, SOURCE)
    with counter.store.reading() as db:
        return replace(counter, calendar=replace(counter.calendar, local=local_rules(db)))


def take(counter: Counter, at: str) -> Taken:
    papers = (CheckedPaper("申请书", PaperState.IN_ORDER, copies=1),)
    moment = datetime.fromisoformat(f"{at}:00+08:00")
    return take_in(
        counter, Application("L-1", moment, Party("person", "测试申请人"), papers=papers)
    )


def case(counter: Counter, number: str) -> CaseState:
    with counter.store.reading() as db:
        return intake.case(db, counter.viewer, number)


def test_the_defaults_of_file_and_rules_are_the_same() -> None:
    written = tomllib.loads(resource("local_rules.toml").read_text("utf-8"))
    assert tuple(written) == NAMES
    assert read_rules({name: entry["value"] for name, entry in written.items()}) == DEFAULT
    for name in NAMES:
        assert read_value(name, write_value(DEFAULT, name)) == getattr(DEFAULT, name)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("off_duty", "25:00", "bad_setting"),
        ("off_duty", "9:00", "bad_setting"),
        ("credit_days", "0", "bad_setting"),
        ("credit_days", "367", "bad_setting"),
        ("yellow_workdays", "31", "bad_setting"),
        ("back_entered_workdays", "-1", "bad_setting"),
        ("start_day_counts", "maybe", "bad_setting"),
        ("mood", "good", "unknown_setting"),
    ],
)
def test_what_no_hall_can_mean_is_wrong_usage(name: str, value: str, expected: str) -> None:
    with pytest.raises(Misused) as misuse:
        read_value(name, value)
    assert misuse.value.code == expected


def test_a_change_needs_an_administrator_and_a_source_and_is_in_the_journal(
    counter: Counter,
) -> None:
    def count() -> int:
        with counter.store.reading() as db:
            return counter.journal.count(db)

    before = count()
    assert code(change_setting, counter, "off_duty", "17:00", " ") == "source_missing"
    assert code(change_setting, counter, "off_duty", "17", SOURCE) == "bad_setting"
    boss = replace(counter, clerk=Clerk("c1", "测试主管", frozenset({Role.SUPERVISOR})))
    assert code(change_setting, boss, "off_duty", "17:00", SOURCE) == "not_allowed"
    assert count() == before
    made = change_setting(counter, "off_duty", " 17:00 ", SOURCE)
    assert (made.value, made.source, made.is_own) == ("17:00", SOURCE, True)
    assert count() == before + 1
    with counter.store.reading() as db:
        assert settings(db)[0] == made


def test_a_value_nobody_can_read_is_the_default(counter: Counter) -> None:
    with counter.store.transaction() as db:
        set_fact(db, "local.credit_days", "viel")
        assert local_rules(db) == DEFAULT
        assert not any(each.is_own for each in settings(db))


def test_the_hour_of_closing_holds_for_cases_opened_after_it(counter: Counter) -> None:
    at = "2026-03-02T17:15"  # a Monday
    early = take(counter, at)
    sooner = changed(counter, "off_duty", "17:00")
    late = take(sooner, at)
    assert early.decision.promised_due == date(2026, 3, 2)
    assert late.decision.promised_due == date(2026, 3, 3)
    assert take(sooner, "2026-03-02T17:00").decision.promised_due == date(2026, 3, 2)
    again = changed(counter, "off_duty", "17:30")  # the case keeps what it was opened under
    for where in (sooner, again):
        for taken in (early, late):
            reading = clock_of(case(where, taken.number), where.calendar)
            assert reading.promised is not None
            assert reading.promised.day == taken.decision.promised_due


def test_whether_the_first_day_counts(counter: Counter) -> None:
    before = take(counter, "2026-03-02T10:00")
    counting = changed(counter, "start_day_counts", "yes")
    after = take(counting, "2026-03-02T10:00")
    assert before.decision.statutory_due == date(2026, 3, 9)
    assert after.decision.statutory_due == date(2026, 3, 6)  # the 2nd is the first of five
    assert after.decision.notice_due == date(2026, 3, 9)  # the law's own five days stay five
    for taken in (before, after):
        reading = clock_of(case(counter, taken.number), counter.calendar)
        assert reading.statutory is not None
        assert reading.statutory.day == taken.decision.statutory_due


def test_from_how_many_days_before_a_lamp_is_yellow(counter: Counter) -> None:
    number = take(counter, "2026-03-02T17:45").number  # due on the 3rd

    def lamp(where: Counter, day: int) -> str:
        at = datetime(2026, 3, day, 12, tzinfo=CHINA)
        (seen,) = (each for each in watch(where, at).cases if each.number == number)
        return str(seen.lamp)

    assert lamp(counter, 2) == "yellow"
    late = changed(counter, "yellow_workdays", "0")
    assert [lamp(late, day) for day in (2, 3, 4)] == ["green", "yellow", "red"]


def test_how_long_after_the_act_an_intake_is_back_entered(counter: Counter) -> None:
    act = "2026-02-26T10:00"  # a Thursday; the clock of the hall stands on Monday 2 March
    assert take(counter, act).back_entered  # Friday, the Saturday made up and Monday
    assert not take(changed(counter, "back_entered_workdays", "3"), act).back_entered
    assert take(changed(counter, "back_entered_workdays", "2"), act).back_entered


def test_how_long_a_list_may_be_relied_on() -> None:
    assert not is_stale("2026-03-01", date(2026, 3, 31), 30)
    assert is_stale("2026-03-01", date(2026, 4, 1), 30)
    assert is_stale("2026-03-01", date(2026, 3, 3), 1)
