"""异地代收: what may be taken in for a body elsewhere, and what is found wanting on the way.

Form and identity are looked at; nothing is decided. Plain functions.
"""

from __future__ import annotations

from datetime import date

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import Application, Decision, OtherHall, Outcome, Shortfall
from clerk_app.intake.rules.decide import check_papers, checklist
from clerk_app.intake.rules.kept import is_kept, kept_pieces
from clerk_app.intake.rules.scripted import is_region
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.text import body_name


def other_hall(region: str, name: str) -> OtherHall | None:
    """The body that decides, as it was typed; None where both are empty: this hall does.

    Raises `Refused` (`bad_region`, `no_body`), `Misused` (`bad_text`).
    """
    if not region and not name:
        return None
    if not is_region(region):
        raise Refused("bad_region", "区划代码应为 6 到 12 位数字")
    if not name:
        raise Refused("no_body", "还没有写由哪个机关办理")
    return OtherHall(region, body_name(name, "办理机关"))


def is_this_hall(where: OtherHall, here: OtherHall) -> bool:
    """Whether a body as it was typed is this hall.

    The whole code of a hall is nobody else's, whatever it is called there. A shorter one is that
    of the region, where many bodies sit: then the name says which.

    >>> hall = OtherHall("511602101000", "测试县便民服务中心")
    >>> is_this_hall(OtherHall("511602101000", "测试县便民中心"), hall)
    True
    >>> is_this_hall(OtherHall("511602", "测试县便民服务中心"), hall)
    True
    >>> is_this_hall(OtherHall("511602", "测试市示例局"), hall)
    False
    """
    if where.region == here.region:
        return True
    region = where.region.rstrip("0")  # 511602 and 511602000000 are one region
    return where.name == here.name and here.region.startswith(region)


def require_collectable(application: Application, here: OtherHall) -> OtherHall:
    """The body that decides.

    `here` is this hall, with its code of 12 digits. Raises `Refused`: `own_hall` (it is this
    hall's to decide), `collecting_decides_nothing` (a deferral, a promise or a refusal is the
    other body's).
    """
    where = application.for_hall
    if where is None or is_this_hall(where, here):
        raise Refused("own_hall", "这件由本大厅办理，请按本大厅的事项收件，不用代收")
    decides = (
        application.deposit,
        application.committed,
        application.concealment,
        not application.competent,
        not application.needed,
    )
    if any(decides):
        raise Refused(
            "collecting_decides_nothing",
            f"代收只收材料，容缺、承诺、不予受理都由{where.name}决定，请去掉这些内容",
        )
    return where


def wanting_papers(application: Application, item: ServiceItem) -> tuple[Shortfall, ...]:
    """The papers of the list that did not come, or came with a fault: whether they are asked for
    is decided by the other body. Raises as `decide.checklist` and `decide.check_papers`."""
    lines = checklist(application, item)
    check_papers(lines, application, item)
    return tuple(
        Shortfall(line.material.name, line.paper.fault or "未提交", line.deferrable)
        for line in lines
        if line.due and line.paper.state.is_wanting
    )


def kept_papers(application: Application, item: ServiceItem) -> tuple[tuple[str, int], ...]:
    """The papers that stay at the window, with how many pieces: of those looked at (核验) the
    copies alone.

    Raises `Refused` (`nothing_to_collect`): none does.
    """
    kept = []
    for paper in application.papers:
        material = item.material(paper.name)
        if is_kept(material, paper):
            kept.append((paper.name, max(1, kept_pieces(material, paper.copies))))
    if not kept:
        words = "没有留在窗口的材料，不用代收；请告诉申请人去哪里办"
        raise Refused("nothing_to_collect", words)
    return tuple(kept)


def nothing_decided(day: date, wanting: tuple[Shortfall, ...]) -> Decision:
    """What the receipt is made from: it names no day, for none runs yet."""
    return Decision(Outcome.ACCEPTED, day, notice_due=day, shortfalls=wanting)
