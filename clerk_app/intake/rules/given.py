"""Papers an applicant gave before: how far each may be trusted, and for how long.

The levels are those of 国办函〔2016〕108号. In doubt a paper is put one level lower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from clerk_app.catalogue.model import Material, Party
from clerk_app.catalogue.rules.wording import party_of
from clerk_app.intake.model import GivenPaper, PaperState, Trust
from clerk_app.kernel import identity

UNDERTAKEN = "undertaken"
"""Not handed in: the applicant signed that it follows (容缺承诺)."""
GIVEN_STATES = frozenset(
    {str(PaperState.IN_ORDER), str(PaperState.CORRECTED_ON_THE_SPOT), UNDERTAKEN}
)
_SELF_DECLARED = re.compile(r"承诺书|声明书|自述|保证书")
_ISSUED_BY = re.compile(r"(.+?)(?:核发|颁发|签发|制发|发放|出具)?")
_OLD_ID = re.compile(r"[0-9]{15}")


def applicant_key(id_type: str, id_number: str) -> str:
    """What finds the same applicant again: type and number, however the number was typed.

    A 15-digit resident number is that of its 18 digits. Empty without a number: such an
    applicant cannot be found again.

    >>> applicant_key("resident_id", " 110105 491231 002")
    'resident_id:11010519491231002X'
    """
    try:
        number = identity.tidy(id_number)
    except identity.BadForm:
        return ""
    if id_type == "resident_id" and _OLD_ID.fullmatch(number):
        number = identity.eighteen_digits(number)
    return f"{id_type or 'other'}:{number}" if number else ""


def trust_of(name: str, state: str, material: Material | None, department: str) -> Trust:
    """How far a paper that was given may be trusted.

    - D 自制承诺: an undertaking that it follows, or a paper that is itself one;
    - C 需核原件: only a copy or an upload was seen, or nobody can tell: the form is not stated,
      or the version of the item is not at hand (`material` None);
    - A 实施机构产生: the original was seen, and the body that issues it is exactly the
      `department` that handles the item;
    - B 窗口已核验: any other original that the window saw and found in order.
    """
    if state == UNDERTAKEN or _SELF_DECLARED.search(name):
        return Trust.SELF_DECLARED
    if material is None or not original_seen(material):
        return Trust.UPLOADED
    return Trust.ISSUED if issues(department, material.source_channel) else Trust.VERIFIED


def original_seen(material: Material) -> bool:
    """Does taking this paper in order mean that its original was at the window?

    Only where one is due and the form names it: a form that is not stated counts as one
    original, but a copy may have been taken for it.
    """
    return material.originals > 0 and "原件" in material.form


def issues(department: str, source_channel: str) -> bool:
    """Is the source of a paper exactly this department, with or without 核发 and the like?"""
    found = _ISSUED_BY.fullmatch(source_channel.strip())
    return bool(department and found and found[1] == department)


def valid_until(given_on: date, material: Material | None) -> date | None:
    """The last day a paper counts: `valid_days` natural days after it was given, that day not
    counted. None where the catalogue does not say how long it counts."""
    days = material.valid_days if material else None
    return None if days is None else given_on + timedelta(days=max(0, days))


def still_valid(until: date | None, today: date) -> bool | None:
    """Valid through the last day itself; None where no last day is known."""
    return None if until is None else today <= until


def is_applicants(name: str, material: Material | None) -> bool:
    """Is it the applicant's paper? Those of an agent say nothing of the applicant."""
    party = material.party if material else party_of(name, "")
    return party is Party.APPLICANT


def fits(given: GivenPaper, wanted: Iterable[Material]) -> bool:
    """Is the paper one of those wanted: the same name, or the same mark `shared_as`?"""
    return any(
        given.name == material.name
        or bool(given.shared_as and given.shared_as == material.shared_as)
        for material in wanted
    )
