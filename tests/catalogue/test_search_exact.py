"""Whatever is put, dropped, used and typed: just the hits of a plain scan, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from clerk_app.catalogue.model import SearchHit
from clerk_app.catalogue.rules.spelling import readings_of
from clerk_app.catalogue.search import aliases, index, usage
from clerk_app.catalogue.search.marks import highlighted
from clerk_app.catalogue.search.query import search
from tests.catalogue.conftest import catalogue_engine
from tests.catalogue.search_oracle import SOUNDS, Thing, answer, letters

EVERYTHING = 10_000
HANZI = "".join(SOUNDS)
chars = st.sampled_from(HANZI + HANZI + "icu8（）、A")
names = st.text(chars, min_size=1, max_size=7).filter(letters)
codes = st.sampled_from(["", "5A", "5A-1", "5a-12", "511x", "品1", "I9", "shi"])
departments = st.sampled_from(["", "公安局", "民政局"])
things = st.builds(
    Thing,
    key=st.sampled_from([f"K{n}" for n in range(6)]),
    name=names,
    code=codes,
    department=departments,
    type=st.sampled_from(["", "行政许可"]),
    usable=st.booleans(),
    aliases=st.lists(names, max_size=1).map(tuple),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = catalogue_engine()
    yield made
    made.dispose()


@contextmanager
def empty(engine: Engine) -> Iterator[Connection]:
    """The catalogue with nothing in it; what is done to it is taken back."""
    with engine.connect() as db, db.begin() as transaction:
        try:
            yield db
        finally:
            transaction.rollback()


def entry(thing: Thing) -> index.Entry:
    return index.Entry(
        thing.key,
        "h",
        "",
        thing.code,
        thing.name,
        thing.department,
        thing.type,
        thing.usable,
        thing.aliases,
    )


@st.composite
def typed(draw: st.DrawFn, name: str) -> str:
    """Part of a name as a hand might type it, or something near that."""
    text = letters(name)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    out = ""
    for char in text[start:end]:
        sound = SOUNDS.get(char, char)
        out += draw(st.sampled_from([char, sound, sound, sound[0], sound[:2], sound]))
    out = out[: len(out) - draw(st.sampled_from([0, 0, 0, 1, 2]))] or out
    if draw(st.integers(0, 5)) == 0 and len(out) > 2:
        cut = draw(st.integers(1, len(out) - 1))
        return f"{out[:cut]} {out[cut:]}"
    return out


loose = st.text(st.sampled_from("shipnjgyeacxuvzo58 -品安"), min_size=1, max_size=8)


def check(db: Connection, state: dict[str, Thing], text: str, **among: str | bool) -> None:
    hits = search(db, text, EVERYTHING, **among)  # type: ignore[arg-type]
    expected = answer(list(state.values()), text, **among)  # type: ignore[arg-type]
    places = {key: place for place, key in expected}
    assert sorted(hit.key for hit in hits) == sorted(places), text
    assert [places[hit.key] for hit in hits] == [place for place, _ in expected], text
    assert search(db, text, 2, **among) == hits[:2]  # type: ignore[arg-type]
    assert [replace(hit, matched=(), alias="") for hit in highlighted(db, text, hits)] == hits
    for hit in highlighted(db, text, hits):
        thing = state[hit.key]
        assert (hit.name, hit.uses, hit.usable) == (thing.name, thing.uses, thing.usable)
        check_marks(hit, text)


def check_marks(hit: SearchHit, text: str) -> None:
    """Marked ranges are in order, apart, inside the name, and no more than what was typed."""
    flat = [place for pair in hit.matched for place in pair]
    assert flat == sorted(set(flat))
    assert all(0 <= place <= len(hit.name) for place in flat)
    marked = "".join(hit.name[start:end] for start, end in hit.matched)
    assert len(letters(marked)) <= len(letters(text))
    coded = any(code.lower().startswith(text.lower().split()[0]) for code in (hit.key, hit.code))
    assert marked or hit.alias or coded


class World:
    """What the oracle knows: items in use, and what stays known of those that were once."""

    def __init__(self) -> None:
        self.now: dict[str, Thing] = {}
        self.once: dict[str, Thing] = {}

    def pick(self, data: st.DataObject) -> Thing | None:
        keys = sorted(self.now)
        return self.now[data.draw(st.sampled_from(keys))] if keys else None


Step = Callable[[Connection, World, st.DataObject], None]
STEPS: list[Step] = []


def step(act: Step) -> Step:
    STEPS.append(act)
    return act


@step
def put(db: Connection, world: World, data: st.DataObject) -> None:
    some = data.draw(st.lists(things, min_size=1, max_size=4, unique_by=lambda thing: thing.key))
    for thing in some:
        before = world.once.get(thing.key)
        if before:
            thing.uses, thing.hall_uses = before.uses, before.hall_uses
            thing.local = before.local
        world.now[thing.key] = world.once[thing.key] = thing
    index.put(db, map(entry, some))


@step
def drop(db: Connection, world: World, data: st.DataObject) -> None:
    thing = world.pick(data)
    if thing:
        index.drop(db, [thing.key])
        del world.now[thing.key]


@step
def use(db: Connection, world: World, data: st.DataObject) -> None:
    thing = world.pick(data)
    if thing:
        usage.record_use(db, thing.key, "2026-03-02T10:00:00.000+08:00")
        thing.uses += 1


@step
def use_in_hall(db: Connection, world: World, data: st.DataObject) -> None:
    thing = world.pick(data)
    if thing:
        thing.hall_uses = data.draw(st.integers(0, 3))
        usage.set_hall_uses(db, {thing.key: thing.hall_uses})


@step
def call(db: Connection, world: World, data: st.DataObject) -> None:
    thing = world.pick(data)
    if thing:
        alias = data.draw(names)
        aliases.add_alias(db, thing.key, alias)
        if alias not in thing.aliases:
            thing.local.add(alias)


@step
def uncall(db: Connection, world: World, data: st.DataObject) -> None:
    thing = world.pick(data)
    if thing and thing.local:
        alias = data.draw(st.sampled_from(sorted(thing.local)))
        assert aliases.remove_alias(db, thing.key, alias)
        thing.local.remove(alias)


@step
def rebuild(db: Connection, world: World, data: st.DataObject) -> None:
    index.rebuild(db)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_history_is_searched_like_a_plain_scan(engine: Engine, data: st.DataObject) -> None:
    world = World()
    with empty(engine) as db:
        put(db, world, data)
        for act in data.draw(st.lists(st.sampled_from(STEPS), max_size=5)):
            act(db, world, data)
        for _ in range(4):
            spoken = [name for thing in world.now.values() for name in thing.names]
            text = data.draw(st.sampled_from(spoken).flatmap(typed) if spoken else loose)
            check(db, world.now, text)
            check(db, world.now, data.draw(loose))
            where = data.draw(departments)
            ready = data.draw(st.booleans())
            check(db, world.now, text, department=where, type_="行政许可", usable_only=ready)


@settings(max_examples=150, deadline=None)
@given(names, st.data())
@example("Ai经u", None)
def test_a_name_is_found_by_all_and_only_the_ways_to_type_it(
    engine: Engine, name: str, data: st.DataObject | None
) -> None:
    state = {"K0": Thing("K0", name), "K1": Thing("K1", "江诗名")}
    with empty(engine) as db:
        index.put(db, map(entry, state.values()))
        texts = (
            ["aiju", "iju", "ij", "u", "jingu"]
            if data is None
            else [data.draw(typed(name)), data.draw(typed(name)), data.draw(loose)]
        )
        for text in texts:
            check(db, state, text)


def test_the_table_of_the_oracle_is_what_the_index_reads() -> None:
    for char, sound in SOUNDS.items():
        assert set(readings_of(char).split(",")) == {sound, sound.replace("v", "u")}, char
