"""电子盖章: a document sealed by the official service, and the sealed file kept.

The page is sent as it stands in its event. What comes back is kept as an attachment; a refusal
leaves the unsealed page, whose foot says that it is not valid without a seal. No picture of a seal
is ever put on a page.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from clerk_app.deeds.attach import MOST_BYTES, PDF, SEALED, keep
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.print_jobs import SPOOL
from clerk_app.devices.seal.port import Sealed, SealRequest, SealService
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Damaged, Refused
from clerk_app.notices.render import render_document
from clerk_app.storage import attachments as files
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import discard
from clerk_app.storage.journal import Entry
from clerk_app.storage.practice import is_practice
from clerk_app.storage.status import write_status

EVENT = "document.sealed"
"""Its body: number, kind, case, sha256 (of what was sent), sealed (of what came back), service,
serial, `simulated` 1 where it is worth nothing."""
PURPOSE = "行政许可专用章"


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A document that is sealed. `sha256` names the file it is kept in."""

    number: str
    serial: str
    sha256: str
    simulated: bool


def seal_document(
    counter: Counter, service: SealService, case: str, number: str, *, purpose: str = PURPOSE
) -> SealedDocument:
    """Have a committed document of a case sealed. `number` may be a kind.

    Raises `Refused` (`unknown_case`, `unknown_document`, `already_sealed`, `seal_refused`,
    `simulated_seal`: a real hall takes no simulated seal), `Unavailable` (`seal_offline`,
    `disk_full`, `fonts_absent`), `Damaged` (`seal_mismatch`: what came back is not what was
    sent). Nothing is recorded then.
    """
    found = find_document(counter, case, number)
    facts = found.facts
    with counter.store.reading() as db:
        done = {a.document for a in files.of_case(db, case) if a.purpose == SEALED}
        real = not (facts.sample or is_practice(db))
        write_status(counter.folder, db, counter.journal)
    if facts.number in done:
        raise Refused("already_sealed", "这份文书已经盖过章，请打开已盖章的文件")
    pdf = _page(counter, case, facts.number)
    sha = hashlib.sha256(pdf).hexdigest()
    sealed = service.seal(SealRequest(facts.number, facts.department, purpose, sha, pdf))
    if sealed.simulated and real:
        raise Refused("simulated_seal", "模拟电子印章只能用在练习和示例里，文书仍未盖章")
    _check(sealed, pdf, sha)
    body: Body = {
        "number": facts.number,
        "kind": facts.kind,
        "case": case,
        "sha256": sha,
        "sealed": hashlib.sha256(sealed.pdf).hexdigest(),
        "service": service.name,
        "serial": sealed.serial,
    }
    if sealed.simulated:
        body["simulated"] = 1
    kept = keep(counter, case, sealed.pdf, PDF, SEALED, facts.number, Entry(EVENT, body))
    return SealedDocument(facts.number, sealed.serial, kept.sha256, sealed.simulated)


def sealed_file(counter: Counter, case: str, number: str) -> bytes | None:
    """The sealed PDF of a document, by its number; None where it is not sealed.

    Raises `Refused` (`not_allowed`), `Unavailable` (`attachment_missing`), `Damaged`
    (`attachment_damaged`).
    """
    counter.viewer.require_cases()
    with counter.store.reading() as db:
        mine = [a for a in files.of_case(db, case) if a.purpose == SEALED]
        name = next((a.sha256 for a in mine if a.document == number), "")
        return files.get(counter.folder, db, name) if name else None


def _page(counter: Counter, case: str, number: str) -> bytes:
    """The page as it stands, without a mark of 补打: the sealed file is one."""
    found = find_document(counter, case, number)
    path = counter.folder / SPOOL / f"seal-{number}.pdf"
    with disk_faults(path):
        path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        render_document(found.facts, path, counter.fonts, journal_code=found.code)
        with disk_faults(path):
            return path.read_bytes()
    finally:
        discard(path)


def _check(sealed: Sealed, pdf: bytes, sha: str) -> None:
    """The service sealed our document: its digest, and our bytes unchanged at the front.

    A signature of a PDF is an incremental update, so that what was signed stays as it was.
    """
    ours = sealed.sha256 == sha and sealed.pdf.startswith(pdf) and len(sealed.pdf) > len(pdf)
    if not ours or not sealed.serial or len(sealed.pdf) > MOST_BYTES:
        raise Damaged("seal_mismatch", "电子印章服务送回的不是这份文书，没有收下，文书仍未盖章")
