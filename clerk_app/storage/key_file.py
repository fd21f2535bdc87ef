"""`keys.json`: the store's random key, wrapped once per clerk and once for the recovery code.

The key itself never touches the disk. A slot is AES-256-GCM under a key that Argon2id makes from
a password (RFC 9106: 64 MiB, 3 passes, 4 lanes), bound to the slot's kind and clerk. Names of
clerks stand here in plain text: the sign-in screen shows them before anything is opened.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from clerk_app.kernel.errors import Damaged, Refused, Unavailable
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import read_json, write_json

NAME = "keys.json"
KEY_BYTES = 32
_MEMORY_LIMIT_KIB = 1024 * 1024
_SALT_BYTES, _NONCE_BYTES, _SEAL_BYTES = 16, 12, 16
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id takes for one guess of a password: memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int


SHIPPED = Cost(64 * 1024, 3, 4)
"""RFC 9106, the second recommended choice."""
cost = SHIPPED
"""Of the slots made from now on; each slot says what it asks for."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the key. `clerk` is the clerk's opaque id, empty for the recovery code."""

    kind: str
    clerk: str
    name: str
    salt: bytes
    nonce: bytes
    wrapped: bytes
    memory_kib: int
    passes: int
    lanes: int


def new_recovery_code() -> str:
    """25 characters that no one confuses when reading aloud, in groups of five (125 bits)."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(25))
    return "-".join(text[i : i + 5] for i in range(0, 25, 5))


def new_password() -> str:
    """A random password for a clerk of the sample hall, printed once (60 bits)."""
    return "".join(secrets.choice(_ALPHABET.lower()) for _ in range(12))


def wrap(key: bytes, secret: str, *, kind: str, clerk: str = "", name: str = "") -> Slot:
    """Make a slot for `secret`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    slot = Slot(kind, clerk, name, salt, nonce, b"", cost.memory_kib, cost.passes, cost.lanes)
    sealed = AESGCM(_derive(slot, secret)).encrypt(nonce, key, _bound(slot))
    return replace(slot, wrapped=sealed)


def unwrap(slot: Slot, secret: str) -> bytes | None:
    """The store's key, or None when `secret` is not the one of this slot.

    Raises `Unavailable` (`no_memory`) where the machine cannot give what the slot asks for.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_derive(slot, secret)).decrypt(slot.nonce, slot.wrapped, _bound(slot))
    except InvalidTag:
        return None


def open_with(slots: tuple[Slot, ...], secret: str, *, clerk: str = "") -> tuple[bytes, Slot]:
    """The key from the slot of `clerk` (id or name; any clerk's when empty), or recovery.

    Raises `Refused` (`wrong_password`); `Refused` (`unknown_clerk`) for a name with no slot.
    """
    mine = [s for s in slots if s.kind == "password" and (not clerk or clerk in {s.clerk, s.name})]
    if clerk and not mine:
        raise Refused("unknown_clerk", "没有这个工作人员，请核对姓名")
    for slot in mine:
        key = unwrap(slot, secret)
        if key is not None:
            return key, slot
    code = secret.strip().upper()
    for slot in slots:
        key = unwrap(slot, code) if slot.kind == "recovery" and code.count("-") == 4 else None
        if key is not None:
            return key, slot
    raise Refused("wrong_password", "密码不对。请检查大小写和输入法后再试")


def load(folder: Path) -> tuple[Slot, ...]:
    """The slots of a data folder. Raises `Unavailable` (`no_store`), `Damaged` (`bad_file`)."""
    path = folder / NAME
    with disk_faults():
        there = path.exists()
    if not there:
        raise Unavailable("no_store", f"这里还没有工作站数据：{folder}。请先运行 init")
    content = read_json(path)
    try:
        return tuple(_read(raw) for raw in content["slots"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Damaged("bad_file", f"密钥文件损坏：{NAME}。请从备份恢复") from error


def save(folder: Path, slots: tuple[Slot, ...]) -> None:
    """Write the slots, whole or not at all."""
    write_json(folder / NAME, {"format": 1, "slots": [_write(slot) for slot in slots]})


def _derive(slot: Slot, secret: str) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        made: bytes = hash_secret_raw(
            secret.encode("utf-8", "surrogatepass"),  # a mistyped byte is a wrong password
            slot.salt,
            time_cost=slot.passes,
            memory_cost=slot.memory_kib,
            parallelism=slot.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:  # every other reason was refused in `_read`
        raise Unavailable("no_memory", "内存不足，无法核对密码。请关闭其他程序再试") from error
    return made


def _bound(slot: Slot) -> bytes:
    return f"{slot.kind}\0{slot.clerk}".encode()


def _write(slot: Slot) -> dict[str, Any]:
    return {
        "kind": slot.kind,
        "clerk": slot.clerk,
        "name": slot.name,
        "salt": slot.salt.hex(),
        "nonce": slot.nonce.hex(),
        "wrapped": slot.wrapped.hex(),
        "memory_kib": slot.memory_kib,
        "passes": slot.passes,
        "lanes": slot.lanes,
    }


def _read(raw: dict[str, Any]) -> Slot:
    slot = Slot(
        kind=str(raw["kind"]),
        clerk=str(raw["clerk"]),
        name=str(raw["name"]),
        salt=bytes.fromhex(raw["salt"]),
        nonce=bytes.fromhex(raw["nonce"]),
        wrapped=bytes.fromhex(raw["wrapped"]),
        memory_kib=int(raw["memory_kib"]),
        passes=int(raw["passes"]),
        lanes=int(raw["lanes"]),
    )
    if not 1 <= slot.lanes <= 16 or not 1 <= slot.passes <= 20:
        raise ValueError("cost out of range")
    if not 8 * slot.lanes <= slot.memory_kib <= _MEMORY_LIMIT_KIB:
        raise ValueError("cost out of range")
    sizes = (len(slot.salt), len(slot.nonce), len(slot.wrapped))
    if sizes != (_SALT_BYTES, _NONCE_BYTES, KEY_BYTES + _SEAL_BYTES):
        raise ValueError("wrong length")
    return slot
