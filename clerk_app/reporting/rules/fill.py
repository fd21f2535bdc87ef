"""The rows of one case, in words: codes are put in, and gaps found, by `report`.

What nobody recorded stays empty. A time of which only the day is known is that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clerk_app.catalogue.model import Directory, Keep, Listing
from clerk_app.catalogue.rules.national import Batch
from clerk_app.intake.model import Arrival, CaseState, HeldPaper, PaperState, Stage
from clerk_app.intake.rules.fold import fold_case
from clerk_app.journal.canonical import Body, Value
from clerk_app.journal.events import Event, items, number, text
from clerk_app.reporting.model import CaseFile, Row
from clerk_app.reporting.rules.columns import ACCEPT, MATERIAL, PROCESS, RESULT, SPECIAL
from clerk_app.reporting.rules.history import Told, history, in_hall_time

WINDOW, ONLINE, POST, ELSEWHERE = "窗口", "网上", "快递", "其他"
_ARRIVALS: Mapping[str, str] = {
    "": WINDOW,
    Arrival.WALK_IN: WINDOW,
    Arrival.BOOKING: WINDOW,
    Arrival.AFTER_HOURS: WINDOW,
    Arrival.OTHER_HALL: WINDOW,
    Arrival.POST: POST,
    Arrival.ONLINE: ONLINE,
    Arrival.HOME_VISIT: ELSEWHERE,
}
_ORGANISATIONS: Mapping[str, str] = {
    "11": "行政机关",
    "12": "事业法人",
    "51": "社会组织",
    "52": "社会组织",
    "53": "社会组织",
    "91": "企业法人",
}
"""What the first two characters of a credit code say: who registers it, and as what (GB 32100)."""
ID_WORDS: Mapping[str, str] = {"resident_id": "居民身份证", "uscc": "统一社会信用代码"}
LONGER, PAUSED = "延长审批", "除延长审批之外的情况"
"""特别程序种类: the two of GB/T 39046—2020, table A.7. An extension (art. 42) is one of them."""
_RESULTS: Mapping[str, str] = {
    Stage.CLOSED: "通过",
    Stage.CLOSED_CONDITIONAL: "通过",
    Stage.CLOSED_DENIED: "不通过",
    Stage.WITHDRAWN: "撤回",
    Stage.GIVEN_BACK: "退件",
    Stage.NOT_ACCEPTED: "不予受理",
    Stage.NOT_NEEDED: "不受理",
}
RATINGS: Mapping[int, str] = {
    5: "非常满意",
    4: "满意",
    3: "基本满意",
    2: "不满意",
    1: "非常不满意",
}
SYSTEM = "system"
_BY_PROGRAM = "系统自动"
_END_OF_DAY = "23:59:59"
_TO_ACCEPTANCE = frozenset({"acceptance", "conditional_acceptance"})


@dataclass(frozen=True, slots=True)
class Facts:
    """A case read for a report."""

    file: CaseFile
    batch: Batch
    state: CaseState
    told: tuple[Told, ...]
    received: Body
    erased: int

    def by(self, event: Event) -> str:
        """The clerk of an act by name; empty where this station does not know it."""
        operator = event.header.operator
        if operator == SYSTEM:
            return _BY_PROGRAM
        return self.file.names.get((event.header.device, operator), "")


def read(file: CaseFile, batch: Batch) -> Facts:
    """Fold a case. A case without events is empty and has every gap."""
    state = fold_case(file.events) or CaseState(number=file.number)
    received = next((e.body or {} for e in file.events if e.kind == "case.received"), {})
    erased = sum(1 for event in file.events if event.body is None)
    return Facts(file, batch, state, tuple(history(file.events)), received, erased)


def rows_of(facts: Facts) -> Iterator[tuple[str, Row]]:
    """Every row with its table; columns with nothing in them may be absent."""
    upload = {
        "cd_operation": facts.batch.operation,
        "cd_time": in_hall_time(facts.batch.time) or facts.batch.time,
        "cd_batch": facts.batch.number,
        "data_source": facts.batch.source,
    }
    for table, name, row in _rows(facts):
        same = hashlib.sha256(f"{table}\n{facts.state.number}\n{name}".encode()).hexdigest()[:32]
        # the same row of the same case has the same id in every upload
        yield table, {"project_no": facts.state.number, **row, "row_guid": same, **upload}


def _rows(facts: Facts) -> Iterator[tuple[str, str, Row]]:
    yield ACCEPT, "", _accept(facts)
    for paper in facts.state.papers:
        row = _material(facts, paper)
        if row:
            yield MATERIAL, paper.name, row
    yield from ((PROCESS, name, row) for name, row in _process(facts))
    yield from ((SPECIAL, name, row) for name, row in _special(facts))
    result = _result(facts)
    if result:
        yield RESULT, "", result


def _accept(facts: Facts) -> Row:
    state, item = facts.state, facts.file.item
    own = (item.directory if item else None) or Directory()
    listing = (item.listing if item else None) or Listing()
    accepting = _accepting(facts)
    return {
        "task_name": item.name if item else state.item_name,
        "task_code": item.code if item else "",
        "local_task_code": listing.local_code,
        "task_handle_item": listing.handling_code,
        "catalog_code": own.basic_code,
        "local_catalog_code": own.local_code,
        "task_version": item.version if item else "",
        "project_type": str(item.handling) if item and item.handling else "",
        "apply_type": _ARRIVALS.get(state.arrival, state.arrival),
        **_persons(facts.received),
        "project_name": f"{state.applicant}申请{state.item_name}" if state.applicant else "",
        "apply_date": in_hall_time(state.received_at) or state.received_on,
        "accept_date": _accepted_at(facts, accepting),
        "promise_date": _end_of(state.promised_due),
        "accept_doc_no": next(
            (d.number for d in reversed(state.documents) if d.kind in _TO_ACCEPTANCE), ""
        ),
        "org_name": state.department or (item.department if item else ""),
        "org_code": listing.body_code,
        "handle_user_name": facts.by(accepting.event) if accepting else "",
    }


def _accepting(facts: Facts) -> Told | None:
    """The act that the acceptance rests on: the last after which the case was accepted anew."""
    found = None
    for told in facts.told:
        if told.after.accepted_on and told.after.accepted_on != told.before.accepted_on:
            found = told
    return found if facts.state.accepted_on else None


def _accepted_at(facts: Facts, accepting: Told | None) -> str:
    day = facts.state.accepted_on
    for moment in (accepting.moment if accepting else "", in_hall_time(facts.state.received_at)):
        if day and moment.startswith(day):
            return moment
    return day


def _persons(received: Body) -> Row:
    """Applicant, and whoever acts for them: the agent, else a person for themselves."""
    applicant, agent = _party(received.get("applicant")), _party(received.get("agent"))
    row = {
        "applyer_type": _kind_of(applicant),
        "applyer_name": text(applicant, "name"),
        "applyer_page_type": _id_words(applicant),
        "applyer_page_code": text(applicant, "id_number"),
        "contact_mobile": text(agent, "phone") or text(applicant, "phone"),
    }
    contact = agent or (applicant if text(applicant, "kind") == "person" else {})
    return row | {
        "contact_name": text(contact, "name"),
        "contact_type": _id_words(contact),
        "contact_code": text(contact, "id_number"),
    }


def _party(raw: Value | None) -> Body:
    return raw if isinstance(raw, dict) else {}


def _kind_of(party: Body) -> str:
    if not party:
        return ""
    if text(party, "kind") == "person":
        return "自然人"
    if text(party, "id_type") == "uscc":
        return _ORGANISATIONS.get(text(party, "id_number")[:2], "其他组织")
    return "法人或其他组织"


def _id_words(party: Body) -> str:
    kind = text(party, "id_type")
    return ID_WORDS.get(kind, kind)


def _material(facts: Facts, paper: HeldPaper) -> Row:
    """One paper that came, that a shared record stands for, or that was promised; empty else."""
    state = facts.state
    if paper.state is PaperState.WAIVED_SHARED:
        return {"material_name": paper.name, "get_type": "证照库", "get_name": "0"}
    if paper.state.is_wanting:
        promised = state.conditional and paper.deferrable
        row = {"material_name": paper.name, "get_type": "容缺后补", "get_name": "0"}
        return {**row, "remark": f"{paper.make_good_by} 前补齐"} if promised else {}
    if not paper.handed_on:
        return {}
    with_it = paper.handed_on == state.received_on and not paper.again
    online = state.arrival == Arrival.ONLINE and with_it
    material = facts.file.item.material(paper.name) if facts.file.item else None
    looked_at = material is not None and material.keep is Keep.VERIFIED
    return {
        "material_name": paper.name,
        "get_type": "附件" if online else "纸质",
        "get_name": str(_copies(facts.file.events, paper.name)),
        "remark": "核验后退还" if looked_at else "",
    }


def _copies(events: Sequence[Event], name: str) -> int:
    """How many pieces came when they last came."""
    last = 0
    for event in events:
        for line in items(event.body or {}, "papers"):
            if text(line, "name") == name and number(line, "copies"):
                last = number(line, "copies")
    return last


def _process(facts: Facts) -> Iterator[tuple[str, Row]]:
    """Each act ends a stretch that began with the act before it."""
    began = ""
    for told in facts.told:
        if not told.name:
            continue
        header = told.event.header
        start = began if began and began <= told.moment else told.moment
        yield (
            f"{header.device}/{header.s}",
            {
                "process_name": told.name,
                "event_name": told.action,
                "event_start_time": start,
                "event_end_time": told.moment,
                "handle_user_name": facts.by(told.event),
                "handle_explain": told.words,
            },
        )
        began = told.moment


def _special(facts: Facts) -> Iterator[tuple[str, Row]]:
    """Every special procedure (art. 45) and every extension (art. 42).

    An extension ends with the date that was told anew.
    """
    running: tuple[str, Row] | None = None
    for told in facts.told:
        header, body = told.event.header, told.event.body or {}
        row = {
            "special_reason": text(body, "reason"),
            "special_time": told.moment,
            "handle_user": facts.by(told.event),
        }
        if told.event.kind == "case.suspended":
            row |= {"special_type": PAUSED, "special_name": text(body, "special")}
            running = f"{header.device}/{header.s}", row
        elif told.event.kind == "case.resumed" and running:
            name, begun = running
            yield name, {**begun, "end_time": told.moment, "result": text(body, "reason")}
            running = None
        elif told.event.kind == "case.extended":
            told_anew = text(body, "promised_due") or text(body, "statutory_due")
            row |= {"special_type": LONGER, "special_name": LONGER}
            yield f"{header.device}/{header.s}", {**row, "end_time": _end_of(told_anew)}
    if running:
        yield running


def _result(facts: Facts) -> Row:
    """How the case ended; empty while it has not."""
    state = facts.state
    ending = _ending(facts)
    if ending is None:
        return {}
    handed = next((t for t in facts.told if t.event.kind == "case.delivered"), None)
    by_post = ""
    if handed is not None:
        by_post = "1" if text(handed.event.body or {}, "method") == "ems" else "0"
    said = next((t.words for t in facts.told if t.event.kind in _SAID), ending.words)
    return {
        "result_type": _RESULTS.get(ending.after.state, ending.after.state),
        "result_date": ending.moment,
        "result_explain": said,
        "result_cetr_name": state.result_name,
        "result_cetr_no": state.result_number,
        "is_delivery_results": by_post,
        "satisfaction": RATINGS.get(state.rating, ""),
        "handle_user_name": facts.by(ending.event),
    }


_SAID = frozenset({"case.granted", "case.denied"})


def _ending(facts: Facts) -> Told | None:
    """The act that ended the case: closing, withdrawal, return, or a refusal to accept."""
    found = None
    for told in facts.told:
        if told.after.state in _RESULTS and told.after.state != told.before.state:
            found = told
        elif told.event.kind == "case.reopened":
            found = None
    return found


def _end_of(day: str) -> str:
    """A date that is met until its end."""
    return f"{day} {_END_OF_DAY}" if day else ""
