"""Files that belong to a case (a signature, a sealed page), encrypted beside the store.

Each is named by the SHA-256 of its content, so that it cannot be exchanged without being noticed,
and encrypted with AES-256-GCM under a key kept in the store. The name is bound into the seal:
one file put in the place of another does not open.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.journal.events import Event, number, text
from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.storage.facts import fact, set_fact
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import write_whole
from clerk_app.storage.journal import Projector
from clerk_app.storage.schema import attachments, devices

FOLDER = "attachments"
ADDED = "attachment.added"
"""Its body: case, document, purpose, media, size, sha256. Of no case in its header: the content
is not in it."""
KEY_FACT = "attachment_key"
_KEY_BYTES, _NONCE_BYTES = 32, 12
_NAME = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a case. `document` is the paper it belongs to, `purpose` what it is for, `media`
    its type (image/png, application/pdf), `size` in bytes; `at` and `operator` of its adding."""

    case: str
    document: str
    purpose: str
    media: str
    size: int
    sha256: str
    at: str
    operator: str


def is_name(name: str) -> bool:
    """Whether a file may be an attachment by its name."""
    return _NAME.match(name) is not None


def key_of(db: Connection) -> bytes:
    """The key of the attachments; made in the caller's transaction where there is none yet.

    Raises `Damaged` (`attachment_key_damaged`).
    """
    known = fact(db, KEY_FACT)
    if not known:
        key = secrets.token_bytes(_KEY_BYTES)
        set_fact(db, KEY_FACT, key.hex())
        return key
    return _read_key(known)


def put(folder: Path, key: bytes, content: bytes) -> str:
    """Store a file and return its name. The same content twice is one file.

    Raises `Unavailable` (`disk_full`, `read_only`): nothing half-written stays.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    name = hashlib.sha256(content).hexdigest()
    place = folder / FOLDER
    with disk_faults(place / name):
        place.mkdir(mode=0o700, exist_ok=True)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    write_whole(place / name, nonce + AESGCM(key).encrypt(nonce, content, name.encode()))
    return name


def get(folder: Path, db: Connection, name: str) -> bytes:
    """The content of a file. Raises `Unavailable` (`attachment_missing`), `Damaged`
    (`attachment_damaged`), both naming the file."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    damaged = Damaged("attachment_damaged", f"附件 {name[:16]}… 已损坏，请从备份恢复")
    if not is_name(name):
        raise damaged
    path = folder / FOLDER / name
    try:
        with disk_faults(path):
            sealed = path.read_bytes()
    except Unavailable as error:
        if error.code != "no_file":
            raise
        raise Unavailable(
            "attachment_missing", f"附件 {name[:16]}… 不在附件文件夹里，请从备份恢复"
        ) from error
    try:
        opened = AESGCM(_read_key(fact(db, KEY_FACT))).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise damaged from error
    if hashlib.sha256(opened).hexdigest() != name:
        raise damaged
    return opened


def of_case(db: Connection, case: str) -> tuple[Attachment, ...]:
    """The attachments of a case, in the order they were added."""
    here = attachments.c
    query = select(attachments).where(here.case_number == case).order_by(here.at, here.s)
    return tuple(
        Attachment(
            row.case_number,
            row.document,
            row.purpose,
            row.media,
            row.size,
            row.sha256,
            row.at,
            row.operator,
        )
        for row in db.execute(query)
    )


def names(db: Connection) -> tuple[str, ...]:
    """The names of every file this workstation added; those of other stations lie there."""
    here = attachments.c
    query = (
        select(here.sha256)
        .join(devices, devices.c.device == here.device)
        .where(devices.c.private_key.is_not(None))
        .distinct()
        .order_by(here.sha256)
    )
    return tuple(str(name) for name in db.scalars(query))


def stored(folder: Path) -> tuple[Path, ...]:
    """The files there are, by name."""
    place = folder / FOLDER
    with disk_faults(place):
        there = list(place.iterdir()) if place.is_dir() else []
    return tuple(sorted(path for path in there if is_name(path.name)))


def added(db: Connection, event: Event) -> None:
    """`attachment.added`."""
    body, header = event.body or {}, event.header
    row = insert(attachments).values(
        device=header.device,
        s=header.s,
        case_number=text(body, "case"),
        document=text(body, "document"),
        purpose=text(body, "purpose"),
        media=text(body, "media"),
        size=number(body, "size"),
        sha256=text(body, "sha256"),
        at=header.at,
        operator=header.operator,
    )
    db.execute(row.on_conflict_do_nothing())


ATTACHMENTS = Projector(kinds={ADDED: added}, tables=(attachments,))


def _read_key(known: str) -> bytes:
    try:
        key = bytes.fromhex(known)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise Damaged("attachment_key_damaged", "附件的密钥读不出来，请从备份恢复")
    return key
