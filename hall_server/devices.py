"""The devices of a hall as the store knows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update

from clerk_app.kernel.errors import Refused
from clerk_app.wire.messages import Accepted
from hall_server.store.tables import devices


class DeviceState(StrEnum):
    """What a device may do: an active one pushes and pulls, a retired one (a successor took
    its place) still hands over its facts, those of a revoked one (stolen) are held apart."""

    ACTIVE = "active"
    RETIRED = "retired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Device:
    """A device and its head: last segment `n` with `sha`, last event `s` with `hash`."""

    hall: str
    device: str
    public_key: bytes
    station: str
    state: DeviceState
    n: int
    sha: str
    s: int
    hash: bytes
    durable_n: int

    def accepted(self) -> Accepted:
        """The head as an exchange tells it."""
        return Accepted(self.device, self.n, self.sha, min(self.durable_n, self.n))

    def may_offer(self, other: Device) -> bool:
        """Whether this device may hand over segments of `other`: its own, or those of a
        device of the same station that has been retired. A revoked one only its own: what it
        sends is held apart, and may not get in the way of another's chain."""
        return other.device == self.device or (
            self.state is not DeviceState.REVOKED
            and other.state is DeviceState.RETIRED
            and other.station == self.station
        )


def find(db: Connection, device: str) -> Device | None:
    """A device of any hall of this server; a device belongs to one hall."""
    row = db.execute(select(devices).where(devices.c.device == device)).one_or_none()
    return None if row is None else _device(row)


def in_hall(db: Connection, hall: str, device: str) -> Device | None:
    """A device of this hall."""
    row = db.execute(
        select(devices).where(devices.c.hall_id == hall, devices.c.device == device)
    ).one_or_none()
    return None if row is None else _device(row)


def of_hall(db: Connection, hall: str) -> list[Device]:
    """All devices of a hall, by station."""
    rows = db.execute(
        select(devices)
        .where(devices.c.hall_id == hall)
        .order_by(devices.c.station, devices.c.device)
    )
    return [_device(row) for row in rows]


def revoke(db: Connection, hall: str, device: str) -> None:
    """Believe a device no more (被盗): it gets nothing, and what it sends is held apart.

    Raises `Refused` (`unknown_device`).
    """
    if in_hall(db, hall, device) is None:
        raise unknown()
    db.execute(
        update(devices)
        .where(devices.c.hall_id == hall, devices.c.device == device)
        .values(state=DeviceState.REVOKED.value)
    )


def unknown() -> Refused:
    """The refusal of a device nobody enrolled."""
    return Refused("unknown_device", "本大厅没有登记这台设备，请先配对")


def _device(row: Row[Any]) -> Device:
    return Device(
        hall=row.hall_id,
        device=row.device,
        public_key=row.public_key,
        station=row.station,
        state=DeviceState(row.state),
        n=row.n,
        sha=row.sha,
        s=row.s,
        hash=row.hash,
        durable_n=row.durable_n,
    )
