"""Builds an open workstation from its folder. The only place where the features are joined."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from clerk_app.catalogue.search import index
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.initialise import Created, initialise
from clerk_app.deeds.restore import restore
from clerk_app.deeds.settings import local_rules
from clerk_app.deeds.sign_in import record_sign_in, unlock
from clerk_app.enquiry.projection import ENQUIRIES
from clerk_app.intake.projection import BLOCKS, CASES, GIVEN, LINKS, NUMBERS
from clerk_app.kernel.clock import Clock, SystemClock
from clerk_app.kernel.errors import ClerkError, Unavailable
from clerk_app.kernel.working_days import Calendar
from clerk_app.numbering.projection import BLOCKS as NUMBER_BLOCKS
from clerk_app.queueing.projection import TICKETS
from clerk_app.staff import store as staff
from clerk_app.staff.projection import ASSISTANCE, CLERKS, DUTY
from clerk_app.storage.attachments import ATTACHMENTS
from clerk_app.storage.attempts import failures
from clerk_app.storage.engine import NAME as STORE
from clerk_app.storage.engine import Store, open_store
from clerk_app.storage.journal import Journal
from clerk_app.storage.lock import writer_lock
from clerk_app.storage.migrate import HEAD, migrate, revision
from clerk_app.storage.status import check_witness, write_status

PROJECTORS = (
    *(CLERKS, DUTY, TICKETS, NUMBERS, CASES, ENQUIRIES, ASSISTANCE, GIVEN, BLOCKS, LINKS),
    *(NUMBER_BLOCKS, ATTACHMENTS),
)
"""Everything derived from events. A new feature adds its `Projector` here."""


@dataclass(frozen=True)
class Workstation:
    """How the program is opened: a folder and a clock. Handed to the commands and the window."""

    clock: Clock = field(default_factory=SystemClock)
    sqlite_version: str = dbapi2.sqlite_version

    def create(
        self,
        folder: Path,
        *,
        hall: str,
        name: str,
        station: str,
        operator: str,
        passphrase: str,
        sample: bool,
        practice: bool = False,
    ) -> Created:
        """See `deeds.initialise`."""
        return initialise(
            folder,
            Journal(PROJECTORS),
            self.clock,
            hall=hall,
            name=name,
            station=station,
            operator=operator,
            passphrase=passphrase,
            sample=sample,
            practice=practice,
        )

    def restore(
        self, folder: Path, file: Path, *, passphrase: str, station: str
    ) -> tuple[str, int]:
        """See `deeds.restore`."""
        journal = Journal(PROJECTORS)
        return restore(folder, journal, self.clock, file, passphrase=passphrase, station=station)

    @contextmanager
    def open(
        self,
        folder: Path,
        passphrase: str,
        *,
        operator: str = "",
        window: str = "1",
        writing: bool = True,
        signing_in: bool = False,
    ) -> Iterator[Counter]:
        """Open the workstation as a clerk; with `writing`, as the only writer.

        Raises `Refused` (`wrong_password`, `unknown_clerk`, `wait`), `Unavailable` (`no_store`,
        `foreign_store`, `another_instance`, `unsafe_sqlite`, `read_only`), `Damaged`.
        """
        with ExitStack() as stack:
            key, clerk_id = unlock(folder, passphrase, self.clock, clerk=operator)
            if writing:
                stack.enter_context(writer_lock(folder))
            store = open_store(folder / STORE, key, version=self.sqlite_version)
            stack.callback(store.close)
            journal = Journal(PROJECTORS)
            _ready(folder, store, journal, locked=writing)
            if writing:
                index.ensure_in(store)  # of an older program, or of an older schema
            with store.reading() as db:
                clerk = staff.clerk(db, clerk_id or operator or "c1")
                calendar = replace(Calendar.shipped(), local=local_rules(db))
            counter = Counter(folder, store, journal, self.clock, calendar, clerk, window)
            if signing_in or (writing and failures(folder)):
                record_sign_in(counter)
            try:
                yield counter
            finally:
                if writing:
                    _tell_status(folder, store, journal)


def _tell_status(folder: Path, store: Store, journal: Journal) -> None:
    """Leave counts and ages for the next sign-in; what stopped the work is the news, not this."""
    with suppress(ClerkError), store.reading() as db:
        write_status(folder, db, journal)


def _ready(folder: Path, store: Store, journal: Journal, *, locked: bool) -> None:
    with store.reading() as db:
        at = revision(db)
        if at == HEAD:
            check_witness(folder, db)
            return
    if not at:
        raise Unavailable("foreign_store", "数据文件里没有工作站的数据")
    # a reading command brings an older store up to date too, as its only writer
    with nullcontext() if locked else writer_lock(folder), store.transaction() as db:
        migrate(db, journal)
        check_witness(folder, db)
