"""Hand-written ports of the intake and cases screens, for tests without a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from clerk_app.catalogue.model import (
    Answer,
    DeferralPolicy,
    Fault,
    ItemType,
    LimitUnit,
    Material,
    Necessity,
    OnTheSpot,
    Pace,
    Party,
    SearchHit,
    ServiceItem,
    Situation,
    TimeLimit,
)
from clerk_app.desk.cases import CaseDocument, CaseFile, CaseLine, CaseList, Reprinted
from clerk_app.desk.intake_port import Begin
from clerk_app.desk.intake_state import Handed, Handled
from clerk_app.intake.model import Application, Decision
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.working_days import Calendar
from clerk_app.notices.page import Page

NOW = parse_stamp("2026-11-24T10:41:12+08:00")
FORM, LICENCE, LIST, PROXY, PHOTO = "申请书", "营业执照", "设备清单", "授权委托书", "照片"
ITEM = ServiceItem(
    key="T-1",
    name="测试许可",
    code="T-1",
    content_hash="h1",
    type=ItemType.LICENSING,
    department="测试局",
    handling=Pace.PROMISED,
    promised_limit=TimeLimit(5, LimitUnit.WORKDAY),
    materials=(
        Material(
            FORM,
            Necessity.REQUIRED,
            form="原件",
            faults=(Fault("没有签名", OnTheSpot.YES), Fault("写错了", OnTheSpot.NO)),
        ),
        Material(LICENCE, Necessity.REQUIRED, form="原件", source_channel="数据共享"),
        Material(LIST, Necessity.DEFERRABLE, form="复印件", originals=0, copies=2),
        Material(PROXY, Necessity.SITUATIONAL, form="原件", party=Party.AGENT),
        Material(PHOTO, Necessity.OPTIONAL, originals=0),
    ),
    situations=(
        Situation(
            "who",
            "谁来办？",
            (Answer("self", "本人"), Answer("agent", "委托他人", adds=(PROXY,))),
        ),
    ),
    deferral=DeferralPolicy(enabled=True, bound_workdays=5),
)
OTHER = ServiceItem(
    key="T-2",
    name="没有情形的事项",
    content_hash="h2",
    type=ItemType.PUBLIC_SERVICE,
    materials=(Material("表", Necessity.REQUIRED),),
)


@dataclass
class FakeIntake:
    """Knows two items, keeps the draft, notes what was decided and rated."""

    draft: str = ""
    items: dict[str, ServiceItem] = field(default_factory=lambda: {"T-1": ITEM, "T-2": OTHER})
    versions: dict[tuple[str, str], ServiceItem] = field(
        default_factory=lambda: {("T-1", "h1"): ITEM, ("T-2", "h2"): OTHER}
    )
    decided: list[Application] = field(default_factory=list)
    rated: list[tuple[str, int]] = field(default_factory=list)
    previews: list[tuple[Application, Decision]] = field(default_factory=list)
    finished: int = 0
    fails: ClerkError | None = None
    trouble: str = ""

    def now(self) -> datetime:
        return NOW

    def begin(self) -> Begin:
        return Begin(Calendar.shipped(), len(self.items), self.draft)

    def search(self, text: str, limit: int) -> tuple[SearchHit, ...]:
        found = [item for item in self.items.values() if text in item.name]
        return tuple(SearchHit(i.key, "", i.code, i.name, i.department, "") for i in found[:limit])

    def item(self, key: str) -> ServiceItem:
        if key not in self.items:
            raise Refused("unknown_item", "没有这个事项")
        return self.items[key]

    def version(self, key: str, content_hash: str) -> ServiceItem:
        if (key, content_hash) not in self.versions:
            raise Refused("unknown_item_version", "没有这一版")
        return self.versions[key, content_hash]

    def preview(self, application: Application, decision: Decision) -> tuple[Page, ...]:
        self.previews.append((application, decision))
        return (Page(595, 842, 1, 1, ()),)

    def save_draft(self, content: str) -> None:
        if self.fails is not None:
            raise self.fails
        self.draft = content

    def decide(self, application: Application) -> Handled:
        if self.fails is not None:
            raise self.fails
        self.decided.append(application)
        self.draft = ""
        document = Handed("acceptance", "受理通知书", "N-01", "", 2)
        return Handled("N", "accepted", (document,), self.trouble)

    def rate(self, number: str, level: int) -> None:
        self.rated.append((number, level))

    def finish(self) -> None:
        self.finished += 1


def line(number: str) -> CaseLine:
    return CaseLine(number, number, "事项", "测*甲", "已受理", "11-24", "12-01", "已印", "here")


@dataclass
class FakeCases:
    """Three cases; notes what was asked and printed."""

    asked: list[tuple[bool, str]] = field(default_factory=list)
    printed: list[tuple[str, str]] = field(default_factory=list)
    fails: ClerkError | None = None

    def cases(self, *, mine: bool, text: str) -> CaseList:
        self.asked.append((mine, text))
        lines = tuple(line(n) for n in ("1", "2", "3") if text in n)
        return CaseList(lines, len(lines), 3)

    def case(self, number: str) -> CaseFile:
        if self.fails is not None:
            raise self.fails
        documents = tuple(
            CaseDocument("receipt", "收件凭证", f"{number}-0{n}", len(self.printed))
            for n in (1, 2)
        )
        return CaseFile(
            number, number, "事项", "局", "测*甲", "已受理", "here", documents=documents
        )

    def reprint(self, case: str, document: str) -> Reprinted:
        self.printed.append((case, document))
        return Reprinted(f"{document}.pdf", len(self.printed))
