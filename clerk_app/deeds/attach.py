"""附件: a picture from the signature pad or another file, kept with a case.

The file lies encrypted beside the store, named by the SHA-256 of its content; the journal keeps
that name, so that nobody can exchange it unnoticed. What is in it is personal: it is shown on the
record, as numbers are (`deeds.show_person`).
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.whole_picture import refuse_unshowable
from clerk_app.intake import store
from clerk_app.intake.model import CaseState
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Damaged, Misused, Refused, Unavailable
from clerk_app.storage import attachments as files
from clerk_app.storage.attachments import ADDED, Attachment
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.journal import Entry

SIGNATURE, COLLECTOR = "signature", "collector_signature"
SCAN, SEALED = "scan", "sealed_page"
PURPOSES = {
    SIGNATURE: "申请人签名",
    COLLECTOR: "领取人签名",
    SCAN: "扫描件",
    SEALED: "已盖章的文书",
}
"""What a file is kept for, in the hall's words."""
DELIVERY_RECEIPT = "delivery_receipt"
SHOWN = "attachment.shown"
"""Its body: `case`, `sha256`, `on`."""
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIGNATURE_PIXELS = 4_000_000
"""A pad makes pictures of a few hundred thousand; every one is opened when it is shown."""
PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
_STARTS = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"%PDF-", PDF))
_SIGNATURES = frozenset({SIGNATURE, COLLECTOR})
_TOO_LONG = "附件超过 10 MB，请换一个小的"
_READING: int = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""The last: opening a pipe would wait for whoever writes into it."""


@dataclass(frozen=True, slots=True)
class Attached:
    """One file that was added. `sha256` is its name."""

    case: str
    sha256: str
    media: str
    size: int


def attach(
    counter: Counter, case: str, content: bytes, purpose: str, *, document: str = ""
) -> Attached:
    """Keep a file with a case. `document` is the paper it belongs to, by number or kind.

    A signature is a PNG; that of a collector belongs to a 送达回证 of the case. Raises `Refused`
    (`unknown_case`, `unknown_document`, `no_delivery_receipt`, `not_allowed`), `Misused`
    (`bad_purpose`, `bad_attachment`), `Unavailable` (`disk_full`, `read_only`). Nothing is
    recorded then.
    """
    counter.viewer.require_cases()
    if purpose not in PURPOSES or purpose == SEALED:  # a seal comes from the seal service alone
        known = "、".join(name for name in PURPOSES if name != SEALED)
        raise Misused("bad_purpose", f"附件的用途要是其中之一：{known}")
    if purpose in _SIGNATURES:
        media = media_of(content, SIGNATURE_PIXELS)
        if media != PNG:
            raise Misused("bad_attachment", "签名要是签名板存下的 PNG 图片")
    else:
        media = media_of(content)
    return keep(counter, case, content, media, purpose, document)


def keep(
    counter: Counter,
    case: str,
    content: bytes,
    media: str,
    purpose: str,
    document: str,
    also: Entry | None = None,
) -> Attached:
    """Store a file that was looked at, and record it: the file first, so that none is missing.

    `also` is what else is recorded with it, all or nothing.

    Raises as `attach`.
    """
    with counter.store.transaction() as db:
        state = store.case(db, counter.viewer, case)
        named = _document(state, document, purpose)
        name = files.put(counter.folder, files.key_of(db), content)
        body: Body = {
            "case": case,
            "document": named,
            "purpose": purpose,
            "media": media,
            "size": len(content),
            "sha256": name,
        }
        entries = [Entry(ADDED, body), *([also] if also else [])]
        counter.journal.append_all(db, entries, counter.act(db))
    return Attached(case, name, media, len(content))


def attachments_of(counter: Counter, case: str) -> tuple[Attachment, ...]:
    """What is kept with a case, without its content. Raises `Refused` (`unknown_case`,
    `not_allowed`)."""
    with counter.store.reading() as db:
        store.case(db, counter.viewer, case)
        return files.of_case(db, case)


def show_attachment(counter: Counter, case: str, sha256: str) -> bytes:
    """The content of a file of a case; that it was shown is recorded before it is.

    `sha256` may be its first digits, 8 at least. Raises `Refused` (`unknown_case`,
    `unknown_attachment`, `not_allowed`), `Unavailable` (`attachment_missing`), `Damaged`
    (`attachment_damaged`).
    """
    with counter.store.transaction() as db:
        store.case(db, counter.viewer, case)
        found = {a.sha256 for a in files.of_case(db, case) if a.sha256.startswith(sha256)}
        if len(sha256) < 8 or len(found) != 1:
            raise Refused("unknown_attachment", "本办件没有这个附件")
        name = found.pop()
        content = files.get(counter.folder, db, name)
        body: Body = {"case": case, "sha256": name, "on": counter.today().isoformat()}
        counter.journal.append(db, SHOWN, body, counter.act(db))
    return content


@dataclass(frozen=True, slots=True)
class FilesChecked:
    """How many files were looked at, and the names of those missing and those damaged."""

    files: int
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


def check_attachments(counter: Counter) -> FilesChecked:
    """Read every file this workstation added. Raises `Unavailable` of the store."""
    missing, damaged = [], []
    with counter.store.reading() as db:
        wanted = files.names(db)
        for name in wanted:
            try:
                files.get(counter.folder, db, name)
            except Unavailable:
                missing.append(name)
            except Damaged:
                damaged.append(name)
    return FilesChecked(len(wanted), tuple(missing), tuple(damaged))


def read_file(path: Path) -> bytes:
    """The content of a file somebody chose: a file that ends, of a size that may be kept, so that
    neither a pipe nor a film stops the window. Raises `Misused` (`bad_attachment`), `Unavailable`
    (`no_file`, `disk_error`)."""
    with disk_faults(path):
        try:
            handle = os.open(path, _READING)
        except ValueError as error:  # no name a file can have
            raise Misused("bad_attachment", "找不到这个文件，请重新选") from error
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise Misused("bad_attachment", "选的不是普通文件，请选一个图片或 PDF 文件")
            if found.st_size > MOST_BYTES:
                raise Misused("bad_attachment", _TOO_LONG)
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read(MOST_BYTES + 1)  # it may be growing
        finally:
            os.close(handle)


def media_of(content: bytes, most_pixels: int = MOST_PIXELS) -> str:
    """What a file is, by what is in it; a picture was decoded whole. Raises `Misused`
    (`bad_attachment`)."""
    if not content:
        raise Misused("bad_attachment", "附件是空的，请重新采集")
    if len(content) > MOST_BYTES:
        raise Misused("bad_attachment", _TOO_LONG)
    media = next((media for start, media in _STARTS if content.startswith(start)), "")
    if not media:
        raise Misused("bad_attachment", "附件只收 PNG、JPEG 图片和 PDF")
    if media != PDF:
        refuse_unshowable(content, png=media == PNG, most_pixels=most_pixels)
    return media


def _document(state: CaseState, document: str, purpose: str) -> str:
    """The number of the paper a file belongs to; empty where it belongs to none."""
    wanted = document or (DELIVERY_RECEIPT if purpose == COLLECTOR else "")
    if not wanted:
        return ""
    found = [d for d in state.documents if wanted in {d.number, d.kind}]
    if purpose == COLLECTOR:
        found = [d for d in found if d.kind == DELIVERY_RECEIPT]
        if not found:
            raise Refused("no_delivery_receipt", "还没有送达回证，先办送达，再请领取人签名")
    if not found:
        raise Refused("unknown_document", f"办件 {state.number} 没有这份文书：{document}")
    return found[-1].number
