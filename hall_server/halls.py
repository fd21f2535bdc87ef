"""The halls of this server: making one, and its counter and keys."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select

from clerk_app.journal.keys import new_private_key, public_key
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import plain
from clerk_app.wire import patterns
from clerk_app.wire.messages import Place
from hall_server.store.tables import halls


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall (政务服务大厅): its 12-digit code, name, key, and the end of its change log."""

    hall: str
    name: str
    private_key: bytes = field(repr=False)
    public_key: bytes
    head: Place


def make_hall(db: Connection, code: str, name: str, now: str) -> Hall:
    """Raises `Misused` (`bad_hall`, `bad_text`), `Refused` (`hall_exists`)."""
    code = hall_code(code)
    name = plain(name, "大厅名称", limit=200)
    if not name:
        raise Misused("bad_text", "大厅名称不能为空")
    if find_hall(db, code) is not None:
        raise Refused("hall_exists", "这个大厅已经建好了")
    secret = new_private_key()
    db.execute(
        insert(halls).values(
            hall_id=code,
            name=name,
            private_key=secret,
            public_key=public_key(secret),
            seq=0,
            h=bytes(32),
            made_at=now,
        )
    )
    return get_hall(db, code)


def hall_code(text: str) -> str:
    """A hall's code: 12 digits (行政区划代码). Raises `Misused` (`bad_hall`)."""
    if not patterns.HALL.fullmatch(text):
        raise Misused("bad_hall", "大厅代码应是 12 位数字")
    return text


def find_hall(db: Connection, code: str) -> Hall | None:
    """A hall of this server, or None."""
    row = db.execute(select(halls).where(halls.c.hall_id == code)).one_or_none()
    if row is None:
        return None
    place = Place(row.seq, row.h.hex())
    return Hall(row.hall_id, row.name, row.private_key, row.public_key, place)


def get_hall(db: Connection, code: str) -> Hall:
    """A hall of this server. Raises `Refused` (`unknown_hall`)."""
    hall = find_hall(db, code)
    if hall is None:
        raise Refused("unknown_hall", "本服务器没有这个大厅")
    return hall


def hall_codes(db: Connection) -> list[str]:
    """The codes of all halls of this server."""
    return list(db.scalars(select(halls.c.hall_id).order_by(halls.c.hall_id)))
