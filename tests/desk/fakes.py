"""Hand-written ports of the intake and cases screens, for tests without a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

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
from clerk_app.desk.bundle_port import BundleFile
from clerk_app.desk.case_port import (
    CaseFile,
    CaseLine,
    CaseList,
    Done,
    Filter,
    PrintedPage,
    Reprinted,
    Signer,
)
from clerk_app.desk.case_private import FullParty
from clerk_app.desk.intake_port import Begin, OnlineSeen
from clerk_app.desk.intake_state import Handed, Handled, HandledPart
from clerk_app.desk.limits import LimitsFacts
from clerk_app.desk.local_rules import RulesSeen
from clerk_app.desk.owed import OwedFacts
from clerk_app.intake.model import Application, CaseState, Decision, IssuedDocument, Outcome
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.intake.rules.supervision import red_list, watched
from clerk_app.kernel.clock import legal_day, parse_stamp
from clerk_app.kernel.errors import ClerkError, Misused, Refused, Unavailable
from clerk_app.kernel.working_days import Calendar
from clerk_app.notices.page import Page
from clerk_app.reporting.model import PanelRow
from clerk_app.reporting.rules.online_file import OnlineCase

NOW = parse_stamp("2026-11-24T10:41:12+08:00")
TODAY = legal_day(NOW)
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
    no_page: ClerkError | None = None
    no_glyph: str = ""
    boxed: bool = False
    previews: list[tuple[Application, Decision]] = field(default_factory=list)
    finished: int = 0
    fails: ClerkError | None = None
    trouble: str = ""
    stale: bool = False
    signers: tuple[Signer, ...] = (Signer("c9", "主管甲", supervisor=True),)
    bundles: dict[str, BundleFile] = field(default_factory=dict)
    whole: list[tuple[Application, dict[str, Outcome]]] = field(default_factory=list)
    online: dict[str, OnlineSeen] = field(default_factory=dict)
    imported: list[OnlineCase] = field(default_factory=list)

    def now(self) -> datetime:
        return NOW

    def begin(self) -> Begin:
        calendar = Calendar.shipped()
        return Begin(calendar, len(self.items), self.draft, self.stale, self.signers)

    def search(self, text: str, limit: int) -> tuple[SearchHit, ...]:
        found = [item for item in self.items.values() if text in item.name]
        return tuple(SearchHit(i.key, "", i.code, i.name, i.department, "") for i in found[:limit])

    def item(self, key: str) -> ServiceItem:
        if key in self.bundles:
            raise Refused("is_bundle", "这是一件事")
        if key not in self.items:
            raise Refused("unknown_item", "没有这个事项")
        return self.items[key]

    def bundle(self, key: str) -> BundleFile:
        return self.bundles[key]

    def version(self, key: str, content_hash: str) -> ServiceItem:
        if (key, content_hash) not in self.versions:
            raise Refused("unknown_item_version", "没有这一版")
        return self.versions[key, content_hash]

    def preview(self, application: Application, decision: Decision) -> tuple[Page, ...]:
        if self.no_page is not None:
            raise self.no_page
        self.previews.append((application, decision))
        return (Page(595, 842, 1, 1, ()),)

    def undrawn(self, text: str) -> tuple[int, ...]:
        return tuple(at for at, char in enumerate(text, 1) if char in self.no_glyph)

    def save_draft(self, content: str) -> None:
        if self.fails is not None:
            raise self.fails
        self.draft = content

    def decide(self, application: Application, *, boxed: bool = False) -> Handled:
        self.boxed = boxed
        if self.fails is not None:
            raise self.fails
        self.decided.append(application)
        self.draft = ""
        document = Handed("acceptance", "受理通知书", "N-01", "", 2)
        return Handled("N", "accepted", (document,), self.trouble)

    def decide_bundle(
        self, application: Application, expected: Mapping[str, Outcome], *, boxed: bool = False
    ) -> Handled:
        self.boxed = boxed
        if self.fails is not None:
            raise self.fails
        self.whole.append((application, dict(expected)))
        self.draft = ""
        parts = tuple(
            HandledPart(key, f"N{at}", str(outcome), (Handed("x", "通知书", f"N{at}-01", "p", 2),))
            for at, (key, outcome) in enumerate(expected.items(), start=1)
        )
        return Handled("N1", parts[0].outcome, (), self.trouble, parts)

    def read_online(self, path: str) -> OnlineSeen:
        if path not in self.online:
            raise Misused("bad_online_file", "缺少字段：online_number")
        return self.online[path]

    def import_online(self, case: OnlineCase) -> Handled:
        if self.fails is not None:
            raise self.fails
        self.imported.append(case)
        document = Handed("acceptance", "受理通知书", "N-01", "p", 2)
        return Handled("N", "accepted", (document,), self.trouble, online=case.link.number)

    def rate(self, number: str, level: int) -> None:
        self.rated.append((number, level))

    def finish(self) -> None:
        self.finished += 1


def line(number: str) -> CaseLine:
    return CaseLine(number, number, "事项", "测*甲", "已受理", "11-24", "12-01", "已印", "here")


@dataclass
class FakeIssuing:
    """Notes what was issued; refuses with `fails`, and paper without `boxed` with `no_glyph`."""

    urged: list[tuple[str, str, str, str]] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    dualled: list[tuple[str, ...]] = field(default_factory=list)
    fails: ClerkError | None = None
    no_glyph: bool = False

    def urge(self, number: str, *, to: str, by_day: date, asked: str, boxed: bool) -> Done:
        self._may(boxed)
        self.urged.append((number, to, by_day.isoformat(), asked))
        return Done(number, "", (PrintedPage("催办单", f"{number}-09", "", 2, "sent"),))

    def list(self, number: str, *, boxed: bool) -> Done:
        self._may(boxed)
        self.listed.append(number)
        return Done(number, "", (PrintedPage("材料接收清单", f"{number}-09", "p.pdf", 2),))

    def dual(self, number: str, told: tuple[str, ...], *, boxed: bool) -> Done:
        self._may(boxed)
        self.dualled.append((number, *told))
        return Done(number, "", (PrintedPage("书面双告知书", f"{number}-09", "p.pdf", 2),))

    def _may(self, boxed: bool) -> None:
        if self.fails is not None:
            raise self.fails
        if self.no_glyph and not boxed:
            raise Unavailable("missing_glyph", "字体里没有“𲎯”这个字")


@dataclass
class FakeCases:
    """Three cases; notes what was asked, printed and done. `file` stands for every number."""

    at: datetime = NOW
    file: CaseFile | None = None
    asked: list[tuple[Filter, str]] = field(default_factory=list)
    printed: list[tuple[str, str]] = field(default_factory=list)
    acts: list[tuple[str, CaseAct]] = field(default_factory=list)
    deemed: list[str] = field(default_factory=list)
    kept: str = ""
    shown: list[tuple[str, str]] = field(default_factory=list)
    panel: tuple[PanelRow, ...] = ()
    fails: ClerkError | None = None
    boxed: bool = False
    done: Done = field(default_factory=lambda: Done("1", "已受理"))
    issued: FakeIssuing = field(default_factory=FakeIssuing)

    def now(self) -> datetime:
        return self.at

    def cases(self, which: Filter, text: str = "") -> CaseList:
        self.asked.append((which, text))
        lines = tuple(line(n) for n in ("1", "2", "3") if text in n)
        return CaseList(lines, len(lines), 3)

    def counts(self) -> dict[Filter, int]:
        return {Filter.MINE: 3, Filter.ALL: 3}

    def case(self, number: str) -> CaseFile:
        if self.fails is not None:
            raise self.fails
        if self.file is not None:
            return self.file
        documents = tuple(
            IssuedDocument(f"{number}-0{n}", "receipt", len(self.printed)) for n in (1, 2)
        )
        state = CaseState(number, item_name="事项", state="accepted", documents=documents)
        return CaseFile(state, legal_day(self.at), Calendar.shipped())

    def reprint(self, case: str, document: str) -> Reprinted:
        self.printed.append((case, document))
        return Reprinted(f"{document}.pdf", len(self.printed))

    def act(self, number: str, act: CaseAct, *, boxed: bool = False) -> Done:
        self.boxed = boxed
        if self.fails is not None:
            raise self.fails
        self.acts.append((number, act))
        return self.done

    def urge(
        self, number: str, *, to: str, by_day: date, asked: str = "", boxed: bool = False
    ) -> Done:
        return self.issued.urge(number, to=to, by_day=by_day, asked=asked, boxed=boxed)

    def material_list(self, number: str, *, boxed: bool = False) -> Done:
        return self.issued.list(number, boxed=boxed)

    def dual_notice(
        self,
        number: str,
        *,
        why: str = "",
        article: str = "",
        how: str = "",
        approver: str = "",
        boxed: bool = False,
    ) -> Done:
        return self.issued.dual(number, (why, article, how, approver), boxed=boxed)

    def deem(self, number: str) -> bool:
        self.deemed.append(number)
        return True

    def person(self, number: str) -> tuple[FullParty, ...]:
        if self.fails is not None:
            raise self.fails
        self.shown.append((number, "identity"))
        return (
            FullParty("申请人", "测试甲", "居民身份证 11010519491231002X", "电话 13800000000"),
        )

    def fields(self, number: str) -> tuple[PanelRow, ...]:
        if self.fails is not None:
            raise self.fails
        self.shown.append((number, "report"))
        return self.panel

    def forms(self) -> str:
        return self.kept

    def keep_forms(self, content: str) -> None:
        self.kept = content


@dataclass
class FakeOwed:
    """The states it is given; notes who was told what."""

    day: date = TODAY
    states: tuple[CaseState, ...] = ()
    persons: frozenset[str] = frozenset()
    told: list[tuple[str, str]] = field(default_factory=list)
    fails: ClerkError | None = None

    def look(self) -> OwedFacts:
        if self.fails is not None:
            raise self.fails
        return OwedFacts(self.day, Calendar.shipped(), self.states, self.persons)

    def tell(self, number: str, key: str) -> None:
        self.told.append((number, key))


@dataclass
class FakeLimits:
    """What supervision says of the states it is given, on its day."""

    day: date = TODAY
    states: tuple[CaseState, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    unrecorded: frozenset[str] = frozenset()
    alone: bool = False
    issued: FakeIssuing = field(default_factory=FakeIssuing)
    deemed: list[str] = field(default_factory=list)
    fails: ClerkError | None = None

    def look(self) -> LimitsFacts:
        from clerk_app.deeds.watch import Watch  # heavy: the fakes of the sign-in stand beside it

        if self.fails is not None:
            raise self.fails
        calendar = Calendar.shipped()
        looks = tuple(watched(state, self.day, calendar) for state in self.states)
        red = red_list(self.states, self.day, calendar)
        seen = Watch(self.day, looks, red, (), self.alone)
        return LimitsFacts(seen, calendar, self.names, frozenset(), self.unrecorded)

    def deem(self, number: str) -> bool:
        self.deemed.append(number)
        return True

    def urge(
        self, number: str, *, to: str, by_day: date, asked: str = "", boxed: bool = False
    ) -> Done:
        return self.issued.urge(number, to=to, by_day=by_day, asked=asked, boxed=boxed)

    def account(self, number: str, finding: str, answer: Mapping[str, str]) -> str:
        raise AssertionError((number, finding, answer))  # told on a real store only


@dataclass
class FakeLocalRules:
    """No rules: a page that nobody looks at."""

    def look(self) -> RulesSeen:
        return RulesSeen()

    def change(self, name: str, value: str, source: str) -> RulesSeen:
        raise AssertionError((name, value, source))  # told on a real store only
