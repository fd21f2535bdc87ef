"""本地规定 of this workstation: what holds, where it comes from, and how it is changed.

A change is written in the journal with its source, and holds for what is opened after it: the
clock of a case keeps what it was opened under. A window sees it when it is opened again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Damaged, Misused
from clerk_app.kernel.local_rules import NAMES, LocalRules, read_rules, read_value, write_value
from clerk_app.kernel.paths import resource
from clerk_app.kernel.text import plain
from clerk_app.storage.facts import facts, set_fact

CHANGED = "setting.changed"
SOURCE_LIMIT = 200
_VALUE, _SOURCE = "local.", "local_source."


@dataclass(frozen=True, slots=True)
class Setting:
    """One number a hall sets itself. `is_own`: set here, not the default."""

    name: str
    value: str
    source: str
    words: str
    is_own: bool


def local_rules(db: Connection) -> LocalRules:
    """The local rules of this store. A value nobody can read any more counts as the default."""
    values = {name: text for name, text in _own(db).items() if _is_sound(name, text)}
    return read_rules({name: entry["value"] for name, entry in _shipped().items()} | values)


def settings(db: Connection) -> tuple[Setting, ...]:
    """Every setting with its source."""
    known, own, rules = facts(db), _own(db), local_rules(db)
    return tuple(
        Setting(
            name,
            write_value(rules, name),
            known.get(f"{_SOURCE}{name}", "") if is_own else entry["source"],
            entry["words"],
            is_own,
        )
        for name, entry in _shipped().items()
        for is_own in (name in own and _is_sound(name, own[name]),)
    )


def change_setting(counter: Counter, name: str, value: str, source: str) -> Setting:
    """Set a number of the hall and name the rule it comes from.

    Raises `Misused` (`unknown_setting`, `bad_setting`, `bad_text`, `source_missing`), `Refused`
    (`not_allowed`).
    """
    counter.viewer.require_administration()
    read_value(name, value)
    said, where = value.strip(), plain(source, "出处", limit=SOURCE_LIMIT)
    if not where:
        raise Misused("source_missing", "请写明出处：哪个文件、哪一条规定的")
    body: Body = {"name": name, "value": said, "source": where}
    with counter.store.transaction() as db:
        set_fact(db, f"{_VALUE}{name}", said)
        set_fact(db, f"{_SOURCE}{name}", where)
        counter.journal.append(db, CHANGED, body, counter.act(db))
        return next(each for each in settings(db) if each.name == name)


def _own(db: Connection) -> dict[str, str]:
    known = facts(db)
    return {name: known[f"{_VALUE}{name}"] for name in NAMES if f"{_VALUE}{name}" in known}


def _is_sound(name: str, text: str) -> bool:
    try:
        read_value(name, text)
    except Misused:
        return False
    return True


@lru_cache(maxsize=1)
def _shipped() -> dict[str, dict[str, str]]:
    """The program's own defaults. Raises `Damaged` (`bad_local_rules`)."""
    try:
        raw = tomllib.loads(resource("local_rules.toml").read_text(encoding="utf-8"))
        found = {
            name: {key: str(raw[name][key]) for key in ("value", "source", "words")}
            for name in NAMES
        }
        read_rules({name: entry["value"] for name, entry in found.items()})
    except (OSError, ValueError, KeyError, TypeError, Misused) as error:
        raise Damaged("bad_local_rules", "程序自带的本地规定读不出来，请重新安装") from error
    return found
