"""Who collects a result (送达) for another, and on what authority."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from clerk_app.catalogue.model import Party as Whose
from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.agents import words_of
from clerk_app.deeds.counter import Counter
from clerk_app.intake.model import Application, CaseState
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.kernel.errors import Refused
from clerk_app.staff import store as staff
from clerk_app.staff.model import Assistance
from clerk_app.staff.rules import require_agent

_HANDED_OVER = frozenset({"counter", "home"})

# ---------------------------------------------------------------- what a scope (委托权限) says

_FETCH = re.compile(r"领取(?!资格|申请|条件)|领证|领照|代领|签收|全部(?:手续|事项|事宜)")
"""Words that let an agent have the result: fetching, signing for it, or everything."""
_DOUBT = re.compile(
    r"不(?!动产)|无|勿|(?<![解拆删免消清排扣])除|另|只|仅|本人|自己|自行|亲自|申请人|委托人"
)
"""Words that leave something out or to the client. What exactly, a clerk reads better."""


def lets_collect(scope: str, item: str) -> bool:
    """Whether the words of a 委托权限 plainly let the agent have the result: they name that, and
    leave nothing out or to the client. Any doubt asks for a reason (代收原因), which is no
    hindrance to whoever is right. The name of the item tells nothing of it.

    >>> lets_collect("代办不动产登记，领取证书", "开办企业")
    True
    >>> lets_collect("代办登记，结果由本人领取", "开办企业")
    False
    """
    said = scope.replace(item, "") if item else scope
    return bool(_FETCH.search(said)) and not _DOUBT.search(said)


# ---------------------------------------------------------------- one delivery


def require_two(db: Connection, counter: Counter, state: CaseState, act: CaseAct) -> None:
    """Who hands over and who takes it for another are two: nobody bears witness to themselves.

    A clerk is known to be the agent by the order that names her as helper, never by a name, which
    others have too. Where nobody else is there she says why (代收原因). Raises `Refused`
    (`delivered_to_self`).
    """
    handed = act.delivery
    if handed is None or handed.method not in _HANDED_OVER or handed.proxy_reason:
        return
    if not _is_the_agent(state, handed.recipient):
        return
    order = _order(db, counter, state)
    if order is None or order.helper != counter.clerk.id:
        return
    if order.device in staff.own_devices(db):
        raise Refused(
            "delivered_to_self",
            "送达人和代收的帮办人员是同一个人，请交给申请人本人，或者由另一位工作人员送达；"
            "只能由你代收的，请写明代收原因",
        )


def authority_to_collect(
    db: Connection,
    counter: Counter,
    state: CaseState,
    application: Application,
    item: ServiceItem,
    act: CaseAct,
) -> str:
    """On what authority the agent of the case collects, in words; empty where somebody else does,
    or where only the reason that was typed (代收原因) lets the agent.

    An agent who came on an order collects while its 委托 counts, on that day, and names it. Raises
    `Refused` (`proxy_reason_missing`): it does not, or is not known here, and no reason was given.
    """
    handed = act.delivery
    if handed is None or not _is_the_agent(state, handed.recipient):
        return ""
    if not state.agent_order:
        letters = "、".join(_of_the_agent(application, item))
        return f"申请时登记的代办人，已交{letters}" if letters else "申请时登记的代办人"
    try:
        order = _order(db, counter, state)
        if order is None:
            words = f"帮办代办单 {state.agent_order} 不在本机，看不到委托权限"
            raise Refused("agent_without_authority", words)
        return f"代办人，{_standing(order, act.on, item)}"
    except Refused as error:
        if handed.proxy_reason:
            return ""
        words = f"{error.message}；由代办人代收的，请写明代收原因"
        raise Refused("proxy_reason_missing", words) from error


def _is_the_agent(state: CaseState, recipient: str) -> bool:
    """Whether it is the agent who takes it, for an applicant who is somebody else."""
    return bool(state.agent) and recipient == state.agent != state.applicant


def _order(db: Connection, counter: Counter, state: CaseState) -> Assistance | None:
    """The order the agent came on, None where this workstation does not know it."""
    try:
        return staff.assistance(db, counter.viewer, state.agent_order)
    except Refused:
        return None


def _standing(order: Assistance, day: date, item: ServiceItem) -> str:
    if order.closed_on is not None and order.closed_on < day:
        raise Refused("agent_without_authority", f"帮办代办单 {order.number} 已经办完")
    fitting = tuple(a for a in order.authorisations if lets_collect(a.scope, item.name))
    if order.authorisations and not fitting:
        raise Refused("agent_without_authority", "委托权限没有写明可以领取结果")
    return words_of(require_agent(replace(order, authorisations=fitting), day))


def _of_the_agent(application: Application, item: ServiceItem) -> tuple[str, ...]:
    """The agent's own papers that were handed in."""
    found = []
    for paper in application.papers:
        material = item.material(paper.name)
        if material and material.party is Whose.AGENT and paper.state.is_handed_in:
            found.append(paper.name)
    return tuple(found)
