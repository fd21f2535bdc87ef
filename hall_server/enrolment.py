"""One-time codes and the pairing of devices (`wire.enrolment` tells the protocol)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from clerk_app.journal.events import genesis
from clerk_app.kernel.clock import parse_stamp, stamp
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import plain
from clerk_app.wire import patterns
from clerk_app.wire.enrolment import CODE_CHARACTERS, Code, check_proof, make_code, seal_reply
from clerk_app.wire.messages import EnrolReply, EnrolRequest
from hall_server import devices as registry
from hall_server.devices import DeviceState
from hall_server.halls import get_hall
from hall_server.store.tables import codes, devices, stations

LIFETIME = timedelta(hours=24)
"""How long an unused code is good (配对码有效期)."""
LAST_STATION = 9999
COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """What is handed to the person at the workstation."""

    code: Code
    station: str
    expires_at: str


def issue_code(
    db: Connection,
    hall: str,
    name: str,
    *,
    now: datetime,
    random_bytes: bytes,
    station: str = "",
    successor: str = "",
) -> IssuedCode:
    """Make a one-time code for a workstation called `name`.

    Without `station` the hall's next number is given; a number ever given is never given to
    another device. `successor` names the station of a workstation that was restored: its device
    is retired once the code is used, its facts may come through the new one, and the new one
    numbers under a station of its own, since an old image cannot know what was printed after
    it. Raises `Misused` (`bad_station`, `bad_text`), `Refused` (`unknown_hall`,
    `unknown_station`, `station_taken`, `no_station_left`), and `Refused` (`try_again`) when the
    random id is in use.
    """
    get_hall(db, hall)
    name = plain(name, "工作站名称", limit=200)
    if not name:
        raise Misused("bad_text", "工作站名称不能为空")
    if station and not (patterns.STATION.fullmatch(station) and station != "0000"):
        raise Misused("bad_station", "站点号应是 0001 到 9999 的 4 位数字")
    if station and _held_by_any(db, hall, station):
        raise _taken()
    if successor and not _held_by_any(db, hall, successor):
        raise Refused("unknown_station", f"没有工作站用过站点号 {successor}")
    station = station or _next_station(db, hall)
    if len(random_bytes) != CODE_CHARACTERS:
        raise TypeError("random_bytes")
    code = make_code(random_bytes)
    if db.scalar(select(func.count()).select_from(codes).where(codes.c.code_id == code.code_id)):
        raise Refused("try_again", "配对码重复，请再试一次")
    _register_station(db, hall, station, stamp(now))
    expires_at = stamp(now + LIFETIME)
    db.execute(
        insert(codes).values(
            hall_id=hall,
            code_id=code.code_id,
            secret=code.secret,
            name=name,
            station=station,
            successor=successor,
            expires_at=expires_at,
            used_by="",
        )
    )
    return IssuedCode(code, station, expires_at)


def enrol(db: Connection, request: EnrolRequest, now: datetime) -> EnrolReply:
    """Pair a device. The same device with the same code gets the same answer again.

    Raises `Refused`: `code_wrong` (id or secret; which is not told), `code_used`,
    `code_expired`, `station_taken` (another device was paired for it meanwhile),
    `already_enrolled` (this device has another station or hall).
    """
    code = db.execute(select(codes).where(codes.c.code_id == request.code_id)).one_or_none()
    if code is None:
        raise Refused("code_wrong", "配对码不对，请核对后重输")
    check_proof(request, code.secret)
    if code.used_by not in ("", request.device):
        raise Refused("code_used", "配对码已被另一台设备用过，请到大厅另取一个")
    if not code.used_by:
        if parse_stamp(code.expires_at) < now:
            raise Refused("code_expired", "配对码已过期，请到大厅另取一个")
        _pair(db, code.hall_id, code.station, code.name, code.successor, request, now)
        db.execute(
            update(codes)
            .where(codes.c.hall_id == code.hall_id, codes.c.code_id == code.code_id)
            .values(used_by=request.device)
        )
    hall = get_hall(db, code.hall_id)
    reply = EnrolReply(
        hall=hall.hall,
        name=hall.name,
        hall_key=hall.public_key.hex(),
        station=code.station,
        now=stamp(now),
    )
    return seal_reply(reply, secret=code.secret, nonce=request.nonce)


def _pair(
    db: Connection,
    hall: str,
    station: str,
    name: str,
    successor: str,
    request: EnrolRequest,
    now: datetime,
) -> None:
    known = registry.find(db, request.device)
    if known is not None:
        if (known.hall, known.station, known.state) == (hall, station, DeviceState.ACTIVE):
            return
        raise Refused("already_enrolled", "这台设备已登记在别的站点或大厅，或已停用")
    if _held_by_any(db, hall, station):
        raise _taken()
    if successor:
        _hand_over(db, hall, successor, station)
    _add(db, hall, station, name, request.device, request.public_key, DeviceState.ACTIVE, now)
    for former in request.former:
        if registry.find(db, former.device) is None:
            key = former.public_key
            _add(db, hall, station, name, former.device, key, DeviceState.RETIRED, now)


def _hand_over(db: Connection, hall: str, old: str, new: str) -> None:
    """Retire the device at station `old`; the workstation's earlier devices follow it to the
    number it holds now. What they numbered under stands in their own events."""
    there = (devices.c.hall_id == hall) & (devices.c.station == old)
    active = there & (devices.c.state == DeviceState.ACTIVE.value)
    retired = there & (devices.c.state == DeviceState.RETIRED.value)
    db.execute(update(devices).where(active).values(state=DeviceState.RETIRED.value))
    db.execute(update(devices).where(retired).values(station=new))


def _add(
    db: Connection,
    hall: str,
    station: str,
    name: str,
    device: str,
    public_key: str,
    state: DeviceState,
    now: datetime,
) -> None:
    key = bytes.fromhex(public_key)
    start = genesis(key)
    db.execute(
        insert(devices).values(
            hall_id=hall,
            device=device,
            public_key=key,
            name=name,
            station=station,
            state=state.value,
            enrolled_at=stamp(now),
            n=0,
            sha=start.hex(),
            s=0,
            hash=start,
            durable_n=0,
        )
    )


def _next_station(db: Connection, hall: str) -> str:
    # a number carries the county and the station, so halls of a county share the numbers
    there = stations.c.hall_id.startswith(hall[:COUNTY_DIGITS])
    last = db.scalar(select(func.max(stations.c.station)).where(there))
    number = int(last or "0") + 1
    if number > LAST_STATION:
        raise Refused("no_station_left", "本大厅的站点号已经用完")
    return f"{number:04d}"


def _register_station(db: Connection, hall: str, station: str, now: str) -> None:
    this = (stations.c.hall_id == hall) & (stations.c.station == station)
    if not db.scalar(select(func.count()).select_from(stations).where(this)):
        db.execute(insert(stations).values(hall_id=hall, station=station, made_at=now))


def _held_by_any(db: Connection, hall: str, station: str) -> bool:
    county = devices.c.hall_id.startswith(hall[:COUNTY_DIGITS])
    this = county & (devices.c.station == station)
    return bool(db.scalar(select(func.count()).select_from(devices).where(this)))


def _taken() -> Refused:
    return Refused(
        "station_taken",
        "这个站点号已给过一台工作站；还原后的工作站请用 --successor 另领新号",
    )
