"""No document of a case has the number of another, however often its workstation was restored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.assign_station import assign
from clerk_app.deeds.collect import collect
from clerk_app.deeds.document_numbers import block, next_document
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.take_in import take_in
from clerk_app.intake import store as intake
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Refused
from clerk_app.storage.backup import backup
from clerk_app.storage.facts import set_fact
from clerk_app.storage.journal import Received, events_of
from clerk_app.storage.schema import devices
from tests.deeds.test_collect import Place, application
from tests.deeds.test_versions import ITEM
from tests.staff.halls import code
from tests.support.stores import ACT, AT, PASSPHRASE, HandClock, create

NAMES = ("old", "one", "two", "again")


class Line:
    """The restored family of one workstation: `old`, two made from one backup of it, and one made
    from a backup of the first of those. Everything an example does is undone after it."""

    def __init__(self, places: dict[str, Place], cases: tuple[str, str]) -> None:
        self.places = places
        self.plain, self.collected = cases

    def __enter__(self) -> Line:
        self._stack = ExitStack()
        self.log: list[Event] = []
        self.read = dict.fromkeys(NAMES, 0)
        self.given: dict[str, list[str]] = {self.plain: [], self.collected: []}
        self._db = {n: self._stack.enter_context(_undone(p)) for n, p in self.places.items()}
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def issue(self, name: str, case: str) -> str:
        """A document of the case, as an act would number it."""
        place, db = self.places[name], self._db[name]
        state = intake.case(db, place.counter.viewer, case)
        happened = place.counter.journal.case_events(db, case)
        number = next_document(db, place.counter, state, happened)
        body: Body = {"number": number, "kind": "extension"}
        place.counter.journal.append(db, "document.issued", body, ACT, case=case)
        self.given[case].append(number[-2:])
        return number[-2:]

    def tries(self, name: str, case: str) -> str:
        """What becomes of a document: given, or the code it is refused with."""
        try:
            self.issue(name, case)
        except Refused as refusal:
            return refusal.code
        return "given"

    def exchange(self, name: str, *, newest_first: bool = False) -> None:
        """Push what this one holds of itself and its forerunners, then pull."""
        place, db = self.places[name], self._db[name]
        here = devices.c
        ours = select(here.device).where(here.private_key.is_not(None)).order_by(here.ordinal)
        found = list(db.scalars(ours))
        for device in reversed(found) if newest_first else found:
            held = sum(e.header.device == device for e in self.log)
            self.log += events_of(db, device, held + 1, held + 500)
        page = [
            Received(e, n)
            for n, e in enumerate(self.log[self.read[name] :], start=self.read[name] + 1)
        ]
        place.counter.journal.receive(db, page)
        self.read[name] = len(self.log)

    def set(self, name: str, key: str, value: str) -> None:
        set_fact(self._db[name], key, value)


class _Undo(Exception):
    pass


@contextmanager
def _undone(place: Place) -> Iterator[Connection]:
    with suppress(_Undo), place.counter.store.transaction() as db:
        yield db
        raise _Undo


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    at = tmp_path_factory.mktemp("numbers")
    (at / "list.json").write_text(json.dumps([ITEM], ensure_ascii=False), encoding="utf-8")
    create(at / "old")
    with ExitStack() as stack:
        places: dict[str, Place] = {}

        def opened(name: str) -> Place:
            clock = HandClock()
            counter = stack.enter_context(Workstation(clock).open(at / name, PASSPHRASE))
            places[name] = Place(counter, at / name, clock)
            return places[name]

        def restored(name: str, source: Place, station: str) -> None:
            file = at / f"{name}.backup"
            backup(source.counter.store, source.folder, source.counter.journal, file, AT)
            Workstation(HandClock()).restore(at / name, file, passphrase=PASSPHRASE, station="")
            assign(opened(name).counter, station)

        old = opened("old")
        import_catalogue(old.counter, [at / "list.json"])
        plain = take_in(old.counter, application(old, for_hall=None)).number
        collected = collect(old.counter, application(old)).number
        restored("one", old, "0008")
        restored("two", old, "0009")
        restored("again", places["one"], "0010")
        yield Line(places, (plain, collected))


def test_halves_of_what_is_left() -> None:
    assert [block(51, 100, rank) for rank in range(1, 8)] == [
        (51, 76), (76, 88), (88, 94), (94, 97), (97, 99), (99, 100), (100, 100),
    ]  # fmt: skip
    assert [block(26, 51, rank)[0] for rank in range(1, 6)] == [26, 39, 45, 48, 50]


def test_a_successor_waits_for_the_hall_and_has_numbers_of_its_own(family: Line) -> None:
    with family as line:
        for case in (line.plain, line.collected):
            assert line.issue("old", case) == "02"
            for name in ("one", "two", "again"):
                assert code(line.issue, name, case) == "not_confirmed"
        line.exchange("two")
        line.exchange("one")
        line.exchange("again")
        assert line.issue("two", line.plain) == "51"
        assert line.issue("one", line.plain) == "76"
        assert line.issue("again", line.plain) == "88"
        assert [line.issue(n, line.collected) for n in ("two", "one", "again")] == [
            "26", "39", "45",
        ]  # fmt: skip
        assert line.issue("two", line.plain) == "52"


def test_who_came_into_the_log_before_its_forerunner_follows_it(family: Line) -> None:
    with family as line:
        line.exchange("again", newest_first=True)  # of `one` the log hears only after it
        line.exchange("two")
        assert line.issue("again", line.plain) == "76"  # the first block is that of `one`
        assert line.issue("two", line.plain) == "88"
    with family as line:
        db = line._db["again"]
        own = line.places["again"].counter.journal.own_device(db).device
        line.log += events_of(db, own, 1, 9)
        line.exchange("two")
        assert line.issue("two", line.plain) == "51"  # nothing says yet whose place `again` took
        line.exchange("one")
        line.exchange("again")
        assert (line.issue("one", line.plain), line.issue("again", line.plain)) == ("76", "88")
        line.exchange("two")
        assert line.issue("two", line.plain) == "52"


def test_a_hall_that_was_restored_must_name_it_again(family: Line) -> None:
    with family as line:
        line.exchange("one")
        assert line.issue("one", line.plain) == "51"
        line.places["one"].counter.journal.forget_hall_numbers(line._db["one"])
        assert code(line.issue, "one", line.plain) == "not_confirmed"


def test_without_a_station_number_or_with_two_histories_no_paper_is_issued(family: Line) -> None:
    with family as line:
        line.exchange("one")
        line.set("one", "station", "")
        assert code(line.issue, "one", line.plain) == "no_station"
        line.set("one", "station", "0008")
        line.set("one", "forked", "1")
        assert code(line.issue, "one", line.plain) == "forked"


def test_what_it_took_in_itself_it_numbers_without_a_line(family: Line) -> None:
    place = family.places["one"]
    number = take_in(place.counter, application(place, for_hall=None)).number
    done = place.act(number, "withdraw", reason="不办了")
    assert [document.number[-2:] for document in done.documents] == ["02"]


STEP = st.tuples(st.sampled_from(NAMES), st.sampled_from(["plain", "collected", "pull", "mixed"]))


@settings(max_examples=30, deadline=None)
@given(st.lists(STEP, max_size=16))
def test_in_whatever_order_they_meet_the_hall_no_number_comes_twice(
    family: Line, steps: list[tuple[str, str]]
) -> None:
    with family as line:
        for name, step in [*steps, *((name, "pull") for name in NAMES)]:
            if step in {"pull", "mixed"}:
                line.exchange(name, newest_first=step == "mixed")
                continue
            line.tries(name, line.plain if step == "plain" else line.collected)
        for case in line.given:
            for name in NAMES:
                assert line.tries(name, case) in {"given", "numbers_exhausted"}
        for given_ in line.given.values():
            assert len(set(given_)) == len(given_), given_
