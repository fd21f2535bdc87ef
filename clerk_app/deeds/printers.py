"""Which printers and which seal service this workstation uses: of this machine only, never sent.

No printer chosen: pages are saved as PDF into the folder of printed pages, and count as printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter, hall
from clerk_app.devices.printing import document_printer, is_simulated, slip_printer
from clerk_app.devices.printing.port import State
from clerk_app.devices.seal import seal_service
from clerk_app.kernel.errors import Misused, Refused, Unavailable
from clerk_app.kernel.text import plain
from clerk_app.storage.facts import fact, set_fact
from clerk_app.storage.practice import is_practice

_DOCUMENT, _SLIP, _WIDTH = "printer.document", "printer.slip", "printer.slip_sheet"
WIDTHS = ("slip80", "slip58")
"""The sheets of a ticket printer, the first where nobody chose."""
DOCUMENT, SLIP, SEAL = "document", "slip", "seal"
USES = {DOCUMENT: "文书打印机", SLIP: "小票机", SEAL: "电子印章服务"}
"""What an address is for, in the hall's words."""
_CHECKS: dict[str, Callable[[str], object]] = {
    DOCUMENT: document_printer,
    SLIP: slip_printer,
    SEAL: seal_service,
}


@dataclass(frozen=True, slots=True)
class Printers:
    """Addresses as `devices.printing` reads them; empty where none was chosen."""

    document: str = ""
    slip: str = ""
    slip_sheet: str = WIDTHS[0]


def chosen(db: Connection) -> Printers:
    """The printers of this workstation."""
    width = fact(db, _WIDTH, WIDTHS[0])
    return Printers(fact(db, _DOCUMENT), fact(db, _SLIP), width if width in WIDTHS else WIDTHS[0])


def choose(counter: Counter, printers: Printers) -> None:
    """Keep other printers. Raises `Misused` (`bad_printer`) for an address no driver reads,
    `Refused` (`simulated_printer`), `Unavailable` of the store; the old ones stay then."""
    if printers.document:
        document_printer(printers.document)
    if printers.slip:
        slip_printer(printers.slip)
    with counter.store.transaction() as db:
        refuse_simulated(db, printers.document)
        refuse_simulated(db, printers.slip)
        set_fact(db, _DOCUMENT, printers.document)
        set_fact(db, _SLIP, printers.slip)
        set_fact(db, _WIDTH, printers.slip_sheet if printers.slip_sheet in WIDTHS else "")


def refuse_simulated(db: Connection, where: str) -> None:
    """Raise `Refused` (`simulated_printer`) for a printer that is none, unless this store is one
    to learn on or of the sample hall, whose paper says so: a page would count as printed that
    nobody holds."""
    if not is_simulated(where) or is_practice(db):
        return
    here = hall(db)
    if here.station or not here.sample:
        raise Refused(
            "simulated_printer",
            "模拟打印机什么都打不出来，只能用在练习和示例里，什么都没有送出。"
            "请在设置里选真的打印机（Alt+0）",
        )


def address(db: Connection, use: str) -> str:
    """What is chosen for one use; empty where nothing is."""
    return fact(db, f"printer.{use}")


def choose_one(counter: Counter, use: str, where: str) -> str:
    """Use this printer or service from now on, and leave the others; an empty address forgets
    it. Any clerk may: a printer that is broken cannot wait for an administrator.

    Raises `Misused` (`unknown_use`, `bad_printer`, `bad_seal_service`, `bad_text`), `Refused`
    (`simulated_printer`).
    """
    if use not in USES:
        raise Misused("unknown_use", f"只能选这些：{'、'.join(USES)}")
    said = plain(where, "打印机地址", limit=200)
    if said:
        _CHECKS[use](said)
    with counter.store.transaction() as db:
        if use != SEAL:  # a simulated seal says on the page that it is one
            refuse_simulated(db, said)
        set_fact(db, f"printer.{use}", said)
    return said


def require_address(counter: Counter, use: str) -> str:
    """What is chosen for one use. Raises `Unavailable` (`no_printer`), saying how to choose."""
    with counter.store.reading() as db:
        found = address(db, use)
    if not found:
        raise Unavailable("no_printer", f"还没有选{USES[use]}。请用 printers set {use} 选好后再办")
    return found


def state_of_printer(where: str, use: str) -> State:
    """How a printer stands now. Raises `Misused` (`bad_printer`)."""
    return (slip_printer if use == SLIP else document_printer)(where).state()
