"""待打印: documents this workstation issued in the last days that no page was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from clerk_app.deeds.print_more import WANTED
from clerk_app.desk.opened_documents import title_of_kind
from clerk_app.desk.paper_port import PaperJob, Stage
from clerk_app.desk.seen_jobs import at_words
from clerk_app.journal.canonical import parse
from clerk_app.journal.events import text
from clerk_app.kernel.clock import stamp
from clerk_app.notices.kinds import kind_of
from clerk_app.storage import spool
from clerk_app.storage.schema import events

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from clerk_app.deeds.counter import Counter

MOST = 3_000
"""Events of this workstation that are looked through, the latest."""
ISSUED, PRINTED = "document.issued", "document.printed"


WITHOUT_CASE = frozenset({"daily_slip", "enquiry_notice", "post_licence_notice"})
"""Papers of no case that are issued only to be printed; an order of 帮办代办 may be issued to be
known by its number alone."""


class Waiting:
    """Reads the journal again only when it has grown, or on another day. `printed` is when each
    document printed in those days was last printed, by its number; `made` the same as it is shown
    where no job did it (there is no printer: it is a file), `jobless` those no job was ever of."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._upto = (-1, "")
        self._known: tuple[PaperJob, ...] = ()
        self.printed: dict[str, str] = {}
        self.made: dict[str, PaperJob] = {}
        self.jobless: frozenset[str] = frozenset()

    def documents(self) -> tuple[PaperJob, ...]:
        """What waits, oldest first."""
        counter = self._counter
        with counter.store.reading() as db:
            own = counter.journal.own_device(db).device
            upto = int(db.scalar(select(func.max(events.c.s)).where(events.c.device == own)) or 0)
            today = counter.today()  # tomorrow the time alone would say too little
            if (upto, today.isoformat()) != self._upto:
                self._read(db, own, upto, today)
                self._upto = upto, today.isoformat()
        return self._known

    def _read(self, db: Connection, own: str, upto: int, today: date) -> None:
        here = events.c
        since = stamp(self._counter.clock.now() - WANTED)
        query = (
            select(here.kind, here.case_number, here.header, here.body)
            .where(here.device == own, here.s > upto - MOST)
            .where(here.kind.in_((ISSUED, PRINTED)), here.body.is_not(None))
            .order_by(here.s)
        )
        issued: dict[str, PaperJob] = {}
        printed: dict[str, str] = {}
        made: dict[str, PaperJob] = {}
        for row in db.execute(query):
            at = text(parse(row.header), "at")
            if at < since:
                continue
            body = parse(row.body)
            number, kind = text(body, "number"), text(body, "kind")
            done = row.kind == PRINTED
            if not done and not row.case_number and kind not in WITHOUT_CASE:
                continue
            shown = PaperJob(
                0,
                row.case_number,
                number,
                title_of_kind(kind),
                Stage.SAVED if done else Stage.WAITING,
                kind_of(kind).COPIES,
                at=at_words(at, today),
            )
            if done:
                printed[number], made[number] = at, shown
            else:
                issued[number] = shown
        self.printed, self.made = printed, made
        self.jobless = frozenset(printed) - spool.known(db, printed)
        self._known = tuple(job for number, job in issued.items() if number not in printed)
