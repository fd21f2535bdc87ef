"""后置审批一次性告知 in a case: what its applicant must still apply for (证照分离)."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.catalogue import store as catalogue
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.document_numbers import next_document
from clerk_app.deeds.explanation import explanation
from clerk_app.deeds.facts import query_text
from clerk_app.deeds.take_in import Issued
from clerk_app.enquiry.rules import follow_ups_for
from clerk_app.intake import store
from clerk_app.kernel.errors import Refused
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.render import as_printable

KIND = "post_licence_notice"


def issue_post_licence(counter: Counter, case: str, enterprise: str) -> Issued:
    """Number and record the notice of a case for one kind of enterprise; print it afterwards.

    The list is that of the version the case was taken in under. An empty `enterprise` lists
    what everyone must apply for. Raises `Refused` (`unknown_case`, `no_follow_ups`,
    `unknown_enterprise`, `unknown_item_version`, `not_allowed`, as `next_document`),
    `Unavailable` (`fonts_absent`, `missing_glyph`). Nothing is written then.
    """
    with counter.store.transaction() as db:
        state = store.case(db, counter.viewer, case)
        item = catalogue.item_version(db, state.item, state.item_hash)
        if not item.follow_ups:
            raise Refused("no_follow_ups", f"事项“{item.name}”没有登记后置审批")
        facts = explanation(
            counter,
            hall(db),
            item,
            {},
            kind=KIND,
            number=next_document(db, counter, state, counter.journal.case_events(db, case)),
            sample=state.sample,
            follow_ups=follow_ups_for(item, enterprise),
        )
        facts = replace(
            facts,
            case_number=case,
            applicant=state.applicant,
            enterprise=enterprise,
            query=query_text(counter, hall(db), case),
            papers=(),  # they were handed in: the notice speaks of what comes after
            questions=(),
        )
        facts = as_printable(facts, counter.fonts, boxed=counter.boxed)
        body = facts.to_body()
        counter.journal.append(db, "document.issued", body, counter.act(), case=case)
    return Issued(KIND, facts.number, kind_of(KIND).COPIES)
