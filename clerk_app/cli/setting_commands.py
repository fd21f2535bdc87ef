"""settings show | set: the numbers a hall sets itself, each with its source."""

from __future__ import annotations

from typing import Any

from clerk_app.cli.ports import Call
from clerk_app.deeds.settings import Setting, change_setting, settings


def show(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        found = settings(db)
    lines = [f"{s.name} = {s.value}  {s.words}  出处：{s.source}" for s in found]
    call.answer([_document(each) for each in found], *lines)
    return 0


def set_(call: Call) -> int:
    args = call.args
    with call.open(writing=True) as counter:
        made = change_setting(counter, args.name, args.value, args.source)
    call.answer(_document(made), f"已记下：{made.name} = {made.value}，出处：{made.source}")
    return 0


def _document(each: Setting) -> dict[str, Any]:
    return {
        "name": each.name,
        "value": each.value,
        "source": each.source,
        "words": each.words,
        "own": each.is_own,
    }
